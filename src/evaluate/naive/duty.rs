//! Duties: whether they have arisen, when they are due, how they stand.

use super::super::recurring::nth_period;
use super::limit::End;
use super::{Around, BeyondNaive, Claim, Naive, Result, Seen};
use crate::law::Citation;
use crate::plan::{Outcome, prevails};
use crate::resolve::{ActionId, Duty, Kind, Link, Norm, NormId, Recurring};
use crate::time::{Date, Moment, end_of_day};
use crate::value::{Truth, Value};

/// How a duty stands.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub outcome: Outcome,
    pub due: Option<Moment>,
    /// Where the due moment is not known: the moments of which it is one.
    perhaps: Option<Vec<Moment>>,
    done: Option<Moment>,
}

impl Standing {
    fn of(outcome: Outcome) -> Standing {
        Standing {
            outcome,
            due: None,
            perhaps: None,
            done: None,
        }
    }
}

/// Whether something was done.
#[derive(Debug, Clone, Copy)]
enum Done {
    At(Moment),
    On(Date),
    Yes,
    No,
    Unknown,
}

impl Naive<'_> {
    /// All duties to do one thing: the gravest standing, of equal ones that with the earliest due moment.
    pub fn duties(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Standing> {
        let claims = self.claims(action, under)?;
        let mut worst = Standing::of(Outcome::NotApplicable);
        for (id, norm) in self.norms(self.plan.about(action)) {
            if !self.asked(norm, under) || !matches!(norm.kind, Kind::Duty(..)) {
                continue;
            }
            let standing = self.duty(id, norm, &claims)?;
            let by = |standing: &Standing| {
                let due = standing.due.map_or(i64::MAX, Moment::seconds);
                (standing.outcome.gravity(), std::cmp::Reverse(due))
            };
            if by(&standing) >= by(&worst) {
                worst = standing;
            }
        }
        Ok(worst)
    }

    fn duty(&mut self, id: NormId, norm: &Norm, claims: &[Claim]) -> Result<Standing> {
        let Kind::Duty(_, duty) = &norm.kind else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        self.step()?;
        let around = Around {
            parent: norm.chain.map(|chain| chain.parent),
            ..Around::default()
        };
        let mut applies = self.applies(norm, &around)?;
        if let Some(chain) = norm.chain {
            applies = applies.and(self.started(chain.parent, chain.link)?);
        }
        let mut tied = Truth::No;
        for (bar, _, holds) in claims.iter().filter(|(_, permits, _)| !permits) {
            if prevails(self.program, *bar, id).is_some() {
                applies = applies.and(holds.negate());
            } else if prevails(self.program, id, *bar).is_none() {
                tied = tied.or(*holds);
            }
        }
        match (applies, tied) {
            (Truth::Yes, Truth::Yes) => return Ok(Standing::of(Outcome::Conflict)),
            (Truth::No, _) => return Ok(Standing::of(Outcome::NotApplicable)),
            _ => {}
        }
        let mut standing = match &duty.recurring {
            Some(recurring) => self.recurring(recurring, duty, &around)?,
            None => self.limited(duty, &around)?,
        };
        let certain = applies == Truth::Yes && tied == Truth::No;
        if !certain && standing.outcome != Outcome::NotApplicable {
            standing.outcome = Outcome::Unknown;
            if applies == Truth::Unknown {
                standing.due = None;
            }
        }
        Ok(standing)
    }

    /// Whether the duty before this one was breached or fulfilled.
    fn started(&mut self, parent: NormId, link: Link) -> Result<Truth> {
        let before = self.before(parent)?;
        Ok(match (before.outcome, link) {
            (Outcome::Unknown | Outcome::Conflict, _) => Truth::Unknown,
            (Outcome::FulfilledLate, _)
            | (Outcome::Overdue, Link::Breach)
            | (Outcome::Fulfilled, Link::Fulfilment) => Truth::Yes,
            _ => Truth::No,
        })
    }

    fn before(&mut self, parent: NormId) -> Result<Standing> {
        let Some(norm) = self.program.norms.get(parent.0) else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        let claims = match &norm.kind {
            Kind::Duty(action, _) => self.claims(*action, None)?,
            _ => Vec::new(),
        };
        self.duty(parent, norm, &claims)
    }

    /// When the duty before this one was due.
    pub fn parent_due(&mut self, around: &Around) -> Result<Seen> {
        let Some(parent) = around.parent else {
            return Ok(Seen::Is(Value::None));
        };
        let before = self.before(parent)?;
        Ok(match (before.due, before.perhaps) {
            (Some(due), _) => Seen::Is(Value::Moment(due)),
            (None, Some(perhaps)) => Seen::Open(perhaps.into_iter().map(Value::Moment).collect()),
            (None, None) if before.outcome == Outcome::Unknown => Seen::Open(Vec::new()),
            (None, None) => Seen::Is(Value::None),
        })
    }

    /// When the duty before this one was done.
    pub fn parent_done(&mut self, around: &Around) -> Result<Seen> {
        let Some(parent) = around.parent else {
            return Ok(Seen::Is(Value::None));
        };
        let before = self.before(parent)?;
        Ok(match before.done {
            Some(done) => Seen::Is(Value::Moment(done)),
            None if before.outcome == Outcome::Unknown => Seen::Open(Vec::new()),
            None => Seen::Is(Value::None),
        })
    }

    /// How a duty with limits, or with none, stands.
    fn limited(&mut self, duty: &Duty, around: &Around) -> Result<Standing> {
        let done = self.done(duty, around)?;
        let moment = match done {
            Done::At(moment) => Some(moment),
            Done::On(date) => Some(self.zone.start_of(date)),
            Done::Yes | Done::No | Done::Unknown => None,
        };
        let minute = self.to_the_minute(&duty.limits, duty.done.as_ref(), around);
        let (outcome, due, perhaps) = match self.ends(&duty.limits, around)? {
            End::NotStarted => return Ok(Standing::of(Outcome::NotApplicable)),
            End::Never | End::Paused => (without_due(done), None, None),
            End::At(due) => (self.against(done, due, minute), Some(due), None),
            End::Open(perhaps) => {
                let outcomes: Vec<Outcome> = perhaps
                    .iter()
                    .map(|due| self.against(done, *due, minute))
                    .collect();
                let outcome = match outcomes.as_slice() {
                    [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
                    _ => Outcome::Unknown,
                };
                (outcome, None, Some(perhaps))
            }
        };
        Ok(Standing {
            outcome,
            due,
            perhaps,
            done: moment,
        })
    }

    fn done(&mut self, duty: &Duty, around: &Around) -> Result<Done> {
        let Some(term) = &duty.done else {
            return Ok(Done::No);
        };
        Ok(match self.term(term, around)? {
            seen if seen.is_open() => Done::Unknown,
            Seen::Is(value) if self.is_later(&value) => Done::No,
            Seen::Is(Value::Moment(moment)) => Done::At(moment),
            Seen::Is(Value::Date(date)) => Done::On(date),
            Seen::Is(Value::Yes(true)) => Done::Yes,
            _ => Done::No,
        })
    }

    fn against(&self, done: Done, due: Moment, to_the_minute: bool) -> Outcome {
        let last = due.last_in_time(to_the_minute);
        let late = match done {
            Done::At(moment) => moment > last,
            // known to the day only: the day of the due moment is the last one
            Done::On(date) => date > self.zone.date_of(due),
            Done::Yes => false,
            Done::Unknown => return Outcome::Unknown,
            Done::No => {
                return match self.at {
                    Some(at) if at <= last => Outcome::Pending,
                    Some(_) => Outcome::Overdue,
                    None => Outcome::Unknown,
                };
            }
        };
        if late {
            Outcome::FulfilledLate
        } else {
            Outcome::Fulfilled
        }
    }

    /// A duty that recurs stands as in the earliest period that has begun and in which it was not done often enough, else
    /// as in the last.
    fn recurring(&mut self, recurring: &Recurring, duty: &Duty, around: &Around) -> Result<Standing> {
        let from = self.term(&recurring.from, around)?;
        let until = match &recurring.until {
            Some(until) => self.term(until, around)?,
            None => Seen::Undefined,
        };
        let done = match &duty.done {
            Some(done) => self.items(done, around)?,
            None => Vec::new(),
        };
        let start = match from {
            Seen::Is(Value::Date(date)) if self.is_later(&Value::Date(date)) => {
                return Ok(Standing::of(Outcome::NotApplicable));
            }
            Seen::Is(Value::Date(date)) => date,
            from if from.is_open() => return Ok(Standing::of(Outcome::Unknown)),
            _ => return Ok(Standing::of(Outcome::NotApplicable)),
        };
        let open = until.is_open() || done.iter().any(Seen::is_open);
        let (Some(at), false) = (self.at, open) else {
            return Ok(Standing::of(Outcome::Unknown));
        };
        let until = match until {
            Seen::Is(Value::Date(date)) => Some(date),
            _ => None,
        };
        self.in_periods(recurring, (start, until), at, &self.days(&done))
    }

    fn in_periods(
        &mut self,
        recurring: &Recurring,
        (start, until): (Date, Option<Date>),
        at: Moment,
        done: &[Date],
    ) -> Result<Standing> {
        let mut last = Standing::of(Outcome::NotApplicable);
        for number in 0.. {
            self.step().map_err(|_| BeyondNaive::Steps)?;
            let Some((first, end)) = nth_period(&recurring.every, start, number) else {
                return Ok(Standing::of(Outcome::Unknown));
            };
            if first > self.zone.date_of(at) || until.is_some_and(|until| end > until) {
                break;
            }
            let mut within = done.iter().filter(|day| first <= **day && **day <= end);
            let met = within.nth(recurring.times.saturating_sub(1));
            let due = end_of_day(self.zone, end);
            let outcome = match met {
                Some(_) => Outcome::Fulfilled,
                None if due.is_some_and(|due| at > due) => Outcome::Overdue,
                None => Outcome::Pending,
            };
            last = Standing {
                outcome,
                due,
                perhaps: None,
                done: met.map(|day| self.zone.start_of(*day)),
            };
            if outcome != Outcome::Fulfilled {
                break;
            }
        }
        Ok(last)
    }

    /// The days on which something was done by the assessment, in order.
    fn days(&self, done: &[Seen]) -> Vec<Date> {
        let mut days: Vec<Date> = done
            .iter()
            .filter_map(|seen| match seen {
                Seen::Is(value) if self.is_later(value) => None,
                Seen::Is(Value::Moment(moment)) => Some(self.zone.date_of(*moment)),
                Seen::Is(Value::Date(date)) => Some(*date),
                _ => None,
            })
            .collect();
        days.sort();
        days
    }
}

/// The standing of a duty without a due moment.
fn without_due(done: Done) -> Outcome {
    match done {
        Done::At(_) | Done::On(_) | Done::Yes => Outcome::Fulfilled,
        Done::No => Outcome::Pending,
        Done::Unknown => Outcome::Unknown,
    }
}

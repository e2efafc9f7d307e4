//! Duties: whether they have arisen, when they are due, how they stand.

use super::super::recurring::nth_period;
use super::super::together::MOST_TRIED;
use super::limit::End;
use super::stand::stand;
use super::{Around, BeyondNaive, Claim, Naive, Result, Seen};
use crate::law::Citation;
use crate::plan::{Ground, Outcome, prevails};
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
    /// Whether its conditions hold and no duty displaces it.
    stands: Truth,
    /// The least and the greatest gravity that it has if it stands.
    if_stands: (u8, u8),
    /// The moments at one of which it is due if it stands.
    dues: Vec<Moment>,
}

/// The duties to do one thing.
struct Rivals {
    /// Each, whether its conditions hold, and whether a bar contradicts it.
    own: Vec<(NormId, Truth, Truth)>,
    /// Which of the others are declared to prevail over each.
    over: Vec<Vec<usize>>,
}

impl Standing {
    fn of(outcome: Outcome) -> Standing {
        Standing {
            outcome,
            due: None,
            perhaps: None,
            done: None,
            stands: Truth::No,
            if_stands: (0, 0),
            dues: Vec::new(),
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
    /// All duties to do one thing that stand: the gravest standing, of equal ones that with the earliest due moment.
    pub fn duties(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Standing> {
        let rivals = self.rivals(action, under)?;
        let mut all = Vec::new();
        for place in 0..rivals.own.len() {
            all.push(self.duty(&rivals, place)?);
        }
        let (least, most) = self.gravities(&rivals, &all)?;
        let outcome = if least == most {
            Outcome::graded(least)
        } else {
            Outcome::Unknown
        };
        let by_due = |standing: &&Standing| std::cmp::Reverse(standing.due.map_or(i64::MAX, Moment::seconds));
        let certain = all.iter().filter(|standing| standing.outcome == outcome);
        let worst = certain.max_by_key(by_due);
        let due = worst.and_then(|worst| worst.due);
        let perhaps: Vec<&Standing> = all
            .iter()
            .filter(|standing| standing.outcome == Outcome::Unknown && standing.if_stands.1 == most)
            .collect();
        let due = match (outcome, perhaps.as_slice()) {
            (Outcome::Unknown, _) | (_, []) => due,
            // the earliest is known only if none that may stand is due before
            (_, perhaps) => {
                let dues = perhaps.iter().map(|standing| &standing.dues);
                let first = perhaps.first().filter(|_| worst.is_none());
                match (due, first) {
                    (Some(due), _) => {
                        let later =
                            |dues: &Vec<Moment>| !dues.is_empty() && dues.iter().all(|other| due <= *other);
                        Some(due).filter(|_| dues.into_iter().all(later))
                    }
                    (None, Some(first)) if first.dues.len() == 1 => {
                        let alike = dues.into_iter().all(|other| *other == first.dues);
                        first.dues.first().copied().filter(|_| alike)
                    }
                    (None, _) => None,
                }
            }
        };
        Ok(Standing {
            due,
            ..Standing::of(outcome)
        })
    }

    /// The least and the greatest gravity, over all ways in which what is not known of the conditions may turn out.
    fn gravities(&mut self, rivals: &Rivals, all: &[Standing]) -> Result<(u8, u8)> {
        let related = |place: usize| {
            let own = rivals.over.get(place).is_some_and(|over| !over.is_empty());
            own || rivals.over.iter().any(|over| over.contains(&place))
        };
        let open: Vec<usize> = (0..rivals.own.len())
            .filter(|place| {
                let unknown = rivals
                    .own
                    .get(*place)
                    .is_some_and(|(_, own, _)| *own == Truth::Unknown);
                let stands = all
                    .get(*place)
                    .is_some_and(|standing| standing.stands != Truth::No);
                unknown && stands && related(*place)
            })
            .take(MOST_TRIED)
            .collect();
        let mut worlds = vec![rivals.own.iter().map(|(_, own, _)| *own).collect::<Vec<Truth>>()];
        for place in open {
            let with = |world: &Vec<Truth>, truth: Truth| {
                let each = world.iter().enumerate();
                each.map(|(other, own)| if other == place { truth } else { *own })
                    .collect()
            };
            let both = worlds
                .iter()
                .flat_map(|world| [with(world, Truth::Yes), with(world, Truth::No)]);
            worlds = both.collect();
        }
        let (mut least, mut most) = (u8::MAX, 0);
        for world in worlds {
            self.step()?;
            let stands = stand(&world, &rivals.over);
            let of = |wanted: fn(Truth) -> bool, bound: fn(&Standing) -> u8| {
                let standing = all.iter().zip(&stands).filter(|(_, stands)| wanted(**stands));
                standing.map(|(standing, _)| bound(standing)).max().unwrap_or(0)
            };
            least = least.min(of(|stands| stands == Truth::Yes, |standing| standing.if_stands.0));
            most = most.max(of(|stands| stands != Truth::No, |standing| standing.if_stands.1));
        }
        Ok((least, most))
    }

    /// The duties to do one thing: whether the conditions of each hold, whether a bar contradicts it, and which others
    /// are declared to prevail over it.
    fn rivals(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Rivals> {
        let claims = self.claims(action, under)?;
        let mut own = Vec::new();
        for (id, norm) in self.norms(self.plan.about(action)) {
            if self.asked(norm, under) && matches!(norm.kind, Kind::Duty(..)) {
                self.step()?;
                let (applies, tied) = self.conditions(id, norm, &claims)?;
                own.push((id, applies, tied));
            }
        }
        let over_one = |loser: NormId| {
            let winners = own.iter().enumerate();
            let over = winners.filter(|(_, (winner, _, _))| {
                prevails(self.program, *winner, loser) == Some(Ground::Declared)
            });
            over.map(|(place, _)| place).collect()
        };
        let over = own.iter().map(|(loser, _, _)| over_one(*loser)).collect();
        Ok(Rivals { own, over })
    }

    fn conditions(&mut self, id: NormId, norm: &Norm, claims: &[Claim]) -> Result<(Truth, Truth)> {
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
        Ok((applies, tied))
    }

    /// One duty beside the others.
    fn duty(&mut self, rivals: &Rivals, place: usize) -> Result<Standing> {
        let Some((id, _, tied)) = rivals.own.get(place) else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        let Some(norm) = self.program.norms.get(id.0) else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        let Kind::Duty(_, duty) = &norm.kind else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        let own: Vec<Truth> = rivals.own.iter().map(|(_, own, _)| *own).collect();
        let applies = stand(&own, &rivals.over).get(place).copied().unwrap_or(Truth::No);
        let tied = *tied;
        let conflict = Outcome::Conflict.gravity();
        match (applies, tied) {
            (Truth::Yes, Truth::Yes) => {
                return Ok(Standing {
                    stands: applies,
                    if_stands: (conflict, conflict),
                    ..Standing::of(Outcome::Conflict)
                });
            }
            (Truth::No, _) => return Ok(Standing::of(Outcome::NotApplicable)),
            _ => {}
        }
        let around = Around {
            parent: norm.chain.map(|chain| chain.parent),
            ..Around::default()
        };
        let mut standing = match &duty.recurring {
            Some(recurring) => self.recurring(recurring, duty, &around)?,
            None => self.limited(duty, &around)?,
        };
        standing.stands = applies;
        standing.if_stands = if_stands(standing.outcome, tied);
        let certain = applies == Truth::Yes && tied == Truth::No;
        if !certain && standing.if_stands != (0, 0) {
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
        let action = self
            .program
            .norms
            .get(parent.0)
            .and_then(|norm| match &norm.kind {
                Kind::Duty(action, _) => Some(*action),
                _ => None,
            });
        let Some(action) = action else {
            return Ok(Standing::of(Outcome::NotApplicable));
        };
        let rivals = self.rivals(action, None)?;
        let place = rivals.own.iter().position(|(id, _, _)| *id == parent);
        self.duty(&rivals, place.unwrap_or(usize::MAX))
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
        let dues = due.iter().chain(perhaps.iter().flatten()).copied().collect();
        Ok(Standing {
            due,
            perhaps,
            done: moment,
            dues,
            ..Standing::of(outcome)
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
                due,
                done: met.map(|day| self.zone.start_of(*day)),
                dues: due.into_iter().collect(),
                ..Standing::of(outcome)
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

/// The least and the greatest gravity of a duty if it stands, beside a bar that may contradict it.
fn if_stands(outcome: Outcome, tied: Truth) -> (u8, u8) {
    let conflict = Outcome::Conflict.gravity();
    let (least, most) = match outcome {
        Outcome::Unknown => (0, Outcome::Overdue.gravity()),
        known => (known.gravity(), known.gravity()),
    };
    match tied {
        Truth::No => (least, most),
        Truth::Unknown => (least, conflict),
        Truth::Yes => (conflict, conflict),
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

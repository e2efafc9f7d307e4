//! How a duty stands at the assessment: whether it was done, against when it was due.

use super::due::Due;
use super::duty::{DutyFound, nothing};
use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::reason::ReasonKind;
use crate::case::Step;
use crate::plan::Outcome;
use crate::resolve::{Base, Duty, Term};
use crate::time::{Date, Moment};
use crate::value::Value;

/// So many extensions of a limit give no more lengths than are kept apart.
const ALL_KEPT: usize = 4;

/// The moments of which a due moment is one: of very many lengths only the least and the most are kept, and these are not all.
fn all_kept<'m>(duty: &Duty, possible: &'m [Moment]) -> &'m [Moment] {
    let all = duty.limits.iter().all(|limit| limit.extensions.len() <= ALL_KEPT);
    if all { possible } else { &[] }
}

/// Whether a duty was fulfilled.
enum Done {
    /// At a moment; a date counts as the end of its day for being late and as known only to the day.
    At(Moment),
    /// On a date.
    On(Date),
    /// Yes, no moment is kept.
    Yes,
    /// Not, as far as is known at the assessment.
    No,
    /// Not known.
    Unknown,
}

impl Evaluator<'_> {
    fn done(&mut self, duty: &Duty, env: &Env) -> (Done, Found) {
        let Some(term) = &duty.done else {
            return (Done::No, Found::yes(false));
        };
        let found = self.term(term, env);
        let done = match &found.known {
            Known::Unknown | Known::Conflict => Done::Unknown,
            Known::Value(value) if self.is_later(value) => Done::No,
            Known::Value(Value::Moment(moment)) => Done::At(*moment),
            Known::Value(Value::Date(date)) => Done::On(*date),
            Known::Value(Value::Yes(true)) => Done::Yes,
            Known::Value(_) | Known::Undefined => Done::No,
        };
        if let (Done::Unknown, Some(at)) = (&done, self.at) {
            let target = if term.ty.base == Base::Date {
                Value::Date(self.zone.date_of(at))
            } else {
                Value::Moment(at)
            };
            self.hint(term, &target, env);
        }
        (done, found)
    }

    /// When a duty was done, where that is known.
    pub fn done_moment(&mut self, duty: &Duty, env: &Env) -> Option<Moment> {
        let (done, _) = self.done(duty, env);
        self.moment_of(&done)
    }

    /// Outcome, due and done moments of a duty that applies, and what they rest on.
    pub fn standing_of(&mut self, duty: &Duty, due: Due, env: &Env) -> DutyFound {
        let (done, done_found) = self.done(duty, env);
        let at = self.moment_of(&done);
        let (due, possible, counting, mut found) = match due {
            Due::NotStarted(found) => {
                return DutyFound {
                    outcome: Outcome::NotApplicable,
                    found,
                    ..nothing()
                };
            }
            Due::Unlimited => return self.without_due(&done, done_found),
            Due::Paused(mut found, counting) => {
                let standing = self.without_due(&done, done_found);
                found.rest_on(&standing.found);
                return DutyFound {
                    found,
                    counting: Some(counting),
                    ..standing
                };
            }
            Due::Unknown(found, possible) => (None, possible, None, found),
            Due::At(due, found, counting) => (Some(due), vec![due], Some(counting), found),
        };
        if let (Done::Unknown, Some(term)) = (&done, &duty.done) {
            for due in &possible {
                self.hint(term, &self.done_target(term, *due), env);
            }
        }
        let named = all_kept(duty, &possible);
        let open_due = due.is_none().then(|| one_of(&found, named));
        let outcome = self.against_all(duty, &done, &possible, env);
        let done_found = self.with_done(done_found, &done);
        found.rest_on(&done_found);
        if outcome == Outcome::Unknown && self.at.is_none() && matches!(done, Done::No | Done::Unknown) {
            let wanting = self.wanting_assessment();
            found.rest_on(&wanting);
        }
        DutyFound {
            outcome,
            due,
            done: at,
            found,
            open_due,
            counting,
            possible: reachable(outcome, true),
            dues: possible,
            ..nothing()
        }
    }

    /// The standing of a duty without a due moment: no limit, or one that stands still.
    fn without_due(&self, done: &Done, found: Found) -> DutyFound {
        let (outcome, possible) = match done {
            Done::At(_) | Done::On(_) | Done::Yes => (Outcome::Fulfilled, Vec::new()),
            Done::No => (Outcome::Pending, vec![Outcome::Fulfilled]),
            Done::Unknown => (Outcome::Unknown, Vec::new()),
        };
        DutyFound {
            outcome,
            possible,
            done: self.moment_of(done),
            found: self.with_done(found, done),
            ..nothing()
        }
    }

    /// How a duty stands that is due at one of some moments: as on all of them, or not known.
    fn against_all(&mut self, duty: &Duty, done: &Done, possible: &[Moment], env: &Env) -> Outcome {
        let last = self.last_in_time(&duty.limits, duty.done.as_ref(), env);
        let mut outcomes = Vec::new();
        for due in possible {
            self.edge(Moment::from_seconds(last(*due).seconds() + 1));
            outcomes.push(self.against(done, *due, last(*due)));
        }
        outcomes.dedup();
        match outcomes.as_slice() {
            [outcome] => *outcome,
            _ => Outcome::Unknown,
        }
    }

    fn done_target(&self, term: &Term, due: Moment) -> Value {
        match term.ty.base {
            Base::Date => Value::Date(self.zone.date_of(due)),
            _ => Value::Moment(due),
        }
    }

    /// How a duty with a due moment stands, and with the last second that is in time.
    fn against(&mut self, done: &Done, due: Moment, last: Moment) -> Outcome {
        let late = |late: bool| {
            if late {
                Outcome::FulfilledLate
            } else {
                Outcome::Fulfilled
            }
        };
        if self.at.is_none() {
            let assessment = self.number(&[Step::Assessment].into());
            self.hint_value(assessment, &Value::Moment(due));
        }
        match (done, self.at) {
            (Done::At(moment), _) => late(*moment > last),
            // known to the day only: the day of the due moment is the last one
            (Done::On(date), _) => late(*date > self.zone.date_of(due)),
            (Done::Yes, _) => Outcome::Fulfilled,
            (Done::No, Some(at)) if at <= last => Outcome::Pending,
            (Done::No, Some(_)) => Outcome::Overdue,
            (Done::No, None) | (Done::Unknown, _) => Outcome::Unknown,
        }
    }

    fn moment_of(&self, done: &Done) -> Option<Moment> {
        match done {
            Done::At(moment) => Some(*moment),
            Done::On(date) => Some(self.zone.start_of(*date)),
            Done::Yes | Done::No | Done::Unknown => None,
        }
    }

    fn with_done(&self, found: Found, done: &Done) -> Found {
        if !found.reasons.is_empty() && !matches!(done, Done::Unknown) {
            let at = self.moment_of(done);
            return self.because(found, |_| ReasonKind::Done { at });
        }
        found
    }
}

/// One of some moments, it is not known which.
fn one_of(found: &Found, moments: &[Moment]) -> Found {
    Found {
        known: Known::Unknown,
        possible: moments.iter().copied().map(Value::Moment).collect(),
        ..found.clone()
    }
}

/// The outcomes that conduct can still bring about; none of them is late where nothing is due.
pub(super) fn reachable(outcome: Outcome, due: bool) -> Vec<Outcome> {
    match outcome {
        Outcome::Pending if !due => vec![Outcome::Fulfilled],
        Outcome::Pending => vec![Outcome::Fulfilled, Outcome::FulfilledLate],
        Outcome::Overdue => vec![Outcome::FulfilledLate],
        _ => Vec::new(),
    }
}

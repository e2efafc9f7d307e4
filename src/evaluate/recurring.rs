//! Duties that recur: so often in every period, from a day on.

use super::duty::{DutyFound, nothing};
use super::evaluator::{Env, Evaluator};
use super::failure::{Failure, Uncalculable};
use super::found::{Found, Known, Rest};
use super::reason::{Counting, ReasonKind};
use crate::plan::Outcome;
use crate::resolve::{Duty, Every, Recurring};
use crate::syntax::tree::Period as CalendarPeriod;
use crate::time::{
    CountError, Date, Duration, Moment, MonthEnd, add_duration_to_date, calendar_period, end_of_day,
};
use crate::value::Value;
use num_rational::BigRational;
use std::sync::Arc;

/// Periods that are looked at, at most.
const MOST_PERIODS: usize = 20_000;

/// Steps that are shown, at most: the last ones.
const MOST_STEPS: usize = 12;

/// A period of a recurring duty, and how often it was done in it.
struct Turn {
    first: Date,
    last: Date,
    done: usize,
    /// When it was done often enough.
    met: Option<Date>,
}

impl Evaluator<'_> {
    /// How a recurring duty stands: as in the earliest period in which it was not done often enough, overdue once that
    /// has passed; where there is none, as in the period at hand.
    pub fn recurring(&mut self, recurring: &Recurring, duty: &Duty, env: &Env) -> DutyFound {
        let from = self.term(&recurring.from, env);
        let until = recurring.until.as_ref().map(|until| self.term(until, env));
        let done = match &duty.done {
            Some(done) => self.items(done, env),
            None => Vec::new(),
        };
        let mut found = Found::of(Known::Undefined);
        found.rest_on(&from);
        for part in until.iter().chain(&done) {
            found.rest_on(part);
        }
        let (Some(Value::Date(start)), false) = (from.something(), from.is_open()) else {
            return self.not_begun(found, from.is_open());
        };
        if self.is_later(&Value::Date(*start)) {
            return self.not_begun(found, false);
        }
        let open = until.iter().chain(&done).any(Found::is_open);
        let Some(at) = self.at else {
            let wanting = self.wanting_assessment();
            found.rest_on(&wanting);
            return self.not_begun(found, true);
        };
        if open {
            return self.not_begun(found, true);
        }
        let last = until.as_ref().and_then(|until| match until.something() {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        });
        let days = self.days_done(&done);
        match Self::turns(recurring, (*start, last), self.zone.date_of(at), &days) {
            Some((turns, next)) => self.standing_in(recurring.times, &turns, next, found),
            None => {
                found.rests.insert(Rest::Uncountable(CountError::OutOfRange));
                found.fail(Failure {
                    span: recurring.from.span,
                    why: Uncalculable::Uncountable(CountError::OutOfRange),
                });
                self.not_begun(found, true)
            }
        }
    }

    fn not_begun(&mut self, mut found: Found, unknown: bool) -> DutyFound {
        let outcome = if unknown {
            found.known = Known::Unknown;
            let wants = found.wants.clone();
            self.mark_open(&wants);
            Outcome::Unknown
        } else {
            Outcome::NotApplicable
        };
        DutyFound {
            outcome,
            found,
            ..nothing()
        }
    }

    /// The days on which it was done until the assessment, in order.
    fn days_done(&mut self, done: &[Found]) -> Vec<Date> {
        let mut days = Vec::new();
        for value in done.iter().filter_map(Found::something) {
            if self.is_later(value) {
                continue;
            }
            match value {
                Value::Moment(moment) => days.push(self.zone.date_of(*moment)),
                Value::Date(date) => days.push(*date),
                _ => {}
            }
        }
        days.sort();
        days
    }

    /// The periods that have begun by a day, and the beginning of the one after them, if it binds: a period that does
    /// not lie wholly within the time of the duty binds nobody.
    fn turns(
        recurring: &Recurring,
        (start, until): (Date, Option<Date>),
        today: Date,
        days: &[Date],
    ) -> Option<(Vec<Turn>, Option<Date>)> {
        let mut turns = Vec::new();
        for number in 0..MOST_PERIODS {
            let (first, last) = nth_period(&recurring.every, start, number)?;
            if first > today {
                let binds = until.is_none_or(|until| last <= until);
                return Some((turns, binds.then_some(first)));
            }
            if until.is_some_and(|until| last > until) {
                return Some((turns, None));
            }
            let before = days.partition_point(|day| *day < first);
            let through = days.partition_point(|day| *day <= last);
            let within = days.get(before..through).unwrap_or(&[]);
            turns.push(Turn {
                first,
                last,
                done: within.len(),
                met: within.get(recurring.times.saturating_sub(1)).copied(),
            });
        }
        None
    }

    fn standing_in(
        &mut self,
        times: usize,
        turns: &[Turn],
        next: Option<Date>,
        mut found: Found,
    ) -> DutyFound {
        let unmet = turns.iter().find(|turn| turn.met.is_none());
        if unmet.is_none() {
            // only then does the next period bring anything new
            self.edge(next.map(|next| self.zone.start_of(next)));
        }
        let Some(turn) = unmet.or(turns.last()) else {
            return self.not_begun(found, false);
        };
        let due = end_of_day(self.zone, turn.last);
        self.edge(due.and_then(|due| Moment::from_seconds(due.seconds() + 1)));
        let past = self.is_past(turn.last);
        let (outcome, possible) = match (turn.met, past) {
            (Some(_), _) => (Outcome::Fulfilled, Vec::new()),
            (None, true) => (Outcome::Overdue, Vec::new()),
            (None, false) => (Outcome::Pending, vec![Outcome::Fulfilled]),
        };
        let steps = turns
            .iter()
            .rev()
            .take(MOST_STEPS)
            .rev()
            .map(|turn| format!("{} to {}: {} of {times}", turn.first, turn.last, turn.done));
        let counting = Arc::new(Counting {
            due,
            last_day: Some(turn.last),
            rule: None,
            steps: steps.collect(),
        });
        found.settle();
        let reason = counting.clone();
        DutyFound {
            outcome,
            due,
            done: turn.met.map(|day| self.zone.start_of(day)),
            found: self.because(found, |_| ReasonKind::Due(reason)),
            counting: Some(counting),
            possible,
            dues: due.into_iter().collect(),
            ..nothing()
        }
    }

    /// Whether a day is over at the assessment: a limit is kept up to its last second.
    fn is_past(&self, day: Date) -> bool {
        match (end_of_day(self.zone, day), self.at) {
            (Some(end), Some(at)) => at > end,
            _ => false,
        }
    }
}

/// First and last day of the period with a number, the first wholly within the time of the duty having number 0.
pub(super) fn nth_period(every: &Every, start: Date, number: usize) -> Option<(Date, Date)> {
    let number = i64::try_from(number).ok()?;
    match every {
        Every::Length(length) => {
            let begin = |number: i64| {
                let factor = BigRational::from_integer(number.into());
                add_duration_to_date(start, &length.times(&factor), MonthEnd::Down)
            };
            Some((begin(number)?, begin(number + 1)?.pred_opt()?))
        }
        Every::Calendar(CalendarPeriod::Day) => {
            let day = add_duration_to_date(start, &Duration::days(number), MonthEnd::Down)?;
            Some((day, day))
        }
        Every::Calendar(period) => {
            let by_month = *period == CalendarPeriod::Month;
            let (first, _) = calendar_period(start, by_month)?;
            let skip = i64::from(first < start);
            let months = if by_month { 1 } else { 12 } * (number + skip);
            let day = add_duration_to_date(first, &Duration::calendar(0, months), MonthEnd::Down)?;
            calendar_period(day, by_month)
        }
    }
}

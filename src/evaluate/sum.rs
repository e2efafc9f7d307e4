//! Sums and products, exactly.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use crate::resolve::{RoundStep, Term};
use crate::time::{Duration, Moment, MonthEnd, Zone, add_duration_to_date};
use crate::value::{Number, Rounding, Value};

impl Evaluator<'_> {
    pub fn sum(&mut self, parts: &[(bool, Term)], round: MonthEnd, env: &Env) -> Found {
        let zone = self.zone;
        self.folded(parts, env, |minus, a, b| add(a, b, minus, round, zone))
    }

    pub fn product(&mut self, parts: &[(bool, Term)], env: &Env) -> Found {
        self.folded(parts, env, |divides, a, b| multiply(a, b, divides))
    }

    fn folded(
        &mut self,
        parts: &[(bool, Term)],
        env: &Env,
        join: impl Fn(bool, &Value, &Value) -> Option<Value>,
    ) -> Found {
        let founds: Vec<Found> = parts.iter().map(|(_, part)| self.term(part, env)).collect();
        let mut found = Found::strict(&founds.iter().collect::<Vec<_>>());
        if found.is_open() {
            return found;
        }
        let mut values = founds
            .iter()
            .zip(parts)
            .filter_map(|(found, (turned, _))| Some((*turned, found.something()?)));
        let Some((_, first)) = values.next() else {
            return found;
        };
        if found.is_nothing() && founds.iter().any(Found::is_nothing) {
            return found;
        }
        let mut sum = Some(first.clone());
        for (turned, value) in values {
            sum = sum.and_then(|sum| join(turned, &sum, value)).filter(is_bounded);
        }
        found.known = sum.map_or(Known::Undefined, Known::Value);
        found
    }
}

/// Bits of a number at most; beyond it a result is undefined, so that no chain of products exhausts memory.
const MOST_BITS: u64 = 16_384;

fn is_bounded(value: &Value) -> bool {
    let fits = |ratio: &num_rational::BigRational| Number::from_ratio(ratio.clone()).bits() <= MOST_BITS;
    match value {
        Value::Number(number) | Value::Money(number, _) => number.bits() <= MOST_BITS,
        Value::Duration(Duration::Clock(count) | Duration::Days(count) | Duration::WorkingDays(count)) => {
            fits(count)
        }
        Value::Duration(Duration::Calendar { months, days }) => fits(months) && fits(days),
        Value::None
        | Value::Yes(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Time(_)
        | Value::Periods(_)
        | Value::Text(_)
        | Value::Country(_)
        | Value::Enum(..)
        | Value::List(_) => true,
    }
}

/// `a + b` or `a - b`; `None` outside the calendar.
pub(super) fn add(a: &Value, b: &Value, minus: bool, round: MonthEnd, zone: Zone) -> Option<Value> {
    let signed = |duration: &Duration| {
        if minus {
            duration.negated()
        } else {
            duration.clone()
        }
    };
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(if minus { a.minus(b) } else { a.plus(b) }),
        (Value::Money(a, x), Value::Money(b, _)) => {
            Value::Money(if minus { a.minus(b) } else { a.plus(b) }, *x)
        }
        (Value::Duration(a), Value::Duration(b)) => Value::Duration(a.plus(&signed(b))?),
        (Value::Date(date), Value::Duration(duration)) => {
            Value::Date(add_duration_to_date(*date, &signed(duration), round)?)
        }
        (Value::Duration(duration), Value::Date(date)) => {
            Value::Date(add_duration_to_date(*date, duration, round)?)
        }
        (Value::Moment(moment), Value::Duration(duration)) => {
            Value::Moment(add_to_moment(*moment, &signed(duration), round, zone)?)
        }
        (Value::Duration(duration), Value::Moment(moment)) => {
            Value::Moment(add_to_moment(*moment, duration, round, zone)?)
        }
        (Value::Date(a), Value::Date(b)) if minus => Value::Duration(Duration::days((*a - *b).num_days())),
        (Value::Moment(a), Value::Moment(b)) if minus => {
            Value::Duration(Duration::seconds(a.seconds() - b.seconds()))
        }
        _ => return None,
    })
}

/// Hours are elapsed time; days and months move the local date and keep the local time of day (the later
/// reading where it occurs twice or not at all).
pub(super) fn add_to_moment(
    moment: Moment,
    duration: &Duration,
    round: MonthEnd,
    zone: Zone,
) -> Option<Moment> {
    if let Duration::Clock(_) = duration {
        return moment.plus_clock(duration);
    }
    let local = zone.local(moment);
    let date = add_duration_to_date(local.date(), duration, round)?;
    match zone.at(date.and_time(local.time())) {
        Ok(moment) => Some(moment),
        Err(_) => {
            let start = zone.start_of(date);
            let since = local
                .time()
                .signed_duration_since(chrono::NaiveTime::MIN)
                .num_seconds();
            start.plus_clock(&Duration::seconds(since))
        }
    }
}

pub(super) fn multiply(a: &Value, b: &Value, divides: bool) -> Option<Value> {
    let by = |a: &Number, b: &Number| {
        if divides {
            a.divided_by(b)
        } else {
            Some(a.times(b))
        }
    };
    Some(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(by(a, b)?),
        (Value::Money(a, currency), Value::Number(b)) => Value::Money(by(a, b)?, *currency),
        (Value::Number(a), Value::Money(b, currency)) if !divides => Value::Money(a.times(b), *currency),
        (Value::Money(a, x), Value::Money(b, y)) if divides && x == y => Value::Number(a.divided_by(b)?),
        (Value::Duration(a), Value::Number(b)) => {
            let factor = by(&Number::whole(1), b)?;
            Value::Duration(a.times(factor.ratio()))
        }
        (Value::Number(a), Value::Duration(b)) if !divides => Value::Duration(b.times(a.ratio())),
        (Value::Duration(a), Value::Duration(b)) if divides => Value::Number(Number::from_ratio(a.ratio(b)?)),
        _ => return None,
    })
}

/// A value rounded to a step.
pub(super) fn rounded(value: &Value, way: Rounding, step: &RoundStep) -> Option<Value> {
    let step = match step {
        RoundStep::Number(step) => step.clone(),
        RoundStep::Units(units) => Number::whole(*units),
    };
    let whole = |ratio: &num_rational::BigRational| {
        Number::from_ratio(ratio.clone())
            .rounded(way, &step)
            .map(|number| number.ratio().clone())
    };
    Some(match value {
        Value::Number(number) => Value::Number(number.rounded(way, &step)?),
        Value::Money(number, currency) => Value::Money(number.rounded(way, &step)?, *currency),
        Value::Duration(Duration::Clock(seconds)) => Value::Duration(Duration::Clock(whole(seconds)?)),
        Value::Duration(Duration::Days(days)) => Value::Duration(Duration::Days(whole(days)?)),
        Value::Duration(Duration::WorkingDays(days)) => Value::Duration(Duration::WorkingDays(whole(days)?)),
        Value::Duration(Duration::Calendar { months, days }) => Value::Duration(Duration::Calendar {
            months: whole(months)?,
            days: days.clone(),
        }),
        _ => return None,
    })
}

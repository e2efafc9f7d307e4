//! Sums and products, exactly.

use super::evaluator::{Env, Evaluator};
use super::failure::Uncalculable;
use super::found::Found;
use crate::resolve::{DateRounding, RoundStep, Term};
use crate::time::{Date, DayRounding, Duration, Moment, Zone};
use crate::value::{Number, Rounding, Value};

/// The result of a calculation, or why there is none.
pub(super) type Calculated = Result<Value, Uncalculable>;

impl Evaluator<'_> {
    pub fn sum(&mut self, parts: &[(bool, Term)], rounding: &DateRounding, env: &Env) -> Found {
        let zone = self.zone;
        let rounding = self.rounding(rounding);
        self.folded(parts, env, |minus, a, b| add(a, b, minus, rounding, zone))
    }

    pub fn product(&mut self, parts: &[(bool, Term)], env: &Env) -> Found {
        self.folded(parts, env, |divides, a, b| multiply(a, b, divides))
    }

    fn folded(
        &mut self,
        parts: &[(bool, Term)],
        env: &Env,
        join: impl Fn(bool, &Value, &Value) -> Calculated,
    ) -> Found {
        let founds: Vec<Found> = parts.iter().map(|(_, part)| self.term(part, env)).collect();
        let found = Found::strict(&founds.iter().collect::<Vec<_>>());
        if found.is_open() || founds.iter().any(Found::is_nothing) {
            return found;
        }
        let mut values = founds
            .iter()
            .zip(parts)
            .filter_map(|(found, (turned, _))| Some((*turned, found.something()?)));
        let Some((_, first)) = values.next() else {
            return found;
        };
        let result = values.try_fold(first.clone(), |sum, (turned, value)| join(turned, &sum, value));
        self.calculated(found, result)
    }
}

/// Bits of a number at most, so that no chain of products exhausts memory.
const MOST_BITS: u64 = 16_384;

fn bounded(value: Value) -> Calculated {
    if is_bounded(&value) {
        Ok(value)
    } else {
        Err(Uncalculable::TooManyDigits)
    }
}

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

/// `a + b` or `a - b`.
pub(super) fn add(a: &Value, b: &Value, minus: bool, rounding: DayRounding, zone: Zone) -> Calculated {
    let signed = |duration: &Duration| {
        if minus {
            duration.negated()
        } else {
            duration.clone()
        }
    };
    bounded(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(if minus { a.minus(b) } else { a.plus(b) }),
        (Value::Money(a, x), Value::Money(b, _)) => {
            Value::Money(if minus { a.minus(b) } else { a.plus(b) }, *x)
        }
        (Value::Duration(a), Value::Duration(b)) => {
            Value::Duration(a.plus(&signed(b)).ok_or(Uncalculable::Unlike)?)
        }
        (Value::Date(date), Value::Duration(duration)) => {
            Value::Date(add_to_date(*date, &signed(duration), rounding)?)
        }
        (Value::Duration(duration), Value::Date(date)) => {
            Value::Date(add_to_date(*date, duration, rounding)?)
        }
        (Value::Moment(moment), Value::Duration(duration)) => {
            Value::Moment(add_to_moment(*moment, &signed(duration), rounding, zone)?)
        }
        (Value::Duration(duration), Value::Moment(moment)) => {
            Value::Moment(add_to_moment(*moment, duration, rounding, zone)?)
        }
        (Value::Date(a), Value::Date(b)) if minus => Value::Duration(Duration::days((*a - *b).num_days())),
        (Value::Moment(a), Value::Moment(b)) if minus => {
            Value::Duration(Duration::seconds(zone.seconds_between(*b, *a)))
        }
        _ => return Err(Uncalculable::Unlike),
    })
}

/// A date and a duration in days, months or years.
pub(super) fn add_to_date(
    date: Date,
    duration: &Duration,
    rounding: DayRounding,
) -> Result<Date, Uncalculable> {
    crate::time::add_to_date(date, duration, rounding).ok_or_else(|| Uncalculable::date_and(date, duration))
}

/// Hours are elapsed time; days and months move the local date and keep the local time of day (the later
/// reading where it occurs twice or not at all).
pub(super) fn add_to_moment(
    moment: Moment,
    duration: &Duration,
    rounding: DayRounding,
    zone: Zone,
) -> Result<Moment, Uncalculable> {
    if let Duration::Clock(_) = duration {
        return zone
            .plus_clock(moment, duration)
            .ok_or(Uncalculable::OutsideCalendar);
    }
    let local = zone.local(moment);
    let date = add_to_date(local.date(), duration, rounding)?;
    if zone.ends_day(moment) {
        return zone.end_of(date).ok_or(Uncalculable::OutsideCalendar);
    }
    zone.at(date.and_time(local.time())).or_else(|_| {
        let start = zone.start_of(date);
        let since = local
            .time()
            .signed_duration_since(chrono::NaiveTime::MIN)
            .num_seconds();
        zone.plus_clock(start, &Duration::seconds(since))
            .ok_or(Uncalculable::OutsideCalendar)
    })
}

pub(super) fn multiply(a: &Value, b: &Value, divides: bool) -> Calculated {
    let by = |a: &Number, b: &Number| {
        if divides {
            a.divided_by(b).ok_or(Uncalculable::DivisionByZero)
        } else {
            Ok(a.times(b))
        }
    };
    bounded(match (a, b) {
        (Value::Number(a), Value::Number(b)) => Value::Number(by(a, b)?),
        (Value::Money(a, currency), Value::Number(b)) => Value::Money(by(a, b)?, *currency),
        (Value::Number(a), Value::Money(b, currency)) if !divides => Value::Money(a.times(b), *currency),
        (Value::Money(a, x), Value::Money(b, y)) if divides && x == y => Value::Number(by(a, b)?),
        (Value::Duration(a), Value::Number(b)) => {
            let factor = by(&Number::whole(1), b)?;
            Value::Duration(a.times(factor.ratio()))
        }
        (Value::Number(a), Value::Duration(b)) if !divides => Value::Duration(b.times(a.ratio())),
        (Value::Duration(a), Value::Duration(b)) if divides => {
            let ratio = a.ratio(b).ok_or(if b.is_zero() {
                Uncalculable::DivisionByZero
            } else {
                Uncalculable::Unlike
            })?;
            Value::Number(Number::from_ratio(ratio))
        }
        _ => return Err(Uncalculable::Unlike),
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

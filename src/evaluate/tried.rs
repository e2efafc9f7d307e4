//! Which values of an absent fact are tried: those that its comparisons hint at, and what lies beside and between them.

use super::compare::{order_of, sorted};
use crate::resolve::Base;
use crate::time::{
    Date, Duration, DurationKind, Moment, MonthEnd, Period, Periods, TimeOfDay, add_duration_to_date,
};
use crate::value::{Country, Number, Rounding, Value};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::cmp::Ordering;

pub(super) fn countries(hints: &[Value]) -> Vec<Value> {
    let others = crate::value::country_codes()
        .filter_map(Country::parse)
        .map(Value::Country);
    let other = others.filter(|value| !hints.contains(value)).take(2);
    hints.iter().cloned().chain(other).collect()
}

/// One value for each region that the values hinted at cut out: each of them, one between every two, one
/// before the first and one after the last.
pub(super) fn regions(base: &Base, hints: &[Value], law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let mut points: Vec<Value> = hints.to_vec();
    points.sort_by(sorted);
    points.dedup();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return far(base, law_date, at).into_iter().nth(1).into_iter().collect();
    };
    let mut values: Vec<Value> = beside(first).into_iter().nth(1).into_iter().collect();
    values.extend(beside(last).into_iter().nth(2));
    for pair in points.windows(2) {
        if let [a, b] = pair {
            let next = beside(a)
                .into_iter()
                .nth(2)
                .filter(|next| order_of(next, b) == Some(Ordering::Less));
            values.extend(next);
        }
    }
    values.extend(midpoints(&points));
    values.extend(points);
    values
}

/// The values hinted at, what lies just beside them, between them, and far away on both sides.
pub(super) fn around(base: &Base, hints: &[Value], law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let mut points: Vec<Value> = hints.to_vec();
    points.extend(far(base, law_date, at));
    let mut values: Vec<Value> = Vec::new();
    for point in &points {
        for value in beside(point) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values.extend(midpoints(&points));
    values
}

fn far(base: &Base, law_date: Date, at: Option<Moment>) -> Vec<Value> {
    let dates = [
        Date::from_ymd_opt(1700, 1, 1),
        Some(law_date),
        Date::from_ymd_opt(2500, 1, 1),
    ];
    let dates = dates.into_iter().flatten();
    match base {
        Base::Number => [-1_000_000_000, 0, 1_000_000_000]
            .map(|number| Value::Number(Number::whole(number)))
            .to_vec(),
        Base::Money(currency) => [-1_000_000_000, 0, 1_000_000_000]
            .map(|number| Value::Money(Number::whole(number), *currency))
            .to_vec(),
        Base::Duration(kind, _) => [0, 1, 1_000_000]
            .map(|number| Value::Duration(units(*kind, number)))
            .to_vec(),
        Base::Date => dates.map(Value::Date).collect(),
        Base::TimeOfDay => [0, 12, 23]
            .iter()
            .filter_map(|hour| TimeOfDay::from_hms_opt(*hour, 0, 0))
            .map(Value::Time)
            .collect(),
        Base::Moment => dates
            .map(|date| crate::time::Zone::UTC.start_of(date))
            .chain(at)
            .map(Value::Moment)
            .collect(),
        _ => Vec::new(),
    }
}

fn units(kind: DurationKind, number: i64) -> Duration {
    match kind {
        DurationKind::Clock => Duration::hours(number),
        DurationKind::Days => Duration::days(number),
        DurationKind::WorkingDays => Duration::working_days(number),
        DurationKind::Calendar => Duration::calendar(0, number),
    }
}

/// No day at all, and all days.
pub(super) fn whole_time() -> Vec<Value> {
    let always = Date::from_ymd_opt(1700, 1, 1).and_then(|from| Period::new(from, None));
    [Vec::new(), always.into_iter().collect()]
        .map(|periods| Value::Periods(Periods::of(periods)))
        .to_vec()
}

/// A value, and the nearest ones before and after it.
fn beside(value: &Value) -> Vec<Value> {
    let ratio = |number: &Number, by: i64| number.plus(&Number::whole(by));
    let near: Vec<Value> = match value {
        Value::Number(number) => [-1, 1].map(|by| Value::Number(ratio(number, by))).to_vec(),
        Value::Money(number, currency) => [-1, 1]
            .map(|by| Value::Money(ratio(number, by), *currency))
            .to_vec(),
        Value::Date(date) => [-1, 1]
            .iter()
            .filter_map(|by| add_duration_to_date(*date, &Duration::days(*by), MonthEnd::Down))
            .map(Value::Date)
            .collect(),
        Value::Moment(moment) => [-60, 60]
            .iter()
            .filter_map(|by| Moment::from_seconds(moment.seconds() + by))
            .map(Value::Moment)
            .collect(),
        Value::Time(time) => [-1, 1]
            .map(|by| time.overflowing_add_signed(chrono::TimeDelta::minutes(by)))
            .iter()
            .filter(|(_, wrapped)| *wrapped == 0)
            .map(|(near, _)| Value::Time(*near))
            .collect(),
        Value::Duration(duration) => [-1, 1]
            .map(|by| Value::Duration(beside_duration(duration, by)))
            .to_vec(),
        _ => Vec::new(),
    };
    std::iter::once(value.clone()).chain(near).collect()
}

fn beside_duration(duration: &Duration, by: i64) -> Duration {
    let step = BigRational::from_integer(by.into());
    match duration {
        Duration::Clock(seconds) => Duration::Clock(seconds + step * BigRational::from_integer(60.into())),
        Duration::Days(days) => Duration::Days(days + step),
        Duration::WorkingDays(days) => Duration::WorkingDays(days + step),
        Duration::Calendar { months, days } => Duration::Calendar {
            months: months.clone(),
            days: days + step,
        },
    }
}

/// Numbers halfway between two points that are close together.
fn midpoints(points: &[Value]) -> Vec<Value> {
    let mut numbers: Vec<(&Number, &Value)> = points
        .iter()
        .filter_map(|point| match point {
            Value::Number(number) | Value::Money(number, _) => Some((number, point)),
            _ => None,
        })
        .collect();
    numbers.sort_by(|a, b| a.0.cmp(b.0));
    let half = Number::from_ratio(BigRational::new(num_bigint::BigInt::one(), 2.into()));
    numbers
        .windows(2)
        .filter_map(|pair| match pair {
            [(a, _), (b, point)] if !b.minus(a).ratio().is_zero() => {
                let middle = a.plus(b).times(&half);
                match point {
                    Value::Money(_, currency) => Some(Value::Money(middle, *currency)),
                    _ => Some(Value::Number(
                        middle
                            .rounded(Rounding::Down, &Number::whole(1))
                            .filter(|whole| whole > *a)
                            .unwrap_or(middle),
                    )),
                }
            }
            _ => None,
        })
        .collect()
}

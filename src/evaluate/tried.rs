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

#[cfg(test)]
mod tests {
    use super::{around, countries, regions, whole_time};
    use crate::evaluate::compare::order_of;
    use crate::resolve::Base;
    use crate::resolve::Exactness;
    use crate::time::{Date, Duration, DurationKind, Moment, TimeOfDay};
    use crate::value::{Country, Currency, Number, Value};
    use std::cmp::Ordering;

    const WHOLE: Exactness = Exactness::Whole;
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;

    fn date(text: &str) -> Value {
        Value::Date(text.parse().unwrap())
    }

    fn law_date() -> Date {
        "2012-06-01".parse().unwrap()
    }

    fn moment(seconds: i64) -> Value {
        Value::Moment(Moment::from_seconds(seconds).unwrap())
    }

    /// The beginning of a day in UTC.
    fn start(text: &str) -> Value {
        Value::Moment(crate::time::Zone::UTC.start_of(text.parse().unwrap()))
    }

    fn time(hour: u32, minute: u32) -> Value {
        Value::Time(TimeOfDay::from_hms_opt(hour, minute, 0).unwrap())
    }

    fn number(number: i64) -> Value {
        Value::Number(Number::whole(number))
    }

    fn money(number: i64) -> Value {
        Value::Money(Number::whole(number), Currency::parse("KZT").unwrap())
    }

    fn hours(number: i64) -> Value {
        Value::Duration(Duration::hours(number))
    }

    fn minutes(number: i64) -> Value {
        Value::Duration(Duration::seconds(number * MINUTE))
    }

    fn days(number: i64) -> Value {
        Value::Duration(Duration::days(number))
    }

    fn working_days(number: i64) -> Value {
        Value::Duration(Duration::working_days(number))
    }

    fn months(months: i64, days: i64) -> Value {
        let whole = |number: i64| num_rational::BigRational::from_integer(number.into());
        Value::Duration(Duration::Calendar {
            months: whole(months),
            days: whole(days),
        })
    }

    /// The bases that have an order, with two values each that leave room between them.
    fn ordered() -> Vec<(Base, Value, Value)> {
        vec![
            (Base::Number, number(3), number(9)),
            (Base::Money(Currency::parse("KZT").unwrap()), money(3), money(9)),
            (Base::Date, date("2011-12-31"), date("2012-03-01")),
            (Base::Moment, moment(0), moment(10 * HOUR)),
            (Base::TimeOfDay, time(8, 0), time(20, 30)),
            (Base::Duration(DurationKind::Clock, WHOLE), hours(2), hours(5)),
            (Base::Duration(DurationKind::Days, WHOLE), days(10), days(30)),
            (
                Base::Duration(DurationKind::WorkingDays, WHOLE),
                working_days(5),
                working_days(10),
            ),
            (
                Base::Duration(DurationKind::Calendar, WHOLE),
                months(2, 0),
                months(12, 0),
            ),
        ]
    }

    fn is(a: &Value, order: Ordering, b: &Value) -> bool {
        order_of(a, b) == Some(order)
    }

    /// Whichever two values a fact is compared with, one value is tried in each of the regions that they cut out.
    #[test]
    fn each_region_before_on_between_and_behind_the_values_at_hand_is_tried() {
        for (base, low, high) in ordered() {
            for hints in [vec![low.clone(), high.clone()], vec![high.clone(), low.clone()]] {
                let tried = regions(&base, &hints, law_date(), None);
                let some = |holds: &dyn Fn(&Value) -> bool| tried.iter().any(holds);
                assert!(some(&|value| is(value, Ordering::Less, &low)), "{tried:?}");
                assert!(some(&|value| *value == low), "{tried:?}");
                let between =
                    |value: &Value| is(value, Ordering::Greater, &low) && is(value, Ordering::Less, &high);
                assert!(some(&between), "{tried:?}");
                assert!(some(&|value| *value == high), "{tried:?}");
                assert!(some(&|value| is(value, Ordering::Greater, &high)), "{tried:?}");
            }
        }
    }

    #[test]
    fn values_next_to_one_another_leave_nothing_between_them() {
        let tried = regions(
            &Base::Date,
            &[date("2012-01-02"), date("2012-01-01")],
            law_date(),
            None,
        );
        let days = ["2011-12-31", "2012-01-01", "2012-01-02", "2012-01-03"].map(date);
        assert!(tried.iter().all(|value| days.contains(value)), "{tried:?}");
        assert!(days.iter().all(|day| tried.contains(day)), "{tried:?}");
    }

    /// A day goes from 00:00 to its last minute: nothing is tried on the other side of midnight.
    #[test]
    fn nothing_lies_before_the_first_or_behind_the_last_minute_of_a_day() {
        let beside = |at: Value| regions(&Base::TimeOfDay, &[at], law_date(), None);
        let first = beside(time(0, 0));
        assert!(
            first.contains(&time(0, 1)) && !first.contains(&time(23, 59)),
            "{first:?}"
        );
        let last = beside(time(23, 59));
        assert!(
            last.contains(&time(23, 58)) && !last.contains(&time(0, 0)),
            "{last:?}"
        );
        let noon = beside(time(12, 0));
        assert!(
            noon.contains(&time(11, 59)) && noon.contains(&time(12, 1)),
            "{noon:?}"
        );
    }

    /// Without a value to compare with one will do as well as another: an ordinary one.
    #[test]
    fn of_a_fact_that_is_compared_with_nothing_one_ordinary_value_is_tried() {
        let currency = Currency::parse("KZT").unwrap();
        for (base, value) in [
            (Base::Number, number(0)),
            (Base::Money(currency), money(0)),
            (Base::Date, date("2012-06-01")),
            (Base::Moment, start("2012-06-01")),
            (Base::TimeOfDay, time(12, 0)),
            (Base::Duration(DurationKind::Clock, WHOLE), hours(1)),
            (Base::Duration(DurationKind::Days, WHOLE), days(1)),
            (Base::Duration(DurationKind::WorkingDays, WHOLE), working_days(1)),
            (Base::Duration(DurationKind::Calendar, WHOLE), months(1, 0)),
        ] {
            assert_eq!(regions(&base, &[], law_date(), None), [value]);
        }
    }

    /// Where other values may matter, each value at hand is tried, the nearest before and after it, and what lies far away:
    /// a thousand million, the years 1700 and 2500, the edges of a day.
    #[test]
    fn where_other_values_may_matter_the_nearest_and_the_farthest_are_tried() {
        let million = 1_000_000;
        let far = 1000 * million;
        let currency = Currency::parse("KZT").unwrap();
        let numbers = |made: fn(i64) -> Value, low: i64, middle: i64, high: i64, hint: i64| -> Vec<Value> {
            let near = [hint, low, middle, high].into_iter();
            near.flat_map(|point| [made(point), made(point - 1), made(point + 1)])
                .collect()
        };
        let dates = |texts: &[&str]| -> Vec<Value> { texts.iter().map(|text| date(text)).collect() };
        let seconds = |value: &Value| match value {
            Value::Moment(moment) => moment.seconds(),
            _ => 0,
        };
        let near = |points: &[i64]| -> Vec<Value> {
            let near = points.iter();
            near.flat_map(|at| [moment(*at), moment(at - MINUTE), moment(at + MINUTE)])
                .collect()
        };
        let assessed = Moment::from_seconds(7 * HOUR);
        let (old, now, late) = (start("1700-01-01"), start("2012-06-01"), start("2500-01-01"));
        let rows: Vec<(Base, Value, Vec<Value>)> = vec![
            (Base::Number, number(50), numbers(number, -far, 0, far, 50)),
            (Base::Money(currency), money(50), numbers(money, -far, 0, far, 50)),
            (
                Base::Date,
                date("2012-03-01"),
                dates(&[
                    "2012-03-01",
                    "2012-02-29",
                    "2012-03-02",
                    "1700-01-01",
                    "1699-12-31",
                    "1700-01-02",
                    "2012-06-01",
                    "2012-05-31",
                    "2012-06-02",
                    "2500-01-01",
                    "2499-12-31",
                    "2500-01-02",
                ]),
            ),
            (
                Base::Moment,
                moment(3 * HOUR),
                near(&[3 * HOUR, seconds(&old), seconds(&now), seconds(&late), 7 * HOUR]),
            ),
            (
                Base::TimeOfDay,
                time(8, 30),
                vec![
                    time(8, 30),
                    time(8, 29),
                    time(8, 31),
                    time(0, 0),
                    time(0, 1),
                    time(12, 0),
                    time(11, 59),
                    time(12, 1),
                    time(23, 0),
                    time(22, 59),
                    time(23, 1),
                ],
            ),
            (
                Base::Duration(DurationKind::Clock, WHOLE),
                hours(8),
                [8, 0, 1, million]
                    .into_iter()
                    .flat_map(|at| [minutes(60 * at), minutes(60 * at - 1), minutes(60 * at + 1)])
                    .collect(),
            ),
            (
                Base::Duration(DurationKind::Days, WHOLE),
                days(8),
                numbers(days, 0, 1, million, 8),
            ),
            (
                Base::Duration(DurationKind::WorkingDays, WHOLE),
                working_days(8),
                numbers(working_days, 0, 1, million, 8),
            ),
            (
                Base::Duration(DurationKind::Calendar, WHOLE),
                months(3, 8),
                [(3, 8), (0, 0), (1, 0), (million, 0)]
                    .into_iter()
                    .flat_map(|(month, day)| [-1, 0, 1].map(|by| months(month, day + by)))
                    .collect(),
            ),
        ];
        for (base, hint, expected) in rows {
            let tried = around(&base, &[hint], law_date(), assessed);
            for value in &expected {
                assert!(tried.contains(value), "{value:?} is not among {tried:?}");
            }
            // what is tried beside these lies halfway between two of them
            let halfway = match base {
                Base::Number | Base::Money(_) => 3,
                _ => 0,
            };
            let other = tried.iter().filter(|value| !expected.contains(value));
            assert!(
                other.clone().count() <= halfway,
                "{:?}",
                other.collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn of_countries_two_others_are_tried() {
        let country = |code: &str| Value::Country(Country::parse(code).unwrap());
        let hints = [country("KZ"), country("AD")];
        let tried = countries(&hints);
        assert_eq!(tried.len(), 4, "{tried:?}");
        for hint in &hints {
            assert_eq!(
                tried.iter().filter(|value| *value == hint).count(),
                1,
                "{tried:?}"
            );
        }
        assert!(tried.iter().all(|value| matches!(value, Value::Country(_))));
    }

    #[test]
    fn of_periods_no_day_and_all_days_since_1700_are_tried() {
        let told: Vec<(bool, bool, bool)> = whole_time()
            .iter()
            .map(|value| match value {
                Value::Periods(periods) => {
                    let holds = |day: &str| periods.contains(day.parse().unwrap());
                    (holds("1700-01-01"), holds("1699-12-31"), holds("9999-12-31"))
                }
                _ => panic!("{value:?}"),
            })
            .collect();
        assert_eq!(told, [(false, false, false), (true, false, true)]);
    }
}

//! Cells of times of day, lengths of time and days in rarer units, spelled as a case spells them. What no case can say, such
//! as half a second, is spelled so that its reader refuses it and names it.

use super::cells::EPOCH;
use crate::case::Data;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date64Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType, DurationSecondType,
    IntervalDayTimeType, IntervalMonthDayNanoType, IntervalYearMonthType, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType,
};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};

const NANOS: i64 = 1_000_000_000;

/// A cell that is a time of day, a length of time or a day in milliseconds; nothing where it is of another type.
pub(super) fn data(array: &dyn Array, row: usize) -> Option<Data> {
    let text = match array.data_type() {
        DataType::Date64 => day(array.as_primitive::<Date64Type>().value(row)),
        DataType::Time32(TimeUnit::Second) => {
            clock(i64::from(array.as_primitive::<Time32SecondType>().value(row)), 1)
        }
        DataType::Time32(TimeUnit::Millisecond) => clock(
            i64::from(array.as_primitive::<Time32MillisecondType>().value(row)),
            1_000,
        ),
        DataType::Time64(TimeUnit::Microsecond) => clock(
            array.as_primitive::<Time64MicrosecondType>().value(row),
            1_000_000,
        ),
        DataType::Time64(TimeUnit::Nanosecond) => {
            clock(array.as_primitive::<Time64NanosecondType>().value(row), NANOS)
        }
        DataType::Duration(unit) => {
            let (count, of_second) = match unit {
                TimeUnit::Second => (array.as_primitive::<DurationSecondType>().value(row), 1),
                TimeUnit::Millisecond => (array.as_primitive::<DurationMillisecondType>().value(row), 1_000),
                TimeUnit::Microsecond => (
                    array.as_primitive::<DurationMicrosecondType>().value(row),
                    1_000_000,
                ),
                TimeUnit::Nanosecond => (array.as_primitive::<DurationNanosecondType>().value(row), NANOS),
            };
            format!("PT{}S", seconds(count, of_second))
        }
        DataType::Interval(IntervalUnit::YearMonth) => {
            format!("P{}M", array.as_primitive::<IntervalYearMonthType>().value(row))
        }
        DataType::Interval(IntervalUnit::DayTime) => {
            let cell = array.as_primitive::<IntervalDayTimeType>().value(row);
            interval(0, cell.days, i64::from(cell.milliseconds), 1_000)
        }
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let cell = array.as_primitive::<IntervalMonthDayNanoType>().value(row);
            interval(cell.months, cell.days, cell.nanoseconds, NANOS)
        }
        _ => return None,
    };
    Some(Data::Text(text))
}

/// A day, where milliseconds since 1970-01-01 are whole days.
fn day(milliseconds: i64) -> String {
    const DAY: i64 = 86_400_000;
    let date = crate::plan::date_numbered(milliseconds.div_euclid(DAY).saturating_add(EPOCH));
    match date.filter(|_| milliseconds.rem_euclid(DAY) == 0) {
        Some(date) => date.to_string(),
        None => format!("{milliseconds} ms after 1970-01-01"),
    }
}

/// A time of day: so many parts of a second after midnight.
fn clock(count: i64, of_second: i64) -> String {
    let whole = count.div_euclid(of_second);
    let rest = count.rem_euclid(of_second);
    if rest != 0 || !(0..86_400).contains(&whole) {
        return format!("{} seconds after midnight", seconds(count, of_second));
    }
    format!("{:02}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// Seconds, with parts of one where there are some.
fn seconds(count: i64, of_second: i64) -> String {
    let (whole, rest) = (count / of_second, count % of_second);
    match rest {
        0 => whole.to_string(),
        _ => format!("{whole} {}/{of_second}", rest.abs()),
    }
}

/// Months and days, or seconds; what mixes them is refused by the reader of durations.
fn interval(months: i32, days: i32, count: i64, of_second: i64) -> String {
    let of_months = if months == 0 {
        String::new()
    } else {
        format!("{months}M")
    };
    let of_days = if days == 0 && (months != 0 || count != 0) {
        String::new()
    } else {
        format!("{days}D")
    };
    let of_seconds = if count == 0 {
        String::new()
    } else {
        format!("T{}S", seconds(count, of_second))
    };
    format!("P{of_months}{of_days}{of_seconds}")
}

//! Legal time: dates, moments, zones, durations of four kinds, and their arithmetic.
//!
//! In: text and numbers. Out: exact values. Knows nothing of law, reads no clock and no locale;
//! a zone is always named by the caller.

mod add;
mod calendar;
mod counting;
mod counting_days;
mod counting_rule;
mod duration;
mod moment;
mod months;
mod orders;
mod parse;
mod periods;

pub use add::{
    DayRounding, MissingDay, MonthEnd, add_duration_to_date, add_to_date, end_of_day, months_between, shift,
    shift_by_months, years_between,
};
pub use calendar::{Calendar, DayOff, Easter, Holiday, HolidayOn, MovedDay};
pub use chrono::Weekday;
pub use counting::{CountError, Counted, Counter, Event, Pause, TimeLimit};
pub use counting_rule::{CountingRule, DayEnd, FirstDay, FirstHour, Roll};
pub use duration::{Duration, DurationKind};
pub use moment::{LocalTimeError, Moment, Zone};
pub use orders::Orders;
#[cfg(feature = "columns")]
pub use parse::MOST_COUNT;
pub use parse::{
    TimeError, parse_date, parse_duration, parse_moment, parse_moment_noting, parse_time_of_day,
    parse_time_of_day_noting,
};
pub use periods::{Period, Periods, calendar_period, most_dates_in_any};

/// A time of day to the second, from 00:00 to 23:59:59.
pub use chrono::NaiveTime as TimeOfDay;

/// A calendar date of the proleptic Gregorian calendar, years 1 to 9999.
pub use chrono::NaiveDate as Date;

//! Legal time: dates, moments, zones, durations of four kinds, and their arithmetic.
//!
//! In: text and numbers. Out: exact values. Knows nothing of law, reads no clock and no locale;
//! a zone is always named by the caller.

mod add;
mod duration;
mod moment;
mod parse;

pub use add::{MonthEnd, add_duration_to_date, end_of_day, months_between, shift, years_between};
pub use duration::{Duration, DurationKind};
pub use moment::{LocalTimeError, Moment, Zone};
pub use parse::{TimeError, parse_date, parse_duration, parse_moment};

/// A calendar date of the proleptic Gregorian calendar, years 1 to 9999.
pub use chrono::NaiveDate as Date;

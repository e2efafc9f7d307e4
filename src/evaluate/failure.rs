//! What cannot be calculated, where it stands and why.

use crate::source::Span;
use crate::time::{CountError, Date, Duration};

/// A calculation that gives no result for a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Failure {
    /// The term that has no result.
    pub span: Span,
    /// Why it has none.
    pub why: Uncalculable,
}

/// Why a calculation gives no result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Uncalculable {
    /// The month has no such day, and neither the provision nor a counting rule says which day stands in for it.
    #[error("{year}-{month:02} has no day {day}, and nothing says which day counts instead")]
    NoSuchDay {
        /// The year.
        year: i32,
        /// The month, from 1.
        month: u32,
        /// The day that the month does not have.
        day: u32,
    },
    /// A part of a term ends within a day, and no rounding is written.
    #[error("it ends within a day, and no rounding is written")]
    WithinDay,
    /// A divisor is nothing.
    #[error("division by zero")]
    DivisionByZero,
    /// A date or moment outside the years 1 to 9999.
    #[error("the result lies outside the years 1 to 9999")]
    OutsideCalendar,
    /// A number of more digits than are kept.
    #[error("the result has more digits than are calculated with")]
    TooManyDigits,
    /// Days of a period without an end.
    #[error("the period has no end, so its days cannot be counted")]
    Endless,
    /// Durations of which it is not known which is longer.
    #[error("it cannot be told which of {a} and {b} is longer: {months} can have {least} to {most} days")]
    OpenOrder {
        /// The one.
        a: String,
        /// The other.
        b: String,
        /// The months by which they differ.
        months: String,
        /// The fewest days that so many months have.
        least: String,
        /// The most.
        most: String,
    },
    /// More terms than are worked out for one question.
    #[error(
        "the question asks for more steps than are worked out: fewer elements, or fewer lists within lists"
    )]
    TooLong,
    /// Values that have no sum, product or order.
    #[error("values of these kinds cannot be calculated together")]
    Unlike,
    /// A limit that cannot be counted.
    #[error("{0}")]
    Uncountable(CountError),
}

impl Uncalculable {
    /// Why a date and a duration have no sum, where they have none.
    pub(super) fn date_and(date: Date, duration: &Duration) -> Uncalculable {
        use crate::time::{MonthEnd, add_duration_to_date};
        use chrono::Datelike;
        match add_duration_to_date(date, duration, MonthEnd::Down) {
            None => Uncalculable::OutsideCalendar,
            Some(_) if !duration.is_whole() => Uncalculable::WithinDay,
            Some(_) => {
                let in_months = match duration {
                    Duration::Calendar { months, .. } => Duration::Calendar {
                        months: months.clone(),
                        days: num_traits::Zero::zero(),
                    },
                    other => other.clone(),
                };
                let month = add_duration_to_date(date, &in_months, MonthEnd::Down).unwrap_or(date);
                Uncalculable::NoSuchDay {
                    year: month.year(),
                    month: month.month(),
                    day: date.day(),
                }
            }
        }
    }
}

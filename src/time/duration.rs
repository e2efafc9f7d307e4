//! Durations. The four kinds have no fixed ratio to one another, so they are never mixed silently.

use super::months::{DAYS_OF_CYCLE, MONTHS_OF_CYCLE, days_of_months, orders_of_calendar};
use super::orders::Orders;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::fmt;

/// The kinds of durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DurationKind {
    /// Hours, minutes and seconds: elapsed time.
    Clock,
    /// Days and weeks (a week is seven days): days of the calendar.
    Days,
    /// Days that are neither rest days nor holidays.
    WorkingDays,
    /// Years and months (a year is twelve months), with odd days as a sentence may have them.
    Calendar,
}

impl DurationKind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            DurationKind::Clock => "hours and minutes",
            DurationKind::Days => "days",
            DurationKind::WorkingDays => "working days",
            DurationKind::Calendar => "years and months",
        }
    }
}

/// An exact duration of one kind. Portions of a term make fractions; no rounding happens here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Elapsed seconds.
    Clock(BigRational),
    /// Days of the calendar.
    Days(BigRational),
    /// Working days.
    WorkingDays(BigRational),
    /// Months and odd days.
    Calendar {
        /// Months; twelve to a year.
        months: BigRational,
        /// Odd days beside the months.
        days: BigRational,
    },
}

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

impl Duration {
    /// `number` hours.
    pub fn hours(number: i64) -> Duration {
        Duration::Clock(whole(number) * whole(3600))
    }

    /// `number` minutes.
    pub fn minutes(number: i64) -> Duration {
        Duration::Clock(whole(number) * whole(60))
    }

    /// `number` seconds.
    pub fn seconds(number: i64) -> Duration {
        Duration::Clock(whole(number))
    }

    /// `number` days.
    pub fn days(number: i64) -> Duration {
        Duration::Days(whole(number))
    }

    /// `number` working days.
    pub fn working_days(number: i64) -> Duration {
        Duration::WorkingDays(whole(number))
    }

    /// Years and months.
    pub fn calendar(years: i64, months: i64) -> Duration {
        Duration::Calendar {
            months: whole(years) * whole(12) + whole(months),
            days: BigRational::zero(),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> DurationKind {
        match self {
            Duration::Clock(_) => DurationKind::Clock,
            Duration::Days(_) => DurationKind::Days,
            Duration::WorkingDays(_) => DurationKind::WorkingDays,
            Duration::Calendar { .. } => DurationKind::Calendar,
        }
    }

    /// No time at all, of a kind.
    pub fn zero(kind: DurationKind) -> Duration {
        match kind {
            DurationKind::Clock => Duration::seconds(0),
            DurationKind::Days => Duration::days(0),
            DurationKind::WorkingDays => Duration::working_days(0),
            DurationKind::Calendar => Duration::calendar(0, 0),
        }
    }

    /// The sum; `None` when the kinds differ. Days may be added to years and months.
    pub fn plus(&self, other: &Duration) -> Option<Duration> {
        use Duration::{Calendar, Clock, Days, WorkingDays};
        Some(match (self, other) {
            (Clock(a), Clock(b)) => Clock(a + b),
            (Days(a), Days(b)) => Days(a + b),
            (WorkingDays(a), WorkingDays(b)) => WorkingDays(a + b),
            (Calendar { months, days }, Calendar { months: m, days: d }) => Calendar {
                months: months + m,
                days: days + d,
            },
            (Calendar { months, days }, Days(d)) | (Days(d), Calendar { months, days }) => Calendar {
                months: months.clone(),
                days: days + d,
            },
            (Clock(_) | Days(_) | WorkingDays(_) | Calendar { .. }, _) => return None,
        })
    }

    /// Multiplied by an exact number.
    pub fn times(&self, factor: &BigRational) -> Duration {
        match self {
            Duration::Clock(a) => Duration::Clock(a * factor),
            Duration::Days(a) => Duration::Days(a * factor),
            Duration::WorkingDays(a) => Duration::WorkingDays(a * factor),
            Duration::Calendar { months, days } => Duration::Calendar {
                months: months * factor,
                days: days * factor,
            },
        }
    }

    /// Turned backwards.
    pub fn negated(&self) -> Duration {
        self.times(&-BigRational::one())
    }

    /// In which orders the two can be: several where that hangs on when months begin (one month is 28 to 31 days), none
    /// where the kinds differ.
    pub fn orders(&self, other: &Duration) -> Orders {
        use Duration::{Calendar, Clock, Days, WorkingDays};
        match (self, other) {
            (Clock(a), Clock(b)) | (Days(a), Days(b)) | (WorkingDays(a), WorkingDays(b)) => {
                Orders::only(a.cmp(b))
            }
            (Calendar { months, days }, Calendar { months: m, days: d }) => {
                orders_of_calendar(&(months - m), &(days - d))
            }
            (Clock(_) | Days(_) | WorkingDays(_) | Calendar { .. }, _) => Orders::default(),
        }
    }

    /// Which is longer; `None` where [`Duration::orders`] leaves more than one answer, or none.
    pub fn compare(&self, other: &Duration) -> Option<Ordering> {
        self.orders(other).single()
    }

    /// How long it is on average, in days or seconds: an order for sorting, whatever months begin.
    pub fn on_average(&self) -> BigRational {
        match self {
            Duration::Clock(a) | Duration::Days(a) | Duration::WorkingDays(a) => a.clone(),
            Duration::Calendar { months, days } => {
                months * whole(DAYS_OF_CYCLE) / whole(MONTHS_OF_CYCLE) + days
            }
        }
    }

    /// Why two durations cannot be ordered: the months by which they differ, and the fewest and most days of so many.
    pub fn open_months(&self, other: &Duration) -> Option<(Duration, BigRational, BigRational)> {
        match (self, other) {
            (Duration::Calendar { months: a, .. }, Duration::Calendar { months: b, .. }) if a != b => {
                let months = (a - b).abs();
                let (least, most) = days_of_months(&months);
                let days = BigRational::zero();
                Some((Duration::Calendar { months, days }, least, most))
            }
            _ => None,
        }
    }

    /// The ratio of two durations of one kind; `None` when the kinds differ, days stand beside months, or the
    /// divisor is nothing.
    pub fn ratio(&self, other: &Duration) -> Option<BigRational> {
        use Duration::{Calendar, Clock, Days, WorkingDays};
        let (a, b) = match (self, other) {
            (Clock(a), Clock(b)) | (Days(a), Days(b)) | (WorkingDays(a), WorkingDays(b)) => (a, b),
            (Calendar { months: a, days: x }, Calendar { months: b, days: y })
                if x.is_zero() && y.is_zero() =>
            {
                (a, b)
            }
            (Clock(_) | Days(_) | WorkingDays(_) | Calendar { .. }, _) => return None,
        };
        (!b.is_zero()).then(|| a / b)
    }

    /// Whether it is no time at all.
    pub fn is_zero(&self) -> bool {
        match self {
            Duration::Clock(a) | Duration::Days(a) | Duration::WorkingDays(a) => a.is_zero(),
            Duration::Calendar { months, days } => months.is_zero() && days.is_zero(),
        }
    }

    /// Whether it runs backwards.
    pub fn is_negative(&self) -> bool {
        match self {
            Duration::Clock(a) | Duration::Days(a) | Duration::WorkingDays(a) => a.is_negative(),
            Duration::Calendar { months, days } => months.is_negative() || days.is_negative(),
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<(BigRational, &str)> = match self {
            Duration::Clock(seconds) => clock_parts(seconds),
            Duration::Days(days) => vec![(days.clone(), "day")],
            Duration::WorkingDays(days) => vec![(days.clone(), "working day")],
            Duration::Calendar { months, days } => calendar_parts(months, days),
        };
        // a sign holds for all parts up to the next sign, as it does where a duration is read
        let mut negative = false;
        for (place, (count, unit)) in parts.iter().enumerate() {
            f.write_str(match (place, negative, count.is_negative()) {
                (0, _, true) => "-",
                (0, _, false) => "",
                (_, true, false) => " + ",
                (_, false, true) => " - ",
                (_, true, true) | (_, false, false) => " ",
            })?;
            negative = count.is_negative();
            f.write_str(&words(&count.abs(), unit))?;
        }
        Ok(())
    }
}

fn words(count: &BigRational, unit: &str) -> String {
    let plural = if count.is_one() { "" } else { "s" };
    format!(
        "{} {unit}{plural}",
        crate::value::Number::from_ratio(count.clone())
    )
}

fn clock_parts(seconds: &BigRational) -> Vec<(BigRational, &'static str)> {
    let hours = (seconds / whole(3600)).trunc();
    let rest = seconds - &hours * whole(3600);
    let minutes = (&rest / whole(60)).trunc();
    let rest = rest - &minutes * whole(60);
    non_empty(
        vec![(hours, "hour"), (minutes, "minute"), (rest, "second")],
        "hour",
    )
}

fn calendar_parts(months: &BigRational, days: &BigRational) -> Vec<(BigRational, &'static str)> {
    let years = (months / whole(12)).trunc();
    let rest = months - &years * whole(12);
    non_empty(
        vec![(years, "year"), (rest, "month"), (days.clone(), "day")],
        "month",
    )
}

fn non_empty(
    parts: Vec<(BigRational, &'static str)>,
    unit: &'static str,
) -> Vec<(BigRational, &'static str)> {
    let kept: Vec<_> = parts.into_iter().filter(|(count, _)| !count.is_zero()).collect();
    if kept.is_empty() {
        vec![(whole(0), unit)]
    } else {
        kept
    }
}

/// A whole number of at most nine digits, for steps in a calendar.
pub(super) fn small(number: &BigRational) -> Option<i64> {
    if !number.is_integer() {
        return None;
    }
    number
        .to_integer()
        .to_i64()
        .filter(|number| number.abs() < 1_000_000_000)
}

impl Duration {
    /// ISO 8601 (`P5Y`, `PT72H`, `P10D`, `-P10D`); working days, fractions, and months and days of two signs in words, as
    /// ISO has none.
    pub fn iso(&self) -> String {
        let parts: Vec<(BigRational, &str)> = match self {
            Duration::Clock(seconds) => clock_parts(seconds),
            Duration::Days(days) => vec![(days.clone(), "day")],
            Duration::WorkingDays(_) => return self.to_string(),
            Duration::Calendar { months, days } => calendar_parts(months, days),
        };
        let negative = parts.iter().all(|(count, _)| count.is_negative());
        let one_sign = negative || !self.is_negative();
        if !one_sign || parts.iter().any(|(count, _)| !count.is_integer()) {
            return self.to_string();
        }
        let sign = if negative { "-" } else { "" };
        let lead = if self.kind() == DurationKind::Clock {
            "PT"
        } else {
            "P"
        };
        let body: String = parts
            .iter()
            .map(|(count, unit)| format!("{}{}", count.abs(), unit.get(..1).unwrap_or("").to_uppercase()))
            .collect();
        format!("{sign}{lead}{body}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_iso_agree() {
        assert_eq!(Duration::calendar(5, 6).to_string(), "5 years 6 months");
        assert_eq!(Duration::calendar(5, 6).iso(), "P5Y6M");
        assert_eq!(Duration::hours(72).iso(), "PT72H");
        assert_eq!(Duration::days(1).to_string(), "1 day");
        assert_eq!(Duration::hours(0).to_string(), "0 hours");
    }

    #[test]
    fn a_month_is_longer_than_27_days_and_open_against_30() {
        let month = Duration::calendar(0, 1);
        let days = |count| Duration::Calendar {
            months: BigRational::zero(),
            days: whole(count),
        };
        assert_eq!(month.compare(&days(27)), Some(Ordering::Greater));
        assert_eq!(month.compare(&days(30)), None);
        assert_eq!(month.compare(&days(32)), Some(Ordering::Less));
    }
}

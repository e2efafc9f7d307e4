//! Adding durations to dates. Years and months are shifted together and rounded once; days come last.

use super::duration::small;
use super::{Date, Duration, Moment, Zone};
use chrono::{Datelike, Days, Months};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// What to do when the month has no such day (31 January and one month).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthEnd {
    /// The first day of the next month.
    Up,
    /// The last day of the month.
    Down,
    /// No date at all.
    Refuse,
}

/// Which day stands in for one that its month does not have, as 29 February in most years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingDay {
    /// For a whole number of years from 29 February.
    pub anniversary: MonthEnd,
    /// For everything else: months, and years with months.
    pub in_month: MonthEnd,
}

impl MissingDay {
    /// The same for years and months.
    pub const fn always(end: MonthEnd) -> MissingDay {
        MissingDay {
            anniversary: end,
            in_month: end,
        }
    }

    /// For so many months from a date.
    fn after(self, date: Date, months: i64) -> MonthEnd {
        let leap_day = (date.month(), date.day()) == (2, 29);
        if leap_day && months % 12 == 0 {
            self.anniversary
        } else {
            self.in_month
        }
    }
}

/// How a date is rounded that is a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRounding {
    /// Where it ends within a day.
    pub part: MonthEnd,
    /// Where the month does not have the day.
    pub missing: MissingDay,
}

impl DayRounding {
    /// The same for both.
    pub const fn always(way: MonthEnd) -> DayRounding {
        DayRounding {
            part: way,
            missing: MissingDay::always(way),
        }
    }

    /// Where nothing is rounded.
    pub const NONE: DayRounding = DayRounding::always(MonthEnd::Refuse);
}

/// `date` shifted by whole months, and then by days; a day that the month lacks as `missing` says. `None` when that
/// refuses, and outside the years 1 to 9999.
pub fn shift_by_months(date: Date, months: i64, days: i64, missing: MissingDay) -> Option<Date> {
    shift(date, 0, months, days, missing.after(date, months))
}

fn in_range(date: Date) -> Option<Date> {
    (1..=9999).contains(&date.year()).then_some(date)
}

/// `date` shifted by years and months, rounded once at a month's end, then by days. `None` when
/// refused or outside the years 1 to 9999. Constant time however far apart.
pub fn shift(date: Date, years: i64, months: i64, days: i64, end: MonthEnd) -> Option<Date> {
    let total = years.checked_mul(12)?.checked_add(months)?;
    let by = Months::new(u32::try_from(total.unsigned_abs()).ok()?);
    let clamped = if total < 0 {
        date.checked_sub_months(by)?
    } else {
        date.checked_add_months(by)?
    };
    let exact = clamped.day() == date.day();
    let shifted = match end {
        _ if exact => clamped,
        MonthEnd::Down => clamped,
        MonthEnd::Up => clamped.succ_opt()?,
        MonthEnd::Refuse => return None,
    };
    add_days(shifted, days)
}

fn add_days(date: Date, days: i64) -> Option<Date> {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        date.checked_sub_days(by)
    } else {
        date.checked_add_days(by)
    };
    moved.and_then(in_range)
}

/// `date` and a duration in days, or in years and months. A fraction of a month is that fraction of
/// the days of the month it falls in; the result is rounded to a day, up or down, once, and so is a day that the month
/// does not have. `None` for other kinds, for a fraction or a missing day with [`MonthEnd::Refuse`], and outside the
/// years 1 to 9999.
pub fn add_duration_to_date(date: Date, duration: &Duration, round: MonthEnd) -> Option<Date> {
    add_to_date(date, duration, DayRounding::always(round))
}

/// The same, where a day that the month does not have is rounded in another way than a part of a day.
pub fn add_to_date(date: Date, duration: &Duration, rounding: DayRounding) -> Option<Date> {
    let round = rounding.part;
    match duration {
        Duration::Days(days) => add_days(date, rounded(days, round)?),
        Duration::Calendar { months, days } => {
            let full = months.floor();
            let part = months - &full;
            let full = small(&full)?;
            if part.is_zero() && days.is_integer() {
                return shift_by_months(date, full, small(days)?, rounding.missing);
            }
            let start = shift(date, 0, full, 0, MonthEnd::Down)?;
            let next = shift(date, 0, full + 1, 0, MonthEnd::Down)?;
            let length = BigRational::from_integer((next - start).num_days().into());
            add_days(start, rounded(&(part * length + days), round)?)
        }
        Duration::Clock(_) | Duration::WorkingDays(_) => None,
    }
}

fn rounded(days: &BigRational, round: MonthEnd) -> Option<i64> {
    let whole = match round {
        MonthEnd::Up => days.ceil(),
        MonthEnd::Down => days.floor(),
        MonthEnd::Refuse => days.clone(),
    };
    small(&whole)
}

/// The moment at which a date ends: 24:00, its last second.
pub fn end_of_day(zone: Zone, date: Date) -> Option<Moment> {
    zone.end_of(date)
}

/// Days of the month that follows `date` and some months; of the one before it where `sign` is negative.
pub(super) fn month_length_after(date: Date, months: i64, sign: i64) -> Option<i64> {
    let start = shift(date, 0, months, 0, MonthEnd::Down)?;
    let next = shift(date, 0, months + sign, 0, MonthEnd::Down)?;
    Some((next - start).num_days().abs())
}

/// Completed months from one date to another: the largest n for which `from` and n months, with a
/// missing day rounded as `missing_day` says, is not after `to`. Negative when `to` comes first.
pub fn months_between(from: Date, to: Date, missing_day: MonthEnd) -> i64 {
    if to < from {
        return -months_between(to, from, missing_day);
    }
    let guess = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    match shift(from, 0, guess, 0, missing_day) {
        Some(date) if date <= to => guess,
        Some(_) | None => guess - 1,
    }
}

/// Completed years from one date to another. A person born on 29 February completes a year on 1 March
/// ([`MonthEnd::Up`]) or on 28 February ([`MonthEnd::Down`]) where the year has no 29 February.
pub fn years_between(from: Date, to: Date, missing_day: MonthEnd) -> i64 {
    months_between(from, to, missing_day) / 12
}

impl Zone {
    /// A moment and a clock duration, counted from midnight where the moment is the end of a day; fractions of a second
    /// are dropped. `None` for other kinds.
    pub fn plus_clock(self, moment: Moment, duration: &Duration) -> Option<Moment> {
        match duration {
            Duration::Clock(seconds) if seconds.is_zero() => Some(moment),
            Duration::Clock(seconds) => {
                let whole = seconds.trunc().to_integer().to_i64()?;
                let sum = Moment::from_seconds(self.counted_from(moment).checked_add(whole)?)?;
                self.in_calendar(sum)
            }
            Duration::Days(_) | Duration::WorkingDays(_) | Duration::Calendar { .. } => None,
        }
    }

    /// A moment of which the local date lies in the years 1 to 9999, too.
    pub fn in_calendar(self, moment: Moment) -> Option<Moment> {
        (1..=9999).contains(&self.local(moment).year()).then_some(moment)
    }

    /// The seconds from one moment to another, counted from midnight where one is the end of a day.
    pub fn seconds_between(self, from: Moment, to: Moment) -> i64 {
        self.counted_from(to) - self.counted_from(from)
    }
}

/// Whether a duration has a fraction of its smallest calendar unit.
impl Duration {
    /// True when every count is whole, so that a date plus it needs no rounding.
    pub fn is_whole(&self) -> bool {
        match self {
            Duration::Clock(_) => true,
            Duration::Days(days) | Duration::WorkingDays(days) => days.is_integer(),
            Duration::Calendar { months, days } => months.is_integer() && days.is_integer(),
        }
    }

    /// True when it is longer than nothing.
    pub fn is_positive(&self) -> bool {
        match self {
            Duration::Clock(a) | Duration::Days(a) | Duration::WorkingDays(a) => a.is_positive(),
            Duration::Calendar { months, days } => months.is_positive() || days.is_positive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_third_of_a_month_is_a_third_of_that_months_days() {
        let third = Duration::Calendar {
            months: BigRational::new(25.into(), 3.into()),
            days: BigRational::zero(),
        };
        // 8 months from 2012-01-10 is 2012-09-10; the next month has 30 days, a third is 10.
        let sum = add_duration_to_date(date("2012-01-10"), &third, MonthEnd::Up);
        assert_eq!(sum, Some(date("2012-09-20")));
        // From 2012-12-10 the ninth month has 31 days, so a rounding must be chosen.
        let sum = |round| add_duration_to_date(date("2012-12-10"), &third, round);
        assert_eq!(sum(MonthEnd::Up), Some(date("2013-08-21")));
        assert_eq!(sum(MonthEnd::Down), Some(date("2013-08-20")));
        assert_eq!(sum(MonthEnd::Refuse), None);
    }

    #[test]
    fn age_counts_completed_years() {
        assert_eq!(
            years_between(date("1996-03-01"), date("2014-02-28"), MonthEnd::Up),
            17
        );
        assert_eq!(
            years_between(date("1996-03-01"), date("2014-03-01"), MonthEnd::Up),
            18
        );
        assert_eq!(
            years_between(date("2004-02-29"), date("2022-02-28"), MonthEnd::Up),
            17
        );
        assert_eq!(
            years_between(date("2004-02-29"), date("2022-03-01"), MonthEnd::Up),
            18
        );
        assert_eq!(
            years_between(date("2004-02-29"), date("2022-02-28"), MonthEnd::Down),
            18
        );
    }

    #[test]
    fn far_dates_are_refused_not_wrapped() {
        assert_eq!(shift(date("9999-12-31"), 0, 0, 1, MonthEnd::Down), None);
        assert_eq!(shift(date("2012-01-01"), i64::MAX, 0, 0, MonthEnd::Down), None);
    }
}

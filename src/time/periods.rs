//! Facts that hold over time: periods of days, their union, and questions over windows of days.

use super::Date;
use chrono::Datelike;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// First and last day of a period, both belonging to it; without a last day it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Option<Date>,
}

impl Period {
    /// `None` where the last day lies before the first.
    pub fn new(from: Date, until: Option<Date>) -> Option<Period> {
        until
            .is_none_or(|until| from <= until)
            .then_some(Period { from, until })
    }

    /// Whether a day belongs to it.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{} to {until}", self.from),
            None => write!(f, "since {}", self.from),
        }
    }
}

/// Days on which something holds: periods in order, none touching another. Periods that overlap or follow one
/// another without a gap are one, so that no day counts twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Periods(Arc<[Period]>);

impl Periods {
    /// The union of some periods.
    pub fn of(mut periods: Vec<Period>) -> Periods {
        periods.sort();
        let mut union: Vec<Period> = Vec::new();
        for period in periods {
            match union.last_mut() {
                Some(last) if touches(last, &period) => {
                    last.until = match (last.until, period.until) {
                        (Some(a), Some(b)) => Some(a.max(b)),
                        (None, _) | (_, None) => None,
                    };
                }
                Some(_) | None => union.push(period),
            }
        }
        Periods(union.into())
    }

    /// The periods, in order.
    pub fn periods(&self) -> &[Period] {
        &self.0
    }

    /// Whether it holds on a day.
    pub fn contains(&self, date: Date) -> bool {
        self.begun_by(date).is_some_and(|period| period.contains(date))
    }

    /// The last period that has begun on a day.
    fn begun_by(&self, date: Date) -> Option<&Period> {
        let begun = self.0.partition_point(|period| period.from <= date);
        self.0.get(begun.checked_sub(1)?)
    }

    /// Whether it holds on every day of another.
    pub fn covers(&self, other: &Periods) -> bool {
        other.0.iter().all(|inner| {
            let outer = self.begun_by(inner.from);
            outer.is_some_and(|outer| match (outer.until, inner.until) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(outer), Some(inner)) => inner <= outer,
            })
        })
    }

    /// The days on which both hold.
    pub fn common(&self, other: &Periods) -> Periods {
        let mut both = Vec::new();
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            let until = match (a.until, b.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (until, None) | (None, until) => until,
            };
            both.extend(Period::new(a.from.max(b.from), until));
            // the one that ends first shares no day with what comes after the other
            if a.until.is_some() && a.until == until {
                ours.next();
            } else {
                theirs.next();
            }
        }
        Periods(both.into())
    }

    /// The same, with what goes on ended on a day.
    pub fn ended_by(&self, last: Date) -> Periods {
        let ended = self.0.iter().filter_map(|period| match period.until {
            Some(_) => Some(*period),
            None => Period::new(period.from, Some(last)),
        });
        Periods(ended.collect())
    }

    /// Whether it goes on.
    pub fn goes_on(&self) -> bool {
        self.0.last().is_some_and(|period| period.until.is_none())
    }

    /// How many days; `None` while it goes on.
    pub fn days(&self) -> Option<i64> {
        self.0.iter().try_fold(0, |days: i64, period| {
            Some(days + (period.until? - period.from).num_days() + 1)
        })
    }

    /// The most days that fall into any stretch of so many days. Sliding the stretch to the right until it ends with
    /// a period's last day never loses a day, so those stretches are enough.
    pub fn most_in_any(&self, window: i64) -> i64 {
        if self.goes_on() {
            return window.max(0);
        }
        let mut most = 0;
        let mut first = 0;
        let mut days = 0;
        for period in self.0.iter() {
            let Some(end) = period.until else {
                continue;
            };
            days += length(period);
            // what lies wholly before the stretch is left behind for good
            while let Some(early) = self.0.get(first)
                && early
                    .until
                    .is_some_and(|until| (end - until).num_days() >= window)
            {
                days -= length(early);
                first += 1;
            }
            let cut = self.0.get(first).map_or(0, |early| {
                ((end - early.from).num_days() + 1 - window).clamp(0, length(early))
            });
            most = most.max(days - cut);
        }
        most
    }

    /// The most days that fall into any calendar month or year; `None` while it goes on.
    pub fn most_in_calendar(&self, by_month: bool) -> Option<i64> {
        let mut counts: HashMap<Date, i64> = HashMap::new();
        for period in self.0.iter() {
            let last = period.until?;
            let mut day = Some(period.from);
            while let Some(from) = day.filter(|day| *day <= last) {
                let (start, end) = calendar_period(from, by_month)?;
                *counts.entry(start).or_default() += (end.min(last) - from).num_days() + 1;
                day = end.succ_opt();
            }
        }
        Some(counts.values().copied().max().unwrap_or(0))
    }
}

/// Days of a period that has ended.
fn length(period: &Period) -> i64 {
    period
        .until
        .map_or(0, |until| (until - period.from).num_days() + 1)
}

/// First and last day of the calendar month or year of a date.
pub fn calendar_period(date: Date, by_month: bool) -> Option<(Date, Date)> {
    let first = if by_month {
        date.with_day(1)?
    } else {
        Date::from_ymd_opt(date.year(), 1, 1)?
    };
    let months = if by_month { 1 } else { 12 };
    let last = first
        .checked_add_months(chrono::Months::new(months))
        .and_then(|next| next.pred_opt())?;
    Some((first, last))
}

/// The most of some dates that fall into any stretch of so many days.
pub fn most_dates_in_any(dates: &[Date], window: i64) -> usize {
    let mut dates = dates.to_vec();
    dates.sort();
    let mut first = 0;
    let mut most = 0;
    for (place, date) in dates.iter().enumerate() {
        while dates
            .get(first)
            .is_some_and(|early| (*date - *early).num_days() >= window)
        {
            first += 1;
        }
        most = most.max((place + 1).saturating_sub(first));
    }
    most
}

fn touches(last: &Period, next: &Period) -> bool {
    match last.until {
        None => true,
        Some(until) => until.succ_opt().is_none_or(|after| next.from <= after),
    }
}

impl fmt::Display for Periods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("no day");
        }
        let words: Vec<String> = self.0.iter().map(Period::to_string).collect();
        f.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn periods(text: &[(&str, &str)]) -> Periods {
        Periods::of(
            text.iter()
                .map(|(from, until)| Period::new(date(from), Some(date(until))).unwrap())
                .collect(),
        )
    }

    #[test]
    fn a_day_in_two_periods_counts_once() {
        let stays = periods(&[("2012-01-01", "2012-01-10"), ("2012-01-05", "2012-01-12")]);
        assert_eq!(stays.periods().len(), 1);
        assert_eq!(stays.days(), Some(12));
    }

    #[test]
    fn a_period_without_a_last_day_holds_on_every_later_day() {
        let period = Period::new(date("2012-01-10"), None).unwrap();
        assert!(!period.contains(date("2012-01-09")));
        assert!(period.contains(date("2012-01-10")));
        assert!(period.contains(date("2030-01-01")));
        let ended = Period::new(date("2012-01-10"), Some(date("2012-01-10"))).unwrap();
        assert!(ended.contains(date("2012-01-10")));
        assert!(!ended.contains(date("2012-01-11")));
    }

    #[test]
    fn dates_within_a_stretch_of_so_many_days_are_counted() {
        let dates = |text: &[&str]| text.iter().map(|text| date(text)).collect::<Vec<Date>>();
        let most = |text: &[&str]| most_dates_in_any(&dates(text), 10);
        assert_eq!(most(&[]), 0);
        assert_eq!(most(&["2012-01-01"]), 1);
        assert_eq!(most(&["2012-01-01", "2012-01-10"]), 2);
        assert_eq!(most(&["2012-01-01", "2012-01-11"]), 1);
        assert_eq!(most(&["2012-01-11", "2012-01-01", "2012-01-10"]), 2);
    }

    #[test]
    fn ninety_days_in_any_180() {
        // 90 days, then 90 days away, then one more day: 180 days after the first day it no longer counts
        let stays = periods(&[("2012-01-01", "2012-03-30"), ("2012-06-29", "2012-06-29")]);
        assert_eq!(stays.days(), Some(91));
        assert_eq!(stays.most_in_any(180), 90);
        let day_earlier = periods(&[("2012-01-01", "2012-03-30"), ("2012-06-28", "2012-06-28")]);
        assert_eq!(day_earlier.most_in_any(180), 91);
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let stays = periods(&[("2012-01-20", "2012-02-29")]);
        assert_eq!(stays.most_in_calendar(true), Some(29));
        assert_eq!(stays.most_in_calendar(false), Some(41));
    }
}

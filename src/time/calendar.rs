//! Calendars: which days are worked. Weekly rest days, holidays that are fixed or move, days that stand in for a
//! holiday on a rest day, days moved by decree, and the span of days for which all this is certain.

use super::Date;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The Easter that a movable holiday follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Easter {
    /// The Gregorian one.
    Western,
    /// The Julian one, as a date of the Gregorian calendar.
    Orthodox,
}

impl Easter {
    /// Easter Sunday of a year. The rules of Gauss in the form of Meeus, *Astronomical Algorithms*, chapter 8.
    pub fn sunday(self, year: i32) -> Option<Date> {
        match self {
            Easter::Western => {
                let (a, b, c) = (year % 19, year / 100, year % 100);
                let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
                let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
                let n = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
                date_of(year, n / 31, n % 31 + 1)
            }
            Easter::Orthodox => {
                let d = (19 * (year % 19) + 15) % 30;
                let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
                let n = d + e + 114;
                let julian_lag = year / 100 - year / 400 - 2;
                date_of(year, n / 31, n % 31 + 1)?
                    .checked_add_days(Days::new(u64::try_from(julian_lag).ok()?))
            }
        }
    }
}

fn date_of(year: i32, month: i32, day: i32) -> Option<Date> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// On which days a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolidayOn {
    /// The same month and day every year.
    Yearly(u32, u32),
    /// One date.
    Once(Date),
    /// Days after (or before) Easter Sunday.
    Easter(Easter, i64),
    /// The first to fifth such weekday of a month; 0 is the last.
    Weekday(u8, Weekday, u32),
}

/// A holiday.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// On which days.
    pub on: HolidayOn,
    /// The first date on which it is one.
    pub from: Option<Date>,
    /// The last date on which it is one.
    pub until: Option<Date>,
    /// Whether another day is free where it falls on a weekly rest day.
    pub substituted: bool,
    /// Its name.
    pub name: Option<String>,
}

impl Holiday {
    fn is(&self, date: Date) -> bool {
        if self.from.is_some_and(|from| date < from) || self.until.is_some_and(|until| date > until) {
            return false;
        }
        match self.on {
            HolidayOn::Yearly(month, day) => date.month() == month && date.day() == day,
            HolidayOn::Once(on) => date == on,
            HolidayOn::Easter(easter, days) => easter
                .sunday(date.year())
                .is_some_and(|sunday| (date - sunday).num_days() == days),
            HolidayOn::Weekday(nth, weekday, month) => {
                let in_month = date.month() == month && date.weekday() == weekday;
                in_month
                    && match nth {
                        0 => date
                            .checked_add_days(Days::new(7))
                            .is_none_or(|next| next.month() != month),
                        nth => (date.day() - 1) / 7 + 1 == u32::from(nth),
                    }
            }
        }
    }
}

/// A rest day moved by decree: one day is worked so that another is free.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MovedDay {
    /// The rest day that is worked.
    pub worked: Date,
    /// The day that is free instead.
    pub free: Date,
    /// By what.
    pub by: Option<String>,
}

/// Why a day is not worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayOff {
    /// A weekly rest day.
    Weekly(Weekday),
    /// A holiday, with its name.
    Holiday(Option<String>),
    /// Free because a holiday fell on a rest day.
    Substitute(Date),
    /// Free instead of a rest day that is worked.
    Moved(Date, Option<String>),
}

impl std::fmt::Display for DayOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DayOff::Weekly(day) => write!(f, "a {}", weekday_name(*day)),
            DayOff::Holiday(Some(name)) => write!(f, "a holiday ({name})"),
            DayOff::Holiday(None) => f.write_str("a holiday"),
            DayOff::Substitute(of) => write!(f, "free for the holiday of {of}"),
            DayOff::Moved(worked, Some(by)) => write!(f, "free instead of {worked} ({by})"),
            DayOff::Moved(worked, None) => write!(f, "free instead of {worked}"),
        }
    }
}

/// The English name of a weekday.
fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Which days are worked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Weekly rest days.
    pub weekend: Vec<Weekday>,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Whether the next working day is free where a holiday falls on a weekly rest day.
    pub substitutes: bool,
    /// Days moved by decree.
    pub moved: Vec<MovedDay>,
    /// First and last day of the spans for which it is certain; none for a calendar that is certain of no year.
    pub certain: Vec<(Date, Date)>,
}

/// How far back a holiday on a rest day can reach for a free day.
const REACH: u64 = 21;

impl Calendar {
    /// Whether all days off on a date are known.
    pub fn is_certain(&self, date: Date) -> bool {
        self.certain
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&date))
    }

    /// Whether a day is worked.
    pub fn is_working(&self, date: Date) -> bool {
        self.day_off(date).is_none()
    }

    /// Why a day is not worked; `None` for a working day.
    pub fn day_off(&self, date: Date) -> Option<DayOff> {
        if let Some(moved) = self.moved.iter().find(|moved| moved.free == date) {
            return Some(DayOff::Moved(moved.worked, moved.by.clone()));
        }
        if let Some(holiday) = self.holidays.iter().find(|holiday| holiday.is(date)) {
            return Some(DayOff::Holiday(holiday.name.clone()));
        }
        if self.weekend.contains(&date.weekday()) {
            let worked = self.moved.iter().any(|moved| moved.worked == date);
            return (!worked).then_some(DayOff::Weekly(date.weekday()));
        }
        self.substitute(date).map(DayOff::Substitute)
    }

    /// The holiday for which a day is free: each holiday on a weekly rest day takes the next day that is
    /// worked and not yet taken.
    fn substitute(&self, date: Date) -> Option<Date> {
        if !self.substitutes {
            return None;
        }
        let mut waiting = std::collections::VecDeque::new();
        let mut day = date.checked_sub_days(Days::new(REACH))?;
        while day <= date {
            let rests = self.weekend.contains(&day.weekday());
            let holiday = self.holidays.iter().find(|holiday| holiday.is(day));
            let moved = self.moved.iter().any(|moved| moved.free == day);
            match holiday {
                Some(holiday) if rests && holiday.substituted => waiting.push_back(day),
                Some(_) => {}
                None if rests || moved => {}
                None => {
                    let taken = waiting.pop_front();
                    if day == date {
                        return taken;
                    }
                }
            }
            day = day.succ_opt()?;
        }
        None
    }

    /// The first working day on or after a date, or on or before it.
    pub fn nearest_working(&self, date: Date, forwards: bool) -> Option<Date> {
        let mut day = date;
        for _ in 0..MOST_REST {
            if self.is_working(day) {
                return Some(day);
            }
            day = if forwards {
                day.succ_opt()?
            } else {
                day.pred_opt()?
            };
        }
        None
    }
}

/// More days off in a row than any calendar has.
const MOST_REST: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_tables_put_it() {
        for (year, western, orthodox) in [
            (1900, "1900-04-15", "1900-04-22"),
            (2000, "2000-04-23", "2000-04-30"),
            (2010, "2010-04-04", "2010-04-04"),
            (2012, "2012-04-08", "2012-04-15"),
            (2024, "2024-03-31", "2024-05-05"),
            (2100, "2100-03-28", "2100-05-02"),
        ] {
            assert_eq!(Easter::Western.sunday(year), Some(date(western)));
            assert_eq!(Easter::Orthodox.sunday(year), Some(date(orthodox)));
        }
    }

    #[test]
    fn the_last_monday_and_the_second_monday_of_a_month() {
        let on = |nth, month| Holiday {
            on: HolidayOn::Weekday(nth, Weekday::Mon, month),
            from: None,
            until: None,
            substituted: false,
            name: None,
        };
        assert!(on(0, 5).is(date("2012-05-28")));
        assert!(!on(0, 5).is(date("2012-05-21")));
        assert!(on(2, 1).is(date("2012-01-09")));
    }

    #[test]
    fn two_holidays_on_one_weekend_free_two_days() {
        let fixed = |month, day| Holiday {
            on: HolidayOn::Yearly(month, day),
            from: None,
            until: None,
            substituted: true,
            name: None,
        };
        let calendar = Calendar {
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: vec![fixed(1, 1), fixed(1, 2)],
            substitutes: true,
            ..Calendar::default()
        };
        // 1 and 2 January 2011 were a Saturday and a Sunday
        assert_eq!(
            calendar.day_off(date("2011-01-03")),
            Some(DayOff::Substitute(date("2011-01-01")))
        );
        assert_eq!(
            calendar.day_off(date("2011-01-04")),
            Some(DayOff::Substitute(date("2011-01-02")))
        );
        assert!(calendar.is_working(date("2011-01-05")));
    }
}

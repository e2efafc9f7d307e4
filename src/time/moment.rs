//! Moments: instants of absolute time, shown in the zone of a jurisdiction.

use super::Date;
use chrono::{
    DateTime, Datelike, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use std::fmt;

/// An instant, with a resolution of one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<Utc>);

/// A zone of the IANA data base, with its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

/// A local time that is not one moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// The clocks were put forward over it.
    #[error("{local} does not exist in {zone}: the clocks went from {before} to {after}")]
    Missing {
        /// The local time.
        local: String,
        /// The zone.
        zone: String,
        /// Reading with the offset before the change.
        before: String,
        /// Reading with the offset after the change.
        after: String,
    },
    /// The clocks were put back over it.
    #[error("{local} occurs twice in {zone}: write {first} or {second}")]
    Twice {
        /// The local time.
        local: String,
        /// The zone.
        zone: String,
        /// The first reading.
        first: String,
        /// The second reading.
        second: String,
    },
    /// Beyond year 9999.
    #[error("{local} lies outside the years 1 to 9999")]
    Outside {
        /// The local time.
        local: String,
    },
}

impl Zone {
    /// Coordinated universal time, where no jurisdiction names a zone.
    pub const UTC: Zone = Zone(chrono_tz::Tz::UTC);

    /// The zone of this IANA name.
    pub fn named(name: &str) -> Option<Zone> {
        name.parse().ok().map(Zone)
    }

    /// All IANA names, for suggestions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The moment of a local time.
    pub fn at(self, local: NaiveDateTime) -> Result<Moment, LocalTimeError> {
        let shown = || local.format("%Y-%m-%d %H:%M:%S").to_string();
        if !(1..=9999).contains(&local.year()) {
            return Err(LocalTimeError::Outside { local: shown() });
        }
        let zone = self.name().to_owned();
        match self.readings(local) {
            LocalResult::Single(moment) => Ok(moment),
            LocalResult::Ambiguous(first, second) => Err(LocalTimeError::Twice {
                local: shown(),
                zone,
                first: self.rfc3339(first),
                second: self.rfc3339(second),
            }),
            LocalResult::None => {
                let offset = |days| format!("UTC{}", self.offset(local.and_utc() + TimeDelta::days(days)));
                Err(LocalTimeError::Missing {
                    local: shown(),
                    zone,
                    before: offset(-1),
                    after: offset(1),
                })
            }
        }
    }

    /// The moments that a local time names: none, one or two.
    fn readings(self, local: NaiveDateTime) -> LocalResult<Moment> {
        let ahead = beyond_the_tables(local);
        self.0.offset_from_local_datetime(&(local - ahead)).map(|offset| {
            let seconds = i64::from(offset.fix().local_minus_utc());
            Moment(local.and_utc() - TimeDelta::seconds(seconds))
        })
    }

    /// The offset from UTC at a moment.
    fn offset(self, moment: DateTime<Utc>) -> FixedOffset {
        let ahead = beyond_the_tables(moment.naive_utc());
        self.0
            .offset_from_utc_datetime(&(moment.naive_utc() - ahead))
            .fix()
    }

    /// The moment at which a date begins: midnight, or the first moment after a gap at midnight.
    pub fn start_of(self, date: Date) -> Moment {
        self.at_or_after(date, chrono::NaiveTime::MIN)
    }

    /// The moment of a time of day on a date; the earlier reading where it occurs twice, the first moment after the
    /// gap where the clocks were put forward over it.
    pub fn at_or_after(self, date: Date, time: chrono::NaiveTime) -> Moment {
        let local = date.and_time(time);
        if let Some(moment) = self.readings(local).earliest() {
            return moment;
        }
        // within a gap: the first moment whose local time is not before it; a gap is at most a day long
        let start = local.and_utc().timestamp();
        let (mut before, mut after) = (start - 2 * DAY, start + 2 * DAY);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            match DateTime::from_timestamp(middle, 0) {
                Some(moment) if self.local(Moment(moment)) < local => before = middle,
                Some(_) | None => after = middle,
            }
        }
        DateTime::from_timestamp(after, 0).map_or(Moment(local.and_utc()), Moment)
    }

    /// Seconds past the full hour of the local clock.
    pub fn seconds_past_hour(self, moment: Moment) -> u32 {
        let local = self.local(moment);
        local.minute() * 60 + local.second()
    }

    /// The local date of a moment.
    pub fn date_of(self, moment: Moment) -> Date {
        self.local(moment).date()
    }

    /// The local date and time of a moment.
    pub fn local(self, moment: Moment) -> NaiveDateTime {
        moment.0.with_timezone(&self.offset(moment.0)).naive_local()
    }

    /// RFC 3339 with the offset of that moment in this zone.
    pub fn rfc3339(self, moment: Moment) -> String {
        moment.0.with_timezone(&self.offset(moment.0)).to_rfc3339()
    }

    /// In words: `2012-06-01 22:15`, with seconds only where there are some. Midnight at the end of a
    /// limit reads `24:00` of the day that ends.
    pub fn words(self, moment: Moment) -> String {
        let local = self.local(moment);
        if local.second() == 0 {
            local.format("%Y-%m-%d %H:%M").to_string()
        } else {
            local.format("%Y-%m-%d %H:%M:%S").to_string()
        }
    }

    /// In words, as the end of a limit: midnight is 24:00 of the day before.
    pub fn words_as_end(self, moment: Moment) -> String {
        let local = self.local(moment);
        match local.date().pred_opt() {
            Some(day) if local.time() == chrono::NaiveTime::MIN => format!("{day} 24:00"),
            Some(_) | None => self.words(moment),
        }
    }
}

/// Seconds of a day without a change of the clocks.
const DAY: i64 = 86_400;

/// The last year of the tables of the zones. A zone that puts its clocks forward and back goes on by the same rule
/// for ever, and the rule of a year hangs on the weekday with which it begins and on whether it has a 29 February alone.
const LAST_TABLED: i32 = 2099;

/// How far a time lies ahead of the same time of the last tabled year that is like its own; nothing within the tables.
fn beyond_the_tables(time: NaiveDateTime) -> TimeDelta {
    let year = time.year();
    if year <= LAST_TABLED {
        return TimeDelta::zero();
    }
    let begin = |year: i32| Date::from_ymd_opt(year, 1, 1);
    let like = |other: &i32| {
        begin(*other)
            .zip(begin(year))
            .is_some_and(|(a, b)| a.weekday() == b.weekday() && a.leap_year() == b.leap_year())
    };
    let tabled = (LAST_TABLED - 27..=LAST_TABLED).rev().find(like);
    match (begin(year), tabled.and_then(begin)) {
        (Some(own), Some(tabled)) => own - tabled,
        _ => TimeDelta::zero(),
    }
}

impl Moment {
    /// From chrono's universal time; fractions of a second are dropped.
    pub fn from_utc(moment: DateTime<Utc>) -> Moment {
        Moment(moment.with_nanosecond(0).unwrap_or(moment))
    }

    /// As chrono's universal time.
    pub fn to_utc(self) -> DateTime<Utc> {
        self.0
    }

    /// Seconds since 1970-01-01 00:00 UTC.
    pub fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// From seconds since 1970-01-01 00:00 UTC; `None` outside the years 1 to 9999.
    pub fn from_seconds(seconds: i64) -> Option<Moment> {
        DateTime::from_timestamp(seconds, 0)
            .filter(|moment| (1..=9999).contains(&moment.year()))
            .map(Moment)
    }

    /// The seconds past its full minute: zero for a moment given to the minute.
    pub fn odd_seconds(self) -> u32 {
        self.0.second()
    }

    /// The full minute in which it lies.
    pub fn to_the_minute(self) -> Moment {
        Moment(self.0.with_second(0).unwrap_or(self.0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Zone::UTC.rfc3339(*self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn almaty_unified_to_utc_plus_5_in_2024() {
        let zone = Zone::named("Asia/Almaty").unwrap();
        let before = zone.at(local("2024-02-28 12:00")).unwrap();
        let after = zone.at(local("2024-03-02 12:00")).unwrap();
        assert_eq!(zone.rfc3339(before), "2024-02-28T12:00:00+06:00");
        assert_eq!(zone.rfc3339(after), "2024-03-02T12:00:00+05:00");
        assert_eq!((after.seconds() - before.seconds()) / 3600, 73);
    }

    #[test]
    fn an_hour_that_occurs_twice_is_refused_with_both_readings() {
        let zone = Zone::named("Asia/Almaty").unwrap();
        let error = zone.at(local("2024-02-29 23:30")).unwrap_err();
        assert!(error.to_string().contains("2024-02-29T23:30:00+06:00"), "{error}");
        assert!(error.to_string().contains("2024-02-29T23:30:00+05:00"), "{error}");
    }
}

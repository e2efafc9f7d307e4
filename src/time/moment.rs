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

    /// In words: `2012-06-01 22:15`, with seconds only where there are some. The end of a day reads `24:00` of that
    /// day, and a local time that occurs twice has its offset, so that what is printed can be read back.
    pub fn words(self, moment: Moment) -> String {
        if self.ends_day(moment) {
            return format!("{} 24:00", self.date_of(moment));
        }
        let local = self.local(moment);
        let text = if local.second() == 0 {
            local.format("%Y-%m-%d %H:%M").to_string()
        } else {
            local.format("%Y-%m-%d %H:%M:%S").to_string()
        };
        match self.readings(local) {
            LocalResult::Ambiguous(..) => {
                let with_offset = self.rfc3339(moment);
                let offset = with_offset.get(19..).unwrap_or_default();
                format!("{text}{offset}")
            }
            LocalResult::Single(_) | LocalResult::None => text,
        }
    }

    /// In words, as the end of a limit: nothing sets it apart from other moments.
    pub fn words_as_end(self, moment: Moment) -> String {
        self.words(moment)
    }

    /// The moment at which a date ends: its last second, 23:59:59, which stands for 24:00. Where clocks that are put
    /// back let midnight occur twice, the day ends with the second one. `None` after 31 December 9999.
    pub fn end_of(self, date: Date) -> Option<Moment> {
        let next = date.succ_opt().filter(|next| next.year() <= 9999)?;
        let midnight = match self.readings(next.and_time(chrono::NaiveTime::MIN)) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(_, moment) => moment,
            LocalResult::None => self.start_of(next),
        };
        Moment::from_seconds(midnight.seconds() - 1)
    }

    /// Whether a moment is the end of its day, 24:00.
    pub fn ends_day(self, moment: Moment) -> bool {
        // most moments are told apart without a look at the tables: since 1973 all offsets are of whole minutes
        if moment.seconds() >= WHOLE_MINUTES && moment.seconds().rem_euclid(60) != 59 {
            return false;
        }
        self.end_of(self.date_of(moment)) == Some(moment)
    }

    /// The second from which hours are counted: the moment itself, and midnight where it is the end of a day.
    pub fn counted_from(self, moment: Moment) -> i64 {
        moment.seconds() + i64::from(self.ends_day(moment))
    }

    /// The date on which what happens at a moment takes effect where whole days are counted from it: the next one where
    /// it is the end of a day.
    pub(super) fn date_from(self, moment: Moment) -> Date {
        let date = self.date_of(moment);
        if self.ends_day(moment) {
            date.succ_opt().unwrap_or(date)
        } else {
            date
        }
    }
}

/// 1973-01-01 00:00 UTC. The last offset with odd seconds, that of Liberia, ended in 1972.
const WHOLE_MINUTES: i64 = 94_694_400;

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

    /// The last second that is in time where it is a due moment: of its minute where the limit is kept to the minute.
    pub fn last_in_time(self, to_the_minute: bool) -> Moment {
        if to_the_minute {
            Moment(self.0.with_second(59).unwrap_or(self.0))
        } else {
            self
        }
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

    /// Zones with offsets of odd seconds, with clocks put back over midnight and with days without a midnight.
    const ODD: &[(&str, &str)] = &[
        ("Asia/Almaty", "2024-02-29"),
        ("America/St_Johns", "2005-10-29"),
        ("America/Sao_Paulo", "2018-11-03"),
        ("Africa/Monrovia", "1960-05-05"),
        ("Europe/Amsterdam", "1930-06-01"),
        ("Europe/Paris", "2020-10-25"),
        ("UTC", "2024-12-31"),
    ];

    #[test]
    fn a_day_ends_with_its_last_second() {
        for (name, day) in ODD {
            let zone = Zone::named(name).unwrap();
            let day: Date = day.parse().unwrap();
            let end = zone.end_of(day).unwrap();
            let beside = |seconds: i64| Moment::from_seconds(end.seconds() + seconds).unwrap();
            assert_eq!(zone.date_of(end), day, "{name}");
            assert_eq!(zone.date_of(beside(1)), day.succ_opt().unwrap(), "{name}");
            assert!(zone.ends_day(end), "{name}");
            assert!(!zone.ends_day(beside(-1)) && !zone.ends_day(beside(1)), "{name}");
            assert_eq!(zone.words(end), format!("{day} 24:00"));
            assert_eq!(zone.counted_from(end), zone.counted_from(beside(1)), "{name}");
        }
    }

    #[test]
    fn what_is_printed_reads_back() {
        for (name, day) in ODD {
            let zone = Zone::named(name).unwrap();
            let day: Date = day.parse().unwrap();
            let start = zone.start_of(day).seconds() - 7_200;
            for moment in (start..start + 100_000)
                .step_by(599)
                .chain([zone.end_of(day).unwrap().seconds(), zone.start_of(day).seconds()])
            {
                let moment = Moment::from_seconds(moment).unwrap();
                let words = zone.words(moment);
                let read = crate::time::parse_moment(&words, zone);
                assert_eq!(read, Ok(moment), "{words} in {name}");
            }
        }
    }

    #[test]
    fn a_local_time_that_occurs_twice_is_printed_with_its_offset() {
        let zone = Zone::named("Europe/Paris").unwrap();
        let words = |text: &str| zone.words(crate::time::parse_moment(text, Zone::UTC).unwrap());
        assert_eq!(words("2020-10-24T23:59:59Z"), "2020-10-25 01:59:59");
        assert_eq!(words("2020-10-25T00:00:00Z"), "2020-10-25 02:00+02:00");
        assert_eq!(words("2020-10-25T01:59:59Z"), "2020-10-25 02:59:59+01:00");
        assert_eq!(words("2020-10-25T02:00:00Z"), "2020-10-25 03:00");
    }
}

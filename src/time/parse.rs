//! Text to dates, moments and durations: ISO 8601 and the language's own words.

use super::{Date, Duration, LocalTimeError, Moment, Zone};
use chrono::{Datelike, NaiveDateTime, NaiveTime};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// Why a text is not a date, moment or duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not spelled as a date.
    #[error("`{0}` is not a date; write the year, month and day as in 2012-06-01")]
    Date(String),
    /// Spelled as a date that no calendar has.
    #[error("`{0}` is not a day of the calendar")]
    NoSuchDay(String),
    /// Not spelled as a moment.
    #[error("`{0}` is not a moment; write it as in 2012-06-01 10:15 or 2012-06-01T10:15:00+06:00")]
    Moment(String),
    /// A date where a moment is needed.
    #[error("`{0}` is a date without a time of day; write it as in {0} 10:15")]
    NoTime(String),
    /// Not a time of day.
    #[error("`{0}` is not a time of day; write it as in 09:00 or 17:30, from 00:00 to 23:59")]
    TimeOfDay(String),
    /// A leap second.
    #[error("`{0}` has a second 60; seconds go from 00 to 59: write the last second of a minute as 59")]
    SecondSixty(String),
    /// Not spelled as a duration.
    #[error("`{0}` is not a duration; write it as in \"5 years\", \"72 hours\", \"P5Y\" or \"PT72H\"")]
    Duration(String),
    /// A local time that does not exist or occurs twice.
    #[error(transparent)]
    Local(#[from] LocalTimeError),
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let start: String = text.chars().take(57).collect();
    format!("{start}...")
}

fn looks_like_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// `2012-06-01`.
pub fn parse_date(text: &str) -> Result<Date, TimeError> {
    if !looks_like_date(text) {
        return Err(TimeError::Date(shortened(text)));
    }
    Date::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| date.year() >= 1)
        .ok_or_else(|| TimeError::NoSuchDay(shortened(text)))
}

/// What a clock shows, and whether a fraction of a second was dropped.
struct Reading {
    time: NaiveTime,
    dropped: bool,
}

/// `10:15`, `10:15:30` or `10:15:30.25`; `24:00` is not a reading of the clock.
fn parse_clock_reading(text: &str, wrong: impl Fn() -> TimeError) -> Result<Reading, TimeError> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = clock.split(':');
    let mut part = || parts.next().filter(|part| part.len() == 2 && digits(part));
    let (Some(hour), Some(minute)) = (part(), part()) else {
        return Err(wrong());
    };
    let second = part();
    let length = if second.is_some() { 8 } else { 5 };
    let fits = fraction.is_none_or(|fraction| second.is_some() && digits(fraction));
    if clock.len() != length || !fits {
        return Err(wrong());
    }
    if second == Some("60") {
        return Err(TimeError::SecondSixty(shortened(text)));
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let time = number(hour)
        .zip(number(minute))
        .zip(number(second.unwrap_or("00")))
        .and_then(|((hour, minute), second)| NaiveTime::from_hms_opt(hour, minute, second));
    Ok(Reading {
        time: time.ok_or_else(wrong)?,
        dropped: fraction.is_some_and(|fraction| fraction.bytes().any(|digit| digit != b'0')),
    })
}

/// `10:15` or `10:15:30`, from 00:00 to 23:59:59; a fraction of a second is dropped.
pub fn parse_time_of_day(text: &str) -> Result<NaiveTime, TimeError> {
    parse_time_of_day_noting(text).map(|(time, _)| time)
}

/// A time of day as [`parse_time_of_day`] reads it, and whether a fraction of a second was dropped.
pub fn parse_time_of_day_noting(text: &str) -> Result<(NaiveTime, bool), TimeError> {
    let wrong = || TimeError::TimeOfDay(shortened(text));
    parse_clock_reading(text.trim(), wrong).map(|reading| (reading.time, reading.dropped))
}

/// RFC 3339, or local time in `zone`: `2012-06-01 10:15`, `2012-06-01T10:15:00+06:00`. `2012-06-01 24:00` is the end of
/// that day. A fraction of a second is dropped.
pub fn parse_moment(text: &str, zone: Zone) -> Result<Moment, TimeError> {
    parse_moment_noting(text, zone).map(|(moment, _)| moment)
}

/// A moment as [`parse_moment`] reads it, and whether a fraction of a second was dropped.
pub fn parse_moment_noting(text: &str, zone: Zone) -> Result<(Moment, bool), TimeError> {
    let wrong = || TimeError::Moment(shortened(text));
    let trimmed = text.trim();
    let day = trimmed.get(..10).ok_or_else(wrong)?;
    let date = parse_date(day).map_err(|error| match error {
        TimeError::NoSuchDay(_) => error,
        _ => wrong(),
    })?;
    let rest = trimmed.get(10..).unwrap_or("");
    if rest.is_empty() {
        return Err(TimeError::NoTime(shortened(trimmed)));
    }
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or_else(wrong)?.trim_start();
    let (clock, offset) = split_offset(rest);
    let seconds = match offset {
        None => None,
        Some(offset) => Some(parse_offset(offset).ok_or_else(wrong)?),
    };
    if is_24(clock) {
        return end_of_day_at(date, seconds, zone)
            .map(|end| (end, false))
            .ok_or_else(wrong);
    }
    let Reading { time, dropped } = parse_clock_reading(clock, wrong)?;
    let local = date.and_time(time);
    let moment = match seconds {
        None => zone.at(local)?,
        Some(seconds) => with_offset(local, seconds).ok_or_else(wrong)?,
    };
    Ok((moment, dropped))
}

/// `24:00`, with or without seconds.
fn is_24(clock: &str) -> bool {
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let whole = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
    clock == "24:00" || (clock == "24:00:00" && whole)
}

/// The end of a day. With an offset it is midnight there, which is another time of day where the zone has another
/// offset.
fn end_of_day_at(date: Date, offset: Option<i64>, zone: Zone) -> Option<Moment> {
    let Some(offset) = offset else {
        return zone.end_of(date);
    };
    let midnight = with_offset(date.succ_opt()?.and_time(NaiveTime::MIN), offset)?;
    let last = Moment::from_seconds(midnight.seconds() - 1)?;
    Some(if zone.ends_day(last) { last } else { midnight })
}

fn with_offset(local: NaiveDateTime, seconds: i64) -> Option<Moment> {
    Moment::from_seconds(local.and_utc().timestamp().checked_sub(seconds)?)
}

fn split_offset(text: &str) -> (&str, Option<&str>) {
    match text.find(['Z', 'z', '+', '-']) {
        Some(place) => {
            let (clock, offset) = text.split_at(place);
            (clock.trim_end(), Some(offset))
        }
        None => (text, None),
    }
}

fn parse_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes <= 59 && hours >= 0 && minutes >= 0)
        .then_some(sign * (hours * 3600 + minutes * 60))
}

/// ISO 8601 (`P5Y6M`, `PT72H`, `P10D`, `P2W`, `-P10D`) or words (`5 years 6 months`, `72 hours`, `10 working days`,
/// `-5 years 6 months`, `1 year - 10 days`, `10/3 months`).
pub fn parse_duration(text: &str) -> Result<Duration, TimeError> {
    let trimmed = text.trim();
    let negative = trimmed.strip_prefix('-').filter(|rest| rest.starts_with('P'));
    let iso = negative.unwrap_or(trimmed);
    let parts = if iso.starts_with('P') {
        iso_parts(iso)
    } else {
        word_parts(trimmed)
    };
    parts
        .and_then(|parts| from_parts(&parts))
        .map(|read| match negative {
            Some(_) => read.negated(),
            None => read,
        })
        .ok_or_else(|| TimeError::Duration(shortened(trimmed)))
}

/// A unit of time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    WorkingDay,
    Month,
    Year,
}

impl Unit {
    fn from_words(words: &str) -> Option<Unit> {
        Some(match words.strip_suffix('s').unwrap_or(words) {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "working day" => Unit::WorkingDay,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        })
    }

    fn of(self, count: BigRational) -> Duration {
        match self {
            Unit::Second => Duration::seconds(1).times(&count),
            Unit::Minute => Duration::minutes(1).times(&count),
            Unit::Hour => Duration::hours(1).times(&count),
            Unit::Day => Duration::days(1).times(&count),
            Unit::Week => Duration::days(7).times(&count),
            Unit::WorkingDay => Duration::working_days(1).times(&count),
            Unit::Month => Duration::calendar(0, 1).times(&count),
            Unit::Year => Duration::calendar(1, 0).times(&count),
        }
    }
}

fn from_parts(parts: &[(BigRational, Unit)]) -> Option<Duration> {
    let mut sum: Option<Duration> = None;
    for (count, unit) in parts {
        let part = unit.of(count.clone());
        sum = Some(match sum {
            None => part,
            Some(sum) => sum.plus(&part)?,
        });
    }
    sum
}

/// No part of a duration is written with a greater number.
pub const MOST_COUNT: i64 = 999_999_999;

/// Digits of a fraction at most, above and below the line or behind the point.
const MOST_DIGITS: usize = 40;

/// A count in words: `5`, `2.5`, `10/3`.
fn exact(text: &str) -> Option<BigRational> {
    let digits = |text: &str| {
        let fits = !text.is_empty() && text.len() <= MOST_DIGITS;
        (fits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<BigInt>().ok())
            .flatten()
    };
    let count = if let Some((above, below)) = text.split_once('/') {
        let below = digits(below).filter(|below| !below.is_zero())?;
        BigRational::new(digits(above)?, below)
    } else if let Some((whole, part)) = text.split_once('.') {
        let scale = BigInt::from(10).pow(u32::try_from(part.len()).ok()?);
        BigRational::from_integer(digits(whole)?) + BigRational::new(digits(part)?, scale)
    } else {
        return count(text);
    };
    (count <= BigRational::from_integer(BigInt::from(MOST_COUNT))).then_some(count)
}

fn count(digits: &str) -> Option<BigRational> {
    let fits = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| digits.parse::<i64>().ok())
        .flatten()
        .filter(|number| *number <= MOST_COUNT)
        .map(|number| BigRational::from_integer(BigInt::from(number)))
}

fn iso_parts(text: &str) -> Option<Vec<(BigRational, Unit)>> {
    let mut parts = Vec::new();
    let mut digits = String::new();
    let mut in_time = false;
    for letter in text.chars().skip(1) {
        match letter {
            '0'..='9' => digits.push(letter),
            'T' if digits.is_empty() && !in_time => in_time = true,
            _ => {
                let unit = match (letter, in_time) {
                    ('Y', false) => Unit::Year,
                    ('M', false) => Unit::Month,
                    ('W', false) => Unit::Week,
                    ('D', false) => Unit::Day,
                    ('H', true) => Unit::Hour,
                    ('M', true) => Unit::Minute,
                    ('S', true) => Unit::Second,
                    _ => return None,
                };
                parts.push((count(&digits)?, unit));
                digits.clear();
            }
        }
    }
    let calendar = parts
        .iter()
        .any(|(_, unit)| matches!(unit, Unit::Year | Unit::Month));
    parts.retain(|(number, _)| !calendar || !number.is_zero());
    if calendar && parts.is_empty() {
        // no time at all, as answers spell it
        parts.push((BigRational::zero(), Unit::Month));
    }
    (digits.is_empty() && !parts.is_empty()).then_some(parts)
}

fn word_parts(text: &str) -> Option<Vec<(BigRational, Unit)>> {
    let mut words = text.split_whitespace().peekable();
    let mut parts: Vec<(BigRational, Unit)> = Vec::new();
    // a sign holds for all parts up to the next sign
    let mut negative = false;
    while let Some(word) = words.next() {
        let number = match (word, word.strip_prefix('-')) {
            ("+" | "-", _) if !parts.is_empty() => {
                negative = word == "-";
                words.next()?
            }
            (_, Some(number)) if parts.is_empty() => {
                negative = true;
                number
            }
            _ => word,
        };
        let mut unit = words.next()?.to_owned();
        if unit == "working" {
            unit = format!("working {}", words.next()?);
        }
        let count = exact(number)?;
        let count = if negative { -count } else { count };
        parts.push((count, Unit::from_words(&unit)?));
        if words.peek() == Some(&"and") {
            words.next();
        }
    }
    (!parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_at_all_is_read_as_it_is_spelled() {
        for text in ["P0M", "P0Y", "P0Y0M"] {
            assert_eq!(parse_duration(text), Ok(Duration::calendar(0, 0)), "{text}");
        }
        assert!(parse_duration("P").is_err() && parse_duration("P0").is_err());
    }

    #[test]
    fn signs_and_fractions_read_back() {
        let third = |text: &str| {
            parse_duration(text)
                .unwrap()
                .times(&BigRational::new(1.into(), 3.into()))
        };
        for (duration, words, iso) in [
            (
                parse_duration("2 years 6 months").unwrap().negated(),
                "-2 years 6 months",
                "-P2Y6M",
            ),
            (
                parse_duration("36 hours 5 minutes").unwrap().negated(),
                "-36 hours 5 minutes",
                "-PT36H5M",
            ),
            (parse_duration("1 day").unwrap().negated(), "-1 day", "-P1D"),
            (
                parse_duration("3 working days").unwrap().negated(),
                "-3 working days",
                "-3 working days",
            ),
            (
                parse_duration("1 year - 10 days").unwrap(),
                "1 year - 10 days",
                "1 year - 10 days",
            ),
            (
                parse_duration("1 year - 10 days").unwrap().negated(),
                "-1 year + 10 days",
                "-1 year + 10 days",
            ),
            (third("10 months"), "10/3 months", "10/3 months"),
            (third("-10 days"), "-10/3 days", "-10/3 days"),
            (parse_duration("2.5 days").unwrap(), "2.5 days", "2.5 days"),
        ] {
            assert_eq!(
                (duration.to_string().as_str(), duration.iso().as_str()),
                (words, iso)
            );
            assert_eq!(parse_duration(words).as_ref(), Ok(&duration), "{words}");
            assert_eq!(parse_duration(iso).as_ref(), Ok(&duration), "{iso}");
        }
        for wrong in [
            "--1 day",
            "- 1 day",
            "1 day -",
            "1 day - -1 day",
            "-",
            "1/0 days",
            "1. days",
            "P-1D",
            "--P1D",
            "-1.5.2 days",
        ] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn iso_and_words_read_alike() {
        for (iso, words) in [
            ("P5Y6M", "5 years 6 months"),
            ("PT72H", "72 hours"),
            ("P2W", "14 days"),
            ("PT1H30M", "1 hour 30 minutes"),
        ] {
            assert_eq!(parse_duration(iso), parse_duration(words), "{iso}");
        }
        assert!(parse_duration("5 years 3 hours").is_err());
        assert!(parse_duration("P").is_err());
        assert!(parse_duration("99999999999 days").is_err());
    }

    #[test]
    fn impossible_dates_say_so() {
        assert_eq!(
            parse_date("2013-02-29").unwrap_err().to_string(),
            "`2013-02-29` is not a day of the calendar"
        );
        assert!(parse_date("13-2-1").is_err());
        assert!(parse_date("0000-01-01").is_err());
    }

    #[test]
    fn a_moment_has_an_offset_or_a_zone() {
        let zone = Zone::named("Asia/Almaty").unwrap();
        let local = parse_moment("2012-06-01 10:15", zone).unwrap();
        assert_eq!(Ok(local), parse_moment("2012-06-01T10:15:00+06:00", Zone::UTC));
        assert_eq!(Ok(local), parse_moment("2012-06-01T04:15Z", zone));
        assert!(parse_moment("2012-06-01", zone).is_err());
        assert!(parse_moment("2012-06-01 25:00", zone).is_err());
        assert!(parse_moment("2012-06-01 10:15 +99:00", zone).is_err());
    }

    #[test]
    fn the_end_of_a_day_is_its_last_second() {
        let zone = Zone::named("Asia/Almaty").unwrap();
        let end = parse_moment("2012-06-01 23:59:59", zone);
        for text in [
            "2012-06-01 24:00",
            "2012-06-01T24:00",
            "2012-06-01T24:00:00",
            "2012-06-01T24:00:00.000",
            "2012-06-01T24:00+06:00",
            "2012-06-01T18:00Z",
        ] {
            let read = parse_moment(text, zone);
            if text.ends_with('Z') {
                // no 24:00 is written: it is midnight, of the next day
                assert_eq!(read, parse_moment("2012-06-02 00:00", zone));
            } else {
                assert_eq!(read, end, "{text}");
            }
        }
        // midnight elsewhere is another time of day here
        let there = parse_moment("2012-06-01T24:00Z", zone);
        assert_eq!(there, parse_moment("2012-06-02 06:00", zone));
        for text in [
            "2012-06-01 24:01",
            "2012-06-01 24:00:01",
            "2012-06-01T24:00:00.5",
            "2012-06-01 24",
        ] {
            assert!(parse_moment(text, zone).is_err(), "{text}");
        }
    }

    #[test]
    fn a_second_60_is_refused_and_fractions_are_noted() {
        for text in [
            "2016-12-31T23:59:60Z",
            "2016-12-31 23:59:60",
            "2016-12-31T23:59:60.5Z",
        ] {
            let error = parse_moment(text, Zone::UTC).unwrap_err();
            assert!(error.to_string().contains("second 60"), "{error}");
        }
        assert!(parse_time_of_day("23:59:60").is_err() && parse_time_of_day("23:59:59").is_ok());
        let read =
            |text: &str| parse_moment_noting(text, Zone::UTC).map(|(at, dropped)| (at.seconds(), dropped));
        assert_eq!(read("1970-01-01T00:00:59.999Z"), Ok((59, true)));
        assert_eq!(read("1970-01-01T00:00:59.000Z"), Ok((59, false)));
        assert_eq!(read("1970-01-01T00:00:59Z"), Ok((59, false)));
        for text in [
            "1970-01-01T00:00:59.Z",
            "1970-01-01T00:00:59.x",
            "1970-01-01T00:00.5",
            "1970-01-01T00:00:5",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

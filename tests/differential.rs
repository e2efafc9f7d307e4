//! The time room against another library: zones and month arithmetic from 1900 to 2200 as `jiff` has them.

use jargy::{Date, Moment, MonthEnd, Zone, shift};
use proptest::prelude::*;

/// Zones of the rule library, and some with half hours, skipped days, double summer time and other oddities. Zones whose
/// history the tz data base has revised between the releases that the two libraries carry are left out.
const ZONES: &[&str] = &[
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Aqtobe",
    "Asia/Atyrau",
    "Asia/Oral",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
    "Europe/Brussels",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Athens",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
];

/// 1900-01-01 and 2200-01-01, in seconds.
const FROM: i64 = -2_208_988_800;
const UNTIL: i64 = 7_258_118_400;

fn offset_by_jiff(zone: &str, seconds: i64) -> i64 {
    let zone = jiff::tz::TimeZone::get(zone).unwrap();
    let moment = jiff::Timestamp::from_second(seconds).unwrap();
    i64::from(zone.to_offset(moment).seconds())
}

fn offset_here(zone: &str, seconds: i64) -> i64 {
    let zone = Zone::named(zone).unwrap();
    let local = zone.local(Moment::from_seconds(seconds).unwrap());
    local.and_utc().timestamp() - seconds
}

#[test]
fn offsets_agree_on_every_week_from_1900_to_2200() {
    let mut wrong = Vec::new();
    for zone in ZONES {
        let mut at = FROM;
        while at < UNTIL {
            let (ours, theirs) = (offset_here(zone, at), offset_by_jiff(zone, at));
            if ours != theirs {
                wrong.push(format!("{zone} at {at}: {ours} here, {theirs} there"));
            }
            at += 7 * 86_400 + 3_600;
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differences, first {:?}",
        wrong.len(),
        wrong.first()
    );
}

/// What a local time is: its moment, or none, or two.
fn read_by_jiff(zone: &str, local: jiff::civil::DateTime) -> Vec<i64> {
    let zone = jiff::tz::TimeZone::get(zone).unwrap();
    let read = zone.to_ambiguous_timestamp(local);
    match read.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => vec![read.earlier().unwrap().as_second()],
        jiff::tz::AmbiguousOffset::Gap { .. } => Vec::new(),
        jiff::tz::AmbiguousOffset::Fold { .. } => {
            let both = [read.earlier(), read.later()];
            both.map(|read| read.unwrap().as_second()).to_vec()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn local_times_are_read_alike(zone in prop::sample::select(ZONES), seconds in FROM..UNTIL) {
        let local = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        let theirs = read_by_jiff(zone, jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", local.to_string()).unwrap());
        let ours = Zone::named(zone).unwrap().at(local).map(Moment::seconds);
        match theirs.as_slice() {
            [one] => prop_assert_eq!(ours.as_ref().ok(), Some(one)),
            _ => prop_assert!(ours.is_err(), "{} {}", zone, local),
        }
    }

    /// Near a change of the clocks, where local times are missing or occur twice.
    #[test]
    fn local_times_near_a_change_are_read_alike(zone in prop::sample::select(ZONES), near in FROM..UNTIL, minutes in -240_i64..240) {
        let tz = jiff::tz::TimeZone::get(zone).unwrap();
        let Some(change) = tz.following(jiff::Timestamp::from_second(near).unwrap()).next() else {
            return Ok(());
        };
        let moment = change.timestamp().as_second();
        if moment >= UNTIL {
            return Ok(());
        }
        let local = moment + offset_here(zone, moment) + minutes * 60;
        let local = chrono::DateTime::from_timestamp(local, 0).unwrap().naive_utc();
        let theirs = read_by_jiff(zone, jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", local.to_string()).unwrap());
        let ours = Zone::named(zone).unwrap().at(local).map(Moment::seconds);
        prop_assert_eq!(ours.is_ok(), theirs.len() == 1, "{} {} {:?}", zone, local, theirs);
        if let ([one], Ok(ours)) = (theirs.as_slice(), ours) {
            prop_assert_eq!(*one, ours);
        }
    }

    #[test]
    fn the_beginning_of_a_day_is_the_same(zone in prop::sample::select(ZONES), days in 0_i64..109_000) {
        let date = "1900-01-01".parse::<Date>().unwrap() + chrono::TimeDelta::days(days);
        let theirs = date.to_string().parse::<jiff::civil::Date>().unwrap();
        let theirs = theirs.to_zoned_datetime(jiff::tz::TimeZone::get(zone).unwrap()).unwrap().start_of_day().unwrap();
        let ours = Zone::named(zone).unwrap().start_of(date);
        // a day that the clocks skipped as a whole begins with the day after it
        if theirs.date().to_string() == date.to_string() {
            prop_assert_eq!(ours.seconds(), theirs.timestamp().as_second(), "{} {}", zone, date);
        }
    }

    #[test]
    fn months_and_days_are_added_alike(days in 0_i64..109_000, years in -120_i64..120, months in -40_i64..40, more in -2_000_i64..2_000) {
        let date = "1900-01-01".parse::<Date>().unwrap() + chrono::TimeDelta::days(days);
        let ours = shift(date, years, months, more, MonthEnd::Down);
        // the other library takes one sign for a whole span, so years and months are one number there
        let theirs = date.to_string().parse::<jiff::civil::Date>().unwrap();
        let theirs = theirs
            .checked_add(jiff::Span::new().months(years * 12 + months))
            .and_then(|date| date.checked_add(jiff::Span::new().days(more)));
        prop_assert_eq!(ours.map(|date| date.to_string()), theirs.ok().map(|date| date.to_string()));
    }
}

//! Properties of legal time: limits that never shorten when something is added, a count against a day-by-day one,
//! periods against sets of days, answers that change when they say and at no other time.

use crate::support::{FACTS, law, library};
use jargy::{
    Calendar, Case, Counter, CountingRule, Date, DayEnd, Duration, Event, FirstDay, FirstHour, Holiday,
    HolidayOn, Library, Moment, MonthEnd, Period, Periods, Roll, TimeLimit, Weekday, Zone,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(number: i64) -> Date {
    "2011-01-01".parse::<Date>().unwrap() + chrono::TimeDelta::days(number)
}

fn calendar() -> Calendar {
    let feast = |month, day| Holiday {
        on: HolidayOn::Yearly(month, day),
        from: None,
        until: None,
        substituted: true,
        name: None,
    };
    Calendar {
        weekend: vec![Weekday::Sat, Weekday::Sun],
        holidays: vec![
            feast(1, 1),
            feast(1, 2),
            feast(5, 1),
            feast(12, 16),
            feast(12, 17),
        ],
        substitutes: true,
        ..Calendar::default()
    }
}

fn first_day() -> impl Strategy<Value = FirstDay> {
    prop::sample::select(vec![FirstDay::Counted, FirstDay::NotCounted, FirstDay::Clear])
}

fn rule() -> impl Strategy<Value = CountingRule> {
    let hours = prop::sample::select(vec![FirstHour::Moment, FirstHour::NotCounted]);
    let rolls = prop::sample::select(vec![Roll::Stays, Roll::Next]);
    let ends = prop::sample::select(vec![MonthEnd::Up, MonthEnd::Down]);
    let least = prop::sample::select(vec![None, Some((2, 2)), Some((3, 5))]);
    (hours, first_day(), first_day(), ends, rolls, least).prop_map(
        |(hours, days, months, month_end, roll, least_working)| CountingRule {
            hours,
            days,
            working_days: days,
            months,
            month_end,
            month_of: Some(30),
            end: DayEnd::Midnight,
            roll,
            roll_back: Roll::Stays,
            least_working,
            anniversary: MonthEnd::Up,
        },
    )
}

fn length() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0_i64..400).prop_map(Duration::hours),
        (0_i64..400).prop_map(Duration::days),
        (0_i64..60).prop_map(Duration::working_days),
        (0_i64..30).prop_map(|months| Duration::calendar(0, months)),
    ]
}

/// The same length and a unit more.
fn longer(length: &Duration) -> Duration {
    let one = match length {
        Duration::Clock(_) => Duration::hours(1),
        Duration::Days(_) => Duration::days(1),
        Duration::WorkingDays(_) => Duration::working_days(1),
        Duration::Calendar { .. } => Duration::calendar(0, 1),
    };
    length.plus(&one).unwrap()
}

fn end(rule: &CountingRule, zone: Zone, event: Moment, length: &Duration, backwards: bool) -> Moment {
    let calendar = calendar();
    let counter = Counter {
        zone,
        rule,
        calendar: Some(&calendar),
    };
    let limit = TimeLimit {
        event: Event::Moment(event),
        length,
        backwards,
        round: MonthEnd::Refuse,
        pauses: &[],
        restarts: &[],
    };
    counter.count(&limit).unwrap().due.unwrap()
}

const ZONES: &[&str] = &[
    "Asia/Almaty",
    "Asia/Aqtau",
    "Europe/Berlin",
    "Pacific/Apia",
    "UTC",
];

fn zone() -> impl Strategy<Value = Zone> {
    prop::sample::select(ZONES).prop_map(|name| Zone::named(name).unwrap())
}

/// 2011-01-01 to about 2025-01-01.
fn moment() -> impl Strategy<Value = Moment> {
    (1_293_840_000_i64..1_735_689_600).prop_map(|seconds| Moment::from_seconds(seconds).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_later_event_never_ends_a_limit_earlier(rule in rule(), zone in zone(), event in moment(), later in 0_i64..4_000_000, length in length()) {
        let next = Moment::from_seconds(event.seconds() + later).unwrap();
        prop_assert!(end(&rule, zone, event, &length, false) <= end(&rule, zone, next, &length, false));
    }

    #[test]
    fn a_longer_limit_never_ends_earlier(rule in rule(), zone in zone(), event in moment(), length in length()) {
        prop_assert!(end(&rule, zone, event, &length, false) <= end(&rule, zone, event, &longer(&length), false));
        prop_assert!(end(&rule, zone, event, &length, true) >= end(&rule, zone, event, &longer(&length), true));
    }

    #[test]
    fn hours_are_added_one_after_another(zone in zone(), event in moment(), a in 0_i64..500, b in 0_i64..500) {
        let rule = CountingRule::DEFAULT;
        let at_once = end(&rule, zone, event, &Duration::hours(a + b), false);
        let middle = end(&rule, zone, event, &Duration::hours(a), false);
        prop_assert_eq!(at_once, end(&rule, zone, middle, &Duration::hours(b), false));
        prop_assert_eq!(zone.seconds_between(event, at_once), (a + b) * 3600);
    }

    /// Counted day by day, as a clerk does with a calendar on the wall.
    #[test]
    fn days_are_those_of_a_calendar_on_the_wall(rule in rule(), start in 0_i64..5_000, count in 1_i64..120) {
        let rule = CountingRule { least_working: None, ..rule };
        let calendar = calendar();
        let mut last = day(start);
        let mut left = match rule.days {
            FirstDay::Counted => count - 1,
            FirstDay::NotCounted => count,
            FirstDay::Clear => count + 1,
        };
        while left > 0 {
            last = last.succ_opt().unwrap();
            left -= 1;
        }
        while rule.roll == Roll::Next && !calendar.is_working(last) {
            last = last.succ_opt().unwrap();
        }
        let event = Zone::UTC.start_of(day(start));
        let due = end(&rule, Zone::UTC, event, &Duration::days(count), false);
        prop_assert_eq!(due.seconds() + 1, Zone::UTC.start_of(last.succ_opt().unwrap()).seconds());
        prop_assert_eq!(Zone::UTC.date_of(due), last);
    }

    #[test]
    fn a_moved_last_day_is_worked_and_the_first_such_day(rule in rule(), start in 0_i64..5_000, length in length()) {
        prop_assume!(!matches!(length, Duration::Clock(_)));
        let calendar = calendar();
        let event = Zone::UTC.start_of(day(start));
        let stays = CountingRule { roll: Roll::Stays, least_working: None, ..rule.clone() };
        let moves = CountingRule { roll: Roll::Next, least_working: None, ..rule };
        let last = |rule: &CountingRule| Zone::UTC.date_of(end(rule, Zone::UTC, event, &length, false));
        let (was, is) = (last(&stays), last(&moves));
        prop_assert!(calendar.is_working(is));
        let mut between = was;
        while between < is {
            prop_assert!(!calendar.is_working(between));
            between = between.succ_opt().unwrap();
        }
    }

    #[test]
    fn working_days_there_and_back(start in 0_i64..5_000, count in 1_i64..40) {
        let calendar = calendar();
        let rule = CountingRule::DEFAULT;
        let event = Zone::UTC.start_of(day(start));
        let due = end(&rule, Zone::UTC, event, &Duration::working_days(count), false);
        let last = Zone::UTC.date_of(due);
        prop_assert!(calendar.is_working(last));
        let worked = (0..=(last - day(start)).num_days()).filter(|days| *days > 0 && calendar.is_working(day(start + days))).count();
        prop_assert_eq!(i64::try_from(worked).unwrap(), count);
        if calendar.is_working(day(start)) {
            let back = end(&rule, Zone::UTC, Zone::UTC.start_of(last), &Duration::working_days(count), true);
            prop_assert_eq!(Zone::UTC.date_of(back), day(start));
        }
    }

    #[test]
    fn periods_are_sets_of_days(a in prop::collection::vec((0_i64..120, 0_i64..20), 0..6), b in prop::collection::vec((0_i64..120, 0_i64..20), 0..6), window in 1_i64..40) {
        let periods = |parts: &[(i64, i64)]| Periods::of(parts.iter().map(|(from, long)| Period::new(day(*from), Some(day(from + long))).unwrap()).collect());
        let set = |parts: &[(i64, i64)]| parts.iter().flat_map(|(from, long)| *from..=from + long).collect::<BTreeSet<i64>>();
        let (x, y, s, t) = (periods(&a), periods(&b), set(&a), set(&b));
        prop_assert_eq!(x.days(), Some(s.len() as i64));
        prop_assert_eq!(x.common(&y).days(), Some(s.intersection(&t).count() as i64));
        prop_assert_eq!(x.covers(&y), t.is_subset(&s));
        for number in 0..150 {
            prop_assert_eq!(x.contains(day(number)), s.contains(&number));
        }
        let most = (-40..150).map(|first| s.range(first..first + window).count() as i64).max();
        prop_assert_eq!(Some(x.most_in_any(window)), most);
    }

    #[test]
    fn a_deadline_is_never_skipped(hours in 1_i64..200, event in moment(), done in prop::option::of(0_i64..300)) {
        let law = chain(hours);
        let done_at = done.map(|after| Moment::from_seconds(event.seconds() + after * 3600).unwrap());
        // follow the moments at which the answer says that it changes
        let mut at = Moment::from_seconds(event.seconds() - 1).unwrap();
        let mut seen = vec![outcome(&law, event, done_at, at).0];
        for _ in 0..10 {
            let (before, changes) = outcome(&law, event, done_at, at);
            let Some(next) = changes else { break };
            // just before that moment it is still the old answer
            let just_before = Moment::from_seconds(next.seconds() - 1).unwrap();
            prop_assert_eq!(outcome(&law, event, done_at, just_before).0, before.clone());
            at = next;
            let now = outcome(&law, event, done_at, at).0;
            prop_assert_ne!(&now, &before);
            seen.push(now);
        }
        let late = done.is_none_or(|after| after > hours);
        let expected = match (late, done) {
            (false, _) => vec!["not_applicable", "pending", "fulfilled"],
            (true, Some(_)) => vec!["not_applicable", "pending", "overdue", "fulfilled_late"],
            (true, None) => vec!["not_applicable", "pending", "overdue"],
        };
        // done with the event itself, it is fulfilled without having been pending
        let expected: Vec<&str> = if done == Some(0) { vec!["not_applicable", "fulfilled"] } else { expected };
        prop_assert_eq!(seen, expected);
    }
}

fn chain(hours: i64) -> Library {
    library(&law(
        FACTS,
        &format!("article 1\n must act within {hours} hours of m\n done done_at"),
    ))
}

/// The outcome at a moment, and the next moment at which it changes by itself.
fn outcome(law: &Library, event: Moment, done: Option<Moment>, at: Moment) -> (String, Option<Moment>) {
    let snapshot = law.on("2012-06-01".parse().unwrap());
    let matter = snapshot.matter("M").unwrap();
    let case = matter.case().set("m", jargy::Value::Moment(event));
    let case: Case = match done {
        Some(done) => case.set("done_at", jargy::Value::Moment(done)),
        None => case.none("done_at"),
    }
    .build()
    .unwrap();
    let answer = matter.ask("act").unwrap().decide(&case, at);
    (answer.outcome().word().to_owned(), answer.changes_at())
}

//! The ends of what can be counted, moved and read: years 1 and 9999, whole and empty weeks, the most digits.

use crate::support::{CALENDAR, law, library, value};
use jargy::{
    Calendar, CountError, Counted, Counter, CountingRule, Date, DayOff, Duration, Easter, Event, FirstDay,
    Holiday, HolidayOn, Moment, MonthEnd, MovedDay, Number, NumberError, Pause, Roll, Rounding, TimeError,
    TimeLimit, Weekday, Zone, parse_date, parse_duration, parse_moment,
};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn moment(text: &str) -> Moment {
    parse_moment(text, Zone::UTC).unwrap()
}

const ALL_DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A limit counted in UTC.
fn count(
    rule: &CountingRule,
    calendar: Option<&Calendar>,
    event: Event,
    length: &str,
    pauses: &[Pause],
) -> Result<Counted, CountError> {
    let length = parse_duration(length).unwrap();
    let counter = Counter {
        zone: Zone::UTC,
        rule,
        calendar,
    };
    counter.count(&TimeLimit {
        event,
        length: &length,
        backwards: false,
        round: MonthEnd::Up,
        pauses,
        restarts: &[],
    })
}

fn on(text: &str) -> Event {
    Event::Date(date(text))
}

// ------------------------------------------------------------------ counting

/// Half a month behind some whole ones is half of the month that follows them, unless the rule gives a month 30 days.
#[test]
fn a_part_of_a_month_is_a_part_of_the_month_that_follows() {
    let of_calendar = CountingRule {
        month_of: None,
        ..CountingRule::DEFAULT
    };
    let of_thirty = CountingRule {
        month_of: Some(30),
        ..CountingRule::DEFAULT
    };
    let last = |rule: &CountingRule, event: &str, length: &str| {
        count(rule, None, on(event), length, &[])
            .unwrap()
            .last_day
            .unwrap()
    };
    // 2012-02-10 to 2012-03-10 has 29 days, 2011-02-10 to 2011-03-10 has 28
    for (event, length, calendar, thirty) in [
        ("2012-01-10", "1.5 months", "2012-02-25", "2012-02-25"),
        ("2011-01-10", "1.5 months", "2011-02-24", "2011-02-25"),
        ("2012-01-10", "1/2 months", "2012-01-26", "2012-01-25"),
        ("2012-03-31", "5/4 months", "2012-05-08", "2012-05-08"),
        ("2012-12-10", "7/10 months", "2013-01-01", "2012-12-31"),
    ] {
        assert_eq!(
            last(&of_calendar, event, length),
            date(calendar),
            "{length} from {event}"
        );
        assert_eq!(
            last(&of_thirty, event, length),
            date(thirty),
            "{length} from {event}"
        );
    }
}

#[test]
fn what_cannot_be_counted_says_why() {
    let no_end = CountingRule {
        month_end: MonthEnd::Refuse,
        ..CountingRule::DEFAULT
    };
    // February has no 31st, in the last year that there is as in any other
    for event in ["2012-01-31", "9999-01-31"] {
        assert_eq!(
            count(&no_end, None, on(event), "1 month", &[]),
            Err(CountError::Refused),
            "{event}"
        );
    }
    assert_eq!(
        count(&no_end, None, on("9999-12-31"), "2 months", &[]),
        Err(CountError::OutOfRange)
    );
    let rolls = CountingRule {
        roll: Roll::Next,
        ..CountingRule::DEFAULT
    };
    let never_worked = Calendar {
        weekend: ALL_DAYS.to_vec(),
        ..Calendar::default()
    };
    let from = on("2012-06-01");
    assert_eq!(
        count(&rolls, Some(&never_worked), from, "3 days", &[]),
        Err(CountError::OutOfRange)
    );
    assert_eq!(
        count(&rolls, None, from, "3 days", &[]),
        Err(CountError::NoCalendar)
    );
    let least = CountingRule {
        least_working: Some((2, 2)),
        ..CountingRule::DEFAULT
    };
    assert_eq!(
        count(&least, None, from, "3 days", &[]),
        Err(CountError::NoCalendar)
    );
    assert_eq!(
        count(&CountingRule::DEFAULT, None, from, "3 hours", &[]),
        Err(CountError::HoursFromDate)
    );
    assert_eq!(
        count(&CountingRule::DEFAULT, None, from, "3 working days", &[]),
        Err(CountError::NoCalendar)
    );
}

/// So many working days are counted one by one, and no more.
#[test]
fn at_most_fifty_thousand_working_days_are_counted() {
    let worked = Calendar::default();
    let last = |days: &str| count(&CountingRule::DEFAULT, Some(&worked), on("2012-06-01"), days, &[]);
    let found = last("50000 working days").unwrap().last_day;
    assert_eq!(found, Some(date("2012-06-01") + chrono::TimeDelta::days(50_000)));
    assert_eq!(last("50001 working days"), Err(CountError::OutOfRange));
}

/// The steps say which day was the first, and how long a limit stood still; a stop of no days is none.
#[test]
fn the_steps_say_what_was_counted() {
    let first_day = |days: FirstDay| {
        let rule = CountingRule {
            days,
            ..CountingRule::DEFAULT
        };
        let counted = count(&rule, None, on("2012-06-01"), "10 days", &[]).unwrap();
        counted.steps[1].clone()
    };
    assert_eq!(
        first_day(FirstDay::Counted),
        "the day of the event is the first day; the last day is 2012-06-10"
    );
    assert_eq!(
        first_day(FirstDay::NotCounted),
        "the day of the event is not counted; the last day is 2012-06-11"
    );
    assert_eq!(
        first_day(FirstDay::Clear),
        "clear days: neither the day of the event nor that of the act is counted; the last day is 2012-06-12"
    );
    let rule = CountingRule::DEFAULT;
    let stood_still = |event: Event, length: &str, pause: Pause| {
        let counted = count(&rule, None, event, length, &[pause]).unwrap();
        let steps = counted.steps.iter().filter(|step| step.contains("stood still"));
        steps.cloned().collect::<Vec<_>>()
    };
    let days = |from: &str, until: &str| Pause {
        from: on(from),
        until: Some(on(until)),
    };
    let event = on("2012-06-01");
    let [step] = &stood_still(event, "10 days", days("2012-06-05", "2012-06-08"))[..] else {
        panic!("one step for one pause");
    };
    assert!(
        step.starts_with("it stood still for 3 days") && step.ends_with("the last day is 2012-06-14"),
        "{step}"
    );
    assert_eq!(
        stood_still(event, "10 days", days("2012-06-05", "2012-06-05")),
        Vec::<String>::new()
    );
    let hours = Pause {
        from: Event::Moment(moment("2012-06-01T12:00Z")),
        until: Some(Event::Moment(moment("2012-06-01T15:00Z"))),
    };
    let event = Event::Moment(moment("2012-06-01T10:00Z"));
    let [step] = &stood_still(event, "24 hours", hours)[..] else {
        panic!("one step for one pause");
    };
    assert!(step.starts_with("it stood still for 3 hours"), "{step}");
}

/// An hour can be added in the first year and in the last, and not beyond them.
#[test]
fn hours_are_added_within_the_years_1_to_9999() {
    let hour = Duration::hours(1);
    let plus = |text: &str| Zone::UTC.plus_clock(moment(text), &hour);
    assert_eq!(plus("0001-01-01T00:00Z"), Some(moment("0001-01-01T01:00Z")));
    assert_eq!(plus("0001-12-31T22:00Z"), Some(moment("0001-12-31T23:00Z")));
    assert_eq!(plus("9999-12-31T22:00Z"), Some(moment("9999-12-31T23:00Z")));
    assert_eq!(plus("9999-12-31T23:30Z"), None);
}

// ------------------------------------------------------------------ calendars

/// Easter by another algorithm (Oudin, 1940): the full moon of spring, and the Sunday after it.
fn easter(year: i32) -> Date {
    let golden = year % 19;
    let century = year / 100;
    let lag = (century - 17) / 25;
    let mut moon = (century - century / 4 - (century - lag) / 3 + 19 * golden + 15) % 30;
    moon -= (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    let full = Date::from_ymd_opt(year, 3, 21).unwrap() + chrono::TimeDelta::days(i64::from(moon));
    let mut sunday = full + chrono::TimeDelta::days(1);
    while chrono::Datelike::weekday(&sunday) != Weekday::Sun {
        sunday += chrono::TimeDelta::days(1);
    }
    sunday
}

#[test]
fn easter_is_the_sunday_after_the_full_moon_of_spring() {
    for year in 1583..=9999 {
        assert_eq!(Easter::Western.sunday(year), Some(easter(year)), "{year}");
    }
}

#[test]
fn a_holiday_of_one_day_is_that_day_alone() {
    let calendar = Calendar {
        holidays: vec![Holiday {
            on: HolidayOn::Once(date("2012-10-26")),
            from: None,
            until: None,
            substituted: false,
            name: None,
        }],
        ..Calendar::default()
    };
    for day in ["2012-10-25", "2012-10-27", "2011-10-26", "2013-10-26"] {
        assert_eq!(calendar.day_off(date(day)), None, "{day}");
    }
    assert!(matches!(
        calendar.day_off(date("2012-10-26")),
        Some(DayOff::Holiday(_))
    ));
}

/// A holiday on a Saturday is taken on the next day that is neither a rest day nor free by decree.
#[test]
fn a_substitute_stands_on_the_next_day_that_is_worked() {
    let moved = |days: &[(&str, &str)]| Calendar {
        weekend: vec![Weekday::Sat, Weekday::Sun],
        holidays: vec![Holiday {
            on: HolidayOn::Yearly(6, 2),
            from: None,
            until: None,
            substituted: true,
            name: None,
        }],
        substitutes: true,
        moved: days
            .iter()
            .map(|(worked, free)| MovedDay {
                worked: date(worked),
                free: date(free),
                by: None,
            })
            .collect(),
        ..Calendar::default()
    };
    let plain = moved(&[]);
    // 2012-06-02 is a Saturday
    assert_eq!(
        plain.day_off(date("2012-06-04")),
        Some(DayOff::Substitute(date("2012-06-02")))
    );
    assert_eq!(plain.day_off(date("2012-06-05")), None);
    let decreed = moved(&[("2012-06-09", "2012-06-04")]);
    assert_eq!(
        decreed.day_off(date("2012-06-05")),
        Some(DayOff::Substitute(date("2012-06-02")))
    );
    assert_eq!(decreed.day_off(date("2012-06-06")), None);
    assert!(decreed.is_working(date("2012-06-09")) && !decreed.is_working(date("2012-06-04")));
}

#[test]
fn the_calendar_of_a_rule_is_the_calendar_of_its_text() {
    let law = library(&format!(
        "{CALENDAR}{}",
        law(
            "e : date",
            "article 1\n define found as date of (2 working days counted from e)\n"
        )
    ));
    // 2012-04-28 is worked by decree, 2012-04-30 free for it, 2012-05-01 a holiday
    assert_eq!(value(&law, "found", "{\"e\": \"2012-04-27\"}"), "\"2012-05-02\"");
}

// ------------------------------------------------------------------ what is read

#[test]
fn parts_of_an_iso_duration_stand_in_their_places() {
    let read = |text: &str| parse_duration(text).map(|duration| duration.iso()).ok();
    assert_eq!(read("PT1H1M"), Some("PT1H1M".to_owned()));
    assert_eq!(read("P1DT0H"), read("P1DT0H"));
    for wrong in [
        "P5T3H", "PT1HT1M", "PTT1H", "P1Y2T3H", "PT", "PT5", "P5", "P1H", "PT1Y",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

/// A part of a count has up to forty digits, on either side of the line or behind the point.
#[test]
fn a_part_of_a_count_has_up_to_forty_digits() {
    let nines = |digits: usize| "9".repeat(digits);
    let read = |count: String| parse_duration(&format!("{count} days")).is_ok();
    assert!(read(format!("0.{}", nines(40))) && !read(format!("0.{}", nines(41))));
    assert!(read(format!("1/{}", nines(40))) && !read(format!("1/{}", nines(41))));
    assert!(read(format!("{}/{}", nines(40), nines(40))) && !read(format!("{}/{}", nines(41), nines(41))));
}

/// A long text that is no date is shown by its beginning, one of sixty letters in full.
#[test]
fn a_long_mistake_is_shown_by_its_beginning() {
    let sixty = "x".repeat(60);
    assert_eq!(parse_date(&sixty), Err(TimeError::Date(sixty.clone())));
    let shown = format!("{}...", "x".repeat(57));
    assert_eq!(parse_date(&format!("{sixty}y")), Err(TimeError::Date(shown)));
}

/// Months and days of one sign are more than nothing, however many days a month has.
#[test]
fn months_and_days_of_one_sign_add_up() {
    let law = library(&law(
        "t : duration\ns : duration",
        "article 1\n define more as all of\n  (a) t > s\n define less as all of\n  (a) t < s\n define same as all of\n  (a) t = s\n",
    ));
    let compared = |t: &str, s: &str| {
        let facts = format!("{{\"t\": \"{t}\", \"s\": \"{s}\"}}");
        ["more", "less", "same"].map(|question| value(&law, question, &facts))
    };
    let known = |order: usize| [0, 1, 2].map(|other| (order == other).to_string());
    assert_eq!(compared("2 months 40 days", "1 month"), known(0));
    assert_eq!(compared("2 months 1 day", "1 month"), known(0));
    assert_eq!(compared("1 month", "2 months 40 days"), known(1));
    assert_eq!(compared("1 month", "1 month 1 day"), known(1));
    assert_eq!(compared("2 months", "1 month"), known(0));
    assert_eq!(compared("1 month 3 days", "1 month 3 days"), known(2));
    // ten days less than two months, and forty less than one: how long a month is decides neither
    assert_eq!(compared("2 months", "1 month 10 days"), known(0));
    assert_eq!(compared("1 month", "40 days"), known(1));
}

/// A text is read as a number up to 256 bytes, spaces among them.
#[test]
fn a_number_is_read_from_at_most_256_bytes() {
    let spaced = |bytes: usize| format!("{}7", " ".repeat(bytes - 1));
    assert_eq!(Number::parse(&spaced(256)), Ok(Number::whole(7)));
    assert_eq!(Number::parse(&spaced(257)), Err(NumberError::TooLong(64)));
}

/// Halves go to the even one; what is no half goes to the nearest, even or not.
#[test]
fn only_halves_are_rounded_to_the_even_one() {
    for (number, step, rounded) in [
        ("2.5", 1, "2"),
        ("3.5", 1, "4"),
        ("2.7", 1, "3"),
        ("2.3", 1, "2"),
        ("-2.5", 1, "-2"),
        ("-2.7", 1, "-3"),
        ("-3.5", 1, "-4"),
        ("15", 10, "20"),
        ("25", 10, "20"),
        ("27", 10, "30"),
        ("35", 10, "40"),
        ("3", 1, "3"),
    ] {
        let number = Number::parse(number).unwrap();
        let found = number.rounded(Rounding::HalfEven, &Number::whole(step)).unwrap();
        assert_eq!(found.to_string(), rounded, "{number}");
    }
}

//! Calculations at the edge of what can be calculated, lists that are not there, and limits as values.

use crate::support::{answer, law, library, line};

/// The value, or what cannot be calculated.
fn told(facts: &str, said: &str, case: &str) -> String {
    let text = format!(
        "record Visit\n hours : number\nrecord Person\n visits : list of Visit\n{}",
        law(facts, &format!("article 1\n define x as {said}"))
    );
    let law = library(&text);
    let answer = answer(&law, "x", case, None);
    let reasons: Vec<String> = answer
        .undetermined()
        .iter()
        .map(|failed| failed.words())
        .collect();
    if reasons.is_empty() {
        line(&law, "x", case, None).replace(" by C art. 1", "")
    } else {
        reasons.join(", ")
    }
}

#[test]
fn a_moment_behind_the_last_day_of_the_calendar_is_none() {
    let outside = |said: &str| format!("`{said}` in C art. 1: the result lies outside the years 1 to 9999");
    let said = "end of d + 1 day";
    assert_eq!(told("d : date", said, "{\"d\": \"9999-12-30\"}"), outside(said));
    assert_eq!(
        told("d : date", said, "{\"d\": \"2012-02-28\"}"),
        "\"2012-02-29T23:59:59+00:00\""
    );
}

#[test]
fn days_are_the_same_by_the_day_the_month_or_the_year() {
    for (period, others) in [
        ("day", ["2012-05-31", "2012-06-02"]),
        ("month", ["2012-05-31", "2012-07-01"]),
        ("year", ["2011-12-31", "2013-01-01"]),
    ] {
        let said = format!("d in the calendar {period} of 2012-06-01");
        let of = |day: &str| told("d : date", &said, &format!("{{\"d\": \"{day}\"}}"));
        assert_eq!(of("2012-06-01"), "true", "{period}");
        for other in others {
            assert_eq!(of(other), "false", "{period} {other}");
        }
        assert_eq!(told("d : date", &said, "{}"), "unknown want d", "{period}");
    }
    let said = "d in the calendar month of 2012-06-01";
    assert_eq!(told("d : date", said, "{\"d\": \"2011-06-01\"}"), "false");
}

/// Of a person who is known not to be there nothing is there to be counted.
#[test]
fn a_list_of_what_does_not_exist_has_no_elements() {
    let facts = "person : Person or none\nn : number";
    for case in ["{\"person\": null}", "{\"person\": {\"visits\": []}}"] {
        assert_eq!(told(facts, "count of person.visits", case), "0", "{case}");
        assert_eq!(
            told(facts, "(count of person.visits where (hours > 2)) + n", case),
            "unknown want n",
            "{case}"
        );
    }
    assert_eq!(
        told(
            facts,
            "count of person.visits",
            "{\"person\": {\"visits\": [{}, {}]}}"
        ),
        "2"
    );
    assert_eq!(
        told(facts, "count of person.visits", "{}"),
        "unknown want person.visits"
    );
}

/// The end of a limit as a value stands in the timeline of the case: open to its last second, ended a second later.
#[test]
fn the_end_of_a_limit_that_a_definition_gives_is_open_until_it_has_passed() {
    let law = library(&law(
        "e : date",
        "article 1\n define ends_at as 10 days counted from e\n",
    ));
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"e\": \"2012-06-01\"}}")
        .unwrap();
    let status = |at: Option<&str>| {
        let at = at.map(|at| {
            let date = jargy::parse_date(&at[..10]).unwrap();
            let start = matter.zone().start_of(date).seconds();
            jargy::Moment::from_seconds(start + at[11..].parse::<i64>().unwrap()).unwrap()
        });
        let timeline = matter.timeline(&case, at).unwrap();
        let rows = timeline.rows().iter();
        rows.map(|row| format!("{} {}", row.question, row.status))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(status(None), "ends_at unknown");
    assert_eq!(status(Some("2012-06-05 0")), "ends_at open");
    assert_eq!(status(Some("2012-06-11 86399")), "ends_at open");
    assert_eq!(status(Some("2012-06-12 0")), "ends_at ended");
}

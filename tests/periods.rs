//! Facts that hold over time, windows and quotas, terms in a row, limits as values.

use crate::support::{CALENDAR, FACTS, answer, law, library, line, value};

fn stays(definition: &str) -> jargy::Library {
    library(&law(
        "stays : periods\nabsences : periods\nday : date\nvisits : list of date\nends_on : date or none\n",
        &format!("article 1\n define x as {definition}"),
    ))
}

const STAYS: &str = "\"stays\": [{\"from\": \"2012-01-01\", \"until\": \"2012-01-31\"}, {\"from\": \"2012-01-20\", \"until\": \"2012-02-10\"}, {\"from\": \"2012-06-01\", \"until\": null}]";

#[test]
fn a_fact_holds_on_a_day_or_throughout() {
    let facts = |day: &str| format!("{{{STAYS}, \"day\": \"{day}\"}}");
    let law = stays("day in stays");
    assert_eq!(value(&law, "x", &facts("2012-02-10")), "true");
    assert_eq!(value(&law, "x", &facts("2012-02-11")), "false");
    let law = stays("stays throughout the 41 days to day");
    assert_eq!(value(&law, "x", &facts("2012-02-10")), "true");
    assert_eq!(value(&law, "x", &facts("2012-02-11")), "false");
    let law = stays("stays throughout (from 2012-01-01 to ends_on)");
    assert_eq!(
        value(&law, "x", &format!("{{{STAYS}, \"ends_on\": \"2012-02-10\"}}")),
        "true"
    );
    assert_eq!(
        value(&law, "x", &format!("{{{STAYS}, \"ends_on\": null}}")),
        "false"
    );
    let law = stays("stays throughout the calendar month of day");
    assert_eq!(value(&law, "x", &facts("2012-01-15")), "true");
    assert_eq!(value(&law, "x", &facts("2012-02-15")), "false");
}

#[test]
fn days_in_a_window_are_counted_once() {
    let facts = |day: &str| format!("{{{STAYS}, \"day\": \"{day}\"}}");
    assert_eq!(
        value(
            &stays("days of stays in the 180 days before day"),
            "x",
            &facts("2012-02-11")
        ),
        "41"
    );
    assert_eq!(
        value(
            &stays("days of stays in the 10 days to day"),
            "x",
            &facts("2012-02-15")
        ),
        "5"
    );
    assert_eq!(
        value(
            &stays("days of stays in the 10 days before day"),
            "x",
            &facts("2012-02-15")
        ),
        "6"
    );
    assert_eq!(
        value(
            &stays("days of stays in the 5 days after day"),
            "x",
            &facts("2011-12-31")
        ),
        "5"
    );
    assert_eq!(
        value(
            &stays("days of stays in the 1 month before day"),
            "x",
            &facts("2012-03-01")
        ),
        "10"
    );
    assert_eq!(
        value(
            &stays("days of stays in the calendar month of day"),
            "x",
            &facts("2012-02-15")
        ),
        "10"
    );
    // what goes on has gone on until the assessment: 1 to 15 June
    assert_eq!(
        value(
            &stays("days of stays in the calendar year of day"),
            "x",
            &facts("2012-02-15")
        ),
        "56"
    );
}

#[test]
fn days_are_counted_from_one_day_to_another() {
    let law = stays("days of stays in (from day to ends_on)");
    let facts = "{\"day\": \"2012-01-05\", \"ends_on\": \"2012-01-31\", \"stays\": [{\"from\": \"2012-01-01\", \"until\": \"2012-01-10\"}]}";
    assert_eq!(value(&law, "x", facts), "6");
}

#[test]
fn ninety_days_in_any_180() {
    let law = stays("days of stays in any 180 days <= 90");
    let facts = |until: &str| {
        format!(
            "{{\"stays\": [{{\"from\": \"2012-01-01\", \"until\": \"{until}\"}}, {{\"from\": \"2012-06-29\", \"until\": \"2012-06-29\"}}]}}"
        )
    };
    assert_eq!(value(&law, "x", &facts("2012-03-30")), "true");
    assert_eq!(value(&law, "x", &facts("2012-03-31")), "false");
    // a stay that goes on uses the quota up by itself: 90 days from 1 April end with 29 June
    let going = "{\"stays\": [{\"from\": \"2012-04-01\", \"until\": null}]}";
    let answer = answer(&law, "x", going, Some("2012-06-15T12:00"));
    assert_eq!(
        answer.changes_at().map(|at| answer.zone().words(at)).as_deref(),
        Some("2012-06-30 00:00")
    );
}

#[test]
fn three_visits_in_a_calendar_month() {
    let visits = "{\"visits\": [\"2012-06-01\", \"2012-06-15\", \"2012-06-30\", \"2012-07-01\"], \"day\": \"2012-06-20\"}";
    assert_eq!(
        value(
            &stays("count of visits in the calendar month of day"),
            "x",
            visits
        ),
        "3"
    );
    assert_eq!(
        value(&stays("count of visits in any calendar month"), "x", visits),
        "3"
    );
    assert_eq!(value(&stays("count of visits in any 17 days"), "x", visits), "3");
    assert_eq!(value(&stays("count of visits in any 16 days"), "x", visits), "2");
    assert_eq!(
        value(&stays("count of visits in the 10 days before day"), "x", visits),
        "1"
    );
}

#[test]
fn periods_overlap_when_they_share_a_day() {
    let law = stays("stays overlaps absences");
    let facts = |from: &str| {
        format!("{{{STAYS}, \"absences\": [{{\"from\": \"{from}\", \"until\": \"2012-05-31\"}}]}}")
    };
    assert_eq!(value(&law, "x", &facts("2012-02-10")), "true");
    assert_eq!(value(&law, "x", &facts("2012-02-11")), "false");
    assert_eq!(
        line(&law, "x", "{\"stays\": []}", None),
        "unknown by C art. 1 want absences"
    );
}

#[test]
fn sentences_are_served_in_a_row() {
    let facts = "began_on : date\nterms : list of Term\n";
    let law = library(&format!(
        "record Term \"sentence\"\n  length : duration\n{}",
        law(
            facts,
            "article 1\n define ends_on as terms.length in a row from began_on, rounded down to a day\n\
            define ends_on_up as terms.length in a row from began_on, rounded up to a day"
        )
    ));
    let facts = "{\"began_on\": \"2012-01-31\", \"terms\": [{\"length\": \"P1M\"}, {\"length\": \"P1M\"}, {\"length\": \"P1Y\"}]}";
    assert_eq!(value(&law, "ends_on", facts), "\"2013-03-29\"");
}

#[test]
fn what_is_not_known_is_not_hidden_by_what_does_not_exist() {
    let law = library(&format!(
        "record Term \"sentence\"\n  length : duration\n  served : yes/no\n{}",
        law(
            "began_on : date\nends : yes/no\nterms : list of Term\n",
            "article 1\n define Term.to_serve as length when served\n define last_day as 2012-06-01 when ends\n\
            define ends_on as terms.to_serve in a row from began_on, rounded down to a day\n\
            define held as 2012-05-01 in (from began_on to last_day)"
        )
    ));
    // the first is not served, and of the second it is not known
    let terms = "{\"began_on\": \"2012-01-01\", \"terms\": [{\"served\": false}, {\"served\": true}]}";
    assert_eq!(
        line(&law, "ends_on", terms, None),
        "unknown by C art. 1 want terms[2].length"
    );
    // a period without a last day, of which it is not known when it began
    let begins = "{\"ends\": false}";
    assert_eq!(
        line(&law, "held", begins, None),
        "unknown by C art. 1 want began_on"
    );
}

#[test]
fn a_limit_can_be_asked_for_as_a_value() {
    let rule = "article 1\n counting rule of C\n  by calendar cal\n  last day not a working day -> next working day\narticle 2\n";
    let law = library(&format!(
        "{CALENDAR}{}",
        law(
            FACTS,
            &format!(
                "{rule} define until_at as 10 days counted from e\n define from_at as 10 working days counted back from e"
            )
        )
    ));
    let facts = "{\"e\": \"2012-06-06\"}";
    assert_eq!(value(&law, "until_at", facts), "\"2012-06-18T23:59:59+00:00\"");
    assert_eq!(value(&law, "from_at", facts), "\"2012-05-23T23:59:59+00:00\"");
    assert_eq!(value(&law, "until_at", "{\"e\": null}"), "null");
}

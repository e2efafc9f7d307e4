//! Sums, spans, rounding and comparisons: of which type each is, and what is said once where one cannot be.

use crate::support::{errors, law, library, value};

const FACTS: &str = "d : date\ne : date\nmaybe : date or none\nm : moment\nn : moment\nat_day : time of day\nt : duration\n\
    days_long : duration in days\nhours_long : duration in hours\nworked : duration in working days\na : yes/no\nx : number\n\
    stays : periods\nk : kind\nother_k : other_kind\nlow : yes/no\n";

const KINDS: &str = "enum kind: low < middle < high\nenum other_kind: low < top\n";

fn with(norms: &str) -> String {
    format!("{KINDS}{}", law(FACTS, &format!("article 1\n{norms}")))
}

fn errors_of(norms: &str) -> Vec<&'static str> {
    errors(&with(norms))
}

const CASE: &str = "{\"d\": \"2012-01-31\", \"e\": \"2012-03-01\", \"m\": \"2012-01-01T10:00:00Z\", \"n\": \"2012-01-03T11:30:40Z\", \
    \"t\": \"P10M\", \"days_long\": \"P10D\", \"hours_long\": \"PT100H\", \"x\": 7, \"at_day\": \"09:30\"}";

fn value_of(definition: &str) -> String {
    let law = library(&with(&format!(" define found as {definition}\n")));
    value(&law, "found", CASE)
}

/// Whole days and months are added to a date as they are; a portion needs its rounding written.
#[test]
fn a_whole_length_is_added_without_a_rounding() {
    for (sum, date) in [
        ("d + (e - d)", "2012-03-01"),
        ("d + (days from d to e)", "2012-03-01"),
        ("e - (days from d to e) + 1 day", "2012-02-01"),
        ("d + (1 month + 1 month)", "2012-03-31"),
        ("d + 2 * 10 days", "2012-02-20"),
        ("e + (months from d to e)", "2012-04-01"),
        ("e + (years from d to (e + 24 months))", "2014-03-01"),
        ("d + (1/3 of days_long, rounded up to a day)", "2012-02-04"),
        ("e + (1/3 of t, rounded down to a month)", "2012-06-01"),
    ] {
        // a bracket may not hold a rounding: it is the definition that is rounded
        match sum.split_once(", rounded") {
            None => assert_eq!(value_of(sum), format!("\"{date}\""), "{sum}"),
            Some((whole, rounding)) => {
                let (before, portion) = whole.split_once('(').unwrap();
                let norms = format!(
                    " define portion as {portion}, rounded{}\n define found as {before}portion\n",
                    rounding.trim_end_matches(')')
                );
                assert_eq!(
                    value(&library(&with(&norms)), "found", CASE),
                    format!("\"{date}\""),
                    "{sum}"
                );
            }
        }
    }
    for portion in [
        "1/3 of days_long",
        "(1/3 of days_long + 1 day)",
        "(1 day + 1/3 of days_long)",
        "(1 month + 1/3 of t)",
        "(1/3 of t + 1 month)",
        "(1/3 of t - 1/3 of t)",
        "days_long / 3",
        "1/3 of (e - d)",
    ] {
        let said = format!(" define found as d + {portion}\n");
        assert_eq!(errors_of(&said), ["rounding-not-written"], "{portion}");
        let said = format!(" define found as d + {portion}, rounded up to a day\n");
        assert_eq!(errors_of(&said), Vec::<&str>::new(), "{portion}");
    }
}

/// A length is rounded to its own units.
#[test]
fn lengths_are_rounded_to_their_units() {
    for (said, rounded) in [
        ("t / 3, rounded up to a month", "P4M"),
        ("t / 3, rounded down to a month", "P3M"),
        ("t * 5/3, rounded up to a year", "P2Y"),
        ("t * 5/3, rounded down to a year", "P1Y"),
        ("t * 9/5, rounded half up to a year", "P2Y"),
        ("t * 5/3 + 1 month, rounded half even to a year", "P1Y"),
        ("days_long / 3, rounded up to a day", "P4D"),
        ("days_long / 4, rounded half even to a day", "P2D"),
        ("hours_long / 3, rounded up to a minute", "PT33H20M"),
        ("hours_long / 7, rounded up to a minute", "PT14H18M"),
        ("hours_long / 7, rounded down to a minute", "PT14H17M"),
        ("hours_long / 3, rounded up to a hour", "PT34H"),
        ("hours_long / 3, rounded down to a hour", "PT33H"),
        ("time from m to n, rounded down to a hour", "PT49H"),
        ("time from m to n, rounded up to a minute", "PT49H31M"),
    ] {
        assert_eq!(value_of(said), format!("\"{rounded}\""), "{said}");
    }
    for wrong in [
        "t / 3, rounded up to a day",
        "t / 3, rounded up to a hour",
        "days_long / 3, rounded up to a month",
        "hours_long / 3, rounded up to a day",
        "days_long / 3, rounded up to a minute",
        "x, rounded up to a month",
    ] {
        assert_eq!(
            errors_of(&format!(" define found as {wrong}\n")).len(),
            1,
            "{wrong}"
        );
    }
}

/// What is wrong is said, and once: what hangs on it has no second finding.
#[test]
fn one_mistake_has_one_finding() {
    for (said, expected) in [
        ("define found as days_long + hours_long", "mixed-durations"),
        ("define found as t - hours_long", "mixed-durations"),
        ("define found as worked + days_long", "mixed-durations"),
        ("define found as time from d to m", "wrong-type"),
        ("define found as time from m to e", "wrong-type"),
        ("define found as time from m to x", "wrong-type"),
        ("may act if nn is foo", "unknown-name"),
        ("may act if nn is one of (foo, bar)", "unknown-name"),
        ("may act if nn is none", "unknown-name"),
        (
            "may act if (days of nn in any 10 days) + 3 days > 2",
            "unknown-name",
        ),
        (
            "may act if (count of nn in any 10 days) + 3 days > 2",
            "unknown-name",
        ),
        ("may act if start of nn > d", "unknown-name"),
        ("may act if end of nn > d", "unknown-name"),
        ("may act if time of day of nn > d", "unknown-name"),
        ("may act if k is lwo", "unknown-value"),
        ("may act if k is lwo or middle", "unknown-value"),
        ("may act if k is a decision", "unknown-value"),
    ] {
        assert_eq!(errors_of(&format!(" {said}\n")), [expected], "{said}");
    }
}

/// What is made of something that may be none may be none: it counts as a condition, and what is never none does not.
#[test]
fn what_is_made_of_none_may_be_none() {
    let moments = [
        ("maybe at 09:30", "d at 09:30"),
        ("maybe at at_day", "d at at_day"),
        ("days from maybe to e", "days from d to e"),
        ("days from d to maybe", "days from e to d"),
        ("months from maybe to e", "months from d to e"),
        ("maybe + 1 day", "d + 1 day"),
        ("e - maybe", "e - d"),
        ("start of maybe", "start of d"),
    ];
    for (may_be_none, never_none) in moments {
        let law = library(&with(&format!(
            " define found as {may_be_none}\n may act when found\n"
        )));
        let asked = |maybe: &str| {
            let facts = CASE.replace('{', &format!("{{\"maybe\": {maybe}, "));
            value(&law, "act", &facts)
        };
        assert_eq!(asked("\"2012-02-03\""), "permitted", "{may_be_none}");
        assert_eq!(asked("null"), "unregulated", "{may_be_none}");
        let norms = format!(" define found as {never_none}\n may act when found\n");
        assert_eq!(errors_of(&norms), ["wrong-type"], "{never_none}");
    }
}

/// A value's name is read as the other side of its comparison asks, and a value goes before a fact of the same name.
#[test]
fn names_of_values_are_read_by_the_other_side() {
    let compared = library(
        &with(" define found as all of\n  (a) k = low;\n  (b) not (other_k = top)\n")
            .replace("low : yes/no\n", ""),
    );
    for (kind, found) in [("low", "true"), ("high", "false")] {
        let facts = format!("{{\"k\": \"{kind}\", \"other_k\": \"low\"}}");
        assert_eq!(value(&compared, "found", &facts), found);
    }
    let law = library(&with(
        " define stands as all of\n  (a) k is low\n \
          define either as all of\n  (a) k is low or middle\n define turned as all of\n  (a) low = a\n",
    ));
    let facts =
        |k: &str, low: bool| format!("{{\"k\": \"{k}\", \"other_k\": \"low\", \"low\": {low}, \"a\": true}}");
    for low in [true, false] {
        assert_eq!(value(&law, "stands", &facts("low", low)), "true");
        assert_eq!(value(&law, "stands", &facts("high", low)), "false");
        assert_eq!(value(&law, "either", &facts("middle", low)), "true");
        assert_eq!(value(&law, "either", &facts("high", low)), "false");
        assert_eq!(value(&law, "turned", &facts("low", low)), low.to_string());
    }
}

/// A fact that may be none may be presumed to be none, and no other.
#[test]
fn what_may_be_none_is_presumed_to_be_none() {
    let text = law(
        "x : number\nheard_on : date or none presumed none by C article 1",
        "article 1\n define found as all of\n  (a) heard_on is none\n",
    );
    let law = library(&text);
    assert_eq!(value(&law, "found", "{\"x\": 1}"), "true");
    assert_eq!(value(&law, "found", "{\"heard_on\": \"2012-01-01\"}"), "false");
    let wrong = text.replace("date or none", "date");
    assert_eq!(errors(&wrong), ["wrong-type"]);
}

/// A limit in days from a moment may be extended to hours in total; one from a date may not.
#[test]
fn a_limit_from_a_moment_is_extended_to_hours() {
    let limit = |event: &str| {
        with(&format!(
            " must act within 3 days of {event}, extended to 100 hours in total when a\n  done n\n"
        ))
    };
    assert_eq!(errors(&limit("m")), Vec::<&str>::new());
    assert_eq!(errors(&limit("d")).len(), 1);
    let law = library(&limit("m"));
    let facts = |a: bool| format!("{{\"m\": \"2012-06-01T10:00\", \"a\": {a}, \"n\": \"2012-06-01T11:00\"}}");
    let due = |a: bool| crate::support::due(&law, &facts(a));
    assert_eq!(
        (due(false), due(true)),
        ("2012-06-04 24:00".into(), "2012-06-05 14:00".into())
    );
}

/// The calendar that a matter names counts its working days, where there are several.
#[test]
fn a_matter_names_the_calendar_of_its_working_days() {
    let text = |working: &str| {
        format!(
            "calendar whole_week weekend sunday\ncalendar short_week weekend friday, saturday, sunday\n{}",
            law(
                &format!("e : date or none\ndone_at : moment or none\n{working}"),
                "article 1\n must act within 3 working days of e\n  done done_at\n"
            )
        )
    };
    let due = |working: &str| {
        let law = library(&text(working));
        // a Wednesday
        crate::support::due(&law, "{\"e\": \"2012-06-06\", \"done_at\": null}")
    };
    assert_eq!(due("working days of whole_week"), "2012-06-09 24:00");
    assert_eq!(due("working days of short_week"), "2012-06-12 24:00");
    assert_eq!(errors(&text("")), ["working-days-need-a-calendar"]);
}

//! Kinds of time and their anchors, local times of zones, and what cannot be said of calendars and rules.

use crate::support::{CALENDAR, FACTS, errors, law, library, value};

#[test]
fn a_date_is_anchored_at_a_time_of_day() {
    let law = library(&law(
        "d : date\nm : moment\nt : time of day",
        "article 1\n define x as d at t\n define y as time of day of m\n define z as end of d\n define late as time of day of m > 18:00",
    ));
    let facts = "{\"d\": \"2012-06-01\", \"t\": \"09:30\", \"m\": \"2012-06-01T18:00:01\"}";
    assert_eq!(value(&law, "x", facts), "\"2012-06-01T09:30:00+00:00\"");
    assert_eq!(value(&law, "y", facts), "\"18:00:01\"");
    assert_eq!(value(&law, "z", facts), "\"2012-06-01T23:59:59+00:00\"");
    assert_eq!(value(&law, "late", facts), "true");
}

#[test]
fn mixed_kinds_without_an_anchor_are_errors() {
    let facts = "d : date\nm : moment\nt : time of day\nterm : duration\nstays : periods\nothers : periods\n";
    for (said, expected) in [
        ("m > d", "wrong-type"),
        ("m > t", "wrong-type"),
        ("term > 30 days", "mixed-durations"),
        ("d + 3 hours > d", "mixed-durations"),
        ("d + 3 working days > d", "working-days-need-a-calendar"),
        ("stays = others", "wrong-type"),
        ("10 days counted from term > m", "wrong-type"),
        ("days of d in any 10 days > 3", "wrong-type"),
        ("d in d", "wrong-type"),
    ] {
        assert_eq!(
            errors(&law(facts, &format!("article 1\n may act if {said}"))),
            [expected],
            "{said}"
        );
    }
    for said in [
        "m > start of d",
        "m > d at t",
        "date of m > d",
        "time of day of m > t",
        "d + term > d + 30 days",
    ] {
        assert_eq!(
            errors(&law(facts, &format!("article 1\n may act if {said}"))),
            Vec::<&str>::new(),
            "{said}"
        );
    }
}

// ------------------------------------------------------------------ zones

#[test]
fn local_times_that_are_missing_or_occur_twice_are_reported() {
    let law = library(
        "jurisdiction kz \"Kazakhstan\" zone \"Asia/Almaty\" zone \"Asia/Aqtau\" in west\njurisdiction de \"Germany\" zone \"Europe/Berlin\"\nmatter M \"m\"\n m : moment\nmatter N \"n\"\n m : moment\naction act of M\naction other of N\ncode C \"C\" of kz in force from 2000-01-01\n in matters of M\narticle 1\n define x as m\ncode D \"D\" of de in force from 2000-01-01\n in matters of N\narticle 1\n define y as m\n",
    );
    let case = |matter: &str, zone: &str, moment: &str| {
        let text = format!("{{\"matter\": \"{matter}\"{zone}, \"facts\": {{\"m\": \"{moment}\"}}}}");
        let found = law.at_any_date().matter(matter).unwrap();
        found
            .case_from_json(&text)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let twice = case("M", "", "2024-02-29T23:30").unwrap_err();
    assert_eq!(
        twice,
        "facts.m: 2024-02-29 23:30:00 occurs twice in Asia/Almaty: write 2024-02-29T23:30:00+06:00 or 2024-02-29T23:30:00+05:00"
    );
    let missing = case("N", "", "2012-03-25T02:30").unwrap_err();
    assert!(missing.contains("does not exist in Europe/Berlin"), "{missing}");
    assert_eq!(case("M", ", \"zone\": \"west\"", "2024-02-29T23:30"), Ok(()));
    assert_eq!(
        case("M", ", \"zone\": \"Asia/Aqtau\"", "2024-02-29T23:30"),
        Ok(())
    );
    let unknown = case("M", ", \"zone\": \"wets\"", "2024-02-29T10:30").unwrap_err();
    assert_eq!(
        unknown,
        "zone: there is no region or zone `wets` here (did you mean `west`?)"
    );
    assert!(case("N", ", \"zone\": \"west\"", "2012-06-01T10:00").is_err());
}

#[test]
fn rules_of_calendars_and_counting_that_cannot_be_are_reported() {
    let calendar = |text: &str| {
        errors(&format!(
            "calendar cal\n{text}\n{}",
            law("a : yes/no", "article 1\n may act if a")
        ))
    };
    assert_eq!(
        calendar("weekend monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
        ["calendar-without-working-days"]
    );
    assert_eq!(calendar("holiday 02-30"), ["impossible-date"]);
    assert_eq!(
        calendar("certain from 2013-01-01 until 2012-01-01"),
        ["ends-before-it-begins"]
    );
    assert_eq!(calendar("holiday easter + 300 days"), ["wrong-number"]);
    assert_eq!(calendar("holyday 01-01"), ["syntax"]);
    let rule = |text: &str| {
        errors(&format!(
            "{CALENDAR}{}",
            law(
                FACTS,
                &format!("article 1\n counting rule of C\n{text}\narticle 2\n may act")
            )
        ))
    };
    // one calendar need not be named, of two one must
    let roll = "  last day not a working day -> next working day";
    assert_eq!(rule(roll), Vec::<&str>::new());
    let two = format!("calendar other\n weekend sunday\n{CALENDAR}");
    let norms = format!("article 1\n counting rule of C\n{roll}\narticle 2\n may act");
    assert_eq!(
        errors(&format!("{two}{}", law(FACTS, &norms))),
        ["counting-rule-without-calendar"]
    );
    assert_eq!(rule("  by calendar kal"), ["unknown-calendar"]);
    assert_eq!(
        rule("  days : first day counted\n  days : clear days"),
        ["said-twice"]
    );
    assert_eq!(
        rule("  2 days or more : at least 3 working days\n  by calendar cal"),
        ["wrong-number"]
    );
    assert_eq!(
        rule("  days : first day not counted; ends at 25:00 of the last day"),
        ["impossible-time"]
    );
    assert_eq!(
        rule("  days : first day counted\n  except for atc\n  days : clear days"),
        ["unknown-action"]
    );
    assert_eq!(
        rule("  days : first day counted\narticle 9\n counting rule of C\n  days : clear days"),
        ["two-counting-rules"]
    );
    assert_eq!(
        errors(&law(
            "a : yes/no",
            "article 1\n counting rule of D\n  days : clear days\narticle 2\n may act if a"
        )),
        ["unknown-instrument"]
    );
    assert_eq!(
        errors(&law(
            "a : yes/no\nlimits counted by C",
            "article 1\n may act if a"
        )),
        ["no-counting-rule"]
    );
}

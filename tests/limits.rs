//! Time limits and duties: of several, extended, suspended, restarted, chained, recurring, at every boundary.

use crate::support::{FACTS, answer, due, errors, law, library, line, notes, standing};

#[test]
fn of_several_limits_the_earliest_or_the_latest_counts() {
    let facts = "{\"e\": \"2012-06-01\", \"m\": \"2012-06-04T10:00\", \"done_at\": null}";
    let norms = |limit: &str| {
        library(&law(
            FACTS,
            &format!("article 1\n must act {limit}\n done done_at"),
        ))
    };
    let earlier = norms("within 10 days of e or 72 hours of m, whichever is earlier");
    assert_eq!(due(&earlier, facts), "2012-06-07 10:00");
    let later = norms("within 10 days of e or 72 hours of m, whichever is later");
    assert_eq!(due(&later, facts), "2012-06-11 24:00");
    let both = norms("within 10 days of e within 72 hours of m");
    assert_eq!(due(&both, facts), "2012-06-07 10:00");
    // what has not happened is passed over
    assert_eq!(
        due(
            &later,
            "{\"e\": null, \"m\": \"2012-06-04T10:00\", \"done_at\": null}"
        ),
        "2012-06-07 10:00"
    );
    let text = law(
        FACTS,
        "article 1\n must act within 10 days of e or 72 hours of m\n done done_at",
    );
    assert_eq!(errors(&text), ["limit-not-chosen"]);
}

#[test]
fn a_limit_starts_at_the_earliest_of_several_events() {
    let law = library(&law(
        "a : moment or none\nb : moment or none\ndone_at : moment or none",
        "article 1\n must act within 12 hours of earliest of (a, b)\n done done_at",
    ));
    assert_eq!(
        due(
            &law,
            "{\"a\": \"2012-06-01T10:00\", \"b\": \"2012-06-01T09:00\", \"done_at\": null}"
        ),
        "2012-06-01 21:00"
    );
    assert_eq!(
        due(
            &law,
            "{\"a\": \"2012-06-01T10:00\", \"b\": null, \"done_at\": null}"
        ),
        "2012-06-01 22:00"
    );
    assert_eq!(
        standing(
            &law,
            "act",
            "{\"a\": null, \"b\": null, \"done_at\": null}",
            "2012-06-01T10:00"
        ),
        "not applicable"
    );
}

#[test]
fn a_limit_is_extended_in_total_or_by_what_is_added() {
    let facts = format!("{FACTS}granted : yes/no\n");
    let norms = |clause: &str| {
        library(&law(
            &facts,
            &format!("article 1\n must act within 10 days of e\n {clause}\n done done_at"),
        ))
    };
    let total = norms("extended to 30 days in total when granted");
    let added = norms("extended by 30 days when granted");
    let given = |granted: &str| format!("{{\"e\": \"2012-06-01\", \"done_at\": null{granted}}}");
    assert_eq!(due(&total, &given(", \"granted\": false")), "2012-06-11 24:00");
    assert_eq!(due(&total, &given(", \"granted\": true")), "2012-07-01 24:00");
    assert_eq!(due(&added, &given(", \"granted\": true")), "2012-07-11 24:00");
    // not known whether it is extended: what holds either way is known
    assert_eq!(
        standing(&total, "act", &given(""), "2012-06-05T00:00"),
        "pending then 2012-06-12 00:00"
    );
    assert_eq!(
        standing(&total, "act", &given(""), "2012-06-15T00:00"),
        "unknown then 2012-07-02 00:00"
    );
    assert_eq!(standing(&total, "act", &given(""), "2012-07-15T00:00"), "overdue");
    assert_eq!(
        line(&total, "act", &given(""), Some("2012-06-15T00:00")),
        "unknown by C art. 1 want granted"
    );
    let text = law(
        &facts,
        "article 1\n must act within 72 hours of m\n extended by 3 days when granted\n done done_at",
    );
    assert_eq!(errors(&text), ["mixed-durations"]);
}

#[test]
fn a_limit_of_very_many_lengths_is_not_known() {
    let granted: String = (1..=5)
        .map(|number| format!("granted_{number} : yes/no\n"))
        .collect();
    let extended: String = (1..=5)
        .map(|number| format!(" extended by 1 day when granted_{number}\n"))
        .collect();
    let law = library(&law(
        &format!("{FACTS}{granted}"),
        &format!("article 1\n must act within 10 days of e\n{extended} done done_at"),
    ));
    // 2012-06-11 or up to five days later: on the fifteenth day the longest still runs
    let given = "{\"e\": \"2012-06-01\", \"done_at\": null}";
    let at = Some("2012-06-16T12:00");
    assert!(line(&law, "act", given, at).starts_with("unknown by C art. 1 want granted_1"));
    let all = "{\"e\": \"2012-06-01\", \"done_at\": null, \"granted_1\": true, \"granted_2\": true, \"granted_3\": true, \"granted_4\": true, \"granted_5\": true}";
    assert_eq!(line(&law, "act", all, at), "pending by C art. 1");
}

#[test]
fn a_limit_stands_still_while_it_is_suspended() {
    let facts = format!("{FACTS}left_on : date or none\nback_on : date or none\naway : periods\n");
    let law = library(&law(
        &facts,
        "article 1\n must act within 10 days of e\n suspended from left_on until back_on\n done done_at\n\
        article 2\n must other within 10 days of e\n suspended during away\n done done_at\n\
        article 3\n must last_act within 24 hours of m\n suspended from left_on until back_on\n done done_at",
    ));
    let facts = |left: &str, back: &str| {
        format!(
            "{{\"e\": \"2012-06-01\", \"m\": \"2012-06-05T12:00\", \"left_on\": {left}, \"back_on\": {back}, \"away\": [{{\"from\": \"2012-06-05\", \"until\": \"2012-06-07\"}}], \"done_at\": null}}"
        )
    };
    let at = "2012-06-10T00:00";
    assert_eq!(
        standing(&law, "act", &facts("null", "null"), at),
        "pending 2012-06-11 24:00 then 2012-06-12 00:00"
    );
    // three days: 5, 6 and 7 June
    let back = facts("\"2012-06-05\"", "\"2012-06-08\"");
    assert_eq!(
        standing(&law, "act", &back, at),
        "pending 2012-06-14 24:00 then 2012-06-15 00:00"
    );
    assert_eq!(
        standing(&law, "other", &back, at),
        "pending 2012-06-14 24:00 then 2012-06-15 00:00"
    );
    // 12 hours ran before 6 June ... the clock stands from 5 June 00:00, before the event: from the event to 8 June 00:00
    assert_eq!(
        standing(&law, "last_act", &back, "2012-06-08T00:00"),
        "pending 2012-06-09 00:00 then 2012-06-09 00:00:01"
    );
    // not back yet: it stands still, and nothing is due
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-05\"", "null"), "2012-07-10T00:00"),
        "pending"
    );
    // replayed before the suspension: nothing is known of it yet, and the answer changes when it begins
    assert_eq!(
        standing(&law, "act", &back, "2012-06-04T00:00"),
        "pending 2012-06-11 24:00 then 2012-06-05 00:00"
    );
    // a suspension after the end changes nothing
    assert_eq!(
        standing(
            &law,
            "act",
            &facts("\"2012-06-12\"", "\"2012-06-20\""),
            "2012-06-30T00:00"
        ),
        "overdue 2012-06-11 24:00"
    );
    assert_eq!(
        line(
            &law,
            "act",
            "{\"e\": \"2012-06-01\", \"back_on\": null, \"done_at\": null}",
            Some(at)
        ),
        "unknown by C art. 1 want left_on"
    );
}

#[test]
fn an_event_starts_a_limit_anew_while_it_runs() {
    let facts = format!("{FACTS}again : list of date\n");
    let law = library(&law(
        &facts,
        "article 1\n must act within 10 days of e\n restarted by again\n done done_at",
    ));
    let facts = |again: &str| format!("{{\"e\": \"2012-06-01\", \"again\": [{again}], \"done_at\": null}}");
    let at = "2012-06-30T00:00";
    assert_eq!(standing(&law, "act", &facts(""), at), "overdue 2012-06-11 24:00");
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-11\""), at),
        "overdue 2012-06-21 24:00"
    );
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-20\", \"2012-06-11\""), at),
        "pending 2012-06-30 24:00 then 2012-07-01 00:00"
    );
    // after it has run out nothing starts it
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-13\""), at),
        "overdue 2012-06-11 24:00"
    );
    let notes = answer(&law, "act", &facts("\"2012-06-11\""), Some(at));
    assert_eq!(
        notes.counting().unwrap().steps[0],
        "it starts anew with 2012-06-11"
    );
}

#[test]
fn a_fulfilled_duty_starts_the_next() {
    let facts = format!("{FACTS}told_at : moment or none\n");
    let law = library(&law(
        &facts,
        "article 1\n must act within 3 hours of m done done_at\n whereupon (must other within 12 hours of done_at done told_at)\n otherwise must last_act within 1 hour of due_at done told_at",
    ));
    let facts =
        |done: &str| format!("{{\"m\": \"2012-06-01T10:00\", \"done_at\": {done}, \"told_at\": null}}");
    let at = "2012-06-01T12:30";
    assert_eq!(
        standing(&law, "other", &facts("\"2012-06-01T12:00\""), at),
        "pending 2012-06-02 00:00 then 2012-06-02 00:00:01"
    );
    assert_eq!(standing(&law, "other", &facts("null"), at), "not applicable");
    assert_eq!(
        standing(&law, "last_act", &facts("null"), at),
        "not applicable then 2012-06-01 13:00:01"
    );
    assert_eq!(
        standing(&law, "last_act", &facts("null"), "2012-06-01T13:01"),
        "pending 2012-06-01 14:00 then 2012-06-01 14:00:01"
    );
}

#[test]
fn every_boundary_of_a_duty_is_exact() {
    let law = library(&law(
        FACTS,
        "article 1\n must act within 12 hours of m\n done done_at\n otherwise breach \"too late\"",
    ));
    let facts = |done: &str| format!("{{\"m\": \"2012-06-01T10:15\", \"done_at\": {done}}}");
    for (at, expected, possible) in [
        ("2012-06-01T10:14:59", "not applicable then 2012-06-01 10:15", ""),
        (
            "2012-06-01T10:15",
            "pending 2012-06-01 22:15 then 2012-06-01 22:15:01",
            "fulfilled fulfilled_late",
        ),
        (
            "2012-06-01T22:14",
            "pending 2012-06-01 22:15 then 2012-06-01 22:15:01",
            "fulfilled fulfilled_late",
        ),
        (
            "2012-06-01T22:15",
            "pending 2012-06-01 22:15 then 2012-06-01 22:15:01",
            "fulfilled fulfilled_late",
        ),
        (
            "2012-06-01T22:15:01",
            "overdue 2012-06-01 22:15",
            "fulfilled_late",
        ),
        ("2012-06-01T22:16", "overdue 2012-06-01 22:15", "fulfilled_late"),
    ] {
        assert_eq!(standing(&law, "act", &facts("null"), at), expected, "{at}");
        let answer = answer(&law, "act", &facts("null"), Some(at));
        let words: Vec<&str> = answer
            .still_possible()
            .iter()
            .map(|outcome| outcome.word())
            .collect();
        assert_eq!(words.join(" "), possible, "{at}");
        assert_eq!(
            answer.sanction(),
            expected.starts_with("overdue").then_some("breach: too late")
        );
    }
    let at = "2012-06-02T10:00";
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-01T22:15\""), at),
        "fulfilled 2012-06-01 22:15"
    );
    assert_eq!(
        standing(&law, "act", &facts("\"2012-06-01T22:16\""), at),
        "fulfilled late 2012-06-01 22:15"
    );
}

#[test]
fn without_delay_stands_beside_a_hard_limit() {
    let law = library(&law(
        FACTS,
        "article 1\n must act without delay within 3 hours of m\n done done_at\narticle 2\n must other without delay when m is not none\n done done_at",
    ));
    let facts = "{\"m\": \"2012-06-01T10:00\", \"done_at\": \"2012-06-01T12:30\"}";
    assert_eq!(
        notes(&law, "act", facts),
        [
            "without_delay: to be done without delay; the limit is the outer bound, and whether there was delay within it is not decided here"
        ]
    );
    assert_eq!(
        notes(&law, "other", facts),
        [
            "without_delay: to be done without delay; no limit is set, and whether there was delay is not decided here"
        ]
    );
}

#[test]
fn a_permission_ends_with_its_window_and_the_answer_says_when() {
    let law = library(&law(FACTS, "article 1\n may act within 72 hours of m"));
    let facts = "{\"m\": \"2012-06-01T10:00\"}";
    assert_eq!(
        standing(&law, "act", facts, "2012-06-01T09:00"),
        "unregulated then 2012-06-01 10:00"
    );
    assert_eq!(
        standing(&law, "act", facts, "2012-06-01T10:00"),
        "permitted then 2012-06-04 10:00:01"
    );
    assert_eq!(standing(&law, "act", facts, "2012-06-04T10:00:01"), "unregulated");
}

#[test]
fn a_duty_recurs_in_every_calendar_year() {
    let facts = "from_on : date\nuntil_on : date or none\nvisits : list of Held\n";
    let law = library(&format!(
        "record Held \"visit\"\n  held_on : date\n{}",
        law(
            facts,
            "article 1\n must act at least 2 times in every calendar year from from_on until until_on\n done visits.held_on"
        )
    ));
    let facts = |from: &str, until: &str, visits: &str| {
        let visits: Vec<String> = visits
            .split_whitespace()
            .map(|day| format!("{{\"held_on\": \"{day}\"}}"))
            .collect();
        format!(
            "{{\"from_on\": \"{from}\", \"until_on\": {until}, \"visits\": [{}]}}",
            visits.join(", ")
        )
    };
    let at = "2012-07-01T00:00";
    // begun within a year: the first whole year counts
    assert_eq!(
        standing(&law, "act", &facts("2012-03-01", "null", ""), at),
        "not applicable then 2013-01-01 00:00"
    );
    assert_eq!(
        standing(&law, "act", &facts("2012-01-01", "null", "2012-02-01"), at),
        "pending 2012-12-31 24:00 then 2013-01-01 00:00"
    );
    assert_eq!(
        standing(
            &law,
            "act",
            &facts("2012-01-01", "null", "2012-02-01 2012-06-30"),
            at
        ),
        "fulfilled 2012-12-31 24:00 then 2013-01-01 00:00"
    );
    // a visit that is still to come does not count yet
    let planned = facts("2012-01-01", "null", "2012-02-01 2012-08-01");
    assert_eq!(
        standing(&law, "act", &planned, at),
        "pending 2012-12-31 24:00 then 2012-08-01 00:00"
    );
    // a year that was missed stays missed
    assert_eq!(
        standing(
            &law,
            "act",
            &facts("2011-01-01", "null", "2011-05-01 2012-02-01 2012-03-01"),
            at
        ),
        "overdue 2011-12-31 24:00"
    );
    // one that ends within the year binds no longer
    assert_eq!(
        standing(&law, "act", &facts("2012-01-01", "\"2012-06-30\"", ""), at),
        "not applicable"
    );
    let answer = answer(
        &law,
        "act",
        &facts("2011-01-01", "null", "2011-05-01 2012-02-01"),
        Some(at),
    );
    assert_eq!(
        answer.counting().unwrap().steps,
        [
            "2011-01-01 to 2011-12-31: 1 of 2",
            "2012-01-01 to 2012-12-31: 1 of 2"
        ]
    );
}

#[test]
fn a_duty_recurs_every_six_months() {
    let law = library(&law(
        "from_on : date\nreports : list of date\n",
        "article 1\n must act at least once in every 6 months from from_on\n done reports",
    ));
    let facts = |reports: &str| format!("{{\"from_on\": \"2011-08-31\", \"reports\": [{reports}]}}");
    assert_eq!(
        standing(&law, "act", &facts("\"2012-01-01\""), "2012-07-01T00:00"),
        "pending 2012-08-30 24:00 then 2012-08-31 00:00"
    );
    assert_eq!(
        standing(&law, "act", &facts(""), "2012-07-01T00:00"),
        "overdue 2012-02-28 24:00"
    );
}

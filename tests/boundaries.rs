//! Where a limit, a pause, a restart or a length stands exactly on a boundary: the last instant on one side, the first on the other. Each of
//! these tells a small slip (`<` for `<=`, 29 for 28) from what is meant.

use crate::support::{CALENDAR, FACTS, answer, counted, due, errors, law, library, line, standing};

/// A standing and the day on which it was due, without the time of day.
fn first_words(stood: &str) -> String {
    stood.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

const PAUSED: &str = "e : date or none\nm : moment or none\nleft_at : moment or none\nback_at : moment or none\nleft_on : date or none\nback_on : date or none\ndone_at : moment or none\n";

fn paused() -> jargy::Library {
    library(&law(
        PAUSED,
        "article 1\n must act within 24 hours of m\n suspended from left_at until back_at\n done done_at\n\
        article 2\n must other within 10 days of e\n suspended from left_on until back_on\n done done_at",
    ))
}

/// Twenty-four hours from 5 June, noon: due on 6 June at noon.
#[test]
fn a_pause_that_begins_at_the_due_moment_changes_nothing() {
    let law = paused();
    let facts = |left: &str, back: &str| {
        format!(
            "{{\"m\": \"2012-06-05T12:00\", \"left_at\": \"{left}\", \"back_at\": {back}, \"done_at\": null}}"
        )
    };
    let at = "2012-06-20T00:00";
    let stood = |left: &str, back: &str| standing(&law, "act", &facts(left, back), at);
    let due = "overdue 2012-06-06 12:00";
    assert_eq!(stood("2012-06-06T12:00:00", "null"), due);
    assert_eq!(stood("2012-06-06T12:00:00", "\"2012-06-07T12:00:00\""), due);
    // a second earlier it stops the limit for as long as it lasts
    assert_eq!(stood("2012-06-06T11:59:59", "null"), "pending");
    assert_eq!(
        stood("2012-06-06T11:59:59", "\"2012-06-07T11:59:59\""),
        "overdue 2012-06-07 12:00"
    );
    // one that ends as it begins has not stopped it
    assert_eq!(stood("2012-06-06T11:00:00", "\"2012-06-06T11:00:00\""), due);
    assert_eq!(
        stood("2012-06-06T11:00:00", "\"2012-06-06T11:00:01\""),
        "overdue 2012-06-06 12:00:01"
    );
    // what lies before the event does not count: one hour of this pause does
    assert_eq!(
        stood("2012-06-05T10:00:00", "\"2012-06-05T13:00:00\""),
        "overdue 2012-06-06 13:00"
    );
    assert_eq!(stood("2012-06-05T10:00:00", "\"2012-06-05T12:00:00\""), due);
}

/// Ten days from 1 June: the last day is 11 June.
#[test]
fn a_pause_that_begins_on_the_last_day_stops_the_limit_and_one_that_begins_after_it_does_not() {
    let law = paused();
    let facts = |left: &str, back: &str| {
        format!(
            "{{\"e\": \"2012-06-01\", \"left_on\": \"{left}\", \"back_on\": \"{back}\", \"done_at\": null}}"
        )
    };
    let stood = |left: &str, back: &str, at: &str| standing(&law, "other", &facts(left, back), at);
    let day = |stood: String| first_words(&stood);
    assert_eq!(
        day(stood("2012-06-11", "2012-06-13", "2012-06-20T12:00")),
        "overdue 2012-06-13"
    );
    assert_eq!(
        day(stood("2012-06-12", "2012-06-14", "2012-06-20T12:00")),
        "overdue 2012-06-11"
    );
    // from a day to the same day no day is passed over; to the next one day is
    assert_eq!(
        day(stood("2012-06-05", "2012-06-05", "2012-06-20T12:00")),
        "overdue 2012-06-11"
    );
    assert_eq!(
        day(stood("2012-06-05", "2012-06-06", "2012-06-20T12:00")),
        "overdue 2012-06-12"
    );
}

/// Pauses that touch or lie within one another are one.
#[test]
fn pauses_that_overlap_are_counted_once() {
    let facts = "m : moment or none\naway : periods\ndone_at : moment or none\n";
    let law = library(&law(
        facts,
        "article 1\n must act within 10 days of m\n suspended during away\n done done_at",
    ));
    let last_day = |away: &str| {
        let facts = format!("{{\"m\": \"2012-06-01T12:00\", \"away\": [{away}], \"done_at\": null}}");
        let stood = standing(&law, "act", &facts, "2012-07-20T12:00");
        first_words(&stood)
    };
    let period =
        |from: &str, until: &str| format!("{{\"from\": \"2012-06-{from}\", \"until\": \"2012-06-{until}\"}}");
    assert_eq!(last_day(&period("03", "06")), "overdue 2012-06-15");
    assert_eq!(
        last_day(&[period("03", "04"), period("05", "06")].join(", ")),
        "overdue 2012-06-15"
    );
    assert_eq!(
        last_day(&[period("03", "05"), period("05", "06")].join(", ")),
        "overdue 2012-06-15"
    );
    assert_eq!(
        last_day(&[period("03", "06"), period("04", "05")].join(", ")),
        "overdue 2012-06-15"
    );
    // apart, each counts, the second in the days that the first has added
    assert_eq!(
        last_day(&[period("03", "04"), period("13", "14")].join(", ")),
        "overdue 2012-06-15"
    );
    assert_eq!(
        last_day(&[period("03", "04"), period("14", "15")].join(", ")),
        "overdue 2012-06-13"
    );
}

/// Twenty-four hours from noon: an event at the end of the limit starts it anew, a second later it has run out.
#[test]
fn what_starts_a_limit_anew_at_its_last_instant_is_in_time() {
    let law = library(&law(
        "m : moment or none\nagain_at : moment or none\ndone_at : moment or none\n",
        "article 1\n must act within 24 hours of m\n restarted by again_at\n done done_at",
    ));
    let due_with = |again: &str| {
        due(
            &law,
            &format!("{{\"m\": \"2012-06-05T12:00\", \"again_at\": {again}, \"done_at\": null}}"),
        )
    };
    assert_eq!(due_with("null"), "2012-06-06 12:00");
    assert_eq!(due_with("\"2012-06-06T12:00:00\""), "2012-06-07 12:00");
    assert_eq!(due_with("\"2012-06-06T12:00:01\""), "2012-06-06 12:00");
    // what happens before the limit begins does not start it anew
    assert_eq!(due_with("\"2012-06-05T12:00:00\""), "2012-06-06 12:00");
    assert_eq!(due_with("\"2012-06-05T11:00:00\""), "2012-06-06 12:00");
    assert_eq!(due_with("\"2012-06-05T12:00:01\""), "2012-06-06 12:00:01");
}

/// A permission with a window holds to the last instant of it.
#[test]
fn a_window_is_open_to_its_last_instant() {
    let law = library(&law(
        "m : moment or none\ngranted : yes/no\n",
        "article 1\n may act within 12 hours of m\narticle 2\n may other within 12 hours of m\n extended by 12 hours when granted",
    ));
    let at = |question: &str, facts: &str, at: &str| line(&law, question, facts, Some(at));
    let facts = "{\"m\": \"2012-06-01T10:00\"}";
    for (moment, outcome) in [
        ("2012-06-01T09:59:59", "unregulated"),
        ("2012-06-01T10:00:00", "permitted by C art. 1"),
        ("2012-06-01T22:00:00", "permitted by C art. 1"),
        ("2012-06-01T22:00:01", "unregulated"),
    ] {
        assert_eq!(at("act", facts, moment), outcome, "{moment}");
    }
    // not known whether it was extended: what holds either way is known
    for (moment, outcome) in [
        ("2012-06-01T22:00:00", "permitted by C art. 2"),
        ("2012-06-01T22:00:01", "unknown by C art. 2 want granted"),
        ("2012-06-02T10:00:00", "unknown by C art. 2 want granted"),
        ("2012-06-02T10:00:01", "unregulated"),
    ] {
        assert_eq!(at("other", facts, moment), outcome, "{moment}");
    }
}

/// `whereupon` starts the next duty at fulfilment, be it late or in time; `otherwise` at breach, which late fulfilment is too.
#[test]
fn late_fulfilment_starts_what_follows_fulfilment_and_what_follows_breach() {
    let facts = format!("{FACTS}told_at : moment or none\n");
    let law = library(&law(
        &facts,
        "article 1\n must act within 3 hours of m done done_at\n whereupon (must other within 12 hours of done_at done told_at)\n otherwise must last_act within 1 hour of due_at done told_at",
    ));
    let at = "2012-06-01T14:00";
    let stood = |question: &str, done: &str| {
        let facts = format!("{{\"m\": \"2012-06-01T10:00\", \"done_at\": {done}, \"told_at\": null}}");
        let stood = standing(&law, question, &facts, at);
        stood.split(" then ").next().unwrap().to_owned()
    };
    assert_eq!(stood("act", "\"2012-06-01T13:00\""), "fulfilled 2012-06-01 13:00");
    assert_eq!(stood("other", "\"2012-06-01T13:00\""), "pending 2012-06-02 01:00");
    assert_eq!(stood("last_act", "\"2012-06-01T13:00\""), "not applicable");
    assert_eq!(
        stood("act", "\"2012-06-01T13:00:01\""),
        "fulfilled late 2012-06-01 13:00"
    );
    assert_eq!(
        stood("other", "\"2012-06-01T13:00:01\""),
        "pending 2012-06-02 01:00:01"
    );
    assert_eq!(
        stood("last_act", "\"2012-06-01T13:00:01\""),
        "pending 2012-06-01 14:00"
    );
    assert_eq!(stood("other", "null"), "not applicable");
    assert_eq!(stood("last_act", "null"), "pending 2012-06-01 14:00");
}

/// A month has 28 to 31 days: what holds for every month is known, what depends on the month is not.
#[test]
fn months_and_days_are_compared_where_every_month_says_the_same() {
    let law = library(&law(
        "t : duration\n",
        "article 1\n define shorter as t < 2 months\n define longer as t > 2 months\n\
        article 2\n define past as t > 1 month 28 days\n define short_of as t < 1 month 31 days",
    ));
    let said = |question: &str, length: &str| {
        let told = line(&law, question, &format!("{{\"t\": \"{length}\"}}"), None);
        told.split(" by ").next().unwrap().to_owned()
    };
    assert_eq!(said("shorter", "P1M27D"), "true");
    assert_eq!(said("shorter", "P1M28D"), "unknown");
    assert_eq!(said("longer", "P1M31D"), "unknown");
    assert_eq!(said("longer", "P1M32D"), "true");
    // the other way round: two months beside one month and days
    assert_eq!(said("past", "P2M"), "unknown");
    assert_eq!(said("past", "P2M1D"), "true");
    assert_eq!(said("short_of", "P2M"), "unknown");
    assert_eq!(said("short_of", "P1M30D"), "true");
    assert_eq!(said("short_of", "P1M31D"), "false");
}

/// The last day of a limit that is counted from a day by a rule.
fn last_day(rule: &str, limit: &str, from: &str) -> String {
    let facts = format!("{{\"e\": \"{from}\", \"done_at\": null}}");
    let due = due(&counted(&format!("    by calendar cal\n{rule}"), limit), &facts);
    due.split(' ').next().unwrap().to_owned()
}

/// 7 June 2012 is a Thursday, 8 June a Friday.
#[test]
fn working_days_are_counted_one_by_one_from_the_first_that_counts() {
    let three = "within 3 working days of e";
    let none = "within 0 working days of e";
    let before = "at least 3 working days before e";
    for (rule, limit, from, last) in [
        ("first day counted", three, "2012-06-07", "2012-06-11"),
        ("first day counted", three, "2012-06-08", "2012-06-12"),
        ("first day not counted", three, "2012-06-07", "2012-06-12"),
        ("first day not counted", three, "2012-06-08", "2012-06-13"),
        ("clear days", three, "2012-06-07", "2012-06-13"),
        ("clear days", three, "2012-06-08", "2012-06-14"),
        ("first day counted", none, "2012-06-07", "2012-06-07"),
        ("first day not counted", none, "2012-06-07", "2012-06-07"),
        ("clear days", none, "2012-06-07", "2012-06-08"),
        ("first day counted", before, "2012-06-07", "2012-06-05"),
        ("first day not counted", before, "2012-06-07", "2012-06-04"),
        ("clear days", before, "2012-06-07", "2012-06-01"),
    ] {
        let found = last_day(&format!("    working days : {rule}"), limit, from);
        assert_eq!(found, last, "{rule}, {limit} {from}");
    }
}

#[test]
fn days_are_counted_from_the_first_that_counts_and_no_days_end_on_the_day() {
    for (rule, limit, last) in [
        ("first day counted", "within 0 days of e", "2012-06-05"),
        ("first day counted", "within 1 day of e", "2012-06-05"),
        ("first day not counted", "within 0 days of e", "2012-06-05"),
        ("first day not counted", "within 1 day of e", "2012-06-06"),
        ("clear days", "within 0 days of e", "2012-06-06"),
        ("clear days", "within 1 day of e", "2012-06-07"),
    ] {
        let found = last_day(&format!("    days : {rule}"), limit, "2012-06-05");
        assert_eq!(found, last, "{rule}, {limit}");
    }
}

/// Three days or more have at least two working days.
#[test]
fn a_limit_that_is_long_enough_has_its_working_days() {
    let least = "    3 days or more : at least 2 working days\n";
    let counted = format!("{least}    days : first day counted\n");
    let (two, three, month) = ("within 2 days of e", "within 3 days of e", "within 1 month of e");
    for (rule, limit, from, last) in [
        // Friday, Saturday, Sunday: one working day, so Monday is the second
        (least, three, "2012-06-07", "2012-06-11"),
        // Thursday and Friday are two
        (least, three, "2012-06-06", "2012-06-09"),
        (least, three, "2012-06-08", "2012-06-12"),
        // a limit of two days is not long enough
        (least, two, "2012-06-07", "2012-06-09"),
        (least, two, "2012-06-08", "2012-06-10"),
        // the day of the event is one of them where it counts
        (&counted, three, "2012-06-07", "2012-06-09"),
        (&counted, three, "2012-06-08", "2012-06-11"),
        (least, month, "2012-06-08", "2012-07-08"),
    ] {
        assert_eq!(last_day(rule, limit, from), last, "{limit} {from} {rule}");
    }
}

/// Three working days from Friday, 8 June: Monday, Tuesday, Wednesday.
#[test]
fn working_days_within_a_pause_are_passed_over() {
    let facts =
        "e : date or none\nleft_on : date or none\nback_on : date or none\ndone_at : moment or none\n";
    let rules = format!(
        "{CALENDAR}{}",
        law(
            facts,
            "article 1\n counting rule of C\n by calendar cal\narticle 2\n must act within 3 working days of e suspended from left_on until back_on done done_at"
        )
    );
    let law = library(&rules);
    let stood = |left: &str, back: &str| {
        let facts =
            format!("{{\"e\": \"2012-06-08\", \"left_on\": {left}, \"back_on\": {back}, \"done_at\": null}}");
        first_words(&standing(&law, "act", &facts, "2012-06-30T12:00"))
    };
    let day = |day: &str| format!("\"2012-06-{day}\"");
    assert_eq!(stood("null", "null"), "overdue 2012-06-13");
    assert_eq!(stood(&day("12"), &day("13")), "overdue 2012-06-14");
    assert_eq!(stood(&day("12"), &day("14")), "overdue 2012-06-15");
    assert_eq!(stood(&day("13"), &day("15")), "overdue 2012-06-15");
    assert_eq!(stood(&day("14"), &day("15")), "overdue 2012-06-13");
    assert_eq!(stood(&day("13"), "null"), "pending");
    assert_eq!(stood(&day("14"), "null"), "overdue 2012-06-13");
}

/// 4 June 2012 is a Monday; each day of the week in turn is the day of rest.
#[test]
fn a_day_of_rest_is_named_in_the_steps_of_the_count() {
    for (place, name) in [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]
    .into_iter()
    .enumerate()
    {
        let rest = name.to_lowercase();
        let rules = format!(
            "calendar week\n  weekend {rest}\n{}",
            law(
                FACTS,
                "article 1\n counting rule of C\n by calendar week\n last day not a working day -> next working day\n\
                article 2\n must act within 10 days of e done done_at"
            )
        );
        let facts = format!("{{\"e\": \"2012-05-{}\", \"done_at\": null}}", 25 + place);
        let answer = answer(&library(&rules), "act", &facts, Some("2012-06-20T12:00"));
        let steps = answer.counting().unwrap().steps.join("\n");
        let (day, next) = (4 + place, 5 + place);
        let told = format!("2012-06-{day:02} is a {name}; the next working day is 2012-06-{next:02}");
        assert!(steps.contains(&told), "{steps}");
    }
}

/// What lies between two dates is none where either may be none.
#[test]
fn what_lies_between_two_days_may_be_none_where_one_of_them_may() {
    let facts = "d : date or none\ne : date\nm : moment\nn : number\n";
    let norms = "article 1\n define one as (days from d to e) is none\n define other_way as (days from e to d) is none";
    let law_of_days = library(&law(facts, norms));
    for (question, given, told) in [
        ("one", "null", "true"),
        ("other_way", "null", "true"),
        ("one", "\"2012-06-01\"", "false"),
        ("other_way", "\"2012-06-01\"", "false"),
    ] {
        let facts = format!("{{\"d\": {given}, \"e\": \"2012-06-02\"}}");
        let found = line(&law_of_days, question, &facts, None);
        assert_eq!(found.split(' ').next(), Some(told), "{question} {given}");
    }
    let wrong = |between: &str| errors(&law(facts, &format!("article 1\n define x as {between}")));
    assert_eq!(wrong("days from e to n"), ["wrong-type"]);
}

/// Of two days moved by decree each is worked, and each gives its rest to another day: 28 April and 9 June 2012 are Saturdays.
#[test]
fn each_day_that_is_moved_is_worked() {
    let rules = format!(
        "calendar moves\n  weekend saturday, sunday\n  moved 2012-04-28 -> 2012-04-30\n  moved 2012-06-09 -> 2012-06-11\n{}",
        law(
            FACTS,
            "article 1\n counting rule of C\n by calendar moves\n last day not a working day -> next working day\n\
            article 2\n must act within 10 days of e done done_at"
        )
    );
    let law = library(&rules);
    for (from, last) in [
        ("2012-04-18", "2012-04-28"),
        ("2012-04-19", "2012-05-01"),
        ("2012-04-20", "2012-05-01"),
        ("2012-05-30", "2012-06-09"),
        ("2012-05-31", "2012-06-12"),
        ("2012-06-01", "2012-06-12"),
        ("2012-06-06", "2012-06-18"),
    ] {
        let due = due(&law, &format!("{{\"e\": \"{from}\", \"done_at\": null}}"));
        assert_eq!(due.split(' ').next(), Some(last), "{from}");
    }
}

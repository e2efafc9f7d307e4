//! Counting rules and calendars: first and last days, month ends, days that are not worked, whose rule governs.

use crate::support::{CALENDAR, FACTS, answer, counted, due, errors, law, library, notes, standing, value};

#[test]
fn the_rule_says_which_first_and_last_day_belong_to_a_limit() {
    let first = |words: &str| counted(&format!("    days : {words}"), "within 10 days of e");
    let facts = "{\"e\": \"2012-06-01\", \"done_at\": null}";
    assert_eq!(due(&first("first day not counted"), facts), "2012-06-11 24:00");
    assert_eq!(due(&first("first day counted"), facts), "2012-06-10 24:00");
    assert_eq!(due(&first("clear days"), facts), "2012-06-12 24:00");
}

#[test]
fn clear_days_stand_between_the_act_and_the_event() {
    let law = counted("    days : clear days", "at least 10 days before e");
    assert_eq!(
        due(&law, "{\"e\": \"2012-06-20\", \"done_at\": null}"),
        "2012-06-09 24:00"
    );
    let law = counted("    days : first day not counted", "at least 10 days before e");
    assert_eq!(
        due(&law, "{\"e\": \"2012-06-20\", \"done_at\": null}"),
        "2012-06-10 24:00"
    );
}

#[test]
fn the_rule_says_where_hours_start_and_at_what_time_days_end() {
    let facts = "{\"m\": \"2012-06-01T10:15\", \"done_at\": null}";
    let law = counted(
        "    hours : from the moment, without interruption",
        "within 3 hours of m",
    );
    assert_eq!(due(&law, facts), "2012-06-01 13:15");
    let law = counted("    hours : first hour not counted", "within 3 hours of m");
    assert_eq!(due(&law, facts), "2012-06-01 14:00");
    let law = counted("    hours : first hour not counted", "at least 3 hours before m");
    assert_eq!(due(&law, facts), "2012-06-01 07:00");
    let law = counted(
        "    days : first day not counted; ends at 18:00 of the last day",
        "within 3 days of m",
    );
    assert_eq!(due(&law, facts), "2012-06-04 18:00");
}

#[test]
fn months_end_where_the_rule_says() {
    let months = |words: &str| counted(&format!("    months : {words}"), "within 1 month of e");
    let facts = "{\"e\": \"2012-01-31\", \"done_at\": null}";
    let down = months("end on the same day of the month, or on its last day");
    assert_eq!(due(&down, facts), "2012-02-29 24:00");
    let up = months("end on the same day, or on the first day of the next");
    assert_eq!(due(&up, facts), "2012-03-01 24:00");
    let never = months("end on the same day, or not at all");
    assert_eq!(due(&never, facts), "unknown");
    assert_eq!(
        notes(&never, "act", facts),
        [
            "counting: the limit cannot be counted: the last month has no such day, and the counting rule gives none instead"
        ]
    );
    let with_first = months("first day counted; end on the same day, or on its last day");
    assert_eq!(
        due(&with_first, "{\"e\": \"2012-01-10\", \"done_at\": null}"),
        "2012-02-09 24:00"
    );
    assert_eq!(due(&with_first, facts), "2012-02-29 24:00");
}

#[test]
fn a_part_of_a_month_is_taken_of_so_many_days() {
    let rule = "    part of a month : 30 days\n    months : end on the same day, or on its last day";
    let law = counted(rule, "within (1/2 * 3 months) of e, rounded up to a day");
    assert_eq!(
        due(&law, "{\"e\": \"2012-01-10\", \"done_at\": null}"),
        "2012-02-25 24:00"
    );
    let text = format!(
        "{CALENDAR}{}",
        crate::support::law(
            FACTS,
            "article 1\n must act within (1/2 * 3 months) of e\n done done_at"
        )
    );
    assert_eq!(errors(&text), ["rounding-not-written"]);
}

#[test]
fn a_last_day_that_is_not_worked_moves() {
    let rule = "    by calendar cal\n    last day not a working day -> next working day\n    \
                last day not a working day, counted backwards -> working day before";
    let law = counted(rule, "within 10 days of e");
    // 2012-06-16 is a Saturday
    assert_eq!(
        due(&law, "{\"e\": \"2012-06-06\", \"done_at\": null}"),
        "2012-06-18 24:00"
    );
    // 28 April is a Saturday that is worked, so it stays; 29 is a Sunday, 30 free by decree, 1 May a holiday
    assert_eq!(
        due(&law, "{\"e\": \"2012-04-18\", \"done_at\": null}"),
        "2012-04-28 24:00"
    );
    assert_eq!(
        due(&law, "{\"e\": \"2012-04-19\", \"done_at\": null}"),
        "2012-05-02 24:00"
    );
    let back = counted(rule, "at least 10 days before e");
    assert_eq!(
        due(&back, "{\"e\": \"2012-06-20\", \"done_at\": null}"),
        "2012-06-08 24:00"
    );
}

#[test]
fn exceptions_are_of_actions_and_of_matters() {
    let general = "    by calendar cal\n    last day not a working day -> next working day";
    let facts = "{\"e\": \"2012-06-06\", \"done_at\": null}";
    let inline = counted(
        &format!("{general}, except for act and other"),
        "within 10 days of e",
    );
    assert_eq!(due(&inline, facts), "2012-06-16 24:00");
    let block = format!(
        "{general}\n    except for act\n      days : first day counted\n      last day not a working day -> stays"
    );
    assert_eq!(
        due(&counted(&block, "within 10 days of e"), facts),
        "2012-06-15 24:00"
    );
    let matters = format!("{general}\n    except in matters of M\n      last day not a working day -> stays");
    assert_eq!(
        due(&counted(&matters, "within 10 days of e"), facts),
        "2012-06-16 24:00"
    );
}

#[test]
fn working_days_are_counted_one_by_one() {
    let law = counted("    by calendar cal", "within 3 working days of e");
    // Friday 27 April: Saturday 28 is worked, 30 April and 1 May are free
    assert_eq!(
        due(&law, "{\"e\": \"2012-04-27\", \"done_at\": null}"),
        "2012-05-03 24:00"
    );
    let back = counted("    by calendar cal", "at least 3 working days before e");
    assert_eq!(
        due(&back, "{\"e\": \"2012-05-03\", \"done_at\": null}"),
        "2012-04-27 24:00"
    );
}

#[test]
fn a_limit_of_some_days_has_at_least_some_working_days() {
    let rule = "    by calendar cal\n    2 days or more : at least 2 working days";
    let law = counted(rule, "within 3 days of e");
    // Friday 1 June: Saturday, Sunday, Monday have one working day
    assert_eq!(
        due(&law, "{\"e\": \"2012-06-01\", \"done_at\": null}"),
        "2012-06-05 24:00"
    );
    let short = counted(rule, "within 1 day of e");
    assert_eq!(
        due(&short, "{\"e\": \"2012-06-01\", \"done_at\": null}"),
        "2012-06-02 24:00"
    );
}

#[test]
fn a_day_of_which_the_calendar_is_not_certain_is_noted() {
    let law = counted(
        "    by calendar cal\n    last day not a working day -> next working day",
        "within 10 days of e",
    );
    let inside = notes(&law, "act", "{\"e\": \"2012-12-01\", \"done_at\": null}");
    assert_eq!(inside, Vec::<String>::new());
    let outside = notes(&law, "act", "{\"e\": \"2012-12-25\", \"done_at\": null}");
    assert_eq!(
        outside,
        ["calendar: the calendar cal is not certain of 2013-01-04: a day off may be missing there"]
    );
}

#[test]
fn every_due_moment_cites_its_rule_and_lists_its_steps() {
    let law = counted("    days : first day not counted", "within 10 days of e");
    let answer = answer(
        &law,
        "act",
        "{\"e\": \"2012-06-01\", \"done_at\": null}",
        Some("2012-06-05T00:00"),
    );
    let counting = answer.counting().unwrap();
    assert_eq!(counting.citation.as_deref(), Some("C art. 1"));
    assert_eq!(
        counting.steps,
        [
            "10 days from 2012-06-01",
            "the day of the event is not counted; the last day is 2012-06-11",
            "it ends at 24:00 of 2012-06-11"
        ]
    );
    let json = jargy::answer_json(&answer, true);
    assert_eq!(json["counting"]["citation"], "C art. 1");
    let why = jargy::why_text(&answer, 200);
    assert!(
        why.contains("due 2012-06-11 24:00: 10 days from 2012-06-01"),
        "{why}"
    );
    assert!(why.contains("counted by C art. 1"), "{why}");
}

#[test]
fn without_a_rule_the_steps_say_so() {
    let law = library(&law(
        FACTS,
        "article 1\n must act within 10 days of e\n done done_at",
    ));
    let answer = answer(
        &law,
        "act",
        "{\"e\": \"2012-06-01\", \"done_at\": null}",
        Some("2012-06-05T00:00"),
    );
    let counting = answer.counting().unwrap();
    assert_eq!(counting.citation, None);
    assert_eq!(
        counting.steps.last().map(String::as_str),
        Some("no counting rule is declared here: counted as is usual")
    );
}

#[test]
fn codes_may_differ_and_a_matter_says_which_governs() {
    let text = |matter: &str| {
        format!(
            "jurisdiction j \"J\" zone \"UTC\"\nmatter M \"matter\"\n e : date\n done_at : moment or none\n{matter}\n\
             action act of M\naction other of M\n\
             code A \"A\" of j in force from 2000-01-01\n in matters of M\narticle 1\n counting rule of A\n  days : first day counted\n\
             must act within 10 days of e done done_at\n\
             code B \"B\" of j in force from 2000-01-01\n in matters of M\narticle 1\n counting rule of B\n  days : clear days\n\
             must other within 10 days of e done done_at\n\
             code D \"D\" of j in force from 2000-01-01\narticle 1\n counting rule of j\n  days : first day not counted\n"
        )
    };
    let facts = "{\"e\": \"2012-06-01\", \"done_at\": null}";
    let at = "2012-06-02T00:00";
    let own = library(&text(""));
    assert!(standing(&own, "act", facts, at).starts_with("pending 2012-06-10 24:00"));
    assert!(standing(&own, "other", facts, at).starts_with("pending 2012-06-12 24:00"));
    let by_b = library(&text(" limits counted by B"));
    assert!(standing(&by_b, "act", facts, at).starts_with("pending 2012-06-12 24:00"));
    let by_j = library(&text(" limits counted by j"));
    assert!(standing(&by_j, "act", facts, at).starts_with("pending 2012-06-11 24:00"));
    assert!(standing(&by_j, "other", facts, at).starts_with("pending 2012-06-11 24:00"));
}

#[test]
fn a_counting_rule_is_in_force_like_any_provision() {
    let norms = "article 1\n in force from 2000-01-01 until 2012-05-31\n counting rule of C\n  days : first day counted\n\
                 article 2\n in force from 2012-06-01\n counting rule of C\n  days : clear days\n\
                 article 3\n must act within 10 days of e\n done done_at";
    let law = library(&law(FACTS, norms));
    let on = |date: &str| {
        let case = format!(
            "{{\"on\": \"{date}\", \"at\": \"2012-06-01T00:00\", \"facts\": {{\"e\": \"2012-05-30\", \"done_at\": null}}}}"
        );
        let matter = law.at_any_date().matter("M").unwrap();
        let answer = matter
            .ask("act")
            .unwrap()
            .decide(&matter.case_from_json(&case).unwrap(), None);
        answer.zone().words_as_end(answer.due_at().unwrap())
    };
    assert_eq!(on("2012-05-31"), "2012-06-08 24:00");
    assert_eq!(on("2012-06-01"), "2012-06-10 24:00");
}

#[test]
fn age_on_29_february_is_what_the_rule_says() {
    let age = |rule: &str| {
        let norms = format!(
            "article 1\n counting rule of C\n  {rule}\narticle 2\n define age as years from born_on to e"
        );
        library(&law("born_on : date\ne : date", &norms))
    };
    let facts = |e: &str| format!("{{\"born_on\": \"2004-02-29\", \"e\": \"{e}\"}}");
    let march = age("anniversary of 29 february : 1 march");
    assert_eq!(value(&march, "age", &facts("2022-02-28")), "\"P17Y\"");
    assert_eq!(value(&march, "age", &facts("2022-03-01")), "\"P18Y\"");
    let february = age("anniversary of 29 february : 28 february");
    assert_eq!(value(&february, "age", &facts("2022-02-27")), "\"P17Y\"");
    assert_eq!(value(&february, "age", &facts("2022-02-28")), "\"P18Y\"");
    assert_eq!(value(&february, "age", &facts("2024-02-28")), "\"P19Y\"");
    assert_eq!(value(&february, "age", &facts("2024-02-29")), "\"P20Y\"");
}

//! Where limits end: the last second that is in time, the last day, and what is counted from there.

use crate::prepared::answers_agree;
use crate::support::{answer, due, findings, law, library, standing, value};
use jargy::{Library, Moment, SourceMap, answer_json, read_scenarios, run_scenario};
use proptest::prelude::*;

/// What does not hold of the scenarios in a text.
fn failures(library: &Library, text: &str) -> Vec<String> {
    let mut sources = SourceMap::default();
    let file = sources.add("a.case", text);
    let (read, findings) = read_scenarios(library, &file);
    assert!(
        findings.is_empty(),
        "{}",
        jargy::render(&findings[0], &sources, 100, false)
    );
    read.iter()
        .flat_map(|one| run_scenario(library, one).unwrap().failures)
        .map(|failure| failure.message)
        .collect()
}

const NETHERLANDS: &str = "jurisdiction nl \"NL\" zone \"Europe/Amsterdam\"
calendar c
  certain from 2000-01-01 until 2030-12-31
  weekend saturday, sunday
matter M \"m\"
  d : date
  filed_on : date
  done_on : date or none
action go of M
act A \"Act\" of nl in force from 2000-01-01
  in matters of M
article 1
  counting rule of nl
    by calendar c
    days : first day not counted; ends at 24:00 of the last day
    last day not a working day -> next working day
  define ends_at as 10 days counted from d
  define last_day as date of ends_at
  define plus3_at as 3 days counted from ends_at
  define plus3_date_at as 3 days counted from last_day
  define in_time as filed_on <= last_day
  define filed_at_24 as 2024-03-11 24:00 = ends_at
  define three_hours_on_at as 3 hours counted from ends_at
article 2
  must go within 3 days of ends_at done done_on
";

#[test]
fn the_last_day_of_a_limit_is_its_date() {
    let law = library(NETHERLANDS);
    let facts = "{\"d\": \"2024-03-01\"}";
    assert_eq!(value(&law, "ends_at", facts), "\"2024-03-11T23:59:59+01:00\"");
    assert_eq!(value(&law, "last_day", facts), "\"2024-03-11\"");
    let filed = |on: &str| format!("{{\"d\": \"2024-03-01\", \"filed_on\": \"{on}\"}}");
    assert_eq!(value(&law, "in_time", &filed("2024-03-11")), "true");
    assert_eq!(value(&law, "in_time", &filed("2024-03-12")), "false");
}

#[test]
fn a_limit_counted_from_the_end_of_a_limit_counts_from_its_last_day() {
    let law = library(NETHERLANDS);
    let text = "scenario \"x\"\n  law on 2010-01-01, assessed at 2024-03-20 12:00\n  given M\n    d = 2024-03-01\n    done_on = none\n  expect\n    last_day is 2024-03-11\n    ends_at is 2024-03-11 24:00\n    plus3_at is 2024-03-14 24:00\n    plus3_date_at is 2024-03-14 24:00\n    filed_at_24 is yes\n    go is overdue due 2024-03-14 24:00\n    go is overdue due 2024-03-14\n    three_hours_on_at is 2024-03-12 03:00\n";
    assert_eq!(failures(&law, text), Vec::<String>::new());
}

#[test]
fn fourteen_days_and_then_three_end_on_the_seventeenth_day() {
    let law = library(&law(
        "d : date\ndone_on : date or none",
        "article 1\n define ends_at as 14 days counted from d\n must act within 3 days of ends_at done done_on",
    ));
    let facts = "{\"d\": \"2023-06-20\", \"done_on\": null}";
    assert_eq!(
        standing(&law, "act", facts, "2023-07-06T12:00"),
        "pending 2023-07-07 24:00 then 2023-07-08 00:00"
    );
}

const TEN_DAYS: &str = "article 1\n must act within 10 days of e done done_at";
const FACTS: &str = "e : date\ndone_at : moment or none";

#[test]
fn an_act_at_midnight_of_the_next_day_is_late() {
    let law = library(&law(FACTS, TEN_DAYS));
    let done = |at: &str| {
        let facts = format!("{{\"e\": \"2012-06-01\", \"done_at\": \"{at}\"}}");
        answer(&law, "act", &facts, Some("2012-07-01T00:00"))
            .outcome()
            .word()
    };
    assert_eq!(done("2012-06-11T23:59:59"), "fulfilled");
    assert_eq!(done("2012-06-11T24:00"), "fulfilled");
    assert_eq!(done("2012-06-12T00:00:00"), "fulfilled_late");
    let facts = "{\"e\": \"2012-06-01\", \"done_at\": null}";
    assert_eq!(
        standing(&law, "act", facts, "2012-06-11T24:00"),
        "pending 2012-06-11 24:00 then 2012-06-12 00:00"
    );
    assert_eq!(
        standing(&law, "act", facts, "2012-06-12T00:00"),
        "overdue 2012-06-11 24:00"
    );
}

#[test]
fn json_says_the_last_day_beside_the_last_second() {
    let law = library(&law(
        "e : date\nm : moment\ndone_on : date or none",
        "article 1\n must act within 10 days of e done done_on\n must other within 72 hours of m done done_on",
    ));
    let json = |question: &str, done: &str| {
        let facts = format!("{{\"e\": \"2012-06-01\", \"m\": \"2012-06-01T00:00\", \"done_on\": {done}}}");
        answer_json(&answer(&law, question, &facts, Some("2012-06-30T00:00")), false)
    };
    let late = json("act", "\"2012-06-12\"");
    assert_eq!(late["outcome"], "fulfilled_late");
    assert_eq!(late["due_at"], "2012-06-11T23:59:59+00:00");
    assert_eq!(late["due_on"], "2012-06-11");
    assert_eq!(late["done_at"], "2012-06-12T00:00:00+00:00");
    assert_eq!(json("act", "\"2012-06-11\"")["outcome"], "fulfilled");
    // a limit in hours has no last day; what is known to the day is compared by the day
    let hours = json("other", "\"2012-06-04\"");
    assert_eq!(hours["due_at"], "2012-06-04T00:00:00+00:00");
    assert!(hours["due_on"].is_null());
    assert_eq!(hours["outcome"], "fulfilled");
    assert_eq!(json("other", "\"2012-06-05\"")["outcome"], "fulfilled_late");
}

#[test]
fn what_begins_again_on_the_day_after_a_limit_has_run_out_does_not_revive_it() {
    let law = library(&law(
        "e : date\nm : moment\nagain : date or none\nback_on : date or none\nagain_at : moment or none\ndone_at : moment or none",
        "article 1\n must act within 10 days of e restarted by again done done_at\n\
         article 2\n must other within 10 days of e suspended from again until back_on done done_at\n\
         article 3\n must last_act within 24 hours of m suspended from again_at until back_on restarted by again_at done done_at",
    ));
    let facts = |again: &str, again_at: &str| {
        format!(
            "{{\"e\": \"2012-06-01\", \"m\": \"2012-06-10T12:00\", \"again\": \"{again}\", \"again_at\": \"{again_at}\", \"back_on\": \"2012-06-20\", \"done_at\": null}}"
        )
    };
    let stands = |question: &str, again: &str, again_at: &str| {
        standing(&law, question, &facts(again, again_at), "2012-07-30T00:00")
    };
    let noon = "2012-06-11T12:00:01";
    assert_eq!(stands("act", "2012-06-11", noon), "overdue 2012-06-21 24:00");
    assert_eq!(stands("act", "2012-06-12", noon), "overdue 2012-06-11 24:00");
    assert_eq!(stands("other", "2012-06-11", noon), "overdue 2012-06-20 24:00");
    assert_eq!(stands("other", "2012-06-12", noon), "overdue 2012-06-11 24:00");
    // the last second counts, the one after it does not
    assert_eq!(
        stands("last_act", "2012-06-12", "2012-06-11T12:00:01"),
        "overdue 2012-06-11 12:00"
    );
    assert_eq!(
        stands("last_act", "2012-06-12", "2012-06-11T12:00:00"),
        "overdue 2012-06-21 00:00"
    );
}

#[test]
fn a_suspension_from_or_until_the_end_of_a_day_leaves_that_day_whole() {
    let law = library(&law(
        "e : date\nleft_on : date\nback_on : date\ndone_at : moment or none",
        "article 1\n must act within 10 days of e suspended from end of left_on until end of back_on done done_at",
    ));
    let facts = |left: &str| {
        format!(
            "{{\"e\": \"2012-06-01\", \"left_on\": \"{left}\", \"back_on\": \"2012-06-14\", \"done_at\": null}}"
        )
    };
    // it stands still from 11 to 14 June, four days
    assert_eq!(due(&law, &facts("2012-06-10")), "2012-06-15 24:00");
    // it ran out on 11 June
    assert_eq!(due(&law, &facts("2012-06-11")), "2012-06-11 24:00");
}

#[test]
fn hours_run_from_midnight_where_a_day_ends() {
    let law = library(&law(
        "e : date\nm : moment",
        "article 1\n define x as (end of e) + 3 hours\n define y as time from (end of e) to m\n define z as m - (end of e)\n define w as 3 hours counted from end of e\n define v as 1 hour counted back from end of e\n define day_of as date of (end of e)",
    ));
    let facts = "{\"e\": \"2012-06-01\", \"m\": \"2012-06-02T03:00\"}";
    assert_eq!(value(&law, "x", facts), "\"2012-06-02T03:00:00+00:00\"");
    assert_eq!(value(&law, "y", facts), "\"PT3H\"");
    assert_eq!(value(&law, "z", facts), "\"PT3H\"");
    assert_eq!(value(&law, "w", facts), "\"2012-06-02T03:00:00+00:00\"");
    assert_eq!(value(&law, "v", facts), "\"2012-06-01T23:00:00+00:00\"");
    assert_eq!(value(&law, "day_of", facts), "\"2012-06-01\"");
}

#[test]
fn one_limit_has_one_resolution() {
    let facts = "m : moment\nmm : moment to the minute\ndone_at : moment or none\ndone_mm : moment to the minute or none";
    let law = library(&law(
        facts,
        "article 1\n define began_at as earliest of (mm, m + 90 hours)\n\
         article 2\n must act within 3 hours of began_at done done_at\n\
         article 3\n must other within 3 hours of m done done_mm\n\
         article 4\n must last_act within 3 hours of m done done_at\n\
         article 5\n may act within 3 hours of mm\n may other within 3 hours of m\n",
    ));
    let json = |done: &str| {
        format!(
            "{{\"m\": \"2012-06-01T10:00:45\", \"mm\": \"2012-06-01T10:00:45\", \"done_at\": {done}, \"done_mm\": {done}}}"
        )
    };
    let stands = |question: &str, done: &str, at: &str| standing(&law, question, &json(done), at);
    let done = |question: &str, done: &str| {
        let done = format!("\"2012-06-01T{done}\"");
        stands(question, &done, "2012-06-02T00:00")
    };
    // 2 hours, 59 minutes and 31 seconds
    assert_eq!(done("act", "13:00:16"), "fulfilled 2012-06-01 13:00");
    assert_eq!(done("other", "13:00:16"), "fulfilled 2012-06-01 13:00:45");
    assert_eq!(done("last_act", "13:00:16"), "fulfilled 2012-06-01 13:00:45");
    // the last second, and the one after it
    assert_eq!(done("act", "13:00:59"), "fulfilled 2012-06-01 13:00");
    assert_eq!(done("act", "13:01:00"), "fulfilled late 2012-06-01 13:00");
    assert_eq!(done("other", "13:00:59"), "fulfilled 2012-06-01 13:00:45");
    assert_eq!(done("other", "13:01:00"), "fulfilled late 2012-06-01 13:00:45");
    assert_eq!(done("last_act", "13:00:45"), "fulfilled 2012-06-01 13:00:45");
    assert_eq!(done("last_act", "13:00:46"), "fulfilled late 2012-06-01 13:00:45");
    // so it is with the assessment
    assert_eq!(
        stands("act", "null", "2012-06-01T13:00:59"),
        "pending 2012-06-01 13:00 then 2012-06-01 13:01"
    );
    assert_eq!(
        stands("act", "null", "2012-06-01T13:01"),
        "overdue 2012-06-01 13:00"
    );
    assert_eq!(
        stands("last_act", "null", "2012-06-01T13:00:45"),
        "pending 2012-06-01 13:00:45 then 2012-06-01 13:00:46"
    );
    assert_eq!(
        stands("last_act", "null", "2012-06-01T13:00:46"),
        "overdue 2012-06-01 13:00:45"
    );
}

#[test]
fn a_window_is_kept_to_the_minute_where_its_event_is() {
    let law = library(&law(
        "m : moment\nmm : moment to the minute",
        "article 1\n may act within 3 hours of mm\n may other within 3 hours of m",
    ));
    let facts = "{\"m\": \"2012-06-01T10:00:45\", \"mm\": \"2012-06-01T10:00:45\"}";
    let stands = |question: &str, at: &str| standing(&law, question, facts, at);
    assert_eq!(
        stands("act", "2012-06-01T13:00:59"),
        "permitted then 2012-06-01 13:01"
    );
    assert_eq!(stands("act", "2012-06-01T13:01"), "unregulated");
    assert_eq!(
        stands("other", "2012-06-01T13:00:45"),
        "permitted then 2012-06-01 13:00:46"
    );
    assert_eq!(stands("other", "2012-06-01T13:00:46"), "unregulated");
}

#[test]
fn a_chain_is_kept_to_the_minute_as_its_first_limit_is() {
    let law = library(&law(
        "mm : moment to the minute\nm : moment\ndone_at : moment or none\ntold_at : moment or none",
        "article 1\n must act within 3 hours of mm done done_at\n otherwise must other within 1 hour of due_at done told_at\n\
         article 2\n must last_act within 3 hours of m done done_at",
    ));
    let told = |told: &str| {
        let facts = format!("{{\"mm\": \"2012-06-01T10:00\", \"done_at\": null, \"told_at\": \"{told}\"}}");
        standing(&law, "other", &facts, "2012-06-02T00:00")
    };
    assert_eq!(told("2012-06-01T14:00:59"), "fulfilled 2012-06-01 14:00");
    assert_eq!(told("2012-06-01T14:01"), "fulfilled late 2012-06-01 14:00");
}

#[test]
fn a_time_of_day_that_the_law_sets_is_kept_to_the_second() {
    let law = library(&law(
        "mm : moment to the minute\ndone_at : moment or none",
        "article 1\n counting rule of C\n  days : first day not counted; ends at 18:00 of the last day\n\
         article 2\n must act within 3 hours of mm or 1 day of mm, whichever is later done done_at\n",
    ));
    let done = |at: &str| {
        let facts = format!("{{\"mm\": \"2012-06-01T10:00\", \"done_at\": \"{at}\"}}");
        standing(&law, "act", &facts, "2012-06-09T00:00")
    };
    assert_eq!(done("2012-06-02T18:00:00"), "fulfilled 2012-06-02 18:00");
    assert_eq!(done("2012-06-02T18:00:01"), "fulfilled late 2012-06-02 18:00");
}

const PARIS: &str = "jurisdiction fr \"France\" zone \"Europe/Paris\"
matter M \"t\"
  d : date
  h : time of day
  m : moment
  done_at : moment or none
action file of M
action come of M
act A \"Act\" of fr in force from 2000-01-01
  in matters of M
article 1
  define mm_at as m
  define back as h
article 6
  must file within 10 days of d done done_at
article 7
  must come within 1 hour of m done done_at
";

#[test]
fn a_local_time_that_occurs_twice_is_shown_with_its_offset_and_read_back() {
    let law = library(PARIS);
    let text = "scenario \"fold\"\n  law on 2020-01-01, assessed at 2020-10-25 02:15+01:00\n  given M\n    m = 2020-10-25T01:45:00+02:00\n    done_at = none\n  expect\n    come is overdue due 2020-10-25 02:45+02:00\n";
    assert_eq!(failures(&law, text), Vec::<String>::new());
    let facts = "{\"m\": \"2020-10-25T01:45:00+02:00\", \"done_at\": null}";
    let come = answer(&law, "come", facts, Some("2020-10-25T02:15:00+01:00"));
    let text = jargy::answer_text(&come, 200);
    assert!(text.contains("due 2020-10-25 02:45+02:00"), "{text}");
    let before = answer(&law, "come", facts, Some("2020-10-25T02:15:00+02:00"));
    let text = jargy::answer_text(&before, 200);
    assert!(
        text.contains("pending") && text.contains("02:45:01+02:00"),
        "{text}"
    );
}

#[test]
fn a_second_60_is_refused_and_fractions_are_dropped_with_a_note() {
    let law = library(PARIS);
    let snapshot = law.on("2020-01-01".parse().unwrap());
    let matter = snapshot.matter("M").unwrap();
    let read = |facts: &str| {
        let json = format!("{{\"matter\": \"M\", \"at\": \"2024-01-01T00:00\", \"facts\": {facts}}}");
        matter.case_from_json(&json)
    };
    for facts in [
        "{\"h\": \"23:59:60\"}",
        "{\"m\": \"2016-12-31T23:59:60Z\"}",
        "{\"m\": \"2016-12-31 23:59:60\"}",
    ] {
        let error = read(facts).unwrap_err().to_string();
        assert!(error.contains("second 60"), "{error}");
        let mut form = matter.prepare(&["file"]).unwrap().form();
        let json = format!("{{\"matter\": \"M\", \"facts\": {facts}}}");
        assert!(form.read_json(&json).is_err(), "{facts}");
    }
    let case = read("{\"done_at\": \"2020-02-11T00:00:00.999\", \"h\": \"10:00:00.5\", \"m\": \"2020-02-11T00:00:00.000\"}").unwrap();
    assert_eq!(
        case.remarks(),
        [
            "`facts.done_at` is taken to the second: the fraction of 2020-02-11T00:00:00.999 is dropped",
            "`facts.h` is taken to the second: the fraction of 10:00:00.5 is dropped"
        ]
    );
    let json = "{\"matter\": \"M\", \"at\": \"2024-01-01T00:00:00.5\", \"facts\": {}}";
    assert_eq!(
        matter.case_from_json(json).unwrap().remarks(),
        ["`at` is taken to the second: the fraction of 2024-01-01T00:00:00.5 is dropped"]
    );
}

#[test]
fn rules_say_what_they_drop_and_refuse_a_second_60() {
    let rule = |literal: &str| law("m : moment", &format!("article 1\n define x as m <= {literal}"));
    assert!(
        findings(&rule("2012-06-01 10:00:00.5")).contains("has a fraction of a second, which is dropped")
    );
    for literal in ["2012-06-01 10:00:00.0", "2012-06-01 24:00"] {
        assert!(!findings(&rule(literal)).contains("fraction"));
        assert!(!findings(&rule(literal)).contains("impossible-moment"));
    }
    assert!(findings(&rule("2012-06-01 23:59:60")).contains("second 60"));
}

/// Moments at which days and minutes end, and those beside them.
fn edge() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\"2012-06-01T20:59:58\"",
        "\"2012-06-01T20:59:59\"",
        "\"2012-06-01T21:00:00\"",
        "\"2012-06-01T23:59:00\"",
        "\"2012-06-01T23:59:58\"",
        "\"2012-06-01T24:00\"",
        "\"2012-06-02T00:00:00\"",
        "\"2012-06-02T00:00:30\"",
        "\"2012-06-02T02:59:59\"",
        "\"2012-06-02T03:00:00\"",
        "\"2012-06-02T03:00:59\"",
        "\"2012-06-02T03:01:00\"",
        "\"2012-06-03T24:00\"",
        "\"2012-06-04T00:00:00\"",
        "\"2012-06-04T00:01:00\"",
        "null",
    ])
}

fn edges() -> &'static Library {
    static LAW: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LAW.get_or_init(|| {
        library(&law(
            "m : moment or none\nmm : moment to the minute or none\ndone_at : moment or none\ndone_mm : moment to the minute or none\ndone_on : date or none",
            "article 1\n must act within 3 hours of m done done_at\n must act within 2 days of m done done_mm\n\
             article 2\n must other within 3 hours of mm or 2 days of m, whichever is later done done_on\n otherwise must last_act within 3 hours of due_at done done_at\n\
             article 3\n may act within 3 hours of mm\n may other within 2 days of m\n\
             article 4\n define ends_at as 2 days counted from m\n define day_of as date of ends_at\n define hours_on as ends_at + 3 hours\n define span as time from m to mm\n define minus as ends_at - m\n define last_at as end of (date of m)\n define again as 3 hours counted from end of (date of m)\n define early as done_at <= again",
        ))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Terms, compiled code and the naive interpreter end limits alike, to the second.
    #[test]
    fn ends_are_found_alike(m in edge(), mm in edge(), done in edge(), other in edge(), at in edge(), on in prop::sample::select(vec!["null", "\"2012-06-02\"", "\"2012-06-03\"", "\"2012-06-04\""])) {
        let snapshot = edges().on("2012-06-01".parse().unwrap());
        let matter = snapshot.matter("M").unwrap();
        let json = format!("{{\"matter\": \"M\", \"facts\": {{\"m\": {m}, \"mm\": {mm}, \"done_at\": {done}, \"done_mm\": {other}, \"done_on\": {on}}}}}");
        let case = matter.case_from_json(&json).unwrap();
        let at: Option<Moment> = jargy::parse_moment(at.trim_matches('"'), matter.zone()).ok();
        let names: Vec<String> = matter.questions().iter().map(|question| question.name().to_owned()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        answers_agree(&matter, &names, std::slice::from_ref(&case), at)?;
        // an answer holds until the second at which it says that it changes
        for name in names {
            let ask = matter.ask(name).unwrap();
            let Some(at) = at else { continue };
            let now = ask.decide(&case, at);
            let Some(next) = now.changes_at() else { continue };
            let just_before = Moment::from_seconds(next.seconds() - 1).unwrap();
            prop_assert_eq!(ask.outcome_and_due(&case, Some(just_before)), ask.outcome_and_due(&case, Some(at)), "{}", name);
            prop_assert_ne!(ask.outcome_and_due(&case, Some(next)), ask.outcome_and_due(&case, Some(at)), "{}", name);
        }
    }
}

//! What each construct of the language means, in the order of the reference.

use crate::support::{answer, errors, law, library, line};

const BOOLS: &str = "a : yes/no\nb : yes/no\nc : yes/no\nn : number\n";

fn bools(norms: &str) -> jargy::Library {
    library(&law(BOOLS, norms))
}

// ------------------------------------------------------------------ permissions and bars

#[test]
fn a_permission_holds_when_its_condition_does() {
    let law = bools("article 1\n may act if a");
    assert_eq!(line(&law, "act", "{\"a\": true}", None), "permitted by C art. 1");
    assert_eq!(line(&law, "act", "{\"a\": false}", None), "unregulated");
    assert_eq!(line(&law, "act", "{}", None), "unknown by C art. 1 want a");
}

#[test]
fn a_bar_limits_a_permission_of_the_same_code() {
    let law = bools("article 1\n may act\narticle 2\n must not act when a unless b");
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": false}", None),
        "forbidden by C art. 2"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": true}", None),
        "permitted by C art. 1"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": true}", None),
        "unknown by C art. 1 by C art. 2 want b"
    );
}

#[test]
fn may_only_if_is_a_bar_when_the_condition_is_no() {
    let law = bools("article 1\n may act when a only if b");
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": false}", None),
        "forbidden by C art. 1"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": true}", None),
        "permitted by C art. 1"
    );
    assert_eq!(line(&law, "act", "{\"a\": false}", None), "unregulated");
}

#[test]
fn lettered_points_that_hold_are_named() {
    let law = bools("article 1\n must not act if any of\n (a) a;\n (b) b;\n (c) c");
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"c\": true}", None),
        "forbidden by C art. 1(a)(c)"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": false, \"b\": false, \"c\": false}", None),
        "unregulated"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": false}", None),
        "unknown by C art. 1(b)(c) want b want c"
    );
}

#[test]
fn a_permission_with_a_limit_ends_with_it() {
    let facts = "served_at : moment or none";
    let law = library(&law(facts, "article 1\n may act within 10 days of served_at"));
    let served = "{\"served_at\": \"2012-06-01T10:00:00Z\"}";
    assert_eq!(
        line(&law, "act", served, Some("2012-06-11T23:59:00Z")),
        "permitted by C art. 1"
    );
    assert_eq!(
        line(&law, "act", served, Some("2012-06-12T00:01:00Z")),
        "unregulated"
    );
    assert_eq!(
        line(&law, "act", served, Some("2012-06-01T09:59:00Z")),
        "unregulated"
    );
    assert_eq!(line(&law, "act", served, None), "unknown by C art. 1 want at");
}

// ------------------------------------------------------------------ priority

const TWO_CODES: &str = "article 1\n may act when a\ncode D \"Other\" in force from 2000-01-01\n in matters of M\narticle 1\n must not act when b";

#[test]
fn codes_of_equal_rank_conflict_and_both_are_named() {
    let law = bools(TWO_CODES);
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": true}", None),
        "conflict by C art. 1 by D art. 1"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": false, \"b\": true}", None),
        "forbidden by D art. 1"
    );
}

#[test]
fn despite_decides_and_the_answer_says_so() {
    let law = bools(&TWO_CODES.replace("may act when a", "may act when a despite D article 1"));
    let answer = answer(&law, "act", "{\"a\": true, \"b\": true}", None);
    assert_eq!(answer.outcome().word(), "permitted");
    assert_eq!(
        answer.because()[0].prevails_over,
        [("D art. 1".to_owned(), "declared")]
    );
}

#[test]
fn subject_to_is_the_converse() {
    let law = bools(&TWO_CODES.replace(
        "must not act when b",
        "subject to C article 1\n must not act when b",
    ));
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": true}", None),
        "permitted by C art. 1"
    );
}

#[test]
fn rank_decides_between_instruments() {
    let law = bools(&TWO_CODES.replace("code D", "order D"));
    let answer = answer(&law, "act", "{\"a\": true, \"b\": true}", None);
    assert_eq!(answer.outcome().word(), "permitted");
    assert_eq!(
        answer.because()[0].prevails_over,
        [("D art. 1".to_owned(), "rank")]
    );
    let why = jargy::why_text(&answer, 200);
    assert!(
        why.contains("C art. 1 prevails over it: its instrument is of higher rank"),
        "{why}"
    );
}

#[test]
fn definitions_of_equal_rank_that_differ_conflict() {
    let law = bools(
        "article 1\n define x as 1 when a\narticle 2\n define x as 2 when b\narticle 3\n define x as 1 when c",
    );
    assert_eq!(
        line(&law, "x", "{\"a\": true, \"b\": true, \"c\": false}", None),
        "conflict by C art. 1 by C art. 2"
    );
    assert_eq!(
        line(&law, "x", "{\"a\": true, \"b\": false, \"c\": true}", None),
        "1 by C art. 1 by C art. 3"
    );
    assert_eq!(
        line(&law, "x", "{\"a\": false, \"b\": false, \"c\": false}", None)
            .split(' ')
            .next(),
        Some("undefined")
    );
}

#[test]
fn a_duty_and_a_bar_of_equal_rank_conflict() {
    let law = bools("article 1\n must act when a done c\narticle 2\n must not act when b");
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": true, \"c\": false}", None),
        "conflict by C art. 1 by C art. 2"
    );
    assert_eq!(
        line(&law, "act", "{\"a\": true, \"b\": false, \"c\": true}", None),
        "fulfilled by C art. 1"
    );
}

// ------------------------------------------------------------------ duties

const EVENTS: &str = "begun_at : moment or none\ndone_it_at : moment or none\nnext_at : moment or none\nhearing_at : moment\na : yes/no\n";

fn events(norms: &str) -> jargy::Library {
    library(&law(EVENTS, norms))
}

#[test]
fn a_duty_at_every_boundary() {
    let law = events("article 1\n must act within 12 hours of begun_at done done_it_at");
    let open = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": null}";
    let status = |at| answer(&law, "act", open, Some(at)).outcome().word();
    assert_eq!(status("2012-06-01T09:59:00Z"), "not_applicable");
    assert_eq!(status("2012-06-01T10:00:00Z"), "pending");
    assert_eq!(status("2012-06-01T22:00:00Z"), "pending");
    assert_eq!(status("2012-06-01T22:00:01Z"), "overdue");
    let done = |done: &str| {
        let facts = format!("{{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": \"{done}\"}}");
        answer(&law, "act", &facts, Some("2012-06-09T10:00:00Z"))
            .outcome()
            .word()
    };
    assert_eq!(done("2012-06-01T22:00:00Z"), "fulfilled");
    assert_eq!(done("2012-06-01T22:01:00Z"), "fulfilled_late");
}

#[test]
fn a_duty_whose_event_has_not_happened_has_not_arisen() {
    let law = events("article 1\n must act within 12 hours of begun_at done done_it_at");
    assert_eq!(
        line(&law, "act", "{\"begun_at\": null}", Some("2012-06-01T09:00:00Z")),
        "not_applicable"
    );
}

#[test]
fn days_end_with_the_last_second_of_the_last_day() {
    let law = events("article 1\n must act within 3 days of begun_at done done_it_at");
    let facts = "{\"begun_at\": \"2012-02-27T10:00:00Z\", \"done_it_at\": null}";
    let answer = answer(&law, "act", facts, Some("2012-03-01T23:59:00Z"));
    assert_eq!(answer.outcome().word(), "pending");
    assert_eq!(answer.due_at().unwrap().to_string(), "2012-03-01T23:59:59+00:00");
}

#[test]
fn months_end_on_the_last_day_of_a_shorter_month() {
    let law = events("article 1\n must act within 1 month of begun_at done done_it_at");
    let facts = "{\"begun_at\": \"2012-01-31T10:00:00Z\", \"done_it_at\": null}";
    let due = answer(&law, "act", facts, Some("2012-02-01T00:00:00Z"))
        .due_at()
        .unwrap();
    assert_eq!(due.to_string(), "2012-02-29T23:59:59+00:00");
}

#[test]
fn a_limit_can_count_backwards() {
    let law = events("article 1\n must act at least 10 days before hearing_at done done_it_at");
    let facts = "{\"hearing_at\": \"2012-06-25T10:00:00Z\", \"done_it_at\": null}";
    assert_eq!(
        answer(&law, "act", facts, Some("2012-06-15T23:59:00Z"))
            .outcome()
            .word(),
        "pending"
    );
    assert_eq!(
        answer(&law, "act", facts, Some("2012-06-16T00:01:00Z"))
            .outcome()
            .word(),
        "overdue"
    );
}

#[test]
fn of_several_limits_the_earliest_counts() {
    let law = events(
        "article 1\n must act within 72 hours of begun_at, within 48 hours of begun_at done done_it_at",
    );
    let facts = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": null}";
    let due = answer(&law, "act", facts, Some("2012-06-01T11:00:00Z"))
        .due_at()
        .unwrap();
    assert_eq!(due.to_string(), "2012-06-03T10:00:00+00:00");
}

#[test]
fn breach_starts_the_next_duty_and_names_the_sanction() {
    let law = events(
        "article 1\n must act within 1 hour of begun_at done done_it_at\n otherwise must other within 1 hour of due_at done next_at\n otherwise breach by officer \"unlawful\"",
    );
    let facts = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": null, \"next_at\": null}";
    let late = answer(&law, "other", facts, Some("2012-06-01T12:00:01Z"));
    assert_eq!(late.outcome().word(), "overdue");
    assert_eq!(late.sanction(), Some("breach by officer: unlawful"));
    assert_eq!(
        answer(&law, "other", facts, Some("2012-06-01T11:00:00Z"))
            .outcome()
            .word(),
        "not_applicable"
    );
    assert_eq!(
        answer(&law, "other", facts, Some("2012-06-01T11:30:00Z"))
            .outcome()
            .word(),
        "pending"
    );
}

#[test]
fn fulfilment_starts_a_duty_after_whereupon() {
    let law = events(
        "article 1\n must act within 1 hour of begun_at done done_it_at\n whereupon must other within 2 hours of done_at done next_at",
    );
    let facts = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": \"2012-06-01T10:30:00Z\", \"next_at\": null}";
    let answer = answer(&law, "other", facts, Some("2012-06-01T12:00:00Z"));
    assert_eq!(answer.outcome().word(), "pending");
    assert_eq!(answer.due_at().unwrap().to_string(), "2012-06-01T12:30:00+00:00");
}

#[test]
fn a_norm_reads_the_state_of_a_duty() {
    let law = events(
        "article 1\n must act within 1 hour of begun_at done done_it_at\narticle 2\n must not other when act is overdue\n may other",
    );
    let facts = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": null}";
    assert_eq!(
        line(&law, "other", facts, Some("2012-06-01T11:00:00Z")),
        "permitted by C art. 2"
    );
    assert_eq!(
        line(&law, "other", facts, Some("2012-06-01T11:01:00Z")),
        "forbidden by C art. 2"
    );
    assert_eq!(
        line(&law, "other", facts, None),
        "unknown by C art. 2 by C art. 2 want at"
    );
}

#[test]
fn what_happens_after_the_assessment_has_not_happened_yet() {
    let law = events(
        "article 1\n must act within 1 hour of begun_at done done_it_at\narticle 2\n define seen as done_it_at is not none",
    );
    let facts = "{\"begun_at\": \"2012-06-01T10:00:00Z\", \"done_it_at\": \"2012-06-01T10:30:00Z\"}";
    assert_eq!(
        answer(&law, "act", facts, Some("2012-06-01T10:29:00Z"))
            .outcome()
            .word(),
        "pending"
    );
    assert_eq!(
        line(&law, "seen", facts, Some("2012-06-01T10:29:00Z")),
        "false by C art. 2"
    );
    assert_eq!(
        line(&law, "seen", facts, Some("2012-06-01T10:30:00Z")),
        "true by C art. 2"
    );
}

// ------------------------------------------------------------------ definitions

#[test]
fn an_unknown_never_falls_into_otherwise_and_agreement_decides() {
    let law = bools("article 1\n define x as 1 if a, 2 otherwise\n define y as 1 if a, 1 otherwise");
    assert_eq!(line(&law, "x", "{}", None), "unknown by C art. 1 want a");
    assert_eq!(line(&law, "y", "{}", None), "1 by C art. 1");
}

#[test]
fn a_comparison_is_decided_where_all_possible_values_agree() {
    let facts = "kind : kind\nmax : number\nflag : yes/no";
    let text = format!(
        "enum kind: low < middle < high\n{}",
        law(
            facts,
            "article 1\n define level as low if flag, middle otherwise\n must not act when level < high"
        )
    );
    assert_eq!(line(&library(&text), "act", "{}", None), "forbidden by C art. 1");
    assert_eq!(
        line(&library(&text), "level", "{}", None),
        "unknown by C art. 1 want flag"
    );
}

#[test]
fn what_is_made_of_one_of_a_few_values_is_one_of_what_is_made_of_them() {
    let text = law(
        "flag : yes/no",
        "article 1\n define steps as 1 if flag, 2 otherwise\n must not act when -steps < 0\n must not other when -steps > 0",
    );
    assert_eq!(line(&library(&text), "act", "{}", None), "forbidden by C art. 1");
    assert_eq!(line(&library(&text), "other", "{}", None), "unregulated");
}

#[test]
fn a_table_is_read_by_its_keys() {
    let facts = "status : status\na : yes/no";
    let text = format!(
        "enum status: single, married\n{}",
        law(
            facts,
            "article 1\n define class as table of status, a\n single, yes : 1\n married, yes or no : 2\n otherwise : 3"
        )
    );
    let law = library(&text);
    assert_eq!(
        line(&law, "class", "{\"status\": \"single\", \"a\": true}", None),
        "1 by C art. 1"
    );
    assert_eq!(
        line(&law, "class", "{\"status\": \"single\", \"a\": false}", None),
        "3 by C art. 1"
    );
    assert_eq!(
        line(&law, "class", "{\"status\": \"married\"}", None),
        "2 by C art. 1"
    );
    assert_eq!(
        line(&law, "class", "{\"a\": true}", None),
        "unknown by C art. 1 want status"
    );
}

#[test]
fn a_definition_of_a_record_speaks_of_its_fields() {
    let text = format!(
        "record Person\n born_on : date\n{}",
        law(
            "person : Person\nbegun_on : date",
            "article 1\n define Person.adult_on as born_on + 18 years\n define old_enough as begun_on >= person.adult_on"
        )
    );
    let law = library(&text);
    let facts =
        |day: &str| format!("{{\"person\": {{\"born_on\": \"1994-02-28\"}}, \"begun_on\": \"{day}\"}}");
    assert_eq!(
        line(&law, "old_enough", &facts("2012-02-28"), None),
        "true by C art. 1"
    );
    assert_eq!(
        line(&law, "old_enough", &facts("2012-02-27"), None),
        "false by C art. 1"
    );
    assert_eq!(
        line(&law, "person.adult_on", &facts("2012-02-27"), None),
        "\"2012-02-28\" by C art. 1"
    );
    assert_eq!(
        line(&law, "old_enough", "{\"begun_on\": \"2012-01-01\"}", None),
        "unknown by C art. 1 want person.born_on"
    );
}

#[test]
fn what_one_provision_alone_concludes() {
    let law = bools(
        "article 1\n define eligible as yes when a\narticle 2\n define eligible as no when b despite article 1\narticle 3\n may act if eligible under article 1\n may other if eligible",
    );
    let facts = "{\"a\": true, \"b\": true}";
    assert_eq!(line(&law, "act", facts, None), "permitted by C art. 3");
    assert_eq!(line(&law, "other", facts, None), "unregulated");
}

#[test]
fn only_the_order_that_is_called_may_define_what_is_delegated() {
    let norms = "article 7\n define rate : number set by order of government\n define doubled as 2 * rate\norder O \"Order\" by government in force from 2001-01-01\n in matters of M\narticle 1\n under C article 7\n define rate as 20%";
    assert_eq!(line(&bools(norms), "doubled", "{}", None), "0.4 by C art. 7");
    assert_eq!(
        line(
            &bools(&norms.replace("from 2001-01-01", "from 2013-01-01")),
            "rate",
            "{}",
            None
        )
        .split(' ')
        .next(),
        Some("undefined")
    );
    let stranger = norms.replace("by government", "by court");
    assert!(errors(&law(BOOLS, &stranger)).contains(&"delegation-not-allowed"));
    let without = norms.replace(" under C article 7\n", "");
    assert!(errors(&law(BOOLS, &without)).contains(&"delegation-not-allowed"));
}

// ------------------------------------------------------------------ facts

#[test]
fn a_presumption_stands_in_for_an_unknown_and_is_cited() {
    let text = law(
        "guilty : yes/no presumed no by C article 19\n",
        "article 19\n must not act when guilty\n may act",
    );
    let law = library(&text);
    let presumed = answer(&law, "act", "{}", None);
    assert_eq!(presumed.outcome().word(), "permitted");
    assert_eq!(
        presumed.notes()[0].text,
        "rests on the presumption of C art. 19: guilty"
    );
    assert_eq!(
        line(&law, "act", "{\"guilty\": true}", None),
        "forbidden by C art. 19"
    );
}

#[test]
fn a_presumption_stands_only_while_its_provision_is_in_force() {
    let text = law(
        "guilty : yes/no presumed no by C article 19\n",
        "article 1\n may act\n must not act when guilty\narticle 19\n in force from 2013-01-01\n not encoded \"presumes innocence\"",
    );
    let law = library(&text);
    let ask = |date: &str| {
        let matter = law.on(date.parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json("{\"facts\": {}}").unwrap();
        matter.ask("act").unwrap().decide(&case, None).outcome().word()
    };
    assert_eq!(ask("2012-12-31"), "unknown");
    assert_eq!(ask("2013-01-01"), "permitted");
}

#[test]
fn a_judgement_is_named_with_its_judge() {
    let text = law(
        "danger : yes/no judged by court",
        "article 1\n must not act when danger",
    );
    let answer = answer(&library(&text), "act", "{\"danger\": true}", None);
    assert_eq!(answer.notes()[0].text, "rests on the judgement of court: danger");
}

#[test]
fn a_deemed_fact_gives_way_to_the_given_one_unless_conclusive() {
    let facts = "posted_on : date\nserved_on : date or none\nreturned_on : date or none\n";
    let norms = "article 1\n deem served_on as posted_on + 2 days unless returned_on\n define answer_by as served_on + 10 days";
    let law_text = law(facts, norms);
    let rebuttable = library(&law_text);
    assert_eq!(
        line(
            &rebuttable,
            "answer_by",
            "{\"posted_on\": \"2012-06-01\", \"returned_on\": null}",
            None
        ),
        "\"2012-06-13\" by C art. 1"
    );
    let given = "{\"posted_on\": \"2012-06-01\", \"returned_on\": null, \"served_on\": \"2012-06-09\"}";
    assert_eq!(
        line(&rebuttable, "answer_by", given, None),
        "\"2012-06-19\" by C art. 1"
    );
    let conclusive = library(&law_text.replace("+ 2 days unless", "+ 2 days conclusively unless"));
    assert_eq!(
        line(&conclusive, "answer_by", given, None),
        "\"2012-06-13\" by C art. 1"
    );
}

#[test]
fn what_may_be_deemed_may_also_be_what_is_given() {
    let facts = "a : yes/no\nb : yes/no\nn : number\n";
    let norms = "article 1\n define either as 1 if b, 2 otherwise\n deem n as either conclusively when a\narticle 2\n may act if n > 5";
    let law = library(&law(facts, norms));
    // not known whether it is deemed, and as what: the 7 that is given may stand
    assert_eq!(
        line(&law, "act", "{\"n\": 7}", None),
        "unknown by C art. 2 want a"
    );
    assert_eq!(line(&law, "act", "{\"n\": 7, \"a\": true}", None), "unregulated");
    assert!(line(&law, "act", "{\"n\": 7, \"a\": false}", None).starts_with("permitted"));
}

#[test]
fn a_general_rule_speaks_of_every_act_of_a_kind() {
    let text = format!(
        "enum procedural_act: charge is decision, order_extradition is decision, summons\nrecord Act\n kind : procedural_act\n served_at : moment or none\n{}",
        law(
            "act_at_hand : Act",
            "article 109\n may act of every decision by officer within 10 days of decision.served_at\narticle 110\n despite article 109\n must not act of every order_extradition within 3 days of order_extradition.served_at"
        )
    );
    let law = library(&text);
    let facts = |kind: &str| {
        format!("{{\"act_at_hand\": {{\"kind\": \"{kind}\", \"served_at\": \"2012-06-01T10:00:00Z\"}}}}")
    };
    let at = Some("2012-06-03T10:00:00Z");
    assert_eq!(line(&law, "act", &facts("charge"), at), "permitted by C art. 109");
    assert_eq!(line(&law, "act", &facts("summons"), at), "unregulated");
    assert_eq!(
        line(&law, "act", &facts("order_extradition"), at),
        "forbidden by C art. 110"
    );
}

#[test]
fn a_condition_of_validity_is_asked_by_itself() {
    let text = format!(
        "enum vote: aye, nay\n{}",
        law(
            "votes : list of vote",
            "article 1\n act valid only if every v in votes : v is aye\n must not other when act is valid"
        )
    );
    let law = library(&text);
    assert_eq!(
        line(&law, "act.valid", "{\"votes\": [\"aye\", \"aye\"]}", None),
        "true by C art. 1"
    );
    assert_eq!(
        line(&law, "act.valid", "{\"votes\": [\"aye\", \"nay\"]}", None),
        "false by C art. 1"
    );
    assert_eq!(
        line(&law, "other", "{\"votes\": []}", None),
        "forbidden by C art. 1"
    );
}

#[test]
fn what_is_not_encoded_is_noted_and_changes_nothing() {
    let law = bools("article 1\n not encoded paragraph 3 \"needs the register of diplomats\"\n may act if a");
    let answer = answer(&law, "act", "{\"a\": true}", None);
    assert_eq!(answer.outcome().word(), "permitted");
    assert_eq!(
        answer.notes()[0].text,
        "C art. 1(3) is not encoded: needs the register of diplomats"
    );
}

// ------------------------------------------------------------------ expressions

#[test]
fn arithmetic_is_exact() {
    let law = bools(
        "article 1\n define x as 0.1 + 0.2\n define third as n / 3\n define rounded_up as n / 3, rounded up to 0.01",
    );
    assert_eq!(line(&law, "x", "{}", None), "0.3 by C art. 1");
    assert_eq!(line(&law, "third", "{\"n\": 10}", None), "\"10/3\" by C art. 1");
    assert_eq!(line(&law, "rounded_up", "{\"n\": 10}", None), "3.34 by C art. 1");
    assert_eq!(
        line(&law, "third", "{\"n\": \"0.1\"}", None),
        "\"1/30\" by C art. 1"
    );
}

#[test]
fn none_compares_with_nothing_but_none() {
    let facts = "x : date or none\ny : date or none";
    let law = library(&law(
        facts,
        "article 1\n define earlier as x < y\n define same as x = y\n define differ as x != y",
    ));
    let facts = "{\"x\": null, \"y\": \"2012-01-01\"}";
    assert_eq!(line(&law, "earlier", facts, None), "false by C art. 1");
    assert_eq!(line(&law, "same", facts, None), "false by C art. 1");
    assert_eq!(line(&law, "differ", facts, None), "true by C art. 1");
    assert_eq!(line(&law, "earlier", "{\"x\": null}", None), "false by C art. 1");
    assert_eq!(
        line(&law, "same", "{\"x\": null, \"y\": null}", None),
        "true by C art. 1"
    );
}

#[test]
fn lists_are_filtered_counted_and_gathered() {
    let facts = "stays : list of Stay\nx : date or none\ny : date or none";
    let norms = "article 1\n define long as count of stays where (nights > 2)\n define nights_in_all as sum of stays.nights\n define first as earliest of stays.began_on\n define last as latest of stays.began_on where nights > 2\n define either as earliest of (x, y)\n define any_long as exists s in stays where s.nights > 6\n define most as maximum of stays.nights";
    let text = format!(
        "record Stay\n began_on : date\n nights : number\n{}",
        law(facts, norms)
    );
    let law = library(&text);
    let given = "{\"stays\": [{\"began_on\": \"2012-05-01\", \"nights\": 2}, {\"began_on\": \"2012-03-01\", \"nights\": 7}], \"x\": null, \"y\": \"2012-01-01\"}";
    assert_eq!(line(&law, "long", given, None), "1 by C art. 1");
    assert_eq!(line(&law, "nights_in_all", given, None), "9 by C art. 1");
    assert_eq!(line(&law, "first", given, None), "\"2012-03-01\" by C art. 1");
    assert_eq!(line(&law, "last", given, None), "\"2012-03-01\" by C art. 1");
    assert_eq!(line(&law, "either", given, None), "\"2012-01-01\" by C art. 1");
    assert_eq!(line(&law, "any_long", given, None), "true by C art. 1");
    assert_eq!(line(&law, "most", given, None), "7 by C art. 1");
    assert_eq!(line(&law, "first", "{\"stays\": []}", None), "null by C art. 1");
    let partly =
        "{\"stays\": [{\"began_on\": \"2012-05-01\"}, {\"began_on\": \"2012-03-01\", \"nights\": 7}]}";
    assert_eq!(
        line(&law, "long", partly, None),
        "unknown by C art. 1 want stays[1].nights"
    );
    assert_eq!(line(&law, "any_long", partly, None), "true by C art. 1");
}

#[test]
fn a_parameter_has_the_value_of_its_day() {
    let text = format!(
        "parameter unit : money KZT\n 1413 from 2010-01-01\n 1512 from 2011-01-01\nparameter open : number \"left open\"\n{}",
        law(
            "day : date",
            "article 1\n define fine as 5 * unit on day\n define now as unit\n define guess as open + 1"
        )
    );
    let law = library(&text);
    assert_eq!(
        line(&law, "fine", "{\"day\": \"2010-12-31\"}", None),
        "\"7065 KZT\" by C art. 1"
    );
    assert_eq!(
        line(&law, "fine", "{\"day\": \"2011-01-01\"}", None),
        "\"7560 KZT\" by C art. 1"
    );
    assert_eq!(line(&law, "now", "{}", None), "\"1512 KZT\" by C art. 1");
    assert_eq!(line(&law, "guess", "{}", None), "unknown by C art. 1 want open");
    assert_eq!(line(&law, "guess", "{\"open\": 2}", None), "3 by C art. 1");
}

#[test]
fn versions_answer_at_their_dates() {
    let norms = "article 1\n in force until 2011-12-31\n may act if a\narticle 1\n in force from 2012-01-01\n may act if b";
    let law = bools(norms);
    let matter = |date: &str| law.on(date.parse().unwrap()).matter("M").unwrap();
    let ask = |date: &str| {
        let matter = matter(date);
        let case = matter
            .case_from_json("{\"facts\": {\"a\": true, \"b\": false}}")
            .unwrap();
        matter.ask("act").unwrap().decide(&case, None).outcome().word()
    };
    assert_eq!(ask("2011-12-31"), "permitted");
    assert_eq!(ask("2012-01-01"), "unregulated");
    assert_eq!(ask("1999-12-31"), "unregulated");
}

#[test]
fn operand_order_does_not_matter() {
    for (left, right) in [("a and b", "b and a"), ("a or b or n > 3", "n > 3 or b or a")] {
        let law = bools(&format!("article 1\n may act if {left}\n may other if {right}"));
        for facts in [
            "{}",
            "{\"a\": true}",
            "{\"a\": false}",
            "{\"b\": false, \"n\": 4}",
            "{\"n\": 1}",
        ] {
            let (one, two) = (
                answer(&law, "act", facts, None),
                answer(&law, "other", facts, None),
            );
            assert_eq!(one.outcome(), two.outcome());
            let names = |answer: &jargy::Answer| {
                let mut names: Vec<String> = answer.missing().iter().map(|fact| fact.fact.clone()).collect();
                names.sort();
                names
            };
            assert_eq!(names(&one), names(&two), "{left}: {facts}");
        }
    }
}

// ------------------------------------------------------------------ reasons

#[test]
fn no_unknown_and_unregulated_have_their_reasons_too() {
    let law = bools("article 1\n text en \"Who may act.\"\n may act when a if n > 3");
    let why = |facts: &str| jargy::why_text(&answer(&law, "act", facts, None), 100);
    let unregulated = why("{\"a\": true, \"n\": 3}");
    assert_eq!(
        unregulated,
        "  - C art. 1 (may act): does not apply\n    \"Who may act.\"\n    - if: does not hold\n      - `n > 3`: no\n        - n: 3\n"
    );
    assert!(
        why("{\"a\": true}").contains("not known whether it applies"),
        "{}",
        why("{\"a\": true}")
    );
    assert!(why("{\"a\": true}").contains("- n: not known"));
    assert!(
        !why("{\"a\": true}").contains("- a: yes"),
        "what did not leave it open is no reason"
    );
}

#[test]
fn a_file_may_go_on_with_an_instrument_that_a_later_file_declares() {
    let part = "code C\narticle 2\n must not act when a\n";
    let heading = "matter M \"m\"\n a : yes/no\naction act of M\ncode C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n may act when not a\n";
    let texts = |first: &'static str, second: &'static str| {
        jargy::Library::from_texts([("a.law", first), ("b.law", second)])
    };
    for (first, second) in [(part, heading), (heading, part)] {
        let law = texts(first, second).unwrap();
        let matter = law.on("2012-01-01".parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json("{\"facts\": {\"a\": true}}").unwrap();
        let answer = matter.ask("act").unwrap().decide(&case, None);
        assert_eq!(answer.because()[0].citation, "C art. 2");
    }
    assert!(texts(heading, heading).is_err());
}

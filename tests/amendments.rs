//! Amending acts carried out: every operation, before and after, and what cannot be carried out.

use crate::support::{errors, library, on_date};
use jargy::{Answer, Library};

const VOCABULARY: &str = "matter M \"m\"\n a : yes/no\n b : yes/no\n c : yes/no\n d : yes/no\naction act of M\naction other of M\n\
    parameter unit : number\n 5 from 2000-01-01\n";

const CODE: &str = "code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
    article 1\n paragraph 1\n  text en \"Forbidden are a and b.\"\n  must not act if any of\n   (a) a;\n   (b) b\n \
     paragraph 2\n  must not act when c\n\
    article 2 \"Others\"\n text en \"One may, where one may.\"\n may other when a\n\
    article 3\n define x as unit\n";

fn amended(operations: &str) -> String {
    format!(
        "{VOCABULARY}act FIRST \"First\"\n adopted 2011-01-10, in force from 2011-01-18\namends CODE\n{operations}\n{CODE}"
    )
}

/// The findings that are not about facts which nothing uses.
fn finding_names(text: &str) -> Vec<&'static str> {
    let mut names = crate::support::finding_names(text);
    names.retain(|name| *name != "unused-fact");
    names
}

fn on(law: &Library, date: &str, question: &str, facts: &str) -> String {
    on_date(law, date, question, facts, told)
}

fn told(answer: &Answer) -> String {
    let mut line = String::new();
    for cited in answer.because() {
        let points: String = cited.points.iter().map(|point| format!("({point})")).collect();
        let by = cited
            .amended_by
            .as_ref()
            .map(|act| format!(" by {act}"))
            .unwrap_or_default();
        line.push_str(&format!(", {}{points}{by}", cited.citation));
    }
    line
}

const BEFORE: &str = "2011-01-17";
const AFTER: &str = "2011-01-18";

#[test]
fn a_point_is_inserted_replaced_and_repealed() {
    let law = library(&amended(
        "in article 1 paragraph 1 insert point (c)\n (c) d\n text en \"Forbidden are a, b and d.\"",
    ));
    assert_eq!(
        on(
            &law,
            BEFORE,
            "act",
            "{\"a\": false, \"b\": false, \"c\": false, \"d\": true}"
        ),
        "unregulated"
    );
    assert_eq!(
        on(
            &law,
            AFTER,
            "act",
            "{\"a\": false, \"b\": false, \"c\": false, \"d\": true}"
        ),
        "forbidden, CODE art. 1(1)(c) by FIRST"
    );
    let law = library(&amended(
        "replace article 1 paragraph 1 point (b)\n (b) b and d\n text en \"Forbidden are a, and b with d.\"",
    ));
    assert_eq!(
        on(
            &law,
            AFTER,
            "act",
            "{\"a\": false, \"b\": true, \"c\": false, \"d\": false}"
        ),
        "unregulated"
    );
    let law = library(&amended(
        "repeal article 1 paragraph 1 point (b)\n text en \"Forbidden is a.\"",
    ));
    assert_eq!(
        on(&law, BEFORE, "act", "{\"b\": true}"),
        "forbidden, CODE art. 1(1)(b)"
    );
    assert_eq!(
        on(&law, AFTER, "act", "{\"a\": false, \"b\": true, \"c\": false}"),
        "unregulated"
    );
}

#[test]
fn articles_and_paragraphs_are_inserted_replaced_and_repealed() {
    let law = library(&amended(
        "insert article 2-1 \"More\" after article 2\n text en \"One may.\"\n may other when b\nin article 1 insert paragraph 3\n must not act when d\n\
         replace article 2\n text en \"One may never.\"\n must not other when a\nrepeal article 1 paragraph 2",
    ));
    assert_eq!(
        on(&law, BEFORE, "other", "{\"a\": true, \"b\": true}"),
        "permitted, CODE art. 2"
    );
    assert_eq!(
        on(&law, AFTER, "other", "{\"a\": false, \"b\": true}"),
        "permitted, CODE art. 2-1 by FIRST"
    );
    assert_eq!(
        on(&law, AFTER, "other", "{\"a\": true, \"b\": true}"),
        "forbidden, CODE art. 2 by FIRST"
    );
    assert_eq!(
        on(&law, BEFORE, "act", "{\"c\": true}"),
        "forbidden, CODE art. 1(2)"
    );
    assert_eq!(
        on(
            &law,
            AFTER,
            "act",
            "{\"a\": false, \"b\": false, \"c\": true, \"d\": false}"
        ),
        "unregulated"
    );
    assert_eq!(
        on(&law, AFTER, "act", "{\"d\": true}"),
        "forbidden, CODE art. 1(3) by FIRST"
    );
}

#[test]
fn a_renumbered_article_keeps_its_old_number_for_its_time() {
    let law = library(&amended("renumber article 1 as article 11"));
    assert_eq!(
        on(&law, BEFORE, "act", "{\"c\": true}"),
        "forbidden, CODE art. 1(2)"
    );
    assert_eq!(
        on(&law, AFTER, "act", "{\"c\": true}"),
        "forbidden, CODE art. 11(2) by FIRST"
    );
    assert_eq!(
        on(&law, AFTER, "act", "{\"a\": true}"),
        "forbidden, CODE art. 11(1)(a) by FIRST"
    );
}

#[test]
fn words_are_substituted_as_often_as_is_said() {
    let law = library(&amended(
        "substitute \"may\" with \"can\" in article 2, twice\n may other when b",
    ));
    let text = |date: &str| {
        let matter = law.on(date.parse().unwrap()).matter("M").unwrap();
        let case = matter
            .case_from_json("{\"facts\": {\"a\": true, \"b\": true}}")
            .unwrap();
        matter.ask("other").unwrap().decide(&case, None).because()[0]
            .text
            .clone()
            .unwrap()
    };
    assert_eq!(text(BEFORE), "One may, where one may.");
    assert_eq!(text(AFTER), "One can, where one can.");
    assert_eq!(
        errors(&amended("substitute \"may\" with \"can\" in article 2")),
        ["words-not-found"]
    );
    assert_eq!(
        finding_names(&amended("substitute \"may\" with \"can\" in article 2, twice")),
        ["text-without-norm"]
    );
}

#[test]
fn a_norm_changes_with_its_text_or_the_check_warns() {
    let alone = amended("change norm of article 2\n may other when b");
    assert_eq!(finding_names(&alone), ["norm-without-text"]);
    let both = amended("change norm of article 2\n text en \"One may with b.\"\n may other when b");
    assert_eq!(finding_names(&both), Vec::<&str>::new());
    let law = library(&both);
    assert_eq!(
        on(&law, AFTER, "other", "{\"a\": true, \"b\": false}"),
        "unregulated"
    );
}

#[test]
fn a_parameter_is_set_from_a_date() {
    let law = library(&amended("set parameter unit to 7 from 2012-01-01"));
    assert_eq!(on(&law, "2011-12-31", "x", "{}"), "5, CODE art. 3");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "7, CODE art. 3");
}

#[test]
fn what_is_suspended_comes_back_and_what_is_repealed_does_not() {
    let law = library(&amended(
        "suspend article 2 from 2011-02-01 until 2011-02-28\nrepeal article 3",
    ));
    let other = |date: &str| on(&law, date, "other", "{\"a\": true}");
    assert_eq!(other("2011-01-31"), "permitted, CODE art. 2");
    assert_eq!(other("2011-02-01"), "unregulated");
    assert_eq!(other("2011-02-28"), "unregulated");
    assert_eq!(other("2011-03-01"), "permitted, CODE art. 2 by FIRST");
    assert_eq!(on(&law, "2012-01-01", "x", "{}"), "undefined");
}

#[test]
fn a_repealed_provision_is_reinstated_only_by_saying_so() {
    let second = "act SECOND \"Second\"\n adopted 2011-05-01, in force from 2011-06-01\namends CODE\n reinstate article 2\n";
    let law = library(&format!("{}{second}", amended("repeal article 2")));
    assert_eq!(on(&law, "2011-03-01", "other", "{\"a\": true}"), "unregulated");
    assert_eq!(
        on(&law, "2011-06-01", "other", "{\"a\": true}"),
        "permitted, CODE art. 2 by SECOND"
    );
}

#[test]
fn a_commencement_is_put_off_while_it_has_not_come() {
    let first = amended("insert article 2-1 from 2011-07-01\n may other when b");
    let second = "act SECOND \"Second\"\n adopted 2011-05-01, in force from 2011-05-10\namends CODE\n postpone article 2-1 to 2012-01-01\n";
    let law = library(&format!("{first}{second}"));
    assert_eq!(
        on(&law, "2011-12-31", "other", "{\"a\": false, \"b\": true}"),
        "unregulated"
    );
    assert_eq!(
        on(&law, "2012-01-01", "other", "{\"a\": false, \"b\": true}"),
        "permitted, CODE art. 2-1 by FIRST"
    );
    let late = second.replace("2-1 to", "2 to");
    assert_eq!(errors(&format!("{first}{late}")), ["amends-nothing"]);
}

#[test]
fn a_court_strikes_down_from_a_date_or_from_the_start() {
    let court = |how: &str| {
        let decision = format!(
            "decision COURT \"Decision\"\n adopted 2011-03-01, in force from 2011-03-01\n strike down CODE article 1 paragraph 2{how}\n"
        );
        library(&format!("{VOCABULARY}{CODE}{decision}"))
    };
    let act = |law: &Library, date: &str| on(law, date, "act", "{\"a\": false, \"b\": false, \"c\": true}");
    let later = court("");
    assert_eq!(act(&later, "2011-02-28"), "forbidden, CODE art. 1(2)");
    assert_eq!(act(&later, "2011-03-01"), "unregulated");
    let never = court(" from the start");
    assert_eq!(act(&never, "2005-01-01"), "unregulated");
}

#[test]
fn a_reading_changes_the_meaning_and_leaves_the_words() {
    let court = |how: &str| {
        let decision = format!(
            "decision COURT \"Decision\"\n adopted 2011-03-01, in force from 2011-03-01\n reading of CODE article 2{how}\n  may other when b\n"
        );
        library(&format!("{VOCABULARY}{CODE}{decision}"))
    };
    let other = |law: &Library, date: &str| on(law, date, "other", "{\"a\": false, \"b\": true}");
    let forward = court("");
    assert_eq!(other(&forward, "2011-02-28"), "unregulated");
    assert_eq!(other(&forward, "2011-03-01"), "permitted, CODE art. 2 by COURT");
    let back = court(", reaching back");
    assert_eq!(other(&back, "2005-01-01"), "permitted, CODE art. 2 by COURT");
}

#[test]
fn acts_amend_what_earlier_acts_have_made_whatever_the_order_of_files() {
    let second = "act SECOND \"Second\"\n adopted 2012-05-01, in force from 2012-06-01\namends CODE\n replace article 2-1\n may other\n";
    let law = library(&format!(
        "{second}{}",
        amended("insert article 2-1\n may other when b")
    ));
    assert_eq!(
        on(&law, "2012-05-31", "other", "{\"a\": false, \"b\": false}"),
        "unregulated"
    );
    assert_eq!(
        on(&law, "2012-06-01", "other", "{\"a\": false, \"b\": false}"),
        "permitted, CODE art. 2-1 by SECOND"
    );
}

#[test]
fn two_acts_of_one_day_need_an_order() {
    let second = |adopted: &str| {
        let act = format!(
            "act SECOND \"Second\"\n adopted {adopted}, in force from 2011-01-18\namends CODE\n replace article 2\n must not other when a\n text en \"Never.\"\n"
        );
        format!(
            "{}{act}",
            amended("change norm of article 2\n may other when b\n text en \"b\"")
        )
    };
    assert_eq!(errors(&second("2011-01-10")), ["acts-without-order"]);
    let law = library(&second("2011-01-11"));
    assert_eq!(
        on(&law, AFTER, "other", "{\"a\": true}"),
        "forbidden, CODE art. 2 by SECOND"
    );
}

#[test]
fn an_assumed_commencement_is_shown_in_every_answer_that_rests_on_it() {
    let text = amended("insert article 2-1\n may other when b").replace(
        "in force from 2011-01-18\namends",
        "in force from 2011-01-18 assumed \"only its date is known\"\namends",
    );
    let law = library(&text);
    let matter = law.on("2011-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json("{\"facts\": {\"a\": false, \"b\": true}}")
        .unwrap();
    let answer = matter.ask("other").unwrap().decide(&case, None);
    let notes: Vec<&str> = answer.notes().iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        notes,
        ["rests on the assumption that CODE art. 2-1 is in force from 2011-01-18: only its date is known"]
    );
}

#[test]
fn what_cannot_be_carried_out_is_reported_with_what_stands() {
    assert_eq!(errors(&amended("repeal article 9")), ["amends-nothing"]);
    assert_eq!(
        errors(&amended("repeal article 2 from 1999-01-01")),
        ["amends-nothing"]
    );
    assert_eq!(
        errors(&amended("insert article 2\n may other")),
        ["already-stands"]
    );
    assert_eq!(
        errors(&amended("renumber article 1 as article 2")),
        ["already-stands"]
    );
    assert_eq!(
        errors(&amended("in article 2 insert point (c)\n (c) d")),
        ["no-lettered-points"]
    );
    assert_eq!(errors(&amended("insert point (c)\n (c) d")), ["amendment-form"]);
    assert_eq!(
        errors(&amended("repeal article 2\n may other")),
        ["amendment-form"]
    );
    assert_eq!(
        errors(&amended("set parameter unti to 7 from 2012-01-01")),
        ["unknown-name"]
    );
    let nowhere = format!(
        "{VOCABULARY}{CODE}act FIRST \"First\" in force from 2011-01-18\namends CDE\n repeal article 2\n"
    );
    assert_eq!(errors(&nowhere), ["unknown-instrument"]);
    let undated = format!("{VOCABULARY}{CODE}act FIRST \"First\"\namends CODE\n repeal article 2\n");
    assert_eq!(errors(&undated), ["amendment-without-date"]);
}

#[test]
fn what_an_amendment_takes_for_granted_stands_with_its_norms() {
    let law = library(&amended(
        "change norm of article 3\n assumed \"ten is meant\"\n define x as 10",
    ));
    let assumptions = |date: &str| -> Vec<String> {
        let matter = law.on(date.parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json("{\"facts\": {}}").unwrap();
        let answer = matter.ask("x").unwrap().decide(&case, None);
        let notes = answer.notes().iter().filter(|note| note.kind == "assumption");
        notes.map(|note| note.text.clone()).collect()
    };
    assert_eq!(assumptions(BEFORE), [""; 0]);
    assert_eq!(assumptions(AFTER), ["assumed: ten is meant"]);
}

#[test]
fn a_paragraph_is_reinstated_in_the_version_of_its_article_that_stands() {
    let text = |second: &str| {
        format!(
            "matter M \"m\"\n a : yes/no\naction act of M\naction other of M\ncode CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
             article 2\n paragraph 1\n define x as 1\n paragraph 2\n may other when a\n\
             act A1 \"a\"\n adopted 2001-01-02, in force from 2001-06-18\namends CODE\nrepeal article 2 paragraph 1\n\
             {second}\
             act A3 \"a\"\n adopted 2004-01-04, in force from 2004-06-25\namends CODE\nreinstate article 2 paragraph 1\n"
        )
    };
    let act = |operation: &str| {
        format!("act A2 \"a\"\n adopted 2002-01-03, in force from 2002-09-21\namends CODE\n{operation}\n")
    };
    // what contains it stands no more
    assert_eq!(errors(&text(&act("repeal article 2"))), ["amends-nothing"]);
    // the article that stands is another version than the one in which the paragraph was
    let law = library(&text(&act("replace article 2\n paragraph 3\n may act when a")));
    let on = |date: &str| on_date(&law, date, "x", "{\"a\": true}", |_| String::new());
    assert_eq!(on("2001-06-17"), "1");
    assert_eq!(on("2004-06-24"), "undefined");
    assert_eq!(on("2004-06-25"), "1");
}

#[test]
fn an_amendment_whose_day_is_none_is_told_once() {
    let text = |day: &str| {
        format!(
            "matter M \"m\"\n a : yes/no\naction act of M\ncode CODE \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n may act when a\n\
             act A1 \"a\"\n adopted 2001-01-02{day}\namends CODE\nrepeal article 1\n"
        )
    };
    assert_eq!(errors(&text(", in force from 2011-02-31")), ["impossible-date"]);
    assert_eq!(errors(&text("")), ["amendment-without-date"]);
    assert_eq!(errors(&text(", in force from 2011-02-28")), Vec::<&str>::new());
}

//! What an answer rests on: presumptions, assumptions and remarked values where they make a difference, the provisions that decided, and those
//! that prevailed.

use crate::support::{answer, law, library, line};
use jargy::{Answer, Library, why_text};

fn notes(answer: &Answer, kind: &str) -> Vec<String> {
    let notes = answer.notes().iter().filter(|note| note.kind == kind);
    notes.map(|note| note.text.clone()).collect()
}

/// The facts whose presumption an answer rests on.
fn presumed(law: &Library, question: &str, facts: &str) -> Vec<String> {
    let notes = notes(&answer(law, question, facts, None), "presumption");
    let facts = notes
        .iter()
        .map(|note| note.rsplit(' ').next().unwrap().to_owned());
    facts.collect()
}

const PRESUMED: &str = "first : yes/no presumed yes by C article 9\nsecond : yes/no presumed yes by C article 9\n\
    third : yes/no presumed yes by C article 9\nsure : yes/no\n";

#[test]
fn a_presumption_is_cited_where_the_answer_would_be_another_one_without_it() {
    let law = library(&law(
        PRESUMED,
        "article 1\n may act when first or sure\narticle 2\n must not other when first and sure\narticle 9\n",
    ));
    assert_eq!(presumed(&law, "act", "{}"), ["first"]);
    assert_eq!(presumed(&law, "act", "{\"sure\": false}"), ["first"]);
    // with the other fact it makes no difference, though it was looked at
    assert_eq!(presumed(&law, "act", "{\"sure\": true}"), [] as [&str; 0]);
    assert_eq!(presumed(&law, "other", "{\"sure\": true}"), ["first"]);
    assert_eq!(presumed(&law, "other", "{\"sure\": false}"), [] as [&str; 0]);
}

/// Where each of several presumptions would do alone, the answer rests on all of them, and on no other one.
#[test]
fn of_presumptions_that_would_each_do_alone_all_are_cited() {
    let law = library(&law(
        PRESUMED,
        "article 1\n may act when first or second\n\
         article 2\n may other when first or second or (third and sure)\n\
         article 3\n may last_act when first and second or third\narticle 9\n",
    ));
    assert_eq!(presumed(&law, "act", "{}"), ["first", "second"]);
    assert_eq!(presumed(&law, "act", "{\"first\": false}"), ["second"]);
    assert_eq!(presumed(&law, "other", "{\"sure\": false}"), ["first", "second"]);
    assert_eq!(
        presumed(&law, "other", "{\"sure\": true}"),
        ["first", "second", "third"]
    );
    assert_eq!(presumed(&law, "last_act", "{}"), ["first", "second", "third"]);
}

/// The value of a parameter that has a remark is looked at as if it were not known: then the answer would not be known.
#[test]
fn an_answer_rests_on_a_remarked_value_also_where_a_condition_fails() {
    let text = format!(
        "parameter unit : number\n  5 from 2000-01-01 \"as the ministry writes\"\n{}",
        law(
            "n : number\nb : yes/no",
            "article 1\n must not act when n > unit\narticle 2\n must not other when n > unit or b"
        )
    );
    let law = library(&text);
    let remarks = |question: &str, facts: &str| {
        let answer = answer(&law, question, facts, None);
        let notes = answer.notes().iter();
        let remarks = notes
            .filter(|note| note.text.contains("as the ministry writes"))
            .count();
        (answer.outcome().word(), remarks)
    };
    assert_eq!(remarks("act", "{\"n\": 6}"), ("forbidden", 1));
    assert_eq!(remarks("act", "{\"n\": 4}"), ("unregulated", 1));
    assert_eq!(remarks("other", "{\"n\": 6, \"b\": true}"), ("forbidden", 0));
    assert_eq!(remarks("other", "{\"n\": 4, \"b\": false}"), ("unregulated", 1));
}

/// A parameter on the day of a judgement rests on that judgement.
#[test]
fn a_parameter_on_a_day_rests_on_what_the_day_rests_on() {
    let text = format!(
        "parameter unit : number\n  5 from 2000-01-01\n  7 from 2010-01-01\n{}",
        law(
            "d : date judged by court",
            "article 1\n define x as unit on d\n define y as unit"
        )
    );
    let law = library(&text);
    let judged = |question: &str, facts: &str| {
        let answer = answer(&law, question, facts, None);
        notes(&answer, "judgement").len()
    };
    assert_eq!(line(&law, "x", "{\"d\": \"2011-01-01\"}", None), "7 by C art. 1");
    assert_eq!(judged("x", "{\"d\": \"2011-01-01\"}"), 1);
    assert_eq!(judged("y", "{\"d\": \"2011-01-01\"}"), 0);
}

/// A permission rests on the judgement by which it holds and by which no bar holds, not on what left another permission without effect.
#[test]
fn a_permission_rests_on_what_permits_and_on_what_bars_nothing() {
    let law = library(&law(
        "p : yes/no judged by court\nq : yes/no judged by officer\nr : yes/no judged by government",
        "article 1\n may act when p\n may act when q\n must not act when r\n",
    ));
    let judges = |facts: &str| {
        let answer = answer(&law, "act", facts, None);
        let notes = notes(&answer, "judgement").join("; ");
        let named: Vec<&str> = ["court", "officer", "government"]
            .into_iter()
            .filter(|judge| notes.contains(judge))
            .collect();
        format!("{} {}", answer.outcome().word(), named.join(" "))
    };
    assert_eq!(
        judges("{\"p\": true, \"q\": false, \"r\": false}"),
        "permitted court government"
    );
    assert_eq!(
        judges("{\"p\": true, \"q\": true, \"r\": false}"),
        "permitted court officer government"
    );
    assert_eq!(
        judges("{\"p\": true, \"q\": false, \"r\": true}"),
        "forbidden government"
    );
    assert_eq!(
        judges("{\"p\": false, \"q\": false, \"r\": false}"),
        "unregulated court officer government"
    );
}

/// The provision whose definition another one displaces does not decide.
#[test]
fn a_definition_cites_the_provision_whose_value_it_takes() {
    let text = law(
        "b : yes/no\nn : number",
        "article 1\n define x as 1\narticle 2\n define x as 2 if b\n   despite article 1\narticle 3\n define y as x + 1\n",
    );
    let law = library(&text);
    assert_eq!(line(&law, "x", "{\"b\": true}", None), "2 by C art. 2");
    assert_eq!(line(&law, "x", "{\"b\": false}", None), "1 by C art. 1");
    let cited = |facts: &str| {
        let why = why_text(&answer(&law, "y", facts, None), 200);
        ["art. 1", "art. 2", "art. 3"].map(|article| why.contains(article))
    };
    assert_eq!(cited("{\"b\": true}"), [false, true, true]);
    assert_eq!(cited("{\"b\": false}"), [true, false, true]);
}

/// A duty whose own conditions do not hold is displaced by nothing.
#[test]
fn a_duty_that_does_not_arise_is_not_told_to_be_displaced() {
    let law = library(&law(
        "a : yes/no\nb : yes/no\ne : date or none\ndone_on : date or none",
        "article 1\n must act within 10 days of e done done_on when a\n\
         article 2\n despite article 1\n must act within 5 days of e done done_on when b\n",
    ));
    let prevails = |facts: &str| {
        let answer = answer(&law, "act", facts, Some("2012-06-02T00:00"));
        let over: Vec<String> = answer
            .because()
            .iter()
            .flat_map(|cited| cited.prevails_over.iter().map(|(citation, _)| citation.clone()))
            .collect();
        (answer.because().len(), over)
    };
    let facts = |a: bool| format!("{{\"a\": {a}, \"b\": true, \"e\": \"2012-06-01\", \"done_on\": null}}");
    assert_eq!(prevails(&facts(true)), (1, vec!["C art. 1".to_owned()]));
    assert_eq!(prevails(&facts(false)), (1, vec![]));
}

/// What a limit may be extended to comes out as the limit itself: what that rests on is told, and told once.
#[test]
fn extensions_that_change_nothing_are_told_once() {
    let law = library(&law(
        "b : yes/no\nc : yes/no\nterm : duration in days\ne : date or none\ndone_on : date or none",
        "article 1\n define usual as term * 2\n define longer as term + 5 days\n define longest as 3 * term - 5 days\n \
            must act within usual of e, extended to longer in total when b, extended to longest in total when c done done_on\n \
            must other within 10 days of e, extended to longer in total when b done done_on",
    ));
    let facts = "{\"e\": \"2012-06-01\", \"term\": \"5 days\", \"done_on\": null}";
    let answer = answer(&law, "act", facts, Some("2012-06-02T00:00"));
    assert_eq!(answer.outcome().word(), "pending");
    assert_eq!(answer.missing().len(), 0);
    let why = why_text(&answer, 200);
    let told = ["- usual: ", "- longer: ", "- longest: "].map(|length| why.matches(length).count());
    assert_eq!(told, [1, 1, 1], "{why}");
    // of a length that is written out there is nothing to tell but what it may be extended to
    let why = why_text(
        &crate::support::answer(&law, "other", facts, Some("2012-06-02T00:00")),
        200,
    );
    let told = ["- usual: ", "- longer: ", "- longest: "].map(|length| why.matches(length).count());
    assert_eq!(told, [0, 1, 0], "{why}");
}

/// What a limit may be extended to, and whether that is anything, is somebody's judgement: the open answer rests on it.
#[test]
fn an_end_that_is_one_of_several_rests_on_what_each_of_them_rests_on() {
    let law = library(&law(
        "b : yes/no\nlonger : duration in days or none judged by court\ne : date\ndone_on : date or none",
        "article 1\n must act within 10 days of e, extended to longer in total when b done done_on",
    ));
    let judged = |facts: &str| {
        let facts = format!("{{\"e\": \"2012-06-10\", \"done_on\": null, {facts}}}");
        let answer = answer(&law, "act", &facts, Some("2012-06-15T12:00"));
        format!(
            "{} {}",
            answer.outcome().word(),
            notes(&answer, "judgement").len()
        )
    };
    assert_eq!(judged("\"longer\": null"), "unknown 1");
    assert_eq!(judged("\"longer\": \"2 days\""), "unknown 1");
    assert_eq!(judged("\"longer\": null, \"b\": false"), "pending 0");
    assert_eq!(judged("\"longer\": \"20 days\", \"b\": true"), "pending 1");
}

/// What the law deems a fact to be is told of every answer that looks at it, and by which provision.
#[test]
fn an_answer_says_what_was_deemed() {
    let law = library(&law(
        "b : yes/no\nn : number",
        "article 1\n define x as n + 1\narticle 2\n deem n as 5 when b\n",
    ));
    let deemed = |facts: &str| {
        let answer = answer(&law, "x", facts, None);
        (value_of(&answer), notes(&answer, "deemed"))
    };
    let by = vec!["n is deemed by C art. 2".to_owned()];
    assert_eq!(deemed("{\"b\": true}"), ("6".to_owned(), by));
    assert_eq!(deemed("{\"b\": false, \"n\": 1}"), ("2".to_owned(), vec![]));
    assert_eq!(deemed("{\"b\": true, \"n\": 1}"), ("2".to_owned(), vec![]));
}

fn value_of(answer: &Answer) -> String {
    jargy::answer_json(answer, false)["value"].to_string()
}

/// A condition says by its own word how it was looked at: that a version applies to a case, or that the later one does not.
#[test]
fn a_version_that_applies_to_some_cases_says_so_in_the_reasons() {
    let text = "matter M \"m\"\n a : yes/no\n years : number\naction act of M\n\
        code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
        article 1\n may act when a\n\
        act FIRST \"First\"\n adopted 2011-01-10, in force from 2011-01-18\namends CODE\n\
        change norm of article 1\n applies when years > 3\n must not act when a\n";
    let law = library(text);
    let reasons = |years: u32| {
        let facts = format!("{{\"a\": true, \"years\": {years}}}");
        let answer = answer(&law, "act", &facts, None);
        let mut told: Vec<String> = Vec::new();
        for line in why_text(&answer, 200).lines() {
            if line.contains("(may act)") || line.contains("(must not act)") {
                told.push(line.split(['(', ')']).nth(1).unwrap().to_owned());
            } else if line.contains("applies: ") {
                let last = told.last_mut().unwrap();
                last.push_str(": ");
                last.push_str(line.trim().trim_start_matches("- "));
            }
        }
        told.sort();
        (answer.outcome().word(), told.join("; "))
    };
    let (holds, not) = (
        "may act: unless the later version applies: holds; must not act: applies: holds",
        "may act: unless the later version applies: does not hold; must not act: applies: does not hold",
    );
    assert_eq!(reasons(4), ("forbidden", holds.to_owned()));
    assert_eq!(reasons(3), ("permitted", not.to_owned()));
}

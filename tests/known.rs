//! Known when known, unknown when unknown: what an answer rests on is shown where it does, and an unknown answer says
//! what it hangs on.

use crate::support::library;
use jargy::{Answer, Library, answer_json, answer_text};

/// The answer to a case as JSON has it, with its own dates.
fn ask(law: &Library, question: &str, case: &str) -> Answer {
    let matter = law.at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json(case)
        .unwrap_or_else(|error| panic!("{error}"));
    let ask = matter.ask(question).unwrap();
    let answer = ask.decide(&case, None);
    assert_eq!(
        ask.outcome(&case, None),
        (answer.outcome(), answer.value().cloned())
    );
    answer
}

fn value(answer: &Answer) -> String {
    match answer.value() {
        Some(_) => answer_json(answer, false)["value"].to_string(),
        None => answer.outcome().word().to_owned(),
    }
}

fn notes(answer: &Answer, kind: &str) -> Vec<String> {
    let notes = answer.notes().iter().filter(|note| note.kind == kind);
    notes.map(|note| note.text.clone()).collect()
}

const MATTER: &str = "matter M \"m\"\n a : yes/no\n b : yes/no\n guilty : yes/no presumed no by C article 9\n done_on : date\n\
    action act of M\naction other of M\nparameter rate : number \"rate of interest\"\n";

fn code(articles: &str) -> Library {
    library(&format!(
        "{MATTER}code C \"Code\" in force from 2000-01-01\n in matters of M\n{articles}\narticle 9\n define nine as 9\n"
    ))
}

const TWO_STATES: &str = "jurisdiction x \"X\" zone \"UTC\"\njurisdiction y \"Y\" zone \"UTC\"\nmatter M \"m\"\n done_on : date\n\
    code CP \"Criminal Code\" of x in force from 2000-01-01\n in matters of M\n\
    article 2\n milder law applies from done_on: lower term, lower fine\narticle 3\n define fine as 7\n\
    code CPP \"Code of Procedure\" of y in force from 2000-01-01\n in matters of M\narticle 442\n define term as 8 years\n\
    act L \"Act\" of y adopted 2010-01-01, in force from 2010-02-01\namends CPP\n change norm of article 442\n define term as 5 years\n\
    act K \"Act\" of x adopted 2010-01-01, in force from 2010-02-01\namends CP\n change norm of article 3\n define fine as 3\n";

const ACT_OF_2009: &str = "{\"at\": \"2016-01-01T12:00:00Z\", \"facts\": {\"done_on\": \"2009-05-01\"}}";

#[test]
fn milder_law_reaches_back_in_the_instrument_of_its_rule_alone() {
    let law = library(TWO_STATES);
    // the code of another state is that of the day of the act
    assert_eq!(value(&ask(&law, "term", ACT_OF_2009)), "\"P8Y\"");
    assert_eq!(value(&ask(&law, "fine", ACT_OF_2009)), "3");
    // a rule of the constitution speaks for all law of its state
    let whole = TWO_STATES.replace(
        "code CP \"Criminal Code\" of x",
        "constitution CP \"Constitution\" of y",
    );
    let whole = whole.replace("act K \"Act\" of x", "constitution K \"Act\" of y");
    assert_eq!(value(&ask(&library(&whole), "term", ACT_OF_2009)), "\"P5Y\"");
}

#[test]
fn a_stated_date_says_that_it_switches_milder_law_off() {
    let law = library(TWO_STATES);
    let stated = ACT_OF_2009.replace("{\"at\"", "{\"on\": \"2009-06-01\", \"at\"");
    let answer = ask(&law, "fine", &stated);
    assert_eq!(value(&answer), "7");
    let said = "the law of 2009-06-01 is asked for: milder law by X CP art. 2 is not looked for";
    assert_eq!(notes(&answer, "milder"), [said]);
    // not where no rule speaks of the question
    let answer = ask(
        &code("article 1\n define n as 1\n"),
        "n",
        "{\"on\": \"2009-06-01\", \"facts\": {}}",
    );
    assert_eq!(notes(&answer, "milder"), [""; 0]);
}

#[test]
fn without_a_governing_date_the_law_of_the_day_of_assessment_answers() {
    let text = format!(
        "{MATTER}code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n define n as 1\narticle 9\n define nine as 9\n\
         act L \"Act\" adopted 2010-01-01, in force from 2010-02-01\namends C\n change norm of article 1\n define n as 2\n"
    );
    let law = library(&text);
    let before = ask(&law, "n", "{\"at\": \"2010-01-31T23:59:00Z\", \"facts\": {}}");
    assert_eq!(value(&before), "1");
    // other law is to come
    let comes = before.changes_at().map(|at| before.zone().words(at));
    assert_eq!(comes.as_deref(), Some("2010-02-01 00:00"));
    let after = ask(&law, "n", "{\"at\": \"2010-02-01T00:00:00Z\", \"facts\": {}}");
    assert_eq!((value(&after), after.changes_at()), ("2".to_owned(), None));
    // nothing says of which day
    let open = ask(&law, "n", "{\"facts\": {}}");
    assert_eq!(open.missing()[0].fact, "on");
    assert!(answer_text(&open, 80).contains("for want of the date of the law\n"));
    assert_eq!(answer_json(&open, false)["missing"][0]["kind"], "law_date");
    // a governing date that is absent stays missing
    let governed = text.replace("done_on : date", "done_on : date\n governed by law on done_on");
    let open = ask(
        &library(&governed),
        "n",
        "{\"at\": \"2010-02-01T00:00:00Z\", \"facts\": {}}",
    );
    assert_eq!(open.missing()[0].fact, "done_on");
}

#[test]
fn what_is_no_fact_of_the_case_is_told_in_words() {
    let law = code("article 1\n define n as 2 * rate\n must act within 3 days of done_on done a\n");
    let open = ask(&law, "n", "{\"on\": \"2012-06-01\", \"facts\": {}}");
    assert!(answer_text(&open, 80).contains("set by nobody yet: rate (rate of interest): number\n"));
    assert_eq!(answer_json(&open, false)["missing"][0]["kind"], "parameter");
    let facts = "{\"on\": \"2012-06-01\", \"facts\": {\"done_on\": \"2012-05-01\", \"a\": false}}";
    let open = ask(&law, "act", facts);
    assert!(answer_text(&open, 80).contains("for want of the moment of assessment\n"));
    assert_eq!(answer_json(&open, false)["missing"][0]["kind"], "assessment");
}

#[test]
fn presumptions_are_shown_where_the_answer_rests_on_them_and_nowhere_else() {
    let law = code("article 1\n must not act when guilty or a\n may act\n");
    let on = |facts: &str| format!("{{\"on\": \"2012-06-01\", \"facts\": {facts}}}");
    let presumed = "rests on the presumption of C art. 9: guilty";
    let rests = ask(&law, "act", &on("{\"a\": false}"));
    assert_eq!(
        (value(&rests), notes(&rests, "presumption")),
        ("permitted".to_owned(), vec![presumed.to_owned()])
    );
    // whatever is presumed, the bar holds
    let holds = ask(&law, "act", &on("{\"a\": true}"));
    assert_eq!(
        (value(&holds), notes(&holds, "presumption")),
        ("forbidden".to_owned(), Vec::new())
    );
    let given = ask(&law, "act", &on("{\"a\": false, \"guilty\": false}"));
    assert_eq!(notes(&given, "presumption"), [""; 0]);
}

#[test]
fn assumptions_are_shown_where_the_answer_rests_on_them_and_nowhere_else() {
    let law = code(
        "article 1\n assumed \"months are calendar months\"\n must not act when a\narticle 2\n assumed \"one is enough\"\n must not act when b\n",
    );
    let on = |facts: &str| format!("{{\"on\": \"2012-06-01\", \"facts\": {facts}}}");
    let only_the_first = ask(&law, "act", &on("{\"a\": true, \"b\": false}"));
    assert_eq!(
        notes(&only_the_first, "assumption"),
        ["assumed: months are calendar months"]
    );
    let second = ask(&law, "act", &on("{\"a\": false, \"b\": true}"));
    assert_eq!(notes(&second, "assumption"), ["assumed: one is enough"]);
    // that nothing speaks rests on both
    let neither = ask(&law, "act", &on("{\"a\": false, \"b\": false}"));
    assert_eq!(notes(&neither, "assumption").len(), 2);
}

#[test]
fn validity_cites_the_conditions_that_are_not_met() {
    let law = code("article 1\n act valid only if a\narticle 2\n act valid only if b\n");
    let cited = |facts: &str| -> (String, Vec<String>) {
        let answer = ask(
            &law,
            "act.valid",
            &format!("{{\"on\": \"2012-06-01\", \"facts\": {facts}}}"),
        );
        let because = answer.because().iter().map(|cited| cited.citation.clone());
        (value(&answer), because.collect())
    };
    let both = || vec!["C art. 1".to_owned(), "C art. 2".to_owned()];
    assert_eq!(
        cited("{\"a\": true, \"b\": false}"),
        ("false".into(), vec!["C art. 2".into()])
    );
    assert_eq!(
        cited("{\"a\": true}"),
        ("unknown".into(), vec!["C art. 2".into()])
    );
    assert_eq!(cited("{\"a\": true, \"b\": true}"), ("true".into(), both()));
    assert_eq!(cited("{\"a\": false, \"b\": false}"), ("false".into(), both()));
}

#[test]
fn sources_given_with_a_point_or_a_reading_are_kept() {
    let text = format!(
        "{MATTER}code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n source \"Gazette\" para 1\n must not act if any of\n  (a) a;\n  (b) b\n\
         article 2\n source \"Gazette\" para 2\n define n as 1\narticle 9\n define nine as 9\n\
         act L \"Act\" adopted 2010-01-01, in force from 2010-02-01\namends C\n replace article 1 point (b)\n  (b) not b\n source \"Gazette\" para 7\n\
         decision D \"Decision\" adopted 2011-01-01, in force from 2011-01-01\n reading of C article 2\n source \"Reports\" para 3\n define n as 2\n"
    );
    let law = library(&text);
    let whole = law.consolidate(None, "2012-01-01".parse().unwrap()).unwrap();
    for source in [
        "\"Gazette\" para 1",
        "\"Gazette\" para 7",
        "\"Gazette\" para 2",
        "\"Reports\" para 3",
    ] {
        assert!(whole.contains(source), "{source} in\n{whole}");
    }
}

#[test]
fn an_unknown_answer_for_want_of_nothing_says_what_it_hangs_on() {
    let law = library(&format!(
        "{MATTER}act ONE \"One\" in force from 2000-01-01\n in matters of M\narticle 1\n may act\n define y as act is permitted\n define z as a or act is permitted\n\
         act TWO \"Two\" in force from 2000-01-01\n in matters of M\narticle 1\n must not act\n\
         code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 9\n define nine as 9\n"
    ));
    let on = "{\"on\": \"2012-06-01\", \"facts\": {}}";
    let open = ask(&law, "y", on);
    assert_eq!((value(&open), open.missing().len()), ("unknown".to_owned(), 0));
    let said = "no fact is missing, and it cannot be told: `act is permitted`";
    assert_eq!(notes(&open, "open"), [said]);
    // a fact would decide it
    let open = ask(&law, "z", on);
    assert_eq!(open.missing()[0].fact, "a");
    assert_eq!(notes(&open, "open"), [""; 0]);
}

#[test]
fn each_amendment_up_to_a_date_is_credited() {
    let law = library(&format!(
        "{MATTER}parameter unit : number\n 5 from 2000-01-01\ncode C \"Code\" in force from 2000-01-01\n in matters of M\n\
         article 1\n must not act if any of\n  (a) a;\n  (b) b\narticle 2\n define n as unit\narticle 9\n define nine as 9\n\
         act L \"Act\" adopted 2010-01-01, in force from 2010-02-01\namends C\n replace article 1 point (a)\n  (a) not a\n replace article 1 point (b)\n  (b) not b\n\
         set parameter unit to 6 from 2010-02-01\n\
         act K \"Act\" adopted 2011-01-01, in force from 2011-02-01\namends C\n repeal article 1 point (b)\n"
    ));
    let words = |date: &str| -> Vec<String> {
        let by = law.amendments_of("C art. 1", date.parse().unwrap());
        by.into_iter().map(|by| by.words).collect()
    };
    assert_eq!(words("2010-01-31"), [""; 0]);
    // both of one day
    assert_eq!(
        words("2010-02-01"),
        ["replace article 1 point (a)", "replace article 1 point (b)"]
    );
    assert!(words("2011-02-01").contains(&"repeal article 1 point (b)".to_owned()));
    let set = |date: &str| law.amendments_of_parameter("unit", date.parse().unwrap()).len();
    assert_eq!((set("2010-01-31"), set("2010-02-01")), (0, 1));
}

#[test]
fn a_parameter_without_a_value_on_the_date_says_when_it_has_one() {
    let law = library(
        "matter M \"m\"\n a : yes/no\nparameter rate : number \"rate of interest\"\n 5 from 2001-01-01 until 2002-12-31\n 6 from 2003-01-01 until 2004-06-30\n\
         code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n define n as 2 * rate\n",
    );
    let on = |date: &str| ask(&law, "n", &format!("{{\"on\": \"{date}\", \"facts\": {{}}}}"));
    let without = "without a value on the date of the law: rate (rate of interest): number (it has one from 2001-01-01 until 2004-06-30)\n";
    for (date, expected) in [
        ("2000-12-31", None),
        ("2001-01-01", Some("10")),
        ("2004-06-30", Some("12")),
        ("2004-07-01", None),
    ] {
        let answer = on(date);
        match expected {
            Some(expected) => assert_eq!(value(&answer), expected, "{date}"),
            None => {
                let missing = answer_json(&answer, false)["missing"][0].clone();
                let set = serde_json::json!({"from": "2001-01-01", "until": "2004-06-30"});
                assert_eq!(missing["set"], set, "{missing}");
                assert!(
                    answer_text(&answer, 200).contains(without),
                    "{}",
                    answer_text(&answer, 200)
                );
            }
        }
    }
}

/// Whether an unknown answer says what it hangs on: a fact, a calculation, or in a note what else.
fn says_what_it_hangs_on(answer: &Answer) -> bool {
    let why = [
        "open",
        "contradiction",
        "calendar",
        "counting",
        "missing",
        "milder",
        "undetermined",
    ];
    answer.outcome() != jargy::Outcome::Unknown
        || !answer.missing().is_empty()
        || !answer.undetermined().is_empty()
        || answer.notes().iter().any(|note| why.contains(&note.kind))
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_unknown_in_generated_law_says_what_it_hangs_on(
        rules in crate::prepared::rich_rules(),
        cases in proptest::collection::vec(crate::prepared::rich_case(), 4),
    ) {
        let law = library(&rules);
        let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        for text in &cases {
            let case = matter.case_from_json(text).unwrap();
            for question in matter.questions() {
                let answer = matter.ask(question.name()).unwrap().decide(&case, None);
                proptest::prop_assert!(says_what_it_hangs_on(&answer), "{} of {text}\n{rules}\n{}", question.name(), answer_text(&answer, 100));
            }
        }
    }
}

/// Contradictions, calendars that are not certain, limits that cannot be counted, durations in no order, divisors, parameters without
/// a value: alone and joined to one another, with facts and without.
#[test]
fn whatever_makes_an_answer_unknown_is_said() {
    let causes = [
        ("contradiction", "a", "one > 1"),
        ("calendar", "done_at", "limit > 2013-06-01"),
        ("endless", "done_at", "far > 2013-06-01"),
        ("order", "term", "term > 12 months"),
        ("divisor", "n", "10 / n > 1"),
        ("day", "d", "d + 1 month > 2012-03-01"),
        ("parameter", "a", "rate > 1"),
        ("event", "e", "e is none"),
    ];
    let mut norms = String::new();
    let mut actions = String::new();
    for (one, _, first) in &causes {
        actions += &format!("action {one}_alone of M\n");
        norms += &format!(" may {one}_alone when {first}\n");
        for (other, _, second) in &causes {
            actions += &format!("action {one}_and_{other} of M\naction {one}_or_{other} of M\n");
            norms += &format!(
                " may {one}_and_{other} when {first} and {second}\n may {one}_or_{other} when {first} unless not ({second})\n"
            );
        }
    }
    let law = library(&format!(
        "calendar cal\n  certain from 2012-01-01 until 2012-12-31\n  weekend saturday, sunday\nmatter M \"m\"\n a : yes/no\n n : number\n d : date\n e : date or none\n \
         term : duration\n done_at : date\nparameter rate : number\n{actions}code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n counting rule of C\n  by calendar cal\n\
         article 2\n define one as 1\n define limit as done_at + 10 days\n define far as done_at + 8000 years\narticle 3\n{norms}code D \"d\" in force from 2000-01-01\n in matters of M\narticle 1\n define one as 2 when a\n"
    ));
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let mut unknown = 0;
    for facts in [
        "{}",
        "{\"a\": true, \"n\": 0, \"d\": \"2012-01-31\", \"e\": null, \"term\": \"P365D\", \"done_at\": \"2012-12-28\"}",
        "{\"a\": false, \"n\": 1, \"d\": \"2012-01-01\", \"e\": \"2012-01-01\", \"term\": \"P366D\", \"done_at\": \"2012-12-28\"}",
    ] {
        let case = matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap();
        for question in matter.questions() {
            let answer = matter.ask(question.name()).unwrap().decide(&case, None);
            unknown += usize::from(answer.outcome() == jargy::Outcome::Unknown);
            assert!(
                says_what_it_hangs_on(&answer),
                "{} of {facts}\n{}",
                question.name(),
                answer_text(&answer, 100)
            );
        }
    }
    assert!(unknown > 100, "{unknown}");
}

//! Known when known, unknown when unknown: alternatives that cover all values, durations of which one is surely longer,
//! extremes of values in no order.

use crate::prepared::answers_agree;
use crate::support::{answer, law, library, line};
use jargy::{Case, Library, answer_json};
use proptest::prelude::*;

fn kinds(norms: &str) -> Library {
    library(&format!(
        "enum kind: low < middle < high\n{}",
        law(
            "k : kind\nj : kind\nopt : kind or none\na : yes/no\nb : yes/no\nn : number\n",
            norms
        )
    ))
}

/// The value in JSON, else the outcome.
fn value(library: &Library, question: &str, facts: &str) -> String {
    line(library, question, facts, None)
        .split(" by ")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn alternatives_that_cover_all_values_are_known_to_be_covered() {
    for covered in [
        "as 1 if k is low, 1 if k is middle or high",
        "as 1 if k is low, 1 if k is middle, 1 if k is high",
        "as 1 if k is low, 1 if k is not low",
        "as 1 if k is low, 1 if not (k is low)",
        "as 1 if k < middle, 1 if k >= middle",
        "as 1 if a, 1 if not a",
        "as 1 if k is low and a, 1 if k is middle or high, 1 if not a",
        "as 1 if n > 5, 1 if k is low, 1 if k is middle or high",
        "as table of k\n low : 1\n middle or high : 1",
        "as table of k, a\n low, yes : 1\n low, no : 1\n middle or high, yes or no : 1",
    ] {
        let rules = kinds(&format!("article 1\n define x {covered}\n"));
        assert_eq!(value(&rules, "x", "{}"), "1", "{covered}");
    }
    for open in [
        "as 1 if k is low, 1 if k is middle",
        "as 1 if opt is low, 1 if opt is middle or high",
        "as 1 if k is low, 1 if j is middle or high",
        "as 1 if a, 1 if b",
        "as table of opt\n low : 1\n middle or high : 1",
    ] {
        let rules = kinds(&format!("article 1\n define x {open}\n"));
        assert!(value(&rules, "x", "{}").starts_with("unknown"), "{open}");
    }
}

/// Covered by what is known of one fact and the values of another.
#[test]
fn what_is_known_of_one_fact_may_cover_with_the_values_of_another() {
    let rules = kinds("article 1\n define x as 1 if k is low and a, 1 if k is low and not a\n");
    assert_eq!(value(&rules, "x", r#"{"k": "low"}"#), "1");
    assert!(value(&rules, "x", "{}").starts_with("unknown"));
    assert!(value(&rules, "x", r#"{"k": "high"}"#).starts_with("undefined"));
}

fn terms() -> Library {
    library(&law(
        "term : duration\nsecond : duration\nd : date\n",
        "article 1\n define at_least as term >= 1 year\n define more as term > 1 year\n define less as term < 1 year\n define at_most as term <= 1 year\n define same as term = 1 year\n\
         define longest as maximum of (term, second)\n define shortest as minimum of (second, term)\n define three as maximum of (term, second, 2 years)\n may act when term >= 1 year\n",
    ))
}

/// A year has 365 or 366 days.
#[test]
fn days_against_a_year() {
    let rules = terms();
    let found = |days: u32| -> Vec<String> {
        let facts = format!(r#"{{"term": "P{days}D"}}"#);
        let each = ["at_least", "more", "less", "at_most", "same"];
        each.iter()
            .map(|question| value(&rules, question, &facts))
            .collect()
    };
    assert_eq!(found(364), ["false", "false", "true", "true", "false"]);
    assert_eq!(found(365), ["unknown", "false", "unknown", "true", "unknown"]);
    assert_eq!(found(366), ["true", "unknown", "false", "unknown", "unknown"]);
    assert_eq!(found(367), ["true", "true", "false", "false", "false"]);
}

#[test]
fn what_months_leave_open_says_why() {
    let rules = terms();
    let answer = answer(&rules, "act", r#"{"term": "P365D"}"#, None);
    assert_eq!(answer.outcome().word(), "unknown");
    let json = answer_json(&answer, true).to_string();
    assert!(
        json.contains(
            "it cannot be told which of 365 days and 1 year is longer: 1 year can have 365 to 366 days"
        ),
        "{json}"
    );
}

/// In either order, unless one is known to be extreme against all.
#[test]
fn extremes_of_values_in_no_order_are_unknown() {
    let rules = terms();
    for (term, second) in [("P30D", "P1M"), ("P1M", "P30D")] {
        let facts = format!(r#"{{"term": "{term}", "second": "{second}"}}"#);
        assert_eq!(value(&rules, "longest", &facts), "unknown");
        assert_eq!(value(&rules, "shortest", &facts), "unknown");
        assert_eq!(value(&rules, "three", &facts), "\"P2Y\"");
    }
    let facts = r#"{"term": "P1M", "second": "P28D"}"#;
    assert_eq!(value(&rules, "longest", facts), "\"P1M\"");
    assert_eq!(value(&rules, "shortest", facts), "\"P28D\"");
}

fn guard() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "k is low",
        "k is not low",
        "k is middle or high",
        "k >= middle",
        "k is high",
        "a",
        "not a",
        "b",
        "n > 2",
        "j is k",
        "opt is low",
        "opt is not low",
        "not ((k is low) or b)",
    ]);
    prop_oneof![
        3 => atom.clone().prop_map(str::to_owned),
        1 => (atom.clone(), atom.clone()).prop_map(|(x, y)| format!("({x}) and ({y})")),
        1 => (atom.clone(), atom).prop_map(|(x, y)| format!("({x}) or ({y})")),
    ]
}

fn duration() -> impl Strategy<Value = Option<&'static str>> {
    prop::option::weighted(
        0.9,
        prop::sample::select(vec![
            "P28D",
            "P29D",
            "P30D",
            "P31D",
            "P1M",
            "P2M",
            "P59D",
            "P60D",
            "P1Y",
            "P365D",
            "P366D",
            "1 year 10 days",
            "P12M",
        ]),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn guards_that_may_cover_are_answered_alike(guards in prop::collection::vec((guard(), 1..3), 2..5), row in prop::sample::select(vec!["low, yes : 1\n low, no : 2\n middle or high, yes or no : 1", "low or middle, yes : 1\n high, yes : 1\n low or middle or high, no : 2", "low or middle or high, yes : 1\n low, no : 1\n middle or high, no : 1"])) {
        let mut seen: Vec<&String> = Vec::new();
        let mut alternatives = Vec::new();
        for (guard, value) in &guards {
            // the same guard twice is an error of its own
            if !seen.contains(&guard) {
                seen.push(guard);
                alternatives.push(format!("{value} if {guard}"));
            }
        }
        let rules = kinds(&format!("article 1\n define x as {}\narticle 2\n define y as table of k, a\n {row}\n", alternatives.join(", ")));
        let matter = rules.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let mut cases: Vec<Case> = Vec::new();
        for k in ["", "\"k\": \"low\", ", "\"k\": \"high\", "] {
            for a in ["", "\"a\": true, "] {
                for b in ["", "\"b\": false, "] {
                    for rest in ["\"n\": 1", "\"n\": 3, \"opt\": null, \"j\": \"low\"", "\"opt\": \"low\""] {
                        cases.push(matter.case_from_json(&format!("{{\"facts\": {{{k}{a}{b}{rest}}}}}")).unwrap());
                    }
                }
            }
        }
        answers_agree(&matter, &["x", "y"], &cases, None)?;
    }

    #[test]
    fn durations_are_compared_alike(texts in prop::collection::vec((duration(), duration()), 12)) {
        let rules = terms();
        let matter = rules.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let given = |name: &str, value: &Option<&str>| value.map(|value| format!("\"{name}\": \"{value}\""));
        let cases: Vec<Case> = texts.iter().map(|(term, second)| {
            let facts: Vec<String> = given("term", term).into_iter().chain(given("second", second)).collect();
            matter.case_from_json(&format!("{{\"facts\": {{{}}}}}", facts.join(", "))).unwrap()
        }).collect();
        answers_agree(&matter, &["at_least", "more", "less", "at_most", "same", "longest", "shortest", "three", "act"], &cases, None)?;
    }
}

#[test]
fn a_row_of_all_values_matches_no_definition_that_may_be_undefined() {
    // `level` is undefined where neither a nor b holds, and then no row matches
    let text = "enum grade: low < high\nmatter M \"m\"\n a : yes/no\n b : yes/no\n g : grade\naction act of M\n\
        code C \"c\" in force from 2000-01-01\n in matters of M\narticle 1\n define level as low if a, high if b\n \
        define by_level as table of level\n  low or high : 1\n define by_fact as table of g\n  low or high : 1\n";
    let law = library(text);
    assert_eq!(line(&law, "by_fact", "{}", None), "1 by C art. 1");
    assert_eq!(line(&law, "by_level", "{\"a\": true}", None), "1 by C art. 1");
    assert_eq!(
        line(&law, "by_level", "{\"a\": false, \"b\": false}", None),
        "undefined by C art. 1"
    );
    assert_eq!(
        line(&law, "by_level", "{}", None),
        "unknown by C art. 1 want a want b"
    );
    assert_eq!(
        line(&law, "by_level", "{\"a\": false}", None),
        "unknown by C art. 1 want b"
    );
    // compiled questions and the naive interpreter say the same
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let cases: Vec<Case> = [
        "{}",
        "{\"a\": true}",
        "{\"a\": false}",
        "{\"a\": false, \"b\": false}",
        "{\"b\": true}",
    ]
    .iter()
    .map(|facts| matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap())
    .collect();
    answers_agree(&matter, &["level", "by_level", "by_fact"], &cases, None).unwrap();
}

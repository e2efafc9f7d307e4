//! What a source leaves open: named readings, one taken by default, each answer saying on which it rests.

use crate::support::{errors, library};
use jargy::Library;

const CUSTODY: &str = "matter M \"m\"\n term : duration\n minor : yes/no\naction extend of M\naction other of M\n\
interpretation six_months \"Are six months the whole term, or come on top of two?\":\n\
  whole_term \"the whole term\" by default,\n  on_top \"on top of two months\"\n\
code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
article 1\n  must not extend\n    when term > longest\n  may extend when minor\n\
article 2\n  define longest as 6 months\n    on reading whole_term\n  define longest as 8 months on reading on_top\n\
article 3\n  must not other when minor on reading on_top\n";

/// Outcome, and the note of readings.
fn told(law: &Library, question: &str, json: &str) -> (String, Vec<String>) {
    let matter = law.on("2012-01-01".parse().unwrap()).matter("M").unwrap();
    let case = matter.case_from_json(json).unwrap();
    let answer = matter.ask(question).unwrap().decide(&case, None);
    let outcome = match answer.value() {
        Some(_) => jargy::answer_json(&answer, false)["value"].to_string(),
        None => answer.outcome().word().to_owned(),
    };
    let notes = answer.notes().iter().filter(|note| note.kind == "reading");
    (outcome, notes.map(|note| note.text.clone()).collect())
}

#[test]
fn an_answer_rests_on_the_default_and_says_what_another_reading_would_answer() {
    let law = library(CUSTODY);
    let facts = "{\"facts\": {\"term\": \"P7M\", \"minor\": true}}";
    let (outcome, notes) = told(&law, "extend", facts);
    assert_eq!(outcome, "forbidden");
    assert_eq!(
        notes,
        [
            "Are six months the whole term, or come on top of two? — the answer rests on the reading `whole_term` (the whole term); \
          on `on_top` (on top of two months) it would be: permitted"
        ]
    );
    let (_, notes) = told(
        &law,
        "extend",
        "{\"facts\": {\"term\": \"P9M\", \"minor\": true}}",
    );
    assert!(
        notes[0].ends_with("on `on_top` (on top of two months) it would be the same"),
        "{notes:?}"
    );
}

#[test]
fn a_case_may_ask_for_another_reading() {
    let law = library(CUSTODY);
    let facts = "{\"readings\": [\"on_top\"], \"facts\": {\"term\": \"P7M\", \"minor\": true}}";
    let (outcome, notes) = told(&law, "extend", facts);
    assert_eq!(outcome, "permitted");
    assert!(notes[0].contains("rests on the reading `on_top`"), "{notes:?}");
    assert!(notes[0].ends_with("on `whole_term` (the whole term) it would be: forbidden"));
    assert_eq!(told(&law, "longest", facts).0, "\"P8M\"");
}

#[test]
fn a_norm_of_another_reading_alone_is_told_of_where_it_would_decide() {
    let law = library(CUSTODY);
    let (outcome, notes) = told(&law, "other", "{\"facts\": {\"minor\": true}}");
    assert_eq!(outcome, "unregulated");
    assert!(notes[0].ends_with("it would be: forbidden"), "{notes:?}");
    // where it would change nothing, nothing is said
    assert_eq!(told(&law, "other", "{\"facts\": {\"minor\": false}}").1, [""; 0]);
}

#[test]
fn readings_that_are_not_known_or_contradict_each_other_are_errors() {
    let law = library(CUSTODY);
    let matter = law.on("2012-01-01".parse().unwrap()).matter("M").unwrap();
    let said = |json: &str| matter.case_from_json(json).unwrap_err().to_string();
    assert_eq!(
        said("{\"readings\": [\"on_tap\"], \"facts\": {}}"),
        "readings[0]: there is no reading `on_tap` (did you mean `on_top`?)"
    );
    assert_eq!(
        said("{\"readings\": [\"on_top\", \"whole_term\"], \"facts\": {}}"),
        "readings[1]: `whole_term` and `on_top` are two readings of one thing (ask for one of them)"
    );
    assert_eq!(
        said("{\"readings\": 3, \"facts\": {}}"),
        "readings: a list of names is expected, not 3"
    );
}

#[test]
fn an_interpretation_has_one_default_and_its_readings_are_declared() {
    assert_eq!(
        errors(&CUSTODY.replace(" by default", "")),
        ["reading-by-default"]
    );
    assert_eq!(
        errors(&CUSTODY.replace("on reading on_top\narticle", "on reading on_tap\narticle")),
        ["unknown-reading"]
    );
    assert_eq!(
        errors(&CUSTODY.replace("  on_top \"", "  whole_term \"")).first(),
        Some(&"duplicate-name")
    );
}

#[test]
fn the_consolidated_law_keeps_its_readings() {
    let law = library(CUSTODY);
    let again = library(&law.consolidate(None, "2012-01-01".parse().unwrap()).unwrap());
    for json in [
        "{\"facts\": {\"term\": \"P7M\", \"minor\": true}}",
        "{\"readings\": \"on_top\", \"facts\": {\"term\": \"P7M\", \"minor\": true}}",
    ] {
        assert_eq!(told(&again, "extend", json), told(&law, "extend", json));
    }
}

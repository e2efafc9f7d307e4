//! Unknown answers turned into conditional ones.

use crate::support::library;
use jargy::{ConditionalAnswers, Library};
use std::path::Path;

fn rules() -> Library {
    Library::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap()
}

fn of(
    law: &Library,
    matter: &str,
    question: &str,
    facts: &serde_json::Value,
) -> (String, ConditionalAnswers) {
    let matter = law.on("2012-06-01".parse().unwrap()).matter(matter).unwrap();
    let json = serde_json::json!({ "facts": facts }).to_string();
    let case = matter.case_from_json(&json).unwrap();
    let ask = matter.ask(question).unwrap();
    let outcome = ask.decide(&case, None).outcome().word().to_owned();
    (outcome, ask.provided(&case, None, "en"))
}

#[test]
fn each_condition_decides_and_no_fact_of_it_can_be_spared() {
    let law = rules();
    let question = "place_in_processing_centre";
    let (outcome, provided) = of(&law, "Custody", question, &serde_json::json!({}));
    assert_eq!(outcome, "unknown");
    assert!(!provided.cut_short);
    let words: Vec<String> = provided
        .answers
        .iter()
        .map(|one| {
            let facts: Vec<String> = one
                .facts
                .iter()
                .map(|fact| format!("{}={}", fact.fact, fact.words))
                .collect();
            format!("{} if {}", one.words, facts.join(" "))
        })
        .collect();
    assert_eq!(
        words,
        [
            "unregulated if placed_by_internal_affairs=no",
            "unregulated if court_authorized_placement=no",
            "unregulated if without_fixed_abode=no without_identification=no",
            "permitted if without_fixed_abode=yes placed_by_internal_affairs=yes court_authorized_placement=yes",
            "permitted if without_identification=yes placed_by_internal_affairs=yes court_authorized_placement=yes",
        ]
    );
    for one in &provided.answers {
        let all = |left_out: Option<usize>| {
            let facts = one
                .facts
                .iter()
                .enumerate()
                .filter(|(number, _)| Some(*number) != left_out);
            let facts: serde_json::Map<_, _> = facts
                .map(|(_, fact)| (fact.fact.clone(), fact.value.clone()))
                .collect();
            serde_json::Value::Object(facts)
        };
        assert_eq!(of(&law, "Custody", question, &all(None)).0, one.outcome.word());
        for number in 0..one.facts.len() {
            assert_eq!(of(&law, "Custody", question, &all(Some(number))).0, "unknown");
        }
    }
}

#[test]
fn what_is_known_has_no_conditions_and_a_number_is_none() {
    let law = library(
        "matter M \"m\"\n a : yes/no\n n : number\n at_all : yes/no\naction act of M\naction other of M\ncode C \"c\" in force from 2000-01-01\n in matters of M\n\
         article 1\n may act when n > 3 and a\narticle 2\n must not other when at_all\n",
    );
    let (outcome, provided) = of(&law, "M", "other", &serde_json::json!({ "at_all": true }));
    assert_eq!((outcome.as_str(), provided.answers.len()), ("forbidden", 0));
    // under no value of `a` alone is it permitted: the number stays to be known
    let (_, provided) = of(&law, "M", "act", &serde_json::json!({}));
    let words: Vec<&str> = provided.answers.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(words, ["unregulated"]);
    assert_eq!(provided.answers[0].facts[0].fact, "a");
}

#[test]
fn the_search_ends() {
    let facts: String = (0..60).map(|number| format!(" f{number} : yes/no\n")).collect();
    let all: Vec<String> = (0..60).map(|number| format!("f{number}")).collect();
    let law = library(&format!(
        "matter M \"m\"\n{facts}action act of M\ncode C \"c\" in force from 2000-01-01\n in matters of M\narticle 1\n may act when {}\n",
        all.chunks(2)
            .map(|pair| pair.join(" or "))
            .map(|pair| format!("({pair})"))
            .collect::<Vec<_>>()
            .join(" and ")
    ));
    let (outcome, provided) = of(&law, "M", "act", &serde_json::json!({}));
    assert_eq!(outcome, "unknown");
    assert!(provided.cut_short);
    assert!(
        provided
            .text("en")
            .ends_with("there may be other conditions: the search was cut short\n")
    );
}

//! Whose judgement a fact is: as the norm says that reads it, else as the vocabulary does.

use crate::support::{answer, errors, finding_names, law, library, notes, on_date};
use jargy::{Answer, Library, Limits, SourceMap, format_law};
use proptest::prelude::*;
use std::collections::BTreeSet;

const FACTS: &str =
    "danger : yes/no judged by court\nflight : yes/no judged by court\ncharged : yes/no\nheld_on : date";

fn rules(norms: &str) -> String {
    law(FACTS, norms)
}

const ALL: &str = r#"{"danger": true, "flight": true, "charged": true, "held_on": "2012-06-01"}"#;

/// On whose judgement of what the answer rests.
fn judged(library: &Library, question: &str) -> Vec<String> {
    judgements(&answer(library, question, ALL, Some("2012-06-02T12:00")))
}

fn judgements(answer: &Answer) -> Vec<String> {
    let notes = answer.notes().iter().filter(|note| note.kind == "judgement");
    let said = notes.map(|note| note.text.replace("rests on the judgement of ", ""));
    said.collect()
}

#[test]
fn a_norm_says_whose_judgement_its_facts_are() {
    let law = library(&rules(
        "article 1\n may act when danger and charged\n judged by officer\narticle 2\n may other when danger and charged",
    ));
    assert_eq!(judged(&law, "act"), ["officer: danger"]);
    assert_eq!(judged(&law, "other"), ["court: danger"]);
}

#[test]
fn named_facts_alone_are_judged_by_it_whether_the_vocabulary_says_so_or_not() {
    let law = library(&rules(
        "article 1\n may act when danger and flight and charged judged by officer: danger, charged\n\
         article 2\n may other when danger and flight and charged\n judged by officer\n judged by government: charged, flight",
    ));
    assert_eq!(
        judged(&law, "act"),
        ["officer: danger", "court: flight", "officer: charged"]
    );
    assert_eq!(
        judged(&law, "other"),
        ["officer: danger", "government: flight", "government: charged"]
    );
}

#[test]
fn a_definition_keeps_what_its_own_norm_says() {
    let law = library(&rules(
        "article 1\n define grounds as danger and flight, judged by officer\n define plain as danger\n\
         article 2\n may act when grounds and charged\n judged by government: charged\n\
         article 3\n may other when plain and flight\n judged by government",
    ));
    assert_eq!(
        judged(&law, "act"),
        ["officer: danger", "officer: flight", "government: charged"]
    );
    assert_eq!(judged(&law, "other"), ["court: danger", "government: flight"]);
}

#[test]
fn where_two_provisions_differ_both_are_said() {
    let norms = "article 1\n must not act when danger\n judged by officer\narticle 2\n must not act when danger\n judged by government\n\
                 article 3\n must not act when danger and flight";
    assert_eq!(
        judged(&library(&rules(norms)), "act"),
        [
            "court: danger",
            "government: danger",
            "officer: danger",
            "court: flight"
        ]
    );
    // each says no, and the answer rests on all of them
    let law = library(&rules(norms));
    let other = answer(
        &law,
        "act",
        r#"{"danger": false, "flight": true, "charged": true}"#,
        None,
    );
    let denied = ["court: danger", "government: danger", "officer: danger"];
    assert_eq!(judgements(&other), denied);
    // a norm on which the answer does not rest says nothing
    let one = "article 1\n must not act when danger\n judged by officer\narticle 2\n must not act when charged\n judged by government: charged";
    let one = library(&rules(one));
    let uncharged = answer(&one, "act", r#"{"danger": true, "charged": false}"#, None);
    assert_eq!(judgements(&uncharged), ["officer: danger"]);
}

#[test]
fn each_kind_of_norm_says_it() {
    let facts = format!("{FACTS}\ndone_on : date or none\nserved : yes/no");
    let norms = "article 1\n must act when danger within 3 days of held_on done done_on judged by officer\n \
         otherwise must last_act within 1 day of due_at when flight judged by government: flight\n\
         article 2\n may other only if danger\n judged by officer\n\
         article 3\n other valid only if flight, judged by government\n\
         article 4\n deem served as yes when danger\n judged by officer\n define seen as served";
    let law = library(&law(&facts, norms));
    let at = "2012-06-20T12:00";
    let facts =
        r#"{"danger": true, "flight": true, "charged": true, "held_on": "2012-06-01", "done_on": null}"#;
    let of = |question: &str| judgements(&answer(&law, question, facts, Some(at)));
    assert_eq!(of("act"), ["officer: danger"]);
    assert_eq!(of("last_act"), ["officer: danger", "government: flight"]);
    assert_eq!(of("other"), ["officer: danger"]);
    assert_eq!(of("other.valid"), ["government: flight"]);
    assert_eq!(of("seen"), ["officer: danger"]);
}

#[test]
fn facts_of_records_and_of_elements_are_named_by_their_paths() {
    let text = "role court\nrole officer\nrecord Person\n  danger : yes/no judged by court\n\
        record Visit\n  needed : yes/no\nmatter M \"m\"\n  suspect : Person\n  witness : Person\n  visits : list of Visit\naction act of M\naction other of M\n\
        code C \"C\" in force from 2000-01-01\n  in matters of M\narticle 1\n  \
        may act when suspect.danger and witness.danger and every visit in visits : visit.needed\n    judged by officer: suspect.danger, visits.needed\n\
        article 2\n  define Person.risk as danger, judged by officer: danger\narticle 3\n  may other when suspect.risk and witness.danger\n";
    let law = library(text);
    let facts = r#"{"suspect": {"danger": true}, "witness": {"danger": true}, "visits": [{"needed": true}, {"needed": true}]}"#;
    let of = |question: &str| judgements(&answer(&law, question, facts, None));
    assert_eq!(
        of("act"),
        [
            "officer: suspect.danger",
            "court: witness.danger",
            "officer: visits[1].needed",
            "officer: visits[2].needed"
        ]
    );
    assert_eq!(of("other"), ["officer: suspect.danger", "court: witness.danger"]);
}

#[test]
fn what_is_not_given_is_nobodys_judgement_yet() {
    let law = library(&rules("article 1\n may act when danger\n judged by officer"));
    assert_eq!(notes(&law, "act", "{}"), [""; 0]);
}

#[test]
fn a_clause_that_may_be_about_one_fact_alone_stands_by_itself_or_names_it() {
    for (norm, found) in [
        (
            "may act when danger and flight judged by officer",
            vec!["two-readings"],
        ),
        ("may act when danger and flight, judged by officer", vec![]),
        ("may act when danger and flight\n judged by officer", vec![]),
        ("may act when danger and flight judged by officer: danger", vec![]),
        (
            "may act\n  when danger\n   judged by officer",
            vec!["two-readings"],
        ),
        ("may act\n  when danger\n  judged by officer", vec![]),
        (
            "define x as danger and flight judged by officer",
            vec!["two-readings"],
        ),
        ("define x as danger and flight, judged by officer", vec![]),
        (
            "define x as\n  1 if danger\n  2 otherwise\n judged by officer",
            vec![],
        ),
        (
            "define x as\n  1 if danger\n  2 otherwise, judged by officer",
            vec!["two-readings"],
        ),
        ("act valid only if danger judged by officer", vec!["two-readings"]),
        (
            "deem charged as yes when danger judged by officer",
            vec!["two-readings"],
        ),
        // clauses that follow are no facts
        (
            "must act to officer, judged by officer: danger\n when danger",
            vec![],
        ),
        (
            "must act when danger judged by officer: danger, without delay done charged",
            vec![],
        ),
        (
            "must act when danger within 3 days of held_on judged by officer: danger, extended by 2 days when flight done charged",
            vec![],
        ),
        (
            "must act when danger within 3 days of held_on, restarted by held_on, judged by officer done charged",
            vec![],
        ),
        // said of nothing, of no fact, twice
        ("may act when charged\n judged by officer", vec!["judges-nothing"]),
        (
            "may act when charged judged by officer: danger",
            vec!["judges-nothing"],
        ),
        (
            "define x as danger\n may act when x\n judged by officer",
            vec!["judges-nothing"],
        ),
        (
            "define x as danger\n may act when x judged by officer: x",
            vec!["wrong-type"],
        ),
        (
            "may act when danger judged by officer: dangr",
            vec!["unknown-name"],
        ),
        ("may act when danger\n judged by oficer", vec!["unknown-role"]),
        (
            "may act when danger\n judged by officer\n judged by court",
            vec!["said-twice"],
        ),
        (
            "may act when danger judged by officer: danger judged by court: danger",
            vec!["said-twice"],
        ),
    ] {
        let mut names = finding_names(&rules(&format!("article 1\n {norm}")));
        names.retain(|name| !name.starts_with("unused-"));
        assert_eq!(names, found, "{norm}");
    }
}

#[test]
fn the_layout_keeps_it_and_the_consolidated_law_says_it() {
    let norms = "article 1\n  may act\n    when danger and flight\n    judged by officer: danger, flight\n  define x as danger\n    judged by officer\n  \
        act valid only if danger\n    judged by officer\n";
    let mut sources = SourceMap::default();
    let text = rules(norms);
    let laid_out = format_law(&sources.add("x.law", &text), &Limits::default());
    assert!(laid_out.ends_with(&format!("\n{norms}")), "{laid_out}");
    let again = format_law(&sources.add("y.law", &laid_out), &Limits::default());
    assert_eq!(again, laid_out);
    assert_eq!(errors(&laid_out), [""; 0]);
    // an act changes who judges
    let amended = rules(
        "article 1\n may act when danger, judged by officer\n\
         act A \"a\" in force from 2011-01-18\namends C\n change norm of article 1\n  may act when danger, judged by government",
    );
    let amended = library(&amended);
    let on = |date: &str| {
        on_date(&amended, date, "act", ALL, |answer| {
            format!(", {}", judgements(answer).join(", "))
        })
    };
    assert_eq!(on("2011-01-17"), "permitted, officer: danger");
    assert_eq!(on("2011-01-18"), "permitted, government: danger");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Who judges changes no answer, only whose judgement it rests on; in the norm that decides it is what a plain
    /// account says.
    #[test]
    fn judges_are_told_as_written_and_decide_nothing(
        all in prop::option::of(prop::sample::select(vec!["officer", "government"])),
        named in prop::collection::btree_map(prop::sample::select(vec!["danger", "flight", "charged"]), prop::sample::select(vec!["officer", "government", "court"]), 0..4),
        given in prop::collection::btree_map(prop::sample::select(vec!["danger", "flight", "charged"]), any::<bool>(), 0..4),
    ) {
        let mut clauses = String::new();
        if let Some(role) = all {
            clauses.push_str(&format!("\n judged by {role}"));
        }
        for (fact, role) in &named {
            clauses.push_str(&format!("\n judged by {role}: {fact}"));
        }
        let norm = "article 1\n may act when danger and flight and charged";
        let (said, plain) = (library(&rules(&format!("{norm}{clauses}"))), library(&rules(norm)));
        let facts: Vec<String> = given.iter().map(|(fact, yes)| format!("\"{fact}\": {yes}")).collect();
        let facts = format!("{{{}}}", facts.join(", "));
        let (one, two) = (answer(&said, "act", &facts, None), answer(&plain, "act", &facts, None));
        prop_assert_eq!(one.outcome(), two.outcome());
        prop_assert_eq!(one.missing(), two.missing());
        if given.len() == 3 && given.values().all(|yes| *yes) {
            let of = |fact: &str| match (named.get(fact), all) {
                (Some(role), _) => Some(*role),
                (None, Some(role)) if fact != "charged" => Some(role),
                (None, _) => (fact != "charged").then_some("court"),
            };
            let expected: BTreeSet<String> = ["danger", "flight", "charged"]
                .iter()
                .filter_map(|fact| Some(format!("{}: {fact}", of(fact)?)))
                .collect();
            prop_assert_eq!(judgements(&one).into_iter().collect::<BTreeSet<_>>(), expected);
        }
    }
}

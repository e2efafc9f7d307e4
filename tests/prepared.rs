//! One meaning: prepared questions answer every case as the evaluator of terms does, which alone gives reasons.

use crate::properties::{Facts, case, domains, duties, moments, norms, partial_assignments, text};
use crate::support::law;
use jargy::{Case, Library, Matter, Moment, Prepared, SourceMap, read_scenarios};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn rules() -> &'static Library {
    static RULES: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    RULES.get_or_init(|| Library::load(root().join("rules")).unwrap())
}

/// Scenarios of the rule library with a date of the law, which is stated in each.
fn scenarios() -> Vec<(Matter, Case)> {
    let library = rules();
    let mut paths = Vec::new();
    let mut folders = vec![root().join("rules")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("case") => paths.push(path),
                _ => {}
            }
        }
    }
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let file = SourceMap::default().add("a.case", &std::fs::read_to_string(path).unwrap());
        let (read, _) = read_scenarios(library, &file);
        for scenario in read {
            if let Some(date) = scenario.matter.law_date(&scenario.case) {
                found.push((
                    library.on(date).matter(scenario.matter.name()).unwrap(),
                    scenario.case,
                ));
            }
        }
    }
    found
}

/// All questions of a matter under the law of a date, each prepared by itself.
fn prepared(matter: &Matter) -> Vec<(Prepared, String)> {
    let questions = matter.questions();
    let prepare = |name: &str| (matter.prepare(&[name]).unwrap(), name.to_owned());
    questions
        .iter()
        .map(|question| prepare(question.name()))
        .collect()
}

#[test]
fn every_question_of_every_scenario_is_answered_alike() {
    let (mut compared, mut compiled) = (0, 0);
    let mut known: BTreeMap<(String, jargy::Date), Vec<(Prepared, String)>> = BTreeMap::new();
    for (matter, case) in scenarios() {
        let key = (matter.name().to_owned(), matter.law_date(&case).unwrap());
        for (prepared, name) in known.entry(key).or_insert_with(|| prepared(&matter)) {
            let mut desk = prepared.desk();
            let outcome = desk.decide_case(&case, None)[0];
            let answer = matter.ask(name).unwrap().outcome_and_due(&case, None);
            let found = (outcome, desk.value(0), desk.due_at(0));
            assert_eq!(found, answer, "{name} of {}: {case:?}", matter.name());
            compared += 1;
            compiled += usize::from(!desk.went_term_by_term());
        }
    }
    println!("{compared} answers compared, {compiled} of compiled questions");
    assert!(
        compared > 20_000 && compiled * 10 > compared * 8,
        "{compiled} of {compared}"
    );
}

/// Answers of prepared questions, one case at a desk and one on a form, beside those of the evaluator of terms.
fn answers_agree(
    matter: &Matter,
    questions: &[&str],
    cases: &[Case],
    at: Option<Moment>,
) -> Result<(), TestCaseError> {
    for name in questions {
        let prepared = matter.prepare(&[name]).unwrap();
        let ask = matter.ask(name).unwrap();
        let (mut desk, mut form) = (prepared.desk(), prepared.form());
        for case in cases {
            let expected = ask.outcome_and_due(case, at);
            let outcome = desk.decide_case(case, at)[0];
            let found = (outcome, desk.value(0), desk.due_at(0));
            prop_assert_eq!(&found, &expected, "{} at a desk: {:?}", name, case);
            form.read_facts(case);
            if let Some(at) = at {
                form.at(at);
            }
            let outcome = desk.decide(&form)[0];
            let found = (outcome, desk.value(0), desk.due_at(0));
            prop_assert_eq!(&found, &expected, "{} on a form: {:?}", name, case);
        }
    }
    Ok(())
}

/// Cases in JSON, plain and not: a form reads each as the reader of cases does, and refuses what it refuses.
#[test]
fn a_form_reads_json_as_the_reader_of_cases_does() {
    let rules = "record person \"p\"\n  born_on : date or none\n  home : country\nenum kind: low < high\nmatter M \"m\"\n  who : person\n  k : kind\n  n : number\n  t : duration\n  m : moment to the minute or none\n  f : money KZT\naction act of M\n\
        code C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when who.born_on < 1990-01-01 and who.home is KZ and k is high and n >= 2.5 and t >= 18 months and (m is none or f > 1 KZT)\n";
    let library = Library::from_texts([("test.law", rules)]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let prepared = matter.prepare(&["act"]).unwrap();
    let (mut form, mut desk) = (prepared.form(), prepared.desk());
    let facts = [
        r#"{"who": {"born_on": "1980-01-01", "home": "KZ"}, "k": "high", "n": 3, "t": "P18M", "m": null}"#,
        r#"{"who": {"born_on": null, "home": "KZ"}, "k": "high", "n": 3, "t": "P1Y6M", "m": null}"#,
        r#"{"who": {"born_on": "1980-01-01", "home": "KZ"}, "k": "high", "n": 2.5, "t": "2 years", "m": "2012-01-01T10:00:00+06:00", "f": "2 KZT"}"#,
        r#"{"who": {"home": "KZ"}, "k": "high", "n": "5/2", "t": "P1Y7M"}"#,
        r#"{"k": "low"}"#,
        r#"{"k": "h\u0069gh", "n": 1e3}"#,
        r#"{"who": null}"#,
        r#"{"k": "high", "k": "low"}"#,
        r#"{"m": "2012-01-01T10:00:30+06:00"}"#,
        r#"{"n": 99999999999999999999}"#,
        r#"{"t": "P1Y10D"}"#,
        r#"{"t": "P"}"#,
        r#"{"who": {"born_on": "2012-02-30"}}"#,
        r#"{"kk": 1}"#,
        r#"{"who": {"home": "XX"}}"#,
        r#"{"n": true}"#,
        r#"[]"#,
    ];
    for facts in facts {
        for text in [
            format!(r#"{{"facts": {facts}}}"#),
            format!(r#"{{"matter": "M", "at": "2012-06-01T09:00:00Z", "facts": {facts}}}"#),
        ] {
            let expected = matter
                .case_from_json(&text)
                .map(|case| matter.ask("act").unwrap().outcome(&case, None).0);
            let found = form.read_json(&text).map(|form| desk.decide(form)[0]);
            assert_eq!(
                found.map_err(|error| error.to_string()),
                expected.map_err(|error| error.to_string()),
                "{text}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Generated norms over every partial case, none and unknown included.
    #[test]
    fn generated_norms_are_answered_alike(norms in norms(), givens in prop::collection::vec(0usize..8, 6)) {
        let library = Library::from_texts([("test.law", text(&norms).as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = domains();
        let given: Facts = domains.iter().zip(&givens).filter_map(|((name, values), choice)| Some((*name, values.get(*choice)?.clone()))).collect();
        let cases: Vec<Case> = partial_assignments(&given, &domains).iter().map(|facts| case(&matter, facts)).collect();
        answers_agree(&matter, &["act", "other", "value", "level"], &cases, None)?;
    }

    /// Generated duties and their limits.
    #[test]
    fn generated_duties_stand_alike(norms in duties(), givens in prop::collection::vec(0usize..16, 4), assessed in any::<bool>()) {
        let facts = "a : yes/no\nm : moment or none\ndone_m : moment or none\ndone_next : moment or none\n";
        let rules = format!("calendar cal weekend saturday, sunday\n{}", law(facts, &norms));
        let library = Library::from_texts([("test.law", rules.as_str())]).unwrap();
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let domains = moments();
        let given: Facts = domains.iter().zip(&givens).filter_map(|((name, values), choice)| Some((*name, values.get(*choice)?.clone()))).collect();
        let cases: Vec<Case> = partial_assignments(&given, &domains).iter().map(|facts| case(&matter, facts)).collect();
        let at = assessed.then(|| Moment::from_seconds(1_338_552_000).unwrap());
        answers_agree(&matter, &["act", "other", "last_act"], &cases, at)?;
    }
}

//! One meaning: prepared questions answer every case as the evaluator of terms does, which alone gives reasons.

use jargy::{Case, Library, Matter, Prepared, SourceMap, read_scenarios};
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
                found.push((library.on(date).matter(scenario.matter.name()).unwrap(), scenario.case));
            }
        }
    }
    found
}

/// All questions of a matter under the law of a date, each prepared by itself.
fn prepared(matter: &Matter) -> Vec<(Prepared, String)> {
    let questions = matter.questions();
    let prepare = |name: &str| (matter.prepare(&[name]).unwrap(), name.to_owned());
    questions.iter().map(|question| prepare(question.name())).collect()
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
    assert!(compared > 20_000 && compiled * 10 > compared * 8, "{compiled} of {compared}");
}

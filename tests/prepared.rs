//! One meaning: prepared questions answer every case as the evaluator of terms does, which alone gives reasons.

use jargy::{Case, Library, Matter, SourceMap, read_scenarios};
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

#[test]
fn every_question_of_every_scenario_is_answered_alike() {
    let (mut compared, mut compiled) = (0, 0);
    let mut beyond = std::collections::BTreeMap::new();
    for (matter, case) in scenarios() {
        for question in matter.questions() {
            let prepared = matter.prepare(&[question.name()]).unwrap();
            if let Some(why) = prepared.beyond() {
                *beyond.entry(why).or_insert(0) += 1;
            }
            let mut form = prepared.form();
            let outcome = form.read(&case).decide()[0];
            let answer = matter.ask(question.name()).unwrap().decide(&case, None);
            assert_eq!(outcome, answer.outcome(), "{} of {}", question.name(), matter.name());
            assert_eq!(form.value(0).as_ref(), answer.value(), "{}", question.name());
            assert_eq!(form.due_at(0), answer.due_at(), "{}", question.name());
            compared += 1;
            compiled += usize::from(!form.went_term_by_term());
        }
    }
    println!("{compared} answers compared, {compiled} of compiled questions; beyond: {beyond:?}");
    assert!(compared > 10_000 && compiled * 10 > compared * 8, "{compiled} of {compared}: {beyond:?}");
}

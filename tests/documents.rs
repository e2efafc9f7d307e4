//! Every example in the documents runs.

use jargy::{Library, SourceMap, read_scenarios, run_scenario};
use std::path::Path;

/// The fenced blocks of a document, each with its language.
fn fences(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(block), None) => {
                block.1.push_str(line);
                block.1.push('\n');
            }
            (None, Some(language)) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, None) => {}
        }
    }
    blocks
}

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn rules_in_the_documents_load_and_their_cases_hold() {
    let mut rules = 0;
    let mut cases = 0;
    for name in [
        "docs/tutorial.md",
        "docs/reference.md",
        "docs/time.md",
        "docs/law-in-time.md",
        "rules/README.md",
    ] {
        let mut library: Option<Library> = None;
        for (language, text) in fences(&document(name)) {
            match language.as_str() {
                "law" => {
                    library = Some(
                        Library::from_texts([(name, text.as_str())])
                            .unwrap_or_else(|error| panic!("{error}")),
                    );
                    rules += 1;
                }
                "case" => {
                    let library = library.as_ref().unwrap();
                    let mut sources = SourceMap::default();
                    let file = sources.add(name, &text);
                    let (read, findings) = read_scenarios(library, &file);
                    assert!(
                        findings.is_empty(),
                        "{}",
                        jargy::render(&findings[0], &sources, 100, false)
                    );
                    for one in &read {
                        assert_eq!(run_scenario(library, one).unwrap().failures, []);
                        cases += 1;
                    }
                }
                _ => {}
            }
        }
    }
    assert!(rules >= 10 && cases >= 10);
}

#[test]
fn the_answer_shown_in_the_readme_is_the_one_that_is_given() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args([
            "eval",
            "rules/kz/cases/minor.json",
            "--ask",
            "remand_in_custody",
            "--ask",
            "inform_relative",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let given = String::from_utf8(output.stdout).unwrap();
    assert!(document("README.md").contains(given.trim()), "{given}");
}

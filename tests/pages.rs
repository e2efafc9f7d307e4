//! Every finding has a page, and its examples do what they say.

use jargy::{Finding, Library, Limits, Page, SourceMap};
use std::collections::BTreeSet;
use std::path::Path;

/// What would be very long to show; `tests/hostile.rs` has each of them at its limit.
const WITHOUT_EXAMPLE: [&str; 4] = [
    "item-too-large",
    "nested-too-deep",
    "too-many-operands",
    "too-many-versions",
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The lines below which examples stand that are no whole rule file.
fn frame() -> String {
    let text = read("docs/findings/README.md");
    text.split("```law\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .to_owned()
}

fn whole(example: &str) -> String {
    match example
        .find("article 10\n")
        .or(example.find("artcle 10\n"))
        .or(example.find("article 9\n"))
    {
        Some(_) if !example.contains("code CCP") => format!("{}{example}", frame()),
        _ => example.to_owned(),
    }
}

fn is_case(page: &Page) -> bool {
    page.markdown.contains("```case")
}

/// The findings of a scenario below the frame, drawn, with their names.
fn of_case(example: &str) -> (Vec<&'static str>, String) {
    let rules = format!("{}article 10\n  may remand when gravity is serious\n", frame());
    let library =
        Library::from_texts([("test.law", rules.as_str())]).unwrap_or_else(|error| panic!("{error}"));
    let mut sources = SourceMap::default();
    let file = sources.add("test.case", example);
    let (scenarios, mut found) = jargy::read_scenarios(&library, &file);
    for scenario in &scenarios {
        match jargy::run_scenario(&library, scenario) {
            Ok(report) => assert_eq!(report.failures, [], "{example}"),
            Err(more) => found.extend(more),
        }
    }
    drawn(&found, &sources)
}

/// The names of findings, and what is shown of them.
fn drawn(found: &[Finding], sources: &SourceMap) -> (Vec<&'static str>, String) {
    let shown: Vec<String> = found
        .iter()
        .map(|finding| jargy::render(finding, sources, 100, false))
        .collect();
    (
        found.iter().map(|finding| finding.name).collect(),
        shown.join("\n"),
    )
}

fn of(page: &Page, example: &str) -> (Vec<&'static str>, String) {
    if is_case(page) {
        return of_case(example);
    }
    let mut sources = SourceMap::default();
    sources.add("test.law", &whole(example));
    let mut checked = Library::check_sources(sources, &Limits::default());
    // facts of the frame that an example does not need are no concern of it
    let unused = |name: &str| name.starts_with("unused-") && !page.name.starts_with("unused-");
    checked.findings.retain(|finding| !unused(finding.name));
    drawn(&checked.findings, &checked.sources)
}

#[test]
fn every_name_that_the_code_gives_a_finding_has_a_page() {
    let mut named = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("page.rs") {
                let text = std::fs::read_to_string(path).unwrap();
                for (at, opening) in text
                    .match_indices("Finding::error(")
                    .chain(text.match_indices("Finding::warning("))
                {
                    let rest = text[at + opening.len()..].trim_start();
                    if let Some(name) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                        named.insert(name.to_owned());
                    }
                }
            }
        }
    }
    let paged: BTreeSet<String> = jargy::pages().map(|page| page.name.to_owned()).collect();
    assert!(named.len() > 40);
    assert_eq!(
        named.difference(&paged).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    let mut files: BTreeSet<String> = BTreeSet::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files.insert(name.strip_suffix(".md").unwrap().to_owned());
    }
    files.remove("README");
    assert_eq!(files, paged);
    let index = read("docs/findings.md");
    for name in paged {
        assert!(
            index.contains(&format!("[`{name}`](findings/{name}.md)")),
            "docs/findings.md lacks {name}"
        );
    }
}

#[test]
fn the_wrong_example_has_the_finding_and_the_right_one_has_none() {
    let mut shown = 0;
    let mut slips = Vec::new();
    for page in jargy::pages() {
        assert!(page.markdown.starts_with(&format!("# {}\n", page.name)));
        assert!(
            page.says.ends_with('.') && page.why.ends_with('.'),
            "{}",
            page.name
        );
        let (Some(wrong), Some(right)) = (page.wrong, page.right) else {
            assert!(WITHOUT_EXAMPLE.contains(&page.name), "{}", page.name);
            continue;
        };
        let (names, drawn) = of(&page, wrong);
        if names.is_empty() || names.iter().any(|name| *name != page.name) {
            slips.push(format!("{} (wrong): {names:?}\n{drawn}", page.name));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/findings", description => wrong }, {
            insta::assert_snapshot!(page.name, drawn);
        });
        let (names, drawn) = of(&page, right);
        if !names.is_empty() {
            slips.push(format!("{} (right): {names:?}\n{drawn}", page.name));
        }
        shown += 1;
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
    assert!(shown >= 70);
}

//! The house itself: who may know whom, how long files and functions may be, and what must not be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, into);
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

fn room(path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root().join("src")).unwrap();
    (inner.components().count() > 1).then(|| {
        inner
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap()
            .to_owned()
    })
}

/// Code without its unit tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap()
}

/// Which rooms each room may know. A room that is not here may know none.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let leaves = ["source", "finding", "time", "value", "words"];
    let with = |more: &[&'static str]| {
        leaves
            .iter()
            .copied()
            .chain(more.iter().copied())
            .collect::<Vec<_>>()
    };
    BTreeMap::from([
        ("source", vec![]),
        ("finding", vec!["source"]),
        ("time", vec!["value"]),
        ("value", vec!["time"]),
        ("words", vec![]),
        ("syntax", with(&[])),
        ("law", with(&["syntax"])),
        ("timeline", with(&["law", "syntax"])),
        ("resolve", with(&["timeline", "law", "syntax"])),
        ("check", with(&["resolve", "timeline", "law", "syntax"])),
        ("case", with(&["resolve", "timeline", "law", "syntax"])),
        ("plan", with(&["resolve", "timeline", "law", "syntax"])),
        ("evaluate", with(&["plan", "case", "resolve", "law", "syntax"])),
        ("explain", with(&["evaluate", "case", "resolve", "law"])),
        (
            "library",
            with(&[
                "explain", "evaluate", "plan", "case", "check", "resolve", "timeline", "law", "syntax",
            ]),
        ),
        (
            "columns",
            with(&["library", "explain", "evaluate", "plan", "case", "resolve"]),
        ),
        (
            "compare",
            with(&["library", "explain", "resolve", "law", "syntax"]),
        ),
        (
            "scenario",
            with(&[
                "library", "explain", "evaluate", "case", "resolve", "law", "syntax",
            ]),
        ),
        (
            "lsp",
            with(&[
                "scenario", "library", "explain", "case", "resolve", "law", "syntax",
            ]),
        ),
        (
            "cli",
            with(&[
                "columns", "lsp", "compare", "scenario", "library", "explain", "evaluate", "case", "resolve",
                "timeline", "law", "syntax",
            ]),
        ),
    ])
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let allowed = allowed();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in sources() {
        let Some(room) = room(&path) else {
            continue;
        };
        seen.insert(room.clone());
        for place in code(&text)
            .match_indices("crate::")
            .map(|(place, _)| place + "crate::".len())
        {
            let other: String = text[place..]
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            let is_room = allowed.contains_key(other.as_str());
            if is_room
                && other != room
                && !allowed
                    .get(room.as_str())
                    .is_some_and(|known| known.contains(&other.as_str()))
            {
                wrong.push(format!("{room} knows {other} ({})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let known: BTreeSet<String> = allowed.keys().map(|room| (*room).to_owned()).collect();
    assert_eq!(seen, known, "a new room needs its place among the others");
}

#[test]
fn files_stay_short_and_open_with_what_they_are_for() {
    for (path, text) in sources() {
        let lines = code(&text).lines().count();
        assert!(
            lines <= 500,
            "{} has {lines} lines without its tests",
            path.display()
        );
        assert!(
            text.starts_with("//!") || text.starts_with("#![doc"),
            "{} does not say what it is for",
            path.display()
        );
    }
}

/// Functions that only dispatch, or list one thing after another.
const LONG: &[&str] = &[
    "term",
    "hint",
    "form",
    "added",
    "item",
    "rule_words",
    "keyword",
    "syntax_error",
    "plain",
    "children",
    "run",
    "step",
    "values",
    "times",
    "fill",
    "reads",
    "reads_more",
    "makes",
    // one step after another on a way, or one field after another of what is shown
    "place",
    "walk",
    "norm",
    "described",
    "explain",
    "answer_json",
    "setting",
    "rule_of",
    "amendment",
    "draft",
];

#[test]
fn functions_stay_short() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        let mut open: Option<(String, usize, usize)> = None;
        for (number, line) in code(&text).lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let words = line.trim_start();
            let starts = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn "]
                .iter()
                .any(|start| words.starts_with(start));
            if open.is_none() && starts && !words.ends_with(';') {
                let name: String = words
                    .split("fn ")
                    .nth(1)
                    .unwrap()
                    .chars()
                    .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                    .collect();
                open = Some((name, number, indent));
            } else if let Some((name, start, depth)) = &open
                && words == "}"
                && indent == *depth
            {
                let length = number - start + 1;
                if length > 50 && !LONG.contains(&name.as_str()) {
                    long.push(format!("{name} has {length} lines ({})", path.display()));
                }
                open = None;
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_panic_is_written_where_input_can_reach_it() {
    for (path, text) in sources() {
        for word in [
            ".unwrap()",
            ".expect(",
            "panic!(",
            "todo!(",
            "unimplemented!(",
            "unreachable!(",
            "TODO",
            "FIXME",
        ] {
            assert!(!code(&text).contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_architecture_names_files_that_exist() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut count = 0;
    for part in text.split('`').skip(1).step_by(2) {
        let is_path = ["src/", "grammar/", "tests/", "docs/", "rules/"]
            .iter()
            .any(|start| part.starts_with(start));
        if is_path && !part.contains('*') && !part.contains('<') {
            assert!(
                root().join(part).exists(),
                "ARCHITECTURE.md names `{part}`, which does not exist"
            );
            count += 1;
        }
    }
    assert!(count > 20);
}

/// Every finding has a page entry, so that a drafter can look it up.
#[test]
fn every_finding_is_in_the_reference() {
    let reference = std::fs::read_to_string(root().join("docs/findings.md")).unwrap();
    let mut names = BTreeSet::new();
    for (_, text) in sources() {
        for start in ["Finding::error(", "Finding::warning(", "unknown("] {
            for (place, _) in text.match_indices(start) {
                let rest = text[place + start.len()..].trim_start();
                if let Some(name) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    assert!(names.len() > 25);
    let missing: Vec<&String> = names
        .iter()
        .filter(|name| !reference.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "docs/findings.md does not name {missing:?}");
}

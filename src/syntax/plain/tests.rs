//! The plain reader and pest give the same trees.
#![allow(clippy::disallowed_methods)]

use super::*;
use crate::syntax::outline::{FileKind, Outline};
use crate::syntax::parse;
use proptest::prelude::*;
use std::path::{Path as FilePath, PathBuf};

fn file(text: &str) -> SourceFile {
    crate::source::SourceMap::default().add("test.law", text)
}

/// Reads every item of a file both ways: how many there are of the plain kinds, and how many were plain.
fn read_both_ways(text: &str) -> (usize, usize) {
    let (file, limits) = (file(text), Limits::default());
    let (mut all, mut plain) = (0, 0);
    for piece in Outline::of(&file, &limits, FileKind::Law).items {
        all += usize::from(matches!(piece.rule, Rule::item_norm | Rule::item_article));
        if let Some(read) = item(&file, &piece, &limits) {
            plain += 1;
            let by_pest = parse::item(&file, &piece, &limits);
            assert_eq!(Ok(read), by_pest.map_err(|found| format!("{found:?}")), "{text}");
        }
    }
    (all, plain)
}

fn law_files(folder: &FilePath, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            law_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "law") {
            into.push(path);
        }
    }
}

#[test]
fn the_rule_library_is_read_alike_both_ways() {
    let mut files = Vec::new();
    law_files(
        &FilePath::new(env!("CARGO_MANIFEST_DIR")).join("rules"),
        &mut files,
    );
    let (mut all, mut plain) = (0, 0);
    for path in files {
        let counts = read_both_ways(&std::fs::read_to_string(path).unwrap_or_default());
        (all, plain) = (all + counts.0, plain + counts.1);
    }
    assert!(plain * 3 > all, "only {plain} of {all} items are plain");
}

#[test]
fn what_is_plain_is_read_alike() {
    let plain = [
        "may act",
        "must not act when x.y is none",
        "must act if p, only if not (r or s) and t unless q",
        "may act if age >= 18 and (term <= 5 years 6 months or grave)",
        "may act if any of (a) not x; (b) y is minor or medium and z; or (12) w = \"text\"; unless v",
        "may act if x is p or y is q or z",
        "may act if (x) is not (y or z) and ((p) < q)",
        "article 15 \"Minors\"",
        "article 7",
        "may act if x is y or z > 3 and 2.5 <= 1_000",
    ];
    for text in plain {
        assert_eq!(read_both_ways(text), (1, 1), "{text}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_grammar() {
    for text in [
        "must act within 72 hours of arrest",
        "may act if count of visits > 3",
        "may act if a + b > 3",
        "may act if born_on < 2010-01-01",
        "may act if x -- why\n  and y",
        "may act if названо",
        "may act on reading strict",
        "article 12-1 \"x\"",
        "may act if fine > 10 KZT",
        "may act if x and",
        "may act if any of (a) x (b) y",
        "may act,",
        "may act unless x, when y",
        "may act if term > 2\n years",
        "may act if term > 2 years\n 6 months",
        "may act if all of (a) x; or (b) y",
    ] {
        assert_eq!(read_both_ways(text), (1, 0), "{text}");
    }
}

/// Words, signs and numbers of all kinds, plain ones most of all.
fn token() -> impl Strategy<Value = &'static str> {
    let plain = vec![
        "p", "q", "minor", "x.y", "and", "or", "not", "is", "(", ")", "<", ">=", "=", "!=", "3", "2.5",
        "5 years", "if", "unless", "when", "only if", ",", ";", "none", "yes", "any of", "all of", "(a)",
        "(12)", "\"t\"",
    ];
    let others: Vec<&str> =
        "of|in|on|by|to|at|as|must|may|1_0|7 days|72 hours and|2/3|10%|-|+|*|.|count of|sum|\
        start of|date of|every v in|exists|one of|an|fulfilled late|not applicable|12:30|\
        2012-06-01|5 KZT|where|under|within|day|the|table|\"\"|\"a\\\"b\"|_|é|-- c\n|otherwise|\
        before|late|counted from|throughout|overlaps|working days|1 month|first|at least|reading|\
        breach|time of day|years from|xyes"
            .split('|')
            .collect();
    prop_oneof![6 => prop::sample::select(plain), 1 => prop::sample::select(others)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read_alike(
        verb in prop::sample::select(vec!["may act if", "must not act unless", "must act when", "may act", "article"]),
        tokens in prop::collection::vec(token(), 0..14),
        tight in any::<bool>(),
    ) {
        let gap = if tight { "" } else { " " };
        read_both_ways(&format!("{verb} {}", tokens.join(gap)));
        read_both_ways(&format!("{verb} {}", tokens.join("\n  ")));
    }
}

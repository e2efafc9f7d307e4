//! Points that stand in points: each keeps its level wherever it is cited.

use crate::support::{answer, errors, library, on_date};
use jargy::{Answer, Library, Limits, SourceMap, format_law, read_scenarios, run_scenario};
use proptest::prelude::*;
use std::collections::BTreeMap;

const WORDS: &str = "matter M \"m\"\n  a : yes/no\n\n";

const CODE: &str = "code C \"C\"\n  in force from 2000-01-01\n  in matters of M\n\narticle 132\n    point (c)\n      point (1)\n        define x as a\n      \
     point (2)\n        define y as not a\n    point (d)\n      point (1)\n        define z as a\n";

fn text() -> String {
    format!("{WORDS}{CODE}")
}

fn by(answer: &Answer) -> String {
    answer
        .because()
        .iter()
        .map(|cited| cited.citation.clone())
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn a_point_in_a_point_is_cited_with_both() {
    let law = library(&text());
    for (question, cited) in [
        ("x", "C art. 132(c)(1)"),
        ("y", "C art. 132(c)(2)"),
        ("z", "C art. 132(d)(1)"),
    ] {
        assert_eq!(by(&answer(&law, question, "{\"a\": true}", None)), cited);
    }
}

#[test]
fn an_expectation_cites_it_in_each_spelling() {
    let law = library(&text());
    for (spelling, passes) in [
        ("C article 132(c)(1)", true),
        ("C article 132 point (c)(1)", true),
        ("C article 132 point (c) point (1)", true),
        ("C art. 132(c)", true),
        ("C article 132(d)(1)", false),
    ] {
        let scenario = format!(
            "scenario \"s\"\n  law on 2012-01-01\n  given M\n    a = yes\n  expect\n    x is yes by {spelling}\n"
        );
        let mut sources = SourceMap::default();
        let (read, findings) = read_scenarios(&law, &sources.add("x.case", &scenario));
        assert!(findings.is_empty(), "{spelling}: {findings:?}");
        assert_eq!(
            run_scenario(&law, &read[0]).unwrap().failures.is_empty(),
            passes,
            "{spelling}"
        );
    }
}

#[test]
fn the_layout_and_the_consolidated_law_keep_its_level() {
    let mut sources = SourceMap::default();
    assert_eq!(
        format_law(&sources.add("x.law", &text()), &Limits::default()),
        text()
    );
    let law = library(&text());
    let once = law.consolidate(None, "2012-01-01".parse().unwrap()).unwrap();
    assert_eq!(
        by(&answer(&library(&once), "z", "{\"a\": true}", None)),
        "C art. 132(d)(1)"
    );
}

#[test]
fn an_act_repeals_and_replaces_one_point_alone() {
    let act = |operation: &str| {
        library(&format!(
            "{WORDS}act LATER \"Later\"\n adopted 2011-01-10, in force from 2011-01-18\namends C\n{operation}\n{CODE}"
        ))
    };
    let repealed = act("repeal article 132 point (c) point (1)");
    let asked = |law, date, question: &str| on_date(law, date, question, "{\"a\": true}", by);
    assert!(asked(&repealed, "2011-01-17", "x").contains("C art. 132(c)(1)"));
    assert!(!asked(&repealed, "2011-01-18", "x").contains("C art. 132(c)(1)"));
    assert!(asked(&repealed, "2011-01-18", "y").contains("C art. 132(c)(2)"));
    assert!(asked(&repealed, "2011-01-18", "z").contains("C art. 132(d)(1)"));
    let replaced = act("replace article 132(d)(1)\n define z as not a");
    assert!(
        asked(&replaced, "2011-01-17", "z").starts_with("true"),
        "{}",
        asked(&replaced, "2011-01-17", "z")
    );
    assert!(
        asked(&replaced, "2011-01-18", "z").starts_with("false"),
        "{}",
        asked(&replaced, "2011-01-18", "z")
    );
    assert!(asked(&replaced, "2011-01-18", "x").contains("C art. 132(c)(1)"));
}

#[test]
fn a_point_that_is_no_provision_is_not_taken_for_what_holds_it() {
    let text = format!(
        "{WORDS}act LATER \"Later\"\n adopted 2011-01-10, in force from 2011-01-18\namends C\nsuspend article 132 point (e) from 2011-01-18\n{CODE}"
    );
    assert_eq!(errors(&text), ["amends-nothing"]);
}

#[test]
fn a_letter_and_a_number_at_one_level_are_refused() {
    let flat = text().replace("      point (1)", "    point (1)");
    assert_eq!(errors(&flat)[0], "two-readings");
    // numbers alone, or letters alone, stand beside one another
    assert_eq!(
        errors(&format!(
            "{WORDS}code C \"C\" in force from 2000-01-01\n in matters of M\narticle 1\n point (a)\n define x as a\n point (b)\n define y as a"
        )),
        [""; 0]
    );
}

/// The law with what an act of 18 January 2011 does to it.
fn amended(operations: &str) -> String {
    format!(
        "{WORDS}act LATER \"Later\"\n  adopted 2011-01-10, in force from 2011-01-18\n\namends C\n{operations}\n{CODE}"
    )
}

const BEFORE: &str = "2011-01-17";
const AFTER: &str = "2011-01-18";

fn on(law: &Library, date: &str, question: &str) -> String {
    on_date(law, date, question, "{\"a\": true}", |answer| {
        format!(" by {}", by(answer))
    })
}

#[test]
fn a_point_is_inserted_into_a_point() {
    let law = library(&amended(
        "  in article 132 point (c) insert point (3)\n    define added as a",
    ));
    assert!(!on(&law, BEFORE, "added").contains("132(c)(3)"));
    assert_eq!(on(&law, AFTER, "added"), "true by C art. 132(c)(3)");
    assert_eq!(on(&law, AFTER, "x"), "true by C art. 132(c)(1)");
    // in the short spelling, with a text and points of its own
    let law = library(&amended(
        "  in article 132(d) insert point (2) \"More\"\n    text en \"...\"\n    point (a)\n      define added as a\n    point (b)\n      define other as not a",
    ));
    assert_eq!(on(&law, AFTER, "added"), "true by C art. 132(d)(2)(a)");
    assert_eq!(on(&law, AFTER, "other"), "false by C art. 132(d)(2)(b)");
    // and a point with points into the article
    let law = library(&amended(
        "  in article 132 insert point (e)\n    point (1)\n      define added as a",
    ));
    assert_eq!(on(&law, AFTER, "added"), "true by C art. 132(e)(1)");
}

#[test]
fn a_nested_point_is_replaced_and_repealed_with_all_that_stands_in_it() {
    let law = library(&amended(
        "  replace article 132 point (c)(2)\n    define y as a\n  replace article 132 point (d)\n    point (2)\n      define z as not a",
    ));
    assert_eq!(on(&law, BEFORE, "y"), "false by C art. 132(c)(2)");
    assert_eq!(on(&law, AFTER, "y"), "true by C art. 132(c)(2)");
    assert_eq!(on(&law, BEFORE, "z"), "true by C art. 132(d)(1)");
    assert_eq!(on(&law, AFTER, "z"), "false by C art. 132(d)(2)");
    let law = library(&amended("  repeal article 132 point (c)"));
    assert!(on(&law, AFTER, "x").starts_with("undefined"));
    assert!(on(&law, AFTER, "y").starts_with("undefined"));
    assert_eq!(on(&law, AFTER, "z"), "true by C art. 132(d)(1)");
    let law = library(&amended(
        "  renumber article 132 point (c) as article 132 point (f)",
    ));
    assert_eq!(on(&law, BEFORE, "x"), "true by C art. 132(c)(1)");
    assert_eq!(on(&law, AFTER, "x"), "true by C art. 132(f)(1)");
    let law = library(&amended(
        "  renumber article 132 point (c)(2) as article 132 point (c)(3)",
    ));
    assert_eq!(on(&law, AFTER, "y"), "false by C art. 132(c)(3)");
    assert_eq!(on(&law, AFTER, "x"), "true by C art. 132(c)(1)");
}

/// The points of a norm are other points than those that are provisions, and each amendment reaches what it names.
#[test]
fn a_point_in_the_norm_of_a_point_is_amended_there_alone() {
    let code = "code C \"C\"\n  in force from 2000-01-01\n  in matters of M\narticle 1\n  define u as any of\n    (a) not a;\n    (b) not a\n  \
        point (c)\n    define v as any of\n      (a) not a;\n      (b) not a\n";
    let law = |operations: &str| {
        format!("{WORDS}act LATER \"Later\" in force from 2011-01-18\namends C\n{operations}\n{code}")
    };
    for (operations, u, v) in [
        ("replace article 1 point (c)(a)\n (a) a", "false", "true"),
        ("replace article 1 point (a)\n (a) a", "true", "false"),
        ("in article 1 point (c) insert point (d)\n (d) a", "false", "true"),
        ("in article 1 insert point (d)\n (d) a", "true", "false"),
        ("repeal article 1 point (c)(b)", "false", "false"),
    ] {
        let law = library(&law(operations));
        assert!(on(&law, BEFORE, "v").starts_with("false"), "{operations}");
        assert!(on(&law, AFTER, "u").starts_with(u), "{operations}");
        assert!(on(&law, AFTER, "v").starts_with(v), "{operations}");
    }
    for (operations, finding) in [
        // neither (x) nor a point of it stands: the article is not meant
        ("replace article 1 point (x)(a)\n (a) a", "amends-nothing"),
        ("repeal article 1 point (x)(a)", "amends-nothing"),
        (
            "in article 1 point (a) insert point (1)\n (1) a",
            "amends-nothing",
        ),
        (
            "in article 1 point (a) insert point (1)\n define w as a",
            "amends-nothing",
        ),
        // a mark that another point has, of either sort
        ("in article 1 insert point (a)\n define w as a", "already-stands"),
        ("in article 1 insert point (c)\n (c) a", "already-stands"),
        ("in article 1 insert point (c)\n define w as a", "already-stands"),
        (
            "in article 1 point (c) insert point (b)\n (b) a",
            "no-lettered-points",
        ),
        // the point that follows is not the one that is named
        ("replace article 1 point (a)\n (b) a", "amendment-form"),
        ("in article 1 insert point (d)\n (e) a", "amendment-form"),
        ("in article 1 insert point (d)", "amendment-form"),
        (
            "in article 1 point (c) insert point (1)\n paragraph 1\n define w as a",
            "amendment-form",
        ),
        (
            "renumber article 1 point (c) as article 2 point (c)",
            "amendment-form",
        ),
    ] {
        assert_eq!(errors(&law(operations)), [finding], "{operations}");
    }
}

#[test]
fn amendments_of_nested_points_keep_their_layout() {
    let text = amended(
        "  in article 132 point (c) insert point (3)\n    define added as a\n  replace article 132(d)\n      point (1)\n        define z as a\n",
    );
    let mut sources = SourceMap::default();
    assert_eq!(format_law(&sources.add("x.law", &text), &Limits::default()), text);
}

/// What is done to a point of an article: its path, and whether it is inserted, replaced or repealed.
type Step = (u8, Vec<&'static str>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let path = prop::sample::select(vec![
        vec!["a"],
        vec!["b"],
        vec!["a", "1"],
        vec!["a", "2"],
        vec!["b", "1"],
        vec!["a", "1", "x"],
        vec!["a", "2", "x"],
    ]);
    prop::collection::vec((0u8..4, path), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Points inserted, replaced and repealed at every level: what stands on each day is what a plain account says, also
    /// in the consolidated law of that day.
    #[test]
    fn points_come_and_go_at_every_level(steps in steps()) {
        let mut text = format!("{WORDS}code C \"C\" in force from 2000-01-01\n in matters of M\narticle 1\n define here as a\n");
        let mut stands: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut days = Vec::new();
        for (number, (what, path)) in steps.iter().enumerate() {
            let year = 2001 + number;
            let (last, around) = path.split_last().unwrap();
            let marks = |path: &[&str]| path.iter().map(|mark| format!("({mark})")).collect::<String>();
            let says = format!(" define v_{} as {number}\n", path.join("_"));
            let (operation, possible) = match what {
                0 | 1 => (
                    format!("in article 1{} insert point ({last})\n{says}", marks(around)),
                    !stands.contains_key(path) && (around.is_empty() || stands.contains_key(around)),
                ),
                2 => (format!("replace article 1{}\n{says}", marks(path)), stands.contains_key(path)),
                _ => (format!("repeal article 1{}\n", marks(path)), stands.contains_key(path)),
            };
            let longer = format!("{text}act A{number} \"a\" in force from {year}-01-01\namends C\n {operation}");
            if !possible {
                prop_assert!(!errors(&longer).is_empty(), "{}", longer);
                continue;
            }
            text = longer;
            stands.retain(|other, _| !other.starts_with(path));
            if *what < 3 {
                stands.insert(path.clone(), number);
            }
            days.push((format!("{year}-01-01"), stands.clone()));
        }
        let law = library(&text);
        for (day, stands) in &days {
            let consolidated = library(&law.consolidate(None, day.parse().unwrap()).unwrap());
            for path in steps.iter().map(|(_, path)| path) {
                let question = format!("v_{}", path.join("_"));
                let expected = stands.get(path).map(|value| {
                    let marks: String = path.iter().map(|mark| format!("({mark})")).collect();
                    format!("{value} by C art. 1{marks}")
                });
                for law in [&law, &consolidated] {
                    if law.on(day.parse().unwrap()).matter("M").unwrap().ask(&question).is_err() {
                        prop_assert!(expected.is_none());
                        continue;
                    }
                    let said = on(law, day, &question);
                    match &expected {
                        Some(expected) => prop_assert_eq!(&said, expected, "{} {}", day, text),
                        None => prop_assert!(said.starts_with("undefined"), "{} {} {}", day, said, text),
                    }
                }
            }
        }
    }
}

//! Points that stand in points: each keeps its level wherever it is cited.

use crate::support::{answer, errors, library, on_date};
use jargy::{Answer, Limits, SourceMap, format_law, read_scenarios, run_scenario};

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

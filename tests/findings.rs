//! What a drafter reads when something is wrong: the source and the message together.

use crate::support::{errors, finding_names, findings, law};

/// A snapshot of the findings of a rule set, by the name of the finding it is about.
fn snapshot(name: &str, text: &str) {
    let drawn = findings(text);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, description => text.to_owned() }, {
        insta::assert_snapshot!(name, drawn);
    });
}

const FACTS: &str = "a : yes/no\nn : number\nd : date or none\nm : moment or none\nterm : duration\nfine : money KZT\nk : kind";

fn with(norms: &str) -> String {
    format!("enum kind: low < middle < high\n{}", law(FACTS, norms))
}

#[test]
fn three_mistakes_in_three_provisions_are_all_reported() {
    let text = with(
        "article 1\n must not act when a unless\narticle 2\n may other within 12 hors of m\narticle 3\n define x as\narticle 4\n may last_act when a",
    );
    assert_eq!(finding_names(&text), ["syntax", "syntax", "syntax"]);
    snapshot("three-mistakes", &text);
}

#[test]
fn a_slip_in_a_keyword_does_not_cascade() {
    let text = with("artcle 1 \"Heading\"\n shall not act when a\narticle 2\n may other when a");
    assert_eq!(finding_names(&text), ["misspelt-keyword", "misspelt-keyword"]);
    snapshot("misspelt-keyword", &text);
}

#[test]
fn names() {
    snapshot(
        "unknown-name",
        &with("article 1\n may act when suspct\n may other when a and nn > 3"),
    );
    snapshot("unknown-action", &with("article 1\n may actt when a"));
    snapshot(
        "unknown-type",
        &law("x : duratoin\ny : number", "article 1\n may act when y > 3"),
    );
    snapshot("unknown-role", &with("article 1\n may act by cort when a"));
    snapshot(
        "unknown-value",
        &with("article 1\n may act when k is lwo\n may other when k is low or a"),
    );
    snapshot(
        "unknown-citation",
        &with("article 10\n may act when a despite article 11"),
    );
    snapshot("reserved-word", &with("article 1\n define before as 1"));
    snapshot(
        "duplicate-name",
        &law("a : yes/no\na : number", "article 1\n may act when a"),
    );
}

#[test]
fn types_and_units() {
    snapshot(
        "wrong-type",
        &with("article 1\n may act when n\n may other when d < n"),
    );
    snapshot(
        "mixed-durations",
        &with("article 1\n may act when term < 30 days\n define x as d + 3 hours"),
    );
    snapshot("mixed-currencies", &with("article 1\n may act when fine < 5 EUR"));
    snapshot(
        "rounding-not-written",
        &with("article 1\n define x as d + 1/3 of term"),
    );
    snapshot(
        "working-days-need-a-calendar",
        &with("article 1\n must act within 5 working days of m done m"),
    );
}

#[test]
fn structure() {
    snapshot(
        "circular-definition",
        &with("article 1\n define x as y + 1\n define y as z + 1\n define z as x + 1"),
    );
    snapshot(
        "circular-state",
        &law(
            "a : yes/no",
            "article 1\n must not act when a and other is forbidden\n must not other when act is forbidden",
        ),
    );
    snapshot(
        "missing-case",
        &with("article 1\n define x as table of k\n low : 1\n high : 2"),
    );
    snapshot(
        "unreachable-alternative",
        &with("article 1\n define x as 1 otherwise, 2 if a"),
    );
    snapshot(
        "duplicate-citation",
        &with("article 1\n may act when a\narticle 1\n may other when a"),
    );
    snapshot(
        "overlapping-versions",
        &with(
            "article 1\n in force until 2011-01-18\n may act when a\narticle 1\n in force from 2011-01-18\n may other when a",
        ),
    );
    snapshot(
        "gap-between-versions",
        &with(
            "article 1\n in force until 2011-01-17\n may act when a\narticle 1\n in force from 2011-02-01\n may act when a",
        ),
    );
    snapshot(
        "delegation-not-allowed",
        &with("article 1\n define x : number set by order of government\narticle 2\n define x as 3"),
    );
}

#[test]
fn warnings() {
    snapshot(
        "unused",
        &law("a : yes/no\nforgotten : yes/no", "article 1\n may act when a"),
    );
    snapshot(
        "confusable-name",
        &law(
            "suspect : yes/no\nsuspеct : yes/no",
            "article 1\n may act when suspect and suspеct",
        ),
    );
    snapshot(
        "duty-without-done",
        &with("article 1\n must act within 3 days of d"),
    );
}

#[test]
fn text_that_is_not_a_rule() {
    snapshot("stray-text", "This is a memo.\n\nmatter M");
    snapshot("unclosed-text", "matter M \"what is this\n  a : yes/no\n");
    snapshot("impossible-date", "parameter p : number\n 1 from 2013-02-29");
    snapshot("outside-instrument", "article 1\n may act");
    assert!(findings("").is_empty());
}

#[test]
fn a_decomposed_name_is_the_same_name() {
    let text = law("caf\u{e9} : yes/no", "article 1\n may act when cafe\u{301}");
    assert_eq!(errors(&text), Vec::<&str>::new());
}

#[test]
fn a_name_declared_in_another_file_is_known() {
    let vocabulary = "role court\nmatter M \"matter\"\n a : yes/no\naction act of M\n";
    let code = "code C \"Code\" in force from 2000-01-01\n in matters of M\narticle 1\n may act when a\n";
    assert!(jargy::Library::from_texts([("code.law", code), ("vocabulary.law", vocabulary)]).is_ok());
}

#[test]
fn mistakes_of_different_kinds_in_different_provisions_are_all_reported() {
    let text = with(
        "article 1\n may act whn a\narticle 2\n may other when suspct\narticle 3\n may last_act when n\narticle 4\n define lost as\narticle 5\n may act when lost",
    );
    // `lost` is declared in an item that could not be read, so that its use is no mistake of its own
    assert_eq!(
        finding_names(&text),
        ["syntax", "unknown-name", "wrong-type", "syntax"]
    );
    snapshot("mistakes-of-different-kinds", &text);
}

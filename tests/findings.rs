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
fn readings() {
    let open = |ways: &str| {
        format!(
            "interpretation open \"what is left open\": {ways}\n{}",
            with("article 1\n may act when a on reading wide")
        )
    };
    snapshot(
        "unknown-reading",
        &open("narrow \"narrow\" by default, wild \"wide\""),
    );
    snapshot("reading-by-default", &open("narrow \"narrow\", wide \"wide\""));
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
fn calendars_counting_rules_and_limits() {
    let calendars = "calendar one\n  weekend saterday, sunday\ncalendar two\n  holiday 2012-13-01\ncalendar three\n  moved 2012-12-29 > 2012-12-31\n";
    snapshot(
        "calendar-slips",
        &format!("{calendars}{}", with("article 1\n may act when a")),
    );
    snapshot(
        "counting-slips",
        &with(
            "article 1\n countng rule of C\n  days : first day counted\narticle 2\n counting rule of C\n  hours : from moment\narticle 3\n \
             counting rule of CC\n  days : clear days\narticle 4\n may act when a",
        ),
    );
    snapshot(
        "limit-slips",
        &with(
            "article 1\n must act within 10 workdays of m done m\narticle 2\n must act within 3 days of m or 5 days of d done m\narticle 3\n \
             must act within 72 hours of m extended by 3 days when a done m\narticle 4\n may act at least twice in every calendar year from d",
        ),
    );
    snapshot(
        "unanchored",
        &with(
            "article 1\n may act when m > d\narticle 2\n must act within 12 hours of d done m\narticle 3\n define x as d + 5 working days",
        ),
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
fn law_that_is_not_there_for_a_time() {
    snapshot(
        "dangling-reference",
        &law(
            "a : yes/no",
            "article 1\n may act when a\narticle 2\n despite article 1\n must not act\n\
             act A \"a\"\n adopted 2011-01-01, in force from 2011-01-18\namends C\n repeal article 1",
        ),
    );
    snapshot(
        "undefined-for-a-time",
        &law(
            "a : yes/no",
            "article 1\n in force from 2005-01-01 until 2009-12-31\n define x as a\narticle 2\n may act when x",
        ),
    );
    snapshot(
        "effect-before-adoption",
        &law(
            "a : yes/no",
            "article 1\n may act when a\n\
             act A \"a\"\n adopted 2011-01-18, in force from 2010-01-18\namends C\n repeal article 1\n change norm of article 1 from 2009-01-01\n may act when not a",
        ),
    );
    // beyond the day until which an instrument is known nothing is missed
    let known = law(
        "a : yes/no",
        "article 1\n in force from 2000-01-01 until 2009-12-31\n define x as a\narticle 2\n may act when x",
    );
    let known = known.replace(
        "in force from 2000-01-01\n",
        "in force from 2000-01-01, known complete until 2009-12-31\n",
    );
    assert!(
        !findings(&known).contains("undefined-for-a-time"),
        "{}",
        findings(&known)
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

#[test]
fn findings_that_are_rarer() {
    snapshot(
        "despite-higher-rank",
        &law(
            "a : yes/no",
            "article 1\n may act when a\norder O \"o\" in force from 2000-01-01\n in matters of M\narticle 1\n despite C article 1\n must not act when a",
        ),
    );
    snapshot(
        "without-source",
        &law(
            "a : yes/no",
            "article 1\n source \"report\" para 1\n may act when a\narticle 2\n may other when a",
        ),
    );
    snapshot(
        "unknown-zone",
        &format!(
            "jurisdiction kz zone \"Asia/Almati\"\n{}",
            law("a : yes/no", "article 1\n may act when a")
        ),
    );
    snapshot(
        "unknown-jurisdiction",
        "matter M \"m\"\n a : yes/no\naction act of M\njurisdiction kz zone \"Asia/Almaty\"\ncode C \"c\" of kx in force from 2000-01-01\n in matters of M\narticle 1\n may act when a",
    );
    snapshot(
        "unknown-matter",
        "matter Custody \"m\"\n a : yes/no\naction act of Custdy",
    );
    snapshot(
        "no-matter",
        "code C \"c\" in force from 2000-01-01\narticle 1\n define x as 1",
    );
    snapshot("mixed-enum-order", "enum e: a < b, c");
    snapshot(
        "ends-before-it-begins",
        &with("article 1\n in force from 2012-01-01 until 2011-12-31\n may act when a"),
    );
    snapshot(
        "ambiguous-value",
        &format!(
            "enum one: x, y\nenum two: x, z\n{}",
            law("a : yes/no", "article 1\n define v as x if a")
        ),
    );
    snapshot(
        "no-act-of-kind",
        &format!(
            "enum procedural: charge is decision, summons\n{}",
            law("a : yes/no", "article 1\n may act of every decision when a")
        ),
    );
    snapshot("definition-target", &with("article 1\n define a.b.c as 1"));
    snapshot(
        "malformed-number",
        &with("article 1\n define x as 1\nparameter p : number\n 1/0 from 2012-01-01"),
    );
    snapshot(
        "impossible-moment",
        &format!(
            "jurisdiction kz zone \"Asia/Almaty\"\n{}",
            law("m : moment", "article 1\n may act when m < 2024-02-29 23:30")
        ),
    );
    snapshot(
        "working-with-records",
        &format!(
            "record Person\n born_on : date\n{}",
            law(
                "p : Person\nps : list of Person",
                "article 1\n may act when p\n may other when ps\n define x as count of p\n define y as p.born_om"
            )
        ),
    );
}

#[test]
fn findings_of_cases() {
    let library = crate::support::library(&law(
        "a : yes/no\nd : date\nns : list of Stay\n",
        "article 1\n may act when a and d < 2012-01-01 and count of ns where (n > 1) > 1\nrecord Stay\n n : number",
    ));
    let text = "scenario \"wrong in many ways\"\n law on 2012-06-01\n given M\n b = yes\n d = 5 days\n ns[2].n = 1\n a = maybe\n\nscenario \"asks what is not known\"\n given M\n a = yes\n expect\n actt is permitted\n act is permited\n act is permitted by C article 9\n\nscenario \"first element\"\n given M\n ns[0].n = 1\n";
    let mut sources = jargy::SourceMap::default();
    let file = sources.add("test.case", text);
    let (read, mut findings) = jargy::read_scenarios(&library, &file);
    for one in &read {
        if let Err(found) = jargy::run_scenario(&library, one) {
            findings.extend(found);
        }
    }
    let drawn: Vec<String> = findings
        .iter()
        .map(|finding| jargy::render(finding, &sources, 100, false))
        .collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("findings-of-cases", drawn.join("\n"));
    });
}

/// A rule file in a folder of its own, and `jargy check` on it.
fn checked(text: &str, more: &[&str]) -> (tempfile::TempDir, std::path::PathBuf, std::process::Output) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.law");
    std::fs::write(&path, text).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"));
    let output = command
        .args(["check", "--rules", path.to_str().unwrap()])
        .args(more)
        .output()
        .unwrap();
    (folder, path, output)
}

const SLIPS: &str = "matter M \"m\"\n a : yes/no\n at : moment\n told : moment or none\naction act of M\naction tell of M\ncode C \"c\"\n in force from 2000-01-01\n in matters of M\n\
    artcle 1 \"One\"\n source \"S\"\n shall not act when a\nsection 2\n source \"S\"\n must tell withn 12 hours of at done told\n";

#[test]
fn certain_replacements_are_written_and_the_rest_is_left_to_the_drafter() {
    let (_folder, path, output) = checked(SLIPS, &["--fix"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = std::fs::read_to_string(path).unwrap();
    let mended = SLIPS
        .replace("artcle", "article")
        .replace("shall", "must")
        .replace("section", "article")
        .replace("withn", "within");
    assert_eq!(text, mended);
    assert!(said.contains("wrong.law:10:1: `artcle` -> `article`"), "{said}");
    // a name that is near may be another thing
    let wrong = SLIPS.replace("when a\n", "when aa\n").replace("withn", "within");
    let (_folder, path, output) = checked(&wrong, &["--fix"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(std::fs::read_to_string(path).unwrap().contains("when aa\n"));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("did you mean `a`?")
    );
}

#[test]
fn findings_are_written_for_code_scanners() {
    let (_folder, path, output) = checked(SLIPS, &["--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["version"], "2.1.0");
    let results = json["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    let first = &results[0];
    assert_eq!(first["ruleId"], "misspelt-keyword");
    assert_eq!(first["level"], "error");
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], path.to_str().unwrap());
    assert_eq!(place["region"]["startLine"], 10);
    let change = &first["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "article");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"));
    let output = command
        .args(["list", "matters", "--format", "sarif"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_word_that_opens_nothing_is_answered_by_what_may_stand_in_a_provision() {
    for (wrong, word) in [
        ("article 1 \"One\"\n  might act", "might"),
        ("article 1\n  text en \"x\"\n  act when a", "act"),
    ] {
        let said = findings(&law("a : yes/no", wrong));
        assert!(
            said.contains(&format!("`{word}` cannot stand here in a provision")),
            "{said}"
        );
        let words = said
            .split_whitespace()
            .filter(|word| *word != "│")
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            words.contains("a norm begins with `may`, `must`, `must not`, `define` or `deem`"),
            "{said}"
        );
    }
}

//! What scenarios exercise of the law.

use crate::support::library;
use jargy::{Coverage, SourceMap, read_scenarios};

const LAW: &str = "matter M \"m\"\n a : yes/no\n b : yes/no\n n : number\n arrested_at : moment\n told_at : moment or none\n\
    action act of M\naction tell of M\ncode C \"Code\" in force from 2000-01-01\n in matters of M\n\
    article 1\n must not act if any of\n (a) a;\n (b) b\n may act when n > few\n\
    article 2\n define few as 3\n\
    article 3\n must tell within 12 hours of arrested_at done told_at\n";

/// What is lacking of each norm, in reading order.
fn lacking(scenarios: &str) -> Vec<String> {
    let law = library(LAW);
    let mut sources = SourceMap::default();
    let file = sources.add("x.case", scenarios);
    let (read, findings) = read_scenarios(&law, &file);
    assert!(findings.is_empty(), "{findings:?}");
    let norms = Coverage::of(&law, &read).norms(&law);
    norms.iter().map(|norm| norm.lacks.join(", ")).collect()
}

fn scenario(title: &str, facts: &str, expect: &str) -> String {
    format!(
        "scenario \"{title}\"\n law on 2012-01-01, assessed at 2012-01-03 00:00\n given M\n {facts}\n expect\n {expect}\n"
    )
}

#[test]
fn without_a_scenario_nothing_is_exercised() {
    assert_eq!(lacking(""), ["no scenario"; 4]);
}

#[test]
fn a_bar_needs_a_case_for_each_point_and_one_where_it_does_not_apply() {
    let point_a = scenario("a", "a = yes", "act is forbidden");
    assert_eq!(
        lacking(&point_a),
        [
            "where it does not apply, point (b)",
            "no scenario",
            "",
            "no scenario"
        ]
    );
    let all = [
        point_a,
        scenario("b", "a = no\n b = yes", "act is forbidden"),
        scenario("free", "a = no\n b = no\n n = 4", "act is permitted"),
    ];
    // the bound of the permission is met by no case yet
    assert_eq!(
        lacking(&all.concat())[..3],
        ["", "where it does not apply, 1 of 1 bounds, exactly on it", ""]
    );
    let bound = scenario("three are few", "a = no\n b = no\n n = 3", "act is unregulated");
    assert_eq!(lacking(&(all.concat() + &bound))[..3], ["", "", ""]);
}

#[test]
fn a_duty_needs_each_standing_and_the_last_moment() {
    let told = |at: &str, outcome: &str| {
        let facts = format!("arrested_at = 2012-01-01 10:00\n told_at = {at}");
        scenario(at, &facts, &format!("tell is {outcome}"))
    };
    let in_time = told("2012-01-01 11:00", "fulfilled");
    assert_eq!(
        lacking(&in_time)[3],
        "overdue, fulfilled late, done at the last moment"
    );
    let all = in_time
        + &told("2012-01-01 22:00", "fulfilled")
        + &told("2012-01-01 22:01", "fulfilled late")
        + &told("none", "overdue");
    assert_eq!(lacking(&all)[3], "");
}

#[test]
fn an_answer_that_nobody_expects_exercises_nothing() {
    let one = scenario(
        "a",
        "a = yes\n arrested_at = 2012-01-01 10:00\n told_at = none",
        "act is forbidden",
    );
    assert_eq!(lacking(&one)[3], "no scenario");
}

/// `jargy coverage` on a rule file and a file of scenarios.
fn run(scenarios: &str, more: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.law"), LAW).unwrap();
    std::fs::write(folder.path().join("x.case"), scenarios).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"));
    let output = command
        .args(["coverage", "--rules", folder.path().to_str().unwrap()])
        .args(more)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_page_marks_what_is_covered_in_the_statute() {
    let (status, page) = run(&scenario("a", "a = yes", "act is forbidden"), &["--html"]);
    assert_eq!(status, Some(0));
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("<h1>What 1 scenarios exercise</h1>"), "{page}");
    assert!(
        page.contains("<pre class=\"part\" title=\"covered in part\">must not act if any of"),
        "{page}"
    );
    assert!(page.contains(
        "<p class=\"lacks\">covered in part: no scenario for where it does not apply, point (b)</p>"
    ));
    assert!(page.contains("<pre class=\"full\" title=\"covered\">define few as 3</pre>"));
    assert!(page.contains("<pre class=\"none\" title=\"not covered\">may act when n &gt; few</pre>"));
    assert!(!page.contains("http"), "the page needs nothing from elsewhere");
}

#[test]
fn the_totals_are_told_and_the_exit_status_asks_for_all() {
    let one = scenario("a", "a = yes", "act is forbidden");
    let (status, text) = run(&one, &["--exit-code"]);
    assert_eq!(status, Some(1));
    assert!(
        text.contains("  norms looked at              2 of 4 (50 %)\n"),
        "{text}"
    );
    let (_, json) = run(&one, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["points"],
        serde_json::json!({ "covered": 1, "all": 2, "percent": 50 })
    );
    assert_eq!(run("scenario \"x\"\n given Nothing\n", &[]).0, Some(1));
}

/// A comparison draws a bound wherever it stands in a condition, but within a list.
#[test]
fn a_bound_within_a_condition_is_one_to_be_met() {
    let text = crate::support::law(
        "a : yes/no\nn : number\nk : number",
        "article 1\n may act when a and (n > 3 or not (k + 1 <= 5))\n",
    );
    let law = library(&text);
    let lacks = |scenarios: &str| {
        let mut sources = SourceMap::default();
        let file = sources.add("x.case", scenarios);
        let (read, findings) = read_scenarios(&law, &file);
        assert!(findings.is_empty(), "{findings:?}");
        Coverage::of(&law, &read).norms(&law)[0].lacks.join(", ")
    };
    let permitted = scenario("permitted", "a = yes\n n = 4\n k = 4", "act is permitted");
    let not = scenario("not", "a = no\n n = 4\n k = 5", "act is unregulated");
    let rest = "1 of 2 bounds, exactly on it";
    assert_eq!(lacks(&(permitted.clone() + &not)), rest);
    let other = scenario("other", "a = yes\n n = 3\n k = 5", "act is permitted");
    assert_eq!(lacks(&(permitted + &not + &other)), "");
}

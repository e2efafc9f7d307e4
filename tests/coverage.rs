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

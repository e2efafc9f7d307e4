//! Small inputs that were once answered wrongly without a word, each with the right value. A folder of
//! `tests/data/faults/` is one fault; what is behind it is tested as a kind beside what it is about.

use serde_json::{Value as Json, json};
use std::process::{Command, Output};

const FOLDER: &str = "tests/data/faults";

fn jargy(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// All that a command says, on both streams.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// The answers to a case, by question.
fn answers(folder: &str, case: &str) -> Vec<Json> {
    let rules = format!("{FOLDER}/{folder}");
    let output = jargy(&[
        "eval",
        "--rules",
        &rules,
        &format!("{rules}/{case}"),
        "--format",
        "json",
    ]);
    let json: Json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    json["answers"].as_array().unwrap().clone()
}

fn answer(folder: &str, case: &str, question: &str) -> Json {
    let all = answers(folder, case);
    let found = all.into_iter().find(|answer| answer["question"] == question);
    found.unwrap_or_else(|| panic!("no question {question}"))
}

/// The answer to a case that is written here.
fn answer_to(folder: &str, case: &Json, question: &str) -> Json {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("case.json");
    std::fs::write(&path, case.to_string()).unwrap();
    let rules = format!("{FOLDER}/{folder}");
    let output = jargy(&[
        "eval",
        "--rules",
        &rules,
        path.to_str().unwrap(),
        "--ask",
        question,
        "--format",
        "json",
    ]);
    let json: Json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    json["answers"][0].clone()
}

/// A scenario file passes.
fn passes(folder: &str, scenario: &str) {
    let rules = format!("{FOLDER}/{folder}");
    let output = jargy(&["test", "--rules", &rules, &format!("{rules}/{scenario}")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

/// A table answered as CSV.
fn table(folder: &str, file: &str, question: &str, more: &[&str]) -> Output {
    let rules = format!("{FOLDER}/{folder}");
    let cases = format!("{rules}/{file}");
    let mut arguments = vec![
        "batch",
        "--rules",
        &rules,
        "--matter",
        "Claim",
        "--ask",
        question,
        "--on",
        "2012-01-01",
        &cases,
        "-o",
        "-",
        "--output-format",
        "csv",
    ];
    arguments.extend(more);
    jargy(&arguments)
}

fn rows(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn what_cannot_be_calculated_decides_nothing() {
    let all = answers("undefined", "u.json");
    assert_eq!(all.len(), 16);
    for answer in all {
        assert_eq!(answer["outcome"], "unknown", "{answer}");
        assert_eq!(answer["missing"], json!([]), "{answer}");
        let why = answer["undetermined"][0]["why"].as_str().unwrap();
        assert!(
            why.starts_with("2020-02 has no day 31") || why == "division by zero",
            "{answer}"
        );
    }
}

#[test]
fn a_leap_day_is_rounded_as_the_counting_rule_says() {
    passes("leap", "leap.case");
    let bare = "matter T\n  born : date\n  day : date\naction vote of T\nact A \"A\" in force from 1900-01-01\n  in matters of T\n\
                article 2\n  may vote when day >= born + 18 years\n";
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("a.law"), bare).unwrap();
    let output = jargy(&["check", place.path().to_str().unwrap()]);
    assert!(
        said(&output).contains("missing-day-not-settled"),
        "{}",
        said(&output)
    );
}

#[test]
fn parole_is_not_granted_before_six_months_are_over() {
    let case = format!("{FOLDER}/parole/parole.case");
    let output = jargy(&["test", "--rules", "rules", &case]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_bar_that_divides_by_zero_is_not_off() {
    let case = |n: i64| json!({ "matter": "M", "on": "2012-01-01", "facts": { "g": "6 EUR", "n": n } });
    let answer = answer_to("division", &case(0), "act_x");
    assert_eq!(answer["outcome"], "unknown");
    assert_eq!(answer["undetermined"][0]["why"], "division by zero");
    assert_eq!(answer_to("division", &case(3), "act_x")["outcome"], "permitted");
    assert_eq!(answer_to("division", &case(2), "act_x")["outcome"], "forbidden");
}

#[test]
fn lines_below_one_another_do_not_merge() {
    let rules = format!("{FOLDER}/merging");
    let output = jargy(&["check", &rules]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("two-readings"), "{}", said(&output));
    // with the ends of lines said, each alternative is read by itself
    let text = std::fs::read_to_string(format!("{rules}/a.law")).unwrap();
    let place = tempfile::tempdir().unwrap();
    std::fs::write(
        place.path().join("a.law"),
        text.replace("5 if a > 3", "5 if a > 3,"),
    )
    .unwrap();
    let scenario = format!("{rules}/s.case");
    let output = jargy(&["test", "--rules", place.path().to_str().unwrap(), &scenario]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_special_limit_stands_in_for_the_general_one() {
    passes("despite-duty", "s.case");
    passes("last-day", "s.case");
}

#[test]
fn the_last_day_of_a_limit_is_the_day_on_which_it_ends() {
    assert_eq!(answer("last-day-of", "c.json", "last_day")["value"], "2026-02-03");
    assert_eq!(answer("last-day-of", "c.json", "in_time")["value"], false);
    let chained = answer("chained-limit", "c.json", "act");
    assert_eq!(chained["due_at"], "2023-07-07T23:59:59+00:00", "{chained}");
    assert_eq!(chained["due_on"], "2023-07-07");
}

#[test]
fn a_local_time_that_occurs_twice_has_its_offset_and_a_second_60_is_refused() {
    let rules = format!("{FOLDER}/seconds");
    let output = jargy(&["eval", "--rules", &rules, &format!("{rules}/fold.case")]);
    let text = said(&output);
    assert!(text.contains("assessed at 2020-10-25 02:15+01:00"), "{text}");
    assert!(text.contains("overdue, due 2020-10-25 02:45+02:00"), "{text}");
    let output = jargy(&["eval", "--rules", &rules, &format!("{rules}/s.json")]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("23:59:60"), "{}", said(&output));
}

#[test]
fn days_and_years_are_compared_as_far_as_they_can_be() {
    let longer = |term: &str| {
        let case = json!({ "matter": "T", "on": "2012-01-01", "facts": { "term": term } });
        answer_to("days-and-years", &case, "longer")
    };
    assert_eq!(longer("P367D")["value"], true);
    assert_eq!(longer("P366D")["value"], true);
    assert_eq!(longer("P364D")["value"], false);
    let open = longer("P365D");
    assert_eq!(open["outcome"], "unknown");
    assert_eq!(open["missing"], json!([]));
    assert!(open["undetermined"][0]["why"].is_string(), "{open}");
}

#[test]
fn a_rule_on_milder_law_governs_its_own_instrument_alone() {
    passes("milder-scope", "s.case");
}

#[test]
fn points_within_points_keep_their_level() {
    let rules = format!("{FOLDER}/points");
    let output = jargy(&["list", "provisions", "--rules", &rules]);
    let text = said(&output);
    assert!(text.contains("132(c)(1)") && text.contains("132(d)(1)"), "{text}");
    assert!(!text.contains("132(1)"), "{text}");
}

#[test]
fn rows_keep_their_places_and_texts_are_handed_on() {
    assert_eq!(rows(&table("table", "blank.csv", "total", &[])).len(), 3);
    for more in [&[][..], &["--why"][..]] {
        let answered = rows(&table("table", "text.csv", "n", more));
        assert!(
            answered[0].starts_with("known,abc") && answered[1].starts_with("known,xyz"),
            "{answered:?}"
        );
    }
    let read = rows(&table("table", "bom.ndjson", "total", &[]));
    assert!(read[0].starts_with("known,13"), "{read:?}");
    let semicolons = said(&table("table", "semi.csv", "total", &[]));
    assert!(
        semicolons.contains("semicolon") && semicolons.contains("--delimiter"),
        "{semicolons}"
    );
}

#[test]
fn an_impact_on_handed_on_texts_is_seen() {
    let rules = format!("{FOLDER}/impact");
    let output = jargy(&[
        "impact",
        "--rules",
        &rules,
        "--from",
        "2020-12-31",
        "--to",
        "2021-01-02",
        "--matter",
        "C",
        "--ask",
        "addressee",
        &format!("{rules}/im.csv"),
    ]);
    let text = said(&output);
    assert!(text.contains("1 of 2"), "{text}");
    assert!(
        text.contains("  for example row 1\n    by B: change norm of article 1\n"),
        "{text}"
    );
}

#[test]
fn an_empty_value_is_unknown_in_a_table_and_refused_in_yaml() {
    let rules = format!("{FOLDER}/yaml");
    let output = jargy(&["eval", "--rules", &rules, &format!("{rules}/blank.yaml")]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("null"), "{}", said(&output));
    let output = jargy(&[
        "eval",
        "--rules",
        &rules,
        &format!("{rules}/true.yaml"),
        "--ask",
        "total",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_column_that_cannot_be_read_is_named() {
    let output = table("parquet", "q_i128.parquet", "a_n", &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
}

//! The command as a user types it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn jargy(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().to_path_buf();
    (folder, path)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const MINOR: &str = "{\"matter\": \"Custody\", \"on\": \"2012-06-01\", \"at\": \"2012-06-02T09:00:00+06:00\", \"facts\": {\"suspect\": {\"born_on\": \"1996-03-01\"}, \"offence\": {\"committed_on\": \"2012-05-01\", \"max_term\": \"P5Y\"}, \"arrested_at\": \"2012-06-01T10:15:00+06:00\", \"relative_informed_at\": null}}";

#[test]
fn check_of_the_rules_is_clean() {
    let output = jargy(&["check"]);
    assert_eq!(status(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("0 errors, 0 warnings"));
}

#[test]
fn check_shows_findings_on_stderr_and_exits_with_1() {
    let (_keep, path) = folder(&[(
        "a.law",
        "matter M\n a : yes/no\naction act of M\ncode C \"c\" in matters of M\n",
    )]);
    let output = jargy(&["check", text(&path)]);
    assert_eq!(status(&output), 1);
    assert!(err(&output).contains("syntax"), "{}", err(&output));
    assert_eq!(out(&output), "1 files: 1 errors, 0 warnings\n");
    let output = jargy(&["check", text(&path), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["findings"][0]["name"], "syntax");
    assert_eq!(json["findings"][0]["place"]["line"], 4);
}

#[test]
fn eval_answers_a_json_case_as_the_interface_says() {
    let (_keep, path) = folder(&[("minor.json", MINOR)]);
    let case = path.join("minor.json");
    let output = jargy(&[
        "eval",
        text(&case),
        "--ask",
        "remand_in_custody",
        "--ask",
        "inform_relative",
        "--format",
        "json",
    ]);
    assert_eq!(status(&output), 0, "{}", err(&output));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["matter"], "Custody");
    assert_eq!(json["law_on"], "2012-06-01");
    assert_eq!(json["assessed_at"], "2012-06-02T09:00:00+06:00");
    let remand = &json["answers"][0];
    assert_eq!(remand["outcome"], "forbidden");
    assert_eq!(remand["kind"], "action");
    assert_eq!(remand["because"][0]["citation"], "KZ CCP art. 491(1)");
    assert_eq!(remand["because"][0]["norm"], "must not");
    assert_eq!(remand["because"][0]["in_force_from"], "1998-01-01");
    assert!(remand["because"][0]["amended_by"].is_null());
    let relative = &json["answers"][1];
    assert_eq!(relative["kind"], "duty");
    assert_eq!(relative["outcome"], "overdue");
    assert_eq!(relative["due_at"], "2012-06-01T22:15:00+06:00");
    assert!(relative["done_at"].is_null());
    assert!(relative.get("why").is_none());
}

#[test]
fn eval_with_why_shows_the_whole_tree() {
    let (_keep, path) = folder(&[("minor.json", MINOR)]);
    let case = path.join("minor.json");
    let output = jargy(&["eval", text(&case), "--ask", "remand_in_custody", "--why"]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("eval-why", out(&output));
    });
    let output = jargy(&[
        "eval",
        text(&case),
        "--ask",
        "inform_relative",
        "--why",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["answers"][0]["why"][0]["id"], "KZ CCP art. 138(1)#1");
    assert_eq!(
        json["answers"][0]["why"][0]["because"][0]["value"],
        "2012-06-01T22:15:00+06:00"
    );
}

#[test]
fn eval_reads_stdin_yaml_and_case_files_alike() {
    let yaml = "matter: Custody\non: 2012-06-01\nfacts:\n  suspect: { born_on: 1996-03-01 }\n  offence: { committed_on: 2012-05-01, max_term: 5 years }\n";
    let case = "scenario \"minor\"\n law on 2012-06-01\n given Custody\n suspect.born_on = 1996-03-01\n offence.committed_on = 2012-05-01\n offence.max_term = 5 years\n";
    let (_keep, path) = folder(&[("minor.yaml", yaml), ("minor.case", case)]);
    for name in ["minor.yaml", "minor.case"] {
        let output = jargy(&["eval", text(&path.join(name)), "--ask", "remand_in_custody"]);
        assert_eq!(status(&output), 0, "{name}: {}", err(&output));
        assert!(
            out(&output).contains("remand_in_custody (remand in custody as a preventive measure): forbidden"),
            "{name}"
        );
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["eval", "-", "--ask", "remand_in_custody"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(MINOR.as_bytes()).unwrap();
    assert!(out(&child.wait_with_output().unwrap()).contains("forbidden"));
}

#[test]
fn on_and_at_of_the_command_line_prevail() {
    let case = "{\"matter\": \"Extradition\", \"on\": \"2012-03-01\", \"facts\": {\"person\": {\"nationality\": \"UZ\"}, \"limitation_period_expired\": false, \"is_criminal_in_kazakhstan\": true, \"danger_of_torture\": true}}";
    let (_keep, path) = folder(&[("e.json", case), ("minor.json", MINOR)]);
    let file = path.join("e.json");
    assert!(
        out(&jargy(&["eval", text(&file), "--ask", "extradite"]))
            .contains("extradite (extradite the person): forbidden")
    );
    assert!(
        out(&jargy(&[
            "eval",
            text(&file),
            "--ask",
            "extradite",
            "--on",
            "2010-05-10"
        ]))
        .contains(": unregulated")
    );
    let minor = path.join("minor.json");
    let at = |at: &str| {
        out(&jargy(&[
            "eval",
            text(&minor),
            "--ask",
            "inform_relative",
            "--at",
            at,
        ]))
    };
    assert!(at("2012-06-01 22:15").contains(": pending, due 2012-06-01 22:15"));
    assert!(at("2012-06-01 22:16").contains(": overdue, due 2012-06-01 22:15"));
}

#[test]
fn labels_come_in_the_language_asked_for() {
    let (_keep, path) = folder(&[("minor.json", MINOR)]);
    let output = jargy(&[
        "eval",
        text(&path.join("minor.json")),
        "--ask",
        "remand_in_custody",
        "--lang",
        "kk",
    ]);
    assert!(
        out(&output).contains("бұлтартпау шарасы ретінде қамауға алу"),
        "{}",
        out(&output)
    );
}

#[test]
fn wrong_cases_are_refused_with_all_their_mistakes() {
    let (_keep, path) = folder(&[
        (
            "bad.json",
            "{\"matter\": \"Custody\", \"facts\": {\"suspct\": {}, \"arrested_at\": \"2012-06-31 10:00\"}}",
        ),
        (
            "bad.case",
            "scenario \"x\"\n given Custody\n offence.max_trem = 5 years\n",
        ),
        ("empty.json", ""),
    ]);
    let output = jargy(&["eval", text(&path.join("bad.json"))]);
    assert_eq!(status(&output), 2);
    assert!(
        err(&output).contains("facts.suspct: `Custody` has no fact `suspct` (did you mean `suspect`?)"),
        "{}",
        err(&output)
    );
    assert!(
        err(&output).contains("facts.arrested_at: `2012-06-31` is not a day of the calendar"),
        "{}",
        err(&output)
    );
    let output = jargy(&["eval", text(&path.join("bad.case"))]);
    assert_eq!(status(&output), 2);
    assert!(
        err(&output).contains("did you mean `max_term`?"),
        "{}",
        err(&output)
    );
    assert_eq!(status(&jargy(&["eval", text(&path.join("empty.json"))])), 2);
    assert_eq!(status(&jargy(&["eval", "no/such/case.json"])), 2);
    assert_eq!(
        status(&jargy(&[
            "eval",
            text(&path.join("bad.json")),
            "--on",
            "yesterday"
        ])),
        2
    );
    assert_eq!(status(&jargy(&["nonsense"])), 2);
}

#[test]
fn a_failing_scenario_shows_expected_got_and_why() {
    let case = "scenario \"wrong\"\n law on 2012-06-01\n given Custody\n suspect.born_on = 1996-03-01\n offence.committed_on = 2012-05-01\n offence.max_term = 5 years\n expect\n remand_in_custody is permitted\n";
    let (_keep, path) = folder(&[("wrong.case", case)]);
    let output = jargy(&["test", text(&path)]);
    assert_eq!(status(&output), 1);
    let shown = out(&output);
    assert!(
        shown.contains("expected remand_in_custody is permitted, got forbidden"),
        "{shown}"
    );
    assert!(shown.contains("by KZ CCP art. 491(1)"), "{shown}");
    assert!(
        shown.ends_with("1 scenarios, 1 expectations: 0 passed, 1 failed\n"),
        "{shown}"
    );
}

#[test]
fn test_of_the_rules_passes_with_a_summary() {
    let output = jargy(&["test"]);
    assert_eq!(status(&output), 0, "{}", out(&output));
    assert!(out(&output).contains(" passed, 0 failed"));
}

#[test]
fn show_prints_the_version_of_a_date() {
    let output = jargy(&["show", "CCP article 532", "--on", "2010-05-01"]);
    assert_eq!(status(&output), 0, "{}", err(&output));
    assert!(
        out(&output).contains("(c) not is_criminal_in_kazakhstan")
            && !out(&output).contains("danger_of_torture")
    );
    let output = jargy(&["show", "KZ CCP art. 532(1)(d)", "--on", "2012-03-01"]);
    assert!(out(&output).contains("(d) danger_of_torture"), "{}", out(&output));
    assert!(out(&output).contains("version 1: from 1998-01-01 until 2011-01-17"));
    let output = jargy(&["show", "CCP article 499"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("did you mean"), "{}", err(&output));
    let json: serde_json::Value =
        serde_json::from_str(&out(&jargy(&["show", "CCP article 491", "--format", "json"]))).unwrap();
    assert_eq!(json["provisions"][0]["citation"], "KZ CCP art. 491");
}

#[test]
fn schema_lists_and_completions_are_printed() {
    let schema: serde_json::Value = serde_json::from_str(&out(&jargy(&["schema", "Custody"]))).unwrap();
    assert_eq!(schema["properties"]["matter"]["const"], "Custody");
    assert_eq!(
        schema["properties"]["facts"]["properties"]["suspect"]["$ref"],
        "#/$defs/Person"
    );
    assert_eq!(status(&jargy(&["schema", "Custdy"])), 2);
    assert!(out(&jargy(&["completions", "bash"])).contains("jargy"));
    assert!(out(&jargy(&["list", "questions"])).contains("Custody: remand_in_custody (action)"));
    assert!(out(&jargy(&["list", "parameters", "--on", "2011-05-01"])).contains("1512 KZT"));
    assert!(out(&jargy(&["list", "provisions", "--on", "2010-05-01"])).contains("KZ CCP art. 532(1)"));
    assert!(out(&jargy(&["list", "matters"])).contains("Extradition"));
    assert!(out(&jargy(&["list", "facts"])).contains("Person.born_on : date"));
}

#[test]
fn a_reader_that_closes_the_pipe_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["list", "provisions"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 0);
    assert_eq!(err(&output), "");
}

// ------------------------------------------------------------------ time

#[test]
fn the_timeline_of_the_custody_chain_is_read_at_80_columns() {
    let output = jargy(&["timeline", "rules/kz/cases/custody-chain.json"]);
    assert_eq!(status(&output), 0, "{}", err(&output));
    let shown = out(&output);
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    insta::assert_snapshot!("custody-chain", shown);
}

#[test]
fn the_timeline_as_json_is_in_order_of_due_moments() {
    let output = jargy(&[
        "timeline",
        "rules/kz/cases/custody-chain.json",
        "--format",
        "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(json["assessed_at"], "2012-12-31T10:00:00+06:00");
    let rows = json["timeline"].as_array().unwrap();
    let due: Vec<&str> = rows.iter().filter_map(|row| row["due_at"].as_str()).collect();
    let mut sorted = due.clone();
    sorted.sort();
    assert_eq!(due, sorted);
    let court = rows
        .iter()
        .find(|row| row["question"] == "decide_on_custody")
        .unwrap();
    assert_eq!(court["status"], "pending");
    assert_eq!(court["due_at"], "2012-12-31T21:40:00+06:00");
    assert_eq!(court["citation"], "KZ CONST art. 16(2)");
    assert_eq!(court["counting"]["citation"], "KZ CC_DECISION_2_2012 art. 3");
}

#[test]
fn a_timeline_needs_a_date_of_the_law() {
    let (_keep, path) = folder(&[("c.json", "{\"matter\": \"Custody\", \"facts\": {}}")]);
    let output = jargy(&["timeline", text(&path.join("c.json"))]);
    assert_eq!(status(&output), 2);
    assert_eq!(
        err(&output),
        "error: the date of the law is not known; state it with --on, or `on` in the case\n"
    );
}

#[test]
fn the_zone_of_the_machine_changes_no_answer() {
    let with_zone = |zone: &str, arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
            .args(arguments)
            .env("TZ", zone)
            .env("LANG", "kk_KZ.UTF-8")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert_eq!(status(&output), 0, "{}", err(&output));
        out(&output)
    };
    for arguments in [
        &["eval", "rules/kz/cases/minor.json", "--why", "--format", "json"][..],
        &["timeline", "rules/kz/cases/custody-chain.json"],
        &["test"],
    ] {
        let here = with_zone("UTC", arguments);
        for zone in [
            "Asia/Almaty",
            "Pacific/Apia",
            "America/St_Johns",
            "XYZ-14:30",
            "nonsense",
        ] {
            assert_eq!(with_zone(zone, arguments), here, "{zone} {arguments:?}");
        }
    }
}

#[test]
fn list_says_whether_a_day_is_worked() {
    let output = jargy(&["list", "calendars", "--on", "2012-12-31"]);
    let shown = out(&output);
    assert!(
        shown.contains("2012-12-31 is free instead of 2012-12-29 (decree No. 1538 of 2012)"),
        "{shown}"
    );
    let output = jargy(&["list", "calendars", "--on", "2012-12-29", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let kz = json
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["calendar"] == "kz_working_days")
        .unwrap();
    assert_eq!(kz["working"], true);
}

#[test]
fn show_prints_counting_rules_and_calendars() {
    let shown = out(&jargy(&["show", "CCP article 56"]));
    assert!(
        shown.contains("hours : from the moment, without interruption"),
        "{shown}"
    );
    let shown = out(&jargy(&["show", "HOLIDAYS_ACT article 1"]));
    assert!(shown.contains("moved 2012-12-29 -> 2012-12-31"), "{shown}");
}

#[test]
fn eval_says_when_the_answer_changes_and_what_is_still_possible() {
    let arguments = [
        "eval",
        "rules/kz/cases/custody-chain.json",
        "--ask",
        "decide_on_custody",
        "--format",
        "json",
    ];
    let json: serde_json::Value = serde_json::from_str(&out(&jargy(&arguments))).unwrap();
    let answer = &json["answers"][0];
    assert_eq!(answer["outcome"], "pending");
    assert_eq!(answer["changes_at"], "2012-12-31T21:41:00+06:00");
    assert_eq!(
        answer["still_possible"],
        serde_json::json!(["fulfilled", "fulfilled_late"])
    );
    // a service that sets its timer by it finds another answer then
    let mut later = arguments.to_vec();
    later.extend(["--at", "2012-12-31T21:41:00+06:00"]);
    let json: serde_json::Value = serde_json::from_str(&out(&jargy(&later))).unwrap();
    assert_eq!(json["answers"][0]["outcome"], "overdue");
    assert_eq!(json["answers"][0]["changes_at"], serde_json::Value::Null);
}

/// The whole chain as one case: over a weekend, a year's end, 29 February, a change of the clocks.
#[test]
fn every_scenario_of_the_chain_has_a_timeline_in_order() {
    let output = jargy(&["timeline", "rules/kz/scenarios/chain.case", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let chains = json.as_array().unwrap();
    assert!(chains.len() >= 10);
    let due = |title: &str| -> Vec<String> {
        let chain = chains
            .iter()
            .find(|chain| chain["scenario"].as_str().unwrap().starts_with(title))
            .unwrap();
        let rows = chain["timeline"].as_array().unwrap();
        let dated = rows
            .iter()
            .filter(|row| row["due_at"].is_string() && row["kind"] == "duty");
        dated
            .map(|row| {
                format!(
                    "{} {}",
                    row["question"].as_str().unwrap(),
                    row["due_at"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        due("over 29 February"),
        [
            "draw_up_record 2012-02-28T01:00:00+06:00",
            "hand_over 2012-02-28T01:00:00+06:00",
            "inform_relative 2012-02-28T10:00:00+06:00",
            "inform_relative 2012-02-28T10:00:00+06:00",
            "inform_procurator 2012-02-28T12:10:00+06:00",
            "decide_on_custody 2012-03-01T22:00:00+06:00",
        ]
    );
    assert_eq!(
        due("72 hours over the change"),
        [
            "draw_up_record 2024-02-28T13:00:00+06:00",
            "hand_over 2024-02-28T13:00:00+06:00",
            "inform_relative 2024-02-28T22:00:00+06:00",
            "inform_relative 2024-02-28T22:00:00+06:00",
            "inform_procurator 2024-02-29T01:00:00+06:00",
            "decide_on_custody 2024-03-02T09:00:00+05:00",
        ]
    );
    assert_eq!(
        due("into the new year").last().unwrap(),
        "decide_on_custody 2013-01-02T23:30:00+06:00"
    );
    assert_eq!(
        due("from a Friday evening").last().unwrap(),
        "decide_on_custody 2012-12-31T21:40:00+06:00"
    );
    assert_eq!(
        due("a minute later").last().unwrap(),
        "release 2012-12-31T21:40:00+06:00"
    );
}

//! Files of a user's: what is read and what is not, what is written and how, and signs that act on a terminal.
#![cfg(unix)]

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn jargy(folder: &Path, arguments: &[&str]) -> Output {
    fed(folder, arguments, b"")
}

/// `jargy` with these arguments in a folder, fed these bytes.
fn fed(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // who has ended before reads no more
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    let out = String::from_utf8(output.stdout.clone()).unwrap();
    out + &String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

const LAW: &str = "matter M \"matter\"\n  a : yes/no \"the fact a\"\n  t : text\n  d : date\naction act of M \"act\"\n\n\
    code C \"Code\"\n  in force from 2000-01-01\n  in matters of M\n\narticle 1\n  source \"s\" para 1\n  text en \"One may act.\"\n  \
    may act\n    when a or t is \"x\" or d < 2000-01-01\n";

/// A folder with the rules in `rules/c.law`.
fn folder(law: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    std::fs::write(folder.path().join("rules/c.law"), law).unwrap();
    folder
}

#[test]
fn saving_adds_a_scenario_and_replaces_none() {
    let folder = folder(LAW);
    let mine = "-- kept by hand\nscenario \"mine\"\n  law on 2012-01-01\n  given M\n    a = no\n  expect\n    act is unknown";
    std::fs::write(folder.path().join("my.case"), mine).unwrap();
    let steps =
        b"matter M\non 2012-01-01\na = yes\nask act\nsave my.case\nsave my.case\na = no\nsave my.case\n";
    let output = fed(folder.path(), &["repl"], steps);
    let said = said(&output);
    assert!(said.contains("added scenario `my` to my.case\n"), "{said}");
    assert!(said.contains("my.case has this scenario already: my\n"), "{said}");
    assert!(said.contains("added scenario `my 2` to my.case\n"), "{said}");
    let saved = text(&folder.path().join("my.case"));
    assert!(saved.starts_with(mine), "{saved}");
    let tested = jargy(folder.path(), &["test", "my.case"]);
    assert_eq!(tested.status.code(), Some(0), "{}", self::said(&tested));
    // a file that does not end as it should is left as it is
    let cut = "scenario \"cut\"\n  given M\n    t = \"\"\"open";
    std::fs::write(folder.path().join("cut.case"), cut).unwrap();
    let output = fed(folder.path(), &["repl"], b"matter M\na = yes\nsave cut.case\n");
    assert!(self::said(&output).contains("nothing can be added to `cut.case` as it stands"));
    assert_eq!(text(&folder.path().join("cut.case")), cut);
}

#[test]
fn a_case_is_saved_as_json_and_loaded_again() {
    let folder = folder(LAW);
    let output = fed(
        folder.path(),
        &["repl"],
        b"matter M\non 2012-01-01\na = yes\nt = \"two \\\"words\\\"\"\nd = 2001-02-03\nsave my.json\nclear\nload my.json\ncase\nask act\n",
    );
    let said = said(&output);
    assert!(
        said.contains("saved my.json\n") && said.contains("loaded my.json\n"),
        "{said}"
    );
    assert!(
        said.contains("    d = 2001-02-03\n") && said.contains("two \\\"words\\\""),
        "{said}"
    );
    let json: serde_json::Value = serde_json::from_str(&text(&folder.path().join("my.json"))).unwrap();
    assert_eq!(json["facts"]["t"], "two \"words\"");
    assert_eq!(json["facts"]["a"], true);
    assert_eq!(jargy(folder.path(), &["eval", "my.json"]).status.code(), Some(0));
    // another case there is replaced only by leave
    let before = text(&folder.path().join("my.json"));
    let output = fed(folder.path(), &["repl"], b"matter M\na = no\nsave my.json\nno\n");
    assert!(self::said(&output).contains("`my.json` holds another case; `yes` replaces it"));
    assert_eq!(text(&folder.path().join("my.json")), before);
    fed(folder.path(), &["repl"], b"matter M\na = no\nsave my.json\nyes\n");
    assert!(text(&folder.path().join("my.json")).contains("\"a\": false"));
    let output = fed(folder.path(), &["repl"], b"matter M\nsave my.txt\n");
    assert!(self::said(&output).contains("name a file that ends in .case (scenarios) or .json (one case)"));
    assert!(!folder.path().join("my.txt").exists());
}

#[test]
fn loading_says_which_of_several_scenarios_it_took() {
    let folder = folder(LAW);
    let all = "scenario \"first\"\n  given M\n    a = yes\n\nscenario \"second\"\n  given M\n    a = no\n";
    std::fs::write(folder.path().join("all.case"), all).unwrap();
    let output = fed(
        folder.path(),
        &["repl"],
        b"load all.case\nload all.case \"second\"\ncase\nload all.case \"third\"\n",
    );
    let said = said(&output);
    assert!(
        said.contains("loaded `first`, scenario 1 of 2 in all.case; `load all.case \"TITLE\"` takes another: \"second\"\n"),
        "{said}"
    );
    assert!(said.contains("loaded `second`, scenario 2 of 2"), "{said}");
    assert!(said.contains("    a = no\n"), "{said}");
    assert!(said.contains("holds no scenario `third`"), "{said}");
}

#[test]
fn an_interview_replaces_no_case() {
    let folder = folder(LAW);
    let ask = ["ask", "M", "--goal", "act", "--on", "2012-01-01"];
    for (name, old) in [
        ("my.case", "scenario \"mine\"\n  given M\n    a = no\n"),
        ("my.json", "{\"matter\": \"M\", \"facts\": {}}"),
    ] {
        std::fs::write(folder.path().join(name), old).unwrap();
        let output = fed(
            folder.path(),
            &[&ask[..], &["--save", name]].concat(),
            b"yes\nyes\n",
        );
        let now = text(&folder.path().join(name));
        assert!(now.starts_with(old), "{now}");
        match name {
            "my.case" => assert!(
                now.contains("scenario \"my\"") && now.contains("a = yes"),
                "{now}"
            ),
            _ => assert_eq!((output.status.code(), now.as_str()), (Some(2), old)),
        }
    }
}

#[test]
fn a_byte_that_is_not_text_ends_no_session() {
    let folder = folder(LAW);
    let output = fed(folder.path(), &["repl"], b"matter M\n\xff\na = yes\ncase\n");
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("    a = yes\n"), "{said}");
    assert!(said.contains("this line is not UTF-8 text"), "{said}");
    let output = fed(
        folder.path(),
        &["ask", "M", "--goal", "act", "--on", "2012-01-01"],
        b"\xff\nyes\n",
    );
    assert!(
        self::said(&output).contains("permitted"),
        "{}",
        self::said(&output)
    );
}

#[test]
fn what_is_written_in_place_keeps_its_mode_and_its_links() {
    let folder = folder(&LAW.replace("  may act\n", "      may   act\n"));
    let rules = folder.path().join("rules");
    std::fs::rename(rules.join("c.law"), rules.join("real.txt")).unwrap();
    std::fs::set_permissions(rules.join("real.txt"), std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.txt", rules.join("c.law")).unwrap();
    let output = jargy(folder.path(), &["fmt"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        std::fs::symlink_metadata(rules.join("c.law"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(text(&rules.join("real.txt")), LAW);
    assert_eq!(
        std::fs::metadata(rules.join("real.txt")).unwrap().mode() & 0o777,
        0o600
    );
    assert_eq!(std::fs::read_dir(&rules).unwrap().count(), 2);
}

#[test]
fn pipes_and_links_out_of_the_folder_are_refused_unless_they_are_named() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("far.law"), LAW).unwrap();
    let folder = folder("-- nothing here\n");
    let link = folder.path().join("rules/x.law");
    symlink(outside.path().join("far.law"), &link).unwrap();
    let output = jargy(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("`rules/x.law` is a link to `"),
        "{}",
        said(&output)
    );
    // named, it is read
    assert_eq!(
        jargy(folder.path(), &["check", "rules/x.law"]).status.code(),
        Some(0)
    );
    std::fs::remove_file(&link).unwrap();
    assert!(Command::new("mkfifo").arg(&link).status().unwrap().success());
    for command in ["check", "fmt", "test"] {
        let output = jargy(folder.path(), &[command]);
        let name = said(&output);
        match command {
            "test" => assert_ne!(output.status.code(), Some(0)),
            _ => assert!(name.contains("`rules/x.law` is not a regular file"), "{name}"),
        }
    }
    std::fs::remove_file(&link).unwrap();
    symlink("/dev/zero", &link).unwrap();
    assert!(said(&jargy(folder.path(), &["check"])).contains("outside the folder"));
    let output = jargy(folder.path(), &["check", "/dev/zero"]);
    assert!(
        said(&output).contains("at most 16777216 are read"),
        "{}",
        said(&output)
    );
}

/// Signs that act on a terminal: an escape sequence, a title, a bell, a carriage return, the other direction.
const ACTING: &str = "\u{1b}[31m\u{1b}]0;PWNED\u{7}\u{9b}31m\u{202e}\r\u{8}";

fn acts(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains(|sign: char| (sign.is_control() && sign != '\n') || matches!(sign, '\u{202e}' | '\u{2028}'))
}

#[test]
fn no_command_hands_control_signs_to_a_terminal() {
    let law = LAW
        .replace("the fact a", &format!("the fact{ACTING}"))
        .replace("One may", &format!("One{ACTING} may"))
        .replace("\"Code\"", &format!("\"Code{ACTING}\""));
    let folder = folder(&law);
    let case = format!(
        "scenario \"one{ACTING}\"\n  law on 2012-01-01\n  given M\n    t = \"{ACTING}\"\n  expect\n    act is forbidden\n"
    );
    std::fs::write(folder.path().join("one.case"), case).unwrap();
    let odd = format!("odd{}.json", ACTING.replace('\r', ""));
    std::fs::write(folder.path().join(&odd), "{").unwrap();
    let commands: &[&[&str]] = &[
        &["check"],
        &["check", "--plain"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["eval", "one.case", "--why"],
        &["eval", "one.case", "--why", "--format", "json"],
        &["eval", "one.case", "--provided"],
        &["eval", &odd],
        &["test", "one.case"],
        &["test", "one.case", "--plain"],
        &["show", "C article 1"],
        &["show", "C article 1", "--format", "json"],
        &["consolidate", "C", "--on", "2012-01-01"],
        &["list", "facts"],
        &["list", "provisions", "--format", "json"],
        &["coverage", "--html", "rules"],
        &["diff", "--from", "1999-01-01", "--to", "2012-01-01"],
        &["diff", "--from", "1999-01-01", "--to", "2012-01-01", "--html"],
        &["schema", "M"],
        &["timeline", "one.case"],
        &["fmt", "--check", "one.case"],
    ];
    for command in commands {
        let output = jargy(folder.path(), command);
        assert!(!acts(&output.stdout), "{command:?}: {}", said(&output));
        assert!(!acts(&output.stderr), "{command:?}: {}", said(&output));
    }
    let shown = said(&jargy(folder.path(), &["show", "C article 1"]));
    assert!(
        shown.contains("[U+001B][31m") && shown.contains("[U+202E]"),
        "{shown}"
    );
}

#[test]
fn check_warns_of_line_breaks_that_hide_law() {
    for sign in ["\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{1b}", "\u{202e}"] {
        let folder = folder(&LAW.replace("\n\ncode", &format!(" -- a remark{sign}  must act\n\ncode")));
        let output = jargy(folder.path(), &["check", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let finding = &found["findings"][0];
        assert_eq!(finding["name"], "hidden-character", "{sign:?}: {found}");
        assert_eq!(finding["place"]["line"], 5, "{found}");
    }
    let folder = folder(&LAW.replace('\n', "\r\n"));
    assert_eq!(jargy(folder.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn a_finding_far_along_a_line_is_shown() {
    let long = format!("article 2\n  may act when {}wrong\n", "a or ".repeat(20_000));
    let folder = folder(&(LAW.to_owned() + &long));
    for more in [&["check"][..], &["check", "--plain"]] {
        let output = jargy(folder.path(), more);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
    let broken = format!(
        "{LAW}article 2\n  may act when a -- {}\n  may wrong\n",
        "x".repeat(70_000)
    );
    std::fs::write(folder.path().join("rules/c.law"), broken).unwrap();
    assert_eq!(jargy(folder.path(), &["check"]).status.code(), Some(1));
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = folder(LAW);
    std::fs::write(
        folder.path().join("one.case"),
        "scenario \"one\"\n  law on 2012-01-01\n  given M\n    a = yes\n  expect\n    act is permitted\n",
    )
    .unwrap();
    for command in [
        &["check"][..],
        &["eval", "one.case"],
        &["test", "one.case"],
        &["list", "facts"],
        &["show", "C article 1"],
        &["diff", "--from", "1999-01-01", "--to", "2012-01-01"],
        &["explain", "syntax"],
        &["--help"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
            .args(command)
            .current_dir(folder.path())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        assert!(
            said(&output).contains("the output cannot be written"),
            "{command:?}: {}",
            said(&output)
        );
    }
}

#[test]
fn a_table_of_answers_replaces_regular_files_alone() {
    let folder = folder(LAW);
    std::fs::write(folder.path().join("in.csv"), "a\nyes\nno\n").unwrap();
    let batch = |output: &str| {
        jargy(
            folder.path(),
            &[
                "batch",
                "--matter",
                "M",
                "--ask",
                "act",
                "--on",
                "2012-01-01",
                "in.csv",
                "--output-format",
                "csv",
                "-o",
                output,
            ],
        )
    };
    let answered = "act,__error\npermitted,\nunknown,\n";
    let at = |name: &str| folder.path().join(name);
    assert_eq!(batch("out.csv").status.code(), Some(0));
    let plain = text(&at("out.csv"));
    assert_eq!(plain.lines().count(), answered.lines().count(), "{plain}");
    // mode and links are kept
    std::fs::set_permissions(at("out.csv"), std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink("out.csv", at("link.csv")).unwrap();
    assert_eq!(batch("link.csv").status.code(), Some(0));
    assert!(std::fs::symlink_metadata(at("link.csv")).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(at("out.csv")).unwrap().mode() & 0o777, 0o600);
    // nothing that is read is written
    std::fs::hard_link(at("in.csv"), at("same.csv")).unwrap();
    for name in ["in.csv", "same.csv", "rules/c.law"] {
        let output = batch(name);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", said(&output));
    }
    assert_eq!(
        (text(&at("in.csv")), text(&at("rules/c.law"))),
        ("a\nyes\nno\n".to_owned(), LAW.to_owned())
    );
    // a file of another that only looks unfinished is left alone
    std::fs::write(at("out.csv.partial"), "another's").unwrap();
    assert_eq!(batch("out.csv").status.code(), Some(0));
    assert_eq!(text(&at("out.csv.partial")), "another's");
    // a pipe is written to and stays
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let pipe = at("pipe");
    let reader = std::thread::spawn(move || text(&pipe));
    assert_eq!(batch("pipe").status.code(), Some(0));
    assert_eq!(reader.join().unwrap(), plain);
    assert!(!std::fs::metadata(at("pipe")).unwrap().is_file());
}

#[test]
fn two_runs_into_one_file_leave_the_whole_table_of_one() {
    let folder = folder(LAW);
    std::fs::write(
        folder.path().join("in.csv"),
        "a\n".to_owned() + &"yes\n".repeat(40_000),
    )
    .unwrap();
    let runs: Vec<_> = (0..4)
        .map(|_| {
            Command::new(env!("CARGO_BIN_EXE_jargy"))
                .args([
                    "batch",
                    "--matter",
                    "M",
                    "--ask",
                    "act",
                    "--on",
                    "2012-01-01",
                    "in.csv",
                    "-o",
                    "out.csv",
                ])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(text(&folder.path().join("out.csv")).lines().count(), 40_001);
}

/// `jargy` where no file may be written: as on a full disk, every write of a byte fails.
fn on_a_full_disk(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_jargy"),
        ])
        .args(arguments)
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder.join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn on_a_full_disk_the_old_file_stays_whole() {
    let law = LAW.replace("  may act\n", "      may   act\n");
    let folder = folder(&law);
    let at = |name: &str| folder.path().join(name);
    let case = "scenario \"mine\"\n  given M\n    a = no\n";
    std::fs::write(at("my.case"), case).unwrap();
    std::fs::write(at("in.csv"), "a\nyes\n").unwrap();
    std::fs::write(at("out.csv"), "old").unwrap();
    std::fs::write(at("wrong.law"), "matter M \"m\"\n  a : yes/no\nactoin act of M\n").unwrap();
    std::fs::hard_link(at("rules/c.law"), at("second name")).unwrap();
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    let interview = [
        "ask",
        "M",
        "--goal",
        "act",
        "--on",
        "2012-01-01",
        "--save",
        "my.case",
    ];
    let batch = [
        "batch",
        "--matter",
        "M",
        "--ask",
        "act",
        "--on",
        "2012-01-01",
        "in.csv",
        "-o",
        "out.csv",
    ];
    for (command, input) in [
        (&["fmt"][..], &b""[..]),
        (&["check", "--fix", "wrong.law"], b""),
        (&interview, b"yes\n"),
        (&batch, b""),
    ] {
        let output = on_a_full_disk(folder.path(), command, input);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {}", said(&output));
        assert!(
            said(&output).contains("File too large"),
            "{command:?}: {}",
            said(&output)
        );
    }
    // what was answered is not lost either
    let output = on_a_full_disk(folder.path(), &interview, b"yes\n");
    assert!(said(&output).contains("    a = yes\n"), "{}", said(&output));
    assert_eq!(text(&at("rules/c.law")), law);
    assert_eq!(text(&at("second name")), law);
    assert_eq!(text(&at("my.case")), case);
    assert_eq!(text(&at("out.csv")), "old");
    assert!(text(&at("wrong.law")).contains("actoin"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
    assert_eq!(std::fs::read_dir(at("rules")).unwrap().count(), 1);
}

//! What the fuzz targets have found once (`fuzz/regressions`), and their seeds, run through the same targets.

#[path = "fuzz/generated.rs"]
mod generated;
#[path = "fuzz/targets.rs"]
mod targets;

use jargy::Library;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take; it takes far less.
const LONGEST: Duration = Duration::from_secs(60);

/// Runs a command as a process of its own; one that a signal ended has no status, nor has one that goes on and on.
fn in_a_process(words: &[String]) -> u8 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jargy"));
    command.args(words).stdin(Stdio::null());
    let mut running = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while started.elapsed() < LONGEST {
        if let Some(status) = running.try_wait().unwrap() {
            let status = status.code().and_then(|status| u8::try_from(status).ok());
            return status.unwrap_or(u8::MAX);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    running.kill().unwrap();
    running.wait().unwrap();
    u8::MAX
}

fn inputs(target: &str) -> Vec<PathBuf> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut paths = Vec::new();
    for folder in ["regressions", "seeds"] {
        // a target without a find has no folder
        if let Ok(entries) = std::fs::read_dir(fuzz.join(folder).join(target)) {
            paths.extend(entries.map(|entry| entry.unwrap().path()));
        }
    }
    paths.sort();
    paths
}

/// Runs all inputs of a target; the name of the file is told where one fails.
fn replay(target: &str, run: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    let mut failed = Vec::new();
    for path in inputs(target) {
        let bytes = std::fs::read(&path).unwrap();
        if std::panic::catch_unwind(|| run(&bytes)).is_err() {
            failed.push(path);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn rule_text_is_read_laid_out_and_shown() {
    replay("rules", |bytes| targets::rules(bytes, &in_a_process));
}

#[test]
fn cases_are_read_or_refused() {
    replay("cases", |bytes| targets::cases(bytes, &in_a_process));
}

#[test]
fn tables_are_read_or_refused() {
    replay("tables", |bytes| targets::tables(bytes, &in_a_process));
}

#[test]
fn amended_law_is_consolidated() {
    replay("amendments", |bytes| targets::amendments(bytes, &in_a_process));
}

#[test]
fn messages_of_an_editor_are_answered() {
    replay("editor", |bytes| targets::editor(bytes, &in_a_process));
}

#[test]
fn the_naive_interpreter_says_the_same() {
    replay("naive", |bytes| targets::naive(bytes, &in_a_process));
}

/// Bytes that a simple generator draws: the same on each run.
fn drawn(number: u64, length: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// A generator whose rules are refused would compare nothing.
#[test]
fn most_generated_rules_are_law() {
    let mut refused = Vec::new();
    for number in 0..200 {
        let bytes = drawn(number, 160);
        let (rules, _) = generated::rules(&mut generated::Bytes::of(&bytes));
        if let Err(error) = Library::from_texts([("test.law", rules.as_str())]) {
            refused.push(error.to_string());
        }
    }
    assert!(
        refused.len() < 100,
        "{} of 200 are refused; {}",
        refused.len(),
        refused[0]
    );
}

#[test]
fn generated_rules_are_answered_alike() {
    for number in 0..300 {
        targets::naive(&drawn(number, 160), &in_a_process);
    }
}

#[test]
fn generated_amendments_are_consolidated() {
    for number in 0..60 {
        targets::amendments(&drawn(number, 100), &in_a_process);
    }
}

//! A session in which a case is built.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// `jargy` with these arguments, fed these lines, in a folder.
fn fed(folder: &Path, arguments: &[&str], lines: &str) -> std::process::Output {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut child = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(arguments)
        .args(["--rules", rules.to_str().unwrap()])
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // who has ended before reads no more
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap()
}

/// A session fed these lines: what it said.
fn session(folder: &Path, lines: &str) -> String {
    let output = fed(folder, &["repl"], lines);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{wrong}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_case_of_a_minor_is_built_asked_changed_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let said = session(
        folder.path(),
        "matter Custody\non 2012-06-01\nat 2012-06-02 09:00\nsuspect.born_on = 1996-03-01\noffence.committed_on = 2012-05-01\n\
         arrested_at = 2012-06-01 10:15\nask remand_in_custody\nmissing\noffence.max_term = 5 years\nask remand_in_custody\nwhy\n\
         what if offence.max_term = 8 years and offence.negligent = no\nwhat if offence.max_term = 4 years\non 2013-01-01\nask remand_in_custody\nsave minor.case\nquit\n",
    );
    assert!(
        said.contains("remand_in_custody (remand in custody as a preventive measure): unknown"),
        "{said}"
    );
    assert!(
        said.contains(
            "offence.max_term (longest deprivation of liberty the article provides for): duration\n"
        )
    );
    assert!(said.contains("remand_in_custody (remand in custody as a preventive measure): forbidden"));
    assert!(
        said.contains("remand_in_custody: forbidden\n  - KZ CCP art. 491(1)"),
        "{said}"
    );
    assert!(
        said.contains("remand_in_custody: forbidden -> unknown\n"),
        "{said}"
    );
    assert!(said.contains("nothing would change\n"));
    assert!(said.ends_with("saved minor.case\n"));
    let saved = std::fs::read_to_string(folder.path().join("minor.case")).unwrap();
    assert!(
        saved.contains("law on 2013-01-01, assessed at 2012-06-02 09:00"),
        "{saved}"
    );
    assert!(saved.ends_with("    remand_in_custody is forbidden\n"), "{saved}");
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let test = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["test", "--rules", rules.to_str().unwrap(), "minor.case"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(
        test.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&test.stdout)
    );
    // and what was saved is loaded again
    let again = session(folder.path(), "load minor.case\nask remand_in_custody\ncase\n");
    assert!(again.starts_with("loaded minor\nremand_in_custody"), "{again}");
    assert!(again.contains("    offence.max_term = 5 years\n"));
}

#[test]
fn errors_never_end_a_session_and_never_change_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let said = session(
        folder.path(),
        "ask remand\nmatter Custdy\nmatter Custody\narested_at = 2012-06-01 10:15\non 2012-13-01\narrested_at = yes\nmissing nothing\nqwertyuiop bar\naks remand\nlaw CCP article 9999\nundo\nundo\nload nowhere.case\nforget x\ncase\n",
    );
    for words in [
        "name a matter first: matter NAME; there are",
        "there is no matter `Custdy`; did you mean `Custody`?",
        "`Custody` has no fact `arested_at`",
        "did you mean `arrested_at`?",
        "`aks` is no command; did you mean `ask`?",
        "`qwertyuiop` is no command; `help` lists them",
        "there is nothing to take back",
        "nothing was stated of `x`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("2012-13-01\n  given"), "{said}");
}

#[test]
fn what_was_done_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let said = session(
        folder.path(),
        "matter Custody\ncharged_at = 2012-06-01 10:00\ncharged_at = none\nundo\ncase\nclear\ncase\n",
    );
    assert!(said.contains("    charged_at = 2012-06-01 10:00\n"), "{said}");
    assert!(!said.contains("charged_at = none"));
    assert!(said.ends_with("scenario \"session\"\n  given ?\n"), "{said}");
}

/// An interview fed these answers: what it said, both streams after one another.
fn interview(folder: &Path, more: &[&str], lines: &str) -> (Option<i32>, String) {
    let goal = if more.contains(&"--goal") {
        &[][..]
    } else {
        &["--goal", "remand_in_custody"][..]
    };
    let output = fed(folder, &[&["ask", "Custody"], goal, more].concat(), lines);
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[test]
fn an_interview_asks_what_can_still_decide_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    // a negligent offence is never serious: its longest term and the grounds are not asked for
    let (status, said) = interview(
        folder.path(),
        &["--save", "minor.case"],
        "2012-06-01 10:15\n1996-03-01\nnonsense\n2012-05-01\n?\nyes\n",
    );
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.starts_with("remand_in_custody (remand in custody as a preventive measure): forbidden"),
        "{said}"
    );
    assert!(
        said.contains("a date such as \"2012-06-01\" is expected")
            || said.contains("`nonsense` is not a date"),
        "{said}"
    );
    assert!(
        said.contains("offence.negligent: yes/no\n  yes\n  no\n"),
        "{said}"
    );
    let saved = std::fs::read_to_string(folder.path().join("minor.case")).unwrap();
    assert!(
        saved.contains("    offence.negligent = yes\n  expect\n    remand_in_custody is forbidden\n"),
        "{saved}"
    );
    assert!(!saved.contains("max_term"), "{saved}");
}

#[test]
fn an_interview_takes_what_is_not_known_and_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "2012-06-01 10:15\n1996-03-01\n2012-05-01\nyes\n";
    // one answer is taken back and another given; then nothing more is known
    let (status, said) = interview(
        folder.path(),
        &["--save", "minor.json"],
        "2012-06-01 10:15\n1995-03-01\nback\n1996-03-01\n2012-05-01\n-\n-\n-\n",
    );
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("): unknown\n"), "{said}");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("minor.json")).unwrap()).unwrap();
    assert_eq!(json["facts"]["suspect"]["born_on"], "1996-03-01");
    // the same in Russian
    let (_, said) = interview(folder.path(), &["--lang", "ru"], &lines.replace("yes", "да"));
    assert!(said.contains("запрещено"), "{said}");
    assert!(said.contains("ответьте на каждый вопрос"), "{said}");
    let (status, said) = interview(folder.path(), &["--goal", "nothing"], "");
    assert_eq!(status, Some(2), "{said}");
}

//! What a reform, a bill or an edit changes: `diff`, `impact`, `--with`.

use std::path::Path;
use std::process::{Command, Output};

fn jargy(arguments: &[&str]) -> Output {
    jargy_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

fn jargy_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", err(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const LAW: &str = "matter M \"matter\"
  a : yes/no
  term : duration
action act of M
action other of M
code C \"Code\" in force from 2000-01-01
  in matters of M
article 1
  text en \"One may act.\"
  must not act when a
  may act
article 2
  may other when term <= 1 year
";

/// The same law, laid out otherwise and with other remarks.
const LAID_OUT: &str = "-- the same
matter M \"matter\"
  a : yes/no
  term : duration   -- years and months
action act of M
action other of M


code C \"Code\" in force from 2000-01-01
  in matters of M
article 1
    text en \"\"\"
       One may
       act.\"\"\"
    must not act
      when (a)          -- a remark
    may act
article 2
  may other
    when (term <= (1 years))
";

/// Two folders, `old` and `new`, each with one rule file.
fn folders(old: &str, new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("old", old), ("new", new)] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name).join("c.law"), text).unwrap();
    }
    folder
}

#[test]
fn the_reform_of_2011_is_one_readable_page() {
    let page = out(&jargy(&["diff", "--from", "2010-12-31", "--to", "2011-12-31"]));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff-2011", page);
    });
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
}

#[test]
fn one_provision_can_be_asked_for() {
    let page = out(&jargy(&[
        "diff",
        "--from",
        "2010-12-31",
        "--to",
        "2011-12-31",
        "CCP article 532",
    ]));
    assert!(page.contains("+ (d) danger_of_torture"), "{page}");
    assert!(page.contains("1 provision and 0 parameters changed"), "{page}");
}

#[test]
fn a_reformatted_folder_has_no_difference() {
    let folder = folders(LAW, LAID_OUT);
    let output = jargy_in(folder.path(), &["diff", "old", "new", "--exit-code"]);
    assert!(
        out(&output).contains("0 provisions and 0 parameters changed"),
        "{}",
        out(&output)
    );
}

#[test]
fn a_changed_folder_shows_what_differs_and_what_it_reaches() {
    let folder = folders(
        LAW,
        &LAW.replace("1 year", "2 years")
            .replace("One may act.", "Anyone may act.")
            .replace("a : yes/no", "a : yes/no presumed no by C article 1"),
    );
    let output = jargy_in(folder.path(), &["diff", "old", "new"]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff-folders", out(&output));
    });
    let output = jargy_in(folder.path(), &["diff", "old", "new", "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn folders_are_compared_at_every_date() {
    let parameter = |until: &str| {
        LAW.replace(
            "code C",
            &format!("parameter p : number\n  1 from 2001-01-01\n  {until} from 2005-01-01\ncode C"),
        )
        .replace(
            "  may act\n",
            "  may act\n  in force from 2000-01-01 until 2009-12-31\n",
        )
    };
    let folder = folders(
        &parameter("2"),
        &parameter("3").replace("must not act when a", "must not act when not a"),
    );
    let page = out(&jargy_in(folder.path(), &["diff", "old", "new"]));
    assert!(
        page.contains("C art. 1: amended, from 2000-01-01 until 2009-12-31"),
        "{page}"
    );
    assert!(page.contains("p: 2 -> 3, from 2005-01-01"), "{page}");
    let page = out(&jargy_in(
        folder.path(),
        &["diff", "old", "new", "--on", "2004-01-01"],
    ));
    assert!(page.contains("C art. 1: amended\n"), "{page}");
    assert!(!page.contains("p: 2"), "{page}");
}

#[test]
fn git_revisions_can_be_compared() {
    let folder = folders(LAW, LAW);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    std::fs::write(
        folder.path().join("old/c.law"),
        LAW.replace("when a", "when not a"),
    )
    .unwrap();
    git(&["commit", "-qam", "second"]);
    let page = out(&jargy_in(
        folder.path(),
        &["diff", "HEAD~1", "HEAD", "--rules", "old"],
    ));
    assert!(page.contains("+ must not act when not a"), "{page}");
    let output = jargy_in(folder.path(), &["diff", "HEAD", "nowhere", "--rules", "old"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("`nowhere` is neither a folder nor a git revision"),
        "{}",
        err(&output)
    );
    let output = jargy_in(folder.path(), &["diff", "HEAD", "--", "--output=x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("x").exists());
}

#[test]
fn the_page_in_html_needs_nothing_else() {
    let page = out(&jargy(&[
        "diff",
        "--from",
        "2010-12-31",
        "--to",
        "2011-12-31",
        "--html",
    ]));
    assert!(page.starts_with("<!doctype html>"), "{page}");
    assert!(page.trim_end().ends_with("</html>"), "{page}");
    for outside in ["http", "src=", "href", "<script"] {
        assert!(!page.contains(outside), "{outside} in {page}");
    }
    assert!(
        page.contains("<del>official:</del><ins>official, or at their instigation"),
        "{page}"
    );
    assert!(page.contains("sentence &lt;= 1 year"), "{page}");
}

#[test]
fn a_difference_is_json_for_machines() {
    let json: serde_json::Value = serde_json::from_str(&out(&jargy(&[
        "diff",
        "--from",
        "2010-12-31",
        "--to",
        "2011-12-31",
        "CC article 141-1",
        "--format",
        "json",
    ])))
    .unwrap();
    let first = &json["provisions"][0];
    assert_eq!(first["citation"], "KZ CC art. 141-1");
    assert_eq!(first["change"], "renumbered");
    assert_eq!(first["moved_to"], "3");
    assert_eq!(first["by"], "KZ LAW_2011_01_18");
    let paragraph = &json["provisions"][1];
    assert_eq!(paragraph["norm"]["differs"], true);
    assert_eq!(
        paragraph["reaches"],
        serde_json::json!(["is_act_of_torture", "torture_gravity", "torture_max_term"])
    );
}

#[test]
fn a_diff_says_what_can_be_compared() {
    let output = jargy(&["diff", "--from", "2010-12-31"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("say what is compared: --from DATE --to DATE, or two folders"),
        "{}",
        err(&output)
    );
}

const CONVICTS: &str = "rules/kz/cases/convicts.case";
const BILL: &str = "rules/kz/bills/open-prison-two-years.law";

#[test]
fn a_bill_lists_the_convicts_whose_place_changes() {
    let page = out(&jargy(&["impact", CONVICTS, "--with", BILL]));
    for (letter, listed) in [("A", false), ("B", true), ("C", true), ("D", false), ("E", false)] {
        assert_eq!(page.contains(&format!("convict {letter}:")), listed, "{page}");
    }
    assert!(
        page.contains("place_of_serving: closed_institution -> open_prison"),
        "{page}"
    );
    assert!(
        page.contains(
            "by KZ BILL_OPEN_PRISON: substitute \"1 year\" with \"2 years\" in article 48 paragraph 5"
        ),
        "{page}"
    );
    let output = jargy(&["impact", CONVICTS, "--with", BILL, "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_passing_of_time_changes_answers_by_the_act_that_did_it() {
    let page = out(&jargy(&[
        "impact",
        CONVICTS,
        "--from",
        "2011-01-01",
        "--to",
        "2012-01-01",
        "--ask",
        "place_of_serving",
    ]));
    assert!(page.contains("KZ LAW_2011_11_09"), "{page}");
}

#[test]
fn a_bill_is_no_law_unless_it_is_asked_for() {
    let case = [
        "eval",
        "rules/kz/cases/convicts.case",
        "--ask",
        "place_of_serving",
    ];
    let without = out(&jargy(&[&case[..], &["--on", "2013-06-01"]].concat()));
    assert!(!without.contains("BILL"), "{without}");
    let with = out(&jargy(
        &[&case[..], &["--on", "2013-06-01", "--with", BILL]].concat(),
    ));
    assert!(with.contains("BILL_OPEN_PRISON"), "{with}");
    // nor does checking a whole folder take bills for law
    let listed = out(&jargy(&["list", "provisions", "--rules", "rules"]));
    assert!(!listed.contains("BILL"), "{listed}");
}

#[test]
fn a_provision_is_shown_with_its_history_under_all_its_numbers() {
    let page = out(&jargy(&[
        "show",
        "CC article 141-1 paragraph 1",
        "--on",
        "2012-01-01",
    ]));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("show-history", page);
    });
    let page = out(&jargy(&[
        "show",
        "CC article 347-1 paragraph 1",
        "--on",
        "2012-01-01",
    ]));
    assert_eq!(
        page,
        "not in force on that date; KZ CC art. 347-1(1) was in force from 2002-01-01 until 2011-01-17; \
         it was renumbered as KZ CC art. 141-1(1)\n"
    );
    let page = out(&jargy(&["show", "CC article 141-1", "--on", "2012-01-01"]));
    let order: Vec<&str> = page.lines().filter(|line| line.starts_with("KZ")).collect();
    assert_eq!(
        order,
        [
            "KZ CC art. 141-1 Torture",
            "KZ CC art. 141-1(1)",
            "KZ CC art. 141-1(2)",
            "KZ CC art. 141-1(3)"
        ]
    );
    let json: serde_json::Value = serde_json::from_str(&out(&jargy(&[
        "show",
        "CC article 361 paragraph 1",
        "--on",
        "2012-01-01",
        "--format",
        "json",
    ])))
    .unwrap();
    let history = &json["provisions"][0]["history"];
    assert_eq!(history[0]["ended"], "struck down");
    assert_eq!(history[1]["made_by"], "KZ CC_DECISION_2_2008");
    assert_eq!(history[1]["amendment"], "strike down CC article 361 paragraph 1");
}

/// git in a folder, as somebody whose settings are not known.
fn git(folder: &Path, words: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A repository with one revision of the law in `law/закон №1.law`, and another in the files.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("law/часть")).unwrap();
    std::fs::create_dir_all(folder.path().join("deep/er")).unwrap();
    let file = folder.path().join("law/часть/закон №1.law");
    std::fs::write(&file, LAW).unwrap();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "first"]);
    std::fs::write(&file, LAW.replace("when a", "when not a")).unwrap();
    folder
}

#[test]
fn a_revision_is_read_from_any_folder_whatever_its_files_are_called() {
    let folder = repository();
    let law = folder.path().join("law");
    let absolute = law.to_str().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    for (from, rules) in [
        (folder.path().to_owned(), "law"),
        (folder.path().join("deep/er"), "../../law"),
        (law.clone(), "."),
        (elsewhere.path().to_owned(), absolute),
    ] {
        let page = out(&jargy_in(&from, &["diff", "HEAD", rules, "--rules", rules]));
        assert!(page.contains("+ must not act when not a"), "{rules}: {page}");
    }
    // a folder that is gone by now
    std::fs::remove_dir_all(&law).unwrap();
    let page = out(&jargy_in(
        folder.path(),
        &["diff", "HEAD", "HEAD", "--rules", "law"],
    ));
    assert!(page.contains("0 provisions and 0 parameters changed"), "{page}");
}

#[cfg(unix)]
#[test]
fn links_and_submodules_of_a_revision_are_followed_or_named() {
    let part = repository();
    git(part.path(), &["commit", "-qam", "second"]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    git(folder.path(), &["init", "-q"]);
    git(
        folder.path(),
        &[
            "submodule",
            "-q",
            "add",
            part.path().to_str().unwrap(),
            "rules/part",
        ],
    );
    git(folder.path(), &["commit", "-qm", "first"]);
    let same = out(&jargy_in(folder.path(), &["diff", "HEAD", "rules"]));
    assert!(same.contains("0 provisions and 0 parameters changed"), "{same}");
    let clone = tempfile::tempdir().unwrap();
    git(
        clone.path(),
        &["clone", "-q", folder.path().to_str().unwrap(), "c"],
    );
    let output = jargy_in(&clone.path().join("c"), &["diff", "HEAD", "HEAD"]);
    assert!(
        err(&output).contains("the submodule `rules/part` is not fetched"),
        "{}",
        err(&output)
    );
    // links: within the folder of rules, out of it, and the folder itself
    let folder = repository();
    std::fs::rename(
        folder.path().join("law/часть/закон №1.law"),
        folder.path().join("law/text"),
    )
    .unwrap();
    std::os::unix::fs::symlink("text", folder.path().join("law/c.law")).unwrap();
    std::os::unix::fs::symlink("law", folder.path().join("rules")).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "links"]);
    for rules in ["law", "rules"] {
        let page = out(&jargy_in(
            folder.path(),
            &["diff", "HEAD~1", "HEAD", "--rules", rules],
        ));
        assert!(page.contains("+ must not act when not a"), "{rules}: {page}");
    }
    std::fs::remove_file(folder.path().join("law/c.law")).unwrap();
    std::os::unix::fs::symlink("../../far.law", folder.path().join("law/c.law")).unwrap();
    git(folder.path(), &["commit", "-qam", "out"]);
    let output = jargy_in(folder.path(), &["diff", "HEAD~1", "HEAD", "--rules", "law"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("outside the folder of rules"),
        "{}",
        err(&output)
    );
}

#[test]
fn what_is_wrong_with_a_revision_is_said() {
    let folder = repository();
    std::fs::write(
        folder.path().join("law/часть/закон №1.law"),
        LAW.replace("when a", "when wrong"),
    )
    .unwrap();
    git(folder.path(), &["commit", "-qam", "broken"]);
    let output = jargy_in(folder.path(), &["diff", "HEAD~1", "HEAD", "--rules", "law"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("unknown-name"), "{}", err(&output));
    assert!(
        err(&output).contains("the rules of `HEAD` have errors"),
        "{}",
        err(&output)
    );
    std::fs::write(folder.path().join("law/часть/закон №1.law"), b"-- \xff\n").unwrap();
    git(folder.path(), &["commit", "-qam", "bytes"]);
    let output = jargy_in(folder.path(), &["diff", "HEAD~2", "HEAD", "--rules", "law"]);
    assert!(
        err(&output).contains("is not UTF-8 text (first at line 1)"),
        "{}",
        err(&output)
    );
    let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["diff", "HEAD~2", "law", "--rules", "law"])
        .current_dir(folder.path())
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("git is not installed"), "{}", err(&output));
}

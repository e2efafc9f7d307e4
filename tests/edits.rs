//! Rules that are edited and checked again say what they would say if they had been read for the first time.

use jargy::{Checked, Library, Limits, Workspace};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

type Files = Vec<(String, String)>;

/// All that checking found and made, down to the places of names.
fn said(checked: &Checked) -> String {
    let program = &checked.program;
    let mut all = String::new();
    let parts: [&dyn std::fmt::Debug; 8] = [
        &checked.findings,
        &program.norms,
        &program.definitions,
        &program.cited,
        &program.stood,
        &program.speak_of_action,
        &program.law.provisions,
        &program.uses(),
    ];
    for part in parts {
        all.push_str(&format!("{part:#?}\n"));
    }
    all
}

fn read_at_once(files: &Files) -> Checked {
    let mut workspace = Workspace::new(&Limits::default());
    for (name, text) in files {
        workspace.set(name, text);
    }
    workspace.check()
}

/// Edits a file of a workspace and compares what the check says with a first reading.
fn compare(workspace: &mut Workspace, files: &Files, edited: usize) {
    let (name, text) = &files[edited];
    workspace.set(name, text);
    let again = said(&workspace.check());
    let first = said(&read_at_once(files));
    if again != first {
        let differs = first.lines().zip(again.lines()).find(|(a, b)| a != b);
        panic!("{name} was edited and is read otherwise: {differs:?}\n{text}");
    }
}

const WORDS: &str = "enum gravity: minor < grave\nrole judge \"judge\"\nrole clerk \"clerk\"\n\
record Deed \"deed\"\n  gravity : gravity \"gravity\"\n  at : date \"date\"\n\
matter Case \"a case\"\n  deeds : list of Deed \"deeds\"\n  age : number \"age\"\n  told : moment or none \"told at\"\n  held : moment \"held at\"\n  heard : yes/no \"heard\"\n\
matter Other \"another\"\n  age : number \"age\"\n\
action hold of Case \"hold\"\naction tell of Case \"tell\"\naction fine of Case \"fine\"\naction fine of Other \"fine\"\n";

const CODE: &str = "code C \"code\" in force from 2000-01-01\n  in matters of Case\n\
article 1\n  define minor_case as age < 18\n\
article 2\n  define grave_case as exists deed in deeds : deed.gravity is grave\n\
article 3\n  define years as\n    5 if minor_case\n    10 otherwise\n\
article 4\n  deem heard as yes when minor_case\n";

const NORMS: &str = "code D \"other code\" in force from 2001-01-01\n  in matters of Case\n\
article 1\n  may hold\n    when grave_case and heard\n    unless years < 6\n\
article 2\n  must tell\n    by clerk\n    within 3 days of held\n    when hold is permitted\n    done told\n    otherwise must fine\n\
article 3\n  must not hold\n    when minor_case\n    despite article 1\n\
article 4\n  in matters of Case, Other\n  may fine when age > 3\n";

const MORE: &str = "code D\narticle 20\n  may fine when age > 40\n  must tell within 2 days of held done told\n    otherwise must fine\n";

/// Each: the file, what stood there, and what stands there after the edit.
const EDITS: &[(usize, &str, &str)] = &[
    (2, "years < 6", "years < 7"),
    (2, "article 1\n", "-- a remark moves all below\narticle 1\n"),
    (
        0,
        "enum gravity",
        "-- a remark moves all declarations\n\nenum gravity",
    ),
    (1, "age < 18", "age < 21"),
    (
        1,
        "5 if minor_case\n    10 otherwise",
        "grave if minor_case\n    minor otherwise",
    ),
    (
        1,
        "grave if minor_case\n    minor otherwise",
        "5 if minor_case\n    10 otherwise",
    ),
    (
        1,
        "define minor_case as age < 18",
        "define minor_case as age < 18 and years > 3",
    ),
    (1, "age < 21", "age < 21 and years > 3"),
    (1, "age < 21 and years > 3", "age < 18"),
    (0, "minor < grave", "minor < medium < grave"),
    (
        0,
        "role judge \"judge\"\nrole clerk \"clerk\"",
        "role clerk \"clerk\"\nrole judge \"judge\"",
    ),
    (0, "  heard : yes/no \"heard\"\n", "  heard : number \"heard\"\n"),
    (0, "  heard : number \"heard\"\n", "  heard : yes/no \"heard\"\n"),
    (0, "action hold of Case \"hold\"\n", ""),
    (0, "action tell", "action hold of Case \"hold\"\naction tell"),
    (1, "article 4\n", "article 4\n  define fresh as heard\n"),
    (2, "when age > 3", "when age > 3 and age < 90"),
    (2, "  in matters of Case, Other\n", "  in matters of Case\n"),
    (1, "article 2\n", "article 2\n  applies from 2003-01-01\n"),
    (2, "article 2\n", "article 2\n  despite C article 1\n"),
    (
        2,
        "otherwise must fine",
        "otherwise must hold\n    whereupon must fine",
    ),
    (1, "article 3\n", "article 30\n"),
    (
        2,
        "  may fine",
        "  may fine unless heard as it stood on 2002-01-01",
    ),
    (2, "when grave_case", "when grave_case as it stood on 2002-01-01"),
    (1, "in force from 2000-01-01", "in force from 1999-01-01"),
    (1, "exists deed in deeds : deed.gravity is grave", "age > ("),
    (1, "age > (", "age > 4"),
    (1, "article 4\n", "article 5\n  may tell when heard\narticle 4\n"),
    (
        2,
        "  in matters of Case\n",
        "  in matters of Case\n  applies from 2002-01-01\n",
    ),
    (2, "  applies from 2002-01-01\n", "  subject to C article 1\n"),
    (2, "  subject to C article 1\n", ""),
    (2, "  in matters of Case\n", "  in matters of Case, Other\n"),
    (2, "  in matters of Case, Other\n", "  in matters of Case\n"),
    (2, "article 3\n", "article 2\n"),
    (0, "matter Other", "matter Others"),
    (0, "matter Others", "matter Other"),
    (
        2,
        "when grave_case",
        "when grave_case and age > 2\n    judged by judge: age",
    ),
    (2, "judged by judge: age", "judged by clerk: age"),
    (2, "judged by clerk: age", "judged by clerc: age"),
    (2, "judged by clerc: age", "judged by clerk: heard, age"),
    (
        0,
        "  heard : yes/no \"heard\"\n",
        "  heard : yes/no \"heard\" judged by judge\n",
    ),
    (2, "judged by clerk: heard, age", "judged by clerk"),
    (0, "  age : number \"age\"\n  told", "  told"),
    (0, "  told : moment", "  age : number \"age\"\n  told : moment"),
    (2, "code D", "law D"),
    (2, "law D", "code E"),
];

#[test]
fn each_edit_is_read_as_a_first_reading_reads_it() {
    let named = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    let mut files: Files = [
        ("words.law", WORDS),
        ("code.law", CODE),
        ("norms.law", NORMS),
        ("more.law", MORE),
    ]
    .map(named)
    .to_vec();
    let mut workspace = Workspace::new(&Limits::default());
    for (name, text) in &files {
        workspace.set(name, text);
    }
    let first = workspace.check();
    assert!(first.library.is_some(), "{:?}", first.findings);
    let mut edited = 0;
    for (file, old, new) in EDITS {
        let text = files[*file].1.replacen(old, new, 1);
        if text != files[*file].1 {
            edited += 1;
        }
        files[*file].1 = text;
        compare(&mut workspace, &files, *file);
    }
    assert!(edited >= 28, "only {edited} edits changed anything");
}

static RULES: LazyLock<Files> = LazyLock::new(law_files);

fn law_files() -> Files {
    let library = Library::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let files = library.sources().files().iter();
    files
        .map(|file| (file.name().to_owned(), file.text().to_owned()))
        .collect()
}

/// One careless edit of a line.
fn edit(text: &str, place: usize, kind: u8) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return "-- nothing was here\n".to_owned();
    }
    let place = place % lines.len();
    let changed;
    match kind {
        0 => {
            lines.remove(place);
        }
        1 => lines.insert(place, lines[place]),
        2 => lines.swap(place, (place + 1) % text.lines().count()),
        3 => lines.insert(place, "-- a remark"),
        4 => {
            changed = lines[place].replace('1', "2");
            lines[place] = &changed;
        }
        5 => {
            changed = lines[place].replace(" and ", " or ");
            lines[place] = &changed;
        }
        _ => {
            changed = lines[place].replacen("when", "unless", 1);
            lines[place] = &changed;
        }
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn careless_edits_of_the_rule_library_are_read_as_a_first_reading_reads_them(
        edits in prop::collection::vec((any::<usize>(), any::<usize>(), 0u8..7), 4)
    ) {
        let mut files = RULES.clone();
        let mut workspace = Workspace::new(&Limits::default());
        for (name, text) in &files {
            workspace.set(name, text);
        }
        workspace.check();
        for (file, place, kind) in edits {
            let file = file % files.len();
            files[file].1 = edit(&files[file].1, place, kind);
            compare(&mut workspace, &files, file);
        }
    }
}

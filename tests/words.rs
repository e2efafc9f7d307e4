//! What the engine says, in English, Russian and Kazakh: no form is missing from a phrase book.

use crate::support::case_files;
use jargy::{Library, SourceMap, read_scenarios};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn book(language: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root().join(format!("words/{language}.toml"))).unwrap();
    let book: toml::Table = toml::from_str(&text).unwrap();
    let phrases = book["phrases"].as_table().unwrap();
    phrases
        .iter()
        .map(|(english, other)| (english.clone(), other.as_str().unwrap().to_owned()))
        .collect()
}

/// How many gaps a form has.
fn gaps(form: &str) -> usize {
    form.matches("{}").count() + form.matches("{~}").count()
}

#[test]
fn both_phrase_books_hold_the_same_forms_and_lose_nothing() {
    let (russian, kazakh) = (book("ru"), book("kk"));
    assert!(russian.keys().eq(kazakh.keys()));
    assert!(russian.len() > 700);
    for (english, other) in russian.iter().chain(&kazakh) {
        assert!(!other.trim().is_empty(), "{english}");
        let named = (1..=9)
            .filter(|number| other.contains(&format!("{{{number}}}")))
            .count();
        assert_eq!(
            gaps(english),
            other.matches("{}").count() + named,
            "{english}: {other}"
        );
        // quoted words of the language are the same in every language
        let quoted = |text: &str| {
            let parts: BTreeSet<String> = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            parts
        };
        let plain = |words: &str| !words.contains('{') && !words.contains('"');
        let (had, has) = (quoted(english), quoted(other));
        let lost: Vec<&String> = had
            .iter()
            .filter(|words| plain(words) && !has.contains(*words))
            .collect();
        assert!(lost.is_empty(), "{english}: {lost:?} is missing from {other}");
    }
}

/// Files whose texts are said to people.
fn speaking() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for room in [
        "explain",
        "evaluate",
        "time",
        "case",
        "check",
        "resolve",
        "syntax/build",
        "value",
        "library",
        "columns",
        "cli/batch",
    ] {
        let mut folders = vec![root().join("src").join(room)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path);
                }
            }
        }
    }
    for file in [
        "syntax/trouble.rs",
        "timeline/trouble.rs",
        "law/amending.rs",
        "law/from_tree.rs",
        "law/interval.rs",
        "scenario/expectation.rs",
        "scenario/run.rs",
        "source/folder.rs",
    ] {
        files.push(root().join("src").join(file));
    }
    files.sort();
    files
}

/// The texts in a file of code, comments and tests left out.
fn texts(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(place) = rest.find(['"', '\'', '/']) {
        let after = &rest[place..];
        if after.starts_with("//") {
            rest = after.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(text) = after.strip_prefix('"') {
            let mut end = 0;
            let bytes = text.as_bytes();
            while bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            found.push(text[..end].to_owned());
            rest = &text[end + 1..];
        } else if after.starts_with('\'') {
            // a letter in quotes, or a lifetime
            let letter: Vec<char> = after.chars().take(4).collect();
            let length = match letter.as_slice() {
                ['\'', '\\', _, '\''] => after.chars().take(4).map(char::len_utf8).sum(),
                ['\'', _, '\'', ..] => after.chars().take(3).map(char::len_utf8).sum(),
                _ => 1,
            };
            rest = &after[length..];
        } else {
            rest = &after[1..];
        }
    }
    found
}

/// A text as a form: gaps for what is put in, without what only joins it to another.
fn form(text: &str) -> String {
    let mut out = String::new();
    let text = text.replace("\\\"", "\"").replace("\\n", "\n");
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => while signs.next_if(|sign| sign.is_whitespace()).is_some() {},
            '{' | '}' if signs.peek() == Some(&sign) => {
                signs.next();
                out.push(sign);
            }
            '{' => {
                out.push_str("{}");
                for inner in signs.by_ref() {
                    if inner == '}' {
                        break;
                    }
                }
            }
            _ => out.push(sign),
        }
    }
    out.trim().trim_start_matches([',', ';']).trim().to_owned()
}

/// Texts that are no messages, or parts from which whole forms are put together.
const PARTS: &[&str] = &[
    // the schema of a case is for programs
    "region or time zone in which local times are read",
    "a duration in {}",
    "10 working days",
    // put together with what follows
    "{} has no question `{}`{}",
    "`jargy list questions` shows them",
    "there is no matter `{}`{}",
    "write it as {}; `until` is null while it goes on",
    "(the mildest)",
    "point ({})",
    "elapsed time, without interruption",
    "elapsed time",
    "it stood still for {}{}",
    "({} to {})",
    "it stood still for {}{}; the last day is {}",
    "{} is {}; the {} working day is {}",
    // words and formats that are read or written by rule
    "art. {}",
    "constitutional law",
    "working day",
    "working {}",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "write {}}",
];

#[test]
fn no_message_is_missing_from_the_phrase_books() {
    let known: BTreeSet<String> = book("ru").keys().map(|form| form.replace("{~}", "{}")).collect();
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for path in speaking() {
        for text in texts(&std::fs::read_to_string(&path).unwrap()) {
            let form = form(&text);
            let words: String = form
                .replace("{}", "")
                .chars()
                .filter(|sign| sign.is_ascii_alphabetic())
                .collect();
            if !form.contains(' ') || words.len() < 2 || !words.chars().any(|sign| sign.is_ascii_lowercase())
            {
                continue;
            }
            seen += 1;
            if !known.contains(&form) && !PARTS.contains(&form.as_str()) {
                missing.insert(form);
            }
        }
    }
    assert!(seen > 500, "{seen}");
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Notes and steps of every answer that a scenario asks for are said in the language.
#[test]
fn answers_of_the_library_are_said_in_each_language() {
    let library = Library::load(root().join("rules")).unwrap();
    let mut files = Vec::new();
    case_files(&root().join("rules"), &mut files);
    let (mut said, mut unsaid) = (0, BTreeSet::new());
    for path in files {
        let mut sources = SourceMap::default();
        let file = sources.add("x.case", &std::fs::read_to_string(path).unwrap());
        for read in read_scenarios(&library, &file).0 {
            for line in &read.scenario.expect {
                let ask = read.matter.ask(&line.question.text()).unwrap();
                let english = ask.decide_in(&read.case, None, "en");
                for language in ["ru", "kk"] {
                    let other = ask.decide_in(&read.case, None, language);
                    assert_eq!(
                        (other.outcome(), other.value()),
                        (english.outcome(), english.value())
                    );
                    let pairs = english.notes().iter().zip(other.notes());
                    let notes = pairs.map(|(english, other)| (&english.text, &other.text));
                    let steps = english.counting().into_iter().zip(other.counting());
                    let steps = steps.flat_map(|(english, other)| english.steps.iter().zip(&other.steps));
                    for (english, other) in notes.chain(steps) {
                        said += 1;
                        if english == other {
                            unsaid.insert(english.clone());
                        }
                    }
                }
            }
        }
    }
    assert!(said > 1_000, "{said}");
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

#[test]
fn an_answer_and_a_finding_read_in_russian() {
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"));
        let output = command.current_dir(root()).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    let answer = run(&[
        "eval",
        "rules/kz/cases/minor.json",
        "--lang",
        "ru",
        "--ask",
        "inform_relative",
        "--why",
    ]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("answer-ru", answer);
    });
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = &folder.path().join("wrong.law");
    std::fs::write(path, "matter M \"m\"\n a : yes/no\naction act of M\ncode C \"c\" in force from 2000-01-01\n in matters of M\narticle 1\n shall act when nn\n").unwrap();
    let said = run(&["check", "--rules", path.to_str().unwrap(), "--lang", "kk"]);
    assert!(
        said.contains("`nn` мұнда факт та, анықтама да, параметр де емес"),
        "{said}"
    );
    assert!(said.contains("`must` деп жазыңыз"), "{said}");
}

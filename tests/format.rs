//! The one canonical layout.

use jargy::{Library, Limits, SourceMap, diff_always, format_cases, format_law};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn law(text: &str) -> String {
    let mut sources = SourceMap::default();
    format_law(&sources.add("x.law", text), &Limits::default())
}

fn cases(text: &str) -> String {
    let mut sources = SourceMap::default();
    format_cases(&sources.add("x.case", text), &Limits::default())
}

const MESSY: &str = "-- about the matter\nmatter   M \"m\"   label ru \"м\"\n a:yes/no -- the first\n\n -- the second\n      n : number \"how many\"\n\
action act of M\naction tell of M\n\n\n\n\
code C \"Code\" of kz adopted 1997-12-13,in force from 1998-01-01\nin matters of M\n -- of the code\n\narticle 1 \"One\"\ntext en \"\"\"\n   First line,\n     deeper.\n\"\"\"\n\
   must not act if any of (a) a ;(b) n>3 and ( n<5 or a ) -- why\n  define few as 3\ndefine share as 1/3 of n if a, 2/3 of n otherwise\n\
paragraph 2\nmust tell within 12 hours of now , within 3 days of then\n done told otherwise must act within 1 hour of due_at\n otherwise breach \"late\"\n\
act LATER \"Later\" adopted 2011-01-18, in force from 2011-01-18\namends C\nrepeal article 1 paragraph 2\nin article 1 insert point (c)\n(c) n = 7\narticle 2\nmay act when a\n-- the end\n";

#[test]
fn a_messy_file_is_laid_out() {
    let made = law(MESSY);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("laid-out", made);
    });
    assert_eq!(law(&made), made);
}

#[test]
fn scenarios_are_laid_out() {
    let messy = "scenario \"one\" source \"S\" para 1 law on 2012-01-01 assessed at 2012-01-02 10:00\ngiven M a = yes n = [1,2 , 3]\nv=(x = 1,y=2)\nexpect act is forbidden by C article 1\n  few is 3\n";
    assert_eq!(
        cases(messy),
        "scenario \"one\"\n  source \"S\" para 1\n  law on 2012-01-01, assessed at 2012-01-02 10:00\n  given M\n    a = yes\n    n = [1, 2, 3]\n    v = (x = 1, y = 2)\n  expect\n    act is forbidden by C article 1\n    few is 3\n"
    );
}

#[test]
fn what_cannot_be_read_is_left_alone_and_the_rest_is_laid_out() {
    let text = "matter M \"m\"\n a:yes/no\narticle 1\n    must   not act when unless\n  may act   when a\n";
    let made = law(text);
    assert_eq!(
        made,
        "matter M \"m\"\n  a : yes/no\n\narticle 1\n    must   not act when unless\n  may act\n    when a\n"
    );
    assert_eq!(law(&made), made);
}

fn rule_files() -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "law") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_rules_are_laid_out() {
    let wrong = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        law(&text) != text
    };
    let wrong: Vec<PathBuf> = rule_files().into_iter().filter(wrong).collect();
    assert!(wrong.is_empty(), "`jargy fmt` changes {wrong:?}");
}

/// Other white space where the layout is free: deeper lines, clauses on the line before, spaces.
fn mangled(text: &str, choices: &[u8]) -> String {
    let mut out = String::new();
    let mut block = false;
    // how deep the duties stand that follow from other ones: what is theirs is indented deeper
    let mut following: Vec<usize> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let choice = usize::from(choices[number % choices.len()]);
        let inside = block;
        block ^= line.matches("\"\"\"").count() % 2 == 1;
        let words = line.trim_start();
        let depth = line.len() - words.len();
        if !inside && !words.is_empty() {
            following.retain(|outer| *outer < depth);
        }
        let inner = 9 * following.len();
        if words.starts_with("otherwise must") || words.starts_with("whereupon must") {
            following.push(depth);
        }
        let clause = ["when ", "unless ", "if ", "within ", "done ", "on reading "]
            .iter()
            .any(|word| words.starts_with(word));
        let before_comment = out.lines().next_back().is_some_and(|last| last.contains("--"));
        if inside || words.is_empty() {
            out.push_str(line);
        } else if clause && choice % 3 == 0 && !before_comment {
            out.truncate(out.trim_end_matches('\n').len());
            out.push_str(&format!("  {words}"));
        } else {
            out.push_str(&format!("{}{words}", " ".repeat(inner + choice % 9)));
        }
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_layout_does_not_depend_on_that_of_the_drafter(choices in prop::collection::vec(any::<u8>(), 7..40)) {
        for path in rule_files() {
            let text = std::fs::read_to_string(&path).unwrap();
            let again = law(&mangled(&text, &choices));
            prop_assert_eq!(&again, &text, "{}", path.display());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_laid_out_or_left_alone(words in prop::collection::vec(prop::sample::select(vec![
        "matter", "M", "\"m\"", "a", ":", "yes/no", "code", "C", "in force from 2000-01-01", "article", "1", "may", "must", "not", "act", "when", "\n",
        "\n\n", "-- remark\n", "(a)", "if any of", ";", "define", "x as", "3", "/", "text en \"\"\"", "\"\"\"", "scenario", "given", "expect", "otherwise", ",", "\"",
    ]), 0..60)) {
        let text = words.join(" ");
        let made = law(&text);
        prop_assert_eq!(law(&made), made.clone());
        let letters = |text: &str| text.chars().filter(|sign| !sign.is_whitespace() && *sign != ',').collect::<String>();
        // nothing is lost and nothing is added
        prop_assert_eq!(letters(&made), letters(&text));
        let made = cases(&text);
        prop_assert_eq!(cases(&made), made);
    }
}

#[test]
fn a_file_that_was_laid_out_means_the_same() {
    let texts: Vec<(PathBuf, String)> = rule_files()
        .into_iter()
        .filter(|path| !path.to_str().unwrap().contains("/bills/"))
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect();
    let library = |change: &dyn Fn(&str) -> String| {
        let changed: Vec<(String, String)> = texts
            .iter()
            .map(|(path, text)| (path.display().to_string(), change(text)))
            .collect();
        Library::from_texts(changed.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap()
    };
    let messy = library(&|text| mangled(text, &[3, 1, 4, 0, 5, 9, 2, 6]));
    let neat = library(&|text| law(&mangled(text, &[3, 1, 4, 0, 5, 9, 2, 6])));
    assert!(diff_always(&messy, &neat).is_empty());
}

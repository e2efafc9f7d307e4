//! The rule library: clean, tested, and every norm that it claims is exercised.

use crate::support::case_files;
use jargy::{Library, Limits, SourceMap, read_scenarios, run_scenario};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

#[test]
fn the_rules_have_no_findings() {
    let checked = Library::check(&[&rules()], &Limits::default()).unwrap();
    let drawn: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| jargy::render(finding, &checked.sources, 100, false))
        .collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n"));
}

#[test]
fn every_scenario_holds_and_there_are_at_least_500() {
    let library = Library::load(rules()).unwrap();
    let mut files = Vec::new();
    case_files(&rules(), &mut files);
    let mut count = 0;
    let mut titles = BTreeSet::new();
    for path in files {
        let mut sources = SourceMap::default();
        let file = sources.add(
            &path.display().to_string(),
            &std::fs::read_to_string(&path).unwrap(),
        );
        let (read, findings) = read_scenarios(&library, &file);
        assert!(
            findings.is_empty(),
            "{}",
            jargy::render(&findings[0], &sources, 100, false)
        );
        for scenario in &read {
            let report = run_scenario(&library, scenario).unwrap();
            assert!(
                report.failures.is_empty(),
                "{}: {:?}",
                report.title,
                report.failures
            );
            assert!(report.expectations > 0, "{} expects nothing", report.title);
            assert!(
                titles.insert(report.title.clone()),
                "two scenarios are called {}",
                report.title
            );
            count += 1;
        }
    }
    assert!(count >= 500, "{count} scenarios");
}

/// A bill is tried as if it were law, and is none while nobody asks for it.
#[test]
fn the_scenarios_of_bills_hold_with_the_bill_alone() {
    for bill in ["preventive-mechanism", "trafficking"] {
        let run = |with: bool| {
            let (law, cases) = (
                format!("rules/kz/bills/{bill}.law"),
                format!("rules/kz/bills/{bill}.case"),
            );
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jargy"));
            command
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(["test", &cases]);
            if with {
                command.args(["--with", &law]);
            }
            let output = command.output().unwrap();
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let (status, said) = run(true);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains(" 0 failed"), "{said}");
        assert_eq!(run(false).0, Some(1));
    }
}

/// Every norm decides, or is found not to apply, in some scenario: no norm of the library is dead text.
#[test]
fn every_question_is_asked_by_some_scenario() {
    let library = Library::load(rules()).unwrap();
    let mut files = Vec::new();
    case_files(&rules(), &mut files);
    let mut asked = BTreeSet::new();
    for path in files {
        let mut sources = SourceMap::default();
        let file = sources.add("x.case", &std::fs::read_to_string(&path).unwrap());
        for read in read_scenarios(&library, &file).0 {
            for line in &read.scenario.expect {
                asked.insert((read.matter.name().to_owned(), line.question.text()));
            }
        }
    }
    let law = library.at_any_date();
    for matter in [
        "Custody",
        "Sentence",
        "Proceedings",
        "Extradition",
        "RestrainingOrder",
        "Visiting",
        "Mechanism",
        "Rights",
        "Removal",
        "Service",
        "Regulation",
    ] {
        let matter = law.matter(matter).unwrap();
        for question in matter
            .questions()
            .iter()
            .filter(|question| question.kind() != "value")
        {
            let key = (matter.name().to_owned(), question.name().to_owned());
            assert!(asked.contains(&key), "no scenario asks {} of {}", key.1, key.0);
        }
    }
}

/// What the issue of the first release asks to be shown.
#[test]
fn a_minor_accused_of_an_ordinary_offence_is_refused_remand_by_article_491() {
    let library = Library::load(rules()).unwrap();
    let custody = library
        .on("2012-06-01".parse().unwrap())
        .matter("Custody")
        .unwrap();
    let facts = |term: &str| {
        let json = format!(
            "{{\"facts\": {{\"suspect\": {{\"born_on\": \"1996-03-01\"}}, \"offence\": {{\"committed_on\": \"2012-05-01\"{term}}}}}}}"
        );
        custody.case_from_json(&json).unwrap()
    };
    let ask = custody.ask("remand_in_custody").unwrap();
    let refused = ask.decide(&facts(", \"max_term\": \"P5Y\""), None);
    assert_eq!(refused.outcome().word(), "forbidden");
    assert_eq!(refused.because()[0].citation, "KZ CCP art. 491(1)");
    assert!(
        refused.because()[0]
            .text
            .as_deref()
            .unwrap()
            .contains("only exceptionally")
    );
    let open = ask.decide(&facts(""), None);
    assert_eq!(open.outcome().word(), "unknown");
    let missing: Vec<&str> = open.missing().iter().map(|fact| fact.fact.as_str()).collect();
    assert_eq!(
        missing,
        ["offence.max_term", "offence.negligent", "grounds_for_remand"]
    );
    assert!(!open.missing_may_be_wide());
}

// ------------------------------------------------------------------ the calendar of Kazakhstan

fn kz_calendar() -> (Library, Vec<&'static str>) {
    let library = Library::load(rules()).unwrap();
    // days free because a holiday fell on a rest day, as python-holidays (Kazakhstan, July 2026) computes them
    let free = "2008-03-10 2008-03-24 2008-09-01 2008-10-27 2009-03-09 2009-03-23 2009-05-11 2009-08-31 2010-01-04 2010-03-24 \
                2010-05-03 2010-05-10 2011-01-03 2011-01-04 2011-05-02 2011-12-19 2012-01-03 2012-12-03 2012-12-18 2013-03-25 \
                2013-07-08 2013-12-02 2014-03-10 2014-03-24 2014-03-25 2014-07-07 2014-09-01";
    (library, free.split_whitespace().collect())
}

#[test]
fn days_in_the_stead_of_holidays_are_those_of_another_implementation() {
    let (library, expected) = kz_calendar();
    let calendar = library.calendar("kz_working_days").unwrap();
    let mut found = Vec::new();
    let mut day: jargy::Date = "2008-01-01".parse().unwrap();
    let end: jargy::Date = "2015-01-01".parse().unwrap();
    while day < end {
        if let Some(jargy::DayOff::Substitute(_)) = calendar.day_off(day) {
            found.push(day.to_string());
        }
        day = day.succ_opt().unwrap();
    }
    assert_eq!(found, expected);
}

#[test]
fn days_moved_by_decree_are_worked_and_free() {
    let (library, _) = kz_calendar();
    let calendar = library.calendar("kz_working_days").unwrap();
    let day = |text: &str| text.parse::<jargy::Date>().unwrap();
    assert!(calendar.is_working(day("2012-12-29")));
    assert!(!calendar.is_working(day("2012-12-31")));
    // the Saturday that is worked lies in another year than its free day
    assert!(calendar.is_working(day("2013-12-28")));
    assert!(!calendar.is_working(day("2014-01-03")));
    // 7 January 2012, a Saturday, frees no other day; nor does the Sunday of Kurban Ait in 2011
    assert!(calendar.is_working(day("2012-01-09")));
    assert!(calendar.is_working(day("2011-11-07")));
    assert!(calendar.is_certain(day("2014-12-31")));
    assert!(!calendar.is_certain(day("2015-01-01")));
}

/// The amendments of the catalogue whose content the report gives, and where each is told before and after.
#[test]
fn every_amendment_has_scenarios_before_and_after() {
    let text = std::fs::read_to_string(rules().join("kz/scenarios/amendments.case")).unwrap();
    // A13, A19 and A21 are reported without their content, A24 without its day
    for number in [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 22, 23, 25, 26, 27, 28, 29, 30, 31,
    ] {
        let scenarios = text.matches(&format!("scenario \"A{number}: ")).count();
        assert!(scenarios >= 2, "A{number} has {scenarios} scenarios");
    }
}

/// The words that begin an amendment on a line.
const OPERATIONS: &[&str] = &[
    "repeal ",
    "renumber ",
    "insert ",
    "in article ",
    "replace ",
    "substitute ",
    "strike down ",
    "suspend ",
    "reading of ",
];

/// An act without one amendment, for each of them: its words, and the file without it.
fn without_each_amendment(text: &str) -> Vec<(String, String)> {
    let begins = |line: &str| OPERATIONS.iter().any(|word| line.trim_start().starts_with(word));
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| begins(line)) {
        let after = &lines[number + 1..];
        let ends = |other: &&str| begins(other) || !other.starts_with([' ', '-']) && !other.is_empty();
        let length = after.iter().position(ends).unwrap_or(after.len());
        let kept = [&lines[..number], &after[length..]].concat();
        found.push((line.trim().to_owned(), kept.join("\n") + "\n"));
    }
    found
}

#[test]
fn no_amendment_can_be_lost_unnoticed() {
    let mut all = Vec::new();
    let mut folders = vec![rules()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("bills") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "law") {
                all.push((path.clone(), std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    case_files(&rules().join("kz/scenarios"), &mut files);
    let texts = files.iter().map(|path| std::fs::read_to_string(path).unwrap());
    let cases: String = texts.collect();
    let mut tried = 0;
    for (place, (path, text)) in all.iter().enumerate() {
        for (operation, without) in without_each_amendment(text) {
            let texts = all.iter().enumerate().map(|(other, (path, text))| {
                let text = if other == place {
                    without.as_str()
                } else {
                    text.as_str()
                };
                (path.to_str().unwrap(), text)
            });
            tried += 1;
            let Ok(library) = Library::from_texts(texts) else {
                continue;
            };
            let mut sources = SourceMap::default();
            let file = sources.add("all.case", &cases);
            let (read, findings) = read_scenarios(&library, &file);
            let fails =
                |read| run_scenario(&library, read).map_or(true, |report| !report.failures.is_empty());
            let noticed = !findings.is_empty() || !library.warnings().is_empty() || read.iter().any(fails);
            // where the report gives no content, nothing can be asked
            let recorded = operation.starts_with("in article 247") || operation.ends_with("361 paragraph 4");
            assert!(
                noticed || recorded,
                "{operation} of {} could be lost",
                path.display()
            );
        }
    }
    assert!(tried >= 20, "{tried}");
}

/// Whoever answers in Russian or Kazakh reads every word of the library in that language.
#[test]
fn everything_that_has_a_name_is_labelled_in_three_languages() {
    let library = Library::load(rules()).unwrap();
    let program = library.program();
    let mut without = Vec::new();
    let kz = |span: jargy::Span| library.sources().locate(span).contains("rules/kz");
    for (kind, place, name, labels) in program.named() {
        for language in ["en", "ru", "kk"] {
            if kz(place) && labels.in_language(language).is_none() {
                without.push(format!("{kind} {name}: {language}"));
            }
        }
    }
    let here = program.named().into_iter().filter(|named| kz(named.1)).count();
    assert!(here > 400, "{here}");
    assert!(
        without.is_empty(),
        "{} have no label: {}",
        without.len(),
        without.join(", ")
    );
}

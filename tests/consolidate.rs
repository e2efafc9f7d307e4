//! Consolidation: the law of a date as a rule file of its own, which answers like the law itself.

use crate::support::{case_files, library};
use jargy::{Answer, Library, SourceMap, answer_json, read_scenarios};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

/// All of an answer but the acts that made the versions, which consolidation leaves behind.
fn said(answer: &Answer) -> String {
    let mut json = answer_json(answer, false);
    for cited in json["because"].as_array_mut().unwrap() {
        cited.as_object_mut().unwrap().remove("amended_by");
    }
    // of an instrument that speaks of the question on other dates alone nothing is left to note
    let notes = json["notes"].as_array_mut().unwrap();
    notes.retain(|note| note["kind"] != "currency");
    json.to_string()
}

#[test]
fn every_scenario_is_answered_alike_by_the_consolidated_law_of_its_date() {
    let law = Library::load(rules()).unwrap();
    let dates: Vec<_> = law.dates().collect();
    let mut consolidated: HashMap<usize, Library> = HashMap::new();
    let mut files = Vec::new();
    case_files(&rules(), &mut files);
    let mut compared = 0;
    for path in files {
        let mut sources = SourceMap::default();
        let file = sources.add("x.case", &std::fs::read_to_string(&path).unwrap());
        let (read, _) = read_scenarios(&law, &file);
        for (number, scenario) in read.iter().enumerate() {
            let Some(date) = scenario.matter.law_date(&scenario.case) else {
                continue;
            };
            let stretch = dates.partition_point(|other| *other <= date);
            let other = consolidated
                .entry(stretch)
                .or_insert_with(|| library(&law.consolidate(None, date).unwrap()));
            let (again, findings) = read_scenarios(other, &file);
            assert!(findings.is_empty(), "{findings:?}");
            let again = &again[number];
            for question in scenario.matter.questions() {
                let one = scenario.matter.ask(question.name()).unwrap();
                let two = again.matter.ask(question.name()).unwrap();
                assert_eq!(
                    one.outcome(&scenario.case, None),
                    two.outcome(&again.case, None),
                    "{} in {}",
                    question.name(),
                    path.display()
                );
                compared += 1;
            }
            // with reasons, missing facts and notes
            for expected in &scenario.scenario.expect {
                let name = expected.question.text();
                let one = scenario.matter.ask(&name).unwrap();
                let two = again.matter.ask(&name).unwrap();
                let one = one.decide(&scenario.case, None);
                let two = two.decide(&again.case, None);
                assert_eq!(said(&one), said(&two), "{name} in {}", path.display());
            }
        }
    }
    assert!(compared > 2000, "{compared}");
}

#[test]
fn what_is_consolidated_is_consolidated_to_the_same_again() {
    let law = Library::load(rules()).unwrap();
    for date in law.dates().collect::<Vec<_>>() {
        let once = law.consolidate(None, date).unwrap();
        let twice = library(&once).consolidate(None, date).unwrap();
        assert_eq!(once, twice, "{date}");
    }
}

#[test]
fn one_instrument_stands_by_itself_beside_the_others() {
    let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["consolidate", "CAO", "--on", "2012-06-01"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("consolidated", String::from_utf8(output.stdout).unwrap());
    });
    let output = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .args(["consolidate", "CPP", "--on", "2012-06-01"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `CCP`?"));
}

/// One amendment of a code with four articles, as rule text in an act of its own.
fn amendment(number: usize, (what, article, year, to_facts): (u8, u8, u16, bool)) -> String {
    let article = article % 4 + 1;
    let value = number + 10;
    let applies = if to_facts {
        format!(" applies to done_on from {year}-06-01\n")
    } else {
        String::new()
    };
    let operation = match what % 7 {
        0 => format!("change norm of article {article}\n{applies} define x{article} as {value}\n"),
        1 => format!("repeal article {article}\n{applies}"),
        2 => format!("replace article {article}\n{applies} define x{article} as {value}\n may act when b\n"),
        3 => format!("suspend article {article} from {year}-03-01 until {year}-09-30\n"),
        4 => format!("insert article {article}-1\n{applies} must not act when a\n"),
        5 => format!("reinstate article {article}\n"),
        _ => format!("strike down article {article}\n"),
    };
    format!(
        "act A{number} \"a\"\n adopted {year}-01-{:02}, in force from {year}-02-01\namends CODE\n{operation}",
        number + 1
    )
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 48, ..proptest::test_runner::Config::default() })]

    /// Acts that cannot be carried out are left out one by one; what remains is consolidated at every date.
    #[test]
    fn whatever_acts_have_done_consolidation_answers_alike(
        acts in proptest::collection::vec((0u8..7, 0u8..4, 2001u16..2009, proptest::bool::ANY), 1..7),
    ) {
        let base = "matter M \"m\"\n a : yes/no\n b : yes/no\n done_on : date\naction act of M\n\
            code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
            article 1\n define x1 as 1\n may act when a\narticle 2\n define x2 as x1\narticle 3\n define x3 as x2 as it stood on 2004-01-01\n\
            article 4\n define x4 as x1 + x3\n must not act when b\n";
        let mut text = base.to_owned();
        for (number, act) in acts.iter().enumerate() {
            let longer = format!("{text}{}", amendment(number, *act));
            if Library::from_texts([("test.law", longer.as_str())]).is_ok() {
                text = longer;
            }
        }
        let law = library(&text);
        let dates: Vec<_> = law.dates().collect();
        for (number, date) in dates.iter().copied().enumerate() {
            let consolidated = law.consolidate(None, date).unwrap();
            let file = jargy::SourceMap::default().add("test.law", &consolidated);
            proptest::prop_assert_eq!(&jargy::format_law(&file, &jargy::Limits::default()), &consolidated, "laid out, on {}", date);
            let other = library(&consolidated);
            proptest::prop_assert_eq!(other.consolidate(None, date).unwrap(), consolidated.clone(), "again on {} of\n{}", date, text);
            // of another date too it is the law that this text holds of it
            for elsewhere in [dates[0], dates[(number + 1) % dates.len()]] {
                let twice = library(&other.consolidate(None, elsewhere).unwrap());
                let snapshots = (other.on(elsewhere).matter("M").unwrap(), twice.on(elsewhere).matter("M").unwrap());
                for question in snapshots.0.questions() {
                    let ask = |matter: &jargy::Matter| {
                        let case = matter.case_from_json("{\"facts\": {\"a\": true, \"b\": false, \"done_on\": \"2003-01-01\"}}").unwrap();
                        matter.ask(question.name()).map(|ask| ask.outcome(&case, None)).ok()
                    };
                    proptest::prop_assert_eq!(ask(&snapshots.0), ask(&snapshots.1), "{} on {} of\n{}", question.name(), elsewhere, consolidated);
                }
            }
            for facts in ["{}", "{\"a\": true, \"b\": false}", "{\"a\": false, \"b\": true, \"done_on\": \"2003-01-01\"}", "{\"a\": true, \"b\": true, \"done_on\": \"2007-01-01\"}"] {
                let json = format!("{{\"facts\": {facts}}}");
                let (one, two) = (law.on(date).matter("M").unwrap(), other.on(date).matter("M").unwrap());
                let (case, again) = (one.case_from_json(&json).unwrap(), two.case_from_json(&json).unwrap());
                for question in one.questions() {
                    let (a, b) = (one.ask(question.name()).unwrap(), two.ask(question.name()).unwrap());
                    proptest::prop_assert_eq!(
                        a.outcome(&case, None), b.outcome(&again, None),
                        "{} on {} with {}\n{}", question.name(), date, facts, text
                    );
                }
            }
        }
    }
}

#[test]
fn an_instrument_that_the_vocabulary_names_keeps_its_heading() {
    let law = library(
        "matter M \"m\"\n  a : yes/no\n  limits counted by CODE\naction act of M\ncode CODE \"Code\" in force from 1998-01-01\n  in matters of M\n\
         article 1\n  counting rule of CODE\n    days : first day not counted\narticle 2\n  may act when a\n",
    );
    let before = law.consolidate(None, "1997-12-31".parse().unwrap()).unwrap();
    assert!(
        before.contains("code CODE \"Code\"\n  in force from 1998-01-01\n"),
        "{before}"
    );
    assert!(
        before.contains("counting rule of CODE") && !before.contains("may act"),
        "{before}"
    );
    library(&before);
    let after = law.consolidate(None, "1998-01-01".parse().unwrap()).unwrap();
    assert!(
        after.contains("article 1") && after.contains("article 2"),
        "{after}"
    );
}

#[test]
fn what_is_not_in_force_is_not_in_the_text_of_the_date() {
    let law = library(
        "matter M \"m\"\n  a : yes/no\naction act of M\naction other of M\ncode CODE \"Code\" in force from 2000-01-01\n  in matters of M\n\
         article 1\n  in force from 2000-01-01 until 2001-12-31\n  may act when a\narticle 2\n  in force from 2002-01-01\n  may other when a\n",
    );
    let on = |date: &str| law.consolidate(None, date.parse().unwrap()).unwrap();
    let (last, first) = (on("2001-12-31"), on("2002-01-01"));
    assert!(
        last.contains("article 1") && !last.contains("article 2"),
        "{last}"
    );
    assert!(
        !first.contains("article 1") && first.contains("article 2"),
        "{first}"
    );
}

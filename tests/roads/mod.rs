//! One answer by every road: generated cases, and the scenarios of the rule library, as JSON, YAML, `.case`, CSV, lines of
//! JSON and Parquet, by the session and the interview, and from what these save. `JARGY_ROADS=20000` sets how many cases
//! are made, and has all scenarios go all roads.

mod library;
mod made;
mod taken;
mod written;

use made::{Chance, GOALS, Given, Made, QUESTIONS, RULES, goals, made};
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use taken::{Answered, Roads, told};
use written::{batch, csv, given_words};

/// How many cases are made, where that is said: all of them go all roads.
fn wanted() -> Option<usize> {
    std::env::var("JARGY_ROADS")
        .ok()
        .and_then(|number| number.parse().ok())
}

fn write_parquet(path: &Path, batch: &arrow_array::RecordBatch, compression: Compression) {
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_compression(compression)
        .build();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// Each codec that files are read with.
fn codecs() -> [(&'static str, Compression); 6] {
    [
        ("Parquet", Compression::UNCOMPRESSED),
        ("Parquet, snappy", Compression::SNAPPY),
        ("Parquet, zstd", Compression::ZSTD(ZstdLevel::default())),
        ("Parquet, gzip", Compression::GZIP(GzipLevel::default())),
        ("Parquet, lz4", Compression::LZ4_RAW),
        ("Parquet, brotli", Compression::BROTLI(BrotliLevel::default())),
    ]
}

#[test]
fn a_case_has_the_same_answers_by_every_road() {
    let mut roads = Roads {
        folder: tempfile::tempdir().unwrap(),
        rules: PathBuf::from("rules.law"),
        library: crate::support::library(RULES),
        questions: QUESTIONS.map(str::to_owned).to_vec(),
        compared: BTreeMap::new(),
    };
    roads.write("rules.law", RULES);
    let mut chance = Chance(7);
    let mut left = wanted().unwrap_or(120);
    // what is saved lies in one folder: it is made and compared part by part
    while left > 0 {
        let part = left.min(2_000);
        let cases: Vec<Made> = (0..part).map(|_| made(&mut chance)).collect();
        go(&mut roads, &cases, &mut chance);
        left -= part;
    }
    roads.tell("cases");
}

fn go(roads: &mut Roads, cases: &[Made], chance: &mut Chance) {
    let matter = roads.library.at_any_date().matter("Claim").unwrap();
    let mut expected: Vec<Answered> = Vec::new();
    for case in cases {
        let case = roads.document(&matter, &case.json().to_string());
        roads.count("JSON", roads.questions.len());
        expected.push(Answered::new(&matter, &roads.questions, case));
    }
    for (case, expected) in cases.iter().zip(&expected) {
        let mark = if chance.below(5) == 0 { "\u{feff}" } else { "" };
        let yaml = format!("{mark}{}", case.yaml(chance));
        let read = matter
            .case_from_yaml(&yaml)
            .unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        roads.same("YAML", &matter, &read, expected, &yaml);
        if case.in_lines() {
            let text = format!("{mark}{}", case.scenario());
            let (matter, read) = roads.scenario(&text);
            roads.same(".case", &matter, &read, expected, &text);
        }
    }
    tables(roads, cases, &expected);
    sessions(roads, cases, &expected);
}

fn tables(roads: &mut Roads, cases: &[Made], expected: &[Answered]) {
    let all = || cases.iter().zip(expected);
    let (rows, answers): (Vec<&Made>, Vec<_>) = all().filter(|(case, _)| case.in_cells()).unzip();
    roads.write("cases.csv", &csv(&rows));
    roads.table("CSV", ("Claim", "cases.csv"), &answers);
    let lines: String = cases.iter().map(|case| format!("{}\n", case.json())).collect();
    roads.write("cases.ndjson", &format!("\u{feff}{lines}"));
    roads.table(
        "NDJSON",
        ("Claim", "cases.ndjson"),
        &expected.iter().collect::<Vec<_>>(),
    );
    let (rows, answers): (Vec<&Made>, Vec<_>) = all().filter(|(case, _)| case.in_columns()).unzip();
    for (number, (road, codec)) in codecs().into_iter().enumerate() {
        write_parquet(&roads.path("cases.parquet"), &batch(&rows, number % 4), codec);
        roads.table(road, ("Claim", "cases.parquet"), &answers);
    }
}

/// Cases that a session builds, asks and saves: what it says are the answers, and what it saves is the same case.
fn sessions(roads: &mut Roads, cases: &[Made], expected: &[Answered]) {
    let all = cases.iter().zip(expected).enumerate();
    let all: Vec<_> = all.filter(|(_, (case, _))| case.in_lines()).collect();
    for part in all.chunks(100) {
        let mut lines = "\u{feff}".to_owned();
        for (number, (case, _)) in part {
            let asked = QUESTIONS[number % QUESTIONS.len()];
            lines += "clear\nmatter Claim\n";
            case.on.iter().for_each(|on| lines += &format!("on {on}\n"));
            case.at.iter().for_each(|at| lines += &format!("at {at}\n"));
            lines += if case.zone { "zone east\n" } else { "" };
            lines += if case.wide { "reading wide\n" } else { "" };
            for (path, given) in &case.facts {
                lines += &format!("{path} = {}\n", given_words(given));
            }
            lines += &format!("ask\nask {asked}\nsave {number}.case\nsave {number}.json\nclear\n");
            lines += &format!("load {number}.case\nsave {number}-again.json\nclear\nload {number}.json\n");
            lines += &format!("save {number}-again.case\n");
        }
        let said = roads.jargy(&["repl"], &lines);
        let mut told = said.lines().filter(|line| {
            let question = line.split(": ").next().unwrap_or_default();
            QUESTIONS.contains(&question)
        });
        for (number, (_, expected)) in part {
            session(roads, *number, expected, &mut told);
        }
        assert_eq!(told.next(), None);
    }
}

fn session<'a>(
    roads: &mut Roads,
    number: usize,
    expected: &Answered,
    told: &mut impl Iterator<Item = &'a str>,
) {
    let matter = roads.library.at_any_date().matter("Claim").unwrap();
    let again = QUESTIONS[number % QUESTIONS.len()];
    let heading = |question: &str| {
        let place = QUESTIONS.iter().position(|known| *known == question).unwrap();
        expected.headings[place].as_str()
    };
    let all = matter.questions();
    for question in all.iter().map(|question| question.name()).chain([again]) {
        let source = || roads.read(&format!("{number}.case"));
        assert_eq!(told.next(), Some(heading(question)), "{}", source());
    }
    roads.count("session", QUESTIONS.len() + 1);
    for (road, name) in [
        ("saved by the session as .case", format!("{number}.case")),
        (
            "saved, loaded and saved again as .case",
            format!("{number}-again.case"),
        ),
    ] {
        let saved = roads.read(&name);
        let (matter, read) = roads.scenario(&saved);
        roads.same(road, &matter, &read, expected, &saved);
        std::fs::remove_file(roads.path(&name)).unwrap();
    }
    for (road, name) in [
        ("saved by the session as JSON", format!("{number}.json")),
        (
            "saved, loaded and saved again as JSON",
            format!("{number}-again.json"),
        ),
    ] {
        let saved = roads.read(&name);
        let read = roads.document(&matter, &saved);
        roads.same(road, &matter, &read, expected, &saved);
        std::fs::remove_file(roads.path(&name)).unwrap();
    }
}

#[test]
fn an_interview_that_asks_for_all_facts_has_and_saves_the_case() {
    let rules = format!(
        "{}{}act B{}",
        RULES.split("act B").next().unwrap(),
        goals(),
        RULES.split("act B").nth(1).unwrap()
    );
    let mut roads = Roads {
        folder: tempfile::tempdir().unwrap(),
        rules: PathBuf::from("rules.law"),
        library: crate::support::library(&rules),
        questions: QUESTIONS
            .map(str::to_owned)
            .into_iter()
            .chain((0..GOALS.len()).map(|goal| format!("goal_{goal}")))
            .collect(),
        compared: BTreeMap::new(),
    };
    roads.write("rules.law", &rules);
    let matter = roads.library.at_any_date().matter("Claim").unwrap();
    let mut chance = Chance(11);
    // each takes a process of its own, and some questions
    let cases = wanted().map_or(6, |all| all.div_ceil(10));
    for number in 0..cases {
        let mut case = made(&mut chance);
        let facts = GOALS[number / 2 % GOALS.len()];
        case.facts
            .retain(|path, _| facts.iter().any(|(fact, _)| fact == path));
        (case.zone, case.wide) = (false, false);
        if !case.in_lines() {
            continue;
        }
        interviewed(&mut roads, &matter, &case, number);
    }
    roads.tell("cases");
}

fn interviewed(roads: &mut Roads, matter: &jargy::Matter, case: &Made, number: usize) {
    let document = case.json().to_string();
    let read = roads.document(matter, &document);
    let expected = Answered::new(matter, &roads.questions, read);
    let saved = if number % 2 == 0 { "i.case" } else { "i.json" };
    let name = format!("goal_{}", number / 2 % GOALS.len());
    let mut arguments = vec![
        "ask", "Claim", "--goal", &name, "--save", saved, "--format", "json",
    ];
    // without a date or a moment on the command line the interview asks for neither: the goal rests on none
    case.on.iter().for_each(|on| arguments.extend(["--on", on]));
    case.at.iter().for_each(|at| arguments.extend(["--at", at]));
    let _ = std::fs::remove_file(roads.path(saved));
    let said = roads.interview(&arguments, false, &|path| {
        let stated = case.facts.iter().find(|(known, _)| **known == path);
        stated.map_or("-".to_owned(), |(_, given)| given_words(given))
    });
    let said: serde_json::Value =
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}\n{said}"));
    let goal = told(&matter.ask(&name).unwrap().decide(&expected.case, None));
    let answer = &said["answers"][0];
    let value = answer["value"]
        .as_i64()
        .map(|value| value.to_string())
        .unwrap_or_default();
    assert_eq!(
        format!("{}|{value}||", answer["outcome"].as_str().unwrap()),
        goal,
        "{document}\n{said}"
    );
    roads.count("interview", 1);
    let shown = said["case"].to_string();
    let read = roads.document(matter, &shown);
    roads.same("shown by the interview", matter, &read, &expected, &shown);
    let text = roads.read(saved);
    if saved == "i.case" {
        let (matter, read) = roads.scenario(&text);
        roads.same(
            "saved by the interview as .case",
            &matter,
            &read,
            &expected,
            &text,
        );
    } else {
        let read = roads.document(matter, &text);
        roads.same("saved by the interview as JSON", matter, &read, &expected, &text);
    }
}

#[test]
fn a_moment_of_the_law_that_was_not_given_is_null_and_the_same_as_absent() {
    let library = crate::support::library(RULES);
    let matter = library.at_any_date().matter("Claim").unwrap();
    let with = matter
        .case_from_json("{\"on\": null, \"at\": null, \"zone\": null, \"facts\": {\"n\": 11}}")
        .unwrap();
    let without = matter.case_from_json("{\"facts\": {\"n\": 11}}").unwrap();
    assert_eq!(with, without);
    assert_eq!(
        matter
            .case_from_yaml("on: ~\nat: null\nfacts:\n  n: 11\n")
            .unwrap(),
        without
    );
    let made = Made {
        on: None,
        at: None,
        zone: false,
        wide: false,
        facts: [("n", Given::Number("11".to_owned()))].into(),
    };
    assert_eq!(matter.case_from_json(&made.json().to_string()).unwrap(), without);
}

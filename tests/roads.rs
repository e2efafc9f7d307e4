//! One answer by every road: generated cases, and the scenarios of the rule library, as JSON, YAML, `.case`, CSV, lines of
//! JSON and Parquet, by the session and the interview, and from what these save. `JARGY_ROADS=20000` sets how many.

use crate::support::case_files;
use arrow_array::builder::{Date32Builder, ListBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use chrono::Datelike;
use jargy::{Answer, Case, Library, Matter, SourceMap, Value, read_scenarios};
use parquet::basic::{BrotliLevel, Compression, GzipLevel, ZstdLevel};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// A case and its answers, question by question.
type Answered = (Case, Vec<String>);

const RULES: &str = r#"jurisdiction fr "France" zone "Europe/Paris"
enum kind: small < large
record Person "person"
  name : text
  born_on : date
  country : country or none
matter Claim "a claim"
  person : Person
  txt : text
  txn : text or none
  d : date
  dn : date or none
  n : number
  cost : money EUR
  term : duration
  days : duration in days
  hrs : duration in hours
  kind : kind
  yn : yes/no
  m : moment
  tod : time of day
  stays : periods
  dates : list of date
action pay of Claim "pay"
action file of Claim "file"
act A "Act" of fr in force from 2000-01-01
  in matters of Claim
article 1
  define a_txt as txt
  define a_txn as txn
  define a_name as person.name
  define a_born as person.born_on
  define a_country as person.country
  define a_dn as dn
  define a_n as n
  define a_cost as cost * 2
  define a_term as term
  define a_days as days
  define a_hrs as hrs
  define a_kind as kind is large
  define a_yn as yn
  define a_m as m
  define a_tod as tod
  define a_stays as days of stays in (from 2011-01-01 to 2014-12-31)
  define a_dates as count of dates
  define same as txt = "same"
  define versioned as n / 2
article 2
  may pay when n > 10 and ((kind is large) or yn) and txt != "bar"
article 3
  must not pay when dn < d
article 4
  must file within 1 month of d
    done m
act B "B" of fr adopted 2011-06-01, in force from 2012-01-01
amends A
  change norm of article 1
    define versioned as n + 1
"#;

const QUESTIONS: [&str; 21] = [
    "a_txt",
    "a_txn",
    "a_name",
    "a_born",
    "a_country",
    "a_dn",
    "a_n",
    "a_cost",
    "a_term",
    "a_days",
    "a_hrs",
    "a_kind",
    "a_yn",
    "a_m",
    "a_tod",
    "a_stays",
    "a_dates",
    "same",
    "versioned",
    "pay",
    "file",
];

/// Numbers in an order that is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn date(&mut self) -> String {
        format!(
            "20{:02}-{:02}-{:02}",
            8 + self.below(8),
            1 + self.below(12),
            1 + self.below(28)
        )
    }
}

/// A fact as it is stated.
#[derive(Clone, Debug)]
enum Given {
    None,
    Yes(bool),
    Number(String),
    /// Spelled alike everywhere, as a word in a scenario.
    Word(String),
    Text(String),
    Dates(Vec<String>),
    Periods(Vec<(String, Option<String>)>),
}

type Facts = BTreeMap<&'static str, Given>;

struct Made {
    on: String,
    at: Option<String>,
    facts: Facts,
}

const TEXTS: [&str; 14] = [
    "same",
    "bar",
    "a \"quoted\" word",
    "back\\slash \\\" and more",
    "a, b; c\td",
    "two  spaces",
    " led",
    "none",
    "yes",
    "12",
    "Ünï — ко́т 法",
    "two\nlines",
    "",
    "-- no comment",
];

fn made(chance: &mut Chance) -> Made {
    let mut facts = Facts::new();
    let mut put = |chance: &mut Chance, name, value: Given| {
        if chance.below(4) > 0 {
            facts.insert(name, value);
        }
    };
    let or_none = |chance: &mut Chance, value| if chance.below(3) == 0 { Given::None } else { value };
    for name in ["txt", "person.name"] {
        let text = Given::Text(chance.of(&TEXTS).to_owned());
        put(chance, name, text);
    }
    let text = Given::Text(chance.of(&TEXTS).to_owned());
    let text = or_none(chance, text);
    put(chance, "txn", text);
    for name in ["d", "person.born_on"] {
        let date = Given::Word(chance.date());
        put(chance, name, date);
    }
    let date = Given::Word(chance.date());
    let date = or_none(chance, date);
    put(chance, "dn", date);
    let numbers = [
        "0",
        "11",
        "-3",
        "2.50",
        "0.001",
        "12345678901234567890",
        "1/3",
        "1000000",
    ];
    let number = Given::Number(chance.of(&numbers).to_owned());
    put(chance, "n", number);
    for (name, words) in [
        ("cost", &["1413 EUR", "0.05 EUR", "99999999 EUR"][..]),
        ("term", &["5 years", "18 months", "2 years 3 days"]),
        ("days", &["10 days", "0 days", "2 weeks"]),
        ("hrs", &["72 hours", "90 minutes", "1 hour 30 seconds"]),
        ("kind", &["small", "large"]),
        (
            "m",
            &[
                "2012-06-01 10:15",
                "2012-10-28T02:30:00+02:00",
                "2012-10-28T02:30:00+01:00",
                "2012-03-25T01:30:00Z",
            ],
        ),
        ("tod", &["00:00", "09:30", "23:59"]),
    ] {
        let word = Given::Word(chance.of(words).to_owned());
        put(chance, name, word);
    }
    let country = Given::Word(chance.of(&["NO", "FR", "KZ"]).to_owned());
    let country = or_none(chance, country);
    put(chance, "person.country", country);
    let yes = Given::Yes(chance.below(2) == 0);
    put(chance, "yn", yes);
    if chance.below(4) == 0 {
        let dates = (0..chance.below(4)).map(|_| chance.date()).collect();
        put(chance, "dates", Given::Dates(dates));
        let until = |chance: &mut Chance| (chance.below(3) > 0).then(|| "2016-01-01".to_owned());
        let periods = (0..chance.below(3))
            .map(|_| (chance.date(), until(chance)))
            .collect();
        put(chance, "stays", Given::Periods(periods));
    }
    let at = [
        "2012-02-01 10:00",
        "2012-10-28T02:30:00+01:00",
        "2015-01-01T00:00:00Z",
    ];
    Made {
        on: chance.of(&["2010-05-05", "2012-01-01"]).to_owned(),
        at: (chance.below(3) > 0).then(|| chance.of(&at).to_owned()),
        facts,
    }
}

fn given_json(given: &Given) -> Json {
    match given {
        Given::None => Json::Null,
        Given::Yes(yes) => json!(yes),
        Given::Number(number) => match number.parse::<serde_json::Number>() {
            Ok(number) => Json::Number(number),
            Err(_) => json!(number),
        },
        Given::Word(text) | Given::Text(text) => json!(text),
        Given::Dates(dates) => json!(dates),
        Given::Periods(periods) => {
            let period = |(from, until): &(String, Option<String>)| json!({ "from": from, "until": until });
            Json::Array(periods.iter().map(period).collect())
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn given_words(given: &Given) -> String {
    match given {
        Given::None => "none".to_owned(),
        Given::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Given::Number(text) | Given::Word(text) => text.clone(),
        Given::Text(text) => quoted(text),
        Given::Dates(dates) => format!("[{}]", dates.join(", ")),
        Given::Periods(periods) => {
            let period = |(from, until): &(String, Option<String>)| {
                format!("{from} to {}", until.as_deref().unwrap_or("ongoing"))
            };
            format!("[{}]", periods.iter().map(period).collect::<Vec<_>>().join(", "))
        }
    }
}

impl Made {
    fn json(&self) -> Json {
        let mut facts = Map::new();
        for (path, given) in &self.facts {
            match path.split_once('.') {
                None => {
                    facts.insert((*path).to_owned(), given_json(given));
                }
                Some((record, field)) => {
                    let record = facts.entry(record).or_insert_with(|| json!({}));
                    record[field] = given_json(given);
                }
            }
        }
        json!({ "matter": "Claim", "on": self.on, "at": self.at, "facts": facts })
    }

    /// As YAML in block style, with the spellings of its core schema.
    fn yaml(&self, chance: &mut Chance) -> String {
        let mut out = format!("matter: Claim\non: {}\n", self.on);
        if let Some(at) = &self.at {
            out += &format!("at: {at}\n");
        }
        out += if self.facts.is_empty() {
            "facts: {}\n"
        } else {
            "facts:\n"
        };
        let mut record = "";
        for (path, given) in &self.facts {
            let value = match given {
                Given::None => chance.of(&["null", "~", "NULL", "Null", "none"]).to_owned(),
                Given::Yes(true) => chance.of(&["true", "True", "TRUE", "yes"]).to_owned(),
                Given::Yes(false) => chance.of(&["false", "False", "FALSE", "no"]).to_owned(),
                Given::Word(word) if word != "NO" => word.clone(),
                Given::Number(number) if !number.contains('/') => number.clone(),
                other => given_json(other).to_string(),
            };
            match path.split_once('.') {
                None => out += &format!("  {path}: {value}\n"),
                Some((outer, field)) => {
                    if std::mem::replace(&mut record, outer) != outer {
                        out += &format!("  {outer}:\n");
                    }
                    out += &format!("    {field}: {value}\n");
                }
            }
        }
        out
    }

    /// Whether a scenario can carry it: a text there is one line.
    fn in_lines(&self) -> bool {
        let mut facts = self.facts.values();
        !facts.any(|given| matches!(given, Given::Text(text) if text.contains('\n')))
    }

    fn scenario(&self) -> String {
        let at = self.at.iter().map(|at| format!(", assessed at {at}"));
        let at: String = at.collect();
        let facts = self.facts.iter();
        let facts: String = facts
            .map(|(path, given)| format!("    {path} = {}\n", given_words(given)))
            .collect();
        format!(
            "scenario \"one\"\n  law on {}{at}\n  given Claim\n{facts}",
            self.on
        )
    }

    /// Whether cells of text can carry it: lists they cannot, nor the texts that say none and nothing.
    fn in_cells(&self) -> bool {
        self.facts.values().all(|given| match given {
            Given::Text(text) => !text.is_empty() && text != "none",
            Given::Dates(_) | Given::Periods(_) => false,
            _ => true,
        })
    }

    /// Whether columns can carry it: they have no period that goes on.
    fn in_columns(&self) -> bool {
        let mut facts = self.facts.values();
        !facts.any(|given| matches!(given, Given::Periods(_)))
    }

    fn cell(&self, path: &str) -> Option<String> {
        self.facts.get(path).map(|given| match given {
            Given::Text(text) => text.clone(),
            other => given_words(other),
        })
    }
}

/// What is compared of an answer: its outcome, its value and when it is due.
fn told(answer: &Answer) -> String {
    let utc = |seconds: i64| {
        chrono::DateTime::from_timestamp(seconds, 0)
            .unwrap()
            .format("%Y-%m-%dT%H:%M:%SZ")
            .to_string()
    };
    let value = match answer.value() {
        None | Some(Value::None) => String::new(),
        Some(Value::Yes(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Moment(moment)) => utc(moment.seconds()),
        Some(_) => match &jargy::answer_json(answer, false)["value"] {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        },
    };
    let due = answer.due_at().map(|due| utc(due.seconds())).unwrap_or_default();
    format!("{}|{value}|{due}", answer.outcome().word())
}

fn answers(matter: &Matter, questions: &[String], case: &Case) -> Vec<String> {
    questions
        .iter()
        .map(|name| told(&matter.ask(name).unwrap().decide(case, None)))
        .collect()
}

/// Cases, their answers, and where their rules are.
struct Roads {
    folder: tempfile::TempDir,
    rules: PathBuf,
    library: Library,
    questions: Vec<String>,
    compared: BTreeMap<String, usize>,
}

impl Roads {
    fn jargy(&self, arguments: &[&str], lines: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jargy"))
            .args(arguments)
            .args(["--rules", self.rules.to_str().unwrap()])
            .current_dir(self.folder.path())
            .env("XDG_STATE_HOME", self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let lines = lines.to_owned();
        let writer = std::thread::spawn(move || drop(input.write_all(lines.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}\n{said}");
        said
    }

    fn count(&mut self, road: &str, number: usize) {
        *self.compared.entry(road.to_owned()).or_default() += number;
    }

    /// A case that came by another road is the same, and so are its answers.
    fn same(
        &mut self,
        road: &str,
        matter: &Matter,
        case: &Case,
        (expected, answered): &(Case, Vec<String>),
        source: &str,
    ) {
        assert_eq!(case, expected, "{road}\n{source}");
        let found = answers(matter, &self.questions.clone(), case);
        assert_eq!(&found, answered, "{road}\n{source}");
        self.count(road, found.len());
    }

    fn scenario(&self, text: &str) -> (Matter, Case) {
        let mut sources = SourceMap::default();
        let file = sources.add("one.case", text);
        let (mut read, findings) = read_scenarios(&self.library, &file);
        let drawn: Vec<String> = findings
            .iter()
            .map(|finding| jargy::render(finding, &sources, 100, false))
            .collect();
        assert!(drawn.is_empty(), "{}\n{text}", drawn.join("\n"));
        let one = read.pop().unwrap();
        let report = jargy::run_scenario(&self.library, &one).unwrap();
        assert!(
            report.failures.is_empty(),
            "{text}\n{:?}",
            report.failures.first()
        );
        (one.matter, one.case)
    }

    /// A table that was answered gives the same in each row.
    fn table(&mut self, road: &str, (matter, input): (&str, &str), expected: &[&(Case, Vec<String>)]) {
        let mut arguments = vec!["batch", input, "-o", "answers.csv", "--matter", matter];
        let questions = self.questions.clone();
        questions
            .iter()
            .for_each(|question| arguments.extend(["--ask", question]));
        self.jargy(&arguments, "");
        let mut reader = csv::Reader::from_path(self.folder.path().join("answers.csv")).unwrap();
        let names = reader.headers().unwrap().clone();
        let mut rows = 0;
        for (row, (_, answered)) in reader.records().zip(expected) {
            let row = row.unwrap();
            let cell = |name: &str| {
                let place = names.iter().position(|known| known == name);
                place.map(|place| row[place].to_owned()).unwrap_or_default()
            };
            let found: Vec<String> = questions
                .iter()
                .map(|name| {
                    format!(
                        "{}|{}|{}",
                        cell(name),
                        cell(&format!("{name}__value")),
                        cell(&format!("{name}__due_at"))
                    )
                })
                .collect();
            assert_eq!(&found, answered, "{road}, row {rows}: {}", cell("__error"));
            rows += 1;
        }
        assert_eq!(rows, expected.len(), "{road}");
        self.count(road, rows * questions.len());
    }
}

const CELLS: [&str; 18] = [
    "on",
    "at",
    "person.name",
    "person.born_on",
    "person.country",
    "txt",
    "txn",
    "d",
    "dn",
    "n",
    "cost",
    "term",
    "days",
    "hrs",
    "kind",
    "yn",
    "m",
    "tod",
];

fn csv(cases: &[&Made]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(CELLS).unwrap();
    for case in cases {
        let cells = CELLS.iter().map(|name| match *name {
            "on" => case.on.clone(),
            "at" => case.at.clone().unwrap_or_default(),
            path => case.cell(path).unwrap_or_default(),
        });
        writer.write_record(cells.collect::<Vec<_>>()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn days(text: &str) -> i32 {
    text.parse::<chrono::NaiveDate>().unwrap().num_days_from_ce() - 719_163
}

/// The cases in the types of columns; texts as one of the types that there are.
fn batch(cases: &[&Made], texts: usize) -> RecordBatch {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for name in CELLS {
        let cells = cases.iter().map(|case| match name {
            "on" => Some(case.on.clone()),
            "at" => case.at.clone(),
            path => case
                .cell(path)
                .filter(|_| !matches!(case.facts.get(path), Some(Given::None))),
        });
        let cells: Vec<Option<String>> = cells.collect();
        let nones = cases
            .iter()
            .map(|case| matches!(case.facts.get(name), Some(Given::None)));
        let nones: Vec<bool> = nones.collect();
        let array: ArrayRef = match name {
            "d" | "dn" | "person.born_on" => Arc::new(
                cells
                    .iter()
                    .map(|cell| cell.as_deref().map(days))
                    .collect::<Date32Array>(),
            ),
            "yn" => Arc::new(
                cells
                    .iter()
                    .map(|cell| cell.as_deref().map(|cell| cell == "yes"))
                    .collect::<BooleanArray>(),
            ),
            _ if texts == 1 => Arc::new(LargeStringArray::from(cells)),
            _ if texts == 2 => Arc::new(StringViewArray::from_iter(cells)),
            _ if texts == 3 => {
                let cells = cells.iter().map(Option::as_deref);
                Arc::new(cells.collect::<arrow_array::DictionaryArray<arrow_array::types::Int32Type>>())
            }
            _ => Arc::new(StringArray::from(cells)),
        };
        if nones.contains(&true) {
            columns.push((format!("{name}__none"), Arc::new(BooleanArray::from(nones))));
        }
        columns.push((name.to_owned(), array));
    }
    let mut dates = ListBuilder::new(Date32Builder::new());
    for case in cases {
        match case.facts.get("dates") {
            Some(Given::Dates(all)) => {
                all.iter()
                    .for_each(|date| dates.values().append_value(days(date)));
                dates.append(true);
            }
            _ => dates.append(false),
        }
    }
    columns.push(("dates".to_owned(), Arc::new(dates.finish())));
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

fn write_parquet(path: &Path, batch: &RecordBatch, compression: Compression) {
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_compression(compression)
        .build();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// How many cases are generated.
fn wanted() -> usize {
    std::env::var("JARGY_ROADS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(150)
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
    std::fs::write(roads.folder.path().join("rules.law"), RULES).unwrap();
    let matter = roads.library.at_any_date().matter("Claim").unwrap();
    let mut chance = Chance(7);
    let cases: Vec<Made> = (0..wanted()).map(|_| made(&mut chance)).collect();
    let mut expected: Vec<(Case, Vec<String>)> = Vec::new();
    for case in &cases {
        let json = case.json().to_string();
        let read = matter
            .case_from_json(&json)
            .unwrap_or_else(|error| panic!("{error}\n{json}"));
        let told = answers(&matter, &roads.questions, &read);
        roads.count("JSON", told.len());
        expected.push((read, told));
    }
    for (case, expected) in cases.iter().zip(&expected) {
        let mark = if chance.below(5) == 0 { "\u{feff}" } else { "" };
        let yaml = format!("{mark}{}", case.yaml(&mut chance));
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
    tables(&mut roads, &cases, &expected);
    sessions(&mut roads, &cases, &expected);
    interviews(&mut roads, &cases, &expected);
    for (road, number) in &roads.compared {
        println!("{road}: {number} answers are the same");
    }
}

fn tables(roads: &mut Roads, cases: &[Made], expected: &[(Case, Vec<String>)]) {
    let all = || cases.iter().zip(expected);
    let write = |roads: &Roads, name: &str, text: String| {
        std::fs::write(roads.folder.path().join(name), text).unwrap()
    };
    let (rows, answers): (Vec<&Made>, Vec<_>) = all().filter(|(case, _)| case.in_cells()).unzip();
    write(roads, "cases.csv", csv(&rows));
    roads.table("CSV", ("Claim", "cases.csv"), &answers);
    let lines: String = cases.iter().map(|case| format!("{}\n", case.json())).collect();
    write(roads, "cases.ndjson", format!("\u{feff}{lines}"));
    roads.table(
        "NDJSON",
        ("Claim", "cases.ndjson"),
        &expected.iter().collect::<Vec<_>>(),
    );
    let (rows, answers): (Vec<&Made>, Vec<_>) = all().filter(|(case, _)| case.in_columns()).unzip();
    let codecs = [
        ("Parquet", Compression::UNCOMPRESSED),
        ("Parquet, snappy", Compression::SNAPPY),
        ("Parquet, zstd", Compression::ZSTD(ZstdLevel::default())),
        ("Parquet, gzip", Compression::GZIP(GzipLevel::default())),
        ("Parquet, lz4", Compression::LZ4_RAW),
        ("Parquet, brotli", Compression::BROTLI(BrotliLevel::default())),
    ];
    for (number, (road, codec)) in codecs.into_iter().enumerate() {
        write_parquet(
            &roads.folder.path().join("cases.parquet"),
            &batch(&rows, number % 4),
            codec,
        );
        roads.table(road, ("Claim", "cases.parquet"), &answers);
    }
}

/// Cases that a session builds, asks and saves: what is saved holds its answers, and is the same case.
fn sessions(roads: &mut Roads, cases: &[Made], expected: &[(Case, Vec<String>)]) {
    let all: Vec<_> = cases
        .iter()
        .zip(expected)
        .filter(|(case, _)| case.in_lines())
        .collect();
    for part in all.chunks(100) {
        let mut lines = "\u{feff}".to_owned();
        for (number, (case, _)) in part.iter().enumerate() {
            lines += &format!("clear\nmatter Claim\non {}\n", case.on);
            case.at.iter().for_each(|at| lines += &format!("at {at}\n"));
            for (path, given) in &case.facts {
                lines += &format!("{path} = {}\n", given_words(given));
            }
            lines += &format!("ask\nsave s{number}.case\nclear\nload s{number}.case\nsave t{number}.case\n");
        }
        for number in 0..part.len() {
            for letter in ['s', 't'] {
                let _ = std::fs::remove_file(roads.folder.path().join(format!("{letter}{number}.case")));
            }
        }
        let said = roads.jargy(&["repl"], &lines);
        for (number, (_, expected)) in part.iter().enumerate() {
            for (road, letter) in [("session, saved", 's'), ("session, loaded and saved", 't')] {
                let path = roads.folder.path().join(format!("{letter}{number}.case"));
                let saved = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{said}"));
                let (matter, read) = roads.scenario(&saved);
                roads.same(road, &matter, &read, expected, &saved);
                let asked = saved
                    .split("  expect\n")
                    .nth(1)
                    .map_or(0, |lines| lines.lines().count());
                if letter == 's' {
                    // the scenario was run: the session's answers are those of the case
                    roads.count("session", asked);
                }
            }
        }
    }
}

/// The fact on which each question rests alone, where it has one.
const ASKED: [(&str, &str); 14] = [
    ("a_txt", "txt"),
    ("a_txn", "txn"),
    ("a_name", "person.name"),
    ("a_born", "person.born_on"),
    ("a_country", "person.country"),
    ("a_dn", "dn"),
    ("a_n", "n"),
    ("a_cost", "cost"),
    ("a_term", "term"),
    ("a_days", "days"),
    ("a_hrs", "hrs"),
    ("a_yn", "yn"),
    ("a_m", "m"),
    ("a_tod", "tod"),
];

/// An interview towards a question that rests on one fact, and what it saves.
fn interviews(roads: &mut Roads, cases: &[Made], expected: &[(Case, Vec<String>)]) {
    let step = 10;
    for (number, (case, (_, answered))) in cases.iter().zip(expected).enumerate().step_by(step) {
        let (goal, path) = ASKED[number / step % ASKED.len()];
        let Some(given) = case.facts.get(path).filter(|_| case.in_lines()) else {
            continue;
        };
        let saved = if number % 20 == 0 { "i.case" } else { "i.json" };
        let words = given_words(given);
        let _ = std::fs::remove_file(roads.folder.path().join(saved));
        let said = roads.jargy(
            &["ask", "Claim", "--goal", goal, "--on", &case.on, "--save", saved],
            &format!("{words}\n"),
        );
        let text = std::fs::read_to_string(roads.folder.path().join(saved)).unwrap();
        let matter = roads.library.at_any_date().matter("Claim").unwrap();
        let read = match saved {
            "i.case" => roads.scenario(&text).1,
            _ => matter
                .case_from_json(&text)
                .unwrap_or_else(|error| panic!("{error}\n{text}")),
        };
        let place = QUESTIONS.iter().position(|question| *question == goal).unwrap();
        let found = told(&matter.ask(goal).unwrap().decide(&read, None));
        assert_eq!(found, answered[place], "{said}\n{text}");
        roads.count("interview, saved", 1);
    }
}

#[test]
fn the_scenarios_of_the_rule_library_have_the_same_answers_by_every_road_that_carries_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut roads = Roads {
        folder: tempfile::tempdir().unwrap(),
        rules: root.clone(),
        library: Library::load(&root).unwrap(),
        questions: Vec::new(),
        compared: BTreeMap::new(),
    };
    let mut files = Vec::new();
    case_files(&root, &mut files);
    let mut lines: BTreeMap<String, (String, Vec<Answered>)> = BTreeMap::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut sources = SourceMap::default();
        let file = sources.add("file.case", &text);
        let (read, findings) = read_scenarios(&roads.library, &file);
        assert!(findings.is_empty(), "{}", path.display());
        for mut one in read {
            let json = one.document().json().to_string();
            let matter = roads.library.at_any_date().matter(one.matter.name()).unwrap();
            let expected = one.case.clone();
            for (road, case) in [
                ("JSON", matter.case_from_json(&json)),
                // JSON is YAML in flow style
                ("YAML", matter.case_from_yaml(&json)),
            ] {
                one.case = case.unwrap_or_else(|error| panic!("{road}: {error}\n{json}"));
                assert_eq!(one.case, expected, "{road} of {}\n{json}", path.display());
                let report = jargy::run_scenario(&roads.library, &one).unwrap();
                assert!(
                    report.failures.is_empty(),
                    "{road}: {}",
                    report.failures[0].message
                );
                roads.count(road, report.expectations);
            }
            let questions: Vec<String> = matter
                .questions()
                .iter()
                .map(|made| made.name().to_owned())
                .collect();
            let answered = answers(&matter, &questions, &expected);
            let (text, all) = lines.entry(matter.name().to_owned()).or_default();
            *text += &format!("{json}\n");
            all.push((expected, answered));
        }
    }
    for (name, (text, all)) in &lines {
        std::fs::write(roads.folder.path().join("cases.ndjson"), text).unwrap();
        let matter = roads.library.at_any_date().matter(name).unwrap();
        roads.questions = matter
            .questions()
            .iter()
            .map(|made| made.name().to_owned())
            .collect();
        roads.table("NDJSON", (name, "cases.ndjson"), &all.iter().collect::<Vec<_>>());
    }
    for (road, number) in &roads.compared {
        println!("scenarios, {road}: {number} answers are the same");
    }
}

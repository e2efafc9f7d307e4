//! The scenarios of the rule library by every road.

use super::taken::{Answered, Roads, told};
use super::written::{array_of, yaml_block};
use super::{codecs, wanted, write_parquet};
use crate::support::case_files;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use jargy::{Columns, Library, ReadScenario, SourceMap, read_scenarios};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A scenario, and where it stands.
struct Kept {
    path: PathBuf,
    title: String,
    json: Json,
    /// What the scenario expects something of.
    questions: Vec<String>,
    answered: Answered,
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
    files.sort();
    let step = if wanted().is_some() { 1 } else { 23 };
    let mut kept: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    let mut number = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut sources = SourceMap::default();
        let file = sources.add("file.case", &text);
        let (read, findings) = read_scenarios(&roads.library, &file);
        assert!(findings.is_empty(), "{}", path.display());
        for one in read {
            number += 1;
            if number % step == 0 {
                let name = one.matter.name().to_owned();
                kept.entry(name)
                    .or_default()
                    .push(documents(&mut roads, &path, one));
            }
        }
    }
    sessions(&mut roads, &kept);
    interviews(&mut roads, &kept);
    let most = kept
        .iter()
        .max_by_key(|(_, all)| all.len())
        .map(|(name, _)| name.clone());
    for (name, all) in &mut kept {
        if wanted().is_some() || Some(name) == most.as_ref() {
            tables(&mut roads, name, all);
        }
    }
    roads.tell("scenarios");
}

/// A scenario as JSON and YAML: the same case, which holds what the scenario expects.
fn documents(roads: &mut Roads, path: &Path, mut one: ReadScenario) -> Kept {
    let json = one.document().json();
    let matter = roads.library.at_any_date().matter(one.matter.name()).unwrap();
    let expected = one.case.clone();
    let block = yaml_block(&json, 0, &mut |leaf| leaf.to_string());
    for (road, case, text) in [
        ("JSON", matter.case_from_json(&json.to_string()), json.to_string()),
        (
            "YAML in flow style",
            matter.case_from_yaml(&json.to_string()),
            json.to_string(),
        ),
        ("YAML", matter.case_from_yaml(&block), block.clone()),
    ] {
        one.case = case.unwrap_or_else(|error| panic!("{road}: {error}\n{text}"));
        assert_eq!(one.case, expected, "{road} of {}\n{text}", path.display());
        let report = jargy::run_scenario(&roads.library, &one).unwrap();
        assert!(
            report.failures.is_empty(),
            "{road}: {}",
            report.failures[0].message
        );
        roads.count(road, report.expectations);
    }
    let questions = one.scenario.expect.iter().map(|line| line.question.text());
    let questions: Vec<String> = questions.collect::<BTreeSet<_>>().into_iter().collect();
    Kept {
        path: path.to_owned(),
        title: one.scenario.title.text.to_string(),
        json,
        answered: Answered::new(&matter, &questions, expected),
        questions,
    }
}

/// Each scenario loaded in a session, asked what it expects, saved, and read again.
fn sessions(roads: &mut Roads, kept: &BTreeMap<String, Vec<Kept>>) {
    let all: Vec<&Kept> = kept.values().flatten().collect();
    let mut lines = String::new();
    for (number, one) in all.iter().enumerate() {
        lines += &format!("clear\nload {} \"{}\"\n", one.path.display(), one.title);
        one.questions
            .iter()
            .for_each(|question| lines += &format!("ask {question}\n"));
        lines += &format!(
            "save {number}.case\nsave {number}.json\nclear\nload {number}.json\nsave {number}-again.case\n"
        );
    }
    let said = roads.jargy(&["repl"], &lines);
    let mut said = said.lines();
    for (number, one) in all.iter().enumerate() {
        let name = one.json["matter"].as_str().unwrap();
        let matter = roads.library.at_any_date().matter(name).unwrap();
        for heading in &one.answered.headings {
            // what a session says stands in the order in which it was asked
            assert!(said.any(|line| line == heading), "{}: {heading}", one.title);
        }
        roads.count("session", one.questions.len());
        roads.questions = one.questions.clone();
        for name in [format!("{number}.case"), format!("{number}-again.case")] {
            let text = roads.read(&name);
            let (_, read) = roads.scenario(&text);
            roads.same(
                "saved by the session as .case",
                &matter,
                &read,
                &one.answered,
                &text,
            );
        }
        let text = roads.read(&format!("{number}.json"));
        let read = roads.document(&matter, &text);
        roads.same(
            "saved by the session as JSON",
            &matter,
            &read,
            &one.answered,
            &text,
        );
    }
}

/// Facts of a scenario as they are written there, by their paths.
fn stated(roads: &Roads, number: usize) -> Vec<(String, String)> {
    let text = roads.read(&format!("{number}-again.case"));
    let facts = text.lines().skip_while(|line| !line.starts_with("  given "));
    let facts = facts.filter_map(|line| line.strip_prefix("    ")?.split_once(" = "));
    facts
        .map(|(path, value)| (path.to_owned(), value.to_owned()))
        .collect()
}

/// Interviews towards the first question of a scenario, answered by its facts: what is asked for suffices.
fn interviews(roads: &mut Roads, kept: &BTreeMap<String, Vec<Kept>>) {
    let all: Vec<&Kept> = kept.values().flatten().collect();
    let step = if wanted().is_some() { 12 } else { 25 };
    for (number, one) in all.iter().enumerate().step_by(step) {
        let Some(goal) = one.questions.first() else {
            continue;
        };
        if one.json.get("zone").is_some() || one.json.get("readings").is_some() {
            continue;
        }
        let facts = stated(roads, number);
        let name = one.json["matter"].as_str().unwrap();
        let matter = roads.library.at_any_date().matter(name).unwrap();
        let mut arguments = vec![
            "ask", name, "--goal", goal, "--save", "i.json", "--format", "json",
        ];
        for key in ["on", "at"] {
            let value = one.json.get(key).and_then(Json::as_str);
            value
                .iter()
                .for_each(|value| arguments.extend([["--on", "--at"][usize::from(key == "at")], value]));
        }
        let _ = std::fs::remove_file(roads.path("i.json"));
        let said = roads.interview(&arguments, true, &|path| {
            let stated = facts.iter().find(|(known, _)| known == path);
            stated.map_or("-".to_owned(), |(_, value)| value.clone())
        });
        let read = roads.document(&matter, &roads.read("i.json"));
        let found = told(&matter.ask(goal).unwrap().decide(&read, None));
        assert_eq!(
            found, one.answered.told[0],
            "{}: {goal}\n{}\n{said}",
            one.title, one.json
        );
        roads.count("interview, saved", 1);
    }
}

/// The cells of a case by the paths of its facts, with the date of the law and the assessment.
fn cells(json: &Json) -> BTreeMap<String, Json> {
    fn below(path: &str, json: &Json, into: &mut BTreeMap<String, Json>) {
        match json {
            Json::Object(fields) => fields.iter().for_each(|(name, value)| {
                let dot = if path.is_empty() { "" } else { "." };
                below(&format!("{path}{dot}{name}"), value, into);
            }),
            other => drop(into.insert(path.to_owned(), other.clone())),
        }
    }
    let mut all = BTreeMap::new();
    below("", &json["facts"], &mut all);
    for key in ["on", "at"] {
        all.extend(json.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    all
}

fn has_null(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Array(elements) => elements.iter().any(has_null),
        Json::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

/// Whether a column of some cells can be bound to a fact.
fn binds(columns: &Columns, name: &str, array: &ArrayRef) -> bool {
    let field = Field::new(name, array.data_type().clone(), true);
    columns.check(&Schema::new(vec![field])).is_ok()
}

fn tables(roads: &mut Roads, name: &str, all: &mut [Kept]) {
    let matter = roads.library.at_any_date().matter(name).unwrap();
    let questions: BTreeSet<String> = match wanted() {
        Some(_) => matter
            .questions()
            .iter()
            .map(|made| made.name().to_owned())
            .collect(),
        None => all.iter().flat_map(|one| one.questions.clone()).collect(),
    };
    roads.questions = questions.into_iter().collect();
    for one in all.iter_mut() {
        one.answered = Answered::new(&matter, &roads.questions, one.answered.case.clone());
    }
    let lines: String = all.iter().map(|one| format!("{}\n", one.json)).collect();
    roads.write("cases.ndjson", &lines);
    roads.table(
        "NDJSON",
        (name, "cases.ndjson"),
        &all.iter().map(|one| &one.answered).collect::<Vec<_>>(),
    );
    // rows have the zone of the matter, and the readings that hold by default
    let rows = all
        .iter()
        .filter(|one| one.json.get("zone").is_none() && one.json.get("readings").is_none());
    let rows: Vec<(BTreeMap<String, Json>, &Answered)> =
        rows.map(|one| (cells(&one.json), &one.answered)).collect();
    let questions: Vec<&str> = roads.questions.iter().map(String::as_str).collect();
    let columns = Columns::new(&matter, &questions).unwrap();
    let (text, answered) = csv_of(&columns, &rows);
    roads.write("cases.csv", &text);
    roads.table("CSV", (name, "cases.csv"), &answered);
    let (batch, answered) = batch_of(&columns, &rows);
    let Some(batch) = batch else { return };
    for (road, codec) in codecs().into_iter().take(if wanted().is_some() { 6 } else { 2 }) {
        write_parquet(&roads.path("cases.parquet"), &batch, codec);
        roads.table(road, (name, "cases.parquet"), &answered);
    }
}

/// A table of text of the cases that it can carry: no lists, nor the texts that say none and nothing, nor that a record is none.
fn csv_of<'a>(
    columns: &Columns,
    rows: &[(BTreeMap<String, Json>, &'a Answered)],
) -> (String, Vec<&'a Answered>) {
    let text: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    let is_said = |(path, cell): (&String, &Json)| {
        !cell.is_array() && cell != "none" && cell != "" && binds(columns, path, &text)
    };
    let carried = rows.iter().filter(|(cells, _)| cells.iter().all(is_said));
    let carried: Vec<_> = carried.collect();
    let names: BTreeSet<&String> = carried.iter().flat_map(|(cells, _)| cells.keys()).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(names.iter().map(|name| name.as_str()))
        .unwrap();
    for (cells, _) in &carried {
        let row = names.iter().map(|name| match cells.get(*name) {
            None => String::new(),
            Some(Json::Null) => "none".to_owned(),
            Some(Json::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        });
        writer.write_record(row.collect::<Vec<_>>()).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    (text, carried.iter().map(|(_, answered)| *answered).collect())
}

/// Columns of the cases that they can carry: in a list nothing is none.
fn batch_of<'a>(
    columns: &Columns,
    rows: &[(BTreeMap<String, Json>, &'a Answered)],
) -> (Option<RecordBatch>, Vec<&'a Answered>) {
    let mut carried: Vec<_> = rows.iter().collect();
    carried.retain(|(cells, _)| cells.values().all(|cell| cell.is_null() || !has_null(cell)));
    loop {
        let names: BTreeSet<&String> = carried.iter().flat_map(|(cells, _)| cells.keys()).collect();
        let mut made: Vec<(String, ArrayRef)> = Vec::new();
        let mut unsaid = None;
        for name in names {
            let cells: Vec<Option<&Json>> = carried.iter().map(|(cells, _)| cells.get(name)).collect();
            let none: Vec<bool> = cells.iter().map(|cell| cell.is_some_and(Json::is_null)).collect();
            let some: Vec<Option<&Json>> = cells
                .iter()
                .map(|cell| cell.filter(|cell| !cell.is_null()))
                .collect();
            if none.contains(&true) {
                made.push((format!("{name}__none"), Arc::new(BooleanArray::from(none))));
            }
            if some.iter().all(Option::is_none) {
                continue;
            }
            match array_of(&some).filter(|array| binds(columns, name, array)) {
                Some(array) => made.push((name.clone(), array)),
                // such as lists that are all empty: their type cannot be told
                None => unsaid = Some(name.clone()),
            }
        }
        match unsaid {
            Some(name) => carried.retain(|(cells, _)| cells.get(&name).is_none_or(Json::is_null)),
            None => {
                let batch = (!made.is_empty()).then(|| {
                    RecordBatch::try_from_iter_with_nullable(
                        made.into_iter().map(|(name, array)| (name, array, true)),
                    )
                    .unwrap()
                });
                return (batch, carried.iter().map(|(_, answered)| *answered).collect());
            }
        }
    }
}

//! `jargy eval`

use super::arguments::{Arguments, Eval};
use super::output::{Output, width};
use crate::case::{Case, Document, from_json, from_yaml};
use crate::explain::{Answer, answer_json, answer_text, why_text};
use crate::library::{Library, Matter};
use crate::scenario::{Read as ReadScenario, read_scenarios};
use crate::source::{Limits, SourceMap, read_text};
use crate::time::{Date, Moment, Zone, parse_date, parse_moment};
use serde_json::{Value as Json, json};
use std::io::Read as _;

/// A case that was read, and what to ask of it.
struct Asked {
    title: Option<String>,
    matter: Matter,
    case: Case,
    questions: Vec<String>,
}

pub fn run(command: &Eval, arguments: &Arguments, output: &mut Output) -> u8 {
    evaluate(command, arguments, output).unwrap_or_else(|status| status)
}

fn evaluate(command: &Eval, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(&arguments.rules)?;
    let on = match &command.on {
        Some(text) => Some(parse_date(text).map_err(|error| output.fail(format!("--on: {error}")))?),
        None => None,
    };
    let cases = read(command, &library, on, output)?;
    let mut answers = Vec::new();
    for asked in &cases {
        answers.push(answer(asked, command, output)?);
    }
    if output.is_json() {
        let mut documents: Vec<Json> = cases
            .iter()
            .zip(&answers)
            .map(|(asked, answers)| document(asked, answers, command))
            .collect();
        match documents.pop() {
            Some(only) if documents.is_empty() => output.json(&only),
            Some(last) => {
                documents.push(last);
                output.json(&Json::Array(documents));
            }
            None => output.json(&Json::Array(Vec::new())),
        }
    } else {
        for (number, (asked, answers)) in cases.iter().zip(&answers).enumerate() {
            if number > 0 {
                output.line("");
            }
            text(asked, answers, command, output);
        }
    }
    Ok(0)
}

impl Asked {
    /// The zone in which the case's local times are read.
    fn zone(&self) -> Zone {
        self.case.zone().unwrap_or(self.matter.zone())
    }
}

/// Answers of one case, with the date of the law and the assessment they were made at.
struct Answers {
    law_on: Option<Date>,
    at: Option<Moment>,
    answers: Vec<Answer>,
}

fn answer(asked: &Asked, command: &Eval, output: &Output) -> Result<Answers, u8> {
    let at = match &command.at {
        Some(text) => {
            Some(parse_moment(text, asked.zone()).map_err(|error| output.fail(format!("--at: {error}")))?)
        }
        None => asked.case.at(),
    };
    let mut law_on = asked.matter.snapshot().date().or(asked.case.on());
    let mut answers = Vec::new();
    let mut wrong = Vec::new();
    for name in &asked.questions {
        match asked.matter.ask(name) {
            Ok(ask) => {
                law_on = law_on.or(ask.law_date(&asked.case));
                answers.push(ask.decide_in(&asked.case, at, &command.lang));
            }
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if !wrong.is_empty() {
        return Err(output.fail(wrong.join("\nerror: ")));
    }
    Ok(Answers { law_on, at, answers })
}

fn read(command: &Eval, library: &Library, on: Option<Date>, output: &Output) -> Result<Vec<Asked>, u8> {
    let path = command.case.as_path();
    let name = path.display().to_string();
    let text = if name == "-" {
        stdin(output)?
    } else {
        read_text(path, library.limits()).map_err(|error| output.unreadable(&error))?
    };
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("json");
    match extension {
        "case" => scenarios(&name, &text, command, library, on, output),
        "yaml" | "yml" => document_case(from_yaml(&text), &name, command, library, on, output),
        _ => document_case(from_json(&text), &name, command, library, on, output),
    }
}

fn stdin(output: &Output) -> Result<String, u8> {
    let limit = Limits::default().file_bytes;
    let mut text = String::new();
    let read = std::io::stdin().take(limit as u64 + 1).read_to_string(&mut text);
    match read {
        Ok(bytes) if bytes > limit => Err(output.fail(format!("stdin has more than {limit} bytes"))),
        Ok(_) => Ok(text),
        Err(error) => Err(output.fail(format!("cannot read stdin: {error}"))),
    }
}

fn document_case(
    document: Result<Document, crate::case::CaseErrors>,
    name: &str,
    command: &Eval,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<Vec<Asked>, u8> {
    let snapshot = on.map_or_else(|| library.at_any_date(), |date| library.on(date));
    match document.and_then(|document| snapshot.read(&document)) {
        Ok((matter, case)) => {
            let questions = questions(command, &matter, Vec::new());
            Ok(vec![Asked {
                title: None,
                matter,
                case,
                questions,
            }])
        }
        Err(errors) => {
            let lines: Vec<String> = errors.0.iter().map(|problem| format!("  {problem}")).collect();
            Err(output.fail(format!("{name} is not a usable case:\n{}", lines.join("\n"))))
        }
    }
}

fn questions(command: &Eval, matter: &Matter, expected: Vec<String>) -> Vec<String> {
    if !command.ask.is_empty() {
        return command.ask.clone();
    }
    if !expected.is_empty() {
        return expected;
    }
    matter
        .questions()
        .iter()
        .map(|question| question.name().to_owned())
        .collect()
}

fn scenarios(
    name: &str,
    text: &str,
    command: &Eval,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<Vec<Asked>, u8> {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    let (read, findings) = read_scenarios(library, &file);
    if !findings.is_empty() {
        output.findings(&findings, &sources);
        return Err(output.fail(format!("{name} is not a usable case")));
    }
    if read.is_empty() {
        return Err(output.fail(format!(
            "{name} holds no scenario; begin with `scenario \"what it shows\"`"
        )));
    }
    let several = read.len() > 1;
    let mut unknown = Vec::new();
    let mut cases = Vec::new();
    for one in read {
        let mut asked = scenario(one, command, library, on, output)?;
        if several && !command.ask.is_empty() {
            // of several cases those are asked whose matter knows the question
            let matter = &asked.matter;
            unknown.extend(asked.questions.iter().filter_map(|name| matter.ask(name).err()));
            asked.questions.retain(|name| matter.ask(name).is_ok());
            if asked.questions.is_empty() {
                continue;
            }
        }
        cases.push(asked);
    }
    match unknown.first() {
        Some(error) if cases.is_empty() => Err(output.fail(error.to_string())),
        Some(_) | None => Ok(cases),
    }
}

fn scenario(
    read: ReadScenario,
    command: &Eval,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<Asked, u8> {
    let matter = match on {
        Some(date) => {
            let found = library.on(date).matter(read.matter.name());
            found.map_err(|error| output.fail(error.to_string()))?
        }
        None => read.matter,
    };
    let mut expected: Vec<String> = read
        .scenario
        .expect
        .iter()
        .map(|line| line.question.text())
        .collect();
    expected.dedup();
    let questions = questions(command, &matter, expected);
    Ok(Asked {
        title: Some(read.scenario.title.text),
        matter,
        case: read.case,
        questions,
    })
}

fn document(asked: &Asked, answers: &Answers, command: &Eval) -> Json {
    let zone = asked.zone();
    let mut document = json!({
        "matter": asked.matter.name(),
        "law_on": answers.law_on.map(|date| date.to_string()),
        "assessed_at": answers.at.map(|at| zone.rfc3339(at)),
        "answers": answers.answers.iter().map(|answer| answer_json(answer, command.why)).collect::<Vec<_>>(),
    });
    if let (Some(title), Some(object)) = (&asked.title, document.as_object_mut()) {
        object.insert("scenario".into(), json!(title));
    }
    document
}

fn text(asked: &Asked, answers: &Answers, command: &Eval, output: &mut Output) {
    let zone = asked.zone();
    if let Some(title) = &asked.title {
        output.line(title);
    }
    let label = asked
        .matter
        .label(&command.lang)
        .map(|label| format!(" ({label})"))
        .unwrap_or_default();
    let law = answers.law_on.map_or_else(
        || "date of the law not known".to_owned(),
        |date| format!("law on {date}"),
    );
    let at = answers.at.map_or_else(
        || "no moment of assessment".to_owned(),
        |at| format!("assessed at {} ({})", zone.words(at), zone.name()),
    );
    output.line(format!("{}{label}: {law}, {at}", asked.matter.name()));
    for answer in &answers.answers {
        output.line("");
        output.raw(&answer_text(answer, width()));
        if command.why {
            output.line("  why:");
            output.raw(&why_text(answer, width()));
        }
    }
}

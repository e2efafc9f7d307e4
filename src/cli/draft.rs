//! The case that a session or an interview builds: what was stated, as a scenario would write it.

use crate::case::{Data, Document};
use crate::explain::{Answer, outcome_words, value_words};
use crate::finding::{Finding, render};
use crate::library::{Library, Matter};
use crate::scenario::{Read, read_scenarios, run as run_scenario};
use crate::source::SourceMap;
use crate::time::{Period, parse_date};
use crate::value::Value;
use std::fmt::Write as _;

/// A case in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The matter.
    pub matter: Option<String>,
    /// The date of the law.
    pub on: Option<String>,
    /// The moment of assessment.
    pub at: Option<String>,
    /// The region or zone.
    pub zone: Option<String>,
    /// Readings asked for.
    pub readings: Vec<String>,
    /// Facts and their values as written, in the order in which they were given.
    pub facts: Vec<(String, String)>,
}

impl Draft {
    /// States a fact; what was stated of it before is replaced.
    pub fn give(&mut self, path: &str, value: &str) {
        match self.facts.iter_mut().find(|(known, _)| known == path) {
            Some((_, old)) => value.clone_into(old),
            None => self.facts.push((path.to_owned(), value.to_owned())),
        }
    }

    /// Takes back what was stated of a fact; whether anything was.
    pub fn forget(&mut self, path: &str) -> bool {
        let before = self.facts.len();
        self.facts.retain(|(known, _)| known != path);
        self.facts.len() < before
    }

    /// The case as a scenario, with what is expected of it.
    pub fn scenario(&self, title: &str, expect: &[String]) -> String {
        let mut out = format!("scenario {}\n", quoted(title));
        let law = self.on.iter().map(|date| format!("law on {date}"));
        let at = self.at.iter().map(|at| format!("assessed at {at}"));
        let zone = self.zone.iter().map(|zone| format!("zone {}", quoted(zone)));
        let readings = self.readings.iter().map(|name| format!("reading {name}"));
        let head: Vec<String> = law.chain(at).chain(zone).chain(readings).collect();
        if !head.is_empty() {
            let _ = writeln!(out, "  {}", head.join(", "));
        }
        let _ = writeln!(out, "  given {}", self.matter.as_deref().unwrap_or("?"));
        for (path, value) in &self.facts {
            let _ = writeln!(out, "    {path} = {value}");
        }
        if !expect.is_empty() {
            out.push_str("  expect\n");
            for line in expect {
                let _ = writeln!(out, "    {line}");
            }
        }
        out
    }

    /// The answers as lines of `expect`, but those that a scenario cannot write, such as a number of very many digits.
    pub fn expected(&self, answers: &[Answer], library: &Library) -> Vec<String> {
        let is_read = |line: &String| {
            let mut sources = SourceMap::default();
            let file = sources.add("saved", &self.scenario("saved", std::slice::from_ref(line)));
            let (read, findings) = read_scenarios(library, &file);
            let holds =
                |one: &Read| run_scenario(library, one).is_ok_and(|report| report.failures.is_empty());
            findings.is_empty() && read.iter().all(holds)
        };
        answers.iter().map(expectation).filter(is_read).collect()
    }

    /// The case, ready to be asked; else what is wrong with it, in words.
    pub fn read(
        &self,
        library: &Library,
        width: usize,
        say: &dyn Fn(&str) -> String,
    ) -> Result<Read, String> {
        if self.matter.is_none() {
            return Err(no_matter(library));
        }
        let mut sources = SourceMap::default();
        let file = sources.add("session", &self.scenario("session", &[]));
        let (mut read, findings) = read_scenarios(library, &file);
        match read.pop() {
            // what is written behind a value would be a part of the case that nobody stated
            Some(one) if findings.is_empty() && !self.is_as_given(&one) => {
                Err(format!("{}\n", say("one value is expected for one fact")))
            }
            Some(one) if findings.is_empty() => Ok(one),
            _ => {
                let drawn = findings
                    .iter()
                    .map(|finding: &Finding| render(&finding.said(say), &sources, width, false));
                Err(drawn.collect())
            }
        }
    }

    /// Whether a scenario holds what was stated and nothing beside it.
    fn is_as_given(&self, read: &Read) -> bool {
        read.scenario.given.len() == self.facts.len() && read.scenario.expect.is_empty()
    }

    /// The matter at the date of the law, where one is named.
    pub fn named_matter(&self, library: &Library) -> Option<Matter> {
        library.at_any_date().matter(self.matter.as_deref()?).ok()
    }
}

/// What to do while no matter is named.
pub fn no_matter(library: &Library) -> String {
    let names: Vec<String> = library
        .program()
        .matters
        .iter()
        .map(|made| made.name.text.to_string())
        .collect();
    format!(
        "name a matter first: matter NAME; there are {}\n",
        names.join(", ")
    )
}

/// The draft of a scenario that was saved.
pub fn from_scenario(read: &Read, text: &str) -> Draft {
    let mut draft = Draft {
        matter: Some(read.matter.name().to_owned()),
        on: read.scenario.law_on.map(|date| date.to_string()),
        at: read.scenario.assessed_at.as_ref().map(|at| at.text.to_string()),
        zone: read.scenario.zone.as_ref().map(|zone| zone.text.to_string()),
        readings: read
            .scenario
            .readings
            .iter()
            .map(|name| name.text.to_string())
            .collect(),
        facts: Vec::new(),
    };
    for given in &read.scenario.given {
        let span = given.value.span();
        let value = text.get(span.start()..span.end()).unwrap_or("").trim();
        let path = text
            .get(given.path.span.start()..given.path.span.end())
            .unwrap_or("")
            .trim();
        draft.give(path, value);
    }
    draft
}

/// The draft of a case that was written as a document. It is the same case, or what a session cannot state of it is said.
pub fn from_document(
    document: &Document,
    library: &Library,
    width: usize,
    say: &dyn Fn(&str) -> String,
) -> Result<Draft, String> {
    let (matter, case) = library
        .at_any_date()
        .read(document)
        .map_err(|errors| errors.to_string())?;
    let mut draft = Draft {
        matter: Some(matter.name().to_owned()),
        on: document.on.clone(),
        at: document.at.clone(),
        zone: document.zone.clone(),
        readings: document.readings.clone(),
        facts: Vec::new(),
    };
    if let Data::Map(facts) = &document.facts {
        for (name, value) in facts {
            give_all(&mut draft, name, value);
        }
    }
    let read = draft.read(library, width, say)?;
    if read.case.same_facts(&case) {
        return Ok(draft);
    }
    Err("a session cannot state this case as it is written; `jargy eval` answers it".to_owned())
}

/// States a value, field by field where it has fields.
fn give_all(draft: &mut Draft, path: &str, value: &Data) {
    match value {
        Data::Map(fields) if period(fields).is_none() => {
            for (name, value) in fields {
                give_all(draft, &format!("{path}.{name}"), value);
            }
        }
        value => draft.give(path, &written(value)),
    }
}

/// Days from one to another, as a scenario writes them.
fn period(fields: &[(String, Data)]) -> Option<String> {
    let date = |data: &Data| match data {
        Data::Text(text) => parse_date(text).ok().map(|date| date.to_string()),
        _ => None,
    };
    match fields {
        [(from, first), (until, last)] if from == "from" && until == "until" => {
            let last = match last {
                Data::Null => "ongoing".to_owned(),
                last => date(last)?,
            };
            Some(format!("{} to {last}", date(first)?))
        }
        _ => None,
    }
}

/// A value as a scenario writes it. Text in quotation marks is read as what the fact is: a date, a duration, a name.
fn written(value: &Data) -> String {
    match value {
        Data::Null => "none".to_owned(),
        Data::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::Number(text) => text.clone(),
        Data::Text(text) if parse_date(text).is_ok() || is_name(text) => text.clone(),
        Data::Text(text) => quoted(text),
        Data::List(all) => {
            let all: Vec<String> = all.iter().map(written).collect();
            format!("[{}]", all.join(", "))
        }
        Data::Map(fields) => period(fields).unwrap_or_else(|| {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", written(value)));
            format!("({})", fields.collect::<Vec<_>>().join(", "))
        }),
    }
}

/// Whether a text can only be read as a name.
fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(plain)
        && !matches!(text, "yes" | "no" | "none" | "true" | "false")
}

/// A text as rule files and scenarios write it, in one line.
fn quoted(text: &str) -> String {
    let hidden = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", hidden.replace(['\n', '\r'], " "))
}

/// The value of an answer as a scenario writes it.
fn answered(value: &Value, answer: &Answer) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(|value| answered(value, answer)).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Moment(moment) => {
            // a local time that occurs twice is written with its offset
            let local = answer.zone().words(*moment);
            match crate::time::parse_moment(&local, answer.zone()) {
                Ok(_) => local,
                Err(_) => answer.zone().rfc3339(*moment),
            }
        }
        Value::Periods(periods) => {
            let period = |period: &Period| {
                let until = period
                    .until
                    .map_or_else(|| "ongoing".to_owned(), |until| until.to_string());
                format!("{} to {until}", period.from)
            };
            format!(
                "[{}]",
                periods
                    .periods()
                    .iter()
                    .map(period)
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        _ => value_words(value, answer.zone()),
    }
}

/// An answer as a line of `expect`.
fn expectation(answer: &Answer) -> String {
    let words = match answer.value() {
        Some(value) => answered(value, answer),
        None => outcome_words(answer)
            .split(", ")
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    let want: Vec<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
    if want.is_empty() {
        format!("{} is {words}", answer.question())
    } else {
        format!("{} is {words} for want of {}", answer.question(), want.join(", "))
    }
}

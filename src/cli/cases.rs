//! The case that a command is given: a document, or the scenarios of a `.case` file.

use super::arguments::CaseArguments;
use super::output::Output;
use crate::case::{Case, CaseErrors, CaseProblem, Document, from_json, from_yaml};
use crate::library::{Library, Matter};
use crate::scenario::{Read as ReadScenario, read_scenarios};
use crate::source::{Limits, SourceMap, read_text};
use crate::time::{Date, Moment, Zone, parse_date, parse_moment_noting};
use crate::words::Words;
use std::io::Read as _;
use std::path::Path;

/// A case that was read.
pub struct GivenCase {
    /// The title of a scenario.
    pub title: Option<String>,
    /// Its matter, at the date of the law where one is stated.
    pub matter: Matter,
    /// Its facts.
    pub case: Case,
    /// The questions that a scenario expects something of.
    pub expected: Vec<String>,
    /// The moment of assessment.
    pub at: Option<Moment>,
}

impl GivenCase {
    /// The zone in which its local times are read.
    pub fn zone(&self) -> Zone {
        self.case.zone().unwrap_or(self.matter.zone())
    }

    /// The lines above what is shown of it: title, matter, date of the law, moment of assessment.
    pub fn heading(&self, law_on: Option<Date>, language: &str) -> String {
        let (zone, words) = (self.zone(), Words::of(language));
        let title = self
            .title
            .as_ref()
            .map(|title| format!("{title}\n"))
            .unwrap_or_default();
        let label = self
            .matter
            .label(language)
            .map(|label| format!(" ({label})"))
            .unwrap_or_default();
        let law = law_on.map_or_else(
            || words.say("date of the law not known"),
            |date| words.say(&format!("law on {date}")),
        );
        let at = self.at.map_or_else(
            || words.say("no moment of assessment"),
            |at| words.say(&format!("assessed at {} ({})", zone.words(at), zone.name())),
        );
        format!("{title}{}{label}: {law}, {at}\n", self.matter.name())
    }
}

/// Reads the case; what is wrong is said, and the exit status returned.
pub fn read(command: &CaseArguments, library: &Library, output: &Output) -> Result<Vec<GivenCase>, u8> {
    let on = match &command.on {
        Some(text) => Some(parse_date(text).map_err(|error| output.fail(format!("--on: {error}")))?),
        None => None,
    };
    let mut cases = read_path(command.case.as_path(), on, library, output)?;
    for given in &mut cases {
        let case = given.case.clone().read_on(library.program(), &command.reading);
        given.case = case.map_err(|errors| output.fail(reading_words(&errors)))?;
        given.at = match &command.at {
            Some(text) => Some(moment_argument(text, given.zone(), output)?),
            None => given.case.at(),
        };
    }
    Ok(cases)
}

/// The moment of `--at`; a fraction of a second is dropped, and that is said.
pub fn moment_argument(text: &str, zone: Zone, output: &Output) -> Result<Moment, u8> {
    let (at, dropped) =
        parse_moment_noting(text, zone).map_err(|error| output.fail(format!("--at: {error}")))?;
    if dropped {
        let words = output.words();
        let said = words.say("`--at` is taken to the second: the fraction is dropped");
        output.say(format!("{}: {said}", words.say("note")));
    }
    Ok(at)
}

fn reading_words(errors: &CaseErrors) -> String {
    let lines = errors.0.iter().map(|problem| match &problem.help {
        Some(help) => format!("--reading: {} ({help})", problem.message),
        None => format!("--reading: {}", problem.message),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads the cases of one file, under the law of a date where one is given; `-` is stdin.
pub fn read_path(
    path: &Path,
    on: Option<Date>,
    library: &Library,
    output: &Output,
) -> Result<Vec<GivenCase>, u8> {
    let name = path.display().to_string();
    let text = if name == "-" {
        stdin(output)?
    } else {
        read_text(path, library.limits()).map_err(|error| output.unreadable(&error))?
    };
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.unwrap_or("json") {
        "case" => scenarios(&name, &text, library, on, output),
        "yaml" | "yml" => Ok(vec![document(from_yaml(&text), &name, library, on, output)?]),
        _ => Ok(vec![document(from_json(&text), &name, library, on, output)?]),
    }
}

pub fn stdin(output: &Output) -> Result<String, u8> {
    let limit = Limits::default().file_bytes;
    let mut text = String::new();
    let read = std::io::stdin().take(limit as u64 + 1).read_to_string(&mut text);
    match read {
        Ok(bytes) if bytes > limit => Err(output.fail(format!("stdin has more than {limit} bytes"))),
        Ok(_) => Ok(text),
        Err(error) => Err(output.fail(format!("cannot read stdin: {error}"))),
    }
}

fn document(
    document: Result<Document, CaseErrors>,
    name: &str,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<GivenCase, u8> {
    let snapshot = on.map_or_else(|| library.at_any_date(), |date| library.on(date));
    match document.and_then(|document| snapshot.read(&document)) {
        Ok((matter, case)) => Ok(GivenCase {
            title: None,
            matter,
            case,
            expected: Vec::new(),
            at: None,
        }),
        Err(errors) => {
            let said = |problem: &CaseProblem| problem.said(|text| output.words().say(text));
            let lines: Vec<String> = errors
                .0
                .iter()
                .map(|problem| format!("  {}", said(problem)))
                .collect();
            Err(output.fail(format!("{name} is not a usable case:\n{}", lines.join("\n"))))
        }
    }
}

fn scenarios(
    name: &str,
    text: &str,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<Vec<GivenCase>, u8> {
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
    read.into_iter()
        .map(|one| scenario(one, library, on, output))
        .collect()
}

fn scenario(
    read: ReadScenario,
    library: &Library,
    on: Option<Date>,
    output: &Output,
) -> Result<GivenCase, u8> {
    let matter = match on {
        Some(date) => {
            let found = library.on(date).matter(read.matter.name());
            found.map_err(|error| output.fail(error.to_string()))?
        }
        None => read.matter,
    };
    let lines = read.scenario.expect.iter();
    let mut expected: Vec<String> = lines.map(|line| line.question.text()).collect();
    expected.dedup();
    Ok(GivenCase {
        title: Some(read.scenario.title.text.to_string()),
        matter,
        case: read.case,
        expected,
        at: None,
    })
}

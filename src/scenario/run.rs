//! One scenario after another.

use super::expectation;
use crate::case::{Case, CaseErrors, Document, from_scenario};
use crate::explain::{answer_text, why_text};
use crate::finding::{Finding, in_reading_order};
use crate::library::{Library, Matter};
use crate::source::{Limits, SourceFile, Span};
use crate::syntax::parse_cases;
use crate::syntax::tree::Scenario;

/// A scenario that was read: its case, ready to be asked.
#[derive(Debug)]
pub struct Read {
    /// The scenario as written.
    pub scenario: Scenario,
    /// The matter.
    pub matter: Matter,
    /// The case.
    pub case: Case,
}

impl Read {
    /// Its case as a document, as JSON or YAML would state it.
    pub fn document(&self) -> Document {
        from_scenario(&self.scenario, self.matter.snapshot().library().limits()).0
    }
}

/// One expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it is written.
    pub span: Span,
    /// What was expected, and what was answered instead.
    pub message: String,
    /// The answer and its reasons.
    pub why: String,
}

/// What came of one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// Where it is written.
    pub span: Span,
    /// Expectations checked.
    pub expectations: usize,
    /// Those that do not hold.
    pub failures: Vec<Failure>,
}

/// Reads the scenarios of a file against a library; what is wrong with them are findings.
pub fn read_scenarios(library: &Library, file: &SourceFile) -> (Vec<Read>, Vec<Finding>) {
    let limits = library.limits();
    let (scenarios, mut findings) = parse_cases(file, limits);
    let mut read = Vec::new();
    for scenario in scenarios {
        match read_one(library, scenario, limits) {
            Ok(one) => read.push(one),
            Err(found) => findings.extend(found),
        }
    }
    (read, findings)
}

fn read_one(library: &Library, scenario: Scenario, limits: &Limits) -> Result<Read, Vec<Finding>> {
    let (document, places, mut findings) = from_scenario(&scenario, limits);
    match library.at_any_date().read(&document) {
        Ok((matter, case)) if findings.is_empty() => {
            return Ok(Read {
                scenario,
                matter,
                case,
            });
        }
        Ok(_) => {}
        Err(CaseErrors(problems)) => findings.extend(problems.into_iter().map(|problem| {
            let place = place_of(&problem.path, &places, &scenario);
            let finding = Finding::error("case", place, problem.message).label("this fact");
            match problem.help {
                Some(help) => finding.help(help),
                None => finding,
            }
        })),
    }
    in_reading_order(&mut findings);
    Err(findings)
}

/// Where the fact that a problem names is written: its own place, else that of what contains it.
fn place_of(path: &str, places: &[(String, Span)], scenario: &Scenario) -> Span {
    let longest = places
        .iter()
        .filter(|(known, _)| path.starts_with(known.as_str()))
        .max_by_key(|(known, _)| known.len());
    let within = places.iter().find(|(known, _)| known.starts_with(path));
    longest.or(within).map_or(scenario.title.span, |(_, span)| *span)
}

/// Runs one scenario; expectations that cannot be asked are findings.
pub fn run(library: &Library, read: &Read) -> Result<Report, Vec<Finding>> {
    let mut failures = Vec::new();
    let mut findings = Vec::new();
    for expectation in &read.scenario.expect {
        let name = expectation.question.text();
        match read.matter.ask(&name) {
            Ok(ask) => {
                let answer = ask.decide(&read.case, None);
                match expectation::check(library, expectation, &ask, &answer) {
                    Ok(wrong) => failures.extend(wrong.into_iter().map(|message| Failure {
                        span: expectation.span,
                        message,
                        why: format!("{}{}", answer_text(&answer, 100), why_text(&answer, 100)),
                    })),
                    Err(finding) => findings.push(*finding),
                }
            }
            Err(error) => {
                let finding =
                    Finding::error("unknown-question", expectation.question.span, error.to_string())
                        .label("no such question");
                findings.push(finding);
            }
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Report {
        title: read.scenario.title.text.to_string(),
        span: read.scenario.title.span,
        expectations: read.scenario.expect.len(),
        failures,
    })
}

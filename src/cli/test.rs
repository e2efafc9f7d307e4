//! `jargy test`

use super::arguments::{Arguments, Test};
use super::output::Output;
use crate::finding::Finding;
use crate::library::Library;
use crate::scenario::{Read, Report, read_scenarios, run as run_scenario};
use crate::source::{Limits, SourceMap, collect_files, read_text};
use serde_json::json;
use std::path::PathBuf;

pub fn run(command: &Test, arguments: &Arguments, output: &mut Output) -> u8 {
    tested(command, arguments, output).unwrap_or_else(|status| status)
}

fn tested(command: &Test, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let (scenarios, mut findings, sources) = scenarios(&command.paths, &library, arguments, output)?;
    let mut reports: Vec<Report> = Vec::new();
    for one in &scenarios {
        match run_scenario(&library, one) {
            Ok(report) => reports.push(report),
            Err(found) => findings.extend(found),
        }
    }
    let failed = reports
        .iter()
        .filter(|report| !report.failures.is_empty())
        .count();
    let passed = reports.len() - failed;
    if output.is_json() {
        print_json(&reports, &findings, &sources, output);
    } else {
        print_text(&reports, &findings, &sources, output);
        let wrong = if findings.is_empty() {
            String::new()
        } else {
            format!(", {} findings", findings.len())
        };
        let expectations: usize = reports.iter().map(|report| report.expectations).sum();
        output.line(format!(
            "{} scenarios, {expectations} expectations: {passed} passed, {failed} failed{wrong}",
            reports.len()
        ));
    }
    Ok(u8::from(failed > 0 || !findings.is_empty()))
}

/// Scenarios that were read, what is wrong with others, and their files.
pub type Scenarios = (Vec<Read>, Vec<Finding>, SourceMap);

/// All scenarios of some files or folders; of the rules where none are named.
pub fn scenarios(
    paths: &[PathBuf],
    library: &Library,
    arguments: &Arguments,
    output: &Output,
) -> Result<Scenarios, u8> {
    let own = [arguments.rules.clone()];
    let paths = if paths.is_empty() { &own[..] } else { paths };
    let limits = Limits::default();
    let mut sources = SourceMap::default();
    let mut findings: Vec<Finding> = Vec::new();
    let mut scenarios: Vec<Read> = Vec::new();
    for path in paths {
        for file in collect_files(path, &["case"], &limits).map_err(|error| output.unreadable(&error))? {
            let text = read_text(&file, &limits).map_err(|error| output.unreadable(&error))?;
            let file = sources.add(&file.display().to_string(), &text);
            let (read, found) = read_scenarios(library, &file);
            findings.extend(found);
            scenarios.extend(read);
        }
    }
    Ok((scenarios, findings, sources))
}

fn print_text(reports: &[Report], findings: &[Finding], sources: &SourceMap, output: &mut Output) {
    output.findings(findings, sources);
    for report in reports.iter().filter(|report| !report.failures.is_empty()) {
        output.line(format!(
            "failed: {} ({})",
            report.title,
            sources.locate(report.span)
        ));
        for failure in &report.failures {
            output.line(format!("  {}: {}", sources.locate(failure.span), failure.message));
            for line in failure.why.lines() {
                output.line(format!("    {line}"));
            }
        }
    }
}

fn print_json(reports: &[Report], findings: &[Finding], sources: &SourceMap, output: &mut Output) {
    let scenarios: Vec<_> = reports
        .iter()
        .map(|report| {
            json!({
                "title": report.title,
                "place": sources.locate(report.span),
                "expectations": report.expectations,
                "failures": report.failures.iter().map(|failure| json!({
                    "place": sources.locate(failure.span), "message": failure.message, "why": failure.why,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| crate::finding::finding_json(finding, sources))
        .collect();
    output.json(&json!({ "scenarios": scenarios, "findings": findings }));
}

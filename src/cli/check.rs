//! `jargy check`

use super::arguments::{Arguments, Check, Format};
use super::output::Output;
use crate::finding::{Finding, Fix, Severity, finding_json, sarif};
use crate::library::{Checked, Library};
use crate::source::{Limits, LoadError, collect_files, write_text};
use serde_json::json;
use std::path::{Path, PathBuf};

pub fn run(command: &Check, arguments: &Arguments, output: &mut Output) -> u8 {
    let mut paths: Vec<&Path> = if command.paths.is_empty() {
        vec![arguments.rules.as_path()]
    } else {
        command.paths.iter().map(|path| path.as_path()).collect()
    };
    paths.extend(arguments.with.iter().map(|bill| bill.as_path()));
    let checked = match check(&paths, command.fix, output) {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    let count = |severity| {
        checked
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let files = checked.sources.files().len();
    if output.format == Format::Sarif {
        output.json(&sarif(&checked.findings, &checked.sources));
    } else if output.is_json() {
        let findings: Vec<_> = checked
            .findings
            .iter()
            .map(|finding| finding_json(finding, &checked.sources))
            .collect();
        output.json(&json!({
            "files": files, "errors": errors, "warnings": warnings, "not_shown": checked.more, "findings": findings,
        }));
    } else {
        output.findings(&checked.findings, &checked.sources);
        if let Some(first) = checked.findings.first() {
            output.say(output.words().say(&format!(
                "`jargy explain {}` tells more of a finding, by the name above it",
                first.name
            )));
            output.say("");
        }
        let more = if checked.more > 0 {
            format!(" and {} more that are not shown", checked.more)
        } else {
            String::new()
        };
        match &checked.library {
            Some(library) => {
                let law = &library.program().law;
                let articles = law
                    .provisions
                    .iter()
                    .filter(|provision| {
                        provision.citation.article.is_some() && !provision.in_force.is_empty()
                    })
                    .count();
                output.line(format!(
                    "{files} files, {} instruments, {articles} provisions, {} norms: {errors} errors, {warnings} warnings{more}",
                    law.instruments.len(),
                    law.norms.len()
                ));
            }
            None => output.line(format!(
                "{files} files: {errors} errors, {warnings} warnings{more}"
            )),
        }
    }
    u8::from(errors + warnings > 0)
}

/// Rounds of mending: a replacement may let more be read.
const ROUNDS: usize = 5;

/// Checks; before that, where asked for, writes the replacements that are certain.
fn check(paths: &[&Path], fix: bool, output: &Output) -> Result<Checked, u8> {
    let limits = Limits::default();
    let read = || Library::check(paths, &limits).map_err(|error: LoadError| output.unreadable(&error));
    let mut checked = read()?;
    for _ in 0..ROUNDS {
        if !fix || !mended(&checked, paths, output)? {
            break;
        }
        checked = read()?;
    }
    Ok(checked)
}

/// Writes the certain replacements into the files; whether there were any.
fn mended(checked: &Checked, paths: &[&Path], output: &Output) -> Result<bool, u8> {
    let mut any = false;
    let files = paths
        .iter()
        .filter_map(|path| collect_files(path, &["law"], &Limits::default()).ok());
    let files: Vec<PathBuf> = files.flatten().collect();
    for file in checked.sources.files() {
        let own = checked
            .findings
            .iter()
            .filter_map(|finding: &Finding| finding.fix.as_ref());
        let mut fixes: Vec<&Fix> = own.filter(|fix| fix.span.file() == file.id()).collect();
        // from the end, so that places before stay where they are
        fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.start()));
        fixes.dedup_by_key(|fix| fix.span);
        let mut text = file.text().to_owned();
        let mut free = text.len();
        let mut said = Vec::new();
        for fix in fixes {
            let range = fix.span.start()..fix.span.end();
            if range.end <= free && text.get(range.clone()).is_some() {
                let was = checked.sources.text(fix.span);
                said.push(format!(
                    "{}: `{was}` -> `{}`",
                    checked.sources.locate(fix.span),
                    fix.replacement
                ));
                text.replace_range(range.clone(), &fix.replacement);
                free = range.start;
            }
        }
        if said.is_empty() {
            continue;
        }
        written_back(file.name(), &files, &text).map_err(|wrong| output.fail(wrong))?;
        any = true;
        said.iter().rev().for_each(|line| output.say(line));
    }
    Ok(any)
}

/// Writes a text into the file with this name. A name that is no text is shown in part, so it may be that of several files.
fn written_back(name: &str, files: &[PathBuf], text: &str) -> Result<(), String> {
    let mut named: Vec<&PathBuf> = files
        .iter()
        .filter(|path| path.display().to_string() == name)
        .collect();
    named.sort();
    named.dedup();
    match named.as_slice() {
        [one] => write_text(one, text),
        _ => Err(format!("cannot write `{name}`: it is not the name of one file")),
    }
}

//! `jargy check`

use super::arguments::{Arguments, Check};
use super::output::Output;
use crate::finding::{Severity, finding_json};
use crate::library::Library;
use crate::source::Limits;
use serde_json::json;
use std::path::Path;

pub fn run(command: &Check, arguments: &Arguments, output: &mut Output) -> u8 {
    let mut paths: Vec<&Path> = if command.paths.is_empty() {
        vec![arguments.rules.as_path()]
    } else {
        command.paths.iter().map(|path| path.as_path()).collect()
    };
    paths.extend(arguments.with.iter().map(|bill| bill.as_path()));
    let checked = match Library::check(&paths, &Limits::default()) {
        Ok(checked) => checked,
        Err(error) => return output.unreadable(&error),
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
    if output.is_json() {
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

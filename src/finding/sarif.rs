//! Findings for code scanners: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

use super::{Finding, Severity, page};
use crate::source::{SourceMap, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A whole run. Columns are counted in characters from one, as the format has it for `unicodeCodePoints`.
pub fn sarif(findings: &[Finding], sources: &SourceMap) -> Value {
    let names: BTreeSet<&str> = findings.iter().map(|finding| finding.name).collect();
    let rules = names.iter().map(|name| match page(name) {
        Some(page) => json!({
            "id": name,
            "shortDescription": { "text": page.says },
            "fullDescription": { "text": page.why },
            "help": { "text": page.why, "markdown": page.markdown },
        }),
        None => json!({ "id": name }),
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "jargy",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, sources)).collect::<Vec<_>>(),
        }],
    })
}

fn result(finding: &Finding, sources: &SourceMap) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().map(|(span, words)| {
        let mut place = location(*span, sources);
        if let Some(place) = place.as_object_mut() {
            place.insert("message".into(), json!({ "text": words }));
        }
        place
    });
    let fixes = finding.fix.iter().map(|fix| {
        json!({
            "description": { "text": format!("write `{}`", fix.replacement) },
            "artifactChanges": [{
                "artifactLocation": artifact(fix.span, sources),
                "replacements": [{
                    "deletedRegion": region(fix.span, sources),
                    "insertedContent": { "text": fix.replacement },
                }],
            }],
        })
    });
    json!({
        "ruleId": finding.name,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": text },
        "locations": [location(finding.span, sources)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "fixes": fixes.collect::<Vec<_>>(),
    })
}

fn location(span: Span, sources: &SourceMap) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(span, sources), "region": region(span, sources) } })
}

fn artifact(span: Span, sources: &SourceMap) -> Value {
    json!({ "uri": sources.file(span.file()).map(|file| file.name().to_owned()) })
}

fn region(span: Span, sources: &SourceMap) -> Value {
    let Some(file) = sources.file(span.file()) else {
        return Value::Null;
    };
    let (line, column) = file.line_column(span.start());
    let (end_line, end_column) = file.line_column(span.end());
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

//! What mends a text: the one layout, and the replacements that findings offer.

use super::positions::{range, range_of};
use super::server::{Server, is_case};
use crate::finding::{Finding, Fix};
use crate::syntax::{format_cases, format_law};
use lsp_types::*;
use std::collections::HashMap;

/// The file in the canonical layout.
pub fn formatting(server: &Server, url: &Url) -> Vec<TextEdit> {
    let Some(file) = server.file(url) else {
        return Vec::new();
    };
    let laid_out = if is_case(url) {
        format_cases(file, server.limits())
    } else {
        format_law(file, server.limits())
    };
    if laid_out == file.text() {
        return Vec::new();
    }
    vec![TextEdit {
        range: range(file.text(), 0, file.text().len()),
        new_text: laid_out,
    }]
}

/// The replacements that are offered for what lies in a range.
pub fn actions(server: &mut Server, asked: &CodeActionParams) -> Vec<CodeAction> {
    let url = &asked.text_document.uri;
    let Some(file) = server.file(url).cloned() else {
        return Vec::new();
    };
    if is_case(url) {
        return Vec::new();
    }
    let touched = |fix: &Fix| {
        let place = range_of(&file, fix.span);
        fix.span.file() == file.id() && place.start <= asked.range.end && asked.range.start <= place.end
    };
    let mut all = Vec::new();
    for finding in &server.checked().findings {
        let offered = [(&finding.fix, true), (&finding.suggestion, false)];
        for (fix, certain) in offered {
            if let Some(fix) = fix.as_ref().filter(|fix| touched(fix)) {
                all.push(action(url, range_of(&file, fix.span), (finding, fix), certain));
            }
        }
    }
    all
}

fn action(url: &Url, range: Range, (finding, fix): (&Finding, &Fix), certain: bool) -> CodeAction {
    let edit = TextEdit {
        range,
        new_text: fix.replacement.clone(),
    };
    CodeAction {
        title: format!("write `{}` ({})", fix.replacement, finding.name),
        kind: Some(CodeActionKind::QUICKFIX),
        is_preferred: Some(certain),
        edit: Some(WorkspaceEdit {
            changes: Some(HashMap::from([(url.clone(), vec![edit])])),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    }
}

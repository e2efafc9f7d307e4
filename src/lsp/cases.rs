//! Scenarios in an editor: due moments beside what is expected, and running one.

use super::positions::{position, range_of};
use super::requests::{REFUSED, RUN, Refusal};
use super::server::{Server, is_case};
use crate::scenario::{read_scenarios, run};
use crate::syntax::parse_cases;
use lsp_types::*;
use serde_json::{Value, json};

/// The due moments of what scenarios expect, where they are not written.
pub fn hints(server: &mut Server, asked: &InlayHintParams) -> Vec<InlayHint> {
    let Some(library) = server.library() else {
        return Vec::new();
    };
    let url = &asked.text_document.uri;
    let Some(file) = server.file(url).filter(|_| is_case(url)) else {
        return Vec::new();
    };
    let (read, _) = read_scenarios(&library, file);
    let mut hints = Vec::new();
    for one in &read {
        for expected in one
            .scenario
            .expect
            .iter()
            .filter(|expected| expected.due.is_none())
        {
            let end = position(file.text(), expected.span.end());
            if end < asked.range.start || asked.range.end < end {
                continue;
            }
            let Ok(ask) = one.matter.ask(&expected.question.text()) else {
                continue;
            };
            let answer = ask.decide(&one.case, None);
            if let Some(due) = answer.due_at() {
                hints.push(InlayHint {
                    position: end,
                    label: InlayHintLabel::String(format!("due {}", answer.zone().words(due))),
                    kind: None,
                    text_edits: None,
                    tooltip: answer
                        .counting()
                        .map(|counted| InlayHintTooltip::String(counted.steps.join("\n"))),
                    padding_left: Some(true),
                    padding_right: None,
                    data: None,
                });
            }
        }
    }
    hints
}

/// A line above every scenario that runs it.
pub fn lenses(server: &Server, url: &Url) -> Vec<CodeLens> {
    let Some(file) = server.file(url).filter(|_| is_case(url)) else {
        return Vec::new();
    };
    let (scenarios, _) = parse_cases(file, server.limits());
    scenarios
        .iter()
        .map(|scenario| CodeLens {
            range: range_of(file, scenario.title.span),
            command: Some(Command {
                title: "run scenario".to_owned(),
                command: RUN.to_owned(),
                arguments: Some(vec![json!(url), json!(&*scenario.title.text)]),
            }),
            data: None,
        })
        .collect()
}

/// Runs a scenario, by its file and title: `passed`, and `text` that says how it went.
pub fn execute(server: &mut Server, asked: &ExecuteCommandParams) -> Result<Value, Refusal> {
    let refuse = |why: &str| (REFUSED, why.to_owned());
    if asked.command != RUN {
        return Err(refuse("there is no such command"));
    }
    let text = |place: usize| asked.arguments.get(place).and_then(Value::as_str);
    let (Some(url), Some(title)) = (text(0), text(1)) else {
        return Err(refuse("name the file and the title of the scenario"));
    };
    let url = Url::parse(url).map_err(|error| refuse(&error.to_string()))?;
    let library = server.library();
    let library = library.ok_or_else(|| refuse("the rules have errors: mend them first"))?;
    let file = server.file(&url).ok_or_else(|| refuse("there is no such file"))?;
    let (read, _) = read_scenarios(&library, file);
    let one = read.iter().find(|one| *one.scenario.title.text == *title);
    let one = one.ok_or_else(|| refuse("the scenario cannot be read: see its findings"))?;
    let report = run(&library, one).map_err(|_| refuse("the scenario cannot be run: see its findings"))?;
    let failures: Vec<String> = report
        .failures
        .iter()
        .map(|failure| format!("{}\n{}", failure.message, failure.why))
        .collect();
    let said = match failures.as_slice() {
        [] => format!("`{title}` holds: {} expectations", report.expectations),
        _ => format!("`{title}` does not hold:\n{}", failures.join("\n")),
    };
    Ok(json!({ "passed": failures.is_empty(), "text": said }))
}

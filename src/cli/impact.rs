//! `jargy impact`

use super::arguments::{Arguments, Impact};
use super::cases::{GivenCase, read_path};
use super::credits::{self, Compared};
use super::output::Output;
use crate::explain::{Answer, answer_json, outcome_words};
use crate::library::AmendmentBy;
use crate::source::collect_files;
use crate::time::{Date, parse_date};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One answer that is another one.
struct Changed {
    case: String,
    before: Answer,
    after: Answer,
    by: BTreeSet<AmendmentBy>,
}

pub fn run(command: &Impact, arguments: &Arguments, output: &mut Output) -> u8 {
    shown(command, arguments, output).unwrap_or_else(|status| status)
}

fn shown(command: &Impact, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let compared = compared(command, arguments, output)?;
    #[cfg(feature = "table")]
    if command
        .cases
        .iter()
        .all(|path| super::batch::impact::is_table(path))
    {
        return super::batch::impact::run(command, &compared, output);
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &command.cases {
        let limits = compared.after.0.limits();
        files.extend(
            collect_files(path, &["json", "yaml", "yml", "case"], limits)
                .map_err(|error| output.unreadable(&error))?,
        );
    }
    let mut cases = 0;
    let mut changed = Vec::new();
    for file in &files {
        let before = read_path(file, compared.before.1, &compared.before.0, output)?;
        let after = read_path(file, compared.after.1, &compared.after.0, output)?;
        for (number, (before, after)) in before.iter().zip(&after).enumerate() {
            cases += 1;
            let name = match &before.title {
                Some(title) => title.clone(),
                None if number == 0 => file.display().to_string(),
                None => format!("{} ({})", file.display(), number + 1),
            };
            changed.extend(changes(command, &compared, &name, before, after, output)?);
        }
    }
    if output.is_json() {
        output.json(&document(&compared, cases, &changed));
    } else {
        text(&compared, cases, &changed, output);
    }
    Ok(u8::from(command.exit_code && !changed.is_empty()))
}

fn compared(command: &Impact, arguments: &Arguments, output: &Output) -> Result<Compared, u8> {
    let date = |name: &str, text: &Option<String>| match text {
        Some(text) => parse_date(text)
            .map(Some)
            .map_err(|error| output.fail(format!("--{name}: {error}"))),
        None => Ok(None),
    };
    let (from, to) = (date("from", &command.from)?, date("to", &command.to)?);
    let with = output.load(arguments)?;
    if arguments.with.is_empty() {
        if from.is_none() || to.is_none() {
            return Err(output.fail("say what is compared: --from DATE --to DATE, or --with BILL"));
        }
        return Ok(Compared {
            before: (with.clone(), from),
            after: (with, to),
        });
    }
    let names: Vec<String> = arguments
        .with
        .iter()
        .map(|bill| bill.display().to_string())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let without = output.load_paths(&[arguments.rules.as_path()])?;
    let on = to.or(with.amended_by(&names));
    Ok(Compared {
        before: (without, from.or(on)),
        after: (with, on),
    })
}

fn changes(
    command: &Impact,
    compared: &Compared,
    name: &str,
    before: &GivenCase,
    after: &GivenCase,
    output: &Output,
) -> Result<Vec<Changed>, u8> {
    let questions: Vec<String> = if command.ask.is_empty() {
        let all = after.matter.questions();
        all.iter().map(|question| question.name().to_owned()).collect()
    } else {
        command.ask.clone()
    };
    let mut changed = Vec::new();
    for question in questions {
        // a question that the law before does not know has no answer to compare
        let (Ok(old), new) = (before.matter.ask(&question), after.matter.ask(&question)) else {
            continue;
        };
        let new = new.map_err(|error| output.fail(error.to_string()))?;
        let old = old.decide(&before.case, before.case.at());
        let new = new.decide(&after.case, after.case.at());
        let same =
            old.outcome() == new.outcome() && old.value() == new.value() && old.due_at() == new.due_at();
        if !same {
            changed.push(Changed {
                case: name.to_owned(),
                by: credits::amendments(compared, &old, &new),
                before: old,
                after: new,
            });
        }
    }
    Ok(changed)
}

fn document(compared: &Compared, cases: usize, changed: &[Changed]) -> Json {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let rows = changed.iter().map(|one| {
        json!({
            "case": one.case,
            "question": one.after.question(),
            "before": answer_json(&one.before, false),
            "after": answer_json(&one.after, false),
            "by": one.by.iter().map(|by| &by.act).collect::<BTreeSet<_>>(),
            "operations": one.by.iter().map(|by| json!({ "act": by.act, "words": by.words })).collect::<Vec<_>>(),
        })
    });
    json!({
        "before_on": date(compared.before.1),
        "after_on": date(compared.after.1),
        "cases": cases,
        "changed": rows.collect::<Vec<_>>(),
    })
}

fn text(compared: &Compared, cases: usize, changed: &[Changed], output: &mut Output) {
    let on =
        |date: Option<Date>| date.map_or_else(|| "the date of each case".to_owned(), |date| date.to_string());
    output.line(format!(
        "law on {} against law on {}",
        on(compared.before.1),
        on(compared.after.1)
    ));
    let mut last = "";
    for one in changed {
        if one.case != last {
            output.line("");
            output.line(&one.case);
            last = &one.case;
        }
        output.line(format!(
            "  {}: {} -> {}",
            one.after.question(),
            outcome_words(&one.before),
            outcome_words(&one.after)
        ));
        for by in &one.by {
            output.line(format!("    by {}: {}", by.act, by.words));
        }
    }
    let touched: BTreeSet<&str> = changed.iter().map(|one| one.case.as_str()).collect();
    output.line("");
    output.line(format!(
        "{cases} cases: {} change, {} do not",
        touched.len(),
        cases - touched.len()
    ));
}

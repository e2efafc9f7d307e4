//! A difference of the law as text: one readable page.

use super::diff::{Compared, change_words, days_words, words, words_of_lines};
use super::output::{Output, width};
use crate::compare::{LawDiff, ProvisionDiff};
use crate::explain::wrap;
use std::collections::BTreeSet;

/// Shows the page.
pub fn show(compared: &Compared, output: &mut Output) {
    output.line(format!("{} -> {}", compared.before, compared.after));
    let width = width();
    for one in &compared.found.provisions {
        output.line("");
        provision(one, width, output);
    }
    for one in &compared.found.parameters {
        output.line("");
        let days = days_words(one.holds);
        output.line(format!("{}: {} -> {}{days}", one.name, one.value.0, one.value.1));
    }
    for one in &compared.found.vocabulary {
        output.line("");
        output.line(&one.name);
        lines(&one.text, output);
    }
    output.line("");
    for (act, why) in assumed(&compared.found) {
        output.raw(&wrap(&format!("(*) {act}: the day is assumed: {why}"), width));
    }
    output.line(totals(&compared.found));
}

fn provision(one: &ProvisionDiff, width: usize, output: &mut Output) {
    let title = one
        .title
        .as_ref()
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let mark = if one.assumed.is_some() { " (*)" } else { "" };
    let by = one
        .by
        .as_ref()
        .map(|by| format!(", by {by}{mark}"))
        .unwrap_or_default();
    let days = days_words(one.holds);
    output.raw(&wrap(
        &format!("{}{title}: {}{by}{days}", one.citation, change_words(one)),
        width,
    ));
    if one.text_differs() {
        output.wrapped("    ", &marked(&one.text.0, &one.text.1));
    }
    if one.norm_differs() {
        lines(&one.norm, output);
    }
    if !one.reaches.is_empty() {
        output.wrapped("    ", &format!("reaches {}", one.reaches.join(", ")));
    }
}

fn lines((before, after): &(String, String), output: &mut Output) {
    for (side, text) in words_of_lines(before, after) {
        let sign = match side {
            -1 => '-',
            1 => '+',
            _ => ' ',
        };
        for (number, line) in wrap(text.trim_end(), width().saturating_sub(6))
            .lines()
            .enumerate()
        {
            let indent = if number > 0 { "  " } else { "" };
            output.line(format!("  {sign} {indent}{line}"));
        }
    }
}

/// The acts whose days are assumed, each once, with the reason.
pub fn assumed(found: &LawDiff) -> BTreeSet<(&str, &str)> {
    let provisions = found.provisions.iter();
    let assumed = provisions.filter_map(|one| {
        let act = one.by.as_deref().unwrap_or(&one.citation);
        Some((act, one.assumed.as_deref()?))
    });
    assumed.collect()
}

/// How much changed.
pub fn totals(found: &LawDiff) -> String {
    let count = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let vocabulary = match found.vocabulary.len() {
        0 => String::new(),
        number => format!(" and {}", count(number, "declaration")),
    };
    format!(
        "{} and {}{vocabulary} changed",
        count(found.provisions.len(), "provision"),
        count(found.parameters.len(), "parameter"),
    )
}

/// The words of two texts, with what went and what came marked.
fn marked(old: &str, new: &str) -> String {
    let part = |(side, text): &(i8, String)| match side {
        -1 => format!("[-{}-]{}", text.trim_end(), trailing(text)),
        1 => format!("{{+{}+}}{}", text.trim_end(), trailing(text)),
        _ => text.clone(),
    };
    words(old, new).iter().map(part).collect()
}

fn trailing(text: &str) -> &str {
    text.get(text.trim_end().len()..).unwrap_or("")
}

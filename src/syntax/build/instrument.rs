//! The heading of an instrument.

use super::{Node, Notes, labels, literal, text};
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{InForce, Instrument, InstrumentKind, Item, Text};
use crate::time::Date;

fn kind(words: &str) -> InstrumentKind {
    match words.split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "constitution" => InstrumentKind::Constitution,
        "constitutional law" => InstrumentKind::ConstitutionalLaw,
        "treaty" => InstrumentKind::Treaty,
        "code" => InstrumentKind::Code,
        "decree" => InstrumentKind::Decree,
        "decision" => InstrumentKind::Decision,
        "order" => InstrumentKind::Order,
        _ => InstrumentKind::Act,
    }
}

pub fn heading(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let mut made = Instrument {
        kind: kind(node.child(Rule::instrument_kind)?.text()),
        name: node.child(Rule::name)?.name(),
        labels: labels(node),
        jurisdiction: None,
        adopted: None,
        number: None,
        issued_by: None,
        in_force: None,
        applies_from: None,
        known_complete: None,
    };
    for clause in node
        .all(Rule::instrument_clause)
        .filter_map(|clause| clause.first())
    {
        let name = || clause.child(Rule::name).map(|name| name.name());
        match clause.rule() {
            Rule::of_jurisdiction => made.jurisdiction = name(),
            Rule::issued_by => made.issued_by = name(),
            Rule::adopted => {
                made.adopted = clause
                    .child(Rule::date)
                    .and_then(|date| literal::date(&date, notes))
            }
            Rule::numbered => made.number = clause.child(Rule::string).and_then(|part| text(&part)),
            Rule::applies_from => made.applies_from = applies_from(&clause, notes),
            Rule::known_complete => made.known_complete = known_complete(&clause, notes),
            _ => made.in_force = in_force(&clause, notes),
        }
    }
    Some(Item::Instrument(Box::new(made)))
}

/// `assumed "why"`.
pub fn assumed(node: &Node<'_>) -> Option<Text> {
    let said = node.child(Rule::assumed)?;
    said.child(Rule::string).and_then(|part| text(&part))
}

/// `known complete until DATE`.
pub fn known_complete(node: &Node<'_>, notes: &mut Notes) -> Option<Date> {
    literal::date(&node.child(Rule::date)?, notes)
}

/// `applies from DATE`.
pub fn applies_from(node: &Node<'_>, notes: &mut Notes) -> Option<(Date, Span)> {
    let date = literal::date(&node.child(Rule::date)?, notes)?;
    Some((date, node.span()))
}

/// `in force from … until …`; an end before the beginning is noted.
pub fn in_force(node: &Node<'_>, notes: &mut Notes) -> Option<InForce> {
    let text = node.text();
    let dates: Vec<Date> = node
        .all(Rule::date)
        .filter_map(|date| literal::date(&date, notes))
        .collect();
    let has_from = text.split_whitespace().any(|word| word == "from");
    let (from, until) = match (has_from, dates.as_slice()) {
        (true, [from, until]) => (Some(*from), Some(*until)),
        (true, [from]) => (Some(*from), None),
        (false, [until]) => (None, Some(*until)),
        _ => (None, None),
    };
    let awaits = node.child(Rule::when_commenced).is_some();
    if node.child(Rule::date).is_none() && !awaits {
        notes.note(
            Finding::error("syntax", node.span(), "`in force` has no date")
                .label("from when, until when?")
                .help("write `in force from 1998-01-01`, `in force until 2014-12-31`, or both; or `in force when commenced`, where another instrument says from when"),
        );
    }
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        notes.note(
            Finding::error(
                "ends-before-it-begins",
                node.span(),
                format!("this ends on {until}, before it begins on {from}"),
            )
            .label("never in force")
            .help("`until` names the last day in force; exchange the dates if they were turned round"),
        );
    }
    Some(InForce {
        from,
        until,
        assumed: assumed(node),
        awaits,
        reaching_back: node.child(Rule::reaching_back).is_some(),
        applies_from: None,
        known_complete: None,
        span: node.span(),
    })
}

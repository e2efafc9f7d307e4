//! Time limits: lengths and events, and what makes a limit longer, stops it or starts it anew.

use super::expression::{expression, period, rounding, sum};
use super::{Node, Notes, literal, path};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    Clauses, Every, Expression, Extension, Form, Literal, Pausing, Recurring, Timing, Within,
};

/// `within 72 hours of A`, `within 3 days of A or 5 days of B, whichever is later`.
pub fn within(node: &Node<'_>, notes: &mut Notes) -> Option<Within> {
    let mut timings = Vec::new();
    for written in node.all(Rule::timing) {
        timings.push(timing(&written, notes)?);
    }
    notes.check_operands(timings.len(), node.span());
    let which = node.child(Rule::whichever);
    if timings.len() > 1 && which.is_none() {
        notes.note(
            Finding::error(
                "limit-not-chosen",
                node.span(),
                "several limits stand here, and it is not said which counts",
            )
            .label("which of them?")
            .help("add `, whichever is later` or `, whichever is earlier`"),
        );
    }
    bare(
        node,
        timings,
        which.is_some_and(|which| which.text().trim().ends_with("later")),
        notes,
    )
}

/// `at least 10 days before A`.
pub fn before(node: &Node<'_>, notes: &mut Notes) -> Option<Within> {
    let timing = timing(node, notes)?;
    let mut limit = bare(node, vec![timing], false, notes)?;
    limit.backwards = true;
    Some(limit)
}

fn bare(node: &Node<'_>, timings: Vec<Timing>, latest: bool, notes: &mut Notes) -> Option<Within> {
    Some(Within {
        timings,
        latest,
        backwards: false,
        rounding: match node.child(Rule::rounding) {
            Some(written) => Some(rounding(&written, notes)?),
            None => None,
        },
        extensions: Vec::new(),
        pauses: Vec::new(),
        restarts: Vec::new(),
        span: node.span(),
    })
}

fn timing(node: &Node<'_>, notes: &mut Notes) -> Option<Timing> {
    Some(Timing {
        length: length(&node.child(Rule::limit)?, notes)?,
        from: sum(&node.child(Rule::sum)?, notes)?,
    })
}

/// How long: a duration, a name or a bracketed expression.
pub fn length(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let inner = node.first()?;
    let form = match inner.rule() {
        Rule::duration => Form::Literal(Literal::Duration(literal::duration(&inner, notes)?)),
        Rule::path => Form::Path(path(&inner)),
        _ => return expression(&inner, notes),
    };
    Some(Expression {
        form,
        span: inner.span(),
    })
}

/// The limit that a clause such as `extended` goes on with; without one that is noted.
fn last<'c>(
    node: &Node<'_>,
    clauses: &'c mut Clauses,
    word: &str,
    notes: &mut Notes,
) -> Option<&'c mut Within> {
    if clauses.within.is_empty() {
        notes.note(
            Finding::error("syntax", node.span(), format!("no limit stands before `{word}`"))
                .label(format!("what is {word}?"))
                .help(format!(
                    "write the limit first, as in `within 10 days of applied_on`, then `{word} ...`"
                )),
        );
    }
    clauses.within.last_mut()
}

/// `extended to 30 days when …`, `extended by 20 days when …`.
pub fn extended(node: &Node<'_>, into: &mut Clauses, notes: &mut Notes) -> Option<()> {
    let how = node.first()?;
    let extension = Extension {
        length: length(&how.child(Rule::limit)?, notes)?,
        added: how.rule() == Rule::extended_by,
        when: expression(&node.child(Rule::expression)?, notes)?,
        span: node.span(),
    };
    last(node, into, "extended", notes)?.extensions.push(extension);
    Some(())
}

/// `suspended during stays`, `suspended from A until B`.
pub fn suspended(node: &Node<'_>, into: &mut Clauses, notes: &mut Notes) -> Option<()> {
    let pause = match node.child(Rule::path) {
        Some(during) => Pausing::During(path(&during)),
        None => {
            let mut ends = node.all(Rule::sum);
            let from = sum(&ends.next()?, notes)?;
            let until = match ends.next() {
                Some(until) => Some(Box::new(sum(&until, notes)?)),
                None => None,
            };
            Pausing::From(Box::new(from), until)
        }
    };
    last(node, into, "suspended", notes)?.pauses.push(pause);
    Some(())
}

/// `restarted by A, B`.
pub fn restarted(node: &Node<'_>, into: &mut Clauses, notes: &mut Notes) -> Option<()> {
    let mut events = Vec::new();
    for event in node.all(Rule::sum) {
        events.push(sum(&event, notes)?);
    }
    notes.check_operands(events.len(), node.span());
    last(node, into, "restarted", notes)?.restarts.extend(events);
    Some(())
}

/// `at least 2 times in every calendar year from A until B`.
pub fn recurring(node: &Node<'_>, notes: &mut Notes) -> Option<Recurring> {
    let often = node.child(Rule::how_often)?;
    let times = match often.child(Rule::digits) {
        Some(digits) => digits.text().trim().replace('_', "").parse::<u32>().ok(),
        None if often.text().trim() == "twice" => Some(2),
        None => Some(1),
    };
    let Some(times) = times.filter(|times| (1..=10_000).contains(times)) else {
        notes.note(
            Finding::error(
                "wrong-number",
                often.span(),
                "how often is a number from 1 to 10000",
            )
            .label("not that often")
            .help("write as in `at least 2 times in every calendar year from A`"),
        );
        return None;
    };
    let every = match node.child(Rule::duration) {
        Some(length) => Every::Length(Expression {
            form: Form::Literal(Literal::Duration(literal::duration(&length, notes)?)),
            span: length.span(),
        }),
        None => Every::Calendar(period(
            &node.child(Rule::every_calendar)?.child(Rule::period_word)?,
        )),
    };
    let mut ends = node.all(Rule::sum);
    let from = sum(&ends.next()?, notes)?;
    let until = match ends.next() {
        Some(until) => Some(sum(&until, notes)?),
        None => None,
    };
    Some(Recurring {
        times,
        every,
        from,
        until,
        span: node.span(),
    })
}

//! Norms and their clauses.

use super::expression::{body, expression, points};
use super::limit::{before, extended, recurring, restarted, suspended, within};
use super::{Node, Notes, beside, citation, citations, literal, names, path, text, vocabulary};
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    Act, Alternative, Body, Breach, Clauses, Condition, Consequence, Deeming, Definition, Expression, Form,
    Guard, Judging, Name, Norm, NormBody, Path, Verb,
};

pub fn norm(node: &Node<'_>, notes: &mut Notes) -> Option<Norm> {
    let inner = node.first()?;
    let body = match inner.rule() {
        Rule::definition => NormBody::Define(Box::new(definition(&inner, notes)?)),
        Rule::deeming => NormBody::Deem(Box::new(deeming(&inner, notes)?)),
        Rule::validity => validity(&inner, notes)?,
        _ => {
            let norm = conduct(&inner, notes)?;
            return Some(Norm {
                reading: reading(node, notes),
                span: node.span(),
                ..norm
            });
        }
    };
    Some(Norm {
        body,
        reading: reading(node, notes),
        span: node.span(),
    })
}

fn validity(node: &Node<'_>, notes: &mut Notes) -> Option<NormBody> {
    let written = node.child(Rule::condition)?;
    let mut judged = Vec::new();
    for (place, clause) in node.all(Rule::judged_clause).enumerate() {
        if place == 0 {
            beside::judged(&written, &clause, notes);
        }
        judging(&clause, &mut judged, notes)?;
    }
    Some(NormBody::Valid(
        node.child(Rule::name)?.name(),
        condition(&written, notes)?,
        judged,
    ))
}

/// Who judges in a norm; that it is said twice of one fact, or of all, is noted.
fn judging(node: &Node<'_>, into: &mut Vec<Judging>, notes: &mut Notes) -> Option<()> {
    let facts: Vec<Path> = node.all(Rule::path).map(|fact| path(&fact)).collect();
    let before: usize = into.iter().map(|said| said.facts.len().max(1)).sum();
    let count = before + facts.len().max(1);
    notes.check_operands(count, node.span());
    if count > notes.limits.operands {
        return None;
    }
    let of_all = facts.is_empty() && into.iter().any(|said| said.facts.is_empty());
    if of_all {
        notes.note(beside::said_twice(node.span()));
    }
    for (place, fact) in facts.iter().enumerate() {
        let before = facts.iter().take(place);
        let named = into.iter().flat_map(|said| &said.facts).chain(before);
        if named.map(Path::text).any(|other| other == fact.text()) {
            notes.note(beside::said_twice(fact.span));
        }
    }
    into.push(Judging {
        role: node.child(Rule::name)?.name(),
        facts,
        span: node.span(),
    });
    Some(())
}

fn conduct(node: &Node<'_>, notes: &mut Notes) -> Option<Norm> {
    let verb = match node.rule() {
        Rule::permission => Verb::May,
        Rule::prohibition => Verb::MustNot,
        _ => Verb::Must,
    };
    let written = node.child(Rule::act)?;
    let act = Act {
        name: written.child(Rule::name)?.name(),
        of_every: written
            .child(Rule::of_every)
            .and_then(|kind| kind.child(Rule::name))
            .map(|name| name.name()),
    };
    let mut clauses = Clauses::default();
    let written: Vec<Node<'_>> = node
        .all(Rule::clause)
        .filter_map(|clause| clause.first())
        .collect();
    beside::clauses(&written, notes);
    for written in &written {
        clause(written, &mut clauses, notes)?;
    }
    Some(Norm {
        body: NormBody::Act {
            verb,
            act,
            clauses: Box::new(clauses),
        },
        reading: None,
        span: node.span(),
    })
}

fn reading(node: &Node<'_>, notes: &mut Notes) -> Option<Name> {
    let definition = node.child(Rule::definition);
    if let (Some(definition), Some(reading)) = (definition, node.child(Rule::on_reading))
        && !definition.has(Rule::definition_clause)
        && let Some(body) = definition.child(Rule::body)
    {
        beside::after_body(&body, &reading, notes);
    }
    Some(node.child(Rule::on_reading)?.child(Rule::name)?.name())
}

fn clause(node: &Node<'_>, into: &mut Clauses, notes: &mut Notes) -> Option<()> {
    let mut said = || condition(&node.child(Rule::condition)?, notes);
    match node.rule() {
        Rule::when_clause => into.when.push(said()?),
        Rule::unless_clause => into.unless.push(said()?),
        Rule::only_if_clause => into.only_if.push(said()?),
        Rule::if_clause => into.if_.push(said()?),
        Rule::by_clause => into.by.extend(names(node)),
        Rule::to_clause => into.to.extend(names(node)),
        Rule::within_clause => into.within.push(within(node, notes)?),
        Rule::before_clause => into.within.push(before(node, notes)?),
        Rule::recurring_clause => {
            let often = recurring(node, notes)?;
            beside::once(&mut into.recurring, often, node, notes);
        }
        Rule::extended_clause => extended(node, into, notes)?,
        Rule::suspended_clause => suspended(node, into, notes)?,
        Rule::restarted_clause => restarted(node, into, notes)?,
        Rule::without_delay => into.without_delay = Some(node.span()),
        Rule::done_clause => beside::once(&mut into.done, path(&node.child(Rule::path)?), node, notes),
        Rule::judged_clause => judging(node, &mut into.judged, notes)?,
        Rule::despite_clause => into.despite.extend(citations(node)),
        Rule::subject_clause => into.subject_to.extend(citations(node)),
        Rule::otherwise_clause => into.otherwise.push(consequence(node, notes)?),
        Rule::whereupon_clause => into.whereupon.push(consequence(node, notes)?),
        _ => return None,
    }
    Some(())
}

/// A condition.
pub fn condition(node: &Node<'_>, notes: &mut Notes) -> Option<Condition> {
    let inner = node.first()?;
    match inner.rule() {
        Rule::points => points(&inner, notes).map(Condition::Points),
        _ => expression(&inner, notes).map(Condition::Expression),
    }
}

/// What follows from a breach or from fulfilment.
fn consequence(clause: &Node<'_>, notes: &mut Notes) -> Option<Consequence> {
    let written = clause.child(Rule::consequence)?;
    let inner = written.first()?;
    if inner.rule() == Rule::breach {
        return Some(Consequence::Breach(Breach {
            by: inner.child(Rule::name).map(|name| name.name()),
            words: inner.child(Rule::string).and_then(|part| text(&part)),
            span: inner.span(),
        }));
    }
    if !written.text().starts_with('(') {
        for part in inner.all(Rule::clause) {
            beside::consequence(clause, &part, notes);
        }
    }
    conduct(&inner, notes).map(|norm| Consequence::Norm(Box::new(norm)))
}

fn definition_clauses(node: &Node<'_>, notes: &mut Notes) -> Option<Clauses> {
    let mut clauses = Clauses::default();
    let written: Vec<Node<'_>> = node
        .all(Rule::definition_clause)
        .filter_map(|clause| clause.first())
        .collect();
    beside::clauses(&written, notes);
    if let (Some(body), Some(first)) = (node.child(Rule::body), written.first()) {
        beside::after_body(&body, first, notes);
    }
    let value = node
        .child(Rule::body)
        .or(node.child(Rule::as_in))
        .or(node.child(Rule::expression));
    if let (Some(value), Some(first)) = (value, written.first()) {
        beside::judged(&value, first, notes);
    }
    for written in &written {
        clause(written, &mut clauses, notes)?;
    }
    Some(clauses)
}

fn definition(node: &Node<'_>, notes: &mut Notes) -> Option<Definition> {
    let target = path(&node.child(Rule::path)?);
    let said = match (node.child(Rule::body), node.child(Rule::as_in)) {
        (Some(written), _) => Some(body(&written, notes)?),
        (None, Some(written)) => Some(as_in(&written, &target, notes)?),
        (None, None) => None,
    };
    Some(Definition {
        target,
        type_name: node
            .child(Rule::type_of)
            .and_then(|part| vocabulary::type_name(&part)),
        body: said,
        delegated_to: node
            .child(Rule::delegated)
            .and_then(|part| part.child(Rule::name))
            .map(|name| name.name()),
        clauses: definition_clauses(node, notes)?,
    })
}

/// `as in article 4 as it stood on 2010-12-31`: the same name, as that provision concludes.
fn as_in(node: &Node<'_>, target: &Path, notes: &mut Notes) -> Option<Body> {
    let span = node.span();
    let named = Expression {
        form: Form::Path(target.clone()),
        span,
    };
    let under = Expression {
        form: Form::Under(Box::new(named), citation(&node.child(Rule::citation)?)),
        span,
    };
    let value = match node.child(Rule::stood_clause) {
        Some(stood) => {
            let date = literal::date(&stood.child(Rule::date)?, notes)?;
            Expression {
                form: Form::Stood(Box::new(under), date),
                span,
            }
        }
        None => under,
    };
    Some(Body::Alternatives(vec![Alternative {
        value,
        guard: Guard::Always,
        rounding: None,
        span,
    }]))
}

fn deeming(node: &Node<'_>, notes: &mut Notes) -> Option<Deeming> {
    Some(Deeming {
        target: path(&node.child(Rule::path)?),
        value: expression(&node.child(Rule::expression)?, notes)?,
        conclusively: node.child(Rule::conclusively).is_some(),
        clauses: definition_clauses(node, notes)?,
    })
}

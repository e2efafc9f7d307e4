//! Application of versions, milder law.

use super::{Node, Notes, expression, literal, path};
use crate::syntax::parse::Rule;
use crate::syntax::tree::{Application, Facts, Milder, MilderLaw, Mildness};

/// `from DATE`, `to PATH from DATE`, `to PATH before DATE`, `when CONDITION`.
pub fn application(node: &Node<'_>, notes: &mut Notes) -> Option<Application> {
    if let Some(condition) = node.child(Rule::expression) {
        return expression::expression(&condition, notes).map(Application::When);
    }
    let written = node.child(Rule::date)?;
    let date = literal::date(&written, notes)?;
    let Some(facts) = node.child(Rule::path) else {
        return Some(Application::From(date, node.span()));
    };
    Some(Application::To(Facts {
        path: path(&facts),
        from: node.child(Rule::before).is_none(),
        date,
        date_span: written.span(),
        span: node.span(),
    }))
}

/// `milder law applies from PATH: lower NAME, …`.
pub fn milder_law(node: &Node<'_>) -> Option<MilderLaw> {
    let orders = node.all(Rule::milder).filter_map(|order| {
        Some(Milder {
            way: way(order.child(Rule::milder_way)?.text()),
            name: order.child(Rule::name)?.name(),
        })
    });
    Some(MilderLaw {
        from: path(&node.child(Rule::path)?),
        orders: orders.collect(),
        span: node.span(),
    })
}

fn way(word: &str) -> Mildness {
    match word {
        "lower" | "earlier" => Mildness::Lower,
        "yes" => Mildness::Yes,
        "no" => Mildness::No,
        "permitted" => Mildness::Permitted,
        "forbidden" => Mildness::Forbidden,
        _ => Mildness::Higher,
    }
}

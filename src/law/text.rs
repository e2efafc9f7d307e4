//! The text of a norm as it stands after amendments: its own words, with the lettered points it has now.

use crate::source::SourceMap;
use crate::syntax::tree::{Body, Clauses, Condition, Norm, NormBody, Points};

/// A norm as rule text. Points that an amendment has put in or taken away stand or are missing in it.
pub fn norm_text(norm: &Norm, sources: &SourceMap) -> String {
    let mut lists = points_of(norm);
    lists.sort_by_key(|points| points.span.start());
    let mut text = String::new();
    let mut place = norm.span.start();
    for points in lists {
        text.push_str(sources.text(norm.span.part(place, points.span.start())));
        text.push_str(&list_text(points, sources));
        place = points.span.end();
    }
    text.push_str(sources.text(norm.span.part(place, norm.span.end())));
    text
}

fn list_text(points: &Points, sources: &SourceMap) -> String {
    let word = if points.all { "all of" } else { "any of" };
    let lines: Vec<&str> = points
        .points
        .iter()
        .map(|point| sources.text(point.span).trim())
        .collect();
    format!("{word}\n      {}", lines.join(";\n      "))
}

fn points_of(norm: &Norm) -> Vec<&Points> {
    match &norm.body {
        NormBody::Act { clauses, .. } => in_clauses(clauses),
        NormBody::Define(made) => match &made.body {
            Some(Body::Points(points)) => vec![points],
            _ => in_clauses(&made.clauses),
        },
        NormBody::Valid(_, Condition::Points(points), _) => vec![points],
        NormBody::Valid(..) | NormBody::Deem(_) => Vec::new(),
    }
}

fn in_clauses(clauses: &Clauses) -> Vec<&Points> {
    let conditions = clauses
        .when
        .iter()
        .chain(&clauses.if_)
        .chain(&clauses.only_if)
        .chain(&clauses.unless);
    conditions
        .filter_map(|condition| match condition {
            Condition::Points(points) => Some(points),
            Condition::Expression(_) => None,
        })
        .collect()
}

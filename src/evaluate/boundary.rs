//! The bounds that norms draw, and whether a case lies on one: exactly 72 hours, exactly one year.

use super::compare::order_of;
use super::evaluator::{Env, Evaluator, Supposed};
use super::found::Known;
use crate::case::Case;
use crate::plan::Plan;
use crate::resolve::{Norm, Owner, Program, Term, TermKind};
use crate::syntax::tree::Comparison;
use crate::time::Moment;
use std::cmp::Ordering;

/// The ordered comparisons of a norm, outside lists: each draws a bound. Norms of records are asked through the matter.
pub fn bounds(norm: &Norm) -> Vec<&Term> {
    let mut found = Vec::new();
    if matches!(norm.owner, Owner::Record(_)) {
        return found;
    }
    let mut open = norm.terms();
    while let Some(term) = open.pop() {
        match &term.kind {
            // elements of a list are many: no one of them is the case at hand
            TermKind::List { .. } | TermKind::Quantified { .. } => continue,
            TermKind::Compare(
                Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast,
                ..,
            ) => found.push(term),
            _ => {}
        }
        open.extend(term.children());
    }
    found.sort_by_key(|term| term.span);
    found
}

/// Whether both sides of a comparison are equal in a case.
pub fn on_bound(program: &Program, plan: &Plan, case: &Case, at: Option<Moment>, bound: &Term) -> bool {
    let TermKind::Compare(_, a, b) = &bound.kind else {
        return false;
    };
    let supposed = Supposed::new();
    let mut evaluator = Evaluator::new(program, plan, case, at, &supposed);
    let (a, b) = (
        evaluator.term(a, &Env::default()),
        evaluator.term(b, &Env::default()),
    );
    match (&a.known, &b.known) {
        (Known::Value(a), Known::Value(b)) => order_of(a, b) == Some(Ordering::Equal),
        _ => false,
    }
}

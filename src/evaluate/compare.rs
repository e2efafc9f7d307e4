//! Comparisons of values.

use super::evaluator::{Env, Evaluator};
use super::failure::Uncalculable;
use super::found::{Found, Known};
use crate::plan::holds;
use crate::resolve::Term;
use crate::syntax::tree::{Comparison, Period};
use crate::value::{Truth, Value};
use chrono::Datelike;
use std::cmp::Ordering;

/// The order of two values of one type; `None` where there is none, or where months and days leave it open.
pub fn order_of(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Money(a, x), Value::Money(b, y)) if x == y => Some(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => a.compare(b),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Moment(a), Value::Moment(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Some(a.cmp(b)),
        (Value::Enum(a, _), Value::Enum(b, _)) => Some(a.cmp(b)),
        (Value::Yes(a), Value::Yes(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Country(a), Value::Country(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

impl Evaluator<'_> {
    pub fn compare(&mut self, order: Comparison, left: &Term, right: &Term, env: &Env) -> Found {
        let (a, b) = (self.term(left, env), self.term(right, env));
        let equality = matches!(order, Comparison::Equal | Comparison::Different);
        let mut found = if equality {
            equal(&a, &b)
        } else {
            ordered(order, &a, &b)
        };
        if order == Comparison::Different {
            found = found.negate();
        }
        if found.is_open() {
            found = self.open_order(found, &a, &b);
            self.hint_comparison((left, &a), (right, &b), env);
        }
        found
    }

    /// Two values that are both known and still not compared: months and days leave it open which is longer.
    fn open_order(&self, found: Found, a: &Found, b: &Found) -> Found {
        match (a.something(), b.something()) {
            (Some(Value::Duration(a)), Some(Value::Duration(b))) => {
                let why = Uncalculable::OpenOrder(a.to_string(), b.to_string());
                self.failing(found, why)
            }
            _ => found,
        }
    }

    pub fn one_of(&mut self, subject: &Term, values: &[Term], env: &Env) -> Found {
        let a = self.term(subject, env);
        let mut parts = Vec::new();
        for value in values {
            let b = self.term(value, env);
            let mut part = equal(&a, &b);
            if part.is_open() {
                part = self.open_order(part, &a, &b);
                self.hint_comparison((subject, &a), (value, &b), env);
            }
            parts.push(part);
        }
        Found::any(&parts)
    }

    pub fn in_period(&mut self, period: Period, left: &Term, right: &Term, env: &Env) -> Found {
        let (a, b) = (self.term(left, env), self.term(right, env));
        let mut found = Found::strict(&[&a, &b]);
        match (a.something(), b.something()) {
            (Some(Value::Date(a)), Some(Value::Date(b))) => {
                let same = match period {
                    Period::Day => a == b,
                    Period::Month => (a.year(), a.month()) == (b.year(), b.month()),
                    Period::Year => a.year() == b.year(),
                };
                found.known = Known::Value(Value::Yes(same));
            }
            _ if found.is_open() => self.hint_comparison((left, &a), (right, &b), env),
            _ => found.known = Known::Value(Value::Yes(false)),
        }
        found
    }
}

/// Whether two values are the same, where nothing is the same as nothing.
fn same(a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::None, Value::None) => Truth::Yes,
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => order_of(a, b).map_or(Truth::Unknown, |ordering| {
            Truth::from(ordering == Ordering::Equal)
        }),
    }
}

/// What every pair of values that two sides may have agrees on: a comparison can be decided though a
/// side is not.
fn agreed(a: &Found, b: &Found, compare: impl Fn(&Value, &Value) -> Truth) -> Truth {
    let (Some(left), Some(right)) = (a.candidates(), b.candidates()) else {
        return Truth::Unknown;
    };
    let mut truths = left
        .iter()
        .flat_map(|a| right.iter().map(|b| compare(a, b)).collect::<Vec<_>>());
    let first = truths.next().unwrap_or(Truth::Unknown);
    if truths.all(|truth| truth == first) {
        first
    } else {
        Truth::Unknown
    }
}

/// Equality, where nothing equals nothing.
fn equal(a: &Found, b: &Found) -> Found {
    let mut found = Found::none();
    found.rest_on(a);
    found.rest_on(b);
    found.with_truth(agreed(a, b, same))
}

/// Order; what does not exist is neither before nor after anything.
fn ordered(order: Comparison, a: &Found, b: &Found) -> Found {
    let mut found = Found::strict(&[a, b]);
    if a.is_nothing() || b.is_nothing() {
        return found.with_truth(Truth::No);
    }
    if found.is_open() {
        found.known = Known::Unknown;
    }
    let compare = |a: &Value, b: &Value| match (a, b) {
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => order_of(a, b).map_or(Truth::Unknown, |ordering| Truth::from(holds(order, ordering))),
    };
    found.with_truth(agreed(a, b, compare))
}

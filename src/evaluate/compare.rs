//! Comparisons of values.

use super::evaluator::{Env, Evaluator};
use super::failure::Uncalculable;
use super::found::{Found, Known};
use crate::plan::holds;
use crate::resolve::Term;
use crate::syntax::tree::{Comparison, Period};
use crate::time::Orders;
use crate::value::{Number, Truth, Value};
use chrono::Datelike;
use num_rational::BigRational;
use std::cmp::Ordering;

/// The order of two values of one type; `None` where there is none, or where months and days leave it open.
pub fn order_of(a: &Value, b: &Value) -> Option<Ordering> {
    orders_of(a, b).single()
}

/// The orders that two values of one type can be in: several where months and days leave it open, else one.
pub fn orders_of(a: &Value, b: &Value) -> Orders {
    let order = match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => return a.orders(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Money(a, x), Value::Money(b, y)) if x == y => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Moment(a), Value::Moment(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Enum(a, _), Value::Enum(b, _)) => a.cmp(b),
        (Value::Yes(a), Value::Yes(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Country(a), Value::Country(b)) => a.cmp(b),
        _ => return Orders::default(),
    };
    Orders::only(order)
}

/// What a comparison of two values comes to: known where it holds in all orders that they can be in, or in none.
pub(super) fn compared(order: Comparison, a: &Value, b: &Value) -> Truth {
    let agreed = orders_of(a, b).agree(|found| holds(order, found));
    agreed.map_or(Truth::Unknown, Truth::from)
}

/// Values in one order for sorting, also where months and days leave it open.
pub(super) fn sorted(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => {
            let kinds = a.kind().cmp(&b.kind());
            kinds.then_with(|| a.on_average().cmp(&b.on_average()))
        }
        (a, b) => order_of(a, b).unwrap_or(Ordering::Equal),
    }
}

/// Why two values that are known cannot be ordered, where that is so.
pub(super) fn open_order(a: &Value, b: &Value) -> Option<Uncalculable> {
    let (Value::Duration(x), Value::Duration(y)) = (a, b) else {
        return None;
    };
    let (months, least, most) = x.open_months(y).filter(|_| x.orders(y).are_open())?;
    let text = |number: BigRational| Number::from_ratio(number).to_string();
    Some(Uncalculable::OpenOrder {
        a: x.to_string(),
        b: y.to_string(),
        months: months.to_string(),
        least: text(least),
        most: text(most),
    })
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

    /// Two values that are both known, or one of a few, and still not compared: months and days leave it open which is
    /// longer.
    fn open_order(&self, found: Found, a: &Found, b: &Found) -> Found {
        let (left, right) = (
            a.candidates().unwrap_or_default(),
            b.candidates().unwrap_or_default(),
        );
        let mut pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
        match pairs.find_map(|(a, b)| open_order(a, b)) {
            Some(why) => self.failing(found, why),
            None => found,
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
        (a, b) => compared(Comparison::Equal, a, b),
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
    let truth = agreed(a, b, same);
    found.with_truth(truth)
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
        (a, b) => compared(order, a, b),
    };
    let truth = agreed(a, b, compare);
    found.with_truth(truth)
}

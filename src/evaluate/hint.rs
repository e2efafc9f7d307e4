//! Which values of an absent fact could make a difference: the values it is compared with, turned back
//! through sums and products.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Wants};
use super::sum::add;
use crate::case::{Spot, Step};
use crate::resolve::{Body, Kind, Term, TermKind};
use crate::syntax::tree::Aggregate;
use crate::time::{Date, DayRounding, Duration, MonthEnd};
use crate::value::{Number, Value};
use std::collections::{HashMap, HashSet};

/// What is known of the values that matter for one absent fact.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    /// Values at which something may change.
    pub values: Vec<Value>,
    /// Whether other values may matter too.
    pub open: bool,
}

const MOST: usize = 24;

/// How dates are rounded on the way back from a sum to its parts.
const BACK: DayRounding = DayRounding::always(MonthEnd::Down);

/// Terms turned back in one evaluation, at most; of the facts in further ones other values may matter too.
const MOST_TURNED: usize = 5_000;

/// A term where it is evaluated: under the law of a date, with the elements and the record at hand. Terms stand where
/// they are as long as an evaluation lasts.
type Placed = (usize, Date, Option<Spot>, Vec<Spot>);

/// What has been found in one evaluation on the way to hints, so that nothing is worked out twice.
#[derive(Default)]
pub(super) struct Turned {
    /// Terms and what they were compared with.
    seen: HashSet<(Placed, Value)>,
    founds: HashMap<Placed, Found>,
}

impl Evaluator<'_> {
    pub fn hint_value(&mut self, number: u32, value: &Value) {
        let hints = self.hints.entry(number).or_default();
        if hints.values.contains(value) {
            return;
        }
        if hints.values.len() < MOST {
            hints.values.push(value.clone());
        } else {
            hints.open = true;
        }
    }

    /// Other values than those noted may matter.
    pub fn mark_open(&mut self, wants: &Wants) {
        for number in wants {
            self.hints.entry(*number).or_default().open = true;
        }
    }

    /// A comparison of which at least one side is not known.
    pub fn hint_comparison(&mut self, left: (&Term, &Found), right: (&Term, &Found), env: &Env) {
        match (left.1.something().cloned(), right.1.something().cloned()) {
            (Some(value), None) => self.hint(right.0, &value, env),
            (None, Some(value)) => self.hint(left.0, &value, env),
            (None, None) | (Some(_), Some(_)) => {
                let wants: Wants = left.1.wants.union(&right.1.wants).copied().collect();
                self.mark_open(&wants);
            }
        }
    }

    fn placed(&self, term: &Term, env: &Env) -> Placed {
        let address = std::ptr::from_ref(term).addr();
        (address, self.plan.date(), env.own.clone(), env.elements.clone())
    }

    /// A part of a term that is turned back, worked out once.
    fn turned(&mut self, term: &Term, env: &Env) -> Found {
        let placed = self.placed(term, env);
        if let Some(found) = self.turned.founds.get(&placed) {
            return found.clone();
        }
        let found = self.term(term, env);
        self.turned.founds.insert(placed, found.clone());
        found
    }

    /// `term` is compared with `target`: what must the absent facts in it be?
    pub fn hint(&mut self, term: &Term, target: &Value, env: &Env) {
        self.steps += 1;
        let seen = (self.placed(term, env), target.clone());
        if self.turned.seen.contains(&seen) {
            return;
        }
        if self.turned.seen.len() >= MOST_TURNED {
            return self.open_term(term, env);
        }
        self.turned.seen.insert(seen);
        match &term.kind {
            TermKind::Fact(place) => {
                let spot = self.spot(place, env);
                self.hint_spot(&spot, target);
            }
            TermKind::Parameter(id, None) => {
                let spot: Spot = [Step::Parameter(id.0)].into();
                self.hint_spot(&spot, target);
            }
            TermKind::Minus(inner) => {
                if let Some(value) = negated(target) {
                    self.hint(inner, &value, env);
                }
            }
            TermKind::DateOf(inner) => self.hint_date(inner, target, env),
            TermKind::Round(_, _, inner) => {
                self.hint(inner, target, env);
                self.open_term(inner, env);
            }
            TermKind::Sum(parts, _) => self.hint_sum(parts, target, env),
            TermKind::Product(parts) => self.hint_product(parts, target, env),
            TermKind::Several(Aggregate::Count | Aggregate::Sum, _) => self.open_term(term, env),
            TermKind::Several(_, terms) => {
                for part in terms {
                    if self.turned(part, env).is_open() {
                        self.hint(part, target, env);
                    }
                }
            }
            TermKind::Aggregate(..) => self.hint_list(term, target, env),
            TermKind::Definition { id, own, .. } => {
                let own = own.as_ref().map(|place| self.spot(place, env));
                self.hint_definition(*id, own, target);
            }
            _ => self.open_term(term, env),
        }
    }

    fn hint_spot(&mut self, spot: &Spot, target: &Value) {
        let number = self.number(spot);
        self.hint_value(number, target);
    }

    fn open_term(&mut self, term: &Term, env: &Env) {
        let wants = self.turned(term, env).wants;
        self.mark_open(&wants);
    }

    fn hint_date(&mut self, inner: &Term, target: &Value, env: &Env) {
        let Value::Date(date) = target else {
            return;
        };
        let start = self.zone.start_of(*date);
        self.hint(inner, &Value::Moment(start), env);
        if let Some(end) = crate::time::end_of_day(self.zone, *date) {
            self.hint(inner, &Value::Moment(end), env);
        }
    }

    /// One absent part of a sum must be the target less the other parts.
    fn hint_sum(&mut self, parts: &[(bool, Term)], target: &Value, env: &Env) {
        let founds: Vec<Found> = parts.iter().map(|(_, part)| self.turned(part, env)).collect();
        let open: Vec<usize> = (0..founds.len())
            .filter(|place| founds.get(*place).is_some_and(Found::is_open))
            .collect();
        let [only] = open.as_slice() else {
            for place in open {
                if let Some((_, part)) = parts.get(place) {
                    self.open_term(part, env);
                }
            }
            return;
        };
        let mut rest = Some(target.clone());
        for (place, ((minus, _), found)) in parts.iter().zip(&founds).enumerate() {
            if place != *only {
                let value = found.something();
                rest = rest
                    .zip(value)
                    .and_then(|(rest, value)| add(&rest, value, !minus, BACK, self.zone).ok());
            }
        }
        let Some((minus, part)) = parts.get(*only) else {
            return;
        };
        let rest = if *minus {
            rest.as_ref().and_then(negated)
        } else {
            rest
        };
        match rest {
            Some(value) => {
                self.hint(part, &value, env);
                if matches!(value, Value::Date(_) | Value::Moment(_)) {
                    // a month's end makes the way back inexact by some days
                    for days in [-3, -2, 2, 3] {
                        let shift = Value::Duration(Duration::days(days));
                        if let Ok(near) = add(&value, &shift, false, BACK, self.zone) {
                            self.hint(part, &near, env);
                        }
                    }
                }
            }
            None => self.open_term(part, env),
        }
    }

    fn hint_product(&mut self, parts: &[(bool, Term)], target: &Value, env: &Env) {
        let founds: Vec<Found> = parts.iter().map(|(_, part)| self.turned(part, env)).collect();
        let open: Vec<usize> = (0..founds.len())
            .filter(|place| founds.get(*place).is_some_and(Found::is_open))
            .collect();
        let factor = parts
            .iter()
            .zip(&founds)
            .filter(|(_, found)| !found.is_open())
            .try_fold(Number::whole(1), |factor, ((divides, _), found)| {
                match found.something() {
                    Some(Value::Number(number)) if *divides => factor.divided_by(number),
                    Some(Value::Number(number)) => Some(factor.times(number)),
                    _ => None,
                }
            });
        let back = factor.and_then(|factor| Number::whole(1).divided_by(&factor));
        match (open.as_slice(), back) {
            ([only], Some(back)) if parts.get(*only).is_some_and(|(divides, _)| !divides) => {
                if let (Some((_, part)), Some(value)) = (parts.get(*only), scaled(target, &back)) {
                    self.hint(part, &value, env);
                }
            }
            _ => {
                for place in open {
                    if let Some((_, part)) = parts.get(place) {
                        self.open_term(part, env);
                    }
                }
            }
        }
    }

    /// A list that is absent: as many elements as it is compared with, one less, one more.
    fn hint_list(&mut self, term: &Term, target: &Value, env: &Env) {
        if let (TermKind::Aggregate(Aggregate::Count, list), Value::Number(number)) = (&term.kind, target)
            && let TermKind::List { place, .. } = &list.kind
        {
            let spot = self.spot(place, env);
            let number = number
                .to_i64()
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(0)
                .min(12);
            for count in [number.saturating_sub(1), number, number + 1] {
                self.hint_spot(&spot, &Value::List(vec![Value::Yes(true); count]));
            }
        }
        self.open_term(term, env);
    }

    fn hint_definition(&mut self, id: crate::resolve::DefinitionId, own: Option<Spot>, target: &Value) {
        let program = self.program;
        let plan = self.plan;
        let env = Env {
            own,
            ..Env::default()
        };
        for norm in plan
            .defining(id)
            .iter()
            .filter_map(|norm| program.norms.get(norm.0))
        {
            let Kind::Definition(_, Body::Alternatives(alternatives)) = &norm.kind else {
                continue;
            };
            for alternative in alternatives {
                if self.turned(&alternative.value, &env).is_open() {
                    self.hint(&alternative.value, target, &env);
                }
            }
        }
    }
}

fn negated(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => Some(Value::Number(number.negated())),
        Value::Money(number, currency) => Some(Value::Money(number.negated(), *currency)),
        Value::Duration(duration) => Some(Value::Duration(duration.negated())),
        _ => None,
    }
}

fn scaled(value: &Value, factor: &Number) -> Option<Value> {
    match value {
        Value::Number(number) => Some(Value::Number(number.times(factor))),
        Value::Money(number, currency) => Some(Value::Money(number.times(factor), *currency)),
        Value::Duration(duration) => Some(Value::Duration(duration.times(factor.ratio()))),
        _ => None,
    }
}

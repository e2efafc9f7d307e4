//! Terms, one by one.

use super::super::compare::order_of;
use super::super::sum::{add, multiply, rounded};
use super::{Around, BeyondNaive, Naive, Read, Result, Seen};
use crate::plan::holds;
use crate::resolve::{State, Term, TermKind};
use crate::syntax::tree::{Comparison, Period, SpanUnit};
use crate::time::{Duration, months_between, years_between};
use crate::value::{Truth, Value};
use chrono::Datelike;
use std::cmp::Ordering;

impl Naive<'_> {
    /// What is seen of a term.
    pub fn term(&mut self, term: &Term, around: &Around) -> Result<Seen> {
        self.step()?;
        Ok(match &term.kind {
            TermKind::Wrong | TermKind::List { .. } => Seen::Undefined,
            TermKind::Value(value) => Seen::Is(value.clone()),
            TermKind::Fact(place) => match self.read(&self.spot(place, around))? {
                Read::Seen(seen) => seen,
                Read::Record | Read::List(_) => Seen::yes(true),
            },
            TermKind::Definition { id, own, under: None } => {
                let own = own.as_ref().map(|place| self.spot(place, around));
                self.definition(*id, own)?
            }
            TermKind::Parameter(id, None) => {
                let made = self.program.parameters.get(id.0);
                match made.and_then(|made| made.on(self.plan.date())) {
                    Some((_, value)) => Seen::Is(value.clone()),
                    None => match self.case.parameters.get(&id.0) {
                        Some(value) => Seen::Is(value.clone()),
                        None => Seen::Open(Vec::new()),
                    },
                }
            }
            TermKind::All(parts) => Seen::of(self.folded(parts, around, Truth::Yes, Truth::and)?),
            TermKind::Any(parts) => Seen::of(self.folded(parts, around, Truth::No, Truth::or)?),
            TermKind::Not(inner) => Seen::of(self.term(inner, around)?.truth().negate()),
            TermKind::Compare(order, a, b) => {
                let (a, b) = (self.term(a, around)?, self.term(b, around)?);
                Seen::of(compared(*order, &a, &b))
            }
            TermKind::OneOf(subject, values) => {
                let subject = self.term(subject, around)?;
                let mut holds = Truth::No;
                for value in values {
                    holds = holds.or(compared(Comparison::Equal, &subject, &self.term(value, around)?));
                }
                Seen::of(holds)
            }
            TermKind::IsNone(inner) => Seen::of(exists(&self.term(inner, around)?).negate()),
            TermKind::Happened(inner) => Seen::of(exists(&self.term(inner, around)?)),
            TermKind::State(action, state, None) => self.state(*action, *state)?,
            TermKind::InPeriod(period, a, b) => {
                let (a, b) = (self.term(a, around)?, self.term(b, around)?);
                in_period(*period, &a, &b)
            }
            TermKind::Sum(parts, round) => {
                let zone = self.zone;
                self.strict(parts, around, |turned, a, b| add(a, b, turned, *round, zone))?
            }
            TermKind::Product(parts) => self.strict(parts, around, |turned, a, b| multiply(a, b, turned))?,
            TermKind::Minus(inner) => mapped(self.term(inner, around)?, |value| match value {
                Value::Number(number) => Some(Value::Number(number.negated())),
                Value::Money(number, currency) => Some(Value::Money(number.negated(), *currency)),
                Value::Duration(duration) => Some(Value::Duration(duration.negated())),
                _ => None,
            }),
            TermKind::DateOf(inner) => {
                let zone = self.zone;
                mapped(self.term(inner, around)?, |value| match value {
                    Value::Moment(moment) => Some(Value::Date(zone.date_of(*moment))),
                    Value::Date(date) => Some(Value::Date(*date)),
                    _ => None,
                })
            }
            TermKind::Round(way, step, inner) => {
                mapped(self.term(inner, around)?, |value| rounded(value, *way, step))
            }
            TermKind::Several(aggregate, terms) => {
                let parts: Result<Vec<Seen>> = terms.iter().map(|term| self.term(term, around)).collect();
                self.gathered(*aggregate, &parts?)
            }
            TermKind::Aggregate(aggregate, list) => self.aggregate(*aggregate, list, around)?,
            TermKind::Quantified {
                quantifier,
                place,
                body,
                ..
            } => self.quantified(*quantifier, place, body, around)?,
            TermKind::Between(unit, of, from, to) => {
                let missing_day = self.missing_day(*of);
                let ends = [(false, (**from).clone()), (false, (**to).clone())];
                self.strict(&ends, around, |_, from, to| between(*unit, from, to, missing_day))?
            }
            _ => return Err(BeyondNaive::Term),
        })
    }

    fn folded(
        &mut self,
        parts: &[Term],
        around: &Around,
        start: Truth,
        join: impl Fn(Truth, Truth) -> Truth,
    ) -> Result<Truth> {
        parts.iter().try_fold(start, |holds, part| {
            Ok(join(holds, self.term(part, around)?.truth()))
        })
    }

    /// An operation over parts: undefined when a part is, else unknown when one is, else none when one is.
    fn strict(
        &mut self,
        parts: &[(bool, Term)],
        around: &Around,
        join: impl Fn(bool, &Value, &Value) -> Option<Value>,
    ) -> Result<Seen> {
        let mut seen = Vec::new();
        for (turned, part) in parts {
            seen.push((*turned, self.term(part, around)?));
        }
        if seen.iter().any(|(_, part)| *part == Seen::Undefined) {
            return Ok(Seen::Undefined);
        }
        if seen.iter().any(|(_, part)| part.is_open()) {
            return Ok(Seen::Open(Vec::new()));
        }
        let mut so_far: Option<Value> = None;
        for (turned, part) in &seen {
            let Seen::Is(value) = part else {
                return Ok(Seen::Undefined);
            };
            so_far = match so_far {
                _ if *value == Value::None => return Ok(Seen::Is(Value::None)),
                None => Some(value.clone()),
                Some(before) => match join(*turned, &before, value) {
                    Some(made) => Some(made),
                    None => return Ok(none_or_undefined(&seen)),
                },
            };
        }
        Ok(so_far.map_or(Seen::Undefined, Seen::Is))
    }

    fn state(&mut self, action: crate::resolve::ActionId, state: State) -> Result<Seen> {
        use super::super::Outcome;
        let wanted = match state {
            State::Permitted => Outcome::Permitted,
            State::Forbidden => Outcome::Forbidden,
            State::Unregulated => Outcome::Unregulated,
            _ => return Err(BeyondNaive::Duty),
        };
        Ok(match self.action(action)? {
            Outcome::Unknown | Outcome::Conflict => Seen::Open(Vec::new()),
            outcome => Seen::yes(outcome == wanted),
        })
    }
}

/// What cannot be made is undefined, but nothing stays nothing.
fn none_or_undefined(parts: &[(bool, Seen)]) -> Seen {
    if parts.iter().any(|(_, part)| part.is_nothing()) {
        Seen::Is(Value::None)
    } else {
        Seen::Undefined
    }
}

fn exists(seen: &Seen) -> Truth {
    if seen.is_open() {
        Truth::Unknown
    } else {
        Truth::from(!seen.is_nothing())
    }
}

/// A value made of another; nothing stays nothing.
fn mapped(seen: Seen, make: impl Fn(&Value) -> Option<Value>) -> Seen {
    let made = |value: Value| match value {
        Value::None => Value::None,
        value => make(&value).unwrap_or(Value::None),
    };
    match seen {
        Seen::Open(possible) => Seen::Open(possible.into_iter().map(made).collect()),
        Seen::Is(value) if value != Value::None => make(&value).map_or(Seen::Undefined, Seen::Is),
        other => other,
    }
}

/// What every pair of values that two sides may have agrees on.
fn compared(order: Comparison, a: &Seen, b: &Seen) -> Truth {
    let equality = matches!(order, Comparison::Equal | Comparison::Different);
    if !equality && (a.is_nothing() || b.is_nothing()) {
        return Truth::No;
    }
    let (Some(left), Some(right)) = (a.candidates(), b.candidates()) else {
        return Truth::Unknown;
    };
    let mut truths = Vec::new();
    for a in &left {
        for b in &right {
            truths.push(if equality {
                same(order, a, b)
            } else {
                ordered(order, a, b)
            });
        }
    }
    match truths.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        _ => Truth::Unknown,
    }
}

fn same(order: Comparison, a: &Value, b: &Value) -> Truth {
    let equal = match (a, b) {
        (Value::None, Value::None) => Truth::Yes,
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => order_of(a, b).map_or(Truth::Unknown, |order| Truth::from(order == Ordering::Equal)),
    };
    if order == Comparison::Equal {
        equal
    } else {
        equal.negate()
    }
}

fn ordered(order: Comparison, a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::None, _) | (_, Value::None) => Truth::No,
        (a, b) => order_of(a, b).map_or(Truth::Unknown, |found| Truth::from(holds(order, found))),
    }
}

fn in_period(period: Period, a: &Seen, b: &Seen) -> Seen {
    match (a, b) {
        (Seen::Is(Value::Date(a)), Seen::Is(Value::Date(b))) => Seen::yes(match period {
            Period::Day => a == b,
            Period::Month => (a.year(), a.month()) == (b.year(), b.month()),
            Period::Year => a.year() == b.year(),
        }),
        _ if *a == Seen::Undefined || *b == Seen::Undefined => Seen::yes(false),
        _ if a.is_open() || b.is_open() => Seen::Open(Vec::new()),
        _ => Seen::yes(false),
    }
}

fn between(unit: SpanUnit, from: &Value, to: &Value, missing_day: crate::time::MonthEnd) -> Option<Value> {
    Some(Value::Duration(match (unit, from, to) {
        (SpanUnit::Time, Value::Moment(from), Value::Moment(to)) => {
            Duration::seconds(to.seconds() - from.seconds())
        }
        (SpanUnit::Days, Value::Date(from), Value::Date(to)) => Duration::days((*to - *from).num_days()),
        (SpanUnit::Months, Value::Date(from), Value::Date(to)) => {
            Duration::calendar(0, months_between(*from, *to, missing_day))
        }
        (SpanUnit::Years, Value::Date(from), Value::Date(to)) => {
            Duration::calendar(years_between(*from, *to, missing_day), 0)
        }
        _ => return None,
    }))
}

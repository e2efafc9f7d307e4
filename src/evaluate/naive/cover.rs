//! Guards of which one holds, whichever values facts of an enum or yes/no have that are not known: every combination of
//! those values is tried.

use super::super::compare::orders_of;
use super::{Around, Naive, Result, Seen};
use crate::plan::{MOST_COMBINATIONS, holds};
use crate::resolve::{Base, Place, TableBody, Term, TermKind};
use crate::syntax::tree::Comparison;
use crate::value::{Truth, Value};
use std::cmp::Ordering;

/// Values that some facts are taken to have.
type Taken = Vec<(Place, Value)>;

impl Naive<'_> {
    /// Whether some guard holds in every combination.
    pub fn one_holds(&mut self, guards: &[&Term], around: &Around) -> Result<bool> {
        let mut facts: Vec<&Term> = Vec::new();
        for guard in guards {
            facts_of(guard, &mut facts);
        }
        let Some(all) = self.combinations(&facts, around)? else {
            return Ok(false);
        };
        for taken in all {
            let mut one = false;
            for guard in guards {
                one |= self.taken(guard, &taken, around)? == Truth::Yes;
            }
            if !one {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether some row of a table matches in every combination.
    pub fn one_row_matches(&mut self, table: &TableBody, keys: &[Seen]) -> Result<bool> {
        let facts: Vec<&Term> = table.keys.iter().collect();
        let Some(all) = self.combinations(&facts, &Around::default())? else {
            return Ok(false);
        };
        let matches = |taken: &Taken, key: &Term, seen: &Seen, values: &[Value]| match value_of(key, taken) {
            Some(value) => Truth::from(values.contains(value)),
            None => match seen {
                Seen::Is(value) => Truth::from(values.contains(value)),
                seen if seen.is_open() => Truth::Unknown,
                _ => Truth::No,
            },
        };
        Ok(all.iter().all(|taken| {
            table.rows.iter().any(|row| {
                let parts = row.keys.iter().zip(&table.keys).zip(keys);
                let mut parts = parts.map(|((values, key), seen)| matches(taken, key, seen, values));
                parts.all(|part| part == Truth::Yes)
            })
        }))
    }

    /// The combinations of values that facts with few values may have; nothing where there is no such fact, or too many.
    fn combinations(&mut self, facts: &[&Term], around: &Around) -> Result<Option<Vec<Taken>>> {
        let mut all: Vec<Taken> = vec![Vec::new()];
        for fact in facts {
            let TermKind::Fact(place) = &fact.kind else {
                continue;
            };
            let known = all
                .first()
                .is_some_and(|taken| taken.iter().any(|(other, _)| other == place));
            let Some(values) = self.values_of(fact).filter(|_| !known && !fact.ty.optional) else {
                continue;
            };
            let values = match self.term(fact, around)? {
                Seen::Is(Value::None) | Seen::Undefined => return Ok(None),
                Seen::Is(value) => vec![value],
                Seen::Open(possible) if possible.contains(&Value::None) => return Ok(None),
                Seen::Open(possible) if !possible.is_empty() => possible,
                Seen::Open(_) | Seen::Conflict => values,
            };
            let with = |taken: &Taken, value: &Value| {
                let mut taken = taken.clone();
                taken.push((place.clone(), value.clone()));
                taken
            };
            all = all
                .iter()
                .flat_map(|taken| values.iter().map(move |value| with(taken, value)))
                .collect();
            if all.len() > MOST_COMBINATIONS {
                return Ok(None);
            }
        }
        Ok(Some(all).filter(|all| all.iter().all(|taken| !taken.is_empty())))
    }

    fn values_of(&self, fact: &Term) -> Option<Vec<Value>> {
        match &fact.ty.base {
            Base::Truth => Some(vec![Value::Yes(false), Value::Yes(true)]),
            Base::Enum(id) => {
                let names = self.program.enum_type(*id)?.values.iter().zip(0_u32..);
                let values = names.map(|((name, _, _), place)| Value::Enum(place, name.text.clone()));
                Some(values.collect())
            }
            _ => None,
        }
    }

    /// The truth of a guard where facts have the values that they are taken to have.
    fn taken(&mut self, guard: &Term, taken: &Taken, around: &Around) -> Result<Truth> {
        self.step()?;
        Ok(match &guard.kind {
            TermKind::All(parts) => {
                let mut truth = Truth::Yes;
                for part in parts {
                    truth = truth.and(self.taken(part, taken, around)?);
                }
                truth
            }
            TermKind::Any(parts) => {
                let mut truth = Truth::No;
                for part in parts {
                    truth = truth.or(self.taken(part, taken, around)?);
                }
                truth
            }
            TermKind::Not(inner) => self.taken(inner, taken, around)?.negate(),
            TermKind::Compare(order, a, b) => match (value_of(a, taken), value_of(b, taken)) {
                (Some(a), Some(b)) => with_values(*order, a, b),
                _ => self.term(guard, around)?.truth(),
            },
            TermKind::OneOf(subject, values) => {
                let values: Option<Vec<&Value>> = values.iter().map(|value| value_of(value, taken)).collect();
                match (value_of(subject, taken), values) {
                    (Some(subject), Some(values)) => Truth::from(values.contains(&subject)),
                    _ => self.term(guard, around)?.truth(),
                }
            }
            _ => match value_of(guard, taken) {
                Some(value) => Truth::from(*value == Value::Yes(true)),
                None => self.term(guard, around)?.truth(),
            },
        })
    }
}

fn with_values(order: Comparison, a: &Value, b: &Value) -> Truth {
    let found: Vec<Ordering> = orders_of(a, b).possible().collect();
    match found.as_slice() {
        [found] => Truth::from(holds(order, *found)),
        _ => Truth::Unknown,
    }
}

/// The value of a constant, or that a fact is taken to have.
fn value_of<'t>(term: &'t Term, taken: &'t Taken) -> Option<&'t Value> {
    match &term.kind {
        TermKind::Value(value) => Some(value),
        TermKind::Fact(place) => {
            let found = taken.iter().find(|(other, _)| other == place);
            found.map(|(_, value)| value)
        }
        _ => None,
    }
}

/// The facts that a guard compares with constants, or is.
fn facts_of<'t>(guard: &'t Term, into: &mut Vec<&'t Term>) {
    let is_value = |term: &Term| matches!(term.kind, TermKind::Value(_));
    match &guard.kind {
        TermKind::All(parts) | TermKind::Any(parts) => parts.iter().for_each(|part| facts_of(part, into)),
        TermKind::Not(inner) => facts_of(inner, into),
        TermKind::Compare(_, a, b) if is_value(b) => into.push(a),
        TermKind::Compare(_, a, b) if is_value(a) => into.push(b),
        TermKind::OneOf(subject, values) if values.iter().all(is_value) => into.push(subject),
        TermKind::Fact(_) if guard.ty.base == Base::Truth => into.push(guard),
        _ => {}
    }
}

//! Whether guards cover every case: at least one of them holds, whichever values facts of an enum or yes/no have that are
//! not known.

use super::compile::holds;
use crate::resolve::{Base, Place, Program, TableBody, Term, TermKind};
use crate::syntax::tree::Comparison;
use crate::value::{Truth, Value};

/// So many combinations of values are tried, at most.
pub const MOST_COMBINATIONS: usize = 64;

/// A fact with few values of which guards speak.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The fact.
    pub term: &'a Term,
    place: &'a Place,
    /// All values that it can have.
    pub values: Vec<Value>,
}

/// A guard in terms of such facts.
#[derive(Debug, Clone)]
enum Formula {
    /// What a fact with a number comes to, by its values.
    Of(usize, Vec<bool>),
    /// Anything else, by its number.
    Open(usize),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Not(Box<Formula>),
}

/// Guards, the facts with few values of which they speak, and the terms of which nothing more is known here.
#[derive(Debug, Clone, Default)]
pub struct Cover<'a> {
    /// The facts.
    pub subjects: Vec<Subject<'a>>,
    /// Everything else.
    pub open: Vec<&'a Term>,
    /// Keys of tables beside those facts: which key, and the values of a row.
    pub keys: Vec<(usize, &'a [Value])>,
    guards: Vec<Formula>,
    opens: usize,
    open_terms: Vec<(usize, usize)>,
    open_keys: Vec<(usize, usize)>,
}

/// What is known of the parts of guards.
pub struct Parts {
    /// For each fact the values that it may have, by their places.
    pub values: Vec<Vec<bool>>,
    /// For each open term its truth.
    pub open: Vec<Truth>,
    /// For each open key of a row whether it matches.
    pub keys: Vec<Truth>,
}

/// All values of a type, where they are few: of yes/no and of enums.
fn all_values(program: &Program, base: &Base) -> Option<Vec<Value>> {
    match base {
        Base::Truth => Some(vec![Value::Yes(true), Value::Yes(false)]),
        Base::Enum(id) => {
            let made = program.enum_type(*id)?;
            let names = (0_u32..).zip(&made.values);
            let values = names.map(|(place, (name, _, _))| Value::Enum(place, name.text.clone()));
            Some(values.collect())
        }
        _ => None,
    }
}

/// Whether a key of a table has one of the values of its type in every case: a definition may be undefined.
pub fn always_has_value(key: &Term) -> bool {
    let always = matches!(
        &key.kind,
        TermKind::Fact(_)
            | TermKind::Parameter(..)
            | TermKind::All(_)
            | TermKind::Any(_)
            | TermKind::Not(_)
            | TermKind::Compare(..)
    );
    always && !key.ty.optional
}

impl<'a> Cover<'a> {
    /// The guards of alternatives.
    pub fn of_guards(program: &Program, guards: impl IntoIterator<Item = &'a Term>) -> Cover<'a> {
        let mut cover = Cover::default();
        for guard in guards {
            let formula = cover.formula(program, guard);
            cover.guards.push(formula);
        }
        cover
    }

    /// The rows of a table.
    pub fn of_table(program: &Program, table: &'a TableBody) -> Cover<'a> {
        let mut cover = Cover::default();
        for row in &table.rows {
            let mut parts = Vec::new();
            for (number, (values, key)) in row.keys.iter().zip(&table.keys).enumerate() {
                let subject = cover.subject(program, key);
                parts.push(match subject {
                    Some(subject) => cover.by_value(subject, |value| values.contains(value)),
                    None => {
                        cover.keys.push((number, values));
                        cover.open_keys.push((cover.opens, cover.keys.len() - 1));
                        cover.another()
                    }
                });
            }
            cover.guards.push(Formula::All(parts));
        }
        cover
    }

    fn another(&mut self) -> Formula {
        self.opens += 1;
        Formula::Open(self.opens - 1)
    }

    /// The number of a fact with few values that always has one.
    fn subject(&mut self, program: &Program, term: &'a Term) -> Option<usize> {
        let TermKind::Fact(place) = &term.kind else {
            return None;
        };
        if term.ty.optional {
            return None;
        }
        let known = self.subjects.iter().position(|subject| subject.place == place);
        if known.is_some() {
            return known;
        }
        let values = all_values(program, &term.ty.base)?;
        self.subjects.push(Subject { term, place, values });
        Some(self.subjects.len() - 1)
    }

    fn by_value(&self, subject: usize, holds: impl Fn(&Value) -> bool) -> Formula {
        let values = self
            .subjects
            .get(subject)
            .map(|subject| subject.values.iter().map(holds).collect());
        Formula::Of(subject, values.unwrap_or_default())
    }

    fn formula(&mut self, program: &Program, term: &'a Term) -> Formula {
        let formula = match &term.kind {
            TermKind::All(parts) => Some(Formula::All(self.formulas(program, parts))),
            TermKind::Any(parts) => Some(Formula::Any(self.formulas(program, parts))),
            TermKind::Not(inner) => Some(Formula::Not(Box::new(self.formula(program, inner)))),
            TermKind::Fact(_) if term.ty.base == Base::Truth => {
                let subject = self.subject(program, term);
                subject.map(|subject| self.by_value(subject, |value| *value == Value::Yes(true)))
            }
            TermKind::Compare(order, a, b) => self.comparison(program, *order, a, b),
            TermKind::OneOf(subject, values) => {
                let constants: Option<Vec<&Value>> = values.iter().map(constant).collect();
                let subject = constants.as_ref().and_then(|_| self.subject(program, subject));
                let (subject, constants) = (subject, constants.unwrap_or_default());
                subject.map(|subject| self.by_value(subject, |value| constants.contains(&value)))
            }
            _ => None,
        };
        formula.unwrap_or_else(|| {
            self.open.push(term);
            self.open_terms.push((self.opens, self.open.len() - 1));
            self.another()
        })
    }

    fn formulas(&mut self, program: &Program, parts: &'a [Term]) -> Vec<Formula> {
        parts.iter().map(|part| self.formula(program, part)).collect()
    }

    fn comparison(
        &mut self,
        program: &Program,
        order: Comparison,
        a: &'a Term,
        b: &'a Term,
    ) -> Option<Formula> {
        let (fact, with, turned) = match (constant(a), constant(b)) {
            (None, Some(with)) => (a, with, false),
            (Some(with), None) => (b, with, true),
            _ => return None,
        };
        let subject = self.subject(program, fact)?;
        Some(self.by_value(subject, |value| {
            let found = match (value, with) {
                (Value::Enum(a, _), Value::Enum(b, _)) => a.cmp(b),
                (Value::Yes(a), Value::Yes(b)) => a.cmp(b),
                _ => return false,
            };
            holds(order, if turned { found.reverse() } else { found })
        }))
    }

    /// Whether some guard holds for all values that the facts may have.
    pub fn is_complete(&self, parts: &Parts) -> bool {
        let mut open = vec![Truth::Unknown; self.opens];
        for (number, term) in &self.open_terms {
            if let (Some(slot), Some(truth)) = (open.get_mut(*number), parts.open.get(*term)) {
                *slot = *truth;
            }
        }
        for (number, key) in &self.open_keys {
            if let (Some(slot), Some(truth)) = (open.get_mut(*number), parts.keys.get(*key)) {
                *slot = *truth;
            }
        }
        self.complete(&parts.values, &open)
    }

    fn complete(&self, values: &[Vec<bool>], open: &[Truth]) -> bool {
        let counts = values
            .iter()
            .map(|values| values.iter().filter(|may| **may).count());
        let count = counts.fold(1_usize, usize::saturating_mul);
        if count == 0 || count > MOST_COMBINATIONS {
            return false;
        }
        (0..count).all(|number| {
            let chosen = combination(values, number);
            self.guards
                .iter()
                .any(|guard| truth(guard, &chosen, open) == Truth::Yes)
        })
    }

    /// Whether the guards are complete though only one fact is read, and nothing else: up to and with which guard.
    pub fn complete_alone(&self) -> Option<usize> {
        let ([subject], 0) = (self.subjects.as_slice(), self.opens) else {
            return None;
        };
        let mut left = vec![true; subject.values.len()];
        for (place, guard) in self.guards.iter().enumerate() {
            for (value, left) in left.iter_mut().enumerate() {
                *left &= truth(guard, &[value], &[]) != Truth::Yes;
            }
            if !left.contains(&true) {
                return Some(place);
            }
        }
        None
    }

    /// Whether the guards may be complete in some case in which one of the facts is not known.
    pub fn may_be_complete(&self) -> bool {
        let all: Vec<Vec<bool>> = self
            .subjects
            .iter()
            .map(|subject| vec![true; subject.values.len()])
            .collect();
        // each may be unknown as well
        let counts = all.iter().map(|values| values.len() + 1);
        let counts = counts.chain((0..self.opens).map(|_| 3));
        let count = counts.fold(1_usize, usize::saturating_mul);
        if self.subjects.is_empty() {
            return false;
        }
        // too many to be tried: perhaps
        count > MOST_COMBINATIONS * 16 || (0..self.subjects.len()).any(|free| self.complete_over(free, &all))
    }

    /// Whether in some case the values of one fact are covered by guards none of which is known to hold.
    fn complete_over(&self, free: usize, all: &[Vec<bool>]) -> bool {
        let mut bounds: Vec<Vec<bool>> = all.iter().map(|values| vec![true; values.len() + 1]).collect();
        if let Some(slot) = bounds.get_mut(free) {
            *slot = vec![true];
        }
        bounds.extend((0..self.opens).map(|_| vec![true; 3]));
        let count = bounds.iter().map(Vec::len).product::<usize>();
        let values = all.get(free).map_or(0, Vec::len);
        (0..count).any(|number| {
            let chosen = combination(&bounds, number);
            let (subjects, opens) = chosen.split_at(all.len().min(chosen.len()));
            let open: Vec<Truth> = opens
                .iter()
                .map(|open| OPEN.get(*open).copied().unwrap_or(Truth::Unknown))
                .collect();
            let subjects = known_of(subjects, all);
            let at = |value: usize, guard: &Formula| {
                let mut subjects = subjects.clone();
                if let Some(slot) = subjects.get_mut(free) {
                    *slot = value;
                }
                truth(guard, &subjects, &open) == Truth::Yes
            };
            // one that holds though the fact is not known settles it without the others
            let settled = self.guards.iter().any(|guard| at(usize::MAX, guard));
            !settled && (0..values).all(|value| self.guards.iter().any(|guard| at(value, guard)))
        })
    }
}

/// The values chosen of some facts; one more than there are stands for not known.
fn known_of(chosen: &[usize], all: &[Vec<bool>]) -> Vec<usize> {
    let known = chosen
        .iter()
        .zip(all)
        .map(|(chosen, values)| match *chosen < values.len() {
            true => *chosen,
            false => usize::MAX,
        });
    known.collect()
}

/// What a condition that is no fact of few values may come to.
const OPEN: [Truth; 3] = [Truth::No, Truth::Yes, Truth::Unknown];

/// The value that a term is.
fn constant(term: &Term) -> Option<&Value> {
    match &term.kind {
        TermKind::Value(value) => Some(value),
        _ => None,
    }
}

/// One combination of values of facts, by its number.
fn combination(values: &[Vec<bool>], mut number: usize) -> Vec<usize> {
    let one = |values: &Vec<bool>| {
        let may: Vec<usize> = values
            .iter()
            .enumerate()
            .filter(|(_, may)| **may)
            .map(|(place, _)| place)
            .collect();
        let count = may.len().max(1);
        let chosen = may.get(number % count).copied().unwrap_or(0);
        number /= count;
        chosen
    };
    values.iter().map(one).collect()
}

fn truth(formula: &Formula, values: &[usize], open: &[Truth]) -> Truth {
    match formula {
        Formula::Of(subject, by_value) => {
            let value = values.get(*subject).and_then(|value| by_value.get(*value));
            value.map_or(Truth::Unknown, |holds| Truth::from(*holds))
        }
        Formula::Open(number) => open.get(*number).copied().unwrap_or(Truth::Unknown),
        Formula::All(parts) => {
            let each = parts.iter().map(|part| truth(part, values, open));
            each.fold(Truth::Yes, Truth::and)
        }
        Formula::Any(parts) => {
            let each = parts.iter().map(|part| truth(part, values, open));
            each.fold(Truth::No, Truth::or)
        }
        Formula::Not(inner) => truth(inner, values, open).negate(),
    }
}

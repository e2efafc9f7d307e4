//! Definitions: what each norm says of a name, and which of them prevails.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known, Rest};
use super::reason::{Reason, ReasonKind};
use crate::case::Spot;
use crate::law::Citation;
use crate::plan::{Cover, Parts, always_has_value, prevails};
use crate::resolve::{Alternative, Base, Body, DefinitionId, Guard, Kind, Norm, NormId, TableBody, Term};
use crate::value::{Truth, Value};
use std::rc::Rc;
use std::sync::Arc;

/// What one norm says of a name: nothing, a value, or not known which.
struct Statement {
    norm: NormId,
    found: Found,
    /// Whether it says anything at all.
    speaks: Truth,
}

impl Evaluator<'_> {
    /// The value of a definition, of a record or of the matter; perhaps as one provision alone concludes.
    pub fn definition(&mut self, id: DefinitionId, own: Option<Spot>, under: Option<&Citation>) -> Rc<Found> {
        let key = (id, own.clone(), under.cloned());
        if let Some(found) = self.memo.definitions.get(&key) {
            return found.clone();
        }
        let program = self.program;
        let plan = self.plan;
        let env = Env {
            own,
            ..Env::default()
        };
        let mut statements = Vec::new();
        for norm_id in plan.defining(id) {
            let Some(norm) = program.norms.get(norm_id.0) else {
                continue;
            };
            let asked = under.is_none_or(|under| {
                program
                    .citation(norm)
                    .is_some_and(|citation| under.covers(citation))
            });
            if let (true, Kind::Definition(_, body)) = (asked, &norm.kind)
                && !matches!(body, Body::Delegated)
            {
                statements.push(self.statement(*norm_id, norm, body, &env));
            }
        }
        let mut found = self.prevailing(&statements);
        if self.recording {
            let because = std::mem::take(&mut found.reasons);
            let norms = self.deciding_norms(&statements, &found);
            let kind = ReasonKind::Definition {
                id,
                norms,
                known: found.known.clone(),
                possible: found.possible.clone(),
            };
            found.reasons = vec![Arc::new(Reason { kind, because })];
        }
        let found = Rc::new(found);
        self.memo.definitions.insert(key, found.clone());
        found
    }

    /// The norms whose statement is the value found.
    fn deciding_norms(&self, statements: &[Statement], found: &Found) -> Vec<NormId> {
        let deciding = statements.iter().filter(|statement| match found.known {
            Known::Unknown => statement.found.is_open(),
            Known::Conflict => statement.speaks == Truth::Yes,
            Known::Undefined | Known::Value(_) => statement.found.known == found.known,
        });
        deciding.map(|statement| statement.norm).collect()
    }

    fn statement(&mut self, norm_id: NormId, norm: &Norm, body: &Body, env: &Env) -> Statement {
        let env = &env.within(norm);
        let applies = self.hypothesis(norm, env);
        if applies.truth() == Truth::No {
            let found = Found {
                known: Known::Undefined,
                ..applies
            };
            return Statement {
                norm: norm_id,
                found,
                speaks: Truth::No,
            };
        }
        let mut found = match body {
            Body::Alternatives(alternatives) => self.alternatives(alternatives, env),
            Body::Points(condition) => {
                let found = self.condition(condition, env).found;
                let truth = found.truth();
                found.with_truth(truth)
            }
            Body::Table(table) => self.table(table, env),
            Body::Delegated => Found::of(Known::Undefined),
        };
        let silent = found.known == Known::Undefined;
        let speaks = match (applies.truth(), found.is_open()) {
            (Truth::Yes, false) => Truth::from(!silent),
            (_, false) if silent => Truth::No,
            _ => Truth::Unknown,
        };
        found.rest_on(&applies);
        if applies.truth() == Truth::Unknown && !silent {
            found.known = Known::Unknown;
            found.possible.clear();
        }
        if !found.is_open() {
            found.settle();
        }
        Statement {
            norm: norm_id,
            found,
            speaks,
        }
    }

    /// The statements that no other sets aside, and whether that or what they say is not known.
    fn left_of<'s>(&self, statements: &'s [Statement]) -> (Vec<&'s Statement>, bool) {
        let mut left: Vec<&Statement> = Vec::new();
        let mut unsure = false;
        for statement in statements {
            let over = statements
                .iter()
                .filter(|other| prevails(self.program, other.norm, statement.norm).is_some())
                .fold(Truth::No, |truth, other| truth.or(other.speaks));
            if over != Truth::Yes && statement.speaks != Truth::No {
                unsure |= over == Truth::Unknown || statement.found.is_open();
                left.push(statement);
            }
        }
        if left.is_empty() {
            // they prevail over one another in a circle, which cancels out
            let speaking = statements
                .iter()
                .filter(|statement| statement.speaks == Truth::Yes);
            left.extend(speaking);
        }
        (left, unsure)
    }

    /// What all statements come to, after those that prevail have set others aside.
    fn prevailing(&mut self, statements: &[Statement]) -> Found {
        if let [only] = statements {
            return only.found.clone();
        }
        let (left, unsure) = self.left_of(statements);
        let mut found = Found::of(Known::Undefined);
        if left.is_empty() {
            for statement in statements {
                found.rest_on(&statement.found);
            }
            found.settle();
            return found;
        }
        for statement in &left {
            found.rest_on(&statement.found);
        }
        if unsure {
            found.known = Known::Unknown;
            // what may set one aside matters too
            for statement in statements.iter().filter(|statement| statement.found.is_open()) {
                found.hang_on(&statement.found);
            }
            return found;
        }
        found.settle();
        let mut values = left.iter().map(|statement| &statement.found.known);
        let first = values.next().cloned().unwrap_or(Known::Undefined);
        if values.all(|value| *value == first) {
            found.known = first;
        } else {
            found.known = Known::Conflict;
            found.rests.insert(Rest::Contradiction(
                left.iter().map(|statement| statement.norm).collect(),
            ));
        }
        found
    }

    /// Guarded alternatives: the first that holds. One that may hold is kept beside those after it, and
    /// alternatives that agree decide.
    fn alternatives(&mut self, alternatives: &[Alternative], env: &Env) -> Found {
        let mut choice = Choice::default();
        for alternative in alternatives {
            let guard = match &alternative.guard {
                Guard::Always => Found::yes(true),
                Guard::If(guard) => {
                    let found = self.term(guard, env);
                    let truth = found.truth();
                    found.with_truth(truth)
                }
            };
            let value = match guard.truth() {
                Truth::No => None,
                Truth::Yes | Truth::Unknown => Some(self.term(&alternative.value, env)),
            };
            if choice.take(guard, value) {
                return choice.result();
            }
        }
        let guards = alternatives
            .iter()
            .filter_map(|alternative| match &alternative.guard {
                Guard::If(guard) => Some(guard),
                Guard::Always => None,
            });
        if choice.possible.is_empty() || !self.is_covered(&Cover::of_guards(self.program, guards), &[], env) {
            choice.take(Found::yes(true), Some(Found::of(Known::Undefined)));
        }
        choice.result()
    }

    /// Whether one of some guards is known to hold, though it is not known which: whichever values facts of an enum or
    /// yes/no have.
    fn is_covered(&mut self, cover: &Cover<'_>, keys: &[Found], env: &Env) -> bool {
        if cover.subjects.is_empty() {
            return false;
        }
        let mut values = Vec::new();
        for subject in &cover.subjects {
            let found = self.term(subject.term, env);
            values.push(match found.candidates() {
                Some(candidates) if candidates.contains(&Value::None) => return false,
                Some(candidates) => {
                    let may = subject.values.iter().map(|value| candidates.contains(value));
                    may.collect()
                }
                // not known, and nothing is known of what it may be
                None => vec![true; subject.values.len()],
            });
        }
        let open: Vec<Truth> = cover
            .open
            .iter()
            .map(|term| self.term(term, env).truth())
            .collect();
        let matches = |(number, values): &(usize, &[Value])| {
            let key = keys.get(*number);
            key.map_or(Truth::Unknown, |key| matches_key(values, key, false).truth())
        };
        cover.is_complete(&Parts {
            values,
            open,
            keys: cover.keys.iter().map(matches).collect(),
        })
    }

    /// Whether some values are all that a table's key can have.
    fn covers(&self, values: &[Value], key: &Term) -> bool {
        let count = match &key.ty.base {
            Base::Truth => 2,
            Base::Enum(id) => self
                .program
                .enum_type(*id)
                .map_or(usize::MAX, |made| made.values.len()),
            _ => usize::MAX,
        };
        always_has_value(key) && values.len() >= count
    }

    fn table(&mut self, table: &TableBody, env: &Env) -> Found {
        let keys: Vec<Found> = table.keys.iter().map(|key| self.term(key, env)).collect();
        let mut choice = Choice::default();
        for row in &table.rows {
            let parts: Vec<Found> = row
                .keys
                .iter()
                .zip(&keys)
                .zip(&table.keys)
                .map(|((values, key), term)| matches_key(values, key, self.covers(values, term)))
                .collect();
            let guard = Found::all(&parts);
            let value = match guard.truth() {
                Truth::No => None,
                Truth::Yes | Truth::Unknown => Some(self.term(&row.value, env)),
            };
            if choice.take(guard, value) {
                return choice.result();
            }
        }
        if choice.possible.is_empty() || !self.is_covered(&Cover::of_table(self.program, table), &keys, env) {
            choice.take(Found::yes(true), Some(Found::of(Known::Undefined)));
        }
        choice.result()
    }
}

/// Whether a row matches a key; `any` when it names every value that the key can have.
fn matches_key(values: &[Value], key: &Found, any: bool) -> Found {
    let truth = match key.something() {
        Some(value) => Truth::from(values.contains(value)),
        None if key.is_open() && any => Truth::Yes,
        None if key.is_open() => Truth::Unknown,
        None => Truth::No,
    };
    key.clone().with_truth(truth)
}

/// More possible values than this are not kept apart.
const MOST_VALUES: usize = 16;

/// Alternatives as they are gone through.
#[derive(Default)]
struct Choice {
    /// Guards before that did not hold, for the reasons.
    passed: Vec<Found>,
    /// Alternatives that may be the one: guard and value.
    possible: Vec<(Found, Found)>,
}

impl Choice {
    /// Takes an alternative; true when none after it can be reached.
    fn take(&mut self, guard: Found, value: Option<Found>) -> bool {
        let truth = guard.truth();
        match value {
            Some(value) => self.possible.push((guard, value)),
            None => self.passed.push(guard),
        }
        truth == Truth::Yes
    }

    /// The values of all possible alternatives, where each is known and they are few.
    fn values(&self) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        for (_, value) in &self.possible {
            let Some(candidates) = value.candidates() else {
                return Vec::new();
            };
            for candidate in candidates {
                if !values.contains(&candidate) {
                    values.push(candidate);
                }
            }
        }
        if values.len() > MOST_VALUES {
            Vec::new()
        } else {
            values
        }
    }

    fn result(self) -> Found {
        let mut result = Found::none();
        for (guard, value) in &self.possible {
            result.rest_on(guard);
            result.rest_on(value);
        }
        let known = self
            .possible
            .first()
            .map(|(_, value)| value.known.clone())
            .unwrap_or(Known::Undefined);
        let agree = known != Known::Unknown && self.possible.iter().all(|(_, value)| value.known == known);
        if agree {
            result.known = known;
            result.settle();
        } else {
            result.known = Known::Unknown;
            result.possible = self.values();
        }
        // earlier guards that failed are part of the reason
        for guard in &self.passed {
            result.rests.extend(guard.rests.iter().cloned());
            result.reasons.extend(guard.reasons.iter().cloned());
        }
        result
    }
}

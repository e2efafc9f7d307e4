//! Definitions: what each norm says of a name, and which of them prevails.

use super::{Around, Naive, Result, Seen};
use crate::case::Spot;
use crate::law::Citation;
use crate::plan::{always_has_value, prevails};
use crate::resolve::{Alternative, Base, Body, DefinitionId, Guard, Kind, NormId, TableBody, Term};
use crate::value::{Truth, Value};

impl Naive<'_> {
    /// The value of a definition, of a record or of the matter.
    pub fn definition(
        &mut self,
        id: DefinitionId,
        own: Option<Spot>,
        under: Option<&Citation>,
    ) -> Result<Seen> {
        let around = Around {
            own,
            ..Around::default()
        };
        let mut statements: Vec<(NormId, Seen, Truth)> = Vec::new();
        for (norm_id, norm) in self.norms(self.plan.defining(id)) {
            let Kind::Definition(_, body) = &norm.kind else {
                continue;
            };
            if !self.asked(norm, under) || matches!(body, Body::Delegated) {
                continue;
            }
            let applies = self.applies(norm, &around)?;
            let said = match body {
                _ if applies == Truth::No => Seen::Undefined,
                Body::Alternatives(alternatives) => self.alternatives(alternatives, &around)?,
                Body::Points(condition) => Seen::of(self.condition(condition, &around)?),
                Body::Table(table) => self.table(table, &around)?,
                Body::Delegated => Seen::Undefined,
            };
            let (said, speaks) = match (said, applies) {
                (Seen::Undefined, _) => (Seen::Undefined, Truth::No),
                (said, Truth::Yes) if said.is_open() => (said, Truth::Unknown),
                (said, Truth::Yes) => (said, Truth::Yes),
                (_, _) => (Seen::Open(Vec::new()), Truth::Unknown),
            };
            statements.push((norm_id, said, speaks));
        }
        Ok(self.prevailing(statements))
    }

    /// What is left after those that prevail have set others aside.
    fn prevailing(&self, statements: Vec<(NormId, Seen, Truth)>) -> Seen {
        if let [(_, only, _)] = statements.as_slice() {
            return only.clone();
        }
        let (mut left, mut unsure): (Vec<&Seen>, bool) = (Vec::new(), false);
        for (norm, said, speaks) in &statements {
            let above = statements
                .iter()
                .filter(|(other, ..)| prevails(self.program, *other, *norm).is_some());
            let aside = above.fold(Truth::No, |any, (_, _, speaks)| any.or(*speaks));
            if aside != Truth::Yes && *speaks != Truth::No {
                unsure |= aside == Truth::Unknown || said.is_open();
                left.push(said);
            }
        }
        if left.is_empty() {
            // they prevail over one another in a circle
            let speaking = statements.iter().filter(|(_, _, speaks)| *speaks == Truth::Yes);
            left.extend(speaking.map(|(_, said, _)| said));
        }
        match left.as_slice() {
            [] => Seen::Undefined,
            _ if unsure => Seen::Open(Vec::new()),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => (*first).clone(),
            _ => Seen::Conflict,
        }
    }

    /// The first row that matches; a row that names every value that a key can have matches whichever it has.
    fn table(&mut self, table: &TableBody, around: &Around) -> Result<Seen> {
        let keys: Result<Vec<Seen>> = table.keys.iter().map(|key| self.term(key, around)).collect();
        let keys = keys?;
        let mut perhaps: Vec<Seen> = Vec::new();
        for row in &table.rows {
            let mut matches = Truth::Yes;
            for ((values, key), term) in row.keys.iter().zip(&keys).zip(&table.keys) {
                matches = matches.and(match key {
                    Seen::Is(value) if *value != Value::None => Truth::from(values.contains(value)),
                    key if key.is_open() && self.all_of(values, term) => Truth::Yes,
                    key if key.is_open() => Truth::Unknown,
                    _ => Truth::No,
                });
            }
            if matches != Truth::No {
                perhaps.push(self.term(&row.value, around)?);
            }
            if matches == Truth::Yes {
                return Ok(agreed(&perhaps));
            }
        }
        if perhaps.is_empty() || !self.one_row_matches(table, &keys)? {
            perhaps.push(Seen::Undefined);
        }
        Ok(agreed(&perhaps))
    }

    fn all_of(&self, values: &[Value], key: &Term) -> bool {
        let count = match &key.ty.base {
            Base::Truth => 2,
            Base::Enum(id) => match self.program.enum_type(*id) {
                Some(made) => made.values.len(),
                None => return false,
            },
            _ => return false,
        };
        always_has_value(key) && values.len() >= count
    }

    /// The first alternative that holds; where that is not known, what all that may be the one agree on.
    fn alternatives(&mut self, alternatives: &[Alternative], around: &Around) -> Result<Seen> {
        let mut perhaps: Vec<Seen> = Vec::new();
        let mut settled = false;
        for alternative in alternatives {
            let guard = match &alternative.guard {
                Guard::Always => Truth::Yes,
                Guard::If(guard) => self.term(guard, around)?.truth(),
            };
            if guard != Truth::No {
                perhaps.push(self.term(&alternative.value, around)?);
            }
            if guard == Truth::Yes {
                settled = true;
                break;
            }
        }
        let guards: Vec<&Term> = alternatives
            .iter()
            .filter_map(|alternative| match &alternative.guard {
                Guard::If(guard) => Some(guard),
                Guard::Always => None,
            })
            .collect();
        if !settled && (perhaps.is_empty() || !self.one_holds(&guards, around)?) {
            perhaps.push(Seen::Undefined);
        }
        Ok(agreed(&perhaps))
    }
}

/// What all of some that may be the one agree on; else the values that they may have, where those are few.
fn agreed(perhaps: &[Seen]) -> Seen {
    const FEW: usize = 16;
    match perhaps {
        [first, rest @ ..] if !matches!(first, Seen::Open(_)) && rest.iter().all(|other| other == first) => {
            first.clone()
        }
        _ => {
            let mut values: Vec<Value> = Vec::new();
            for seen in perhaps {
                match seen.candidates() {
                    Some(candidates) => values.extend(candidates),
                    None => return Seen::Open(Vec::new()),
                }
            }
            let mut different: Vec<Value> = Vec::new();
            for value in values {
                if !different.contains(&value) {
                    different.push(value);
                }
            }
            Seen::Open(if different.len() > FEW {
                Vec::new()
            } else {
                different
            })
        }
    }
}

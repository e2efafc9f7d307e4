//! Definitions: what each norm says of a name, and which of them prevails.

use super::{Around, BeyondNaive, Naive, Result, Seen};
use crate::case::Spot;
use crate::plan::prevails;
use crate::resolve::{Alternative, Body, DefinitionId, Guard, Kind, NormId};
use crate::value::{Truth, Value};

impl Naive<'_> {
    /// The value of a definition, of a record or of the matter.
    pub fn definition(&mut self, id: DefinitionId, own: Option<Spot>) -> Result<Seen> {
        let around = Around {
            own,
            ..Around::default()
        };
        let mut statements: Vec<(NormId, Seen, Truth)> = Vec::new();
        for (norm_id, norm) in self.norms(self.plan.defining(id)) {
            let Kind::Definition(_, body) = &norm.kind else {
                continue;
            };
            let applies = self.applies(norm, &around)?;
            let said = match body {
                _ if applies == Truth::No => Seen::Undefined,
                Body::Alternatives(alternatives) => self.alternatives(alternatives, &around)?,
                Body::Points(condition) => Seen::of(self.condition(condition, &around)?),
                Body::Table(_) => return Err(BeyondNaive::Table),
                Body::Delegated => continue,
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
        match left.as_slice() {
            [] => Seen::Undefined,
            _ if unsure => Seen::Open(Vec::new()),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => (*first).clone(),
            _ => Seen::Conflict,
        }
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
        if !settled {
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

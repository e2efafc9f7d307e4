//! Actions compiled: which norm prevails over which is settled when code is made, only whether each holds varies.

use super::super::code::{CASES, Op, ValueId, outcome_bit};
use super::super::outcome::Outcome;
use super::super::priority::{one_instrument, prevails};
use super::{Beyond, Compiler, Cond, Env};
use crate::law::Citation;
use crate::resolve::{ActionId, Kind, Norm, NormId};
use crate::value::Truth;

/// What one norm says of an action.
#[derive(Debug, Clone, Copy)]
pub(in crate::plan) struct Claim {
    pub norm: NormId,
    pub permits: bool,
    pub holds: Cond,
}

impl<'a> Compiler<'a> {
    /// The outcome for an action; perhaps as one provision alone concludes.
    pub fn action(&mut self, action: ActionId, under: Option<&Citation>) -> Result<ValueId, Beyond> {
        let key = (self.plan.date(), action, under.cloned());
        if let Some(known) = self.actions.get(&key) {
            return Ok(*known);
        }
        let claims = self.claims(action, under)?;
        let outcome = self.weighed(&claims)?;
        self.actions.insert(key, outcome);
        Ok(outcome)
    }

    /// Norms by their numbers, those of one provision alone where one is named.
    pub fn norms_under(&self, ids: &[NormId], under: Option<&Citation>) -> Vec<(NormId, &'a Norm)> {
        let program = self.program;
        let stands = |norm: &Norm| {
            under.is_none_or(|under| {
                let citation = program.citation(norm);
                citation.is_some_and(|citation| under.covers(citation))
            })
        };
        let found = ids.iter().filter_map(|id| Some((*id, program.norms.get(id.0)?)));
        found.filter(|(_, norm)| stands(norm)).collect()
    }

    pub(super) fn claims(
        &mut self,
        action: ActionId,
        under: Option<&Citation>,
    ) -> Result<Vec<Claim>, Beyond> {
        if !self.open.insert((0, action.0)) {
            return Err(Beyond("an action that rests on itself"));
        }
        let mut claims = Vec::new();
        let plan = self.plan;
        for (id, norm) in self.norms_under(plan.about(action), under) {
            match norm.kind {
                Kind::Permission(_) => self.permission(id, norm, &mut claims)?,
                Kind::Bar(_) => claims.push(Claim {
                    norm: id,
                    permits: false,
                    holds: self.hypothesis(norm, &Env::default())?,
                }),
                _ => {}
            }
        }
        self.open.remove(&(0, action.0));
        Ok(claims)
    }

    /// A permission; `only if` makes it a bar as well, where its condition does not hold.
    fn permission(&mut self, id: NormId, norm: &Norm, claims: &mut Vec<Claim>) -> Result<(), Beyond> {
        let env = Env::default();
        let base = self.hypothesis(norm, &env)?;
        let mut parts = Vec::new();
        for condition in &norm.only_if {
            parts.push(self.condition(condition, &env)?);
        }
        let condition = self.all(&parts);
        claims.push(Claim {
            norm: id,
            permits: true,
            holds: self.all(&[base, condition]),
        });
        if !norm.only_if.is_empty() {
            let contrary = self.not(condition);
            claims.push(Claim {
                norm: id,
                permits: false,
                holds: self.all(&[base, contrary]),
            });
        }
        Ok(())
    }

    /// Whether one claim prevails over another that opposes it.
    fn beats(&self, winner: &Claim, loser: &Claim) -> bool {
        if winner.permits == loser.permits || winner.norm == loser.norm {
            return false;
        }
        let program = self.program;
        prevails(program, winner.norm, loser.norm).is_some()
            || !winner.permits
                && prevails(program, loser.norm, winner.norm).is_none()
                && one_instrument(program, winner.norm, loser.norm)
    }

    /// Whether a claim stands after those that prevail over it.
    fn standing(
        &mut self,
        claims: &[Claim],
        place: usize,
        known: &mut Vec<Option<Cond>>,
        depth: usize,
    ) -> Result<Cond, Beyond> {
        if let Some(Some(standing)) = known.get(place) {
            return Ok(*standing);
        }
        let Some(claim) = claims.get(place) else {
            return Ok(Cond::Fixed(Truth::No));
        };
        if depth > claims.len() {
            return Err(Beyond("norms that prevail over one another in a circle"));
        }
        let mut parts = vec![claim.holds];
        for (other, opposing) in claims.iter().enumerate() {
            if self.beats(opposing, claim) {
                let over = self.standing(claims, other, known, depth + 1)?;
                parts.push(self.not(over));
            }
        }
        let standing = self.all(&parts);
        if let Some(slot) = known.get_mut(place) {
            *slot = Some(standing);
        }
        Ok(standing)
    }

    /// What claims come to together.
    fn weighed(&mut self, claims: &[Claim]) -> Result<ValueId, Beyond> {
        let mut known = vec![None; claims.len()];
        let (mut permitting, mut barring) = (Vec::new(), Vec::new());
        for (place, claim) in claims.iter().enumerate() {
            let standing = self.standing(claims, place, &mut known, 0)?;
            if claim.permits {
                permitting.push(standing);
            } else {
                barring.push(standing);
            }
        }
        let (permitted, barred) = (self.any(&permitting), self.any(&barring));
        let (permitted, barred) = (self.held_cond(permitted, CASES), self.held_cond(barred, CASES));
        Ok(self.make(CASES, |to| Op::Weigh {
            permitted,
            barred,
            to,
        }))
    }

    /// Whether an outcome is one of some; unknown and in conflict leave it unknown.
    pub fn outcome_is(&mut self, outcome: ValueId, wanted: &[Outcome]) -> Cond {
        let bits = wanted
            .iter()
            .fold(0, |bits, outcome| bits | outcome_bit(*outcome));
        Cond::Held(self.make_truth(CASES, |to| Op::Is(outcome, bits, to)))
    }

    /// Whether an act meets every condition of its validity that applies.
    pub fn valid(&mut self, action: ActionId) -> Result<Cond, Beyond> {
        let (program, plan) = (self.program, self.plan);
        let mut parts = Vec::new();
        for id in plan.validity(action) {
            if let Some(norm) = program.norms.get(id.0)
                && let Kind::Validity(_, condition) = &norm.kind
            {
                let applies = self.hypothesis(norm, &Env::default())?;
                let held = self.condition(condition, &Env::default())?;
                let spared = self.not(applies);
                parts.push(self.any(&[spared, held]));
            }
        }
        Ok(self.all(&parts))
    }
}

//! What a decision rests on beside facts and norms: what the law presumes, and what the rules assume.
//!
//! Whether it does is tried out: a presumption is lifted as if the fact were not known, an assumption as if it were not
//! known what the provision that makes it says. Where the answer stays the same it does not rest on it. An answer that
//! is not known rests on what its undecided norms rest on, and nothing is tried out.

use super::decision::{Inquiry, Raw};
use super::evaluator::{Evaluator, Supposed};
use super::found::Rest;
use crate::case::Spot;
use crate::law::{Citation, ProvisionId};
use crate::plan::Outcome;
use crate::resolve::{Norm, ParameterId};
use std::collections::BTreeSet;

/// What an answer may rest on beside facts and norms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// That the law presumes a fact.
    Presumption(Spot, Citation),
    /// What a provision assumes: of its days in force, or of what its norms take for granted.
    Assumption(ProvisionId),
    /// The value of a parameter that has a remark in the rules: how it is known, or what is assumed.
    Parameter(ParameterId),
}

/// Evaluations that are spent on it, at most.
const MOST_TRIED: usize = 200;

impl Evaluator<'_> {
    /// Notes what is looked at; whether it is lifted.
    pub fn leans_on(&mut self, support: Support) -> bool {
        let lifted = self.lifted.is_some_and(|lifted| lifted.contains(&support));
        if self.recording {
            self.supports.insert(support);
        }
        lifted
    }

    /// Whether what a norm says is lifted, because its provision or what contains it assumes something.
    pub fn is_lifted(&mut self, norm: &Norm) -> bool {
        if !self.recording && self.lifted.is_none() {
            return false;
        }
        let law = &self.program.law;
        let mut lifted = false;
        for (id, provision) in law.with_parents(norm.provision) {
            if provision.assumed.is_some() || !provision.assumptions.is_empty() {
                lifted |= self.leans_on(Support::Assumption(id));
            }
        }
        lifted
    }
}

impl Inquiry<'_> {
    /// Of what was looked at, that on which the answer rests.
    pub(super) fn resting(&self, raw: &Raw, seen: &BTreeSet<Support>) -> BTreeSet<Support> {
        let mut steps = 0;
        let most = self.limits.splits.saturating_mul(10);
        let mut same = |lifted: &BTreeSet<Support>| {
            let supposed = Supposed::new();
            let mut evaluator = self.evaluator(&supposed);
            evaluator.lifted = Some(lifted);
            let then = evaluator.answer(self.question);
            steps += evaluator.steps;
            let same = then.outcome == raw.outcome
                && then.value == raw.value
                && then.due_at == raw.due_at
                && then.done_at == raw.done_at;
            (same, steps < most)
        };
        if raw.outcome == Outcome::Unknown || seen.is_empty() || same(seen).0 {
            return BTreeSet::new();
        }
        let mut needed = BTreeSet::new();
        for (tried, support) in seen.iter().enumerate() {
            let (alike, go_on) = same(&BTreeSet::from([support.clone()]));
            if !alike {
                needed.insert(support.clone());
            }
            if tried >= MOST_TRIED || !go_on {
                // the rest is told though the answer may not rest on it
                needed.extend(seen.iter().skip(tried + 1).cloned());
                return needed;
            }
        }
        let others: BTreeSet<Support> = seen.difference(&needed).cloned().collect();
        if same(&others).0 {
            return needed;
        }
        // each of several may do alone: it rests on all that matter once as many others as can be are lifted
        let one = most_lifted(others.iter(), &mut same);
        let other = most_lifted(others.iter().rev(), &mut same);
        let few = others.len().saturating_mul(others.len()) <= MOST_TRIED;
        for support in &others {
            let mut lifted = one.contains(support) && other.contains(support);
            if lifted && few {
                let before = others.iter().filter(|other| *other != support);
                lifted = most_lifted(before.chain([support]), &mut same).contains(support);
            }
            if !lifted {
                needed.insert(support.clone());
            }
        }
        needed
    }
}

/// As many supports as can be lifted, one after another, while the answer stays the same.
fn most_lifted<'s>(
    order: impl Iterator<Item = &'s Support>,
    same: &mut impl FnMut(&BTreeSet<Support>) -> (bool, bool),
) -> BTreeSet<Support> {
    let mut lifted = BTreeSet::new();
    for support in order {
        lifted.insert(support.clone());
        if !same(&lifted).0 {
            lifted.remove(support);
        }
    }
    lifted
}

/// What else a known decision rests on, without the presumptions that make no difference to it.
pub(super) fn pruned(raw: &Raw, supports: &BTreeSet<Support>) -> BTreeSet<Rest> {
    let rests = raw.found.rests.iter().cloned();
    if raw.outcome == Outcome::Unknown {
        return rests.collect();
    }
    let presumed = supports.iter().filter_map(|support| match support {
        Support::Presumption(spot, citation) => Some(Rest::Presumption(spot.clone(), citation.clone())),
        Support::Assumption(_) | Support::Parameter(_) => None,
    });
    rests
        .filter(|rest| !matches!(rest, Rest::Presumption(..)))
        .chain(presumed)
        .collect()
}

//! Duties to do one thing weighed against one another: one that is declared to prevail stands in for the other while its
//! conditions hold, whether or not its event has come. Without a declaration all of them must be met.

use super::action::Claim;
use super::evaluator::{Env, Evaluator};
use super::found::Found;
use super::weigh::standing;
use crate::law::Citation;
use crate::plan::{Ground, displaces, prevails};
use crate::resolve::{ActionId, Kind, Norm, NormId};
use crate::value::Truth;
use std::rc::Rc;
use std::sync::Arc;

/// The duties to do one thing.
#[derive(Debug)]
pub(super) struct Rivals {
    pub duties: Vec<Rival>,
    /// Which of the others are declared to prevail over each.
    pub over: Vec<Vec<usize>>,
}

/// One of the duties to do one thing.
#[derive(Debug)]
pub(super) struct Rival {
    pub norm: NormId,
    pub points: Vec<Arc<str>>,
    /// Whether its own conditions hold: its hypothesis, what started it, no bar over it.
    pub own: Truth,
    /// Whether it applies: they hold, and no duty that stands displaces it.
    pub applies: Found,
    /// The duty that displaces it, and on what ground.
    pub displaced: Option<(NormId, Ground)>,
    /// Whether a bar stands against it that neither prevails nor yields.
    pub conflict: Found,
    /// Such bars, whether or not they hold.
    pub bars: Vec<NormId>,
}

impl Evaluator<'_> {
    /// The duties to do one thing, weighed; perhaps as one provision alone concludes.
    pub fn rivals(&mut self, action: ActionId, under: Option<&Citation>) -> Rc<Rivals> {
        let key = (action, under.cloned());
        if let Some(known) = self.memo.rivals.get(&key) {
            return known.clone();
        }
        let claims = self.claims(action, under);
        let (program, plan) = (self.program, self.plan);
        let mut duties = Vec::new();
        for id in plan.about(action) {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            let citation = program.citation(norm);
            let asked = under.is_none_or(|under| citation.is_some_and(|citation| under.covers(citation)));
            if asked && matches!(norm.kind, Kind::Duty(..)) {
                duties.push(self.rival(*id, norm, &claims));
            }
        }
        let over = self.over(&duties);
        if over.iter().any(|over| !over.is_empty()) {
            weigh(&mut duties, &over);
        }
        let rivals = Rc::new(Rivals { duties, over });
        self.memo.rivals.insert(key, rivals.clone());
        rivals
    }

    /// A duty before the other duties are looked at.
    fn rival(&mut self, id: NormId, norm: &Norm, claims: &[Claim]) -> Rival {
        let env = Env {
            parent: norm.chain.map(|chain| chain.parent),
            ..Env::default()
        };
        let held = self.hypothesis_with_points(norm, &env);
        let mut parts = vec![held.found];
        if let Some(chain) = norm.chain {
            parts.push(self.started(chain.parent, chain.link));
        }
        let (mut tied, mut bars) = (Vec::new(), Vec::new());
        for claim in claims.iter().filter(|claim| !claim.permits) {
            if prevails(self.program, claim.norm, id).is_some() {
                parts.push(claim.found.clone().negate());
            } else if prevails(self.program, id, claim.norm).is_none() {
                tied.push(claim.found.clone());
                bars.push(claim.norm);
            }
        }
        let applies = Found::all(&parts);
        Rival {
            norm: id,
            points: held.points,
            own: applies.truth(),
            applies,
            displaced: None,
            conflict: Found::any(&tied),
            bars,
        }
    }

    fn over(&self, duties: &[Rival]) -> Vec<Vec<usize>> {
        let over_one = |duty: &Rival| {
            let others = duties.iter().enumerate();
            let over = others.filter(|(_, other)| displaces(self.program, other.norm, duty.norm));
            over.map(|(place, _)| place).collect()
        };
        duties.iter().map(over_one).collect()
    }
}

/// Lets duties that stand displace others.
fn weigh(duties: &mut [Rival], over: &[Vec<usize>]) {
    let holds: Vec<Truth> = duties.iter().map(|duty| duty.own).collect();
    let stands = standing(&holds, over);
    let weighed: Vec<(Found, Option<(NormId, Ground)>)> = duties
        .iter()
        .enumerate()
        .map(|(place, duty)| beside(place, duty, duties, over, &stands))
        .collect();
    for (duty, (applies, displaced)) in duties.iter_mut().zip(weighed) {
        duty.applies = applies;
        duty.displaced = displaced;
    }
}

/// A duty beside those that are declared to prevail over it: whether it applies, and what displaces it.
fn beside(
    place: usize,
    duty: &Rival,
    duties: &[Rival],
    over: &[Vec<usize>],
    stands: &[Truth],
) -> (Found, Option<(NormId, Ground)>) {
    let truth = stands.get(place).copied().unwrap_or(duty.own);
    let mut applies = duty.applies.clone();
    if duty.own == Truth::No {
        return (applies, None);
    }
    let stood = |place: &&usize| stands.get(**place) == Some(&Truth::Yes);
    let mine = over.get(place).map_or(&[][..], Vec::as_slice);
    let by = match truth {
        Truth::No => mine.iter().rev().find(stood).and_then(|place| duties.get(*place)),
        Truth::Yes | Truth::Unknown => None,
    };
    let resting: Vec<usize> = match (truth, by) {
        (Truth::Unknown, _) => above(place, over),
        _ => mine.to_vec(),
    };
    let others = resting.iter().filter_map(|place| duties.get(*place));
    for other in others.filter(|other| by.is_none_or(|by| by.norm == other.norm)) {
        applies.rests.extend(other.applies.rests.iter().cloned());
        applies.hang_on(&other.applies);
    }
    if truth != Truth::Unknown {
        applies.settle();
    }
    (
        applies.with_truth(truth),
        by.map(|by| (by.norm, Ground::Declared)),
    )
}

/// The duties that prevail over one, also by way of others.
fn above(start: usize, over: &[Vec<usize>]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut next = vec![start];
    while let Some(place) = next.pop() {
        for other in over.get(place).into_iter().flatten() {
            if !found.contains(other) {
                found.push(*other);
                next.push(*other);
            }
        }
    }
    found
}

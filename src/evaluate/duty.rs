//! Duties: whether they have arisen, when they are due, and how they stand at the assessment.

use super::action::Claim;
use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::reason::{Because, Counting};
use crate::law::Citation;
use crate::plan::Outcome;
use crate::plan::prevails;
use crate::resolve::{ActionId, Duty, Kind, Link, Norm, NormId};
use crate::time::Moment;
use crate::value::{Truth, Value};
use std::rc::Rc;
use std::sync::Arc;

/// How one duty stands.
#[derive(Debug, Clone)]
pub(super) struct DutyFound {
    pub outcome: Outcome,
    pub due: Option<Moment>,
    pub done: Option<Moment>,
    /// Where the due moment is not known though the outcome may be: the moments of which it is one, and what it wants.
    pub open_due: Option<Found>,
    /// How the due moment was counted.
    pub counting: Option<Arc<Counting>>,
    /// Outcomes that can still be reached by conduct.
    pub possible: Vec<Outcome>,
    pub found: Found,
    pub because: Vec<Because>,
    pub norm: Option<NormId>,
}

impl Evaluator<'_> {
    /// How all duties to do one thing stand together.
    pub fn duties_of(&mut self, action: ActionId, under: Option<&Citation>) -> DutyFound {
        let program = self.program;
        let plan = self.plan;
        let claims = self.claims(action, under);
        let mut all: Vec<Rc<DutyFound>> = Vec::new();
        for id in plan.about(action) {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            let asked = under.is_none_or(|under| {
                program
                    .citation(norm)
                    .is_some_and(|citation| under.covers(citation))
            });
            if asked && matches!(norm.kind, Kind::Duty(..)) {
                all.push(self.duty(*id, &claims));
            }
        }
        together(&all)
    }

    /// One duty, with the bars on the same action that may stand against it.
    pub fn duty(&mut self, id: NormId, claims: &[Claim]) -> Rc<DutyFound> {
        if let Some(found) = self.memo.duties.get(&id) {
            return found.clone();
        }
        let program = self.program;
        let found = match program.norms.get(id.0) {
            Some(norm) => match &norm.kind {
                Kind::Duty(_, duty) => self.duty_of(id, norm, duty, claims),
                _ => nothing(),
            },
            None => nothing(),
        };
        let found = Rc::new(found);
        self.memo.duties.insert(id, found.clone());
        found
    }

    fn duty_of(&mut self, id: NormId, norm: &Norm, duty: &Duty, claims: &[Claim]) -> DutyFound {
        let env = Env {
            parent: norm.chain.map(|chain| chain.parent),
            ..Env::default()
        };
        let held = self.hypothesis_with_points(norm, &env);
        let mut parts = vec![held.found];
        if let Some(chain) = norm.chain {
            parts.push(self.started(chain.parent, chain.link));
        }
        let (bars, conflict) = self.bars_against(id, claims);
        parts.extend(bars.iter().map(|bar| bar.clone().negate()));
        let mut applies = Found::all(&parts);
        let truth = applies.truth();
        if truth == Truth::Yes && conflict.truth() == Truth::Yes {
            let because = std::iter::once(id).chain(
                claims
                    .iter()
                    .filter(|claim| !claim.permits)
                    .map(|claim| claim.norm),
            );
            let because = because
                .map(|norm| Because {
                    norm,
                    points: Vec::new(),
                    over: Vec::new(),
                })
                .collect();
            applies.rest_on(&conflict);
            return DutyFound {
                outcome: Outcome::Conflict,
                because,
                ..self.closed(id, applies, held.points)
            };
        }
        if truth == Truth::No {
            return DutyFound {
                outcome: Outcome::NotApplicable,
                ..self.closed(id, applies, held.points)
            };
        }
        let standing = self.applying(duty, &env);
        self.concluded(id, applies, conflict, standing, held.points)
    }

    /// How a duty stands that applies.
    fn applying(&mut self, duty: &Duty, env: &Env) -> DutyFound {
        if let Some(recurring) = &duty.recurring {
            return self.recurring(recurring, duty, env);
        }
        let done = self.done_moment(duty, env);
        let targets = std::mem::replace(&mut self.targets, done.into_iter().collect());
        let due = self.due(&duty.limits, env);
        self.targets = targets;
        self.standing_of(duty, due, env)
    }

    /// Bars that prevail over a duty, and whether one stands against it that does not.
    fn bars_against(&mut self, id: NormId, claims: &[Claim]) -> (Vec<Found>, Found) {
        let mut over = Vec::new();
        let mut tied = Vec::new();
        for claim in claims.iter().filter(|claim| !claim.permits) {
            if prevails(self.program, claim.norm, id).is_some() {
                over.push(claim.found.clone());
            } else if prevails(self.program, id, claim.norm).is_none() {
                tied.push(claim.found.clone());
            }
        }
        (over, Found::any(&tied))
    }

    /// Whether the duty before this one was breached or fulfilled.
    fn started(&mut self, parent: NormId, link: Link) -> Found {
        let before = self.parent(parent);
        let truth = match (before.outcome, link) {
            (Outcome::Unknown | Outcome::Conflict, _) => Truth::Unknown,
            (Outcome::Overdue, Link::Breach)
            | (Outcome::Fulfilled, Link::Fulfilment)
            | (Outcome::FulfilledLate, _) => Truth::Yes,
            _ => Truth::No,
        };
        before.found.clone().with_truth(truth)
    }

    fn parent(&mut self, parent: NormId) -> Rc<DutyFound> {
        let program = self.program;
        let action = program.norms.get(parent.0).and_then(|norm| match &norm.kind {
            Kind::Duty(action, _) => Some(*action),
            _ => None,
        });
        let claims = action.map(|action| self.claims(action, None)).unwrap_or_default();
        self.duty(parent, &claims)
    }

    pub fn parent_due(&mut self, env: &Env) -> Found {
        let Some(parent) = env.parent else {
            return Found::none();
        };
        let before = self.parent(parent);
        match before.due {
            Some(due) => Found::value(Value::Moment(due)),
            None if before.open_due.is_some() => before.open_due.clone().unwrap_or_else(Found::none),
            None if before.outcome == Outcome::Unknown => before.found.as_open(),
            None => Found::none(),
        }
    }

    pub fn parent_done(&mut self, env: &Env) -> Found {
        let Some(parent) = env.parent else {
            return Found::none();
        };
        let before = self.parent(parent);
        match before.done {
            Some(done) => Found::value(Value::Moment(done)),
            None if before.outcome == Outcome::Unknown => before.found.as_open(),
            None => Found::none(),
        }
    }

    /// A duty whose outcome is settled by whether it applies.
    fn closed(&self, id: NormId, mut applies: Found, points: Vec<Arc<str>>) -> DutyFound {
        let truth = applies.truth();
        self.norm_reason(id, truth, points, &mut applies);
        applies.settle();
        DutyFound {
            found: applies,
            norm: Some(id),
            ..nothing()
        }
    }

    fn concluded(
        &self,
        id: NormId,
        applies: Found,
        conflict: Found,
        mut standing: DutyFound,
        points: Vec<Arc<str>>,
    ) -> DutyFound {
        let certain = applies.truth() == Truth::Yes && conflict.truth() == Truth::No;
        let mut found = Found {
            known: Known::Undefined,
            ..applies.clone()
        };
        if conflict.truth() == Truth::Unknown {
            found.rest_on(&conflict);
        }
        found.rest_on(&standing.found);
        // a duty that has not arisen either way does not depend on whether it would apply
        if !certain && standing.outcome != Outcome::NotApplicable {
            standing.outcome = Outcome::Unknown;
            standing.possible.clear();
            if applies.truth() == Truth::Unknown {
                standing.due = None;
                standing.counting = None;
            }
        }
        if standing.outcome == Outcome::Unknown {
            found.known = Known::Unknown;
        } else {
            found.settle();
        }
        let truth = applies.truth();
        self.norm_reason(id, truth, points.clone(), &mut found);
        standing.because = match standing.outcome {
            Outcome::NotApplicable => Vec::new(),
            _ => vec![Because {
                norm: id,
                points,
                over: Vec::new(),
            }],
        };
        DutyFound {
            found,
            norm: Some(id),
            ..standing
        }
    }
}

pub(super) fn nothing() -> DutyFound {
    DutyFound {
        outcome: Outcome::NotApplicable,
        due: None,
        done: None,
        open_due: None,
        counting: None,
        possible: Vec::new(),
        found: Found::of(Known::Undefined),
        because: Vec::new(),
        norm: None,
    }
}

/// Several duties to do one thing: each must be met, so the gravest standing counts, of equal ones that
/// with the earliest due moment.
fn together(all: &[Rc<DutyFound>]) -> DutyFound {
    let worst = all.iter().max_by_key(|duty| {
        (
            duty.outcome.gravity(),
            std::cmp::Reverse(duty.due.map_or(i64::MAX, Moment::seconds)),
        )
    });
    let Some(worst) = worst else {
        return nothing();
    };
    let mut joined = (**worst).clone();
    let mut found = Found {
        known: worst.found.known.clone(),
        ..Found::of(Known::Undefined)
    };
    for duty in all {
        if duty.outcome == worst.outcome || duty.outcome != Outcome::NotApplicable {
            found.rests.extend(duty.found.rests.iter().cloned());
        }
        if duty.outcome == Outcome::Unknown && worst.outcome == Outcome::Unknown {
            found.hang_on(&duty.found);
        }
        found.reasons.extend(duty.found.reasons.iter().cloned());
    }
    let same = all.iter().filter(|duty| duty.outcome == worst.outcome);
    joined.because = same.flat_map(|duty| duty.because.iter().cloned()).collect();
    joined.found = found;
    joined
}

//! Duties: whether they have arisen, when they are due, and how they stand at the assessment.

use super::action::displaced;
use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::reason::{Because, Counting};
use super::rivals::Rival;
use super::together::together;
use crate::law::Citation;
use crate::plan::Outcome;
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
    /// The least and the greatest gravity that it has if it stands.
    pub if_stands: (u8, u8),
    /// The moments at one of which it is due if it stands; none where that is not known, or nothing is due.
    pub dues: Vec<Moment>,
    pub found: Found,
    pub because: Vec<Because>,
    pub norm: Option<NormId>,
}

impl Evaluator<'_> {
    /// How all duties to do one thing stand together.
    pub fn duties_of(&mut self, action: ActionId, under: Option<&Citation>) -> DutyFound {
        let rivals = self.rivals(action, under);
        let all: Vec<Rc<DutyFound>> = rivals
            .duties
            .iter()
            .map(|rival| self.duty_among(rival, under))
            .collect();
        together(&all, &rivals)
    }

    /// One duty, with the other norms on the same action that may stand against it.
    pub fn duty(&mut self, id: NormId) -> Rc<DutyFound> {
        let action = self.program.norms.get(id.0).and_then(|norm| match &norm.kind {
            Kind::Duty(action, _) => Some(*action),
            _ => None,
        });
        let rivals = action.map(|action| self.rivals(action, None));
        let rival = rivals
            .as_ref()
            .and_then(|rivals| rivals.duties.iter().find(|rival| rival.norm == id));
        match rival {
            Some(rival) => self.duty_among(rival, None),
            None => Rc::new(nothing()),
        }
    }

    fn duty_among(&mut self, rival: &Rival, under: Option<&Citation>) -> Rc<DutyFound> {
        let key = (rival.norm, under.cloned());
        if let Some(found) = self.memo.duties.get(&key) {
            return found.clone();
        }
        let program = self.program;
        let found = match program.norms.get(rival.norm.0) {
            Some(norm) => match &norm.kind {
                Kind::Duty(_, duty) => self.duty_of(norm, duty, rival),
                _ => nothing(),
            },
            None => nothing(),
        };
        let found = Rc::new(found);
        self.memo.duties.insert(key, found.clone());
        found
    }

    fn duty_of(&mut self, norm: &Norm, duty: &Duty, rival: &Rival) -> DutyFound {
        let mut applies = rival.applies.clone();
        let (truth, conflict) = (applies.truth(), rival.conflict.truth());
        if truth == Truth::Yes && conflict == Truth::Yes {
            let because = std::iter::once(rival.norm).chain(rival.bars.iter().copied());
            let because = because
                .map(|norm| Because {
                    norm,
                    points: Vec::new(),
                    over: Vec::new(),
                })
                .collect();
            applies.rest_on(&rival.conflict);
            let gravity = Outcome::Conflict.gravity();
            return DutyFound {
                outcome: Outcome::Conflict,
                if_stands: (gravity, gravity),
                because,
                ..self.closed(rival, applies)
            };
        }
        if truth == Truth::No {
            return self.closed(rival, applies);
        }
        let env = Env {
            parent: norm.chain.map(|chain| chain.parent),
            ..Env::default()
        };
        let standing = self.applying(duty, &env.within(norm));
        self.concluded(rival, applies, standing)
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

    /// Whether the duty before this one was breached or fulfilled.
    pub fn started(&mut self, parent: NormId, link: Link) -> Found {
        let before = self.duty(parent);
        let truth = match (before.outcome, link) {
            (Outcome::Unknown | Outcome::Conflict, _) => Truth::Unknown,
            (Outcome::Overdue, Link::Breach)
            | (Outcome::Fulfilled, Link::Fulfilment)
            | (Outcome::FulfilledLate, _) => Truth::Yes,
            _ => Truth::No,
        };
        before.found.clone().with_truth(truth)
    }

    pub fn parent_due(&mut self, env: &Env) -> Found {
        let Some(parent) = env.parent else {
            return Found::none();
        };
        let before = self.duty(parent);
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
        let before = self.duty(parent);
        match before.done {
            Some(done) => Found::value(Value::Moment(done)),
            None if before.outcome == Outcome::Unknown => before.found.as_open(),
            None => Found::none(),
        }
    }

    /// A duty whose outcome is settled by whether it applies.
    fn closed(&self, rival: &Rival, mut applies: Found) -> DutyFound {
        let points = rival.points.clone();
        self.norm_reason(rival.norm, rival.own, points, &mut applies);
        let reasons = applies.reasons.iter();
        applies.reasons = reasons.map(|reason| displaced(reason, rival.displaced)).collect();
        applies.settle();
        DutyFound {
            found: applies,
            norm: Some(rival.norm),
            ..nothing()
        }
    }

    fn concluded(&self, rival: &Rival, applies: Found, mut standing: DutyFound) -> DutyFound {
        let conflict = rival.conflict.truth();
        let certain = applies.truth() == Truth::Yes && conflict == Truth::No;
        let mut found = Found {
            known: Known::Undefined,
            ..applies.clone()
        };
        if conflict == Truth::Unknown {
            found.rest_on(&rival.conflict);
        }
        found.rest_on(&standing.found);
        standing.if_stands = if_stands(standing.outcome, conflict);
        // a duty that has not arisen either way does not depend on whether it would apply
        if !certain && standing.if_stands != (0, 0) {
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
        let (norm, points) = (rival.norm, rival.points.clone());
        self.norm_reason(norm, applies.truth(), points.clone(), &mut found);
        standing.because = match standing.outcome {
            Outcome::NotApplicable => Vec::new(),
            _ => vec![Because {
                norm,
                points,
                over: Vec::new(),
            }],
        };
        DutyFound {
            found,
            norm: Some(norm),
            ..standing
        }
    }
}

/// The least and the greatest gravity of a duty if it stands, beside a bar that may stand against it.
fn if_stands(outcome: Outcome, conflict: Truth) -> (u8, u8) {
    let (least, most) = match outcome {
        Outcome::Unknown => (0, Outcome::Overdue.gravity()),
        known => (known.gravity(), known.gravity()),
    };
    let grave = Outcome::Conflict.gravity();
    match conflict {
        Truth::No => (least, most),
        Truth::Unknown => (least, grave),
        Truth::Yes => (grave, grave),
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
        if_stands: (0, 0),
        dues: Vec::new(),
        found: Found::of(Known::Undefined),
        because: Vec::new(),
        norm: None,
    }
}

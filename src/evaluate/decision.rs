//! Decisions: questions answered.

use super::brief::Brief;
use super::deciding::{Missing, Run, Searched, deciding};
use super::evaluator::{Evaluator, MOST_REASONS, Supposed};
use super::failure::{Failure, Uncalculable};
use super::found::{Found, Known, Rest};
use super::hint::Hints;
use super::question::{Asked, Question};
use super::reason::{Because, Counting, Reason, ReasonKind};
use super::resting::{Support, pruned};
use crate::case::{Case, Spot};
use crate::plan::{Outcome, Plan};
use crate::resolve::{ActionId, DefinitionId, NormId, Program};
use crate::source::Limits;
use crate::time::{Date, Moment};
use crate::value::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The answer to one question, with everything that it rests on.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The question.
    pub question: Question,
    /// A date of the stretch of days whose law was asked of.
    pub law_on: Date,
    /// The outcome.
    pub outcome: Outcome,
    /// The value, of a value question.
    pub value: Option<Value>,
    /// The due moment, of a duty.
    pub due_at: Option<Moment>,
    /// When the duty was fulfilled.
    pub done_at: Option<Moment>,
    /// The provisions that decided, or that are undecided where the outcome is unknown.
    pub because: Vec<Because>,
    /// The deciding facts that are absent.
    pub missing: Missing,
    /// What it hangs on that cannot be calculated, where the outcome is unknown.
    pub undetermined: Vec<Failure>,
    /// Judgements, presumptions, deemed facts and contradictions that it rests on.
    pub rests: BTreeSet<Rest>,
    /// The presumptions, assumptions and remarked values that it rests on, where it is known.
    pub supports: BTreeSet<Support>,
    /// The reasons, recorded where asked for.
    pub reasons: Vec<Arc<Reason>>,
    /// The duty that the due moment and the sanction belong to.
    pub duty: Option<NormId>,
    /// How the due moment was counted.
    pub counting: Option<Arc<Counting>>,
    /// Outcomes of a duty that can still be reached by conduct.
    pub possible: Vec<Outcome>,
    /// The next moment at which the answer changes by itself, as far as is known.
    pub changes_at: Option<Moment>,
    /// Whether the search for it ended early, so that the answer may be the same still at that moment.
    pub changes_perhaps: bool,
    /// Whether more facts and conditions were looked at than the reasons hold.
    pub reasons_cut: bool,
}

/// What one evaluation of a question gives.
pub(super) struct Raw {
    pub outcome: Outcome,
    pub value: Option<Value>,
    pub due_at: Option<Moment>,
    pub done_at: Option<Moment>,
    because: Vec<Because>,
    pub found: Found,
    duty: Option<NormId>,
    counting: Option<Arc<Counting>>,
    possible: Vec<Outcome>,
}

impl Evaluator<'_> {
    pub fn answer(&mut self, question: &Question) -> Raw {
        match &question.asked {
            Asked::Action(action) => {
                let found = self.action(*action, None);
                Raw {
                    outcome: found.outcome,
                    value: None,
                    because: found.because.clone(),
                    ..raw(found.found.clone())
                }
            }
            Asked::Duty(action) => {
                let duties = self.duties_of(*action, None);
                Raw {
                    outcome: duties.outcome,
                    value: None,
                    due_at: duties.due,
                    done_at: duties.done,
                    because: duties.because,
                    duty: duties.norm,
                    counting: duties.counting,
                    possible: duties.possible,
                    ..raw(duties.found)
                }
            }
            Asked::Value(definition, own) => {
                let found = (*self.definition(*definition, own.clone(), None)).clone();
                let because = self.defining(*definition, &found);
                Raw {
                    because,
                    ..raw(found)
                }
            }
            Asked::Validity(action) => self.validity(*action),
        }
    }

    /// Whether an act is valid: what failed makes it invalid, what is not known leaves it open, and all together make it
    /// valid.
    fn validity(&mut self, action: ActionId) -> Raw {
        let parts = self.conditions(action);
        let found: Vec<Found> = parts.iter().map(|part| part.found.clone()).collect();
        let found = Found::all(&found);
        let truth = found.truth();
        let deciding = parts.into_iter().filter(|part| part.found.truth() == truth);
        let because = deciding.map(|part| Because {
            norm: part.norm,
            points: part.points,
            over: Vec::new(),
        });
        Raw {
            because: because.collect(),
            ..raw(found)
        }
    }

    /// The norms that gave a definition its value.
    fn defining(&self, definition: DefinitionId, found: &Found) -> Vec<Because> {
        let recorded = found.reasons.iter().find_map(|reason| match &reason.kind {
            ReasonKind::Definition { id, norms, .. } if *id == definition => Some(norms.clone()),
            _ => None,
        });
        let norms = recorded.unwrap_or_default();
        norms
            .into_iter()
            .map(|norm| Because {
                norm,
                points: Vec::new(),
                over: Vec::new(),
            })
            .collect()
    }
}

fn raw(found: Found) -> Raw {
    let (outcome, value) = match &found.known {
        Known::Unknown => (Outcome::Unknown, None),
        Known::Undefined => (Outcome::Undefined, None),
        Known::Conflict => (Outcome::Conflict, None),
        Known::Value(value) => (Outcome::Known, Some(value.clone())),
    };
    Raw {
        outcome,
        value,
        due_at: None,
        done_at: None,
        because: Vec::new(),
        found,
        duty: None,
        counting: None,
        possible: Vec::new(),
    }
}

/// Moments that are tried for a change of the answer, at most.
const MOST_EDGES: usize = 400;

/// One question put to one case under the law of a date, at a moment of assessment.
#[derive(Debug, Clone, Copy)]
pub struct Inquiry<'a> {
    /// The resolved law.
    pub program: &'a Program,
    /// What is in force.
    pub plan: &'a Plan,
    /// The case.
    pub case: &'a Case,
    /// The moment of assessment.
    pub at: Option<Moment>,
    /// The question.
    pub question: &'a Question,
    /// Limits of the search for deciding facts.
    pub limits: &'a Limits,
}

impl Inquiry<'_> {
    pub(super) fn evaluator<'b>(&'b self, supposed: &'b Supposed) -> Evaluator<'b> {
        let mut evaluator = Evaluator::new(self.program, self.plan, self.case, self.at, supposed);
        evaluator.most_steps = self.limits.steps;
        evaluator
    }

    /// The outcome, value and due moment alone: no reasons, no missing facts.
    pub fn brief(&self) -> Brief {
        let supposed = Supposed::new();
        let raw = self.evaluator(&supposed).answer(self.question);
        Brief {
            outcome: raw.outcome,
            value: raw.value,
            due_at: raw.due_at,
            due_on: raw
                .due_at
                .and(raw.counting)
                .and_then(|counting| counting.last_day),
        }
    }

    /// The decision, with reasons and missing facts.
    pub fn decide(&self) -> Decision {
        self.decide_with(true, &mut Searched::default())
    }

    /// The same beside decisions under other law: missing facts that are listed already are not looked for.
    pub fn decide_beside(&self, searched: &mut Searched) -> Decision {
        self.decide_with(true, searched)
    }

    /// The decision without reasons and missing facts: what it comes to, and when it changes.
    pub fn decide_briefly(&self, searched: &mut Searched) -> Decision {
        self.decide_with(false, searched)
    }

    fn decide_with(&self, reasons: bool, searched: &mut Searched) -> Decision {
        let supposed = Supposed::new();
        let mut evaluator = self.evaluator(&supposed);
        evaluator.recording = reasons;
        let raw = evaluator.answer(self.question);
        searched.worked += evaluator.steps;
        let (changes_at, changes_perhaps) = self.changes_at(&raw, std::mem::take(&mut evaluator.edges));
        let supports = self.resting(&raw, &evaluator.supports);
        let rests = pruned(&raw, &supports);
        let (missing, undetermined) = match raw.outcome {
            Outcome::Unknown if reasons => self.hangs_on(&raw.found, searched),
            _ => (Missing::default(), Vec::new()),
        };
        Decision {
            undetermined,
            question: self.question.clone(),
            law_on: self.plan.date(),
            outcome: raw.outcome,
            value: raw.value,
            due_at: raw.due_at,
            done_at: raw.done_at,
            because: raw.because,
            missing,
            rests,
            supports,
            reasons: raw.found.reasons,
            duty: raw.duty,
            counting: raw.counting,
            possible: raw.possible,
            changes_at,
            changes_perhaps,
            reasons_cut: evaluator.reasons >= MOST_REASONS,
        }
    }

    /// What an unknown answer hangs on: absent facts, and what cannot be calculated. Where no fact can decide, since
    /// something cannot be calculated whatever the facts are, what that is.
    fn hangs_on(&self, found: &Found, searched: &mut Searched) -> (Missing, Vec<Failure>) {
        let mut undetermined = found.failures.clone();
        // that there were too many steps is said once, not of each term that was not reached any more
        let mut given_up = 0;
        undetermined.retain(|failure| {
            given_up += usize::from(failure.why == Uncalculable::TooLong);
            failure.why != Uncalculable::TooLong || given_up == 1
        });
        let (missing, supposed) = deciding(self, searched);
        if missing.spots.is_empty() && undetermined.is_empty() {
            undetermined = supposed;
        }
        (missing, undetermined.into_iter().collect())
    }

    /// The next moment at which the answer is another one though no fact is added. Between two moments at which
    /// evaluation compares something with the assessment nothing can change, so only those are tried; each may bring
    /// new ones to light. The second part is true where the search ended early, at the moment that is returned.
    fn changes_at(&self, now: &Raw, mut edges: BTreeSet<Moment>) -> (Option<Moment>, bool) {
        let mut steps = 0;
        for _ in 0..MOST_EDGES {
            let Some(next) = edges.pop_first() else {
                return (None, false);
            };
            let supposed = Supposed::new();
            let inquiry = Inquiry {
                at: Some(next),
                ..*self
            };
            let mut later = inquiry.evaluator(&supposed);
            let then = later.answer(self.question);
            steps += later.steps;
            let same = then.outcome == now.outcome
                && then.value == now.value
                && then.due_at == now.due_at
                && then.done_at == now.done_at;
            if !same {
                return (Some(next), false);
            }
            if steps > self.limits.splits.saturating_mul(10) {
                return (Some(next), true);
            }
            edges = later.edges;
        }
        let next = edges.pop_first();
        (next, next.is_some())
    }

    /// One evaluation with supposed facts, for the search for deciding facts.
    pub(super) fn run(&self, supposed: &Supposed) -> Run {
        let mut evaluator = self.evaluator(supposed);
        let raw = evaluator.answer(self.question);
        let spot = |number: &u32| evaluator.spots.get(*number as usize).cloned();
        let wants: Vec<Spot> = raw.found.wants.iter().filter_map(spot).collect();
        let wanted = raw.found.wants.iter();
        let hints: HashMap<Spot, Hints> = wanted
            .filter_map(|number| Some((spot(number)?, evaluator.hints.get(number)?.clone())))
            .collect();
        Run {
            known: raw.outcome != Outcome::Unknown,
            answer: (raw.outcome, raw.value),
            wants,
            hints,
            failures: raw.found.failures,
            steps: evaluator.steps,
        }
    }
}

//! Whether a norm applies: its clauses and lettered points.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::reason::{Reason, ReasonKind};
use crate::resolve::{Condition, Norm, NormId};
use crate::value::Truth;
use std::sync::Arc;

/// A condition found, with the points that decided it.
pub(super) struct Held {
    pub found: Found,
    pub points: Vec<Arc<str>>,
}

impl Evaluator<'_> {
    /// Whether a norm's hypothesis holds: all of `when` and `if`, none of `unless`.
    pub fn hypothesis(&mut self, norm: &Norm, env: &Env) -> Found {
        self.hypothesis_with_points(norm, env).found
    }

    /// The same, with the lettered points that decided.
    pub fn hypothesis_with_points(&mut self, norm: &Norm, env: &Env) -> Held {
        self.steps += 1;
        let env = &env.within(norm);
        let mut parts = Vec::new();
        let mut points = Vec::new();
        let clauses = [
            ("when", &norm.when, false),
            ("if", &norm.if_, false),
            ("unless", &norm.unless, true),
        ];
        for (word, conditions, negated) in clauses {
            for condition in conditions {
                let held = self.clause(word, condition, negated, env);
                parts.push((held.found, held.points));
            }
        }
        for (condition, contrary) in &norm.applies {
            let word = if *contrary {
                "unless the later version applies"
            } else {
                "applies"
            };
            let held = self.clause(word, condition, *contrary, env);
            parts.push((held.found, held.points));
        }
        if !norm.window.is_empty() {
            parts.push((self.window(&norm.window, env), Vec::new()));
        }
        let founds: Vec<Found> = parts.iter().map(|(found, _)| found.clone()).collect();
        let mut found = Found::all(&founds);
        if self.is_lifted(norm) {
            found = Found::of(Known::Unknown);
        }
        for (part, marks) in parts {
            if part.truth() == found.truth() {
                points.extend(marks);
            }
        }
        Held { found, points }
    }

    /// One clause; for `unless` turned round.
    pub fn clause(&mut self, word: &'static str, condition: &Condition, negated: bool, env: &Env) -> Held {
        let Held { found, points } = self.condition(condition, env);
        let truth = found.truth();
        let found = self.because(found, |_| ReasonKind::Clause { word, truth });
        Held {
            found: if negated {
                found.negate()
            } else {
                found.with_truth(truth)
            },
            points,
        }
    }

    /// A condition and its points.
    pub fn condition(&mut self, condition: &Condition, env: &Env) -> Held {
        match condition {
            Condition::Plain(term) => Held {
                found: self.term(term, env),
                points: Vec::new(),
            },
            Condition::Points { all, points } => {
                let parts: Vec<(Arc<str>, Found)> = points
                    .iter()
                    .map(|(mark, term)| {
                        let found = self.term(term, env);
                        let truth = found.truth();
                        let found = self.because(found, |_| ReasonKind::Point {
                            mark: mark.clone(),
                            truth,
                        });
                        (mark.clone(), found)
                    })
                    .collect();
                let founds: Vec<Found> = parts.iter().map(|(_, found)| found.clone()).collect();
                let found = if *all {
                    Found::all(&founds)
                } else {
                    Found::any(&founds)
                };
                let truth = found.truth();
                let points = parts
                    .into_iter()
                    .filter(|(_, part)| part.truth() == truth)
                    .map(|(mark, _)| mark)
                    .collect();
                Held { found, points }
            }
        }
    }

    /// A norm as a reason.
    pub fn norm_reason(&self, id: NormId, applies: Truth, points: Vec<Arc<str>>, found: &mut Found) {
        if self.recording {
            let because = std::mem::take(&mut found.reasons);
            let kind = ReasonKind::Norm {
                norm: id,
                applies,
                points,
                displaced: None,
            };
            found.reasons = vec![Arc::new(Reason { kind, because })];
        }
    }
}

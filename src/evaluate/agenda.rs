//! All duties and limits of a case, each by itself.

use super::due::Due;
use super::evaluator::{Env, Evaluator, Supposed};
use super::failure::Failure;
use super::found::{Found, Rest};
use super::reason::{Counting, Reason, ReasonKind};
use crate::case::Case;
use crate::plan::Outcome;
use crate::plan::Plan;
use crate::resolve::{ActionId, DefinitionId, Kind, NormId, Owner, Program, TermKind};
use crate::time::Moment;
use crate::value::{Truth, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How a window stands in which something is permitted or barred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Its event has happened and its limit has not run out.
    Open,
    /// Its limit has run out.
    Ended,
    /// Its event has not happened, or its norm does not apply.
    NotBegun,
    /// Not known.
    Unknown,
}

/// How an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A duty.
    Duty(Outcome),
    /// The window of a permission or bar.
    Window(Window),
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// What must or may be done.
    Action(ActionId),
    /// A limit that is defined by itself.
    Definition(DefinitionId),
}

/// A duty, or a permission or bar that holds for some time.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The norm.
    pub norm: NormId,
    /// What it is about.
    pub about: About,
    /// How it stands.
    pub standing: Standing,
    /// When it is due or ends.
    pub due: Option<Moment>,
    /// When it was done.
    pub done: Option<Moment>,
    /// How that was counted.
    pub counting: Option<Arc<Counting>>,
    /// What it rests on.
    pub rests: BTreeSet<Rest>,
    /// What it hangs on that cannot be calculated.
    pub failures: BTreeSet<Failure>,
}

/// All duties and windows of a case under the law of a date, in reading order.
pub fn agenda(program: &Program, plan: &Plan, case: &Case, at: Option<Moment>) -> Vec<Entry> {
    let supposed = Supposed::new();
    let mut evaluator = Evaluator::new(program, plan, case, at, &supposed);
    let actions = program.actions.iter().enumerate();
    let mut entries = Vec::new();
    for (number, _) in actions.filter(|(_, action)| action.matter == case.matter()) {
        for id in plan.about(ActionId(number)) {
            entries.extend(evaluator.entry(ActionId(number), *id));
        }
    }
    evaluator.recording = true;
    for (number, made) in program.definitions.iter().enumerate() {
        if made.owner == Owner::Matter(case.matter()) {
            entries.extend(evaluator.defined_limit(DefinitionId(number)));
        }
    }
    entries.sort_by_key(|entry| {
        program
            .norms
            .get(entry.norm.0)
            .map(|norm| (norm.order, entry.norm))
    });
    entries
}

impl Evaluator<'_> {
    fn entry(&mut self, action: ActionId, id: NormId) -> Option<Entry> {
        let program = self.program;
        let norm = program.norms.get(id.0)?;
        match &norm.kind {
            Kind::Duty(..) => {
                let duty = self.duty(id);
                Some(Entry {
                    norm: id,
                    about: About::Action(action),
                    standing: Standing::Duty(duty.outcome),
                    due: duty.due,
                    done: duty.done,
                    counting: duty.counting.clone(),
                    rests: duty.found.rests.clone(),
                    failures: duty.found.failures.clone(),
                })
            }
            Kind::Permission(_) | Kind::Bar(_) if !norm.window.is_empty() => {
                let env = Env::default();
                let env = env.within(norm);
                let applies = self.hypothesis(norm, &env);
                let due = self.due(&norm.window, &env);
                let last = self.last_in_time(&norm.window, None, &env);
                let (state, ends, counting, found) = self.window_state(applies.truth(), due, last);
                let mut rests = applies.rests;
                let mut failures = applies.failures;
                rests.extend(found.rests);
                failures.extend(found.failures);
                Some(Entry {
                    norm: id,
                    about: About::Action(action),
                    standing: Standing::Window(state),
                    due: ends,
                    done: None,
                    counting,
                    rests,
                    failures,
                })
            }
            _ => None,
        }
    }

    /// A definition that says when a limit ends: what is counted, and known.
    fn defined_limit(&mut self, id: DefinitionId) -> Option<Entry> {
        let program = self.program;
        let counted = |norm: &&NormId| {
            let norm = program.norms.get(norm.0);
            norm.is_some_and(|norm| {
                norm.terms()
                    .iter()
                    .any(|term| matches!(term.kind, TermKind::Counted(_)))
            })
        };
        let norm = *self.plan.defining(id).iter().find(counted)?;
        let found = (*self.definition(id, None, None)).clone();
        let Some(Value::Moment(end)) = found.something() else {
            let failed = !found.failures.is_empty();
            return failed.then_some(Entry {
                norm,
                about: About::Definition(id),
                standing: Standing::Window(Window::Unknown),
                due: None,
                done: None,
                counting: None,
                rests: found.rests,
                failures: found.failures,
            });
        };
        let state = match self.at {
            Some(at) if at <= *end => Window::Open,
            Some(_) => Window::Ended,
            None => Window::Unknown,
        };
        Some(Entry {
            norm,
            about: About::Definition(id),
            standing: Standing::Window(state),
            due: Some(*end),
            done: None,
            counting: count_in(&found.reasons, 0),
            rests: found.rests.clone(),
            failures: BTreeSet::new(),
        })
    }

    fn window_state(
        &self,
        applies: Truth,
        due: Due,
        last: impl Fn(Moment) -> Moment,
    ) -> (Window, Option<Moment>, Option<Arc<Counting>>, Found) {
        match due {
            Due::At(due, found, counting) => {
                let state = match (applies, self.at) {
                    (Truth::No, _) => Window::NotBegun,
                    (Truth::Unknown, _) | (_, None) => Window::Unknown,
                    (Truth::Yes, Some(at)) if at <= last(due) => Window::Open,
                    (Truth::Yes, Some(_)) => Window::Ended,
                };
                (state, Some(due), Some(counting), found)
            }
            Due::Paused(found, counting) => {
                let state = match applies {
                    Truth::Yes => Window::Open,
                    Truth::No => Window::NotBegun,
                    Truth::Unknown => Window::Unknown,
                };
                (state, None, Some(counting), found)
            }
            Due::Unknown(found, _) if applies != Truth::No => (Window::Unknown, None, None, found),
            Due::Unknown(found, _) | Due::NotStarted(found) => (Window::NotBegun, None, None, found),
            Due::Unlimited => (Window::NotBegun, None, None, Found::none()),
        }
    }
}

/// The first count among some reasons.
fn count_in(reasons: &[Arc<Reason>], depth: usize) -> Option<Arc<Counting>> {
    if depth > MOST_DEPTH {
        return None;
    }
    reasons.iter().find_map(|reason| match &reason.kind {
        ReasonKind::Due(counting) => Some(counting.clone()),
        _ => count_in(&reason.because, depth + 1),
    })
}

/// How deep a count is looked for: it stands near the top of the definition it is for.
const MOST_DEPTH: usize = 8;

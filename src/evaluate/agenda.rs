//! All duties and limits of a case, each by itself.

use super::decision::Outcome;
use super::due::Due;
use super::evaluator::{Env, Evaluator, Supposed};
use super::found::{Found, Rest};
use super::reason::Counting;
use crate::case::Case;
use crate::plan::Plan;
use crate::resolve::{ActionId, Kind, NormId, Program};
use crate::source::Limits;
use crate::time::Moment;
use crate::value::Truth;
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

/// A duty, or a permission or bar that holds for some time.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The norm.
    pub norm: NormId,
    /// What it is about.
    pub action: ActionId,
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
}

/// All duties and windows of a case under the law of a date, in reading order.
pub fn agenda(
    program: &Program,
    plan: &Plan,
    case: &Case,
    at: Option<Moment>,
    limits: &Limits,
) -> Vec<Entry> {
    let supposed = Supposed::new();
    let mut evaluator = Evaluator::new(program, plan, case, at, &supposed, limits);
    let actions = program.actions.iter().enumerate();
    let mut entries = Vec::new();
    for (number, _) in actions.filter(|(_, action)| action.matter == case.matter()) {
        for id in plan.about(ActionId(number)) {
            entries.extend(evaluator.entry(ActionId(number), *id));
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
                let claims = self.claims(action, None);
                let duty = self.duty(id, &claims);
                Some(Entry {
                    norm: id,
                    action,
                    standing: Standing::Duty(duty.outcome),
                    due: duty.due,
                    done: duty.done,
                    counting: duty.counting.clone(),
                    rests: duty.found.rests.clone(),
                })
            }
            Kind::Permission(_) | Kind::Bar(_) if !norm.window.is_empty() => {
                let applies = self.hypothesis(norm, &Env::default());
                let due = self.due(&norm.window, &Env::default());
                let (state, ends, counting, found) = self.window_state(applies.truth(), due);
                let mut rests = applies.rests;
                rests.extend(found.rests);
                Some(Entry {
                    norm: id,
                    action,
                    standing: Standing::Window(state),
                    due: ends,
                    done: None,
                    counting,
                    rests,
                })
            }
            _ => None,
        }
    }

    fn window_state(
        &self,
        applies: Truth,
        due: Due,
    ) -> (Window, Option<Moment>, Option<Arc<Counting>>, Found) {
        match due {
            Due::At(due, found, counting) => {
                let state = match (applies, self.at) {
                    (Truth::No, _) => Window::NotBegun,
                    (Truth::Unknown, _) | (_, None) => Window::Unknown,
                    (Truth::Yes, Some(at)) if at <= due => Window::Open,
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

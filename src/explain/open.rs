//! Why an answer is unknown though no fact is missing: the conditions that cannot be told from what is known.

use super::answer::Context;
use super::notes::Note;
use crate::evaluate::{Decision, Known, Outcome, Reason, ReasonKind};
use crate::value::Truth;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Deeper reasons are not looked at.
const DEEPEST: usize = 1_000;

/// A note for each condition on which an answer hangs for want of nothing; `explained` where another note says why.
pub(super) fn open(decision: &Decision, explained: bool, context: &Context<'_>) -> Vec<Note> {
    if decision.outcome != Outcome::Unknown || !decision.missing.spots.is_empty() {
        return Vec::new();
    }
    if !decision.undetermined.is_empty() {
        return Vec::new();
    }
    let mut open = Open {
        context,
        seen: HashSet::new(),
        words: BTreeSet::new(),
    };
    for reason in &decision.reasons {
        open.look(reason, 0);
    }
    let note = |text: String| Note {
        kind: "open",
        text,
        citation: None,
    };
    if open.words.is_empty() && !explained {
        let text = "it cannot be told: no fact that is missing would decide it";
        return vec![note(text.to_owned())];
    }
    let said = open.words.into_iter();
    said.map(|words| note(format!("no fact is missing, and it cannot be told: {words}")))
        .collect()
}

struct Open<'a> {
    context: &'a Context<'a>,
    seen: HashSet<*const Reason>,
    words: BTreeSet<String>,
}

impl Open<'_> {
    /// Finds conditions that are open though all below them is known; whether anything is open here.
    fn look(&mut self, reason: &Arc<Reason>, depth: usize) -> bool {
        if depth > DEEPEST || !self.seen.insert(Arc::as_ptr(reason)) {
            return true;
        }
        let mut below = false;
        for inner in &reason.because {
            below |= self.look(inner, depth + 1);
        }
        let is_open = |known: &Known| matches!(known, Known::Unknown | Known::Conflict);
        let here = match &reason.kind {
            ReasonKind::Said { span, known } if is_open(known) => {
                if !below {
                    let text = self.context.sources.text(*span);
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    self.words.insert(format!("`{text}`"));
                }
                true
            }
            ReasonKind::Fact { known, .. }
            | ReasonKind::Definition { known, .. }
            | ReasonKind::Parameter { known, .. } => is_open(known),
            ReasonKind::Norm { applies, .. } => *applies == Truth::Unknown,
            ReasonKind::Clause { truth, .. } | ReasonKind::Point { truth, .. } => *truth == Truth::Unknown,
            ReasonKind::Said { .. } | ReasonKind::Due(_) | ReasonKind::Done { .. } => false,
        };
        here || below
    }
}

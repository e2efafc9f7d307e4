//! Whose judgement a fact is: as the norm says that reads it, else as the vocabulary does.

use super::evaluator::Env;
use crate::case::Step;
use crate::resolve::{Norm, Slot};
use std::borrow::Cow;
use std::sync::Arc;

impl Env {
    /// The same in a norm: its facts are judged as it says. A definition that it reads says so for itself.
    pub fn within(&self, norm: &Norm) -> Cow<'_, Env> {
        if self.judged == norm.judged {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Env {
            judged: norm.judged.clone(),
            ..self.clone()
        })
    }

    /// Whose judgement the fact at a spot is, if it is anybody's.
    pub fn judge_of(&self, spot: &[Step], slot: Option<&Slot>) -> Option<Arc<str>> {
        let said = self.judged.as_deref().unwrap_or(&[]);
        let own = self.own.as_deref().unwrap_or(&[]);
        let inside = spot.strip_prefix(own).unwrap_or(spot);
        let named = said
            .iter()
            .find(|judging| judging.facts.iter().any(|fields| leads_to(fields, inside)));
        let by_vocabulary = slot.and_then(|slot| slot.judged_by.as_ref());
        let of_all = || {
            let of_all = said.iter().find(|judging| judging.facts.is_empty());
            by_vocabulary.and(of_all)
        };
        let role = named.or_else(of_all).map(|judging| &judging.role);
        role.or(by_vocabulary).cloned()
    }
}

/// Whether fields lead to a spot, whichever elements of lists stand between.
fn leads_to(fields: &[usize], spot: &[Step]) -> bool {
    let mut wanted = fields.iter();
    let each = spot.iter().all(|step| match step {
        Step::Slot(slot) => wanted.next() == Some(slot),
        Step::Index(_) => true,
        Step::Parameter(_) | Step::Assessment => false,
    });
    each && wanted.next().is_none()
}

//! What norms are about and what terms rest on, as questions name it.

use super::program::{ActionId, DefinitionId};
use super::resolved_norm::{Kind, Norm};
use super::term::Term;
use crate::law::Citation;
use std::collections::HashSet;

/// An action or a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An action: permitted, forbidden, due.
    Action(ActionId),
    /// A definition.
    Definition(DefinitionId),
}

impl Norm {
    /// What it is about; a deemed fact is neither.
    pub fn subject(&self) -> Option<Subject> {
        match &self.kind {
            Kind::Permission(id) | Kind::Bar(id) | Kind::Duty(id, _) | Kind::Validity(id, _) => {
                Some(Subject::Action(*id))
            }
            Kind::Definition(id, _) => Some(Subject::Definition(*id)),
            Kind::Deem { .. } => None,
        }
    }

    /// What its terms rest on.
    pub fn rests_on(&self) -> HashSet<Subject> {
        self.reads.rests.iter().map(|rest| rest.on).collect()
    }

    /// The provisions under which alone its terms ask for something.
    pub fn asks_under(&self) -> impl Iterator<Item = &Citation> {
        self.reads.rests.iter().filter_map(|rest| rest.under.as_ref())
    }
}

impl Term {
    /// Looks at it and at all terms inside it.
    pub fn walk<'a>(&'a self, look: &mut impl FnMut(&'a Term)) {
        let mut open = vec![self];
        while let Some(term) = open.pop() {
            look(term);
            open.extend(term.children());
        }
    }
}

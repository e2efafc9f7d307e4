//! What norms are about and what terms rest on, as questions name it.

use super::program::{ActionId, DefinitionId};
use super::resolved_norm::{Kind, Norm};
use super::term::{Term, TermKind};
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
        let mut found = HashSet::new();
        for term in self.terms() {
            term.walk(&mut |term| match &term.kind {
                TermKind::Definition { id, .. } => {
                    found.insert(Subject::Definition(*id));
                }
                TermKind::State(id, ..) => {
                    found.insert(Subject::Action(*id));
                }
                _ => {}
            });
        }
        found
    }

    /// The provisions under which alone its terms ask for something.
    pub fn asks_under(&self) -> Vec<&Citation> {
        let mut found = Vec::new();
        for term in self.terms() {
            term.walk(&mut |term| match &term.kind {
                TermKind::Definition {
                    under: Some(cited), ..
                }
                | TermKind::State(_, _, Some(cited)) => found.push(cited),
                _ => {}
            });
        }
        found
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

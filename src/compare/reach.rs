//! Which questions a provision reaches: those its norms are about, and those whose norms use what these conclude.

use crate::law::ProvisionId;
use crate::library::Library;
use crate::resolve::{ActionId, DefinitionId, Kind, Program, Term, TermKind};
use crate::time::Date;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a norm is about, as a question names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Action(ActionId),
    Definition(DefinitionId),
}

/// Who uses what among the norms in force on a date.
pub struct Reach<'a> {
    program: &'a Program,
    of_provision: HashMap<ProvisionId, HashSet<Subject>>,
    users: HashMap<Subject, HashSet<Subject>>,
}

impl<'a> Reach<'a> {
    /// The uses on a date.
    pub fn of(library: &'a Library, date: Date) -> Reach<'a> {
        let program = library.program();
        let mut reach = Reach {
            program,
            of_provision: HashMap::new(),
            users: HashMap::new(),
        };
        for norm in &program.norms {
            if !program.in_force(norm).contains(date) {
                continue;
            }
            let Some(about) = subject(&norm.kind) else {
                continue;
            };
            reach
                .of_provision
                .entry(norm.provision)
                .or_default()
                .insert(about);
            for term in norm.terms() {
                reach.uses(about, term, 0);
            }
        }
        reach
    }

    fn uses(&mut self, about: Subject, term: &Term, depth: usize) {
        let used = match &term.kind {
            TermKind::Definition { id, .. } => Some(Subject::Definition(*id)),
            TermKind::State(action, ..) => Some(Subject::Action(*action)),
            _ => None,
        };
        if let Some(used) = used {
            self.users.entry(used).or_default().insert(about);
        }
        // terms are never deeper than the checked depth of expressions
        if depth < 300 {
            for child in term.children() {
                self.uses(about, child, depth + 1);
            }
        }
    }

    /// The names of the questions that a version reaches.
    pub fn questions(&self, id: ProvisionId) -> BTreeSet<String> {
        let mut reached: HashSet<Subject> = HashSet::new();
        let mut next: Vec<Subject> = self
            .of_provision
            .get(&id)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        while let Some(subject) = next.pop() {
            if reached.insert(subject) {
                next.extend(self.users.get(&subject).into_iter().flatten());
            }
        }
        reached
            .into_iter()
            .filter_map(|subject| named(self.program, subject))
            .collect()
    }
}

fn subject(kind: &Kind) -> Option<Subject> {
    match kind {
        Kind::Permission(action) | Kind::Bar(action) | Kind::Duty(action, _) | Kind::Validity(action, _) => {
            Some(Subject::Action(*action))
        }
        Kind::Definition(definition, _) => Some(Subject::Definition(*definition)),
        Kind::Deem { .. } => None,
    }
}

fn named(program: &Program, subject: Subject) -> Option<String> {
    match subject {
        Subject::Action(id) => program.actions.get(id.0).map(|made| made.name.text.to_string()),
        Subject::Definition(id) => program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.to_string()),
    }
}

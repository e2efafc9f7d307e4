//! Which questions a provision reaches: those its norms are about, and those whose norms use what these conclude.

use crate::law::ProvisionId;
use crate::library::Library;
use crate::resolve::{Program, Subject};
use crate::time::Date;
use std::collections::{BTreeSet, HashMap, HashSet};

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
            let Some(about) = norm.subject() else {
                continue;
            };
            reach
                .of_provision
                .entry(norm.provision)
                .or_default()
                .insert(about);
            for used in norm.rests_on() {
                reach.users.entry(used).or_default().insert(about);
            }
        }
        reach
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

fn named(program: &Program, subject: Subject) -> Option<String> {
    match subject {
        Subject::Action(id) => program.actions.get(id.0).map(|made| made.name.text.to_string()),
        Subject::Definition(id) => program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.to_string()),
    }
}

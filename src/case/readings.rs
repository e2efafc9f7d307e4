//! The readings that a case asks for, by their names.

use super::{Case, CaseProblem};
use crate::finding::nearest;
use crate::resolve::{Program, ReadingId};
use std::collections::BTreeSet;

/// The readings of some names, and what is wrong with them: two of one interpretation contradict each other.
pub(super) fn named(program: &Program, names: &[String]) -> (BTreeSet<ReadingId>, Vec<CaseProblem>) {
    let mut chosen: BTreeSet<ReadingId> = BTreeSet::new();
    let mut problems = Vec::new();
    let of = |id: ReadingId| program.reading(id).map(|made| made.interpretation);
    for (number, name) in names.iter().enumerate() {
        let mut problem = |message: String, help: String| {
            problems.push(CaseProblem {
                path: format!("readings[{number}]"),
                message,
                help: Some(help),
            });
        };
        let known = || program.readings.iter().map(|made| &*made.name.text);
        let Some(id) = known().position(|known| known == name).map(ReadingId) else {
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`jargy list interpretations` names them".to_owned(),
            };
            problem(format!("there is no reading `{name}`"), help);
            continue;
        };
        let other = chosen.iter().find(|other| **other != id && of(**other) == of(id));
        if let Some(other) = other.and_then(|other| program.reading(*other)) {
            let message = format!("`{name}` and `{}` are two readings of one thing", other.name.text);
            problem(message, "ask for one of them".to_owned());
            continue;
        }
        chosen.insert(id);
    }
    (chosen, problems)
}

impl Case {
    /// The same case on these readings, by their names, where it asks for no others of the same interpretations.
    pub fn read_on(mut self, program: &Program, names: &[String]) -> Result<Case, super::CaseErrors> {
        let (chosen, problems) = named(program, names);
        if !problems.is_empty() {
            return Err(super::CaseErrors(problems));
        }
        for id in chosen {
            self = self.on_reading(program, id);
        }
        Ok(self)
    }

    /// The same case on this reading of its interpretation.
    pub(crate) fn on_reading(mut self, program: &Program, id: ReadingId) -> Case {
        let of = |id: ReadingId| program.reading(id).map(|made| made.interpretation);
        self.readings.retain(|other| of(*other) != of(id));
        self.readings.insert(id);
        self
    }
}

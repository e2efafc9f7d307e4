//! What the sources leave open, the readings of it, and the questions that may rest on them.

use super::program::{Owner, Program};
use super::resolved_norm::Norm;
use super::resolver::Resolver;
use super::subject::Subject;
use super::trouble;
use super::uses::Declared;
use crate::source::Span;
use crate::syntax::tree::{Labels, Name};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A reading, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReadingId(pub usize);

/// What a source leaves open.
#[derive(Debug, Clone)]
pub struct InterpretationType {
    /// Its name.
    pub name: Name,
    /// Its labels: the question.
    pub labels: Labels,
}

/// A reading of it.
#[derive(Debug, Clone)]
pub struct ReadingType {
    /// Its name, like no other reading's.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// The interpretation, by its number.
    pub interpretation: usize,
    /// Whether it is taken unless another is asked for.
    pub by_default: bool,
}

impl Resolver {
    /// Interpretations with their readings, and the readings of norms.
    pub fn declare_interpretations(&mut self) {
        let mut names: HashMap<Arc<str>, ReadingId> = HashMap::new();
        let mut questions: HashMap<Arc<str>, Span> = HashMap::new();
        for (number, made) in self.program.law.interpretations.clone().into_iter().enumerate() {
            if let Some(first) = questions.insert(made.name.text.clone(), made.name.span) {
                self.note(trouble::duplicate_name("two interpretations", &made.name, first));
            }
            if made.readings.len() < 2 || made.readings.iter().filter(|way| way.by_default).count() != 1 {
                self.note(trouble::interpretation_without_default(&made.name));
            }
            self.program.interpretations.push(InterpretationType {
                name: made.name,
                labels: made.labels,
            });
            for way in made.readings {
                let id = ReadingId(self.program.readings.len());
                let first = names.insert(way.name.text.clone(), id);
                if let Some(first) = first.and_then(|first| self.program.reading(first)) {
                    let first = first.name.span;
                    self.note(trouble::duplicate_name("two readings", &way.name, first));
                }
                self.program.readings.push(ReadingType {
                    name: way.name,
                    labels: way.labels,
                    interpretation: number,
                    by_default: way.by_default,
                });
            }
        }
        for (order, (_, norm)) in self.sources.clone().iter().enumerate() {
            let Some(name) = &norm.reading else { continue };
            match names.get(&name.text) {
                Some(id) => {
                    self.readings.insert(order, *id);
                    self.used(name.span, Declared::Reading(*id));
                }
                None => {
                    let known: Vec<Arc<str>> = names.keys().cloned().collect();
                    let near = self.near(&name.text, &known);
                    self.note(trouble::unknown_reading(name, near.as_deref()));
                }
            }
        }
    }
}

impl Program {
    /// A reading by its number.
    pub fn reading(&self, id: ReadingId) -> Option<&ReadingType> {
        self.readings.get(id.0)
    }

    /// Whether a norm stands on the readings that are asked for, and on the default of those that are not.
    pub fn stands(&self, norm: &Norm, readings: &BTreeSet<ReadingId>) -> bool {
        let Some(id) = norm.reading else { return true };
        let Some(own) = self.reading(id) else { return false };
        let of = |other: &ReadingId| self.reading(*other).map(|made| made.interpretation);
        if readings.iter().any(|other| of(other) == Some(own.interpretation)) {
            readings.contains(&id)
        } else {
            own.by_default
        }
    }

    /// Notes which interpretations each question may rest on.
    pub(super) fn note_interpretations(&mut self) {
        if self.interpretations.is_empty() {
            return;
        }
        let mut users: HashMap<Subject, BTreeSet<usize>> = HashMap::new();
        let mut direct: Vec<(Subject, usize)> = Vec::new();
        let mut norms: Vec<(Subject, &Norm)> = Vec::new();
        for norm in &self.norms {
            let of = norm.reading.and_then(|id| self.reading(id));
            match (norm.subject(), of) {
                (Some(subject), of) => {
                    direct.extend(of.map(|made| (subject, made.interpretation)));
                    norms.push((subject, norm));
                }
                // a deemed fact may stand behind any question of its matter
                (None, Some(made)) => {
                    direct.extend(
                        self.subjects_of(norm.owner)
                            .map(|subject| (subject, made.interpretation)),
                    );
                }
                (None, None) => {}
            }
        }
        for (number, (_, norm)) in norms.iter().enumerate() {
            for used in norm.rests_on() {
                users.entry(used).or_default().insert(number);
            }
        }
        let mut interpreted: HashMap<Subject, BTreeSet<usize>> = HashMap::new();
        while let Some((subject, interpretation)) = direct.pop() {
            if interpreted.entry(subject).or_default().insert(interpretation) {
                let using = users.get(&subject).into_iter().flatten();
                let subjects = using.filter_map(|number| norms.get(*number).map(|(subject, _)| *subject));
                direct.extend(subjects.map(|subject| (subject, interpretation)));
            }
        }
        self.interpreted = interpreted;
    }

    fn subjects_of(&self, owner: Owner) -> impl Iterator<Item = Subject> {
        let norms = self.norms.iter().filter(move |norm| norm.owner == owner);
        norms.filter_map(Norm::subject)
    }
}

//! Consolidation: the law of a date as a rule text that answers like the law itself on that date.

use super::load::Library;
use crate::law::{Citation, InstrumentId, Law, ProvisionId, consolidated, find_citation};
use crate::resolve::{ActionId, DefinitionId, Kind, Norm, Program, Subject};
use crate::source::SourceMap;
use crate::syntax::format_law;
use crate::syntax::tree::CountingItem;
use crate::time::Date;
use std::collections::{HashMap, HashSet};

impl Library {
    /// The law in force on a date as one rule text; of an instrument by its short name, or of all with the vocabulary.
    /// `None` where there is no such instrument.
    ///
    /// Loaded by itself, the text of all answers every case under the law of that date as these rules do. Names that nothing
    /// defines on that date stand in it with the version that defined them, in force on its own days.
    pub fn consolidate(&self, instrument: Option<&str>, date: Date) -> Option<String> {
        let program = self.program();
        let law = &program.law;
        let instrument = match instrument {
            Some(name) => Some(InstrumentId(
                law.instruments.iter().position(|made| &*made.name.text == name)?,
            )),
            None => None,
        };
        let mut choice = Choice {
            program,
            chosen: HashSet::new(),
        };
        choice.in_force(date);
        choice.history_of_milder_law(date);
        choice.close();
        let text = consolidated(law, self.sources(), instrument, &choice.chosen);
        let file = SourceMap::default().add("consolidated.law", &text);
        Some(format_law(&file, self.limits()))
    }
}

/// A question that is there because some norm, of whatever date, makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Asked {
    Value(DefinitionId),
    Duty(ActionId),
    Validity(ActionId),
}

fn asked(norm: &Norm) -> Option<Asked> {
    match &norm.kind {
        Kind::Definition(id, _) => Some(Asked::Value(*id)),
        Kind::Duty(id, _) => Some(Asked::Duty(*id)),
        Kind::Validity(id, _) => Some(Asked::Validity(*id)),
        Kind::Permission(_) | Kind::Bar(_) | Kind::Deem { .. } => None,
    }
}

struct Choice<'a> {
    program: &'a Program,
    chosen: HashSet<ProvisionId>,
}

impl Choice<'_> {
    fn law(&self) -> &Law {
        &self.program.law
    }

    /// Versions in force on a date.
    fn in_force(&mut self, date: Date) {
        let all = self.law().provisions.iter().enumerate();
        let found: Vec<ProvisionId> = all
            .filter(|(_, provision)| provision.in_force.contains(date))
            .map(|(number, _)| ProvisionId(number))
            .collect();
        self.chosen.extend(found);
    }

    /// Where milder law reaches back, the earlier versions of what it compares count as well.
    fn history_of_milder_law(&mut self, date: Date) {
        let mut uses: HashMap<Subject, HashSet<Subject>> = HashMap::new();
        for norm in &self.program.norms {
            if let Some(about) = norm.subject() {
                uses.entry(about).or_default().extend(norm.rests_on());
            }
        }
        let mut next: Vec<Subject> = Vec::new();
        let standing = |rule: &&crate::resolve::MilderRule| {
            let provision = self.law().provision(rule.provision);
            provision.is_some_and(|provision| provision.in_force.contains(date))
        };
        for rule in self.program.milder.iter().filter(standing) {
            next.extend(rule.action.map(Subject::Action));
            next.extend(rule.definition.map(Subject::Definition));
        }
        let mut reached: HashSet<Subject> = HashSet::new();
        while let Some(subject) = next.pop() {
            if reached.insert(subject) {
                next.extend(uses.get(&subject).into_iter().flatten());
            }
        }
        let begun = |norm: &&Norm| {
            let days = self.program.in_force(norm);
            !days.is_empty() && days.from().is_none_or(|from| from <= date)
        };
        let norms = self.program.norms.iter().filter(begun);
        let found: Vec<ProvisionId> = norms
            .filter(|norm| norm.subject().is_some_and(|about| reached.contains(&about)))
            .map(|norm| norm.provision)
            .collect();
        self.chosen.extend(found);
    }

    /// Adds what the chosen versions cannot be read without: what contains them, names, facts and what they cite.
    fn close(&mut self) {
        loop {
            let before = self.chosen.len();
            self.parents();
            self.stood();
            self.names();
            self.citations();
            self.instruments();
            if self.chosen.len() == before {
                return;
            }
        }
    }

    /// The law of the dates of `as it stood on` in chosen versions.
    fn stood(&mut self) {
        let chosen = self
            .program
            .norms
            .iter()
            .filter(|norm| self.chosen.contains(&norm.provision));
        let dates: HashSet<Date> = chosen
            .flat_map(|norm| norm.reads.rests.iter().filter_map(|rest| rest.stood))
            .collect();
        for date in dates {
            self.in_force(date);
        }
    }

    fn parents(&mut self) {
        let parents: Vec<ProvisionId> = self
            .chosen
            .iter()
            .flat_map(|id| self.law().with_parents(*id).map(|(id, _)| id))
            .collect();
        self.chosen.extend(parents);
    }

    /// A version for every definition, duty, validity and declared fact that has none yet: a question that they make can be
    /// asked on every date.
    fn names(&mut self) {
        let mut named: HashMap<Asked, Option<ProvisionId>> = HashMap::new();
        for norm in &self.program.norms {
            if let Some(asked) = asked(norm) {
                let chosen = self.chosen.contains(&norm.provision);
                let stands = !self.program.in_force(norm).is_empty();
                let wanted = named.entry(asked).or_insert(Some(norm.provision));
                match (chosen, *wanted) {
                    (true, _) => *wanted = None,
                    (false, Some(other)) if stands && self.began(other) < self.began(norm.provision) => {
                        *wanted = Some(norm.provision);
                    }
                    (false, _) => {}
                }
            }
        }
        let mut cited: Vec<Citation> = Vec::new();
        let declaring = self.law().facts.iter().map(|(id, _)| *id);
        let declaring = declaring.chain(self.law().calendars.iter().filter_map(|(id, _)| *id));
        for id in declaring {
            cited.extend(
                self.law()
                    .provision(id)
                    .map(|provision| provision.citation.clone()),
            );
        }
        self.chosen.extend(named.into_values().flatten());
        for citation in cited {
            self.some_version(&citation);
        }
    }

    /// The first day of a version and its citation; of several the last is taken, whatever the order of the files.
    fn began(&self, id: ProvisionId) -> Option<(Option<Date>, Citation)> {
        let provision = self.law().provision(id)?;
        (!provision.in_force.is_empty()).then(|| (provision.in_force.from(), provision.citation.clone()))
    }

    /// What is cited must stand somewhere in the text.
    fn citations(&mut self) {
        let law = self.law();
        let mut cited: Vec<Citation> = Vec::new();
        for id in &self.chosen {
            let Some(provision) = law.provision(*id) else {
                continue;
            };
            let written = provision.despite.iter().chain(&provision.subject_to);
            let written = written.chain(provision.under.as_deref());
            cited.extend(written.filter_map(|written| find_citation(law, Some(*id), written)));
        }
        for norm in &self.program.norms {
            if self.chosen.contains(&norm.provision) {
                cited.extend(norm.despite.iter().chain(&norm.subject_to).cloned());
                cited.extend(norm.asks_under().cloned());
            }
        }
        let shapes = self.program.matters.iter().chain(&self.program.records);
        let slots = shapes.flat_map(|shape| &shape.slots);
        cited.extend(slots.filter_map(|slot| Some(slot.presumed.as_ref()?.1.clone())));
        for citation in cited {
            self.some_version(&citation);
        }
    }

    /// Instruments that are named: by a matter whose limits they count, with a counting rule, and by a counting rule. One of
    /// which nothing stands is a heading alone.
    fn instruments(&mut self) {
        let law = self.law();
        let of_matters = self.program.matters.iter();
        let mut named: HashSet<&str> = of_matters
            .filter_map(|matter| matter.counted_by.as_deref())
            .collect();
        let counts = |rule: &CountingItem, name: &str| rule.of.iter().any(|of| &*of.text == name);
        let mut found: Vec<ProvisionId> = Vec::new();
        for name in &named {
            let of_name = law.counting.iter().filter(|(_, rule)| counts(rule, name));
            let all: Vec<ProvisionId> = of_name.map(|(id, _)| *id).collect();
            if !all.iter().any(|id| self.chosen.contains(id)) {
                found.extend(all.into_iter().max_by_key(|id| self.began(*id)));
            }
        }
        let rules = law.counting.iter().filter(|(id, _)| self.chosen.contains(id));
        named.extend(rules.flat_map(|(_, rule)| &rule.of).map(|name| &*name.text));
        let is_named = |id: InstrumentId| {
            let made = law.instruments.get(id.0);
            made.is_some_and(|made| named.contains(&*made.name.text))
        };
        let roots = law.provisions.iter().enumerate();
        let roots =
            roots.filter(|(_, provision)| provision.parent.is_none() && is_named(provision.instrument));
        found.extend(roots.map(|(number, _)| ProvisionId(number)));
        self.chosen.extend(found);
    }

    /// Any version at a citation, unless one is chosen.
    fn some_version(&mut self, citation: &Citation) {
        let wanted = Citation {
            points: Vec::new(),
            ..citation.clone()
        };
        let law = self.law();
        let at = |id: &ProvisionId| {
            let found = law.provision(*id);
            found.is_some_and(|provision| provision.citation == wanted && !provision.in_force.is_empty())
        };
        if self.chosen.iter().any(at) {
            return;
        }
        let all = (0..law.provisions.len()).map(ProvisionId);
        let found = all.filter(at).max_by_key(|id| self.began(*id));
        self.chosen.extend(found);
    }
}

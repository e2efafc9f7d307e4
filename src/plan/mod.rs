//! The law of one stretch of days, ready for questions: which norms speak of what.
//!
//! In: the resolved law and a date. Out: norms in force by action, definition and deemed fact, in reading
//! order. Plans are made once per stretch and shared; they hold no case.

pub mod code;
mod compile;
mod cover;
mod outcome;
mod priority;
mod resolution;

#[cfg(feature = "columns")]
pub use compile::slot_below;
pub use compile::{
    Wanted, compile, count_of, country_number, date_numbered, day_number, duration_of, fraction_of, holds,
    sort_of,
};
#[cfg(feature = "naive")]
pub use cover::MOST_COMBINATIONS;
pub use cover::{Cover, Parts, always_has_value};
pub use outcome::Outcome;
pub use priority::{Ground, displaces, one_instrument, prevails};

use crate::law::{Citation, InstrumentId, ProvisionId};
use crate::resolve::{
    ActionId, CountingCase, CountingType, DefinitionId, Governed, Kind, MatterId, NormId, Owner, Program,
    ReadingId, counted_names,
};
use crate::time::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// On which day the law is taken as it was in force.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LawOf {
    /// All of it on one date.
    Date(Date),
    /// Some instruments on a date, all others as they were in force on another day: milder law reaches back in the
    /// instruments of its rule alone.
    Instruments {
        /// The instruments.
        instruments: BTreeSet<InstrumentId>,
        /// The date of their law.
        on: Date,
        /// The date of the law of all others.
        others: Date,
    },
}

impl LawOf {
    /// The date of the law: that of the instruments that it names, where it names some.
    pub fn date(&self) -> Date {
        match self {
            LawOf::Date(date) | LawOf::Instruments { on: date, .. } => *date,
        }
    }

    /// The day on which the law of a provision counts.
    fn of(&self, program: &Program, provision: ProvisionId) -> Date {
        match self {
            LawOf::Date(date) => *date,
            LawOf::Instruments {
                instruments,
                on,
                others,
            } => {
                let named = program
                    .law
                    .provision(provision)
                    .is_some_and(|provision| instruments.contains(&provision.instrument));
                if named { *on } else { *others }
            }
        }
    }
}

/// What is in force on a date.
#[derive(Debug, Clone)]
pub struct Plan {
    date: Date,
    by_action: Vec<Vec<NormId>>,
    by_definition: Vec<Vec<NormId>>,
    deeming: Vec<Vec<NormId>>,
    validity: Vec<Vec<NormId>>,
    /// Provisions in force that presume a fact.
    presuming: HashSet<Citation>,
    /// Counting rules in force, by number.
    counting: Vec<usize>,
    /// The law of the dates of `as it stood on`; nothing in those plans themselves.
    stood: BTreeMap<Date, Plan>,
}

impl Plan {
    /// The plan of a date, on some readings of what the sources leave open and on the defaults of the rest.
    pub fn from_resolved(program: &Program, law: &LawOf, readings: &BTreeSet<ReadingId>) -> Plan {
        let stood = program.stood.iter();
        Plan {
            stood: stood
                .map(|date| (*date, Plan::of_law(program, &LawOf::Date(*date), readings)))
                .collect(),
            ..Plan::of_law(program, law, readings)
        }
    }

    /// How much it holds: norms, and what they may speak of.
    pub fn size(&self) -> usize {
        let lists = [
            &self.by_action,
            &self.by_definition,
            &self.deeming,
            &self.validity,
        ];
        let held = lists
            .into_iter()
            .map(|list| list.len() + list.iter().map(Vec::len).sum::<usize>());
        held.sum::<usize>() + self.stood.values().map(Plan::size).sum::<usize>()
    }

    fn of_law(program: &Program, law: &LawOf, readings: &BTreeSet<ReadingId>) -> Plan {
        let mut plan = Plan {
            date: law.date(),
            by_action: vec![Vec::new(); program.actions.len()],
            by_definition: vec![Vec::new(); program.definitions.len()],
            deeming: vec![Vec::new(); program.matters.len()],
            validity: vec![Vec::new(); program.actions.len()],
            presuming: presuming(program, law),
            counting: counting(program, law),
            stood: BTreeMap::new(),
        };
        let mut in_force: Vec<usize> = (0..program.norms.len())
            .filter(|number| {
                program.norms.get(*number).is_some_and(|norm| {
                    program.in_force(norm).contains(law.of(program, norm.provision))
                        && program.stands(norm, readings)
                })
            })
            .collect();
        in_force.sort_by_key(|number| program.norms.get(*number).map(|norm| norm.order));
        for number in in_force {
            plan.add(program, NormId(number));
        }
        plan
    }

    fn add(&mut self, program: &Program, id: NormId) {
        let Some(norm) = program.norms.get(id.0) else {
            return;
        };
        let list = match &norm.kind {
            Kind::Permission(action) | Kind::Bar(action) | Kind::Duty(action, _) => {
                self.by_action.get_mut(action.0)
            }
            Kind::Definition(definition, _) => self.by_definition.get_mut(definition.0),
            Kind::Validity(action, _) => self.validity.get_mut(action.0),
            Kind::Deem { .. } => match norm.owner {
                Owner::Matter(MatterId(matter)) => self.deeming.get_mut(matter),
                Owner::Record(_) => None,
            },
        };
        if let Some(list) = list {
            list.push(id);
        }
    }

    /// The plan of a date of `as it stood on`.
    pub fn stood(&self, date: Date) -> Option<&Plan> {
        self.stood.get(&date)
    }

    /// The date of the law.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Whether a provision that presumes a fact is in force.
    pub fn presumes(&self, citation: &Citation) -> bool {
        self.presuming.contains(citation)
    }

    /// How limits of an instrument are counted in a matter: by the rule of what the matter names, of the instrument, of
    /// its jurisdiction, the first that there is. `None` where no rule is in force.
    pub fn counting<'p>(
        &self,
        program: &'p Program,
        governed: &Governed,
        matter: MatterId,
    ) -> Option<(&'p CountingType, &'p CountingCase)> {
        let names = counted_names(program, governed.instrument, Some(matter));
        let in_force = || {
            self.counting
                .iter()
                .filter_map(|number| program.counting.get(*number))
        };
        let rule = names
            .iter()
            .find_map(|name| in_force().find(|rule| rule.of.contains(name)))?;
        Some((rule, rule.case(governed.name.as_ref(), matter)))
    }

    /// Norms about an action.
    pub fn about(&self, action: ActionId) -> &[NormId] {
        self.by_action.get(action.0).map_or(&[], Vec::as_slice)
    }

    /// Norms that define a name.
    pub fn defining(&self, definition: DefinitionId) -> &[NormId] {
        self.by_definition.get(definition.0).map_or(&[], Vec::as_slice)
    }

    /// Norms that deem facts of a matter.
    pub fn deeming(&self, matter: MatterId) -> &[NormId] {
        self.deeming.get(matter.0).map_or(&[], Vec::as_slice)
    }

    /// Conditions of the validity of an act.
    pub fn validity(&self, action: ActionId) -> &[NormId] {
        self.validity.get(action.0).map_or(&[], Vec::as_slice)
    }
}

/// The counting rules whose provisions are in force.
fn counting(program: &Program, law: &LawOf) -> Vec<usize> {
    let in_force = |rule: &CountingType| {
        program
            .law
            .provision(rule.provision)
            .is_some_and(|provision| provision.in_force.contains(law.of(program, rule.provision)))
    };
    let rules = program.counting.iter().enumerate();
    rules
        .filter(|(_, rule)| in_force(rule))
        .map(|(number, _)| number)
        .collect()
}

/// The provisions, among those that presume a fact, that are in force.
fn presuming(program: &Program, law: &LawOf) -> HashSet<Citation> {
    let slots = program
        .matters
        .iter()
        .chain(&program.records)
        .flat_map(|shape| &shape.slots);
    let cited = slots.filter_map(|slot| slot.presumed.as_ref().map(|(_, citation)| citation));
    let stands = |citation: &&Citation| {
        let all = program.law.provisions.iter().enumerate();
        let mut versions = all.filter(|(_, provision)| citation.covers(&provision.citation));
        versions.any(|(number, provision)| provision.in_force.contains(law.of(program, ProvisionId(number))))
    };
    cited.filter(stands).cloned().collect()
}

//! Resolved time limits, calendars and counting rules.

use super::program::{CalendarId, MatterId};
use super::term::Term;
use crate::law::{InstrumentId, ProvisionId};
use crate::syntax::tree::{Labels, Name, Period};
use crate::time::{Calendar, CountingRule, MonthEnd};
use std::sync::Arc;

/// A length and the event it is counted from.
#[derive(Debug, Clone)]
pub struct Timing {
    /// How long.
    pub length: Term,
    /// From which event.
    pub from: Term,
}

/// A limit made longer or shorter where a condition holds.
#[derive(Debug, Clone)]
pub struct Extension {
    /// The new length in total, or what is added.
    pub length: Term,
    /// Whether it is added.
    pub added: bool,
    /// When.
    pub when: Term,
}

/// A stretch in which a limit does not run.
#[derive(Debug, Clone)]
pub enum Pausing {
    /// On the days of periods.
    During(Term),
    /// From an event to another, if that has come.
    From(Term, Option<Term>),
}

/// What a limit is counted by: the instrument it stands in, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Governed {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The action of the norm, or the name that is defined.
    pub name: Option<Arc<str>>,
}

/// A time limit.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Lengths and events; never empty.
    pub timings: Vec<Timing>,
    /// Whether the latest of them counts; else the earliest.
    pub latest: bool,
    /// Counted backwards.
    pub backwards: bool,
    /// How a fraction of a day is rounded.
    pub round: MonthEnd,
    /// What makes it longer; of several that hold the last counts.
    pub extensions: Vec<Extension>,
    /// Stretches in which it does not run.
    pub pauses: Vec<Pausing>,
    /// Events that start it anew.
    pub restarts: Vec<Term>,
    /// What it is counted by.
    pub governed: Governed,
}

impl Limit {
    /// Its terms.
    pub fn terms(&self) -> Vec<&Term> {
        let mut terms: Vec<&Term> = self
            .timings
            .iter()
            .flat_map(|timing| [&timing.length, &timing.from])
            .collect();
        terms.extend(
            self.extensions
                .iter()
                .flat_map(|longer| [&longer.length, &longer.when]),
        );
        for pause in &self.pauses {
            match pause {
                Pausing::During(during) => terms.push(during),
                Pausing::From(from, until) => terms.extend(std::iter::once(from).chain(until)),
            }
        }
        terms.extend(&self.restarts);
        terms
    }
}

/// The periods of a recurring duty.
#[derive(Debug, Clone)]
pub enum Every {
    /// Calendar days, months or years that lie wholly within its time.
    Calendar(Period),
    /// Lengths in days or months that follow one another from its beginning.
    Length(crate::time::Duration),
}

/// What must be done again and again.
#[derive(Debug, Clone)]
pub struct Recurring {
    /// How often in each period.
    pub times: usize,
    /// The periods.
    pub every: Every,
    /// From when on: a date.
    pub from: Term,
    /// The last day: a date.
    pub until: Option<Term>,
}

impl Recurring {
    /// Its terms.
    pub fn terms(&self) -> Vec<&Term> {
        std::iter::once(&self.from).chain(&self.until).collect()
    }
}

/// A calendar.
#[derive(Debug, Clone)]
pub struct CalendarType {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its days.
    pub calendar: Calendar,
}

/// What a counting rule says of some limits.
#[derive(Debug, Clone)]
pub struct CountingCase {
    /// How they are counted.
    pub rule: CountingRule,
    /// By which calendar.
    pub calendar: Option<CalendarId>,
}

/// A counting rule.
#[derive(Debug, Clone)]
pub struct CountingType {
    /// The provision it stands in.
    pub provision: ProvisionId,
    /// The instruments or jurisdictions whose limits it counts.
    pub of: Vec<Arc<str>>,
    /// What it says in general.
    pub general: CountingCase,
    /// What it says of some actions and definitions, by name.
    pub of_names: Vec<(Vec<Arc<str>>, CountingCase)>,
    /// What it says of some matters.
    pub of_matters: Vec<(Vec<MatterId>, CountingCase)>,
}

impl CountingType {
    /// What it says of a limit: by its name, else by its matter, else in general.
    pub fn case(&self, name: Option<&Arc<str>>, matter: MatterId) -> &CountingCase {
        let by_name = name.and_then(|name| self.of_names.iter().find(|(names, _)| names.contains(name)));
        let of_matter = self
            .of_matters
            .iter()
            .find(|(matters, _)| matters.contains(&matter));
        match (by_name, of_matter) {
            (Some((_, case)), _) | (None, Some((_, case))) => case,
            (None, None) => &self.general,
        }
    }
}

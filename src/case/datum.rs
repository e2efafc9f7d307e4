//! A case: what is known of the facts of a matter, and where each fact stands.

use crate::resolve::{MatterId, ReadingId};
use crate::time::{Date, Moment, Zone};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A step towards a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// A fact of the matter, or a field of a record, by its number.
    Slot(usize),
    /// An element of a list, from zero.
    Index(usize),
    /// A parameter that the law leaves open, by its number.
    Parameter(usize),
    /// The moment of assessment.
    Assessment,
}

impl Step {
    /// The number of a fact or field.
    pub fn slot(&self) -> Option<usize> {
        match self {
            Step::Slot(number) => Some(*number),
            Step::Index(_) | Step::Parameter(_) | Step::Assessment => None,
        }
    }
}

/// Where a fact stands: steps from the case.
pub type Spot = Arc<[Step]>;

/// What is known of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Datum {
    /// Nothing.
    #[default]
    Absent,
    /// A value, which may be none.
    Value(Value),
    /// A record, by field.
    Record(BTreeMap<usize, Datum>),
    /// A list.
    List(Vec<Datum>),
}

/// The facts of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub(crate) matter: MatterId,
    pub(crate) on: Option<Date>,
    pub(crate) at: Option<Moment>,
    pub(crate) zone: Option<Zone>,
    pub(crate) readings: BTreeSet<ReadingId>,
    pub(crate) facts: Datum,
    pub(crate) parameters: BTreeMap<usize, Value>,
    pub(crate) remarks: Vec<String>,
}

impl Case {
    /// A case of a matter of which nothing is known.
    pub fn empty(matter: MatterId) -> Case {
        Case {
            matter,
            on: None,
            at: None,
            zone: None,
            readings: BTreeSet::new(),
            facts: Datum::Record(BTreeMap::new()),
            parameters: BTreeMap::new(),
            remarks: Vec::new(),
        }
    }

    /// Whether another case states the same, read in the same way.
    #[cfg(feature = "cli")]
    pub fn same_facts(&self, other: &Case) -> bool {
        (self.matter, self.on, self.at, &self.zone) == (other.matter, other.on, other.at, &other.zone)
            && self.readings == other.readings
            && self.facts == other.facts
    }

    /// The matter it belongs to.
    pub fn matter(&self) -> MatterId {
        self.matter
    }

    /// The date of the law that the case states.
    pub fn on(&self) -> Option<Date> {
        self.on
    }

    /// The moment of assessment that the case states.
    pub fn at(&self) -> Option<Moment> {
        self.at
    }

    /// The zone in which its local times are read, where it is not that of the matter.
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// The readings that it asks for, where they are not those taken by default.
    pub fn readings(&self) -> &BTreeSet<ReadingId> {
        &self.readings
    }

    /// What was changed on input, such as seconds dropped from a moment given to the minute.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// What is known at a spot. Below something absent all is absent; below none all is none.
    pub fn datum(&self, spot: &[Step]) -> DatumRef<'_> {
        let mut datum = &self.facts;
        for step in spot {
            datum = match (step, datum) {
                (Step::Slot(number), Datum::Record(fields)) => match fields.get(number) {
                    Some(field) => field,
                    None => return DatumRef::Absent,
                },
                (Step::Index(number), Datum::List(elements)) => match elements.get(*number) {
                    Some(element) => element,
                    None => return DatumRef::Absent,
                },
                (Step::Parameter(number), _) => {
                    return self
                        .parameters
                        .get(number)
                        .map_or(DatumRef::Absent, DatumRef::Value);
                }
                (_, Datum::Value(Value::None)) => return DatumRef::Value(&Value::None),
                (_, Datum::Absent | Datum::Value(_) | Datum::Record(_) | Datum::List(_)) => {
                    return DatumRef::Absent;
                }
            };
        }
        match datum {
            Datum::Absent => DatumRef::Absent,
            Datum::Value(value) => DatumRef::Value(value),
            Datum::Record(_) => DatumRef::Record,
            Datum::List(elements) => DatumRef::List(elements.len()),
        }
    }
}

/// What is known at a spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatumRef<'a> {
    /// Nothing.
    Absent,
    /// A value.
    Value(&'a Value),
    /// A record.
    Record,
    /// A list of this many elements.
    List(usize),
}

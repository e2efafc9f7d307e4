//! The resolved law: shapes of cases, definitions, and norms of every version.

use super::interpretation::{InterpretationType, ReadingType};
use super::limits::{CalendarType, CountingType};
use super::milder::MilderRule;
use super::resolved_norm::{Kind, Norm};
use super::subject::Subject;
use super::term::Term;
use super::types::Type;
use super::uses::Use;
use crate::law::{Citation, InstrumentId, Interval, Law};
use crate::source::Span;
use crate::syntax::tree::{Labels, Name};
use crate::time::{Date, Zone};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// The number of an enum.
    EnumId,
    /// The number of a record.
    RecordId,
    /// The number of a matter.
    MatterId,
    /// The number of a parameter.
    ParameterId,
    /// The number of an action.
    ActionId,
    /// The number of a definition.
    DefinitionId,
    /// The number of a norm.
    NormId,
    /// The number of a calendar.
    CalendarId,
}

/// Whose names a norm speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// A matter.
    Matter(MatterId),
    /// A record.
    Record(RecordId),
}

/// An enum.
#[derive(Debug, Clone)]
pub struct EnumType {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its values: name, kind, labels.
    pub values: Vec<(Name, Option<Name>, Labels)>,
    /// Whether its values have an order.
    pub ordered: bool,
}

impl EnumType {
    /// The place of a value.
    pub fn place(&self, value: &str) -> Option<u32> {
        let place = self.values.iter().position(|(name, _, _)| &*name.text == value)?;
        u32::try_from(place).ok()
    }

    /// All values, in order.
    pub fn all(&self) -> Vec<Value> {
        (0..self.values.len())
            .filter_map(|place| self.value(u32::try_from(place).ok()?))
            .collect()
    }

    /// The value at a place.
    pub fn value(&self, place: u32) -> Option<Value> {
        let (name, _, _) = self.values.get(place as usize)?;
        Some(Value::Enum(place, name.text.clone()))
    }
}

/// A fact of a matter or a field of a record.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its labels.
    pub labels: Labels,
    /// Whose judgement it is.
    pub judged_by: Option<Arc<str>>,
    /// What is presumed while it is absent, and the provision that presumes it.
    pub presumed: Option<(Value, Citation)>,
    /// Seconds are dropped on input.
    pub to_the_minute: bool,
}

/// A matter or a record: named slots, and definitions over them.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its facts or fields.
    pub slots: Vec<Slot>,
    /// Slots by name.
    pub by_name: HashMap<Arc<str>, usize>,
    /// Definitions by name.
    pub definitions: BTreeMap<Arc<str>, DefinitionId>,
    /// The fact whose date gives the law that governs (matters).
    pub governed_by: Option<Vec<usize>>,
    /// The jurisdiction in which it lies (matters), where one is known.
    pub jurisdiction: Option<Arc<str>>,
    /// The zone of local times (matters).
    pub zone: Zone,
    /// The instrument or jurisdiction whose counting rule governs limits (matters).
    pub counted_by: Option<Arc<str>>,
    /// The calendar of its place (matters).
    pub calendar: Option<CalendarId>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct ParameterType {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its labels.
    pub labels: Labels,
    /// Its values and when each holds, with the note that stands beside it.
    pub values: Vec<(Interval, Value, Option<String>)>,
}

impl ParameterType {
    /// The value on a date: the entry that began last.
    pub fn on(&self, date: Date) -> Option<(&Interval, &Value)> {
        self.values
            .iter()
            .filter(|(interval, _, _)| interval.contains(date))
            .max_by_key(|(interval, _, _)| interval.from())
            .map(|(interval, value, _)| (interval, value))
    }

    /// From the first day on which it has a value to the last; nothing where it never has one.
    pub fn all_days(&self) -> Option<Interval> {
        let days = self.values.iter().map(|(days, _, _)| *days);
        let from = days.clone().map(|days| days.from()).min()?;
        let open = days.clone().any(|days| days.until().is_none());
        let until = days.filter_map(|days| days.until()).max().filter(|_| !open);
        Some(Interval::new(from, until))
    }

    /// Whether a value of it has a remark: how it is known, or what is assumed.
    pub fn has_remarks(&self) -> bool {
        self.values.iter().any(|(_, _, remark)| remark.is_some())
    }
}

/// An action.
#[derive(Debug, Clone)]
pub struct ActionType {
    /// Its name.
    pub name: Name,
    /// Its matter.
    pub matter: MatterId,
    /// Its labels.
    pub labels: Labels,
}

/// What is defined under one name.
#[derive(Debug, Clone)]
pub struct DefinitionType {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub owner: Owner,
    /// Its type.
    pub ty: Type,
    /// Who may define it by order, and the provision that says so.
    pub delegated: Option<(Arc<str>, Citation)>,
    /// How deep evaluation goes for it.
    pub height: usize,
}

/// A condition: lettered points or a term.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Lettered points.
    Points {
        /// Whether all must hold.
        all: bool,
        /// Letters and what they say.
        points: Vec<(Arc<str>, Term)>,
    },
    /// A term.
    Plain(Term),
}

impl Condition {
    /// Its terms.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Condition::Points { points, .. } => points.iter().map(|(_, term)| term).collect(),
            Condition::Plain(term) => vec![term],
        }
    }
}

/// When an alternative holds.
#[derive(Debug, Clone)]
pub enum Guard {
    /// Always, or when none before it does.
    Always,
    /// When a term is yes.
    If(Term),
}

/// One alternative.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// When it holds.
    pub guard: Guard,
    /// Its value.
    pub value: Term,
}

/// A row of a table: per key the values that match; empty for `otherwise`.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// Matching values per key.
    pub keys: Vec<Vec<Value>>,
    /// The value.
    pub value: Term,
    /// Its place.
    pub span: Span,
}

/// A lookup table.
#[derive(Debug, Clone)]
pub struct TableBody {
    /// What is looked up.
    pub keys: Vec<Term>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Its place.
    pub span: Span,
}

/// What a definition says.
#[derive(Debug, Clone)]
pub enum Body {
    /// Guarded alternatives, the first that holds.
    Alternatives(Vec<Alternative>),
    /// Lettered points.
    Points(Condition),
    /// A table.
    Table(TableBody),
    /// Left to an order.
    Delegated,
}

impl Body {
    /// Its terms.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Body::Alternatives(alternatives) => alternatives
                .iter()
                .flat_map(|alternative| {
                    let guard = match &alternative.guard {
                        Guard::If(guard) => Some(guard),
                        Guard::Always => None,
                    };
                    std::iter::once(&alternative.value).chain(guard)
                })
                .collect(),
            Body::Points(condition) => condition.terms(),
            Body::Table(table) => table
                .keys
                .iter()
                .chain(table.rows.iter().map(|row| &row.value))
                .collect(),
            Body::Delegated => Vec::new(),
        }
    }
}

/// The resolved law.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// What was enacted.
    pub law: Law,
    /// Enums.
    pub enums: Vec<EnumType>,
    /// Records.
    pub records: Vec<Shape>,
    /// Matters.
    pub matters: Vec<Shape>,
    /// Parameters.
    pub parameters: Vec<ParameterType>,
    /// Actions.
    pub actions: Vec<ActionType>,
    /// Definitions.
    pub definitions: Vec<DefinitionType>,
    /// Norms.
    pub norms: Vec<Norm>,
    /// Calendars.
    pub calendars: Vec<CalendarType>,
    /// Counting rules.
    pub counting: Vec<CountingType>,
    /// Orders of mildness, where milder law reaches back.
    pub milder: Vec<MilderRule>,
    /// Instruments that speak of each action, at any date.
    pub speak_of_action: Vec<BTreeSet<InstrumentId>>,
    /// Actions that some norm makes a duty of, at any date.
    pub with_duty: HashSet<ActionId>,
    /// Actions that some norm sets conditions of validity for, at any date.
    pub with_validity: HashSet<ActionId>,
    /// Instruments that define each name, at any date.
    pub speak_of_definition: Vec<BTreeSet<InstrumentId>>,
    /// What the sources leave open.
    pub interpretations: Vec<InterpretationType>,
    /// The readings of all of them.
    pub readings: Vec<ReadingType>,
    /// The interpretations that a question may rest on, at any date and on any reading.
    pub interpreted: HashMap<Subject, BTreeSet<usize>>,
    /// The dates of `as it stood on`.
    pub stood: BTreeSet<Date>,
    /// Where declarations use names; what norms use lies with them.
    pub(super) declaring_uses: Vec<Use>,
    /// All uses, put together when they are asked for.
    pub(super) uses: OnceLock<Vec<(Span, Span)>>,
    /// Where provisions are cited: the place, and what is cited.
    pub cited: Vec<(Span, Citation)>,
    /// Regions with a zone of their own, by jurisdiction and name.
    pub regions: BTreeMap<(Arc<str>, Arc<str>), Zone>,
}

impl Program {
    /// An enum by its number.
    pub fn enum_type(&self, id: EnumId) -> Option<&EnumType> {
        self.enums.get(id.0)
    }

    /// A record by its number.
    pub fn record(&self, id: RecordId) -> Option<&Shape> {
        self.records.get(id.0)
    }

    /// A matter by its number.
    pub fn matter(&self, id: MatterId) -> Option<&Shape> {
        self.matters.get(id.0)
    }

    /// A matter or record.
    pub fn shape(&self, owner: Owner) -> Option<&Shape> {
        match owner {
            Owner::Matter(id) => self.matter(id),
            Owner::Record(id) => self.record(id),
        }
    }

    /// The calendar, where the rules declare one alone: it need not be named then.
    pub fn only_calendar(&self) -> Option<CalendarId> {
        (self.calendars.len() == 1).then_some(CalendarId(0))
    }

    /// A matter by its name.
    pub fn matter_named(&self, name: &str) -> Option<MatterId> {
        self.matters
            .iter()
            .position(|matter| &*matter.name.text == name)
            .map(MatterId)
    }

    /// The citation of a norm's provision.
    pub fn citation(&self, norm: &Norm) -> Option<&Citation> {
        self.law
            .provision(norm.provision)
            .map(|provision| &provision.citation)
    }

    /// Notes which instruments speak of what, and what they make of it.
    pub(super) fn note_instruments(&mut self) {
        self.speak_of_action = vec![BTreeSet::new(); self.actions.len()];
        self.speak_of_definition = vec![BTreeSet::new(); self.definitions.len()];
        for norm in &self.norms {
            let Some(instrument) = self
                .law
                .provision(norm.provision)
                .map(|provision| provision.instrument)
            else {
                continue;
            };
            match &norm.kind {
                Kind::Duty(id, _) => self.with_duty.insert(*id),
                Kind::Validity(id, _) => self.with_validity.insert(*id),
                _ => false,
            };
            let spoken = match &norm.kind {
                Kind::Permission(id) | Kind::Bar(id) | Kind::Duty(id, _) | Kind::Validity(id, _) => {
                    self.speak_of_action.get_mut(id.0)
                }
                Kind::Definition(id, _) => self.speak_of_definition.get_mut(id.0),
                Kind::Deem { .. } => None,
            };
            if let Some(spoken) = spoken {
                spoken.insert(instrument);
            }
        }
    }

    /// The days on which a norm is in force, up to the day until which its instrument is known: what may be missing after
    /// that day is no mistake of these rules.
    pub fn known(&self, norm: &Norm) -> Interval {
        let known = self.law.instrument_of(norm.provision);
        let until = known.and_then(|made| made.known_complete);
        self.in_force(norm).within(&Interval::new(None, until))
    }

    /// The days on which a norm is in force and applies.
    pub fn in_force(&self, norm: &Norm) -> Interval {
        let in_force = self
            .law
            .provision(norm.provision)
            .map(|provision| provision.in_force)
            .unwrap_or_default();
        match norm.applies_from {
            Some(from) => in_force.within(&Interval::new(Some(from), None)),
            None => in_force,
        }
    }
}

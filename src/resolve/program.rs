//! The resolved law: shapes of cases, definitions, and norms of every version.

use super::limits::{CalendarType, CountingType, Limit, Recurring};
use super::term::Term;
use super::types::Type;
use crate::law::{Citation, Interval, Law, ProvisionId};
use crate::source::Span;
use crate::syntax::tree::{Labels, Name};
use crate::time::{Date, Zone};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

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

/// Whether a chained norm starts at breach or at fulfilment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// `otherwise`.
    Breach,
    /// `whereupon`.
    Fulfilment,
}

/// The duty that starts another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chain {
    /// That duty.
    pub parent: NormId,
    /// What of it starts this one.
    pub link: Link,
}

/// A sanction in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// Who is in breach.
    pub by: Option<Arc<str>>,
    /// What it is.
    pub words: Option<String>,
}

/// What a duty adds to its hypothesis.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Its limits; the earliest counts.
    pub limits: Vec<Limit>,
    /// That it must be done again and again.
    pub recurring: Option<Recurring>,
    /// `without delay`.
    pub without_delay: bool,
    /// The fact that shows fulfilment.
    pub done: Option<Term>,
    /// What a breach is.
    pub sanction: Option<Sanction>,
    /// What started it.
    pub chain: Option<Chain>,
}

/// What a norm says.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `may`.
    Permission(ActionId),
    /// `must not`.
    Bar(ActionId),
    /// `must`.
    Duty(ActionId, Box<Duty>),
    /// `define`.
    Definition(DefinitionId, Body),
    /// `deem`: the fields of the fact, its value, whether nothing rebuts it.
    Deem {
        /// The fact, from the case.
        fields: Vec<usize>,
        /// What it is deemed to be.
        value: Term,
        /// Whether nothing rebuts it.
        conclusively: bool,
    },
    /// `valid only if`.
    Validity(ActionId, Condition),
}

/// A norm of one version of a provision, for one matter or record.
#[derive(Debug, Clone)]
pub struct Norm {
    /// The version of the provision it stands in.
    pub provision: ProvisionId,
    /// Whose names it speaks of.
    pub owner: Owner,
    /// What it says.
    pub kind: Kind,
    /// The cases to which its version applies; contrary where true. All must be met.
    pub applies: Vec<(Condition, bool)>,
    /// From which law date on it applies, where that is after it comes into force.
    pub applies_from: Option<Date>,
    /// `when`: all must hold.
    pub when: Vec<Condition>,
    /// `if`: all must hold.
    pub if_: Vec<Condition>,
    /// `only if`: a bar where one does not hold.
    pub only_if: Vec<Condition>,
    /// `unless`: none may hold.
    pub unless: Vec<Condition>,
    /// The window in which a permission or bar holds, from an event to a limit counted from it.
    pub window: Vec<Limit>,
    /// It prevails over these.
    pub despite: Vec<Citation>,
    /// These prevail over it.
    pub subject_to: Vec<Citation>,
    /// Who acts.
    pub by: Vec<Arc<str>>,
    /// Towards whom.
    pub to: Vec<Arc<str>>,
    /// Its place in its provision, from one.
    pub ordinal: usize,
    /// Its place among all norms, in reading order.
    pub order: usize,
    /// Where it stands.
    pub span: Span,
}

impl Norm {
    /// All terms of it, in no particular order.
    pub fn terms(&self) -> Vec<&Term> {
        let conditions = self
            .when
            .iter()
            .chain(&self.if_)
            .chain(&self.only_if)
            .chain(&self.unless)
            .chain(self.applies.iter().map(|(condition, _)| condition));
        let mut terms: Vec<&Term> = conditions.flat_map(Condition::terms).collect();
        terms.extend(self.window.iter().flat_map(Limit::terms));
        match &self.kind {
            Kind::Permission(_) | Kind::Bar(_) => {}
            Kind::Duty(_, duty) => {
                terms.extend(duty.limits.iter().flat_map(Limit::terms));
                terms.extend(duty.recurring.iter().flat_map(Recurring::terms));
                terms.extend(&duty.done);
            }
            Kind::Definition(_, body) => terms.extend(body.terms()),
            Kind::Deem { value, .. } => terms.push(value),
            Kind::Validity(_, condition) => terms.extend(condition.terms()),
        }
        terms
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
    /// The dates of `as it stood on`.
    pub stood: BTreeSet<Date>,
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

//! Typed terms: expressions in which every name is bound.

use super::limits::Limit;
use super::program::{ActionId, DefinitionId, ParameterId};
use super::types::Type;
use crate::law::{Citation, InstrumentId};
use crate::source::Span;
use crate::syntax::tree::{Aggregate, Comparison, Period, Quantifier, Side, SpanUnit};
use crate::time::{Date, MonthEnd};
use crate::value::{Number, Rounding, Value};

/// A typed term and its place.
#[derive(Debug, Clone)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
    /// How deep evaluation goes for it, definitions included; bounded when it is made.
    pub height: usize,
}

/// Where a place starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// The case.
    Case,
    /// The record that a definition speaks of.
    Own,
    /// The element of the list at hand, counted from the outermost.
    Element(usize),
}

/// A place in a case: a root and fields below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Where it starts.
    pub root: Root,
    /// Slots of the matter or fields of records, outermost first.
    pub fields: Vec<usize>,
}

/// What is rounded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundStep {
    /// A multiple of a number.
    Number(Number),
    /// A multiple of this many smallest units of the duration: seconds, days or months.
    Units(i64),
}

/// States that a norm may read of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// An action that is permitted.
    Permitted,
    /// An action that is forbidden.
    Forbidden,
    /// An action of which no provision speaks.
    Unregulated,
    /// A duty that has not arisen.
    NotApplicable,
    /// A duty that may still be fulfilled.
    Pending,
    /// A duty fulfilled in time.
    Fulfilled,
    /// A duty fulfilled after its limit.
    FulfilledLate,
    /// A duty not fulfilled when its limit ran out.
    Overdue,
    /// Overdue or fulfilled late.
    Breached,
    /// An act that meets the conditions of its validity.
    Valid,
}

/// The states by the names they are written with.
pub const STATES: &[(&str, State)] = &[
    ("permitted", State::Permitted),
    ("forbidden", State::Forbidden),
    ("unregulated", State::Unregulated),
    ("not_applicable", State::NotApplicable),
    ("pending", State::Pending),
    ("fulfilled", State::Fulfilled),
    ("fulfilled_late", State::FulfilledLate),
    ("overdue", State::Overdue),
    ("breached", State::Breached),
    ("valid", State::Valid),
];

/// How a date is found where the calendar has none: in a month without the day, or within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRounding {
    /// As the provision says: up or down to a day.
    Written(MonthEnd),
    /// A day that the month does not have as the counting rule says that governs this instrument; without a rule there is
    /// no such date.
    Governed(InstrumentId),
}

/// The forms of terms.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// Reported as wrong.
    Wrong,
    /// A value.
    Value(Value),
    /// A fact, or a record.
    Fact(Place),
    /// A definition; of a record at a place, or of the matter; perhaps under one provision alone.
    Definition {
        /// Which.
        id: DefinitionId,
        /// The record it speaks of.
        own: Option<Place>,
        /// Only what this provision concludes.
        under: Option<Citation>,
    },
    /// A parameter at the date of the law, or on a date.
    Parameter(ParameterId, Option<Box<Term>>),
    /// The due moment of the duty whose breach or fulfilment started this one.
    ParentDue,
    /// The moment at which that duty was fulfilled.
    ParentDone,
    /// All hold.
    All(Vec<Term>),
    /// At least one holds.
    Any(Vec<Term>),
    /// Does not hold.
    Not(Box<Term>),
    /// A comparison.
    Compare(Comparison, Box<Term>, Box<Term>),
    /// Known not to exist.
    IsNone(Box<Term>),
    /// Exists, or has happened.
    Happened(Box<Term>),
    /// Equal to one of these.
    OneOf(Box<Term>, Vec<Term>),
    /// As the law stood on a date, with all that it rests on.
    Stood(Date, Box<Term>),
    /// A state of an action or duty; perhaps under one provision alone.
    State(ActionId, State, Option<Citation>),
    /// In the same day, month or year.
    InPeriod(Period, Box<Term>, Box<Term>),
    /// A sum: whether each part is taken away; how a date is rounded.
    Sum(Vec<(bool, Term)>, DateRounding),
    /// A product: whether each part divides.
    Product(Vec<(bool, Term)>),
    /// The contrary number.
    Minus(Box<Term>),
    /// The local date of a moment.
    DateOf(Box<Term>),
    /// Rounded.
    Round(Rounding, RoundStep, Box<Term>),
    /// A list: the elements at a place that pass a filter, each turned into an item.
    List {
        /// The list.
        place: Place,
        /// Which elements.
        filter: Option<Box<Term>>,
        /// What of each; the element itself where absent.
        item: Option<Box<Term>>,
        /// How many elements are at hand outside this list.
        depth: usize,
    },
    /// One value of a list.
    Aggregate(Aggregate, Box<Term>),
    /// One value of several.
    Several(Aggregate, Vec<Term>),
    /// Every or some element of a list.
    Quantified {
        /// Which.
        quantifier: Quantifier,
        /// The list.
        place: Place,
        /// What is said of the element.
        body: Box<Term>,
        /// How many elements are at hand outside.
        depth: usize,
    },
    /// What lies between two points in time; whole years and months by the counting rule of an instrument.
    Between(SpanUnit, InstrumentId, Box<Term>, Box<Term>),
    /// When a limit ends.
    Counted(Box<Limit>),
    /// Days before, to or after a day.
    Stretch(Box<Term>, Side, Box<Term>),
    /// The calendar day, month or year of a day.
    CalendarOf(Period, Box<Term>),
    /// From one day to another.
    PeriodOf(Box<Term>, Box<Term>),
    /// A day lies in periods.
    During(Box<Term>, Box<Term>),
    /// Periods hold on every day of others.
    Throughout(Box<Term>, Box<Term>),
    /// Periods share a day.
    Overlaps(Box<Term>, Box<Term>),
    /// How many days of periods, or items of a list, fall into a window.
    Quota(Box<Term>, Measure),
    /// A date at a time of day.
    At(Box<Term>, Box<Term>),
    /// The time of day of a moment.
    TimeOf(Box<Term>),
    /// The beginning of a date; its end where true.
    Edge(bool, Box<Term>),
    /// Durations one after another from a date; how each is rounded.
    InARow(Box<Term>, Box<Term>, DateRounding),
}

/// Where a quota is measured.
#[derive(Debug, Clone)]
pub enum Measure {
    /// In a window.
    In(Box<Term>),
    /// In whichever stretch of so many days has most.
    AnyDays(i64),
    /// In whichever calendar day, month or year has most.
    AnyCalendar(Period),
}

impl Term {
    /// Reported as wrong.
    pub fn wrong(span: Span) -> Term {
        Term {
            kind: TermKind::Wrong,
            ty: Type::wrong(),
            span,
            height: 1,
        }
    }

    /// A value.
    pub fn value(value: Value, ty: Type, span: Span) -> Term {
        Term {
            kind: TermKind::Value(value),
            ty,
            span,
            height: 1,
        }
    }

    /// The terms directly inside this one.
    pub fn children(&self) -> Vec<&Term> {
        match &self.kind {
            TermKind::Wrong
            | TermKind::Value(_)
            | TermKind::Fact(_)
            | TermKind::Definition { .. }
            | TermKind::ParentDue
            | TermKind::ParentDone
            | TermKind::State(..) => Vec::new(),
            TermKind::Parameter(_, on) => on.iter().map(|term| &**term).collect(),
            TermKind::All(terms) | TermKind::Any(terms) | TermKind::Several(_, terms) => {
                terms.iter().collect()
            }
            TermKind::Not(a)
            | TermKind::IsNone(a)
            | TermKind::Happened(a)
            | TermKind::Minus(a)
            | TermKind::DateOf(a)
            | TermKind::Round(_, _, a)
            | TermKind::Aggregate(_, a)
            | TermKind::TimeOf(a)
            | TermKind::Edge(_, a)
            | TermKind::Stood(_, a)
            | TermKind::CalendarOf(_, a)
            | TermKind::Quota(a, Measure::AnyDays(_) | Measure::AnyCalendar(_))
            | TermKind::Quantified { body: a, .. } => vec![a],
            TermKind::Compare(_, a, b)
            | TermKind::InPeriod(_, a, b)
            | TermKind::Between(_, _, a, b)
            | TermKind::Stretch(a, _, b)
            | TermKind::PeriodOf(a, b)
            | TermKind::During(a, b)
            | TermKind::Throughout(a, b)
            | TermKind::Overlaps(a, b)
            | TermKind::At(a, b)
            | TermKind::InARow(a, b, _)
            | TermKind::Quota(a, Measure::In(b)) => vec![a, b],
            TermKind::Counted(limit) => limit.terms(),
            TermKind::OneOf(a, terms) => std::iter::once(&**a).chain(terms).collect(),
            TermKind::Sum(parts, _) | TermKind::Product(parts) => {
                parts.iter().map(|(_, term)| term).collect()
            }
            TermKind::List { filter, item, .. } => filter.iter().chain(item).map(|term| &**term).collect(),
        }
    }
}

//! Vocabulary and instruments as written.

use super::{CitationText, Labels, Literal, Name, Path, Text};
use crate::source::Span;
use crate::time::Date;

/// A jurisdiction and the zone in which its local times are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jurisdiction {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// IANA name of its zone.
    pub zone: Option<Text>,
    /// Regions with a zone of their own.
    pub regions: Vec<RegionZone>,
}

/// A region of a jurisdiction and its zone: `zone "Asia/Aqtau" in mangystau "Mangystau region"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionZone {
    /// The region's name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// IANA name of its zone.
    pub zone: Text,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumItem {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its values, in order.
    pub values: Vec<EnumValue>,
    /// Whether `<` stands between the values, so that they can be compared.
    pub ordered: bool,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// The kind it belongs to: `charge is decision`.
    pub kind: Option<Name>,
    /// Its labels.
    pub labels: Labels,
}

/// What the source leaves open, and the ways in which it may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// Its name.
    pub name: Name,
    /// Its labels: the question.
    pub labels: Labels,
    /// The readings, in order.
    pub readings: Vec<ReadingWay>,
}

/// A way of reading what the source leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingWay {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Whether it is taken unless a case asks for another.
    pub by_default: bool,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A matter: what a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// Its name.
    pub name: Name,
    /// Its labels.
    pub labels: Labels,
    /// Its facts.
    pub facts: Vec<Field>,
    /// The fact whose date gives the law that governs.
    pub governed_by: Option<Path>,
    /// `limits counted by CCP`: whose counting rule governs its limits.
    pub counted_by: Option<Name>,
    /// `working days of kz_working_days`: the calendar of its place.
    pub worked_by: Option<Name>,
}

/// A fact of a matter or a field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub type_name: TypeName,
    /// Its labels.
    pub labels: Labels,
    /// Whose judgement it is.
    pub judged_by: Option<Name>,
    /// What the law presumes while it is absent.
    pub presumed: Option<Presumed>,
    /// The whole field.
    pub span: Span,
}

/// A legal presumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presumed {
    /// What is presumed.
    pub value: Literal,
    /// Where `value` stands.
    pub span: Span,
    /// The provision that presumes it.
    pub citation: CitationText,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The type's word.
    pub word: TypeWord,
    /// `list of …`.
    pub list: bool,
    /// `or none`.
    pub or_none: bool,
    /// The whole type.
    pub span: Span,
}

/// The word of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeWord {
    /// `yes/no`.
    YesNo,
    /// `time of day`.
    TimeOfDay,
    /// A built-in type, an enum or a record.
    Named {
        /// The name.
        name: Name,
        /// `to the minute`.
        to_the_minute: bool,
        /// `in hours`, `in days`, `in working days`.
        unit: Option<String>,
        /// `money KZT`.
        currency: Option<Name>,
    },
}

/// A dated parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub type_name: TypeName,
    /// Its labels.
    pub labels: Labels,
    /// Its values; none for a number that the source leaves open.
    pub values: Vec<DatedValue>,
}

/// A value from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedValue {
    /// The value.
    pub value: Literal,
    /// Where the value stands.
    pub value_span: Span,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
    /// Where it comes from, or what is assumed.
    pub note: Option<Text>,
    /// The whole entry.
    pub span: Span,
}

/// The kinds of instruments, from the highest rank to the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InstrumentKind {
    /// The constitution.
    Constitution,
    /// A constitutional law.
    ConstitutionalLaw,
    /// A treaty.
    Treaty,
    /// A code.
    Code,
    /// An act of Parliament.
    Act,
    /// A decree.
    Decree,
    /// A decision of a court or of the Government.
    Decision,
    /// A departmental order.
    Order,
}

/// The heading of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Its kind.
    pub kind: InstrumentKind,
    /// Its short name, by which it is cited.
    pub name: Name,
    /// Its title.
    pub labels: Labels,
    /// Its jurisdiction.
    pub jurisdiction: Option<Name>,
    /// The day it was adopted.
    pub adopted: Option<Date>,
    /// Its number.
    pub number: Option<Text>,
    /// The body that issued it.
    pub issued_by: Option<Name>,
    /// When it is in force.
    pub in_force: Option<InForce>,
    /// From which law date on it applies, where that is not the day it comes into force.
    pub applies_from: Option<(Date, Span)>,
    /// The last day up to which these rules know all its amendments.
    pub known_complete: Option<Date>,
}

/// First and last day in force; open where not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Why the days are assumed, where they are.
    pub assumed: Option<Text>,
    /// Whether another instrument brings it into force.
    pub awaits: bool,
    /// Whether it says that it takes effect before it was adopted.
    pub reaching_back: bool,
    /// From which law date on it applies, where that is another day.
    pub applies_from: Option<(Date, Span)>,
    /// The last day up to which all amendments of the instrument are known, where it is written beside.
    pub known_complete: Option<Date>,
    /// The whole clause.
    pub span: Span,
}

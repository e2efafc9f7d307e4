//! Cases and scenarios as written.

use super::{CitationText, Literal, Name, Path, Source, Text};
use crate::source::Span;
use crate::time::Date;

/// A scenario: a case, and what is expected of it (nothing, in a plain case).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its title.
    pub title: Text,
    /// Where it comes from.
    pub source: Option<Source>,
    /// The date of the law.
    pub law_on: Option<Date>,
    /// The moment of assessment, as written.
    pub assessed_at: Option<Text>,
    /// The region or zone in which local times are read.
    pub zone: Option<Text>,
    /// The readings that it asks for.
    pub readings: Vec<Name>,
    /// The matter.
    pub matter: Name,
    /// The facts.
    pub given: Vec<Assignment>,
    /// What is expected.
    pub expect: Vec<Expectation>,
}

/// `visits[1].began_at = 2012-06-03 10:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Which fact.
    pub path: FactPath,
    /// Its value.
    pub value: GivenValue,
}

/// A path to a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactPath {
    /// Its steps; the first is a name.
    pub steps: Vec<PathStep>,
    /// The whole path.
    pub span: Span,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// A fact or a field.
    Name(Name),
    /// An element of a list, counted from one.
    Index(usize),
}

/// A value as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenValue {
    /// A plain value.
    Plain(Literal, Span),
    /// `[a, b]`.
    List(Vec<GivenValue>, Span),
    /// `(field = value, …)`.
    Record(Vec<(Name, GivenValue)>, Span),
    /// `2012-01-01 to 2012-01-10`, `2012-01-01 to ongoing`.
    Period(Date, Option<Date>, Span),
}

impl GivenValue {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            GivenValue::Plain(_, span)
            | GivenValue::List(_, span)
            | GivenValue::Record(_, span)
            | GivenValue::Period(_, _, span) => *span,
        }
    }
}

/// One line of `expect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The question.
    pub question: Path,
    /// The outcome or the value.
    pub expected: Expected,
    /// The provisions it must rest on.
    pub by: Vec<CitationText>,
    /// The facts that must be missing.
    pub wanting: Option<Wanting>,
    /// The due moment, as written.
    pub due: Option<Text>,
    /// When the answer changes by itself, as written; `none` where it never does.
    pub changes: Option<Text>,
    /// The whole line.
    pub span: Span,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// An outcome of two words.
    State(&'static str),
    /// An outcome of one word, or a value.
    Value(GivenValue),
}

/// `for want of a, b`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanting {
    /// True for `only`: no other fact may be missing.
    pub only: bool,
    /// The facts.
    pub facts: Vec<FactPath>,
}

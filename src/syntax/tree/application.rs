//! To which cases a version of the law applies, and which of several versions the milder one is.

use super::{Expression, Name, Path};
use crate::source::Span;
use crate::time::Date;

/// To which cases a version applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Application {
    /// `from DATE`: to every case, under law of that date or later.
    From(Date, Span),
    /// `to offence.committed_on from DATE` or `before DATE`.
    To(Facts),
    /// `when …`.
    When(Expression),
}

impl Application {
    /// Whether two applications are written alike: one and the same, or of the same facts and date.
    pub fn is_same(&self, other: &Application) -> bool {
        match (self, other) {
            (Application::To(one), Application::To(other)) => {
                (one.from, one.date) == (other.from, other.date) && one.path.text() == other.path.text()
            }
            _ => self == other,
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Application::From(_, span) => *span,
            Application::To(facts) => facts.span,
            Application::When(expression) => expression.span,
        }
    }
}

/// Facts of a date, or after or before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The date or moment that is compared.
    pub path: Path,
    /// Facts on or after `date`; before it, where false.
    pub from: bool,
    /// The date.
    pub date: Date,
    /// The place of the date.
    pub date_span: Span,
    /// The whole.
    pub span: Span,
}

/// Which answer is the milder one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mildness {
    /// The smaller value.
    Lower,
    /// The greater value.
    Higher,
    /// That it is so.
    Yes,
    /// That it is not so.
    No,
    /// That it is permitted.
    Permitted,
    /// That it is forbidden.
    Forbidden,
}

/// The order of mildness of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milder {
    /// Which answer is milder.
    pub way: Mildness,
    /// The question: a definition or an action.
    pub name: Name,
}

/// `milder law applies from offence.committed_on: lower max_term, no is_offence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilderLaw {
    /// The date or moment of the act.
    pub from: Path,
    /// The orders of mildness.
    pub orders: Vec<Milder>,
    /// The whole.
    pub span: Span,
}

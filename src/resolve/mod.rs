//! Names, types, units: the law with every name bound to what it means.
//!
//! In: the law. Out: a [`Program`] of typed terms for all versions at once, and findings. It evaluates
//! nothing and reads no case.

mod application;
mod arithmetic;
mod citations;
mod compare;
mod counting;
mod declare;
mod definition;
mod delegation;
mod expression;
mod interpretation;
mod judging;
mod kept;
mod limit;
mod limits;
mod list;
mod literal;
mod milder;
mod name;
mod named;
mod norm;
mod program;
mod reads;
mod resolved_norm;
mod resolver;
mod subject;
mod table;
mod term;
mod trouble;
mod types;
mod uses;
mod window;
mod zones;

pub use citations::known_provision;
pub use counting::counted_names;
pub use interpretation::ReadingId;
pub use kept::{Kept, Lasting};
#[cfg(feature = "cli")]
pub use limits::CalendarType;
#[cfg(feature = "naive")]
pub use limits::Extension;
pub use limits::{CountingCase, CountingType, Every, Governed, Limit, Pausing, Recurring, Timing};
pub use milder::MilderRule;
pub use program::{
    ActionId, Alternative, Body, CalendarId, Condition, DefinitionId, EnumId, EnumType, Guard, MatterId,
    NormId, Owner, ParameterId, ParameterType, Program, RecordId, Shape, Slot, TableBody,
};
pub use resolved_norm::{Duty, Judging, Kind, Link, Norm};
pub use subject::Subject;
pub use term::{DateRounding, Measure, Place, Root, RoundStep, State, Term, TermKind};
#[cfg(test)]
pub use types::Exactness;
pub use types::{Base, Type};

use crate::finding::Finding;
use crate::law::Law;
use crate::source::Limits;
use std::sync::Arc;

/// Resolves the whole law, with what is kept of resolving it before some of it was edited. The program is usable only
/// when no finding is an error.
pub fn from_law(law: Law, limits: &Limits, kept: Option<&Arc<Kept>>) -> Resolved {
    resolver::Resolver::new(law, limits).run(kept)
}

/// What resolving makes.
#[derive(Debug)]
pub struct Resolved {
    /// The law with every name bound.
    pub program: Program,
    /// What was found on the way.
    pub findings: Vec<Finding>,
    /// What of it may be taken over when the law is resolved again.
    pub lasting: Lasting,
}

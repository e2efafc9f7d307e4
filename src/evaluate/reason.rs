//! Why: what was looked at, and what came of it.

use super::found::Known;
use crate::case::Spot;
use crate::law::ProvisionId;
use crate::plan::Ground;
use crate::resolve::{DefinitionId, NormId, ParameterId};
use crate::source::Span;
use crate::time::{Date, Moment};
use crate::value::{Truth, Value};
use std::sync::Arc;

/// A reason and the reasons it rests on.
#[derive(Debug, Clone)]
pub struct Reason {
    /// What it is.
    pub kind: ReasonKind,
    /// Its own reasons.
    pub because: Vec<Arc<Reason>>,
}

/// How a limit was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    /// When it ends; nothing while it stands still.
    pub due: Option<Moment>,
    /// The last day of a limit in days or longer.
    pub last_day: Option<Date>,
    /// The provision whose counting rule was used; nothing where none is in force.
    pub rule: Option<ProvisionId>,
    /// Steps of the count, in words.
    pub steps: Vec<String>,
}

/// The kinds of reasons.
#[derive(Debug, Clone)]
pub enum ReasonKind {
    /// A norm, whether it applies, the points that held, and what prevailed over it.
    Norm {
        /// Which.
        norm: NormId,
        /// Whether it applies.
        applies: Truth,
        /// Lettered points that decided.
        points: Vec<Arc<str>>,
        /// The norm that prevailed, and on what ground.
        displaced: Option<(NormId, Ground)>,
    },
    /// A clause of a norm.
    Clause {
        /// `when`, `if`, `only if`, `unless`.
        word: &'static str,
        /// Whether it holds.
        truth: Truth,
    },
    /// A lettered point.
    Point {
        /// Its letter.
        mark: Arc<str>,
        /// Whether it holds.
        truth: Truth,
    },
    /// A condition as it is written.
    Said {
        /// Where.
        span: Span,
        /// What came of it.
        known: Known,
    },
    /// A fact.
    Fact {
        /// Which.
        spot: Spot,
        /// What is known of it.
        known: Known,
        /// How it came to be known, where it was not given.
        how: Option<&'static str>,
    },
    /// A definition.
    Definition {
        /// Which.
        id: DefinitionId,
        /// The norms that gave the value.
        norms: Vec<NormId>,
        /// Its value.
        known: Known,
        /// Where it is not known but can only be one of some values, those.
        possible: Vec<Value>,
    },
    /// A parameter.
    Parameter {
        /// Which.
        id: ParameterId,
        /// Its value.
        known: Known,
    },
    /// How a due moment was counted.
    Due(Arc<Counting>),
    /// When a duty was fulfilled, or that it was not.
    Done {
        /// The moment; nothing where it is not fulfilled.
        at: Option<Moment>,
    },
}

/// A provision that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The norm.
    pub norm: NormId,
    /// Lettered points that decided.
    pub points: Vec<Arc<str>>,
    /// Norms over which it prevailed, and on what ground.
    pub over: Vec<(NormId, Ground)>,
}

//! An answer in brief, as tables of very many cases have it.

use crate::plan::Outcome;
use crate::time::{Date, Moment};
use crate::value::Value;

/// An answer without reasons and missing facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Brief {
    /// What it comes to.
    pub outcome: Outcome,
    /// The value of a definition.
    pub value: Option<Value>,
    /// When a duty is due.
    pub due_at: Option<Moment>,
    /// The last day of a limit in days or longer.
    pub due_on: Option<Date>,
}

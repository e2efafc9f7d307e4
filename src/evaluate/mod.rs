//! Questions answered: three-valued, with the deciding facts, the norms that decided, and why.
//!
//! In: a plan, a case, a moment of assessment, a question. Out: a [`Decision`]. It reads no clock and
//! no file, and the same input always gives the same decision.

mod action;
mod agenda;
mod boundary;
mod brief;
mod compare;
mod course;
mod deciding;
mod decision;
mod definition;
mod due;
mod duty;
mod evaluator;
mod failure;
mod found;
mod hint;
mod hint_limit;
mod hypothesis;
mod judging;
mod kept;
mod list;
mod machine;
mod method;
#[cfg(feature = "naive")]
mod naive;
mod provided;
mod question;
mod reason;
mod recurring;
mod resting;
mod rivals;
mod several;
mod standing;
mod sum;
mod term;
mod together;
mod tried;
mod weigh;
mod window;

pub use crate::plan::{Ground, Outcome};
pub use agenda::{About, Entry, Standing, Window, agenda};
pub use boundary::{bounds, on_bound};
pub(crate) use brief::Brief;
pub use compare::order_of;
pub use deciding::Searched;
pub use decision::{Decision, Inquiry};
pub use failure::Failure;
pub use found::{Known, Rest};
#[cfg(feature = "columns")]
pub use machine::{Column, bounds_of, compared_once, reach, run_but, widely};
pub use machine::{Registers, Setting, Single, SingleCode, fill, lane_of, run, value_of};
#[cfg(feature = "naive")]
pub use naive::{BeyondNaive, NaiveAnswer};
pub use provided::{Way, provided};
pub use question::{Question, QuestionError, ask, questions};
pub use reason::{Because, Counting, Reason, ReasonKind};
pub use resting::Support;

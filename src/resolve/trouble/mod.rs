//! The words of what resolving finds.

mod names;
mod types;

pub use names::*;
pub use types::*;

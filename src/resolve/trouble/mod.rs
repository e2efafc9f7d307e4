//! The words of what resolving finds.

mod names;
mod time;
mod types;

pub use names::*;
pub use time::*;
pub use types::*;

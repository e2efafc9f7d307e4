//! What stood when: the versions of provisions and the days on which the law changes.
//!
//! In: the law and its amendments, which are carried out here. Out: for any date the provisions in force, and the stretches of days between changes.
//! It does not know what a provision means.

mod commencement;
mod content;
mod enact;
mod lettered;
mod operations;
mod points;
mod transition;
mod trouble;
mod version;
mod versions;

pub use enact::enact;

#[cfg(feature = "cli")]
pub use version::versions_of;
pub use version::{Stretch, Timeline};

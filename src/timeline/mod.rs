//! What stood when: the versions of provisions and the days on which the law changes.
//!
//! In: the law. Out: for any date the provisions in force, and the stretches of days between changes.
//! It does not know what a provision means.

mod version;

#[cfg(feature = "cli")]
pub use version::versions_of;
pub use version::{Stretch, Timeline};

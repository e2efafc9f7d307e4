//! What differs between two states of the law: provision by provision, in text, in norm, and in the questions reached.
//!
//! In: two libraries, or one at two dates. Out: a [`LawDiff`] for a surface to show. Norms are compared by what they mean, never
//! by how they are laid out. Nothing is evaluated here.

mod diff;
mod meaning;
mod provision;
mod reach;

pub use diff::{LawAt, LawDiff, ParameterDiff, VocabularyDiff, diff, diff_always};
pub use provision::{ProvisionChange, ProvisionDiff};

//! Files and places in them.
//!
//! In: paths or text. Out: a [`SourceMap`] of numbered files, and [`Span`]s that point into them.
//! This is the only room that reads rule files; it never looks at what they say.

mod folder;
pub mod limits;
mod span;

pub use folder::{LoadError, collect_files, read_text};
pub use limits::Limits;
pub use span::{FileId, SourceFile, SourceMap, Span, without_spans};

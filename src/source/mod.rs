//! Files and places in them.
//!
//! In: paths or text. Out: a [`SourceMap`] of numbered files, and [`Span`]s that point into them.
//! This is the only room that reads rule files, and the one that writes a file in the place of another; it never looks at what they say.

#[cfg(feature = "cli")]
mod beside;
mod folder;
pub mod limits;
mod span;
mod visible;

#[cfg(feature = "cli")]
pub use beside::{Beside, write_text};
#[cfg(feature = "cli")]
pub use folder::text_of;
pub use folder::{LoadError, collect_files, read_text};
pub use limits::Limits;
pub use span::{FileId, SourceFile, SourceMap, Span, without_spans};
#[cfg(feature = "cli")]
pub use visible::{escaped_json, shown_path};
pub use visible::{hidden_signs, sign_words, visible, visible_line};

//! Decisions in words: for people as text, for programs as JSON.
//!
//! In: a decision, the resolved law, the sources. Out: an [`Answer`] that owns all its words. It decides
//! nothing.

mod answer;
mod json;
mod language;
mod milder;
mod missing;
mod notes;
mod open;
mod provided;
mod reading;
mod text;
mod timeline;
mod undetermined;
mod value;
mod why;

pub use answer::{Answer, Cited, Context, CountedBy, explain};
pub use json::answer_json;
pub use milder::{ComparedLaw, ComparedVersion};
pub(crate) use missing::missing_fact;
pub use missing::{MissingFact, MissingKind};
pub use notes::Note;
pub use provided::{Condition, ConditionalAnswers, ConditionalFact, conditional};
pub use reading::{OtherReading, ReadingTaken};
#[cfg(feature = "cli")]
pub use text::wrap;
pub use text::{answer_text, outcome_words, why_text};
pub use timeline::{CaseTimeline, TimelineRow, timeline};
pub use undetermined::Undetermined;
pub(crate) use undetermined::undetermined;
#[cfg(feature = "columns")]
pub use value::value_text;
pub use value::value_words;
pub use why::WhyNode;

/// A provision that decided, with its lettered points: `KZ CCP art. 491 (a)`.
#[cfg(feature = "columns")]
pub fn cited_words(cited: &Cited) -> String {
    let points = cited.points.iter().map(|point| format!(" ({point})"));
    std::iter::once(cited.citation.clone()).chain(points).collect()
}

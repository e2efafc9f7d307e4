//! Everything that has a name and labels, for lists and for checks of translations.

use super::program::Program;
use crate::source::Span;
use crate::syntax::tree::{Labels, Name};

/// A kind in words, the place of the name, the name, and its labels.
pub type Named<'a> = (&'static str, Span, String, &'a Labels);

impl Program {
    /// All that has a name and labels, in the order of its kinds.
    pub fn named(&self) -> Vec<Named<'_>> {
        let mut all = Vec::new();
        let mut put = |kind: &'static str, of: &str, name: &Name, labels| {
            let dot = if of.is_empty() { "" } else { "." };
            all.push((kind, name.span, format!("{of}{dot}{}", name.text), labels));
        };
        for (name, labels) in &self.law.roles {
            put("role", "", name, labels);
        }
        for made in &self.enums {
            put("enum", "", &made.name, &made.labels);
            for (name, _, labels) in &made.values {
                put("value", &made.name.text, name, labels);
            }
        }
        for (kind, shapes) in [("record", &self.records), ("matter", &self.matters)] {
            for shape in shapes {
                put(kind, "", &shape.name, &shape.labels);
                for slot in &shape.slots {
                    put("fact", &shape.name.text, &slot.name, &slot.labels);
                }
            }
        }
        for made in &self.actions {
            put("action", "", &made.name, &made.labels);
        }
        for made in &self.parameters {
            put("parameter", "", &made.name, &made.labels);
        }
        for made in &self.interpretations {
            put("interpretation", "", &made.name, &made.labels);
        }
        for made in &self.readings {
            put("reading", "", &made.name, &made.labels);
        }
        all
    }
}

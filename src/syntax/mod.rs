//! Text to tree.
//!
//! In: one file's text. Out: a [`tree::File`] (or scenarios) and findings. A file is cut into items
//! first, each is parsed on its own, so a mistake costs only the item it stands in. This room never
//! asks what a name means.

mod build;
mod format;
mod hidden;
mod opening;
mod outline;
mod parse;
mod plain;
pub mod tree;
mod trouble;

use crate::finding::Finding;
use crate::source::{Limits, SourceFile};
pub use format::{format_cases, format_law};
use outline::{FileKind, Outline};
use tree::{Entry, File, Scenario};

/// Parses a rule file. What could be read is returned beside the findings.
pub fn parse_law(file: &SourceFile, limits: &Limits) -> (File, Vec<Finding>) {
    let outline = Outline::of(file, limits, FileKind::Law);
    let mut findings = outline.findings;
    let mut failed = Vec::new();
    let mut entries: Vec<Entry> = Vec::with_capacity(outline.items.len());
    for piece in outline.items {
        if findings.len() > limits.findings {
            break;
        }
        let span = file.span(piece.start, piece.end);
        let plain = plain::item(file, &piece, limits);
        match plain.map_or_else(|| parse::item(file, &piece, limits), Ok) {
            Ok(item) => entries.push(Entry {
                item,
                comments: piece.comments,
                span,
                level: piece.level,
            }),
            Err(found) => {
                findings.extend(found);
                failed.push(span);
                // the heading is kept, so that what follows it does not fall to the article before
                if let Some(item) = trouble::heading_of(file, &piece) {
                    entries.push(Entry {
                        item,
                        comments: piece.comments,
                        span,
                        level: piece.level,
                    });
                }
            }
        }
    }
    let tree = File {
        entries,
        trailing: outline.trailing,
        failed,
    };
    findings.extend(hidden::found(file, limits));
    (tree, findings)
}

#[cfg(feature = "lsp")]
/// Whether a text can be a name.
pub fn is_name(text: &str) -> bool {
    parse::pair(parse::Rule::name, text).is_some_and(|name| name.as_str() == text)
}

/// Parses a `.case` file: its scenarios, and the findings.
pub fn parse_cases(file: &SourceFile, limits: &Limits) -> (Vec<Scenario>, Vec<Finding>) {
    let outline = Outline::of(file, limits, FileKind::Case);
    let mut findings = outline.findings;
    let mut scenarios = Vec::new();
    for piece in outline.items {
        if findings.len() > limits.findings {
            break;
        }
        match parse::scenario(file, &piece, limits) {
            Ok(scenario) => scenarios.push(scenario),
            Err(found) => findings.extend(found),
        }
    }
    (scenarios, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn comments_survive_with_the_item_they_belong_to() {
        let text = "-- about the enum\nenum e: a, -- the first\n  b\n-- about the role\nrole r\n-- the end";
        let mut sources = SourceMap::default();
        let file = sources.add("a.law", text);
        let (tree, findings) = parse_law(&file, &Limits::default());
        assert!(findings.is_empty());
        let comments: Vec<Vec<&str>> = tree
            .entries
            .iter()
            .map(|entry| {
                entry
                    .comments
                    .iter()
                    .map(|comment| comment.text.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(
            comments,
            [vec!["about the enum", "the first"], vec!["about the role"]]
        );
        assert_eq!(tree.trailing.len(), 1);
    }
}

//! One item through pest.

use super::build;
use super::outline::Piece;
use super::trouble;
use super::tree::{Item, Scenario};
use crate::finding::Finding;
use crate::source::{Limits, SourceFile};
use build::Node;
use pest::Parser as _;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/jargy.pest"]
struct Grammar;

/// Parses a piece of a rule file.
pub fn item(file: &SourceFile, piece: &Piece, limits: &Limits) -> Result<Item, Vec<Finding>> {
    with_tree(file, piece, limits, build::item)
}

/// Parses a piece of a case file.
pub fn scenario(file: &SourceFile, piece: &Piece, limits: &Limits) -> Result<Scenario, Vec<Finding>> {
    with_tree(file, piece, limits, build::scenario)
}

fn with_tree<T>(
    file: &SourceFile,
    piece: &Piece,
    limits: &Limits,
    make: impl Fn(&Node<'_>, &mut build::Notes) -> Option<T>,
) -> Result<T, Vec<Finding>> {
    if piece.refused {
        return Err(Vec::new());
    }
    let written = file.text().get(piece.start..piece.end).unwrap_or("");
    let (text, head, tail) = match piece.meant {
        Some((length, meant)) => {
            let tail = written.get(length..).unwrap_or("");
            (format!("{meant}{tail}"), meant.len(), length)
        }
        None => (written.to_owned(), 0, 0),
    };
    let start = piece.start;
    let shift = move |place: usize| if place >= head { start + place - head + tail } else { start };
    let mut pairs = match Grammar::parse(piece.rule, &text) {
        Ok(pairs) => pairs,
        Err(error) => return Err(vec![trouble::syntax_error(file, piece, &text, shift, &error)]),
    };
    let mut notes = build::Notes::new(limits);
    let made = pairs.next().and_then(|pair| make(&Node::new(pair, file, &shift), &mut notes));
    match made {
        Some(made) if notes.findings.is_empty() => Ok(made),
        Some(_) | None => Err(notes.findings),
    }
}

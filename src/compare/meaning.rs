//! What rule text means, however it is laid out.

use std::fmt::Debug;

/// A tree as one text without the places of its parts: equal where two trees say the same, however either is laid out.
pub fn meaning(tree: &impl Debug) -> String {
    let full = format!("{tree:?}");
    let mut kept = String::with_capacity(full.len());
    let mut rest = full.as_str();
    // a place is printed by its derived form, which holds no brace inside
    while let Some((before, after)) = rest.split_once("Span {") {
        kept.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Words and signs without white space and remarks.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let said = line.split("--").next().unwrap_or("");
        let mut word = String::new();
        for letter in said.chars() {
            if letter.is_alphanumeric() || letter == '_' {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            if !letter.is_whitespace() {
                found.push(letter.to_string());
            }
        }
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

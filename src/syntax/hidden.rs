//! `hidden-character`: signs in a file that are not seen, or that make it look other than it is read.

use crate::finding::Finding;
use crate::source::{Limits, SourceFile, hidden_signs, sign_words};

/// Warns of each line that holds such signs, at the first of them.
pub fn found(file: &SourceFile, limits: &Limits) -> Vec<Finding> {
    let text = file.text();
    let mut findings: Vec<Finding> = Vec::new();
    let mut line_end = 0;
    for (place, sign) in hidden_signs(text) {
        if place < line_end {
            continue; // one finding for a line
        }
        let rest = text.get(place..).unwrap_or("");
        line_end = place + rest.find('\n').unwrap_or(rest.len());
        let words = sign_words(sign);
        let message = match sign {
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => format!(
                "`{words}` stands here: many programs show it as the end of a line, and it is none; what seems to follow a comment is part of it"
            ),
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                format!(
                    "`{words}` stands here: it turns the direction of what is shown, which may not be what is read"
                )
            }
            _ => format!("`{words}` stands here: a control character, which is not seen"),
        };
        findings.push(
            Finding::warning(
                "hidden-character",
                file.span(place, place + sign.len_utf8()),
                message,
            )
            .help("take it out, or write a line break in its place"),
        );
        if findings.len() >= limits.findings {
            break;
        }
    }
    findings
}

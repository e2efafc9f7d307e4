//! Tokens in lines.

use super::tokens::{Begin, Token};
use crate::syntax::opening;

/// The longest line that an item is put on as a whole.
const ONE_LINE: usize = 100;
/// The longest line: past it a line is broken where it can be.
const WIDTH: usize = 140;
/// White space for each level.
pub(super) const STEP: &str = "  ";

/// How an item is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// On one line where it fits, else each part on a line of its own.
    Fits,
    /// Each part on a line of its own.
    Parts,
}

/// The lines of an item at a level.
pub(super) fn lay(tokens: &[Token], level: usize, shape: Shape) -> String {
    let whole = |token: &Token| {
        token.comment.is_none() && !token.text.contains('\n') && !matches!(token.begin, Begin::Part(_))
    };
    if shape == Shape::Fits && tokens.iter().all(whole) {
        let line = STEP.repeat(level) + &joined(tokens);
        if line.chars().count() <= ONE_LINE {
            return line + "\n";
        }
    }
    let mut lines = Lines {
        out: String::new(),
        line: Vec::new(),
        level,
        item: level,
        after_comment: false,
    };
    for token in tokens {
        lines.token(token);
    }
    lines.end();
    lines.out
}

fn joined(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        if token.begin != Begin::Close && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&token.text);
    }
    out
}

struct Lines<'a> {
    out: String,
    line: Vec<&'a Token>,
    /// The level of the line at hand.
    level: usize,
    /// The level of the item.
    item: usize,
    after_comment: bool,
}

impl<'a> Lines<'a> {
    fn token(&mut self, token: &'a Token) {
        match (token.comment, token.begin) {
            (Some(true), _) => {
                // a comment on a line of its own stands as deep as what follows it, which is not known yet
                let level = self.item + 1;
                self.end();
                self.blank(token);
                self.out
                    .push_str(&format!("{}{}\n", STEP.repeat(level), token.text));
                self.after_comment = true;
            }
            (Some(false), _) => {
                let line = self.taken();
                self.out.push_str(&format!("{line}   {}\n", token.text));
                self.after_comment = true;
            }
            (None, Begin::Line(depth) | Begin::Part(depth)) => {
                self.end();
                self.blank(token);
                self.level = self.item + depth;
                self.after_comment = false;
                self.line.push(token);
            }
            (None, _) => {
                if std::mem::take(&mut self.after_comment) {
                    self.level = self.item + 2;
                }
                self.line.push(token);
            }
        }
    }

    /// The blank line that the drafter left before a line.
    fn blank(&mut self, token: &Token) {
        if token.blank && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn end(&mut self) {
        if !self.line.is_empty() {
            let line = self.taken();
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// The line at hand as text, broken where it is too long.
    fn taken(&mut self) -> String {
        let tokens: Vec<Token> = self.line.drain(..).cloned().collect();
        let mut rest = tokens.as_slice();
        let mut level = self.level;
        let mut lines = Vec::new();
        while let Some(place) = break_place(rest, level) {
            let (line, after) = rest.split_at(place);
            lines.push(STEP.repeat(level) + &joined(line));
            rest = after;
            level = self.level + 2;
        }
        lines.push(STEP.repeat(level) + &with_blocks(rest, level));
        lines.join("\n")
    }
}

/// The tokens of a line, a text of several lines indented below it.
fn with_blocks(tokens: &[Token], level: usize) -> String {
    let mut out = String::new();
    for token in tokens {
        if token.begin != Begin::Close && !out.is_empty() {
            out.push(' ');
        }
        match token
            .text
            .strip_prefix("\"\"\"")
            .and_then(|text| text.strip_suffix("\"\"\""))
        {
            Some(body) if body.contains('\n') => out.push_str(&block(body, level + 1)),
            _ => out.push_str(&token.text),
        }
    }
    out
}

fn block(body: &str, level: usize) -> String {
    let indent = STEP.repeat(level);
    let text = crate::syntax::build::unindented(body);
    let lines = text.lines().map(|line| match line.trim_end() {
        "" => String::new(),
        line => format!("{indent}{line}"),
    });
    let lines: Vec<String> = lines.collect();
    format!("\"\"\"\n{}\n{indent}\"\"\"", lines.join("\n"))
}

/// Where a line that is too long is broken: at the last place before the end that the tree names, else at none.
fn break_place(tokens: &[Token], level: usize) -> Option<usize> {
    let mut width = STEP.len() * level;
    let mut last = None;
    for (place, token) in tokens.iter().enumerate() {
        if token.text.contains('\n') {
            return None;
        }
        if token.begin != Begin::Close && place > 0 {
            width += 1;
        }
        let free = place > 0 && token.begin == Begin::Soft && !opens_item(tokens.get(place..).unwrap_or(&[]));
        if free && width > STEP.len() * level + 20 {
            if width + token.text.chars().count() > WIDTH && last.is_some() {
                return last;
            }
            last = Some(place);
        }
        width += token.text.chars().count();
        if width > WIDTH && last.is_some() {
            return last;
        }
    }
    None
}

/// Whether a line that began with these tokens would open another item.
fn opens_item(tokens: &[Token]) -> bool {
    let Some((first, rest)) = tokens.split_first() else {
        return false;
    };
    opening::of_law(&first.text, &format!(" {}", joined(rest))).is_some()
}

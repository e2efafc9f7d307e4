//! A file cut into items, before pest sees it: comments, quotes, depth and size are settled here, so
//! that the grammar never meets input it could choke on.

use super::opening::{self, Opening};
use super::parse::Rule;
use super::tree::Comment;
use crate::finding::Finding;
use crate::source::{Limits, SourceFile};

/// What kind of file is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A rule file.
    Law,
    /// A file of scenarios.
    Case,
}

/// An item's text, not yet parsed.
#[derive(Debug)]
pub struct Piece {
    /// The rule that parses it.
    pub rule: Rule,
    /// First byte of its first word.
    pub start: usize,
    /// Just past the last byte that is not a comment.
    pub end: usize,
    /// The first word as written, and the one that was meant.
    pub meant: Option<(usize, &'static str)>,
    /// Comments before and inside it.
    pub comments: Vec<Comment>,
    /// Whether a limit was passed, so that it must not be parsed.
    pub refused: bool,
    /// Of a point: how many points it stands in. A point that is indented deeper than one before it is a part of that one.
    pub level: usize,
}

/// A file cut into items.
#[derive(Debug)]
pub struct Outline {
    /// The items.
    pub items: Vec<Piece>,
    /// Comments after the last item.
    pub trailing: Vec<Comment>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

impl Outline {
    /// Cuts a file.
    pub fn of(file: &SourceFile, limits: &Limits, kind: FileKind) -> Outline {
        let mut cutter = Cutter {
            file,
            limits,
            kind,
            place: 0,
            depth: 0,
            chained: 0,
            conduct: false,
            last_word: "",
            open: None,
            waiting: Vec::new(),
            stray: None,
            points: Vec::new(),
            out: Outline {
                items: Vec::new(),
                trailing: Vec::new(),
                findings: Vec::new(),
            },
        };
        cutter.run();
        cutter.out
    }
}

struct Cutter<'a> {
    file: &'a SourceFile,
    limits: &'a Limits,
    kind: FileKind,
    place: usize,
    depth: usize,
    chained: usize,
    /// Whether the current item is a norm about conduct.
    conduct: bool,
    last_word: &'a str,
    open: Option<Piece>,
    waiting: Vec<Comment>,
    stray: Option<(usize, usize)>,
    /// How deep the open points are indented, outermost first.
    points: Vec<usize>,
    out: Outline,
}

impl<'a> Cutter<'a> {
    fn rest(&self) -> &'a str {
        let file: &'a SourceFile = self.file;
        file.text().get(self.place..).unwrap_or("")
    }

    fn run(&mut self) {
        let mut line_start = true;
        // a byte order mark is no text
        if self.rest().starts_with('\u{feff}') {
            self.place += '\u{feff}'.len_utf8();
        }
        while let Some(letter) = self.rest().chars().next() {
            if letter == '\n' {
                self.place += 1;
                line_start = true;
            } else if letter.is_whitespace() {
                self.place += letter.len_utf8();
            } else if self.rest().starts_with("--") {
                self.comment(line_start);
            } else {
                self.token(letter, line_start);
                line_start = false;
            }
        }
        self.close();
        self.report_stray();
        self.out.trailing = std::mem::take(&mut self.waiting);
    }

    /// A comment on a line of its own waits for the item that follows; one behind code belongs to it.
    fn comment(&mut self, own_line: bool) {
        let text = self.rest().split('\n').next().unwrap_or("");
        let comment = Comment {
            text: text.trim_start_matches('-').trim().to_owned(),
            span: self.file.span(self.place, self.place + text.len()),
        };
        self.place += text.len();
        match &mut self.open {
            Some(piece) if !own_line => piece.comments.push(comment),
            Some(_) | None => self.waiting.push(comment),
        }
    }

    fn token(&mut self, letter: char, line_start: bool) {
        let start = self.place;
        if letter.is_alphabetic() || letter == '_' {
            self.word(line_start);
        } else if self.rest().starts_with("\"\"\"") {
            self.quoted("\"\"\"");
        } else if letter == '"' {
            self.quoted("\"");
        } else {
            self.bracket(letter);
            self.place += letter.len_utf8();
            self.last_word = if letter == '(' { "(" } else { "" };
        }
        self.extend(start);
    }

    fn word(&mut self, line_start: bool) {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|(_, letter)| !(letter.is_alphanumeric() || *letter == '_'))
            .map_or(rest.len(), |(place, _)| place);
        let (word, after) = rest.split_at(end);
        // a duty that follows from another one belongs to it, though its verb may open a line
        let continues =
            self.conduct && matches!(self.last_word, "otherwise" | "whereupon" | "(") && word == "must";
        if line_start
            && !continues
            && let Some(opening) = self.opening(word, after)
        {
            self.start_item(word, opening);
        }
        if matches!(word, "otherwise" | "whereupon") {
            self.chained += 1;
            self.check_depth(self.chained);
        }
        self.last_word = word;
        self.place += end;
    }

    fn opening(&self, word: &str, after: &str) -> Option<Opening> {
        let line = after.split('\n').next().unwrap_or("");
        match self.kind {
            FileKind::Law => opening::of_law(word, line),
            FileKind::Case => (word == "scenario" && line.trim_start().starts_with('"')).then_some(Opening {
                rule: Rule::item_scenario,
                instead_of: None,
            }),
        }
    }

    fn start_item(&mut self, word: &str, opening: Opening) {
        self.close();
        self.report_stray();
        if let Some(meant) = opening.instead_of {
            let span = self.file.span(self.place, self.place + word.len());
            self.out
                .findings
                .push(super::trouble::misspelt_keyword(span, word, meant));
        }
        self.depth = 0;
        self.chained = 0;
        self.conduct = matches!(word, "may" | "must");
        self.open = Some(Piece {
            rule: opening.rule,
            start: self.place,
            end: self.place,
            meant: opening.instead_of.map(|meant| (word.len(), meant)),
            comments: std::mem::take(&mut self.waiting),
            refused: false,
            level: 0,
        });
        self.nest(opening.rule);
    }

    /// Finds the level of a point from how deep its line is indented.
    fn nest(&mut self, rule: Rule) {
        if opens_provision(rule) {
            self.points.clear();
        }
        if rule != Rule::item_point {
            return;
        }
        let before = self.file.text().get(..self.place).unwrap_or("");
        let indent = before.rsplit('\n').next().unwrap_or("").chars().count();
        while self.points.last().is_some_and(|open| *open >= indent) {
            self.points.pop();
        }
        let level = self.points.len();
        if let Some(piece) = &mut self.open {
            piece.level = level;
        }
        self.points.push(indent);
        self.check_depth(level);
    }

    fn close(&mut self) {
        if let Some(mut piece) = self.open.take() {
            if piece.end - piece.start > self.limits.item_bytes {
                piece.refused = true;
                let span = self.file.span(piece.start, (piece.start + 60).min(piece.end));
                self.out
                    .findings
                    .push(super::trouble::item_too_large(span, self.limits.item_bytes));
            }
            self.out.items.push(piece);
        }
    }

    /// The current item reaches to the current place; comments that waited lie inside it.
    fn extend(&mut self, start: usize) {
        match &mut self.open {
            Some(piece) => {
                piece.end = self.place;
                piece.comments.append(&mut self.waiting);
            }
            None => {
                let (first, _) = self.stray.unwrap_or((start, start));
                self.stray = Some((first, self.place));
            }
        }
    }

    fn report_stray(&mut self) {
        if let Some((start, end)) = self.stray.take() {
            let span = self.file.span(start, end.min(start + 80));
            self.out
                .findings
                .push(super::trouble::stray_text(span, self.kind));
        }
    }

    fn quoted(&mut self, quote: &str) {
        let body = self.rest().get(quote.len()..).unwrap_or("");
        let length = if quote.len() == 3 {
            body.find(quote)
        } else {
            closing_quote(body)
        };
        match length {
            Some(length) => self.place += quote.len() * 2 + length,
            None => {
                let line = self.rest().split('\n').next().unwrap_or("").len();
                let span = self.file.span(self.place, self.place + line.max(1));
                self.out.findings.push(super::trouble::unclosed(span, quote));
                self.refuse();
                self.place += if quote.len() == 3 {
                    self.rest().len()
                } else {
                    line.max(1)
                };
            }
        }
        self.last_word = "";
    }

    fn bracket(&mut self, letter: char) {
        match letter {
            '(' | '[' => {
                self.depth += 1;
                self.check_depth(self.depth);
            }
            ')' | ']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn check_depth(&mut self, depth: usize) {
        if depth <= self.limits.depth {
            return;
        }
        if self.open.as_ref().is_some_and(|piece| piece.refused) {
            return;
        }
        let span = self.file.span(self.place, self.place + 1);
        self.out
            .findings
            .push(super::trouble::nested_too_deep(span, self.limits.depth));
        self.refuse();
    }

    fn refuse(&mut self) {
        if let Some(piece) = &mut self.open {
            piece.refused = true;
        }
    }
}

/// Whether the points before an item of this rule end with it.
fn opens_provision(rule: Rule) -> bool {
    super::parse::amends(rule)
        || matches!(
            rule,
            Rule::item_instrument
                | Rule::item_chapter
                | Rule::item_article
                | Rule::item_paragraph
                | Rule::item_amends
        )
}

/// The place of the quote that closes a one-line text; a backslash hides the letter after it.
fn closing_quote(body: &str) -> Option<usize> {
    let mut hidden = false;
    for (place, letter) in body.char_indices() {
        match letter {
            '\n' => return None,
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            '"' => return Some(place),
            _ => {}
        }
    }
    None
}

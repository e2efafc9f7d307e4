//! One canonical layout of rule files and scenarios.
//!
//! In: a file. Out: the same items, comments and blank lines in their layout. Each item that is laid out is read again and
//! must say the same; what cannot be read, or would not say the same, is left as it stands.

mod lines;
mod tokens;

use super::outline::{FileKind, Outline, Piece};
use super::parse::{self, Rule, amends};
use super::tree::{Comment, Item};
use crate::source::{Limits, SourceFile, SourceMap, without_spans};
use lines::{STEP, Shape, lay};

/// The canonical layout of a rule file.
pub fn format_law(file: &SourceFile, limits: &Limits) -> String {
    format(file, limits, FileKind::Law)
}

/// The canonical layout of a file of scenarios.
pub fn format_cases(file: &SourceFile, limits: &Limits) -> String {
    format(file, limits, FileKind::Case)
}

fn format(file: &SourceFile, limits: &Limits, kind: FileKind) -> String {
    let outline = Outline::of(file, limits, kind);
    let mut printer = Printer {
        file,
        limits,
        kind,
        place: Levels::default(),
        out: String::new(),
        last_end: 0,
    };
    for piece in &outline.items {
        printer.item(piece);
    }
    printer.rest(&outline.trailing);
    let made = printer.out;
    if same_items(&outline, &made, limits, kind) && letters(&made) == letters(file.text()) {
        made
    } else {
        file.text().to_owned()
    }
}

/// What is written, without white space and the commas that a layout may add.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace() && *sign != ',')
        .collect()
}

/// Whether the layout is cut into as many items as the file was, of the same rules.
fn same_items(outline: &Outline, made: &str, limits: &Limits, kind: FileKind) -> bool {
    let mut sources = SourceMap::default();
    let file = sources.add("layout", made);
    let again = Outline::of(&file, limits, kind);
    let rules = |outline: &Outline| -> Vec<(Rule, usize)> {
        let pieces = outline.items.iter();
        pieces.map(|piece| (piece.rule, piece.level)).collect()
    };
    let comments = |outline: &Outline| -> Vec<String> {
        let inside = outline.items.iter().flat_map(|piece| &piece.comments);
        let mut all: Vec<&Comment> = inside.chain(&outline.trailing).collect();
        all.sort_by_key(|comment| comment.span.start());
        all.iter().map(|comment| comment.text.clone()).collect()
    };
    rules(outline) == rules(&again) && comments(outline) == comments(&again)
}

/// How deep items stand.
#[derive(Debug, Clone, Copy, Default)]
struct Levels {
    /// What is inside the provision, instrument or amendment at hand.
    content: usize,
    /// Inside what an amendment puts in place.
    draft: Option<usize>,
    /// Amendments stand below `amends`.
    amends: bool,
    /// Inside an instrument.
    instrument: bool,
}

impl Levels {
    /// The level of an item, and the levels of what follows it.
    fn of(self, piece: &Piece) -> (usize, Levels) {
        let rule = piece.rule;
        let inside = |level: usize| Levels {
            content: level + 1,
            ..self
        };
        match rule {
            rule if declares(rule) => (0, Levels::default()),
            Rule::item_calendar if !self.instrument => (0, self),
            Rule::item_instrument => (
                0,
                Levels {
                    content: 1,
                    instrument: true,
                    ..Levels::default()
                },
            ),
            Rule::item_chapter | Rule::item_article | Rule::item_amends => {
                let next = Levels {
                    draft: None,
                    amends: rule == Rule::item_amends,
                    ..inside(0)
                };
                (0, next)
            }
            rule if amends(rule) => {
                let level = usize::from(self.amends);
                let next = Levels {
                    draft: Some(level + 1),
                    ..inside(level)
                };
                (level, next)
            }
            Rule::item_paragraph => {
                let level = self.draft.unwrap_or(1);
                (level, inside(level))
            }
            Rule::item_point => {
                let level = self.draft.unwrap_or(1) + 1 + piece.level;
                (level, inside(level))
            }
            _ => (self.content, self),
        }
    }
}

struct Printer<'a> {
    file: &'a SourceFile,
    limits: &'a Limits,
    kind: FileKind,
    place: Levels,
    out: String,
    /// Where the last item or comment ended in the file.
    last_end: usize,
}

impl Printer<'_> {
    fn item(&mut self, piece: &Piece) {
        let (level, next) = self.place.of(piece);
        let before: Vec<&Comment> = piece
            .comments
            .iter()
            .filter(|comment| comment.span.end() <= piece.start)
            .collect();
        if self.stray(piece.start, &before) {
            self.as_it_stands(piece.start);
        } else {
            let about_last = self.about_last(&before, piece.start);
            for (number, comment) in before.iter().enumerate() {
                let about_it = number < about_last;
                self.comment(comment, if about_it { self.place.content } else { level });
            }
        }
        self.blank_lines(piece.start, heads(piece.rule));
        match self.laid_out(piece, level) {
            Some(text) => {
                self.out.push_str(&text);
                self.last_end = piece.end;
            }
            None => {
                // as it stands: the whole lines of it
                let text = self
                    .file
                    .text()
                    .get(piece.start..piece.end)
                    .unwrap_or("")
                    .trim_end();
                let line_start = self
                    .file
                    .text()
                    .get(..piece.start)
                    .map_or(0, |before| before.rfind('\n').map_or(0, |place| place + 1));
                let indent = self.file.text().get(line_start..piece.start).unwrap_or("");
                self.out.push_str(&format!("{indent}{text}\n"));
                self.last_end = piece.end;
            }
        }
        for comment in piece
            .comments
            .iter()
            .filter(|comment| comment.span.start() >= piece.end)
        {
            self.comment(comment, level);
        }
        self.place = next;
    }

    /// Whether text that belongs to no item stands before a place.
    fn stray(&self, until: usize, comments: &[&Comment]) -> bool {
        let between = self.file.text().get(self.last_end..until).unwrap_or("");
        let count = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).count();
        let in_comments = comments.iter().map(|comment| {
            let (start, end) = (comment.span.start().max(self.last_end), comment.span.end());
            count(self.file.text().get(start..end).unwrap_or(""))
        });
        count(between) > in_comments.sum()
    }

    /// The text up to a place as it stands.
    fn as_it_stands(&mut self, until: usize) {
        let between = self.file.text().get(self.last_end..until).unwrap_or("");
        self.out.push_str(between.trim_end_matches([' ', '\t']));
        if !self.out.ends_with('\n') && !self.out.is_empty() {
            self.out.push('\n');
        }
        self.last_end = until;
    }

    /// How many of some comments are about the item before them: those that follow it at once, where a blank line follows
    /// them.
    fn about_last(&self, comments: &[&Comment], until: usize) -> usize {
        let text = self.file.text();
        let apart = |from: usize, to: usize| text.get(from..to).unwrap_or("").matches('\n').count() > 1;
        let mut end = self.last_end;
        for (number, comment) in comments.iter().enumerate() {
            if apart(end, comment.span.start()) {
                return number;
            }
            end = comment.span.end();
        }
        if apart(end, until) { comments.len() } else { 0 }
    }

    /// A comment outside items: behind the item before it, or on a line of its own.
    fn comment(&mut self, comment: &Comment, level: usize) {
        let text = self.file.text();
        let words = text
            .get(comment.span.start()..comment.span.end())
            .unwrap_or("")
            .trim_end();
        let between = text.get(self.last_end..comment.span.start()).unwrap_or("");
        if self.last_end > 0 && !between.contains('\n') && self.out.ends_with('\n') {
            self.out.truncate(self.out.len() - 1);
            self.out.push_str(&format!("   {words}\n"));
        } else {
            self.blank_lines(comment.span.start(), false);
            self.out.push_str(&format!("{}{words}\n", STEP.repeat(level)));
        }
        self.last_end = comment.span.end();
    }

    fn rest(&mut self, trailing: &[Comment]) {
        let comments: Vec<&Comment> = trailing.iter().collect();
        let end = self.file.text().len();
        if self.stray(end, &comments) {
            return self.as_it_stands(end);
        }
        // what stands apart at the end is about the file
        let mut level = self.place.content;
        for comment in trailing {
            let between = self
                .file
                .text()
                .get(self.last_end..comment.span.start())
                .unwrap_or("");
            if between.contains("\n\n") {
                level = 0;
            }
            self.comment(comment, level);
        }
    }

    /// A blank line where the drafter left one, or where one is due; never two.
    fn blank_lines(&mut self, until: usize, due: bool) {
        let between = self.file.text().get(self.last_end..until).unwrap_or("");
        let left = between.matches('\n').count() > usize::from(self.last_end > 0);
        // what belongs to a heading stands above it without a gap
        let after_comment = due
            && self
                .out
                .lines()
                .next_back()
                .is_some_and(|line| line.trim_start().starts_with("--"));
        if (left || due && !after_comment) && !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// The item in its layout; `None` where it cannot be read or would not say the same.
    fn laid_out(&self, piece: &Piece, level: usize) -> Option<String> {
        if piece.refused || piece.meant.is_some() {
            return None;
        }
        let text = self.file.text().get(piece.start..piece.end)?;
        let tokens = tokens::of_item(parse::pair(piece.rule, text)?);
        let made = lay(&tokens, level, shape(piece.rule, text));
        (self.meaning(text)? == self.meaning(&made)?).then_some(made)
    }

    /// What a text says, without places and layout.
    fn meaning(&self, text: &str) -> Option<String> {
        let mut sources = SourceMap::default();
        let file = sources.add("item", text);
        match self.kind {
            FileKind::Law => {
                let (tree, findings) = super::parse_law(&file, self.limits);
                let items: Vec<&Item> = tree.entries.iter().map(|entry| &entry.item).collect();
                findings.is_empty().then(|| without_spans(&items))
            }
            FileKind::Case => {
                let (scenarios, findings) = super::parse_cases(&file, self.limits);
                findings.is_empty().then(|| without_spans(&scenarios))
            }
        }
    }
}

/// Whether an item of this rule stands for itself, outside any instrument.
fn declares(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::item_jurisdiction
            | Rule::item_role
            | Rule::item_enum
            | Rule::item_interpretation
            | Rule::item_record
            | Rule::item_matter
            | Rule::item_action
            | Rule::item_parameter
            | Rule::item_scenario
    )
}

/// Whether a blank line stands before an item of this rule.
fn heads(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::item_instrument
            | Rule::item_chapter
            | Rule::item_article
            | Rule::item_amends
            | Rule::item_scenario
            | Rule::item_matter
            | Rule::item_record
            | Rule::item_interpretation
    )
}

/// Norms about conduct stand in parts; what fits on a line otherwise stands on one.
fn shape(rule: Rule, text: &str) -> Shape {
    let conduct = rule == Rule::item_norm && (text.starts_with("may") || text.starts_with("must"));
    let parts = matches!(
        rule,
        Rule::item_record
            | Rule::item_matter
            | Rule::item_interpretation
            | Rule::item_parameter
            | Rule::item_jurisdiction
            | Rule::item_calendar
            | Rule::item_counting
            | Rule::item_scenario
            | Rule::item_instrument
    );
    if conduct || parts {
        Shape::Parts
    } else {
        Shape::Fits
    }
}

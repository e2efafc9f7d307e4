//! The plainest items, read without pest: headings of articles, and norms whose conditions are comparisons, `and`, `or`,
//! `not` and lettered points.
//!
//! They are two of five items of the rule library, and pest takes some thirty times as long for each. The grammar alone
//! says what the language is: whatever is not plain through and through, mistakes among it, is left to it, and the tests
//! hold both to the same tree.

mod expression;
#[cfg(test)]
mod tests;
mod tokens;

use super::build;
use super::outline::Piece;
use super::parse::Rule;
use super::tree::{Act, Clauses, Condition, Item, Labels, Name, Norm, NormBody, Point, Points, Text, Verb};
use crate::source::{Limits, SourceFile, Span};
use std::sync::Arc;
use tokens::{Kind, Token, is_word, tokens};

/// The item of a piece, where it is plain.
pub fn item(file: &SourceFile, piece: &Piece, limits: &Limits) -> Option<Item> {
    let known = matches!(piece.rule, Rule::item_norm | Rule::item_article);
    if !known || piece.refused || piece.meant.is_some() {
        return None;
    }
    let text = file.text().get(piece.start..piece.end)?;
    let mut reader = Reader {
        file,
        limits,
        text,
        start: piece.start,
        tokens: tokens(text)?,
        next: 0,
        brackets: 0,
    };
    let item = match piece.rule {
        Rule::item_norm => Item::Norm(Arc::new(reader.norm()?)),
        _ => reader.article()?,
    };
    reader.peek().is_none().then_some(item)
}

struct Reader<'a> {
    file: &'a SourceFile,
    limits: &'a Limits,
    text: &'a str,
    /// Where the item begins in its file.
    start: usize,
    tokens: Vec<Token>,
    next: usize,
    brackets: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).copied()
    }

    fn text_of(&self, token: Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    /// The text of the token some places on.
    fn ahead(&self, places: usize) -> &'a str {
        let token = self.tokens.get(self.next + places);
        token.map_or("", |token| self.text_of(*token))
    }

    /// Takes the next token where it is a word or sign.
    fn takes(&mut self, wanted: &str) -> bool {
        let found = self.ahead(0) == wanted;
        self.next += usize::from(found);
        found
    }

    /// Whether two tokens, and what is between them, stand on one line.
    fn on_one_line(&self, first: usize, last: usize) -> bool {
        let place = |place: usize| self.tokens.get(place);
        let between = match (place(first), place(last)) {
            (Some(first), Some(last)) => self.text.get(first.start..last.end),
            _ => None,
        };
        between.is_some_and(|text| !text.contains(['\n', '\r']))
    }

    /// The text of the token before the next one.
    fn before(&self) -> &'a str {
        let last = self.next.checked_sub(1).and_then(|place| self.tokens.get(place));
        last.map_or("", |token| self.text_of(*token))
    }

    /// Where the token before the next one ends.
    fn end(&self) -> usize {
        let last = self.next.checked_sub(1).and_then(|place| self.tokens.get(place));
        last.map_or(0, |token| token.end)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.file.span(self.start + start, self.start + end)
    }

    fn name_at(&self, token: Token) -> Name {
        Name {
            text: self.text_of(token).into(),
            span: self.span(token.start, token.end),
        }
    }

    /// A word that is a name and nothing else.
    fn name(&mut self) -> Option<Name> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        if is_word(self.text_of(token)) {
            return None;
        }
        self.next += 1;
        Some(self.name_at(token))
    }

    /// `article 15 "Minors"`.
    fn article(&mut self) -> Option<Item> {
        self.takes("article").then_some(())?;
        let number = self.peek().filter(|token| {
            let digits = self.text_of(*token).bytes().all(|byte| byte.is_ascii_digit());
            token.kind == Kind::Number && digits
        })?;
        self.next += 1;
        let label = self.peek().filter(|token| token.kind == Kind::Text);
        self.next += usize::from(label.is_some());
        let labels = Labels {
            main: label.map(|token| self.quoted(token)),
            others: Vec::new(),
        };
        Some(Item::Article(self.name_at(number), labels))
    }

    fn quoted(&self, token: Token) -> Text {
        let body = self.text.get(token.start + 1..token.end.saturating_sub(1));
        Text {
            text: build::unescaped(body.unwrap_or("")).into(),
            span: self.span(token.start, token.end),
        }
    }

    fn norm(&mut self) -> Option<Norm> {
        let verb = match (self.ahead(0), self.ahead(1)) {
            ("may", _) => Verb::May,
            ("must", "not") => Verb::MustNot,
            ("must", _) => Verb::Must,
            _ => return None,
        };
        self.next += if verb == Verb::MustNot { 2 } else { 1 };
        let act = Act {
            name: self.name()?,
            of_every: None,
        };
        let mut clauses = Clauses::default();
        // what may belong to the clause before it is left to the grammar, which says so
        let mut open = false;
        while self.peek().is_some() {
            if open {
                return None;
            }
            self.takes(",");
            let word = self.ahead(0);
            self.next += 1;
            let into = match word {
                "when" => &mut clauses.when,
                "unless" => &mut clauses.unless,
                "if" => &mut clauses.if_,
                "only" if self.takes("if") => &mut clauses.only_if,
                _ => return None,
            };
            let condition = self.condition()?;
            let points = matches!(condition, Condition::Points(_));
            open = word == "unless" || points && self.before() != ";";
            into.push(condition);
        }
        let span = self.span(0, self.end());
        Some(Norm {
            body: NormBody::Act {
                verb,
                act,
                clauses: Box::new(clauses),
            },
            reading: None,
            span,
        })
    }

    fn condition(&mut self) -> Option<Condition> {
        match (self.ahead(0), self.ahead(1)) {
            ("any" | "all", "of") => self.points().map(Condition::Points),
            _ => self.expression().map(|read| Condition::Expression(read.said)),
        }
    }

    /// `any of (a) …; (b) …`.
    fn points(&mut self) -> Option<Points> {
        let start = self.peek()?.start;
        let all = self.ahead(0) == "all";
        self.next += 2;
        let mut points = vec![self.point()?];
        while self.takes(";") {
            let joined = self.takes(if all { "and" } else { "or" });
            if self.ahead(0) != "(" {
                if joined {
                    return None;
                }
                break;
            }
            points.push(self.point()?);
        }
        self.few(points.len())?;
        let span = self.span(start, self.end());
        Some(Points { all, points, span })
    }

    fn point(&mut self) -> Option<Point> {
        let start = self.peek()?.start;
        self.takes("(").then_some(())?;
        let mark = self.peek()?;
        let text = self.text_of(mark);
        let letters = text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !(letters || digits) || text.len() > 3 {
            return None;
        }
        self.next += 1;
        self.takes(")").then_some(())?;
        let expression = self.expression()?.said;
        Some(Point {
            mark: self.name_at(mark),
            expression,
            span: self.span(start, self.end()),
        })
    }

    /// A chain that is not too long for the grammar either.
    fn few(&self, parts: usize) -> Option<()> {
        (parts <= self.limits.operands).then_some(())
    }
}

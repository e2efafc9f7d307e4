//! The plainest items, read without pest: headings of articles, and norms whose conditions are comparisons, `and`, `or`,
//! `not` and lettered points.
//!
//! They are two of five items of the rule library, and pest takes some thirty times as long for each. The grammar alone
//! says what the language is: whatever is not plain through and through, mistakes among it, is left to it, and the tests
//! hold both to the same tree.

mod tokens;

use super::build::{self, literal};
use super::outline::Piece;
use super::parse::Rule;
use super::tree::{
    Act, Choice, Clauses, Comparison, Condition, Expression, Form, Is, Item, Labels, Literal, Name, Norm,
    NormBody, Path, Point, Points, Text, Verb,
};
use crate::source::{Limits, SourceFile, Span};
use crate::time::Duration;
use crate::value::Number;
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

/// Words of units, as they stand after one and after many.
const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Brackets in brackets, at most.
const MOST_BRACKETS: usize = 8;

/// An expression, and where it begins and ends with the brackets around it.
struct Read {
    said: Expression,
    start: usize,
    end: usize,
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
            text: build::unescaped(body.unwrap_or("")),
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
        while self.peek().is_some() {
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
            into.push(self.condition()?);
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
            let joined = self.takes("or") || self.takes("and");
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

    fn expression(&mut self) -> Option<Read> {
        self.chain("or", Reader::conjunction, Form::Any)
    }

    fn conjunction(&mut self) -> Option<Read> {
        self.chain("and", Reader::negation, Form::All)
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Reader<'a>) -> Option<Read>,
        join: fn(Vec<Expression>) -> Form,
    ) -> Option<Read> {
        let first = part(self)?;
        if self.ahead(0) != word {
            return Some(first);
        }
        let (start, mut end) = (first.start, first.end);
        let mut parts = vec![first.said];
        while self.takes(word) {
            let next = part(self)?;
            end = next.end;
            parts.push(next.said);
        }
        self.few(parts.len())?;
        let span = self.span(start, end);
        let form = join(parts);
        Some(Read {
            said: Expression { form, span },
            start,
            end,
        })
    }

    fn negation(&mut self) -> Option<Read> {
        let start = self.peek()?.start;
        if !self.takes("not") {
            return self.comparison();
        }
        if self.limits.depth < 8 {
            return None;
        }
        let read = self.comparison()?;
        let span = self.span(start, start + 3).to(read.said.span);
        let form = Form::Not(Box::new(read.said));
        Some(Read {
            said: Expression { form, span },
            start,
            end: read.end,
        })
    }

    fn comparison(&mut self) -> Option<Read> {
        let left = self.operand()?;
        let order = match self.ahead(0) {
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::More,
            ">=" => Comparison::AtLeast,
            "=" => Comparison::Equal,
            "!=" => Comparison::Different,
            "is" => return self.is(left),
            _ => return self.followed().then_some(left),
        };
        self.next += 1;
        let right = self.operand()?;
        let (start, end) = (left.start, right.end);
        let form = Form::Compare(Box::new(left.said), order, Box::new(right.said));
        let span = self.span(start, end);
        self.followed().then_some(Read {
            said: Expression { form, span },
            start,
            end,
        })
    }

    /// Whether what follows cannot belong to the value before it.
    fn followed(&self) -> bool {
        matches!(
            self.ahead(0),
            "" | "or" | "and" | "when" | "unless" | "if" | "only" | "," | ";" | ")"
        )
    }

    /// `is minor`, `is not none`, `is a or b`.
    fn is(&mut self, subject: Read) -> Option<Read> {
        self.next += 1;
        let negated = self.takes("not");
        let what = match self.ahead(0) {
            "none" => {
                self.next += 1;
                Is::None
            }
            _ if self.is_choice(0) => {
                let mut names = vec![self.name()?];
                while self.ahead(0) == "or" && self.is_choice(1) {
                    self.next += 1;
                    names.push(self.name()?);
                }
                Is::Choice(Choice { names })
            }
            _ => Is::Value(Box::new(self.operand()?.said)),
        };
        let (start, end) = (subject.start, self.end());
        let form = Form::Is {
            subject: Box::new(subject.said),
            negated,
            what,
        };
        let span = self.span(start, end);
        self.followed().then_some(Read {
            said: Expression { form, span },
            start,
            end,
        })
    }

    /// Whether a name stands some places on that is compared with, and no value of its own.
    fn is_choice(&self, places: usize) -> bool {
        let word = self.tokens.get(self.next + places);
        let name = word.is_some_and(|word| word.kind == Kind::Word && !is_word(self.text_of(*word)));
        let after = self.ahead(places + 1);
        name && !matches!(
            after,
            "." | "<" | "<=" | ">" | ">=" | "=" | "!=" | "is" | "in" | "of" | "on"
        )
    }

    fn operand(&mut self) -> Option<Read> {
        let token = self.peek()?;
        if token.kind == Kind::Sign {
            return self.bracketed(token.start);
        }
        let form = match token.kind {
            Kind::Number => self.number()?,
            Kind::Text => {
                self.next += 1;
                Form::Literal(Literal::Text(self.quoted(token).text))
            }
            _ => match self.text_of(token) {
                "yes" | "no" => {
                    self.next += 1;
                    Form::Literal(Literal::Yes(self.text_of(token) == "yes"))
                }
                _ => Form::Path(self.path()?),
            },
        };
        let (start, end) = (token.start, self.end());
        let span = self.span(start, end);
        Some(Read {
            said: Expression { form, span },
            start,
            end,
        })
    }

    fn bracketed(&mut self, start: usize) -> Option<Read> {
        if self.brackets == MOST_BRACKETS || !self.takes("(") {
            return None;
        }
        self.brackets += 1;
        let said = self.expression()?.said;
        self.brackets -= 1;
        self.takes(")").then_some(())?;
        Some(Read {
            said,
            start,
            end: self.end(),
        })
    }

    fn path(&mut self) -> Option<Path> {
        let start = self.peek()?.start;
        let mut names = vec![self.name()?];
        while self.takes(".") {
            names.push(self.name()?);
        }
        let span = self.span(start, self.end());
        Some(Path { names, span })
    }

    /// A number, or a duration of some units.
    fn number(&mut self) -> Option<Form> {
        let mut sum: Option<Duration> = None;
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Number) {
            let count = Number::parse(self.text_of(token)).ok()?;
            let unit = self.ahead(1);
            let plain = UNITS.contains(&unit.strip_suffix('s').unwrap_or(unit));
            match (plain, sum) {
                (true, so_far) => {
                    let one = literal::length(&count, unit)?;
                    sum = Some(match so_far {
                        Some(so_far) => so_far.plus(&one)?,
                        None => one,
                    });
                    self.next += 2;
                }
                (false, None) => {
                    self.next += 1;
                    return Some(Form::Literal(Literal::Number(count)));
                }
                (false, Some(_)) => return None,
            }
        }
        sum.map(|sum| Form::Literal(Literal::Duration(sum)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods)]

    use super::*;
    use crate::syntax::outline::{FileKind, Outline};
    use crate::syntax::parse;
    use proptest::prelude::*;
    use std::path::{Path as FilePath, PathBuf};

    fn file(text: &str) -> SourceFile {
        crate::source::SourceMap::default().add("test.law", text)
    }

    /// Reads every item of a file both ways: how many there are of the plain kinds, and how many were plain.
    fn read_both_ways(text: &str) -> (usize, usize) {
        let (file, limits) = (file(text), Limits::default());
        let (mut all, mut plain) = (0, 0);
        for piece in Outline::of(&file, &limits, FileKind::Law).items {
            all += usize::from(matches!(piece.rule, Rule::item_norm | Rule::item_article));
            if let Some(read) = item(&file, &piece, &limits) {
                plain += 1;
                let by_pest = parse::item(&file, &piece, &limits);
                assert_eq!(Ok(read), by_pest.map_err(|found| format!("{found:?}")), "{text}");
            }
        }
        (all, plain)
    }

    fn law_files(folder: &FilePath, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                law_files(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "law") {
                into.push(path);
            }
        }
    }

    #[test]
    fn the_rule_library_is_read_alike_both_ways() {
        let mut files = Vec::new();
        law_files(
            &FilePath::new(env!("CARGO_MANIFEST_DIR")).join("rules"),
            &mut files,
        );
        let (mut all, mut plain) = (0, 0);
        for path in files {
            let counts = read_both_ways(&std::fs::read_to_string(path).unwrap_or_default());
            (all, plain) = (all + counts.0, plain + counts.1);
        }
        assert!(plain * 3 > all, "only {plain} of {all} items are plain");
    }

    #[test]
    fn what_is_plain_is_read_alike() {
        let plain = [
            "may act",
            "must not act when x.y is none",
            "must act if p, unless q only if not (r or s) and t",
            "may act if age >= 18 and (term <= 5 years 6 months or grave)",
            "may act if any of (a) not x; (b) y is minor or medium and z; or (12) w = \"text\"; unless v",
            "may act if x is p or y is q or z",
            "may act if (x) is not (y or z) and ((p) < q)",
            "article 15 \"Minors\"",
            "article 7",
            "may act if x is y or z > 3 and 2.5 <= 1_000",
        ];
        for text in plain {
            assert_eq!(read_both_ways(text), (1, 1), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_grammar() {
        for text in [
            "must act within 72 hours of arrest",
            "may act if count of visits > 3",
            "may act if a + b > 3",
            "may act if born_on < 2010-01-01",
            "may act if x -- why\n  and y",
            "may act if названо",
            "may act on reading strict",
            "article 12-1 \"x\"",
            "may act if fine > 10 KZT",
            "may act if x and",
            "may act if any of (a) x (b) y",
            "may act,",
        ] {
            assert_eq!(read_both_ways(text), (1, 0), "{text}");
        }
    }

    /// Words, signs and numbers of all kinds, plain ones most of all.
    fn token() -> impl Strategy<Value = &'static str> {
        let plain = vec![
            "p", "q", "minor", "x.y", "and", "or", "not", "is", "(", ")", "<", ">=", "=", "!=", "3", "2.5",
            "5 years", "if", "unless", "when", "only if", ",", ";", "none", "yes", "any of", "all of", "(a)",
            "(12)", "\"t\"",
        ];
        let others = vec![
            "of",
            "in",
            "on",
            "by",
            "to",
            "at",
            "as",
            "must",
            "may",
            "1_0",
            "7 days",
            "72 hours and",
            "2/3",
            "10%",
            "-",
            "+",
            "*",
            ".",
            "count of",
            "sum",
            "start of",
            "date of",
            "every v in",
            "exists",
            "one of",
            "an",
            "fulfilled late",
            "not applicable",
            "12:30",
            "2012-06-01",
            "5 KZT",
            "where",
            "under",
            "within",
            "day",
            "the",
            "table",
            "\"\"",
            "\"a\\\"b\"",
            "_",
            "é",
            "-- c\n",
            "otherwise",
            "before",
            "late",
            "counted from",
            "throughout",
            "overlaps",
            "working days",
            "1 month",
            "first",
            "at least",
            "reading",
            "breach",
            "time of day",
            "years from",
            "xyes",
        ];
        prop_oneof![6 => prop::sample::select(plain), 1 => prop::sample::select(others)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_words_are_read_alike(
            verb in prop::sample::select(vec!["may act if", "must not act unless", "must act when", "may act", "article"]),
            tokens in prop::collection::vec(token(), 0..14),
            tight in any::<bool>(),
        ) {
            let gap = if tight { "" } else { " " };
            read_both_ways(&format!("{verb} {}", tokens.join(gap)));
            read_both_ways(&format!("{verb} {}", tokens.join("\n  ")));
        }
    }
}

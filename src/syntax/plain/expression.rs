//! Expressions of plain items: chains of comparisons.

use super::super::build::literal;
use super::super::tree::{Choice, Comparison, Expression, Form, Is, Literal, Path};
use super::Reader;
use super::tokens::{Kind, is_word};
use crate::time::Duration;
use crate::value::Number;

/// Words of units, as they stand after one and after many.
const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];

/// Brackets in brackets, at most.
const MOST_BRACKETS: usize = 8;

/// An expression, and where it begins and ends with the brackets around it.
pub struct Read {
    pub said: Expression,
    start: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    pub fn expression(&mut self) -> Option<Read> {
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
                Form::Literal(Literal::Text(self.quoted(token).text.to_string()))
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
        let first = self.next;
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Number) {
            let count = Number::parse(self.text_of(token)).ok()?;
            let unit = self.ahead(1);
            let plain = UNITS.contains(&unit.strip_suffix('s').unwrap_or(unit));
            match (plain, sum) {
                // a value of several words stands on one line
                (true, _) if !self.on_one_line(first, self.next + 1) => return None,
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

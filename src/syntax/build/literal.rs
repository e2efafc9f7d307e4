//! Literals.

use super::{Node, Notes, text};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::Literal;
use crate::time::{Date, Duration, DurationKind, parse_date, parse_duration, parse_time_of_day};
use crate::value::{Currency, Number};

/// A date; an impossible one is noted.
pub fn date(node: &Node<'_>, notes: &mut Notes) -> Option<Date> {
    match parse_date(node.text().trim()) {
        Ok(date) => Some(date),
        Err(error) => {
            notes.note(
                Finding::error("impossible-date", node.span(), error.to_string())
                    .label("no such day")
                    .help("write the year, month and day as in 2012-06-01"),
            );
            None
        }
    }
}

/// A number; one that is too long is noted.
pub fn number(node: &Node<'_>, notes: &mut Notes) -> Option<Number> {
    match Number::parse(node.text().trim()) {
        Ok(number) => Some(number),
        Err(error) => {
            notes.note(
                Finding::error("malformed-number", node.span(), error.to_string())
                    .label("not a number")
                    .help("write it as in 12, 3.5 or 2/3"),
            );
            None
        }
    }
}

/// A duration of one or more units.
pub fn duration(node: &Node<'_>, notes: &mut Notes) -> Option<Duration> {
    let mut sum: Option<Duration> = None;
    let mut count: Option<Number> = None;
    for part in node.children() {
        match part.rule() {
            Rule::decimal | Rule::part_count => count = Some(number(&part, notes)?),
            _ => {
                let unit = part.text().split_whitespace().collect::<Vec<_>>().join(" ");
                let one = length(&count.take()?, &unit)?;
                sum = match sum {
                    None => Some(one),
                    Some(sum) => match sum.plus(&one) {
                        Some(sum) => Some(sum),
                        None => {
                            notes.note(mixed(node, sum.kind(), one.kind()));
                            return None;
                        }
                    },
                };
            }
        }
    }
    sum
}

/// A length of two signs, such as `1 year - 10 days`: a sign holds up to the next one.
fn signed_duration(node: &Node<'_>, notes: &mut Notes) -> Option<Duration> {
    let turned = |length: Duration, minus: bool| if minus { length.negated() } else { length };
    let mut lengths = node.all(Rule::duration);
    let (first, second) = (lengths.next()?, lengths.next()?);
    let first = turned(duration(&first, notes)?, node.child(Rule::minus).is_some());
    let minus = node.child(Rule::sum_sign)?.text().trim() == "-";
    let second = turned(duration(&second, notes)?, minus);
    let sum = first.plus(&second);
    if sum.is_none() {
        notes.note(mixed(node, first.kind(), second.kind()));
    }
    sum
}

/// So many of a unit of time.
pub fn length(count: &Number, unit: &str) -> Option<Duration> {
    let one = parse_duration(&format!("1 {unit}")).ok()?;
    Some(one.times(count.ratio()))
}

fn mixed(node: &Node<'_>, a: DurationKind, b: DurationKind) -> Finding {
    let message = format!("`{}` mixes {} with {}", node.text().trim(), a.words(), b.words());
    Finding::error("mixed-durations", node.span(), message)
        .label("two kinds of duration in one")
        .help("a day is not always 24 hours and a month has no fixed number of days: add each to a date or moment by itself")
}

fn negative(literal: Literal, minus: bool) -> Literal {
    match literal {
        Literal::Number(number) if minus => Literal::Number(number.negated()),
        Literal::Money(number, currency) if minus => Literal::Money(number.negated(), currency),
        Literal::Duration(duration) if minus => Literal::Duration(duration.negated()),
        other => other,
    }
}

/// A portion such as `2/3`. `None` beside a finding.
fn portion(node: &Node<'_>, notes: &mut Notes) -> Option<Literal> {
    let mut parts = node.all(Rule::decimal);
    let (above, below) = (number(&parts.next()?, notes)?, number(&parts.next()?, notes)?);
    Some(match above.divided_by(&below) {
        Some(portion) => Literal::Number(portion),
        None => {
            notes.note(
                Finding::error(
                    "malformed-number",
                    node.span(),
                    "a portion cannot have 0 below the line",
                )
                .label("divided by nothing")
                .help("write a portion as in 2/3"),
            );
            return None;
        }
    })
}

/// One literal token. `None` beside a finding, or when the rule is no literal.
pub fn token(node: &Node<'_>, notes: &mut Notes) -> Option<Literal> {
    Some(match node.rule() {
        Rule::moment => Literal::Moment(node.text().trim().to_owned()),
        Rule::date => Literal::Date(date(node, notes)?),
        Rule::duration => Literal::Duration(duration(node, notes)?),
        Rule::signed_duration => Literal::Duration(signed_duration(node, notes)?),
        Rule::money => {
            let code = node.child(Rule::currency)?;
            Literal::Money(
                number(&node.child(Rule::decimal)?, notes)?,
                Currency::parse(code.text().trim())?,
            )
        }
        Rule::time_of_day => match parse_time_of_day(node.text()) {
            Ok(time) => Literal::TimeOfDay(time),
            Err(error) => {
                notes.note(
                    Finding::error("impossible-time", node.span(), error.to_string())
                        .label("no such time")
                        .help("the end of a day is `end of ...`; a time of day is as in 09:00"),
                );
                return None;
            }
        },
        Rule::percent | Rule::decimal => Literal::Number(number(node, notes)?),
        Rule::portion => portion(node, notes)?,
        Rule::string => Literal::Text(text(node)?.text.to_string()),
        Rule::truth => Literal::Yes(node.text().trim() == "yes"),
        Rule::k_none => Literal::None,
        Rule::name => Literal::Name(node.name()),
        _ => return None,
    })
}

/// A literal with an optional sign before it.
pub fn signed(node: &Node<'_>, notes: &mut Notes) -> Option<Literal> {
    let minus = node.child(Rule::minus).is_some();
    let inner = node.children().find(|child| child.rule() != Rule::minus)?;
    token(&inner, notes).map(|literal| negative(literal, minus))
}

//! Expressions, lettered points, alternatives, tables.

use super::window::window;
use super::{Node, Notes, beside, citation, literal, names, path};
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    Aggregate, Alternative, Body, Choice, Comparison, Expression, Form, Guard, Is, Name, Period, Point,
    Points, Prefix, Quantifier, RoundingClause, RoundingStep, Row, SpanUnit, Table,
};
use crate::value::Rounding;

/// `a or b`, or a bracketed expression.
pub fn expression(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    chain(node, Rule::conjunction, notes, conjunction, Form::Any)
}

fn conjunction(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    chain(node, Rule::negation, notes, negation, Form::All)
}

fn chain(
    node: &Node<'_>,
    part: Rule,
    notes: &mut Notes,
    make: impl Fn(&Node<'_>, &mut Notes) -> Option<Expression>,
    join: impl Fn(Vec<Expression>) -> Form,
) -> Option<Expression> {
    let mut parts = Vec::new();
    let written: Vec<Node<'_>> = node.all(part).collect();
    beside::chain(&written, notes);
    for child in &written {
        parts.push(make(child, notes)?);
    }
    notes.check_operands(parts.len(), node.span());
    if parts.len() > 1 {
        return Some(Expression {
            form: join(parts),
            span: node.span(),
        });
    }
    parts.pop()
}

fn negation(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let before: Vec<Node<'_>> = node
        .children()
        .filter(|child| child.rule() != Rule::comparison)
        .collect();
    notes.check_depth(before.len(), node.span());
    let mut said = comparison(&node.child(Rule::comparison)?, notes)?;
    for word in before.iter().rev() {
        let span = word.span().to(said.span);
        let form = match word.rule() {
            Rule::quantifier => quantified(word, said)?,
            _ => Form::Not(Box::new(said)),
        };
        said = Expression { form, span };
    }
    Some(said)
}

fn quantified(node: &Node<'_>, body: Expression) -> Option<Form> {
    let quantifier = match node.first()?.rule() {
        Rule::k_every => Quantifier::Every,
        _ => Quantifier::Exists,
    };
    Some(Form::Quantified {
        quantifier,
        element: node.child(Rule::name)?.name(),
        list: path(&node.child(Rule::path)?),
        body: Box::new(body),
    })
}

fn comparison(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let left = sum(&node.child(Rule::sum)?, notes)?;
    match node.child(Rule::comparison_tail).and_then(|tail| tail.first()) {
        None => Some(left),
        Some(tail) => Some(Expression {
            form: compared(left, &tail, notes)?,
            span: node.span(),
        }),
    }
}

/// A value with what it is compared with.
fn compared(left: Expression, tail: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    let left = Box::new(left);
    Some(match tail.rule() {
        Rule::ordered_tail => {
            let right = sum(&tail.child(Rule::sum)?, notes)?;
            let order = order(tail.child(Rule::order)?.text().trim());
            Form::Compare(left, order, Box::new(right))
        }
        Rule::is_tail => Form::Is {
            subject: left,
            negated: tail.child(Rule::k_not).is_some(),
            what: is(tail, notes)?,
        },
        Rule::in_tail => Form::In(left, window(&tail.first()?, notes)?),
        Rule::throughout_tail => Form::Throughout(left, window(&tail.first()?, notes)?),
        Rule::overlaps_tail => Form::Overlaps(left, Box::new(sum(&tail.child(Rule::sum)?, notes)?)),
        _ => {
            let period = period(&tail.child(Rule::period_word)?);
            Form::InPeriod(left, period, Box::new(sum(&tail.child(Rule::sum)?, notes)?))
        }
    })
}

fn order(sign: &str) -> Comparison {
    match sign {
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::More,
        ">=" => Comparison::AtLeast,
        "=" => Comparison::Equal,
        _ => Comparison::Different,
    }
}

fn is(node: &Node<'_>, notes: &mut Notes) -> Option<Is> {
    let what = node.children().find(|child| child.rule() != Rule::k_not)?;
    Some(match what.rule() {
        Rule::k_none => Is::None,
        Rule::choice => Is::Choice(Choice { names: names(&what) }),
        Rule::one_of => {
            let mut values = Vec::new();
            for value in what.all(Rule::sum) {
                values.push(sum(&value, notes)?);
            }
            notes.check_operands(values.len(), what.span());
            Is::OneOf(values)
        }
        Rule::kind_of => Is::Kind(what.child(Rule::name)?.name()),
        Rule::state if what.text().starts_with("not") => Is::State("not_applicable"),
        Rule::state => Is::State("fulfilled_late"),
        _ => Is::Value(Box::new(sum(&what, notes)?)),
    })
}

/// A word for a day, month or year of the calendar.
pub fn period(node: &Node<'_>) -> Period {
    match node.text().trim() {
        "day" => Period::Day,
        "month" => Period::Month,
        _ => Period::Year,
    }
}

/// `a + b - c`, or `10 days counted from a`.
pub fn sum(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let value = addition(node, notes)?;
    match node.child(Rule::counted_from) {
        None => Some(value),
        Some(counted) => Some(Expression {
            form: counted_from(value, &counted, notes)?,
            span: node.span(),
        }),
    }
}

fn counted_from(length: Expression, counted: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    Some(Form::Counted {
        length: Box::new(length),
        back: counted.text().split_whitespace().nth(1) == Some("back"),
        from: Box::new(addition(counted, notes)?),
    })
}

fn addition(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    beside::addition(node, notes);
    signed(
        node,
        Rule::product,
        Rule::sum_sign,
        notes,
        product,
        |sign| sign == "-",
        Form::Sum,
    )
}

fn product(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    signed(
        node,
        Rule::unary,
        Rule::product_sign,
        notes,
        unary,
        |sign| sign == "/",
        Form::Product,
    )
}

/// Parts with signs between them: each part with whether its sign turns it round.
fn signed(
    node: &Node<'_>,
    part: Rule,
    sign: Rule,
    notes: &mut Notes,
    make: impl Fn(&Node<'_>, &mut Notes) -> Option<Expression>,
    turns: impl Fn(&str) -> bool,
    join: impl Fn(Vec<(bool, Expression)>) -> Form,
) -> Option<Expression> {
    let mut parts = Vec::new();
    let mut turned = false;
    for child in node.children() {
        if child.rule() == sign {
            turned = turns(child.text().trim());
        } else if child.rule() == part {
            parts.push((turned, make(&child, notes)?));
        }
    }
    notes.check_operands(parts.len(), node.span());
    if parts.len() > 1 {
        return Some(Expression {
            form: join(parts),
            span: node.span(),
        });
    }
    parts.pop().map(|(_, only)| only)
}

fn aggregate(word: &str) -> Aggregate {
    match word.trim() {
        "count" => Aggregate::Count,
        "sum" => Aggregate::Sum,
        "earliest" => Aggregate::Earliest,
        "latest" => Aggregate::Latest,
        "minimum" => Aggregate::Minimum,
        _ => Aggregate::Maximum,
    }
}

fn unary(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let prefixes: Vec<Node<'_>> = node.all(Rule::prefix).collect();
    notes.check_depth(prefixes.len(), node.span());
    let mut value = postfix(&node.child(Rule::postfix)?, notes)?;
    for written in prefixes.iter().rev() {
        let inner = written.first()?;
        let prefix = match inner.rule() {
            Rule::minus => Prefix::Minus,
            Rule::date_prefix => Prefix::DateOf,
            Rule::time_prefix => Prefix::TimeOf,
            Rule::edge_prefix if inner.text().starts_with("start") => Prefix::StartOf,
            Rule::edge_prefix => Prefix::EndOf,
            _ => Prefix::Aggregate(aggregate(inner.child(Rule::aggregate)?.text())),
        };
        let span = written.span().to(value.span);
        value = Expression {
            form: Form::Prefix(prefix, Box::new(value)),
            span,
        };
    }
    Some(value)
}

fn postfix(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let mut value = primary(&node.child(Rule::primary)?, notes)?;
    for clause in node.children().filter(|child| child.rule() != Rule::primary) {
        value = Expression {
            form: qualified(value, &clause, notes)?,
            span: node.span(),
        };
    }
    Some(value)
}

/// A value with what stands behind it.
fn qualified(value: Expression, clause: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    let inner = Box::new(value);
    Some(match clause.rule() {
        Rule::where_clause => {
            let said = clause.first()?;
            let said = match said.rule() {
                Rule::expression => expression(&said, notes)?,
                _ => comparison(&said, notes)?,
            };
            Form::Where(inner, Box::new(said))
        }
        Rule::on_clause => {
            let when = clause.first()?;
            let form = match when.rule() {
                Rule::date => Form::Literal(literal::token(&when, notes)?),
                _ => Form::Path(path(&when)),
            };
            let span = when.span();
            Form::On(inner, Box::new(Expression { form, span }))
        }
        Rule::at_clause => Form::At(inner, Box::new(primary(&clause.child(Rule::primary)?, notes)?)),
        Rule::in_a_row => Form::InARow(inner, Box::new(primary(&clause.child(Rule::primary)?, notes)?)),
        Rule::stood_clause => Form::Stood(inner, literal::date(&clause.child(Rule::date)?, notes)?),
        _ => Form::Under(inner, citation(&clause.child(Rule::citation)?)),
    })
}

/// A value without prefixes. What is in brackets comes first and by itself, so that brackets in brackets need little room.
pub fn primary(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    let inner = node.first()?;
    if inner.rule() == Rule::group {
        return expression(&inner.first()?, notes);
    }
    Some(Expression {
        form: bare(&inner, notes)?,
        span: node.span(),
    })
}

fn bare(node: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    Some(match node.rule() {
        Rule::path => Form::Path(path(node)),
        Rule::quota => super::window::quota(node, notes)?,
        Rule::period_of => super::window::period_of(node, notes)?,
        Rule::several => {
            let mut values = Vec::new();
            for value in node.all(Rule::sum) {
                values.push(sum(&value, notes)?);
            }
            notes.check_operands(values.len(), node.span());
            Form::Several(aggregate(node.child(Rule::aggregate)?.text()), values)
        }
        Rule::span_between => {
            let unit = match node.child(Rule::span_unit)?.text().trim() {
                "time" => SpanUnit::Time,
                "days" => SpanUnit::Days,
                "months" => SpanUnit::Months,
                _ => SpanUnit::Years,
            };
            let mut ends = node.all(Rule::path_or_group);
            let (from, to) = (ends.next()?, ends.next()?);
            Form::Between(
                unit,
                Box::new(end_of_span(&from, notes)?),
                Box::new(end_of_span(&to, notes)?),
            )
        }
        _ => Form::Literal(literal::token(node, notes)?),
    })
}

fn end_of_span(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    primary(node, notes)
}

/// Lettered points.
pub fn points(node: &Node<'_>, notes: &mut Notes) -> Option<Points> {
    let all = node.child(Rule::points_word)?.text().trim() == "all";
    beside::points(node, all, notes);
    Some(Points {
        all,
        points: points_of(node, notes)?,
        span: node.span(),
    })
}

/// The lettered points in a node.
pub fn points_of(node: &Node<'_>, notes: &mut Notes) -> Option<Vec<Point>> {
    let mut points = Vec::new();
    for written in node.all(Rule::point) {
        points.push(Point {
            mark: written.child(Rule::point_mark)?.name(),
            expression: expression(&written.child(Rule::expression)?, notes)?,
            span: written.span(),
        });
    }
    notes.check_operands(points.len(), node.span());
    Some(points)
}

/// What a definition says.
pub fn body(node: &Node<'_>, notes: &mut Notes) -> Option<Body> {
    let inner = node.first()?;
    match inner.rule() {
        Rule::points => points(&inner, notes).map(Body::Points),
        Rule::table => table(&inner, notes).map(Body::Table),
        _ => {
            let mut alternatives = Vec::new();
            let all: Vec<Node<'_>> = inner.all(Rule::alternative).collect();
            beside::alternatives(&all, notes);
            for written in &all {
                alternatives.push(alternative(written, notes)?);
            }
            notes.check_operands(alternatives.len(), node.span());
            Some(Body::Alternatives(alternatives))
        }
    }
}

fn alternative(node: &Node<'_>, notes: &mut Notes) -> Option<Alternative> {
    let mut said = Vec::new();
    for written in node.all(Rule::expression) {
        said.push(expression(&written, notes)?);
    }
    let mut said = said.into_iter();
    let value = said.next()?;
    let guard = match (said.next(), node.child(Rule::k_otherwise)) {
        (Some(guard), _) => Guard::If(guard),
        (None, Some(_)) => Guard::Otherwise,
        (None, None) => Guard::Always,
    };
    let rounding = match node.child(Rule::rounding) {
        Some(written) => Some(rounding(&written, notes)?),
        None => None,
    };
    Some(Alternative {
        value,
        guard,
        rounding,
        span: node.span(),
    })
}

/// `rounded up to a day`.
pub fn rounding(node: &Node<'_>, notes: &mut Notes) -> Option<RoundingClause> {
    let words: Vec<&str> = node
        .child(Rule::rounding_way)?
        .text()
        .split_whitespace()
        .collect();
    let way = match words.as_slice() {
        ["up"] => Rounding::Up,
        ["down"] => Rounding::Down,
        ["half", "up"] => Rounding::HalfUp,
        _ => Rounding::HalfEven,
    };
    let written = node.child(Rule::rounding_step)?;
    let step = match written.child(Rule::decimal) {
        Some(number) => RoundingStep::Number(literal::number(&number, notes)?),
        None => RoundingStep::Unit(written.child(Rule::rounding_unit)?.text().trim().to_owned()),
    };
    Some(RoundingClause {
        way,
        step,
        span: node.span(),
    })
}

fn table(node: &Node<'_>, notes: &mut Notes) -> Option<Table> {
    let mut rows = Vec::new();
    for written in node.all(Rule::row) {
        let keys: Vec<Vec<Name>> = written
            .all(Rule::row_key)
            .map(|key| key.children().map(|name| name.name()).collect())
            .collect();
        rows.push(Row {
            keys,
            value: sum(&written.child(Rule::sum)?, notes)?,
            span: written.span(),
        });
    }
    notes.check_operands(rows.len(), node.span());
    Some(Table {
        keys: node.all(Rule::path).map(|key| path(&key)).collect(),
        rows,
        span: node.span(),
    })
}

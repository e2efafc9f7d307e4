//! Windows of days, and quotas over them.

use super::expression::{expression, period, sum};
use super::limit::length;
use super::{Node, Notes, literal, path};
use crate::syntax::parse::Rule;
use crate::syntax::tree::{AnyWindow, Expression, Form, Quota, Side, Window};

/// `the 180 days before D`, `the calendar month of D`, periods.
pub fn window(node: &Node<'_>, notes: &mut Notes) -> Option<Window> {
    let inner = if node.rule() == Rule::window {
        node.first()?
    } else {
        node.clone()
    };
    Some(match inner.rule() {
        Rule::stretch => {
            let text = inner.text();
            let day = inner.child(Rule::sum)?;
            let before_day = text
                .get(..text.len().saturating_sub(day.text().len()))
                .unwrap_or("");
            let side = match before_day.split_whitespace().last() {
                Some("before") => Side::Before,
                Some("to") => Side::To,
                _ => Side::After,
            };
            Window::Stretch {
                length: Box::new(length(&inner.child(Rule::limit)?, notes)?),
                side,
                day: Box::new(sum(&day, notes)?),
            }
        }
        Rule::calendar_of => Window::Calendar(
            period(&inner.child(Rule::period_word)?),
            Box::new(sum(&inner.child(Rule::sum)?, notes)?),
        ),
        _ => Window::Value(Box::new(value(&inner, notes)?)),
    })
}

fn value(node: &Node<'_>, notes: &mut Notes) -> Option<Expression> {
    match node.rule() {
        Rule::sum => sum(node, notes),
        Rule::group => expression(&node.first()?, notes),
        Rule::period_of => Some(Expression {
            form: period_of(node, notes)?,
            span: node.span(),
        }),
        _ => Some(Expression {
            form: Form::Path(path(node)),
            span: node.span(),
        }),
    }
}

/// `(from A to B)`.
pub fn period_of(node: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    let mut ends = node.all(Rule::sum);
    let (from, to) = (ends.next()?, ends.next()?);
    Some(Form::PeriodOf(
        Box::new(sum(&from, notes)?),
        Box::new(sum(&to, notes)?),
    ))
}

/// `days of stays in any 180 days`, `count of visits.on in the 30 days before D`.
pub fn quota(node: &Node<'_>, notes: &mut Notes) -> Option<Form> {
    let parts: Vec<Node<'_>> = node.children().collect();
    let [word, of, within] = parts.as_slice() else {
        return None;
    };
    let quota = match within.rule() {
        Rule::any_window => Quota::Any(match within.child(Rule::duration) {
            Some(length) => AnyWindow::Stretch(literal::duration(&length, notes)?, length.span()),
            None => AnyWindow::Calendar(period(&within.child(Rule::period_word)?)),
        }),
        _ => Quota::In(window(within, notes)?),
    };
    Some(Form::Quota {
        days: word.rule() == Rule::days_of,
        of: Box::new(value(of, notes)?),
        quota,
    })
}

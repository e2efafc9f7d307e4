//! What may stand beside what: a form that a lawyer may read in two ways is noted, and the note says how to write each.

use super::{Node, Notes};
use crate::finding::Finding;
use crate::source::Span;
use crate::syntax::parse::Rule;

/// Notes that a text can be read in two ways, with the way out.
fn two_readings(notes: &mut Notes, span: Span, help: &str) {
    notes.note(reading(span, help));
}

/// The finding of a text that can be read in two ways.
pub fn reading(span: Span, help: &str) -> Finding {
    Finding::error("two-readings", span, "this can be read in two ways")
        .label("to what does this belong?")
        .help(help)
}

/// Words that limit what stands before them.
fn limits_what_is_before(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::when_clause | Rule::if_clause | Rule::only_if_clause | Rule::unless_clause
    )
}

/// Clauses in the order in which they are written: which of them may be read as a part of the one before.
pub fn clauses(all: &[Node<'_>], notes: &mut Notes) {
    let mut exception: Option<&Node<'_>> = None;
    for pair in all.windows(2) {
        let [before, after] = pair else { continue };
        if before.rule() == Rule::unless_clause {
            exception = Some(before);
        }
        judged(before, after, notes);
        if !limits_what_is_before(after.rule()) {
            continue;
        }
        let gap = before.until(after);
        let of_points = before
            .child(Rule::condition)
            .is_some_and(|said| open_points(&said));
        let exceptional = matches!(before.rule(), Rule::unless_clause | Rule::extended_clause);
        let deeper = match (before.own_line(), after.own_line()) {
            (Some(outer), Some(inner)) => inner > outer,
            _ => false,
        };
        let again =
            after.rule() == Rule::unless_clause && exception.is_some_and(|first| !aligned(first, after));
        if again {
            two_readings(
                notes,
                after.span(),
                "write `unless a or b` for two exceptions, `unless a and not b` for an exception to the exception",
            );
        } else if (exceptional && (deeper || !separated(gap))) || (of_points && !gap.contains('\n')) {
            two_readings(
                notes,
                after.span(),
                "put a clause of the norm on a line of its own, as deep as the one before it; else join it with `and` or `or`",
            );
        }
    }
}

/// `judged by` without the facts that it is about, behind a condition on its line: it may be about the last part of that
/// condition alone.
pub fn judged(before: &Node<'_>, clause: &Node<'_>, notes: &mut Notes) {
    let conditional = limits_what_is_before(before.rule())
        || matches!(
            before.rule(),
            Rule::condition | Rule::body | Rule::as_in | Rule::expression | Rule::extended_clause
        );
    let deeper = match (before.own_line(), clause.own_line()) {
        (Some(outer), Some(inner)) => inner > outer,
        _ => false,
    };
    let ended = before.text().trim_end().ends_with([',', ';']) || separated(before.until(clause));
    if clause.rule() == Rule::judged_clause && !clause.has(Rule::path) && conditional && (deeper || !ended) {
        two_readings(
            notes,
            clause.span(),
            "put it on a line of its own, as deep as the clause before it, where it is about the whole norm; else name the facts: `judged by court: danger`",
        );
    }
}

/// Whether both begin a line, equally deep.
fn aligned(first: &Node<'_>, second: &Node<'_>) -> bool {
    match (first.own_line(), second.own_line()) {
        (Some(first), Some(second)) => first == second,
        _ => false,
    }
}

/// Whether something ends between two clauses: a line, or a comma.
fn separated(gap: &str) -> bool {
    gap.lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .any(|line| line.contains(','))
        || gap.contains('\n')
}

/// Lettered points without `;` behind the last one: what follows on the line may belong to the last point alone.
fn open_points(said: &Node<'_>) -> bool {
    said.child(Rule::points)
        .is_some_and(|points| !points.text().trim_end().ends_with(';'))
}

/// What follows the body of a definition: with several alternatives, points or rows it may belong to the last alone.
pub fn after_body(body: &Node<'_>, clause: &Node<'_>, notes: &mut Notes) {
    let Some(inner) = body.first() else { return };
    let several = match inner.rule() {
        Rule::alternatives => inner.all(Rule::alternative).count() > 1,
        Rule::points => open_points(body),
        _ => true,
    };
    if several && !body.until(clause).contains('\n') {
        two_readings(
            notes,
            clause.span(),
            "put it on a line of its own, where it belongs to the whole definition",
        );
    }
}

/// Alternatives of a definition: each ends with its line or with a comma, and a line that begins with `-` after the condition of
/// an alternative may subtract from the condition or begin another alternative.
pub fn alternatives(all: &[Node<'_>], notes: &mut Notes) {
    for pair in all.windows(2) {
        if let [before, after] = pair
            && !separated(before.until(after))
        {
            two_readings(
                notes,
                after.span(),
                "put each alternative on a line of its own, or a comma between them",
            );
        }
    }
    for alternative in all.iter().filter(|alternative| alternative.has(Rule::k_if)) {
        if let Some(guard) = alternative.all(Rule::expression).nth(1)
            && let Some(sign) = minus_at_line_start(&guard)
        {
            two_readings(notes, sign.span(), MINUS);
        }
    }
}

/// How to write each reading of a line that begins with `-`.
pub const MINUS: &str =
    "end the line above with a comma where another alternative begins, with `-` where this is subtracted";

/// The first `-` that begins a line, outside brackets.
fn minus_at_line_start<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    if matches!(
        node.rule(),
        Rule::group | Rule::several | Rule::one_of | Rule::period_of | Rule::where_clause
    ) {
        return None;
    }
    if node.rule() == Rule::sum_sign && node.text().trim() == "-" && node.own_line().is_some() {
        return Some(node.clone());
    }
    node.children().find_map(|child| minus_at_line_start(&child))
}

/// Parts of a sum: what is added behind a value that itself ends with a value may belong to either.
pub fn addition(node: &Node<'_>, notes: &mut Notes) {
    let parts: Vec<Node<'_>> = node.all(Rule::product).collect();
    let Some((_, before_signs)) = parts.split_last() else {
        return;
    };
    for part in before_signs {
        if ends_with_a_value(part) {
            two_readings(
                notes,
                part.span(),
                "put brackets around what belongs together: `(days from a to b) + 1 day` or `days from a to (b + 1 day)`",
            );
        }
    }
}

/// Whether the last value of a product ends with another value that is not in brackets.
fn ends_with_a_value(product: &Node<'_>) -> bool {
    let Some(postfix) = product
        .all(Rule::unary)
        .last()
        .and_then(|unary| unary.child(Rule::postfix))
    else {
        return false;
    };
    let Some(last) = postfix.children().last() else {
        return false;
    };
    let bare = |node: &Node<'_>| !node.text().trim_end().ends_with(')');
    match last.rule() {
        Rule::on_clause | Rule::stood_clause => true,
        Rule::at_clause | Rule::in_a_row => bare(&last),
        Rule::primary => last.first().is_some_and(|inner| match inner.rule() {
            Rule::span_between => bare(&inner),
            Rule::quota => inner
                .child(Rule::any_window)
                .is_some_and(|window| window.has(Rule::duration)),
            _ => false,
        }),
        _ => false,
    }
}

/// Parts of a chain of `and` or `or`: what is joined to a statement about the elements of a list may belong to it.
pub fn chain(parts: &[Node<'_>], notes: &mut Notes) {
    let Some((_, before_words)) = parts.split_last() else {
        return;
    };
    for part in before_words {
        let last = match part.rule() {
            Rule::conjunction => part.all(Rule::negation).last(),
            _ => Some(part.clone()),
        };
        let open = last.is_some_and(|negation| {
            negation.has(Rule::quantifier)
                && negation
                    .child(Rule::comparison)
                    .is_some_and(|said| !is_bracketed(&said))
        });
        if open {
            two_readings(
                notes,
                part.span(),
                "put brackets around what belongs together: `(every x in xs : a) and b` or `every x in xs : (a and b)`",
            );
        }
    }
}

/// Whether a comparison is one bracketed expression.
fn is_bracketed(comparison: &Node<'_>) -> bool {
    let mut node = comparison.clone();
    loop {
        let mut children = node.children();
        match (children.next(), children.next()) {
            (Some(only), None) if only.rule() == Rule::group => return true,
            (Some(only), None) => node = only,
            _ => return false,
        }
    }
}

/// Points joined with the other word than the list says: `any of` with `and`, `all of` with `or`.
pub fn points(node: &Node<'_>, all: bool, notes: &mut Notes) {
    let other = if all { Rule::k_or } else { Rule::k_and };
    if let Some(word) = node.words(other).next() {
        two_readings(
            notes,
            word,
            "write `or` between the points of `any of`, `and` between those of `all of`, or `;` alone",
        );
    }
}

/// A clause of a duty that follows from another one, on a line that is no deeper than the word that opens that duty.
pub fn consequence(word: &Node<'_>, clause: &Node<'_>, notes: &mut Notes) {
    // duties that are each owed where the one above was breached stand below one another
    let chain = word.rule() == Rule::otherwise_clause
        && clause
            .first()
            .is_some_and(|inner| inner.rule() == Rule::otherwise_clause);
    if let Some(depth) = clause.own_line()
        && depth <= word.line_indent()
        && !chain
    {
        two_readings(
            notes,
            clause.span(),
            "indent it deeper where it belongs to the duty above; else put that duty in brackets: `otherwise (must b)`",
        );
    }
}

/// Sets what a norm says once; that it says it again is noted.
pub fn once<T>(place: &mut Option<T>, value: T, node: &Node<'_>, notes: &mut Notes) {
    if place.replace(value).is_some() {
        notes.note(said_twice(node.span()));
    }
}

/// The finding of what a norm says again.
pub fn said_twice(span: Span) -> Finding {
    Finding::error("said-twice", span, "this norm says this twice")
        .label("said before")
        .help("leave one of them out, or write another norm")
}

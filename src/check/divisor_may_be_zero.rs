//! `divisor-may-be-zero`: a division of which the divisor may be zero, without a word of what holds then.
//!
//! Wrong: `must not sell when debt / members > 2`. Right: `must not sell when members = 0 or debt / members > 2`.

use crate::finding::Finding;
use crate::resolve::{
    Alternative, Body, Condition, DefinitionId, Guard, Kind, MatterId, Norm, Owner, Place, Program, Root,
    Term, TermKind,
};
use crate::source::{Span, without_spans};
use crate::syntax::tree::{Aggregate, Comparison};
use crate::value::{Number, Value};
use std::cmp::Ordering;
use std::collections::HashSet;

pub fn check(program: &Program) -> Vec<Finding> {
    let mut search = Search {
        program,
        owner: Owner::Matter(MatterId(0)),
        seen: HashSet::new(),
        findings: Vec::new(),
    };
    for norm in program.norms.iter().filter(|norm| norm.reads.divides) {
        search.norm(norm);
    }
    search.findings
}

/// Conditions that are known to hold, or not to hold, where a term is calculated.
type Known<'a> = Vec<(&'a Term, bool)>;

struct Search<'a> {
    program: &'a Program,
    /// Whose names the norm at hand speaks of.
    owner: Owner,
    seen: HashSet<Span>,
    findings: Vec<Finding>,
}

impl<'a> Search<'a> {
    fn norm(&mut self, norm: &'a Norm) {
        self.owner = norm.owner;
        let mut known: Known<'a> = Vec::new();
        let clauses = [
            (&norm.when, true),
            (&norm.if_, true),
            (&norm.unless, false),
            (&norm.only_if, true),
        ];
        for (conditions, holds) in clauses {
            for condition in conditions {
                self.condition(condition, &known);
                // what comes after it matters only where it holds
                if let (Condition::Plain(term), false) = (condition, std::ptr::eq(conditions, &norm.only_if))
                {
                    known.push((term, holds));
                }
            }
        }
        for (condition, _) in &norm.applies {
            self.condition(condition, &known);
        }
        match &norm.kind {
            Kind::Definition(_, body) => self.body(body, &known),
            _ => {
                let said: HashSet<Span> = clauses
                    .iter()
                    .flat_map(|(conditions, _)| conditions.iter())
                    .flat_map(Condition::terms)
                    .map(|term| term.span)
                    .collect();
                for term in norm.terms().into_iter().filter(|term| !said.contains(&term.span)) {
                    self.term(term, &known);
                }
            }
        }
    }

    fn condition(&mut self, condition: &'a Condition, known: &Known<'a>) {
        match condition {
            Condition::Plain(term) => self.term(term, known),
            Condition::Points { all, points } => {
                let terms: Vec<&Term> = points.iter().map(|(_, term)| term).collect();
                self.joined(&terms, *all, known);
            }
        }
    }

    fn body(&mut self, body: &'a Body, known: &Known<'a>) {
        match body {
            Body::Alternatives(alternatives) => self.alternatives(alternatives, known),
            Body::Points(condition) => self.condition(condition, known),
            Body::Table(_) | Body::Delegated => {
                for term in body.terms() {
                    self.term(term, known);
                }
            }
        }
    }

    /// An alternative matters where its condition holds and none before it does.
    fn alternatives(&mut self, alternatives: &'a [Alternative], known: &Known<'a>) {
        let mut known = known.clone();
        for alternative in alternatives {
            match &alternative.guard {
                Guard::Always => self.term(&alternative.value, &known),
                Guard::If(guard) => {
                    self.term(guard, &known);
                    known.push((guard, true));
                    self.term(&alternative.value, &known);
                    known.pop();
                    known.push((guard, false));
                }
            }
        }
    }

    /// Parts of which each matters only where the others do not decide: in `a and b`, where they hold; in `a or b`, where
    /// they do not.
    fn joined(&mut self, parts: &[&'a Term], all: bool, known: &Known<'a>) {
        for (place, part) in parts.iter().enumerate() {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != place);
            let mut inner = known.clone();
            inner.extend(others.map(|(_, other)| (*other, all)));
            self.term(part, &inner);
        }
    }

    fn term(&mut self, term: &'a Term, known: &Known<'a>) {
        match &term.kind {
            TermKind::All(parts) => self.joined(&parts.iter().collect::<Vec<_>>(), true, known),
            TermKind::Any(parts) => self.joined(&parts.iter().collect::<Vec<_>>(), false, known),
            _ => {
                if let TermKind::Product(parts) = &term.kind {
                    for (_, divisor) in parts.iter().filter(|(divides, _)| *divides) {
                        self.divisor(divisor, known);
                    }
                }
                for child in term.children() {
                    self.term(child, known);
                }
            }
        }
    }

    fn divisor(&mut self, divisor: &'a Term, known: &Known<'a>) {
        let excluded = known
            .iter()
            .any(|(condition, holds)| excludes_zero(condition, *holds, divisor));
        if excluded || self.sign(divisor, 0) == Sign::NeverZero || self.sign(divisor, 0) == Sign::Positive {
            return;
        }
        if self.seen.insert(divisor.span) {
            let name = name_of(self.program, self.owner, divisor);
            self.findings.push(finding(divisor.span, name.as_deref()));
        }
    }

    /// What is known of the sign of a number.
    fn sign(&self, term: &Term, depth: usize) -> Sign {
        if depth > DEPTH {
            return Sign::Open;
        }
        match &term.kind {
            TermKind::Value(value) => sign_of(value),
            TermKind::Aggregate(Aggregate::Count, _) | TermKind::Several(Aggregate::Count, _) => {
                Sign::NotNegative
            }
            TermKind::Parameter(id, _) => {
                let made = self.program.parameters.get(id.0);
                let values = made.map_or(&[][..], |made| &made.values);
                least(values.iter().map(|(_, value, _)| sign_of(value)))
            }
            TermKind::Sum(parts, _) if parts.iter().all(|(minus, _)| !minus) => {
                of_sum(&self.signs(parts, depth))
            }
            TermKind::Product(parts) => of_product(&self.signs(parts, depth)),
            TermKind::Several(Aggregate::Maximum, parts)
                if parts
                    .iter()
                    .any(|part| self.sign(part, depth + 1) == Sign::Positive) =>
            {
                Sign::Positive
            }
            TermKind::Minus(inner) => match self.sign(inner, depth + 1) {
                Sign::Positive | Sign::NeverZero => Sign::NeverZero,
                Sign::NotNegative | Sign::Open => Sign::Open,
            },
            TermKind::Definition { id, .. } => self.sign_of_definition(*id, depth + 1),
            _ => Sign::Open,
        }
    }

    fn signs(&self, parts: &[(bool, Term)], depth: usize) -> Vec<Sign> {
        parts.iter().map(|(_, part)| self.sign(part, depth + 1)).collect()
    }

    fn sign_of_definition(&self, id: DefinitionId, depth: usize) -> Sign {
        let said = self.program.norms.iter().filter_map(|norm| match &norm.kind {
            Kind::Definition(defined, body) if *defined == id => Some(body),
            _ => None,
        });
        let mut signs = Vec::new();
        for body in said {
            match body {
                Body::Alternatives(alternatives) => {
                    signs.extend(alternatives.iter().map(|each| self.sign(&each.value, depth)));
                }
                Body::Table(table) => signs.extend(table.rows.iter().map(|row| self.sign(&row.value, depth))),
                Body::Points(_) | Body::Delegated => return Sign::Open,
            }
        }
        least(signs.into_iter())
    }
}

/// Definitions that rest on one another are followed so deep.
const DEPTH: usize = 8;

/// What is known of the sign of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Positive,
    NeverZero,
    NotNegative,
    Open,
}

/// The sign of a sum.
fn of_sum(signs: &[Sign]) -> Sign {
    let negative = |sign: &Sign| !matches!(sign, Sign::Positive | Sign::NotNegative);
    match (signs.iter().any(negative), signs.contains(&Sign::Positive)) {
        (true, _) => Sign::Open,
        (false, true) => Sign::Positive,
        (false, false) => Sign::NotNegative,
    }
}

/// The sign of a product or quotient.
fn of_product(signs: &[Sign]) -> Sign {
    if signs.iter().all(|sign| *sign == Sign::Positive) {
        Sign::Positive
    } else if signs
        .iter()
        .all(|sign| matches!(sign, Sign::Positive | Sign::NeverZero))
    {
        Sign::NeverZero
    } else {
        Sign::Open
    }
}

/// What is known of a number that is one of several.
fn least(mut signs: impl Iterator<Item = Sign>) -> Sign {
    let Some(first) = signs.next() else {
        return Sign::Open;
    };
    signs.fold(first, |so_far, sign| match (so_far, sign) {
        (a, b) if a == b => a,
        (Sign::Open, _) | (_, Sign::Open) => Sign::Open,
        (Sign::Positive, Sign::NeverZero) | (Sign::NeverZero, Sign::Positive) => Sign::NeverZero,
        (Sign::Positive, Sign::NotNegative) | (Sign::NotNegative, Sign::Positive) => Sign::NotNegative,
        _ => Sign::Open,
    })
}

fn sign_of(value: &Value) -> Sign {
    let of_number = |number: &Number| match number.cmp(&Number::whole(0)) {
        Ordering::Greater => Sign::Positive,
        Ordering::Less => Sign::NeverZero,
        Ordering::Equal => Sign::NotNegative,
    };
    match value {
        Value::Number(number) | Value::Money(number, _) => of_number(number),
        Value::Duration(duration) if duration.is_zero() => Sign::NotNegative,
        Value::Duration(duration) if duration.is_positive() && !duration.is_negative() => Sign::Positive,
        Value::Duration(_) => Sign::NeverZero,
        _ => Sign::Open,
    }
}

/// Whether a condition that holds (or does not) means that a number is not zero.
fn excludes_zero(condition: &Term, holds: bool, divisor: &Term) -> bool {
    match &condition.kind {
        TermKind::Not(inner) => excludes_zero(inner, !holds, divisor),
        TermKind::All(parts) if holds => parts.iter().any(|part| excludes_zero(part, true, divisor)),
        TermKind::Any(parts) if !holds => parts.iter().any(|part| excludes_zero(part, false, divisor)),
        TermKind::Compare(order, a, b) => {
            let order = if holds { *order } else { contrary(*order) };
            if same(a, divisor) {
                bounded_away(order, b)
            } else if same(b, divisor) {
                bounded_away(mirrored(order), a)
            } else {
                false
            }
        }
        _ => false,
    }
}

fn same(a: &Term, b: &Term) -> bool {
    without_spans(&a.kind) == without_spans(&b.kind)
}

/// Whether a number that stands in an order to a written one cannot be zero.
fn bounded_away(order: Comparison, with: &Term) -> bool {
    let TermKind::Value(value) = &with.kind else {
        return false;
    };
    let zero = match value {
        Value::Number(number) | Value::Money(number, _) => number.cmp(&Number::whole(0)),
        Value::Duration(duration) if duration.is_zero() => Ordering::Equal,
        Value::Duration(duration) if duration.is_negative() => Ordering::Less,
        Value::Duration(_) => Ordering::Greater,
        _ => return false,
    };
    match order {
        Comparison::Different => zero == Ordering::Equal,
        Comparison::Equal => zero != Ordering::Equal,
        Comparison::More => zero != Ordering::Less,
        Comparison::AtLeast => zero == Ordering::Greater,
        Comparison::Less => zero != Ordering::Greater,
        Comparison::AtMost => zero == Ordering::Less,
    }
}

fn contrary(order: Comparison) -> Comparison {
    match order {
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::More,
        Comparison::More => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
        Comparison::Equal => Comparison::Different,
        Comparison::Different => Comparison::Equal,
    }
}

fn mirrored(order: Comparison) -> Comparison {
    match order {
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::Different => order,
    }
}

/// The name of a divisor, where it is a fact of the matter or a definition of it.
fn name_of(program: &Program, owner: Owner, divisor: &Term) -> Option<String> {
    match &divisor.kind {
        TermKind::Definition { id, own: None, .. } => {
            Some(program.definitions.get(id.0)?.name.text.to_string())
        }
        TermKind::Fact(Place {
            root: Root::Case,
            fields,
        }) => match (owner, fields.as_slice()) {
            (Owner::Matter(id), [field]) => {
                Some(program.matter(id)?.slots.get(*field)?.name.text.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

fn finding(span: Span, name: Option<&str>) -> Finding {
    let zero = name.map_or_else(|| "the divisor = 0".to_owned(), |name| format!("{name} = 0"));
    Finding::warning("divisor-may-be-zero", span, "this divisor may be zero")
        .label("then nothing can be calculated, and nothing is decided")
        .help(format!(
            "say what holds then: in a condition, `{zero} or ...` where it holds at zero and `not ({zero}) and ...` where it does \
             not; in a definition, an alternative before it, as in `0 if {zero}`"
        ))
}

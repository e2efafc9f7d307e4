//! Expressions to typed terms.

use super::program::{ActionId, Condition, MatterId, Owner};
use super::resolver::{Resolver, Scope};
use super::term::{State, Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Expression, Form, Prefix};
use crate::time::Date;
use crate::time::Zone;
use std::sync::Arc;

impl Resolver {
    /// The zone in which local times of a scope are read.
    pub fn zone(&self, owner: Owner) -> Zone {
        match owner {
            Owner::Matter(id) => self.program.matter(id).map_or(Zone::UTC, |matter| matter.zone),
            Owner::Record(_) => self
                .program
                .matters
                .first()
                .map_or(Zone::UTC, |matter| matter.zone),
        }
    }

    /// An action of the scope's matter.
    pub fn action_named(&self, owner: Owner, name: &str) -> Option<ActionId> {
        let Owner::Matter(MatterId(matter)) = owner else {
            return None;
        };
        let places = self.action_names.get(name)?;
        let mine = |place: &&usize| {
            self.program
                .actions
                .get(**place)
                .is_some_and(|action| action.matter.0 == matter)
        };
        places.iter().find(mine).copied().map(ActionId)
    }

    /// A condition as written: lettered points or an expression, each yes or no.
    pub fn condition(&mut self, scope: &mut Scope, written: &tree::Condition) -> Condition {
        match written {
            tree::Condition::Points(points) => self.points(scope, points),
            tree::Condition::Expression(expression) => Condition::Plain(self.truth(scope, expression)),
        }
    }

    /// Lettered points.
    pub fn points(&mut self, scope: &mut Scope, written: &tree::Points) -> Condition {
        let mut points: Vec<(Arc<str>, Term)> = Vec::new();
        for point in &written.points {
            let first = written
                .points
                .iter()
                .find(|other| other.mark.text == point.mark.text);
            if let Some(first) = first.filter(|first| first.mark.span != point.mark.span) {
                self.note(trouble::duplicate_name(
                    "two points",
                    &point.mark,
                    first.mark.span,
                ));
            }
            points.push((point.mark.text.clone(), self.truth(scope, &point.expression)));
        }
        Condition::Points {
            all: written.all,
            points,
        }
    }

    /// An expression that must be yes or no. A fact that may be none counts as yes when it exists.
    pub fn truth(&mut self, scope: &mut Scope, expression: &Expression) -> Term {
        let term = self.expression(scope, expression, Some(&Type::truth()));
        if term.ty.is_wrong() {
            return term;
        }
        if term.ty.base == Base::Truth && !term.ty.optional {
            return term;
        }
        if term.ty.optional && term.ty.base != Base::Truth {
            return self.over(TermKind::Happened, term, Type::truth());
        }
        if term.ty.base == Base::Truth {
            return Term {
                ty: Type::truth(),
                ..term
            };
        }
        let found = term.ty.words(&self.program);
        self.note(trouble::not_a_condition(term.span, &found));
        Term::wrong(term.span)
    }

    /// A term around another one.
    pub fn over(&mut self, make: impl FnOnce(Box<Term>) -> TermKind, inner: Term, ty: Type) -> Term {
        let (span, height) = (inner.span, inner.height + 1);
        self.bounded(Term {
            kind: make(Box::new(inner)),
            ty,
            span,
            height,
        })
    }

    /// A term over several.
    pub fn group(&mut self, kind: TermKind, ty: Type, span: Span) -> Term {
        let mut term = Term {
            kind,
            ty,
            span,
            height: 0,
        };
        term.height = term
            .children()
            .iter()
            .map(|child| child.height)
            .max()
            .unwrap_or(0)
            + 1;
        self.bounded(term)
    }

    /// An expression of any type.
    pub fn expression(
        &mut self,
        scope: &mut Scope,
        expression: &Expression,
        expected: Option<&Type>,
    ) -> Term {
        if scope.depth > self.limits.height {
            self.note(trouble::too_deep(expression.span, self.limits.height));
            return Term::wrong(expression.span);
        }
        scope.depth += 1;
        let term = self.form(scope, expression, expected);
        scope.depth -= 1;
        Term {
            span: expression.span,
            ..term
        }
    }

    fn form(&mut self, scope: &mut Scope, expression: &Expression, expected: Option<&Type>) -> Term {
        let span = expression.span;
        match &expression.form {
            Form::Literal(literal) => {
                let zone = self.zone(scope.owner);
                self.literal_term(literal, span, zone)
            }
            Form::Path(path) => self.path(scope, path, expected),
            Form::Any(parts) => {
                let parts = parts.iter().map(|part| self.truth(scope, part)).collect();
                self.group(TermKind::Any(parts), Type::truth(), span)
            }
            Form::All(parts) => {
                let parts = parts.iter().map(|part| self.truth(scope, part)).collect();
                self.group(TermKind::All(parts), Type::truth(), span)
            }
            Form::Not(inner) => {
                let inner = self.truth(scope, inner);
                self.over(TermKind::Not, inner, Type::truth())
            }
            Form::Compare(left, order, right) => self.compare(scope, left, *order, right, span),
            Form::Is {
                subject,
                negated,
                what,
            } => self.is(scope, subject, *negated, what, span),
            Form::InPeriod(left, period, right) => {
                let (left, right) = (self.dated(scope, left), self.dated(scope, right));
                self.group(
                    TermKind::InPeriod(*period, Box::new(left), Box::new(right)),
                    Type::truth(),
                    span,
                )
            }
            Form::In(day, window) => self.in_window(scope, day, window, span),
            Form::Throughout(periods, window) => self.over_periods(scope, periods, Ok(window), span),
            Form::Overlaps(periods, other) => self.over_periods(scope, periods, Err(other), span),
            Form::Counted { length, back, from } => self.counted(scope, length, *back, from, span),
            Form::At(date, time) => self.at_time(scope, date, time, span),
            Form::InARow(terms, from) => self.in_a_row(scope, terms, from, span),
            Form::PeriodOf(from, to) => self.period_of(scope, from, to, span),
            Form::Quota { days, of, quota } => self.quota(scope, *days, of, quota, span),
            Form::Sum(parts) => self.sum(scope, parts, span),
            Form::Product(parts) => self.product(scope, parts, span),
            Form::Prefix(prefix, inner) => self.prefix(scope, *prefix, inner, span),
            Form::Quantified {
                quantifier,
                element,
                list,
                body,
            } => self.quantified(scope, *quantifier, element, list, body, span),
            Form::Where(list, said) => self.filtered(scope, list, said, span),
            Form::Several(aggregate, values) => self.several(scope, *aggregate, values, span),
            Form::Between(unit, from, to) => self.between(scope, *unit, from, to, span),
            Form::On(inner, date) => self.on_date(scope, inner, date, span),
            Form::Under(inner, citation) => self.under(scope, inner, citation, span),
            Form::Stood(inner, date) => self.stood(scope, inner, *date, expected, span),
        }
    }

    /// A date, or a moment read as its local date.
    pub fn dated(&mut self, scope: &mut Scope, expression: &Expression) -> Term {
        let term = self.expression(scope, expression, None);
        match term.ty.base {
            Base::Date | Base::Wrong => term,
            Base::Moment => {
                let ty = Type {
                    base: Base::Date,
                    optional: term.ty.optional,
                };
                self.over(TermKind::DateOf, term, ty)
            }
            _ => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(term.span, "a date or moment", &found));
                Term::wrong(term.span)
            }
        }
    }

    fn prefix(&mut self, scope: &mut Scope, prefix: Prefix, inner: &Expression, span: Span) -> Term {
        match prefix {
            Prefix::DateOf => self.dated(scope, inner),
            Prefix::TimeOf | Prefix::StartOf | Prefix::EndOf => self.edge(scope, prefix, inner, span),
            Prefix::Aggregate(aggregate) => self.aggregate(scope, aggregate, inner, span),
            Prefix::Minus => {
                let term = self.expression(scope, inner, None);
                match term.ty.base {
                    Base::Number | Base::Money(_) | Base::Duration(..) | Base::Wrong => {
                        let ty = term.ty.clone();
                        self.over(TermKind::Minus, term, ty)
                    }
                    _ => {
                        let found = term.ty.words(&self.program);
                        self.note(trouble::wrong_type(
                            term.span,
                            "a number, money or a duration",
                            &found,
                        ));
                        Term::wrong(span)
                    }
                }
            }
        }
    }

    fn on_date(&mut self, scope: &mut Scope, inner: &Expression, date: &Expression, span: Span) -> Term {
        let term = self.expression(scope, inner, None);
        let date = self.dated(scope, date);
        match term.kind {
            TermKind::Parameter(id, None) => {
                let ty = Type {
                    optional: term.ty.optional || date.ty.optional,
                    ..term.ty
                };
                self.group(TermKind::Parameter(id, Some(Box::new(date))), ty, span)
            }
            TermKind::Wrong => term,
            _ => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(term.span, "a parameter before `on`", &found));
                Term::wrong(span)
            }
        }
    }

    fn under(
        &mut self,
        scope: &mut Scope,
        inner: &Expression,
        written: &tree::CitationText,
        span: Span,
    ) -> Term {
        let term = self.expression(scope, inner, None);
        let Some(citation) = self.citation(scope.provision, written) else {
            return Term::wrong(span);
        };
        let kind = match term.kind {
            TermKind::Definition { id, own, under: None } => TermKind::Definition {
                id,
                own,
                under: Some(citation),
            },
            TermKind::State(action, state, None) => TermKind::State(action, state, Some(citation)),
            TermKind::Wrong => return term,
            _ => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(
                    term.span,
                    "a definition before `under`",
                    &found,
                ));
                return Term::wrong(span);
            }
        };
        Term {
            kind,
            ty: term.ty,
            span,
            height: term.height,
        }
    }

    /// What the law of a date concludes. A definition may so rest on what it was itself.
    fn stood(
        &mut self,
        scope: &mut Scope,
        inner: &Expression,
        date: Date,
        expected: Option<&Type>,
        span: Span,
    ) -> Term {
        let outer = self.stood.replace((date, expected.cloned()));
        let term = self.expression(scope, inner, expected);
        self.stood = outer;
        match term.kind {
            TermKind::Definition { .. } | TermKind::State(..) | TermKind::Parameter(..) => {
                let ty = term.ty.clone();
                let mut term = self.over(|inner| TermKind::Stood(date, inner), term, ty);
                term.span = span;
                self.passing = true;
                self.program.stood.insert(date);
                term
            }
            TermKind::Wrong => term,
            _ => {
                let found = term.ty.words(&self.program);
                let expected = "a definition, a state or a parameter before `as it stood on`";
                self.note(trouble::wrong_type(term.span, expected, &found));
                Term::wrong(span)
            }
        }
    }

    /// A state of an action, where the subject of `is` names one.
    pub fn state_of(&self, scope: &Scope, subject: &Expression) -> Option<(ActionId, tree::Name)> {
        let Form::Path(path) = &subject.form else {
            return None;
        };
        let [name] = path.names.as_slice() else {
            return None;
        };
        let shape = self.shape(scope.owner)?;
        if shape.by_name.contains_key(&name.text) || shape.definitions.contains_key(&name.text) {
            return None;
        }
        self.action_named(scope.owner, &name.text)
            .map(|action| (action, name.clone()))
    }

    /// The term for a state.
    pub fn state_term(&mut self, action: ActionId, state: State, span: Span) -> Term {
        Term {
            kind: TermKind::State(action, state, None),
            ty: Type::truth(),
            span,
            height: 2,
        }
    }
}

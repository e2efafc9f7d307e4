//! Comparisons and `is`.

use super::resolver::{Resolver, Scope};
use super::term::{STATES, State, Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use super::uses::Declared;
use crate::source::Span;
use crate::syntax::tree::{Choice, Comparison, Expression, Form, Is, Name};
use crate::value::Value;
use std::sync::Arc;

impl Resolver {
    pub fn compare(
        &mut self,
        scope: &mut Scope,
        left: &Expression,
        order: Comparison,
        right: &Expression,
        span: Span,
    ) -> Term {
        let bare =
            |expression: &Expression| matches!(&expression.form, Form::Path(path) if path.names.len() == 1);
        let (a, b) = if bare(left) && !bare(right) {
            let b = self.expression(scope, right, None);
            (self.expression(scope, left, Some(&b.ty.clone())), b)
        } else {
            let a = self.expression(scope, left, None);
            let b = self.expression(scope, right, Some(&a.ty.clone()));
            (a, b)
        };
        if !self.comparable(&a, &b, span) {
            return Term::wrong(span);
        }
        let ordered = !matches!(order, Comparison::Equal | Comparison::Different);
        if ordered && !self.has_order(&a.ty.base) {
            let found = a.ty.words(&self.program);
            self.note(trouble::no_order(span, &found));
            return Term::wrong(span);
        }
        self.group(
            TermKind::Compare(order, Box::new(a), Box::new(b)),
            Type::truth(),
            span,
        )
    }

    pub(super) fn has_order(&self, base: &Base) -> bool {
        match base {
            Base::Number
            | Base::Money(_)
            | Base::Duration(..)
            | Base::Date
            | Base::Moment
            | Base::TimeOfDay
            | Base::Wrong => true,
            Base::Enum(id) => self.program.enum_type(*id).is_some_and(|made| made.ordered),
            Base::Truth | Base::Text | Base::Country | Base::Periods | Base::Record(_) | Base::List(_) => {
                false
            }
        }
    }

    /// Whether two terms can be compared; if not, why is noted.
    fn comparable(&mut self, a: &Term, b: &Term, span: Span) -> bool {
        let (left, right) = (a.ty.words(&self.program), b.ty.words(&self.program));
        match (&a.ty.base, &b.ty.base) {
            (Base::Wrong, _) | (_, Base::Wrong) => {
                // one side is already reported, or is `none`
                !matches!((&a.kind, &b.kind), (TermKind::Wrong, _) | (_, TermKind::Wrong))
            }
            (Base::List(_), _) | (_, Base::List(_)) => {
                self.note(trouble::list_as_value(span));
                false
            }
            (Base::Record(_), _) | (_, Base::Record(_)) => {
                self.note(trouble::record_as_value(span, &left));
                false
            }
            (Base::Duration(x, _), Base::Duration(y, _)) if x != y => {
                self.note(trouble::mixed_durations(span, x.words(), y.words()));
                false
            }
            (Base::Money(x), Base::Money(y)) if x != y => {
                self.note(trouble::mixed_currencies(span, &left, &right));
                false
            }
            (Base::Periods, _) | (_, Base::Periods) => {
                self.note(trouble::periods_as_value(span));
                false
            }
            (Base::Date, Base::Moment) | (Base::Moment, Base::Date) => {
                self.note(trouble::date_and_moment(span));
                false
            }
            (Base::Moment, Base::TimeOfDay) | (Base::TimeOfDay, Base::Moment) => {
                self.note(trouble::moment_and_time_of_day(span));
                false
            }
            _ if a.ty.fits(&b.ty) => true,
            _ => {
                self.note(trouble::cannot_compare(span, &left, &right));
                false
            }
        }
    }

    pub fn is(
        &mut self,
        scope: &mut Scope,
        subject: &Expression,
        negated: bool,
        what: &Is,
        span: Span,
    ) -> Term {
        let said = match self.state_of(scope, subject) {
            Some((action, name)) => {
                self.used(name.span, Declared::Action(action));
                match self.state(&name, what) {
                    Some(state) => self.state_term(action, state, span),
                    None => Term::wrong(span),
                }
            }
            None => self.is_value(scope, subject, what, span),
        };
        if negated {
            self.over(TermKind::Not, said, Type::truth())
        } else {
            said
        }
    }

    /// The state that stands after `is`.
    fn state(&mut self, action: &Name, what: &Is) -> Option<State> {
        let named = |word: &str| {
            STATES
                .iter()
                .find(|(name, _)| *name == word)
                .map(|(_, state)| *state)
        };
        match what {
            Is::State(word) => named(word),
            Is::Choice(Choice { names }) => {
                let [name] = names.as_slice() else {
                    self.note(trouble::action_as_value(action));
                    return None;
                };
                if let Some(state) = named(&name.text) {
                    return Some(state);
                }
                let known: Vec<Arc<str>> = STATES.iter().map(|(name, _)| (*name).into()).collect();
                let near = self.near(&name.text, &known);
                self.note(trouble::unknown_state(name, near.as_deref()));
                None
            }
            Is::None | Is::OneOf(_) | Is::Kind(_) | Is::Value(_) => {
                self.note(trouble::action_as_value(action));
                None
            }
        }
    }

    fn is_value(&mut self, scope: &mut Scope, subject: &Expression, what: &Is, span: Span) -> Term {
        let term = self.expression(scope, subject, None);
        if term.ty.is_wrong() && !term.ty.optional {
            return Term::wrong(span);
        }
        if matches!(term.ty.base, Base::List(_)) {
            self.note(trouble::list_as_value(term.span));
            return Term::wrong(span);
        }
        match what {
            Is::None => Term {
                span,
                ..self.over(TermKind::IsNone, term, Type::truth())
            },
            Is::Choice(choice) => self.one_of_names(scope, term, &choice.names, span),
            Is::OneOf(values) => {
                let ty = term.ty.clone();
                let values: Vec<Term> = values
                    .iter()
                    .map(|value| self.expression(scope, value, Some(&ty)))
                    .collect();
                self.one_of(term, values, span)
            }
            Is::Kind(kind) => self.is_kind(term, kind, span),
            Is::Value(value) => {
                let ty = term.ty.clone();
                let value = self.expression(scope, value, Some(&ty));
                self.one_of(term, vec![value], span)
            }
            Is::State(word) => {
                let name = Name {
                    text: (*word).into(),
                    span,
                };
                let found = term.ty.words(&self.program);
                self.note(trouble::unknown_value(&name, None, &found, "those of its type"));
                Term::wrong(span)
            }
        }
    }

    fn one_of_names(&mut self, scope: &mut Scope, term: Term, names: &[Name], span: Span) -> Term {
        let ty = term.ty.clone();
        let values: Vec<Term> = names
            .iter()
            .map(|name| {
                let path = crate::syntax::tree::Path {
                    names: vec![name.clone()],
                    span: name.span,
                };
                let fact = self.is_member(scope, &name.text) && !self.has_value(&ty.base, &name.text);
                if matches!(ty.base, Base::Enum(_) | Base::Country) && !fact {
                    let value = self.named_value(name, &ty);
                    return value.map_or_else(
                        || Term::wrong(name.span),
                        |value| Term::value(value, Type::plain(ty.base.clone()), name.span),
                    );
                }
                let term = self.path(scope, &path, Some(&ty));
                if names.len() > 1 && term.ty.base == Base::Truth && ty.base != Base::Truth {
                    self.note(trouble::condition_in_choice(name));
                    return Term::wrong(name.span);
                }
                term
            })
            .collect();
        self.one_of(term, values, span)
    }

    fn has_value(&self, base: &Base, name: &str) -> bool {
        match base {
            Base::Enum(id) => self
                .program
                .enum_type(*id)
                .is_some_and(|made| made.place(name).is_some()),
            _ => false,
        }
    }

    fn one_of(&mut self, term: Term, values: Vec<Term>, span: Span) -> Term {
        for value in &values {
            if !self.comparable(&term, value, value.span) {
                return Term::wrong(span);
            }
        }
        self.group(TermKind::OneOf(Box::new(term), values), Type::truth(), span)
    }

    /// `is a decision`: any value declared to be of that kind.
    fn is_kind(&mut self, term: Term, kind: &Name, span: Span) -> Term {
        let Base::Enum(id) = term.ty.base else {
            let found = term.ty.words(&self.program);
            self.note(trouble::wrong_type(term.span, "a value of an enum", &found));
            return Term::wrong(span);
        };
        let values = self.values_of_kind(id.0, &kind.text);
        if values.is_empty() {
            let known: Vec<Arc<str>> = self
                .program
                .enum_type(id)
                .map(|made| {
                    made.values
                        .iter()
                        .filter_map(|(_, kind, _)| kind.as_ref().map(|kind| kind.text.clone()))
                        .collect()
                })
                .unwrap_or_default();
            let near = self.near(&kind.text, &known);
            self.note(trouble::unknown_kind(kind, near.as_deref()));
            return Term::wrong(span);
        }
        let ty = Type::plain(Base::Enum(id));
        let values = values
            .into_iter()
            .map(|value| Term::value(value, ty.clone(), kind.span))
            .collect();
        self.one_of(term, values, span)
    }

    /// The values of an enum that are of a kind, or the one value of that name.
    pub fn values_of_kind(&self, number: usize, kind: &str) -> Vec<Value> {
        let Some(made) = self.program.enums.get(number) else {
            return Vec::new();
        };
        let of_kind = made.values.iter().enumerate().filter(|(_, (_, declared, _))| {
            declared.as_ref().is_some_and(|declared| &*declared.text == kind)
        });
        let mut values: Vec<Value> = of_kind
            .filter_map(|(place, _)| made.value(u32::try_from(place).ok()?))
            .collect();
        if values.is_empty() {
            values.extend(made.place(kind).and_then(|place| made.value(place)));
        }
        values
    }
}

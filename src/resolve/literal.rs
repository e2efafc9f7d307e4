//! Literals against the type that is expected of them.

use super::resolver::Resolver;
use super::term::Term;
use super::trouble;
use super::types::{Base, Exactness, Type};
use super::uses::Declared;
use crate::source::Span;
use crate::syntax::tree::{Literal, Name};
use crate::time::{Zone, parse_moment_noting};
use crate::value::{Country, Value, country_codes};
use std::sync::Arc;

impl Resolver {
    /// The value of a literal of a known type; a mismatch is noted.
    pub fn literal_value(&mut self, literal: &Literal, ty: &Type, span: Span, zone: Zone) -> Option<Value> {
        if let (Literal::Number(number), Base::Money(currency)) = (literal, &ty.base) {
            return Some(Value::Money(number.clone(), *currency));
        }
        if let Literal::Name(name) = literal {
            return self.named_value(name, ty);
        }
        if let (Literal::None, true) = (literal, ty.optional) {
            return Some(Value::None);
        }
        let none = matches!(literal, Literal::None);
        let term = self.literal_term(literal, span, zone);
        if term.ty.is_wrong() && !none {
            return None;
        }
        if none || !term.ty.fits(ty) {
            let (expected, found) = (ty.words(&self.program), term.ty.words(&self.program));
            self.note(trouble::literal_type(
                span,
                &expected,
                if none { "none" } else { &found },
            ));
            return None;
        }
        match term.kind {
            super::term::TermKind::Value(value) => Some(value),
            _ => None,
        }
    }

    /// A name as a value of an enum or a country.
    pub fn named_value(&mut self, name: &Name, ty: &Type) -> Option<Value> {
        match &ty.base {
            Base::Enum(id) => {
                let made = self.program.enum_type(*id)?;
                if let Some(place) = made.place(&name.text) {
                    let value = made.value(place)?;
                    self.used(name.span, Declared::Value(*id, place));
                    return Some(value);
                }
                let known: Vec<Arc<str>> = made
                    .values
                    .iter()
                    .map(|(value, _, _)| value.text.clone())
                    .collect();
                let of = made.name.text.clone();
                let near = self.near(&name.text, &known);
                self.note(trouble::unknown_value(
                    name,
                    near.as_deref(),
                    &format!("`{of}`"),
                    &known.join(", "),
                ));
                None
            }
            Base::Country => {
                if let Some(country) = Country::parse(&name.text) {
                    return Some(Value::Country(country));
                }
                let known: Vec<Arc<str>> = country_codes().map(Into::into).collect();
                let near = self.near(&name.text, &known);
                self.note(trouble::unknown_value(
                    name,
                    near.as_deref(),
                    "the countries",
                    "the codes of ISO 3166-1, such as KZ",
                ));
                None
            }
            Base::Wrong => None,
            _ => {
                let expected = ty.words(&self.program);
                self.note(trouble::literal_type(
                    name.span,
                    &expected,
                    &format!("the name `{}`", name.text),
                ));
                None
            }
        }
    }

    /// A literal as a term of its own type.
    pub fn literal_term(&mut self, literal: &Literal, span: Span, zone: Zone) -> Term {
        let (value, base) = match literal {
            Literal::Yes(yes) => (Value::Yes(*yes), Base::Truth),
            Literal::None => return Term::value(Value::None, Type::optional(Base::Wrong), span),
            Literal::Number(number) => (Value::Number(number.clone()), Base::Number),
            Literal::Money(number, currency) => {
                (Value::Money(number.clone(), *currency), Base::Money(*currency))
            }
            Literal::Duration(duration) => {
                let exactness = if duration.is_whole() {
                    Exactness::Whole
                } else {
                    Exactness::Portion
                };
                let kind = duration.kind();
                (Value::Duration(duration.clone()), Base::Duration(kind, exactness))
            }
            Literal::Date(date) => (Value::Date(*date), Base::Date),
            Literal::TimeOfDay(time) => (Value::Time(*time), Base::TimeOfDay),
            Literal::Moment(text) => match parse_moment_noting(text, zone) {
                Ok((moment, dropped)) => {
                    if dropped {
                        self.note(trouble::fraction_of_a_second(span, text));
                    }
                    (Value::Moment(moment), Base::Moment)
                }
                Err(error) => {
                    self.note(trouble::impossible_moment(span, &error.to_string()));
                    return Term::wrong(span);
                }
            },
            Literal::Text(text) => (Value::Text(text.as_str().into()), Base::Text),
            Literal::Name(_) => return Term::wrong(span),
        };
        Term::value(value, Type::plain(base), span)
    }
}

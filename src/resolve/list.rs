//! Lists: filters, aggregates, quantifiers.

use super::resolver::{Element, Resolver, Scope};
use super::term::{Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use crate::source::Span;
use crate::syntax::tree::{Aggregate, Expression, Name, Path, Quantifier};

impl Resolver {
    /// `xs where …`.
    pub fn filtered(&mut self, scope: &mut Scope, list: &Expression, said: &Expression, span: Span) -> Term {
        let list = self.expression(scope, list, None);
        let TermKind::List {
            place,
            filter: None,
            item,
            depth,
        } = list.kind
        else {
            if !list.ty.is_wrong() {
                let found = list.ty.words(&self.program);
                self.note(trouble::not_a_list(list.span, &found));
            }
            return Term::wrong(span);
        };
        let Some(base) = self.element_base(&place, scope) else {
            return Term::wrong(span);
        };
        scope.elements.push(Element { name: None, base });
        let filter = self.truth(scope, said);
        scope.elements.pop();
        let kind = TermKind::List {
            place,
            filter: Some(Box::new(filter)),
            item,
            depth,
        };
        self.group(kind, list.ty, span)
    }

    /// The type of the elements of the list at a place.
    fn element_base(&self, place: &super::term::Place, scope: &Scope) -> Option<Base> {
        let mut base = match place.root {
            super::term::Root::Case | super::term::Root::Own => match scope.owner {
                super::program::Owner::Matter(_) => None,
                super::program::Owner::Record(id) => Some(Base::Record(id)),
            },
            super::term::Root::Element(number) => Some(scope.elements.get(number)?.base.clone()),
        };
        let mut fields = place.fields.iter();
        if base.is_none() {
            let slot = self.shape(scope.owner)?.slots.get(*fields.next()?)?;
            base = Some(slot.ty.base.clone());
        }
        for field in fields {
            let Some(Base::Record(id)) = base else {
                return None;
            };
            base = Some(self.program.record(id)?.slots.get(*field)?.ty.base.clone());
        }
        match base {
            Some(Base::List(of)) => Some(*of),
            _ => None,
        }
    }

    /// `count of xs` and its kin.
    pub fn aggregate(
        &mut self,
        scope: &mut Scope,
        aggregate: Aggregate,
        inner: &Expression,
        span: Span,
    ) -> Term {
        let list = self.expression(scope, inner, None);
        self.aggregate_term(aggregate, list, span)
    }

    fn aggregate_term(&mut self, aggregate: Aggregate, list: Term, span: Span) -> Term {
        let Base::List(of) = &list.ty.base else {
            if !list.ty.is_wrong() {
                let found = list.ty.words(&self.program);
                self.note(trouble::not_a_list(list.span, &found));
            }
            return Term::wrong(span);
        };
        let of = (**of).clone();
        match self.gathered(aggregate, &of, list.span) {
            Some(ty) => self.group(TermKind::Aggregate(aggregate, Box::new(list)), ty, span),
            None => Term::wrong(span),
        }
    }

    /// The type that an aggregate of values of a type has.
    fn gathered(&mut self, aggregate: Aggregate, of: &Base, span: Span) -> Option<Type> {
        let fits = match aggregate {
            Aggregate::Count => return Some(Type::plain(Base::Number)),
            Aggregate::Sum => matches!(of, Base::Number | Base::Money(_) | Base::Duration(..)),
            Aggregate::Earliest | Aggregate::Latest => matches!(of, Base::Date | Base::Moment),
            Aggregate::Minimum | Aggregate::Maximum => {
                matches!(
                    of,
                    Base::Number | Base::Money(_) | Base::Duration(..) | Base::Date | Base::Moment
                ) || matches!(of, Base::Enum(id) if self.program.enum_type(*id).is_some_and(|made| made.ordered))
            }
        };
        if !fits {
            let found = Type::plain(of.clone()).words(&self.program);
            let needed = match aggregate {
                Aggregate::Sum => "a number, money or a duration",
                Aggregate::Earliest | Aggregate::Latest => "a date or moment",
                Aggregate::Count | Aggregate::Minimum | Aggregate::Maximum => "a value with an order",
            };
            self.note(trouble::wrong_type(span, needed, &found));
            return None;
        }
        Some(match aggregate {
            Aggregate::Sum | Aggregate::Count => Type::plain(of.clone()),
            Aggregate::Earliest | Aggregate::Latest | Aggregate::Minimum | Aggregate::Maximum => {
                Type::optional(of.clone())
            }
        })
    }

    /// `earliest of (a, b)`; with one list in the brackets, that list.
    pub fn several(
        &mut self,
        scope: &mut Scope,
        aggregate: Aggregate,
        values: &[Expression],
        span: Span,
    ) -> Term {
        let mut terms: Vec<Term> = values
            .iter()
            .map(|value| self.expression(scope, value, None))
            .collect();
        if let [only] = terms.as_slice()
            && matches!(only.ty.base, Base::List(_))
        {
            return match terms.pop() {
                Some(list) => self.aggregate_term(aggregate, list, span),
                None => Term::wrong(span),
            };
        }
        let Some(first) = terms.first() else {
            return Term::wrong(span);
        };
        let mut ty = first.ty.clone();
        for term in terms.iter().skip(1) {
            if !ty.fits(&term.ty) {
                let (a, b) = (ty.words(&self.program), term.ty.words(&self.program));
                self.note(trouble::cannot_compare(term.span, &a, &b));
                return Term::wrong(span);
            }
            ty = ty.join(&term.ty);
        }
        if ty.is_wrong() {
            return Term::wrong(span);
        }
        let optional = ty.optional;
        match self.gathered(aggregate, &ty.base, span) {
            Some(gathered) => {
                let ty = Type {
                    base: gathered.base,
                    optional,
                };
                self.group(TermKind::Several(aggregate, terms), ty, span)
            }
            None => Term::wrong(span),
        }
    }

    /// `every x in xs : …`, `exists x in xs where …`.
    pub fn quantified(
        &mut self,
        scope: &mut Scope,
        quantifier: Quantifier,
        element: &Name,
        list: &Path,
        body: &Expression,
        span: Span,
    ) -> Term {
        let list_term = self.path(scope, list, None);
        let TermKind::List {
            place,
            filter: None,
            item: None,
            depth,
        } = list_term.kind
        else {
            if !list_term.ty.is_wrong() {
                let found = list_term.ty.words(&self.program);
                self.note(trouble::not_a_list(list.span, &found));
            }
            return Term::wrong(span);
        };
        let Base::List(of) = list_term.ty.base else {
            return Term::wrong(span);
        };
        scope.elements.push(Element {
            name: Some(element.text.clone()),
            base: *of,
        });
        let body = self.truth(scope, body);
        scope.elements.pop();
        self.group(
            TermKind::Quantified {
                quantifier,
                place,
                body: Box::new(body),
                depth,
            },
            Type::truth(),
            span,
        )
    }
}

//! What a name or path means where it stands.

use super::program::{DefinitionId, EnumId, Owner, ParameterId, RecordId};
use super::resolver::{Resolver, Scope};
use super::term::{Place, Root, Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use super::uses::Declared;
use crate::source::Span;
use crate::syntax::tree::{Name, Path};
use std::sync::Arc;

impl Resolver {
    /// A path as a term. `expected` lets a bare name be a value of an enum or a country.
    pub fn path(&mut self, scope: &Scope, path: &Path, expected: Option<&Type>) -> Term {
        let Some((first, rest)) = path.names.split_first() else {
            return Term::wrong(path.span);
        };
        if let Some(term) = self.element(scope, first, rest, path.span) {
            return term;
        }
        if let Some((alias, place, ty)) = &scope.alias
            && *alias == first.text
        {
            return self.walk(place.clone(), ty.clone(), rest, path.span, scope);
        }
        if let Some(term) = self.member(scope.owner, scope.root(), None, first, rest, path.span, scope) {
            return term;
        }
        if rest.is_empty() {
            if let Some(term) = self.bare(scope, first, expected) {
                return term;
            }
        }
        self.stranger(scope, first, expected);
        Term::wrong(path.span)
    }

    /// A name of an element at hand, or in a `where` a field of it.
    fn element(&mut self, scope: &Scope, first: &Name, rest: &[Name], span: Span) -> Option<Term> {
        for (number, element) in scope.elements.iter().enumerate().rev() {
            let place = Place {
                root: Root::Element(number),
                fields: Vec::new(),
            };
            match &element.name {
                Some(name) if *name == first.text => {
                    return Some(self.walk(place, Type::plain(element.base.clone()), rest, span, scope));
                }
                Some(_) => {}
                None => {
                    let Base::Record(id) = &element.base else {
                        continue;
                    };
                    let owner = Owner::Record(*id);
                    let found = self.member(
                        owner,
                        Root::Element(number),
                        Some(place),
                        first,
                        rest,
                        span,
                        scope,
                    );
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// A slot or definition of a shape, by its name.
    #[allow(clippy::too_many_arguments)]
    fn member(
        &mut self,
        owner: Owner,
        root: Root,
        own: Option<Place>,
        first: &Name,
        rest: &[Name],
        span: Span,
        scope: &Scope,
    ) -> Option<Term> {
        let shape = self.shape(owner)?;
        if let Some(place) = shape.by_name.get(&first.text).copied() {
            let slot = shape.slots.get(place)?;
            let ty = slot.ty.clone();
            self.used(first.span, Declared::Slot(owner, place));
            return Some(self.walk(
                Place {
                    root,
                    fields: vec![place],
                },
                ty,
                rest,
                span,
                scope,
            ));
        }
        let id = shape.definitions.get(&first.text).copied()?;
        self.used(first.span, Declared::Definition(id));
        let own = match owner {
            Owner::Matter(_) => None,
            Owner::Record(_) => Some(own.unwrap_or(Place {
                root,
                fields: Vec::new(),
            })),
        };
        Some(self.definition_term(id, own, rest, span))
    }

    fn definition_term(&mut self, id: DefinitionId, own: Option<Place>, rest: &[Name], span: Span) -> Term {
        let (ty, height) = self.definition(id, Some(span));
        if let Some(name) = rest.first() {
            let words = ty.words(&self.program);
            if !ty.is_wrong() {
                self.note(trouble::no_such_field(name, &words, None));
            }
            return Term::wrong(span);
        }
        let term = Term {
            kind: TermKind::Definition { id, own, under: None },
            ty,
            span,
            height: height + 1,
        };
        self.bounded(term)
    }

    /// Goes from a place into its fields.
    fn walk(&mut self, mut place: Place, mut ty: Type, rest: &[Name], span: Span, scope: &Scope) -> Term {
        for (step, name) in rest.iter().enumerate() {
            let id = match ty.base.clone() {
                Base::Record(id) => id,
                Base::List(of) => {
                    return self.project(place, &of, rest.get(step..).unwrap_or(&[]), span, scope);
                }
                Base::Wrong => return Term::wrong(span),
                _ => {
                    let words = ty.words(&self.program);
                    self.note(trouble::no_such_field(name, &words, None));
                    return Term::wrong(span);
                }
            };
            let Some(record) = self.program.record(id) else {
                return Term::wrong(span);
            };
            if let Some(field) = record.by_name.get(&name.text).copied() {
                let optional = ty.optional;
                let slot = record.slots.get(field);
                ty = slot.map_or_else(Type::wrong, |slot| slot.ty.clone());
                self.used(name.span, Declared::Slot(Owner::Record(id), field));
                ty.optional |= optional;
                place.fields.push(field);
                continue;
            }
            if let Some(definition) = record.definitions.get(&name.text).copied() {
                self.used(name.span, Declared::Definition(definition));
                return self.definition_term(
                    definition,
                    Some(place),
                    rest.get(step + 1..).unwrap_or(&[]),
                    span,
                );
            }
            self.no_field(id, name);
            return Term::wrong(span);
        }
        if let Base::List(of) = &ty.base {
            let kind = TermKind::List {
                place,
                filter: None,
                item: None,
                depth: scope.elements.len(),
            };
            return Term {
                kind,
                ty: Type::plain(Base::List(of.clone())),
                span,
                height: 1,
            };
        }
        Term {
            kind: TermKind::Fact(place),
            ty,
            span,
            height: 1,
        }
    }

    /// The fields of all elements of a list: `visits.began_at`.
    fn project(&mut self, place: Place, of: &Base, rest: &[Name], span: Span, scope: &Scope) -> Term {
        let depth = scope.elements.len();
        let element = Place {
            root: Root::Element(depth),
            fields: Vec::new(),
        };
        let item = self.walk(element, Type::plain(of.clone()), rest, span, scope);
        if matches!(item.ty.base, Base::List(_)) {
            self.note(trouble::list_as_value(span));
            return Term::wrong(span);
        }
        let ty = Type {
            base: Base::List(Box::new(item.ty.base.clone())),
            optional: false,
        };
        let height = item.height + 1;
        Term {
            kind: TermKind::List {
                place,
                filter: None,
                item: Some(Box::new(item)),
                depth,
            },
            ty,
            span,
            height,
        }
    }

    fn no_field(&mut self, id: RecordId, name: &Name) {
        let Some(record) = self.program.record(id) else {
            return;
        };
        let known: Vec<Arc<str>> = record
            .by_name
            .keys()
            .chain(record.definitions.keys())
            .cloned()
            .collect();
        let of = format!("`{}`", record.name.text);
        let near = self.near(&name.text, &known);
        self.note(trouble::no_such_field(name, &of, near.as_deref()));
    }

    /// A single name that is neither fact nor definition.
    fn bare(&mut self, scope: &Scope, name: &Name, expected: Option<&Type>) -> Option<Term> {
        if matches!(&*name.text, "due_at" | "done_at") {
            let kind = if &*name.text == "due_at" {
                TermKind::ParentDue
            } else {
                TermKind::ParentDone
            };
            if scope.chained {
                return Some(Term {
                    kind,
                    ty: Type::optional(Base::Moment),
                    span: name.span,
                    height: 2,
                });
            }
            self.note(trouble::outside_chain(name));
            return Some(Term::wrong(name.span));
        }
        if let Some(number) = self.parameter_names.get(&name.text).copied() {
            let made = self.program.parameters.get(number)?;
            let ty = made.ty.clone();
            self.used(name.span, Declared::Parameter(ParameterId(number)));
            let kind = TermKind::Parameter(ParameterId(number), None);
            return Some(Term {
                kind,
                ty,
                span: name.span,
                height: 1,
            });
        }
        if let Some(expected) = expected
            && matches!(expected.base, Base::Enum(_) | Base::Country)
        {
            let value = self.named_value(name, expected);
            return Some(value.map_or_else(
                || Term::wrong(name.span),
                |value| Term::value(value, Type::plain(expected.base.clone()), name.span),
            ));
        }
        if let Some(enums) = self.enum_values.get(&name.text).cloned() {
            return Some(self.value_of_only_enum(name, &enums));
        }
        None
    }

    fn value_of_only_enum(&mut self, name: &Name, enums: &[usize]) -> Term {
        if let [only] = enums {
            let ty = Type::plain(Base::Enum(EnumId(*only)));
            return self.named_value(name, &ty).map_or_else(
                || Term::wrong(name.span),
                |value| Term::value(value, ty, name.span),
            );
        }
        let names: Vec<String> = enums
            .iter()
            .filter_map(|number| self.program.enums.get(*number))
            .map(|made| format!("`{}`", made.name.text))
            .collect();
        self.note(trouble::ambiguous_value(name, &names.join(", ")));
        Term::wrong(name.span)
    }

    /// A name that means nothing here.
    fn stranger(&mut self, scope: &Scope, name: &Name, expected: Option<&Type>) {
        if self.action_named(scope.owner, &name.text).is_some() {
            self.note(trouble::action_as_value(name));
            return;
        }
        let mut known: Vec<Arc<str>> = self.parameter_names.keys().cloned().collect();
        let elements = scope.elements.iter().filter_map(|element| match &element.base {
            Base::Record(id) => Some(Owner::Record(*id)),
            _ => None,
        });
        for owner in elements.chain(std::iter::once(scope.owner)) {
            if let Some(shape) = self.shape(owner) {
                known.extend(shape.by_name.keys().chain(shape.definitions.keys()).cloned());
            }
        }
        if expected.is_none() {
            known.extend(self.enum_values.keys().cloned());
        }
        let near = self.near(&name.text, &known);
        self.note(trouble::unknown_name(name, near.as_deref()));
    }
}

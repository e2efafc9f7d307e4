//! Definitions, resolved on demand: whoever uses a name makes sure that its type is known.

use super::program::{Alternative, Body, DefinitionId, Guard, NormId};
use super::reads::Reads;
use super::resolved_norm::{Chain, Kind, Norm, Said};
use super::resolver::{Progress, Resolver, Scope};
use super::term::Term;
use super::trouble;
use super::types::{Base, Type};
use crate::law::ProvisionId;
use crate::source::{Span, without_spans};
use crate::syntax::tree::{self, Definition, Expression, Form, Name, NormBody};
use std::sync::Arc;

impl Resolver {
    /// All definitions, with their norms in the order of their numbers.
    pub fn resolve_definitions(&mut self) {
        let mark = (self.findings.len(), self.program.cited.len(), self.suggestions);
        let stood = self.program.stood.clone();
        self.take_over_definitions();
        self.resolve_waiting_definitions();
        if self.some_definition_changed() {
            // what rests on a changed type or height may not be taken over
            self.taken_over = None;
            self.findings.truncate(mark.0);
            self.program.cited.truncate(mark.1);
            self.suggestions = mark.2;
            self.program.stood = stood;
            self.forget_definitions();
            self.resolve_waiting_definitions();
        }
        for (norms, passing) in self.defined.iter_mut().zip(&self.passing_definitions) {
            let first = self.program.norms.len();
            self.program.norms.append(norms);
            let made = first..self.program.norms.len();
            self.lasting.definitions.push((!passing).then_some(made));
        }
    }

    fn resolve_waiting_definitions(&mut self) {
        for number in 0..self.program.definitions.len() {
            self.definition(DefinitionId(number), None);
        }
    }

    /// Takes over the definitions whose norms all stayed the same.
    fn take_over_definitions(&mut self) {
        let Some(taken) = self.taken_over.clone() else {
            return;
        };
        for number in 0..self.program.definitions.len() {
            let id = DefinitionId(number);
            let orders = self.defined_by.get(number).cloned().unwrap_or_default();
            let Some((then, norms)) = taken.definition(id, &orders) else {
                continue;
            };
            let places = norms.iter().zip(orders).filter_map(|(norm, order)| {
                let (provision, _) = self.sources.get(order)?;
                Some(self.placed(norm.said.clone(), *provision, order, None))
            });
            let norms = places.collect();
            if let Some(defined) = self.defined.get_mut(number) {
                *defined = norms;
            }
            self.set_type(id, then.ty.clone(), then.height);
            self.set_progress(id, Progress::Done);
        }
    }

    fn some_definition_changed(&self) -> bool {
        let Some(taken) = &self.taken_over else {
            return false;
        };
        let mut all = self.program.definitions.iter().enumerate();
        all.any(|(number, now)| !taken.as_before(DefinitionId(number), now))
    }

    fn forget_definitions(&mut self) {
        for made in &mut self.program.definitions {
            (made.ty, made.height, made.delegated) = (Type::wrong(), 1, None);
        }
        self.progress.fill(Progress::Waiting);
        self.defined.iter_mut().for_each(Vec::clear);
        self.passing_definitions.fill(false);
    }

    /// The type and height of a definition, resolving it first where that is still to be done.
    pub fn definition(&mut self, id: DefinitionId, used_at: Option<Span>) -> (Type, usize) {
        match self.progress.get(id.0) {
            Some(Progress::Waiting) => {}
            Some(Progress::Under) if self.stood.is_some() => return self.as_it_was(id, used_at),
            Some(Progress::Under) => {
                self.circle(id, used_at);
                return (Type::wrong(), 1);
            }
            Some(Progress::Done) | None => {
                let made = self.program.definitions.get(id.0);
                return made.map_or((Type::wrong(), 1), |made| (made.ty.clone(), made.height));
            }
        }
        if self.under_way.len() > self.limits.height {
            if let Some(span) = used_at {
                self.note(trouble::too_deep(span, self.limits.height));
            }
            return (Type::wrong(), 1);
        }
        let around = (
            self.stood.take(),
            std::mem::take(&mut self.uses),
            std::mem::take(&mut self.passing),
        );
        self.set_progress(id, Progress::Under);
        self.under_way.push(id);
        self.resolve_definition(id);
        self.under_way.pop();
        self.end_of_uses();
        if let Some(passing) = self.passing_definitions.get_mut(id.0) {
            *passing = self.passing;
        }
        (self.stood, self.uses, self.passing) = around;
        self.set_progress(id, Progress::Done);
        self.program
            .definitions
            .get(id.0)
            .map_or((Type::wrong(), 1), |made| (made.ty.clone(), made.height))
    }

    /// A definition that rests on what it was itself on a date: whether that ends is checked when all is resolved.
    fn as_it_was(&mut self, id: DefinitionId, used_at: Option<Span>) -> (Type, usize) {
        let expected = self.stood.as_ref().and_then(|(_, expected)| expected.clone());
        let known = self.program.definitions.get(id.0).map(|made| made.ty.clone());
        let ty = expected.or(known.filter(|ty| !ty.is_wrong()));
        match (ty, used_at) {
            (Some(ty), _) => (ty, 1),
            (None, Some(span)) => {
                self.note(trouble::type_of_itself(span));
                (Type::wrong(), 1)
            }
            (None, None) => (Type::wrong(), 1),
        }
    }

    fn set_progress(&mut self, id: DefinitionId, progress: Progress) {
        if let Some(mine) = self.progress.get_mut(id.0) {
            *mine = progress;
        }
    }

    fn circle(&mut self, id: DefinitionId, used_at: Option<Span>) {
        let start = self.under_way.iter().position(|other| *other == id).unwrap_or(0);
        let names: Vec<String> = self
            .under_way
            .iter()
            .skip(start)
            .chain(std::iter::once(&id))
            .filter_map(|id| self.program.definitions.get(id.0))
            .map(|made| format!("`{}`", made.name.text))
            .collect();
        if let Some(span) = used_at {
            self.note(trouble::circular(span, &names.join(" → ")));
        }
    }

    fn resolve_definition(&mut self, id: DefinitionId) {
        let orders = self.defined_by.get(id.0).cloned().unwrap_or_default();
        let Some(owner) = self.program.definitions.get(id.0).map(|made| made.owner) else {
            return;
        };
        let sources = self.sources.clone();
        let written: Vec<(usize, ProvisionId, &Definition, Span)> = orders
            .into_iter()
            .filter_map(|order| {
                let (provision, norm) = sources.get(order)?;
                match &norm.body {
                    NormBody::Define(made) => Some((order, *provision, &**made, norm.span)),
                    NormBody::Act { .. } | NormBody::Deem(_) | NormBody::Valid(..) => None,
                }
            })
            .collect();
        let annotated = written.iter().find_map(|(_, _, made, _)| made.type_name.clone());
        let mut ty = annotated.map(|name| self.type_of(&name));
        if let Some(ty) = &ty {
            self.set_type(id, ty.clone(), 1);
        }
        let mut height = 1;
        for (order, provision, made, span) in written {
            let scope = Scope::new(owner, provision);
            let found = self.define(id, scope, made, order, span, ty.as_ref());
            height = height.max(found.1);
            ty = Some(match ty {
                None => found.0,
                Some(ty) if ty.fits(&found.0) => ty.join(&found.0),
                Some(ty) => {
                    let (a, b) = (ty.words(&self.program), found.0.words(&self.program));
                    let name = made.target.text();
                    self.note(trouble::defined_with_two_types(span, &name, &a, &b));
                    ty
                }
            });
            // a later version may rest on what the name was
            if let Some(ty) = &ty {
                self.set_type(id, ty.clone(), 1);
            }
        }
        self.set_type(id, ty.unwrap_or_else(Type::wrong), height);
        self.check_delegation(id);
    }

    fn set_type(&mut self, id: DefinitionId, ty: Type, height: usize) {
        if let Some(made) = self.program.definitions.get_mut(id.0) {
            made.ty = ty;
            made.height = height;
        }
    }

    /// One norm that defines a name: pushes it, returns the type and height of what it says.
    fn define(
        &mut self,
        id: DefinitionId,
        mut scope: Scope,
        made: &Definition,
        order: usize,
        span: Span,
        expected: Option<&Type>,
    ) -> (Type, usize) {
        let mut norm = Said::nothing(scope.owner, span);
        self.clauses_of(&mut norm, &mut scope, &made.clauses);
        let (body, ty) = match (&made.body, &made.delegated_to) {
            (_, Some(role)) => {
                if expected.is_none() {
                    self.note(trouble::delegated_without_type(span, &made.target.text()));
                }
                self.delegate(id, role, scope.provision);
                (Body::Delegated, expected.cloned().unwrap_or_else(Type::wrong))
            }
            (Some(tree::Body::Points(points)), None) => {
                (Body::Points(self.points(&mut scope, points)), Type::truth())
            }
            (Some(tree::Body::Alternatives(alternatives)), None) => {
                self.alternatives(&mut scope, alternatives, expected)
            }
            (Some(tree::Body::Table(table)), None) => self.table(&mut scope, table, expected),
            (None, None) => (Body::Delegated, Type::wrong()),
        };
        let height = body.terms().iter().map(|term| term.height).max().unwrap_or(0) + 1;
        norm.kind = Kind::Definition(id, body);
        let conditions = norm
            .when
            .iter()
            .chain(&norm.unless)
            .flat_map(|condition| condition.terms());
        let height = height.max(conditions.map(|term| term.height + 1).max().unwrap_or(1));
        let said = self.finished(norm);
        let norm = self.placed(said, scope.provision, order, None);
        if let Some(defined) = self.defined.get_mut(id.0) {
            defined.push(norm);
        }
        (ty, height)
    }

    /// Notes who may define a name by order, and the provision that says so.
    fn delegate(&mut self, id: DefinitionId, role: &Name, by: ProvisionId) {
        // whether an order carries it out depends on its instrument and on what it cites
        self.passing = true;
        self.check_role(role);
        let citation = self.program.law.provision(by).map(|made| made.citation.clone());
        if let (Some(citation), Some(definition)) = (citation, self.program.definitions.get_mut(id.0)) {
            definition.delegated = Some((role.text.clone(), citation));
        }
    }

    fn alternatives(
        &mut self,
        scope: &mut Scope,
        written: &[tree::Alternative],
        expected: Option<&Type>,
    ) -> (Body, Type) {
        let values: Vec<&Expression> = written.iter().map(|alternative| &alternative.value).collect();
        let mut ty = expected.cloned().or_else(|| self.inferred(scope, &values));
        let mut made: Vec<Alternative> = Vec::new();
        let mut first: Option<Span> = None;
        let mut always: Option<Span> = None;
        for alternative in written {
            if let Some(before) = always {
                self.note(trouble::unreachable_alternative(alternative.span, before));
                break;
            }
            let guard = match &alternative.guard {
                tree::Guard::If(guard) => Guard::If(self.truth(scope, guard)),
                tree::Guard::Always | tree::Guard::Otherwise => {
                    always = Some(alternative.span);
                    Guard::Always
                }
            };
            let value = self.alternative_value(scope, alternative, ty.as_ref());
            ty = Some(self.joined(ty, &value, first));
            first = first.or(Some(alternative.value.span));
            made.push(Alternative { guard, value });
        }
        self.check_repeated_guards(written);
        (Body::Alternatives(made), ty.unwrap_or_else(Type::wrong))
    }

    fn alternative_value(
        &mut self,
        scope: &mut Scope,
        alternative: &tree::Alternative,
        expected: Option<&Type>,
    ) -> Term {
        scope.round = self.date_rounding(alternative.rounding.as_ref());
        let value = self.expression(scope, &alternative.value, expected);
        scope.round = None;
        let value = match &alternative.rounding {
            Some(clause) => self.rounded(value, clause),
            None => value,
        };
        match &value.ty.base {
            Base::List(_) => {
                self.note(trouble::list_as_value(value.span));
                Term::wrong(value.span)
            }
            Base::Record(_) => {
                let words = value.ty.words(&self.program);
                self.note(trouble::record_as_value(value.span, &words));
                Term::wrong(value.span)
            }
            _ => value,
        }
    }

    /// The type of alternatives so far and one more.
    pub fn joined(&mut self, ty: Option<Type>, value: &Term, first: Option<Span>) -> Type {
        let Some(ty) = ty else {
            return value.ty.clone();
        };
        if ty.fits(&value.ty) {
            return ty.join(&value.ty);
        }
        let (a, b) = (ty.words(&self.program), value.ty.words(&self.program));
        self.note(trouble::alternatives_disagree(
            value.span,
            first.unwrap_or(value.span),
            &a,
            &b,
        ));
        ty
    }

    fn check_repeated_guards(&mut self, written: &[tree::Alternative]) {
        let mut seen: Vec<(String, Span)> = Vec::new();
        for alternative in written {
            let tree::Guard::If(guard) = &alternative.guard else {
                continue;
            };
            let key = without_spans(&guard.form);
            match seen.iter().find(|(other, _)| *other == key) {
                Some((_, before)) => self.note(trouble::unreachable_alternative(alternative.span, *before)),
                None => seen.push((key, guard.span)),
            }
        }
    }

    /// The enum whose values all the bare names among some alternatives are.
    pub fn inferred(&mut self, scope: &Scope, values: &[&Expression]) -> Option<Type> {
        let mut names: Vec<&Name> = Vec::new();
        for value in values {
            if let Form::Path(path) = &value.form
                && let [name] = path.names.as_slice()
                && !self.is_member(scope, &name.text)
            {
                names.push(name);
            }
        }
        let first = names.first()?;
        let has = |number: &usize, name: &Name| {
            self.program
                .enums
                .get(*number)
                .is_some_and(|made| made.place(&name.text).is_some())
        };
        let enums = self.enum_values.get(&first.text)?.clone();
        let all: Vec<usize> = enums
            .into_iter()
            .filter(|number| names.iter().all(|name| has(number, name)))
            .collect();
        match all.as_slice() {
            [only] => Some(Type::plain(Base::Enum(super::program::EnumId(*only)))),
            _ => None,
        }
    }

    pub fn is_member(&self, scope: &Scope, name: &str) -> bool {
        let own = self
            .shape(scope.owner)
            .is_some_and(|shape| shape.by_name.contains_key(name) || shape.definitions.contains_key(name));
        own || self.parameter_names.contains_key(name)
    }
}

impl Resolver {
    /// What a norm says, with all that was noted while it was resolved.
    pub fn finished(&mut self, mut said: Said) -> Arc<Said> {
        said.uses = std::mem::take(&mut self.uses).into();
        said.reads = Reads::of(&said, &self.program);
        Arc::new(said)
    }

    /// A norm at its place among the others.
    pub fn placed(
        &self,
        said: Arc<Said>,
        provision: ProvisionId,
        order: usize,
        chain: Option<Chain>,
    ) -> Norm {
        Norm {
            provision,
            reading: self.readings.get(&order).copied(),
            ordinal: self.ordinals.get(order).copied().unwrap_or(1),
            order,
            chain,
            said,
        }
    }

    /// Adds a norm to the program.
    pub fn add(&mut self, said: Said, provision: ProvisionId, order: usize, chain: Option<Chain>) -> NormId {
        let id = NormId(self.program.norms.len());
        let said = self.finished(said);
        let norm = self.placed(said, provision, order, chain);
        self.program.norms.push(norm);
        id
    }

    /// Names of things, for messages.
    pub fn names_of(names: &[Name]) -> Vec<Arc<str>> {
        names.iter().map(|name| name.text.clone()).collect()
    }
}

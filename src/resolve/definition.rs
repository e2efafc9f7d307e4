//! Definitions, resolved on demand: whoever uses a name makes sure that its type is known.

use super::program::{Alternative, Body, DefinitionId, Guard, Kind, Norm, TableBody, TableRow};
use super::resolver::{Progress, Resolver, Scope};
use super::term::Term;
use super::trouble;
use super::types::{Base, Type};
use crate::law::{Citation, ProvisionId, issues_orders};
use crate::source::Span;
use crate::syntax::tree::{self, Definition, Expression, Form, Name, NormBody};
use crate::value::Value;
use std::collections::HashSet;
use std::sync::Arc;

impl Resolver {
    /// The type and height of a definition, resolving it first where that is still to be done.
    pub fn definition(&mut self, id: DefinitionId, used_at: Option<Span>) -> (Type, usize) {
        match self.progress.get(id.0) {
            Some(Progress::Waiting) => {}
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
        self.set_progress(id, Progress::Under);
        self.under_way.push(id);
        self.resolve_definition(id);
        self.under_way.pop();
        self.set_progress(id, Progress::Done);
        self.program
            .definitions
            .get(id.0)
            .map_or((Type::wrong(), 1), |made| (made.ty.clone(), made.height))
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
        let mut written: Vec<(usize, ProvisionId, Definition, Span)> = Vec::new();
        for order in orders {
            if let Some((provision, norm)) = self.sources.get(order).cloned()
                && let NormBody::Define(made) = norm.body
            {
                written.push((order, provision, *made, norm.span));
            }
        }
        let annotated = written.iter().find_map(|(_, _, made, _)| made.type_name.clone());
        let mut ty = annotated.map(|name| self.type_of(&name));
        if let Some(ty) = &ty {
            self.set_type(id, ty.clone(), 1);
        }
        let mut height = 1;
        for (order, provision, made, span) in written {
            let scope = Scope::new(owner, provision);
            let found = self.define(id, scope, &made, order, span, ty.as_ref());
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
        let mut norm = self.bare_norm(&scope, order, span);
        self.clauses_of(&mut norm, &mut scope, &made.clauses);
        let (body, ty) = match (&made.body, &made.delegated_to) {
            (_, Some(role)) => {
                self.check_role(role);
                if expected.is_none() {
                    self.note(trouble::delegated_without_type(span, &made.target.text()));
                }
                let citation = self
                    .program
                    .law
                    .provision(scope.provision)
                    .map(|provision| provision.citation.clone());
                if let (Some(citation), Some(definition)) = (citation, self.program.definitions.get_mut(id.0))
                {
                    definition.delegated = Some((role.text.clone(), citation));
                }
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
        self.program.norms.push(norm);
        (ty, height)
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
    fn joined(&mut self, ty: Option<Type>, value: &Term, first: Option<Span>) -> Type {
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
            let key = skeleton(guard);
            match seen.iter().find(|(other, _)| *other == key) {
                Some((_, before)) => self.note(trouble::unreachable_alternative(alternative.span, *before)),
                None => seen.push((key, guard.span)),
            }
        }
    }

    /// The enum whose values all the bare names among some alternatives are.
    fn inferred(&mut self, scope: &Scope, values: &[&Expression]) -> Option<Type> {
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

    fn table(&mut self, scope: &mut Scope, written: &tree::Table, expected: Option<&Type>) -> (Body, Type) {
        let keys: Vec<Term> = written
            .keys
            .iter()
            .map(|key| self.table_key(scope, key))
            .collect();
        let values: Vec<&Expression> = written.rows.iter().map(|row| &row.value).collect();
        let mut ty = expected.cloned().or_else(|| self.inferred(scope, &values));
        let mut rows: Vec<TableRow> = Vec::new();
        let mut first: Option<Span> = None;
        for row in &written.rows {
            let value = self.expression(scope, &row.value, ty.as_ref());
            ty = Some(self.joined(ty, &value, first));
            first = first.or(Some(row.value.span));
            if !row.keys.is_empty() && row.keys.len() != keys.len() {
                self.note(trouble::row_keys(row.span, keys.len(), row.keys.len()));
                continue;
            }
            let matched: Vec<Vec<Value>> = row
                .keys
                .iter()
                .zip(&keys)
                .map(|(names, key)| self.row_key(names, key))
                .collect();
            rows.push(TableRow {
                keys: matched,
                value,
                span: row.span,
            });
        }
        let body = TableBody {
            keys,
            rows,
            span: written.span,
        };
        if body.keys.iter().all(|key| !key.ty.is_wrong()) {
            self.check_table(&body);
        }
        (Body::Table(body), ty.unwrap_or_else(Type::wrong))
    }

    fn table_key(&mut self, scope: &Scope, key: &tree::Path) -> Term {
        let term = self.path(scope, key, None);
        match term.ty.base {
            Base::Enum(_) | Base::Truth | Base::Wrong => term,
            _ => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(
                    key.span,
                    "a value of an enum or yes/no",
                    &found,
                ));
                Term::wrong(key.span)
            }
        }
    }

    fn row_key(&mut self, names: &[Name], key: &Term) -> Vec<Value> {
        let truth = |name: &Name| match &*name.text {
            "yes" => Some(Value::Yes(true)),
            "no" => Some(Value::Yes(false)),
            _ => None,
        };
        names
            .iter()
            .filter_map(|name| match (&key.ty.base, truth(name)) {
                (Base::Truth, Some(value)) => Some(value),
                _ => self.named_value(name, &key.ty),
            })
            .collect()
    }

    /// Every combination of the keys has a row, and every row is reached.
    fn check_table(&mut self, table: &TableBody) {
        let domains: Vec<Vec<Value>> = table.keys.iter().map(|key| self.domain(&key.ty.base)).collect();
        let size: usize = domains.iter().map(Vec::len).product();
        if size > self.limits.operands {
            return;
        }
        let mut reached: HashSet<usize> = HashSet::new();
        let mut missing: Option<String> = None;
        for number in 0..size {
            let combination = combination(&domains, number);
            match table.rows.iter().position(|row| row_matches(row, &combination)) {
                Some(row) => {
                    reached.insert(row);
                }
                None => missing = missing.or_else(|| Some(words_of(&combination))),
            }
        }
        if let Some(missing) = missing {
            self.note(trouble::missing_case(table.span, &missing));
        }
        let unreached: Vec<Span> = table
            .rows
            .iter()
            .enumerate()
            .filter(|(row, _)| !reached.contains(row))
            .map(|(_, row)| row.span)
            .collect();
        for span in unreached {
            self.note(trouble::unreachable_alternative(
                span,
                table.rows.first().map_or(span, |row| row.span),
            ));
        }
    }

    fn domain(&self, base: &Base) -> Vec<Value> {
        match base {
            Base::Truth => vec![Value::Yes(true), Value::Yes(false)],
            Base::Enum(id) => {
                let made = self.program.enum_type(*id);
                let count = made.map_or(0, |made| made.values.len());
                (0..count)
                    .filter_map(|place| made?.value(u32::try_from(place).ok()?))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Only the order that the delegating provision names may define what it leaves open.
    fn check_delegation(&mut self, id: DefinitionId) {
        let Some((role, by)) = self
            .program
            .definitions
            .get(id.0)
            .and_then(|made| made.delegated.clone())
        else {
            return;
        };
        let mine: Vec<(ProvisionId, Span)> = self
            .program
            .norms
            .iter()
            .filter(|norm| matches!(&norm.kind, Kind::Definition(other, body) if *other == id && !matches!(body, Body::Delegated)))
            .map(|norm| (norm.provision, norm.span))
            .collect();
        let name = self
            .program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.clone())
            .unwrap_or_default();
        for (provision, span) in mine {
            if !self.may_carry_out(provision, &role, &by) {
                self.note(trouble::not_delegated(span, &name, &role));
            }
        }
    }

    fn may_carry_out(&self, provision: ProvisionId, role: &str, by: &Citation) -> bool {
        let law = &self.program.law;
        let issued = law.instrument_of(provision).is_some_and(|made| {
            issues_orders(made.kind)
                && made
                    .issued_by
                    .as_ref()
                    .is_some_and(|issuer| &*issuer.text == role)
        });
        let under = law.with_parents(provision).any(|(id, provision)| {
            provision.under.as_ref().is_some_and(|written| {
                super::citations::find_citation(law, Some(id), written)
                    .is_some_and(|cited| cited.covers(by) || by.covers(&cited))
            })
        });
        issued && under
    }
}

fn combination(domains: &[Vec<Value>], mut number: usize) -> Vec<Value> {
    let mut values = Vec::new();
    for domain in domains {
        let size = domain.len().max(1);
        values.extend(domain.get(number % size).cloned());
        number /= size;
    }
    values
}

fn row_matches(row: &TableRow, combination: &[Value]) -> bool {
    row.keys
        .iter()
        .zip(combination)
        .all(|(names, value)| names.contains(value))
}

fn words_of(values: &[Value]) -> String {
    let words: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::Enum(_, name) => format!("`{name}`"),
            Value::Yes(true) => "`yes`".to_owned(),
            _ => "`no`".to_owned(),
        })
        .collect();
    words.join(", ")
}

/// An expression without its places, to see whether two say the same.
fn skeleton(expression: &Expression) -> String {
    let text = format!("{:?}", expression.form);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("span: Span {") {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        rest = after.find('}').and_then(|end| after.get(end + 1..)).unwrap_or("");
    }
    out.push_str(rest);
    out
}

impl Resolver {
    /// A norm without anything said in it yet.
    pub fn bare_norm(&self, scope: &Scope, order: usize, span: Span) -> Norm {
        Norm {
            provision: scope.provision,
            owner: scope.owner,
            kind: Kind::Definition(DefinitionId(usize::MAX), Body::Delegated),
            when: Vec::new(),
            if_: Vec::new(),
            only_if: Vec::new(),
            unless: Vec::new(),
            despite: Vec::new(),
            subject_to: Vec::new(),
            by: Vec::new(),
            to: Vec::new(),
            ordinal: self.ordinals.get(order).copied().unwrap_or(1),
            order,
            span,
        }
    }

    /// Names of things, for messages.
    pub fn names_of(names: &[Name]) -> Vec<Arc<str>> {
        names.iter().map(|name| name.text.clone()).collect()
    }
}

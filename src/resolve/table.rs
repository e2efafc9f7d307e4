//! Lookup tables: keys, rows, and whether every combination has a row that is reached.

use super::program::{Body, EnumType, TableBody, TableRow};
use super::resolver::{Resolver, Scope};
use super::term::Term;
use super::trouble;
use super::types::{Base, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Expression, Name};
use crate::value::Value;
use std::collections::HashSet;

impl Resolver {
    /// A table as a body, and the type of its values.
    pub fn table(
        &mut self,
        scope: &mut Scope,
        written: &tree::Table,
        expected: Option<&Type>,
    ) -> (Body, Type) {
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
            Base::Enum(id) => self.program.enum_type(*id).map(EnumType::all).unwrap_or_default(),
            _ => Vec::new(),
        }
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

//! Columns bound to facts by their names.

use super::Columns;
use super::cells;
use crate::case::spot_of_path;
use crate::finding::nearest;
use crate::resolve::{Base, Program, Shape, Type};
use arrow_schema::{DataType, Fields, Schema};
use std::collections::HashSet;
use std::fmt;

/// What is wrong with one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnError {
    /// Its name.
    pub column: String,
    /// What is wrong with it, and what to do.
    pub message: String,
}

/// All that is wrong with the columns of a batch; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ColumnsError(pub Vec<ColumnError>);

/// How columns that are no facts are handed on.
const KEEP: &str = "columns that are no facts are handed on where they are kept: --keep COLUMN";

impl fmt::Display for ColumnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self
            .0
            .iter()
            .map(|error| format!("column `{}`: {}", error.column, error.message));
        let unknown = self.0.iter().any(|error| error.message.starts_with(UNKNOWN));
        let lines: Vec<String> = lines.chain(unknown.then(|| KEEP.to_owned())).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// How the message of a column begins that is no fact.
const UNKNOWN: &str = "there is no such fact";

/// A column that holds a fact.
#[derive(Debug, Clone)]
pub(super) struct FactColumn {
    /// Its place among the columns.
    pub place: usize,
    /// The path of the fact.
    pub path: String,
    /// The fact: slots from the case; nothing for a parameter that the law leaves open.
    pub fields: Option<Vec<usize>>,
    /// Its type.
    pub ty: Type,
}

/// What each column of a schema holds.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub facts: Vec<FactColumn>,
    /// Columns that say of a fact that it is known to be none.
    pub nones: Vec<FactColumn>,
    /// The moment of assessment.
    pub at: Option<usize>,
    /// The date of the law.
    pub on: Option<usize>,
    /// Columns that are handed on.
    pub kept: Vec<usize>,
}

impl Bound {
    pub fn new(columns: &Columns, schema: &Schema) -> Result<Bound, ColumnsError> {
        let mut bound = Bound::default();
        let mut wrong: Vec<ColumnError> = Vec::new();
        for (place, field) in schema.fields().iter().enumerate() {
            if let Err(message) = bound.column(columns, place, field.name(), field.data_type()) {
                wrong.push(ColumnError {
                    column: field.name().clone(),
                    message,
                });
            }
        }
        wrong.extend(bound.doubled(columns, schema));
        let answers = super::answers::fields(columns, &Schema::empty());
        // without a schema no column is handed on, so all fields but those are answers
        for name in &columns.kept {
            if answers.iter().any(|answer| answer.name() == name) {
                wrong.push(ColumnError {
                    column: name.clone(),
                    message: "an answer has this name; give the column another one".to_owned(),
                });
            } else if schema.column_with_name(name).is_none() {
                wrong.push(ColumnError {
                    column: name.clone(),
                    message: "there is no such column to keep".to_owned(),
                });
            }
        }
        if wrong.is_empty() {
            Ok(bound)
        } else {
            Err(ColumnsError(wrong))
        }
    }

    fn column(&mut self, columns: &Columns, place: usize, name: &str, data: &DataType) -> Result<(), String> {
        if columns.kept.iter().any(|kept| kept == name) {
            self.kept.push(place);
            return Ok(());
        }
        let program = columns.matter.program();
        let fact = |path: &str| {
            let (spot, ty) = spot_of_path(program, columns.matter.id(), path)?;
            Some(FactColumn {
                place,
                path: path.to_owned(),
                fields: spot.iter().map(|step| step.slot()).collect(),
                ty: ty.clone(),
            })
        };
        if let Some(path) = name.strip_suffix("__none")
            && let Some(fact) = fact(path)
        {
            if *data != DataType::Boolean {
                return Err("it says of each row whether the fact is none: make it yes/no".to_owned());
            }
            self.nones.push(fact);
            return Ok(());
        }
        match (fact(name), name) {
            (Some(fact), _) if fact.fields.is_none() => self.parameter(program, fact, data)?,
            (Some(fact), _) => {
                if let Some(why) = cells::unreadable(data) {
                    return Err(format!("{data} cannot be read; {why}"));
                }
                nested(program, &fact.ty.base, data)?;
                self.facts.push(fact);
            }
            (None, "at" | "on") => {
                if let Some(why) = cells::unreadable(data) {
                    return Err(format!("{data} cannot be read; {why}"));
                }
                let into = if name == "at" { &mut self.at } else { &mut self.on };
                *into = Some(place);
            }
            (None, _) => return Err(unknown(columns, name)),
        }
        Ok(())
    }

    /// A column of a parameter that the law leaves open. Another one would set aside what the law says.
    fn parameter(&mut self, program: &Program, fact: FactColumn, data: &DataType) -> Result<(), String> {
        let parameter = program
            .parameters
            .iter()
            .find(|made| *made.name.text == fact.path);
        match parameter {
            // an element of a list, as in `visits[1].began_at`
            None => {
                return Err("an element of a list stands in a column of lists, named by the list".to_owned());
            }
            Some(made) if !made.values.is_empty() => {
                return Err("it is a parameter whose value the law sets; a case cannot give it".to_owned());
            }
            Some(_) => {}
        }
        if let Some(why) = cells::unreadable(data) {
            return Err(format!("{data} cannot be read; {why}"));
        }
        nested(program, &fact.ty.base, data)?;
        self.facts.push(fact);
        Ok(())
    }

    /// Columns of one name, facts that stand in two columns, and answers of one name.
    fn doubled(&self, columns: &Columns, schema: &Schema) -> Vec<ColumnError> {
        let mut seen = HashSet::new();
        let names = schema.fields().iter().map(|field| field.name().as_str());
        let twice = names.filter(|name| !seen.insert(*name)).map(|name| ColumnError {
            column: name.to_owned(),
            message: "it occurs twice".to_owned(),
        });
        let mut wrong: Vec<ColumnError> = twice.collect();
        let above = |fact: &FactColumn| {
            let below = |outer: &&FactColumn| {
                let rest = fact.path.strip_prefix(outer.path.as_str());
                rest.is_some_and(|rest| rest.starts_with('.'))
            };
            self.facts.iter().find(below).map(|outer| outer.path.clone())
        };
        wrong.extend(self.facts.iter().filter_map(|fact| {
            Some(ColumnError {
                column: fact.path.clone(),
                message: format!("the column `{}` holds it too", above(fact)?),
            })
        }));
        let kept = columns.kept.iter().map(String::as_str).collect();
        for names in [columns.questions(), kept] {
            let mut seen = HashSet::new();
            let twice = names.into_iter().filter(|name| !seen.insert(*name));
            wrong.extend(twice.map(|name| ColumnError {
                column: name.to_owned(),
                message: "two columns of the answers would have this name".to_owned(),
            }));
        }
        wrong
    }

    /// Whether a date of the law stands in each row.
    pub fn fact(&self, fields: &[usize]) -> Option<&FactColumn> {
        self.facts
            .iter()
            .find(|fact| fact.fields.as_deref() == Some(fields))
    }
}

fn unknown(columns: &Columns, name: &str) -> String {
    let program = columns.matter.program();
    let known: Vec<String> = columns
        .matter
        .shape()
        .map(|shape| paths(program, shape, "", 0))
        .unwrap_or_default();
    let near = nearest(name, known.iter().map(String::as_str));
    let mut said = vec![format!("there is no such fact of {}", columns.matter.name())];
    said.extend(near.map(|near| format!("did you mean `{near}`?")));
    said.join("; ")
}

fn paths(program: &Program, shape: &Shape, before: &str, depth: usize) -> Vec<String> {
    let mut all = Vec::new();
    for slot in &shape.slots {
        let path = format!("{before}{}", slot.name.text);
        if let Base::Record(id) = &slot.ty.base
            && let (Some(record), true) = (program.record(*id), depth < 8)
        {
            all.extend(paths(program, record, &format!("{path}."), depth + 1));
        }
        all.push(path);
    }
    all
}

/// Whether nested columns have the names of fields.
fn nested(program: &Program, base: &Base, data: &DataType) -> Result<(), String> {
    match (base, data) {
        (Base::Record(id), DataType::Struct(fields)) => match program.record(*id) {
            Some(record) => struct_fields(program, record, fields),
            None => Ok(()),
        },
        (Base::List(of), DataType::List(field) | DataType::LargeList(field)) => {
            nested(program, of, field.data_type())
        }
        (Base::Record(_), _) => Err("a record is a struct, or a column for each of its fields".to_owned()),
        // periods are read from a list of structs, or from text
        (Base::Periods, _) => Ok(()),
        (Base::List(_), _) => Err("a list is a list column".to_owned()),
        (_, DataType::Struct(_) | DataType::List(_) | DataType::LargeList(_)) => {
            Err("the fact is one value, no struct or list".to_owned())
        }
        _ => Ok(()),
    }
}

fn struct_fields(program: &Program, record: &Shape, fields: &Fields) -> Result<(), String> {
    for field in fields {
        let Some(slot) = record
            .by_name
            .get(&**field.name())
            .and_then(|slot| record.slots.get(*slot))
        else {
            let near = nearest(field.name(), record.by_name.keys().map(|name| &**name));
            let (name, record) = (field.name(), &record.name.text);
            let mut said = vec![format!("there is no field `{name}` of {record}")];
            said.extend(near.map(|near| format!("did you mean `{near}`?")));
            return Err(said.join("; "));
        };
        nested(program, &slot.ty.base, field.data_type())?;
    }
    Ok(())
}

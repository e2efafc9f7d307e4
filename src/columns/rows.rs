//! Rows read as cases: those that do not run through the steps, and those that are no case.

use super::bind::{Bound, FactColumn};
#[cfg(feature = "table")]
use super::days::DueOn;
use super::{Columns, Given, RowAnswer, cells};
use crate::case::{Case, CaseErrors, CaseProblem, Data, Document};
use crate::explain::Answer;
#[cfg(feature = "table")]
use crate::library::Desk;
use crate::resolve::{Base, Program};
#[cfg(feature = "table")]
use crate::time::Date;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
#[cfg(feature = "table")]
use std::collections::HashMap;
use std::sync::Arc;

/// A row as a case.
pub(super) fn case(
    columns: &Columns,
    bound: &Bound,
    chunk: &RecordBatch,
    row: usize,
) -> Result<Case, CaseErrors> {
    let mut facts = Data::Map(Vec::new());
    let mut problems = Vec::new();
    let is_none = |none: &&FactColumn| {
        let cells = chunk.column(none.place).as_boolean();
        cells.is_valid(row) && cells.value(row)
    };
    for fact in &bound.facts {
        let Some(data) = cells::data(chunk.column(fact.place), row) else {
            continue;
        };
        let mut nones = bound.nones.iter().filter(is_none);
        problems.extend(
            nones
                .find(|none| is_within(&fact.path, &none.path))
                .map(|none| CaseProblem {
                    path: format!("facts.{}", fact.path),
                    message: format!(
                        "it has a value, and `{}__none` says that there is none",
                        none.path
                    ),
                    help: None,
                }),
        );
        let data = as_fact(columns.matter.program(), &fact.ty.base, data);
        put(&mut facts, &fact.path, data);
    }
    if !problems.is_empty() {
        return Err(CaseErrors(problems));
    }
    for none in bound.nones.iter().filter(is_none) {
        put_none(&mut facts, &none.path);
    }
    let document = document(bound, chunk, row, facts);
    let library = columns.matter.snapshot().library();
    document.read(library.program(), Some(columns.matter.id()), library.limits())
}

/// A document of some facts, with the date of the law and the assessment of a row.
fn document(bound: &Bound, chunk: &RecordBatch, row: usize, facts: Data) -> Document {
    let text = |place: Option<usize>| match cells::data(chunk.column(place?), row) {
        Some(Data::Text(text)) => Some(text),
        Some(other) => Some(other.words()),
        None => None,
    };
    Document {
        matter: None,
        on: text(bound.on),
        at: text(bound.at),
        zone: None,
        readings: Vec::new(),
        facts,
    }
}

/// A number in a column of money is an amount in the currency of its fact; yes and no may be written as text.
pub(super) fn as_fact(program: &Program, base: &Base, data: Data) -> Data {
    match (base, data) {
        (Base::Money(currency), Data::Number(number)) => Data::Text(format!("{number} {currency}")),
        (Base::Truth, Data::Text(text)) => match text.as_str() {
            "yes" | "true" => Data::Yes(true),
            "no" | "false" => Data::Yes(false),
            _ => Data::Text(text),
        },
        // text that is a number alone is one: tables of text have no other way to write it
        (Base::Money(currency), Data::Text(text)) if is_number(&text) => {
            Data::Text(format!("{text} {currency}"))
        }
        (Base::List(of), Data::List(elements)) => Data::List(
            elements
                .into_iter()
                .map(|element| as_fact(program, of, element))
                .collect(),
        ),
        (Base::Record(id), Data::Map(entries)) => {
            let record = program.record(*id);
            let entry = |(name, data): (String, Data)| {
                let slot = record.and_then(|record| record.slots.get(*record.by_name.get(&*name)?));
                let data = match slot {
                    Some(slot) => as_fact(program, &slot.ty.base, data),
                    None => data,
                };
                (name, data)
            };
            Data::Map(entries.into_iter().map(entry).collect())
        }
        (_, data) => data,
    }
}

fn is_number(text: &str) -> bool {
    crate::value::Number::parse(text).is_ok()
}

/// Whether a fact is another one, or stands below it.
fn is_within(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn put(data: &mut Data, path: &str, value: Data) {
    let Data::Map(entries) = data else {
        return;
    };
    let (first, rest) = split(path);
    let place = entries.iter().position(|(name, _)| name == first);
    let place = place.unwrap_or_else(|| {
        entries.push((first.to_owned(), Data::Map(Vec::new())));
        entries.len() - 1
    });
    if let Some((_, entry)) = entries.get_mut(place) {
        match rest {
            Some(rest) => put(entry, rest, value),
            None => *entry = value,
        }
    }
}

/// The first name of a path, and the rest.
fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    }
}

/// None, unless something stands there already.
fn put_none(data: &mut Data, path: &str) {
    let Data::Map(entries) = data else {
        return;
    };
    let (first, rest) = split(path);
    let place = entries.iter().position(|(name, _)| name == first);
    match (place.and_then(|place| entries.get_mut(place)), rest) {
        (Some((_, entry)), Some(rest)) => put_none(entry, rest),
        (Some(_), None) => {}
        (None, _) => put(data, path, Data::Null),
    }
}

/// The answers to a case, term by term; with reasons where they are asked for.
pub(super) fn answered(columns: &Columns, case: &Case) -> RowAnswer {
    let at = case.at().or(columns.at);
    let given = columns.asks.iter().map(|ask| {
        if !columns.with_reasons && !columns.with_citations {
            let brief = ask.brief(case, at);
            return Given {
                outcome: Some(brief.outcome),
                value: brief.value,
                due_at: brief.due_at,
                due_on: brief.due_on,
                ..Given::default()
            };
        }
        let answer = ask.decide(case, at);
        let missing: Vec<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
        Given {
            outcome: Some(answer.outcome()),
            value: answer.value().cloned(),
            due_at: answer.due_at(),
            due_on: answer.due_on(),
            missing: missing.join("; "),
            undetermined: undetermined(&answer),
            because: deciding(&answer),
        }
    });
    RowAnswer::Answered(given.collect(), noted(case))
}

/// What reading a case left out of it, such as a fraction of a second.
pub(super) fn noted(case: &Case) -> String {
    case.remarks().join("; ")
}

/// What could not be calculated, one after another.
fn undetermined(answer: &Answer) -> String {
    let said = answer.undetermined().iter().map(|failed| failed.words());
    said.collect::<Vec<_>>().join("; ")
}

/// The provisions that decide each question.
pub(super) fn because(columns: &Columns, case: &Case) -> Arc<[Arc<str>]> {
    let at = case.at().or(columns.at);
    let asks = columns.asks.iter();
    asks.map(|ask| deciding(&ask.decide(case, at))).collect()
}

fn deciding(answer: &Answer) -> Arc<str> {
    let because: Vec<String> = answer.because().iter().map(crate::explain::cited_words).collect();
    because.join("; ").into()
}

/// Cases that come one by one, decided at desks that are used again.
#[cfg(feature = "table")]
pub(crate) struct CaseByCase<'a> {
    columns: &'a Columns,
    desks: HashMap<Date, Desk>,
}

#[cfg(feature = "table")]
impl<'a> CaseByCase<'a> {
    pub fn new(columns: &'a Columns) -> CaseByCase<'a> {
        CaseByCase {
            columns,
            desks: HashMap::new(),
        }
    }

    /// The answers to a case.
    pub fn decide(&mut self, case: &Case) -> RowAnswer {
        let columns = self.columns;
        let stated = columns.matter.snapshot().date().or(case.on()).is_some();
        let milder = columns
            .matter
            .program()
            .milder
            .iter()
            .any(|rule| rule.matter == columns.matter.id());
        let date = columns
            .matter
            .law_date_at(case, case.at().or(columns.at))
            .filter(|_| stated || !milder);
        let Some(date) = date.filter(|_| !columns.with_reasons && !columns.with_citations) else {
            return answered(columns, case);
        };
        let library = columns.matter.snapshot().library();
        let stretch = library.plan(date, &Default::default()).date();
        let desk = self
            .desks
            .entry(stretch)
            .or_insert_with(|| columns.prepared_on(stretch).desk());
        let outcomes = desk.decide_case(case, case.at().or(columns.at)).to_vec();
        let zone = case.zone().unwrap_or(columns.matter.zone());
        let mut all = Vec::with_capacity(outcomes.len());
        for (question, outcome) in outcomes.into_iter().enumerate() {
            let due_at = desk.due_at(question);
            let due_on = match due_at.map(|due| columns.last_day(question).of_due(due, zone)) {
                Some(DueOn::Unsure) => return answered(columns, case),
                Some(DueOn::Day(day)) => Some(day),
                Some(DueOn::None) | None => None,
            };
            all.push(Given {
                outcome: Some(outcome),
                value: desk.value(question),
                due_at,
                due_on,
                ..Given::default()
            });
        }
        RowAnswer::Answered(all, noted(case))
    }
}

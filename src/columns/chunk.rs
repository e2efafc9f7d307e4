//! One chunk of rows decided: by the steps under the law of each row's date, the rest case by case.

use super::answers::Answers;
use super::bind::Bound;
use super::fill::Filling;
use super::{Columns, RowAnswer, days, noted, paths, rows};
use crate::evaluate::{Registers, run_but};
use crate::library::Prepared;
use crate::time::Date;
use arrow_array::{Array, RecordBatch};

/// Under which law a row is decided.
enum Law {
    /// That of a date.
    On(Prepared),
    /// The row is read as a case.
    OfCase,
}

pub(super) fn decide(columns: &Columns, bound: &Bound, chunk: &RecordBatch, made: &mut Answers) {
    let begin = made.begin_chunk(chunk.num_rows());
    let mut left: Vec<bool> = vec![true; chunk.num_rows()];
    for (law, of) in laws(columns, bound, chunk) {
        let Law::On(prepared) = law else {
            continue;
        };
        let Some(code) = prepared.code() else {
            continue;
        };
        let mut registers = made.registers(prepared.date(), || Registers::new(code));
        let filling = Filling {
            dictionaries: &made.dictionaries,
            columns,
            prepared: &prepared,
            bound,
            chunk,
        };
        let done = filling.fill(code, &mut registers);
        run_but(code, &prepared.setting(), &mut registers, &done);
        let settled = settled(&registers, of.as_deref());
        let settled = days::told(columns, code, &registers, settled);
        made.take(columns, &prepared, &registers, begin, settled.as_deref());
        if columns.with_citations {
            let rows = (begin, settled.as_deref());
            paths::cite(columns, (bound, chunk), (&prepared, &registers), rows, made);
        }
        match settled {
            None => left.clear(),
            Some(rows) => rows.into_iter().for_each(|row| {
                if let Some(left) = left.get_mut(row) {
                    *left = false;
                }
            }),
        }
        made.keep(prepared.date(), registers);
    }
    noted::note(columns, bound, chunk, (begin, &left), made);
    for (row, _) in left.iter().enumerate().filter(|(_, left)| **left) {
        let answer = match rows::case(columns, bound, chunk, row) {
            Ok(case) => rows::answered(columns, &case),
            Err(errors) => RowAnswer::Rejected(errors.to_string()),
        };
        made.put(columns, begin + row, answer);
    }
}

/// The rows that have an answer, of some; nothing where all have.
fn settled(registers: &Registers, of: Option<&[bool]>) -> Option<Vec<usize>> {
    let put_off = registers.cases_put_off();
    if of.is_none() && !put_off.contains(&1) {
        return None;
    }
    let mine = |row: usize| of.is_none_or(|rows| rows.get(row) == Some(&true));
    let rows = put_off.iter().enumerate();
    let settled = rows.filter(|(row, put_off)| **put_off == 0 && mine(*row));
    Some(settled.map(|(row, _)| row).collect())
}

/// The laws that rows of a chunk are decided under, and of which rows; all where nothing is said.
fn laws(columns: &Columns, bound: &Bound, chunk: &RecordBatch) -> Vec<(Law, Option<Vec<bool>>)> {
    if columns.with_reasons {
        return vec![(Law::OfCase, None)];
    }
    if let Some(date) = columns.matter.snapshot().date() {
        return vec![(Law::On(columns.prepared_on(date)), None)];
    }
    // milder law reaches back where no date is stated: such a row is compared with every version
    let program = columns.matter.program();
    let milder = program
        .milder
        .iter()
        .any(|rule| rule.matter == columns.matter.id());
    if milder && bound.on.is_none() {
        return vec![(Law::OfCase, None)];
    }
    let mut laws: Vec<(Date, Vec<bool>)> = Vec::new();
    for row in 0..chunk.num_rows() {
        let stated = bound.on.is_some_and(|place| chunk.column(place).is_valid(row));
        let Some(date) = law_date(columns, bound, chunk, row).filter(|_| stated || !milder) else {
            continue;
        };
        let library = columns.matter.snapshot().library();
        let stretch = library.plan(date, &Default::default()).date();
        let place = laws.iter().position(|(known, _)| *known == stretch);
        let place = place.unwrap_or_else(|| {
            laws.push((stretch, vec![false; chunk.num_rows()]));
            laws.len() - 1
        });
        if let Some(mine) = laws.get_mut(place).and_then(|(_, rows)| rows.get_mut(row)) {
            *mine = true;
        }
    }
    let on = |(date, rows)| (Law::On(columns.prepared_on(date)), Some(rows));
    laws.into_iter().map(on).collect()
}

/// The date of the law of a row: that of its column `on`, else of the fact that governs, else of the assessment where the
/// matter names no such fact.
fn law_date(columns: &Columns, bound: &Bound, chunk: &RecordBatch, row: usize) -> Option<Date> {
    if let Some(date) = bound
        .on
        .and_then(|place| super::cells::date(chunk.column(place), row))
    {
        return Some(date);
    }
    if bound.on.is_some_and(|place| chunk.column(place).is_valid(row)) {
        return None;
    }
    let zone = columns.matter.zone();
    let Some(governing) = columns.matter.shape()?.governed_by.as_ref() else {
        return assessed_on(columns, bound, chunk, row);
    };
    let fact = bound.fact(governing)?;
    let text = match super::cells::data(chunk.column(fact.place), row)? {
        crate::case::Data::Text(text) => text,
        _ => return None,
    };
    match fact.ty.base {
        crate::resolve::Base::Date => crate::time::parse_date(&text).ok(),
        crate::resolve::Base::Moment => crate::time::parse_moment(&text, zone)
            .ok()
            .map(|moment| zone.date_of(moment)),
        _ => None,
    }
}

/// The day of the assessment of a row.
fn assessed_on(columns: &Columns, bound: &Bound, chunk: &RecordBatch, row: usize) -> Option<Date> {
    let zone = columns.matter.zone();
    let column = bound.at.map(|place| chunk.column(place));
    let at = match column.filter(|column| column.is_valid(row)) {
        Some(column) => match super::cells::data(column, row)? {
            crate::case::Data::Text(text) => crate::time::parse_moment(&text, zone).ok()?,
            _ => return None,
        },
        None => columns.at?,
    };
    Some(zone.date_of(at))
}

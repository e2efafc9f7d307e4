//! The provisions that decide, for many rows: worked out once for all rows in which every condition comes out alike.
//!
//! Which permissions and bars decide hangs on nothing but the truths of their conditions. Where a question comes to no
//! more than that, the first row of each pattern of truths is evaluated with reasons, and the others are told the same.

use super::answers::Answers;
use super::bind::Bound;
use super::{Columns, rows};
use crate::evaluate::Registers;
use crate::library::Prepared;
use crate::plan::code::{CASES, Code, Output};
use crate::time::Date;
use arrow_array::RecordBatch;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

/// What decides each question, by the law and by what every condition came to.
pub(super) type Paths = HashMap<(Date, Box<[u8]>), Arc<[Arc<str>]>>;

/// More patterns than these are not kept: rows that are all different would fill the memory.
const MOST_PATHS: usize = 100_000;

/// Whether what decides the questions hangs on truths alone: so it does for permissions and bars, not for duties, of which
/// the gravest counts, and values, which may be the same by chance. Elements of lists have truths of their own.
pub(super) fn is_by_truths(code: &Code) -> bool {
    let mut outputs = code.outputs.iter();
    code.parents.is_empty() && outputs.all(|output| matches!(output, Output::Outcome(_, None)))
}

/// Tells what decides in some rows of a chunk; in all where none are named.
pub(super) fn cite(
    columns: &Columns,
    (bound, chunk): (&Bound, &RecordBatch),
    (prepared, registers): (&Prepared, &Registers),
    (begin, settled): (usize, Option<&[usize]>),
    made: &mut Answers,
) {
    let by_truths = prepared.code().is_some_and(is_by_truths);
    let all: Vec<usize>;
    let of = match settled {
        Some(rows) => rows,
        None => {
            all = (0..registers.rows(CASES)).collect();
            &all
        }
    };
    let mut pattern: Vec<u8> = Vec::new();
    for row in of {
        pattern.clear();
        let truths = registers.truths().iter();
        pattern.extend(truths.map(|truths| truths.get(*row).copied().unwrap_or(0)));
        let key = (prepared.date(), pattern.as_slice().into());
        let paths = columns.paths.read().unwrap_or_else(PoisonError::into_inner);
        let known = paths.get(&key).filter(|_| by_truths).cloned();
        drop(paths);
        let because = known.unwrap_or_else(|| {
            let because = reasons(columns, bound, chunk, *row);
            let mut paths = columns.paths.write().unwrap_or_else(PoisonError::into_inner);
            if by_truths && paths.len() < MOST_PATHS {
                paths.insert(key, because.clone());
            }
            because
        });
        made.cite(begin + row, &because);
    }
}

/// What decides each question in a row, evaluated with reasons.
fn reasons(columns: &Columns, bound: &Bound, chunk: &RecordBatch, row: usize) -> Arc<[Arc<str>]> {
    match rows::case(columns, bound, chunk, row) {
        Ok(case) => rows::because(columns, &case),
        Err(_) => columns.asks.iter().map(|_| Arc::from("")).collect(),
    }
}

//! What reading a row leaves out of it: fractions of a second, and the seconds of moments that are kept to the minute.
//!
//! Most cells leave nothing out, and show it without being read: only the others are read as cases, which say what was left out.

use super::answers::Answers;
use super::bind::Bound;
use super::{Columns, cells, rows};
use crate::plan::slot_below;
use crate::resolve::{Base, Program, Slot};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};

/// Notes what was left out of rows that ran through the steps: those that are not left to be read as cases.
pub(super) fn note(
    columns: &Columns,
    bound: &Bound,
    chunk: &RecordBatch,
    (begin, left): (usize, &[bool]),
    made: &mut Answers,
) {
    let odd = odd(columns, bound, chunk);
    let settled = |row: usize| left.get(row) != Some(&true);
    for (row, _) in odd.iter().enumerate().filter(|(row, odd)| **odd && settled(*row)) {
        if let Ok(case) = rows::case(columns, bound, chunk, row) {
            made.note(begin + row, rows::noted(&case));
        }
    }
}

/// The rows in which a cell may lose a part of its time.
fn odd(columns: &Columns, bound: &Bound, chunk: &RecordBatch) -> Vec<bool> {
    let program = columns.matter.program();
    let mut odd = vec![false; chunk.num_rows()];
    for fact in &bound.facts {
        let slot = fact.fields.as_ref().zip(columns.matter.shape());
        let slot = slot.and_then(|(fields, shape)| slot_below(program, shape, fields));
        let to_the_minute = slot.is_some_and(|slot| slot.to_the_minute);
        if let Some(kept) = time_below(program, &fact.ty.base, to_the_minute, 0) {
            mark(chunk.column(fact.place), kept, &mut odd);
        }
    }
    if let Some(place) = bound.at {
        mark(chunk.column(place), Kept::Seconds, &mut odd);
    }
    odd
}

/// What of a time is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    Seconds,
    Minutes,
}

/// What is kept of the times that a value is or has below it; nothing where there are none.
fn time_below(program: &Program, base: &Base, to_the_minute: bool, depth: usize) -> Option<Kept> {
    match base {
        Base::Moment if to_the_minute => Some(Kept::Minutes),
        Base::Moment | Base::TimeOfDay => Some(Kept::Seconds),
        Base::List(of) => time_below(program, of, to_the_minute, depth),
        // a record that holds itself may hold any time as well
        Base::Record(_) if depth > 8 => Some(Kept::Minutes),
        Base::Record(id) => {
            let slots = program.record(*id).into_iter().flat_map(|record| &record.slots);
            let kept = |slot: &Slot| time_below(program, &slot.ty.base, slot.to_the_minute, depth + 1);
            slots.filter_map(kept).max()
        }
        _ => None,
    }
}

/// Marks the rows with such a cell; of lists and structs all rows, where one cell below them is such.
fn mark(array: &ArrayRef, kept: Kept, odd: &mut [bool]) {
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) if kept == Kept::Seconds => {}
        DataType::Timestamp(..) => {
            for (row, odd) in odd.iter_mut().enumerate().filter(|(row, _)| array.is_valid(*row)) {
                let odd_seconds = |seconds: i64| kept == Kept::Minutes && seconds % 60 != 0;
                *odd |= cells::seconds(array, row)
                    .is_some_and(|(seconds, rest)| rest != 0 || odd_seconds(seconds));
            }
        }
        DataType::Utf8 => texts(array.as_string::<i32>().iter(), kept, odd),
        DataType::LargeUtf8 => texts(array.as_string::<i64>().iter(), kept, odd),
        DataType::Utf8View => texts(array.as_string_view().iter(), kept, odd),
        DataType::Dictionary(..) => {
            let values = array.as_any_dictionary().values();
            let mut of = vec![false; values.len()];
            mark(values, kept, &mut of);
            if of.contains(&true) {
                for (row, odd) in odd.iter_mut().enumerate().filter(|(row, _)| array.is_valid(*row)) {
                    let key = cells::key(array, row);
                    *odd |= key.and_then(|key| of.get(key)) == Some(&true);
                }
            }
        }
        DataType::Struct(_) => {
            let inner = array.as_struct();
            inner.columns().iter().for_each(|column| all(column, kept, odd));
        }
        DataType::List(_) => all(array.as_list::<i32>().values(), kept, odd),
        DataType::LargeList(_) => all(array.as_list::<i64>().values(), kept, odd),
        _ => {}
    }
}

/// Marks all rows where one cell of an array below them is such.
fn all(below: &ArrayRef, kept: Kept, odd: &mut [bool]) {
    let mut of = vec![false; below.len()];
    mark(below, kept, &mut of);
    if of.contains(&true) {
        odd.fill(true);
    }
}

/// A text may lose a part where it has a fraction, or seconds that are not kept.
fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>, kept: Kept, odd: &mut [bool]) {
    for (text, odd) in texts.zip(odd) {
        let text = text.unwrap_or_default();
        *odd |= text.contains(['.', ',']) || kept == Kept::Minutes && text.matches(':').count() > 1;
    }
}

//! The columns that answers are told in.

use super::Columns;
use super::cells::EPOCH;
use crate::evaluate::{Outcome, widely};
use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int8Array, StringArray, TimestampSecondArray,
};
use arrow_schema::DataType;
use std::sync::{Arc, Mutex, PoisonError};

/// The digest of the law, in so many rows.
pub(super) fn digests(columns: &Columns, rows: usize) -> ArrayRef {
    part(&columns.digests, rows, || {
        let digest = columns.matter.snapshot().library().digest();
        let keys = Int8Array::from(vec![0_i8; rows]);
        dictionary(keys, Arc::new(StringArray::from(vec![digest.to_owned()])))
    })
}

/// So many rows of a column that is the same in each batch: it is made once, for the longest batch so far.
fn part(known: &Mutex<Option<ArrayRef>>, rows: usize, make: impl FnOnce() -> ArrayRef) -> ArrayRef {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    match known.as_ref().filter(|known| known.len() >= rows) {
        Some(known) => known.slice(0, rows),
        None => known.insert(make()).clone(),
    }
}

pub(super) fn moments(seconds: Vec<Option<i64>>) -> ArrayRef {
    Arc::new(TimestampSecondArray::from(seconds).with_timezone("+00:00"))
}

/// Days by their numbers from the year 1.
pub(super) fn days(counts: &[Option<i64>]) -> ArrayRef {
    let small = |count: &Option<i64>| count.and_then(|count| i32::try_from(count - EPOCH).ok());
    Arc::new(counts.iter().map(small).collect::<Date32Array>())
}

/// What is said of some rows, such as what is wrong with them.
pub(super) fn said(columns: &Columns, found: Vec<(usize, String)>, rows: usize) -> ArrayRef {
    if found.is_empty() {
        return part(&columns.nothing, rows, || {
            arrow_array::new_null_array(&DataType::Utf8, rows)
        });
    }
    let mut all: Vec<Option<String>> = vec![None; rows];
    for (row, said) in found {
        if let Some(slot) = all.get_mut(row) {
            *slot = Some(said);
        }
    }
    Arc::new(StringArray::from(all))
}

/// Outcomes by their numbers; less than nothing where there is none.
pub(super) fn outcomes(numbers: Vec<i8>) -> ArrayRef {
    let words: Vec<&str> = Outcome::all().map(Outcome::word).collect();
    let count = words.len();
    let words = Arc::new(StringArray::from(words));
    // all bits of all numbers at once: the sign is among them, and no number is greater than they are
    let all = &*numbers;
    let bits = widely(
        #[inline(always)]
        move || all.iter().fold(0_u8, |bits, number| bits | *number as u8),
    );
    if usize::from(bits) < count {
        let keys = Int8Array::from(numbers);
        // SAFETY: each key is the place of a word, as was seen just now; looking once more, key by key, would take as long
        // as a fourth of all questions.
        #[allow(unsafe_code)]
        let made = unsafe { DictionaryArray::<Int8Type>::new_unchecked(keys, words) };
        return Arc::new(made);
    }
    let keys = numbers.iter().map(|number| (*number >= 0).then_some(*number));
    dictionary(keys.collect(), words)
}

fn dictionary(keys: Int8Array, words: ArrayRef) -> ArrayRef {
    match DictionaryArray::<Int8Type>::try_new(keys, words) {
        Ok(made) => Arc::new(made),
        // keys are numbers of the words, so this does not come about
        Err(_) => Arc::new(StringArray::from(Vec::<&str>::new())),
    }
}

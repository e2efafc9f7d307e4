//! One million cases in columns.

use crate::hand::{Country, Facts, Gravity};
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Int8Array, Int32Array, IntervalYearMonthArray, RecordBatch,
    StringArray,
};
use std::sync::Arc;

/// Cases as a struct of arrays, as a loop written by hand takes them.
pub struct Arrays {
    pub gravity: Vec<u8>,
    pub intentional: Vec<bool>,
    pub imprisoned_before: Vec<bool>,
    pub sentence: Vec<i32>,
    pub served: Vec<i32>,
    pub violations: Vec<i32>,
    pub citizen: Vec<bool>,
    pub torture_danger: Vec<bool>,
    pub death_penalty: Vec<bool>,
    pub requested_by: Vec<u8>,
}

impl Arrays {
    pub fn of(cases: &[Facts]) -> Arrays {
        Arrays {
            gravity: cases.iter().map(|c| c.gravity as u8).collect(),
            intentional: cases.iter().map(|c| c.intentional).collect(),
            imprisoned_before: cases.iter().map(|c| c.imprisoned_before).collect(),
            sentence: cases.iter().map(|c| c.sentence as i32).collect(),
            served: cases.iter().map(|c| c.served as i32).collect(),
            violations: cases.iter().map(|c| c.violations as i32).collect(),
            citizen: cases.iter().map(|c| c.citizen).collect(),
            torture_danger: cases.iter().map(|c| c.torture_danger).collect(),
            death_penalty: cases.iter().map(|c| c.death_penalty).collect(),
            requested_by: cases.iter().map(|c| c.requested_by as u8).collect(),
        }
    }
}

/// The loop written by hand: numbers of outcomes, question by question.
#[inline(never)]
pub fn by_hand(a: &Arrays) -> [Vec<u8>; 3] {
    let n = a.gravity.len();
    let mut out = [vec![0_u8; n], vec![0_u8; n], vec![0_u8; n]];
    for i in 0..n {
        let facts = Facts {
            gravity: match a.gravity[i] {
                0 => Gravity::Minor,
                1 => Gravity::Medium,
                2 => Gravity::Serious,
                _ => Gravity::Grave,
            },
            intentional: a.intentional[i],
            imprisoned_before: a.imprisoned_before[i],
            sentence: a.sentence[i] as u32,
            served: a.served[i] as u32,
            violations: a.violations[i] as u32,
            citizen: a.citizen[i],
            torture_danger: a.torture_danger[i],
            death_penalty: a.death_penalty[i],
            requested_by: if a.requested_by[i] == 0 { Country::KZ } else { Country::UZ },
        };
        let [x, y, z] = crate::hand::decided(&facts);
        out[0][i] = x as u8;
        out[1][i] = y as u8;
        out[2][i] = z as u8;
    }
    out
}

/// The same cases as an Arrow batch.
pub fn batch(a: &Arrays) -> RecordBatch {
    let named = |keys: &[u8], names: &[&str]| -> ArrayRef {
        let keys: Int8Array = keys.iter().map(|key| Some(*key as i8)).collect();
        Arc::new(DictionaryArray::<Int8Type>::new(keys, Arc::new(StringArray::from(names.to_vec()))))
    };
    let yes = |cells: &[bool]| -> ArrayRef { Arc::new(BooleanArray::from(cells.to_vec())) };
    let months = |cells: &[i32]| -> ArrayRef { Arc::new(IntervalYearMonthArray::from(cells.to_vec())) };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("gravity", named(&a.gravity, &["minor", "medium", "serious", "grave"])),
        ("intentional", yes(&a.intentional)),
        ("imprisoned_before", yes(&a.imprisoned_before)),
        ("sentence", months(&a.sentence)),
        ("served", months(&a.served)),
        ("violations", Arc::new(Int32Array::from(a.violations.clone()))),
        ("citizen", yes(&a.citizen)),
        ("torture_danger", yes(&a.torture_danger)),
        ("death_penalty", yes(&a.death_penalty)),
        ("requested_by", named(&a.requested_by, &["KZ", "UZ", "KG", "RU", "DE"])),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

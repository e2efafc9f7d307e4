//! One million cases in columns.

use crate::hand::Facts;
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

/// The loop written by hand, without branches so that it runs many rows at once: numbers of outcomes, question by question.
#[inline(never)]
pub fn by_hand(a: &Arrays) -> [Vec<u8>; 3] {
    let n = a.gravity.len();
    let mut open = vec![0_u8; n];
    let mut parole = vec![0_u8; n];
    let mut extradition = vec![0_u8; n];
    let (gravity, intentional, before) = (&a.gravity[..n], &a.intentional[..n], &a.imprisoned_before[..n]);
    let (sentence, served, violations) = (&a.sentence[..n], &a.served[..n], &a.violations[..n]);
    let (citizen, torture, death, by) =
        (&a.citizen[..n], &a.torture_danger[..n], &a.death_penalty[..n], &a.requested_by[..n]);
    for i in 0..n {
        let negligent = !intentional[i] & (sentence[i] <= 60);
        let lesser = intentional[i] & (gravity[i] <= 1) & (sentence[i] <= 12);
        let yes = !before[i] & (negligent | lesser);
        open[i] = 2 - 2 * u8::from(yes);
    }
    for i in 0..n {
        let above = 1 + i32::from(gravity[i] == 3);
        let below = 3 - i32::from(gravity[i] == 2);
        let yes = (served[i] * below >= sentence[i] * above) & (violations[i] <= 2);
        parole[i] = 2 - 2 * u8::from(yes);
    }
    for i in 0..n {
        extradition[i] = u8::from(citizen[i] | torture[i] | (death[i] & (by[i] != 0)));
    }
    [open, parole, extradition]
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

/// Stops where an answer differs.
pub fn compare(hand: &[Vec<u8>; 3], answers: &RecordBatch) {
    use arrow_array::cast::AsArray;
    for (name, expected) in crate::engines::QUESTIONS.iter().zip(hand) {
        let array = answers.column_by_name(name).unwrap().as_dictionary::<Int8Type>();
        let keys = array.keys().values();
        // the first three outcomes have the numbers of the hand-written ones
        assert!(keys.iter().zip(expected).all(|(a, b)| *a as u8 == *b), "{name}");
    }
}

/// The million cases as a table, with the answers by hand, for the engines in Python.
pub fn write_table(path: &str) {
    let facts = crate::hand::cases(1_000_000);
    let arrays = Arrays::of(&facts);
    let answers = by_hand(&arrays);
    let mut text = String::from("gravity,intentional,imprisoned_before,sentence,served,violations,citizen,torture_danger,death_penalty,requested_by,open,parole,extradition\n");
    for i in 0..facts.len() {
        let f = &facts[i];
        text.push_str(&format!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
            f.gravity as u8, f.intentional as u8, f.imprisoned_before as u8, f.sentence, f.served, f.violations,
            f.citizen as u8, f.torture_danger as u8, f.death_penalty as u8, f.requested_by as u8,
            answers[0][i], answers[1][i], answers[2][i]
        ));
    }
    std::fs::write(path, text).unwrap();
}

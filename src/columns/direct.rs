//! Comparisons of facts with constants, made on the cells of Arrow themselves: no register holds the fact then.

use super::cells;
use crate::evaluate::{bounds_of, compared_once};
use crate::plan::code::{FACT_FRACTION, Lane, NO, Op, Sort, TruthId, state};
use crate::time::DurationKind;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Int8Type, Int16Type, Int32Type, IntervalYearMonthType, UInt8Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::{DataType, IntervalUnit};

/// The truths of a comparison for each value of a dictionary; nothing where one of them is no plain value.
pub(super) fn of_dictionary(op: &Op, lanes: &[Option<Lane>]) -> Option<(Vec<u8>, TruthId)> {
    let mut truths = Vec::with_capacity(lanes.len());
    let mut to = None;
    for lane in lanes {
        let lane = lane.filter(|lane| lane.state == state::VALUE)?;
        let (truth, register) = compared_once(op, lane)?;
        truths.push(truth);
        to = Some(register);
    }
    Some((truths, to?))
}

/// Puts the truth of each key at its rows; false where keys are of a rarer type.
pub(super) fn spread(array: &dyn Array, truths: &[u8], out: &mut [u8]) -> bool {
    let DataType::Dictionary(key, _) = array.data_type() else {
        return false;
    };
    match **key {
        DataType::Int8 => by_small_key(array, truths, out),
        DataType::UInt8 => by_key::<UInt8Type>(array, truths, out),
        DataType::Int16 => by_key::<Int16Type>(array, truths, out),
        DataType::Int32 => by_key::<Int32Type>(array, truths, out),
        _ => return false,
    }
    true
}

/// Keys of one byte: a table of all of them needs no check.
fn by_small_key(array: &dyn Array, truths: &[u8], out: &mut [u8]) {
    let mut table = [0_u8; 256];
    for (slot, truth) in table.iter_mut().zip(truths) {
        *slot = *truth;
    }
    let keys = array.as_dictionary::<Int8Type>().keys().values();
    for (out, key) in out.iter_mut().zip(keys.iter()) {
        *out = table.get(usize::from(*key as u8)).copied().unwrap_or(0);
    }
}

fn by_key<K: ArrowDictionaryKeyType>(array: &dyn Array, truths: &[u8], out: &mut [u8])
where
    K::Native: TryInto<usize>,
{
    for (out, key) in out
        .iter_mut()
        .zip(array.as_dictionary::<K>().keys().values().iter())
    {
        let key = (*key).try_into().unwrap_or(usize::MAX);
        *out = truths.get(key).copied().unwrap_or(0);
    }
}

/// Compares small whole cells with a constant; false where the cells or the comparison are of another kind.
pub(super) fn compare(array: &dyn Array, sort: Sort, op: &Op, out: &mut [u8]) -> bool {
    let Op::CompareWith { order, with, .. } = op else {
        return false;
    };
    let Some((least, most, turned)) = bounds_of(*order, *with) else {
        return false;
    };
    let numeric = matches!(sort, Sort::Number | Sort::Money(_));
    match (array.data_type(), sort) {
        (DataType::Int8, _) if numeric => {
            within::<Int8Type>(array, scaled(least, most, FACT_FRACTION, 0), turned, out)
        }
        (DataType::Int16, _) if numeric => {
            within::<Int16Type>(array, scaled(least, most, FACT_FRACTION, 0), turned, out)
        }
        (DataType::Int32, _) if numeric => {
            within::<Int32Type>(array, scaled(least, most, FACT_FRACTION, 0), turned, out)
        }
        (DataType::Interval(IntervalUnit::YearMonth), Sort::Duration(DurationKind::Calendar)) => {
            within::<IntervalYearMonthType>(array, scaled(least, most, 1, 0), turned, out);
        }
        (DataType::Date32, Sort::Date) => {
            // dates outside the years 1 to 9999 are no dates: such a column is read cell by cell
            let days = array.as_primitive::<Date32Type>().values();
            if !days.iter().all(|day| cells::is_day(*day)) {
                return false;
            }
            within::<Date32Type>(array, scaled(least, most, 1, cells::EPOCH), turned, out);
        }
        _ => return false,
    }
    true
}

/// Bounds of counts as bounds of cells, each count being the cell times a factor and an offset more.
fn scaled(least: i64, most: i64, factor: i64, offset: i64) -> (i64, i64) {
    let least = least.saturating_sub(offset);
    let least = least.div_euclid(factor) + i64::from(least.rem_euclid(factor) != 0);
    (least, most.saturating_sub(offset).div_euclid(factor))
}

fn within<T: ArrowPrimitiveType>(array: &dyn Array, (least, most): (i64, i64), turned: bool, out: &mut [u8])
where
    T::Native: TryFrom<i64> + PartialOrd + Copy + Into<i64>,
{
    let cells = array.as_primitive::<T>().values();
    match (T::Native::try_from(least), T::Native::try_from(most)) {
        (Ok(least), Ok(most)) => test(cells, out, turned, |cell| (cell >= least) & (cell <= most)),
        // a bound that no cell reaches bounds nothing
        (Ok(least), Err(_)) if most > 0 => test(cells, out, turned, |cell| cell >= least),
        (Err(_), Ok(most)) if least < 0 => test(cells, out, turned, |cell| cell <= most),
        _ => test(cells, out, turned, |cell| {
            let cell: i64 = cell.into();
            (cell >= least) & (cell <= most)
        }),
    }
}

fn test<N: Copy>(cells: &[N], out: &mut [u8], turned: bool, holds: impl Fn(N) -> bool) {
    for (out, cell) in out.iter_mut().zip(cells) {
        *out = NO - u8::from(holds(*cell) != turned);
    }
}

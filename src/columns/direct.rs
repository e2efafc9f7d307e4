//! Comparisons of facts with constants, made on the cells of Arrow themselves: no register holds the fact then.

use super::cells;
use crate::evaluate::{bounds_of, compared_once, widely};
use crate::plan::code::{FACT_FRACTION, Lane, NO, Op, Sort, TruthId, YES, state};
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
        DataType::Int8 => by_key::<Int8Type>(array, truths, out),
        DataType::UInt8 => by_key::<UInt8Type>(array, truths, out),
        DataType::Int16 => by_key::<Int16Type>(array, truths, out),
        DataType::Int32 => by_key::<Int32Type>(array, truths, out),
        _ => return false,
    }
    true
}

/// More neighbours than these are looked up one by one.
const MOST_RUNS: usize = 4;

fn by_key<K: ArrowDictionaryKeyType>(array: &dyn Array, truths: &[u8], out: &mut [u8])
where
    K::Native: TryInto<usize> + TryFrom<usize>,
{
    let keys = array.as_dictionary::<K>().keys().values();
    if let Some(runs) = runs::<K::Native>(truths, YES) {
        return of_runs(keys, &runs, 0, out);
    }
    if let Some(runs) = runs::<K::Native>(truths, NO) {
        return of_runs(keys, &runs, YES | NO, out);
    }
    for (out, key) in out.iter_mut().zip(keys.iter()) {
        let key = (*key).try_into().unwrap_or(usize::MAX);
        *out = truths.get(key).copied().unwrap_or(0);
    }
}

/// The keys of a truth as runs of neighbours, where they are few.
fn runs<N: TryFrom<usize>>(truths: &[u8], wanted: u8) -> Option<Vec<(N, N)>> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (key, _) in truths.iter().enumerate().filter(|(_, truth)| **truth == wanted) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == key => *last = key,
            _ => runs.push((key, key)),
        }
    }
    if runs.len() > MOST_RUNS {
        return None;
    }
    let native = |(from, to)| Some((N::try_from(from).ok()?, N::try_from(to).ok()?));
    runs.into_iter().map(native).collect()
}

/// Yes for keys within the runs, no for all others; turned where all bits of both are given.
fn of_runs<N: Copy + PartialOrd>(keys: &[N], runs: &[(N, N)], turn: u8, out: &mut [u8]) {
    let within = move |(from, to): (N, N), key: N| u8::from((key >= from) & (key <= to));
    match *runs {
        [] => out.fill(NO ^ turn),
        [run] => each(out, keys, move |_, key| (NO - within(run, key)) ^ turn),
        [first, ref rest @ ..] => {
            each(out, keys, move |_, key| within(first, key));
            for run in rest.iter().copied() {
                each(out, keys, move |so_far, key| so_far | within(run, key));
            }
            each(out, keys, move |hit, _| (NO - hit) ^ turn);
        }
    }
}

/// Makes each truth anew from what stands there and a cell.
fn each<N: Copy>(out: &mut [u8], cells: &[N], make: impl Fn(u8, N) -> u8) {
    widely(
        #[inline(always)]
        move || {
            for (out, cell) in out.iter_mut().zip(cells) {
                *out = make(*out, *cell);
            }
        },
    );
}

/// Compares small whole cells with a constant; false where the cells or the comparison are of another kind.
pub(super) fn compare(array: &dyn Array, sort: Sort, op: &Op, out: &mut [u8]) -> bool {
    let Op::CompareWith { order, with, .. } = op else {
        return false;
    };
    let Some((least, most, turned)) = bounds_of(*order, *with) else {
        return false;
    };
    // a column with a cell that is no date or length of time is read cell by cell
    if !cells::are_values(array, sort) {
        return false;
    }
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
        (Ok(least), Ok(most)) => test(cells, out, turned, move |cell| (cell >= least) & (cell <= most)),
        // a bound that no cell reaches bounds nothing
        (Ok(least), Err(_)) if most > 0 => test(cells, out, turned, move |cell| cell >= least),
        (Err(_), Ok(most)) if least < 0 => test(cells, out, turned, move |cell| cell <= most),
        _ => test(cells, out, turned, move |cell| {
            let cell: i64 = cell.into();
            (cell >= least) & (cell <= most)
        }),
    }
}

fn test<N: Copy>(cells: &[N], out: &mut [u8], turned: bool, holds: impl Fn(N) -> bool) {
    // what turns a truth into its contrary
    let turn = if turned { YES | NO } else { 0 };
    each(out, cells, move |_, cell| (NO - u8::from(holds(cell))) ^ turn);
}

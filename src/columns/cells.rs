//! Cells of Arrow arrays: as data, to be read like a case in JSON, and as what stands in a register where that is plain.

use crate::case::Data;
use crate::plan::code::{FACT_FRACTION, Lane, MOST, NO, Sort, state};
use crate::time::{Date, DurationKind, MOST_COUNT};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DurationSecondType, Int8Type, Int16Type, Int32Type, Int64Type, IntervalYearMonthType,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowNativeTypeOp, BooleanArray};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use chrono::Datelike;

/// Days from the year 1 to 1970-01-01.
pub(super) const EPOCH: i64 = 719_163;

/// Whether cells of a type can be read at all; else what to use in its stead.
pub fn unreadable(data: &DataType) -> Option<&'static str> {
    match data {
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            Some("floating point is not exact; use whole numbers, decimals or text")
        }
        DataType::Boolean
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Date32
        | DataType::Date64
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Timestamp(..)
        | DataType::Duration(_)
        | DataType::Interval(_)
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Null => None,
        DataType::Dictionary(_, value) => unreadable(value),
        DataType::List(field) | DataType::LargeList(field) => unreadable(field.data_type()),
        DataType::Struct(fields) => fields.iter().find_map(|field| unreadable(field.data_type())),
        _ => Some(
            "columns are yes/no, whole numbers, decimals, dates, times, timestamps, durations, text, structs or lists",
        ),
    }
}

/// A cell as data; nothing where it is null.
pub fn data(array: &dyn Array, row: usize) -> Option<Data> {
    if !array.is_valid(row) || row >= array.len() {
        return None;
    }
    Some(match array.data_type() {
        DataType::Boolean => Data::Yes(array.as_boolean().value(row)),
        DataType::Int8 => number(array.as_primitive::<Int8Type>().value(row)),
        DataType::Int16 => number(array.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => number(array.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => number(array.as_primitive::<Int64Type>().value(row)),
        DataType::UInt8 => number(array.as_primitive::<UInt8Type>().value(row)),
        DataType::UInt16 => number(array.as_primitive::<UInt16Type>().value(row)),
        DataType::UInt32 => number(array.as_primitive::<UInt32Type>().value(row)),
        DataType::UInt64 => number(array.as_primitive::<UInt64Type>().value(row)),
        DataType::Decimal32(..) => Data::Number(array.as_primitive::<Decimal32Type>().value_as_string(row)),
        DataType::Decimal64(..) => Data::Number(array.as_primitive::<Decimal64Type>().value_as_string(row)),
        DataType::Decimal128(..) => Data::Number(array.as_primitive::<Decimal128Type>().value_as_string(row)),
        DataType::Decimal256(..) => Data::Number(array.as_primitive::<Decimal256Type>().value_as_string(row)),
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row)) + EPOCH;
            Data::Text(
                crate::plan::date_numbered(days)
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
            )
        }
        DataType::Timestamp(..) => return moment(array, row),
        DataType::Utf8View => Data::Text(array.as_string_view().value(row).to_owned()),
        DataType::Utf8 => Data::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Data::Text(array.as_string::<i64>().value(row).to_owned()),
        DataType::Dictionary(..) => {
            return data(array.as_any_dictionary().values(), key(array, row)?);
        }
        DataType::Struct(fields) => {
            let inner = array.as_struct();
            let named = fields.iter().zip(inner.columns());
            Data::Map(
                named
                    .filter_map(|(field, column)| Some((field.name().clone(), data(column, row)?)))
                    .collect(),
            )
        }
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        _ => return super::times::data(array, row),
    })
}

/// The key of a row of a dictionary.
pub(super) fn key(array: &dyn Array, row: usize) -> Option<usize> {
    fn of<K: ArrowDictionaryKeyType>(array: &dyn Array, row: usize) -> Option<usize>
    where
        K::Native: TryInto<usize>,
    {
        array.as_dictionary::<K>().keys().value(row).try_into().ok()
    }
    let DataType::Dictionary(key, _) = array.data_type() else {
        return None;
    };
    match **key {
        DataType::Int8 => of::<Int8Type>(array, row),
        DataType::Int16 => of::<Int16Type>(array, row),
        DataType::Int32 => of::<Int32Type>(array, row),
        DataType::Int64 => of::<Int64Type>(array, row),
        DataType::UInt8 => of::<UInt8Type>(array, row),
        DataType::UInt16 => of::<UInt16Type>(array, row),
        DataType::UInt32 => of::<UInt32Type>(array, row),
        DataType::UInt64 => of::<UInt64Type>(array, row),
        _ => None,
    }
}

fn number(value: impl std::fmt::Display) -> Data {
    Data::Number(value.to_string())
}

/// An element that is null is a record of which nothing is known.
fn list(elements: &ArrayRef) -> Data {
    let nothing = || Data::Map(Vec::new());
    Data::List(
        (0..elements.len())
            .map(|row| data(elements, row).unwrap_or_else(nothing))
            .collect(),
    )
}

/// A timestamp: with a zone a moment, without one local time.
fn moment(array: &dyn Array, row: usize) -> Option<Data> {
    let DataType::Timestamp(_, zone) = array.data_type() else {
        return None;
    };
    let (seconds, nanos) = seconds(array, row)?;
    let moment = chrono::DateTime::from_timestamp(seconds, nanos)?;
    let suffix = if zone.is_some() { "Z" } else { "" };
    if !(1..=9999).contains(&moment.year()) {
        return Some(Data::Text(format!("{}", moment.format("%Y-%m-%d"))));
    }
    Some(Data::Text(format!(
        "{}{suffix}",
        moment.format("%Y-%m-%dT%H:%M:%S%.f")
    )))
}

/// The whole seconds of a timestamp, and what is left in billionths of one.
pub(super) fn seconds(array: &dyn Array, row: usize) -> Option<(i64, u32)> {
    let (count, of_second) = match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            (array.as_primitive::<TimestampSecondType>().value(row), 1)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            (array.as_primitive::<TimestampMillisecondType>().value(row), 1_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => (
            array.as_primitive::<TimestampMicrosecondType>().value(row),
            1_000_000,
        ),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => (
            array.as_primitive::<TimestampNanosecondType>().value(row),
            1_000_000_000,
        ),
        _ => return None,
    };
    let rest = count.rem_euclid(of_second) * (1_000_000_000 / of_second);
    Some((count.div_euclid(of_second), u32::try_from(rest).ok()?))
}

/// What stands in a register for each cell that is plain; the row is marked where one is not.
///
/// False where cells of this type are not plain for facts of this sort: each must be read as data.
pub fn fill(
    array: &dyn Array,
    (sort, to_the_minute): (Sort, bool),
    states: &mut [u8],
    values: &mut [i64],
    marked: &mut [u8],
) -> bool {
    match (array.data_type(), sort) {
        (DataType::Boolean, Sort::Truth) => {
            let cells = array.as_boolean();
            for (value, cell) in values.iter_mut().zip(cells.values().iter()) {
                *value = i64::from(cell);
            }
            states.fill(state::VALUE);
        }
        (DataType::Int8, Sort::Number | Sort::Money(_)) => whole::<Int8Type>(array, states, values),
        (DataType::Int16, Sort::Number | Sort::Money(_)) => whole::<Int16Type>(array, states, values),
        (DataType::Int32, Sort::Number | Sort::Money(_)) => whole::<Int32Type>(array, states, values),
        (DataType::UInt8, Sort::Number | Sort::Money(_)) => whole::<UInt8Type>(array, states, values),
        (DataType::UInt16, Sort::Number | Sort::Money(_)) => whole::<UInt16Type>(array, states, values),
        (DataType::UInt32, Sort::Number | Sort::Money(_)) => whole::<UInt32Type>(array, states, values),
        (DataType::Int64, Sort::Number | Sort::Money(_)) => {
            primitive::<Int64Type>(array, states, values, marked, |value| {
                value.checked_mul(FACT_FRACTION)
            });
        }
        (DataType::Decimal128(_, scale), Sort::Number | Sort::Money(_)) => {
            let scale = u32::try_from(*scale)
                .ok()
                .and_then(|scale| 10_i128.checked_pow(scale));
            primitive::<Decimal128Type>(array, states, values, marked, |value| {
                let count = value.checked_mul(i128::from(FACT_FRACTION))?;
                let scale = scale?;
                (count % scale == 0)
                    .then(|| i64::try_from(count / scale).ok())
                    .flatten()
            });
        }
        (DataType::Date32, Sort::Date) => primitive::<Date32Type>(array, states, values, marked, |days| {
            is_day(days).then(|| i64::from(days) + EPOCH)
        }),
        (DataType::Timestamp(_, Some(_)), Sort::Moment) => {
            for row in 0..array.len() {
                let seconds = seconds(array, row).map_or(i64::MAX, |(seconds, _)| seconds);
                let seconds = if to_the_minute {
                    seconds - seconds.rem_euclid(60)
                } else {
                    seconds
                };
                put(
                    row,
                    Some(seconds).filter(|seconds| seconds.abs() < 60_000_000_000),
                    states,
                    values,
                    marked,
                );
            }
        }
        (DataType::Interval(IntervalUnit::YearMonth), Sort::Duration(DurationKind::Calendar)) => {
            primitive::<IntervalYearMonthType>(array, states, values, marked, |months| {
                Some(i64::from(months)).filter(is_length)
            });
        }
        (DataType::Duration(TimeUnit::Second), Sort::Duration(DurationKind::Clock)) => {
            primitive::<DurationSecondType>(array, states, values, marked, |seconds| {
                Some(seconds).filter(is_length)
            });
        }
        _ => return false,
    }
    true
}

/// Whether a number of months or seconds is a length of time that a case can have.
fn is_length(count: &i64) -> bool {
    (0..=MOST_COUNT).contains(count)
}

/// Whether each cell of a column of days, months or seconds is a value of a fact of a sort; true of all other columns.
pub fn are_values(array: &dyn Array, sort: Sort) -> bool {
    match (array.data_type(), sort) {
        (DataType::Date32, Sort::Date) => {
            let days = array.as_primitive::<Date32Type>().values();
            let (least, most) = crate::evaluate::reach(days);
            are_days(least, most) || days.iter().all(|day| is_day(*day))
        }
        (DataType::Interval(IntervalUnit::YearMonth), Sort::Duration(DurationKind::Calendar)) => {
            let months = array.as_primitive::<IntervalYearMonthType>().values();
            let (least, most) = crate::evaluate::reach(months);
            is_length(&least) && is_length(&most) || months.iter().all(|count| is_length(&i64::from(*count)))
        }
        (DataType::Duration(TimeUnit::Second), Sort::Duration(DurationKind::Clock)) => {
            let seconds = array.as_primitive::<DurationSecondType>().values();
            seconds.iter().all(is_length)
        }
        _ => true,
    }
}

/// Whether a number of days since 1970-01-01 is a date of the years 1 to 9999.
fn is_day(days: i32) -> bool {
    (1..=3_652_059).contains(&(i64::from(days) + EPOCH))
}

/// Whether all numbers within bounds are such days.
fn are_days(least: i64, most: i64) -> bool {
    let day = |bound: i64| i32::try_from(bound).is_ok_and(is_day);
    day(least) && day(most)
}

/// The truths of eight bits, for each byte.
const OF_BYTE: [[u8; 8]; 256] = {
    let mut all = [[NO; 8]; 256];
    let mut rest: &mut [[u8; 8]] = &mut all;
    let mut byte: u8 = 0;
    while let Some((truths, after)) = rest.split_first_mut() {
        *truths = eight(byte);
        rest = after;
        byte = byte.wrapping_add(1);
    }
    all
};

const fn eight(byte: u8) -> [u8; 8] {
    const fn of(byte: u8, place: u8) -> u8 {
        NO - ((byte >> place) & 1)
    }
    [
        of(byte, 0),
        of(byte, 1),
        of(byte, 2),
        of(byte, 3),
        of(byte, 4),
        of(byte, 5),
        of(byte, 6),
        of(byte, 7),
    ]
}

/// Yes and no as bytes of truths, eight at a time.
pub fn truths(array: &BooleanArray, out: &mut [u8]) {
    let bits = array.values();
    // a chunk begins at a whole byte, unless the column is a part of another
    match bits.inner().as_slice().get(bits.offset() / 8..) {
        Some(bytes) if bits.offset() % 8 == 0 => eights(bytes, out),
        _ => eights(bits.sliced().as_slice(), out),
    }
}

fn eights(bytes: &[u8], out: &mut [u8]) {
    for (out, byte) in out.chunks_mut(8).zip(bytes) {
        let truths = OF_BYTE.get(usize::from(*byte)).unwrap_or(&[0; 8]);
        match <&mut [u8; 8]>::try_from(&mut *out) {
            Ok(eight) => *eight = *truths,
            Err(_) => out.iter_mut().zip(truths).for_each(|(out, truth)| *out = *truth),
        }
    }
}

fn put(row: usize, count: Option<i64>, states: &mut [u8], values: &mut [i64], marked: &mut [u8]) {
    if let (Some(state), Some(value), Some(marked)) =
        (states.get_mut(row), values.get_mut(row), marked.get_mut(row))
    {
        *state = state::VALUE;
        *value = count.unwrap_or(0);
        *marked |= u8::from(count.is_none());
    }
}

/// Whole numbers so small that each fits.
fn whole<T: ArrowPrimitiveType>(array: &dyn Array, states: &mut [u8], values: &mut [i64])
where
    T::Native: Into<i64>,
{
    let cells = array.as_primitive::<T>();
    for (value, cell) in values.iter_mut().zip(cells.values().iter()) {
        let number: i64 = (*cell).into();
        *value = number * FACT_FRACTION;
    }
    states.fill(state::VALUE);
}

fn primitive<T: ArrowPrimitiveType>(
    array: &dyn Array,
    states: &mut [u8],
    values: &mut [i64],
    marked: &mut [u8],
    count: impl Fn(T::Native) -> Option<i64>,
) where
    T::Native: ArrowNativeTypeOp,
{
    let cells = array.as_primitive::<T>();
    let rows = values.iter_mut().zip(marked.iter_mut());
    for ((value, marked), cell) in rows.zip(cells.values().iter()) {
        match count(*cell).filter(|count| count.abs() <= MOST) {
            Some(count) => *value = count,
            None => *marked |= 1,
        }
    }
    states.fill(state::VALUE);
}

/// Cells of 32 bits, a factor and an offset to what stands in a register, and the bounds there.
pub type NarrowCells<'a> = (&'a [i32], (i32, i32), (i64, i64));

/// The cells as known values of 32 bits; nothing where they are of another type or do not fit.
pub fn narrow(array: &dyn Array, sort: Sort) -> Option<NarrowCells<'_>> {
    let numeric = matches!(sort, Sort::Number | Sort::Money(_));
    let (cells, factor, offset) = match (array.data_type(), sort) {
        (DataType::Int32, _) if numeric => (array.as_primitive::<Int32Type>().values(), FACT_FRACTION, 0),
        (DataType::Date32, Sort::Date) => (array.as_primitive::<Date32Type>().values(), 1, EPOCH),
        (DataType::Interval(IntervalUnit::YearMonth), Sort::Duration(DurationKind::Calendar)) => {
            (array.as_primitive::<IntervalYearMonthType>().values(), 1, 0)
        }
        _ => return None,
    };
    if cells.is_empty() || !are_values(array, sort) {
        return None;
    }
    let (least, most) = crate::evaluate::reach(cells);
    let (least, most) = (least * factor + offset, most * factor + offset);
    i32::try_from(least).ok()?;
    i32::try_from(most).ok()?;
    let (factor, offset) = (i32::try_from(factor).ok()?, i32::try_from(offset).ok()?);
    Some((cells, (factor, offset), (least, most)))
}

/// A plain date, where a cell is one.
pub fn date(array: &dyn Array, row: usize) -> Option<Date> {
    match data(array, row)? {
        Data::Text(text) => crate::time::parse_date(&text).ok(),
        _ => None,
    }
}

/// Each value of a dictionary, put at the rows that have its key.
pub fn spread(
    array: &dyn Array,
    lanes: &[Option<Lane>],
    states: &mut [u8],
    values: &mut [i64],
    marked: &mut [u8],
) {
    let DataType::Dictionary(key, _) = array.data_type() else {
        return;
    };
    match **key {
        DataType::Int8 => spread_by::<Int8Type>(array, lanes, states, values, marked),
        DataType::Int16 => spread_by::<Int16Type>(array, lanes, states, values, marked),
        DataType::Int32 => spread_by::<Int32Type>(array, lanes, states, values, marked),
        DataType::Int64 => spread_by::<Int64Type>(array, lanes, states, values, marked),
        DataType::UInt8 => spread_by::<UInt8Type>(array, lanes, states, values, marked),
        DataType::UInt16 => spread_by::<UInt16Type>(array, lanes, states, values, marked),
        DataType::UInt32 => spread_by::<UInt32Type>(array, lanes, states, values, marked),
        DataType::UInt64 => spread_by::<UInt64Type>(array, lanes, states, values, marked),
        _ => marked.fill(1),
    }
}

fn spread_by<K: ArrowDictionaryKeyType>(
    array: &dyn Array,
    lanes: &[Option<Lane>],
    states: &mut [u8],
    values: &mut [i64],
    marked: &mut [u8],
) where
    K::Native: TryInto<usize>,
{
    let keys = array.as_dictionary::<K>().keys().values();
    let known = lanes
        .iter()
        .all(|lane| lane.is_some_and(|lane| lane.state == state::VALUE));
    let within = |key: K::Native| key.try_into().ok().filter(|key: &usize| *key < lanes.len());
    if known && array.null_count() == 0 {
        let counts: Vec<i64> = lanes
            .iter()
            .map(|lane| lane.map_or(0, |lane| lane.value))
            .collect();
        for (value, key) in values.iter_mut().zip(keys.iter()) {
            let key = (*key).try_into().unwrap_or(usize::MAX);
            *value = counts.get(key).copied().unwrap_or(0);
        }
        states.fill(state::VALUE);
        return;
    }
    let rows = states.iter_mut().zip(values.iter_mut()).zip(marked.iter_mut());
    for (((state, value), marked), key) in rows.zip(keys.iter()) {
        match within(*key).and_then(|key| lanes.get(key)).copied().flatten() {
            Some(lane) => (*state, *value) = (lane.state, lane.value),
            None => *marked |= 1,
        }
    }
}

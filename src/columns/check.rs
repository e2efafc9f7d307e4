//! What no question reads is checked all the same: a row is a case or it is none, whatever is asked of it.

use super::bind::FactColumn;
use super::cells;
use super::fill::Filling;
use crate::case::read_fact;
use crate::evaluate::Registers;
use crate::plan::code::{CASES, Code, Origin, Sort};
use crate::resolve::{Base, Program};
use crate::time::DurationKind;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use std::collections::HashMap;

impl Filling<'_> {
    /// Puts off the rows in which a column that the questions do not read, or do not read as a whole, is wrong.
    pub(super) fn check_rest(&self, code: &Code, registers: &mut Registers) {
        for none in self.bound.nones.iter().filter(|none| !none.ty.optional) {
            let cells = self.chunk.column(none.place).as_boolean();
            for row in (0..cells.len()).filter(|row| cells.is_valid(*row) && cells.value(*row)) {
                registers.put_off(CASES, row);
            }
        }
        for fact in &self.bound.facts {
            let array = self.chunk.column(fact.place);
            let read = code.inputs.iter().any(|input| match &input.from {
                Origin::Fact(fields) => input.domain == CASES && fact.fields.as_ref() == Some(fields),
                _ => false,
            });
            if !read && needs_reading(self.program(), &fact.ty.base, array) {
                for row in self.wrong_rows(fact, array) {
                    registers.put_off(CASES, row);
                }
            }
        }
    }

    fn wrong_rows(&self, fact: &FactColumn, array: &ArrayRef) -> Vec<usize> {
        if let DataType::Dictionary(..) = array.data_type() {
            let dictionary = array.as_any_dictionary();
            let values = dictionary.values();
            let wrong: Vec<bool> = (0..values.len())
                .map(|row| self.is_wrong(fact, values, row))
                .collect();
            if !wrong.contains(&true) {
                return Vec::new();
            }
            let keys = dictionary.normalized_keys();
            let rows = keys
                .iter()
                .enumerate()
                .filter(|(row, key)| array.is_valid(*row) && wrong.get(**key) == Some(&true));
            return rows.map(|(row, _)| row).collect();
        }
        if let Some(wrong) = self.wrong_lists(fact, array) {
            return wrong;
        }
        if *array.data_type() == DataType::Utf8View {
            return self.wrong_texts(fact, array);
        }
        (0..array.len())
            .filter(|row| self.is_wrong(fact, array, *row))
            .collect()
    }

    /// The rows with a wrong text; one that occurs again is read once.
    fn wrong_texts(&self, fact: &FactColumn, array: &ArrayRef) -> Vec<usize> {
        let mut known: HashMap<u128, bool> = HashMap::new();
        let views = array.as_string_view().views().iter().enumerate();
        let present = views.filter(|(row, _)| array.is_valid(*row));
        let wrong = present.filter(|(row, view)| {
            let is_wrong = || self.is_wrong(fact, array, *row);
            *known.entry(**view).or_insert_with(is_wrong)
        });
        wrong.map(|(row, _)| row).collect()
    }

    /// The rows whose list is too long or has an element that is null, where nothing else can be wrong with elements of
    /// this type; nothing where each must be read.
    fn wrong_lists(&self, fact: &FactColumn, array: &ArrayRef) -> Option<Vec<usize>> {
        let Base::List(of) = &fact.ty.base else {
            return None;
        };
        let (elements, ends): (&ArrayRef, Vec<usize>) = match array.data_type() {
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                let ends = list
                    .offsets()
                    .iter()
                    .map(|end| usize::try_from(*end).unwrap_or(0));
                (list.values(), ends.collect())
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>();
                let ends = list
                    .offsets()
                    .iter()
                    .map(|end| usize::try_from(*end).unwrap_or(0));
                (list.values(), ends.collect())
            }
            _ => return None,
        };
        if needs_reading(self.program(), of, elements) {
            return None;
        }
        let most = self.columns.matter.snapshot().library().limits().list;
        // a record of which nothing is known is an element, a value that is not known is none
        let nullable = matches!(**of, Base::Record(_)) || elements.logical_null_count() == 0;
        let is_wrong = |from: usize, to: usize| {
            to - from > most || !nullable && (from..to).any(|element| elements.is_null(element))
        };
        let rows = ends.iter().zip(ends.iter().skip(1)).enumerate();
        let wrong = rows.filter(|(row, (from, to))| array.is_valid(*row) && is_wrong(**from, **to));
        Some(wrong.map(|(row, _)| row).collect())
    }

    fn is_wrong(&self, fact: &FactColumn, array: &dyn Array, row: usize) -> bool {
        let Some(data) = cells::data(array, row) else {
            return false;
        };
        let library = self.columns.matter.snapshot().library();
        let data = super::rows::as_fact(library.program(), &fact.ty.base, data);
        let zone = self.columns.matter.zone();
        read_fact(
            library.program(),
            library.limits(),
            zone,
            (&fact.ty, false),
            &data,
        )
        .is_err()
    }
}

/// Whether cells may be no values of a base; else each is one.
fn needs_reading(program: &Program, base: &Base, array: &dyn Array) -> bool {
    match (base, array.data_type()) {
        (Base::Record(id), DataType::Struct(fields)) => {
            let inner = array.as_struct();
            fields.iter().zip(inner.columns()).any(|(field, cells)| {
                let record = program.record(*id);
                let slot = record.and_then(|record| record.slots.get(*record.by_name.get(&**field.name())?));
                slot.is_none_or(|slot| needs_reading(program, &slot.ty.base, cells))
            })
        }
        // a list may be too long, and an element of one value may not be null
        (Base::List(_), _) => true,
        (base, data) => match crate::plan::sort_of(base) {
            Some(sort) => !(is_plain(sort, data) && cells::are_values(array, sort)),
            None => true,
        },
    }
}

fn is_plain(sort: Sort, data: &DataType) -> bool {
    match sort {
        Sort::Truth => *data == DataType::Boolean,
        Sort::Number | Sort::Money(_) => data.is_integer() || matches!(data, DataType::Decimal128(..)),
        Sort::Duration(DurationKind::Clock) => *data == DataType::Duration(TimeUnit::Second),
        Sort::Duration(DurationKind::Calendar) => *data == DataType::Interval(IntervalUnit::YearMonth),
        Sort::Date => *data == DataType::Date32,
        _ => false,
    }
}

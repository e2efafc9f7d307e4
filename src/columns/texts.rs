//! Cells that are read as data, like a case in JSON: each different value once where they are few.

use super::cells;
use super::fill::Filling;
use super::rows::as_fact;
use crate::case::{Datum, read_fact};
use crate::evaluate::{Column, lane_of};
use crate::plan::code::{Lane, Sort, ValueId, state};
use crate::resolve::Type;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::rc::Rc;
use std::sync::Arc;

impl Filling<'_> {
    /// Cells that are read as data, each different one once where they are few.
    pub(super) fn texts(
        &self,
        array: &ArrayRef,
        to: ValueId,
        (sort, ty, to_the_minute): (Sort, &Type, bool),
        column: &mut Column,
        marked: &mut [u8],
        texts: &[Arc<str>],
    ) {
        let fact = (sort, ty, to_the_minute);
        if let DataType::Dictionary(..) = array.data_type() {
            let lanes = self.dictionary(array, to, fact, texts);
            cells::spread(array, &lanes, &mut column.states, &mut column.values, marked);
            return;
        }
        let mut last: Option<(crate::case::Data, Option<Lane>)> = None;
        for (row, marked) in marked.iter_mut().enumerate() {
            let data = cells::data(array, row);
            let found = match (&last, &data) {
                (Some((known, found)), Some(data)) if known == data => *found,
                _ => self.text(array, row, fact, texts),
            };
            match found {
                Some(lane) => column.put(row, lane),
                None => *marked = 1,
            }
            last = data.map(|data| (data, found));
        }
    }

    /// A cell that is read as data; nothing where it does not fit.
    fn text(
        &self,
        array: &dyn Array,
        row: usize,
        (sort, ty, to_the_minute): (Sort, &Type, bool),
        texts: &[Arc<str>],
    ) -> Option<Lane> {
        let Some(data) = cells::data(array, row) else {
            return Some(Lane::of(state::UNKNOWN));
        };
        let program = self.program();
        let data = as_fact(program, &ty.base, data);
        let limits = self.columns.matter.snapshot().library().limits();
        let zone = self.columns.matter.zone();
        match read_fact(program, limits, zone, (ty, to_the_minute), &data) {
            Ok(Datum::Value(value)) => lane_of(&value, sort, texts),
            Ok(_) | Err(_) => None,
        }
    }

    /// The values of a dictionary as they stand in registers.
    pub(super) fn dictionary(
        &self,
        array: &dyn Array,
        to: ValueId,
        fact: (Sort, &Type, bool),
        texts: &[Arc<str>],
    ) -> Rc<[Option<Lane>]> {
        let values = array.as_any_dictionary().values();
        let key = (self.prepared.date(), to);
        if let Some((known, lanes)) = self.dictionaries.borrow().get(&key)
            && Arc::ptr_eq(known, values)
        {
            return lanes.clone();
        }
        let lanes: Rc<[Option<Lane>]> = (0..values.len())
            .map(|row| self.text(values, row, fact, texts))
            .collect();
        let kept = (values.clone(), lanes.clone());
        self.dictionaries.borrow_mut().insert(key, kept);
        lanes
    }
}

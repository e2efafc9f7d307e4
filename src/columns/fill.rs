//! Rows of columns put into the registers.

use super::Columns;
use super::bind::Bound;
use super::cells;
use crate::evaluate::{Column, Registers};
use crate::library::Prepared;
use crate::plan::code::{CASES, Code, DomainId, Input, Lane, Origin, ValueId, state};
use crate::plan::slot_below;
use crate::resolve::{Base, Program, Shape, Type};
use crate::time::Date;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::DataType;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Where the facts of a domain are found: in the columns of the table, or in the elements of a list.
pub(super) enum Scope<'a> {
    Table(&'a Bound, &'a RecordBatch),
    Elements(ArrayRef, &'a Base),
}

/// Cells of one fact, and what stands around them.
#[derive(Default)]
pub(super) struct Cells {
    pub array: Option<ArrayRef>,
    /// Structs around it: where one is null nothing is known.
    pub around: Vec<ArrayRef>,
    /// Where one is true the fact is none.
    pub none: Vec<BooleanArray>,
}

/// The values of dictionaries as they stand in registers, by input: worked out once for all chunks of a batch.
pub(super) type Dictionaries = RefCell<HashMap<(Date, ValueId), (ArrayRef, Rc<[Option<Lane>]>)>>;

/// Fills registers from the rows of a chunk.
pub(super) struct Filling<'a> {
    pub dictionaries: &'a Dictionaries,
    pub columns: &'a Columns,
    pub prepared: &'a Prepared,
    pub bound: &'a Bound,
    pub chunk: &'a RecordBatch,
}

impl Filling<'_> {
    /// Puts all inputs into the registers; rows of which something does not fit are put off. The steps that are done
    /// already.
    pub fn fill(&self, code: &Code, registers: &mut Registers) -> Vec<usize> {
        registers.begin(CASES, self.chunk.num_rows());
        let scope = Scope::Table(self.bound, self.chunk);
        let mut done = Vec::new();
        let mut whole = Vec::new();
        for (number, input) in code.inputs.iter().enumerate() {
            if input.domain == CASES && self.compared(code, input, &scope, registers, &mut done) {
                whole.push(number);
            }
        }
        self.domain(code, registers, CASES, &scope, &whole);
        self.check_rest(code, registers);
        done
    }

    pub(super) fn program(&self) -> &Program {
        self.columns.matter.program()
    }

    /// Fills the inputs of a domain, but those of which nothing is left to read.
    fn domain(
        &self,
        code: &Code,
        registers: &mut Registers,
        domain: DomainId,
        scope: &Scope<'_>,
        whole: &[usize],
    ) {
        let rows = registers.rows(domain);
        let mut marked = vec![0_u8; rows];
        let inputs = code.inputs.iter().enumerate();
        for (number, input) in inputs.filter(|(_, input)| input.domain == domain) {
            if whole.contains(&number) {
                continue;
            }
            if self.condition(input, scope, registers) || self.narrow(input, scope, registers) {
                continue;
            }
            let Some(mut column) = registers.column_mut(input.to).map(std::mem::take) else {
                continue;
            };
            column.fit(rows);
            marked.fill(0);
            self.input(input, scope, &mut column, &mut marked, code);
            let elements = match &input.from {
                Origin::List(fields, inner) => Some((*inner, self.elements(scope, fields, &mut column))),
                _ => None,
            };
            column.note_known();
            if let Some(slot) = registers.column_mut(input.to) {
                *slot = column;
            }
            registers.settle(input);
            for (row, _) in marked.iter().enumerate().filter(|(_, marked)| **marked != 0) {
                registers.put_off(domain, row);
            }
            if let Some((inner, (array, offsets))) = elements {
                registers.begin(inner, array.as_ref().map_or(0, |array| array.len()));
                if let Some(slot) = registers.offsets_mut(inner) {
                    *slot = offsets;
                }
                let base = self.element_base(scope, &input.from);
                if let (Some(array), Some(base)) = (array, base) {
                    self.domain(code, registers, inner, &Scope::Elements(array, base), &[]);
                } else {
                    self.nothing(code, registers, inner);
                }
            }
        }
    }

    /// Inputs of a domain without elements.
    fn nothing(&self, code: &Code, registers: &mut Registers, domain: DomainId) {
        registers.begin(domain, 0);
        for input in code.inputs.iter().filter(|input| input.domain == domain) {
            if let Some(column) = registers.column_mut(input.to) {
                column.clear(0);
            }
            registers.settle(input);
            if let Origin::List(_, inner) = &input.from {
                if let Some(offsets) = registers.offsets_mut(*inner) {
                    *offsets = vec![0];
                }
                self.nothing(code, registers, *inner);
            }
        }
    }

    fn shape<'s>(&'s self, scope: &'s Scope<'_>) -> Option<&'s Shape> {
        match scope {
            Scope::Table(..) => self.columns.matter.shape(),
            Scope::Elements(_, Base::Record(id)) => self.program().record(*id),
            Scope::Elements(..) => None,
        }
    }

    fn element_base<'s>(&'s self, scope: &'s Scope<'_>, from: &Origin) -> Option<&'s Base> {
        let Origin::List(fields, _) = from else {
            return None;
        };
        match &slot_below(self.program(), self.shape(scope)?, fields)?.ty.base {
            Base::List(of) => Some(of),
            _ => None,
        }
    }

    fn input(&self, input: &Input, scope: &Scope<'_>, column: &mut Column, marked: &mut [u8], code: &Code) {
        match &input.from {
            Origin::Fact(fields) => {
                let cells = self.cells(scope, fields);
                let (ty, to_the_minute) = self.type_of(scope, fields);
                self.fact(&cells, (input, ty, to_the_minute), column, marked, code);
            }
            Origin::Record(fields) => self.record(scope, fields, column),
            Origin::Assessment => self.assessment(column, marked),
            Origin::Parameter(number) => {
                let found = self.bound.facts.iter().find(|fact| {
                    let parameter = self.program().parameters.get(*number);
                    fact.fields.is_none() && parameter.is_some_and(|made| *made.name.text == *fact.path)
                });
                let cells = Cells {
                    array: found.map(|fact| self.chunk.column(fact.place).clone()),
                    ..Cells::default()
                };
                let ty = found.map(|fact| &fact.ty);
                self.fact(&cells, (input, ty, false), column, marked, code);
            }
            Origin::List(..) => column.states.fill(state::UNKNOWN),
        }
    }

    pub(super) fn type_of<'s>(&'s self, scope: &'s Scope<'_>, fields: &[usize]) -> (Option<&'s Type>, bool) {
        match self
            .shape(scope)
            .and_then(|shape| slot_below(self.program(), shape, fields))
        {
            Some(slot) => (Some(&slot.ty), slot.to_the_minute),
            None => (None, false),
        }
    }

    /// The cells of a fact.
    pub(super) fn cells(&self, scope: &Scope<'_>, fields: &[usize]) -> Cells {
        let mut cells = Cells::default();
        match scope {
            Scope::Elements(array, _) => {
                cells.array = Some(array.clone());
                self.descend(&mut cells, scope, fields, 0);
            }
            Scope::Table(bound, chunk) => {
                let nones = bound.nones.iter().filter(|none| {
                    none.fields
                        .as_ref()
                        .is_some_and(|prefix| fields.starts_with(prefix))
                });
                cells.none = nones
                    .map(|none| chunk.column(none.place).as_boolean().clone())
                    .collect();
                for length in (1..=fields.len()).rev() {
                    let found = fields.get(..length).and_then(|prefix| bound.fact(prefix));
                    if let Some(fact) = found {
                        cells.array = Some(chunk.column(fact.place).clone());
                        self.descend(&mut cells, scope, fields, length);
                        break;
                    }
                }
            }
        }
        cells
    }

    /// From a struct to the column of a field below it.
    fn descend(&self, cells: &mut Cells, scope: &Scope<'_>, fields: &[usize], from: usize) {
        for depth in from..fields.len() {
            let Some(array) = cells.array.take() else {
                return;
            };
            let above = fields.get(..depth).unwrap_or(&[]);
            let record = if above.is_empty() {
                self.shape(scope)
            } else {
                let slot = self
                    .shape(scope)
                    .and_then(|shape| slot_below(self.program(), shape, above));
                slot.and_then(|slot| match &slot.ty.base {
                    Base::Record(id) => self.program().record(*id),
                    _ => None,
                })
            };
            let slot = fields.get(depth).and_then(|field| record?.slots.get(*field));
            if let (DataType::Struct(_), Some(slot)) = (array.data_type(), slot) {
                cells.array = array.as_struct().column_by_name(&slot.name.text).cloned();
            }
            cells.around.push(array);
        }
    }

    fn fact(
        &self,
        cells: &Cells,
        (input, ty, to_the_minute): (&Input, Option<&Type>, bool),
        column: &mut Column,
        marked: &mut [u8],
        code: &Code,
    ) {
        let sort = input.sort;
        let (Some(array), Some(ty)) = (&cells.array, ty) else {
            column.states.fill(state::UNKNOWN);
            self.around(cells, column, marked);
            return;
        };
        let plain = cells::fill(
            array,
            (sort, to_the_minute),
            &mut column.states,
            &mut column.values,
            marked,
        );
        if !plain {
            let fact = (sort, ty, to_the_minute);
            self.texts(array, input.to, fact, column, marked, &code.texts);
        }
        if array.null_count() > 0 {
            let rows = column.states.iter_mut().zip(marked.iter_mut());
            for (row, (state, marked)) in rows.enumerate() {
                if array.is_null(row) {
                    (*state, *marked) = (state::UNKNOWN, 0);
                }
            }
        }
        self.around(cells, column, marked);
    }

    /// Nothing is known below what is null, and all is none below what is none.
    fn around(&self, cells: &Cells, column: &mut Column, marked: &mut [u8]) {
        let around = cells.around.iter().filter(|array| array.null_count() > 0);
        for array in around {
            let rows = column.states.iter_mut().zip(marked.iter_mut());
            for (row, (state, marked)) in rows.enumerate() {
                if array.is_null(row) {
                    (*state, *marked) = (state::UNKNOWN, 0);
                }
            }
        }
        for none in &cells.none {
            let rows = column.states.iter_mut().zip(marked.iter_mut());
            for (row, (state, marked)) in rows.enumerate() {
                if none.is_valid(row) && none.value(row) {
                    // a value beside none contradicts it: the row says so when it is read as a case
                    *marked |= u8::from(*state == state::VALUE);
                    *state = state::NONE;
                }
            }
        }
    }

    /// Whether a record exists.
    fn record(&self, scope: &Scope<'_>, fields: &[usize], column: &mut Column) {
        let cells = self.cells(scope, fields);
        let below: Vec<ArrayRef> = match scope {
            Scope::Table(bound, chunk) => {
                let below = bound.facts.iter().filter(|fact| {
                    fact.fields
                        .as_ref()
                        .is_some_and(|path| path.len() > fields.len() && path.starts_with(fields))
                });
                below.map(|fact| chunk.column(fact.place).clone()).collect()
            }
            Scope::Elements(..) => Vec::new(),
        };
        for row in 0..column.states.len() {
            let own = cells.array.as_ref().is_some_and(|array| array.is_valid(row));
            let some = own || below.iter().any(|array| array.is_valid(row));
            column.put(
                row,
                if some {
                    Lane::value(1)
                } else {
                    Lane::of(state::UNKNOWN)
                },
            );
        }
        for none in &cells.none {
            for (row, state) in column.states.iter_mut().enumerate() {
                if none.is_valid(row) && none.value(row) {
                    *state = state::NONE;
                }
            }
        }
    }

    fn assessment(&self, column: &mut Column, marked: &mut [u8]) {
        let given = self
            .columns
            .at
            .map_or(Lane::of(state::UNKNOWN), |at| Lane::value(at.seconds()));
        column.states.fill(given.state);
        column.values.fill(given.value);
        let Some(place) = self.bound.at else {
            return;
        };
        let array = self.chunk.column(place);
        let zone = self.columns.matter.zone();
        for (row, marked) in marked.iter_mut().enumerate() {
            match cells::data(array, row) {
                None => {}
                Some(crate::case::Data::Text(text)) => match crate::time::parse_moment(&text, zone) {
                    Ok(at) => column.put(row, Lane::value(at.seconds())),
                    Err(_) => *marked = 1,
                },
                Some(_) => *marked = 1,
            }
        }
    }

    /// The elements of a list of each row, and where they begin.
    fn elements(
        &self,
        scope: &Scope<'_>,
        fields: &[usize],
        column: &mut Column,
    ) -> (Option<ArrayRef>, Vec<usize>) {
        let cells = self.cells(scope, fields);
        let rows = column.states.len();
        let Some(array) = &cells.array else {
            let mut marked = vec![0; rows];
            self.around(&cells, column, &mut marked);
            return (None, vec![0; rows + 1]);
        };
        let (values, offsets) = match array.data_type() {
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                (
                    list.values().clone(),
                    list.offsets()
                        .iter()
                        .map(|offset| *offset as usize)
                        .collect::<Vec<_>>(),
                )
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>();
                (
                    list.values().clone(),
                    list.offsets().iter().map(|offset| *offset as usize).collect(),
                )
            }
            _ => return (None, vec![0; rows + 1]),
        };
        let first = offsets.first().copied().unwrap_or(0);
        let last = offsets.last().copied().unwrap_or(0);
        for row in 0..rows {
            let lane = if array.is_valid(row) {
                Lane::value(1)
            } else {
                Lane::of(state::UNKNOWN)
            };
            column.put(row, lane);
        }
        let mut marked = vec![0; rows];
        self.around(&cells, column, &mut marked);
        let offsets = offsets.into_iter().map(|offset| offset - first).collect();
        (Some(values.slice(first, last - first)), offsets)
    }
}

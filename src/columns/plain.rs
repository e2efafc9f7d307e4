//! Columns without gaps, put into the registers at once: as truths of comparisons, as conditions, or in 32 bits.

use super::cells;
use super::direct;
use super::fill::{Filling, Scope};
use crate::evaluate::Registers;
use crate::plan::code::{Code, Input, Origin};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

impl Filling<'_> {
    /// The cells of a fact, where none is null, none, or below what is null.
    fn whole(&self, scope: &Scope<'_>, fields: &[usize]) -> Option<ArrayRef> {
        let cells = self.cells(scope, fields);
        let plain = cells.none.is_empty() && cells.around.is_empty();
        cells.array.filter(|array| plain && array.null_count() == 0)
    }

    /// Compares a fact with constants on its cells. True where nothing else reads it.
    pub(super) fn compared(
        &self,
        code: &Code,
        input: &Input,
        scope: &Scope<'_>,
        registers: &mut Registers,
        done: &mut Vec<usize>,
    ) -> bool {
        let (false, Origin::Fact(fields)) = (input.compared.is_empty(), &input.from) else {
            return false;
        };
        let Some(array) = self.whole(scope, fields) else {
            return false;
        };
        let lanes = match (array.data_type(), self.type_of(scope, fields)) {
            (DataType::Dictionary(..), (Some(ty), to_the_minute)) => {
                Some(self.dictionary(&array, input.to, (input.sort, ty, to_the_minute), &code.texts))
            }
            _ => None,
        };
        let before = done.len();
        for place in &input.compared {
            let Some((_, op)) = code.steps.get(*place) else {
                continue;
            };
            let Some(to) = op.makes().truths.first().copied() else {
                continue;
            };
            let Some(out) = registers.truths_mut(to) else {
                continue;
            };
            out.resize(array.len(), 0);
            let made = match &lanes {
                Some(lanes) => direct::of_dictionary(op, lanes)
                    .is_some_and(|(truths, _)| direct::spread(&array, &truths, out)),
                None => direct::compare(&array, input.sort, op, out),
            };
            if made {
                done.push(*place);
            }
        }
        let all = done.len() - before == input.compared.len();
        all && !input.read_otherwise && input.truth.is_none()
    }

    /// A yes/no column without gaps that is read as a condition alone: put there at once.
    pub(super) fn condition(&self, input: &Input, scope: &Scope<'_>, registers: &mut Registers) -> bool {
        let (Some(truth), false, Origin::Fact(fields)) = (input.truth, input.is_read, &input.from) else {
            return false;
        };
        let Some(array) = self.whole(scope, fields) else {
            return false;
        };
        if *array.data_type() != DataType::Boolean {
            return false;
        }
        if let Some(truths) = registers.truths_mut(truth) {
            truths.resize(array.len(), 0);
            cells::truths(array.as_boolean(), truths);
        }
        true
    }

    /// A column of small whole numbers, months or days without gaps: put there in 32 bits.
    pub(super) fn narrow(&self, input: &Input, scope: &Scope<'_>, registers: &mut Registers) -> bool {
        let (None, Origin::Fact(fields)) = (input.truth, &input.from) else {
            return false;
        };
        let Some(array) = self.whole(scope, fields) else {
            return false;
        };
        let Some((cells, (factor, offset), bounds)) = cells::narrow(&array, input.sort) else {
            return false;
        };
        let made = registers.make_narrow(input.domain, input.to, bounds, |_, out| {
            let rows = out.iter_mut().zip(cells);
            match (factor, offset) {
                (1, 0) => rows.for_each(|(out, cell)| *out = *cell),
                _ => rows.for_each(|(out, cell)| *out = cell.wrapping_mul(factor).wrapping_add(offset)),
            }
        });
        made.is_some()
    }
}

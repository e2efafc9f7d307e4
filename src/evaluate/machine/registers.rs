//! The registers of the machine: a column of rows each, used again for the next chunk.

use super::narrow::{Form, Narrow};
use crate::plan::code::{CASES, Code, DomainId, Input, Lane, Output, TruthId, ValueId, state};

/// Values of some rows, each with its state.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// What is known of each.
    pub states: Vec<u8>,
    /// The values.
    pub values: Vec<i64>,
    /// Whether each is a known value.
    pub known: bool,
}

impl Column {
    /// Rows of which nothing is known.
    pub fn clear(&mut self, rows: usize) {
        self.states.clear();
        self.states.resize(rows, state::UNKNOWN);
        self.values.clear();
        self.values.resize(rows, 0);
        self.known = false;
    }

    /// As many rows as are needed, whatever stands in them.
    pub fn fit(&mut self, rows: usize) {
        if self.states.len() != rows {
            self.states.resize(rows, state::UNKNOWN);
            self.values.resize(rows, 0);
        }
    }

    /// What stands in a row; unknown beyond the last.
    pub fn lane(&self, row: usize) -> Lane {
        match (self.states.get(row), self.values.get(row)) {
            (Some(state), Some(value)) => Lane {
                state: *state,
                value: *value,
            },
            _ => Lane::of(state::UNKNOWN),
        }
    }

    /// Puts something into a row.
    pub fn put(&mut self, row: usize, lane: Lane) {
        if let (Some(state), Some(value)) = (self.states.get_mut(row), self.values.get_mut(row)) {
            *state = lane.state;
            *value = lane.value;
        }
    }

    /// All rows in order.
    pub fn lanes(&self) -> impl Iterator<Item = Lane> + '_ {
        let rows = self.states.iter().zip(&self.values);
        rows.map(|(state, value)| Lane {
            state: *state,
            value: *value,
        })
    }

    /// Notes whether each row holds a known value.
    pub fn note_known(&mut self) {
        self.known = self.states.iter().all(|state| *state == state::VALUE);
    }
}

/// All registers of a run.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    pub(super) values: Vec<Column>,
    pub(super) truths: Vec<Vec<u8>>,
    /// In which form each register of values holds its rows, and those that are not wide.
    forms: Vec<Form>,
    narrow: Vec<Narrow>,
    outcomes: Vec<Vec<u8>>,
    /// The registers of values that each step reads.
    reads: Vec<Box<[ValueId]>>,
    /// How many rows each domain has.
    rows: Vec<usize>,
    /// Per domain of elements, where those of each outer row begin, and the end of the last.
    offsets: Vec<Vec<usize>>,
    /// Rows that are put off, by domain.
    put_off: Vec<Vec<u8>>,
    /// What is noted of rows within one step.
    pub(super) flags: Vec<u8>,
}

impl Registers {
    /// Registers for some code.
    pub fn new(code: &Code) -> Registers {
        let domains = code.parents.len() + 1;
        Registers {
            values: vec![Column::default(); code.values],
            truths: vec![Vec::new(); code.truths],
            forms: vec![Form::Wide; code.values],
            narrow: vec![Narrow::default(); code.values],
            outcomes: vec![Vec::new(); code.values],
            reads: code
                .steps
                .iter()
                .map(|(_, op)| op.reads().values.into())
                .collect(),
            rows: vec![0; domains],
            offsets: vec![Vec::new(); domains],
            put_off: vec![Vec::new(); domains],
            flags: Vec::new(),
        }
    }

    /// Begins a chunk: so many rows of a domain.
    pub fn begin(&mut self, domain: DomainId, rows: usize) {
        if let Some(count) = self.rows.get_mut(domain.0) {
            *count = rows;
        }
        if let Some(put_off) = self.put_off.get_mut(domain.0) {
            put_off.clear();
            put_off.resize(rows, 0);
        }
    }

    /// Where the elements of each outer row begin; the number of elements stands last.
    pub fn offsets_mut(&mut self, domain: DomainId) -> Option<&mut Vec<usize>> {
        self.offsets.get_mut(domain.0)
    }

    pub(super) fn offsets(&self, domain: DomainId) -> &[usize] {
        self.offsets.get(domain.0).map_or(&[], Vec::as_slice)
    }

    /// How many rows a domain has.
    pub fn rows(&self, domain: DomainId) -> usize {
        self.rows.get(domain.0).copied().unwrap_or(0)
    }

    /// A column of values.
    pub fn column(&self, id: ValueId) -> &Column {
        static NOTHING: Column = Column {
            states: Vec::new(),
            values: Vec::new(),
            known: false,
        };
        self.values.get(id.0).unwrap_or(&NOTHING)
    }

    /// A column to be filled.
    pub fn column_mut(&mut self, id: ValueId) -> Option<&mut Column> {
        self.set_form(id, Form::Wide);
        self.values.get_mut(id.0)
    }

    fn set_form(&mut self, id: ValueId, form: Form) {
        if let Some(slot) = self.forms.get_mut(id.0) {
            *slot = form;
        }
    }

    fn form(&self, id: ValueId) -> Form {
        self.forms.get(id.0).copied().unwrap_or_default()
    }

    /// A register whose rows are known values of 32 bits; nothing where it holds them otherwise.
    pub(super) fn narrow(&self, id: ValueId) -> Option<&Narrow> {
        self.narrow.get(id.0).filter(|_| self.form(id) == Form::Narrow)
    }

    /// A register of outcomes: their numbers; nothing where it holds them otherwise.
    #[cfg(feature = "columns")]
    pub fn outcomes(&self, id: ValueId) -> Option<&[u8]> {
        let outcomes = self.outcomes.get(id.0).filter(|_| self.form(id) == Form::Outcome);
        outcomes.map(Vec::as_slice)
    }

    /// Takes known values of 32 bits into a register, with their bounds, by a closure.
    pub fn make_narrow(
        &mut self,
        domain: DomainId,
        to: ValueId,
        (least, most): (i64, i64),
        make: impl FnOnce(&Registers, &mut [i32]),
    ) -> Option<()> {
        self.fill(
            domain,
            |registers| Some(&mut registers.narrow.get_mut(to.0)?.values),
            make,
        )?;
        let narrow = self.narrow.get_mut(to.0)?;
        (narrow.least, narrow.most) = (least, most);
        self.set_form(to, Form::Narrow);
        Some(())
    }

    /// Takes a column out, makes its rows from the other registers, and puts it back.
    fn fill<T: Copy + Default>(
        &mut self,
        domain: DomainId,
        column: impl Fn(&mut Registers) -> Option<&mut Vec<T>>,
        make: impl FnOnce(&Registers, &mut [T]),
    ) -> Option<()> {
        let rows = self.rows(domain);
        let mut made = std::mem::take(column(self)?);
        if made.len() != rows {
            made.resize(rows, T::default());
        }
        make(self, &mut made);
        *column(self)? = made;
        Some(())
    }

    /// Makes a register of outcomes.
    pub(super) fn make_outcomes(
        &mut self,
        domain: DomainId,
        to: ValueId,
        make: impl FnOnce(&Registers, &mut [u8]),
    ) {
        self.fill(domain, |registers| registers.outcomes.get_mut(to.0), make);
        self.set_form(to, Form::Outcome);
    }

    /// Widens what a step reads, by its place.
    pub(super) fn widen_for(&mut self, place: usize) {
        let reads = self.reads.get_mut(place).map(std::mem::take).unwrap_or_default();
        for id in &reads {
            self.widen(*id);
        }
        if let Some(slot) = self.reads.get_mut(place) {
            *slot = reads;
        }
    }

    /// Widens the registers of answers, but outcomes that are read as bytes.
    pub(super) fn widen_answers(&mut self, code: &Code, outcomes: bool) {
        for output in &code.outputs {
            match output {
                Output::Outcome(id, due) => {
                    if outcomes {
                        self.widen(*id);
                    }
                    due.iter().for_each(|due| self.widen(*due));
                }
                Output::Value(id, ..) => self.widen(*id),
            }
        }
    }

    /// Gives a register the form that every step reads.
    fn widen(&mut self, id: ValueId) {
        let form = self.form(id);
        if form == Form::Wide {
            return;
        }
        let parts = (
            self.narrow.get(id.0),
            self.outcomes.get(id.0),
            self.values.get_mut(id.0),
        );
        let (Some(narrow), Some(outcomes), Some(column)) = parts else {
            return;
        };
        let rows = match form {
            Form::Outcome => outcomes.len(),
            _ => narrow.values.len(),
        };
        column.fit(rows);
        column.states.fill(state::VALUE);
        column.known = true;
        match form {
            Form::Outcome => widened(outcomes, &mut column.values),
            _ => widened(&narrow.values, &mut column.values),
        }
        self.set_form(id, Form::Wide);
    }

    /// Reads the column of an input as a condition, where it is read as one.
    pub fn settle(&mut self, input: &Input) {
        let Some(truth) = input.truth else {
            return;
        };
        self.make_truths(input.domain, truth, |registers, out| {
            for (out, lane) in out.iter_mut().zip(registers.column(input.to).lanes()) {
                *out = super::one::truth_of(lane);
            }
        });
    }

    /// A column of truths to be filled.
    #[cfg(feature = "columns")]
    pub fn truths_mut(&mut self, id: TruthId) -> Option<&mut Vec<u8>> {
        self.truths.get_mut(id.0)
    }

    /// All columns of truths.
    #[cfg(feature = "columns")]
    pub fn truths(&self) -> &[Vec<u8>] {
        &self.truths
    }

    pub(super) fn truth(&self, id: TruthId) -> &[u8] {
        self.truths.get(id.0).map_or(&[], Vec::as_slice)
    }

    /// Puts a row off.
    pub fn put_off(&mut self, domain: DomainId, row: usize) {
        if let Some(put_off) = self.put_off.get_mut(domain.0).and_then(|rows| rows.get_mut(row)) {
            *put_off = 1;
        }
    }

    /// The cases that are put off: 1.
    pub fn cases_put_off(&self) -> &[u8] {
        self.put_off.get(CASES.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn put_off_outer(&mut self, domain: DomainId, outer: DomainId) {
        let any = self.put_off.get(domain.0).filter(|rows| rows.contains(&1));
        let Some(rows) = any.cloned() else {
            return;
        };
        let bounds: Vec<(usize, usize)> = pairs(self.offsets(domain)).collect();
        for (row, (from, to)) in bounds.into_iter().enumerate() {
            if rows.get(from..to).is_some_and(|part| part.contains(&1)) {
                self.put_off(outer, row);
            }
        }
    }

    /// Makes a register of values from the others. The closure gets the registers, the column and the rows put off.
    pub(super) fn make_values(
        &mut self,
        domain: DomainId,
        to: ValueId,
        make: impl FnOnce(&Registers, &mut Column, &mut [u8]),
    ) {
        let rows = self.rows(domain);
        let Some(mut column) = self.values.get_mut(to.0).map(std::mem::take) else {
            return;
        };
        let mut put_off = self
            .put_off
            .get_mut(domain.0)
            .map(std::mem::take)
            .unwrap_or_default();
        column.fit(rows);
        make(self, &mut column, &mut put_off);
        self.set_form(to, Form::Wide);
        if let Some(slot) = self.values.get_mut(to.0) {
            *slot = column;
        }
        if let Some(slot) = self.put_off.get_mut(domain.0) {
            *slot = put_off;
        }
    }

    /// Makes a register of truths from the others.
    pub(super) fn make_truths(
        &mut self,
        domain: DomainId,
        to: TruthId,
        make: impl FnOnce(&Registers, &mut [u8]),
    ) {
        self.fill(domain, |registers| registers.truths.get_mut(to.0), make);
    }

    /// Puts off the rows of a domain in which a register is one of a few values and not known which.
    pub(super) fn put_off_perhaps(&mut self, domain: DomainId, id: ValueId) {
        let Some(mut put_off) = self.put_off.get_mut(domain.0).map(std::mem::take) else {
            return;
        };
        for (row, state) in put_off.iter_mut().zip(&self.column(id).states) {
            *row |= (state & state::PERHAPS) / state::PERHAPS;
        }
        if let Some(slot) = self.put_off.get_mut(domain.0) {
            *slot = put_off;
        }
    }
}

fn widened<T: Copy + Into<i64>>(from: &[T], to: &mut [i64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = (*from).into();
    }
}

/// Neighbours of a list.
pub(super) fn pairs(offsets: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    offsets.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to)),
        _ => None,
    })
}

//! Answers as columns: per question its outcome, value and due moment; once what is wrong with a row, and the digest of
//! the law.

use super::arrays::{days, digests, moments, outcomes, said};
use super::bind::{Bound, ColumnsError};
use super::days::DueOn;
use super::fill::Dictionaries;
use super::{Columns, Given, RowAnswer};
use crate::evaluate::{Outcome, Registers};
use crate::explain::value_text;
use crate::library::{Prepared, outcome_of};
use crate::plan::code::{Lane, Output, ValueId, state};
use crate::time::{Date, Moment};
use crate::value::Value;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::Datelike;
use std::collections::HashMap;
use std::sync::Arc;

/// How the values of a question are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelled {
    /// A question that has none.
    Never,
    Yes,
    Date,
    Moment,
    Text,
}

fn spelled(columns: &Columns, question: usize) -> Spelled {
    use crate::resolve::Base;
    let Some(ask) = columns.asks.get(question) else {
        return Spelled::Never;
    };
    if ask.question().kind() != "value" {
        return Spelled::Never;
    }
    let definition = ask.question().definition();
    let program = columns.matter.program();
    match definition
        .and_then(|id| program.definitions.get(id.0))
        .map(|made| &made.ty.base)
    {
        None | Some(Base::Truth) => Spelled::Yes,
        Some(Base::Date) => Spelled::Date,
        Some(Base::Moment) => Spelled::Moment,
        Some(_) => Spelled::Text,
    }
}

/// The fields of the answers: kept columns, then those of each question.
pub(super) fn fields(columns: &Columns, schema: &Schema) -> Vec<Field> {
    let kept = columns
        .kept
        .iter()
        .filter_map(|name| schema.field_with_name(name).ok().cloned());
    let mut fields: Vec<Field> = kept.collect();
    let outcome = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    let moment = DataType::Timestamp(TimeUnit::Second, Some("+00:00".into()));
    for (number, name) in columns.questions().into_iter().enumerate() {
        fields.push(Field::new(name, outcome.clone(), true));
        let value = match spelled(columns, number) {
            Spelled::Never => None,
            Spelled::Yes => Some(DataType::Boolean),
            Spelled::Date => Some(DataType::Date32),
            Spelled::Moment => Some(moment.clone()),
            Spelled::Text => Some(DataType::Utf8),
        };
        fields.extend(value.map(|ty| Field::new(format!("{name}__value"), ty, true)));
        if is_duty(columns, number) {
            fields.push(Field::new(format!("{name}__due_at"), moment.clone(), true));
            fields.push(Field::new(format!("{name}__due_on"), DataType::Date32, true));
        }
        if columns.with_reasons {
            fields.push(Field::new(format!("{name}__missing"), DataType::Utf8, true));
            fields.push(Field::new(format!("{name}__undetermined"), DataType::Utf8, true));
        }
        if tells_citations(columns) {
            fields.push(Field::new(format!("{name}__because"), DataType::Utf8, true));
        }
    }
    fields.push(Field::new("__error", DataType::Utf8, true));
    fields.push(Field::new("__note", DataType::Utf8, true));
    let digest = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    fields.push(Field::new("law_digest", digest, false));
    fields
}

fn tells_citations(columns: &Columns) -> bool {
    columns.with_reasons || columns.with_citations
}

fn is_duty(columns: &Columns, question: usize) -> bool {
    columns
        .asks
        .get(question)
        .is_some_and(|ask| ask.question().kind() == "duty")
}

/// Answers of one question, row by row.
#[derive(Debug, Default)]
struct Made {
    /// Numbers of outcomes; less than nothing where there is none.
    outcomes: Vec<i8>,
    /// Yes, days, or seconds.
    counts: Vec<Option<i64>>,
    texts: Vec<Option<Arc<str>>>,
    due: Vec<Option<i64>>,
    /// Last days of limits.
    due_on: Vec<Option<i64>>,
    missing: Vec<String>,
    undetermined: Vec<String>,
    because: Vec<Arc<str>>,
    /// Texts of values that were told before, by the law that says what a register counts.
    told: HashMap<(Date, u8, i64), Option<Arc<str>>>,
}

/// Answers of all questions while a batch is decided.
#[derive(Debug)]
pub(super) struct Answers {
    made: Vec<(Made, Spelled)>,
    errors: Vec<(usize, String)>,
    notes: Vec<(usize, String)>,
    rows: usize,
    next: usize,
    registers: HashMap<Date, Registers>,
    pub dictionaries: Dictionaries,
}

impl Answers {
    pub fn new(columns: &Columns, rows: usize) -> Answers {
        let questions = 0..columns.asks.len();
        let made = |question| {
            let spelled = spelled(columns, question);
            let mut made = Made {
                outcomes: Vec::with_capacity(rows),
                ..Made::default()
            };
            match spelled {
                Spelled::Never => {}
                Spelled::Text => made.texts = vec![None; rows],
                Spelled::Yes | Spelled::Date | Spelled::Moment => made.counts = vec![None; rows],
            }
            if is_duty(columns, question) {
                made.due = vec![None; rows];
                made.due_on = vec![None; rows];
            }
            if columns.with_reasons {
                made.missing = vec![String::new(); rows];
                made.undetermined = vec![String::new(); rows];
            }
            if tells_citations(columns) {
                made.because = vec![Arc::from(""); rows];
            }
            (made, spelled)
        };
        Answers {
            made: questions.map(made).collect(),
            errors: Vec::new(),
            notes: Vec::new(),
            rows,
            next: 0,
            registers: HashMap::new(),
            dictionaries: Dictionaries::default(),
        }
    }

    /// The number of the first row of the next chunk.
    pub fn begin_chunk(&mut self, rows: usize) -> usize {
        let begin = self.next;
        self.next += rows;
        for (made, _) in &mut self.made {
            made.outcomes.resize(self.next, -1);
        }
        begin
    }

    /// The registers that were used for the law of a date.
    pub fn registers(&mut self, date: Date, make: impl FnOnce() -> Registers) -> Registers {
        self.registers.remove(&date).unwrap_or_else(make)
    }

    /// Keeps registers for the next chunk.
    pub fn keep(&mut self, date: Date, registers: Registers) {
        self.registers.insert(date, registers);
    }

    /// Takes the answers of some rows of a chunk; of all where none are named.
    pub fn take(
        &mut self,
        columns: &Columns,
        prepared: &Prepared,
        registers: &Registers,
        begin: usize,
        settled: Option<&[usize]>,
    ) {
        let Some(code) = prepared.code() else {
            return;
        };
        let all: Vec<usize>;
        let plain = settled.is_none()
            && code
                .outputs
                .iter()
                .all(|output| matches!(output, Output::Outcome(_, None)));
        let rows = match settled {
            Some(rows) => rows,
            None if plain => &[],
            None => {
                all = (0..registers.rows(crate::plan::code::CASES)).collect();
                &all
            }
        };
        let outputs = self.made.iter_mut().zip(&code.outputs);
        for (question, ((made, spelled), output)) in outputs.enumerate() {
            match output {
                Output::Outcome(id, due) => {
                    made.take(registers, *id, begin, (!plain).then_some(rows));
                    for row in rows.iter().filter(|_| due.is_some()) {
                        let due = super::days::due(registers, output, *row);
                        let day =
                            due.map(|due| columns.last_day(question).of_due(due, columns.matter.zone()));
                        made.put_due(begin + row, due, day);
                    }
                }
                Output::Value(id, ..) => {
                    let column = registers.column(*id);
                    for row in rows {
                        made.value(prepared, output, *spelled, column.lane(*row), begin + row);
                    }
                }
            }
        }
    }

    /// The provisions that decide each question in a row.
    pub fn cite(&mut self, row: usize, because: &[Arc<str>]) {
        for ((made, _), because) in self.made.iter_mut().zip(because) {
            if let Some(slot) = made.because.get_mut(row) {
                *slot = because.clone();
            }
        }
    }

    /// The answer to a row that was read as a case.
    pub fn put(&mut self, columns: &Columns, row: usize, answer: RowAnswer) {
        match answer {
            RowAnswer::Rejected(why) => {
                self.notes.retain(|(noted, _)| *noted != row);
                self.made.iter_mut().for_each(|(made, _)| made.clear(row));
                self.errors.push((row, why));
            }
            RowAnswer::Answered(given, note) => {
                self.note(row, note);
                for ((made, spelled), given) in self.made.iter_mut().zip(given) {
                    made.put(columns, *spelled, given, row);
                }
            }
        }
    }

    /// What reading a row left out of it, where it left out anything.
    pub fn note(&mut self, row: usize, note: String) {
        if !note.is_empty() {
            self.notes.push((row, note));
        }
    }

    /// The batch of answers.
    pub fn finish(
        self,
        columns: &Columns,
        bound: &Bound,
        batch: &RecordBatch,
    ) -> Result<RecordBatch, ColumnsError> {
        let mut arrays: Vec<ArrayRef> = columns
            .kept
            .iter()
            .filter_map(|name| batch.column_by_name(name).cloned())
            .collect();
        debug_assert_eq!(arrays.len(), bound.kept.len());
        let schema = columns.answer_schema(batch.schema_ref());
        self.arrays(columns, &mut arrays);
        batch_of(schema, arrays)
    }

    fn arrays(self, columns: &Columns, arrays: &mut Vec<ArrayRef>) {
        for (number, (made, spelled)) in self.made.into_iter().enumerate() {
            arrays.push(outcomes(made.outcomes));
            match spelled {
                Spelled::Never => {}
                Spelled::Yes => {
                    let yes = made.counts.iter().map(|count| count.map(|count| count == 1));
                    arrays.push(Arc::new(yes.collect::<BooleanArray>()));
                }
                Spelled::Date => arrays.push(days(&made.counts)),
                Spelled::Moment => arrays.push(moments(made.counts)),
                Spelled::Text => arrays.push(Arc::new(
                    made.texts.iter().map(Option::as_deref).collect::<StringArray>(),
                )),
            }
            if is_duty(columns, number) {
                arrays.push(moments(made.due));
                arrays.push(days(&made.due_on));
            }
            if columns.with_reasons {
                arrays.push(Arc::new(StringArray::from(made.missing)));
                arrays.push(Arc::new(StringArray::from(made.undetermined)));
            }
            if tells_citations(columns) {
                arrays.push(Arc::new(StringArray::from_iter_values(made.because)));
            }
        }
        arrays.push(said(columns, self.errors, self.rows));
        arrays.push(said(columns, self.notes, self.rows));
        arrays.push(digests(columns, self.rows));
    }
}

impl Made {
    /// Takes the outcomes of rows.
    fn take(&mut self, registers: &Registers, id: ValueId, begin: usize, rows: Option<&[usize]>) {
        match registers.outcomes(id) {
            Some(bytes) => self.take_numbers(bytes, begin, rows),
            None => self.take_numbers(&registers.column(id).values, begin, rows),
        }
    }

    fn take_numbers<N: Copy + Into<i64>>(&mut self, numbers: &[N], begin: usize, rows: Option<&[usize]>) {
        let small = |number: N| (number.into() & 127) as i8;
        let slots = self.outcomes.get_mut(begin..).unwrap_or_default();
        match rows {
            None => slots
                .iter_mut()
                .zip(numbers)
                .for_each(|(slot, number)| *slot = small(*number)),
            Some(rows) => {
                for row in rows {
                    if let (Some(slot), Some(number)) = (slots.get_mut(*row), numbers.get(*row)) {
                        *slot = small(*number);
                    }
                }
            }
        }
    }

    /// The due moment of a row, and its last day.
    fn put_due(&mut self, row: usize, due: Option<Moment>, day: Option<DueOn>) {
        if let Some(slot) = self.due.get_mut(row) {
            *slot = due.map(|due| due.seconds());
        }
        if let (Some(slot), Some(DueOn::Day(day))) = (self.due_on.get_mut(row), day) {
            *slot = Some(i64::from(day.num_days_from_ce()));
        }
    }

    /// Takes back what a row was answered.
    fn clear(&mut self, row: usize) {
        if let Some(outcome) = self.outcomes.get_mut(row) {
            *outcome = -1;
        }
        for slots in [&mut self.counts, &mut self.due, &mut self.due_on] {
            if let Some(slot) = slots.get_mut(row) {
                *slot = None;
            }
        }
        if let Some(text) = self.texts.get_mut(row) {
            *text = None;
        }
        for texts in [&mut self.missing, &mut self.undetermined] {
            if let Some(text) = texts.get_mut(row) {
                text.clear();
            }
        }
        if let Some(text) = self.because.get_mut(row) {
            *text = Arc::from("");
        }
    }

    /// The value of a row that ran through the steps.
    fn value(&mut self, prepared: &Prepared, output: &Output, spelled: Spelled, lane: Lane, row: usize) {
        let outcome = outcome_of(lane);
        if let Some(slot) = self.outcomes.get_mut(row) {
            *slot = i8::try_from(outcome.number()).unwrap_or(-1);
        }
        let known = lane.state & state::BITS == state::VALUE;
        match spelled {
            Spelled::Text => {
                let text = self
                    .told
                    .entry((prepared.date(), lane.state, lane.value))
                    .or_insert_with(|| {
                        let value = prepared
                            .value_of(output, lane)
                            .filter(|_| outcome == Outcome::Known)?;
                        text_of(&value, prepared).map(Arc::from)
                    });
                if let Some(slot) = self.texts.get_mut(row) {
                    *slot = text.clone();
                }
                if self.told.len() > 10_000 {
                    self.told.clear();
                }
            }
            Spelled::Yes | Spelled::Date | Spelled::Moment => {
                if let Some(slot) = self.counts.get_mut(row) {
                    *slot = known.then_some(lane.value);
                }
            }
            Spelled::Never => {}
        }
    }

    /// The answer to a row that was read as a case.
    fn put(&mut self, columns: &Columns, spelled: Spelled, given: Given, row: usize) {
        if let (Some(slot), Some(outcome)) = (self.outcomes.get_mut(row), given.outcome) {
            *slot = i8::try_from(outcome.number()).unwrap_or(-1);
        }
        self.put_due(row, given.due_at, given.due_on.map(DueOn::Day));
        if let Some(missing) = self.missing.get_mut(row) {
            *missing = given.missing;
        }
        if let Some(undetermined) = self.undetermined.get_mut(row) {
            *undetermined = given.undetermined;
        }
        if let Some(because) = self.because.get_mut(row) {
            *because = given.because;
        }
        let Some(value) = given.value else {
            return;
        };
        let count = match &value {
            Value::Yes(yes) => Some(i64::from(*yes)),
            Value::Date(date) => Some(i64::from(date.num_days_from_ce())),
            Value::Moment(moment) => Some(moment.seconds()),
            _ => None,
        };
        if let Some(slot) = self.counts.get_mut(row) {
            *slot = count;
        }
        if let (Spelled::Text, Some(slot)) = (spelled, self.texts.get_mut(row)) {
            *slot = value_text(&value, columns.matter.zone()).map(Arc::from);
        }
    }
}

fn text_of(value: &Value, prepared: &Prepared) -> Option<String> {
    value_text(value, prepared.setting().zone)
}

/// Answers to cases that came one by one.
#[cfg(feature = "table")]
pub(super) fn gathered(
    columns: &Columns,
    answers: &[RowAnswer],
    kept: &[ArrayRef],
) -> Result<RecordBatch, ColumnsError> {
    let mut made = Answers::new(columns, answers.len());
    made.begin_chunk(answers.len());
    for (row, answer) in answers.iter().enumerate() {
        made.put(columns, row, answer.clone());
    }
    let names = columns.kept.iter().zip(kept);
    let schema = Schema::new(
        names
            .map(|(name, array)| Field::new(name, array.data_type().clone(), true))
            .collect::<Vec<_>>(),
    );
    let mut arrays = kept.to_vec();
    made.arrays(columns, &mut arrays);
    batch_of(columns.answer_schema(&schema), arrays)
}

/// Columns as a batch. They are as long as one another, so it does not fail.
fn batch_of(schema: Arc<Schema>, arrays: Vec<ArrayRef>) -> Result<RecordBatch, ColumnsError> {
    RecordBatch::try_new(schema, arrays).map_err(|error| {
        ColumnsError(vec![super::ColumnError {
            column: String::new(),
            message: error.to_string(),
        }])
    })
}

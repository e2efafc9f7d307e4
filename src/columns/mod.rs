//! Many cases at once: Arrow record batches in, answers as columns out.
//!
//! In: a matter, questions, and batches whose columns are named by the facts. Out: a batch of answers with as many rows
//! in the same order. Chunks of rows run through the same compiled questions as single cases; a row that does not fit
//! there is answered by the evaluator of terms, and a row that is no case says why.

mod answers;
mod arrays;
mod bind;
mod cells;
mod check;
mod chunk;
mod days;
mod direct;
mod fill;
mod noted;
mod paths;
mod plain;
mod rows;
mod texts;
mod times;

pub use bind::{ColumnError, ColumnsError};
#[cfg(feature = "table")]
pub(crate) use cells::data as cell_data;
#[cfg(feature = "table")]
pub(crate) use rows::CaseByCase;

#[cfg(feature = "table")]
use crate::case::CaseErrors;
use crate::evaluate::Outcome;
use crate::evaluate::QuestionError;
use crate::library::{Ask, Matter, Prepared};
use crate::time::{Date, Moment};
use crate::value::Value;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use bind::Bound;
use days::LastDay;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Rows that run through the steps together, where many laws apply to them.
const CHUNK: usize = 1024;

/// Registers of a chunk take about so many bytes, to stay near the processor.
const CHUNK_BYTES: usize = 1 << 20;

/// Questions of a matter, to be decided for batches of cases.
#[derive(Debug)]
pub struct Columns {
    matter: Matter,
    asks: Vec<Ask>,
    /// Of each question whether its limits end with a day.
    last_days: Vec<LastDay>,
    at: Option<Moment>,
    kept: Vec<String>,
    with_reasons: bool,
    with_citations: bool,
    /// What was prepared for each stretch of law.
    prepared: Mutex<HashMap<Date, Prepared>>,
    /// The digest of the law, in as many rows as a batch had so far.
    digests: Mutex<Option<ArrayRef>>,
    /// The same of a column that says nothing of any row.
    nothing: Mutex<Option<ArrayRef>>,
    /// The provisions that decide, by what conditions come to.
    paths: RwLock<paths::Paths>,
}

/// What one case came to, question by question; or what is wrong with it.
#[derive(Debug, Clone)]
pub(crate) enum RowAnswer {
    /// Answers, and what reading the row left out of it.
    Answered(Vec<Given>, String),
    /// Why it is no case.
    Rejected(String),
}

/// The answer to one question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    pub outcome: Option<Outcome>,
    pub value: Option<Value>,
    pub due_at: Option<Moment>,
    pub due_on: Option<Date>,
    pub missing: String,
    pub undetermined: String,
    pub because: Arc<str>,
}

impl Columns {
    /// Some questions of a matter. Under a snapshot with a date that law applies to all rows, else the governing date of
    /// each row.
    pub fn new(matter: &Matter, questions: &[&str]) -> Result<Columns, QuestionError> {
        let asks: Result<Vec<Ask>, QuestionError> = questions.iter().map(|name| matter.ask(name)).collect();
        let asks = asks?;
        Ok(Columns {
            matter: matter.clone(),
            last_days: asks.iter().map(|ask| LastDay::of(matter, ask)).collect(),
            asks,
            at: None,
            kept: Vec::new(),
            with_reasons: false,
            with_citations: false,
            prepared: Mutex::new(HashMap::new()),
            digests: Mutex::new(None),
            nothing: Mutex::new(None),
            paths: RwLock::default(),
        })
    }

    /// The moment of assessment of rows that have none of their own in a column `at`.
    pub fn at(mut self, at: Moment) -> Columns {
        self.at = Some(at);
        self
    }

    /// A column that is no fact, handed on with the answers.
    pub fn keep(mut self, column: &str) -> Columns {
        self.kept.push(column.to_owned());
        self
    }

    /// Also tells the facts that are missing and the provisions that decided: each row is evaluated with reasons, which
    /// takes far longer.
    pub fn with_reasons(mut self) -> Columns {
        self.with_reasons = true;
        self
    }

    /// Also tells the provisions that decided, and no missing facts: rows in which every condition comes out alike are
    /// evaluated with reasons once.
    pub fn with_citations(mut self) -> Columns {
        self.with_citations = true;
        self
    }

    /// Whether the provisions that decide are told fast: where the law has one date, and the questions come to no more than
    /// permissions and bars, without lists.
    pub fn cites_fast(&self) -> bool {
        let date = self.matter.snapshot().date();
        let code = date.map(|date| self.prepared_on(date));
        code.as_ref()
            .and_then(Prepared::code)
            .is_some_and(paths::is_by_truths)
    }

    /// The names of the questions.
    pub fn questions(&self) -> Vec<&str> {
        self.asks.iter().map(|ask| ask.question().name()).collect()
    }

    /// Whether batches of a schema can be decided; else all that is wrong with its columns.
    pub fn check(&self, schema: &Schema) -> Result<(), ColumnsError> {
        Bound::new(self, schema).map(|_| ())
    }

    /// The columns of the answers.
    pub fn answer_schema(&self, schema: &Schema) -> Arc<Schema> {
        Arc::new(Schema::new(answers::fields(self, schema)))
    }

    /// Decides all rows of a batch: a row of answers for each, in their order.
    pub fn decide(&self, batch: &RecordBatch) -> Result<RecordBatch, ColumnsError> {
        self.decide_but(batch, &[])
    }

    /// The same, where some rows could not be read: each is answered by what is wrong with it.
    pub(crate) fn decide_but(
        &self,
        batch: &RecordBatch,
        wrong: &[(usize, String)],
    ) -> Result<RecordBatch, ColumnsError> {
        let bound = Bound::new(self, batch.schema_ref())?;
        let mut made = answers::Answers::new(self, batch.num_rows());
        let chunk = self.chunk();
        let mut start = 0;
        while start < batch.num_rows() {
            let rows = chunk.min(batch.num_rows() - start);
            let chunk = batch.slice(start, rows);
            chunk::decide(self, &bound, &chunk, &mut made);
            start += rows;
        }
        for (row, why) in wrong {
            made.put(self, *row, RowAnswer::Rejected(why.clone()));
        }
        made.finish(self, &bound, batch)
    }

    /// Decides a row of a table that was read as a case document, such as a line of JSON.
    #[cfg(feature = "table")]
    pub(crate) fn case_of(&self, document: &crate::case::Document) -> Result<crate::case::Case, CaseErrors> {
        let library = self.matter.snapshot().library();
        document.read(library.program(), Some(self.matter.id()), library.limits())
    }

    /// The matter whose cases the rows are.
    #[cfg(feature = "table")]
    pub(crate) fn matter(&self) -> &Matter {
        &self.matter
    }

    /// A row of a batch as a case.
    #[cfg(feature = "table")]
    pub(crate) fn case_of_row(&self, batch: &RecordBatch, row: usize) -> Option<crate::case::Case> {
        let bound = Bound::new(self, batch.schema_ref()).ok()?;
        rows::case(self, &bound, batch, row).ok()
    }

    /// The answers to cases that came one by one, as a batch.
    #[cfg(feature = "table")]
    pub(crate) fn gather(
        &self,
        answers: &[RowAnswer],
        kept: &[arrow_array::ArrayRef],
    ) -> Result<RecordBatch, ColumnsError> {
        answers::gathered(self, answers, kept)
    }

    /// The columns that are handed on.
    #[cfg(feature = "table")]
    pub(crate) fn kept(&self) -> &[String] {
        &self.kept
    }

    /// How many rows run through the steps together: the more, the fewer registers there are. A multiple of eight, so that
    /// bits of yes and no begin at whole bytes.
    fn chunk(&self) -> usize {
        let code = self.matter.snapshot().date().map(|date| self.prepared_on(date));
        let width = code
            .as_ref()
            .and_then(Prepared::code)
            .map(|code| 9 * code.values + code.truths);
        width.map_or(CHUNK, |width| {
            (CHUNK_BYTES / width.max(1)).clamp(256, 4096) / 64 * 64
        })
    }

    /// Whether the limits of a question end with a day.
    fn last_day(&self, question: usize) -> LastDay {
        self.last_days.get(question).copied().unwrap_or(LastDay::Never)
    }

    fn prepared_on(&self, date: Date) -> Prepared {
        let library = self.matter.snapshot().library();
        let stretch = library.plan(date, &Default::default()).date();
        let mut known = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(stretch)
            .or_insert_with(|| Prepared::on(&self.matter, self.asks.clone(), stretch))
            .clone()
    }
}

//! `jargy impact` over a table: both states of the law answer every row; rows whose answers differ are counted by what
//! changes and by the provisions that decide before and after. Of the rows that are told as examples, the amendments to which
//! the change goes back.

use super::super::arguments::Impact;
use super::super::credits::{Compared, amendments};
use super::super::output::Output;
use super::read::{Chunk, Reader};
use super::{Table, answers, table};
use crate::columns::{Columns, cell_data};
use crate::library::{AmendmentBy, Library, Matter};
use crate::time::Date;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Rows that are told of each change, at most.
const EXAMPLES: usize = 3;

/// What changes: a question, what it came to and what it comes to.
type Change = (String, String, String);

/// How often something changes, the first rows, and the provisions that decided before and decide after.
#[derive(Debug, Default)]
struct Rows {
    count: u64,
    examples: Vec<usize>,
    before: BTreeMap<String, u64>,
    after: BTreeMap<String, u64>,
    /// The amendments to which the change goes back in those rows.
    by: BTreeSet<AmendmentBy>,
}

#[derive(Debug, Default)]
struct Found {
    rows: usize,
    changed: usize,
    rejected: usize,
    changes: BTreeMap<Change, Rows>,
}

/// Whether the cases of `impact` are a table.
pub(in crate::cli) fn is_table(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("csv" | "ndjson" | "jsonl" | "parquet"))
}

/// Tells how two states of the law differ over tables of cases.
pub(in crate::cli) fn run(command: &Impact, compared: &Compared, output: &mut Output) -> Result<u8, u8> {
    let Some(matter) = &command.matter else {
        return Err(output.fail("say of which matter the rows of the table are: --matter MATTER"));
    };
    if command.ask.is_empty() {
        return Err(output.fail("say what is asked of each row: --ask QUESTION"));
    }
    let matters = (
        matter_at(&compared.before, matter, output)?,
        matter_at(&compared.after, matter, output)?,
    );
    let old = citing(command, columns(command, &matters.0, output)?);
    let new = citing(command, columns(command, &matters.1, output)?);
    let reasons = (
        columns(command, &matters.0, output)?.with_reasons(),
        columns(command, &matters.1, output)?.with_reasons(),
    );
    let said = command.delimiter.as_deref();
    let delimiter = super::csv::delimiter(said).map_err(|error| output.fail(error))?;
    let laws = Laws {
        compared,
        questions: &command.ask,
        answers: (&old, &new),
        reasons: (&reasons.0, &reasons.1),
    };
    let mut found = Found::default();
    for path in &command.cases {
        let form = table(path, None, "input", output)?;
        let delimiter = delimiter.filter(|_| form == Table::Csv);
        let reader = Reader::open((path, form), delimiter, &matters.1, &new);
        let mut reader = reader.map_err(|error| output.fail(error))?;
        found
            .read(&mut reader, &laws)
            .map_err(|error| output.fail(error))?;
    }
    if output.is_json() {
        output.json(&found.json());
    } else {
        for line in found.lines() {
            let said = output.words().say(line.trim_start());
            let lead = line.len() - line.trim_start().len();
            output.line(format!("{}{said}", " ".repeat(lead)));
        }
    }
    Ok(u8::from(command.exit_code && found.changed > 0))
}

/// Tells the provisions that decide in all rows, where that takes no longer: not so of lines of JSON, read as cases.
fn citing(command: &Impact, columns: Columns) -> Columns {
    let is_json = |path: &PathBuf| {
        path.extension()
            .is_none_or(|word| word != "csv" && word != "parquet")
    };
    if columns.cites_fast() && !command.cases.iter().any(is_json) {
        columns.with_citations()
    } else {
        columns
    }
}

fn matter_at((library, date): &(Library, Option<Date>), name: &str, output: &Output) -> Result<Matter, u8> {
    let snapshot = match date {
        Some(date) => library.on(*date),
        None => library.at_any_date(),
    };
    snapshot
        .matter(name)
        .map_err(|error| output.fail(error.to_string()))
}

fn columns(command: &Impact, matter: &Matter, output: &Output) -> Result<Columns, u8> {
    let asked: Vec<&str> = command.ask.iter().map(String::as_str).collect();
    let mut columns = Columns::new(matter, &asked).map_err(|error| output.fail(error.to_string()))?;
    for column in &command.keep {
        columns = columns.keep(column);
    }
    Ok(columns)
}

/// A cell in words; what is no case has none.
fn word(answers: &RecordBatch, column: &str, row: usize) -> Option<String> {
    match cell_data(answers.column_by_name(column)?, row)? {
        crate::case::Data::Text(text) | crate::case::Data::Number(text) => Some(text),
        crate::case::Data::Yes(yes) => Some(if yes { "yes" } else { "no" }.to_owned()),
        other => Some(other.words()),
    }
}

/// What a question comes to in a row: its outcome, with the value or due moment where it has one.
fn told(answers: &RecordBatch, question: &str, row: usize) -> Option<String> {
    let mut told = word(answers, question, row)?;
    for part in ["value", "due_at"] {
        if let Some(more) = word(answers, &format!("{question}__{part}"), row) {
            told = format!("{told} {more}");
        }
    }
    Some(told)
}

/// The rows in which a question surely comes to the same: it has an outcome alone, and that is the same.
fn alike(old: &RecordBatch, new: &RecordBatch, question: &str) -> Vec<bool> {
    let more = |answers: &RecordBatch| {
        let mut parts = ["value", "due_at"].iter();
        parts.any(|part| answers.column_by_name(&format!("{question}__{part}")).is_some())
    };
    let (Some(before), Some(after)) = (old.column_by_name(question), new.column_by_name(question)) else {
        return Vec::new();
    };
    if more(old) || more(new) {
        return Vec::new();
    }
    let (before, after) = (
        before.as_dictionary::<Int8Type>(),
        after.as_dictionary::<Int8Type>(),
    );
    before
        .keys()
        .iter()
        .zip(after.keys())
        .map(|(before, after)| before == after)
        .collect()
}

/// A chunk of one row.
fn one(chunk: &Chunk, row: usize) -> Chunk {
    match chunk {
        // what could not be read is not asked for its reasons
        Chunk::Columns(batch, _) => Chunk::Columns(batch.slice(row, 1), Vec::new()),
        Chunk::Documents(documents, kept) => {
            let document = documents.get(row).cloned().into_iter().collect();
            Chunk::Documents(document, kept.iter().map(|cells| cells.slice(row, 1)).collect())
        }
    }
}

/// What two states of the law answer, and why.
struct Laws<'a> {
    compared: &'a Compared,
    questions: &'a [String],
    answers: (&'a Columns, &'a Columns),
    reasons: (&'a Columns, &'a Columns),
}

impl Laws<'_> {
    /// The amendments to which the change of an answer in a row goes back.
    fn amendments(&self, chunk: &Chunk, row: usize, question: &str) -> BTreeSet<AmendmentBy> {
        let answer = |columns: &Columns| {
            let case = match chunk {
                Chunk::Columns(batch, _) => columns.case_of_row(batch, row)?,
                Chunk::Documents(documents, _) => columns.case_of(documents.get(row)?.as_ref().ok()?).ok()?,
            };
            Some(columns.matter().ask(question).ok()?.decide(&case, None))
        };
        match (answer(self.answers.0), answer(self.answers.1)) {
            (Some(old), Some(new)) => amendments(self.compared, &old, &new),
            _ => BTreeSet::new(),
        }
    }
}

impl Found {
    /// Compares all rows of a table; both laws answer a chunk at once.
    fn read(&mut self, reader: &mut Reader, laws: &Laws<'_>) -> Result<(), String> {
        let (old, new) = laws.answers;
        loop {
            let chunks = reader.next_chunks(1)?;
            let Some(chunk) = chunks.first() else {
                return Ok(());
            };
            let (before, after) = std::thread::scope(|scope| {
                let before = scope.spawn(|| answers(old, chunk));
                let after = answers(new, chunk);
                (before.join(), after)
            });
            let before = before.map_err(|_| "a worker ended early; please report it".to_owned())??;
            self.compare(laws, chunk, (&before, &after?))?;
        }
    }

    fn compare(
        &mut self,
        laws: &Laws<'_>,
        chunk: &Chunk,
        (old, new): (&RecordBatch, &RecordBatch),
    ) -> Result<(), String> {
        let questions = laws.questions;
        let alike: Vec<Vec<bool>> = questions
            .iter()
            .map(|question| alike(old, new, question))
            .collect();
        for row in 0..new.num_rows() {
            if super::error(new, row).is_some() {
                self.rejected += 1;
                continue;
            }
            if alike.iter().all(|alike| alike.get(row) == Some(&true)) {
                continue;
            }
            let mut why: Option<Reasons> = None;
            for question in questions {
                let (before, after) = (told(old, question, row), told(new, question, row));
                if before == after {
                    continue;
                }
                if why.is_none() {
                    why = Some(Reasons::of(chunk, row, (old, new), laws.reasons)?);
                    self.changed += 1;
                }
                let words = |told: Option<String>| told.unwrap_or_else(|| "no case".to_owned());
                let change = (question.clone(), words(before), words(after));
                let number = self.rows + row + 1;
                let rows = self.changes.entry(change).or_default();
                rows.count += 1;
                if rows.examples.len() < EXAMPLES {
                    rows.examples.push(number);
                    rows.by.extend(laws.amendments(chunk, row, question));
                }
                if let Some(why) = &why {
                    count(&mut rows.before, &why.before, why.row, question);
                    count(&mut rows.after, &why.after, why.row, question);
                }
            }
        }
        self.rows += new.num_rows();
        Ok(())
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{} of {} rows change",
            self.changed,
            self.rows - self.rejected
        )];
        if self.rejected > 0 {
            lines.push(format!(
                "{} rows are no case; `jargy batch` says why",
                self.rejected
            ));
        }
        for ((question, before, after), rows) in &self.changes {
            lines.push(format!("{question}: {before} -> {after}: {}", rows.count));
            for (word, citations) in [("before", &rows.before), ("after", &rows.after)] {
                for (citation, count) in citations {
                    lines.push(format!("  {word} by {citation}: {count}"));
                }
            }
            let examples: Vec<String> = rows.examples.iter().map(usize::to_string).collect();
            lines.push(format!("  for example row {}", examples.join(", ")));
            for by in &rows.by {
                lines.push(format!("    by {}: {}", by.act, by.words));
            }
        }
        lines
    }

    fn json(&self) -> Json {
        let changes: Vec<Json> = self
            .changes
            .iter()
            .map(|((question, before, after), rows)| {
                json!({
                    "question": question, "before": before, "after": after, "count": rows.count,
                    "decided_before_by": rows.before, "decided_after_by": rows.after, "example_rows": rows.examples,
                    "by": rows.by.iter().map(|by| &by.act).collect::<BTreeSet<_>>(),
                    "operations": rows.by.iter().map(|by| json!({ "act": by.act, "words": by.words })).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "rows": self.rows, "changed": self.changed, "rejected": self.rejected, "changes": changes })
    }
}

/// Answers with the provisions that decide, before and after, and the row that is asked about.
struct Reasons {
    before: RecordBatch,
    after: RecordBatch,
    row: usize,
}

impl Reasons {
    /// Those at hand, where provisions were told for all rows; else the row is evaluated by itself.
    fn of(
        chunk: &Chunk,
        row: usize,
        (old, new): (&RecordBatch, &RecordBatch),
        reasons: (&Columns, &Columns),
    ) -> Result<Reasons, String> {
        let told = |answers: &RecordBatch| {
            let schema = answers.schema();
            schema
                .fields()
                .iter()
                .any(|field| field.name().ends_with("__because"))
        };
        let alone = || one(chunk, row);
        if told(old) && told(new) {
            let (before, after) = (old.clone(), new.clone());
            return Ok(Reasons { before, after, row });
        }
        Ok(Reasons {
            before: answers(reasons.0, &alone())?,
            after: answers(reasons.1, &alone())?,
            row: 0,
        })
    }
}

/// Counts the provisions that decide a question in a row.
fn count(citations: &mut BTreeMap<String, u64>, answers: &RecordBatch, row: usize, question: &str) {
    let because = word(answers, &format!("{question}__because"), row).unwrap_or_default();
    for citation in because.split("; ").filter(|citation| !citation.is_empty()) {
        *citations.entry(citation.to_owned()).or_default() += 1;
    }
}

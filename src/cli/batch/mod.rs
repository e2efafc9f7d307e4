//! `jargy batch`: many cases from a table, their answers into a table.
//!
//! Chunks are read, decided on all processors and written in their order, a few at a time, so that memory does not grow
//! with the number of rows. The output appears under its name only when it is complete.

mod closed;
pub(super) mod csv;
pub(super) mod impact;
mod lines;
mod parquet;
mod read;
mod summary;
mod write;

use super::arguments::{Arguments, Batch};
use super::cases::moment_argument;
use super::output::Output;
use crate::columns::{CaseByCase, Columns, RowAnswer};
use crate::library::{Library, Matter};
use crate::source::{collect_files, shown_path};
use crate::time::parse_date;
use arrow_array::{Array, RecordBatch};
use arrow_schema::Schema;
use indicatif::{ProgressBar, ProgressStyle};
use read::{Chunk, Reader};
use std::path::{Path, PathBuf};
use summary::Summary;
use write::{Rejects, Writer};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Csv,
    Ndjson,
    Parquet,
}

/// The column that says what reading a row left out of it.
const NOTE: &str = "__note";

pub fn run(command: &Batch, arguments: &Arguments, output: &mut Output) -> u8 {
    decided(command, arguments, output).unwrap_or_else(|status| status)
}

fn decided(command: &Batch, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let from = table(&command.input, command.input_format.as_deref(), "input", output)?;
    let to = table(
        &command.output,
        command.output_format.as_deref(),
        "output",
        output,
    )?;
    never_over_what_is_read(command, arguments, output)?;
    let rejects = Rejects::beside(command.rejects.as_deref(), &command.output);
    let delimiter = csv::delimiter(command.delimiter.as_deref()).map_err(|error| output.fail(error))?;
    let library = output.load(arguments)?;
    let matter = matter(command, &library, output)?;
    let mut columns = columns(command, &matter, output)?;
    // lines of JSON are read as cases, each with its own reasons
    let cites = command.summary && !command.why && from != Table::Ndjson && columns.cites_fast();
    if cites {
        columns = columns.with_citations();
    }
    let mut reader = Reader::open((&command.input, from), delimiter, &matter, &columns)
        .map_err(|error| output.fail(error))?;
    let writer = Writer::create(&command.output, to).map_err(|error| output.fail(error))?;
    let summary = Summary::new(&columns.questions());
    let progress = progress(&reader, &command.output);
    let threads = command.threads.unwrap_or_else(processors).clamp(1, 256);
    let written = cites.then(|| asked_for(&columns, &columns.answer_schema(&reader.schema())));
    let mut sinks = Sinks {
        writer,
        written,
        rejects,
        summary,
        progress,
        rows: 0,
        noted: 0,
    };
    decide_all(&columns, &mut reader, &mut sinks, threads).map_err(|error| output.fail(error))?;
    if sinks.rows == 0 {
        // a table without rows has its columns still
        let empty = RecordBatch::new_empty(columns.answer_schema(&reader.schema()));
        sinks.take(&empty).map_err(|error| output.fail(error))?;
    }
    sinks.progress.finish_and_clear();
    sinks.writer.finish().map_err(|error| output.fail(error))?;
    let rejected = sinks.rejects.finish().map_err(|error| output.fail(error))?;
    let found = rejected.is_some();
    let counts = (sinks.rows, sinks.noted);
    told(command, &sinks.summary, counts, rejected, output);
    Ok(u8::from(found))
}

/// Nothing is written over what is read, the table and the rules, and the two that are written are two.
fn never_over_what_is_read(command: &Batch, arguments: &Arguments, output: &Output) -> Result<(), u8> {
    let rejects = Rejects::path(command.rejects.as_deref(), &command.output);
    let limits = crate::source::Limits::default();
    let rules = std::iter::once(&arguments.rules).chain(&arguments.with);
    let rules = rules.filter_map(|path| collect_files(path, &["law", "case"], &limits).ok());
    let rules: Vec<PathBuf> = rules.flatten().collect();
    for path in [&command.output, &rejects] {
        let name = shown_path(path);
        if is_same(path, &command.input) {
            return Err(output.fail(format!("{name} is the table that is read; write to another file")));
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        if matches!(extension, Some("law" | "case")) || rules.iter().any(|rule| is_same(path, rule)) {
            return Err(output.fail(format!(
                "{name} is a file of rules or scenarios; write to another file"
            )));
        }
    }
    if rejects == command.output || is_same(&rejects, &command.output) {
        return Err(output.fail(format!(
            "{} is to hold the answers; write what is rejected to another file",
            shown_path(&rejects)
        )));
    }
    let rejects = Rejects::beside(command.rejects.as_deref(), &command.output);
    rejects
        .never_over_anything_else()
        .map_err(|error| output.fail(error))
}

/// The places of all columns but those of the provisions that decide.
fn asked_for(columns: &Columns, schema: &Schema) -> Vec<usize> {
    let because: Vec<String> = columns
        .questions()
        .iter()
        .map(|name| format!("{name}__because"))
        .collect();
    let fields = schema.fields().iter().enumerate();
    let asked = fields.filter(|(_, field)| !because.contains(field.name()));
    asked.map(|(place, _)| place).collect()
}

/// Where answers go.
struct Sinks {
    writer: Writer,
    /// The places of the columns that are written, where provisions were worked out for the summary alone.
    written: Option<Vec<usize>>,
    rejects: Rejects,
    summary: Summary,
    progress: ProgressBar,
    rows: usize,
    /// Rows of which something was left out when they were read.
    noted: usize,
}

impl Sinks {
    fn take(&mut self, answers: &RecordBatch) -> Result<(), String> {
        self.rejects.take(answers, self.rows)?;
        self.summary.take(answers);
        let notes = answers.column_by_name(NOTE);
        self.noted += notes.map_or(0, |notes| notes.len() - notes.logical_null_count());
        match &self.written {
            Some(places) => {
                let written = answers.project(places).map_err(|error| error.to_string())?;
                self.writer.write(&written)?;
            }
            None => self.writer.write(answers)?,
        }
        self.rows += answers.num_rows();
        Ok(())
    }
}

fn decide_all(
    columns: &Columns,
    reader: &mut Reader,
    sinks: &mut Sinks,
    threads: usize,
) -> Result<(), String> {
    let mut waiting = reader.next_chunks(threads)?;
    while !waiting.is_empty() {
        // while some chunks are decided the next ones are read
        let (decided, next) = std::thread::scope(|scope| {
            let workers: Vec<_> = waiting
                .iter()
                .map(|chunk| scope.spawn(|| answers(columns, chunk)))
                .collect();
            let next = reader.next_chunks(threads);
            let decided: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
            (decided, next)
        });
        for answers in decided {
            sinks.take(&answers.map_err(|_| "a worker ended early; please report it".to_owned())??)?;
        }
        let position = if reader.counts_bytes() {
            reader.bytes()
        } else {
            sinks.rows as u64
        };
        sinks.progress.set_position(position);
        waiting = next?;
    }
    Ok(())
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The answers to a chunk.
fn answers(columns: &Columns, chunk: &Chunk) -> Result<RecordBatch, String> {
    match chunk {
        Chunk::Columns(batch, wrong) => columns
            .decide_but(batch, wrong)
            .map_err(|error| error.to_string()),
        Chunk::Documents(documents, kept) => {
            let mut cases = CaseByCase::new(columns);
            let answers: Vec<RowAnswer> = documents
                .iter()
                .map(|document| match document {
                    Ok(document) => match columns.case_of(document) {
                        Ok(case) => cases.decide(&case),
                        Err(errors) => RowAnswer::Rejected(errors.to_string()),
                    },
                    Err(error) => RowAnswer::Rejected(error.clone()),
                })
                .collect();
            columns.gather(&answers, kept).map_err(|error| error.to_string())
        }
    }
}

/// Whether two paths are one file: under one name, or under two. It need not be there yet.
fn is_same(a: &Path, b: &Path) -> bool {
    if a.as_os_str() == "-" || b.as_os_str() == "-" {
        return false;
    }
    matches!((whole(a), whole(b)), (Some(a), Some(b)) if a == b) || is_one_file(a, b)
}

/// The path of a file without links and dots; of one that is not there, below its folder.
fn whole(path: &Path) -> Option<PathBuf> {
    if let Ok(whole) = path.canonicalize() {
        return Some(whole);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
    Some(folder.join(path.file_name()?))
}

#[cfg(unix)]
fn is_one_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (a.metadata(), b.metadata()) {
        (Ok(a), Ok(b)) => a.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_one_file(_: &Path, _: &Path) -> bool {
    false
}

/// How a file is written: by its extension, or as is said.
fn table(path: &Path, said: Option<&str>, which: &str, output: &Output) -> Result<Table, u8> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match said.or(extension) {
        Some("csv") => Ok(Table::Csv),
        Some("ndjson" | "jsonl") => Ok(Table::Ndjson),
        Some("parquet") if path.as_os_str() != "-" => Ok(Table::Parquet),
        _ => Err(output.fail(format!(
            "how is the {which} written? name the file .csv, .ndjson or .parquet, or say --{which}-format csv or ndjson"
        ))),
    }
}

fn matter(command: &Batch, library: &Library, output: &Output) -> Result<Matter, u8> {
    let snapshot = match &command.on {
        Some(date) => library.on(parse_date(date).map_err(|error| output.fail(format!("--on: {error}")))?),
        None => library.at_any_date(),
    };
    snapshot
        .matter(&command.matter)
        .map_err(|error| output.fail(error.to_string()))
}

fn columns(command: &Batch, matter: &Matter, output: &Output) -> Result<Columns, u8> {
    let asked: Vec<&str> = command.ask.iter().map(String::as_str).collect();
    let mut columns = Columns::new(matter, &asked).map_err(|error| output.fail(error.to_string()))?;
    if let Some(at) = &command.at {
        columns = columns.at(moment_argument(at, matter.zone(), output)?);
    }
    for column in &command.keep {
        columns = columns.keep(column);
    }
    if command.why {
        columns = columns.with_reasons();
    }
    Ok(columns)
}

/// A bar on a terminal; nothing elsewhere.
fn progress(reader: &Reader, output: &Path) -> ProgressBar {
    let Some(all) = reader.whole().filter(|_| output.as_os_str() != "-") else {
        return ProgressBar::hidden();
    };
    let bar = ProgressBar::new(all);
    let template = if reader.counts_bytes() {
        "{bar:30} {percent} %  {bytes_per_sec}  {eta}"
    } else {
        "{bar:30} {percent} %  {per_sec}  {eta}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn told(
    command: &Batch,
    summary: &Summary,
    (rows, noted): (usize, usize),
    rejected: Option<(usize, String)>,
    output: &mut Output,
) {
    if noted > 0 {
        let words = output.words();
        let said = words.say(&format!(
            "a part of a time was dropped in {noted} rows: the column `__note` says which"
        ));
        output.say(format!("{}: {said}", words.say("note")));
    }
    let stdout = command.output.as_os_str() == "-";
    let mut lines = vec![format!("{rows} rows answered")];
    if let Some((count, path)) = &rejected {
        lines = vec![format!(
            "{} rows answered, {count} rejected: see {path}",
            rows - count
        )];
    }
    if output.is_json() && !stdout {
        let mut document = summary.json();
        if let Some(fields) = document.as_object_mut() {
            fields.insert("rows".into(), rows.into());
            fields.insert("noted".into(), noted.into());
            fields.insert("rejected".into(), rejected.map_or(0, |(count, _)| count).into());
        }
        return output.json(&document);
    }
    if command.summary {
        lines.extend(summary.lines());
    }
    for line in lines {
        let line = output.words().say(&line);
        if stdout {
            output.say(line);
        } else {
            output.line(line);
        }
    }
}

/// Whether a row of answers is no case.
fn error(answers: &RecordBatch, row: usize) -> Option<String> {
    use arrow_array::cast::AsArray;
    let errors = answers.column_by_name("__error")?;
    errors
        .is_valid(row)
        .then(|| errors.as_string::<i32>().value(row).to_owned())
}

//! Answers written, and rows that are no case. A file appears under its name only when it is complete; a pipe or a device is written to.

use super::Table;
use super::error;
use crate::case::Data;
use crate::columns::cell_data;
use crate::source::{Beside, escaped_json, shown_path, visible};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where answers go.
pub(super) struct Writer {
    sink: Sink,
    table: Table,
    target: Option<Target>,
    headed: bool,
    /// Whether a person reads what is written.
    terminal: bool,
}

enum Sink {
    Text(Box<dyn Write + Send>),
    Parquet(Option<File>, Option<Box<ArrowWriter<File>>>),
}

/// Files that are not complete yet: Ctrl-C leaves nothing half-written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is being written under another name.
struct Target(Beside);

impl Target {
    /// Where a table goes: into a file that takes its name when it is complete, or straight into a pipe or device.
    fn open(path: &Path) -> Result<(Option<Target>, File), String> {
        let named = |error: std::io::Error| format!("{}: {error}", shown_path(path));
        let special = std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir());
        if special {
            let file = OpenOptions::new().write(true).open(path).map_err(named)?;
            return Ok((None, file));
        }
        let beside = Beside::new(path)?;
        let file = beside.file()?;
        unfinished().push(beside.partial().to_owned());
        // a second handler is refused: the first one still ends the program
        let _ = ctrlc::set_handler(|| {
            for partial in unfinished().iter() {
                let _ = std::fs::remove_file(partial);
            }
            std::process::exit(130);
        });
        Ok((Some(Target(beside)), file))
    }

    fn complete(self) -> Result<(), String> {
        let partial = self.0.partial().to_owned();
        let done = self.0.complete();
        // the name may be another run's by now
        unfinished().retain(|one| *one != partial);
        done
    }
}

fn unfinished() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Writer {
    pub fn create(path: &Path, table: Table) -> Result<Writer, String> {
        let (sink, target) = if path.as_os_str() == "-" {
            (Sink::Text(Box::new(BufWriter::new(std::io::stdout()))), None)
        } else {
            let (target, file) = Target::open(path)?;
            let sink = match table {
                Table::Parquet => Sink::Parquet(Some(file), None),
                Table::Csv | Table::Ndjson => Sink::Text(Box::new(BufWriter::with_capacity(1 << 16, file))),
            };
            (sink, target)
        };
        Ok(Writer {
            sink,
            table,
            target,
            headed: false,
            terminal: path.as_os_str() == "-" && std::io::stdout().is_terminal(),
        })
    }

    pub fn write(&mut self, answers: &RecordBatch) -> Result<(), String> {
        let first = !std::mem::replace(&mut self.headed, true);
        match &mut self.sink {
            Sink::Parquet(file, writer) => {
                if let Some(file) = file.take() {
                    let properties = WriterProperties::builder()
                        .set_compression(Compression::SNAPPY)
                        .build();
                    let made = ArrowWriter::try_new(file, answers.schema(), Some(properties));
                    *writer = Some(Box::new(made.map_err(|error| error.to_string())?));
                }
                match writer {
                    Some(writer) => writer.write(answers).map_err(|error| error.to_string()),
                    None => Ok(()),
                }
            }
            Sink::Text(sink) => {
                let mut text = match self.table {
                    Table::Ndjson => escaped_json(&ndjson(answers)).into_owned(),
                    _ => csv(answers, first)?,
                };
                if self.terminal {
                    text = visible(&text).into_owned();
                }
                quiet(sink.write_all(text.as_bytes()))
            }
        }
    }

    pub fn finish(self) -> Result<(), String> {
        match self.sink {
            Sink::Text(mut sink) => quiet(sink.flush())?,
            Sink::Parquet(_, Some(writer)) => {
                writer.close().map_err(|error| error.to_string())?;
            }
            Sink::Parquet(_, None) => {
                return Err("there are no rows, so there is no table to write".to_owned());
            }
        }
        self.target.map_or(Ok(()), Target::complete)
    }
}

/// A reader that closes the pipe early ends the program without complaint.
fn quiet(written: std::io::Result<()>) -> Result<(), String> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.map_err(|error| error.to_string()),
    }
}

fn csv(answers: &RecordBatch, headed: bool) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    if headed {
        let names = answers
            .schema_ref()
            .fields()
            .iter()
            .map(|field| field.name().clone());
        writer
            .write_record(names.collect::<Vec<_>>())
            .map_err(|error| failed(&error))?;
    }
    for row in 0..answers.num_rows() {
        let cells = answers
            .columns()
            .iter()
            .map(|column| match cell_data(column, row) {
                None => String::new(),
                Some(Data::Text(text) | Data::Number(text)) => text,
                Some(Data::Yes(yes)) => if yes { "yes" } else { "no" }.to_owned(),
                Some(other) => json(other).to_string(),
            });
        writer
            .write_record(cells.collect::<Vec<_>>())
            .map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn ndjson(answers: &RecordBatch) -> String {
    let names: Vec<&String> = answers
        .schema_ref()
        .fields()
        .iter()
        .map(|field| field.name())
        .collect();
    let mut text = String::new();
    for row in 0..answers.num_rows() {
        let cells = names.iter().zip(answers.columns());
        let object: serde_json::Map<String, serde_json::Value> = cells
            .filter_map(|(name, column)| Some(((*name).clone(), json(cell_data(column, row)?))))
            .collect();
        text.push_str(&serde_json::Value::Object(object).to_string());
        text.push('\n');
    }
    text
}

pub(super) fn json(data: Data) -> serde_json::Value {
    match data {
        Data::Null => serde_json::Value::Null,
        Data::Yes(yes) => yes.into(),
        Data::Number(text) => match text.parse::<serde_json::Number>() {
            Ok(number) => number.into(),
            Err(_) => text.into(),
        },
        Data::Text(text) => text.into(),
        Data::List(elements) => elements.into_iter().map(json).collect(),
        Data::Map(entries) => entries
            .into_iter()
            .map(|(name, data)| (name, json(data)))
            .collect(),
    }
}

/// The columns of what is set aside.
const HEADING: [&str; 2] = ["row", "why"];

/// Rows that are no case, with their numbers and what is wrong. The file is made with the first of them; one of an earlier
/// run is taken away where there are none.
pub(super) struct Rejects {
    path: PathBuf,
    writer: Option<csv::Writer<File>>,
    target: Option<Target>,
    count: usize,
}

impl Rejects {
    pub fn beside(path: Option<&Path>, output: &Path) -> Rejects {
        Rejects {
            path: Rejects::path(path, output),
            writer: None,
            target: None,
            count: 0,
        }
    }

    /// The file of the rejects: the one that is named, else one beside the output.
    pub fn path(path: Option<&Path>, output: &Path) -> PathBuf {
        let beside = || match output.as_os_str() == "-" {
            true => PathBuf::from("rejects.csv"),
            false => {
                let mut name = output.file_name().unwrap_or_default().to_owned();
                name.push(".rejects.csv");
                output.with_file_name(name)
            }
        };
        path.map_or_else(beside, Path::to_owned)
    }

    /// No file is replaced that holds anything else than rows that were set aside.
    pub fn never_over_anything_else(&self) -> Result<(), String> {
        let written = std::fs::metadata(&self.path).is_ok_and(|file| file.is_file() && file.len() > 0);
        if written && !self.is_ours() {
            return Err(format!(
                "{} is there, and holds no rows that were set aside; name another file with --rejects",
                shown_path(&self.path)
            ));
        }
        Ok(())
    }

    /// Takes the rows of some answers that are no case; the first has a number one higher than `before`.
    pub fn take(&mut self, answers: &RecordBatch, before: usize) -> Result<(), String> {
        let errors = answers.column_by_name("__error");
        if errors.is_none_or(|errors| errors.logical_null_count() == answers.num_rows()) {
            return Ok(());
        }
        for row in 0..answers.num_rows() {
            let Some(why) = error(answers, row) else {
                continue;
            };
            self.count += 1;
            let number = (before + row + 1).to_string();
            let writer = self.writer()?;
            writer
                .write_record([number.as_str(), &why.replace('\n', "; ")])
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn writer(&mut self) -> Result<&mut csv::Writer<File>, String> {
        if self.writer.is_none() {
            let (target, file) = Target::open(&self.path)?;
            self.target = target;
            let mut writer = csv::Writer::from_writer(file);
            writer.write_record(HEADING).map_err(|error| error.to_string())?;
            self.writer = Some(writer);
        }
        self.writer
            .as_mut()
            .ok_or_else(|| "no rejects are written".to_owned())
    }

    /// Whether a file stands there that was written as such.
    fn is_ours(&self) -> bool {
        if !std::fs::metadata(&self.path).is_ok_and(|data| data.is_file()) {
            return false;
        }
        let heading = format!("{}\n", HEADING.join(","));
        let mut begin = String::new();
        let file = File::open(&self.path).map(|file| file.take(heading.len() as u64));
        file.and_then(|mut file| file.read_to_string(&mut begin)).is_ok() && begin == heading
    }

    /// How many there were, and where they are.
    pub fn finish(mut self) -> Result<Option<(usize, String)>, String> {
        if let Some(writer) = &mut self.writer {
            writer.flush().map_err(|error| error.to_string())?;
            self.target.take().map_or(Ok(()), Target::complete)?;
        } else if self.is_ours() {
            // what an earlier run set aside would be taken for what this one did
            std::fs::remove_file(&self.path)
                .map_err(|error| format!("{}: {error}", shown_path(&self.path)))?;
        }
        Ok((self.count > 0).then(|| (self.count, shown_path(&self.path))))
    }
}

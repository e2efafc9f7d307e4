//! Tables read in chunks.

use super::Table;
use super::closed::{Closed, TOO_LONG, UNCLOSED};
use crate::case::{Data, Document};
use crate::columns::Columns;
use crate::library::Matter;
use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, RecordBatchReader, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows of a chunk.
const ROWS: usize = 16_384;

/// Bytes of a line, at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Rows that cannot be read, each with what is wrong with it.
type Wrong = Vec<(usize, String)>;

/// Some rows of a table.
pub(super) enum Chunk {
    /// As columns, and the rows that could not be read.
    Columns(RecordBatch, Wrong),
    /// As case documents, or what is wrong with a line, and the columns that are handed on.
    Documents(Vec<Result<Document, String>>, Vec<ArrayRef>),
}

/// A table that is read.
pub(super) struct Reader {
    source: Source,
    /// How much there is: bytes, of Parquet rows.
    whole: Option<u64>,
    bytes: Arc<AtomicU64>,
}

enum Source {
    Csv(Box<Csv>),
    Ndjson(Box<dyn BufRead + Send>, Vec<String>),
    Parquet(Box<ParquetRecordBatchReader>),
}

struct Csv {
    rows: csv::Reader<Box<dyn Read + Send>>,
    names: Vec<String>,
    /// Columns that say that a fact is none.
    nones: Vec<bool>,
}

/// Bytes counted as they are read.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Reader {
    pub fn open(path: &Path, table: Table, matter: &Matter, columns: &Columns) -> Result<Reader, String> {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let bytes = Arc::new(AtomicU64::new(0));
        if table == Table::Parquet {
            let file = File::open(path).map_err(|error| named(&error))?;
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| named(&error))?;
            columns.check(builder.schema()).map_err(|error| named(&error))?;
            let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).ok();
            let reader = builder
                .with_batch_size(ROWS)
                .build()
                .map_err(|error| named(&error))?;
            return Ok(Reader {
                source: Source::Parquet(Box::new(reader)),
                whole: rows,
                bytes,
            });
        }
        let (inner, whole): (Box<dyn Read + Send>, Option<u64>) = if path.as_os_str() == "-" {
            (Box::new(std::io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|error| named(&error))?;
            let whole = file.metadata().ok().map(|data| data.len());
            (Box::new(file), whole)
        };
        let counted = Counted {
            inner,
            bytes: bytes.clone(),
        };
        let source = match table {
            Table::Csv => Source::Csv(Box::new(
                Csv::new(Box::new(counted), matter, columns).map_err(|error| named(&error))?,
            )),
            _ => Source::Ndjson(Box::new(BufReader::new(counted)), columns.kept().to_vec()),
        };
        Ok(Reader { source, whole, bytes })
    }

    /// How much there is, where that is known.
    pub fn whole(&self) -> Option<u64> {
        self.whole
    }

    /// The columns of the table; of lines of JSON, those that are handed on.
    pub fn schema(&self) -> Schema {
        match &self.source {
            Source::Csv(csv) => csv.schema(),
            Source::Parquet(reader) => reader.schema().as_ref().clone(),
            Source::Ndjson(_, kept) => {
                let kept = kept.iter().map(|name| Field::new(name, DataType::Utf8, true));
                Schema::new(kept.collect::<Vec<_>>())
            }
        }
    }

    /// Whether progress is counted in bytes; else in rows.
    pub fn counts_bytes(&self) -> bool {
        !matches!(self.source, Source::Parquet(_))
    }

    /// Bytes that were read.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The next chunks, up to a number; none at the end.
    pub fn next_chunks(&mut self, number: usize) -> Result<Vec<Chunk>, String> {
        let mut chunks = Vec::new();
        while chunks.len() < number {
            match self.next_chunk()? {
                Some(chunk) => chunks.push(chunk),
                None => break,
            }
        }
        Ok(chunks)
    }

    fn next_chunk(&mut self) -> Result<Option<Chunk>, String> {
        match &mut self.source {
            Source::Parquet(reader) => match reader.next() {
                Some(batch) => batch
                    .map(|batch| Some(Chunk::Columns(batch, Vec::new())))
                    .map_err(|error| error.to_string()),
                None => Ok(None),
            },
            Source::Csv(csv) => Ok(csv.chunk()?.map(|(batch, wrong)| Chunk::Columns(batch, wrong))),
            Source::Ndjson(lines, names) => {
                let mut documents = Vec::new();
                let mut kept: Vec<Vec<Option<String>>> = vec![Vec::new(); names.len()];
                while documents.len() < ROWS {
                    match line(lines)? {
                        Some(line) if line.trim_ascii().is_empty() => {}
                        Some(line) => documents.push(document(&line, names, &mut kept)),
                        None => break,
                    }
                }
                let kept = kept
                    .into_iter()
                    .map(|cells| Arc::new(StringArray::from(cells)) as ArrayRef);
                Ok((!documents.is_empty()).then(|| Chunk::Documents(documents, kept.collect())))
            }
        }
    }
}

/// The next line; one without end is refused before it fills the memory.
fn line(lines: &mut dyn BufRead) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::new();
    let read = lines.take(LONGEST).read_until(b'\n', &mut bytes);
    let count = read.map_err(|error| error.to_string())?;
    if count as u64 == LONGEST {
        return Err(format!("a line is longer than {LONGEST} bytes"));
    }
    if count == 0 {
        return Ok(None);
    }
    Ok(Some(bytes))
}

/// A line as a case document; one without `facts` holds the facts themselves. What is handed on is taken out first.
fn document(line: &[u8], names: &[String], kept: &mut [Vec<Option<String>>]) -> Result<Document, String> {
    let mut data = data(line);
    for (name, cells) in names.iter().zip(kept) {
        cells.push(data.as_mut().ok().and_then(|data| taken(data, name)));
    }
    let data = data?;
    let whole = match &data {
        Data::Map(entries) => entries.iter().any(|(name, _)| name == "facts"),
        _ => true,
    };
    let data = if whole {
        data
    } else {
        Data::Map(vec![("facts".to_owned(), data)])
    };
    Document::from_data(data).map_err(|errors| errors.to_string())
}

fn data(line: &[u8]) -> Result<Data, String> {
    let text = std::str::from_utf8(line).map_err(|error| format!("not text: {error}"))?;
    crate::case::data_from_json(text).map_err(|error| format!("not valid JSON: {error}"))
}

/// What stands under a name, taken out of an object.
fn taken(data: &mut Data, name: &str) -> Option<String> {
    let Data::Map(entries) = data else {
        return None;
    };
    let place = entries.iter().position(|(known, _)| known == name)?;
    match entries.remove(place).1 {
        Data::Null => None,
        Data::Text(text) | Data::Number(text) => Some(text),
        other => Some(super::write::json(other).to_string()),
    }
}

/// Why a row could not be read, where its last cell says so.
fn unread(last: &[u8]) -> Option<&'static str> {
    match last {
        _ if last == UNCLOSED.as_bytes() => Some("a quotation mark is not closed"),
        _ if last == TOO_LONG.as_bytes() => Some("the row is longer than 1 MiB"),
        _ => None,
    }
}

impl Csv {
    fn new(inner: Box<dyn Read + Send>, matter: &Matter, columns: &Columns) -> Result<Csv, String> {
        let inner: Box<dyn Read + Send> = Box::new(Closed::new(inner));
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(inner);
        let headers = rows.headers().map_err(|error| error.to_string())?.clone();
        let names: Vec<String> = headers
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        if let Some(why) = headers
            .iter()
            .next_back()
            .and_then(|last| unread(last.as_bytes()))
        {
            return Err(format!("the line of column names cannot be read: {why}"));
        }
        if names.iter().all(String::is_empty) {
            return Err("there is no line of column names".to_owned());
        }
        let mut seen = std::collections::HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(format!("the column `{twice}` occurs twice"));
        }
        let nones = names.iter().map(|name| matter.has_fact(name)).collect();
        let csv = Csv { rows, names, nones };
        columns.check(&csv.schema()).map_err(|error| error.to_string())?;
        Ok(csv)
    }

    fn schema(&self) -> Schema {
        let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let columns = self.names.iter().map(|name| Field::new(name, text.clone(), true));
        let nones = self.names.iter().zip(&self.nones).filter(|(_, none)| **none);
        let nones = nones.map(|(name, _)| Field::new(format!("{name}__none"), DataType::Boolean, false));
        Schema::new(columns.chain(nones).collect::<Vec<_>>())
    }

    /// The next rows, and what is wrong with those that cannot be read.
    fn chunk(&mut self) -> Result<Option<(RecordBatch, Wrong)>, String> {
        let mut cells: Vec<StringDictionaryBuilder<Int32Type>> = self
            .names
            .iter()
            .map(|_| StringDictionaryBuilder::new())
            .collect();
        let mut none: Vec<Vec<bool>> = vec![Vec::new(); self.names.len()];
        let mut record = csv::ByteRecord::new();
        let (mut count, mut wrong) = (0, Vec::new());
        while count < ROWS
            && self
                .rows
                .read_byte_record(&mut record)
                .map_err(|error| error.to_string())?
        {
            for (place, (cells, none)) in cells.iter_mut().zip(&mut none).enumerate() {
                let cell = record.get(place).and_then(|cell| std::str::from_utf8(cell).ok());
                let is_none = self.nones.get(place) == Some(&true) && cell == Some("none");
                none.push(is_none);
                match cell.filter(|cell| !cell.is_empty() && !is_none) {
                    Some(cell) => {
                        cells.append(cell).map_err(|error| error.to_string())?;
                    }
                    None => cells.append_null(),
                }
            }
            wrong.extend(self.wrong(&record).map(|why| (count, why)));
            count += 1;
        }
        if count == 0 {
            return Ok(None);
        }
        let arrays = cells.iter_mut().map(|cells| Arc::new(cells.finish()) as ArrayRef);
        let nones = none
            .into_iter()
            .zip(&self.nones)
            .filter(|(_, has_none)| **has_none);
        let nones = nones.map(|(none, _)| Arc::new(BooleanArray::from(none)) as ArrayRef);
        let arrays: Vec<ArrayRef> = arrays.chain(nones).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        RecordBatch::try_new_with_options(Arc::new(self.schema()), arrays, &options)
            .map(|batch| Some((batch, wrong)))
            .map_err(|error| error.to_string())
    }

    /// What is wrong with a row: it has as many cells as there are columns, and all are text.
    fn wrong(&self, record: &csv::ByteRecord) -> Option<String> {
        if let Some(why) = record.iter().next_back().and_then(unread) {
            return Some(why.to_owned());
        }
        let (found, wanted) = (record.len(), self.names.len());
        if found != wanted {
            return Some(format!("the row has {found} cells, there are {wanted} columns"));
        }
        let mut cells = record.iter().zip(&self.names);
        cells.find_map(|(cell, name)| {
            let error = std::str::from_utf8(cell).err()?;
            Some(format!("{name}: not text: {error}"))
        })
    }
}

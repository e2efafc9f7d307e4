//! Tables read in chunks.

use super::Table;
use super::csv::Csv;
use super::lines::Lines;
use super::parquet::Parquet;
use crate::case::Document;
use crate::columns::Columns;
use crate::library::Matter;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows of a chunk, at most.
pub(super) const ROWS: usize = 16_384;

/// Bytes of text in a chunk, after which it ends: long rows do not fill the memory.
pub(super) const BYTES: usize = 8 << 20;

/// Rows that cannot be read, each with what is wrong with it.
pub(super) type Wrong = Vec<(usize, String)>;

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
    Ndjson(Lines),
    Parquet(Box<Parquet>),
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
    pub fn open(
        (path, table): (&Path, Table),
        delimiter: Option<u8>,
        matter: &Matter,
        columns: &Columns,
    ) -> Result<Reader, String> {
        let named = |error: String| format!("{}: {error}", path.display());
        let bytes = Arc::new(AtomicU64::new(0));
        if delimiter.is_some() && table != Table::Csv {
            return Err(named(
                "only the cells of CSV are separated by a delimiter".to_owned(),
            ));
        }
        if table == Table::Parquet {
            let file = File::open(path).map_err(|error| named(error.to_string()))?;
            let parquet = Parquet::open(file, columns).map_err(named)?;
            return Ok(Reader {
                whole: parquet.rows(),
                source: Source::Parquet(Box::new(parquet)),
                bytes,
            });
        }
        let (inner, whole): (Box<dyn Read + Send>, Option<u64>) = if path.as_os_str() == "-" {
            (Box::new(std::io::stdin()), None)
        } else {
            let file = File::open(path).map_err(|error| named(error.to_string()))?;
            let whole = file.metadata().ok().map(|data| data.len());
            (Box::new(file), whole)
        };
        let counted = Counted {
            inner,
            bytes: bytes.clone(),
        };
        let source = match table {
            Table::Csv => Source::Csv(Box::new(
                Csv::new(Box::new(counted), delimiter, matter, columns).map_err(named)?,
            )),
            _ => Source::Ndjson(Lines::new(Box::new(BufReader::new(counted)), columns).map_err(named)?),
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
            Source::Parquet(parquet) => parquet.schema(),
            Source::Ndjson(lines) => lines.schema(),
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
            Source::Parquet(parquet) => Ok(parquet.chunk()?.map(|batch| Chunk::Columns(batch, Vec::new()))),
            Source::Csv(csv) => Ok(csv.chunk()?.map(|(batch, wrong)| Chunk::Columns(batch, wrong))),
            Source::Ndjson(lines) => lines.chunk(),
        }
    }
}

//! Lines of JSON, read as case documents.

use super::read::{BYTES, Chunk, ROWS};
use crate::case::{Data, Document};
use crate::columns::Columns;
use arrow_array::{ArrayRef, StringArray};
use arrow_schema::{DataType, Field, Schema};
use std::io::{BufRead, Read};
use std::sync::Arc;

/// Bytes of a line, at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A table of lines of JSON.
pub(super) struct Lines {
    inner: Box<dyn BufRead + Send>,
    /// The names that are handed on.
    kept: Vec<String>,
    /// Whether the first line was read.
    begun: bool,
    /// Blank lines that were read and told to none: those at the end of the table are no rows.
    blank: usize,
    /// A line behind them.
    waiting: Option<Line>,
}

/// A line.
enum Line {
    Text(Vec<u8>),
    Blank,
    /// It is longer than a line may be, and was passed over.
    TooLong,
}

impl Lines {
    pub fn new(inner: Box<dyn BufRead + Send>, columns: &Columns) -> Result<Lines, String> {
        let lines = Lines {
            inner,
            kept: columns.kept().to_vec(),
            begun: false,
            blank: 0,
            waiting: None,
        };
        columns
            .check(&lines.schema())
            .map_err(|error| error.to_string())?;
        Ok(lines)
    }

    /// The columns that are handed on.
    pub fn schema(&self) -> Schema {
        let kept = self
            .kept
            .iter()
            .map(|name| Field::new(name, DataType::Utf8, true));
        Schema::new(kept.collect::<Vec<_>>())
    }

    /// The next rows; none at the end.
    pub fn chunk(&mut self) -> Result<Option<Chunk>, String> {
        let mut documents = Vec::new();
        let mut kept: Vec<Vec<Option<String>>> = vec![Vec::new(); self.kept.len()];
        let mut bytes = 0;
        while documents.len() < ROWS && bytes < BYTES {
            let Some(line) = self.next()? else {
                break;
            };
            documents.push(match line {
                Line::Text(line) => {
                    bytes += line.len();
                    document(&line, &self.kept, &mut kept)
                }
                Line::Blank => unread("the line is blank".to_owned(), &mut kept),
                Line::TooLong => unread(format!("the line is longer than {LONGEST} bytes"), &mut kept),
            });
        }
        let kept = kept
            .into_iter()
            .map(|cells| Arc::new(StringArray::from(cells)) as ArrayRef);
        Ok((!documents.is_empty()).then(|| Chunk::Documents(documents, kept.collect())))
    }

    /// The next line that is a row: a blank one is where another line follows.
    fn next(&mut self) -> Result<Option<Line>, String> {
        while self.waiting.is_none() {
            match self.line()? {
                None => return Ok(None),
                Some(Line::Blank) => self.blank += 1,
                line => self.waiting = line,
            }
        }
        if self.blank > 0 {
            self.blank -= 1;
            return Ok(Some(Line::Blank));
        }
        Ok(self.waiting.take())
    }

    /// The next line; of one that is too long no more is kept than of any other.
    fn line(&mut self) -> Result<Option<Line>, String> {
        let mut bytes = Vec::new();
        let mut left = (&mut self.inner).take(LONGEST + 1);
        let read = left
            .read_until(b'\n', &mut bytes)
            .map_err(|error| error.to_string())?;
        if read == 0 {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.begun, true) && bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(.."\u{feff}".len());
        }
        if bytes.len() as u64 > LONGEST && bytes.last() != Some(&b'\n') {
            self.skip().map_err(|error| error.to_string())?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(match bytes.trim_ascii().is_empty() {
            true => Line::Blank,
            false => Line::Text(bytes),
        }))
    }

    /// Passes over the rest of a line.
    fn skip(&mut self) -> std::io::Result<()> {
        loop {
            let bytes = self.inner.fill_buf()?;
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let count = end.map_or(bytes.len(), |end| end + 1);
            let done = bytes.is_empty() || end.is_some();
            self.inner.consume(count);
            if done {
                return Ok(());
            }
        }
    }
}

/// A line that is no document.
fn unread(why: String, kept: &mut [Vec<Option<String>>]) -> Result<Document, String> {
    kept.iter_mut().for_each(|cells| cells.push(None));
    Err(why)
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

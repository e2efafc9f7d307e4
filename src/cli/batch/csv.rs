//! Tables of CSV, read in chunks of columns of text.

use super::closed::{BLANK, Closed, TOO_LONG, UNCLOSED};
use super::read::{BYTES, ROWS, Wrong};
use crate::columns::Columns;
use crate::library::Matter;
use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use csv::ByteRecord;
use std::io::Read;
use std::sync::Arc;

/// What separates cells: the byte, many of it in words, and how it is said to `--delimiter`.
const DELIMITERS: [(u8, &str, &str); 4] = [
    (b',', "commas", "','"),
    (b';', "semicolons", "';'"),
    (b'\t', "tabs", "tab"),
    (b'|', "bars", "'|'"),
];

/// A table of CSV.
pub(super) struct Csv {
    rows: csv::Reader<Box<dyn Read + Send>>,
    delimiter: u8,
    names: Vec<String>,
    /// Columns that say that a fact is none.
    nones: Vec<bool>,
    record: ByteRecord,
    /// Blank lines that were read and told to none, and whether the record at hand stands behind them.
    blank: usize,
    waiting: bool,
}

/// The delimiter that is said: a letter or `tab`.
pub(in crate::cli) fn delimiter(said: Option<&str>) -> Result<Option<u8>, String> {
    let Some(said) = said else {
        return Ok(None);
    };
    match said.as_bytes() {
        b"tab" | b"\\t" => Ok(Some(b'\t')),
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\n\r\0".contains(byte) => {
            Ok(Some(*byte))
        }
        _ => Err("--delimiter: one character that stands between cells, as in ';', or `tab`".to_owned()),
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

/// The next row of a table.
enum Row {
    /// It stands in the record.
    Read,
    Blank,
}

impl Csv {
    pub fn new(
        inner: Box<dyn Read + Send>,
        said: Option<u8>,
        matter: &Matter,
        columns: &Columns,
    ) -> Result<Csv, String> {
        let delimiter = said.unwrap_or(b',');
        let inner: Box<dyn Read + Send> = Box::new(Closed::new(inner, delimiter));
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(inner);
        let headers = rows.headers().map_err(|error| error.to_string())?.clone();
        if let Some(why) = headers
            .iter()
            .next_back()
            .and_then(|last| unread(last.as_bytes()))
        {
            return Err(format!("the line of column names cannot be read: {why}"));
        }
        let names: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err("there is no line of column names".to_owned());
        }
        let nones = names.iter().map(|name| matter.has_fact(name)).collect();
        let csv = Csv {
            rows,
            delimiter,
            names,
            nones,
            record: ByteRecord::new(),
            blank: 0,
            waiting: false,
        };
        columns.check(&csv.schema()).map_err(|error| {
            let other = csv.separated_otherwise(matter, columns);
            other.unwrap_or_else(|| error.to_string())
        })?;
        Ok(csv)
    }

    /// What is said where the names are separated by another sign than was taken.
    fn separated_otherwise(&self, matter: &Matter, columns: &Columns) -> Option<String> {
        let known = |name: &str| {
            let kept = || columns.kept().iter().any(|kept| kept == name);
            matter.has_fact(name) || kept() || matches!(name, "at" | "on")
        };
        let count = |names: &[&str]| names.iter().filter(|name| known(name)).count();
        let mine: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let own = char::from(self.delimiter).to_string();
        let line = self.names.join(&own);
        let found = DELIMITERS.iter().filter(|(byte, ..)| *byte != self.delimiter);
        let (_, many, said) = found.into_iter().find(|(byte, ..)| {
            let parts: Vec<&str> = line
                .split(char::from(*byte))
                .map(|part| part.trim().trim_matches('"'))
                .collect();
            parts.len() > 1 && (mine.len() == 1 || count(&parts) > count(&mine))
        })?;
        Some(format!(
            "the file is separated by {many}: read it with --delimiter {said}"
        ))
    }

    pub fn schema(&self) -> Schema {
        let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let columns = self.names.iter().map(|name| Field::new(name, text.clone(), true));
        let nones = self.names.iter().zip(&self.nones).filter(|(_, none)| **none);
        let nones = nones.map(|(name, _)| Field::new(format!("{name}__none"), DataType::Boolean, false));
        Schema::new(columns.chain(nones).collect::<Vec<_>>())
    }

    /// The next row. A blank line is one where another line follows; in a table of one column it is a blank cell.
    fn next(&mut self) -> Result<Option<Row>, String> {
        while !self.waiting {
            let read = self.rows.read_byte_record(&mut self.record);
            if !read.map_err(|error| error.to_string())? {
                return Ok(None);
            }
            let is_blank = self.record.len() == 1 && self.record.get(0) == Some(BLANK.as_bytes());
            if is_blank && self.names.len() == 1 {
                return Ok(Some(Row::Blank));
            }
            if is_blank {
                self.blank += 1;
            }
            self.waiting = !is_blank;
        }
        if self.blank > 0 {
            self.blank -= 1;
            return Ok(Some(Row::Blank));
        }
        self.waiting = false;
        Ok(Some(Row::Read))
    }

    /// The next rows, and what is wrong with those that cannot be read.
    pub fn chunk(&mut self) -> Result<Option<(RecordBatch, Wrong)>, String> {
        let columns = self.names.len();
        let mut cells: Vec<StringDictionaryBuilder<Int32Type>> =
            (0..columns).map(|_| StringDictionaryBuilder::new()).collect();
        let mut none: Vec<Vec<bool>> = vec![Vec::new(); columns];
        let (mut count, mut bytes, mut wrong) = (0, 0, Vec::new());
        while count < ROWS && bytes < BYTES {
            let Some(row) = self.next()? else {
                break;
            };
            let is_read = matches!(row, Row::Read);
            for (place, (cells, none)) in cells.iter_mut().zip(&mut none).enumerate() {
                let cell = self.record.get(place).filter(|_| is_read);
                let cell = cell.and_then(|cell| std::str::from_utf8(cell).ok());
                let is_none = self.nones.get(place) == Some(&true) && cell == Some("none");
                none.push(is_none);
                match cell.filter(|cell| !cell.is_empty() && !is_none) {
                    Some(cell) => {
                        bytes += cell.len();
                        cells.append(cell).map_err(|error| error.to_string())?;
                    }
                    None => cells.append_null(),
                }
            }
            let why = match row {
                Row::Read => self.wrong(),
                Row::Blank if columns == 1 => None,
                Row::Blank => Some("the line is blank".to_owned()),
            };
            wrong.extend(why.map(|why| (count, why)));
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

    /// What is wrong with the row at hand: it has as many cells as there are columns, and all are text.
    fn wrong(&self) -> Option<String> {
        if let Some(why) = self.record.iter().next_back().and_then(unread) {
            return Some(why.to_owned());
        }
        let (found, wanted) = (self.record.len(), self.names.len());
        if found != wanted {
            let counted = format!("the row has {found} cells, there are {wanted} columns");
            return Some(
                match self.delimiter == b',' && found > wanted && self.has_decimal_comma() {
                    true => format!("{counted}; decimals are written with a point, as in 1.5"),
                    false => counted,
                },
            );
        }
        let mut cells = self.record.iter().zip(&self.names);
        cells.find_map(|(cell, name)| {
            let error = std::str::from_utf8(cell).err()?;
            Some(format!("{name}: not text: {error}"))
        })
    }

    /// Whether two cells beside one another are digits alone, as where a decimal comma parted them.
    fn has_decimal_comma(&self) -> bool {
        let digits = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
        let after = self.record.iter().skip(1);
        let mut pairs = self.record.iter().zip(after);
        pairs.any(|(whole, part)| digits(whole.strip_prefix(b"-").unwrap_or(whole)) && digits(part))
    }
}

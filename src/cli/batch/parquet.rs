//! Tables of Parquet, read in chunks. What is read was written by others: a panic of the reader is an error here, and a
//! few bytes do not become many.

use super::read::{BYTES, ROWS};
use crate::columns::Columns;
use arrow_array::cast::AsArray;
use arrow_array::types::StringViewType;
use arrow_array::{Array, ArrayRef, GenericByteViewArray, LargeStringArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::ParquetMetaData;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Elements of lists that are read at once, about.
const ELEMENTS: u64 = 1 << 20;

/// Elements that a column of lists may have in one row group whatever its size, and beyond that for each of its bytes.
const MOST_ELEMENTS: u64 = 1 << 22;
const ELEMENTS_OF_A_BYTE: u64 = 64;

/// What is said where the reader of Parquet gave up.
const DAMAGED: &str = "it is damaged, or written in a way that is not read";

/// A table of Parquet.
pub(super) struct Parquet {
    reader: ParquetRecordBatchReader,
    file: File,
    metadata: ArrowReaderMetadata,
    rows_at_once: usize,
    /// The columns as they are written.
    written: Schema,
    /// The columns that are handed on.
    kept: Vec<String>,
    rows: Option<u64>,
    /// What was read and not handed on yet.
    rest: Option<RecordBatch>,
}

impl Parquet {
    pub fn open(file: File, columns: &Columns) -> Result<Parquet, String> {
        let metadata = caught(|| {
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| error.to_string())
        })?;
        let written = metadata.schema().as_ref().clone();
        columns.check(&written).map_err(|error| error.to_string())?;
        let (rows_at_once, rows) = (rows_at_once(metadata.metadata())?, rows(metadata.metadata()));
        // texts are views of what is read: one that occurs often is held once
        let views = ArrowReaderOptions::new().with_schema(Arc::new(viewed(&written)));
        let metadata = ArrowReaderMetadata::try_new(metadata.metadata().clone(), views).unwrap_or(metadata);
        let reader = reader(&file, &metadata, rows_at_once, None)?;
        Ok(Parquet {
            reader,
            file,
            metadata,
            rows_at_once,
            written,
            kept: columns.kept().to_vec(),
            rows,
            rest: None,
        })
    }

    /// How many rows there are.
    pub fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// The columns: those of text as they are written, for they are handed on so.
    pub fn schema(&self) -> Schema {
        self.written.clone()
    }

    /// The next rows.
    pub fn chunk(&mut self) -> Result<Option<RecordBatch>, String> {
        if self.rest.is_none() {
            let read = next(&mut self.reader).map_err(|error| self.column_at_fault().unwrap_or(error))?;
            self.rest = read.filter(|batch| batch.num_rows() > 0);
        }
        let Some(batch) = self.rest.take() else {
            return Ok(None);
        };
        let count = rows_of_text(&batch);
        if count < batch.num_rows() {
            self.rest = Some(batch.slice(count, batch.num_rows() - count));
        }
        self.as_written(&batch.slice(0, count)).map(Some)
    }

    /// What is wrong, and in which column: each is read by itself.
    fn column_at_fault(&self) -> Option<String> {
        let fields = self.written.fields().iter().enumerate();
        fields.into_iter().find_map(|(place, field)| {
            let wrong = |error: String| Some(format!("column `{}`: {error}", field.name()));
            let mut reader = match reader(&self.file, &self.metadata, self.rows_at_once, Some(place)) {
                Ok(reader) => reader,
                Err(error) => return wrong(error),
            };
            loop {
                match next(&mut reader) {
                    Ok(Some(_)) => {}
                    Ok(None) => return None,
                    Err(error) => return wrong(error),
                }
            }
        })
    }

    /// Columns of text that are handed on as they are written: those that hold views within structs and lists stay so.
    /// What is only read stays a view, so that a text that occurs often is held once.
    fn as_written(&self, batch: &RecordBatch) -> Result<RecordBatch, String> {
        let columns = batch.columns().iter().zip(self.written.fields());
        let columns: Vec<ArrayRef> = columns
            .map(|(array, field)| match (array.data_type(), field.data_type()) {
                _ if !self.kept.contains(field.name()) => array.clone(),
                (DataType::Utf8View, DataType::Utf8) => {
                    Arc::new(array.as_string_view().iter().collect::<StringArray>()) as ArrayRef
                }
                (DataType::Utf8View, DataType::LargeUtf8) => {
                    Arc::new(array.as_string_view().iter().collect::<LargeStringArray>())
                }
                _ => array.clone(),
            })
            .collect();
        let fields = self.written.fields().iter().zip(&columns);
        let fields: Vec<FieldRef> = fields
            .map(|(field, array)| Arc::new(field.as_ref().clone().with_data_type(array.data_type().clone())))
            .collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|error| error.to_string())
    }
}

/// Reads the columns, or one of them.
fn reader(
    file: &File,
    metadata: &ArrowReaderMetadata,
    rows_at_once: usize,
    column: Option<usize>,
) -> Result<ParquetRecordBatchReader, String> {
    let file = file.try_clone().map_err(|error| error.to_string())?;
    caught(|| {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone());
        let mask = match column {
            Some(column) => ProjectionMask::roots(builder.parquet_schema(), [column]),
            None => ProjectionMask::all(),
        };
        let builder = builder.with_projection(mask).with_batch_size(rows_at_once);
        builder.build().map_err(|error| error.to_string())
    })
}

fn next(reader: &mut ParquetRecordBatchReader) -> Result<Option<RecordBatch>, String> {
    caught(|| reader.next().transpose().map_err(|error| error.to_string()))
}

/// What a library that reads files of others gives; a panic in it is an error, told by nothing else.
fn caught<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = catch_unwind(AssertUnwindSafe(read));
    std::panic::set_hook(hook);
    found.unwrap_or_else(|_| Err(DAMAGED.to_owned()))
}

fn rows(metadata: &ParquetMetaData) -> Option<u64> {
    u64::try_from(metadata.file_metadata().num_rows()).ok()
}

/// How many rows are read at once: where lists are long, few. Lists that no such file can hold are refused.
fn rows_at_once(metadata: &ParquetMetaData) -> Result<usize, String> {
    let mut least = ROWS as u64;
    for group in metadata.row_groups() {
        let rows = u64::try_from(group.num_rows()).unwrap_or(0).max(1);
        for column in group
            .columns()
            .iter()
            .filter(|column| column.column_descr().max_rep_level() > 0)
        {
            let elements = u64::try_from(column.num_values()).unwrap_or(u64::MAX);
            let bytes = u64::try_from(column.compressed_size()).unwrap_or(0);
            if elements > MOST_ELEMENTS.max(bytes.saturating_mul(ELEMENTS_OF_A_BYTE)) {
                let name = column.column_descr().path().string();
                return Err(format!(
                    "column `{name}`: {elements} elements of lists in {bytes} bytes; at most {MOST_ELEMENTS} are read, or \
                     {ELEMENTS_OF_A_BYTE} for each byte"
                ));
            }
            least = least.min((ELEMENTS * rows / elements.max(1)).max(1));
        }
    }
    Ok(usize::try_from(least).unwrap_or(1))
}

/// A schema in which texts are views.
fn viewed(schema: &Schema) -> Schema {
    Schema::new_with_metadata(
        schema.fields().iter().map(viewed_field).collect::<Fields>(),
        schema.metadata().clone(),
    )
}

fn viewed_field(field: &FieldRef) -> FieldRef {
    let data = match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        DataType::List(inner) => DataType::List(viewed_field(inner)),
        DataType::LargeList(inner) => DataType::LargeList(viewed_field(inner)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(viewed_field).collect()),
        other => other.clone(),
    };
    Arc::new(Field::clone(field).with_data_type(data))
}

/// How many of the first rows have no more text than a chunk; at least one.
fn rows_of_text(batch: &RecordBatch) -> usize {
    let texts = batch
        .columns()
        .iter()
        .filter(|array| *array.data_type() == DataType::Utf8View);
    let texts: Vec<&GenericByteViewArray<StringViewType>> =
        texts.map(|array| array.as_string_view()).collect();
    let mut bytes = 0;
    for row in 0..batch.num_rows() {
        // the first four bytes of a view are the length of its text
        let lengths = texts
            .iter()
            .map(|texts| texts.views().get(row).map_or(0, |view| *view as u32 as usize));
        bytes += lengths.sum::<usize>();
        if bytes > BYTES && row > 0 {
            return row;
        }
    }
    batch.num_rows()
}

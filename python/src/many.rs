//! Many documents, from an Arrow array of bytes to an Arrow table with a row each. What becomes of one document depends on that
//! document alone, not on those that came with it.

use crate::columns;
use crate::error::refused;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeBinaryArray, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyArray;
use rayon::prelude::*;
use std::sync::Arc;
use yosan::batch::{self, Reading, Status};
use yosan::output::json;
use yosan::pipeline::Extractor;

/// Documents that make a batch of the table, at most, and bytes of documents: what is held beside the table while it is made.
const ROWS: usize = 256;
const BYTES: usize = 4 * 1024 * 1024;

/// How a document ended.
const ENDING: [&str; 3] = ["status", "cause", "error"];

/// The columns: how each document ended, then the keys of `yosan/v1`.
pub(crate) fn schema() -> PyResult<SchemaRef> {
    let columns = columns::of_documents()?.schema();
    let ending = ENDING.map(|name| Arc::new(Field::new(name, DataType::Utf8, true)));
    let fields: Fields = ending
        .into_iter()
        .chain(columns.fields().iter().cloned())
        .collect();
    Ok(Arc::new(Schema::new(fields)))
}

/// Documents, with what each is called.
pub(crate) struct Documents {
    arrays: Vec<LargeBinaryArray>,
    names: Vec<String>,
}

impl Documents {
    /// # Errors
    /// The array is not one of bytes or texts, or there are more or fewer names than documents.
    pub(crate) fn of(documents: AnyArray, names: Vec<String>) -> PyResult<Self> {
        let (chunks, field) = documents.into_chunked_array()?.into_inner();
        use DataType::{Binary, BinaryView, FixedSizeBinary, LargeBinary, LargeUtf8, Null, Utf8, Utf8View};
        let holds_bytes = matches!(
            field.data_type(),
            Binary | BinaryView | FixedSizeBinary(_) | LargeBinary | LargeUtf8 | Null | Utf8 | Utf8View
        );
        if !holds_bytes {
            let what = format!("documents are bytes, not {}", field.data_type());
            return Err(PyTypeError::new_err(what));
        }
        let arrays: Result<Vec<LargeBinaryArray>, ArrowError> = chunks
            .iter()
            .map(|chunk| Ok(cast(chunk, &LargeBinary)?.as_binary::<i64>().clone()))
            .collect();
        let arrays = arrays.map_err(refused)?;
        let count: usize = arrays.iter().map(Array::len).sum();
        if names.len() != count {
            let what = format!("{} names for {count} documents", names.len());
            return Err(PyValueError::new_err(what));
        }
        Ok(Self { arrays, names })
    }

    /// Reads them all, on so many threads; 0 is one a core.
    pub(crate) fn read(&self, extractor: &Extractor, threads: usize) -> PyResult<PyTable> {
        let schema = schema()?;
        let documents: Vec<(&str, Option<&[u8]>)> = self
            .names
            .iter()
            .map(String::as_str)
            .zip(self.arrays.iter().flatten())
            .collect();
        // A pool a call and none for the process: a process that Python forks has no threads of its parent.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let groups = groups(&documents);
        let batches: Result<Vec<RecordBatch>, ArrowError> = pool.map_err(refused)?.install(|| {
            groups
                .into_par_iter()
                .map(|group| read_group(extractor, group, &schema))
                .collect()
        });
        PyTable::try_new(batches.map_err(refused)?, schema)
    }
}

type Document<'a> = (&'a str, Option<&'a [u8]>);

/// Neighbours that are read into one batch.
fn groups<'a>(mut documents: &'a [Document<'a>]) -> Vec<&'a [Document<'a>]> {
    let mut groups = Vec::new();
    while !documents.is_empty() {
        let mut bytes = 0;
        let fits = documents.iter().take(ROWS).take_while(|(_, document)| {
            bytes += document.map_or(0, <[u8]>::len);
            bytes <= BYTES
        });
        let (group, rest) = documents.split_at(fits.count().max(1));
        groups.push(group);
        documents = rest;
    }
    groups
}

/// A document that was read: how it ended, and a line of JSON.
struct Row {
    status: &'static str,
    cause: Option<String>,
    error: Option<String>,
    line: Vec<u8>,
}

fn read_group(
    extractor: &Extractor,
    group: &[Document<'_>],
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Row> = group
        .par_iter()
        .map(|(name, document)| match document {
            Some(bytes) => Row::of(batch::read(extractor, name, bytes.to_vec())),
            None => Row::failed("no-document", "there is no document: it is null".to_owned()),
        })
        .collect();
    let columns = columns::of_documents().map_err(|error| ArrowError::SchemaError(error.to_string()))?;
    let lines: Vec<u8> = rows.iter().flat_map(|row| &row.line).copied().collect();
    let read = columns.batch(&lines)?;
    let status: StringArray = rows.iter().map(|row| Some(row.status)).collect();
    let cause: StringArray = rows.iter().map(|row| row.cause.as_deref()).collect();
    let error: StringArray = rows.iter().map(|row| row.error.as_deref()).collect();
    let ending: [ArrayRef; 3] = [Arc::new(status), Arc::new(cause), Arc::new(error)];
    let arrays = ending.into_iter().chain(read.columns().iter().cloned());
    RecordBatch::try_new(schema.clone(), arrays.collect())
}

impl Row {
    fn of(reading: Reading) -> Self {
        let mut line = Vec::new();
        let written = reading
            .extraction
            .as_ref()
            .map(|read| json::write_jsonl(read, &mut line));
        match (reading.status, written) {
            (Status::Done, Some(Ok(()))) => Self {
                status: "done",
                cause: None,
                error: None,
                line,
            },
            // Why it counts as empty stands among its findings too.
            (Status::Empty, Some(Ok(()))) => Self {
                status: "empty",
                cause: reading.cause,
                error: None,
                line,
            },
            (_, Some(Err(error))) => Self::failed("output", error.to_string()),
            _ => Self::failed(
                reading.cause.as_deref().unwrap_or("unreadable"),
                reading.message.unwrap_or_default(),
            ),
        }
    }

    fn failed(cause: &str, error: String) -> Self {
        Self {
            status: "failed",
            cause: Some(cause.to_owned()),
            error: Some(error),
            line: b"{}\n".to_vec(),
        }
    }
}

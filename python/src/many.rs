//! Many documents, from an Arrow array of bytes to an Arrow table with a row each. What becomes of one document depends on that
//! document alone, not on those that came with it.

use crate::columns::{self, Row};
use crate::error::refused;
use arrow_array::cast::AsArray;
use arrow_array::{Array, LargeBinaryArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyArray;
use rayon::prelude::*;
use yosan::batch::{self, Reading, Status};
use yosan::output::json::v1;
use yosan::pipeline::Extractor;

/// Documents that make a batch of the table, at most, and bytes of documents: what is held beside the table while it is made.
const ROWS: usize = 256;
const BYTES: usize = 1024 * 1024;

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
        let documents: Vec<(&str, Option<&[u8]>)> = self
            .names
            .iter()
            .map(String::as_str)
            .zip(self.arrays.iter().flatten())
            .collect();
        // A pool a call and none for the process: a process that Python forks has no threads of its parent.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let groups = groups(&documents);
        let batches: PyResult<Vec<RecordBatch>> = pool.map_err(refused)?.install(|| {
            groups
                .into_par_iter()
                .map(|group| read_group(extractor, group))
                .collect()
        });
        PyTable::try_new(batches?, columns::schema()?)
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

fn read_group(extractor: &Extractor, group: &[Document<'_>]) -> PyResult<RecordBatch> {
    let read: Vec<Reading> = group
        .par_iter()
        .map(|(name, document)| match document {
            Some(bytes) => batch::read(extractor, name, bytes.to_vec()),
            None => Reading {
                status: Status::Failed,
                cause: Some("no-document".to_owned()),
                message: Some("there is no document: it is null".to_owned()),
                extraction: None,
            },
        })
        .collect();
    columns::batch(read.iter().map(row))
}

fn row(reading: &Reading) -> Row<'_> {
    Row {
        status: reading.status.code(),
        cause: reading.cause.as_deref(),
        // Why a document counts as empty stands among its findings.
        error: reading
            .message
            .as_deref()
            .filter(|_| reading.extraction.is_none()),
        document: reading.extraction.as_ref().map(v1::Extraction::from),
    }
}

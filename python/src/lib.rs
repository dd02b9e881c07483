//! The core for Python: thin. A document goes in as bytes or as a path and comes out as `yosan/v1` in JSON; many documents go in
//! as an Arrow array of bytes and come out as an Arrow table. Views, pandas and Polars are made of these in Python
//! (`python/package/`).

mod columns;
mod error;
mod many;

use columns::Row;
use error::{DocumentError, OptionError, YosanError, of_options, raised};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyArray;
use std::io;
use std::path::PathBuf;
use yosan::batch::Status;
use yosan::output::amounts::{Question, answer};
use yosan::output::comparison::{self, Comparison, Report};
use yosan::output::json::{self, v1};
use yosan::pipeline::{Error, ErrorKind, Extractor, Options};

/// Reads documents with these options. Making one is the costly part; it serves any number of documents and threads.
#[pyclass(frozen, module = "yosan._yosan")]
struct Reader(Extractor);

#[pymethods]
impl Reader {
    /// `lexicon`, `registry` and `corrections` are what errors call a file, and its contents.
    #[new]
    #[pyo3(signature = (*, lexicon=None, registry=None, corrections=None, encoding=None, password=None, max_bytes=None))]
    fn new(
        py: Python<'_>,
        lexicon: Option<(String, String)>,
        registry: Option<(String, Vec<u8>)>,
        corrections: Option<(String, String)>,
        encoding: Option<String>,
        password: Option<String>,
        max_bytes: Option<u64>,
    ) -> PyResult<Self> {
        let mut options = Options::new();
        if let Some((name, text)) = lexicon {
            options = options.with_lexicon(name, text);
        }
        if let Some((name, bytes)) = registry {
            options = options.with_registry(name, bytes);
        }
        if let Some((name, text)) = corrections {
            options = options.with_corrections(name, text);
        }
        if let Some(encoding) = encoding {
            options = options.with_encoding(encoding);
        }
        if let Some(password) = password {
            options = options.with_password(password);
        }
        if let Some(max_bytes) = max_bytes {
            options = options.with_max_bytes(max_bytes);
        }
        let extractor = py.detach(|| Extractor::new(options));
        extractor.map(Self).map_err(|error| raised(py, &error))
    }

    /// What a file says, as `yosan/v1` in one line of JSON.
    fn read_path(&self, py: Python<'_>, path: PathBuf) -> PyResult<String> {
        let name = path.display().to_string();
        let line = py.detach(|| self.line(&name, self.0.load(&path)?));
        line.map_err(|error| raised(py, &error))
    }

    /// What bytes that are called `name` say.
    fn read_bytes(&self, py: Python<'_>, name: &str, bytes: &[u8]) -> PyResult<String> {
        let line = py.detach(|| self.line(name, bytes.to_vec()));
        line.map_err(|error| raised(py, &error))
    }

    /// What many documents say: a row each, in their order. `names` has one for each; `threads` is one a core where it is 0.
    fn read_many(
        &self,
        py: Python<'_>,
        documents: AnyArray,
        names: Vec<String>,
        threads: usize,
    ) -> PyResult<PyTable> {
        let documents = many::Documents::of(documents, names)?;
        py.detach(|| documents.read(&self.0, threads))
    }
}

impl Reader {
    fn line(&self, name: &str, bytes: Vec<u8>) -> Result<String, Error> {
        let read = self.0.extract(name, bytes)?;
        let mut line = Vec::new();
        json::write_jsonl(&read, &mut line).map_err(|error| Error::io(name, error))?;
        let line = String::from_utf8(line).map_err(|error| Error::io(name, io::Error::other(error)))?;
        Ok(line.trim_end().to_owned())
    }
}

/// The columns of a table of documents, as one without rows.
#[pyfunction]
fn empty_table() -> PyResult<PyTable> {
    PyTable::try_new(Vec::new(), columns::schema()?)
}

/// `yosan/v1` as JSON, as a table with one row.
#[pyfunction]
fn table_of(py: Python<'_>, text: &str) -> PyResult<PyTable> {
    let batch = py.detach(|| {
        result("", text).map(|read| {
            columns::batch([Row {
                status: Status::Done.code(),
                cause: None,
                error: None,
                document: Some(read),
            }])
        })
    });
    let batch = batch.map_err(|error| raised(py, &error))??;
    PyTable::try_new(vec![batch], columns::schema()?)
}

/// Fails where a text is not `yosan/v1`.
#[pyfunction]
fn expect_result(py: Python<'_>, text: &str) -> PyResult<()> {
    let read = py.detach(|| result("", text).map(|_| ()));
    read.map_err(|error| raised(py, &error))
}

/// A result, read back.
fn result(name: &str, text: &str) -> Result<v1::Extraction<'static>, Error> {
    json::read(text.as_bytes()).map_err(|error| {
        let reason = error.to_string();
        Error::new(name, ErrorKind::Result { reason })
    })
}

/// `yosan-diff/v1` of two documents that are given as `yosan/v1`, as JSON.
#[pyfunction]
fn diff(py: Python<'_>, old: &str, new: &str) -> PyResult<String> {
    let json = py.detach(|| {
        let (old, new) = (result("old", old)?, result("new", new)?);
        let compared = comparison::compare(&old, &new);
        let report = Report {
            diff: &compared,
            old: &old.source.name,
            new: &new.source.name,
        };
        serde_json::to_string(&Comparison::from(&report)).map_err(|error| Error::io("", error.into()))
    });
    json.map_err(|error| raised(py, &error))
}

/// The amounts of money in a text, as JSON; with a unit, bare figures too.
#[pyfunction]
#[pyo3(signature = (text, unit=None))]
fn amounts(py: Python<'_>, text: &str, unit: Option<&str>) -> PyResult<String> {
    let question = match unit {
        None => Question::Amounts(None),
        Some(name) => Question::in_unit(name).ok_or_else(|| {
            let what = format!("{name} is no unit of money");
            of_options(py, &what, "give one such as 円, 千円, 百万円 or 億円")
        })?,
    };
    Ok(py.detach(|| answer(text, question).json))
}

#[pymodule]
fn _yosan(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<Reader>()?;
    for function in [
        wrap_pyfunction!(empty_table, module)?,
        wrap_pyfunction!(table_of, module)?,
        wrap_pyfunction!(expect_result, module)?,
        wrap_pyfunction!(diff, module)?,
        wrap_pyfunction!(amounts, module)?,
    ] {
        module.add_function(function)?;
    }
    module.add("YosanError", py.get_type::<YosanError>())?;
    module.add("DocumentError", py.get_type::<DocumentError>())?;
    module.add("OptionError", py.get_type::<OptionError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}

//! One family of exceptions. Each tells the file, the place in it and what to do, as the command does.

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use std::fmt::Display;
use yosan::pipeline;

create_exception!(
    yosan,
    YosanError,
    PyException,
    "What could not be done, where and why: the root of all errors of this package.\n\n\
     ``code`` is a word that stays the same, ``file``, ``line`` and ``column`` are the place (lines and columns from 1, ``None``\n\
     where they are not known), ``remedy`` says what to do."
);
create_exception!(
    yosan,
    DocumentError,
    YosanError,
    "A document that cannot be read."
);
create_exception!(
    yosan,
    OptionError,
    YosanError,
    "A lexicon, registry or corrections file, an encoding or a unit that is refused."
);

/// An error of the core as an exception.
pub(crate) fn raised(py: Python<'_>, error: &pipeline::Error) -> PyErr {
    let remedy = of_python(error.remedy());
    let message = format!("{error}; {remedy}");
    let raised = if error.kind.is_of_options() {
        OptionError::new_err(message)
    } else {
        DocumentError::new_err(message)
    };
    let place = error.place;
    let file = Some(error.file.as_str()).filter(|file| !file.is_empty());
    let told = Told {
        code: error.kind.code(),
        file,
        line: place.map(|place| place.line),
        column: place.and_then(|place| place.column),
        remedy: &remedy,
    };
    told.set(py, raised)
}

/// An argument that is refused.
pub(crate) fn of_options(py: Python<'_>, what: &str, remedy: &str) -> PyErr {
    let told = Told {
        code: "argument",
        file: None,
        line: None,
        column: None,
        remedy,
    };
    told.set(py, OptionError::new_err(format!("{what}; {remedy}")))
}

/// What is of no known kind.
pub(crate) fn refused(error: impl Display) -> PyErr {
    YosanError::new_err(error.to_string())
}

struct Told<'a> {
    code: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    remedy: &'a str,
}

impl Told<'_> {
    fn set(&self, py: Python<'_>, raised: PyErr) -> PyErr {
        let value = raised.value(py);
        let set = value
            .setattr("code", self.code)
            .and_then(|()| value.setattr("file", self.file))
            .and_then(|()| value.setattr("line", self.line))
            .and_then(|()| value.setattr("column", self.column))
            .and_then(|()| value.setattr("remedy", self.remedy));
        set.err().unwrap_or(raised)
    }
}

/// A remedy names options of the command: `--max-bytes` is the argument `max_bytes` here.
fn of_python(remedy: &str) -> String {
    let words = remedy.split(' ').map(|word| match word.strip_prefix("--") {
        Some(option) => option.replace('-', "_"),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

//! JSON. [`write()`] gives one document with a line a field, [`write_jsonl`] the same document in one line, [`read`] takes
//! either back; [`schema`] is the JSON Schema of the format. The same extraction always gives the same bytes.

mod text;
pub mod v1;

use super::format::{Begin, Each, Format};
use crate::model::Extraction;
use std::io::{self, Write};
use text::Layout;

/// JSON of one document.
pub const JSON: Format = Format {
    name: "json",
    extension: "json",
    about: "One document, a line a field",
    is_text: true,
    holds_many: false,
    links: false,
    begin: Begin::File(|out, _| {
        let write = |document: &Extraction, out: &mut dyn Write| write(document, out);
        Ok(Box::new(Each { out, write }))
    }),
};

/// JSON Lines.
pub const JSONL: Format = Format {
    name: "jsonl",
    extension: "jsonl",
    about: "A line a document",
    is_text: true,
    holds_many: true,
    links: false,
    begin: Begin::File(|out, _| {
        let write = |document: &Extraction, out: &mut dyn Write| write_jsonl(document, out);
        Ok(Box::new(Each { out, write }))
    }),
};

/// Writes one document, indented, with a line end.
///
/// Objects of the first two levels have a line a key, deeper ones are one line, so that comparing two outputs line by
/// line shows which field of which program changed.
///
/// # Errors
/// Those of `out`.
pub fn write(extraction: &Extraction, out: impl Write) -> io::Result<()> {
    v1::write(extraction, Layout::Tall, out)
}

/// Writes one document in one line, with a line end: JSON Lines has a line a document.
///
/// # Errors
/// Those of `out`.
pub fn write_jsonl(extraction: &Extraction, out: impl Write) -> io::Result<()> {
    v1::write(extraction, Layout::Flat, out)
}

/// Why a JSON text is no document of this format.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is no JSON, or a key is missing or of another type, as in `{"schema": 1}`.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in bytes.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// A document of another format, as in `{"schema": "yosan/v9", …}`.
    #[error("the document says schema \"{found}\"; this version reads \"{known}\"", known = v1::SCHEMA)]
    OtherSchema {
        /// What the document says.
        found: String,
    },
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed {
            line: error.line(),
            column: error.column(),
            message: error.to_string(),
        }
    }
}

/// Reads one document back, whether it was written in one line or in many.
///
/// # Errors
/// [`ReadError`]: where the text stops being a document of this format.
pub fn read(text: &[u8]) -> Result<v1::Extraction<'static>, ReadError> {
    /// The one key that every format of ours has.
    #[derive(serde::Deserialize)]
    struct Named {
        schema: String,
    }
    match serde_json::from_slice::<v1::Extraction<'static>>(text) {
        Ok(document) if document.schema == v1::SCHEMA => Ok(document),
        Ok(document) => Err(ReadError::OtherSchema {
            found: document.schema.into_owned(),
        }),
        // A later format need not have the shape of this one: say which it is rather than which key is missing.
        Err(error) => match serde_json::from_slice::<Named>(text) {
            Ok(named) if named.schema != v1::SCHEMA => Err(ReadError::OtherSchema { found: named.schema }),
            _ => Err(error.into()),
        },
    }
}

/// The JSON Schema of `yosan/v1` (draft 2020-12), indented, with a line end.
#[must_use]
pub fn schema() -> String {
    // As written, not as accepted: every key is always there, so every key is required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings
        .into_generator()
        .into_root_schema_for::<v1::Extraction<'static>>();
    format!("{:#}\n", schema.as_value())
}

#[cfg(test)]
mod tests;

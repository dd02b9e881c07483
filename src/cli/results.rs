//! What a command takes that works on results: documents, which are read now, and results that were written long ago.

use super::ending::Failure;
use super::inputs::Input;
use std::path::{Path, PathBuf};
use std::{fs, io, iter};
use yosan::model::Extraction;
use yosan::output::json::{self, v1};
use yosan::pipeline::{Error, ErrorKind, Extractor};

/// A result, and the document if it was read for it.
#[derive(Debug)]
pub(crate) enum Found {
    /// A document.
    Read {
        name: String,
        bytes: Vec<u8>,
        extraction: Box<Extraction>,
    },
    /// A result from a file.
    Written(Box<v1::Extraction<'static>>),
}

impl Found {
    /// The result as `yosan/v1` has it.
    pub(crate) fn result(&self) -> v1::Extraction<'_> {
        match self {
            Self::Read { extraction, .. } => extraction.as_ref().into(),
            Self::Written(result) => result.as_ref().clone(),
        }
    }
}

/// Reads a document, a result, results a line each, or a folder of results.
pub(crate) fn read(input: &Input, extractor: &Extractor) -> Result<Vec<Found>, Failure> {
    if input.path().is_dir() {
        return folder(input.path(), extractor);
    }
    let bytes = input.load(extractor)?;
    file(&input.name(), bytes, extractor)
}

/// A document, or results as JSON or JSON Lines.
fn file(name: &str, bytes: Vec<u8>, extractor: &Extractor) -> Result<Vec<Found>, Failure> {
    let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if !is_json {
        let extraction = Box::new(extractor.extract(name, bytes.clone())?);
        let name = name.to_owned();
        return Ok(vec![Found::Read {
            name,
            bytes,
            extraction,
        }]);
    }
    let refused = |error: json::ReadError| {
        let reason = error.to_string();
        Failure::Input(Error::new(name, ErrorKind::Result { reason }))
    };
    let written = |result| Found::Written(Box::new(result));
    let whole = match json::read(&bytes) {
        Ok(document) => return Ok(vec![written(document)]),
        Err(error) => error,
    };
    // A line a document; if the first line is none, the file is one broken document.
    let mut lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let Some(Ok(first)) = lines.next().map(json::read) else {
        return Err(refused(whole));
    };
    let mut found = vec![written(first)];
    for line in lines {
        found.push(written(json::read(line).map_err(refused)?));
    }
    Ok(found)
}

/// Every result in a folder, in the order of their names; of a batch those in its `documents`.
fn folder(folder: &Path, extractor: &Extractor) -> Result<Vec<Found>, Failure> {
    let documents = folder.join("documents");
    let root = if documents.is_dir() {
        documents
    } else {
        folder.to_owned()
    };
    let mut paths = Vec::new();
    gather(&root, &mut paths)
        .map_err(|error| Failure::Input(Error::io(root.display().to_string(), error)))?;
    paths.sort();
    if paths.is_empty() {
        let what = format!(
            "{}: there is no .json and no .jsonl in this folder",
            folder.display()
        );
        return Err(Failure::usage(
            what,
            "give a folder that `yosan batch` has written to",
        ));
    }
    let mut found = Vec::new();
    for path in paths {
        found.extend(file(
            &path.display().to_string(),
            extractor.load(&path)?,
            extractor,
        )?);
    }
    Ok(found)
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if path.is_dir() && !path.is_symlink() {
            gather(&path, found)?;
        } else if ["json", "jsonl"].contains(&ending) {
            found.extend(iter::once(path));
        }
    }
    Ok(())
}

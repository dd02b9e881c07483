//! One document of a batch: read, understood, and written beside its place.

use super::inputs::Document;
use super::journal::{Counts, Status};
use super::reading::{self, Reading};
use crate::diagnostic::Severity;
use crate::model::{Extraction, LinkStatus, Verdict};
use crate::output::format::{Begin, Format};
use crate::output::table::Screen;
use crate::output::whole;
use crate::pipeline::Extractor;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// Screen of a table in a file.
const SCREEN: Screen = Screen {
    columns: 110,
    colour: false,
};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// The document.
    pub(super) input: PathBuf,
    /// Its name in the batch.
    pub(super) name: String,
    /// Where to write.
    pub(super) part: PathBuf,
    /// Where the output will lie, in a folder that is there.
    pub(super) output: PathBuf,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) cause: Option<String>,
    pub(super) message: Option<String>,
    pub(super) counts: Counts,
    /// Hash of the bytes that were read, in hex; empty where they were not.
    pub(super) blake3: String,
}

impl Outcome {
    pub(super) fn failed(cause: &str, message: impl Into<String>) -> Self {
        Self {
            status: Status::Failed,
            cause: Some(cause.to_owned()),
            message: Some(message.into()),
            counts: Counts::default(),
            blake3: String::new(),
        }
    }
}

impl From<Reading> for Outcome {
    fn from(read: Reading) -> Self {
        Self {
            status: read.status,
            cause: read.cause,
            message: read.message,
            counts: read.extraction.as_ref().map(counts).unwrap_or_default(),
            blake3: read
                .extraction
                .map_or_else(String::new, |extraction| extraction.source.blake3),
        }
    }
}

impl Task {
    pub(super) fn new(document: &Document, part: &Path, output: &Path) -> Self {
        Self {
            input: document.path.clone(),
            name: document.name.clone(),
            part: part.to_owned(),
            output: output.to_owned(),
        }
    }

    /// Does it. A defect of this crate that one document brings to light is that document's failure.
    pub(super) fn run(&self, extractor: &Extractor, format: &Format) -> Outcome {
        let done = panic::catch_unwind(AssertUnwindSafe(|| self.attempt(extractor, format)));
        done.unwrap_or_else(|_| Outcome::from(Reading::defect()))
    }

    fn attempt(&self, extractor: &Extractor, format: &Format) -> Outcome {
        let read = match extractor.load(&self.input) {
            Ok(bytes) => reading::attempt(extractor, &self.name, bytes),
            Err(error) => Reading::failed(&error),
        };
        if let Some(extraction) = &read.extraction
            && let Err(error) = self.write(extraction, format)
        {
            return Outcome::failed("output", format!("could not be written: {error}"));
        }
        Outcome::from(read)
    }

    fn write(&self, extraction: &Extraction, format: &Format) -> io::Result<()> {
        let mut documents = match format.begin {
            Begin::File(begin) => begin(Box::new(BufWriter::new(File::create(&self.part)?)), SCREEN)?,
            Begin::Folder { begin, .. } => {
                fs::create_dir_all(&self.part)?;
                begin(&self.part)?
            }
        };
        let way = if format.links {
            whole::way(&self.output, &self.input)
        } else {
            None
        };
        documents.add(extraction, way.as_deref())?;
        documents.finish()
    }
}

fn counts(extraction: &Extraction) -> Counts {
    let links = |wanted: &[LinkStatus]| {
        let requests = extraction.requests.iter();
        requests
            .filter(|request| wanted.contains(&request.link.status))
            .count() as u64
    };
    let checks = |wanted: Verdict| {
        extraction
            .checks
            .iter()
            .filter(|check| check.verdict == wanted)
            .count() as u64
    };
    Counts {
        pages: extraction.source.pages.into(),
        requests: extraction.requests.len() as u64,
        stated: links(&[LinkStatus::Stated]),
        proved: links(&[LinkStatus::Proved]),
        open: links(&[LinkStatus::Inferred, LinkStatus::Ambiguous]),
        totals: extraction.totals.len() as u64,
        holds: checks(Verdict::Holds),
        off: checks(Verdict::Off),
        undecided: checks(Verdict::Open),
        findings: extraction
            .diagnostics
            .iter()
            .filter(|finding| finding.severity > Severity::Info)
            .count() as u64,
    }
}

/// The hash of a file's bytes, in hex, without holding them.
pub(super) fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Gives what was written its name.
pub(super) fn place(part: &Path, output: &Path) -> io::Result<()> {
    if part.is_dir() {
        remove(output)?;
    }
    fs::rename(part, output)
}

/// Takes a file or a folder away, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) => {
            Ok(())
        }
        removed => removed,
    }
}

//! One document of a batch: read, understood, and written beside its place.

use super::inputs::Document;
use super::journal::{Counts, Status};
use crate::diagnostic::{Severity, codes};
use crate::model::{Extraction, LinkStatus, Verdict};
use crate::output::format::{Begin, Format};
use crate::output::table::Screen;
use crate::output::whole;
use crate::pipeline::{Error, ErrorKind, Extractor};
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
        done.unwrap_or_else(|_| {
            Outcome::failed("defect", "yosan has a defect that this document brings to light")
        })
    }

    fn attempt(&self, extractor: &Extractor, format: &Format) -> Outcome {
        let read = extractor
            .load(&self.input)
            .and_then(|bytes| extractor.extract(&self.name, bytes));
        let extraction = match read {
            Ok(extraction) => extraction,
            Err(error) => return failed(&error),
        };
        if let Err(error) = self.write(&extraction, format) {
            return Outcome::failed("output", format!("could not be written: {error}"));
        }
        let emptiness = extraction
            .diagnostics
            .iter()
            .find(|finding| [codes::EMPTY, codes::NO_TEXT, codes::NOT_A_REQUEST].contains(&finding.code))
            .filter(|_| {
                extraction.requests.is_empty() && extraction.totals.is_empty() || not_a_request(&extraction)
            });
        Outcome {
            status: if emptiness.is_some() {
                Status::Empty
            } else {
                Status::Done
            },
            cause: emptiness.map(|finding| finding.code.to_owned()),
            message: emptiness.map(|finding| finding.message.clone()),
            counts: counts(&extraction),
            blake3: extraction.source.blake3,
        }
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

fn not_a_request(extraction: &Extraction) -> bool {
    extraction
        .diagnostics
        .iter()
        .any(|finding| finding.code == codes::NOT_A_REQUEST)
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

/// An input that could not be read.
pub(super) fn failed(error: &Error) -> Outcome {
    let cause = match error.kind {
        ErrorKind::NotFound => "not-found",
        ErrorKind::Directory => "directory",
        ErrorKind::Denied => "denied",
        ErrorKind::TooLarge { .. } => "too-large",
        ErrorKind::NotADocument { .. } => "not-a-document",
        ErrorKind::Password { .. } => "password",
        ErrorKind::Pdf { .. } => "damaged",
        _ => "unreadable",
    };
    // The document's name stands beside the message already.
    Outcome::failed(cause, format!("{}; {}", error.kind, error.remedy()))
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

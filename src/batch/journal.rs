//! The journal of a batch: a line a document that ended, written in one go after its output has its name. A line that was
//! broken off by the end of the process is taken away when the journal is opened again.

use super::inputs::Document;
use super::task::Outcome;
use super::{BatchError, file};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Programs or sums were read from it.
    Done,
    /// It was read, and it is empty or no budget request.
    Empty,
    /// It could not be read.
    Failed,
}

impl Status {
    /// The word for it: `done`, `empty`, `failed`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Empty => "empty",
            Self::Failed => "failed",
        }
    }
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name in the batch.
    pub input: String,
    /// Hash of its bytes, in hex; empty where they could not be read.
    pub blake3: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Hash of everything that bears on the result: version, words in force, options, format.
    pub options: String,
    /// How it ended.
    pub status: Status,
    /// Why it failed or counts as empty: a stable word, as `password`, `timeout`, `not-a-budget-request`.
    pub cause: Option<String>,
    /// The same for people.
    pub message: Option<String>,
    /// What was found in it.
    pub counts: Counts,
    /// How long it took.
    pub took: Duration,
    /// When it ended, in seconds since 1970.
    pub ended: u64,
}

/// What was found in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Pages.
    pub pages: u64,
    /// Programs.
    pub requests: u64,
    /// Programs whose amount is stated by the page.
    pub stated: u64,
    /// Programs whose amount is proved by the sums.
    pub proved: u64,
    /// Programs whose amount is open.
    pub open: u64,
    /// Stated sums.
    pub totals: u64,
    /// Sums that hold.
    pub holds: u64,
    /// Sums that are off.
    pub off: u64,
    /// Sums that cannot be decided.
    pub undecided: u64,
    /// Findings that are warnings or errors.
    pub findings: u64,
}

impl Record {
    /// What became of a document that was read in this way.
    pub(super) fn new(
        document: &Document,
        options: &str,
        outcome: Outcome,
        took: Duration,
        now: SystemTime,
    ) -> Self {
        Self {
            input: document.name.clone(),
            blake3: outcome.blake3,
            bytes: document.bytes,
            options: options.to_owned(),
            status: outcome.status,
            cause: outcome.cause,
            message: outcome.message,
            counts: outcome.counts,
            took,
            ended: now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        }
    }
}

/// A journal on disk, and what it said when it was opened.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// The last record of each document.
    known: HashMap<String, Record>,
}

/// The last record of each document in a journal; nothing where there is no journal.
pub(super) fn read(path: &Path) -> Result<HashMap<String, Record>, BatchError> {
    match fs::read(path) {
        Ok(bytes) => known(path, &bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(HashMap::new()),
        Err(error) => Err(BatchError::output(path)(error)),
    }
}

/// The last record of each document. A last line without its end was never written whole.
fn known(path: &Path, bytes: &[u8]) -> Result<HashMap<String, Record>, BatchError> {
    let mut known = HashMap::new();
    let whole = bytes.split_inclusive(|byte| *byte == b'\n');
    for (index, line) in whole.enumerate() {
        let Some(line) = line.strip_suffix(b"\n").filter(|line| !line.is_empty()) else {
            continue;
        };
        let record = file::record(line).map_err(|reason| BatchError::Journal {
            path: path.to_owned(),
            line: index + 1,
            reason,
        })?;
        known.insert(record.input.clone(), record);
    }
    Ok(known)
}

impl Journal {
    /// Opens a journal, or begins one.
    ///
    /// # Errors
    /// The file cannot be read or written, or holds what no journal holds.
    pub(super) fn open(path: &Path) -> Result<Self, BatchError> {
        let failed = |error| BatchError::output(path)(error);
        let mut bytes = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read.map_err(failed)?,
        };
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .map_err(failed)?;
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(failed)?;
            bytes.truncate(whole);
        }
        let known = known(path, &bytes)?;
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
            known,
        })
    }

    /// The last record of a document, if it was read in this way.
    pub(super) fn find(&self, input: &str, options: &str) -> Option<&Record> {
        self.known.get(input).filter(|record| record.options == options)
    }

    /// Adds a record.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn append(&self, record: &Record) -> Result<(), BatchError> {
        let line = file::record_line(record);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
            .map_err(BatchError::output(&self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(input: &str) -> Record {
        let document = Document {
            path: PathBuf::new(),
            name: input.to_owned(),
            bytes: 7,
        };
        let outcome = Outcome {
            status: Status::Failed,
            cause: Some("timeout".to_owned()),
            message: Some("gave up".to_owned()),
            counts: Counts {
                pages: 3,
                ..Counts::default()
            },
            blake3: "b".to_owned(),
        };
        Record::new(
            &document,
            "o",
            outcome,
            Duration::from_millis(12),
            UNIX_EPOCH + Duration::from_secs(5),
        )
    }

    #[test]
    fn what_was_written_is_found_again_and_a_torn_line_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::open(&path).unwrap();
        journal.append(&record("a")).unwrap();
        journal.append(&record("b")).unwrap();
        let whole = fs::read(&path).unwrap();
        for cut in 1..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            let journal = Journal::open(&path).unwrap();
            journal.append(&record("c")).unwrap();
            let journal = Journal::open(&path).unwrap();
            let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(journal.known.len(), lines + 1, "cut at {cut}");
            assert_eq!(journal.known["c"], record("c"));
        }
    }

    #[test]
    fn a_file_that_is_no_journal_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        Journal::open(&path).unwrap().append(&record("a")).unwrap();
        let mut file = File::options().append(true).open(&path).unwrap();
        file.write_all(b"{\"input\": 7}\n").unwrap();
        let told = Journal::open(&path).unwrap_err();
        assert!(matches!(told, BatchError::Journal { line: 2, .. }), "{told}");
    }
}

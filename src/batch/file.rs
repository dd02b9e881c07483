//! What a batch writes and what its processes say to each other, as JSON: the only place that knows how it looks.

use super::BatchOptions;
use super::journal::{Counts, Record, Status};
use super::task::{Outcome, Task};
use crate::pipeline::{Extractor, Options};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// The value of `schema` in a summary.
const SCHEMA: &str = "yosan-batch/v1";

/// A value in one line, with its end. Plain structs have no way to fail.
pub(super) fn to_line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

pub(super) fn from_line<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

/// How a worker is to read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) format: String,
    pub(super) memory_limit: Option<u64>,
    lexicon: Vec<(String, String)>,
    encoding: Option<String>,
    password: Option<String>,
    max_bytes: u64,
    /// What errors call the list of programs, and its bytes in hex.
    registry: Option<(String, String)>,
    corrections: Option<(String, String)>,
}

impl Setup {
    pub(super) fn new(options: &BatchOptions) -> Self {
        let reading = &options.reading;
        let owned = |(name, toml): (&str, &str)| (name.to_owned(), toml.to_owned());
        Self {
            format: options.format.name.to_owned(),
            memory_limit: options.memory_limit,
            lexicon: reading.lexicon().map(owned).collect(),
            encoding: reading.encoding().map(str::to_owned),
            password: reading.password().map(str::to_owned),
            max_bytes: reading.max_bytes(),
            registry: reading
                .registry()
                .map(|(name, bytes)| (name.to_owned(), to_hex(bytes))),
            corrections: reading.corrections().map(owned),
        }
    }

    pub(super) fn options(self) -> Options {
        let mut options = Options::new().with_max_bytes(self.max_bytes);
        for (name, toml) in self.lexicon {
            options = options.with_lexicon(name, toml);
        }
        if let Some(encoding) = self.encoding {
            options = options.with_encoding(encoding);
        }
        if let Some(password) = self.password {
            options = options.with_password(password);
        }
        if let Some((name, bytes)) = self.registry {
            options = options.with_registry(name, from_hex(&bytes));
        }
        if let Some((name, text)) = self.corrections {
            options = options.with_corrections(name, text);
        }
        options
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(digits: &str) -> Vec<u8> {
    let pairs = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).unwrap_or(""));
    pairs
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

#[derive(Serialize, Deserialize)]
struct TaskFile {
    input: PathBuf,
    name: String,
    part: PathBuf,
    output: PathBuf,
}

/// A task, as a worker is told it.
pub(super) fn task_line(task: &Task) -> String {
    to_line(&TaskFile {
        input: task.input.clone(),
        name: task.name.clone(),
        part: task.part.clone(),
        output: task.output.clone(),
    })
}

pub(super) fn task(line: &str) -> Result<Task, String> {
    let file: TaskFile = from_line(line)?;
    Ok(Task {
        input: file.input,
        name: file.name,
        part: file.part,
        output: file.output,
    })
}

/// How a document ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusFile {
    Done,
    Empty,
    Failed,
}

impl From<Status> for StatusFile {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::Done,
            Status::Empty => Self::Empty,
            Status::Failed => Self::Failed,
        }
    }
}

impl From<StatusFile> for Status {
    fn from(status: StatusFile) -> Self {
        match status {
            StatusFile::Done => Self::Done,
            StatusFile::Empty => Self::Empty,
            StatusFile::Failed => Self::Failed,
        }
    }
}

/// What was found, by name.
type CountsFile = BTreeMap<String, u64>;

/// Every count with its name: the one list of them.
macro_rules! counts {
    ($($name:ident)+) => {
        fn counts_file(counts: &Counts) -> CountsFile {
            [$((stringify!($name).to_owned(), counts.$name)),+].into()
        }

        fn counts(file: &CountsFile) -> Counts {
            let count = |name: &str| file.get(name).copied().unwrap_or(0);
            Counts { $($name: count(stringify!($name))),+ }
        }
    };
}

counts!(pages requests stated proved open totals holds off undecided findings);

#[derive(Serialize, Deserialize)]
struct OutcomeFile {
    status: StatusFile,
    cause: Option<String>,
    message: Option<String>,
    counts: CountsFile,
    blake3: String,
}

pub(super) fn outcome_line(outcome: &Outcome) -> String {
    to_line(&OutcomeFile {
        status: outcome.status.into(),
        cause: outcome.cause.clone(),
        message: outcome.message.clone(),
        counts: counts_file(&outcome.counts),
        blake3: outcome.blake3.clone(),
    })
}

/// What a worker answered.
pub(super) fn outcome(line: &str) -> Outcome {
    match from_line::<OutcomeFile>(line) {
        Ok(file) => Outcome {
            status: file.status.into(),
            cause: file.cause,
            message: file.message,
            counts: counts(&file.counts),
            blake3: file.blake3,
        },
        Err(reason) => Outcome::failed(
            "defect",
            format!("the process that read it answered strangely: {reason}"),
        ),
    }
}

#[derive(Serialize, Deserialize)]
struct RecordFile {
    input: String,
    blake3: String,
    bytes: u64,
    options: String,
    status: StatusFile,
    cause: Option<String>,
    message: Option<String>,
    counts: CountsFile,
    version: String,
    milliseconds: u64,
    ended: u64,
}

/// A line of the journal.
pub(super) fn record_line(record: &Record) -> String {
    to_line(&RecordFile {
        input: record.input.clone(),
        blake3: record.blake3.clone(),
        bytes: record.bytes,
        options: record.options.clone(),
        status: record.status.into(),
        cause: record.cause.clone(),
        message: record.message.clone(),
        counts: counts_file(&record.counts),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        milliseconds: u64::try_from(record.took.as_millis()).unwrap_or(u64::MAX),
        ended: record.ended,
    })
}

/// Reads a line of the journal.
pub(super) fn record(line: &[u8]) -> Result<Record, String> {
    let file: RecordFile = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    Ok(Record {
        input: file.input,
        blake3: file.blake3,
        bytes: file.bytes,
        options: file.options,
        status: file.status.into(),
        cause: file.cause,
        message: file.message,
        counts: counts(&file.counts),
        took: Duration::from_millis(file.milliseconds),
        ended: file.ended,
    })
}

#[derive(Serialize)]
struct DocumentFile<'a> {
    input: &'a str,
    blake3: &'a str,
    bytes: u64,
    status: StatusFile,
    cause: Option<&'a str>,
    message: Option<&'a str>,
    counts: CountsFile,
}

impl<'a> From<&'a Record> for DocumentFile<'a> {
    fn from(record: &'a Record) -> Self {
        Self {
            input: &record.input,
            blake3: &record.blake3,
            bytes: record.bytes,
            status: record.status.into(),
            cause: record.cause.as_deref(),
            message: record.message.as_deref(),
            counts: counts_file(&record.counts),
        }
    }
}

#[derive(Serialize)]
struct SummaryFile<'a> {
    schema: &'static str,
    version: &'static str,
    lexicon: &'a str,
    format: &'static str,
    documents: usize,
    done: usize,
    empty: usize,
    failed: usize,
    counts: CountsFile,
    by_document: Vec<DocumentFile<'a>>,
}

/// The summary of a run, indented, with a line end.
pub(super) fn summary(records: &[Record], extractor: &Extractor, options: &BatchOptions) -> String {
    let ended = |status| records.iter().filter(|record| record.status == status).count();
    let mut sums = CountsFile::new();
    for record in records {
        for (name, count) in counts_file(&record.counts) {
            *sums.entry(name).or_default() += count;
        }
    }
    let summary = SummaryFile {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        lexicon: extractor.lexicon().version(),
        format: options.format.name,
        documents: records.len(),
        done: ended(Status::Done),
        empty: ended(Status::Empty),
        failed: ended(Status::Failed),
        counts: sums,
        by_document: records.iter().map(DocumentFile::from).collect(),
    };
    tall(&summary)
}

/// The record of a document that was set aside, indented, with a line end.
pub(super) fn quarantined(record: &Record) -> String {
    tall(&DocumentFile::from(record))
}

fn tall(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

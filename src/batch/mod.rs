//! Many documents: a list of inputs and a folder go in, an output a document, a journal and a summary come out. A run that
//! was broken off goes on where it stopped; a document that fails is set aside with its cause and the rest goes on.
//!
//! ```text
//! OUT/documents/…      an output a document, in the folders that the inputs lie in
//! OUT/quarantine/…     a record a document that failed
//! OUT/journal.jsonl    a record a document, in the order in which they ended; times stand here alone
//! OUT/summary.json     every document in the order of its name: the same for any number of threads
//! ```

mod budget;
mod file;
mod inputs;
mod journal;
mod reading;
mod serve;
mod task;
mod worker;

pub use inputs::{Document, InputError, Shard, documents};
pub use journal::{Counts, Record, Status};
pub use reading::{Reading, read};
pub use serve::serve;
pub use worker::WorkerCommand;

use crate::output::format::Format;
use crate::output::whole::Whole;
use crate::pipeline::{self, Extractor, Options};
use budget::Budget;
use file::Setup;
use journal::Journal;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use task::{Outcome, Task};
use worker::Worker;

/// Bytes of inputs that are read at one time unless [`BatchOptions::with_budget`] says otherwise. A text takes about
/// twelve times its size while it is understood.
pub const DEFAULT_BUDGET: u64 = 12 * 1024 * 1024;

/// What a batch is to do.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    out: PathBuf,
    reading: Options,
    format: &'static Format,
    jobs: usize,
    budget: u64,
    shard: Option<Shard>,
    retry_failed: bool,
    timeout: Option<Duration>,
    memory_limit: Option<u64>,
    workers: Option<WorkerCommand>,
}

impl BatchOptions {
    /// Reads as `reading` says and writes outputs of this format into the folder `out`, in this process and on all cores.
    #[must_use]
    pub fn new(out: impl Into<PathBuf>, reading: Options, format: &'static Format) -> Self {
        Self {
            out: out.into(),
            reading,
            format,
            jobs: 0,
            budget: DEFAULT_BUDGET,
            shard: None,
            retry_failed: false,
            timeout: None,
            memory_limit: None,
            workers: None,
        }
    }

    /// Reads so many documents at one time; 0 is one a core.
    #[must_use]
    pub fn with_jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Reads so many bytes at one time; a document that is larger is read alone.
    #[must_use]
    pub fn with_budget(mut self, bytes: u64) -> Self {
        self.budget = bytes;
        self
    }

    /// Does one part of the documents.
    #[must_use]
    pub fn with_shard(mut self, shard: Option<Shard>) -> Self {
        self.shard = shard;
        self
    }

    /// Tries documents again that failed before.
    #[must_use]
    pub fn with_retry_failed(mut self, retry: bool) -> Self {
        self.retry_failed = retry;
        self
    }

    /// Reads documents in processes of their own, so that one that crashes, takes too long or too much memory harms no
    /// other.
    #[must_use]
    pub fn with_workers(mut self, command: WorkerCommand) -> Self {
        self.workers = Some(command);
        self
    }

    /// Gives a document up after this time. Only with [`Self::with_workers`].
    #[must_use]
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Gives a document up that wants more bytes of memory. Only with [`Self::with_workers`], on Unix.
    #[must_use]
    pub fn with_memory_limit(mut self, bytes: Option<u64>) -> Self {
        self.memory_limit = bytes;
        self
    }

    /// A file of the batch itself; each shard has its own.
    fn own(&self, name: &str, extension: &str) -> PathBuf {
        let name = match self.shard {
            Some(shard) => format!("{name}.{}-of-{}.{extension}", shard.index, shard.count),
            None => format!("{name}.{extension}"),
        };
        self.out.join(name)
    }
}

/// Why a batch could not be run. A document that cannot be read is no such reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The options for reading are wrong.
    #[error(transparent)]
    Reading(#[from] pipeline::Error),
    /// Another run writes to the same folder.
    #[error("{}: another run is writing to this folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The journal holds what no journal holds.
    #[error("{}:{line}: this is no record of a batch: {reason}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of the output folder could not be written.
    #[error("{}: could not be written: {error}", path.display())]
    Output {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// No process for reading could be started.
    #[error("{}: could not be started: {error}", program.display())]
    Worker {
        /// The program.
        program: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
}

impl BatchError {
    fn output(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |error| Self::Output { path, error }
    }
}

/// Follows a run.
pub trait Watcher: Sync {
    /// The run begins with so many documents of so many bytes.
    fn begin(&self, documents: usize, bytes: u64);
    /// A document is done, or was found unchanged.
    fn done(&self, record: &Record, unchanged: bool);
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// A record a document, in the order of their names; those alone that are done where the run was stopped.
    pub records: Vec<Record>,
    /// Documents that were unchanged since an earlier run.
    pub unchanged: usize,
    /// Documents that were left when the run was stopped.
    pub left: usize,
}

impl Report {
    /// How many documents ended so.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.records
            .iter()
            .filter(|record| record.status == status)
            .count()
    }
}

/// Runs a batch. `stop` may be set at any time: what is being read is finished, nothing new is begun.
///
/// # Errors
/// [`BatchError`]: the options, the folder or the journal. Documents that fail are told in the report.
pub fn run(
    documents: &[Document],
    options: &BatchOptions,
    watcher: &dyn Watcher,
    stop: &AtomicBool,
) -> Result<Report, BatchError> {
    let extractor = Extractor::new(options.reading.clone())?;
    let out = &options.out;
    fs::create_dir_all(out).map_err(BatchError::output(out))?;
    let _lock = lock(options)?;
    let parts = options.own(".parts", "tmp");
    begin_anew(&parts).map_err(BatchError::output(&parts))?;
    let mut mine: Vec<&Document> = documents
        .iter()
        .filter(|document| options.shard.is_none_or(|shard| shard.holds(&document.name)))
        .collect();
    watcher.begin(mine.len(), mine.iter().map(|document| document.bytes).sum());
    // The largest first: so no core is left alone with a large one at the end.
    mine.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    let run = Run {
        options,
        extractor: &extractor,
        options_hash: options_hash(options),
        journal: Journal::open(&options.own("journal", "jsonl"))?,
        budget: Budget::new(options.budget),
        parts: &parts,
        next_part: AtomicUsize::new(0),
        setup: file::to_line(&Setup::new(options)),
        workers: Vec::new(),
        folders: Folders::default(),
        has_quarantine: out.join("quarantine").exists(),
        quarantine: out.join("quarantine"),
        watcher,
        stop,
    };
    let report = run.all(&mine)?;
    fs::remove_dir_all(&parts).map_err(BatchError::output(&parts))?;
    if report.left == 0 {
        let path = options.own("summary", "json");
        let summary = file::summary(&report.records, &extractor, options);
        write_whole(&path, summary.as_bytes()).map_err(BatchError::output(&path))?;
    }
    Ok(report)
}

/// The documents that a batch has set aside in its folder, in the order of their names; none where no batch has written there.
///
/// # Errors
/// [`BatchError`]: a journal cannot be read.
pub fn failed(out: &Path) -> Result<Vec<Record>, BatchError> {
    let mut failed = Vec::new();
    let Ok(entries) = fs::read_dir(out) else {
        return Ok(failed);
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("journal") && name.ends_with(".jsonl") {
            let records = journal::read(&entry.path())?.into_values();
            failed.extend(records.filter(|record| record.status == Status::Failed));
        }
    }
    failed.sort_by(|a, b| a.input.cmp(&b.input));
    Ok(failed)
}

/// The folder is this run's alone until the file is closed, which the end of the process does at the latest.
fn lock(options: &BatchOptions) -> Result<File, BatchError> {
    let path = options.own(".lock", "tmp");
    let failed = |error| BatchError::output(&path)(error);
    let lock = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&path)
        .map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(BatchError::Locked {
            folder: options.out.clone(),
        }),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// What a run that was broken off left half written is of no use.
fn begin_anew(parts: &Path) -> io::Result<()> {
    match fs::remove_dir_all(parts) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::create_dir_all(parts)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let whole = Whole::file(path)?;
    let mut writer = whole.writer()?;
    writer.write_all(bytes)?;
    writer.flush()?;
    whole.finish()
}

/// What tells one way of reading and writing from another.
fn options_hash(options: &BatchOptions) -> String {
    let mut hash = blake3::Hasher::new();
    for part in [
        env!("CARGO_PKG_VERSION"),
        options.format.name,
        &options.reading.fingerprint(),
    ] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_hex().chars().take(16).collect()
}

/// Folders that were made, so that each is made once.
#[derive(Debug, Default)]
struct Folders(Mutex<HashSet<PathBuf>>);

impl Folders {
    fn make(&self, folder: Option<&Path>) -> io::Result<()> {
        let Some(folder) = folder else {
            return Ok(());
        };
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !made.contains(folder) {
            fs::create_dir_all(folder)?;
            made.insert(folder.to_owned());
        }
        Ok(())
    }
}

struct Run<'a> {
    options: &'a BatchOptions,
    extractor: &'a Extractor,
    options_hash: String,
    journal: Journal,
    budget: Budget,
    parts: &'a Path,
    next_part: AtomicUsize,
    /// What a worker is told first.
    setup: String,
    /// A process a thread, started when it is first needed.
    workers: Vec<Mutex<Option<Worker>>>,
    folders: Folders,
    quarantine: PathBuf,
    /// Some document failed in an earlier run.
    has_quarantine: bool,
    watcher: &'a dyn Watcher,
    stop: &'a AtomicBool,
}

impl Run<'_> {
    fn all(mut self, documents: &[&Document]) -> Result<Report, BatchError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.options.jobs)
            .build()
            .map_err(|error| BatchError::Output {
                path: self.options.out.clone(),
                error: io::Error::other(error),
            })?;
        self.workers
            .resize_with(pool.current_num_threads(), Mutex::default);
        let run = &self;
        let done: Vec<Option<(Record, bool)>> = pool.install(|| {
            documents
                .par_iter()
                .with_max_len(1)
                .map(|document| run.one(document))
                .collect::<Result<_, _>>()
        })?;
        let left = done.iter().filter(|one| one.is_none()).count();
        let unchanged = done.iter().flatten().filter(|(_, unchanged)| *unchanged).count();
        let mut records: Vec<Record> = done.into_iter().flatten().map(|(record, _)| record).collect();
        records.sort_by(|a, b| a.input.cmp(&b.input));
        Ok(Report {
            records,
            unchanged,
            left,
        })
    }

    /// Does one document; `None` where the run was stopped before it.
    fn one(&self, document: &Document) -> Result<Option<(Record, bool)>, BatchError> {
        let _share = self.budget.take(document.bytes);
        if self.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let begun = Instant::now();
        let output = self.output(document);
        if let Some(record) = self.journal.find(&document.name, &self.options_hash)
            && self.stands(record, &output)
            && task::hash(&document.path).is_ok_and(|hash| hash == record.blake3)
        {
            let record = record.clone();
            self.watcher.done(&record, true);
            return Ok(Some((record, true)));
        }
        let number = self.next_part.fetch_add(1, Ordering::Relaxed);
        let part = self.parts.join(number.to_string());
        self.folders
            .make(output.parent())
            .map_err(BatchError::output(&output))?;
        let mut outcome = self.read(&Task::new(document, &part, &output))?;
        if outcome.status == Status::Failed {
            outcome.blake3 = task::hash(&document.path).unwrap_or_default();
        }
        let record = Record::new(
            document,
            &self.options_hash,
            outcome,
            begun.elapsed(),
            SystemTime::now(),
        );
        let quarantine = self.quarantine.join(format!("{}.json", document.name));
        if record.status == Status::Failed {
            let _ = task::remove(&part);
            task::remove(&output).map_err(BatchError::output(&output))?;
            let told = file::quarantined(&record);
            write_whole(&quarantine, told.as_bytes()).map_err(BatchError::output(&quarantine))?;
        } else {
            task::place(&part, &output).map_err(BatchError::output(&output))?;
            if self.has_quarantine {
                task::remove(&quarantine).map_err(BatchError::output(&quarantine))?;
            }
        }
        self.journal.append(&record)?;
        self.watcher.done(&record, false);
        Ok(Some((record, false)))
    }

    /// Whether nothing has to be done again.
    fn stands(&self, record: &Record, output: &Path) -> bool {
        match record.status {
            Status::Failed => !self.options.retry_failed,
            Status::Done | Status::Empty => fs::symlink_metadata(output).is_ok(),
        }
    }

    fn output(&self, document: &Document) -> PathBuf {
        let name = format!("{}.{}", document.name, self.options.format.extension);
        self.options.out.join("documents").join(name)
    }

    fn read(&self, task: &Task) -> Result<Outcome, BatchError> {
        let Some(command) = &self.options.workers else {
            return Ok(task.run(self.extractor, self.options.format));
        };
        let index = rayon::current_thread_index().unwrap_or(0);
        let slot = self.workers.get(index).map(Mutex::lock);
        let Some(Ok(mut slot)) = slot else {
            return Ok(task.run(self.extractor, self.options.format));
        };
        let worker = match &mut *slot {
            Some(worker) => worker,
            empty => empty.insert(Worker::start(
                command,
                &self.setup,
                self.options.memory_limit.is_some(),
            )?),
        };
        let answer = worker.ask(&file::task_line(task), self.options.timeout);
        Ok(match answer {
            Ok(line) => file::outcome(&line),
            Err(death) => {
                // The next document gets a new process.
                *slot = None;
                death.outcome(self.options)
            }
        })
    }
}

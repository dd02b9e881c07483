use super::ending::{Ending, Failure};
use super::inputs::{Reading, bytes};
use super::progress::Progress;
use super::{formats, report, sink};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use yosan::batch::{self, BatchError, BatchOptions, InputError, Report, Shard, Status, WorkerCommand};
use yosan::output::format::Format;

const EXAMPLES: &str = "\
Examples:
  yosan batch requests/ --out results                    every .pdf and .txt below requests/
  yosan batch '2026/**/*.pdf' @more.txt --out results    a pattern, and a list with a path a line
  yosan batch requests/ --out results --retry-failed     once more, with those that failed
  yosan batch requests/ --out results --shard 2/8        the second of eight parts, on as many machines

results/documents/ has an output a document, results/quarantine/ a record of each that failed, results/summary.json all in
the order of their names. A run that was broken off goes on where it stopped when it is given again; what is unchanged is
not read again.";

/// Read many documents: on all cores, to be gone on with after any break, with failures set aside
///
/// Ends with exit code 1 if a document failed.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Batch {
    /// Folders, patterns, files, or @FILE with a path a line
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,

    /// The folder for the results
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// What to write for each document
    #[arg(long, value_name = "FORMAT", value_parser = formats::parser(), default_value = "json")]
    format: &'static Format,

    /// Documents that are read at one time [default: one a core]
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,

    /// Do one part of N: every machine that is given the same inputs takes other documents
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,

    /// Try documents again that failed before
    #[arg(long)]
    retry_failed: bool,

    /// Give a document up after so many seconds; 0 is never
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0)]
    timeout: f64,

    /// Give a document up that wants more memory; a number of bytes, or with KB, MB or GB
    #[arg(long, value_name = "N", value_parser = bytes)]
    memory_limit: Option<u64>,

    /// Bytes of documents that are read at one time; a larger document is read alone [default: 12MB]
    #[arg(long, value_name = "N", value_parser = bytes)]
    budget: Option<u64>,

    /// Read in this process: a document that crashes or never ends takes the whole run with it
    #[arg(long, conflicts_with_all = ["memory_limit"])]
    in_process: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Batch {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let documents = batch::documents(&self.inputs, &self.out).map_err(input_failure)?;
        let options = self.options()?;
        let stop = Arc::new(AtomicBool::new(false));
        stop_on_interrupt(&stop);
        let progress = Progress::new();
        let report = batch::run(&documents, &options, &progress, &stop).map_err(batch_failure)?;
        progress.finish();
        self.tell(&report).map_err(Failure::stdout)?;
        let stopped = report.left > 0;
        if stopped {
            report::remark(&format!(
                "stopped: {} documents are left; give the same command to go on",
                report.left
            ));
        }
        Ok(if stopped || report.count(Status::Failed) > 0 {
            Ending::Findings
        } else {
            Ending::Done
        })
    }

    fn options(&self) -> Result<BatchOptions, Failure> {
        let timeout = match self.timeout {
            0.0 => None,
            seconds => Some(Duration::try_from_secs_f64(seconds).map_err(|_| {
                Failure::usage(
                    format!("--timeout {seconds} is no time"),
                    "give seconds, such as 300",
                )
            })?),
        };
        let mut options = BatchOptions::new(&self.out, self.reading.options()?, self.format)
            .with_jobs(self.jobs)
            .with_budget(self.budget.unwrap_or(batch::DEFAULT_BUDGET))
            .with_shard(self.shard)
            .with_retry_failed(self.retry_failed);
        if !self.in_process {
            options = options
                .with_workers(worker()?)
                .with_timeout(timeout)
                .with_memory_limit(self.memory_limit);
        }
        Ok(options)
    }

    /// What became of the run, for people.
    fn tell(&self, report: &Report) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let counted = |status| report.count(status);
        writeln!(
            out,
            "{} documents: {} done, {} without a budget request, {} failed; {} unchanged since an earlier run",
            report.records.len(),
            counted(Status::Done),
            counted(Status::Empty),
            counted(Status::Failed),
            report.unchanged
        )?;
        let sum = |count: fn(&batch::Counts) -> u64| {
            report.records.iter().map(|one| count(&one.counts)).sum::<u64>()
        };
        writeln!(
            out,
            "{} programs: {} stated, {} proved, {} open",
            sum(|counts| counts.requests),
            sum(|counts| counts.stated),
            sum(|counts| counts.proved),
            sum(|counts| counts.open)
        )?;
        writeln!(
            out,
            "{} sums held against their parts: ✓ {} hold, ≠ {} off, ? {} open",
            sum(|counts| counts.holds + counts.off + counts.undecided),
            sum(|counts| counts.holds),
            sum(|counts| counts.off),
            sum(|counts| counts.undecided)
        )?;
        for record in &report.records {
            if let (Some(cause), Some(message)) = (&record.cause, &record.message) {
                let mark = if record.status == Status::Failed {
                    "failed"
                } else {
                    "empty"
                };
                let shown = sink::printable(&format!("{mark:6}  {}  {cause}: {message}", record.input));
                writeln!(out, "{shown}")?;
            }
        }
        out.flush()
    }
}

/// This program, to be started again as one that reads for a batch.
pub(super) fn worker() -> Result<WorkerCommand, Failure> {
    let program = std::env::current_exe().map_err(|error| {
        let what = format!("this program cannot be found to be started again: {error}");
        Failure::usage(what, "call it by its whole path")
    })?;
    let arguments = vec!["batch-worker".into()];
    Ok(WorkerCommand { program, arguments })
}

/// The first Ctrl-C lets what is being read come to its end, the second ends at once.
fn stop_on_interrupt(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    // Where it cannot be caught, the journal takes care of what is left.
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        report::remark("stopping when what is being read is done; once more to stop at once");
    });
}

fn shard(text: &str) -> Result<Shard, String> {
    let told = || "give a part and how many there are, such as 2/8".to_owned();
    let (index, count) = text.split_once('/').ok_or_else(told)?;
    let index: u32 = index.trim().parse().map_err(|_| told())?;
    let count: u32 = count.trim().parse().map_err(|_| told())?;
    if index == 0 || index > count {
        return Err(format!(
            "there is no part {index} of {count}: they are counted from 1"
        ));
    }
    Ok(Shard { index, count })
}

pub(super) fn input_failure(error: InputError) -> Failure {
    match error {
        InputError::Unreadable { path, error } => {
            Failure::Input(yosan::pipeline::Error::io(path.display().to_string(), error))
        }
        InputError::Twice { .. } => Failure::usage(
            error.to_string(),
            "give them in two runs, each with its own --out",
        ),
        InputError::Nothing => Failure::usage(
            error.to_string(),
            "give a folder with .pdf or .txt files, or files by name",
        ),
        error => Failure::usage(error.to_string(), "quote the pattern, such as '2026/**/*.pdf'"),
    }
}

pub(super) fn batch_failure(error: BatchError) -> Failure {
    match error {
        BatchError::Reading(error) => Failure::Input(error),
        BatchError::Output { path, error } => Failure::file(&path, error),
        BatchError::Worker { program, error } => Failure::file(&program, error),
        BatchError::Locked { .. } => Failure::usage(error.to_string(), "wait for it, or give another --out"),
        error => Failure::usage(
            error.to_string(),
            "give another --out, or take the journal away to begin anew",
        ),
    }
}

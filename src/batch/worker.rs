//! A process that reads documents for a batch, seen from the side that asks. It is told how to read, then a task a line, and
//! answers a line a task. One that dies or takes too long is replaced; only the document that it had is lost.

use super::task::Outcome;
use super::{BatchError, BatchOptions};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What a worker said last that is kept, in bytes.
const KEPT: usize = 4096;

/// The command's allocator takes room for a gigabyte at its start, which a limit set later would not see; so it takes none.
const WITHOUT_RESERVE: (&str, &str) = ("MIMALLOC_DISALLOW_ARENA_ALLOC", "1");

/// How a worker is started: a program that calls [`super::serve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<String>,
    /// Gathers what the worker says on standard error.
    errors: Option<JoinHandle<String>>,
}

/// Why a worker gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Death {
    /// It took too long and was killed.
    TimedOut,
    /// It ended by itself.
    Died { how: String, said: String },
}

impl Worker {
    /// Starts one and tells it how to read; `limited` is one that will get no more than some memory.
    pub(super) fn start(command: &WorkerCommand, setup: &str, limited: bool) -> Result<Self, BatchError> {
        let failed = |error| BatchError::Worker {
            program: command.program.clone(),
            error,
        };
        let mut process = Command::new(&command.program);
        process
            .args(&command.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if limited {
            process.env(WITHOUT_RESERVE.0, WITHOUT_RESERVE.1);
        }
        // Ctrl-C is for the one who asks, who lets the workers finish.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut process, 0);
        let mut child = process.spawn().map_err(failed)?;
        let (send, answers) = channel();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if send.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        let errors = child
            .stderr
            .take()
            .map(|stderr| std::thread::spawn(move || last_words(stderr)));
        let mut worker = Self {
            stdin: child.stdin.take(),
            child,
            answers,
            errors,
        };
        // One that dies at once is told of with its first document.
        worker.send(setup);
        Ok(worker)
    }

    fn send(&mut self, line: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush());
        }
    }

    /// Gives it a task and waits for the answer.
    pub(super) fn ask(&mut self, task: &str, timeout: Option<Duration>) -> Result<String, Death> {
        self.send(task);
        let answer = match timeout {
            Some(timeout) => self.answers.recv_timeout(timeout),
            None => self.answers.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match answer {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => Err(Death::TimedOut),
            Err(RecvTimeoutError::Disconnected) => {
                let how = self.child.wait().map_or_else(|error| error.to_string(), told);
                let said = self
                    .errors
                    .take()
                    .and_then(|errors| errors.join().ok())
                    .unwrap_or_default();
                Err(Death::Died { how, said })
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last of what is said on standard error.
fn last_words(mut stderr: ChildStderr) -> String {
    let (mut words, mut buffer) = (Vec::new(), [0; 1024]);
    while let Ok(read @ 1..) = stderr.read(&mut buffer) {
        words.extend_from_slice(buffer.get(..read).unwrap_or_default());
        words.drain(..words.len().saturating_sub(KEPT));
    }
    String::from_utf8_lossy(&words).trim().to_owned()
}

fn told(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    status.to_string()
}

impl Death {
    /// What that means for the document.
    pub(super) fn outcome(self, options: &BatchOptions) -> Outcome {
        match self {
            Self::TimedOut => {
                let seconds = options.timeout.map_or(0.0, |timeout| timeout.as_secs_f64());
                let told = format!("gave up after {seconds} s; raise --timeout, or split the document");
                Outcome::failed("timeout", told)
            }
            // What Rust's allocator says before it gives up.
            Self::Died { said, .. } if said.contains("memory allocation of") => {
                let limit = options
                    .memory_limit
                    .map_or_else(String::new, |limit| format!(" than {limit} bytes"));
                let told = format!("wants more memory{limit}; raise --memory-limit, or split the document");
                Outcome::failed("memory", told)
            }
            Self::Died { how, said } => {
                let last = said.lines().last().unwrap_or("nothing was said");
                Outcome::failed(
                    "crash",
                    format!("the process that read it ended by {how}: {last}"),
                )
            }
        }
    }
}

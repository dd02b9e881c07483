//! Runs the command as a user would: the one place where the tests of the command line touch it.

#![allow(dead_code)]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let run = Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert!(
            !run.stderr.contains('\u{1b}'),
            "an escape sequence on a pipe: {}",
            run.stderr
        );
        run
    }
}

impl Run {
    /// The run ended with this code and said all of these words on standard error.
    #[track_caller]
    pub(crate) fn ended(&self, code: i32, said: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "stderr: {}", self.stderr);
        for word in said {
            assert!(self.stderr.contains(word), "`{word}` is not in: {}", self.stderr);
        }
        self
    }

    /// An input error: exit code 3, the file, what happened, and help.
    #[track_caller]
    pub(crate) fn refused(&self, file: &Path, what: &str) -> &Self {
        assert_eq!(self.stdout, "", "nothing but results goes to standard output");
        self.ended(3, &[&file.display().to_string(), what, "help: "])
    }
}

pub(crate) fn yosan() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yosan"));
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    command
}

pub(crate) fn run<A: AsRef<OsStr>>(arguments: &[A]) -> Run {
    yosan().args(arguments).output().unwrap().into()
}

pub(crate) fn run_with_stdin<A: AsRef<OsStr>>(arguments: &[A], stdin: &[u8]) -> Run {
    let mut child = yosan()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    let feeding = std::thread::spawn(move || {
        // A command that has seen enough closes the pipe.
        let _ = pipe.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    output.into()
}

/// A folder that goes away, with the files of a test in it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

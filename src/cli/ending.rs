use std::io;
use std::path::Path;
use std::process::ExitCode;
use yosan::pipeline;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// Everything was done.
    Done,
    /// Everything was done, and there are findings that the mode was asked to fail on.
    Findings,
    /// The arguments make no sense.
    Usage,
    /// An input could not be read; the others were.
    Input,
    /// An output could not be written.
    Output,
}

impl Ending {
    /// The exit code: the one place where they are given.
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Output => 4,
        })
    }
}

/// Why a command could not go on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments make no sense together.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// An input could not be read.
    Input(pipeline::Error),
    /// An output could not be written.
    Output {
        /// The file, or `standard output`.
        file: String,
        /// What the operating system says.
        error: io::Error,
    },
    /// Whoever read the output has enough, as `| head` has.
    Closed,
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Usage {
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// A failure to write to standard output.
    pub(crate) fn stdout(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Output {
                file: "standard output".to_owned(),
                error,
            }
        }
    }

    /// A failure to write a file.
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::Output {
            file: path.display().to_string(),
            error,
        }
    }

    pub(crate) fn ending(&self) -> Ending {
        match self {
            Self::Usage { .. } => Ending::Usage,
            Self::Input(error) => match error.kind {
                pipeline::ErrorKind::UnknownEncoding { .. } => Ending::Usage,
                _ => Ending::Input,
            },
            Self::Output { .. } => Ending::Output,
            Self::Closed => Ending::Done,
        }
    }
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        Self::Input(error)
    }
}

use crate::amend::{CorrectionError, RegistryError};
use crate::lexicon::LexiconError;
use crate::source::pdf::{PdfError, PdfErrorKind};
use crate::source::text::{TextError, TextErrorKind};
use std::fmt;

/// Why an input gave no extraction: which file, where in it, what happened; [`Error::remedy`] says what to do.
#[derive(Debug)]
pub struct Error {
    /// The file as the caller named it; `-` for standard input; empty where the fault is in the options.
    pub file: String,
    /// Where in the file, where that is known.
    pub place: Option<Place>,
    /// What happened.
    pub kind: ErrorKind,
}

/// A place in a file of text, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, where it is known.
    pub column: Option<usize>,
}

/// What happened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A path at which there is nothing.
    #[error("there is no such file")]
    NotFound,
    /// A folder where a file was expected.
    #[error("this is a directory, not a document")]
    Directory,
    /// A file that may not be read.
    #[error("no permission to read it")]
    Denied,
    /// A file or stream of more bytes than allowed.
    #[error("larger than the limit of {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// Bytes that are neither text nor PDF, such as a ZIP archive or a picture.
    #[error("neither text nor PDF but {what}")]
    NotADocument {
        /// What the bytes look like.
        what: &'static str,
    },
    /// An encoding name that nothing knows, such as `utf-9`.
    #[error("there is no encoding named \"{name}\"")]
    UnknownEncoding {
        /// The name as given.
        name: String,
    },
    /// A PDF that opens only with a password.
    #[error("{}", if *given { "the password does not open it" } else { "it is encrypted and needs a password" })]
    Password {
        /// A password was given.
        given: bool,
    },
    /// A PDF of which nothing could be read.
    #[error("the PDF cannot be read: {reason}")]
    Pdf {
        /// What is wrong with it.
        reason: String,
    },
    /// A word list with a fault.
    #[error("the lexicon file is refused: {reason}")]
    Lexicon {
        /// What is wrong with it.
        reason: String,
    },
    /// A list of programs that is none.
    #[error("the registry is refused: {reason}")]
    Registry {
        /// What is wrong with it.
        reason: String,
    },
    /// A file of corrections with a fault.
    #[error("the corrections are refused: {reason}")]
    Corrections {
        /// What is wrong with them.
        reason: String,
    },
    /// A JSON file that is no result of this program.
    #[error("this is no result of yosan: {reason}")]
    Result {
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system's own words.
    #[error("it could not be read: {0}")]
    Io(std::io::Error),
}

impl ErrorKind {
    /// A word for it that stays the same, for programs: `not-found`, `password`, `damaged`, …
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Directory => "directory",
            Self::Denied => "denied",
            Self::TooLarge { .. } => "too-large",
            Self::NotADocument { .. } => "not-a-document",
            Self::UnknownEncoding { .. } => "unknown-encoding",
            Self::Password { .. } => "password",
            Self::Pdf { .. } => "damaged",
            Self::Lexicon { .. } => "lexicon",
            Self::Registry { .. } => "registry",
            Self::Corrections { .. } => "corrections",
            Self::Result { .. } => "not-a-result",
            Self::Io(_) => "unreadable",
        }
    }

    /// Whether the fault is in the options and not in a document.
    #[must_use]
    pub fn is_of_options(&self) -> bool {
        matches!(
            self,
            Self::UnknownEncoding { .. }
                | Self::Lexicon { .. }
                | Self::Registry { .. }
                | Self::Corrections { .. }
        )
    }
}

impl Error {
    /// An error about a whole file.
    #[must_use]
    pub fn new(file: impl Into<String>, kind: ErrorKind) -> Self {
        Self {
            file: file.into(),
            place: None,
            kind,
        }
    }

    /// A lexicon file with a fault.
    pub(super) fn lexicon(error: LexiconError) -> Self {
        let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            file: error.file,
            place: Some(Place {
                line: number(error.line),
                column: Some(number(error.column)),
            }),
            kind: ErrorKind::Lexicon {
                reason: error.kind.to_string(),
            },
        }
    }

    /// A list of programs that is none.
    pub(super) fn registry(file: &str, error: RegistryError) -> Self {
        Self {
            file: file.to_owned(),
            place: error.line.map(|line| Place { line, column: None }),
            kind: ErrorKind::Registry { reason: error.reason },
        }
    }

    /// A file of corrections with a fault.
    pub(super) fn corrections(file: &str, error: CorrectionError) -> Self {
        Self {
            file: file.to_owned(),
            place: Some(Place {
                line: error.line,
                column: error.column,
            }),
            kind: ErrorKind::Corrections { reason: error.reason },
        }
    }

    /// Bytes that are no text.
    pub(super) fn text(file: &str, error: TextError) -> Self {
        Self::new(
            file,
            match error.kind {
                TextErrorKind::Binary { what } => ErrorKind::NotADocument { what },
                TextErrorKind::UnknownEncoding { label } => ErrorKind::UnknownEncoding { name: label },
                TextErrorKind::TooLarge { .. } => ErrorKind::TooLarge {
                    limit: u64::from(u32::MAX),
                },
            },
        )
    }

    /// An error of the PDF reader.
    pub(super) fn pdf(file: &str, error: PdfError) -> Self {
        let kind = match error.kind {
            PdfErrorKind::NeedsPassword => ErrorKind::Password { given: false },
            PdfErrorKind::WrongPassword => ErrorKind::Password { given: true },
            kind => ErrorKind::Pdf {
                reason: kind.to_string(),
            },
        };
        Self::new(file, kind)
    }

    /// An error of the operating system about a file.
    #[must_use]
    pub fn io(file: impl Into<String>, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::NotFound | Io::NotADirectory => ErrorKind::NotFound,
            Io::IsADirectory => ErrorKind::Directory,
            Io::PermissionDenied => ErrorKind::Denied,
            _ => ErrorKind::Io(error),
        };
        Self::new(file, kind)
    }

    /// What to do about it: one sentence.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match &self.kind {
            ErrorKind::NotFound => "check the path; `-` reads standard input",
            ErrorKind::Directory => "name the files in it, for example with a `*`",
            ErrorKind::Denied => "check the file's permissions",
            ErrorKind::TooLarge { .. } => "raise the limit with --max-bytes, or split the document",
            ErrorKind::NotADocument { .. } => "give the document as PDF or plain text",
            ErrorKind::UnknownEncoding { .. } => {
                "use a name such as utf-8, utf-16le, shift_jis, euc-jp or iso-2022-jp"
            }
            ErrorKind::Password { .. } => "give the right one with --password",
            ErrorKind::Pdf { .. } => {
                "open it in a viewer and save it again, or give the document as plain text"
            }
            ErrorKind::Lexicon { .. } => "mend the file; `yosan lexicon` prints what an entry looks like",
            ErrorKind::Registry { .. } => {
                "give a CSV with 府省庁 and 事業名 in its head, or a result of `yosan batch`"
            }
            ErrorKind::Corrections { .. } => "mend the line; docs/corrections.md shows what it can say",
            ErrorKind::Result { .. } => "write it again with `yosan extract`, or give the document itself",
            ErrorKind::Io(_) => "see whether other programs can read it",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A file name may hold anything; a line end in it must not look like a second message.
        for character in self.file.chars() {
            if character.is_control() {
                write!(out, "{}", character.escape_default())?;
            } else {
                write!(out, "{character}")?;
            }
        }
        if let Some(place) = self.place {
            write!(out, ":{}", place.line)?;
            if let Some(column) = place.column {
                write!(out, ":{column}")?;
            }
        }
        let colon = if self.file.is_empty() { "" } else { ": " };
        write!(out, "{colon}{}", self.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

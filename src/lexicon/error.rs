use crate::span::Span;

/// Why a lexicon file was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {kind}")]
pub struct LexiconError {
    /// Name of the file as it was given.
    pub file: String,
    /// Bytes of the file that are at fault.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is at fault.
    pub kind: LexiconErrorKind,
}

/// What is wrong with a lexicon file. Each variant names an input that triggers it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconErrorKind {
    /// No TOML: `[[ministry`.
    #[error("not readable as TOML: {0}")]
    Syntax(String),
    /// An unknown section or key: `[[minstry]]`.
    #[error("`{key}` is not known here; known: {known}")]
    UnknownKey {
        /// The section or key.
        key: String,
        /// What would have done.
        known: String,
    },
    /// `budget_from = "2026"`.
    #[error("{wanted} is wanted here, not {found}")]
    WrongType {
        /// What the key takes.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A `[[ministry]]` without `name`.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// `short = [""]`.
    #[error("`{0}` is empty")]
    EmptyWord(&'static str),
    /// `from = "2026-13"`.
    #[error("`{0}` is no date: give year and month as \"2026-04\", or the year alone")]
    BadDate(String),
    /// `from = "2026-04", until = "2020-03"`.
    #[error("it ends ({until}) before it begins ({from})")]
    EndsBeforeItBegins {
        /// Where it begins.
        from: String,
        /// Where it ends.
        until: String,
    },
    /// `kind = "ministery"`.
    #[error("`{value}` is no {what}; known: {known}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// What was given.
        value: String,
        /// What would have done.
        known: String,
    },
    /// `short = ["財務省"]` for another ministry than 財務省.
    #[error("`{word}` is the name of {other} ({code})")]
    NameTaken {
        /// The word.
        word: String,
        /// Full name of the other one.
        other: String,
        /// Its code.
        code: String,
    },
    /// Two entries of one file with `code = "new"`.
    #[error("`{0}` stands twice in this file")]
    Twice(String),
    /// `extend = true` for a code that there is not.
    #[error("there is no `{0}` to extend")]
    NothingToExtend(String),
    /// `one = ["厚労"]`, `chars = ["->"]`.
    #[error("`{0}` is more than one character")]
    NotOneCharacter(String),
    /// `pattern = ["要求(額"]`, or one that takes too much memory.
    #[error("this is no pattern: {0}")]
    BadPattern(String),
    /// `yen = 0`.
    #[error("a unit's `yen` must be positive, not {0}")]
    BadUnit(i64),
}

impl LexiconError {
    pub(super) fn new(file: &str, text: &str, at: Span, kind: LexiconErrorKind) -> Self {
        let before = text.get(..at.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file: file.to_owned(),
            line: count(before.matches('\n').count() + 1),
            column: count(before.get(line_start..).unwrap_or("").chars().count() + 1),
            span: at,
            kind,
        }
    }
}

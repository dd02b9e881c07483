//! What went wrong or deserves a look, as data: a stable code, a severity, a sentence and a place. Rendering is the
//! command's business.

use crate::geometry::Rect;
use crate::span::{PageNumber, Span};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is missing.
    Info,
    /// Something may be missing or open.
    Warning,
    /// A part of the document could not be read.
    Error,
}

impl Severity {
    /// The word used in output: `info`, `warning`, `error`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a diagnostic points; every part is optional, since a whole document has no line.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Location {
    /// Page.
    pub page: Option<PageNumber>,
    /// Line in the decoded source text, from 1.
    pub line: Option<u32>,
    /// Bytes of the decoded source text.
    pub source_span: Option<Span>,
    /// Place on the page.
    pub bbox: Option<Rect>,
}

impl Location {
    /// A whole page.
    #[must_use]
    pub fn page(page: PageNumber) -> Self {
        Self {
            page: Some(page),
            ..Self::default()
        }
    }

    /// Bytes in a line of a page.
    #[must_use]
    pub fn text(page: PageNumber, line: u32, source_span: Span) -> Self {
        Self {
            page: Some(page),
            line: Some(line),
            source_span: Some(source_span),
            bbox: None,
        }
    }
}

/// One finding about the document or its reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Stable, kebab-case; see [`codes`].
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence for people: what happened and, where it helps, what to do.
    pub message: String,
    /// Where.
    pub location: Location,
}

impl Diagnostic {
    /// A finding with [`Severity::Info`].
    pub fn info(code: &'static str, message: impl Into<String>, location: Location) -> Self {
        Self {
            code,
            severity: Severity::Info,
            message: message.into(),
            location,
        }
    }

    /// A finding with [`Severity::Warning`].
    pub fn warning(code: &'static str, message: impl Into<String>, location: Location) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::info(code, message, location)
        }
    }

    /// A finding with [`Severity::Error`].
    pub fn error(code: &'static str, message: impl Into<String>, location: Location) -> Self {
        Self {
            severity: Severity::Error,
            ..Self::info(code, message, location)
        }
    }
}

/// The stable codes. Each names the input that triggers it.
pub mod codes {
    /// Bytes that the encoding does not know, such as `0x80` in UTF-8; they are read as U+FFFD.
    pub const UNDECODABLE: &str = "undecodable-bytes";
    /// The encoding was told from the bytes and could be another one.
    pub const ENCODING_GUESSED: &str = "encoding-guessed";
    /// A document without a single visible character.
    pub const EMPTY: &str = "empty-document";
    /// NUL or other control characters inside a text.
    pub const CONTROL_CHARACTERS: &str = "control-characters";
    /// No sign of a budget request: no program and no amount, or a document of another kind.
    pub const NOT_A_REQUEST: &str = "not-a-budget-request";
    /// A table of bare numbers with no 単位 above it.
    pub const UNIT_MISSING: &str = "unit-missing";
    /// A number with a damaged digit or unit, such as `1Z億円`.
    pub const UNREADABLE_AMOUNT: &str = "unreadable-amount";
    /// An amount that no program or total could take.
    pub const AMOUNT_UNLINKED: &str = "amount-unlinked";
    /// A table on a PDF page of which no row was read: why is in the message.
    pub const TABLE_UNREAD: &str = "table-unread";
    /// A tag in brackets that could be a ministry but is not known in the document's year.
    pub const UNKNOWN_TAG: &str = "unknown-tag";
    /// A page without text.
    pub const NO_TEXT: &str = "no-text";
    /// A page whose text looks wrong: rare kanji, private-use characters, broken sequences.
    pub const SUSPECT_TEXT: &str = "suspect-text";
    /// Glyphs whose font gives no way to Unicode.
    pub const UNMAPPED_GLYPHS: &str = "unmapped-glyphs";
    /// Glyphs that were dropped: outside the page or of no size.
    pub const GLYPHS_DROPPED: &str = "glyphs-dropped";
    /// A page that could not be read.
    pub const PAGE_UNREADABLE: &str = "page-unreadable";
    /// A stream or object that is damaged; what could be read was kept.
    pub const DAMAGED: &str = "damaged-object";
    /// A limit (size, count, depth) was reached; the rest was left out.
    pub const LIMIT_REACHED: &str = "limit-reached";
    /// The steps allowed for a proof ran out; the links stay open.
    pub const PROOF_BUDGET: &str = "proof-budget";
    /// The document and a list of programs name different ministries.
    pub const REGISTRY_DISAGREES: &str = "registry-disagrees";
    /// A list of programs does not say which ministry a program is of.
    pub const REGISTRY_AMBIGUOUS: &str = "registry-ambiguous";
    /// A correction is of nothing in this document.
    pub const CORRECTION_UNUSED: &str = "correction-unused";
    /// A line too long to be read as more than bare text.
    pub const LINE_TOO_LONG: &str = "line-too-long";
}

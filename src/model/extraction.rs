use super::{Check, Coverage, FiscalYear, Phase, Request, Total};
use crate::diagnostic::Diagnostic;

/// Everything that was read from one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Version of the lexicon that gave the words their meaning.
    pub lexicon: String,
    /// Which bytes were read.
    pub source: SourceInfo,
    /// What kind of document it is.
    pub document: DocumentInfo,
    /// Programs, in document order.
    pub requests: Vec<Request>,
    /// Stated sums, in document order.
    pub totals: Vec<Total>,
    /// Sums held against their parts.
    pub checks: Vec<Check>,
    /// What a file of corrections changed.
    pub corrections: Vec<Corrected>,
    /// What went wrong or deserves a look.
    pub diagnostics: Vec<Diagnostic>,
    /// What of the figures of a text was accounted for; `None` for pages of places and shapes.
    pub coverage: Option<Coverage>,
}

/// A field that a correction changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Id of the program or sum.
    pub of: String,
    /// The field.
    pub field: &'static str,
    /// What the document says, as printed; `None` where it says nothing.
    pub original: Option<String>,
    /// The value as the correction gives it.
    pub value: String,
    /// Who says so.
    pub by: String,
    /// Why.
    pub why: String,
}

/// Which bytes were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInfo {
    /// File name without its folder, or `-`.
    pub name: String,
    /// `text/plain` or `application/pdf`.
    pub media_type: &'static str,
    /// Number of bytes of the input.
    pub bytes: u64,
    /// Hash of the input, in hex.
    pub blake3: String,
    /// Number of pages.
    pub pages: u32,
}

/// What kind of document it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentInfo {
    /// The title, normalized.
    pub title: Option<String>,
    /// Code from the lexicon: `points`, `main_items`, `ledger`, …; `other` where none fits.
    pub kind: String,
    /// The fiscal year that the money is asked for.
    pub fiscal_year: Option<FiscalYear>,
    /// As printed.
    pub fiscal_year_surface: Option<String>,
    /// The phase that the title tells.
    pub phase: Option<Phase>,
}

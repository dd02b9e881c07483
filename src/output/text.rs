//! The text of a document as it was understood: normalized lines, page by page, each page under a line that numbers it.

use crate::normalize;
use crate::source::{Document, PageContent};
use crate::span::Span;
use std::io::{self, Write};

/// Writes every page in order.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    for page in &document.pages {
        writeln!(out, "── page {} ──", page.number.get())?;
        match &page.content {
            PageContent::Text { lines } => {
                let spans: Vec<Span> = lines.iter().map(|line| line.source_span).collect();
                let normalized = normalize::page(&document.text, &spans);
                for line in &normalized.lines {
                    writeln!(out, "{}", line.normalized_span.slice(&normalized.folded.text))?;
                }
            }
            PageContent::Sheet(_) => {}
        }
    }
    out.flush()
}

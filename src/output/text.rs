//! The text of a document as it was understood: normalized lines, page by page, each page under a line that numbers it.

use crate::layout;
use crate::normalize;
use crate::source::{Document, Page};
use crate::span::Span;
use std::io::{self, Write};

/// Writes every page in order.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    for page in &document.pages {
        write_page(page, &document.text, &mut out)?;
    }
    out.flush()
}

/// Writes one page; `source` is the text that a text page counts in.
///
/// # Errors
/// Those of `out`.
pub fn write_page(page: &Page, source: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "── page {} ──", page.number.get())?;
    let laid_out = layout::page(page, source);
    let spans: Vec<Span> = laid_out.lines.iter().map(|line| line.span).collect();
    let normalized = normalize::page(&laid_out.text, &spans);
    for line in &normalized.lines {
        writeln!(out, "{}", line.normalized_span.slice(&normalized.folded.text))?;
    }
    Ok(())
}

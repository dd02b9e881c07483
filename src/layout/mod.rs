//! Marks on a page to words, lines and blocks. Text pages and PDF sheets leave as one kind of page: a text with its
//! lines, and for every piece of it the place where it stands. The meaning of words is unknown here.

mod page;

pub use page::{Line, Page, Place};

use crate::source::{Document, PageContent};

/// The pages of a document, laid out one after the other.
pub fn pages(document: &Document) -> impl Iterator<Item = Page<'_>> {
    document.pages.iter().map(|page| match &page.content {
        PageContent::Text { lines } => Page::of_text(page.number, &document.text, lines),
        PageContent::Sheet(_) => Page::of_lines(page.number, Vec::new()),
    })
}

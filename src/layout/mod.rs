//! Marks on a page to words, lines and blocks. Text pages and PDF sheets leave as one kind of page: a text with its
//! lines, and for every piece of it the place where it stands. The meaning of words is unknown here.

mod page;
pub mod reading;

pub use page::{Line, Page, Place};

use crate::source::{Document, PageContent};

/// The pages of a document, laid out one after the other.
pub fn pages(document: &Document) -> impl Iterator<Item = Page<'_>> {
    document.pages.iter().map(|page| match &page.content {
        PageContent::Text { lines } => Page::of_text(page.number, &document.text, lines),
        PageContent::Sheet(sheet) => Page::of_lines(
            page.number,
            reading::lines(sheet)
                .into_iter()
                .map(|line| {
                    line.text
                        .chars()
                        .zip(line.places.iter().map(|place| place.bbox))
                        .collect()
                })
                .collect(),
        ),
    })
}

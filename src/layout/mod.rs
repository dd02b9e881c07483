//! Marks on a page to words, lines and blocks. Text pages and PDF sheets leave as one kind of page: a text with its
//! lines, and for every piece of it the place where it stands. The meaning of words is unknown here.

mod page;
pub mod reading;

pub use page::{Line, Page, Place};

use crate::source::{self, Document, PageContent};

/// The pages of a document, laid out one after the other.
pub fn pages(document: &Document) -> impl Iterator<Item = Page<'_>> {
    document.pages.iter().map(|page| self::page(page, &document.text))
}

/// One page, laid out; `source` is the text that a text page counts in.
#[must_use]
pub fn page<'a>(page: &source::Page, source: &'a str) -> Page<'a> {
    match &page.content {
        PageContent::Text { lines } => Page::of_text(page.number, source, lines),
        PageContent::Sheet(sheet) => {
            let lines = reading::lines(sheet).into_iter().map(|line| {
                let boxes = line.places.iter().map(|place| place.bbox);
                line.text.chars().zip(boxes).collect()
            });
            Page::of_lines(page.number, lines.collect())
        }
    }
}

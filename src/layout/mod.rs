//! Marks on a page to words, lines and blocks, tables and frames. Text pages and PDF sheets leave as one kind of page: a
//! text with its lines, and for every piece of it the place where it stands. The meaning of words is unknown here.
//!
//! ```text
//!   glyphs ─▶ lines ─▶ tables ─▶ rest ─▶ blocks ─▶ Page
//!   boxes  ─▶ frames ──────────────────────┘
//! ```

pub mod blocks;
pub mod frames;
mod page;
pub mod reading;
mod surface;
pub mod table;
mod turn;
mod wrap;

pub use blocks::Room;
pub use page::{Line, Page, PageCell, PageTable, Part, Place};
pub use surface::{BlockPlace, Mark, Surface};
pub use turn::Turn;

use crate::source::{self, Document, PageContent, Sheet};
use crate::span::PageNumber;
use blocks::BlockOptions;
use frames::{FrameIndex, FrameOptions};

/// The pages of a document, laid out one after the other.
pub fn pages(document: &Document) -> impl Iterator<Item = Page<'_>> {
    document.pages.iter().map(|page| self::page(page, &document.text))
}

/// One page, laid out; `source` is the text that a text page counts in.
#[must_use]
pub fn page<'a>(page: &source::Page, source: &'a str) -> Page<'a> {
    match &page.content {
        PageContent::Text { lines } => Page::of_text(page.number, source, lines),
        PageContent::Sheet(sheet) => of_sheet(page.number, sheet),
    }
}

fn of_sheet<'a>(number: PageNumber, sheet: &Sheet) -> Page<'a> {
    let turn = Turn::of(sheet);
    let sheet = &*turn.apply(sheet);
    let frames = FrameIndex::new(frames::frames(sheet, &FrameOptions::default()));
    let (tables, rest) = table::tables(sheet, reading::lines(sheet));
    let mut blocks = blocks::blocks(rest, sheet, &frames, &BlockOptions::default());
    wrap::mark(&mut blocks, &frames);
    let surface = Surface::of(sheet, frames, &blocks, &tables);
    let mut parts: Vec<Part> = blocks.into_iter().map(Part::Block).collect();
    for table in tables {
        let at = parts
            .iter()
            .position(|part| part.bbox().y0 > table.bbox.y0)
            .unwrap_or(parts.len());
        parts.insert(at, Part::Table(table));
    }
    Page::of_parts(number, parts, surface, turn)
}

//! Pages of a document as the review page shows them: the lines of a text, the size of a sheet.

use crate::source::{Document, Page, PageContent};
use serde::Serialize;
use std::collections::BTreeSet;

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PageView {
    /// Its number, from 1.
    pub(super) number: u32,
    /// Size of the unrotated visible page, in points; nothing for a text.
    size: Option<[f32; 2]>,
    /// Degrees by which it is turned, clockwise, to be shown.
    rotation: u16,
    /// Lines of a text: number, place of the first byte and of that behind the last, and what is written.
    lines: Vec<(u32, usize, usize, String)>,
    /// Size of the picture, in pixels.
    picture_size: Option<[u32; 2]>,
    /// Why there is no picture.
    pub(super) why: Option<String>,
    /// The picture, which is written apart.
    #[serde(skip)]
    picture: Option<String>,
}

impl PageView {
    /// Gives the page a picture.
    pub(super) fn show(&mut self, width: u32, height: u32, picture: String) {
        self.picture_size = Some([width, height]);
        self.picture = Some(picture);
    }

    /// The picture, in base 64.
    pub(super) fn picture(&self) -> Option<&str> {
        self.picture.as_deref()
    }
}

/// The pages of a document that are shown: those that are wanted, or all.
pub(super) fn of(document: &Document, wanted: &BTreeSet<u32>, all: bool) -> Vec<PageView> {
    let shown = document
        .pages
        .iter()
        .filter(|page| all || wanted.contains(&page.number.get()));
    shown.map(|page| view(document, page)).collect()
}

fn view(document: &Document, page: &Page) -> PageView {
    let (size, rotation, lines) = match &page.content {
        PageContent::Sheet(sheet) => (Some([sheet.width, sheet.height]), sheet.rotation, Vec::new()),
        PageContent::Text { lines } => {
            let lines = lines.iter().map(|line| {
                let span = line.source_span;
                let text = document.text.get(span.start..span.end).unwrap_or_default();
                (line.number, span.start, span.end, text.to_owned())
            });
            (None, 0, lines.collect())
        }
    };
    PageView {
        number: page.number.get(),
        size,
        rotation,
        lines,
        picture_size: None,
        why: None,
        picture: None,
    }
}

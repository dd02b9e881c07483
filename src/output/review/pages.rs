//! Pages of a document as the review page shows them: the lines of a text, the size of a sheet.

use crate::layout::reading::{self, SheetLine};
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
    /// Lines of letters that the picture lacks.
    lent: Vec<Lent>,
    /// Why there is no picture.
    pub(super) why: Option<String>,
    /// The picture, which is written apart.
    #[serde(skip)]
    picture: Option<String>,
}

/// Letters of a line, to be shown in the browser's font.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Lent {
    text: String,
    /// Left edge of each letter in points; a letter of two UTF-16 units has it twice, as SVG wants it.
    x: Vec<f32>,
    /// Baseline of each letter.
    y: Vec<f32>,
    /// Size of the font, in points.
    size: f32,
}

impl Lent {
    /// How far the baseline is above the lower edge of a letter, as a part of its height.
    const BELOW: f32 = 0.14;

    fn of(line: &SheetLine) -> Option<Self> {
        let mut lent = Self {
            text: String::new(),
            x: Vec::new(),
            y: Vec::new(),
            size: line.size,
        };
        for (letter, place) in line.text.chars().zip(&line.places) {
            if letter.is_ascii() || letter.is_whitespace() {
                continue;
            }
            lent.text.push(letter);
            for _ in 0..letter.len_utf16() {
                lent.x.push(tenths(place.bbox.x0));
                lent.y
                    .push(tenths(place.bbox.y1 - Self::BELOW * place.bbox.height()));
            }
        }
        if lent.y.windows(2).all(|pair| pair[0] == pair[1]) {
            lent.y.truncate(1);
        }
        (!lent.text.is_empty()).then_some(lent)
    }
}

fn tenths(points: f32) -> f32 {
    (points * 10.0).round() / 10.0
}

impl PageView {
    /// Gives the page a picture.
    pub(super) fn show(&mut self, width: u32, height: u32, picture: String) {
        self.picture_size = Some([width, height]);
        self.picture = Some(picture);
    }

    /// Adds the letters of the page that fonts of East Asia are needed for, but not those that are under a scan.
    pub(super) fn lend_letters(&mut self, document: &Document) {
        let page = document
            .pages
            .iter()
            .find(|page| page.number.get() == self.number);
        let Some(PageContent::Sheet(sheet)) = page.map(|page| &page.content) else {
            return;
        };
        let mut seen = sheet.clone();
        seen.glyphs.retain(|glyph| !glyph.invisible);
        self.lent = reading::lines(&seen).iter().filter_map(Lent::of).collect();
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
        lent: Vec::new(),
        why: None,
        picture: None,
    }
}

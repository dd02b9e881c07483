//! Glyphs and words of a PDF page as JSON lines, one a line: what `yosan text --boxes` and `--words` give.

use crate::geometry::Rect;
use crate::layout::reading;
use crate::source::{Color, Page, PageContent};
use serde::Serialize;
use std::io::{self, Write};

/// A glyph or a word: text, place in points from the top left of the unrotated page, size in points, fill colour.
#[derive(Serialize)]
struct Mark<'a> {
    page: u32,
    text: &'a str,
    bbox: [f64; 4],
    size: f64,
    color: String,
    vertical: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    angle: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invisible: Option<bool>,
}

/// Writes the glyphs of a page in drawing order; nothing for a text page.
///
/// # Errors
/// Those of `out`.
pub fn write_glyphs(page: &Page, out: &mut impl Write) -> io::Result<()> {
    let PageContent::Sheet(sheet) = &page.content else {
        return Ok(());
    };
    let mut text = String::new();
    for glyph in &sheet.glyphs {
        text.clear();
        glyph.text.push_to(&mut text);
        let mark = Mark {
            page: page.number.get(),
            text: &text,
            bbox: corners(glyph.bbox),
            size: hundredths(glyph.size),
            color: hex(glyph.color),
            vertical: glyph.vertical,
            angle: (glyph.angle != 0).then_some(glyph.angle),
            invisible: glyph.invisible.then_some(true),
        };
        serde_json::to_writer(&mut *out, &mark)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes the words of a page in reading order; nothing for a text page.
///
/// # Errors
/// Those of `out`.
pub fn write_words(page: &Page, out: &mut impl Write) -> io::Result<()> {
    let PageContent::Sheet(sheet) = &page.content else {
        return Ok(());
    };
    for word in reading::words(sheet) {
        let mark = Mark {
            page: page.number.get(),
            text: &word.text,
            bbox: corners(word.bbox),
            size: hundredths(word.size),
            color: hex(word.color),
            vertical: word.vertical,
            angle: None,
            invisible: None,
        };
        serde_json::to_writer(&mut *out, &mark)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn corners(rect: Rect) -> [f64; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(hundredths)
}

/// Points to two places: finer than any printer.
fn hundredths(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}

fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
}

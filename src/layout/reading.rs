//! Glyphs to words and lines.

use crate::geometry::Rect;
use crate::source::Sheet;

/// A line.
pub struct SheetLine {
    /// Text.
    pub text: String,
    /// Box.
    pub bbox: Rect,
}

/// Lines.
#[must_use]
pub fn lines(sheet: &Sheet) -> Vec<SheetLine> {
    let mut text = String::new();
    for g in &sheet.glyphs {
        g.text.push_to(&mut text);
    }
    vec![SheetLine {
        text,
        bbox: Rect::default(),
    }]
}

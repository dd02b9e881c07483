//! What a page shows besides its text: frames, coloured marks, and where its blocks stand. It outlives the page's text,
//! so that linking can look at the page again when all pages are read.

use super::blocks::Block;
use super::frames::FrameIndex;
use super::table::Table;
use crate::geometry::Rect;
use crate::source::{Color, Sheet};

/// The page as a reader's eye has it, without its words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surface {
    /// Width in points; 0 for a text page.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Boxes that hold something.
    pub frames: FrameIndex,
    /// Coloured marks: geometric characters and small filled squares, from the top.
    pub marks: Vec<Mark>,
    /// Blocks of text in reading order.
    pub blocks: Vec<BlockPlace>,
    /// Places of tables.
    pub tables: Vec<Rect>,
}

/// A mark that can stand for a colour: ●, ■, or a small square drawn as a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Its place.
    pub bbox: Rect,
    /// Its ink.
    pub color: Color,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockPlace {
    /// All its lines together.
    pub bbox: Rect,
    /// The smallest frame around it, as a number of [`Surface::frames`].
    pub frame: Option<usize>,
    /// Font size in points.
    pub size: f32,
    /// Ink of most of its characters.
    pub color: Color,
    /// Runs from top to bottom.
    pub vertical: bool,
}

/// Small squares are between these sides, in points.
const SQUARE: std::ops::RangeInclusive<f32> = 2.5..=24.0;
/// Marks kept of one page.
const MOST: usize = 2_000;

impl Surface {
    /// Gathers a sheet's surface.
    #[must_use]
    pub(super) fn of(sheet: &Sheet, frames: FrameIndex, blocks: &[Block], tables: &[Table]) -> Self {
        let glyphs = sheet.glyphs.iter().filter(|glyph| match glyph.text {
            crate::source::GlyphText::One(character) => is_geometric(character),
            crate::source::GlyphText::Several(_) => false,
        });
        let squares = sheet.boxes.iter().filter_map(|one| {
            let (width, height) = (one.bbox.width(), one.bbox.height());
            let square = SQUARE.contains(&width) && SQUARE.contains(&height) && width < 2.5 * height;
            (square && height < 2.5 * width).then_some(Mark {
                bbox: one.bbox,
                color: one.fill?,
            })
        });
        let mut marks: Vec<Mark> = glyphs
            .map(|glyph| Mark {
                bbox: glyph.bbox,
                color: glyph.color,
            })
            .chain(squares)
            .take(MOST)
            .collect();
        marks.sort_by(|a, b| {
            a.bbox
                .y0
                .total_cmp(&b.bbox.y0)
                .then(a.bbox.x0.total_cmp(&b.bbox.x0))
        });
        Self {
            width: sheet.width,
            height: sheet.height,
            frames,
            marks,
            blocks: blocks
                .iter()
                .map(|block| BlockPlace {
                    bbox: block.bbox,
                    frame: block.frame,
                    size: block.lines.first().map_or(0.0, |line| line.size),
                    color: block.color,
                    vertical: block.lines.iter().all(|line| line.vertical),
                })
                .collect(),
            tables: tables.iter().map(|table| table.bbox).collect(),
        }
    }
}

/// Unicode's geometric shapes and the bullets that fonts keep elsewhere.
fn is_geometric(character: char) -> bool {
    matches!(character, '\u{25A0}'..='\u{25FF}' | '\u{2B1B}'..='\u{2B24}' | '\u{2605}' | '\u{2606}' | '\u{2022}' | '\u{F06C}' | '\u{F06E}' | '\u{F0D8}')
}

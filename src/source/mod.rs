//! Bytes to a [`Document`] of [`Page`]s: for text the decoded text and its lines, for PDF positioned glyphs with
//! colours, ruling lines and filled boxes. Knows nothing of layout, Japanese or budgets.

pub mod pdf;
pub mod text;

use crate::diagnostic::Diagnostic;
use crate::geometry::Rect;
use crate::span::{PageNumber, Span};

/// One input, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// File name without its folder, or `-`.
    pub name: String,
    /// Text or PDF.
    pub media: Media,
    /// Number of bytes of the input.
    pub bytes: u64,
    /// The decoded source text, in which lines and spans count; empty for PDF.
    pub text: String,
    /// Pages in order. A PDF page that could not be read is there, empty, with a diagnostic.
    pub pages: Vec<Page>,
    /// What went wrong while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the bytes were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// Plain text.
    Text,
    /// A PDF file.
    Pdf,
}

impl Media {
    /// The media type used in output.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Pdf => "application/pdf",
        }
    }

    /// Told by content, not by name: `%PDF-` within the first kilobyte.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..1024).unwrap_or(bytes);
        if memchr::memmem::find(head, b"%PDF-").is_some() {
            Self::Pdf
        } else {
            Self::Text
        }
    }
}

/// One page of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its number, from 1.
    pub number: PageNumber,
    /// What stands on it.
    pub content: PageContent,
}

/// What stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageContent {
    /// Lines of the source text.
    Text {
        /// Every line of the page in order, empty ones included.
        lines: Vec<TextLine>,
    },
    /// Marks on a sheet.
    Sheet(Sheet),
}

/// A line of the source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLine {
    /// Number in the source text, from 1.
    pub number: u32,
    /// Bytes of the source text, without the line end.
    pub source_span: Span,
}

/// The marks on a PDF page that mean something to a reader.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Width of the visible page, in points.
    pub width: f32,
    /// Height of the visible page, in points.
    pub height: f32,
    /// Clockwise rotation in degrees with which a viewer shows the page: 0, 90, 180 or 270. Places below are those of
    /// the unrotated page.
    pub rotation: u16,
    /// Glyphs, in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Straight ruling lines.
    pub rules: Vec<Rule>,
    /// Filled or stroked rectangles.
    pub boxes: Vec<Box>,
    /// Bounding boxes of pictures and curved shapes.
    pub pictures: Vec<Rect>,
}

/// One drawn character. A ligature or an /ActualText of several characters is one glyph with several.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The characters, as the font's ToUnicode or its character collection gives them; U+FFFD where nothing does.
    pub text: GlyphText,
    /// Place: for upright text from baseline + descent to baseline + ascent.
    pub bbox: Rect,
    /// Font size on the page, in points.
    pub size: f32,
    /// Fill colour.
    pub color: Color,
    /// Set top to bottom (-V).
    pub vertical: bool,
    /// Drawn without ink (Tr 3), as under a scan.
    pub invisible: bool,
    /// Direction of the baseline, clockwise in degrees: 0 for ordinary text.
    pub angle: i16,
    /// Index of the font on this page; glyphs of one font share it.
    pub font: u16,
}

/// The characters of a glyph: almost always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GlyphText {
    /// One character.
    One(char),
    /// Several.
    Several(std::boxed::Box<str>),
}

impl GlyphText {
    /// Appends the characters to `out`.
    pub fn push_to(&self, out: &mut String) {
        match self {
            Self::One(character) => out.push(*character),
            Self::Several(text) => out.push_str(text),
        }
    }
}

/// A colour on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// The line with its width: a thin rectangle.
    pub bbox: Rect,
    /// Its colour.
    pub color: Color,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Box {
    /// Its outline.
    pub bbox: Rect,
    /// Colour inside, where it is filled.
    pub fill: Option<Color>,
    /// Colour of the border, where it has one.
    pub stroke: Option<Color>,
}

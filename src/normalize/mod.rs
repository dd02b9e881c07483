//! A normalized text beside its original, with a byte map both ways: width folding, dash and wave families, △▲, CJK
//! radicals, letter-spacing, vertical labels. What is quoted is always cut from the original.

mod characters;
mod fold;
mod labels;
mod map;
mod numbers;
mod page;
mod radicals;
mod spacing;

pub use map::ByteMap;

use self::fold::Folder;
use crate::span::Span;
use std::ops::Range;

/// A normalized text and the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normalized {
    /// The normalized text.
    pub text: String,
    /// Byte map between [`Self::text`] and the source.
    pub map: ByteMap,
}

impl Normalized {
    /// The source bytes that a normalized range stands for, widened to whole source characters. What was dropped at the
    /// edges of the range (white space, invisible characters) is not part of it; what was dropped inside is.
    #[must_use]
    pub fn source_span(&self, normalized_span: Span) -> Span {
        self.map.to_source(self.widened(normalized_span))
    }

    /// The normalized bytes that a source range became, widened to whole normalized characters.
    #[must_use]
    pub fn normalized_span(&self, source_span: Span) -> Span {
        self.widened(self.map.to_normalized(source_span))
    }

    /// The range widened to whole characters of the normalized text, and cut to it.
    fn widened(&self, normalized_span: Span) -> Span {
        let end = normalized_span.end.min(self.text.len());
        Span::new(
            self.text.floor_char_boundary(normalized_span.start.min(end)),
            self.text.ceil_char_boundary(end),
        )
    }
}

/// A page's text after normalization, cut into lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NormalizedPage {
    /// The lines joined by `\n`; the map leads to the page's source text.
    pub folded: Normalized,
    /// The lines in order. A blank source line gives an empty one.
    pub lines: Vec<NormalizedLine>,
}

/// One line of a normalized page. Several source lines may have become one: a label set one character a line, a number
/// broken before its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormalizedLine {
    /// Bytes of the normalized text, without the line end.
    pub normalized_span: Span,
    /// Indices of the source lines; narrow, for a text has under 4 GiB and may be nothing but lines.
    source_lines: Range<u32>,
    /// A label that was set one character a line.
    pub vertical: bool,
}

impl NormalizedLine {
    /// Indices of the source lines that it was made of.
    #[must_use]
    pub fn source_lines(&self) -> Range<usize> {
        self.source_lines.start as usize..self.source_lines.end as usize
    }
}

/// Normalizes a piece of text, character by character; line ends stay. The text may have up to 4 GiB.
#[must_use]
pub fn fold(source: &str) -> Normalized {
    let mut folder = Folder::with_capacity(source.len());
    folder.piece(source, 0, None);
    folder.out
}

/// Normalizes a page given as the ranges of its lines in `source`, in order.
///
/// Beyond folding: lines are trimmed; letter-spaced headings (主 な 取 組) are closed up; a label set one character a line
/// becomes one line; a number broken before its unit or within becomes one. Joins leave no trace in the normalized text,
/// and a source span across one covers the line end.
#[must_use]
pub fn page(source: &str, lines: &[Span]) -> NormalizedPage {
    page::normalize(source, lines)
}

#[cfg(test)]
mod tests;

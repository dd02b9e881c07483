//! A normalized text beside its original, with a byte map both ways: width folding, dash and wave families, △▲, CJK
//! radicals, letter-spacing, vertical labels. What is quoted is always cut from the original.

mod map;

pub use map::ByteMap;

use crate::span::Span;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A normalized text and the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normalized {
    /// The normalized text.
    pub text: String,
    /// Byte map between [`Self::text`] and the source.
    pub map: ByteMap,
}

impl Normalized {
    /// The source bytes that a normalized range stands for, widened to whole source characters.
    #[must_use]
    pub fn source_span(&self, normalized_span: Span) -> Span {
        self.map.to_source(normalized_span)
    }

    /// The normalized bytes that a source range became, widened to whole normalized characters.
    #[must_use]
    pub fn normalized_span(&self, source_span: Span) -> Span {
        self.map.to_normalized(source_span)
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
    /// Indices of the source lines that it was made of.
    pub source_lines: Range<usize>,
    /// A label that was set one character a line.
    pub vertical: bool,
}

/// Normalizes a piece of text, character by character; line ends stay.
#[must_use]
pub fn fold(source: &str) -> Normalized {
    let mut out = Normalized::default();
    for (offset, character) in source.char_indices() {
        let before = out.text.len();
        out.text.extend(character.nfkc());
        out.map
            .push(before, out.text.len(), offset, offset + character.len_utf8());
    }
    out
}

/// Normalizes a page given as the ranges of its lines in `source`.
#[must_use]
pub fn page(source: &str, lines: &[Span]) -> NormalizedPage {
    let mut out = NormalizedPage::default();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            let at = out.folded.text.len();
            out.folded.text.push('\n');
            out.folded.map.push(at, at + 1, line.start, line.start);
        }
        let start = out.folded.text.len();
        let folded = fold(line.slice(source).trim());
        let lead = line.start + (line.slice(source).len() - line.slice(source).trim_start().len());
        for run in folded.map.runs() {
            out.folded
                .map
                .push(run.0 + start, run.1 + start, run.2 + lead, run.3 + lead);
        }
        out.folded.text.push_str(&folded.text);
        out.lines.push(NormalizedLine {
            normalized_span: Span::new(start, out.folded.text.len()),
            source_lines: index..index + 1,
            vertical: false,
        });
    }
    out
}

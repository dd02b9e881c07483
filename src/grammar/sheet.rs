//! What a parser of lines sees: the normalized page with the way back to its places, and what is in force on it.

use super::era::Era;
use super::signs::Signs;
use super::unit::Unit;
use crate::layout::{Page, Room};
use crate::lexicon::Lexicon;
use crate::model::{Evidence, EvidenceRole, FiscalYear};
use crate::normalize::{NormalizedLine, NormalizedPage};
use crate::span::Span;

/// A normalized page beside the page that it was made of.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'p> {
    pub(super) page: &'p Page<'p>,
    pub(super) normalized: &'p NormalizedPage,
    /// By normalized line: what stands on it.
    pub(super) signs: &'p [Signs],
}

impl<'p> Sheet<'p> {
    /// Whether it is a page of places and shapes, not of text alone.
    pub(super) fn is_drawn(&self) -> bool {
        self.page.surface.width > 0.0
    }

    /// Number of normalized lines.
    pub(super) fn len(&self) -> usize {
        self.normalized.lines.len()
    }

    /// Where a line stands in the normalized text.
    pub(super) fn span(&self, line: usize) -> Span {
        self.normalized
            .lines
            .get(line)
            .map_or_else(Span::default, |line| line.normalized_span)
    }

    /// The lines of the page that a normalized line was made of.
    pub(super) fn source_lines(&self, line: usize) -> std::ops::Range<usize> {
        self.normalized
            .lines
            .get(line)
            .map_or(usize::MAX..usize::MAX, NormalizedLine::source_lines)
    }

    /// The normalized lines made of a range of the page's lines.
    pub(super) fn lines_of(&self, lines: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = self
            .normalized
            .lines
            .partition_point(|line| line.source_lines().start < lines.start);
        let end = self
            .normalized
            .lines
            .partition_point(|line| line.source_lines().start < lines.end);
        first..end.max(first)
    }

    /// A line's normalized text.
    pub(super) fn line(&self, line: usize) -> &'p str {
        self.text(self.span(line))
    }

    /// A piece of the normalized text.
    pub(super) fn text(&self, span: Span) -> &'p str {
        span.slice(&self.normalized.folded.text)
    }

    /// Whether the line is blank.
    pub(super) fn is_blank(&self, line: usize) -> bool {
        self.span(line).is_empty()
    }

    /// What stands on a line.
    pub(super) fn signs(&self, line: usize) -> Signs {
        self.signs.get(line).copied().unwrap_or_default()
    }

    /// What stands on the lines of a piece of the normalized text: all of the piece's signs, and perhaps more.
    pub(super) fn signs_around(&self, span: Span) -> Signs {
        let lines = &self.normalized.lines;
        let first = lines.partition_point(|line| line.normalized_span.end < span.start);
        lines
            .get(first..)
            .unwrap_or(&[])
            .iter()
            .zip(self.signs.get(first..).unwrap_or(&[]))
            .take_while(|(line, _)| line.normalized_span.start < span.end)
            .map(|(_, signs)| *signs)
            .collect()
    }

    /// Whether a column or box begins anew with this line.
    pub(super) fn starts_column(&self, line: usize) -> bool {
        let first = self
            .normalized
            .lines
            .get(line)
            .map(|line| line.source_lines().start);
        first
            .and_then(|first| self.page.lines.get(first))
            .is_some_and(|line| line.column_start)
    }

    /// Whether the line ends for want of room: the next goes on with it.
    pub(super) fn room(&self, line: usize) -> Room {
        let last = self.source_lines(line).end.checked_sub(1);
        last.and_then(|last| self.page.lines.get(last))
            .map_or(Room::Free, |line| line.room)
    }

    /// Whether the line is a label that was set one character a line.
    pub(super) fn is_vertical(&self, line: usize) -> bool {
        self.normalized.lines.get(line).is_some_and(|line| line.vertical)
    }

    /// The source of a piece of normalized text.
    pub(super) fn quote(&self, role: EvidenceRole, span: Span) -> Evidence {
        self.page.quote(role, self.normalized.folded.source_span(span))
    }

    /// The source text of a piece of normalized text, spaces and all.
    pub(super) fn printed(&self, span: Span) -> &'p str {
        let page: &'p Page<'p> = self.page;
        self.normalized.folded.source_span(span).slice(&page.text)
    }

    /// Where a piece of a normalized line stands in [`Self::source_line`].
    pub(super) fn offsets(&self, line: usize, span: Span) -> Span {
        let lines = self.normalized.lines.get(line);
        let first = lines.and_then(|line| self.page.lines.get(line.source_lines().start));
        let start = first.map_or(0, |line| line.span.start);
        let found = self.normalized.folded.source_span(span);
        Span::new(found.start.saturating_sub(start), found.end.saturating_sub(start))
    }

    /// Where [`Self::source_line`] begins in the page's source text.
    pub(super) fn source_start(&self, line: usize) -> usize {
        let first = self
            .normalized
            .lines
            .get(line)
            .map(|line| line.source_lines().start);
        first
            .and_then(|first| self.page.lines.get(first))
            .map_or(0, |line| line.span.start)
    }

    /// The source text of a line, spaces and all.
    pub(super) fn source_line(&self, line: usize) -> &'p str {
        let page: &'p Page<'p> = self.page;
        let first = self
            .normalized
            .lines
            .get(line)
            .map(|line| line.source_lines().start);
        first
            .and_then(|first| page.lines.get(first))
            .map_or("", |line| line.span.slice(&page.text))
    }
}

/// What is in force where a parser reads.
#[derive(Clone, Copy)]
pub(super) struct InForce<'l> {
    pub(super) lexicon: &'l Lexicon,
    /// The document's fiscal year: ministries and tags are read in it.
    pub(super) year: Option<FiscalYear>,
    /// The phase that the document asks for.
    pub(super) phase: Option<crate::model::Phase>,
    /// The document's era, for 5年度.
    pub(super) era: Option<Era>,
    /// The unit of bare figures, from a 単位 note.
    pub(super) unit: Option<Unit>,
}

//! The cells of a line of text: parted by tabs, by rulings, or by white space, with their places in display cells.

use crate::grammar::sheet::Sheet;
use crate::span::Span;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// So many display cells of white space part two cells where a table has no rulings. Narrower tables are read by
/// [`Parting::Spaces`].
const GAP_CELLS: usize = 2;

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parting {
    /// Tabs: an empty cell keeps its place.
    Tabs,
    /// Rulings (|, │): likewise.
    Rulings,
    /// Gaps of two display cells or more.
    Gaps,
    /// Any white space.
    Spaces,
}

impl Parting {
    /// Whether a cell's number tells its column.
    pub(super) fn keeps_places(self) -> bool {
        matches!(self, Self::Tabs | Self::Rulings)
    }

    /// What parts the cells of a line, as the line itself shows.
    pub(super) fn of(source: &str) -> Self {
        if source.contains('\t') {
            Self::Tabs
        } else if source.chars().filter(|c| is_ruling(*c)).count() > 1 {
            Self::Rulings
        } else {
            Self::Gaps
        }
    }
}

/// A cell of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where its text stands in the normalized page; empty for an empty cell.
    pub(super) span: Span,
    /// Its edges on the source line, in display cells.
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Cell {
    /// How far two cells stand apart; 0 where one stands over the other.
    pub(super) fn distance(&self, other: &Self) -> usize {
        self.left
            .saturating_sub(other.right)
            .max(other.left.saturating_sub(self.right))
    }
}

/// Cuts a line into cells.
pub(super) fn cells(sheet: Sheet<'_>, line: usize, parting: Parting) -> Vec<Cell> {
    let source = sheet.source_line(line);
    let mut out = Vec::new();
    match parting {
        Parting::Tabs => split(source, |c| c == '\t', &mut out),
        Parting::Rulings => {
            split(source, is_ruling, &mut out);
            // The rulings at the edges part nothing.
            let empty = |piece: &(usize, usize)| {
                source
                    .get(piece.0..piece.1)
                    .is_some_and(|text| text.trim().is_empty())
            };
            if out.first().is_some_and(empty) {
                out.remove(0);
            }
            if out.last().is_some_and(empty) {
                out.pop();
            }
        }
        Parting::Gaps => at_gaps(source, GAP_CELLS, &mut out),
        Parting::Spaces => at_gaps(source, 1, &mut out),
    }
    let base = sheet.source_start(line);
    out.into_iter()
        .map(|(start, end)| {
            let text = source.get(start..end).unwrap_or("");
            let left = start + (text.len() - text.trim_start().len());
            let right = start + text.trim_end().len();
            let own = Span::new(left, right.max(left)).shifted(base);
            Cell {
                span: if own.is_empty() {
                    Span::default()
                } else {
                    sheet.normalized.folded.normalized_span(own)
                },
                left: columns(source.get(..left).unwrap_or("")),
                right: columns(source.get(..right.max(left)).unwrap_or("")),
            }
        })
        .collect()
}

fn is_ruling(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃')
}

fn split(source: &str, parts: impl Fn(char) -> bool, out: &mut Vec<(usize, usize)>) {
    let mut start = 0;
    for (at, c) in source.char_indices().filter(|(_, c)| parts(*c)) {
        out.push((start, at));
        start = at + c.len_utf8();
    }
    out.push((start, source.len()));
}

fn at_gaps(source: &str, gap: usize, out: &mut Vec<(usize, usize)>) {
    let mut start = None;
    let mut blank: Option<usize> = None;
    for (at, c) in source.char_indices() {
        if c.is_whitespace() {
            blank = blank.or(Some(at));
            continue;
        }
        if let (Some(from), Some(begin)) = (blank.take(), start) {
            let white = source.get(from..at).unwrap_or("");
            if white.width_cjk() >= gap || white.contains('\t') {
                out.push((begin, from));
                start = Some(at);
            }
        }
        start = start.or(Some(at));
    }
    if let Some(begin) = start {
        out.push((begin, source.trim_end().len()));
    }
}

/// Display cells of a text; a tab goes to the next multiple of eight.
fn columns(text: &str) -> usize {
    text.chars().fold(0, |column, c| match c {
        '\t' => column + 8 - column % 8,
        _ => column + c.width_cjk().unwrap_or(0),
    })
}

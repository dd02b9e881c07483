//! A page's lines normalized and joined: which source lines become one line is decided on the source, then each is
//! folded in its place, so that a long mark is told by its neighbours in the joined line.

use super::fold::Folder;
use super::labels::{self, Found, Shape};
use super::{NormalizedLine, NormalizedPage, characters, numbers, spacing};
use crate::span::Span;
use std::ops::Range;

/// See [`super::page`].
pub(super) fn normalize(source: &str, lines: &[Span]) -> NormalizedPage {
    let lines = Lines { source, lines };
    let bytes: usize = lines.lines.iter().map(|line| line.len() + 1).sum();
    let mut writer = Writer {
        lines,
        folder: Folder::with_capacity(bytes.min(source.len() + lines.lines.len())),
        out: Vec::with_capacity(lines.lines.len()),
        source_end: 0,
        wide_spaces: lines.holds("\u{3000}"),
    };
    let mut at = 0;
    // Short lines up to here were looked at and are no label.
    let mut plain_until = 0;
    while at < lines.lines.len() {
        let mut end = at + 1;
        let mut vertical = false;
        let first = lines.trimmed(at);
        if at >= plain_until && matches!(labels::shape(lines.text(at), first.0), Shape::Part(_)) {
            match labels::find(at, lines.lines.len(), |index| lines.shape(index)) {
                Found::Label(label_end) => {
                    end = label_end;
                    vertical = true;
                }
                Found::Lines(until) => plain_until = until,
            }
        }
        if !vertical && numbers::may_go_on(first.0) {
            while lines.number_goes_on(at, end) {
                end += 1;
            }
        }
        writer.line(first, at..end, vertical);
        at = end;
    }
    NormalizedPage {
        folded: writer.folder.out,
        lines: writer.out,
    }
}

#[derive(Clone, Copy)]
struct Lines<'s> {
    source: &'s str,
    lines: &'s [Span],
}

impl<'s> Lines<'s> {
    /// A line's place; where a range begins before the one above ends, or cuts a character, it is empty.
    fn span(&self, index: usize) -> Span {
        self.lines.get(index).copied().unwrap_or_default()
    }

    fn text(&self, index: usize) -> &'s str {
        self.span(index).slice(self.source)
    }

    /// A line without white space and invisible characters around it, and where it begins.
    fn trimmed(&self, index: usize) -> (&'s str, usize) {
        let (text, skipped) = characters::visible(self.text(index));
        (text, self.span(index).start + skipped)
    }

    /// Whether the stretch of the source from the first line to the last holds `needle`.
    fn holds(&self, needle: &str) -> bool {
        let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) else {
            return false;
        };
        // Ranges out of order: look everywhere.
        let stretch = self
            .source
            .as_bytes()
            .get(first.start..last.end)
            .unwrap_or(self.source.as_bytes());
        memchr::memmem::find(stretch, needle.as_bytes()).is_some()
    }

    fn shape(&self, index: usize) -> Shape {
        labels::shape(self.text(index), self.trimmed(index).0)
    }

    /// Whether line `index` goes on the number at the end of the line above, which with those from `from` on is one.
    fn number_goes_on(&self, from: usize, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).filter(|_| index < self.lines.len()) else {
            return false;
        };
        let left = self.trimmed(before).0;
        if !numbers::may_go_on(left) {
            return false;
        }
        let right = self.trimmed(index).0;
        !right.is_empty()
            && numbers::goes_on(numbers::Around {
                above: before
                    .checked_sub(1)
                    .filter(|_| before == from)
                    .map(|above| self.trimmed(above).0),
                left,
                right,
                below: (index + 1 < self.lines.len()).then(|| self.trimmed(index + 1).0),
            })
    }
}

struct Writer<'s> {
    lines: Lines<'s>,
    folder: Folder,
    out: Vec<NormalizedLine>,
    /// Where the source lines written so far end.
    source_end: usize,
    /// The page has ideographic spaces.
    wide_spaces: bool,
}

impl Writer<'_> {
    /// Writes some source lines, of which the first is given trimmed, as one line.
    fn line(&mut self, first: (&str, usize), source_lines: Range<usize>, vertical: bool) {
        if !self.out.is_empty() {
            self.line_end(source_lines.start);
        }
        let start = self.folder.out.text.len();
        for index in source_lines.clone() {
            let span = self.lines.span(index);
            let (text, base) = if index == source_lines.start {
                first
            } else {
                self.lines.trimmed(index)
            };
            // Ranges out of order have no place in a map: their lines stay empty.
            if base < self.source_end {
                continue;
            }
            if !text.is_empty() {
                let after =
                    (index + 1..source_lines.end).find_map(|next| self.lines.trimmed(next).0.chars().next());
                self.piece(text, base, after);
            }
            if self.lines.source.get(span.range()).is_some() {
                self.source_end = span.end;
            }
        }
        self.out.push(NormalizedLine {
            normalized_span: Span::new(start, self.folder.out.text.len()),
            source_lines: narrow(source_lines.start)..narrow(source_lines.end),
            vertical,
        });
    }

    /// Writes the line end before line `next`. It stands for the first line end between the lines in the source, or for
    /// no byte where there is none.
    fn line_end(&mut self, next: usize) {
        let until = self.lines.span(next).start;
        let between = self.lines.source.get(self.source_end..until).unwrap_or("");
        let len = match between.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            _ => between.chars().next().map_or(0, char::len_utf8),
        };
        self.folder.character('\n', self.source_end, len);
        self.source_end += len;
    }

    fn piece(&mut self, text: &str, base: usize, after: Option<char>) {
        if !spacing::may_be_spaced(text, self.wide_spaces) {
            self.folder.piece(text, base, after);
            return;
        }
        let folder = &mut self.folder;
        spacing::pieces(text, |piece| {
            let next = text
                .get(piece.end..)
                .and_then(|rest| rest.trim_start().chars().next());
            folder.piece(
                text.get(piece.clone()).unwrap_or(""),
                base + piece.start,
                next.or(after),
            );
        });
    }
}

/// The number of a line of a text.
fn narrow(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

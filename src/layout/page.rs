use crate::geometry::Rect;
use crate::model::{Evidence, EvidenceRole};
use crate::source::TextLine;
use crate::span::{PageNumber, Span};
use std::borrow::Cow;

/// A page as text in reading order, with the way from every piece of it to its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<'a> {
    /// Its number.
    pub number: PageNumber,
    /// The text of the page. For a text document a slice of the source, for PDF the lines joined by `\n`.
    pub text: Cow<'a, str>,
    /// The lines in order; a blank one separates blocks.
    pub lines: Vec<Line>,
    /// Where `text` begins in the source text; `None` for PDF.
    source_offset: Option<usize>,
    /// For PDF the box of every character of `text`, by its first byte, in order.
    boxes: Vec<(usize, Rect)>,
}

/// A line of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Bytes of the page's text, without the line end.
    pub span: Span,
    /// Number in the source text; `None` for PDF.
    pub number: Option<u32>,
    /// The source begins the line with exactly one ASCII space: in text drawn from slides a column or box begins anew.
    pub column_start: bool,
}

/// Where a piece of a page's text stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Page.
    pub page: PageNumber,
    /// Line in the source text, from 1; `None` for PDF.
    pub line: Option<u32>,
    /// Bytes of the source text; `None` for PDF.
    pub source_span: Option<Span>,
    /// Place on the page; `None` for text.
    pub bbox: Option<Rect>,
}

impl<'a> Page<'a> {
    /// A page of a text document.
    #[must_use]
    pub fn of_text(number: PageNumber, source: &'a str, lines: &[TextLine]) -> Self {
        let start = lines.first().map_or(0, |line| line.source_span.start);
        let end = lines.last().map_or(start, |line| line.source_span.end);
        let lines = lines
            .iter()
            .map(|line| Line {
                span: Span::new(line.source_span.start - start, line.source_span.end - start),
                number: Some(line.number),
                column_start: starts_column(line.source_span.slice(source)),
            })
            .collect();
        Self {
            number,
            text: Cow::Borrowed(Span::new(start, end).slice(source)),
            lines,
            source_offset: Some(start),
            boxes: Vec::new(),
        }
    }

    /// A page of a PDF: its lines with the box of every character. A line without characters is blank.
    #[must_use]
    pub fn of_lines(number: PageNumber, lines: Vec<Vec<(char, Rect)>>) -> Self {
        let mut text = String::new();
        let mut boxes = Vec::new();
        let mut spans = Vec::new();
        for line in lines {
            if !spans.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            for (character, rect) in line {
                boxes.push((text.len(), rect));
                text.push(character);
            }
            spans.push(Line {
                span: Span::new(start, text.len()),
                number: None,
                column_start: false,
            });
        }
        Self {
            number,
            text: Cow::Owned(text),
            lines: spans,
            source_offset: None,
            boxes,
        }
    }

    /// The place of a range of the page's text.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let line = self
            .lines
            .partition_point(|line| line.span.end < span.start)
            .min(self.lines.len().saturating_sub(1));
        Place {
            page: self.number,
            line: self.lines.get(line).and_then(|line| line.number),
            source_span: self.source_offset.map(|offset| span.shifted(offset)),
            bbox: self.bbox(span),
        }
    }

    /// The text of a range as it is printed, with its place.
    #[must_use]
    pub fn quote(&self, role: EvidenceRole, span: Span) -> Evidence {
        let place = self.place(span);
        Evidence {
            role,
            page: place.page,
            line: place.line,
            source_span: place.source_span,
            bbox: place.bbox,
            text: span.slice(&self.text).to_owned(),
        }
    }

    fn bbox(&self, span: Span) -> Option<Rect> {
        let first = self.boxes.partition_point(|(at, _)| *at < span.start);
        let last = self.boxes.partition_point(|(at, _)| *at < span.end);
        self.boxes
            .get(first..last)?
            .iter()
            .map(|(_, rect)| *rect)
            .reduce(|all, rect| all.union(&rect))
    }
}

fn starts_column(line: &str) -> bool {
    let mut characters = line.chars();
    characters.next() == Some(' ') && characters.next().is_some_and(|next| !next.is_whitespace())
}

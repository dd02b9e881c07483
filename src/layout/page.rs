use super::blocks::{Block, Room};
use super::reading::SheetLine;
use super::surface::Surface;
use super::table::Table;
use super::turn::Turn;
use crate::geometry::Rect;
use crate::model::{Evidence, EvidenceRole};
use crate::source::TextLine;
use crate::span::{PageNumber, Span};
use std::borrow::Cow;
use std::ops::Range;

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
    /// What the page shows besides its text; empty for a text page.
    pub surface: Surface,
    /// For PDF the tables; their cells' lines stand among [`Self::lines`].
    pub tables: Vec<PageTable>,
    /// How the sheet was turned to be read. All places of the page are those of the turned sheet.
    pub turn: Turn,
}

/// A table of a page, its cells' text in the page's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct PageTable {
    /// All cells together.
    pub bbox: Rect,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Its cells, row by row; merged ones once.
    pub cells: Vec<PageCell>,
    /// Drawn with rulings or filled cells.
    pub ruled: bool,
    /// Its lines in [`Page::lines`], separators included.
    pub lines: Range<usize>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct PageCell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// Its place.
    pub bbox: Rect,
    /// Its lines in [`Page::lines`]; empty where nothing stands in it.
    pub lines: Range<usize>,
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
    /// On a sheet: whether the line ends for want of room, so that the next goes on with it.
    pub room: Room,
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
                room: Room::Free,
            })
            .collect();
        Self {
            number,
            text: Cow::Borrowed(Span::new(start, end).slice(source)),
            lines,
            source_offset: Some(start),
            boxes: Vec::new(),
            surface: Surface::default(),
            tables: Vec::new(),
            turn: Turn::default(),
        }
    }

    /// A page of a PDF: blocks and tables, a blank line between any two and between cells.
    #[must_use]
    pub fn of_parts(number: PageNumber, parts: Vec<Part>, surface: Surface, turn: Turn) -> Self {
        let mut writer = SheetWriter::default();
        for part in parts {
            match part {
                Part::Block(block) => {
                    writer.separate();
                    writer.block(&block);
                }
                Part::Table(table) => writer.table(table),
            }
        }
        Self {
            number,
            text: Cow::Owned(writer.text),
            lines: writer.lines,
            source_offset: None,
            boxes: writer.boxes,
            surface,
            tables: writer.tables,
            turn,
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

/// A part of a PDF page.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Lines that are read together.
    Block(Block),
    /// A table.
    Table(Table),
}

impl Part {
    /// Its place.
    #[must_use]
    pub fn bbox(&self) -> Rect {
        match self {
            Self::Block(block) => block.bbox,
            Self::Table(table) => table.bbox,
        }
    }
}

/// Writes a page's text with the place of every character.
#[derive(Default)]
struct SheetWriter {
    text: String,
    lines: Vec<Line>,
    boxes: Vec<(usize, Rect)>,
    tables: Vec<PageTable>,
}

impl SheetWriter {
    /// A blank line, except at the top of the page.
    fn separate(&mut self) {
        if !self.lines.is_empty() {
            self.line(std::iter::empty());
        }
    }

    fn block(&mut self, block: &Block) {
        let first = self.lines.len();
        self.lines(&block.lines);
        for (line, room) in self.lines.iter_mut().skip(first).zip(&block.room) {
            line.room = *room;
        }
    }

    fn lines(&mut self, lines: &[SheetLine]) {
        for line in lines {
            let boxes = line.places.iter().map(|place| place.bbox);
            self.line(line.text.chars().zip(boxes));
        }
    }

    fn line(&mut self, characters: impl Iterator<Item = (char, Rect)>) {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        for (character, rect) in characters {
            self.boxes.push((self.text.len(), rect));
            self.text.push(character);
        }
        self.lines.push(Line {
            span: Span::new(start, self.text.len()),
            number: None,
            column_start: false,
            room: Room::Free,
        });
    }

    fn table(&mut self, table: Table) {
        self.separate();
        let first = self.lines.len();
        let mut cells = Vec::with_capacity(table.cells.len());
        for cell in table.cells {
            if !cell.lines.is_empty() && self.lines.len() > first {
                self.separate();
            }
            let start = self.lines.len();
            self.lines(&cell.lines);
            cells.push(PageCell {
                rows: cell.rows,
                columns: cell.columns,
                bbox: cell.bbox,
                lines: start..self.lines.len(),
            });
        }
        self.tables.push(PageTable {
            bbox: table.bbox,
            rows: table.rows,
            columns: table.columns,
            cells,
            ruled: table.ruled,
            lines: first..self.lines.len(),
        });
    }
}

fn starts_column(line: &str) -> bool {
    let mut characters = line.chars();
    characters.next() == Some(' ') && characters.next().is_some_and(|next| !next.is_whitespace())
}

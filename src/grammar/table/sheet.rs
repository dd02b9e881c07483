//! Tables on a sheet, whose cells layout has found: the head's words to columns, the rows below to names and figures.
//! What a head puts in force (columns, unit, the ministry of a merged cell) holds on the pages after it, where the same
//! columns go on without a head.

use super::ledger;
use super::rows::{self, Row};
use super::{Token, cell, column_of, unit_in};
use crate::grammar::node::{Column, ColumnKind, Figure, MinistryLabel, TableHeader};
use crate::grammar::reader::PageReading;
use crate::grammar::unit::Unit;
use crate::layout::{PageCell, PageTable};
use crate::model::Ministry;
use crate::span::Span;
use std::ops::Range;

/// What a table's head says of its columns.
#[derive(Debug, Clone)]
pub(in crate::grammar) struct SheetHead {
    pub(super) columns: Vec<HeadColumn>,
    pub(super) unit: Option<Unit>,
    /// The ministry that holds for the rows below it.
    pub(super) ministry: Option<Ministry>,
    /// Names stand in several columns, each with figures of its own: a ledger.
    pub(super) ledger: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct HeadColumn {
    /// The head's words.
    pub(super) words: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) kind: ColumnKind,
    pub(super) column: Option<Column>,
    /// For names: which of the columns of names, from the left.
    pub(super) level: u8,
    /// A unit stands in it.
    pub(super) has_unit: bool,
    /// Left edge of the leftmost name, for indents.
    pub(super) left: f32,
}

/// Rows of a head.
const HEAD_ROWS: usize = 5;
/// Edges of columns that go on over a page, in points.
const SAME_EDGE: f32 = 8.0;

/// Reads a table; `false` where it is none of money, so that its cells are to be read as text.
pub(in crate::grammar) fn read(reading: &mut PageReading<'_, '_>, table: &PageTable) -> bool {
    let grid = Cells::of(reading, table);
    let head_rows = head_rows(reading, &grid);
    let found = head(reading, &grid, head_rows);
    let known = reading.sheet_head.take().filter(|known| goes_on(known, &grid));
    let (mut head, from, new) = match (found, known) {
        (Some(mut head), known) => {
            let same = known.as_ref().is_some_and(|known| same_columns(known, &head));
            if let Some(known) = known.filter(|_| same) {
                head.unit = head.unit.or(known.unit);
                head.ministry = head.ministry.or(known.ministry);
                for (column, before) in head.columns.iter_mut().zip(&known.columns) {
                    column.left = column.left.min(before.left);
                    column.has_unit |= before.has_unit;
                }
            }
            (head, head_rows, !same)
        }
        (None, Some(known)) => (known, 0, false),
        (None, None) => return false,
    };
    if new {
        let columns = head
            .columns
            .iter()
            .filter_map(|column| column.column.clone())
            .collect();
        reading.push(crate::grammar::NodeKind::TableHeader(TableHeader { columns }));
    }
    if head.unit.is_some() {
        reading.force.unit = head.unit;
    }
    rows::read(reading, &grid, &mut head, from);
    reading.sheet_head = Some(head);
    true
}

/// A table's cells with their text.
pub(super) struct Cells<'t> {
    pub(super) table: &'t PageTable,
    /// By cell: its normalized lines.
    pub(super) lines: Vec<Range<usize>>,
    /// By row and column: the cell.
    by_square: Vec<Option<usize>>,
}

impl<'t> Cells<'t> {
    fn of(reading: &PageReading<'_, '_>, table: &'t PageTable) -> Self {
        let mut by_square = vec![None; table.rows * table.columns];
        for (number, cell) in table.cells.iter().enumerate() {
            for row in cell.rows.clone() {
                for column in cell.columns.clone() {
                    if let Some(slot) = by_square.get_mut(row * table.columns + column) {
                        *slot = Some(number);
                    }
                }
            }
        }
        let lines = table
            .cells
            .iter()
            .map(|cell| reading.sheet.lines_of(&cell.lines))
            .collect();
        Self {
            table,
            lines,
            by_square,
        }
    }

    /// The cell at a row and column.
    pub(super) fn at(&self, row: usize, column: usize) -> Option<usize> {
        self.by_square
            .get(row * self.table.columns + column)
            .copied()
            .flatten()
    }

    pub(super) fn cell(&self, number: usize) -> Option<&'t PageCell> {
        self.table.cells.get(number)
    }

    /// Whether a cell begins in a row.
    pub(super) fn begins(&self, number: usize, row: usize) -> bool {
        self.cell(number).is_some_and(|cell| cell.rows.start == row)
    }

    /// The text of a cell, its lines joined.
    pub(super) fn text(&self, reading: &PageReading<'_, '_>, number: usize) -> String {
        let mut out = String::new();
        for line in self.lines.get(number).cloned().unwrap_or_default() {
            out.push_str(reading.sheet.line(line));
        }
        out
    }

    /// The lines of a cell as one span of the normalized text.
    pub(super) fn span(&self, reading: &PageReading<'_, '_>, number: usize) -> Option<Span> {
        let lines = self.lines.get(number)?;
        let last = lines.end.checked_sub(1).filter(|last| *last >= lines.start)?;
        Some(Span::new(
            reading.sheet.span(lines.start).start,
            reading.sheet.span(last).end,
        ))
    }

    /// Left and right edge of a column.
    fn edges(&self, column: usize) -> (f32, f32) {
        let own = self
            .table
            .cells
            .iter()
            .filter(|cell| cell.columns == (column..column + 1));
        let (mut x0, mut x1) = (f32::MAX, f32::MIN);
        for cell in own {
            x0 = x0.min(cell.bbox.x0);
            x1 = x1.max(cell.bbox.x1);
        }
        (x0, x1)
    }
}

/// The figure of a cell: its first line that is one.
pub(super) fn figure(
    reading: &PageReading<'_, '_>,
    cells: &Cells<'_>,
    number: usize,
    unit: Option<Unit>,
) -> Option<Figure> {
    cells.lines.get(number)?.clone().find_map(|line| {
        let span = reading.sheet.span(line);
        let token = Token {
            text: reading.sheet.text(span).to_owned(),
            span,
            left: 0,
            right: 0,
        };
        cell(reading.sheet, 0, &token, unit)
    })
}

/// Rows from the top before the first with a number in a cell of its own.
fn head_rows(reading: &PageReading<'_, '_>, cells: &Cells<'_>) -> usize {
    let is_body = |row: usize| {
        (0..cells.table.columns).any(|column| {
            cells
                .at(row, column)
                .filter(|number| cells.begins(*number, row))
                .is_some_and(|number| {
                    let text = cells.text(reading, number);
                    let text = text.trim();
                    is_plain_number(text)
                        || Unit::parse(text.trim_matches(['(', ')'])).is_some()
                        || matches!(text, "-" | "皆増" | "皆減" | "事項要求")
                })
        })
    };
    (0..cells.table.rows.min(HEAD_ROWS + 1))
        .find(|row| is_body(*row))
        .unwrap_or(cells.table.rows.min(HEAD_ROWS))
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    ',' | '.' | '△' | '▲' | '-' | '+' | '(' | ')' | ' ' | '億' | '百' | '千' | '万' | '円'
                )
        })
}

/// Reads the head's rows: each column by the words of its own cell, else with those above it.
fn head(reading: &PageReading<'_, '_>, cells: &Cells<'_>, head_rows: usize) -> Option<SheetHead> {
    let mut columns: Vec<HeadColumn> = Vec::with_capacity(cells.table.columns);
    let mut unit = None;
    let mut known = 0;
    for column in 0..cells.table.columns {
        let mut words: Vec<String> = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        for row in 0..head_rows {
            let Some(number) = cells.at(row, column).filter(|number| !seen.contains(number)) else {
                continue;
            };
            seen.push(number);
            let text = cells.text(reading, number).replace(' ', "");
            if text.is_empty() {
                continue;
            }
            unit = unit.or_else(|| unit_in(&text));
            words.push(strip_unit(&text).to_owned());
        }
        let found = meaning(reading, &words);
        known += usize::from(found.is_some());
        let (x0, x1) = cells.edges(column);
        columns.push(HeadColumn {
            words: words.concat(),
            x0,
            x1,
            kind: found.as_ref().map_or(ColumnKind::Other, |column| column.role),
            column: found,
            level: 0,
            has_unit: false,
            left: f32::MAX,
        });
    }
    name_columns(&mut columns);
    let has = |kind: ColumnKind| columns.iter().any(|column| column.kind == kind);
    let money = columns
        .iter()
        .filter(|column| {
            matches!(
                column.kind,
                ColumnKind::Amount | ColumnKind::Previous | ColumnKind::Change
            )
        })
        .count();
    let fits = has(ColumnKind::Amount) && has(ColumnKind::Program) && money >= 1 && known >= 2;
    let groups = columns
        .windows(2)
        .filter(|pair| {
            pair.iter()
                .map(|column| column.kind)
                .eq([ColumnKind::Program, ColumnKind::Amount])
        })
        .count();
    fits.then_some(SheetHead {
        columns,
        unit,
        ministry: None,
        ledger: groups >= 2,
    })
}

/// The column that the words of a head's cells, from the top, make.
fn meaning(reading: &PageReading<'_, '_>, words: &[String]) -> Option<Column> {
    let all = words.concat();
    let last = words.last()?;
    let year_above = || {
        // 令和８年度 over 要求額: the year stands above, the word below.
        let above = words.get(..words.len() - 1)?.concat();
        column_of(&format!("{above}{last}"), reading.force)
    };
    year_above()
        .or_else(|| column_of(&all, reading.force))
        .or_else(|| column_of(last, reading.force))
        .or_else(|| words.first().and_then(|first| column_of(first, reading.force)))
}

/// 要求額（千円）: the word without its unit.
fn strip_unit(text: &str) -> &str {
    let Some(at) = text.rfind('(') else { return text };
    let inside = text[at..].trim_matches(['(', ')']);
    let bare = inside.trim_start_matches("単位").trim_start_matches(':');
    if Unit::parse(bare).is_some() {
        &text[..at]
    } else {
        text
    }
}

/// Numbers the columns of names; where no head names one, the first column without a meaning before the figures is it.
fn name_columns(columns: &mut [HeadColumn]) {
    if !columns.iter().any(|column| column.kind == ColumnKind::Program) {
        let first_money = columns
            .iter()
            .position(|column| matches!(column.kind, ColumnKind::Amount | ColumnKind::Previous))
            .unwrap_or(0);
        let unnamed = columns
            .get_mut(..first_money)
            .into_iter()
            .flatten()
            .rfind(|column| column.kind == ColumnKind::Other && column.column.is_none());
        if let Some(column) = unnamed {
            column.kind = ColumnKind::Program;
        }
    }
    let mut next = ledger::PLAIN;
    for column in columns
        .iter_mut()
        .filter(|column| column.kind == ColumnKind::Program)
    {
        column.level = ledger::level(&column.words).unwrap_or(next);
        next = column.level + 1;
    }
}

/// Whether a table without a head can go on with the columns of one before it.
fn goes_on(known: &SheetHead, cells: &Cells<'_>) -> bool {
    known.columns.len() == cells.table.columns
        && known.columns.iter().enumerate().all(|(number, column)| {
            let (x0, x1) = cells.edges(number);
            // A column without a cell of its own on this page says nothing; one without rules is as wide as its words.
            let common = column.x1.min(x1) - column.x0.max(x0);
            let same = (column.x0 - x0).abs() < SAME_EDGE || (column.x1 - x1).abs() < SAME_EDGE;
            x0 > x1 || same || (!cells.table.ruled && common > 0.5 * (column.x1 - column.x0).min(x1 - x0))
        })
}

fn same_columns(known: &SheetHead, head: &SheetHead) -> bool {
    let kinds = |head: &SheetHead| -> Vec<(ColumnKind, String)> {
        let mut kinds: Vec<(ColumnKind, String)> = head
            .columns
            .iter()
            .filter(|column| column.column.is_some())
            .map(|column| (column.kind, column.words.clone()))
            .collect();
        kinds.dedup();
        kinds
    };
    kinds(known) == kinds(head)
}

/// A ministry's cell.
pub(super) fn ministry_cell(reading: &PageReading<'_, '_>, text: &str) -> Option<Ministry> {
    let (mut found, _) = crate::grammar::name::ministries(&[text.trim()], reading.force)?;
    let mut ministry = found.pop().filter(|_| found.is_empty())?;
    ministry.evidence = crate::model::MinistryEvidence::Cell;
    Some(ministry)
}

/// Pushes a row's node.
pub(super) fn push(reading: &mut PageReading<'_, '_>, row: Row) {
    reading.push(crate::grammar::NodeKind::TableRow(Box::new(row.node)));
}

/// A ministry that stands alone over rows.
pub(super) fn over_rows(reading: &PageReading<'_, '_>, span: Span) -> Option<MinistryLabel> {
    let name = crate::grammar::name::name(reading.sheet, span, reading.force)?;
    let ministry = crate::grammar::heading::ministry_of(&name, reading.force)?;
    Some(crate::grammar::heading::label_of(ministry, &name))
}

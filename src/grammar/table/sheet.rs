//! Tables on a sheet, whose cells layout has found: the head's words to columns, the rows below to names and figures.
//! What a head puts in force (columns, unit, the ministry of a merged cell) holds on the pages after it, where the same
//! columns go on without a head.

use super::figures::is_plain_number;
use super::ledger;
use super::rows::{self, Row};
use super::{column_of, unit_in};
use crate::grammar::node::{Column, ColumnKind, MinistryLabel, TableHeader};
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
    /// Names stand in several columns, each with figures of its own, by the ladder of 款 項 目 節: a ledger.
    pub(super) ledger: bool,
    /// Columns of names, each with figures of its own, that are no ladder: so many tables side by side.
    pub(super) tables: usize,
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
    /// 要求額（前年度予算額）: its cells have last year's figure in brackets below.
    pub(super) bracketed: Option<Column>,
    /// A unit stands in it.
    pub(super) has_unit: bool,
    /// The unit of its figures, where it has one of its own.
    pub(super) unit: Option<Unit>,
    /// Every row's name has an outline number, which tells its level.
    pub(super) numbered: bool,
    /// Left edge of the leftmost name, for indents.
    pub(super) left: f32,
}

/// Rows of a head.
const HEAD_ROWS: usize = 5;
/// Edges of columns that go on over a page, in points.
const SAME_EDGE: f32 = 8.0;

/// What came of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grammar) enum Outcome {
    /// Rows.
    Rows,
    /// A table of money, and no row for this reason.
    Nothing(&'static str),
    /// No table of money, for this reason: its cells are to be read as text.
    Text(&'static str),
}

/// Reads a table.
pub(in crate::grammar) fn read(reading: &mut PageReading<'_, '_>, table: &PageTable) -> Outcome {
    let mut grid = Cells::of(reading, table);
    let head_rows = head_rows(reading, &grid);
    let found = head(reading, &grid, head_rows);
    let mut known = reading.sheet_head.take();
    let fitted;
    if found.is_none()
        && let Some(head) = &known
        && !goes_on(head, &grid)
        && let Some(table) = fit(head, table)
    {
        fitted = table;
        grid = Cells::of(reading, &fitted);
    }
    known = known.filter(|known| goes_on(known, &grid));
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
        (None, None) => return Outcome::Text(why_text(reading, &grid)),
    };
    if new {
        another(reading, &head);
    }
    if head.unit.is_some() {
        reading.force.unit = head.unit;
    }
    let before = reading.nodes.len();
    rows::read(reading, &grid, &mut head, from);
    reading.sheet_head = Some(head);
    if reading.nodes.len() > before {
        return Outcome::Rows;
    }
    let body = grid.table.cells.iter().filter(|cell| cell.rows.start >= from);
    let empty = body.map(|cell| cell.lines.len()).sum::<usize>() == 0;
    Outcome::Nothing(if empty {
        "its cells are empty below the head"
    } else {
        "none of its rows has a name and a figure of its own"
    })
}

/// Why a table is none of money.
fn why_text(reading: &PageReading<'_, '_>, cells: &Cells<'_>) -> &'static str {
    let numbers =
        (0..cells.table.cells.len()).any(|number| is_plain_number(cells.text(reading, number).trim()));
    if numbers {
        "no head above its columns names one of names and one of amounts"
    } else {
        "it holds no figures"
    }
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

    /// The lines of a name's cell: up to a note that stands below it, such as the page's over its lowest row.
    pub(super) fn name_span(&self, reading: &PageReading<'_, '_>, number: usize) -> Option<Span> {
        let whole = self.span(reading, number)?;
        let lines = self.lines.get(number)?;
        let note = lines
            .clone()
            .skip(1)
            .find(|line| reading.sheet.line(*line).starts_with('※'));
        Some(note.map_or(whole, |note| {
            Span::new(whole.start, reading.sheet.span(note - 1).end)
        }))
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

/// Rows from the top before the first with a number in a cell of its own.
fn head_rows(reading: &PageReading<'_, '_>, cells: &Cells<'_>) -> usize {
    let is_body = |row: usize| {
        is_ministry_band(reading, cells, row)
            || (0..cells.table.columns).any(|column| {
                cells
                    .at(row, column)
                    .filter(|number| cells.begins(*number, row))
                    .is_some_and(|number| {
                        let text = cells.text(reading, number);
                        let text = text.trim();
                        is_plain_number(text)
                            || row > 0 && Unit::parse(text).is_some()
                            || matches!(text, "-" | "皆増" | "皆減" | "事項要求")
                    })
            })
    };
    (0..cells.table.rows.min(HEAD_ROWS + 1))
        .find(|row| is_body(*row))
        .unwrap_or(cells.table.rows.min(HEAD_ROWS))
}

/// A ministry's name over a whole row: below a head, the first of its rows.
fn is_ministry_band(reading: &PageReading<'_, '_>, cells: &Cells<'_>, row: usize) -> bool {
    let mut texts = (0..cells.table.columns)
        .filter_map(|column| cells.at(row, column).filter(|at| cells.begins(*at, row)))
        .filter(|at| cells.lines.get(*at).is_some_and(|lines| !lines.is_empty()));
    let Some(first) = texts.next().filter(|_| row > 0) else {
        return false;
    };
    let wide = cells.cell(first).is_some_and(|cell| cell.columns.len() > 1);
    wide && texts.all(|at| at == first) && ministry_cell(reading, &cells.text(reading, first)).is_some()
}

/// Reads the head's rows: each column by the words of its own cell, else with those above it.
fn head(reading: &PageReading<'_, '_>, cells: &Cells<'_>, head_rows: usize) -> Option<SheetHead> {
    let mut columns: Vec<HeadColumn> = Vec::with_capacity(cells.table.columns);
    let mut unit = None;
    let mut known = 0;
    for column in 0..cells.table.columns {
        let mut words: Vec<String> = Vec::new();
        let mut own_unit = None;
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
            own_unit = unit_in(&text).or(own_unit);
            words.push(strip_unit(&text).to_owned());
        }
        unit = unit.or(own_unit);
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
            bracketed: bracketed(reading, &words),
            has_unit: false,
            unit: own_unit,
            numbered: false,
            left: f32::MAX,
        });
    }
    name_columns(&mut columns);
    let has = |kind: ColumnKind| columns.iter().any(|column| column.kind == kind);
    let money = columns.iter().filter(|column| column.kind.is_money()).count();
    let fits = has(ColumnKind::Amount) && has(ColumnKind::Program) && money >= 1 && known >= 2;
    let told: Vec<&HeadColumn> = columns.iter().filter(|column| column.column.is_some()).collect();
    let groups = told
        .windows(2)
        .filter(|pair| matches!(pair, [name, figure] if name.kind == ColumnKind::Program && figure.kind.is_money()))
        .count();
    let step = |column: &&HeadColumn| (1..=ledger::LOWEST).contains(&column.level);
    let ladder = told.iter().any(|column| column.level == ledger::LOWEST);
    let ledger = ladder
        || groups >= 2
            && told
                .iter()
                .any(|column| column.kind == ColumnKind::Program && step(column));
    fits.then_some(SheetHead {
        unit,
        ministry: None,
        ledger,
        tables: if ledger { 1 } else { groups.max(1) },
        columns,
    })
}

/// The column that a bracket at the end of a head's words names: 令和８年度要求額（令和７年度予算額）.
fn bracketed(reading: &PageReading<'_, '_>, words: &[String]) -> Option<Column> {
    let all = words.concat();
    let inside = all.strip_suffix(')')?;
    let inside = &inside[inside.rfind('(')? + 1..];
    column_of(inside, reading.force).filter(|column| column.role == ColumnKind::Previous)
}

/// The column that the words of a head's cells, from the top, make.
fn meaning(reading: &PageReading<'_, '_>, words: &[String]) -> Option<Column> {
    const SHORT: usize = 4;
    let all = words.concat();
    let last = words.last()?;
    let above = words.get(..words.len() - 1)?.concat();
    // 令和８年度 over 要求額: the year stands above, the word below.
    column_of(&all, reading.force)
        .or_else(|| {
            let own = column_of(last, reading.force);
            own.filter(|column| !column.role.is_money() || says_no_other(reading, &above))
        })
        .or_else(|| {
            // 要求額 over (A) or 千円; a longer word makes it another column.
            let short = words.iter().skip(1).all(|word| word.chars().count() <= SHORT);
            let own = column_of(words.first()?, reading.force);
            own.filter(|column| short || !column.role.is_money())
        })
}

/// Whether the words above a column's own leave it what it is: 節 over 金額, 一般会計 over 要求額; not ５年度末までの支出額.
fn says_no_other(reading: &PageReading<'_, '_>, above: &str) -> bool {
    const OTHER: [&str; 6] = ["末", "まで", "以降", "財源", "内訳", "うち"];
    const SAME: [&str; 5] = ["要求", "予算", "会計", "概算", "年度"];
    if above.is_empty() || ledger::level(above).is_some() || unit_in(above).is_some() {
        return true;
    }
    !OTHER.iter().any(|word| above.contains(word))
        && (column_of(above, reading.force).is_some() || SAME.iter().any(|word| above.contains(word)))
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
    let mut after_figures = false;
    for column in columns.iter_mut() {
        if column.kind != ColumnKind::Program {
            after_figures |= column.kind.is_money();
            continue;
        }
        // A name behind figures begins another table.
        if std::mem::take(&mut after_figures) {
            next = ledger::PLAIN;
        }
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

/// A table without a head, its cells put into the columns of one before it: rulings that part no cell with words, such as
/// a border drawn twice, make columns of their own. `None` where a cell with words is none of those columns.
fn fit(known: &SheetHead, table: &PageTable) -> Option<PageTable> {
    let columns = || {
        known
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.x0 < column.x1)
    };
    let mut cells = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        if cell.lines.is_empty() {
            continue;
        }
        let inside = |column: &HeadColumn| {
            let middle = (column.x0 + column.x1) / 2.0;
            (cell.bbox.x0..cell.bbox.x1).contains(&middle)
        };
        let (first, left) = columns().find(|(_, column)| inside(column))?;
        let (last, right) = columns().rfind(|(_, column)| inside(column))?;
        let same =
            (left.x0 - cell.bbox.x0).abs() <= SAME_EDGE && (right.x1 - cell.bbox.x1).abs() <= SAME_EDGE;
        // A column without rules is as wide as its words.
        let common = right.x1.min(cell.bbox.x1) - left.x0.max(cell.bbox.x0);
        let near = !table.ruled && common > 0.5 * (right.x1 - left.x0).min(cell.bbox.width());
        if !(same || near) {
            return None;
        }
        cells.push(PageCell {
            columns: first..last + 1,
            ..cell.clone()
        });
    }
    (!cells.is_empty()).then(|| PageTable {
        columns: known.columns.len(),
        cells,
        ..table.clone()
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

/// Begins another table with the columns of this one.
pub(super) fn another(reading: &mut PageReading<'_, '_>, head: &SheetHead) {
    let columns = head
        .columns
        .iter()
        .filter_map(|column| column.column.clone())
        .collect();
    reading.push(crate::grammar::NodeKind::TableHeader(TableHeader { columns }));
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

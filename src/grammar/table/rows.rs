//! The rows below a table's head: a name with the figures of its row, over several lines where it is wrapped; what stands
//! between rows as the name of a ministry or a group; sums; and the explanations of a ledger, each with its own figure.

use super::figures::{figure, figure_in_brackets};
use super::ledger;
use super::sheet::{Cells, HeadColumn, SheetHead, another, ministry_cell, over_rows, push};
use super::{Token, bare_total, cell, give, row_head, total_word};
use crate::geometry::Rect;
use crate::grammar::mark::{self, Head};
use crate::grammar::name;
use crate::grammar::node::{ColumnKind, Figure, TableRow};
use crate::grammar::reader::PageReading;
use crate::grammar::sheet::InForce;
use crate::grammar::unit::Unit;
use crate::model::{FiscalYear, Ministry};
use crate::span::Span;

/// A row's node.
pub(super) struct Row {
    pub(super) node: TableRow,
}

/// What stands in a row of cells.
#[derive(Default, Clone)]
struct Raw {
    /// The name's lines, with the column of names.
    name: Option<(Span, usize)>,
    /// Place of the name.
    bbox: Option<Rect>,
    figures: Vec<(ColumnKind, Figure, Option<FiscalYear>)>,
    ministry: Option<Ministry>,
    remarks: Vec<usize>,
    /// Cells of explanations.
    explained: Vec<usize>,
}

/// Levels of one column of names: its indents stand between this and the next.
const LEVELS: u8 = 16;
/// Depth of an indent, in font sizes.
const INDENT: f32 = 0.8;

/// Reads the rows from `from` on.
pub(super) fn read(reading: &mut PageReading<'_, '_>, cells: &Cells<'_>, head: &mut SheetHead, from: usize) {
    find_units(reading, cells, head, from);
    find_indents(reading, cells, head, from);
    if head.ledger {
        let rows = from..cells.table.rows;
        let all = rows.flat_map(|row| raws(reading, cells, head, row)).collect();
        for raw in down_the_page(all, head) {
            emit(reading, cells, head, raw);
        }
        return;
    }
    let mut beside: Vec<Vec<Raw>> = vec![Vec::new(); head.tables.saturating_sub(1)];
    for row in from..cells.table.rows {
        for (number, raw) in raws(reading, cells, head, row).into_iter().enumerate() {
            // Of tables side by side the second is read after the first.
            match number.checked_sub(1).and_then(|number| beside.get_mut(number)) {
                Some(later) => later.push(raw),
                None => emit(reading, cells, head, raw),
            }
        }
    }
    for raws in beside {
        head.ministry = None;
        another(reading, head);
        for raw in raws {
            emit(reading, cells, head, raw);
        }
    }
}

/// A ledger's names as they stand from the top, on one height the higher step first: its columns need not be ruled
/// alike.
fn down_the_page(mut raws: Vec<Raw>, head: &SheetHead) -> Vec<Raw> {
    const ONE_HEIGHT: f32 = 0.7;
    let top = |raw: &Raw| raw.bbox.map_or(f32::MIN, |bbox| bbox.center().y);
    let step = |raw: &Raw| {
        let column = raw.name.and_then(|(_, column)| head.columns.get(column));
        column.map_or(u8::MAX, |column| column.level)
    };
    // What has no name of its own goes on with the row that it was read after.
    let mut height = f32::MIN;
    let mut keyed: Vec<(f32, Raw)> = Vec::with_capacity(raws.len());
    for raw in raws.drain(..) {
        if raw.bbox.is_some() {
            height = top(&raw);
        }
        keyed.push((height, raw));
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut start = 0;
    while start < keyed.len() {
        let (first, size) = keyed.get(start).map_or((0.0, 1.0), |(y, raw)| {
            (*y, raw.bbox.map_or(1.0, |bbox| bbox.height()))
        });
        let mut end = start + 1;
        while keyed.get(end).is_some_and(|(y, _)| y - first < ONE_HEIGHT * size) {
            end += 1;
        }
        if let Some(group) = keyed.get_mut(start..end) {
            group.sort_by_key(|(_, raw)| step(raw));
        }
        start = end;
    }
    keyed.into_iter().map(|(_, raw)| raw).collect()
}

/// Where the names of each column begin that are not indented.
fn find_indents(reading: &PageReading<'_, '_>, cells: &Cells<'_>, head: &mut SheetHead, from: usize) {
    for row in from..cells.table.rows {
        for (number, column) in head.columns.iter_mut().enumerate() {
            let name = (column.kind == ColumnKind::Program)
                .then(|| cells.at(row, number))
                .flatten()
                .filter(|at| cells.begins(*at, row));
            if let Some(bbox) = name.and_then(|at| first_line(reading, cells, at)) {
                column.left = column.left.min(bbox.x0);
            }
        }
    }
    if !head.ledger {
        for (number, column) in head.columns.iter_mut().enumerate() {
            column.numbered = column.kind == ColumnKind::Program && is_numbered(reading, cells, number, from);
        }
    }
}

/// Whether all names of a column have outline numbers of several depths; sums and うち aside.
fn is_numbered(reading: &PageReading<'_, '_>, cells: &Cells<'_>, column: usize, from: usize) -> bool {
    let mut levels: Vec<u8> = Vec::new();
    for row in from..cells.table.rows {
        let name = cells.at(row, column).filter(|at| cells.begins(*at, row));
        let Some(span) = name.and_then(|at| cells.name_span(reading, at)) else {
            continue;
        };
        let text = reading.sheet.text(span);
        let (_, of_which) = row_head(text, reading.force);
        if of_which || total_word(&name::clean(text), reading.force).is_some() {
            continue;
        }
        match number_level(text, reading.force) {
            Some(level) => levels.push(level),
            None => return false,
        }
    }
    levels.iter().any(|level| levels.first() != Some(level))
}

/// 千円 at the top of a column of figures, or of a ledger's explanations, says the unit of that column.
fn find_units(reading: &PageReading<'_, '_>, cells: &Cells<'_>, head: &mut SheetHead, from: usize) {
    const TOP: usize = 3;
    for (number, cell) in cells.table.cells.iter().enumerate() {
        if !(from..from + TOP).contains(&cell.rows.start) {
            continue;
        }
        let first = cells
            .lines
            .get(number)
            .filter(|lines| !lines.is_empty())
            .map(|lines| lines.start);
        let Some(first) = first else { continue };
        let text = reading.sheet.line(first).trim_matches(['(', ')', ' ']);
        let Some(unit) = Unit::parse(text) else { continue };
        for column in cell.columns.clone() {
            let Some(column) = head.columns.get_mut(column) else {
                continue;
            };
            let of_money = column.kind.is_money() || head.ledger && column.kind == ColumnKind::Remarks;
            if of_money {
                column.has_unit = true;
                column.unit = column.unit.or(Some(unit));
                head.unit = head.unit.or(Some(unit));
            }
        }
    }
}

/// What stands in a row: once for every column of names that has figures of its own behind it.
fn raws(reading: &PageReading<'_, '_>, cells: &Cells<'_>, head: &mut SheetHead, row: usize) -> Vec<Raw> {
    if let Some(span) = band(cells, head, row).and_then(|at| cells.span(reading, at)) {
        return vec![Raw {
            name: Some((span, 0)),
            ..Raw::default()
        }];
    }
    let mut done: Vec<Raw> = Vec::new();
    let mut out = Raw::default();
    let mut seen: Vec<usize> = Vec::new();
    let unit = head.unit.or(reading.force.unit);
    for (number, column) in head.columns.iter().enumerate() {
        let Some(at) = cells.at(row, number).filter(|at| cells.begins(*at, row)) else {
            continue;
        };
        let empty = cells.lines.get(at).is_none_or(std::ops::Range::is_empty);
        if column.kind == ColumnKind::Program && !out.figures.is_empty() {
            done.push(std::mem::take(&mut out));
        }
        if empty || seen.contains(&at) {
            continue;
        }
        seen.push(at);
        match column.kind {
            ColumnKind::Program => {
                if let Some(span) = cells.name_span(reading, at) {
                    out.name = Some((span, number));
                    out.bbox = first_line(reading, cells, at);
                }
            }
            ColumnKind::Ministry => {
                let text = cells.text(reading, at);
                out.ministry = ministry_cell(reading, &text).or(out.ministry);
            }
            ColumnKind::Remarks if head.ledger && column.has_unit => out.explained.push(at),
            ColumnKind::Remarks | ColumnKind::Other => out.remarks.push(at),
            _ => {
                let Some(figure) = figure(reading, cells, at, column.unit.or(unit), head.ledger) else {
                    continue;
                };
                if let Some(column) = &column.column {
                    out.figures.push(give(column, figure));
                }
                if let Some(previous) = &column.bracketed
                    && let Some(figure) = figure_in_brackets(reading, cells, at, column.unit.or(unit))
                {
                    out.figures.push(give(previous, figure));
                }
            }
        }
    }
    done.push(out);
    done
}

/// A cell that runs over a whole row and is all that stands in it.
fn band(cells: &Cells<'_>, head: &SheetHead, row: usize) -> Option<usize> {
    let last = head.columns.len().checked_sub(1)?;
    let mut inside = (0..=last)
        .filter_map(|column| cells.at(row, column))
        .filter(|at| cells.lines.get(*at).is_some_and(|lines| !lines.is_empty()));
    let first = inside.next().filter(|at| cells.begins(*at, row))?;
    let whole = cells.cell(first)?;
    let over_figures = whole
        .columns
        .clone()
        .filter_map(|column| head.columns.get(column))
        .any(|column| column.kind.is_money());
    (over_figures && whole.columns.len() > 1 && inside.all(|at| at == first)).then_some(first)
}

/// The place of a cell's first line.
fn first_line(reading: &PageReading<'_, '_>, cells: &Cells<'_>, number: usize) -> Option<Rect> {
    let first = cells.lines.get(number).filter(|lines| !lines.is_empty())?.start;
    let span = reading.sheet.span(first);
    let source = reading.sheet.normalized.folded.source_span(span);
    reading.sheet.page.place(source).bbox
}

fn place(reading: &PageReading<'_, '_>, span: Span) -> Option<Rect> {
    let source = reading.sheet.normalized.folded.source_span(span);
    reading.sheet.page.place(source).bbox
}

fn emit(reading: &mut PageReading<'_, '_>, cells: &Cells<'_>, head: &mut SheetHead, raw: Raw) {
    if raw.ministry.is_some() {
        head.ministry.clone_from(&raw.ministry);
    }
    if let Some((span, column)) = raw.name
        && Unit::parse(reading.sheet.text(span).trim()).is_none()
    {
        if raw.figures.is_empty() && raw.explained.is_empty() {
            heading(reading, head, span);
        } else {
            named(reading, cells, head, &raw, span, column);
        }
    }
    for at in &raw.explained {
        explained(reading, cells, head, *at);
    }
}

/// A name without figures: a ministry over the rows below.
fn heading(reading: &mut PageReading<'_, '_>, head: &mut SheetHead, span: Span) {
    if let Some(mut label) = over_rows(reading, span) {
        label.ministry.evidence = crate::model::MinistryEvidence::Heading;
        head.ministry = Some(label.ministry);
    }
}

fn named(
    reading: &mut PageReading<'_, '_>,
    cells: &Cells<'_>,
    head: &SheetHead,
    raw: &Raw,
    span: Span,
    column: usize,
) {
    let Some(mut node) = row(reading, span) else {
        return;
    };
    let own = head.columns.get(column);
    node.level = own.map_or(0, |own| level(own, raw.bbox));
    if own.is_some_and(|own| own.numbered) {
        let text = reading.sheet.text(span);
        node.level += number_level(text, reading.force).unwrap_or(0).min(LEVELS / 2);
    }
    node.indent = usize::from(node.level);
    node.ministry.clone_from(&raw.ministry);
    if node.name.ministries.is_empty() && !node.total {
        node.name
            .ministries
            .extend(raw.ministry.clone().or_else(|| head.ministry.clone()));
    }
    for at in &raw.remarks {
        let text = cells.text(reading, *at);
        let flags = text
            .split([' ', '、', '・', ','])
            .filter_map(|word| name::flag_of(word.trim_matches(['(', ')', '【', '】']), reading.force))
            .flatten();
        node.name.flags.extend(flags);
    }
    node.name.flags.sort_unstable();
    node.name.flags.dedup();
    node.cells.clone_from(&raw.figures);
    push(reading, Row { node });
}

/// A row of a name, with its number, marks and うち taken off.
fn row(reading: &PageReading<'_, '_>, span: Span) -> Option<TableRow> {
    let (sheet, force) = (reading.sheet, reading.force);
    let (head_len, of_which) = row_head(sheet.text(span), force);
    let mut own = Span::new(span.start + head_len, span.end);
    own.start += number_head(sheet.text(own));
    let total = total_word(&name::clean(sheet.text(own)), force);
    let name = name::name(sheet, own, force).or_else(|| total.map(|_| bare_total(sheet, own)))?;
    Some(TableRow {
        name,
        ministry: None,
        cells: Vec::new(),
        total: total.is_some(),
        grand: total == Some(true),
        indent: 0,
        level: 0,
        title: false,
        of_which,
        doubt: None,
    })
}

/// 1 民生費負担金: the number of a ledger's row.
fn number_head(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or("");
    let name = rest.trim_start_matches([' ', '\n']);
    if (1..=3).contains(&digits) && name.len() < rest.len() {
        text.len() - name.len()
    } else {
        0
    }
}

/// How deep an outline number stands: 1 over （1） over ①.
fn number_level(text: &str, force: InForce<'_>) -> Option<u8> {
    match mark::head(text, force) {
        Some((Head::Outline(level), _)) => Some(level),
        _ => (number_head(text) > 0).then_some(1),
    }
}

/// The level of a name by its column and its indent.
fn level(column: &HeadColumn, bbox: Option<Rect>) -> u8 {
    // Above 節 the ladder's columns say the step; a name without a number only begins further to the right. Below a 節
    // its own parts are indented.
    if (1..ledger::LOWEST).contains(&column.level) {
        return column.level * LEVELS;
    }
    let indent = bbox.map_or(0.0, |bbox| {
        (bbox.x0 - column.left) / (INDENT * bbox.height().max(1.0))
    });
    let steps = (indent.max(0.0) + 0.3) as u8;
    column.level.saturating_mul(LEVELS) + steps.min(LEVELS - 1)
}

/// The explanations of a ledger: lines of a cell, each a name at its indent and a figure at the cell's right edge;
/// formulas stand between and below.
fn explained(reading: &mut PageReading<'_, '_>, cells: &Cells<'_>, head: &SheetHead, at: usize) {
    const AT_EDGE: f32 = 2.6;
    let Some(cell_place) = cells.cell(at).map(|cell| cell.bbox) else {
        return;
    };
    let unit = head.unit.or(reading.force.unit);
    let mut rows: Vec<(Span, Rect, Option<Figure>)> = Vec::new();
    let mut left = f32::MAX;
    for line in cells.lines.get(at).cloned().unwrap_or_default() {
        let span = reading.sheet.span(line);
        let Some(bbox) = place(reading, span) else {
            continue;
        };
        let token = Token {
            text: reading.sheet.text(span).to_owned(),
            span,
            left: 0,
            right: 0,
        };
        let at_edge = cell_place.x1 - bbox.x1 < AT_EDGE * bbox.height().max(1.0);
        let value = cell(reading.sheet, 0, &token, unit).filter(|_| at_edge);
        match value {
            Some(figure) => {
                if let Some((_, name, slot)) = rows.last_mut()
                    && slot.is_none()
                    && (name.center().y - bbox.center().y).abs() < 0.6 * bbox.height().max(1.0)
                {
                    *slot = Some(figure);
                }
            }
            None if Unit::parse(token.text.trim()).is_some() || is_formula(&token.text) => {}
            None => {
                left = left.min(bbox.x0);
                rows.push((span, bbox, None));
            }
        }
    }
    let column = HeadColumn {
        words: String::new(),
        level: ledger::EXPLAINED,
        unit: None,
        left,
        x0: cell_place.x0,
        x1: cell_place.x1,
        kind: ColumnKind::Remarks,
        column: None,
        bracketed: None,
        has_unit: true,
        numbered: false,
    };
    for (span, bbox, figure) in rows {
        let Some(mut figure) = figure else { continue };
        let Some(mut node) = row(reading, without_formula(reading, span)) else {
            continue;
        };
        node.level = level(&column, Some(bbox));
        node.indent = usize::from(node.level);
        figure.phase = None;
        node.cells.push((ColumnKind::Amount, figure, None));
        push(reading, Row { node });
    }
}

/// 更生医療 185,000×1/2: the name before a formula.
fn without_formula(reading: &PageReading<'_, '_>, span: Span) -> Span {
    let text = reading.sheet.text(span);
    match text.rfind(' ') {
        Some(at) if is_formula(&text[at..]) => {
            Span::new(span.start, span.start + text[..at].trim_end().len())
        }
        _ => span,
    }
}

/// 3,027×3/4: a formula, no name.
fn is_formula(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || !c.is_alphabetic() || c == 'x')
}

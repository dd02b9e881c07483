//! Lines into the cells of a grid. A line that runs over a ruling is parted there; rows that are only set apart by white
//! space inside a cell become rows of their own where several columns agree on them.

use super::grid::Grid;
use super::{Cell, Table};
use crate::geometry::Rect;
use crate::layout::reading::SheetLine;
use std::collections::BTreeMap;

/// Puts the lines that stand on a grid into its cells; gives the table, where it is one, and the lines left over.
pub(super) fn fill(grid: &Grid, lines: Vec<SheetLine>) -> (Option<Table>, Vec<SheetLine>) {
    let bbox = grid.bbox();
    let (inside, mut rest): (Vec<SheetLine>, Vec<SheetLine>) =
        lines.into_iter().partition(|line| bbox.holds(line.bbox.center()));
    let mut by_cell: BTreeMap<usize, Vec<SheetLine>> = BTreeMap::new();
    let mut crossing = 0;
    for line in &inside {
        let pieces = parts(grid, line);
        crossing += usize::from(pieces.windows(2).any(is_cut));
        for (cell, part) in pieces {
            by_cell.entry(cell).or_default().push(part);
        }
    }
    // Words that run on over rulings stand on a picture: a chart's years, a drawing behind a text.
    if crossing >= CROSSING && crossing * SHARE >= inside.len() {
        rest.extend(inside);
        return (None, rest);
    }
    // A drawing with words in fewer than two columns or rows is a picture or a row of boxes.
    let columns: std::collections::HashSet<usize> = by_cell
        .keys()
        .filter_map(|cell| grid.cells.get(*cell))
        .map(|(_, columns)| columns.start)
        .collect();
    let rows: std::collections::HashSet<usize> = by_cell
        .keys()
        .filter_map(|cell| grid.cells.get(*cell))
        .map(|(rows, _)| rows.start)
        .collect();
    let single = grid.rows() == 1 && by_cell.len() >= 2 || is_form(grid, by_cell.len());
    if columns.len() < 2 || !single && (rows.len() < 2 || by_cell.len() < 4) {
        rest.extend(inside);
        return (None, rest);
    }
    let cells = grid
        .cells
        .iter()
        .enumerate()
        .map(|(number, (rows, columns))| Cell {
            rows: rows.clone(),
            columns: columns.clone(),
            bbox: grid.place(rows, columns),
            lines: by_cell.remove(&number).map(from_top).unwrap_or_default(),
        })
        .collect();
    let table = Table {
        bbox,
        rows: grid.rows(),
        columns: grid.columns(),
        cells,
        ruled: true,
    };
    (Some(split_rows(table)), rest)
}

/// Many squares under a head, to be filled in.
fn is_form(grid: &Grid, words: usize) -> bool {
    const ROWS: usize = 6;
    const COLUMNS: usize = 4;
    words >= COLUMNS
        && grid.rows() >= ROWS
        && grid.columns() >= COLUMNS
        && grid.cells.len() == grid.rows() * grid.columns()
}

/// The number of a row stands beside its name, whatever the height: it comes first.
fn number_first(lines: &mut [SheetLine]) {
    const DIGITS: usize = 3;
    let is_short =
        |line: &SheetLine| line.text.chars().count() <= DIGITS && line.text.chars().all(char::is_numeric);
    let found = lines.iter().enumerate().skip(1).find(|(number, line)| {
        let beside = |other: &SheetLine| line.bbox.x1 <= other.bbox.x0;
        is_short(line)
            && lines
                .iter()
                .enumerate()
                .all(|(other, line)| other == *number || beside(line))
    });
    if let Some((number, _)) = found
        && let Some(part) = lines.get_mut(..=number)
    {
        part.rotate_right(1);
    }
}

/// Lines that run over a ruling make a drawing of a grid where there are as many as this,
const CROSSING: usize = 2;
/// and at least one line of so many.
const SHARE: usize = 8;

/// Whether a ruling stands in the middle of a word.
fn is_cut(pair: &[(usize, SheetLine)]) -> bool {
    const CLOSE: f32 = 0.3;
    let [(_, left), (_, right)] = pair else {
        return false;
    };
    let letter = |character: Option<char>| character.is_some_and(char::is_alphabetic);
    letter(left.text.chars().next_back())
        && letter(right.text.chars().next())
        && right.bbox.x0 - left.bbox.x1 < CLOSE * left.size
}

fn from_top(mut lines: Vec<SheetLine>) -> Vec<SheetLine> {
    lines.sort_by(|a, b| {
        a.bbox
            .center()
            .y
            .total_cmp(&b.bbox.center().y)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    // Pieces of one row stand from left to right, whatever a point of height between them.
    let mut start = 0;
    while start < lines.len() {
        let level = lines.get(start).map_or(0.0, |line| line.bbox.center().y);
        let mut end = start + 1;
        while lines
            .get(end)
            .is_some_and(|next| next.bbox.center().y - level < 0.4 * next.size)
        {
            end += 1;
        }
        if let Some(row) = lines.get_mut(start..end) {
            row.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        }
        start = end;
    }
    number_first(&mut lines);
    lines
}

/// A line's pieces by the cells that they stand in.
fn parts(grid: &Grid, line: &SheetLine) -> Vec<(usize, SheetLine)> {
    let mut out: Vec<(usize, SheetLine)> = Vec::new();
    let mut open: Option<(usize, SheetLine)> = None;
    for (character, place) in line.text.chars().zip(&line.places) {
        let center = place.bbox.center();
        let cell = grid
            .at(center.x, center.y)
            .or(open.as_ref().map(|(cell, _)| *cell));
        let Some(cell) = cell else { continue };
        if open.as_ref().is_some_and(|(other, _)| *other != cell) {
            out.extend(open.take());
        }
        if open.is_none() {
            if character.is_whitespace() {
                continue;
            }
            open = Some((
                cell,
                SheetLine {
                    bbox: place.bbox,
                    ..line.clone_style()
                },
            ));
        }
        if let Some((_, part)) = &mut open {
            part.text.push(character);
            part.places.push(*place);
            if !character.is_whitespace() {
                part.bbox = part.bbox.union(&place.bbox);
            }
        }
    }
    out.extend(open);
    out
}

/// Parts a row of a ruled table where white space alone parts its rows: at the heights at which several columns have
/// lines and one of them always has a number.
fn split_rows(table: Table) -> Table {
    let mut cuts: Vec<Vec<f32>> = Vec::with_capacity(table.rows);
    for row in 0..table.rows {
        cuts.push(levels(&table, row));
    }
    if cuts.iter().all(Vec::is_empty) {
        return table;
    }
    // By row: the number of its first part in the new table.
    let mut first = Vec::with_capacity(table.rows + 1);
    let mut count = 0;
    for cut in &cuts {
        first.push(count);
        count += cut.len() + 1;
    }
    first.push(count);
    let number = |row: usize| first.get(row).copied().unwrap_or(count);
    let mut cells = Vec::with_capacity(table.cells.len());
    for cell in table.cells {
        let parted = cell.rows.len() == 1;
        let cut = cuts.get(cell.rows.start).filter(|cut| parted && !cut.is_empty());
        let Some(cut) = cut else {
            cells.push(Cell {
                rows: number(cell.rows.start)..number(cell.rows.end),
                ..cell
            });
            continue;
        };
        let base = number(cell.rows.start);
        let mut lines = cell.lines.into_iter().peekable();
        for part in 0..=cut.len() {
            let bottom = cut.get(part).copied().unwrap_or(cell.bbox.y1);
            let top = part.checked_sub(1).and_then(|above| cut.get(above)).copied();
            let mut own = Vec::new();
            while let Some(line) = lines.next_if(|line| line.bbox.center().y < bottom || part == cut.len()) {
                own.push(line);
            }
            cells.push(Cell {
                rows: base + part..base + part + 1,
                columns: cell.columns.clone(),
                bbox: Rect::new(cell.bbox.x0, top.unwrap_or(cell.bbox.y0), cell.bbox.x1, bottom),
                lines: own,
            });
        }
    }
    cells.sort_by_key(|cell| (cell.rows.start, cell.columns.start));
    Table {
        rows: count,
        cells,
        ..table
    }
}

/// The heights at which a row is parted; none where it is one row.
fn levels(table: &Table, row: usize) -> Vec<f32> {
    let cells: Vec<&Cell> = table
        .cells
        .iter()
        .filter(|cell| cell.rows == (row..row + 1) && !cell.lines.is_empty())
        .collect();
    // Columns that hold nothing but numbers, one a line, at least two.
    let numbers: Vec<&&Cell> = cells
        .iter()
        .filter(|cell| cell.lines.len() >= 2 && cell.lines.iter().all(is_number))
        .collect();
    let Some(lead) = numbers.iter().max_by_key(|cell| cell.lines.len()) else {
        return Vec::new();
    };
    let agrees = |y: f32, size: f32| {
        cells.iter().any(|cell| {
            cell.columns != lead.columns
                && cell
                    .lines
                    .iter()
                    .any(|line| (line.bbox.center().y - y).abs() < 0.5 * size)
        })
    };
    let tops: Vec<(f32, f32)> = lead
        .lines
        .iter()
        .map(|line| (line.bbox.center().y, line.size))
        .collect();
    if !tops.iter().all(|(y, size)| agrees(*y, *size)) {
        return Vec::new();
    }
    tops.windows(2)
        .filter_map(|pair| match pair {
            [(_, _), (below, size)] => Some(below - 0.6 * size),
            _ => None,
        })
        .collect()
}

/// Digits with what stands at numbers, or a dash.
pub(super) fn is_number(line: &SheetLine) -> bool {
    let mut digits = false;
    for character in line.text.chars() {
        if character.is_numeric() {
            digits = true;
        } else if !is_number_mark(character) {
            return false;
        }
    }
    digits
        || line
            .text
            .chars()
            .all(|c| matches!(c, '-' | '－' | '―' | '−' | '‐' | 'ー' | '–' | '—' | '─'))
}

fn is_number_mark(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            ',' | '.'
                | '，'
                | '．'
                | '△'
                | '▲'
                | '+'
                | '-'
                | '－'
                | '−'
                | '＋'
                | '('
                | ')'
                | '（'
                | '）'
                | '['
                | ']'
                | '%'
                | '％'
                | '円'
                | '億'
                | '万'
                | '千'
                | '百'
                | '兆'
        )
}

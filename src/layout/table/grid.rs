//! Rulings to grids: straight segments that touch are one drawing, and its crossings are the corners of cells.
//!
//! ```text
//!   rules and box edges ─▶ merged segments ─▶ touching ones together ─▶ squares ─▶ cells
//! ```

use crate::geometry::Rect;
use crate::source::{self, Color, Sheet};
use std::ops::Range;

/// Segments this close, in points, are one; ends this close touch. Makers draw cells with a gap of a hair between.
const TOUCH: f32 = 2.5;
/// A segment is at least this long, in points.
const LEAST: f32 = 6.0;
/// Segments of a page; drawings with more are no tables.
const MOST: usize = 12_000;
/// Rows and columns of a table.
const ROWS: usize = 500;
const COLUMNS: usize = 80;

/// A grid of cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// Left edges of the columns, and the right edge of the last.
    pub(super) xs: Vec<f32>,
    /// Top edges of the rows, and the bottom edge of the last.
    pub(super) ys: Vec<f32>,
    /// Rows and columns of every cell, row by row.
    pub(super) cells: Vec<(Range<usize>, Range<usize>)>,
    /// By square, row by row: its cell.
    pub(super) cell_of: Vec<usize>,
}

impl Grid {
    pub(super) fn bbox(&self) -> Rect {
        Rect::new(
            self.xs.first().copied().unwrap_or(0.0),
            self.ys.first().copied().unwrap_or(0.0),
            self.xs.last().copied().unwrap_or(0.0),
            self.ys.last().copied().unwrap_or(0.0),
        )
    }

    pub(super) fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// The place of a cell.
    pub(super) fn place(&self, rows: &Range<usize>, columns: &Range<usize>) -> Rect {
        let at = |edges: &[f32], index: usize| edges.get(index).copied().unwrap_or(0.0);
        Rect::new(
            at(&self.xs, columns.start),
            at(&self.ys, rows.start),
            at(&self.xs, columns.end),
            at(&self.ys, rows.end),
        )
    }

    /// The cell at a place.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<usize> {
        let square = |edges: &[f32], at: f32| {
            let index = edges.partition_point(|edge| *edge <= at);
            (index > 0 && index < edges.len()).then(|| index - 1)
        };
        let (column, row) = (square(&self.xs, x)?, square(&self.ys, y)?);
        self.cell_of.get(row * self.columns() + column).copied()
    }
}

/// A straight line: `along` is where it runs, `from` and `to` its ends.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Segment {
    at: f32,
    from: f32,
    to: f32,
}

/// A single row is part of a table only where another on the page has the same columns, at least so many.
const SINGLE: usize = 3;
/// Colours this bright all over are the paper's.
const WHITE: u8 = 250;
/// Coloured boxes behind white ones that are looked at: the largest.
const BEHIND: usize = 64;

/// The grids of a page with at least two rows and two columns, and single rows with the columns of one of them.
pub(super) fn grids(sheet: &Sheet) -> Vec<Grid> {
    let (across, down) = segments(sheet);
    if across.len() + down.len() > MOST || across.len() < 2 || down.len() < 2 {
        return Vec::new();
    }
    let (across, down) = (merge(across), merge(down));
    let all: Vec<Grid> = components(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| grid(&across, &down))
        .collect();
    let known: Vec<Vec<f32>> = all
        .iter()
        .filter(|grid| grid.rows() > 1)
        .map(|grid| grid.xs.clone())
        .collect();
    all.into_iter()
        .filter(|grid| {
            grid.rows() > 1
                || grid.columns() >= SINGLE && known.iter().any(|columns| same_edges(columns, &grid.xs))
        })
        .collect()
}

fn same_edges(one: &[f32], other: &[f32]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() <= TOUCH)
}

/// Heights of the rulings that run over much of a page, from the top.
pub(super) fn across(sheet: &Sheet) -> Vec<f32> {
    const WIDE: f32 = 0.4;
    let mut out: Vec<f32> = sheet
        .rules
        .iter()
        .take(MOST)
        .filter(|rule| rule.bbox.height() <= TOUCH && rule.bbox.width() > WIDE * sheet.width)
        .map(|rule| rule.bbox.center().y)
        .collect();
    out.sort_by(f32::total_cmp);
    out.dedup_by(|next, kept| *next - *kept <= TOUCH);
    out
}

/// The largest coloured boxes of a page: what white boxes can stand out from.
fn coloured(sheet: &Sheet) -> Vec<Rect> {
    let mut out: Vec<Rect> = sheet
        .boxes
        .iter()
        .take(MOST)
        .filter(|one| one.fill.is_some_and(|fill| !is_white(fill)))
        .map(|one| one.bbox)
        .collect();
    let area = |rect: &Rect| rect.width() * rect.height();
    out.sort_by(|a, b| area(b).total_cmp(&area(a)));
    out.truncate(BEHIND);
    out
}

fn is_white(color: Color) -> bool {
    color.red >= WHITE && color.green >= WHITE && color.blue >= WHITE
}

/// Whether a box cannot be seen: white without a line around it, on paper.
fn is_unseen(one: &source::Box, coloured: &[Rect]) -> bool {
    one.stroke.is_none()
        && one.fill.is_none_or(is_white)
        && !coloured
            .iter()
            .any(|behind| behind.width() > one.bbox.width() && behind.holds(one.bbox.center()))
}

/// Rulings and the edges of boxes: those that run across and those that run down.
fn segments(sheet: &Sheet) -> (Vec<Segment>, Vec<Segment>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    let mut add = |bbox: &Rect| {
        let (width, height) = (bbox.width(), bbox.height());
        if width >= LEAST && height <= TOUCH {
            across.push(Segment {
                at: bbox.center().y,
                from: bbox.x0,
                to: bbox.x1,
            });
        } else if height >= LEAST && width <= TOUCH {
            down.push(Segment {
                at: bbox.center().x,
                from: bbox.y0,
                to: bbox.y1,
            });
        } else if width >= LEAST && height >= LEAST {
            for at in [bbox.y0, bbox.y1] {
                across.push(Segment {
                    at,
                    from: bbox.x0,
                    to: bbox.x1,
                });
            }
            for at in [bbox.x0, bbox.x1] {
                down.push(Segment {
                    at,
                    from: bbox.y0,
                    to: bbox.y1,
                });
            }
        }
    };
    for rule in sheet.rules.iter().take(MOST) {
        add(&rule.bbox);
    }
    let page = sheet.width * sheet.height * 0.9;
    let coloured = coloured(sheet);
    for one in sheet.boxes.iter().take(MOST) {
        if one.bbox.width() * one.bbox.height() < page && !is_unseen(one, &coloured) {
            add(&one.bbox);
        }
    }
    (across, down)
}

/// Joins segments that lie on each other or go on with each other.
fn merge(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Segment> = Vec::new();
    let mut start = 0;
    while start < segments.len() {
        let mut end = start + 1;
        let mut last = segments.get(start).map_or(0.0, |segment| segment.at);
        let first = last;
        while let Some(next) = segments.get(end) {
            if next.at - last > TOUCH * 0.6 || next.at - first > TOUCH {
                break;
            }
            last = next.at;
            end += 1;
        }
        let mut level: Vec<Segment> = segments.get(start..end).unwrap_or_default().to_vec();
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let middle = (first + last) / 2.0;
        for segment in level {
            match out.last_mut() {
                Some(open) if open.at == middle && segment.from <= open.to + TOUCH => {
                    open.to = open.to.max(segment.to);
                }
                _ => out.push(Segment {
                    at: middle,
                    ..segment
                }),
            }
        }
        start = end;
    }
    out
}

/// Segments that touch, together; from the top.
fn components(across: &[Segment], down: &[Segment]) -> Vec<(Vec<Segment>, Vec<Segment>)> {
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    for (number, line) in across.iter().enumerate() {
        let first = down.partition_point(|other| other.at < line.from - TOUCH);
        for (offset, other) in down.iter().enumerate().skip(first) {
            if other.at > line.to + TOUCH {
                break;
            }
            if (other.from - TOUCH..=other.to + TOUCH).contains(&line.at) {
                let (a, b) = (find(&group, number), find(&group, across.len() + offset));
                if let Some(slot) = group.get_mut(a.max(b)) {
                    *slot = a.min(b);
                }
            }
        }
    }
    let mut out: std::collections::BTreeMap<usize, (Vec<Segment>, Vec<Segment>)> =
        std::collections::BTreeMap::new();
    for (number, line) in across.iter().enumerate() {
        out.entry(find(&group, number)).or_default().0.push(*line);
    }
    for (number, line) in down.iter().enumerate() {
        out.entry(find(&group, across.len() + number))
            .or_default()
            .1
            .push(*line);
    }
    out.into_values().collect()
}

fn find(group: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(next) = group.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

/// The cells between segments that touch; `None` where there are not at least two rows and two columns of them, or one
/// row of several.
fn grid(across: &[Segment], down: &[Segment]) -> Option<Grid> {
    let ends = |segments: &[Segment]| -> Vec<f32> {
        let first = segments.iter().map(|segment| segment.from).reduce(f32::min);
        let last = segments.iter().map(|segment| segment.to).reduce(f32::max);
        first.into_iter().chain(last).collect()
    };
    let xs = edges(down.iter().map(|segment| segment.at).chain(ends(across)));
    let ys = edges(across.iter().map(|segment| segment.at).chain(ends(down)));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if !(2..=COLUMNS).contains(&columns) || !(1..=ROWS).contains(&rows) {
        return None;
    }
    let covers = |segments: &[Segment], at: f32, middle: f32| {
        let first = segments.partition_point(|segment| segment.at < at - TOUCH);
        segments
            .iter()
            .skip(first)
            .take_while(|segment| segment.at <= at + TOUCH)
            .any(|segment| (segment.from..=segment.to).contains(&middle))
    };
    let mut group: Vec<usize> = (0..rows * columns).collect();
    let parted = |row: usize| {
        let y = mid(&ys, row);
        xs.iter().any(|x| covers(down, *x, y))
    };
    for row in 0..rows {
        // A row between filled ones has no edge of its own: theirs go through it.
        let y = mid(&ys, row);
        let y = match (row.checked_sub(1), row + 1 < rows) {
            (Some(above), true) if !parted(row) && parted(above) && parted(row + 1) => mid(&ys, above),
            (Some(above), false) if !parted(row) && parted(above) => mid(&ys, above),
            _ => y,
        };
        for column in 0..columns {
            let x = mid(&xs, column);
            let square = row * columns + column;
            let right = xs.get(column + 1).copied().unwrap_or(x);
            if column + 1 < columns && !covers(down, right, y) {
                union(&mut group, square, square + 1);
            }
            let bottom = ys.get(row + 1).copied().unwrap_or(y);
            if row + 1 < rows && !covers(across, bottom, x) {
                union(&mut group, square, square + columns);
            }
        }
    }
    let mut number: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
    let mut cells: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut cell_of = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let root = find(&group, row * columns + column);
            let cell = *number.entry(root).or_insert_with(|| {
                cells.push((row..row + 1, column..column + 1));
                cells.len() - 1
            });
            if let Some((rows, columns)) = cells.get_mut(cell) {
                rows.end = rows.end.max(row + 1);
                columns.start = columns.start.min(column);
                columns.end = columns.end.max(column + 1);
            }
            cell_of.push(cell);
        }
    }
    // Boxes side by side, or a box with a head, are no table: cells must part the grid both ways.
    let wide = cells.iter().any(|(_, columns)| columns.start > 0);
    let high = cells.iter().any(|(rows, _)| rows.start > 0);
    let single = rows == 1 && columns >= SINGLE;
    (wide && (high && cells.len() >= 4 || single)).then_some(Grid {
        xs,
        ys,
        cells,
        cell_of,
    })
}

fn union(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(group, a), find(group, b));
    if let Some(slot) = group.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

fn mid(edges: &[f32], index: usize) -> f32 {
    let at = |index: usize| edges.get(index).copied().unwrap_or(0.0);
    (at(index) + at(index + 1)) / 2.0
}

/// Sorted, with those that are one taken together.
fn edges(at: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sorted: Vec<f32> = at.collect();
    sorted.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for edge in sorted {
        if out.last().is_none_or(|last| edge - last > TOUCH) {
            out.push(edge);
        }
    }
    out
}

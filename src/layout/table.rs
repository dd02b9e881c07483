//! Tables: lines and rulings to rows, columns and cells. Rulings and the edges of cell boxes are one to a reader, so they
//! are one here; where nothing is drawn, numbers that stand below each other make the columns.
//!
//! ```text
//!   ┌────┬──────┐      two rows, two columns, and a cell
//!   │ A  │ 1,20 │      merged over both rows where no ruling
//!   │    ├──────┤      parts them
//!   │    │ 3,40 │
//!   └────┴──────┘
//! ```

mod aligned;
mod fill;
mod grid;
mod halves;
mod pieces;

use super::reading::SheetLine;
use crate::geometry::Rect;
use crate::source::Sheet;
use std::ops::Range;

/// A table on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// All cells together.
    pub bbox: Rect,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Its cells, row by row; merged ones once.
    pub cells: Vec<Cell>,
    /// Drawn with rulings or filled cells; otherwise told by alignment alone.
    pub ruled: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// Its place.
    pub bbox: Rect,
    /// What stands in it, from the top.
    pub lines: Vec<SheetLine>,
}

/// Finds the tables of a page; gives them, from the top, with the lines that stand in none, in the order given.
#[must_use]
pub fn tables(sheet: &Sheet, lines: Vec<SheetLine>) -> (Vec<Table>, Vec<SheetLine>) {
    let mut found = Vec::new();
    let mut rest = lines;
    for grid in grid::grids(sheet)
        .into_iter()
        .filter(|grid| !is_chart(grid, sheet))
    {
        let (table, left) = fill::fill(&grid, rest);
        rest = left;
        found.extend(table);
    }
    let (more, rest) = aligned::tables(rest, &grid::across(sheet));
    found = halves::join(found);
    found.extend(more);
    found.sort_by(|a, b| {
        a.bbox
            .y0
            .total_cmp(&b.bbox.y0)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    (found, rest)
}

/// Whether shapes lie across a grid's columns, as the arrows of a time chart do: no cell holds them.
fn is_chart(grid: &grid::Grid, sheet: &Sheet) -> bool {
    const SHAPES: usize = 2;
    const INSIDE: f32 = 1.0;
    let bbox = grid.bbox();
    let inner = grid.xs.get(1..grid.columns()).unwrap_or_default();
    let mut across: Vec<&Rect> = sheet
        .pictures
        .iter()
        .filter(|shape| {
            let within = bbox.holds(shape.center()) && shape.height() < 0.5 * bbox.height();
            within
                && inner
                    .iter()
                    .any(|x| shape.x0 + INSIDE < *x && *x < shape.x1 - INSIDE)
        })
        .collect();
    across.dedup_by(|next, kept| next == kept);
    across.len() >= SHAPES
}

#[cfg(test)]
mod tests;

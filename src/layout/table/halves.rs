//! A table drawn in two halves over the fold of a book: side by side, with one top and one bottom.
//!
//! ```text
//!   ┌────┬─────┐   ┌─────┬──────┐
//!   │ 目 │ 金額│   │ 節  │ 説明 │     one table of four columns
//!   └────┴─────┘   └─────┴──────┘
//! ```

use super::{Cell, Table};
use std::ops::Range;

/// Tops and bottoms this close, in points, are one.
const LEVEL: f32 = 3.0;

/// Halves stand side by side over this share of their height: the last row of one can be drawn longer.
const SHARED: f32 = 0.9;

/// Joins halves, given in any order.
pub(super) fn join(mut tables: Vec<Table>) -> Vec<Table> {
    tables.sort_by(|a, b| {
        a.bbox
            .y0
            .total_cmp(&b.bbox.y0)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    let mut out: Vec<Table> = Vec::new();
    for table in tables {
        match out.last_mut() {
            Some(left) if halves(left, &table) => *left = joined(left, table),
            _ => out.push(table),
        }
    }
    out
}

fn halves(left: &Table, right: &Table) -> bool {
    let shared = left.bbox.y1.min(right.bbox.y1) - left.bbox.y0;
    (left.bbox.y0 - right.bbox.y0).abs() < LEVEL
        && shared > SHARED * left.bbox.height().max(right.bbox.height())
        && (left.bbox.x1 <= right.bbox.x0 || right.bbox.x1 <= left.bbox.x0)
        && head(left) != head(right)
}

/// The words of the first row: two tables that begin alike are two, not halves of one.
fn head(table: &Table) -> String {
    table
        .cells
        .iter()
        .filter(|cell| cell.rows.start == 0)
        .flat_map(|cell| cell.lines.iter().map(|line| line.text.as_str()))
        .collect()
}

/// One table of both, its rows parted wherever one of them parts them.
fn joined(left: &Table, right: Table) -> Table {
    let (left, right) = if left.bbox.x0 <= right.bbox.x0 {
        (left.clone(), right)
    } else {
        (right, left.clone())
    };
    let mut edges: Vec<f32> = [&left, &right].into_iter().flat_map(edges).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|next, kept| *next - *kept < LEVEL);
    let offset = left.columns;
    let mut cells: Vec<Cell> = Vec::with_capacity(left.cells.len() + right.cells.len());
    let columns = left.columns + right.columns;
    let bbox = left.bbox.union(&right.bbox);
    for cell in left.cells {
        cells.push(Cell {
            rows: rows(&edges, &cell),
            ..cell
        });
    }
    for cell in right.cells {
        cells.push(Cell {
            rows: rows(&edges, &cell),
            columns: cell.columns.start + offset..cell.columns.end + offset,
            ..cell
        });
    }
    cells.sort_by_key(|cell| (cell.rows.start, cell.columns.start));
    Table {
        bbox,
        rows: edges.len().saturating_sub(1),
        columns,
        cells,
        ruled: true,
    }
}

/// Tops and bottoms of a table's cells.
fn edges(table: &Table) -> impl Iterator<Item = f32> {
    table.cells.iter().flat_map(|cell| [cell.bbox.y0, cell.bbox.y1])
}

/// The rows that a cell covers among the joined edges.
fn rows(edges: &[f32], cell: &Cell) -> Range<usize> {
    let at = |y: f32| edges.partition_point(|edge| *edge < y - LEVEL);
    let start = at(cell.bbox.y0).min(edges.len().saturating_sub(2));
    start..at(cell.bbox.y1).max(start + 1)
}

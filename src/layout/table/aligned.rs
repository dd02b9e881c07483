//! Tables without a drawn line: numbers that end at one edge, row after row, make the columns.
//!
//! ```text
//!   事業名                 要求額    前年度
//!   A name of one line      1,200     1,100
//!   A name that goes on       300       250
//!   over two lines
//! ```

use super::fill::is_number;
use super::{Cell, Table, pieces};
use crate::geometry::Rect;
use crate::layout::reading::SheetLine;

/// Right edges this close, in font sizes, are one column.
const EDGE: f32 = 0.8;
/// Rows with a number in two columns make a table.
const ROWS: usize = 3;
/// Lines of one name are closer than this, in font sizes.
const WRAPPED: f32 = 0.6;
/// A wrapped line begins at most this far from the first, in font sizes.
const HANGING: f32 = 2.2;
/// Lines of a page.
const MOST: usize = 4_000;

/// A column of numbers: its right edge and how far to the left it reaches.
#[derive(Debug, Clone, Copy)]
struct Column {
    x0: f32,
    x1: f32,
}

/// Finds tables told by alignment alone; `rules` are the heights of long rulings across the page, which part rows.
pub(super) fn tables(lines: Vec<SheetLine>, rules: &[f32]) -> (Vec<Table>, Vec<SheetLine>) {
    if lines.len() > MOST {
        return (Vec::new(), lines);
    }
    let parted = pieces::of_lines(&lines);
    let Some((columns, (top, bottom))) = found(&parted) else {
        return (Vec::new(), lines);
    };
    let within = |line: &SheetLine| upright(line) && (top..=bottom).contains(&line.bbox.center().y);
    let (_, rest): (Vec<SheetLine>, Vec<SheetLine>) = lines.into_iter().partition(within);
    let first = first_row(&parted, &columns).unwrap_or(top);
    let inside: Vec<SheetLine> = parted
        .into_iter()
        .filter(within)
        .flat_map(|line| {
            // The words of a head stand as close as its columns do.
            if line.bbox.y1 < first {
                pieces::cut(&line)
            } else {
                vec![line]
            }
        })
        .collect();
    let columns = under_heads(columns, &inside);
    (build(inside, &columns, rules).into_iter().collect(), rest)
}

/// The columns, and the heights between which they stand.
fn found(lines: &[SheetLine]) -> Option<(Vec<Column>, (f32, f32))> {
    // Two rows are enough where three columns agree on them: the end of a table on a page of its own.
    [(ROWS, 2), (ROWS - 1, 3)].into_iter().find_map(|(rows, least)| {
        let columns = behind_names(columns(lines, rows), lines);
        let bare = rows == ROWS
            || !lines
                .iter()
                .any(|line| is_number(line) && line.text.contains('円'));
        let band = (bare && columns.len() >= least)
            .then(|| band(lines, &columns, rows))
            .flatten()?;
        Some((columns, band))
    })
}

/// A head's words end where the numbers below them do and may begin further to the left: the column is as wide as they.
fn under_heads(mut columns: Vec<Column>, inside: &[SheetLine]) -> Vec<Column> {
    let mut before = f32::MIN;
    for column in &mut columns {
        let heads = inside.iter().filter(|line| {
            upright(line) && (line.bbox.x1 - column.x1).abs() <= EDGE * line.size && line.bbox.x0 > before
        });
        column.x0 = heads.map(|line| line.bbox.x0).fold(column.x0, f32::min);
        before = column.x1;
    }
    columns
}

/// Where the numbers of the columns begin.
fn first_row(lines: &[SheetLine], columns: &[Column]) -> Option<f32> {
    lines
        .iter()
        .filter(|line| upright(line) && is_number(line))
        .filter(|line| {
            columns
                .iter()
                .any(|column| (line.bbox.x1 - column.x1).abs() <= EDGE * line.size)
        })
        .map(|line| line.bbox.y0)
        .reduce(f32::min)
}

/// The columns behind the names: numbers before them are the rows' own.
fn behind_names(mut columns: Vec<Column>, lines: &[SheetLine]) -> Vec<Column> {
    while let [first, second, ..] = columns.as_slice() {
        let in_rows = lines
            .iter()
            .filter(|line| is_number(line) && (line.bbox.x1 - first.x1).abs() <= EDGE * line.size)
            .count();
        let between = lines
            .iter()
            .filter(|line| !is_number(line) && line.bbox.x0 > first.x1 && line.bbox.x1 < second.x0)
            .count();
        if between * 2 < in_rows {
            break;
        }
        columns.remove(0);
    }
    columns
}

fn upright(line: &SheetLine) -> bool {
    !line.vertical && line.angle == 0
}

/// Right edges at which at least so many numbers end.
fn columns(lines: &[SheetLine], rows: usize) -> Vec<Column> {
    let mut numbers: Vec<&SheetLine> = lines
        .iter()
        .filter(|line| upright(line) && is_number(line))
        .collect();
    numbers.sort_by(|a, b| a.bbox.x1.total_cmp(&b.bbox.x1));
    let mut out: Vec<Column> = Vec::new();
    let mut start = 0;
    while let Some(first) = numbers.get(start) {
        let end = start
            + numbers
                .get(start..)
                .unwrap_or_default()
                .iter()
                .take_while(|line| line.bbox.x1 - first.bbox.x1 <= EDGE * line.size)
                .count();
        let group = numbers.get(start..end).unwrap_or_default();
        if group.len() >= rows {
            out.push(Column {
                x0: group.iter().map(|line| line.bbox.x0).fold(f32::MAX, f32::min),
                x1: group.iter().map(|line| line.bbox.x1).fold(0.0, f32::max),
            });
        }
        start = end.max(start + 1);
    }
    // Columns do not overlap; the fuller of two that do was cut by a longer number.
    out.dedup_by(|next, kept| next.x0 < kept.x1 && next.x1 > kept.x0);
    out
}

/// The rows between which the columns stand: from the head above the first number to the last row.
fn band(lines: &[SheetLine], columns: &[Column], least: usize) -> Option<(f32, f32)> {
    let in_column = |line: &SheetLine| {
        columns
            .iter()
            .position(|column| (line.bbox.x1 - column.x1).abs() <= EDGE * line.size)
    };
    let mut rows: Vec<(f32, usize, f32)> = lines
        .iter()
        .filter(|line| upright(line) && is_number(line))
        .filter_map(|line| Some((line.bbox.center().y, in_column(line)?, line.size)))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut full = Vec::new();
    for pair in rows.windows(2) {
        if let [(a, one, size), (b, other, _)] = pair
            && (b - a).abs() < 0.5 * size
            && one != other
        {
            full.push((*a, *size));
        }
    }
    full.dedup_by(|next, kept| (next.0 - kept.0).abs() < 0.5 * kept.1);
    // Rows of a table have their names at the left; amounts below boxes that stand side by side have not.
    let left = columns.first().map_or(0.0, |column| column.x0);
    let named = |(y, size): &(f32, f32)| {
        lines.iter().any(|line| {
            line.bbox.x0 < left && !is_number(line) && (line.bbox.y0 - size..line.bbox.y1 + size).contains(y)
        })
    };
    if full.iter().filter(|row| named(row)).count() * 2 < full.len() {
        return None;
    }
    // Words between the numbers of most rows: lists side by side, each with names and numbers of its own.
    let between = |(y, size): &(f32, f32)| {
        lines.iter().any(|line| {
            // A second number below the one that the words stand beside is of their row, too.
            !is_number(line)
                && (line.bbox.y0 - size..line.bbox.y1 + size).contains(y)
                && columns.windows(2).any(
                    |pair| matches!(pair, [a, b] if line.bbox.x0 > a.x1 && line.bbox.x1 < b.x0 && upright(line)),
                )
        })
    };
    if full.iter().filter(|row| between(row)).count() * 2 > full.len() {
        return None;
    }
    if full.len() < least {
        return None;
    }
    let (first, size) = *full.first()?;
    let (last, _) = *full.last()?;
    // The head stands within four lines above.
    // A last name may go on over one line more.
    Some((first - 6.5 * size, last + 1.5 * size))
}

/// Rows begin at a number or at a line of their own between two numbers.
fn build(mut inside: Vec<SheetLine>, columns: &[Column], rules: &[f32]) -> Option<Table> {
    let left = columns.first().map_or(0.0, |column| column.x0);
    let right = columns.last().map_or(0.0, |column| column.x1);
    inside.sort_by(|a, b| a.bbox.center().y.total_cmp(&b.bbox.center().y));
    // Names stand left of the first column, remarks right of the last.
    let edges = edges(&inside, columns, left, right);
    let mut rows: Vec<Vec<SheetLine>> = Vec::new();
    let mut level = f32::MIN;
    for line in inside {
        let y = line.bbox.center().y;
        if y - level > 0.5 * line.size || rows.is_empty() {
            rows.push(Vec::new());
            level = y;
        }
        if let Some(row) = rows.last_mut() {
            row.push(line);
        }
    }
    if rules.len() > ROWS {
        join_ruled(&mut rows, rules);
    }
    join_around(&mut rows, left);
    join_wrapped(&mut rows, left);
    let mut cells = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let y0 = row.iter().map(|line| line.bbox.y0).fold(f32::MAX, f32::min);
        let y1 = row.iter().map(|line| line.bbox.y1).fold(0.0, f32::max);
        for (column, pair) in edges.windows(2).enumerate() {
            let [x0, x1] = pair else { continue };
            let mut own: Vec<SheetLine> = row
                .iter()
                .filter(|line| {
                    let center = line.bbox.center().x;
                    (*x0..*x1).contains(&center)
                })
                .cloned()
                .collect();
            own.sort_by(|a, b| {
                let level = |line: &SheetLine| (line.bbox.center().y / (0.5 * line.size.max(1.0))) as i64;
                level(a).cmp(&level(b)).then(a.bbox.x0.total_cmp(&b.bbox.x0))
            });
            if !own.is_empty() {
                cells.push(Cell {
                    rows: number..number + 1,
                    columns: column..column + 1,
                    bbox: Rect::new(*x0, y0, *x1, y1),
                    lines: own,
                });
            }
        }
    }
    let bbox = cells
        .iter()
        .map(|cell| cell.bbox)
        .reduce(|all, cell| all.union(&cell))?;
    Some(Table {
        bbox,
        rows: rows.len(),
        columns: edges.len().saturating_sub(1),
        cells,
        ruled: false,
    })
}

/// Joins rows that no ruling parts, where at most one of them has numbers.
fn join_ruled(rows: &mut Vec<Vec<SheetLine>>, rules: &[f32]) {
    let band = |row: &[SheetLine]| {
        let y = row.first().map_or(0.0, |line| line.bbox.center().y);
        rules.partition_point(|rule| *rule < y)
    };
    let numbers = |row: &[SheetLine]| row.iter().any(is_number);
    let mut out: Vec<Vec<SheetLine>> = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        match out.last_mut() {
            // What stands above the first ruling or below the last is in no row.
            Some(above)
                if band(above) == band(&row)
                    && (1..rules.len()).contains(&band(&row))
                    && !(numbers(above) && numbers(&row)) =>
            {
                above.extend(row);
            }
            _ => out.push(row),
        }
    }
    *rows = out;
}

/// Joins a row of numbers without a name with the lines of words as far above it as below: a name of two lines, the
/// numbers at its middle.
fn join_around(rows: &mut Vec<Vec<SheetLine>>, left: f32) {
    const REACH: f32 = 1.1;
    const EVEN: f32 = 0.35;
    let middle = |row: &[SheetLine]| row.first().map_or(0.0, |line| line.bbox.center().y);
    let bare = |row: &[SheetLine]| row.iter().all(|line| !is_number(line));
    let named = |row: &[SheetLine]| row.iter().any(|line| !is_number(line) && line.bbox.x0 < left);
    let mut at = 1;
    while at + 1 < rows.len() {
        let fits = match rows.get(at - 1..=at + 1) {
            Some([above, own, below]) => {
                let size = own.first().map_or(1.0, |line| line.size);
                let (up, down) = (middle(own) - middle(above), middle(below) - middle(own));
                own.iter().any(is_number)
                    && !named(own)
                    && bare(above)
                    && bare(below)
                    && named(above)
                    && named(below)
                    && up.max(down) < REACH * size
                    && (up - down).abs() < EVEN * size
            }
            _ => false,
        };
        if fits {
            let below = rows.remove(at + 1);
            let own = rows.remove(at);
            if let Some(above) = rows.get_mut(at - 1) {
                above.extend(own);
                above.extend(below);
            }
        } else {
            at += 1;
        }
    }
}

/// Joins the lines of a name that goes over several: a row of words alone belongs to the row that it stands closest to,
/// if no further than the lines of one paragraph stand.
fn join_wrapped(rows: &mut Vec<Vec<SheetLine>>, left: f32) {
    let bare = |row: &[SheetLine]| row.iter().all(|line| !is_number(line) && line.bbox.x0 < left);
    let mut at = 0;
    while at < rows.len() {
        let Some(own) = rows.get(at).filter(|row| bare(row)) else {
            at += 1;
            continue;
        };
        let up = at
            .checked_sub(1)
            .and_then(|above| rows.get(above))
            .map_or(f32::MAX, |above| gap(above, own));
        let down = rows.get(at + 1).map_or(f32::MAX, |below| gap(own, below));
        let above = at.checked_sub(1).and_then(|above| rows.get(above));
        let goes_on = up < WRAPPED
            && above.is_some_and(|above| {
                let closes = is_open(above, left) && !is_open(own, left);
                // Between a name and its indented part, a line that begins where the name does is the name's.
                let below = rows.get(at + 1).and_then(|below| start(below, left));
                let flush = match (start(above, left), start(own, left), below) {
                    (Some(name), Some(own), Some(part)) => {
                        let size = above.first().map_or(1.0, |line| line.size);
                        (name - own).abs() < 0.2 * size && part - own > 0.5 * size
                    }
                    _ => false,
                };
                closes || flush
            });
        let into = if goes_on || (up < WRAPPED && up <= down) {
            at.checked_sub(1)
        } else if down < WRAPPED && down < up {
            Some(at + 1)
        } else {
            None
        };
        let Some(into) = into else {
            at += 1;
            continue;
        };
        let lines = rows.remove(at);
        let into = if into > at { into - 1 } else { into };
        if let Some(row) = rows.get_mut(into) {
            row.extend(lines);
        }
    }
}

/// Where the name of a row begins.
fn start(row: &[SheetLine], left: f32) -> Option<f32> {
    row.iter()
        .filter(|line| !is_number(line) && line.bbox.x0 < left)
        .map(|line| line.bbox.x0)
        .reduce(f32::min)
}

/// Whether a bracket of the row's name is left open.
fn is_open(row: &[SheetLine], left: f32) -> bool {
    let text = row
        .iter()
        .filter(|line| !is_number(line) && line.bbox.x0 < left)
        .flat_map(|line| line.text.chars());
    text.fold(0, |depth, character| match character {
        '(' | '（' => depth + 1,
        ')' | '）' => depth - 1,
        _ => depth,
    }) > 0
}

/// White space between the words of two rows, in font sizes; none is between words that do not stand below each other.
fn gap(above: &[SheetLine], below: &[SheetLine]) -> f32 {
    let mut least = f32::MAX;
    for upper in above.iter().filter(|line| !is_number(line)) {
        for lower in below.iter().filter(|line| !is_number(line)) {
            let size = upper.size.max(lower.size).max(1.0);
            let aligned = (upper.bbox.x0 - lower.bbox.x0).abs() < HANGING * size;
            if aligned && (upper.size - lower.size).abs() < 0.1 * size {
                least = least.min((lower.bbox.y0 - upper.bbox.y1).max(0.0) / size);
            }
        }
    }
    least
}

/// The edges of the columns: words first, then the numbers, then what is left.
fn edges(lines: &[SheetLine], columns: &[Column], left: f32, right: f32) -> Vec<f32> {
    let from = lines.iter().map(|line| line.bbox.x0).fold(left, f32::min);
    let to = lines.iter().map(|line| line.bbox.x1).fold(right, f32::max);
    let mut out = vec![from - 1.0];
    // Left of the numbers: a gap that no line of words crosses parts a column of ministries from one of names.
    out.extend(gutters(lines, from, left));
    // A head can be wider than the figures below it: the first column begins halfway to the longest name.
    let names = lines
        .iter()
        .filter(|line| !is_number(line) && line.bbox.x1 < left)
        .map(|line| line.bbox.x1)
        .fold(from, f32::max);
    let mut before: Option<f32> = None;
    for column in columns {
        // Behind the figures before it: what stands at its left edge, such as a sign, is this one's.
        out.push(before.map_or(((names + column.x0) / 2.0).min(column.x0 - 2.0), |end| end + 2.0));
        before = Some(column.x1);
    }
    if to > right + 4.0 {
        out.push(right + 2.0);
    }
    out.push(to + 1.0);
    out.sort_by(f32::total_cmp);
    out
}

/// Gaps between columns of words.
fn gutters(lines: &[SheetLine], from: f32, to: f32) -> Vec<f32> {
    const WIDE: f32 = 0.8;
    let mut spans: Vec<(f32, f32, f32)> = lines
        .iter()
        .filter(|line| line.bbox.x1 < to + line.size && line.bbox.x0 >= from - 1.0 && !is_number(line))
        .map(|line| (line.bbox.x0, line.bbox.x1, line.size))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let mut end: Option<f32> = None;
    for (x0, x1, size) in spans {
        if let Some(end) = end
            && x0 - end > WIDE * size
        {
            out.push((end + x0) / 2.0);
        }
        end = Some(end.map_or(x1, |end: f32| end.max(x1)));
    }
    out
}

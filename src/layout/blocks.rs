//! Lines to blocks: what a reader takes for one paragraph, label or caption. Lines of one block stand below each other
//! in one frame, share size and ink, and have an edge in common; a line that has a neighbour on its row stands alone,
//! for rows of a list are no paragraph.
//!
//! ```text
//!   ┌───────────────────┐
//!   │ ● A long name of  │ ┐ one block
//!   │   a program:      │ ┘
//!   │ what it does, in  │ ┐ another: smaller
//!   │ smaller letters   │ ┘
//!   │           22億円  │ ─ and a third: another edge, further away
//!   └───────────────────┘
//! ```

use super::frames::FrameIndex;
use super::reading::SheetLine;
use crate::geometry::Rect;
use crate::source::{Color, Sheet};

/// When lines are one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockOptions {
    /// Largest gap between two lines, in font sizes.
    pub gap: f32,
    /// Sizes at most this far apart, as a share of the larger.
    pub size: f32,
    /// Edges at most this far apart, in font sizes, are aligned; a hanging indent is no wider.
    pub indent: f32,
    /// Edges at most this far apart, in font sizes, are shared by the lines of a label that lies across a border.
    pub shared: f32,
    /// Largest gap, in font sizes, between the lines of such a label.
    pub stack: f32,
}

impl Default for BlockOptions {
    fn default() -> Self {
        Self {
            gap: 0.75,
            size: 0.06,
            indent: 1.8,
            shared: 0.2,
            stack: 0.5,
        }
    }
}

/// Whether a line had room for the beginning of the next one of its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Room {
    /// It had, or nothing tells.
    #[default]
    Free,
    /// Little: makers leave a margin inside of a box.
    Little,
    /// None.
    None,
}

/// Lines that are read together.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its lines, from the top.
    pub lines: Vec<SheetLine>,
    /// By line: whether it ends for want of room, so that the next goes on with it.
    pub room: Vec<Room>,
    /// All of them together.
    pub bbox: Rect,
    /// The smallest frame around it, as a number of the page's [`FrameIndex`].
    pub frame: Option<usize>,
    /// Ink of most of its characters.
    pub color: Color,
}

/// Gathers lines, given in reading order, into blocks in the order of their first lines.
#[must_use]
pub fn blocks(
    lines: Vec<SheetLine>,
    sheet: &Sheet,
    frames: &FrameIndex,
    options: &BlockOptions,
) -> Vec<Block> {
    let styles: Vec<Style> = lines.iter().map(|line| Style::of(line, sheet, frames)).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| {
        let top = |at: &usize| lines.get(*at).map_or(0.0, |line| line.bbox.y0);
        top(a).total_cmp(&top(b)).then(a.cmp(b))
    });
    let rows = neighbours(&lines, &styles, &order);
    let mut above: Vec<Option<usize>> = vec![None; lines.len()];
    let mut taken = vec![false; lines.len()];
    for (at, below) in order.iter().enumerate() {
        let Some(line) = lines.get(*below) else { continue };
        // Upwards until the lines are too far away for any to be the one above.
        let nearest = order
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(|above| !taken.get(**above).copied().unwrap_or(true))
            .filter(|above| {
                lines.get(**above).is_some_and(|upper| {
                    goes_on(upper, line, options)
                        && styles.get(**above).zip(styles.get(*below)).is_some_and(|(a, b)| {
                            (a.frame == b.frame || straddles(upper, line, options))
                                && a.color == b.color
                                && !a.alone
                                && !b.alone
                        })
                        && (!(has_row(&rows, **above) && has_row(&rows, *below)) || is_rest(line))
                })
            })
            .max_by(|a, b| {
                let bottom = |at: usize| lines.get(at).map_or(0.0, |line| line.bbox.y1);
                bottom(**a).total_cmp(&bottom(**b))
            });
        if let Some(upper) = nearest {
            if let Some(slot) = above.get_mut(*below) {
                *slot = Some(*upper);
            }
            if let Some(slot) = taken.get_mut(*upper) {
                *slot = true;
            }
        }
    }
    gather(lines, &styles, &above, &order)
}

/// Lines above a line that are looked at.
const LOOK_BACK: usize = 64;

/// What a line is beside its place.
struct Style {
    frame: Option<usize>,
    color: Color,
    /// Set along another direction: a block by itself.
    alone: bool,
}

impl Style {
    fn of(line: &SheetLine, sheet: &Sheet, frames: &FrameIndex) -> Self {
        let mut counts: Vec<(Color, u32)> = Vec::new();
        for (character, place) in line.text.chars().zip(&line.places) {
            let Some(glyph) = place.glyph.and_then(|at| sheet.glyphs.get(at as usize)) else {
                continue;
            };
            if !character.is_alphanumeric() {
                continue;
            }
            match counts.iter_mut().find(|(color, _)| *color == glyph.color) {
                Some((_, count)) => *count += 1,
                None => counts.push((glyph.color, 1)),
            }
        }
        let color = counts
            .iter()
            .max_by_key(|(_, count)| *count)
            .map_or_else(Color::default, |(color, _)| *color);
        Self {
            frame: frames.innermost(line.bbox.center()),
            color,
            alone: line.vertical || line.angle != 0,
        }
    }
}

/// By line: whether a number stands beside it in the same frame, to its right on the same row.
fn neighbours(lines: &[SheetLine], styles: &[Style], order: &[usize]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    for (at, number) in order.iter().enumerate() {
        let Some(line) = lines.get(*number) else { continue };
        for other in order.iter().skip(at + 1).take(LOOK_BACK) {
            let Some(beside) = lines.get(*other) else { continue };
            if beside.bbox.y0 > line.bbox.y1 {
                break;
            }
            let overlap = line.bbox.y1.min(beside.bbox.y1) - line.bbox.y0.max(beside.bbox.y0);
            let same_row = overlap > 0.6 * line.bbox.height().max(beside.bbox.height());
            let same_frame = styles
                .get(*number)
                .zip(styles.get(*other))
                .is_some_and(|(a, b)| a.frame == b.frame);
            if !same_row || !same_frame {
                continue;
            }
            let left = if beside.bbox.x0 >= line.bbox.x1 && is_numeric(beside) {
                Some(*number)
            } else if line.bbox.x0 >= beside.bbox.x1 && is_numeric(line) {
                Some(*other)
            } else {
                None
            };
            if let Some(slot) = left.and_then(|left| out.get_mut(left)) {
                *slot = true;
            }
        }
    }
    out
}

/// A short line with a digit. One in brackets stands below another figure and makes no row of its own.
fn is_numeric(line: &SheetLine) -> bool {
    const SHORT: usize = 24;
    line.places.len() <= SHORT
        && line.text.chars().any(char::is_numeric)
        && !line.text.starts_with(['(', '（', '[', '［', '〔', '<', '＜'])
}

/// One or two characters are what was left of the line above, and no row of their own.
fn is_rest(line: &SheetLine) -> bool {
    const REST: usize = 2;
    line.places.len() <= REST && !line.text.contains(char::is_numeric)
}

fn has_row(rows: &[bool], at: usize) -> bool {
    rows.get(at).copied().unwrap_or(false)
}

/// A label across a box's border: its lines share an edge to a hair, close together.
fn straddles(above: &SheetLine, below: &SheetLine, options: &BlockOptions) -> bool {
    let size = above.size.max(below.size).max(0.1);
    let shared = |a: f32, b: f32| (a - b).abs() <= options.shared * size;
    (below.bbox.y0 - above.bbox.y1) / size <= options.stack
        && (shared(above.bbox.x0, below.bbox.x0)
            || shared(above.bbox.x1, below.bbox.x1)
            || shared(above.bbox.center().x, below.bbox.center().x))
}

/// Whether `below` can be the next line of the block that ends with `above`.
fn goes_on(above: &SheetLine, below: &SheetLine, options: &BlockOptions) -> bool {
    let size = above.size.max(below.size).max(0.1);
    let gap = (below.bbox.y0 - above.bbox.y1) / size;
    if !(-0.6..=options.gap).contains(&gap) || (above.size - below.size).abs() > options.size * size {
        return false;
    }
    let near = |a: f32, b: f32| (a - b).abs() <= options.indent * size;
    let overlaps = above.bbox.x0 < below.bbox.x1 && below.bbox.x0 < above.bbox.x1;
    overlaps
        && (near(above.bbox.x0, below.bbox.x0)
            || near(above.bbox.x1, below.bbox.x1)
            || near(above.bbox.center().x, below.bbox.center().x))
}

/// Follows the chains of lines to blocks, in the order of the chains' first lines as they were given.
fn gather(lines: Vec<SheetLine>, styles: &[Style], above: &[Option<usize>], order: &[usize]) -> Vec<Block> {
    let mut block_of: Vec<usize> = vec![0; lines.len()];
    let mut firsts: Vec<usize> = Vec::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for number in order {
        let block = match above.get(*number).copied().flatten() {
            Some(upper) => block_of.get(upper).copied().unwrap_or(0),
            None => {
                firsts.push(*number);
                members.push(Vec::new());
                members.len() - 1
            }
        };
        if let Some(slot) = block_of.get_mut(*number) {
            *slot = block;
        }
        if let Some(list) = members.get_mut(block) {
            list.push(*number);
        }
    }
    let mut sequence: Vec<usize> = (0..members.len()).collect();
    sequence.sort_by_key(|block| firsts.get(*block).copied());
    let mut lines: Vec<Option<SheetLine>> = lines.into_iter().map(Some).collect();
    sequence
        .into_iter()
        .filter_map(|block| {
            let numbers = members.get(block)?;
            let style = styles.get(*numbers.first()?)?;
            let lines: Vec<SheetLine> = numbers
                .iter()
                .filter_map(|number| lines.get_mut(*number)?.take())
                .collect();
            Some(Block {
                bbox: lines
                    .iter()
                    .map(|line| line.bbox)
                    .reduce(|all, bbox| all.union(&bbox))?,
                room: vec![Room::Free; lines.len()],
                lines,
                frame: style.frame,
                color: style.color,
            })
        })
        .collect()
}

//! Lines that were broken for want of room: the next line of their block goes on with them. A line is known to be full by
//! its neighbours: the frame that it fills, or the lines of its column that all end at one edge.
//!
//! ```text
//!   ● A name that fills the colum   full: one more character
//!     n it stands in                would pass the edge
//!   ● Another that does not         not full
//!   ● A third, again of some leng   full
//!     th
//! ```

use super::blocks::{Block, Room};
use super::frames::FrameIndex;
use super::reading::SheetLine;

/// Lines that begin this close, in font sizes, are of one column; a hanging indent is no wider.
const INDENT: f32 = 2.2;
/// Lines that end this close to the furthest, in font sizes, end at the column's edge: a wide character had no room.
const EDGE: f32 = 1.2;
/// White space, in font sizes, behind which a line's text ends and something else begins on its row.
const APART: f32 = 1.0;
/// Blocks of a page that are compared; more are no slide.
const MOST: usize = 1_500;

/// Room, in font sizes, that a maker may leave free at the end of a line inside of a box.
const MARGIN: f32 = 1.7;

/// For each block, for each of its lines, whether it is full.
pub(super) fn mark(blocks: &mut [Block], frames: &FrameIndex) {
    if blocks.len() > MOST {
        return;
    }
    let mut ends: Vec<End> = blocks
        .iter()
        .flat_map(|block| block.lines.iter().filter_map(|line| End::of(line, block.frame)))
        .collect();
    ends.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for block in blocks {
        let inner = block
            .frame
            .and_then(|number| frames.frames().get(number))
            .map(|frame| {
                // A frame keeps as much room free at its right as at its left.
                let free = block.bbox.x0 - frame.bbox.x0;
                frame.bbox.x1 - free.clamp(0.0, EDGE * block.lines.first().map_or(0.0, |line| line.size))
            });
        let rooms = block.lines.windows(2).map(|pair| match pair {
            [line, next] => End::of(line, block.frame).map_or(Room::Free, |end| {
                let need = end.x1 + first_width(next);
                if inner.is_some_and(|edge| need > edge)
                    || column_edge(&ends, &end).is_some_and(|edge| need > edge)
                {
                    Room::None
                } else if inner.is_some_and(|edge| need + MARGIN * end.size > edge) {
                    Room::Little
                } else {
                    Room::Free
                }
            }),
            _ => Room::Free,
        });
        block.room = rooms.chain(std::iter::once(Room::Free)).collect();
    }
}

/// Where a line's text begins and ends.
#[derive(Clone, Copy)]
struct End {
    x0: f32,
    x1: f32,
    size: f32,
    frame: Option<usize>,
}

impl End {
    fn of(line: &SheetLine, frame: Option<usize>) -> Option<Self> {
        if line.vertical || line.angle != 0 {
            return None;
        }
        let mut end: Option<f32> = None;
        for (character, place) in line.text.chars().zip(&line.places) {
            if character.is_whitespace() {
                continue;
            }
            if end.is_some_and(|end| place.bbox.x0 - end > APART * line.size) {
                break;
            }
            end = Some(place.bbox.x1);
        }
        Some(Self {
            x0: line.bbox.x0,
            x1: end?,
            size: line.size,
            frame,
        })
    }
}

/// The edge at which the lines of a column end: one that another line reaches too.
fn column_edge(ends: &[End], own: &End) -> Option<f32> {
    let reach = INDENT * own.size;
    let first = ends.partition_point(|end| end.x0 < own.x0 - reach);
    let column = || {
        ends.iter()
            .skip(first)
            .take_while(|end| end.x0 <= own.x0 + reach)
            .filter(|end| end.frame == own.frame && (end.size - own.size).abs() <= 0.06 * own.size)
    };
    let edge = column().map(|end| end.x1).fold(f32::MIN, f32::max);
    (column().filter(|end| end.x1 > edge - EDGE * own.size).count() > 1).then_some(edge)
}

/// Room that the line's beginning needs: a character, or a Latin word whole.
fn first_width(line: &SheetLine) -> f32 {
    let mut end: Option<f32> = None;
    for (character, place) in line.text.chars().zip(&line.places) {
        if end.is_some() && !character.is_ascii_alphanumeric() {
            break;
        }
        end = Some(place.bbox.x1);
        if !character.is_ascii_alphanumeric() {
            break;
        }
    }
    end.map_or(0.0, |end| end - line.bbox.x0)
}

//! What belongs to a program by the page's looks: the largest box that holds it and no other program, or its name with
//! the description below it.
//!
//! ```text
//!   ┌─ home ───────────┐      ● Name of B        ┐
//!   │ ● Name of A      │        what B is for,   │ territory of B
//!   │   what A is for  │        in two lines     ┘
//!   │            22億円│
//!   └──────────────────┘               30億円
//! ```

use crate::geometry::Rect;
use crate::layout::Surface;

/// A program's place on the page, as the caller gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::link) struct ProgramPlace {
    /// Where its name stands.
    pub(in crate::link) name: Rect,
    /// By its looks it may be a phrase in a text: it counts only where nothing else takes a figure.
    pub(in crate::link) tentative: bool,
    /// It has a figure on its own line.
    pub(in crate::link) filled: bool,
}

/// What a program holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Territory {
    /// The largest box with this program and no other.
    pub(super) home: Option<Rect>,
    /// Its colour: of the border, else of the inside.
    pub(super) frame: Option<usize>,
    /// Name and description, or the home.
    pub(super) bbox: Rect,
}

/// A box over more than this share of the page is no program's home.
const HOME: f32 = 0.55;
/// Boxes whose edges lie this close, in points, are one card: its head and its body.
const TOUCHING: f32 = 6.0;
/// White space over a description, in font sizes: an amount may stand beside it.
const BELOW: f32 = 2.0;
/// Blocks of a description.
const PARAGRAPHS: usize = 4;

/// The territories of a page's programs.
pub(super) fn territories(surface: &Surface, programs: &[ProgramPlace]) -> Vec<Territory> {
    programs
        .iter()
        .enumerate()
        .map(|(index, program)| {
            let frame = frame_of(surface, programs, index);
            let home = frame.map(|(_, bbox)| extend(surface, programs, index, bbox));
            Territory {
                home,
                frame: frame.map(|(number, _)| number),
                bbox: home.unwrap_or_else(|| described(surface, programs, index, program.name)),
            }
        })
        .collect()
}

fn frame_of(surface: &Surface, programs: &[ProgramPlace], index: usize) -> Option<(usize, Rect)> {
    let program = programs.get(index)?;
    let page = surface.width * surface.height * HOME;
    let mut best = None;
    for number in surface.frames.around(program.name.center()) {
        let Some(frame) = surface.frames.frames().get(number) else {
            continue;
        };
        let bbox = frame.bbox;
        let alone = !programs.iter().enumerate().any(|(other, place)| {
            other != index && competes(program, place) && bbox.holds(place.name.center())
        });
        if !alone || bbox.width() * bbox.height() > page {
            break;
        }
        // A box around a part of the name marks a word, not a card.
        if bbox.width() + 2.0 >= program.name.width() {
            best = Some((number, bbox));
        }
    }
    best
}

/// A phrase does not dispute a program's box.
fn competes(program: &ProgramPlace, other: &ProgramPlace) -> bool {
    !other.tentative || program.tentative
}

/// A card can be two boxes: the head with the name, and the body below it.
fn extend(surface: &Surface, programs: &[ProgramPlace], index: usize, head: Rect) -> Rect {
    let Some(program) = programs.get(index) else {
        return head;
    };
    surface
        .frames
        .frames()
        .iter()
        .filter(|frame| {
            let body = frame.bbox;
            let below = (body.x0 - head.x0).abs() < TOUCHING
                && (body.x1 - head.x1).abs() < TOUCHING
                && (body.y0 - head.y1).abs() < TOUCHING;
            let beside = (body.y0 - head.y0).abs() < TOUCHING
                && (body.y1 - head.y1).abs() < TOUCHING
                && (body.x0 - head.x1).abs() < TOUCHING;
            (below || beside)
                && !programs.iter().enumerate().any(|(other, place)| {
                    other != index && competes(program, place) && body.holds(place.name.center())
                })
        })
        .fold(head, |all, frame| all.union(&frame.bbox))
}

/// The name with what is said of it below, in the same column and without another program between.
fn described(surface: &Surface, programs: &[ProgramPlace], index: usize, name: Rect) -> Rect {
    let mut all = name;
    let frame = surface.frames.innermost(name.center());
    let at_name = surface
        .blocks
        .iter()
        .find(|block| block.bbox.holds(name.center()));
    let line = at_name.map_or(0.0, |block| block.size);
    for _ in 0..PARAGRAPHS {
        let next = surface
            .blocks
            .iter()
            .filter(|block| {
                let size = block.size.max(1.0);
                let gap = block.bbox.y0 - all.y1;
                block.frame == frame
                    && !block.vertical
                    && (-0.6 * size..BELOW * size.max(line)).contains(&gap)
                    && block.bbox.y1 > all.y1
                    && (block.bbox.x0 - name.x0).abs() < 3.5 * size
                    && !programs
                        .iter()
                        .enumerate()
                        .any(|(other, place)| other != index && block.bbox.holds(place.name.center()))
            })
            .min_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
        let Some(block) = next else { break };
        all = all.union(&block.bbox);
    }
    all
}

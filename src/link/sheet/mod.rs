//! Figures and programs on a sheet: who belongs to whom by place. All of a page are assigned at once, for on crowded
//! pages a wrong program often lies nearer than the right one; what a second assignment could change is left open.

mod assign;
mod colour;
mod habit;
mod labels;
mod reach;
mod territory;

pub(super) use colour::{Legend, Legends};
pub(super) use labels::{Companion, companions, labelled};
pub(super) use territory::ProgramPlace;

use crate::geometry::Rect;
use crate::layout::Surface;
use assign::{Chosen, Pair};
use habit::{HABIT, Habits};
use reach::{Field, Side};
use territory::Territory;

/// A figure's place on the page, as the caller gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FigurePlace {
    /// Where it stands.
    pub(super) bbox: Rect,
    /// Tells figures of different accounts apart; 0 for none.
    pub(super) kind: u16,
}

/// What the page's looks tie and leave open. Programs and figures by the caller's numbers.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// Program, figure, and whether they stand in one box.
    pub(super) tied: Vec<(usize, usize, bool)>,
    /// Programs and figures of which another assignment is about as good.
    pub(super) open: Vec<(Vec<usize>, Vec<usize>)>,
    /// Figures that are nobody's.
    pub(super) loose: Vec<usize>,
}

/// Slots of a program: one for its amount, one for a second amount of another account.
const SLOTS: usize = 2;
/// A figure that is nobody's costs this much: no link is worse.
const NOBODY: i64 = 4_000;
/// A second amount of a program, of another account.
const SECOND: i64 = 900;
/// A link stands where the best assignment without it is worse by this much.
const MARGIN: i64 = 650;
/// Pairs of a page that are looked at.
const PAIRS: usize = 60_000;

/// A page with its programs' territories.
pub(super) struct Sheet<'a> {
    surface: &'a Surface,
    programs: &'a [ProgramPlace],
    territories: Vec<Territory>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(surface: &'a Surface, programs: &'a [ProgramPlace]) -> Self {
        Self {
            surface,
            programs,
            territories: territory::territories(surface, programs),
        }
    }

    /// The box of a program, where it has one of its own.
    pub(super) fn home(&self, program: usize) -> Option<Rect> {
        self.territories.get(program)?.home
    }

    /// The number of the program's frame among the page's.
    pub(super) fn frame(&self, program: usize) -> Option<usize> {
        self.territories.get(program)?.frame
    }

    /// Whether a program's box or name begins right below a figure, in its column: it is labelled from above.
    pub(super) fn touches_below(&self, figure: &Rect) -> bool {
        const NEAR: f32 = 0.8;
        self.territories
            .iter()
            .zip(self.programs)
            .any(|(territory, place)| {
                let own = &territory.bbox;
                let gap = own.y0 - figure.y1;
                let common = own.x1.min(figure.x1) - own.x0.max(figure.x0);
                !place.tentative
                    && (-0.6 * figure.height()..NEAR * figure.height()).contains(&gap)
                    && common > 0.4 * figure.width()
            })
    }

    /// Assigns the page's figures.
    pub(super) fn place(&self, figures: &[FigurePlace]) -> Placement {
        let loose = Placement {
            loose: (0..figures.len()).collect(),
            ..Placement::default()
        };
        if self.programs.is_empty() || self.programs.len().saturating_mul(figures.len()) > PAIRS {
            return loose;
        }
        let columns = reach::columns(self.surface, self.programs, &self.territories);
        let field = Field {
            columns: &columns,
            surface: self.surface,
            programs: self.programs,
            territories: &self.territories,
        };
        let mut ways = Vec::new();
        for (figure, place) in figures.iter().enumerate() {
            let bbox = label_box(self.surface, self.programs, figures, figure);
            for program in 0..self.programs.len() {
                if let Some(reach) = field.reach(program, &bbox, NOBODY + HABIT) {
                    ways.push(Way {
                        figure,
                        program,
                        kind: place.kind,
                        side: reach.side,
                        cost: reach.cost,
                    });
                }
            }
        }
        let slots = self.programs.len() * SLOTS;
        let solve = |habits: &Habits| -> Option<Vec<Chosen>> {
            assign::assign(figures.len(), slots, SLOTS, &self.pairs(&ways, habits), NOBODY)
        };
        let Some(chosen) = habit::settled(&ways, solve) else {
            return loose;
        };
        settle(&ways, &chosen)
    }

    fn pairs(&self, ways: &[Way], habits: &Habits) -> Vec<Pair> {
        let mut pairs = Vec::with_capacity(ways.len());
        for way in ways {
            let filled = self.programs.get(way.program).is_some_and(|place| place.filled);
            let habit = habits.get(way.side as usize).copied().unwrap_or(0);
            let cost = (way.cost - habit).max(0);
            if !filled {
                pairs.push(Pair {
                    figure: way.figure,
                    slot: way.program * SLOTS,
                    cost,
                });
            }
            if way.kind != 0 {
                pairs.push(Pair {
                    figure: way.figure,
                    slot: way.program * SLOTS + 1,
                    cost: cost + SECOND,
                });
            }
        }
        pairs
    }
}

/// A figure read as a program's.
struct Way {
    figure: usize,
    program: usize,
    kind: u16,
    side: Side,
    cost: i64,
}

/// The best assignment, with what a second one would change taken out of it.
fn settle(ways: &[Way], chosen: &[Chosen]) -> Placement {
    let mut placement = Placement::default();
    let mut group: Vec<usize> = (0..chosen.len()).collect();
    let mut disputed = vec![false; chosen.len()];
    let mut extra: Vec<Vec<usize>> = vec![Vec::new(); chosen.len()];
    for (figure, one) in chosen.iter().enumerate() {
        if one.slot.is_none() || one.slack >= MARGIN {
            continue;
        }
        for rival in &one.rivals.figures {
            if let Some(slot) = disputed.get_mut(*rival) {
                *slot = true;
            }
            union(&mut group, figure, *rival);
        }
        if let Some(list) = extra.get_mut(figure) {
            list.extend(one.rivals.slots.iter().map(|slot| slot / SLOTS));
        }
    }
    let mut open: std::collections::BTreeMap<usize, (Vec<usize>, Vec<usize>)> =
        std::collections::BTreeMap::new();
    for (figure, one) in chosen.iter().enumerate() {
        if disputed.get(figure) == Some(&true) {
            let (programs, figures) = open.entry(find(&group, figure)).or_default();
            figures.push(figure);
            programs.extend(one.slot.map(|slot| slot / SLOTS));
            programs.extend(extra.get(figure).into_iter().flatten());
            continue;
        }
        match one.slot {
            Some(slot) => {
                let inside = ways.iter().any(|way| {
                    way.figure == figure && way.program == slot / SLOTS && way.side == Side::Inside
                });
                placement.tied.push((slot / SLOTS, figure, inside));
            }
            None => placement.loose.push(figure),
        }
    }
    for (mut programs, figures) in open.into_values() {
        programs.sort_unstable();
        programs.dedup();
        placement.open.push((programs, figures));
    }
    placement
}

fn find(group: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(next) = group.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

fn union(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(group, a), find(group, b));
    if let Some(slot) = group.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// A figure's label with it: the block that it stands in alone, where that is a label and no paragraph, or the box drawn
/// around it alone.
fn label_box(surface: &Surface, programs: &[ProgramPlace], figures: &[FigurePlace], own: usize) -> Rect {
    const LINES: f32 = 4.0;
    let Some(figure) = figures.get(own) else {
        return Rect::default();
    };
    let center = figure.bbox.center();
    let alone = |bbox: &Rect| {
        !figures
            .iter()
            .enumerate()
            .any(|(other, place)| other != own && bbox.holds(place.bbox.center()))
    };
    let block = surface.blocks.iter().find(|block| {
        block.bbox.holds(center)
            && alone(&block.bbox)
            && block.bbox.height() <= LINES * block.size.max(1.0) * 1.4
            && !programs.iter().any(|place| block.bbox.holds(place.name.center()))
    });
    let label = block.map_or(figure.bbox, |block| block.bbox.union(&figure.bbox));
    let boxed = surface
        .frames
        .innermost(center)
        .and_then(|number| surface.frames.frames().get(number));
    match boxed {
        Some(frame)
            if frame.bbox.width() < 1.8 * label.width().max(1.0)
                && frame.bbox.height() < 3.0 * label.height().max(1.0)
                && !programs.iter().any(|place| frame.bbox.holds(place.name.center())) =>
        {
            frame.bbox
        }
        _ => label,
    }
}

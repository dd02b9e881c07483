//! What it costs to read a figure as a program's: nothing inside the program's own box, little beside or below it with
//! nothing between, more across other programs and far away. Costs are thousandths of a unit that a reader would call
//! "less likely by one step".

use super::territory::{ProgramPlace, Territory};
use crate::geometry::Rect;
use crate::layout::Surface;

/// Where a figure stands, seen from a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// Inside its box.
    Inside,
    /// Across its box's border.
    Border,
    /// On its rows, to the right.
    Right,
    /// In its column, below.
    Below,
    /// On its rows, to the left.
    Left,
    /// In its column, above.
    Above,
    /// Neither on its rows nor in its column.
    Corner,
}

impl Side {
    pub(super) const ALL: [Self; 7] = [
        Self::Inside,
        Self::Border,
        Self::Right,
        Self::Below,
        Self::Left,
        Self::Above,
        Self::Corner,
    ];

    fn cost(self) -> i64 {
        match self {
            Self::Inside => 0,
            Self::Border => 300,
            Self::Right | Self::Below => 800,
            Self::Left | Self::Above => 1200,
            Self::Corner => 2200,
        }
    }

    /// What a font size of distance costs. Along a row the eye goes far.
    fn per_em(self) -> f32 {
        match self {
            Self::Inside => 5.0,
            Self::Border => 30.0,
            Self::Right | Self::Left => 25.0,
            Self::Below | Self::Above => 60.0,
            Self::Corner => 120.0,
        }
    }
}

/// A figure inside another program's box.
const STRANGER: i64 = 8_000;
/// Another program between the two.
const BETWEEN: i64 = 3_000;
/// Only one of the two stands in a box that holds several programs.
const GROUP: i64 = 1_500;
/// The figure stands in another column of programs.
const COLUMN: i64 = 1_000;
/// The figure stands right at another program's box, and further from this one.
const CLOSER: i64 = 700;
/// The part of a figure that stands on a program's rows.
const ROWS: f32 = 0.25;
/// A phrase that only looks like a program.
const TENTATIVE: i64 = 900;

/// A way to read a figure as a program's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    pub(super) side: Side,
    pub(super) cost: i64,
}

/// The places of a page between which figures and programs are read.
pub(super) struct Field<'a> {
    pub(super) surface: &'a Surface,
    pub(super) programs: &'a [ProgramPlace],
    pub(super) territories: &'a [Territory],
    pub(super) columns: &'a [Column],
}

/// A column of programs: where their territories stand, from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    x0: f32,
    x1: f32,
    /// How far to the right its amounts may stand.
    reach: f32,
    /// A program in it has a box.
    boxed: bool,
}

/// The columns that no territory crosses. One as wide as most of the page is a title's or a footer's.
pub(super) fn columns(
    surface: &Surface,
    programs: &[ProgramPlace],
    territories: &[Territory],
) -> Vec<Column> {
    const WIDE: f32 = 0.6;
    let mut spans: Vec<Column> = territories
        .iter()
        .zip(programs)
        .filter(|(territory, place)| !place.tentative && territory.bbox.width() < WIDE * surface.width)
        .map(|(territory, _)| Column {
            x0: territory.bbox.x0,
            x1: territory.bbox.x1,
            reach: territory.bbox.x1,
            boxed: territory.home.is_some(),
        })
        .collect();
    spans.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<Column> = Vec::new();
    for span in spans {
        match columns.last_mut() {
            Some(last) if span.x0 < last.x1 => {
                last.x1 = last.x1.max(span.x1);
                last.reach = last.x1;
                last.boxed |= span.boxed;
            }
            _ => columns.push(span),
        }
    }
    reach_on(&mut columns, surface.width);
    columns
}

/// A list without boxes has its amounts at its right edge: its column goes on to where the next one begins.
fn reach_on(columns: &mut [Column], width: f32) {
    let starts: Vec<f32> = columns.iter().skip(1).map(|next| next.x0).collect();
    for (number, column) in columns.iter_mut().enumerate() {
        if !column.boxed {
            column.reach = starts.get(number).copied().unwrap_or(width).max(column.x1);
        }
    }
}

impl Field<'_> {
    /// How a figure reads as a program's; `None` where no reader would.
    pub(super) fn reach(&self, program: usize, figure: &Rect, most: i64) -> Option<Reach> {
        let (place, territory) = (self.programs.get(program)?, self.territories.get(program)?);
        let column = self.column_of(territory.bbox.center().x);
        let same_column = column.is_some() && column == self.column_of(figure.center().x);
        let (side, distance) = side(territory, figure, same_column);
        let em = figure.height().clamp(4.0, 40.0);
        let mut cost = side.cost() + (distance / em * side.per_em()) as i64;
        if place.tentative {
            cost += TENTATIVE;
        }
        if cost >= most {
            return None;
        }
        let center = figure.center();
        let stranger =
            self.territories
                .iter()
                .zip(self.programs)
                .enumerate()
                .any(|(other, (territory, place))| {
                    other != program
                        && !place.tentative
                        && territory.home.is_some_and(|home| home.holds(center))
                        && side != Side::Inside
                });
        if stranger {
            cost += STRANGER;
        }
        let elsewhere = self
            .reached(figure.center().x)
            .is_some_and(|reached| Some(reached) != column);
        if side != Side::Inside && !same_column && elsewhere {
            cost += COLUMN;
        }
        if !matches!(side, Side::Inside | Side::Border) && self.labels_another(program, territory, figure) {
            cost += CLOSER;
        }
        if side != Side::Inside && self.parted(place, figure) {
            cost += GROUP;
        }
        if cost < most && side != Side::Inside && self.blocked(program, &territory.bbox, figure) {
            cost += BETWEEN;
        }
        (cost < most).then_some(Reach { side, cost })
    }

    /// Whether the figure touches another program's box, above or below it, and stands well away from this one's.
    fn labels_another(&self, program: usize, territory: &Territory, figure: &Rect) -> bool {
        const TOUCHING: f32 = 0.6;
        let em = figure.height().max(4.0);
        let apart = |own: &Rect| gap(own.y0, own.y1, figure.y0, figure.y1);
        let beside = |own: &Rect| overlap(own.x0, own.x1, figure.x0, figure.x1) > 0.6 * figure.width();
        let own = apart(&territory.bbox);
        own > TOUCHING * em
            && self
                .territories
                .iter()
                .zip(self.programs)
                .enumerate()
                .any(|(other, (territory, place))| {
                    other != program
                        && !place.tentative
                        && territory.home.is_some_and(|home| {
                            let near = apart(&home);
                            beside(&home) && near < TOUCHING * em && own > 2.0 * near + 0.5 * em
                        })
                })
    }

    fn column_of(&self, x: f32) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| (column.x0..=column.x1).contains(&x))
    }

    /// The column whose amounts stand at `x`.
    fn reached(&self, x: f32) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| (column.x0..=column.reach).contains(&x))
    }

    /// Whether a box of several programs holds only one of the two.
    fn parted(&self, place: &ProgramPlace, figure: &Rect) -> bool {
        let holds_several = |number: &usize| {
            let Some(frame) = self.surface.frames.frames().get(*number) else {
                return false;
            };
            self.programs
                .iter()
                .filter(|place| !place.tentative && frame.bbox.holds(place.name.center()))
                .nth(1)
                .is_some()
        };
        let around = |rect: &Rect| {
            self.surface
                .frames
                .around(rect.center())
                .find(|n| holds_several(n))
        };
        around(&place.name) != around(figure)
    }

    /// Whether another program's name or box stands between.
    fn blocked(&self, program: usize, from: &Rect, figure: &Rect) -> bool {
        let corridor = corridor(from, figure);
        self.territories
            .iter()
            .zip(self.programs)
            .enumerate()
            .any(|(other, (territory, place))| {
                other != program
                    && !place.tentative
                    && (crosses(&place.name, &corridor)
                        || territory.home.is_some_and(|home| crosses(&home, &corridor)))
            })
    }
}

/// On which side of a territory a figure stands, and how far from it.
fn side(territory: &Territory, figure: &Rect, same_column: bool) -> (Side, f32) {
    let own = &territory.bbox;
    let center = figure.center();
    if let Some(home) = territory.home {
        let inside =
            overlap(home.x0, home.x1, figure.x0, figure.x1) * overlap(home.y0, home.y1, figure.y0, figure.y1);
        let area = (figure.width() * figure.height()).max(0.1);
        if home.holds(center) && inside > 0.6 * area {
            return (Side::Inside, 0.0);
        }
        if inside > 0.1 * area {
            return (Side::Border, 0.0);
        }
    } else if own.holds(center) {
        return (Side::Border, 0.0);
    }
    let dx = gap(own.x0, own.x1, figure.x0, figure.x1);
    let dy = gap(own.y0, own.y1, figure.y0, figure.y1);
    let on_rows = overlap(own.y0, own.y1, figure.y0, figure.y1) > ROWS * figure.height();
    let in_column =
        same_column || overlap(own.x0, own.x1, figure.x0, figure.x1) > 0.3 * figure.width().min(own.width());
    match (on_rows, in_column) {
        (true, _) if figure.x0 >= own.center().x => (Side::Right, dx),
        (true, _) => (Side::Left, dx),
        (_, true) if figure.y0 >= own.center().y => (Side::Below, dy),
        (_, true) => (Side::Above, dy),
        _ => (Side::Corner, dx.hypot(dy)),
    }
}

fn overlap(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
    (a1.min(b1) - a0.max(b0)).max(0.0)
}

fn gap(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
    (b0 - a1).max(a0 - b1).max(0.0)
}

/// The stretch between two rectangles: where both are, along the way from one to the other.
fn corridor(a: &Rect, b: &Rect) -> Rect {
    let along = |a0: f32, a1: f32, b0: f32, b1: f32| {
        if b0 >= a1 {
            (a1, b0)
        } else if a0 >= b1 {
            (b1, a0)
        } else {
            (a0.max(b0), a1.min(b1))
        }
    };
    let (x0, x1) = along(a.x0, a.x1, b.x0, b.x1);
    let (y0, y1) = along(a.y0, a.y1, b.y0, b.y1);
    Rect::new(x0, y0, x1, y1)
}

fn crosses(a: &Rect, b: &Rect) -> bool {
    const EDGE: f32 = 0.5;
    a.x0 + EDGE < b.x1 && b.x0 + EDGE < a.x1 && a.y0 + EDGE < b.y1 && b.y0 + EDGE < a.y1
}

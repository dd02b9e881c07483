//! The side on which a page puts its amounts: right of the boxes, below them, left of them. A figure between two boxes is
//! told by the others, so the page is read as if each of two opposite sides were its habit, and the reading that explains
//! all its figures at the least cost is the page's.
//!
//! ```text
//!        ┌─ A ─┐  12   ┌─ B ─┐        12 could be A's or B's
//!        └─────┘       └─────┘
//!   34   ┌─ C ─┐  56   ┌─ D ─┐        34 is C's: this page puts amounts to the left, and 12 is B's
//!        └─────┘       └─────┘
//! ```

use super::assign::Chosen;
use super::reach::Side;
use super::{MARGIN, NOBODY, SLOTS, Way};

/// By side, in the order of [`Side`]: what an amount there is worth.
pub(super) type Habits = [i64; 7];

/// What the side on which a page puts all its amounts is worth.
pub(super) const HABIT: i64 = 900;
/// How often the habit is asked again.
const ROUNDS: usize = 3;

/// The assignment under the page's own habit; nothing where the page has too many figures for one. `solve` gives the best
/// assignment under a habit.
pub(super) fn settled(ways: &[Way], solve: impl Fn(&Habits) -> Option<Vec<Chosen>>) -> Option<Vec<Chosen>> {
    let plain = Reading::from(ways, [0; 7], &solve)?;
    let sides = [Side::Right, Side::Below, Side::Left, Side::Above];
    let opposites: Vec<Side> = sides
        .into_iter()
        .filter(|side| plain.puts(opposite(*side)) && !plain.is_all(*side) && common(ways, *side))
        .collect();
    let mut readings = vec![plain];
    for side in opposites {
        if !readings.iter().any(|reading| reading.is_all(side)) {
            let mut first = [0; 7];
            if let Some(slot) = first.get_mut(side as usize) {
                *slot = HABIT;
            }
            readings.extend(Reading::from(ways, first, &solve));
        }
    }
    readings.sort_by_key(|reading| reading.cost);
    let mut readings = readings.into_iter();
    let mut best = readings.next()?;
    for other in readings.filter(|other| other.cost - best.cost < MARGIN) {
        dispute(&mut best.chosen, &other.chosen);
    }
    Some(best.chosen)
}

/// A figure between two programs is one's or the other's: on one side of the first, on the opposite of the second.
fn opposite(side: Side) -> Side {
    match side {
        Side::Right => Side::Left,
        Side::Left => Side::Right,
        Side::Above => Side::Below,
        Side::Below => Side::Above,
        other => other,
    }
}

/// Whether so many figures can stand on a side of a program that it may be the page's habit.
fn common(ways: &[Way], side: Side) -> bool {
    let mut figures: Vec<usize> = ways
        .iter()
        .filter(|way| way.side == side)
        .map(|way| way.figure)
        .collect();
    figures.dedup();
    figures.len() >= 3
}

/// A page read under a habit that its own figures bear out.
struct Reading {
    chosen: Vec<Chosen>,
    habits: Habits,
    /// All its links together.
    cost: i64,
}

impl Reading {
    fn from(ways: &[Way], first: Habits, solve: impl Fn(&Habits) -> Option<Vec<Chosen>>) -> Option<Self> {
        let mut chosen = solve(&first)?;
        // What the page's habit moves can make the habit plainer.
        let mut known = first;
        for _ in 0..ROUNDS {
            let found = habits(ways, &chosen);
            if found == known {
                break;
            }
            known = found;
            chosen = solve(&known)?;
        }
        let cost = chosen
            .iter()
            .enumerate()
            .map(|(figure, one)| cost(ways, figure, one, &known))
            .sum();
        Some(Self {
            chosen,
            habits: known,
            cost,
        })
    }

    /// Whether amounts stand on a side.
    fn puts(&self, side: Side) -> bool {
        self.habits.get(side as usize).is_some_and(|worth| *worth > 0)
    }

    /// Whether all amounts do.
    fn is_all(&self, side: Side) -> bool {
        self.habits.get(side as usize) == Some(&HABIT)
    }
}

/// What a figure's link costs under a habit.
fn cost(ways: &[Way], figure: usize, chosen: &Chosen, habits: &Habits) -> i64 {
    let way = chosen.slot.and_then(|slot| {
        ways.iter()
            .find(|way| way.figure == figure && way.program == slot / SLOTS)
    });
    way.map_or(NOBODY, |way| {
        (way.cost - habits.get(way.side as usize).copied().unwrap_or(0)).max(0)
    })
}

/// Marks what another reading of the page, about as good, would change.
fn dispute(chosen: &mut [Chosen], other: &[Chosen]) {
    for (figure, (own, other)) in chosen.iter_mut().zip(other).enumerate() {
        if own.slot != other.slot {
            own.slack = 0;
            own.rivals.figures.push(figure);
            own.rivals.slots.extend(own.slot.into_iter().chain(other.slot));
        }
    }
}

/// What each side is worth on this page: as much as its amounts stand there, and less than nothing where they never do.
fn habits(ways: &[Way], chosen: &[Chosen]) -> Habits {
    let mut counts = [0_i64; 7];
    for way in ways {
        let taken = chosen.get(way.figure).and_then(|chosen| chosen.slot);
        if taken.is_some_and(|slot| slot / SLOTS == way.program)
            && let Some(count) = counts.get_mut(way.side as usize)
        {
            *count += 1;
        }
    }
    let all: i64 = counts.iter().sum();
    let most = counts.iter().copied().max().unwrap_or(0);
    let settled = all >= 4 && most * 5 >= all * 4;
    let mut out = [0; 7];
    if all >= 3 {
        for side in Side::ALL {
            if let (Some(slot), Some(count)) = (out.get_mut(side as usize), counts.get(side as usize)) {
                *slot = HABIT * count / all;
                // Where nearly all amounts stand on one side, one on another is hard to believe; so is one on a side
                // where hardly any stands.
                let rare = all >= 4 && (*count * 8 <= all || (settled && *count * 5 <= all));
                if rare && !matches!(side, Side::Inside | Side::Border) {
                    *slot -= HABIT;
                }
            }
        }
    }
    out
}

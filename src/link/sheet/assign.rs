//! One assignment over a whole page: every figure to a slot or to nobody, at the least total cost; and for every pair of
//! it how much worse the best assignment without that pair is.
//!
//! ```text
//!            slot 0   slot 1   slot 2   nobody
//!  figure 0    200     3100      –       4000      best: 0→0, 1→1
//!  figure 1   1500      900     1300     4000      without 1→1: 1→2, 400 worse
//! ```

use pathfinding::kuhn_munkres::kuhn_munkres_min;
use pathfinding::matrix::Matrix;

/// A pair that may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// The figure.
    pub(super) figure: usize,
    /// The slot.
    pub(super) slot: usize,
    /// What it costs, at least 0.
    pub(super) cost: i64,
}

/// A figure's place in the best assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Its slot; `None` where it is nobody's.
    pub(super) slot: Option<usize>,
    /// How much worse the best assignment is in which it is not there.
    pub(super) slack: i64,
    /// Figures and slots that such an assignment would change, its own included.
    pub(super) rivals: Rivals,
}

/// What another assignment would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rivals {
    /// Figures.
    pub(super) figures: Vec<usize>,
    /// Slots, given up or taken.
    pub(super) slots: Vec<usize>,
}

/// More cells than this are no page that people print.
const CELLS: usize = 160_000;
/// Stands for a pair that cannot be made.
const NEVER: i64 = 1 << 40;

/// The best assignment of `figures` figures to `slots` slots, `per` of which in a row have one owner, where a figure left
/// over costs `nobody`. `None` for a page with too many of them.
pub(super) fn assign(
    figures: usize,
    slots: usize,
    per: usize,
    pairs: &[Pair],
    nobody: i64,
) -> Option<Vec<Chosen>> {
    if figures == 0 {
        return Some(Vec::new());
    }
    let columns = slots + figures;
    if figures * columns > CELLS {
        return None;
    }
    let mut costs = Matrix::new(figures, columns, NEVER);
    for figure in 0..figures {
        if let Some(cell) = costs.get_mut((figure, slots + figure)) {
            *cell = nobody;
        }
    }
    for pair in pairs.iter().filter(|pair| pair.cost < nobody) {
        if let Some(cell) = costs.get_mut((pair.figure, pair.slot)) {
            *cell = pair.cost;
        }
    }
    let (_, columns_of) = kuhn_munkres_min(&costs);
    let same = |a: usize, b: usize| a == b || (a < slots && b < slots && a / per == b / per);
    let residual = Residual::new(&costs, &columns_of, same);
    Some(
        (0..figures)
            .map(|figure| {
                let column = columns_of.get(figure).copied().unwrap_or(columns);
                let (slack, rivals) = residual.without(figure, slots);
                Chosen {
                    slot: (column < slots).then_some(column),
                    slack,
                    rivals,
                }
            })
            .collect(),
    )
}

/// The graph of changes to an optimal assignment: figure → column that it could take instead → figure that must leave.
struct Residual<'m, F> {
    /// Whether two columns are the same to a figure, so that a move between them changes nothing.
    same: F,
    costs: &'m Matrix<i64>,
    columns_of: &'m [usize],
    /// By column: the figure in it.
    occupant: Vec<Option<usize>>,
    /// By figure: the columns that it can take.
    options: Vec<Vec<usize>>,
}

impl<'m, F: Fn(usize, usize) -> bool> Residual<'m, F> {
    fn new(costs: &'m Matrix<i64>, columns_of: &'m [usize], same: F) -> Self {
        let mut occupant = vec![None; costs.columns];
        for (figure, column) in columns_of.iter().enumerate() {
            if let Some(slot) = occupant.get_mut(*column) {
                *slot = Some(figure);
            }
        }
        let options = (0..costs.rows)
            .map(|figure| {
                (0..costs.columns)
                    .filter(|column| costs.get((figure, *column)).is_some_and(|cost| *cost < NEVER))
                    .collect()
            })
            .collect();
        Self {
            same,
            costs,
            columns_of,
            occupant,
            options,
        }
    }

    fn cost(&self, figure: usize, column: usize) -> i64 {
        self.costs.get((figure, column)).copied().unwrap_or(NEVER)
    }

    /// The cheapest change that takes `figure` out of its column: a shortest path over figures that push each other out,
    /// by Bellman and Ford, for a change can gain on a part of its way (but on no closed way: the assignment is
    /// optimal). A way that comes to an empty column may go on from the column given up at first: whoever moves there
    /// leaves one empty too. So the empty columns act as one figure more, to which every column is worth nothing.
    fn without(&self, figure: usize, slots: usize) -> (i64, Rivals) {
        let own = self.columns_of.get(figure).copied().unwrap_or(0);
        let empty = self.columns_of.len();
        let mut ways = Ways::from(figure, own, empty);
        let most = (empty + 1) * (empty + 1) + 16;
        let mut steps = 0_usize;
        while let Some((here, so_far)) = ways.next() {
            steps += 1;
            if steps > most {
                break;
            }
            if here == empty {
                ways.end(so_far, here, own);
                for (next, column) in self.columns_of.iter().enumerate() {
                    ways.push(next, so_far, here, *column);
                }
                continue;
            }
            let held = self.columns_of.get(here).copied().unwrap_or(own);
            let given_up = self.cost(here, held);
            for column in self.options.get(here).into_iter().flatten().copied() {
                if column == held || (here == figure && (self.same)(column, own)) {
                    continue;
                }
                let cost = so_far + self.cost(here, column) - given_up;
                match self.occupant.get(column).copied().flatten() {
                    _ if column == own => ways.end(cost, here, own),
                    Some(next) => ways.push(next, cost, here, column),
                    None => ways.push(empty, cost, here, column),
                }
            }
        }
        ways.told(self.columns_of, slots)
    }
}

/// The cheapest ways found so far.
struct Ways {
    /// By figure that has to leave its column, the empty columns last: the cost, who pushed it, and out of which column.
    leaving: Vec<Option<(i64, usize, usize)>>,
    pending: std::collections::VecDeque<usize>,
    first: usize,
    /// The cheapest whole way: its cost, the last to move, the column taken.
    best: Option<(i64, usize, usize)>,
}

impl Ways {
    fn from(figure: usize, own: usize, empty: usize) -> Self {
        let mut leaving = vec![None; empty + 1];
        if let Some(start) = leaving.get_mut(figure) {
            *start = Some((0, figure, own));
        }
        Self {
            leaving,
            pending: [figure].into(),
            first: figure,
            best: None,
        }
    }

    fn next(&mut self) -> Option<(usize, i64)> {
        let here = self.pending.pop_front()?;
        let (so_far, _, _) = self.leaving.get(here).copied().flatten()?;
        Some((here, so_far))
    }

    /// `by` takes `column`, so that `next` has to leave it.
    fn push(&mut self, next: usize, cost: i64, by: usize, column: usize) {
        if next == self.first {
            return;
        }
        if let Some(slot) = self.leaving.get_mut(next)
            && slot.is_none_or(|(known, _, _)| cost < known)
        {
            *slot = Some((cost, by, column));
            self.pending.push_back(next);
        }
    }

    /// `last` takes the column that was given up at first, or it stays empty.
    fn end(&mut self, cost: i64, last: usize, column: usize) {
        if self.best.is_none_or(|(least, _, _)| cost < least) {
            self.best = Some((cost, last, column));
        }
    }

    /// The cost of the best way, and whom it changes.
    fn told(&self, columns_of: &[usize], slots: usize) -> (i64, Rivals) {
        let Some((slack, last, column)) = self.best else {
            return (NEVER, Rivals::default());
        };
        let mut rivals = Rivals::default();
        let mut taken = vec![column];
        let mut here = last;
        for _ in 0..self.leaving.len() {
            if here < columns_of.len() {
                rivals.figures.push(here);
                taken.extend(columns_of.get(here));
            }
            if here == self.first {
                break;
            }
            let Some((_, by, column)) = self.leaving.get(here).copied().flatten() else {
                break;
            };
            taken.push(column);
            here = by;
        }
        rivals
            .slots
            .extend(taken.into_iter().filter(|column| *column < slots));
        rivals.slots.sort_unstable();
        rivals.slots.dedup();
        (slack, rivals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOBODY: i64 = 4000;

    fn pairs(rows: &[&[i64]]) -> Vec<Pair> {
        rows.iter()
            .enumerate()
            .flat_map(|(figure, row)| {
                row.iter()
                    .enumerate()
                    .filter(|(_, cost)| **cost >= 0)
                    .map(move |(slot, cost)| Pair {
                        figure,
                        slot,
                        cost: *cost,
                    })
            })
            .collect()
    }

    #[test]
    fn the_best_whole_beats_the_nearest_pair() {
        let found = assign(2, 2, 1, &pairs(&[&[100, 300], &[50, 3000]]), NOBODY).unwrap();
        assert_eq!([found[0].slot, found[1].slot], [Some(1), Some(0)]);
    }

    #[test]
    fn slack_is_the_cost_of_the_next_best_whole() {
        let found = assign(2, 3, 1, &pairs(&[&[200, 3100, -1], &[1500, 900, 1300]]), NOBODY).unwrap();
        assert_eq!(found[1].slot, Some(1));
        assert_eq!(found[1].slack, 400);
        assert_eq!(found[1].rivals.slots, [1, 2]);
        assert_eq!(found[0].slot, Some(0));
        // 0→1 pushes 1 to 2: 2900 + 400, against nobody for 0: 3800.
        assert_eq!(found[0].slack, 3300);
    }

    #[test]
    fn two_that_could_change_places_name_each_other() {
        let found = assign(2, 2, 1, &pairs(&[&[500, 600], &[600, 500]]), NOBODY).unwrap();
        assert_eq!(found[0].slack, 200);
        let mut rivals = found[0].rivals.figures.clone();
        rivals.sort_unstable();
        assert_eq!(rivals, [0, 1]);
    }

    #[test]
    fn a_column_given_up_lets_another_move_into_it() {
        let found = assign(
            2,
            4,
            1,
            &pairs(&[&[843, 843, 0, 1], &[3591, 3591, 0, 3592]]),
            NOBODY,
        )
        .unwrap();
        assert_eq!([found[0].slot, found[1].slot], [Some(3), Some(2)]);
        // 1→0 for 3591, and 0 moves into 2, one better than 3.
        assert_eq!(found[1].slack, 3590);
        assert_eq!(found[1].rivals.figures, [0, 1]);
    }

    proptest! {
        #[test]
        fn slack_agrees_with_solving_again(costs in proptest::collection::vec(proptest::collection::vec(0_i64..5000, 4), 1..5)) {
            let rows: Vec<&[i64]> = costs.iter().map(Vec::as_slice).collect();
            let all = pairs(&rows);
            let total = |found: &[Chosen], pairs: &[Pair]| -> i64 {
                found.iter().enumerate().map(|(figure, chosen)| chosen.slot.map_or(NOBODY, |slot| {
                    pairs.iter().find(|pair| pair.figure == figure && pair.slot == slot).unwrap().cost
                })).sum()
            };
            let found = assign(rows.len(), 4, 1, &all, NOBODY).unwrap();
            let best = total(&found, &all);
            for (figure, chosen) in found.iter().enumerate() {
                let Some(slot) = chosen.slot else { continue };
                let rest: Vec<Pair> = all.iter().copied().filter(|pair| (pair.figure, pair.slot) != (figure, slot)).collect();
                let again = assign(rows.len(), 4, 1, &rest, NOBODY).unwrap();
                prop_assert_eq!(chosen.slack, total(&again, &rest) - best);
            }
        }
    }
}

//! Which old program is which new one: the assignment that fits best as a whole. Pairs that have nothing to do with each
//! other are assigned apart, so that the cost is that of the largest knot and not of the whole archive.

use super::names::Names;
use super::score::{self, Fit};
use super::{Item, Reason};
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// The most programs of one side that are assigned together. In a larger knot the weakest pairs are let go first.
const LARGEST: usize = 300;

/// An old program and the new one that it became.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) reasons: Vec<Reason>,
}

/// The best assignment, in the order of the new programs.
pub(super) fn assign(old: &[Item], new: &[Item], names: &Names) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut open = vec![score::pairs(old, new, names)];
    while let Some(edges) = open.pop() {
        for knot in knots(old.len(), edges) {
            let (before, after) = (sides(&knot, |edge| edge.0), sides(&knot, |edge| edge.1));
            if before.len().max(after.len()) > LARGEST {
                open.push(without_the_weakest(knot));
            } else {
                found.extend(best(&knot, &before, &after));
            }
        }
    }
    found.sort_by_key(|pair| (pair.new, pair.old));
    found
}

type Edge = (usize, usize, Fit);

fn sides(knot: &[Edge], side: fn(&Edge) -> usize) -> Vec<usize> {
    let mut sides: Vec<usize> = knot.iter().map(side).collect();
    sides.sort_unstable();
    sides.dedup();
    sides
}

/// Parts that no pair connects, in a fixed order.
fn knots(old: usize, edges: Vec<Edge>) -> Vec<Vec<Edge>> {
    let most = edges.iter().map(|(_, new, _)| new + 1).max().unwrap_or(0);
    let mut roots: Vec<usize> = (0..old + most).collect();
    fn root(roots: &mut [usize], mut node: usize) -> usize {
        while let Some(up) = roots.get(node).copied().filter(|up| *up != node) {
            let above = roots.get(up).copied().unwrap_or(up);
            if let Some(slot) = roots.get_mut(node) {
                *slot = above;
            }
            node = up;
        }
        node
    }
    for (before, after, _) in &edges {
        let (a, b) = (root(&mut roots, *before), root(&mut roots, old + after));
        if let Some(slot) = roots.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
    let mut knots: std::collections::BTreeMap<usize, Vec<Edge>> = std::collections::BTreeMap::new();
    for edge in edges {
        knots.entry(root(&mut roots, edge.0)).or_default().push(edge);
    }
    knots.into_values().collect()
}

/// Half of the pairs: those that fit best.
fn without_the_weakest(mut knot: Vec<Edge>) -> Vec<Edge> {
    knot.sort_by(|a, b| {
        b.2.weight
            .cmp(&a.2.weight)
            .then_with(|| (a.0, a.1).cmp(&(b.0, b.1)))
    });
    knot.truncate(knot.len() / 2);
    knot
}

fn best(knot: &[Edge], before: &[usize], after: &[usize]) -> Vec<Pair> {
    // Each old program may also become nothing: that is a column of its own, worth nothing.
    let mut matrix = Matrix::new(before.len(), after.len() + before.len(), 0_i64);
    for (old, new, fit) in knot {
        if let (Ok(row), Ok(column)) = (before.binary_search(old), after.binary_search(new))
            && let Some(slot) = matrix.get_mut((row, column))
        {
            *slot = fit.weight;
        }
    }
    let (_, columns) = kuhn_munkres(&matrix);
    let pair = |(row, column): (usize, usize)| {
        let (old, new) = (*before.get(row)?, *after.get(column)?);
        let edge = knot.iter().find(|edge| (edge.0, edge.1) == (old, new))?;
        Some(Pair {
            old,
            new,
            reasons: edge.2.reasons.clone(),
        })
    };
    columns.into_iter().enumerate().filter_map(pair).collect()
}

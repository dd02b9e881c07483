//! Leaders: rows of dots that lead the eye from a name over any distance to its figure. What stands at their two ends is
//! one line, however wide the gap before the first dot or behind the last.
//!
//! ```text
//!   ○ A name          ………………………………………………     12億円
//!   ○ Another, longer name  ……………………………       5億円
//! ```

use super::space::Edges;
use super::{Item, LEVEL, Run, base_line};

/// Equal characters from which on a row of them is a leader.
const LEAST: usize = 3;
/// Widest gap, in font sizes, between a leader and what it leads from or to.
const REACH: f32 = 24.0;
/// Leaders of one frame; drawings with more are no text.
const MAX_LEADERS: usize = 500;

/// Joins each run that begins with a leader to the one on its left, and each that ends with one to the one on its right.
pub(super) fn join(runs: &mut Vec<Run>, edges: &Edges) {
    let mut leaders: Vec<usize> = (0..runs.len())
        .filter(|at| runs.get(*at).is_some_and(|run| begins(run) || ends(run)))
        .take(MAX_LEADERS)
        .collect();
    let start = |runs: &[Run], at: usize| {
        runs.get(at)
            .and_then(|run| run.items.first())
            .map_or(0.0, |item| item.u0)
    };
    leaders.sort_by(|a, b| start(runs, *a).total_cmp(&start(runs, *b)));
    for at in leaders {
        let left = runs
            .get(at)
            .filter(|run| begins(run))
            .and_then(|run| nearest(runs, at, run, edges, before));
        let into = match left {
            Some(left) => merge(runs, left, at),
            None => at,
        };
        let right = runs
            .get(into)
            .filter(|run| ends(run))
            .and_then(|run| nearest(runs, into, run, edges, behind));
        if let Some(right) = right {
            merge(runs, into, right);
        }
    }
    runs.retain(|run| !run.items.is_empty());
}

fn is_dot(character: char) -> bool {
    matches!(character, '…' | '‥' | '⋯' | '・' | '･' | '·' | '.' | '．')
}

fn leads<'a>(mut items: impl Iterator<Item = &'a Item>) -> bool {
    let Some(first) = items.next().map(|item| item.first).filter(|first| is_dot(*first)) else {
        return false;
    };
    items.take(LEAST - 1).filter(|item| item.first == first).count() == LEAST - 1
}

fn begins(run: &Run) -> bool {
    leads(run.items.iter())
}

fn ends(run: &Run) -> bool {
    leads(run.items.iter().rev())
}

/// The gap from `other`, which stands before `run`.
fn before(run: &Run, other: &Run) -> Option<(f32, f32)> {
    run.items.first().map(|item| (other.end, item.u0))
}

/// The gap to `other`, which stands behind `run`.
fn behind(run: &Run, other: &Run) -> Option<(f32, f32)> {
    other.items.first().map(|item| (run.end, item.u0))
}

/// The run next to `run` on its base line with nothing between.
fn nearest(
    runs: &[Run],
    at: usize,
    run: &Run,
    edges: &Edges,
    gap_to: impl Fn(&Run, &Run) -> Option<(f32, f32)>,
) -> Option<usize> {
    let base = base_line(run.v1, run.size);
    let mut best: Option<(f32, usize)> = None;
    for (number, other) in runs.iter().enumerate() {
        if number == at || (base_line(other.v1, other.size) - base).abs() > LEVEL * run.size {
            continue;
        }
        let Some((from, to)) = gap_to(run, other) else {
            continue;
        };
        let gap = (to - from) / run.size.max(0.1);
        if (-0.3..=REACH).contains(&gap) && best.is_none_or(|(least, _)| gap < least) {
            best = Some((gap, number));
        }
    }
    let other = runs.get(best?.1)?;
    let (from, to) = gap_to(run, other)?;
    (!edges.between(from, to, (run.v0 + run.v1) / 2.0)).then_some(best?.1)
}

/// Appends the items of `from` to those of `into`, and leaves `from` empty. Gives `into`.
fn merge(runs: &mut [Run], into: usize, from: usize) -> usize {
    let Some(taken) = runs.get_mut(from) else {
        return into;
    };
    let items = std::mem::take(&mut taken.items);
    let (end, last, size) = (taken.end, taken.last, taken.size);
    if let Some(run) = runs.get_mut(into) {
        run.items.extend(items);
        run.end = run.end.max(end);
        run.last = last;
        run.size = run.size.max(size);
    }
    into
}

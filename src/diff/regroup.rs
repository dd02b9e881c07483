//! Mergers and divisions among what the assignment left over, and the changes that come of all.
//!
//! Figures tell them best: last year's figures of the parts add up to that of the whole. Where no figures are printed, names
//! do: each part's name stands in that of the whole, or that of the whole in each part's. A program that kept its name has
//! taken nothing up as far as names can tell.

use super::matching::Pair;
use super::names::Names;
use super::score::{self, Relation};
use super::{Change, Figure, Item, Kind, Reason};

/// The most programs that become one, or that one becomes.
const MOST_PARTS: usize = 4;
/// The most programs that are looked through for those.
const MOST_LOOKED_AT: usize = 14;
/// How much of a name has to stand in another.
const IN_NAME: f64 = 0.75;
/// How much two names need in common where figures tell the rest; the second one within a section.
const RELATED: [f64; 2] = [0.3, 0.2];

/// Every item in one change.
pub(super) fn changes(old: &[Item], new: &[Item], names: &Names, pairs: &[Pair]) -> Vec<Change> {
    let mut rest = Rest {
        sides: Sides { old, new, names },
        became: vec![None; old.len()],
        came: vec![None; new.len()],
    };
    for (index, pair) in pairs.iter().enumerate() {
        set(&mut rest.became, pair.old, index);
        set(&mut rest.came, pair.new, index);
    }
    let mut pairs: Vec<Option<&Pair>> = pairs.iter().map(Some).collect();
    let mut changes = Vec::new();
    for direction in [Direction::Merger, Direction::Division] {
        let wholes = match direction {
            Direction::Merger => new.len(),
            Direction::Division => old.len(),
        };
        for whole in 0..wholes {
            if let Some((parts, reason)) = rest.parts(direction, whole, &pairs) {
                let pair = rest.pair_of(direction, whole);
                if let Some(slot) = pair.and_then(|pair| pairs.get_mut(pair)) {
                    *slot = None;
                }
                rest.take(direction, whole, &parts);
                changes.push(rest.sides.regrouped(direction, whole, parts, reason));
            }
        }
    }
    changes.extend(pairs.into_iter().flatten().map(|pair| rest.sides.matched(pair)));
    let left = |taken: &[Option<usize>]| -> Vec<usize> {
        let indices = taken.iter().enumerate();
        indices
            .filter(|(_, taken)| taken.is_none())
            .map(|(index, _)| index)
            .collect()
    };
    for index in left(&rest.came) {
        changes.push(rest.sides.change(Kind::New, Vec::new(), vec![index], Vec::new()));
    }
    for index in left(&rest.became) {
        changes.push(rest.sides.change(Kind::Gone, vec![index], Vec::new(), Vec::new()));
    }
    changes
}

/// Which way round it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Several old programs became a new one, which is the whole.
    Merger,
    /// An old program, which is the whole, became several new ones.
    Division,
}

/// An item that is in a change already, by the pair that it belongs to.
const TAKEN: usize = usize::MAX;

fn set(slots: &mut [Option<usize>], index: usize, value: usize) {
    if let Some(slot) = slots.get_mut(index) {
        *slot = Some(value);
    }
}

struct Rest<'a> {
    sides: Sides<'a>,
    /// For each old item the pair that it belongs to.
    became: Vec<Option<usize>>,
    /// The same for each new one.
    came: Vec<Option<usize>>,
}

impl Rest<'_> {
    fn pair_of(&self, direction: Direction, whole: usize) -> Option<usize> {
        let slots = match direction {
            Direction::Merger => &self.came,
            Direction::Division => &self.became,
        };
        slots.get(whole).copied().flatten()
    }

    fn take(&mut self, direction: Direction, whole: usize, parts: &[usize]) {
        let (wholes, others) = match direction {
            Direction::Merger => (&mut self.came, &mut self.became),
            Direction::Division => (&mut self.became, &mut self.came),
        };
        set(wholes, whole, TAKEN);
        for part in parts {
            set(others, *part, TAKEN);
        }
    }

    /// The items that became this one, or that this one became, in their order; two at least.
    fn parts(
        &self,
        direction: Direction,
        whole: usize,
        pairs: &[Option<&Pair>],
    ) -> Option<(Vec<usize>, Reason)> {
        let pair = match self.pair_of(direction, whole) {
            Some(TAKEN) => return None,
            Some(pair) => pairs.get(pair).copied().flatten(),
            None => None,
        };
        let own = pair.map(|pair| match direction {
            Direction::Merger => pair.old,
            Direction::Division => pair.new,
        });
        let others = match direction {
            Direction::Merger => &self.became,
            Direction::Division => &self.came,
        };
        let free = (0..others.len()).filter(|index| others.get(*index) == Some(&None));
        let mut near: Vec<(usize, f64)> = free
            .map(|part| (part, self.sides.kinship(direction, whole, part)))
            .filter(|(part, kinship)| *kinship >= self.sides.related(direction, whole, *part))
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(MOST_LOOKED_AT);
        let candidates: Vec<usize> = near.iter().map(|(part, _)| *part).collect();
        if let Some(parts) = self.sides.by_figures(direction, whole, own, &candidates) {
            return Some((parts, Reason::FiguresAddUp));
        }
        let kept_its_name = pair.is_some_and(|pair| pair.reasons.contains(&Reason::SameName));
        if kept_its_name {
            return None;
        }
        let parts = self.sides.by_names(direction, whole, own, &candidates)?;
        Some((parts, Reason::NameInName))
    }
}

/// The items of both years.
struct Sides<'a> {
    old: &'a [Item],
    new: &'a [Item],
    names: &'a Names,
}

impl Sides<'_> {
    /// How much a whole and a part have in common, from 0 to 1; nothing where they are different ministries'.
    fn kinship(&self, direction: Direction, whole: usize, part: usize) -> f64 {
        let (old, new) = match direction {
            Direction::Merger => (part, whole),
            Direction::Division => (whole, part),
        };
        let (Some(before), Some(after)) = (self.old.get(old), self.new.get(new)) else {
            return 0.0;
        };
        if before.counted != after.counted || score::ministries(before, after) == Some(Relation::Disjoint) {
            return 0.0;
        }
        let (Some(a), Some(b)) = (self.names.old.get(old), self.names.new.get(new)) else {
            return 0.0;
        };
        self.names.share(a, b).max(self.names.share(b, a))
    }

    /// How much the names of a whole and a part need in common.
    fn related(&self, direction: Direction, whole: usize, part: usize) -> f64 {
        let (old, new) = match direction {
            Direction::Merger => (part, whole),
            Direction::Division => (whole, part),
        };
        let section = |items: &[Item], index: usize| items.get(index).and_then(|item| item.section.clone());
        let [anywhere, within] = RELATED;
        let before = section(self.old, old);
        if before.is_some() && before == section(self.new, new) {
            within
        } else {
            anywhere
        }
    }

    /// Parts whose figures of last year add up to that of the whole, where one choice does and no second.
    fn by_figures(
        &self,
        direction: Direction,
        whole: usize,
        own: Option<usize>,
        candidates: &[usize],
    ) -> Option<Vec<usize>> {
        let target = match direction {
            Direction::Merger => self.new.get(whole)?.previous?,
            Direction::Division => self.old.get(whole)?.amount?,
        };
        let figure = |part: usize| match direction {
            Direction::Merger => self.old.get(part)?.amount,
            Direction::Division => self.new.get(part)?.previous,
        };
        let own_figure = match own {
            Some(own) => Some(figure(own)?),
            None => None,
        };
        // What fits alone needs no others.
        if own_figure.is_some_and(|figure| figure.agrees(target)) {
            return None;
        }
        let known: Vec<(usize, Figure)> = candidates
            .iter()
            .filter_map(|part| Some((*part, figure(*part)?)))
            .collect();
        let mut search = Search {
            known: &known,
            target,
            chosen: Vec::new(),
            found: Vec::new(),
        };
        let room = MOST_PARTS - usize::from(own.is_some());
        let begin = own_figure.unwrap_or(Figure {
            yen: 0,
            resolution_yen: 0,
        });
        search.go(0, begin.yen, begin.resolution_yen / 2, room);
        let least = 2 - usize::from(own.is_some());
        search.found.retain(|parts| parts.len() >= least);
        let [only] = search.found.as_slice() else {
            return None;
        };
        let mut parts: Vec<usize> = only.iter().copied().chain(own).collect();
        parts.sort_unstable();
        Some(parts)
    }

    /// Parts whose names stand in that of the whole, or the other way round, where no figure speaks against it.
    fn by_names(
        &self,
        direction: Direction,
        whole: usize,
        own: Option<usize>,
        candidates: &[usize],
    ) -> Option<Vec<usize>> {
        let stands = |part: &usize| self.kinship(direction, whole, *part) >= IN_NAME;
        if own.is_some_and(|own| !stands(&own)) {
            return None;
        }
        let mut parts: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|part| stands(part))
            .chain(own)
            .collect();
        if parts.len() < 2 || parts.len() > MOST_PARTS {
            return None;
        }
        parts.sort_unstable();
        let (old, new): (&[usize], &[usize]) = match direction {
            Direction::Merger => (&parts, &[whole]),
            Direction::Division => (&[whole], &parts),
        };
        let sum = |items: &[usize], from: &[Item], figure: fn(&Item) -> Option<Figure>| {
            items
                .iter()
                .try_fold((0, 0), |(yen, tolerance): (i64, i64), index| {
                    let figure = figure(from.get(*index)?)?;
                    Some((
                        yen.saturating_add(figure.yen),
                        tolerance + figure.resolution_yen / 2,
                    ))
                })
        };
        let printed = sum(new, self.new, |item| item.previous);
        let stood = sum(old, self.old, |item| item.amount);
        if let (Some((printed, coarse)), Some((stood, fine))) = (printed, stood)
            && printed.saturating_sub(stood).saturating_abs() > coarse.max(fine)
        {
            return None;
        }
        Some(parts)
    }

    fn regrouped(&self, direction: Direction, whole: usize, parts: Vec<usize>, reason: Reason) -> Change {
        let (kind, old, new) = match direction {
            Direction::Merger => (Kind::Merged, parts, vec![whole]),
            Direction::Division => (Kind::Split, vec![whole], parts),
        };
        let mut reasons = vec![reason];
        let pairs = old.iter().flat_map(|old| new.iter().map(move |new| (*old, *new)));
        let in_name = |(old, new): (usize, usize)| {
            let (Some(a), Some(b)) = (self.names.old.get(old), self.names.new.get(new)) else {
                return false;
            };
            self.names.share(a, b).max(self.names.share(b, a)) >= IN_NAME
        };
        if reason == Reason::FiguresAddUp && pairs.clone().all(in_name) {
            reasons.push(Reason::NameInName);
        }
        let same_ministry = |(old, new): (usize, usize)| {
            let (Some(old), Some(new)) = (self.old.get(old), self.new.get(new)) else {
                return false;
            };
            score::ministries(old, new) == Some(Relation::Same)
        };
        if pairs.clone().all(same_ministry) {
            reasons.push(Reason::SameMinistry);
        }
        self.change(kind, old, new, reasons)
    }

    fn matched(&self, pair: &Pair) -> Change {
        let moved = match (self.old.get(pair.old), self.new.get(pair.new)) {
            (Some(old), Some(new)) => score::ministries(old, new) == Some(Relation::Disjoint),
            _ => false,
        };
        let kind = if moved {
            Kind::Moved
        } else if score::alike(self.names, pair.old, pair.new) >= 1.0 {
            Kind::Kept
        } else {
            Kind::Renamed
        };
        self.change(kind, vec![pair.old], vec![pair.new], pair.reasons.clone())
    }

    fn change(&self, kind: Kind, old: Vec<usize>, new: Vec<usize>, reasons: Vec<Reason>) -> Change {
        let sum = |items: &[usize], from: &[Item]| {
            let mut items = items.iter();
            let sum = items.try_fold(0_i64, |sum, index| {
                Some(sum.saturating_add(from.get(*index)?.amount?.yen))
            });
            sum.filter(|_| !from.is_empty())
        };
        let (old_yen, new_yen) = (sum(&old, self.old), sum(&new, self.new));
        Change {
            kind,
            old_yen: old_yen.filter(|_| !old.is_empty()),
            new_yen: new_yen.filter(|_| !new.is_empty()),
            old,
            new,
            reasons,
        }
    }
}

/// A search for parts that add up. Two finds are as many as are needed to know that it is not the only one.
struct Search<'a> {
    known: &'a [(usize, Figure)],
    target: Figure,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn go(&mut self, from: usize, yen: i64, tolerance: i64, room: usize) {
        let off = self.target.yen.saturating_sub(yen).saturating_abs();
        if !self.chosen.is_empty() && off <= tolerance.max(self.target.resolution_yen / 2) {
            self.found.push(self.chosen.clone());
        }
        if room == 0 || self.found.len() > 1 {
            return;
        }
        for index in from..self.known.len() {
            let Some((part, figure)) = self.known.get(index).copied() else {
                return;
            };
            if figure.yen == 0 {
                continue;
            }
            self.chosen.push(part);
            let tolerance = tolerance + figure.resolution_yen / 2;
            self.go(index + 1, yen.saturating_add(figure.yen), tolerance, room - 1);
            self.chosen.pop();
        }
    }
}

//! A bounded search over all ways to give competing figures to competing programs. It returns, for every place, each
//! value that some admissible way gives, and nothing else; where that is one value, it is proved.

use std::collections::BTreeSet;

/// The question.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// The figures, in yen; equal ones stand several times.
    pub(super) values: Vec<i64>,
    /// The places that they go to. Where there are more places than figures, some stay empty.
    pub(super) places: Vec<Place>,
    /// What all places that count must make, where a sum is stated.
    pub(super) sum: Option<Target>,
}

/// A place for one figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// The most it can take.
    pub(super) limit: Option<i64>,
    /// It repeats another place's figure, by its index, and does not count.
    pub(super) repeats: Option<usize>,
    /// It repeats a figure that is known, and does not count.
    pub(super) known: Option<i64>,
}

/// A stated sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// The sum less everything that is sure.
    pub(super) yen: i64,
    /// How far off rounding may be.
    pub(super) tolerance: i64,
}

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// By place: every value that it can have.
    Values(Vec<BTreeSet<i64>>),
    /// The steps ran out.
    OutOfSteps,
    /// No way satisfies the sums: the document contradicts itself here.
    Contradiction,
}

/// Searches within `steps` steps.
pub(super) fn search(question: &Question, steps: usize) -> Answer {
    let mut distinct: Vec<(i64, usize)> = Vec::new();
    let mut sorted = question.values.clone();
    sorted.sort_unstable();
    for value in sorted {
        match distinct.last_mut() {
            Some((known, count)) if *known == value => *count += 1,
            _ => distinct.push((value, 1)),
        }
    }
    let units = units(question);
    let free: Vec<usize> = (0..question.places.len())
        .filter(|place| !units.iter().any(|unit| unit.places.contains(place)))
        .collect();
    let mut search = Search {
        question,
        spare: question.places.len().saturating_sub(question.values.len()),
        distinct,
        chosen: vec![None; units.len()],
        units,
        free,
        found: vec![BTreeSet::new(); question.places.len()],
        steps,
        any: false,
    };
    if !search.descend(0) {
        return Answer::OutOfSteps;
    }
    if search.any {
        Answer::Values(search.found)
    } else {
        Answer::Contradiction
    }
}

/// Places that must have one value, bound by more than that a figure is left for them.
struct Unit {
    places: Vec<usize>,
    limit: Option<i64>,
    known: Option<i64>,
    /// How many of the places do not count.
    repeats: i64,
}

fn units(question: &Question) -> Vec<Unit> {
    let all: i64 = question
        .values
        .iter()
        .fold(0, |sum: i64, value| sum.saturating_add((*value).max(0)));
    let mut units: Vec<Unit> = Vec::new();
    for (index, place) in question.places.iter().enumerate() {
        let limit = place.limit.filter(|limit| *limit < all);
        let own = Unit {
            places: vec![index],
            limit,
            known: place.known,
            repeats: i64::from(place.repeats.is_some() || place.known.is_some()),
        };
        if let Some(first) = place.repeats {
            if let Some(unit) = units.iter_mut().find(|unit| unit.places.contains(&first)) {
                unit.places.push(index);
                unit.repeats += 1;
                unit.limit = tighter(unit.limit, limit);
            } else {
                units.push(Unit {
                    places: vec![first, index],
                    limit: tighter(limit, question.places.get(first).and_then(|place| place.limit)),
                    ..own
                });
            }
        } else if (limit.is_some() || place.known.is_some())
            && !units.iter().any(|unit| unit.places.contains(&index))
        {
            units.push(own);
        }
    }
    // What is known or tight first: it cuts most.
    units.sort_by_key(|unit| {
        (
            unit.known.is_none(),
            std::cmp::Reverse(unit.places.len()),
            unit.limit,
        )
    });
    units
}

fn tighter(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

struct Search<'q> {
    question: &'q Question,
    /// How many places may stay empty.
    spare: usize,
    distinct: Vec<(i64, usize)>,
    units: Vec<Unit>,
    chosen: Vec<Option<i64>>,
    free: Vec<usize>,
    found: Vec<BTreeSet<i64>>,
    steps: usize,
    any: bool,
}

impl Search<'_> {
    /// Chooses a value for every unit from `depth` on. False when the steps ran out.
    fn descend(&mut self, depth: usize) -> bool {
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        let Some(unit) = self.units.get(depth) else {
            self.leaf();
            return true;
        };
        let (need, limit, known) = (unit.places.len(), unit.limit, unit.known);
        for at in 0..self.distinct.len() {
            let (value, count) = self.distinct[at];
            let fits = count >= need
                && limit.is_none_or(|limit| value <= limit)
                && known.is_none_or(|known| value == known);
            if !fits {
                continue;
            }
            self.distinct[at].1 -= need;
            self.chosen[depth] = Some(value);
            let done = self.descend(depth + 1);
            self.distinct[at].1 += need;
            self.chosen[depth] = None;
            if !done {
                return false;
            }
        }
        if self.spare >= need && known.is_none() {
            self.spare -= need;
            let done = self.descend(depth + 1);
            self.spare += need;
            return done;
        }
        true
    }

    fn leaf(&mut self) {
        let left: usize = self.distinct.iter().map(|(_, count)| count).sum();
        // Every figure finds a place, and every place a figure, unless there are more of the other.
        if left > self.free.len() && self.question.values.len() <= self.question.places.len() {
            return;
        }
        if !self.sum_holds(left) {
            return;
        }
        self.any = true;
        for (unit, chosen) in self.units.iter().zip(&self.chosen) {
            if let Some(value) = chosen {
                for place in &unit.places {
                    self.found[*place].insert(*value);
                }
            }
        }
        for place in &self.free {
            let values = self.distinct.iter().filter(|(_, count)| *count > 0);
            self.found[*place].extend(values.map(|(value, _)| *value));
        }
    }

    /// The figures that count are all but the repeated ones, however the free ones are dealt out.
    fn sum_holds(&self, left: usize) -> bool {
        let Some(target) = self.question.sum else {
            return true;
        };
        if left > self.free.len() {
            return true;
        }
        let all: i64 = self
            .question
            .values
            .iter()
            .fold(0, |sum, value| sum.saturating_add(*value));
        let repeated: i64 = self
            .units
            .iter()
            .zip(&self.chosen)
            .filter_map(|(unit, value)| Some(unit.repeats.saturating_mul((*value)?)))
            .fold(0, i64::saturating_add);
        let counted = all.saturating_sub(repeated);
        counted.saturating_sub(target.yen).saturating_abs() <= target.tolerance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(count: usize) -> Vec<Place> {
        vec![Place::default(); count]
    }

    fn values(answer: Answer) -> Vec<Vec<i64>> {
        match answer {
            Answer::Values(values) => values.into_iter().map(|set| set.into_iter().collect()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_bounds_every_place_can_have_every_value() {
        let question = Question {
            values: vec![1, 2],
            places: places(2),
            sum: None,
        };
        assert_eq!(values(search(&question, 100)), [vec![1, 2], vec![1, 2]]);
    }

    #[test]
    fn a_repeated_program_takes_the_value_that_leaves_the_sum() {
        // Of the values that stand twice (2, 5, 7) only 7 leaves 20.
        let mut question = Question {
            values: vec![2, 2, 5, 5, 7, 7, 9],
            places: places(7),
            sum: Some(Target {
                yen: 30,
                tolerance: 0,
            }),
        };
        question.places[3].repeats = Some(0);
        let found = values(search(&question, 1000));
        assert_eq!(found[0], [7]);
        assert_eq!(found[3], [7]);
        assert_eq!(found[1], [2, 5, 9]);
    }

    #[test]
    fn a_limit_takes_values_away() {
        let mut question = Question {
            values: vec![3, 29],
            places: places(2),
            sum: None,
        };
        question.places[0].limit = Some(5);
        assert_eq!(values(search(&question, 100)), [vec![3], vec![29]]);
    }

    #[test]
    fn what_cannot_be_is_a_contradiction() {
        let mut question = Question {
            values: vec![3, 29],
            places: places(2),
            sum: None,
        };
        question.places[0].known = Some(7);
        assert_eq!(search(&question, 100), Answer::Contradiction);
    }

    #[test]
    fn the_search_ends_when_its_steps_do() {
        let mut question = Question {
            values: (0..12).collect(),
            places: places(12),
            sum: None,
        };
        for place in &mut question.places {
            place.limit = Some(11);
        }
        assert_eq!(search(&question, 1000), Answer::OutOfSteps);
    }
}

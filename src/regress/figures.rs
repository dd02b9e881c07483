//! Figures against those that are recorded, both ways: a worse one is a fault, a better one asks to be recorded.

use std::collections::BTreeMap;

/// Figures by name.
pub type Figures = BTreeMap<String, i64>;

/// A figure that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its name.
    pub figure: String,
    /// What is recorded.
    pub recorded: i64,
    /// What is found; `None` where it is not told any more.
    pub found: Option<i64>,
    /// Whether that is for the better.
    pub better: bool,
}

/// Every recorded figure that is another now, in the order of their names. Of `faults` fewer is better, of all others more.
#[must_use]
pub fn moves(recorded: &Figures, found: &Figures, faults: &[&str]) -> Vec<Move> {
    let moved = |(figure, recorded): (&String, &i64)| {
        let now = found.get(figure).copied();
        let better = now.is_some_and(|now| (now > *recorded) != faults.contains(&figure.as_str()));
        (now != Some(*recorded)).then(|| Move {
            figure: figure.clone(),
            recorded: *recorded,
            found: now,
            better,
        })
    };
    recorded.iter().filter_map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_are_told_and_a_figure_that_is_gone_is_worse() {
        let figures = |pairs: &[(&str, i64)]| -> Figures {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), *value))
                .collect()
        };
        let recorded = figures(&[("found", 5), ("wrong", 1), ("gone", 2), ("same", 3)]);
        let moved = moves(
            &recorded,
            &figures(&[("found", 6), ("wrong", 2), ("same", 3)]),
            &["wrong"],
        );
        let told: Vec<(&str, bool)> = moved
            .iter()
            .map(|one| (one.figure.as_str(), one.better))
            .collect();
        assert_eq!(told, [("found", true), ("gone", false), ("wrong", false)]);
    }
}

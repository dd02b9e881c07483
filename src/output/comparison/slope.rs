//! The picture of a comparison: a line a ministry from its old sum to its new one, with labels that do not lie over each
//! other.

use super::super::paint::oku;
use crate::diff::Sum;
use serde::Serialize;

/// Lines that a picture has at most; the smaller ones are in the table below it.
const MOST: usize = 12;
/// Height of the picture, in pixels, and what is free above and below.
const HEIGHT: f64 = 420.0;
const MARGIN: f64 = 24.0;
/// The least distance of two labels.
const LABEL: f64 = 17.0;

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Slope {
    height: f64,
    lines: Vec<Line>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Line {
    name: String,
    old: End,
    new: End,
    /// `up`, `down` or `same`.
    way: &'static str,
}

/// An end of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct End {
    /// Where the line ends.
    y: f64,
    /// Where its label stands.
    label_y: f64,
    oku: String,
}

/// The picture of these sums, the largest of them; `None` where there are none.
pub(super) fn slope(sums: &[Sum]) -> Option<Slope> {
    let shown: Vec<&Sum> = sums
        .iter()
        .filter(|sum| sum.old_yen.max(sum.new_yen) > 0)
        .take(MOST)
        .collect();
    #[allow(
        clippy::cast_precision_loss,
        reason = "a place in a picture needs no sixteenth digit"
    )]
    let size = |yen: i64| yen.max(0) as f64;
    let most = shown
        .iter()
        .map(|sum| size(sum.old_yen.max(sum.new_yen)))
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let y = |yen: i64| HEIGHT - MARGIN - size(yen) / most * (HEIGHT - 2.0 * MARGIN);
    let labels = |yen: fn(&Sum) -> i64| spread(&shown.iter().map(|sum| y(yen(sum))).collect::<Vec<_>>());
    let (old_labels, new_labels) = (labels(|sum| sum.old_yen), labels(|sum| sum.new_yen));
    let lines = shown
        .iter()
        .zip(old_labels.iter().zip(&new_labels))
        .map(|(sum, (old, new))| Line {
            name: if sum.name.is_empty() {
                "(no ministry)".to_owned()
            } else {
                sum.name.clone()
            },
            old: End {
                y: y(sum.old_yen),
                label_y: *old,
                oku: oku(sum.old_yen),
            },
            new: End {
                y: y(sum.new_yen),
                label_y: *new,
                oku: oku(sum.new_yen),
            },
            way: match sum.change().signum() {
                1 => "up",
                -1 => "down",
                _ => "same",
            },
        });
    let lowest = old_labels
        .iter()
        .chain(&new_labels)
        .fold(HEIGHT - MARGIN, |a, b| a.max(*b));
    Some(Slope {
        height: lowest + MARGIN,
        lines: lines.collect(),
    })
}

/// Places as near to these as a distance of [`LABEL`] between any two allows, downwards.
fn spread(places: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| {
        places
            .get(*a)
            .partial_cmp(&places.get(*b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut spread = places.to_vec();
    let mut free = f64::NEG_INFINITY;
    for index in order {
        if let Some(place) = spread.get_mut(index) {
            *place = place.max(free);
            free = *place + LABEL;
        }
    }
    spread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_lie_over_each_other() {
        let mut places = spread(&[100.0, 50.0, 52.0, 51.0, 400.0]);
        assert!((places[1] - 50.0).abs() < 1e-9 && (places[4] - 400.0).abs() < 1e-9);
        places.sort_by(f64::total_cmp);
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= LABEL - 1e-9));
    }
}

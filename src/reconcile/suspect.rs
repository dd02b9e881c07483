//! Which figure of a broken sum is likely wrong: the one whose change mends every broken sum that it stands in, or, for
//! a single broken sum, the only one that a slip of one digit would mend.

use crate::link::{Linked, Map};
use crate::model::{Amount, Check, CheckKind, Verdict};

/// Names the suspect of every broken sum, where exactly one figure is.
pub(super) fn name_suspects(checks: &mut [Check], linked: &Linked) {
    if checks.iter().all(|check| check.verdict != Verdict::Off) {
        return;
    }
    let amounts: Map<&str, &Amount> = linked
        .requests
        .iter()
        .filter_map(|request| Some((request.id.as_str(), request.amount.as_ref()?)))
        .chain(
            linked
                .totals
                .iter()
                .map(|total| (total.id.as_str(), &total.amount)),
        )
        .collect();
    let mends = mends(checks);
    let mut found = Vec::new();
    for (at, check) in checks.iter().enumerate() {
        let Some(difference) = check.difference().filter(|_| check.verdict == Verdict::Off) else {
            continue;
        };
        let mut in_several = Vec::new();
        let mut by_slip = Vec::new();
        for (id, change) in figures(check, difference) {
            if mends.get(&(id, change)).is_some_and(|count| *count > 1) {
                in_several.push(id);
            }
            let slip = amounts
                .get(id)
                .is_some_and(|amount| is_slip(amount, change, check.tolerance));
            if slip {
                by_slip.push(id);
            }
        }
        let suspect = match (in_several.as_slice(), by_slip.as_slice()) {
            ([one], _) => Some((*one).to_owned()),
            ([], [one]) => Some((*one).to_owned()),
            _ => None,
        };
        found.push((at, suspect));
    }
    for (at, suspect) in found {
        if let Some(check) = checks.get_mut(at) {
            check.suspect = suspect;
        }
    }
}

/// Every figure of a check with the change of it that would mend the sum.
fn figures(check: &Check, difference: i64) -> impl Iterator<Item = (&str, i64)> {
    let parts = check
        .parts
        .iter()
        .filter(|_| matches!(check.kind, CheckKind::Sum | CheckKind::Account | CheckKind::Phase))
        .map(move |part| (part.as_str(), difference.saturating_neg()));
    parts.chain(std::iter::once((check.of.as_str(), difference)))
}

/// How many broken sums a change of a figure mends.
fn mends(checks: &[Check]) -> Map<(&str, i64), usize> {
    let mut mends: Map<(&str, i64), usize> = Map::default();
    for check in checks.iter().filter(|check| check.verdict == Verdict::Off) {
        let Some(difference) = check.difference() else {
            continue;
        };
        for figure in figures(check, difference) {
            *mends.entry(figure).or_default() += 1;
        }
    }
    mends
}

/// Whether a change, within rounding, turns the printed digits into others by one slip: a digit misread, two swapped,
/// one lost or doubled.
fn is_slip(amount: &Amount, change: i64, tolerance: i64) -> bool {
    let Some(yen) = amount.printed_yen() else {
        return false;
    };
    let unit = amount.resolution_yen.max(1);
    let printed = (yen / unit).unsigned_abs().to_string();
    let wanted = (yen.saturating_add(change)) as f64 / unit as f64;
    let slack = (tolerance / unit).min(5);
    let middle = wanted.round() as i64;
    (-slack..=slack).any(|step| {
        let other = middle.saturating_add(step);
        other >= 0 && one_slip(&printed, &other.to_string())
    })
}

fn one_slip(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    if a.len() == b.len() {
        let differing: Vec<usize> = (0..a.len())
            .filter(|at| a.as_bytes()[*at] != b.as_bytes()[*at])
            .collect();
        return match differing.as_slice() {
            [_] => true,
            [i, j] => {
                j - i == 1 && a.as_bytes()[*i] == b.as_bytes()[*j] && a.as_bytes()[*j] == b.as_bytes()[*i]
            }
            _ => false,
        };
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.len() - short.len() == 1
        && (0..long.len()).any(|at| [&long[..at], &long[at + 1..]].concat() == short)
}

#[cfg(test)]
mod tests {
    use super::one_slip;

    #[test]
    fn slips_are_one_digit_wrong_swapped_lost_or_doubled() {
        for (printed, meant) in [("22", "23"), ("121", "211"), ("12", "112"), ("482", "48")] {
            assert!(one_slip(printed, meant), "{printed} {meant}");
        }
        for (printed, meant) in [("22", "22"), ("22", "35"), ("1498", "8941")] {
            assert!(!one_slip(printed, meant), "{printed} {meant}");
        }
    }
}

//! How well an old and a new program fit, in points.

use super::names::{Names, dice};
use super::{Item, Reason};

/// Points for the same name; a name that is only alike gets its share of them.
const NAME: i64 = 1000;
/// What a pair has to reach whose names differ.
const ENOUGH: i64 = 740;
/// What a pair counts for in the assignment beyond this; a pair with the same name counts for `LEAST` at least.
const BASE: i64 = 700;
const LEAST: i64 = 100;
/// Names less alike than this are no one's.
pub(super) const ALIKE: f64 = 0.34;

/// What an old and a new program have in common.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// What the pair counts for in the assignment: above zero.
    pub(super) weight: i64,
    pub(super) reasons: Vec<Reason>,
}

/// How two programs fit; `None` where they are not one.
pub(super) fn fit(old: &Item, new: &Item, alike: f64) -> Option<Fit> {
    let same_name = alike >= 1.0;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 100"
    )]
    let hundredths = (alike * 100.0).round() as u8;
    let mut reasons = vec![if same_name {
        Reason::SameName
    } else {
        Reason::SimilarName(hundredths)
    }];
    let mut points = i64::from(hundredths) * NAME / 100;
    match ministries(old, new) {
        Some(Relation::Same) => {
            points += 100;
            reasons.push(Reason::SameMinistry);
        }
        Some(Relation::Overlapping) => points += 60,
        Some(Relation::Disjoint) => points -= 150,
        None => {}
    }
    match (&old.section, &new.section) {
        (Some(before), Some(after)) if before == after => {
            points += 120;
            reasons.push(Reason::SameSection);
        }
        (Some(_), Some(_)) => points -= 40,
        _ => {}
    }
    match (&old.account, &new.account) {
        (Some(before), Some(after)) if before == after => points += 40,
        (Some(_), Some(_)) => points -= 200,
        _ => {}
    }
    points += if old.counted == new.counted { 30 } else { -60 };
    if let (Some(before), Some(printed)) = (old.amount, new.previous)
        && before.agrees(printed)
    {
        // 10億円 is many a program's figure, 1,234百万円 is one's.
        points += if digits(printed.yen) >= 3 { 200 } else { 80 };
        reasons.push(Reason::PreviousIsOld);
    }
    if same_name {
        return Some(Fit {
            weight: (points - BASE).max(LEAST),
            reasons,
        });
    }
    (points >= ENOUGH).then_some(Fit {
        weight: points - BASE,
        reasons,
    })
}

/// How the ministries of two programs stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    Overlapping,
    Disjoint,
}

/// `None` where one of the two has no ministry.
pub(super) fn ministries(old: &Item, new: &Item) -> Option<Relation> {
    if old.ministries.is_empty() || new.ministries.is_empty() {
        return None;
    }
    let holds = |item: &Item, code: &str| item.ministries.iter().any(|(other, _)| other == code);
    let shared = old.ministries.iter().filter(|(code, _)| holds(new, code)).count();
    Some(if shared == 0 {
        Relation::Disjoint
    } else if shared == old.ministries.len() && shared == new.ministries.len() {
        Relation::Same
    } else {
        Relation::Overlapping
    })
}

/// The number of digits before the zeros at the end.
fn digits(yen: i64) -> usize {
    yen.unsigned_abs().to_string().trim_end_matches('0').len()
}

/// Every pair that may be one program.
pub(super) fn pairs(old: &[Item], new: &[Item], names: &Names) -> Vec<(usize, usize, Fit)> {
    let fitting = |(before, after, alike): (usize, usize, f64)| {
        let fit = fit(old.get(before)?, new.get(after)?, alike)?;
        Some((before, after, fit))
    };
    let mut pairs: Vec<(usize, usize, f64)> = names.alike(ALIKE);
    // A name of common pairs alone is found by nothing but itself.
    let mut by_key: std::collections::HashMap<&str, Vec<usize>> = std::collections::HashMap::new();
    for (index, name) in names.old.iter().enumerate() {
        by_key.entry(&name.key).or_default().push(index);
    }
    for (index, name) in names.new.iter().enumerate() {
        for before in by_key.get(name.key.as_str()).into_iter().flatten() {
            pairs.push((*before, index, 1.0));
        }
    }
    pairs.sort_by_key(|(before, after, _)| (*before, *after));
    pairs.dedup_by_key(|(before, after, _)| (*before, *after));
    pairs.into_iter().filter_map(fitting).collect()
}

/// How alike the names of two items are, from 0 to 1.
pub(super) fn alike(names: &Names, old: usize, new: usize) -> f64 {
    match (names.old.get(old), names.new.get(new)) {
        (Some(old), Some(new)) => dice(old, new),
        _ => 0.0,
    }
}

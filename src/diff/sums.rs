//! What ministries and sections ask for in both years. Only what counts once is added up.

use super::{Item, ratio};
use std::collections::HashMap;

/// What one ministry or section asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Code of the ministry, those of several that ask together with `;` between them, or the heading; empty where none is
    /// known.
    pub key: String,
    /// The same for people.
    pub name: String,
    /// Yen in the old year.
    pub old_yen: i64,
    /// Yen in the new year.
    pub new_yen: i64,
    /// Programs of the old year that have no amount, so that the sum is a lower bound.
    pub old_open: usize,
    /// The same of the new year.
    pub new_open: usize,
}

impl Sum {
    /// New − old.
    #[must_use]
    pub fn change(&self) -> i64 {
        self.new_yen.saturating_sub(self.old_yen)
    }

    /// New ÷ old, where the old one is above zero.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        ratio(Some(self.old_yen), Some(self.new_yen))
    }
}

/// Sums by ministry, the largest first.
pub(super) fn by_ministry(old: &[Item], new: &[Item]) -> Vec<Sum> {
    let mut sums = sums(old, new, |item| {
        let joined = |part: fn(&(String, String)) -> &str| {
            item.ministries.iter().map(part).collect::<Vec<_>>().join(";")
        };
        (joined(|(code, _)| code), joined(|(_, name)| name))
    });
    sums.sort_by(|a, b| {
        let size = |sum: &Sum| sum.old_yen.max(sum.new_yen);
        size(b).cmp(&size(a)).then_with(|| a.key.cmp(&b.key))
    });
    sums
}

/// Sums by section, in the order of the new document, then what only the old one has.
pub(super) fn by_section(old: &[Item], new: &[Item]) -> Vec<Sum> {
    sums(old, new, |item| {
        let section = item.section.clone().unwrap_or_default();
        (section.clone(), section)
    })
}

fn sums(old: &[Item], new: &[Item], key: impl Fn(&Item) -> (String, String)) -> Vec<Sum> {
    let mut sums: Vec<Sum> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let both = new
        .iter()
        .map(|item| (item, true))
        .chain(old.iter().map(|item| (item, false)));
    for (item, is_new) in both.filter(|(item, _)| item.counted) {
        let (key, name) = key(item);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            sums.push(Sum {
                key,
                name,
                old_yen: 0,
                new_yen: 0,
                old_open: 0,
                new_open: 0,
            });
            sums.len() - 1
        });
        let Some(sum) = sums.get_mut(place) else {
            continue;
        };
        let (yen, open) = if is_new {
            (&mut sum.new_yen, &mut sum.new_open)
        } else {
            (&mut sum.old_yen, &mut sum.old_open)
        };
        match item.amount {
            Some(amount) => *yen = yen.saturating_add(amount.yen),
            None => *open += 1,
        }
    }
    sums
}

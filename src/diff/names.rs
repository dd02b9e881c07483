//! How much two names have in common, told by their pairs of neighbouring characters.

use super::Item;
use foldhash::fast::RandomState;
use std::collections::HashMap;

type Map<K, V> = HashMap<K, V, RandomState>;

/// A pair of neighbouring characters.
type Bigram = (char, char);

/// The names of both years, taken apart once.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) old: Vec<Name>,
    pub(super) new: Vec<Name>,
    /// How much a pair of characters tells: the rarer, the more.
    weights: Map<Bigram, f64>,
}

/// A name, folded and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Without signs, marks and spaces.
    pub(super) key: String,
    /// Each pair once, sorted.
    pub(super) bigrams: Vec<Bigram>,
}

impl Name {
    fn new(program: &str) -> Self {
        let bare = program.replace("(仮称)", "").replace("（仮称）", "");
        let key: String = bare
            .chars()
            .filter(|character| character.is_alphanumeric() || *character == 'ー')
            .flat_map(char::to_lowercase)
            .collect();
        let mut bigrams: Vec<Bigram> = key.chars().zip(key.chars().skip(1)).collect();
        bigrams.sort_unstable();
        bigrams.dedup();
        Self { key, bigrams }
    }
}

impl Names {
    pub(super) fn new(old: &[Item], new: &[Item]) -> Self {
        let names =
            |items: &[Item]| -> Vec<Name> { items.iter().map(|item| Name::new(&item.program)).collect() };
        let (old, new) = (names(old), names(new));
        let mut weights: Map<Bigram, f64> = Map::default();
        for bigram in old.iter().chain(&new).flat_map(|name| &name.bigrams) {
            *weights.entry(*bigram).or_default() += 1.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "there are not that many programs")]
        let all = (old.len() + new.len()) as f64;
        for weight in weights.values_mut() {
            *weight = (1.0 + all / *weight).ln();
        }
        Self { old, new, weights }
    }

    /// How much of `part` stands in `whole`, from 0 to 1: rare pairs count for more than 事業 and 推進.
    pub(super) fn share(&self, part: &Name, whole: &Name) -> f64 {
        let weight = |bigram: &Bigram| self.weights.get(bigram).copied().unwrap_or(0.0);
        let all: f64 = part.bigrams.iter().map(weight).sum();
        let there: f64 = common(&part.bigrams, &whole.bigrams).map(weight).sum();
        if all > 0.0 { there / all } else { 0.0 }
    }

    /// Pairs of an old and a new name that have a pair of characters in common that not half of all names have, with how
    /// alike they are.
    pub(super) fn alike(&self, at_least: f64) -> Vec<(usize, usize, f64)> {
        let mut holders: Map<Bigram, Vec<u32>> = Map::default();
        for (index, name) in self.old.iter().enumerate() {
            for bigram in &name.bigrams {
                holders
                    .entry(*bigram)
                    .or_default()
                    .push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        let most = (self.old.len() / 4).max(64);
        let mut found = Vec::new();
        let mut seen = vec![usize::MAX; self.old.len()];
        for (index, name) in self.new.iter().enumerate() {
            let rare = name.bigrams.iter().filter_map(|bigram| holders.get(bigram));
            for old in rare.filter(|holders| holders.len() <= most).flatten() {
                let old = *old as usize;
                let (Some(mark), Some(other)) = (seen.get_mut(old), self.old.get(old)) else {
                    continue;
                };
                if std::mem::replace(mark, index) != index {
                    let dice = dice(other, name);
                    if dice >= at_least {
                        found.push((old, index, dice));
                    }
                }
            }
        }
        found
    }
}

/// Dice's measure of two names, from 0 to 1: twice the pairs that they share by the pairs that they have.
pub(super) fn dice(a: &Name, b: &Name) -> f64 {
    if a.key == b.key {
        return 1.0;
    }
    let all = a.bigrams.len() + b.bigrams.len();
    if all == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss, reason = "a name has no million characters")]
    let dice = 2.0 * common(&a.bigrams, &b.bigrams).count() as f64 / all as f64;
    dice
}

/// What two sorted lists have in common.
fn common<'a>(a: &'a [Bigram], b: &'a [Bigram]) -> impl Iterator<Item = &'a Bigram> {
    let mut others = b.iter().peekable();
    a.iter().filter(move |one| {
        while others.next_if(|other| other < one).is_some() {}
        others.peek() == Some(one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_marks_make_no_other_name() {
        let key = |name: &str| Name::new(name).key;
        assert_eq!(key("創薬・基盤 推進事業（仮称）"), key("創薬基盤推進事業"));
        assert_ne!(key("センター整備"), key("センタ整備"));
    }

    #[test]
    fn dice_counts_pairs_of_characters() {
        let dice = |a: &str, b: &str| dice(&Name::new(a), &Name::new(b));
        assert!((dice("研究推進", "研究振興") - 2.0 / 6.0).abs() < 1e-9);
        assert!((dice("同じ", "同じ") - 1.0).abs() < 1e-9);
        assert!(dice("", "研究").abs() < 1e-9);
    }
}

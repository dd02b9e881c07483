/// Words with what they mean, for matching at a place in a normalized text.
///
/// Words lie in one string, ordered by their first character and then longest first, so that a look-up compares only words
/// that can match. A filter over first characters turns away most places of a text without a search.
#[derive(Debug, Clone)]
pub struct WordTable<T> {
    text: String,
    words: Vec<Slot>,
    firsts: Vec<Bucket>,
    filter: [u64; FILTER_WORDS],
    values: Vec<T>,
    longest: usize,
}

const FILTER_WORDS: usize = 16;

#[derive(Debug, Clone, Copy)]
struct Slot {
    first: char,
    start: u32,
    len: u32,
    value: u32,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    first: char,
    begin: u32,
    end: u32,
}

impl<T> Default for WordTable<T> {
    fn default() -> Self {
        Self {
            text: String::new(),
            words: Vec::new(),
            firsts: Vec::new(),
            filter: [0; FILTER_WORDS],
            values: Vec::new(),
            longest: 0,
        }
    }
}

/// Where a first character stands in the filter: characters that share a bit only cost a search that finds nothing.
fn filter_bit(first: char) -> (usize, u64) {
    let low = first as u32 % (64 * FILTER_WORDS as u32);
    ((low / 64) as usize, 1 << (low % 64))
}

impl<T> WordTable<T> {
    /// Builds a table; of two equal words the later one wins, so that an overlay can change a meaning. An empty word is
    /// left out.
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Self {
        Self::grouped(
            entries
                .into_iter()
                .map(|(word, value)| (std::iter::once(word), value)),
        )
    }

    /// Builds a table in which several words have one meaning; of two equal words the later one wins.
    pub fn grouped<W: AsRef<str>>(
        groups: impl IntoIterator<Item = (impl IntoIterator<Item = W>, T)>,
    ) -> Self {
        let mut table = Self::default();
        for (words, value) in groups {
            let index = narrow(table.values.len());
            table.values.push(value);
            for word in words {
                let word = word.as_ref();
                let Some(first) = word.chars().next() else {
                    continue;
                };
                table.words.push(Slot {
                    first,
                    start: narrow(table.text.len()),
                    len: narrow(word.len()),
                    value: index,
                });
                table.text.push_str(word);
            }
        }
        table.order();
        table
    }

    fn order(&mut self) {
        let text = &self.text;
        let read = |slot: &Slot| text_of(text, slot);
        // Later entries come first among equals, so that dropping repetitions keeps them.
        self.words.sort_unstable_by(|a, b| {
            (a.first, b.len)
                .cmp(&(b.first, a.len))
                .then_with(|| read(a).cmp(read(b)))
                .then(b.start.cmp(&a.start))
        });
        self.words.dedup_by(|b, a| a.len == b.len && read(a) == read(b));
        for (at, slot) in self.words.iter().enumerate() {
            let first = slot.first;
            self.longest = self.longest.max(slot.len as usize);
            match self.firsts.last_mut() {
                Some(bucket) if bucket.first == first => bucket.end = narrow(at + 1),
                _ => self.firsts.push(Bucket {
                    first,
                    begin: narrow(at),
                    end: narrow(at + 1),
                }),
            }
            let (word, bit) = filter_bit(first);
            if let Some(entry) = self.filter.get_mut(word) {
                *entry |= bit;
            }
        }
    }

    fn bucket(&self, first: char) -> &[Slot] {
        let (word, bit) = filter_bit(first);
        if self.filter.get(word).is_none_or(|entry| entry & bit == 0) {
            return &[];
        }
        self.firsts
            .binary_search_by_key(&first, |bucket| bucket.first)
            .ok()
            .and_then(|at| self.firsts.get(at))
            .and_then(|bucket| self.words.get(bucket.begin as usize..bucket.end as usize))
            .unwrap_or(&[])
    }

    fn value(&self, slot: &Slot) -> Option<&T> {
        self.values.get(slot.value as usize)
    }

    /// The longest word at the beginning of `text`, with its length in bytes.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<(usize, &T)> {
        let slot = self
            .bucket(text.chars().next()?)
            .iter()
            .find(|slot| text.starts_with(text_of(&self.text, slot)))?;
        Some((slot.len as usize, self.value(slot)?))
    }

    /// The meaning of `text` as a whole.
    #[must_use]
    pub fn exact(&self, text: &str) -> Option<&T> {
        if text.len() > self.longest {
            return None;
        }
        let bucket = self.bucket(text.chars().next()?);
        let from = bucket.partition_point(|slot| slot.len as usize > text.len());
        bucket
            .get(from..)?
            .iter()
            .take_while(|slot| slot.len as usize == text.len())
            .find(|slot| text_of(&self.text, slot) == text)
            .and_then(|slot| self.value(slot))
    }

    /// Whether `text` as a whole is a word.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.exact(text).is_some()
    }

    /// The first word found anywhere in `text`, leftmost and then longest: its place and meaning.
    #[must_use]
    pub fn find<'t>(&'t self, text: &str) -> Option<(std::ops::Range<usize>, &'t T)> {
        self.find_from(text, 0)
    }

    /// The first word found in `text` at or after byte `from`; as [`Self::find`]. A `from` inside a character counts from
    /// the next one.
    #[must_use]
    pub fn find_from<'t>(&'t self, text: &str, from: usize) -> Option<(std::ops::Range<usize>, &'t T)> {
        let from = ceil_boundary(text, from);
        text.get(from..)?.char_indices().find_map(|(at, _)| {
            let at = from + at;
            let (len, value) = self.longest_prefix(text.get(at..)?)?;
            Some((at..at + len, value))
        })
    }

    /// Every word in `text`, leftmost and then longest, none overlapping another.
    pub fn find_all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (std::ops::Range<usize>, &'t T)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find_from(text, from)?;
            from = found.0.end;
            Some(found)
        })
    }

    /// The longest word at the end of `text`, with its length in bytes.
    #[must_use]
    pub fn longest_suffix(&self, text: &str) -> Option<(usize, &T)> {
        let from = ceil_boundary(text, text.len().saturating_sub(self.longest));
        let tail = text.get(from..)?;
        tail.char_indices().find_map(|(at, _)| {
            let rest = tail.get(at..)?;
            Some((rest.len(), self.exact(rest)?))
        })
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Length in bytes of the longest word.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Every word with its meaning, by first character and then longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.words
            .iter()
            .filter_map(|slot| Some((text_of(&self.text, slot), self.value(slot)?)))
    }

    /// Every meaning, in the order in which they were given.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

fn text_of<'t>(text: &'t str, slot: &Slot) -> &'t str {
    let start = slot.start as usize;
    text.get(start..start + slot.len as usize).unwrap_or("")
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// A lexicon is far below 4 GB of words.
fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> WordTable<u8> {
        WordTable::new(
            [
                ("要求", 1),
                ("要求額", 2),
                ("要求・要望額", 3),
                ("予算", 4),
                ("額", 5),
            ]
            .map(|(word, value)| (word.to_owned(), value)),
        )
    }

    #[test]
    fn the_longest_word_wins_at_either_end() {
        let table = table();
        assert_eq!(table.longest_prefix("要求額の内数"), Some((9, &2)));
        assert_eq!(table.longest_prefix("要求・要望額"), Some((18, &3)));
        assert_eq!(table.longest_prefix("要"), None);
        assert_eq!(table.longest_suffix("令和5年度要求額"), Some((9, &2)));
        assert_eq!(table.longest_suffix("金額"), Some((3, &5)));
        assert_eq!(table.longest_suffix(""), None);
    }

    #[test]
    fn a_word_is_found_anywhere_and_whole_words_only_exactly() {
        let table = table();
        assert_eq!(table.find("概算要求額と予算"), Some((6..15, &2)));
        assert_eq!(
            table
                .find_all("概算要求額と予算")
                .map(|found| *found.1)
                .collect::<Vec<_>>(),
            [2, 4]
        );
        assert_eq!(table.find_from("予算予算", 1), Some((6..12, &4)));
        assert_eq!(table.find_from("予算", 99), None);
        assert_eq!(table.exact("予算"), Some(&4));
        assert_eq!(table.exact("予算額"), None);
        assert_eq!(table.exact(""), None);
    }

    #[test]
    fn of_two_equal_words_the_later_one_wins() {
        let table = WordTable::grouped([(vec!["億円", "円"], 1), (vec!["円"], 2)]);
        assert_eq!(table.exact("円"), Some(&2));
        assert_eq!(table.exact("億円"), Some(&1));
        assert_eq!(table.len(), 2);
    }
}

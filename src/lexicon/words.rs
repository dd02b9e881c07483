/// Words with what they mean, for matching at a place in a normalized text.
///
/// Words lie in one string. They are ordered twice, by their first character and by their last, and then longest first,
/// so that a look-up at either end compares only words that can match. A filter over these characters turns away most
/// places of a text without a search.
#[derive(Debug, Clone)]
pub struct WordTable<T> {
    text: String,
    by_first: Index,
    by_last: Index,
    values: Vec<T>,
    longest: usize,
}

const FILTER_WORDS: usize = 16;

#[derive(Debug, Clone, Copy)]
struct Slot {
    start: u32,
    len: u32,
    value: u32,
    /// The bytes at the end that the index is ordered by, and which of the eight are the word's: most words are told apart
    /// by these alone.
    bytes: u64,
    mask: u64,
}

impl Slot {
    /// Whether the word may be at the end of a text that has these bytes there; for one of up to eight bytes it is then.
    fn may_be(&self, bytes: u64, text: usize) -> bool {
        bytes & self.mask == self.bytes && self.len as usize <= text
    }
}

/// The first eight bytes of a text, or as many as there are.
fn first_bytes(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    match text.first_chunk::<8>() {
        Some(first) => bytes = *first,
        None => bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from),
    }
    u64::from_le_bytes(bytes)
}

/// The last eight bytes of a text, or as many as there are.
fn last_bytes(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    match text.last_chunk::<8>() {
        Some(last) => bytes = *last,
        None => bytes
            .iter_mut()
            .rev()
            .zip(text.iter().rev())
            .for_each(|(to, from)| *to = *from),
    }
    u64::from_be_bytes(bytes)
}

/// The lowest bytes of a number, up to `len` of them.
fn mask(len: usize) -> u64 {
    u64::MAX >> (64 - 8 * len.clamp(1, 8))
}

/// Words by the character at one of their ends.
#[derive(Debug, Clone, Default)]
struct Index {
    slots: Vec<Slot>,
    buckets: Vec<Bucket>,
    filter: [u64; FILTER_WORDS],
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    character: char,
    begin: u32,
    end: u32,
}

impl<T> Default for WordTable<T> {
    fn default() -> Self {
        Self {
            text: String::new(),
            by_first: Index::default(),
            by_last: Index::default(),
            values: Vec::new(),
            longest: 0,
        }
    }
}

/// Where a character stands in the filter: characters that share a bit only cost a search that finds nothing.
fn filter_bit(character: char) -> (usize, u64) {
    let low = character as u32 % (64 * FILTER_WORDS as u32);
    ((low / 64) as usize, 1 << (low % 64))
}

impl Index {
    /// Orders words by the character that `end` gives of each, beside the bytes at that end, then longest first; slots of
    /// equal words keep their order.
    fn new(slots: &[Slot], end: impl Fn(&Slot) -> (char, u64)) -> Self {
        let mut keyed: Vec<(char, Slot)> = slots
            .iter()
            .map(|slot| {
                let (character, bytes) = end(slot);
                let mask = mask(slot.len as usize);
                (character, Slot { bytes, mask, ..*slot })
            })
            .collect();
        keyed.sort_by_key(|(character, slot)| (*character, std::cmp::Reverse(slot.len)));
        let mut index = Self::default();
        for (at, (character, _)) in keyed.iter().enumerate() {
            let character = *character;
            match index.buckets.last_mut() {
                Some(bucket) if bucket.character == character => bucket.end = narrow(at + 1),
                _ => index.buckets.push(Bucket {
                    character,
                    begin: narrow(at),
                    end: narrow(at + 1),
                }),
            }
            let (word, bit) = filter_bit(character);
            if let Some(entry) = index.filter.get_mut(word) {
                *entry |= bit;
            }
        }
        index.slots = keyed.into_iter().map(|(_, slot)| slot).collect();
        index
    }

    fn may_hold(&self, character: char) -> bool {
        let (word, bit) = filter_bit(character);
        self.filter.get(word).is_some_and(|entry| entry & bit != 0)
    }

    fn bucket(&self, character: char) -> &[Slot] {
        if !self.may_hold(character) {
            return &[];
        }
        self.buckets
            .binary_search_by_key(&character, |bucket| bucket.character)
            .ok()
            .and_then(|at| self.buckets.get(at))
            .and_then(|bucket| self.slots.get(bucket.begin as usize..bucket.end as usize))
            .unwrap_or(&[])
    }
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
        let mut slots = Vec::new();
        for (words, value) in groups {
            let index = narrow(table.values.len());
            table.values.push(value);
            for word in words {
                let word = word.as_ref();
                if word.is_empty() {
                    continue;
                }
                slots.push(Slot {
                    start: narrow(table.text.len()),
                    len: narrow(word.len()),
                    value: index,
                    bytes: 0,
                    mask: 0,
                });
                table.text.push_str(word);
                table.longest = table.longest.max(word.len());
            }
        }
        table.order(slots);
        table
    }

    fn order(&mut self, mut slots: Vec<Slot>) {
        let text = &self.text;
        let read = |slot: &Slot| text_of(text, slot);
        // Later entries come first among equals, so that dropping repetitions keeps them.
        slots.sort_unstable_by(|a, b| read(a).cmp(read(b)).then(b.start.cmp(&a.start)));
        slots.dedup_by(|b, a| read(a) == read(b));
        let first = |slot: &Slot| {
            let word = read(slot);
            (
                word.chars().next().unwrap_or_default(),
                first_bytes(word.as_bytes()),
            )
        };
        let last = |slot: &Slot| {
            let word = read(slot);
            (
                word.chars().next_back().unwrap_or_default(),
                last_bytes(word.as_bytes()),
            )
        };
        self.by_last = Index::new(&slots, last);
        self.by_first = Index::new(&slots, first);
    }

    /// Whether a word may begin with a character; `false` is sure.
    #[must_use]
    pub fn may_begin(&self, first: char) -> bool {
        self.by_first.may_hold(first)
    }

    fn value(&self, slot: &Slot) -> Option<&T> {
        self.values.get(slot.value as usize)
    }

    /// The longest word at the beginning of `text`, with its length in bytes.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<(usize, &T)> {
        let bucket = self.by_first.bucket(text.chars().next()?);
        let bytes = first_bytes(text.as_bytes());
        self.longest_of(bucket, bytes, text.len(), |word| text.starts_with(word))
    }

    /// The first word of a bucket, longest first, that stands at an end of a text with these bytes; a word of more than
    /// they are is `whole` if it stands there to its other end.
    fn longest_of(
        &self,
        bucket: &[Slot],
        bytes: u64,
        text: usize,
        whole: impl Fn(&str) -> bool,
    ) -> Option<(usize, &T)> {
        let slot = bucket
            .iter()
            .find(|slot| slot.may_be(bytes, text) && (slot.len <= 8 || whole(text_of(&self.text, slot))))?;
        Some((slot.len as usize, self.value(slot)?))
    }

    /// The meaning of `text` as a whole.
    #[must_use]
    pub fn exact(&self, text: &str) -> Option<&T> {
        if text.len() > self.longest {
            return None;
        }
        let bucket = self.by_first.bucket(text.chars().next()?);
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
        let bucket = self.by_last.bucket(text.chars().next_back()?);
        let bytes = last_bytes(text.as_bytes());
        self.longest_of(bucket, bytes, text.len(), |word| text.ends_with(word))
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_first.slots.is_empty()
    }

    /// The number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_first.slots.len()
    }

    /// Length in bytes of the longest word.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Every word with its meaning, by first character and then longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.by_first
            .slots
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

    proptest::proptest! {
        /// Words of any length, some past the eight bytes that are compared at once, in texts shorter and longer than they.
        #[test]
        fn the_ends_are_found_as_by_looking_at_every_word(
            words in proptest::collection::vec("[a円要\\x00]{1,6}", 1..12),
            text in "[a円要\\x00]{0,9}",
        ) {
            let table = WordTable::new(words.iter().map(|word| (word.clone(), ())));
            let longest = |fits: &dyn Fn(&str) -> bool| {
                words.iter().filter(|word| fits(word)).map(String::len).max()
            };
            let len = |found: Option<(usize, &())>| found.map(|(len, ())| len);
            proptest::prop_assert_eq!(len(table.longest_prefix(&text)), longest(&|word| text.starts_with(word)));
            proptest::prop_assert_eq!(len(table.longest_suffix(&text)), longest(&|word| text.ends_with(word)));
            proptest::prop_assert_eq!(table.contains(&text), words.contains(&text));
        }
    }

    #[test]
    fn of_two_equal_words_the_later_one_wins() {
        let table = WordTable::grouped([(vec!["億円", "円"], 1), (vec!["円"], 2)]);
        assert_eq!(table.exact("円"), Some(&2));
        assert_eq!(table.exact("億円"), Some(&1));
        assert_eq!(table.len(), 2);
    }
}

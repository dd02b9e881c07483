/// Words with what they mean, for matching at a place in a normalized text.
///
/// Words are kept by their first character, longest first, so that a look-up touches only the words that can match.
#[derive(Debug, Clone, Default)]
pub struct WordTable<T> {
    buckets: std::collections::HashMap<char, Vec<(Box<str>, T)>>,
    longest: usize,
}

impl<T> WordTable<T> {
    /// Builds a table; of two equal words the later one wins, so that an overlay can change a meaning.
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut table = Self {
            buckets: std::collections::HashMap::new(),
            longest: 0,
        };
        for (word, value) in entries {
            let Some(first) = word.chars().next() else {
                continue;
            };
            table.longest = table.longest.max(word.len());
            let bucket = table.buckets.entry(first).or_default();
            bucket.retain(|(known, _)| **known != *word);
            bucket.push((word.into_boxed_str(), value));
        }
        for bucket in table.buckets.values_mut() {
            bucket.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        table
    }

    /// The longest word at the beginning of `text`, with its length in bytes.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<(usize, &T)> {
        let bucket = self.buckets.get(&text.chars().next()?)?;
        bucket
            .iter()
            .find(|(word, _)| text.starts_with(&**word))
            .map(|(word, value)| (word.len(), value))
    }

    /// The meaning of `text` as a whole.
    #[must_use]
    pub fn exact(&self, text: &str) -> Option<&T> {
        let bucket = self.buckets.get(&text.chars().next()?)?;
        bucket
            .iter()
            .find(|(word, _)| **word == *text)
            .map(|(_, value)| value)
    }

    /// The first word found anywhere in `text`, leftmost and then longest: its place and meaning.
    #[must_use]
    pub fn find<'t>(&'t self, text: &str) -> Option<(std::ops::Range<usize>, &'t T)> {
        text.char_indices().find_map(|(at, _)| {
            let (len, value) = self.longest_prefix(&text[at..])?;
            Some((at..at + len, value))
        })
    }

    /// The longest word at the end of `text`, with its length in bytes.
    #[must_use]
    pub fn longest_suffix(&self, text: &str) -> Option<(usize, &T)> {
        let from = text.len().saturating_sub(self.longest);
        text.char_indices()
            .filter(|(at, _)| *at >= from)
            .find_map(|(at, _)| self.exact(&text[at..]).map(|value| (text.len() - at, value)))
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// Every word with its meaning, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.buckets
            .values()
            .flatten()
            .map(|(word, value)| (&**word, value))
    }
}

//! Words that are no fixed text: next year's head or mark as a pattern of an overlay. Patterns are compiled once, match in
//! linear time, and are refused where they are too large.

use regex::{Regex, RegexBuilder};

/// The most memory that one compiled pattern may take, in bytes: a few hundred characters of text.
const LARGEST: usize = 1 << 16;

/// Patterns with what they mean. Of two that match the later one wins, as an overlay's.
#[derive(Debug, Clone)]
pub struct Patterns<T> {
    all: Vec<(Regex, T)>,
}

impl<T> Default for Patterns<T> {
    fn default() -> Self {
        Self { all: Vec::new() }
    }
}

impl<T> Patterns<T> {
    /// Adds a pattern, which must match a text as a whole.
    ///
    /// # Errors
    /// Why it is no pattern, or that it is too large.
    pub(super) fn add(&mut self, pattern: &str, meaning: T) -> Result<(), String> {
        let whole = format!("^(?:{pattern})$");
        let regex = RegexBuilder::new(&whole)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| error.to_string().lines().last().unwrap_or("").trim().to_owned())?;
        self.all.push((regex, meaning));
        Ok(())
    }

    /// The meaning of a text that a pattern matches as a whole.
    #[must_use]
    pub fn exact(&self, text: &str) -> Option<&T> {
        let found = self.all.iter().rev().find(|(regex, _)| regex.is_match(text));
        found.map(|(_, meaning)| meaning)
    }
}

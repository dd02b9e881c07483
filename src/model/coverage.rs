use super::Evidence;

/// What of a text's printed figures was accounted for: every run of digits, and kanji that make a number with a unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// Printed figures.
    pub figures: u32,
    /// Those that have one role: an amount, a year, a count, a rate, an outline number, a part of a name.
    pub explained: u32,
    /// The others, with their places: the first thousand.
    pub unexplained: Vec<Unexplained>,
}

/// A figure that was not understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexplained {
    /// Where it stands.
    pub evidence: Evidence,
    /// One short sentence.
    pub why: &'static str,
}

impl Coverage {
    /// The figures that were not understood.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.figures.saturating_sub(self.explained)
    }
}

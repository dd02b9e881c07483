//! What every entry of a file is held to: words that are there and folded, codes that are known, dates that are dates.

use super::Placed;
use crate::lexicon::entry::Certainty;
use crate::lexicon::error::LexiconErrorKind as Kind;
use crate::lexicon::file::{Listed, Origin};
use crate::lexicon::tree::{Fault, Text};
use crate::model::FiscalYear;
use crate::normalize;
use crate::span::Span;

/// A word as a normalized text shows it. Kanji, kana and ASCII fold to themselves and are spared the work.
pub(super) fn fold(word: &str) -> String {
    let plain = |c: char| {
        matches!(c, ' '..='~')
            || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}' | '\u{4e00}'..='\u{9fff}')
    };
    // A single ー is a dash, not a long vowel.
    if word.len() > 3 && word.chars().all(plain) {
        word.to_owned()
    } else {
        normalize::fold(word).text
    }
}

/// What judging an entry needs: where it stands.
#[derive(Clone, Copy)]
pub(super) struct Judge {
    pub(super) origin: Origin,
    pub(super) at: Span,
}

impl Judge {
    pub(super) fn of(entry: &impl Listed) -> Self {
        Self {
            origin: entry.origin(),
            at: entry.at(),
        }
    }

    pub(super) fn fault(self, at: Span, kind: Kind) -> (Origin, Fault) {
        (self.origin, Fault::new(at, kind))
    }

    pub(super) fn word(self, text: &Text<'_>, key: &'static str) -> Placed<String> {
        let word = fold(text.value.trim());
        if word.is_empty() {
            return Err(self.fault(text.at, Kind::EmptyWord(key)));
        }
        Ok(word)
    }

    pub(super) fn words(self, texts: &[Text<'_>], key: &'static str) -> Placed<Vec<String>> {
        texts.iter().map(|text| self.word(text, key)).collect()
    }

    /// Words of an entry that is nothing without one.
    pub(super) fn some_words(self, texts: &[Text<'_>], key: &'static str) -> Placed<Vec<String>> {
        if texts.is_empty() {
            return Err(self.fault(self.at, Kind::Missing(key)));
        }
        self.words(texts, key)
    }

    pub(super) fn needed<'t, T>(self, value: &'t Option<T>, key: &'static str) -> Placed<&'t T> {
        value
            .as_ref()
            .ok_or_else(|| self.fault(self.at, Kind::Missing(key)))
    }

    pub(super) fn needed_word(self, value: &Option<Text<'_>>, key: &'static str) -> Placed<String> {
        self.word(self.needed(value, key)?, key)
    }

    pub(super) fn code(self, value: &Option<Text<'_>>) -> Placed<String> {
        let text = self.needed(value, "code")?;
        let code = text.value.trim();
        if code.is_empty() {
            return Err(self.fault(text.at, Kind::EmptyWord("code")));
        }
        Ok(code.to_owned())
    }

    pub(super) fn unknown(
        self,
        text: &Text<'_>,
        what: &'static str,
        known: impl IntoIterator<Item = &'static str>,
    ) -> (Origin, Fault) {
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        self.fault(
            text.at,
            Kind::Unknown {
                what,
                value: text.value.to_string(),
                known,
            },
        )
    }

    pub(super) fn certainty(self, value: &Option<Text<'_>>) -> Placed<Certainty> {
        match value {
            None => Ok(Certainty::Known),
            Some(text) => Certainty::from_code(&text.value)
                .ok_or_else(|| self.unknown(text, "certainty", Certainty::ALL.iter().map(|c| c.code()))),
        }
    }

    /// `2026-04` or `2026`, as the fiscal year that holds it. The year alone means its April.
    pub(super) fn fiscal_year(self, value: &Option<Text<'_>>) -> Placed<Option<FiscalYear>> {
        let Some(text) = value.as_ref().filter(|text| !text.value.is_empty()) else {
            return Ok(None);
        };
        let digits = |part: &str, n: usize| {
            (part.len() == n && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let read = || {
            let (year, month) = match text.value.split_once('-') {
                Some((year, month)) => (digits(year, 4)?, digits(month, 2)?),
                None => (digits(&text.value, 4)?, 4),
            };
            (1..=12)
                .contains(&month)
                .then_some(if month < 4 { year.checked_sub(1)? } else { year })
        };
        match read() {
            Some(year) => Ok(Some(FiscalYear(year))),
            None => Err(self.fault(text.at, Kind::BadDate(text.value.to_string()))),
        }
    }

    /// First and last fiscal year, by dates and by what overrules them.
    pub(super) fn years(
        self,
        from: &Option<Text<'_>>,
        until: &Option<Text<'_>>,
        budget_from: Option<u16>,
        budget_until: Option<u16>,
    ) -> Placed<(Option<FiscalYear>, Option<FiscalYear>)> {
        let begins = self.fiscal_year(from)?;
        let ends = self.fiscal_year(until)?;
        let first = budget_from.map(FiscalYear).or(begins);
        let last = budget_until.map(FiscalYear).or(ends);
        let dates = |from: &Option<Text<'_>>, until: &Option<Text<'_>>| {
            Some((
                from.as_ref()?.value.to_string(),
                until.as_ref()?.value.to_string(),
            ))
        };
        match (first, last) {
            (Some(first), Some(last)) if last < first => {
                let (from, until) = (first.0.to_string(), last.0.to_string());
                Err(self.fault(self.at, Kind::EndsBeforeItBegins { from, until }))
            }
            _ => match dates(from, until) {
                // Both texts are year-month of one shape, or a year that is a prefix of it.
                Some((from, until)) if until < from && !until.is_empty() => {
                    Err(self.fault(self.at, Kind::EndsBeforeItBegins { from, until }))
                }
                _ => Ok((first, last)),
            },
        }
    }
}

/// What output states for an entry: its `means`, else its code; `none` where it states nothing.
pub(super) fn meaning<T: Copy>(
    judge: Judge,
    code: &Option<Text<'_>>,
    means: &Option<Text<'_>>,
    what: &'static str,
    known: impl Iterator<Item = (&'static str, T)> + Clone,
) -> Placed<Option<T>> {
    let text = match means {
        Some(text) if text.value == "none" => return Ok(None),
        Some(text) => text,
        None => judge.needed(code, "code")?,
    };
    match known.clone().find(|(code, _)| *code == text.value) {
        Some((_, value)) => Ok(Some(value)),
        None => Err(judge.unknown(text, what, known.map(|(code, _)| code).chain(["none"]))),
    }
}

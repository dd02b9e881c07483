//! Ministries by code, name and tag, each in its years.

use super::WordTable;
use super::entry::{MinistryEntry, OrganizationEntry, years_hold};
use crate::model::FiscalYear;
use std::collections::HashMap;

/// What a tag such as （文） or 文科 names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag<'l> {
    /// One ministry and nothing else.
    Known(&'l MinistryEntry),
    /// More than one thing: standing alone it needs a legend, or a list of which all marks belong to one set.
    Clash(TagClash<'l>),
    /// No ministry of that year.
    Unknown,
}

/// The meanings of a tag that has more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagClash<'l> {
    /// The one that it is in a list of ministries' tags, where that is settled.
    pub preferred: Option<&'l MinistryEntry>,
    /// Every ministry of that year that it can name.
    pub ministries: Vec<&'l MinistryEntry>,
    /// What else it can mean, for people. Empty where it is only not known well enough to stand alone.
    pub meanings: &'l [String],
}

impl<'l> Tag<'l> {
    /// The ministry that the tag names in a list: the known one, or the preferred one of a clash.
    #[must_use]
    pub fn in_list(&self) -> Option<&'l MinistryEntry> {
        match self {
            Self::Known(entry) => Some(entry),
            Self::Clash(clash) => clash.preferred,
            Self::Unknown => None,
        }
    }

    /// The ministry that the tag names wherever it stands.
    #[must_use]
    pub fn alone(&self) -> Option<&'l MinistryEntry> {
        match self {
            Self::Known(entry) => Some(entry),
            _ => None,
        }
    }
}

/// Index of an entry.
pub(super) type Id = usize;

/// What is known of a clashing tag besides the ministries.
#[derive(Debug, Clone, Default)]
pub(super) struct ClashNote {
    pub(super) meanings: Vec<String>,
    pub(super) prefer: Option<Id>,
}

/// The ministries of a lexicon.
#[derive(Debug, Clone, Default)]
pub struct Ministries {
    pub(super) entries: Vec<MinistryEntry>,
    pub(super) codes: HashMap<String, Id>,
    /// Full names and short forms that stand for themselves: one word can name several over the years.
    pub(super) names: WordTable<Vec<Id>>,
    /// Everything that can be a tag, names included.
    pub(super) tags: WordTable<Vec<Id>>,
    pub(super) clashes: WordTable<ClashNote>,
    pub(super) not_ministries: WordTable<String>,
    pub(super) organizations: WordTable<OrganizationEntry>,
}

impl Ministries {
    /// Every entry, in the order of the files.
    #[must_use]
    pub fn entries(&self) -> &[MinistryEntry] {
        &self.entries
    }

    /// The entry of a code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&MinistryEntry> {
        self.entries.get(*self.codes.get(code)?)
    }

    /// The entry that `text` as a whole names: by its full name, a short form or an English abbreviation, not by one character.
    ///
    /// A predecessor counts in its years and, since a request is made in the year before, in the one after. Without a year
    /// today's come first, then any whose full name it is.
    #[must_use]
    pub fn by_name(&self, text: &str, year: Option<FiscalYear>) -> Option<&MinistryEntry> {
        // One character is a tag, not a name.
        text.chars().nth(1)?;
        self.pick(text, self.tags.exact(text)?, year)
    }

    fn pick(&self, word: &str, ids: &[Id], year: Option<FiscalYear>) -> Option<&MinistryEntry> {
        let mut found = ids.iter().filter_map(|id| self.entries.get(*id));
        let in_force = found.clone().filter(|entry| entry.in_force(year));
        let mut top_first: Vec<_> = in_force.collect();
        if top_first.len() > 1 {
            top_first.retain(|entry| entry.is_top());
        }
        match top_first.as_slice() {
            [only] => Some(only),
            [] => found.find(|entry| {
                entry.name == word
                    && match (year, entry.last) {
                        (Some(year), Some(last)) => last.0.saturating_add(1) == year.0,
                        (None, _) => true,
                        _ => false,
                    }
            }),
            _ => None,
        }
    }

    /// The longest full name or short form at the beginning of `text` that names a ministry of that year, with its length in
    /// bytes. Short forms that are ordinary words (環境, 防衛) are not among them: see [`Self::tag`].
    #[must_use]
    pub fn prefix(&self, text: &str, year: Option<FiscalYear>) -> Option<(usize, &MinistryEntry)> {
        let (len, ids) = self.names.longest_prefix(text)?;
        Some((len, self.pick(text.get(..len)?, ids, year)?))
    }

    /// The first full name or short form in `text` that names a ministry of that year; as [`Self::prefix`].
    #[must_use]
    pub fn find(
        &self,
        text: &str,
        year: Option<FiscalYear>,
    ) -> Option<(std::ops::Range<usize>, &MinistryEntry)> {
        let mut from = 0;
        while let Some((range, ids)) = self.names.find_from(text, from) {
            if let Some(entry) = self.pick(text.get(range.clone())?, ids, year) {
                return Some((range, entry));
            }
            from = range.end;
        }
        None
    }

    /// Full names and short forms that stand for themselves, each with the indices of [`Self::entries`] that it can name.
    #[must_use]
    pub fn names(&self) -> &WordTable<Vec<usize>> {
        &self.names
    }

    /// What a tag names in a fiscal year; without a year, among today's ministries.
    ///
    /// A tag that was met in no document and is of a lower rank than a 所管 counts as a clash, since （水） or （中） is more
    /// often something else.
    #[must_use]
    pub fn tag(&self, text: &str, year: Option<FiscalYear>) -> Tag<'_> {
        let ids = self.tags.exact(text).map_or(&[][..], Vec::as_slice);
        let in_force = || {
            ids.iter()
                .filter_map(|id| self.entries.get(*id))
                .filter(|entry| entry.in_force(year))
        };
        let mut candidates = in_force();
        let Some(first) = candidates.next() else {
            return Tag::Unknown;
        };
        let note = self.clashes.exact(text);
        let only = candidates.next().is_none();
        if only && note.is_none() && first.vouches_for(text) {
            return Tag::Known(first);
        }
        let ministries: Vec<_> = in_force().collect();
        let mut tops = ministries.iter().filter(|entry| entry.is_top());
        let top = match (tops.next(), tops.next()) {
            (Some(top), None) => Some(*top),
            _ => only.then_some(first),
        };
        let told = note
            .and_then(|note| note.prefer)
            .and_then(|id| self.entries.get(id))
            .filter(|entry| entry.in_force(year));
        Tag::Clash(TagClash {
            preferred: told.or(top),
            ministries,
            meanings: note.map_or(&[], |note| &note.meanings),
        })
    }

    /// What a mark in brackets means that looks like a ministry's tag and is none: 公, 財団's 一財, a day of the week.
    #[must_use]
    pub fn not_a_ministry(&self, text: &str) -> Option<&str> {
        self.not_ministries.exact(text).map(String::as_str)
    }

    /// The ministry of a 組織 (文部科学本省 → 文部科学省) in a fiscal year.
    #[must_use]
    pub fn of_organization(&self, text: &str, year: Option<FiscalYear>) -> Option<&MinistryEntry> {
        let organization = self.organizations.exact(text)?;
        let there = match year {
            Some(year) => years_hold(organization.first, organization.last, year),
            None => true,
        };
        self.by_code(&organization.parent).filter(|_| there)
    }

    /// The 所管 at the top of an entry: 文化庁 → 文部科学省.
    #[must_use]
    pub fn jurisdiction<'l>(&'l self, entry: &'l MinistryEntry) -> &'l MinistryEntry {
        let mut top = entry;
        // The files give three levels; a ring of parents must not hang us.
        for _ in 0..8 {
            match top.parent.as_deref().and_then(|code| self.by_code(code)) {
                Some(parent) => top = parent,
                None => break,
            }
        }
        top
    }
}

impl MinistryEntry {
    /// Whether a tag is sure enough to stand alone.
    fn vouches_for(&self, tag: &str) -> bool {
        self.is_top()
            || !self.unchecked.iter().any(|word| word == tag)
            || self.short.iter().any(|word| word == tag)
    }
}

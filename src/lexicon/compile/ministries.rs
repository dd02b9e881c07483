//! The tables of ministries, and what only they are held to.

use super::Placed;
use super::judge::{Judge, fold};
use crate::lexicon::WordTable;
use crate::lexicon::entry::*;
use crate::lexicon::error::LexiconErrorKind as Kind;
use crate::lexicon::file::*;
use crate::lexicon::ministries::{ClashNote, Ministries};
use crate::lexicon::tree::Text;
use std::collections::HashMap;

pub(super) fn ministries(raw: &RawLexicon<'_>) -> Placed<Ministries> {
    let mut entries = Vec::with_capacity(raw.ministry.len());
    let mut codes = HashMap::with_capacity(raw.ministry.len());
    for given in &raw.ministry {
        let judge = Judge::of(given);
        let code = judge.code(&given.code)?;
        let name = judge.needed_word(&given.name, "name")?;
        let kind = match &given.kind {
            None => MinistryKind::Shokan,
            Some(text) => MinistryKind::from_code(&text.value).ok_or_else(|| {
                judge.unknown(
                    text,
                    "kind of ministry",
                    MinistryKind::ALL.iter().map(|k| k.code()),
                )
            })?,
        };
        let characters = judge.words(&given.one, "one")?;
        if let Some((_, text)) = characters
            .iter()
            .zip(&given.one)
            .find(|(word, _)| word.chars().nth(1).is_some())
        {
            return Err(judge.fault(text.at, Kind::NotOneCharacter(text.value.to_string())));
        }
        let (first, last) = judge.years(&given.from, &given.until, given.budget_from, given.budget_until)?;
        let optional = |text: &Option<Text<'_>>| {
            text.as_ref()
                .map(|text| text.value.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        codes.insert(code.clone(), entries.len());
        entries.push(MinistryEntry {
            code,
            name,
            english: optional(&given.en).unwrap_or_default(),
            abbreviation: given
                .abbr
                .as_ref()
                .map(|text| fold(text.value.trim()))
                .unwrap_or_default(),
            characters,
            tags: judge.words(&given.tags, "tags")?,
            short: judge.words(&given.short, "short")?,
            page_label: given
                .page_label
                .as_ref()
                .map(|text| fold(text.value.trim()))
                .unwrap_or_default(),
            kind,
            parent: optional(&given.parent),
            successor: optional(&given.successor),
            first,
            last,
            unchecked: judge.words(&given.unchecked, "unchecked")?,
            certainty: judge.certainty(&given.src)?,
        });
    }
    let known = |text: &Option<Text<'_>>, judge: Judge| match text
        .as_ref()
        .filter(|text| !text.value.trim().is_empty())
    {
        Some(text) if !codes.contains_key(text.value.trim()) => {
            Err(judge.unknown(text, "ministry's code", ["see `yosan lexicon`"]))
        }
        _ => Ok(()),
    };
    for given in &raw.ministry {
        known(&given.parent, Judge::of(given))?;
        known(&given.successor, Judge::of(given))?;
    }
    names_are_free(raw, &entries)?;
    let mut names: Vec<(&str, usize)> = Vec::new();
    let mut tags: Vec<(&str, usize)> = Vec::new();
    for (id, entry) in entries.iter().enumerate() {
        names.push((&entry.name, id));
        names.extend(entry.short.iter().map(|word| (word.as_str(), id)));
        tags.extend(
            entry
                .characters
                .iter()
                .chain(&entry.tags)
                .map(|word| (word.as_str(), id)),
        );
        tags.extend([(entry.abbreviation.as_str(), id), (entry.page_label.as_str(), id)]);
    }
    tags.extend(names.iter().copied());
    let mut clashes = Vec::with_capacity(raw.tag_clash.len());
    for given in &raw.tag_clash {
        let judge = Judge::of(given);
        known(&given.prefer, judge)?;
        let note = ClashNote {
            meanings: judge.words(&given.meanings, "meanings")?,
            prefer: given
                .prefer
                .as_ref()
                .and_then(|text| codes.get(text.value.trim()).copied()),
        };
        clashes.push(([judge.needed_word(&given.tag, "tag")?], note));
    }
    let mut not_ministries = Vec::with_capacity(raw.not_ministry.len());
    for given in &raw.not_ministry {
        let judge = Judge::of(given);
        let means = judge.needed_word(&given.means, "means")?;
        not_ministries.push((judge.some_words(&given.words, "words")?, means));
    }
    let mut organizations = Vec::with_capacity(raw.organization.len());
    for given in &raw.organization {
        let judge = Judge::of(given);
        known(&given.parent, judge)?;
        let (first, last) = judge.years(&None, &None, given.budget_from, given.budget_until)?;
        let parent = judge.needed(&given.parent, "parent")?.value.trim().to_owned();
        organizations.push((
            judge.some_words(&given.words, "words")?,
            OrganizationEntry { parent, first, last },
        ));
    }
    let (names, tags) = (gather(names), gather(tags));
    Ok(Ministries {
        entries,
        codes,
        names,
        tags,
        clashes: WordTable::grouped(clashes),
        not_ministries: WordTable::grouped(not_ministries),
        organizations: WordTable::grouped(organizations),
    })
}

/// A word that names several entries keeps all of them.
fn gather(mut words: Vec<(&str, usize)>) -> WordTable<Vec<usize>> {
    words.sort_unstable();
    words.dedup();
    WordTable::grouped(words.chunk_by(|a, b| a.0 == b.0).filter_map(|chunk| {
        let (word, _) = chunk.first()?;
        Some(([*word], chunk.iter().map(|(_, id)| *id).collect()))
    }))
}

/// Refuses a word of an overlay that is another ministry's full name. The built-in files are held to it by a test.
fn names_are_free(raw: &RawLexicon<'_>, entries: &[MinistryEntry]) -> Placed<()> {
    for (given, entry) in raw.ministry.iter().zip(entries) {
        if given.origin == 0 {
            continue;
        }
        let judge = Judge::of(given);
        let own = given.one.iter().zip(&entry.characters);
        let own = own
            .chain(given.tags.iter().zip(&entry.tags))
            .chain(given.short.iter().zip(&entry.short));
        for (text, word) in own.chain(given.name.iter().zip([&entry.name])) {
            let names_it = |other: &&MinistryEntry| {
                other.code != entry.code
                    && (other.name == *word || (entry.name == *word && other.short.contains(word)))
            };
            let other = entries.iter().find(names_it);
            if let Some(other) = other {
                let kind = Kind::NameTaken {
                    word: word.clone(),
                    other: other.name.clone(),
                    code: other.code.clone(),
                };
                return Err(judge.fault(text.at, kind));
            }
        }
    }
    Ok(())
}

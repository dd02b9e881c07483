//! From what the files say to tables that answer: words folded, codes resolved, dates read, and every entry judged.

use super::entry::*;
use super::error::LexiconErrorKind as Kind;
use super::file::*;
use super::ministries::{ClashNote, Ministries};
use super::tree::{Fault, Text};
use super::{Lexicon, Qualifiers, WordTable};
use crate::model::{Basis, FiscalYear, Flag, Phase, Qualifier};
use crate::normalize;
use crate::span::Span;
use std::collections::HashMap;

/// A fault and the file it is in.
pub(super) type Placed<T> = Result<T, (Origin, Fault)>;

/// Makes the tables.
pub(super) fn compile(raw: &RawLexicon<'_>) -> Placed<Lexicon> {
    let (before, after, between, alone) = qualifiers(&raw.qualifier)?;
    let (flags, flag_marks) = flags(&raw.flag)?;
    Ok(Lexicon {
        version: raw
            .version
            .as_ref()
            .map(|text| text.value.to_string())
            .unwrap_or_default(),
        overlays: Vec::new(),
        ministries: ministries(raw)?,
        bodies: bodies(&raw.body)?,
        accounts: accounts(&raw.account, None)?,
        sub_accounts: sub_accounts(&raw.account)?,
        divisions: accounts(&raw.division, Some(AccountKind::Division))?,
        expense_classes: accounts(&raw.expense_class, Some(AccountKind::ExpenseClass))?,
        phases: phases(&raw.phase)?,
        columns: columns(&raw.column)?,
        frames: frames(&raw.frame)?,
        units: units(&raw.unit)?,
        unit_notes: word_set(&raw.unit_note)?,
        not_money_units: word_set(&raw.not_money_unit)?,
        qualifiers: Qualifiers {
            before,
            after,
            between,
            alone,
        },
        flags,
        flag_marks,
        bullets: bullets(&raw.bullet)?,
        outline: outline(&raw.outline)?,
        total_words: total_words(&raw.total_word)?,
        brackets: brackets(&raw.bracket)?,
        endings: endings(&raw.ending)?,
        bare_endings: endings(&raw.ending_bare)?,
        trailers: word_set(&raw.trailer)?,
        labels: word_set(&raw.label)?,
        document_kinds: document_kinds(&raw.document_kind)?,
        false_friends: false_friends(&raw.false_friend)?,
    })
}

/// A word as a normalized text shows it. Kanji, kana and ASCII fold to themselves and are spared the work.
fn fold(word: &str) -> String {
    let plain = |c: char| {
        c.is_ascii()
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
struct Judge {
    origin: Origin,
    at: Span,
}

macro_rules! judge {
    ($raw:expr) => {
        Judge {
            origin: $raw.origin,
            at: $raw.at,
        }
    };
}

impl Judge {
    fn fault(self, at: Span, kind: Kind) -> (Origin, Fault) {
        (self.origin, Fault::new(at, kind))
    }

    fn word(self, text: &Text<'_>, key: &'static str) -> Placed<String> {
        let word = fold(text.value.trim());
        if word.is_empty() {
            return Err(self.fault(text.at, Kind::EmptyWord(key)));
        }
        Ok(word)
    }

    fn words(self, texts: &[Text<'_>], key: &'static str) -> Placed<Vec<String>> {
        texts.iter().map(|text| self.word(text, key)).collect()
    }

    /// Words of an entry that is nothing without one.
    fn some_words(self, texts: &[Text<'_>], key: &'static str) -> Placed<Vec<String>> {
        if texts.is_empty() {
            return Err(self.fault(self.at, Kind::Missing(key)));
        }
        self.words(texts, key)
    }

    fn needed<'t, T>(self, value: &'t Option<T>, key: &'static str) -> Placed<&'t T> {
        value
            .as_ref()
            .ok_or_else(|| self.fault(self.at, Kind::Missing(key)))
    }

    fn needed_word(self, value: &Option<Text<'_>>, key: &'static str) -> Placed<String> {
        self.word(self.needed(value, key)?, key)
    }

    fn code(self, value: &Option<Text<'_>>) -> Placed<String> {
        let text = self.needed(value, "code")?;
        let code = text.value.trim();
        if code.is_empty() {
            return Err(self.fault(text.at, Kind::EmptyWord("code")));
        }
        Ok(code.to_owned())
    }

    fn unknown(
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

    fn certainty(self, value: &Option<Text<'_>>) -> Placed<Certainty> {
        match value {
            None => Ok(Certainty::Known),
            Some(text) => Certainty::from_code(&text.value)
                .ok_or_else(|| self.unknown(text, "certainty", Certainty::ALL.iter().map(|c| c.code()))),
        }
    }

    /// `2026-04` or `2026`, as the fiscal year that holds it. The year alone means its April.
    fn fiscal_year(self, value: &Option<Text<'_>>) -> Placed<Option<FiscalYear>> {
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
    fn years(
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

fn ministries(raw: &RawLexicon<'_>) -> Placed<Ministries> {
    let mut entries = Vec::with_capacity(raw.ministry.len());
    let mut codes = HashMap::with_capacity(raw.ministry.len());
    for given in &raw.ministry {
        let judge = judge!(given);
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
        known(&given.parent, judge!(given))?;
        known(&given.successor, judge!(given))?;
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
        let judge = judge!(given);
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
        let judge = judge!(given);
        let means = judge.needed_word(&given.means, "means")?;
        not_ministries.push((judge.some_words(&given.words, "words")?, means));
    }
    let mut organizations = Vec::with_capacity(raw.organization.len());
    for given in &raw.organization {
        let judge = judge!(given);
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
        if given.origin == 0 && !cfg!(test) {
            continue;
        }
        let judge = judge!(given);
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

fn bodies(given: &[RawBody<'_>]) -> Placed<WordTable<BodyEntry>> {
    const LEGAL_FORMS: [&str; 6] = [
        "国立研究開発法人",
        "独立行政法人",
        "国立大学法人",
        "大学共同利用機関法人",
        "株式会社",
        "一般財団法人",
    ];
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let name = judge.needed_word(&given.name, "name")?;
        let abbreviation = given
            .abbr
            .as_ref()
            .map(|text| fold(text.value.trim()))
            .unwrap_or_default();
        let mut words = judge.words(&given.short, "short")?;
        if let Some(bare) = LEGAL_FORMS.iter().find_map(|form| name.strip_prefix(form)) {
            words.push(bare.to_owned());
        }
        words.push(name.clone());
        if !abbreviation.is_empty() {
            let with: Vec<_> = words
                .iter()
                .map(|word| format!("{word}({abbreviation})"))
                .collect();
            words.extend(with);
            words.push(abbreviation.clone());
        }
        let (first, last) = judge.years(&given.from, &given.until, None, None)?;
        let entry = BodyEntry {
            code: judge.code(&given.code)?,
            name,
            abbreviation,
            competent: judge.words(&given.competent, "competent")?,
            first,
            last,
            certainty: judge.certainty(&given.src)?,
        };
        groups.push((words, entry));
    }
    Ok(WordTable::grouped(groups))
}

fn accounts(given: &[RawAccount<'_>], only: Option<AccountKind>) -> Placed<WordTable<AccountEntry>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let kind = match (only, &given.kind) {
            (Some(kind), _) => kind,
            (None, kind) => {
                let text = judge.needed(kind, "kind")?;
                let kinds = AccountKind::ALL.iter().map(|k| k.code());
                AccountKind::from_code(&text.value)
                    .ok_or_else(|| judge.unknown(text, "kind of account", kinds))?
            }
        };
        let name = judge.needed_word(&given.name, "name")?;
        let mut words = judge.words(&given.words, "words")?;
        words.push(name.clone());
        let sub = given.sub.iter().map(|sub| {
            Ok(SubAccountEntry {
                name: judge.needed_word(&sub.name, "name")?,
                first: sub.from.map(FiscalYear),
                last: sub.until.map(FiscalYear),
            })
        });
        let entry = AccountEntry {
            code: judge.code(&given.code)?,
            kind,
            name,
            sub: sub.collect::<Placed<_>>()?,
            shared_by: judge.words(&given.by, "by")?,
            certainty: judge.certainty(&given.src)?,
        };
        groups.push((words, entry));
    }
    Ok(WordTable::grouped(groups))
}

fn sub_accounts(given: &[RawAccount<'_>]) -> Placed<WordTable<Vec<String>>> {
    let mut codes: HashMap<String, Vec<String>> = HashMap::new();
    for given in given {
        let judge = judge!(given);
        for sub in &given.sub {
            codes
                .entry(judge.needed_word(&sub.name, "name")?)
                .or_default()
                .push(judge.code(&given.code)?);
        }
    }
    Ok(WordTable::new(codes))
}

/// What output states for an entry: its `means`, else its code; `none` where it states nothing.
fn meaning<T: Copy>(
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

fn phases(given: &[RawPhase<'_>]) -> Placed<WordTable<PhaseEntry>> {
    let known = Phase::ALL.into_iter().map(|phase| (phase.code(), phase));
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let phase = meaning(judge, &given.code, &given.means, "phase", known.clone())?;
        groups.push((
            judge.some_words(&given.words, "words")?,
            PhaseEntry {
                code: judge.code(&given.code)?,
                phase,
            },
        ));
    }
    Ok(WordTable::grouped(groups))
}

fn columns(given: &[RawColumn<'_>]) -> Placed<WordTable<ColumnRole>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let basis = match &given.basis {
            None => None,
            Some(text) => Some(
                Basis::from_code(&text.value)
                    .ok_or_else(|| judge.unknown(text, "basis", Basis::ALL.map(Basis::code)))?,
            ),
        };
        let role = judge.needed(&given.role, "role")?;
        if role.value == "basis" && basis.is_none() {
            return Err(judge.fault(judge.at, Kind::Missing("basis")));
        }
        let column = ColumnRole::from_code(&role.value, basis)
            .ok_or_else(|| judge.unknown(role, "role of a column", ColumnRole::codes()))?;
        groups.push((judge.some_words(&given.words, "words")?, column));
    }
    Ok(WordTable::grouped(groups))
}

fn frames(given: &[RawFrame<'_>]) -> Placed<WordTable<FrameEntry>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let entry = FrameEntry {
            code: judge.code(&given.code)?,
            years: given.years.iter().map(|year| FiscalYear(*year)).collect(),
        };
        groups.push((judge.some_words(&given.words, "words")?, entry));
    }
    Ok(WordTable::grouped(groups))
}

fn units(given: &[RawUnit<'_>]) -> Placed<WordTable<UnitEntry>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let word = judge.needed_word(&given.word, "word")?;
        let yen = *judge.needed(&given.yen, "yen")?;
        if yen <= 0 {
            return Err(judge.fault(judge.at, Kind::BadUnit(yen)));
        }
        groups.push(([word.clone()], UnitEntry { word, yen }));
    }
    Ok(WordTable::grouped(groups))
}

fn word_set(given: &[RawWords<'_>]) -> Placed<WordTable<()>> {
    let groups = given
        .iter()
        .map(|given| Ok((judge!(given).some_words(&given.words, "words")?, ())));
    Ok(WordTable::grouped(groups.collect::<Placed<Vec<_>>>()?))
}

type QualifierTables = (
    WordTable<QualifierEntry>,
    WordTable<QualifierEntry>,
    WordTable<QualifierEntry>,
    WordTable<QualifierEntry>,
);

fn qualifiers(given: &[RawQualifier<'_>]) -> Placed<QualifierTables> {
    let known = Qualifier::ALL
        .into_iter()
        .map(|qualifier| (qualifier.code(), qualifier));
    let (mut before, mut after, mut between, mut alone) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for given in given {
        let judge = judge!(given);
        let qualifier = meaning(judge, &given.code, &given.means, "qualifier", known.clone())?;
        let entry = QualifierEntry {
            code: judge.code(&given.code)?,
            qualifier,
        };
        if given.before.len() + given.after.len() + given.between.len() + given.alone.len() == 0 {
            return Err(judge.fault(judge.at, Kind::Missing("before, after, between or alone")));
        }
        before.push((judge.words(&given.before, "before")?, entry.clone()));
        after.push((judge.words(&given.after, "after")?, entry.clone()));
        between.push((judge.words(&given.between, "between")?, entry.clone()));
        alone.push((judge.words(&given.alone, "alone")?, entry));
    }
    Ok((
        WordTable::grouped(before),
        WordTable::grouped(after),
        WordTable::grouped(between),
        WordTable::grouped(alone),
    ))
}

fn flags(given: &[RawFlag<'_>]) -> Placed<(WordTable<FlagEntry>, WordTable<FlagEntry>)> {
    let known = Flag::ALL.into_iter().map(|flag| (flag.code(), flag));
    let (mut words, mut marks) = (Vec::new(), Vec::new());
    for given in given {
        let judge = judge!(given);
        let flag = meaning(judge, &given.code, &given.means, "flag", known.clone())?;
        let entry = FlagEntry {
            code: judge.code(&given.code)?,
            flag,
        };
        if given.words.is_empty() && given.marks.is_empty() {
            return Err(judge.fault(judge.at, Kind::Missing("words")));
        }
        let single = judge.words(&given.marks, "marks")?;
        if let Some((_, text)) = single
            .iter()
            .zip(&given.marks)
            .find(|(word, _)| word.chars().nth(1).is_some())
        {
            return Err(judge.fault(text.at, Kind::NotOneCharacter(text.value.to_string())));
        }
        words.push((judge.words(&given.words, "words")?, entry.clone()));
        marks.push((single, entry));
    }
    Ok((WordTable::grouped(words), WordTable::grouped(marks)))
}

fn bullets(given: &[RawBullet<'_>]) -> Placed<Vec<(char, Bullet)>> {
    let mut bullets = Vec::new();
    for given in given {
        let judge = judge!(given);
        let kind = if given.sign { Bullet::Sign } else { Bullet::Plain };
        for text in &given.chars {
            // Both the character itself and what it folds to.
            for word in [text.value.trim().to_owned(), judge.word(text, "chars")?] {
                let mut chars = word.chars();
                match (chars.next(), chars.next()) {
                    (Some(one), None) => bullets.push((one, kind)),
                    _ => {
                        return Err(judge.fault(text.at, Kind::NotOneCharacter(text.value.to_string())));
                    }
                }
            }
        }
    }
    bullets.sort_by_key(|(one, _)| *one);
    bullets.dedup_by_key(|(one, _)| *one);
    Ok(bullets)
}

fn outline(given: &[RawOutline<'_>]) -> Placed<Vec<OutlineEntry>> {
    let entries = given.iter().map(|given| {
        let judge = judge!(given);
        Ok(OutlineEntry {
            level: *judge.needed(&given.level, "level")?,
            form: judge.needed(&given.form, "form")?.value.to_string(),
        })
    });
    entries.collect()
}

fn total_words(given: &[RawTotalWord<'_>]) -> Placed<WordTable<TotalWord>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let code = judge.needed(&given.code, "code")?;
        let codes = TotalWord::ALL.iter().map(|word| word.code());
        let word =
            TotalWord::from_code(&code.value).ok_or_else(|| judge.unknown(code, "word of a sum", codes))?;
        groups.push((judge.some_words(&given.words, "words")?, word));
    }
    Ok(WordTable::grouped(groups))
}

fn brackets(given: &[RawBracket<'_>]) -> Placed<Vec<BracketEntry>> {
    let entries = given.iter().map(|given| {
        let judge = judge!(given);
        Ok(BracketEntry {
            open: judge.needed_word(&given.open, "open")?,
            close: judge.needed_word(&given.close, "close")?,
            meanings: judge.words(&given.meanings, "meanings")?,
        })
    });
    entries.collect()
}

fn endings(given: &[RawEnding<'_>]) -> Placed<WordTable<()>> {
    let words = given
        .iter()
        .map(|given| Ok((judge!(given).needed_word(&given.word, "word")?, ())));
    Ok(WordTable::new(words.collect::<Placed<Vec<_>>>()?))
}

fn document_kinds(given: &[RawDocumentKind<'_>]) -> Placed<WordTable<DocumentKindEntry>> {
    let known = DOCUMENT_KINDS.into_iter().map(|kind| (kind, kind));
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = judge!(given);
        let kind = meaning(
            judge,
            &given.code,
            &given.means,
            "kind of document",
            known.clone(),
        )?
        .unwrap_or("other");
        groups.push((
            judge.some_words(&given.words, "words")?,
            DocumentKindEntry {
                code: judge.code(&given.code)?,
                kind,
            },
        ));
    }
    Ok(WordTable::grouped(groups))
}

fn false_friends(given: &[RawFalseFriend<'_>]) -> Placed<Vec<FalseFriend>> {
    let entries = given.iter().map(|given| {
        let judge = judge!(given);
        Ok(FalseFriend {
            text: judge.needed(&given.text, "text")?.value.to_string(),
            means: judge.needed(&given.means, "means")?.value.to_string(),
        })
    });
    entries.collect()
}

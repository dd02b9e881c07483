//! From what the files say to tables that answer: words folded, codes resolved, dates read, and every entry judged.

mod judge;
mod ministries;

use super::entry::*;
use super::error::LexiconErrorKind as Kind;
use super::file::*;
use super::tree::{Fault, Text};
use super::{Lexicon, Patterns, Qualifiers, Roles, WordTable};
use crate::model::{Basis, FiscalYear, Flag, Phase, Qualifier};
use judge::{Judge, fold, meaning};
use std::collections::HashMap;

/// A fault and the file it is in.
pub(super) type Placed<T> = Result<T, (Origin, Fault)>;

/// Makes the tables.
pub(super) fn compile(raw: &RawLexicon<'_>) -> Placed<Lexicon> {
    let (before, after, between, alone) = qualifiers(&raw.qualifier)?;
    let (flags, flag_marks, flag_patterns) = flags(&raw.flag)?;
    Ok(Lexicon {
        version: raw
            .version
            .as_ref()
            .map(|text| text.value.to_string())
            .unwrap_or_default(),
        overlays: Vec::new(),
        ministries: ministries::ministries(raw)?,
        bodies: bodies(&raw.body)?,
        accounts: accounts(&raw.account, None)?,
        sub_accounts: sub_accounts(&raw.account)?,
        divisions: accounts(&raw.division, Some(AccountKind::Division))?,
        expense_classes: accounts(&raw.expense_class, Some(AccountKind::ExpenseClass))?,
        phases: phases(&raw.phase)?,
        columns: columns(&raw.column)?.0,
        column_patterns: columns(&raw.column)?.1,
        flag_patterns,
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
        roles: roles(&raw.role)?,
        connectives: word_set(&raw.connective)?,
        announcements: word_set(&raw.announcement)?,
        offices: word_set(&raw.office)?,
    })
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
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
        for sub in &given.sub {
            codes
                .entry(judge.needed_word(&sub.name, "name")?)
                .or_default()
                .push(judge.code(&given.code)?);
        }
    }
    Ok(WordTable::new(codes))
}

fn phases(given: &[RawPhase<'_>]) -> Placed<WordTable<PhaseEntry>> {
    let known = Phase::ALL.into_iter().map(|phase| (phase.code(), phase));
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = Judge::of(given);
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

fn columns(given: &[RawColumn<'_>]) -> Placed<(WordTable<ColumnRole>, Patterns<ColumnRole>)> {
    let mut patterns = Patterns::default();
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = Judge::of(given);
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
        if given.words.is_empty() && given.pattern.is_empty() {
            return Err(judge.fault(judge.at, Kind::Missing("words or pattern")));
        }
        add_patterns(&mut patterns, judge, &given.pattern, column)?;
        groups.push((judge.words(&given.words, "words")?, column));
    }
    Ok((WordTable::grouped(groups), patterns))
}

/// Compiles the patterns of an entry.
fn add_patterns<T: Clone>(
    patterns: &mut Patterns<T>,
    judge: Judge,
    given: &[Text<'_>],
    meaning: T,
) -> Placed<()> {
    for text in given {
        patterns
            .add(&fold(&text.value), meaning.clone())
            .map_err(|why| judge.fault(text.at, Kind::BadPattern(why)))?;
    }
    Ok(())
}

fn frames(given: &[RawFrame<'_>]) -> Placed<WordTable<FrameEntry>> {
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
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
        .map(|given| Ok((Judge::of(given).some_words(&given.words, "words")?, ())));
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
        let judge = Judge::of(given);
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

fn roles(given: &[RawRole<'_>]) -> Placed<Roles> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for given in given {
        let judge = Judge::of(given);
        let code = judge.needed(&given.code, "code")?;
        let codes = FigureRole::ALL.iter().map(|role| role.code());
        let role = FigureRole::from_code(&code.value)
            .ok_or_else(|| judge.unknown(code, "role of a figure", codes))?;
        if given.before.is_empty() && given.after.is_empty() {
            return Err(judge.fault(judge.at, Kind::Missing("before or after")));
        }
        before.push((judge.words(&given.before, "before")?, role));
        after.push((judge.words(&given.after, "after")?, role));
    }
    Ok(Roles {
        before: WordTable::grouped(before),
        after: WordTable::grouped(after),
    })
}

fn flags(given: &[RawFlag<'_>]) -> Placed<(WordTable<FlagEntry>, WordTable<FlagEntry>, Patterns<FlagEntry>)> {
    let mut patterns = Patterns::default();
    let known = Flag::ALL.into_iter().map(|flag| (flag.code(), flag));
    let (mut words, mut marks) = (Vec::new(), Vec::new());
    for given in given {
        let judge = Judge::of(given);
        let flag = meaning(judge, &given.code, &given.means, "flag", known.clone())?;
        let entry = FlagEntry {
            code: judge.code(&given.code)?,
            flag,
        };
        if given.words.is_empty() && given.marks.is_empty() && given.pattern.is_empty() {
            return Err(judge.fault(judge.at, Kind::Missing("words")));
        }
        add_patterns(&mut patterns, judge, &given.pattern, entry.clone())?;
        let single = judge.words(&given.marks, "marks")?;
        words.push((judge.words(&given.words, "words")?, entry.clone()));
        marks.push((single, entry));
    }
    Ok((WordTable::grouped(words), WordTable::grouped(marks), patterns))
}

fn bullets(given: &[RawBullet<'_>]) -> Placed<Vec<(char, Bullet)>> {
    let mut bullets = Vec::new();
    for given in given {
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
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
        .map(|given| Ok((Judge::of(given).needed_word(&given.word, "word")?, ())));
    Ok(WordTable::new(words.collect::<Placed<Vec<_>>>()?))
}

fn document_kinds(given: &[RawDocumentKind<'_>]) -> Placed<WordTable<DocumentKindEntry>> {
    let known = DOCUMENT_KINDS.into_iter().map(|kind| (kind, kind));
    let mut groups = Vec::with_capacity(given.len());
    for given in given {
        let judge = Judge::of(given);
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
        let judge = Judge::of(given);
        Ok(FalseFriend {
            text: judge.needed(&given.text, "text")?.value.to_string(),
            means: judge.needed(&given.means, "means")?.value.to_string(),
        })
    });
    entries.collect()
}

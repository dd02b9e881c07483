//! Label words: the years, phases and accounts that stand around an amount and are no name (令和５年度 概算要求額,
//! インハウス研究機関経費).

use super::era::{FiscalYearNode, YearKind, fiscal_year_at};
use super::node::LabelWord;
use super::sheet::{InForce, Sheet};
use crate::lexicon::{AccountEntry, ColumnRole};
use crate::model::{Account, Basis, EvidenceRole, FiscalYear, Phase};
use crate::span::Span;

/// A label is never longer than this many bytes: what is longer is prose.
const LONGEST: usize = 240;

/// One word of a label where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) kind: WordKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a word of a label says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum WordKind {
    Year(FiscalYear),
    Phase(Phase),
    Account(Account),
    Basis(Basis),
    Previous,
    Change,
    OfWhich,
    Total,
    Plain,
}

/// What a label says as a whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    pub(super) year: Option<FiscalYear>,
    pub(super) phase: Option<(Phase, String)>,
    pub(super) account: Option<(Account, Span)>,
    pub(super) basis: Option<Basis>,
    pub(super) previous: bool,
    pub(super) change: bool,
    pub(super) of_which: bool,
    pub(super) total: bool,
}

/// Reads `text` as label words from its beginning; gives them and how far they reach. Spaces and light punctuation may
/// stand between.
pub(super) fn words(text: &str, force: InForce<'_>) -> (Vec<Word>, usize) {
    let mut words = Vec::new();
    let mut at = 0;
    if text.len() > LONGEST {
        return (words, 0);
    }
    let mut reach = 0;
    loop {
        at += skip_between(&text[at..]);
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            return (words, text.len());
        };
        let Some((kind, len)) = word(text, at, rest, force) else {
            return (words, reach);
        };
        words.push(Word {
            kind,
            start: at,
            end: at + len,
        });
        at += len;
        reach = at;
    }
}

/// Whether `text` is label words and nothing else, with at least one.
pub(super) fn is_label(text: &str, force: InForce<'_>) -> bool {
    let (found, reach) = words(text, force);
    reach == text.len() && !found.is_empty()
}

fn word(text: &str, at: usize, rest: &str, force: InForce<'_>) -> Option<(WordKind, usize)> {
    let lexicon = force.lexicon;
    if let Some(year) = year_at(text, at, force) {
        return Some((WordKind::Year(year.year), year.normalized_span.end - at));
    }
    let phase = lexicon.phases().longest_prefix(rest);
    let column = lexicon.columns().longest_prefix(rest).filter(|(_, role)| {
        matches!(
            role,
            ColumnRole::Previous | ColumnRole::Change | ColumnRole::Basis(_) | ColumnRole::Comparative
        )
    });
    let account = account_at(rest, force);
    let total = lexicon.total_words().longest_prefix(rest);
    let plain = lexicon.labels().longest_prefix(rest);
    let mut best: Option<(WordKind, usize)> = None;
    let mut offer = |kind: WordKind, len: usize| {
        if best.as_ref().is_none_or(|(_, known)| len > *known) {
            best = Some((kind, len));
        }
    };
    if let Some((account, len)) = account {
        offer(WordKind::Account(account), len);
    }
    if let Some((len, entry)) = phase {
        offer(entry.phase.map_or(WordKind::Plain, WordKind::Phase), len);
    }
    if let Some((len, role)) = column {
        match role {
            ColumnRole::Previous => offer(WordKind::Previous, len),
            ColumnRole::Change => offer(WordKind::Change, len),
            ColumnRole::Basis(basis) => offer(WordKind::Basis(*basis), len),
            _ => offer(WordKind::Plain, len),
        }
    }
    if let Some((len, word)) = total {
        let of_which = matches!(word, crate::lexicon::TotalWord::OfWhich);
        offer(
            if of_which {
                WordKind::OfWhich
            } else {
                WordKind::Total
            },
            len,
        );
    }
    if let Some((len, ())) = plain {
        offer(WordKind::Plain, len);
    }
    best
}

fn year_at(text: &str, at: usize, force: InForce<'_>) -> Option<FiscalYearNode> {
    let first = text.get(at..)?.chars().next()?;
    if !may_begin_year(first) {
        return None;
    }
    let node = fiscal_year_at(text, at, force.era)?;
    let plain_number = node.era.is_none() && node.kind == YearKind::Bare;
    (!plain_number).then_some(node)
}

fn may_begin_year(first: char) -> bool {
    first.is_ascii_alphanumeric()
        || matches!(
            first,
            '令' | '平'
                | '昭'
                | '明'
                | '大'
                | '元'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
        )
}

/// Whether [`words`] may find something where a character stands; `false` is sure.
fn may_begin(first: char, force: InForce<'_>) -> bool {
    let lexicon = force.lexicon;
    may_begin_year(first)
        || BETWEEN.contains(&first)
        || lexicon.phases().may_begin(first)
        || lexicon.columns().may_begin(first)
        || lexicon.divisions().may_begin(first)
        || lexicon.accounts().may_begin(first)
        || lexicon.total_words().may_begin(first)
        || lexicon.labels().may_begin(first)
}

/// Whether a text may begin with a label's word; `false` is sure.
pub(super) fn may_open(text: &str, force: InForce<'_>) -> bool {
    text.chars().next().is_some_and(|first| may_begin(first, force))
}

/// The account or division named at the beginning of `text`.
pub(super) fn account_at(text: &str, force: InForce<'_>) -> Option<(Account, usize)> {
    let lexicon = force.lexicon;
    let division = lexicon.divisions().longest_prefix(text);
    let account = lexicon.accounts().longest_prefix(text);
    let (len, entry) = match (division, account) {
        (Some(division), Some(account)) if account.0 > division.0 => account,
        (Some(division), _) => division,
        (None, Some(account)) => account,
        (None, None) => return None,
    };
    let surface = text.get(..len)?;
    // A Latin abbreviation counts only as a word of its own: AMED, not AMEDx.
    let next = text.get(len..)?.chars().next();
    if surface.is_ascii() && next.is_some_and(|next| next.is_ascii_alphanumeric()) {
        return None;
    }
    Some((account_of(entry, surface, text.get(len..)?, force), len))
}

fn account_of(entry: &AccountEntry, surface: &str, rest: &str, force: InForce<'_>) -> Account {
    let rest = rest.trim_start_matches([' ', '・', '(']);
    let sub = force.lexicon.sub_accounts().longest_prefix(rest);
    Account {
        code: entry.output_code().to_owned(),
        surface: surface.to_owned(),
        sub_account: sub.and_then(|(len, _)| rest.get(..len)).map(str::to_owned),
    }
}

/// Light punctuation that may stand between the words of a label.
const BETWEEN: [char; 16] = [
    ' ', '\n', ':', '・', '、', ',', '(', ')', '[', ']', '<', '>', '【', '】', '=', '/',
];

fn skip_between(text: &str) -> usize {
    text.len() - text.trim_start_matches(BETWEEN).len()
}

/// Where the label begins that reaches to the end of `head`; `head.len()` where there is none.
pub(super) fn suffix(head: &str, force: InForce<'_>) -> usize {
    let trimmed = head.trim_end().len();
    let from = floor_boundary(head, trimmed.saturating_sub(LONGEST));
    let mut previous = ' ';
    for (offset, character) in head[from..trimmed].char_indices() {
        let at = from + offset;
        let begins =
            previous == ' ' || !(previous.is_ascii_alphanumeric() && character.is_ascii_alphanumeric());
        previous = character;
        let between = matches!(
            character,
            ' ' | '(' | ')' | '[' | ']' | '<' | '>' | ':' | '、' | ',' | '・'
        );
        if !begins || between || !may_begin(character, force) {
            continue;
        }
        let tail = &head[at..trimmed];
        let (found, reach) = words(tail, force);
        let Some(first) = found.first() else { continue };
        // A label stands apart from a name; only a year or a phase's word may touch it (○○事業概算要求額22億円).
        let apart = at == 0
            || head[..at].ends_with([
                ' ', '\n', '(', '[', '<', '【', '〔', ':', '、', ')', '】', '』', '」',
            ]);
        let touching = matches!(first.kind, WordKind::Phase(_) | WordKind::Year(_)) && first.end >= 9;
        let balanced = tail.matches('(').count() >= tail.matches(')').count();
        if reach == tail.len() && (apart || touching) && balanced {
            return at;
        }
    }
    head.len()
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What the words of a label say together. `base` is where the text of the words begins in the normalized page.
pub(super) fn meaning(words: &[Word], text: &str, base: usize) -> Meaning {
    let mut meaning = Meaning::default();
    for word in words {
        match &word.kind {
            WordKind::Year(year) => meaning.year = Some(*year),
            WordKind::Phase(phase) => {
                let surface = text.get(word.start..word.end).unwrap_or("").to_owned();
                meaning.phase = Some((*phase, surface));
            }
            WordKind::Account(account) => {
                meaning.account = Some((account.clone(), Span::new(base + word.start, base + word.end)));
            }
            WordKind::Basis(basis) => meaning.basis = Some(*basis),
            WordKind::Previous => meaning.previous = true,
            WordKind::Change => meaning.change = true,
            WordKind::OfWhich => meaning.of_which = true,
            WordKind::Total => meaning.total = true,
            WordKind::Plain => {}
        }
    }
    meaning
}

/// The words of a label that stands alone, for a node.
pub(super) fn nodes(words: &[Word], text: &str, base: usize, sheet: Sheet<'_>) -> Vec<LabelWord> {
    let mut out = Vec::new();
    let mut year = None;
    for word in words {
        let surface = text.get(word.start..word.end).unwrap_or("").to_owned();
        match &word.kind {
            WordKind::Year(found) => {
                if let Some(year) = year.replace(*found) {
                    out.push(LabelWord::Year(year));
                }
            }
            WordKind::Phase(phase) => out.push(LabelWord::Phase(*phase, surface, year.take())),
            WordKind::Previous => out.push(LabelWord::Phase(Phase::Initial, surface, year.take())),
            WordKind::Account(account) => {
                let span = Span::new(base + word.start, base + word.end);
                out.push(LabelWord::Account(
                    account.clone(),
                    sheet.quote(EvidenceRole::Account, span),
                ));
            }
            WordKind::Basis(basis) => out.push(LabelWord::Basis(*basis)),
            WordKind::Change | WordKind::OfWhich | WordKind::Total | WordKind::Plain => {
                out.push(LabelWord::Other(surface));
            }
        }
    }
    out.extend(year.map(LabelWord::Year));
    out
}

//! What the words around a figure say of it. Labels are composed of years, stages, kinds of money and the words of
//! `lexicon/roles.toml`, in any order: 令和７年度当初予算額, R6補正, うち新規分, １件当たり上限.

use crate::grammar::era::{FiscalYearNode, YearKind, fiscal_year_at};
use crate::grammar::label::account_at;
use crate::grammar::node::Relation;
use crate::grammar::sheet::InForce;
use crate::lexicon::{ColumnRole, FigureRole, TotalWord};
use crate::model::{Account, Basis, FiscalYear, Phase};
use crate::span::Span;

/// A label of more bytes is prose.
const LONGEST: usize = 240;

/// What the words of a label say together.
#[derive(Debug, Clone, Default)]
pub(in crate::grammar) struct Meaning {
    pub(in crate::grammar) year: Option<FiscalYear>,
    pub(in crate::grammar) phase: Option<(Phase, String)>,
    pub(in crate::grammar) account: Option<(Account, Span)>,
    pub(in crate::grammar) basis: Option<Basis>,
    /// The role that the words give, without what year and phase say.
    pub(in crate::grammar) role: Option<FigureRole>,
    pub(in crate::grammar) of_which: bool,
    pub(in crate::grammar) total: bool,
    /// 内数: the figure is an umbrella's.
    pub(in crate::grammar) part_of: bool,
    /// A word that is known stands there.
    pub(in crate::grammar) said: bool,
    /// The first stretch that no word explains.
    pub(in crate::grammar) unknown: Option<Span>,
}

impl Meaning {
    /// Every word is known, and there is one.
    pub(in crate::grammar) fn is_known(&self) -> bool {
        self.said && (self.unknown.is_none() || self.of_which)
    }

    /// Something that tells the figure's role is said.
    pub(in crate::grammar) fn tells(&self) -> bool {
        self.year.is_some()
            || self.phase.is_some()
            || self.of_which
            || self.total
            || self.basis.is_some()
            || self.role.is_some_and(|role| role != FigureRole::Neutral)
    }

    fn take(&mut self, role: FigureRole) {
        if self.role.is_none_or(|known| rank(role) > rank(known)) {
            self.role = Some(role);
        }
    }

    /// With what is said behind the figure: a limit or a change there decides.
    pub(in crate::grammar) fn with_tail(mut self, tail: &Self) -> Self {
        if let Some(role) = tail.role.filter(|role| *role != FigureRole::Asked) {
            self.take(role);
        }
        self.total |= tail.total;
        self.part_of |= tail.part_of;
        self.year = self.year.or(tail.year);
        self.phase = self.phase.or_else(|| tail.phase.clone());
        self
    }

    /// What the figure is to its program, in a document that asks for `asked`. `inside` is the bracket that holds the
    /// figure.
    pub(in crate::grammar) fn relation(&self, asked: Asked, inside: Option<char>) -> Relation {
        use FigureRole as Role;
        if self.of_which {
            return Relation::OfWhich;
        }
        match self.role {
            Some(Role::Change) => return Relation::Change,
            Some(
                Role::Limit
                | Role::Rate
                | Role::Quantity
                | Role::Target
                | Role::ProjectCost
                | Role::Authorization
                | Role::OtherMoney
                | Role::Former
                | Role::Future,
            ) => return Relation::Aside,
            _ => {}
        }
        if self.basis.is_some_and(|basis| basis != Basis::Appropriation) || self.total {
            return Relation::Aside;
        }
        if self.unknown.is_some() {
            return if inside.is_some() {
                Relation::Aside
            } else {
                Relation::Unexplained
            };
        }
        let phase = self.phase.as_ref().map(|(phase, _)| *phase);
        let previous = self.role == Some(Role::Previous);
        if matches!(phase, Some(Phase::Supplementary | Phase::Settled)) && phase != asked.phase {
            return Relation::Comparative;
        }
        if previous {
            return if asks(phase) {
                Relation::Comparative
            } else {
                Relation::Previous
            };
        }
        if let Some(year) = self.year {
            return match asked.year {
                Some(own) if year == own => Relation::Asked,
                Some(own) if own.previous() == year && !asks(phase) => Relation::Previous,
                Some(_) => Relation::Comparative,
                None if phase.is_some() => Relation::Asked,
                None => Relation::Unexplained,
            };
        }
        match phase {
            Some(phase) if Some(phase) == asked.phase || asks(Some(phase)) => Relation::Asked,
            Some(Phase::Draft) => Relation::Asked,
            Some(Phase::Initial) if asked.phase.is_some_and(|phase| asks(Some(phase))) => Relation::Previous,
            Some(_) => Relation::Own,
            None => match inside {
                Some(open) if !self.tells() => Relation::Bracketed(open),
                _ => Relation::Own,
            },
        }
    }
}

fn asks(phase: Option<Phase>) -> bool {
    matches!(
        phase,
        Some(Phase::Request | Phase::Priority | Phase::RequestTotal)
    )
}

/// What a role says of the figure more than another does.
fn rank(role: FigureRole) -> u8 {
    use FigureRole as Role;
    match role {
        Role::Neutral => 0,
        Role::Asked | Role::Current => 1,
        Role::Previous => 2,
        Role::Former | Role::OtherMoney | Role::Future => 3,
        Role::Quantity | Role::Target | Role::ProjectCost | Role::Authorization => 4,
        Role::Limit | Role::Rate => 5,
        Role::Change => 6,
    }
}

/// The year and phase that a document asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::grammar) struct Asked {
    pub(in crate::grammar) year: Option<FiscalYear>,
    pub(in crate::grammar) phase: Option<Phase>,
}

/// Where the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grammar) enum Side {
    /// In front of the figure.
    Before,
    /// Behind it, glued to it or in a bracket.
    Behind,
}

/// What a text says as words around a figure. `base` is where it begins in the page.
pub(in crate::grammar) fn meaning(text: &str, base: usize, side: Side, force: InForce<'_>) -> Meaning {
    let mut meaning = Meaning::default();
    if text.len() > LONGEST {
        meaning.unknown = Some(Span::new(base, base + text.len()));
        return meaning;
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let skipped = rest.len() - rest.trim_start_matches(is_between).len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        if let Some((word, len)) = word(text, at, side, force) {
            meaning.said = true;
            note(
                &mut meaning,
                word,
                Span::new(base + at, base + at + len),
                text.get(at..at + len).unwrap_or(""),
            );
            at += len;
            continue;
        }
        let len = rest.chars().next().map_or(1, char::len_utf8);
        if !particle(rest) {
            let own = Span::new(base + at, base + at + len);
            match &mut meaning.unknown {
                Some(unknown) if unknown.end == own.start => unknown.end = own.end,
                Some(_) => {}
                None => meaning.unknown = Some(own),
            }
        }
        at += len;
    }
    meaning
}

fn note(meaning: &mut Meaning, word: Word, span: Span, surface: &str) {
    match word {
        Word::Year(year) => meaning.year = Some(year),
        Word::Phase(Some(phase)) => meaning.phase = Some((phase, surface.to_owned())),
        Word::Account(account) => meaning.account = Some((account, span)),
        Word::Basis(basis) => meaning.basis = Some(basis),
        Word::Role(role) => meaning.take(role),
        Word::OfWhich => meaning.of_which = true,
        Word::Total => meaning.total = true,
        Word::Each => meaning.take(FigureRole::Rate),
        Word::Ratio => {
            meaning.role = meaning
                .role
                .filter(|role| !matches!(role, FigureRole::Previous | FigureRole::Change))
        }
        Word::Phase(None) | Word::Plain => {}
    }
}

enum Word {
    Year(FiscalYear),
    Phase(Option<Phase>),
    Account(Account),
    Basis(Basis),
    Role(FigureRole),
    OfWhich,
    Total,
    /// 1人: what follows is a price for each.
    Each,
    /// 前年度の2倍の: says how much more it is.
    Ratio,
    Plain,
}

fn word(text: &str, at: usize, side: Side, force: InForce<'_>) -> Option<(Word, usize)> {
    let rest = text.get(at..)?;
    let lexicon = force.lexicon;
    if let Some(year) = year(text, at, force) {
        return Some((Word::Year(year.year), year.normalized_span.end - at));
    }
    if let Some(found) = count(rest, force) {
        return Some(found);
    }
    let mut best: Option<(Word, usize)> = None;
    let mut offer = |word: Word, len: usize| {
        if best.as_ref().is_none_or(|(_, known)| len > *known) {
            best = Some((word, len));
        }
    };
    if side == Side::Behind
        && let Some((len, role)) = lexicon.roles().after.longest_prefix(rest)
    {
        offer(Word::Role(*role), len);
    }
    if let Some((len, entry)) = lexicon.phases().longest_prefix(rest) {
        offer(Word::Phase(entry.phase), len);
    }
    if let Some((len, role)) = lexicon.roles().before.longest_prefix(rest) {
        offer(Word::Role(*role), len);
    }
    if let Some((len, role)) = lexicon.columns().longest_prefix(rest) {
        match role {
            ColumnRole::Previous => offer(Word::Role(FigureRole::Previous), len),
            ColumnRole::Change => offer(Word::Role(FigureRole::Change), len),
            ColumnRole::Basis(basis) => offer(Word::Basis(*basis), len),
            ColumnRole::OfWhichFrame => offer(Word::OfWhich, len),
            _ => {}
        }
    }
    if let Some((account, len)) = account_at(rest, force) {
        offer(Word::Account(account), len);
    }
    if let Some((len, word)) = lexicon.total_words().longest_prefix(rest) {
        let word = if matches!(word, TotalWord::OfWhich) {
            Word::OfWhich
        } else {
            Word::Total
        };
        offer(word, len);
    }
    if let Some((len, ())) = lexicon.labels().longest_prefix(rest) {
        offer(Word::Plain, len);
    }
    best
}

/// A year with its era or 年度.
pub(in crate::grammar) fn year(text: &str, at: usize, force: InForce<'_>) -> Option<FiscalYearNode> {
    let first = text.get(at..)?.chars().next()?;
    if !(first.is_ascii_alphanumeric() || "令平昭明大元一二三四五六七八九十".contains(first))
    {
        return None;
    }
    let touched = text.get(..at)?.chars().next_back();
    if first.is_ascii_alphanumeric() && touched.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let node = fiscal_year_at(text, at, force.era)?;
    (node.era.is_some() || node.kind == YearKind::Fiscal).then_some(node)
}

/// 1人, 3か所, 9.4%: a number with what it counts.
fn count(rest: &str, force: InForce<'_>) -> Option<(Word, usize)> {
    let digits = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.')
            .len();
    if digits == 0 || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let behind = rest.get(digits..)?;
    if let Some(len) = quantity(behind) {
        return Some((Word::Plain, digits + len));
    }
    let (len, ()) = force.lexicon.not_money_units().longest_prefix(behind)?;
    let one = rest.get(..digits) == Some("1");
    if behind.starts_with(['%', '倍']) {
        // 前年度の2倍の, 前年度比9%増の: how the amount stands to last year's.
        let more = behind.get(len..)?;
        let turn = ["増加", "減少", "増", "減"]
            .iter()
            .find(|word| more.starts_with(**word));
        return Some((Word::Ratio, digits + len + turn.map_or(0, |word| word.len())));
    }
    Some((if one { Word::Each } else { Word::Plain }, digits + len))
}

/// 4式：, 2隻：: the unit of what is bought, whatever it is, with the colon behind it.
fn quantity(behind: &str) -> Option<usize> {
    /// A unit has at most so many letters.
    const LETTERS: usize = 3;
    let at = behind.find(':')?;
    let unit = behind.get(..at)?.trim();
    let letters = unit.chars().count();
    (letters > 0 && letters <= LETTERS && unit.chars().all(char::is_alphabetic)).then_some(at + 1)
}

/// Particles and letters of columns, which say nothing of a figure.
fn particle(rest: &str) -> bool {
    const PARTICLES: [char; 12] = [
        'の', 'は', 'が', 'を', 'に', 'で', 'と', 'も', 'へ', 'や', 'か', 'ら',
    ];
    let mut characters = rest.chars();
    let first = characters.next().unwrap_or(' ');
    let letter = first.is_ascii_uppercase() && !characters.next().is_some_and(char::is_alphanumeric);
    letter || PARTICLES.contains(&first)
}

fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | '\n'
            | ':'
            | '・'
            | '、'
            | ','
            | '('
            | ')'
            | '['
            | ']'
            | '<'
            | '>'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '='
            | '/'
            | '※'
            | '*'
            | '「'
            | '」'
            | '|'
            | '+'
    )
}

//! Heads of columns, composed of what their words say over one to three lines: year, stage, kind of money, account, unit.

use super::cells::{Cell, Parting, cells};
use crate::grammar::line::{Asked, Meaning, Side, meaning};
use crate::grammar::node::{ColumnKind, Relation};
use crate::grammar::sheet::{InForce, Sheet};
use crate::grammar::unit::Unit;
use crate::grammar::unit_note::unit_notes;
use crate::lexicon::ColumnRole;
use crate::model::{FiscalYear, Phase};
use crate::span::Span;

/// A head goes over at most so many lines. Source: ministries' tables of the corpus.
const LINES: usize = 3;

/// A line of more bytes is no head.
const LONGEST: usize = 600;

/// A column of a table set in text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) kind: ColumnKind,
    /// Its head names figures that the document asks for, last year's, or the change; not found by custom.
    pub(super) fiscal_year: Option<FiscalYear>,
    pub(super) phase: Option<(Phase, String)>,
    /// The unit in its head.
    pub(super) unit: Option<Unit>,
    /// Whether its cells are figures.
    pub(super) figures: bool,
    pub(super) cell: Cell,
}

/// A head that was read.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) columns: Vec<Column>,
    pub(super) parting: Parting,
    /// The line after it.
    pub(super) next: usize,
}

/// A head's cell before its column is made: its words over the lines.
#[derive(Debug, Clone)]
struct Words {
    text: String,
    cell: Cell,
}

/// Reads a head that begins at a line.
pub(super) fn read(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> Option<Head> {
    // Every head of money has a letter of these.
    let text = sheet.line(line);
    if text.len() > LONGEST || !text.contains(['額', '予', '要', '決', '年', '補']) {
        return None;
    }
    let own = Parting::of(sheet.source_line(line));
    let partings: &[Parting] = match own {
        Parting::Gaps => &[Parting::Gaps, Parting::Spaces],
        Parting::Tabs => &[Parting::Tabs],
        _ => &[Parting::Rulings],
    };
    partings
        .iter()
        .find_map(|parting| by(sheet, line, *parting, force))
}

fn by(sheet: Sheet<'_>, line: usize, parting: Parting, force: InForce<'_>) -> Option<Head> {
    let mut words = head_line(sheet, line, parting, force)?;
    let mut next = line + 1;
    while next < sheet.len() && next < line + LINES {
        let Some(more) = head_line(sheet, next, parting, force) else {
            break;
        };
        let Some(composed) = compose(&words, &more) else {
            break;
        };
        words = composed;
        next += 1;
    }
    // |---|---:|
    if parting == Parting::Rulings && next < sheet.len() && is_rule(sheet.line(next)) {
        next += 1;
    }
    let columns = columns(&words, force);
    fits(&columns).then_some(Head {
        columns,
        parting,
        next,
    })
}

/// Whether a line is nothing but rules: |---|---:|, ────.
pub(super) fn is_rule(text: &str) -> bool {
    !text.trim().is_empty()
        && text
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+' | '─' | '━' | '=' | 'ー'))
}

/// The words of a line that can be of a head: several cells, no figure, no sentence.
fn head_line(sheet: Sheet<'_>, line: usize, parting: Parting, force: InForce<'_>) -> Option<Vec<Words>> {
    let text = sheet.line(line);
    if text.is_empty()
        || text.len() > LONGEST
        || text.contains(['。', '○', '●', '■', '◆', '※'])
        || is_rule(text)
    {
        return None;
    }
    let words: Vec<Words> = cells(sheet, line, parting)
        .into_iter()
        .map(|cell| Words {
            text: sheet.text(cell.span).split_whitespace().collect(),
            cell,
        })
        .collect();
    let words = letters_joined(words, force);
    let filled = || words.iter().filter(|words| !words.text.is_empty());
    let all = filled().count();
    if all < 2 || filled().any(|words| holds_figure(&words.text, force)) {
        return None;
    }
    let known = filled().filter(|words| is_head_word(&words.text, force)).count();
    (known * 2 > all).then_some(words)
}

/// Letters that are spaced out over a wide column are one word: 区　　　　分.
fn letters_joined(words: Vec<Words>, force: InForce<'_>) -> Vec<Words> {
    let single = |words: &Words| words.text.chars().count() == 1;
    let mut out: Vec<Words> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let run = words.iter().skip(at).take_while(|words| single(words)).count();
        let joined = (2..=run).rev().find_map(|len| {
            let text: String = words
                .iter()
                .skip(at)
                .take(len)
                .map(|words| words.text.as_str())
                .collect();
            column_word(&text, force).map(|_| (text, len))
        });
        match joined {
            Some((text, len)) => {
                let last = words.get(at + len - 1).unwrap_or(first);
                out.push(Words {
                    text,
                    cell: Cell {
                        span: first.cell.span.join(last.cell.span),
                        left: first.cell.left,
                        right: last.cell.right,
                    },
                });
                at += len;
            }
            None => {
                out.push(first.clone());
                at += 1;
            }
        }
    }
    out
}

/// Whether the words of a cell can head a column, or be one line of what does.
fn is_head_word(text: &str, force: InForce<'_>) -> bool {
    let bare = without_unit(text).0;
    let bare = bare.trim();
    bare.is_empty() || is_letters(bare) || column_word(bare, force).is_some() || {
        let said = meaning(bare, 0, Side::Before, force);
        said.is_known()
    }
}

/// A figure or 事項要求 stands in the cell: no head has one. Years, units and letters of columns are none.
fn holds_figure(text: &str, force: InForce<'_>) -> bool {
    if text.contains("事項要求") || super::row::is_nil(text) {
        return true;
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(year) = crate::grammar::line::year(text, at, force) {
            at = year.normalized_span.end.max(at + 1);
            continue;
        }
        let Some(first) = rest.chars().next() else { break };
        if first.is_ascii_digit() {
            let digits = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.')
                    .len();
            let counted = rest.get(digits..).is_some_and(|behind| {
                behind.starts_with([
                    '次', '号', '月', '日', '千', '億', '百', '万', '円', '%', '/', '.',
                ])
            });
            if !counted {
                return true;
            }
            at += digits;
        }
        at += first.len_utf8();
    }
    false
}

/// (A), (B-A), A/B.
fn is_letters(text: &str) -> bool {
    let inside = text.trim_matches(['(', ')', '[', ']']);
    !inside.is_empty()
        && inside
            .chars()
            .all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '/' | '=' | '+' | '△' | '①'..='⑨'))
}

/// A cell's words without the unit in brackets, and that unit.
fn without_unit(text: &str) -> (String, Option<Unit>) {
    let notes = unit_notes(text);
    match notes.last() {
        Some(note) => {
            let mut rest = text.to_owned();
            rest.replace_range(note.normalized_span.range(), "");
            (rest, Some(note.unit))
        }
        None => (text.to_owned(), None),
    }
}

/// Puts the second line of a head below the first: each of its cells joins the nearest above, or, where the second has more,
/// each takes the one that spans it. `None` where the two do not fit.
fn compose(above: &[Words], below: &[Words]) -> Option<Vec<Words>> {
    if below.len() > above.len() {
        let spanned = spans(above, below)?;
        return Some(
            below
                .iter()
                .zip(spanned)
                .map(|(words, over)| Words {
                    text: over
                        .and_then(|over| above.get(over))
                        .map_or_else(String::new, |over| over.text.clone())
                        + &words.text,
                    cell: words.cell,
                })
                .collect(),
        );
    }
    let mut out = above.to_vec();
    for words in below.iter().filter(|words| !words.text.is_empty()) {
        let nearest = (0..out.len()).min_by_key(|at| {
            out.get(*at)
                .map_or(usize::MAX, |over| over.cell.distance(&words.cell))
        })?;
        let over = out.get_mut(nearest)?;
        over.text.push_str(&words.text);
        over.cell.left = over.cell.left.min(words.cell.left);
        over.cell.right = over.cell.right.max(words.cell.right);
    }
    Some(out)
}

/// Which cell above spans each below: the nearest, or, where that leaves one above without any, in equal shares.
fn spans(above: &[Words], below: &[Words]) -> Option<Vec<Option<usize>>> {
    let over: Vec<usize> = (0..above.len())
        .filter(|at| above.get(*at).is_some_and(|words| !words.text.is_empty()))
        .collect();
    if over.is_empty() {
        return None;
    }
    if below.len().is_multiple_of(over.len()) {
        let share = below.len() / over.len();
        return Some((0..below.len()).map(|at| over.get(at / share).copied()).collect());
    }
    Some(
        below
            .iter()
            .map(|words| {
                over.iter().copied().min_by_key(|at| {
                    above
                        .get(*at)
                        .map_or(usize::MAX, |over| over.cell.distance(&words.cell))
                })
            })
            .collect(),
    )
}

fn columns(words: &[Words], force: InForce<'_>) -> Vec<Column> {
    let mut columns: Vec<Column> = words.iter().map(|words| column(words, force)).collect();
    // Of an item's accounts and their sum the sum is the amount: 一般会計, 特別会計, 計.
    for kind in [ColumnKind::Amount, ColumnKind::Previous] {
        let sums: Vec<bool> = words
            .iter()
            .map(|words| words.text.ends_with('計') && !words.text.ends_with("会計"))
            .collect();
        let of_kind =
            |at: usize, columns: &[Column]| columns.get(at).is_some_and(|column| column.kind == kind);
        let summed = (0..columns.len()).any(|at| of_kind(at, &columns) && sums.get(at) == Some(&true));
        for at in 0..columns.len() {
            if summed
                && of_kind(at, &columns)
                && sums.get(at) != Some(&true)
                && let Some(column) = columns.get_mut(at)
            {
                column.kind = ColumnKind::Other;
            }
        }
    }
    one_amount(&mut columns);
    columns
}

/// One column of a table is the request; others that are asked for too stand beside it.
fn one_amount(columns: &mut [Column]) {
    let phase = |column: &Column| column.phase.as_ref().map(|(phase, _)| *phase);
    let amounts: Vec<usize> = (0..columns.len())
        .filter(|at| {
            columns
                .get(*at)
                .is_some_and(|column| column.kind == ColumnKind::Amount)
        })
        .collect();
    let main = amounts
        .iter()
        .copied()
        .find(|at| columns.get(*at).and_then(phase) == Some(Phase::RequestTotal))
        .or_else(|| amounts.first().copied());
    for at in amounts.into_iter().filter(|at| Some(*at) != main) {
        if let Some(column) = columns.get_mut(at) {
            column.kind = ColumnKind::Comparative;
        }
    }
}

fn column(words: &Words, force: InForce<'_>) -> Column {
    let (bare, unit) = without_unit(&words.text);
    let bare = strip_letters(&bare);
    let mut column = Column {
        kind: ColumnKind::Other,
        fiscal_year: None,
        phase: None,
        unit,
        figures: true,
        cell: words.cell,
    };
    if let Some(role) = column_word(&bare, force) {
        (column.kind, column.figures) = match role {
            ColumnRole::Program => (ColumnKind::Program, false),
            ColumnRole::Ministry => (ColumnKind::Ministry, false),
            ColumnRole::Remarks | ColumnRole::Bureau | ColumnRole::Account => (ColumnKind::Remarks, false),
            ColumnRole::Number | ColumnRole::PageReference | ColumnRole::Unit => (ColumnKind::Other, false),
            ColumnRole::Rate => (ColumnKind::Rate, true),
            ColumnRole::Change => (ColumnKind::Change, true),
            _ => (ColumnKind::Other, true),
        };
        if !matches!(
            role,
            ColumnRole::Amount
                | ColumnRole::Previous
                | ColumnRole::Comparative
                | ColumnRole::Basis(_)
                | ColumnRole::OfWhichFrame
        ) {
            return column;
        }
    }
    let said = meaning(&bare, 0, Side::Before, force);
    column.kind = money_kind(&said, &bare, force);
    column.fiscal_year = said.year;
    column.phase = said.phase;
    column
}

/// What a head of money says that its figures are.
fn money_kind(said: &Meaning, bare: &str, force: InForce<'_>) -> ColumnKind {
    let asked = Asked {
        year: force.year,
        phase: force.phase,
    };
    if said.unknown.is_some() || bare.is_empty() || bare.contains(['%', '率', '倍']) {
        return if bare.contains(['%', '率', '倍']) {
            ColumnKind::Rate
        } else {
            ColumnKind::Other
        };
    }
    let whole = Meaning {
        // 計 below an item's year is its sum, no other item's.
        total: false,
        ..said.clone()
    };
    if said.of_which
        || said
            .basis
            .is_some_and(|basis| basis != crate::model::Basis::Appropriation)
    {
        return ColumnKind::Other;
    }
    match whole.relation(asked, None) {
        Relation::Asked => ColumnKind::Amount,
        Relation::Previous => ColumnKind::Previous,
        Relation::Change => ColumnKind::Change,
        Relation::Comparative => ColumnKind::Comparative,
        // 金額, 予算額: the only money of a table is what the document is about.
        Relation::Own if said.account.is_none() || said.phase.is_some() => ColumnKind::Amount,
        _ => ColumnKind::Other,
    }
}

fn column_word(text: &str, force: InForce<'_>) -> Option<ColumnRole> {
    let text = text.trim();
    let triangle = text.contains('▲').then(|| text.replace('▲', "△"));
    let columns = force.lexicon.columns();
    columns
        .exact(text)
        .or_else(|| columns.exact(triangle.as_deref()?))
        .or_else(|| force.lexicon.column_patterns().exact(text))
        .copied()
}

/// A head without its letter in brackets: 要求額(A), 差引(A-B).
fn strip_letters(text: &str) -> String {
    let mut bare = text.trim();
    while let Some(at) = bare.rfind('(').filter(|at| *at > 0) {
        let inside = bare.get(at + 1..).and_then(|rest| rest.strip_suffix(')'));
        if !inside.is_some_and(is_letters) {
            break;
        }
        bare = bare.get(..at).unwrap_or("").trim_end();
    }
    bare.trim_end_matches(|c: char| c.is_ascii_uppercase()).to_owned()
}

/// Whether columns are a table's of programs: what is asked for stands beside a name or another year's figure.
fn fits(columns: &[Column]) -> bool {
    let of = |kind: ColumnKind| columns.iter().filter(|column| column.kind == kind).count();
    let money = columns.iter().filter(|column| column.kind.is_money()).count();
    let named = of(ColumnKind::Program) + of(ColumnKind::Ministry) > 0;
    let program = of(ColumnKind::Program) > 0;
    (of(ColumnKind::Amount) > 0 || money > 0 && named) && (money > 1 || program)
}

/// Where a span of several cells stands.
pub(super) fn joined(cells: &[Cell]) -> Option<Span> {
    let filled: Vec<&Cell> = cells.iter().filter(|cell| !cell.span.is_empty()).collect();
    Some(filled.first()?.span.join(filled.last()?.span))
}

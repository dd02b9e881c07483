//! Sentences that ask for money: …に12億円を計上, 「…」は前年度の2倍の12億円を盛り込んだ, 12億円を…に充てる.

use super::figures;
use super::meaning::{Side, meaning};
use super::name;
use super::scope::Scope;
use super::token::{Kind, Token, Tokens};
use super::tree::{Node, tree};
use crate::grammar::node::{Doubt, Relation};
use crate::grammar::sheet::{InForce, Sheet};
use crate::lexicon::FigureRole;
use crate::span::Span;

/// Reads the sentences of a stretch that holds figures.
pub(super) fn read(sheet: Sheet<'_>, tokens: &Tokens, stretch: &[Token], force: InForce<'_>) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for sentence in stretch.split_inclusive(|token| token.kind == Kind::Mark('。')) {
        scopes.extend(one(sheet, tokens, sentence, force));
    }
    scopes
}

fn one(sheet: Sheet<'_>, tokens: &Tokens, sentence: &[Token], force: InForce<'_>) -> Option<Scope> {
    let nodes = tree(sentence);
    let first = nodes.iter().position(Node::holds_money)?;
    let head = span_of(nodes.get(..first)?);
    let last = nodes.iter().rposition(Node::holds_money)?;
    let tail = span_of(nodes.get(last + 1..)?).unwrap_or_default();
    let behind = sheet.text(tail);
    let verb = asks(behind, force);
    let copula = behind.trim_end_matches(['。', ' ']).is_empty();
    let raised = force
        .lexicon
        .roles()
        .after
        .longest_prefix(behind)
        .is_some_and(|(_, role)| *role == FigureRole::Neutral);
    if !(verb || copula || raised) {
        return None;
    }
    let (subject, label) = match head {
        Some(head) => subject(sheet, head, force)?,
        None => (object(sheet, tail, force)?, None),
    };
    let said = label.map(|span| meaning(sheet.text(span), span.start, Side::Before, force));
    let known = said.as_ref().is_none_or(|said| said.unknown.is_none());
    let rest = nodes.get(first..)?;
    let mut found = figures::read(
        sheet,
        tokens,
        rest,
        said.filter(|said| said.said || said.unknown.is_some()),
        force,
    );
    // A verb that asks says whose it is: what it stands behind is the request.
    for figure in &mut found.figures {
        if figure.relation == Relation::Unexplained && verb {
            figure.relation = Relation::Own;
        }
    }
    let quoted = sheet
        .text(subject.join(Span::new(subject.end, subject.end + '」'.len_utf8())))
        .ends_with(['」', '』']);
    let told = found
        .figures
        .iter()
        .any(|figure| figure.relation == Relation::Previous);
    let sure = quoted || told || name::ends(sheet.text(subject), force) || verb && head.is_none();
    Some(Scope {
        name: Some(subject),
        figures: found.figures,
        doubt: if found.torn {
            Some(Doubt::FigureNotWhole)
        } else if known && (sure || verb) {
            None
        } else {
            Some(Doubt::UnknownWord)
        },
        behind: Span::new(tail.end, tail.end),
        sentence: true,
        marks: found.marks,
        amount_first: false,
    })
}

fn span_of(nodes: &[Node]) -> Option<Span> {
    Some(nodes.first()?.span().join(nodes.last()?.span()))
}

/// Whether the words behind a figure ask for it: を計上した, を新たに要求する.
fn asks(behind: &str, force: InForce<'_>) -> bool {
    /// A verb stands at most so many bytes behind its figure.
    const REACH: usize = 60;
    force
        .lexicon
        .roles()
        .after
        .find_all(behind)
        .any(|(range, role)| *role == FigureRole::Asked && range.start <= REACH)
}

/// The words that name the program, and those between it and the figure.
fn subject(sheet: Sheet<'_>, head: Span, force: InForce<'_>) -> Option<(Span, Option<Span>)> {
    let text = sheet.text(head);
    for (open, close) in [('「', '」'), ('『', '』')] {
        if let Some(close_at) = text.rfind(close)
            && let Some(open_at) = text.get(..close_at)?.rfind(open)
        {
            let inner = Span::new(head.start + open_at + open.len_utf8(), head.start + close_at);
            let rest = text.get(close_at + close.len_utf8()..)?;
            let left = rest.trim_start_matches(PARTICLES);
            let label = Span::new(head.end - left.len(), head.end);
            return Some((inner, (!label.is_empty()).then_some(label)));
        }
    }
    const WORDS: [&str; 12] = [
        "については",
        "について",
        "に対しては",
        "としては",
        "として",
        "のためには",
        "のために",
        "には",
        "では",
        "は",
        "に",
        "へ",
    ];
    let mut best: Option<(usize, usize)> = None;
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            let before = text.get(..at)?;
            let end = at + word.len();
            let said = meaning(text.get(end..)?, 0, Side::Before, force);
            let named = !before.is_empty() && (word.chars().count() > 1 || name::ends(before, force))
                || end == text.len();
            if named && said.unknown.is_none() && best.is_none_or(|(known, _)| at < known) {
                best = Some((at, end));
            }
        }
    }
    let (at, end) = best?;
    let before = text.get(..at)?;
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '、' | '。' | ':'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let own = before.get(start..)?;
    let skipped = own.len() - own.trim_start().len();
    let name = Span::new(head.start + start + skipped, head.start + at);
    let said = meaning(sheet.text(name), name.start, Side::Before, force);
    // 売上高は2,000億円: a quantity is nothing's name.
    let quantity = force
        .lexicon
        .roles()
        .before
        .longest_suffix(sheet.text(name))
        .is_some_and(|(_, role)| !matches!(role, FigureRole::Neutral));
    let label = Span::new(head.start + end, head.end);
    (!name.is_empty() && !said.is_known() && !quantity)
        .then_some((name, (!label.is_empty()).then_some(label)))
}

const PARTICLES: [char; 8] = ['に', 'は', 'と', 'し', 'て', 'へ', 'で', 'も'];

/// 12億円を○○事業に充てる: the name between the particle and the verb.
fn object(sheet: Sheet<'_>, tail: Span, force: InForce<'_>) -> Option<Span> {
    let text = sheet.text(tail);
    let rest = text.strip_prefix('を')?;
    let at = ["に", "へ", "として"]
        .iter()
        .filter_map(|particle| {
            rest.match_indices(particle).map(|(at, _)| at).find(|at| {
                asks(rest.get(*at..).unwrap_or(""), force)
                    && rest
                        .get(at + particle.len()..)
                        .is_some_and(|verb| verb.chars().count() < 12)
            })
        })
        .max()?;
    let start = tail.start + 'を'.len_utf8();
    let span = Span::new(start, start + at);
    let inner = name::unquoted(sheet, span);
    (!inner.is_empty() && !sheet.text(inner).contains('、')).then_some(inner)
}

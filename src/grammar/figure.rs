//! Figures with the words around them: label before, qualifier inside, split behind, bracket around, or a sentence.

use super::amount::{AmountNode, Reading, Sign, amounts};
use super::label::{self, Meaning};
use super::node::{Figure, FigureValue, Relation, SplitKey, SplitNode, SplitPart};
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use super::split::split_at;
use super::tail;
use super::unit::Unit;
use crate::model::{Amount, Basis, EvidenceRole, Qualifier};
use crate::span::Span;

/// A figure with the stretch of text that belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) figure: Figure,
    /// From its label (or bracket) to its bracket's end or split's end, in the normalized page.
    pub(super) reach: Span,
    /// The bracket that it stands in.
    pub(super) bracket: Option<char>,
    /// A total's word before it.
    pub(super) total: bool,
}

/// The figures alone, in no more room than they need: a page keeps them to the end of the document.
pub(super) fn figures_of(found: Vec<Found>) -> Vec<Figure> {
    let mut figures = Vec::with_capacity(found.len());
    figures.extend(found.into_iter().map(|found| found.figure));
    figures
}

/// What may follow an amount that ends a line or a label.
const CLOSERS: [char; 14] = [
    ' ', ')', ']', '>', '】', '〕', '》', '。', '、', ',', '」', '』', '\n', '}',
];

/// All figures of a piece of the page.
pub(super) fn figures(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Vec<Found> {
    let text = sheet.text(span);
    let nodes = if sheet.signs_around(span).has(Signs::FIGURE) && may_hold(text) {
        amounts(text, None)
    } else if let Some((at, unit)) = tail::figures(sheet, span, force) {
        let base = at.start - span.start;
        let nodes = amounts(sheet.text(at), Some(unit)).into_iter();
        nodes.map(|node| node.shifted(base)).collect()
    } else {
        return Vec::new();
    };
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    for node in nodes {
        if node.normalized_span.start < floor {
            continue;
        }
        let one = surround(sheet, span.start, text, floor, &node, force);
        floor = one.reach.end - span.start;
        let unit = one.figure.amount().and_then(|amount| Unit::parse(amount.unit));
        found.push(one);
        if let Some((nil, end)) = nil_behind(sheet, span.start, text, floor, unit) {
            floor = end;
            found.push(nil);
        }
    }
    unspecified(sheet, span, text, force, &mut found);
    found
}

/// Cheap test before the parsers run.
fn may_hold(text: &str) -> bool {
    text.contains(['円', '億', '冂', '¥', '￥']) || text.contains("事項要求")
}

fn surround(
    sheet: Sheet<'_>,
    base: usize,
    text: &str,
    floor: usize,
    node: &AmountNode,
    force: InForce<'_>,
) -> Found {
    let head = &text[floor..node.normalized_span.start];
    let label_start = floor + label::suffix(head, force);
    let label = &text[label_start..node.normalized_span.start];
    let (words, _) = label::words(label, force);
    let meaning = label::meaning(&words, label, base + label_start);
    let before = &text[floor..label_start];
    // The bracket stands before the label (（前年度 305億円）) or between it and the amount (前年度（305億円）).
    let opening = before
        .trim_end()
        .chars()
        .next_back()
        .filter(|mark| is_opening(*mark))
        .or_else(|| {
            label
                .trim_end()
                .chars()
                .next_back()
                .filter(|mark| is_opening(*mark))
        });
    let start = match opening {
        Some(mark) if before.trim_end().ends_with(mark) => floor + before.trim_end().len() - mark.len_utf8(),
        _ => label_start,
    };
    let mut end = node.normalized_span.end;
    let mut split = None;
    let unit = node.figure().map(|figure| figure.unit);
    let gap = text[end..].len() - text[end..].trim_start_matches([' ', ')']).len();
    if let Some(found) = split_behind(sheet, base, text, end + gap, unit, force) {
        end = found.1;
        split = Some(Box::new(found.0));
    }
    if let Some(open) = opening {
        end += close_of(open, &text[end..]);
    }
    let mut relation = relation(node, &meaning, opening, &text[floor..start], &text[end..]);
    let bounded = text[node.normalized_span.range()].starts_with("上限");
    if relation == Relation::Own && (bounded || is_limit(head)) {
        relation = Relation::Prose;
    }
    let span = node.normalized_span.shifted(base);
    Found {
        figure: Figure {
            value: value(sheet, span, node, meaning.basis),
            phase: meaning.phase.clone(),
            fiscal_year: meaning.year,
            account_evidence: meaning
                .account
                .as_ref()
                .map(|(_, span)| Box::new(sheet.quote(EvidenceRole::Account, *span))),
            account: meaning.account.map(|(account, _)| Box::new(account)),
            relation,
            split,
            depth: 0,
            evidence: sheet.quote(EvidenceRole::Amount, span),
        },
        reach: Span::new(base + start, base + end),
        bracket: opening,
        total: meaning.total,
    }
}

fn relation(
    node: &AmountNode,
    meaning: &Meaning,
    opening: Option<char>,
    before: &str,
    after: &str,
) -> Relation {
    if meaning.of_which {
        return Relation::OfWhich;
    }
    if meaning.previous {
        return Relation::Previous;
    }
    let signed = node
        .figure()
        .is_some_and(|figure| !matches!(figure.sign, Sign::None));
    if meaning.change || (opening.is_some() && signed) {
        return Relation::Change;
    }
    if in_sentence(before, after, meaning.phase.is_some()) {
        return Relation::Prose;
    }
    match opening {
        Some(open) if meaning.phase.is_none() && meaning.year.is_none() && meaning.account.is_none() => {
            Relation::Bracketed(open)
        }
        _ => Relation::Own,
    }
}

/// Whether the words around a figure make a sentence of it: a particle before it, or words that go on behind it.
fn in_sentence(before: &str, after: &str, has_phase: bool) -> bool {
    const PARTICLES: [char; 9] = ['は', 'が', 'を', 'に', 'で', 'と', 'も', 'ら', '計'];
    const LIMITS: [&str; 5] = ["当たり", "あたり", "最大", "につき", "総額"];
    let after = after.trim_start_matches(CLOSERS);
    let after = after
        .strip_prefix("の内数")
        .unwrap_or(after)
        .trim_start_matches(CLOSERS);
    let goes_on = after.chars().next().is_some_and(|next| {
        !matches!(
            next,
            '(' | '[' | '<' | '【' | '〔' | '《' | '※' | '*' | '+' | '-' | '→' | '⇒'
        ) && !next.is_ascii_digit()
    });
    if goes_on && starts_sentence(after) {
        return true;
    }
    let before = before.trim_end();
    !has_phase
        && (before.ends_with(PARTICLES) || LIMITS.iter().any(|word| before.ends_with(word)))
        && !before.ends_with("こと")
}

/// Whether the words before a figure say that it bounds or surrounds the money asked for: 上限額：5億円, 総事業費は20億円.
pub(super) fn is_limit(before: &str) -> bool {
    const WORDS: [&str; 11] = [
        "上限",
        "上限額",
        "限度額",
        "下限額",
        "補助額",
        "単価",
        "残高",
        "総事業費",
        "事業規模",
        "当たり",
        "あたり",
    ];
    let label = before.trim_end_matches([':', ' ', 'は', 'が', '約']);
    WORDS.iter().any(|word| label.ends_with(word))
}

/// Whether a text names a quantity and no program: 投資誘発額, 市場規模, 経済効果.
pub(super) fn is_quantity(name: &str) -> bool {
    const ENDS: [&str; 9] = [
        "額",
        "規模",
        "効果",
        "売上",
        "売上高",
        "残高",
        "単価",
        "市場",
        "人口",
    ];
    const SUMS: [&str; 5] = ["総額", "要求額", "要望額", "予算額", "計上額"];
    let sum = SUMS.iter().any(|end| name.ends_with(end));
    is_limit(name) || (!sum && ENDS.iter().any(|end| name.ends_with(end)))
}

fn starts_sentence(after: &str) -> bool {
    const STARTS: [&str; 14] = [
        "を", "が", "に", "は", "と", "の", "で", "も", "ある", "計上", "規模", "増", "減", "余",
    ];
    STARTS.iter().any(|start| after.starts_with(start))
}

/// 事項要求 where an amount would stand.
fn unspecified(sheet: Sheet<'_>, span: Span, text: &str, force: InForce<'_>, found: &mut Vec<Found>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "事項要求".as_bytes()) {
        let own = Span::new(at, at + "事項要求".len()).shifted(span.start);
        let taken = found.iter().any(|other| other.reach.contains(own));
        let before = text[..at].trim_end();
        let after = text[own.end - span.start..].trim_start_matches(CLOSERS);
        let alone = after.is_empty() || matches!(after.chars().next(), Some('(' | '[' | '※' | '<' | '【'));
        // Alone on a line it may be a heading; on a sheet a label of its own stands where an amount would.
        let heading = before.is_empty() && !sheet.is_drawn();
        if taken || !alone || heading || in_sentence(before, after, false) {
            continue;
        }
        let label_start = label::suffix(&text[..at], force);
        let mut start = label_start;
        let mut end = at + "事項要求".len();
        let bracket = text[..start]
            .trim_end()
            .chars()
            .next_back()
            .filter(|mark| is_opening(*mark));
        if let Some(open) = bracket {
            start = text[..start].trim_end().len() - open.len_utf8();
            end += close_of(open, &text[end..]);
        }
        let label = &text[label_start..at];
        let (words, _) = label::words(label, force);
        let meaning = label::meaning(&words, label, span.start + label_start);
        found.push(Found {
            figure: Figure {
                value: FigureValue::Unspecified,
                phase: meaning.phase,
                fiscal_year: meaning.year,
                account: meaning.account.map(|(account, _)| Box::new(account)),
                relation: Relation::Own,
                split: None,
                depth: 0,
                evidence: sheet.quote(EvidenceRole::Amount, own),
                account_evidence: None,
            },
            reach: Span::new(span.start + start, span.start + end),
            bracket,
            total: false,
        });
    }
    found.sort_by_key(|one| one.reach.start);
}

/// （－） behind a figure: nothing, where the page's brackets hold last year's amount or the change.
fn nil_behind(
    sheet: Sheet<'_>,
    base: usize,
    text: &str,
    at: usize,
    unit: Option<Unit>,
) -> Option<(Found, usize)> {
    let rest = text.get(at..)?;
    let start = at + rest.len() - rest.trim_start_matches(' ').len();
    let open = text
        .get(start..)?
        .chars()
        .next()
        .filter(|mark| is_opening(*mark))?;
    let inside = start + open.len_utf8();
    let close = text.get(inside..)?.find([')', ']', '>', '】', '〕', '》'])?;
    let node = amounts(text.get(inside..inside + close)?.trim(), Some(unit?)).pop()?;
    if !node.figure()?.has(Qualifier::Nil) {
        return None;
    }
    let dash = Span::new(inside, inside + close);
    let end = dash.end + text.get(dash.end..)?.chars().next()?.len_utf8();
    let found = Found {
        figure: Figure {
            value: value(sheet, dash.shifted(base), &node, None),
            phase: None,
            fiscal_year: None,
            account: None,
            relation: Relation::Bracketed(open),
            split: None,
            depth: 0,
            evidence: sheet.quote(EvidenceRole::Amount, dash.shifted(base)),
            account_evidence: None,
        },
        reach: Span::new(base + start, base + end),
        bracket: Some(open),
        total: false,
    };
    Some((found, end))
}

/// The value of an amount as the model has it.
pub(super) fn value(sheet: Sheet<'_>, span: Span, node: &AmountNode, basis: Option<Basis>) -> FigureValue {
    match &node.reading {
        Reading::Unreadable(_) => FigureValue::Unreadable,
        Reading::Figure(figure) => {
            let shared = figure.has(Qualifier::PartOf);
            FigureValue::Amount(Amount {
                yen: (!shared).then_some(figure.yen),
                yen_max: figure.yen_max,
                within_yen: shared.then_some(figure.yen),
                surface: one_line(&sheet.quote(EvidenceRole::Amount, span).text),
                unit: figure.unit.label(),
                resolution_yen: figure.resolution_yen,
                qualifiers: figure.qualifiers.clone(),
                basis: basis.unwrap_or_default(),
            })
        }
    }
}

/// A quoted piece without its line ends.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    text.lines().map(str::trim).collect()
}

/// The split that begins at `at`, with its end in `text`.
pub(super) fn split_behind(
    sheet: Sheet<'_>,
    base: usize,
    text: &str,
    at: usize,
    unit: Option<Unit>,
    force: InForce<'_>,
) -> Option<(SplitNode, usize)> {
    if !text.get(at..)?.starts_with(['(', '<', '[', '〔', '《']) {
        return None;
    }
    let split = split_at(text, at, unit, |key| split_key(key, force))?;
    // （文） alone is a tag, not a split; ＜ＡＭＥＤ＞ alone says whose the whole is.
    let tag = |part: &super::split::KeyedAmount<SplitKey>| {
        part.amount.is_none() && matches!(part.key, SplitKey::Ministry(_))
    };
    if split.parts.iter().any(tag) {
        return None;
    }
    let parts = split
        .parts
        .iter()
        .map(|part| {
            let surface = one_line(
                &sheet
                    .quote(EvidenceRole::Breakdown, part.key_span.shifted(base))
                    .text,
            );
            let amount = part.amount.as_ref().and_then(|node| {
                match value(sheet, node.normalized_span.shifted(base), node, None) {
                    FigureValue::Amount(amount) => Some(amount),
                    _ => None,
                }
            });
            SplitPart {
                key: part.key.clone(),
                surface,
                amount,
            }
        })
        .collect();
    let node = SplitNode {
        parts,
        open_rest: split.open_rest,
        evidence: sheet.quote(EvidenceRole::Breakdown, split.normalized_span.shifted(base)),
    };
    Some((node, split.normalized_span.end))
}

fn split_key(key: &str, force: InForce<'_>) -> Option<SplitKey> {
    let lexicon = force.lexicon;
    if let Some(ministry) = lexicon
        .tag(key, force.year)
        .in_list()
        .or_else(|| lexicon.ministry_by_name(key, force.year))
    {
        return Some(SplitKey::Ministry(ministry.code.clone()));
    }
    let entry = lexicon
        .divisions()
        .exact(key)
        .or_else(|| lexicon.accounts().exact(key))
        .or_else(|| lexicon.expense_classes().exact(key))?;
    Some(SplitKey::Account(entry.output_code().to_owned()))
}

fn is_opening(mark: char) -> bool {
    matches!(mark, '(' | '[' | '<' | '【' | '〔' | '《')
}

/// How many bytes of `after` close a bracket: up to its partner, if nothing but spaces and a rate stand before it.
fn close_of(open: char, after: &str) -> usize {
    let close = match open {
        '(' => ')',
        '[' => ']',
        '<' => '>',
        '【' => '】',
        '〔' => '〕',
        _ => '》',
    };
    after
        .char_indices()
        .take(40)
        // Behind another figure in the same bracket it is that one's: （要求額 12億円、前年度 10億円）.
        .take_while(|(_, mark)| *mark != '円')
        .find(|(_, mark)| *mark == close)
        .map_or(0, |(at, mark)| at + mark.len_utf8())
}

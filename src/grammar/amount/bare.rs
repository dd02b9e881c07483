//! Figures without 円 and nil dashes, in a unit that is given: what the cells of a table hold.

use super::money::{self, COUNTERS, Found, Step};
use super::qualifier::{self, Qualifiers, Sign};
use super::range::{self, Joint};
use super::{AmountNode, Money, Reading, UnitSource};
use crate::grammar::digits::{is_leading_smudge, is_smudge};
use crate::grammar::glyph;
use crate::grammar::numeral::Damage;
use crate::grammar::unit::Unit;
use crate::model::Qualifier;
use crate::span::Span;

/// A bare figure, if it stands alone.
pub(super) fn figure(text: &str, floor: usize, found: &Found, unit: Unit) -> Step {
    let resume = found.start + found.numeral.first_piece;
    let first = text.get(found.start..).and_then(|rest| rest.chars().next());
    let arabic = first.is_some_and(|c| glyph::arabic(c).is_some());
    if !found.numeral.has_digit || !arabic && !found.numeral.has_big {
        return Step::none(resume);
    }
    let before = qualifier::before(text, floor, found.start, true);
    if let Some(step) = damaged_head(text, found) {
        return step;
    }
    let qualified = before.qualifiers != Qualifiers::default();
    let end = token_end(text, found.end);
    if let Some(end) = page_number(text, before.start, found.end) {
        return Step::none(end);
    }
    if !stands_free_before(text, before.start, qualified)
        || is_numbering(text, found)
        || has_two_points(Span::new(found.start, found.end).slice(text))
    {
        return Step::none(end);
    }
    if end > found.end {
        return damaged_token(text, Span::new(before.start, end)).unwrap_or_else(|| Step::none(end));
    }
    if let Some(step) = bare_range(text, floor, found, unit) {
        return step;
    }
    let mut qualifiers = before.qualifiers;
    let end = qualifier::after(text, found.end, &mut qualifiers);
    let numeral = &found.numeral;
    if !stands_free_behind(text, end) || numeral.unit > 0 && !numeral.has_big {
        return Step::none(resume.max(found.start + 1));
    }
    Step::bare(Span::new(before.start, end), found, before.sign, qualifiers, unit)
}

/// 10〜20 in the given unit.
fn bare_range(text: &str, floor: usize, low: &Found, unit: Unit) -> Option<Step> {
    let (Joint::Wave, high_start) = range::joint(text, low.end)? else {
        return None;
    };
    let high = Found::at(text, high_start)?;
    let bare = |found: &Found| found.numeral.unit == 0 && found.numeral.damage.is_none();
    if !bare(low) || !bare(&high) {
        return None;
    }
    let before = qualifier::before(text, floor, low.start, true);
    let mut qualifiers = before.qualifiers;
    qualifiers.insert(Qualifier::Range);
    let end = qualifier::after(text, high.end, &mut qualifiers);
    if !stands_free_behind(text, end) || before.sign == Sign::Minus {
        return None;
    }
    let exponent = unit.exponent();
    let (from, to) = (
        money::evaluate(&low.numeral, exponent).ok()?,
        money::evaluate(&high.numeral, exponent).ok()?,
    );
    let span = Span::new(before.start, end);
    if from >= to {
        return Some(Step::node(span, Reading::Unreadable(Damage::DescendingRange)));
    }
    Some(Step::node(
        span,
        Reading::Figure(Money {
            yen: from,
            yen_max: Some(to),
            qualifiers: qualifiers.to_list(),
            resolution_yen: money::resolution(&low.numeral, exponent)
                .min(money::resolution(&high.numeral, exponent)),
            unit,
            unit_source: UnitSource::Given,
            sign: before.sign,
        }),
    ))
}

/// A dash that stands alone: nothing.
pub(super) fn nil(text: &str, start: usize, unit: Unit) -> Step {
    let rest = text.get(start..).unwrap_or("");
    let run: usize = rest
        .chars()
        .take_while(|c| glyph::is_dash(*c))
        .map(char::len_utf8)
        .sum();
    let end = start + run.max(1);
    let dashes = rest.get(..run).map_or(0, |run| run.chars().count());
    let behind = text.get(end..).unwrap_or("");
    let before = text.get(..start).unwrap_or("");
    let line_start = before.trim_end_matches([' ', '\u{3000}', '\t']);
    let at_line_start = line_start.is_empty() || line_start.ends_with('\n');
    let next = behind.trim_start_matches([' ', '\u{3000}', '\t']).chars().next();
    let bullet =
        at_line_start && next.is_some_and(|c| c != '\n' && !glyph::is_dash(c) && !is_mark_of_figure(c));
    let sign = before.is_empty()
        && behind.starts_with([' ', '\u{3000}'])
        && next.is_some_and(|c| glyph::arabic(c).is_some())
        && !behind.starts_with("  ");
    let free = before.chars().next_back().is_none_or(is_free_before)
        && behind.chars().next().is_none_or(is_free_behind);
    if dashes > 2 || bullet || sign || !free {
        return Step::none(end);
    }
    Step {
        node: Some(nil_node(Span::new(start, end), unit)),
        resume: end,
    }
}

fn is_mark_of_figure(c: char) -> bool {
    glyph::arabic(c).is_some()
        || glyph::is_opening(c)
        || glyph::is_closing(c)
        || matches!(c, '△' | '▲' | '皆' | '+' | '＋' | '|' | '｜' | '→')
}

fn is_free_before(c: char) -> bool {
    c.is_whitespace()
        || glyph::is_opening(c)
        || glyph::is_closing(c)
        || matches!(
            c,
            ':' | '：' | '=' | '＝' | '、' | '|' | '｜' | '→' | '⇒' | '│' | '┃'
        )
}

fn is_free_behind(c: char) -> bool {
    c.is_whitespace()
        || glyph::is_opening(c)
        || glyph::is_closing(c)
        || matches!(c, '、' | '。' | '|' | '｜' | '→' | '⇒' | '│' | '┃' | '※' | '*')
}

/// Nothing before the figure makes it count something else.
fn stands_free_before(text: &str, start: usize, qualified: bool) -> bool {
    let before = text.get(..start).unwrap_or("");
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    let trimmed = before.trim_end_matches([' ', '\u{3000}']);
    let labelled = ["第", "令和", "平成", "昭和", "注", "図", "表", "No.", "頁", "P."]
        .iter()
        .any(|label| trimmed.ends_with(label));
    let formula = trimmed.ends_with(['×', '✕', '@', '＠', '÷']);
    !labelled
        && !formula
        && (is_free_before(last) || qualified || matches!(last, '額' | '計' | '費' | 'ち' | '算' | '金'))
}

/// Nothing behind the figure makes it count something else.
fn stands_free_behind(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("");
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if !is_free_behind(next) {
        return false;
    }
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let rate = rest.starts_with(['%', '％', '倍', '割', '×', '÷', '✕', '‰', '㎡']);
    let counted = COUNTERS.iter().any(|counter| {
        rest.strip_prefix(counter).is_some_and(|rest| {
            rest.chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || is_free_behind(c))
        })
    });
    !rate && !counted
}

/// 1 or (1) at the head of a line with words behind it.
fn is_numbering(text: &str, found: &Found) -> bool {
    let digits = Span::new(found.start, found.end).slice(text);
    if digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let before = text.get(..found.start).unwrap_or("");
    let blank = [' ', '\u{3000}'];
    let before = before.trim_end_matches(blank);
    let before = before.strip_suffix(['(', '（', '[', '<']).unwrap_or(before);
    let before = before.trim_end_matches(blank);
    let open = before.is_empty() || before.ends_with('\n');
    let rest = text.get(found.end..).unwrap_or("");
    let parted = rest.starts_with([')', '）', ']', '>', ' ', '\u{3000}']);
    let rest = rest.strip_prefix([')', '）', ']', '>']).unwrap_or(rest);
    let next = rest
        .trim_start_matches([' ', '\u{3000}'])
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !matches!(c, 'の'));
    open && parted && next
}

/// - 12 -: where the dash behind it ends.
fn page_number(text: &str, start: usize, end: usize) -> Option<usize> {
    let blank = [' ', '\u{3000}'];
    let begins = text.get(start..)?.starts_with(glyph::is_dash)
        || text
            .get(..start)?
            .trim_end_matches(blank)
            .ends_with(glyph::is_dash);
    let rest = text.get(end..)?.trim_start_matches(blank);
    let after = rest.strip_prefix(glyph::is_dash)?;
    begins.then(|| text.len() - after.len())
}

/// 2023.4.1: a date or a version.
fn has_two_points(token: &str) -> bool {
    token.chars().filter(|c| glyph::is_point(*c)).count() > 1
}

/// l2,345 in a cell.
fn damaged_head(text: &str, found: &Found) -> Option<Step> {
    let head = text.get(..found.start)?;
    let last = head.chars().next_back().filter(|c| is_leading_smudge(*c))?;
    let start = found.start - last.len_utf8();
    let free = text.get(..start)?.chars().next_back().is_none_or(is_free_before);
    let grouped = Span::new(found.start, found.end)
        .slice(text)
        .contains([',', '，', '.']);
    (free && grouped && stands_free_behind(text, found.end)).then(|| {
        Step::node(
            Span::new(start, found.end),
            Reading::Unreadable(Damage::BrokenDigit),
        )
    })
}

/// Where the token that holds `at` ends: smudges and digits glued to a figure. Stars alone are marks of a note.
fn token_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let len: usize = rest
        .chars()
        .take(64)
        .take_while(|c| is_smudge(*c) || glyph::arabic(*c).is_some() || glyph::is_comma(*c))
        .map(char::len_utf8)
        .sum();
    let glued = rest.get(..len).unwrap_or("").trim_end_matches([',', '，']);
    if glued.trim_matches(['*', '＊']).is_empty() {
        at
    } else {
        at + glued.len()
    }
}

/// 1,2Z4 in a cell: digits with something else among them.
fn damaged_token(text: &str, span: Span) -> Option<Step> {
    let token = span.slice(text);
    let digits = token.chars().filter(|c| glyph::arabic(*c).is_some()).count();
    let others = token.chars().filter(|c| is_smudge(*c)).count();
    let free = text
        .get(span.end..)
        .and_then(|rest| rest.chars().next())
        .is_none_or(is_free_behind);
    (free && others > 0 && digits >= 2).then(|| Step::node(span, Reading::Unreadable(Damage::BrokenDigit)))
}

/// The figure or dash of a part in a split, exactly at `at`: printed with 円, or bare in `unit`. Nothing has to stand
/// free around it.
pub(in crate::grammar) fn part(text: &str, at: usize, unit: Option<Unit>) -> Option<AmountNode> {
    let rest = text.get(at..)?;
    let lead: usize = rest
        .chars()
        .take(4)
        .take_while(|c| glyph::is_dash(*c) || matches!(c, '△' | '▲' | 'Δ' | '+' | '＋' | '約' | ' '))
        .map(char::len_utf8)
        .sum();
    if let Some(found) = Found::at(text, at + lead).filter(|found| found.numeral.has_digit) {
        let step = money::step(text, at, found.start, None);
        if let Some(node) = step.node {
            return (node.normalized_span.start == at).then_some(node);
        }
        let unit = unit.filter(|_| found.numeral.unit == 0 || found.numeral.has_big)?;
        let token = token_end(text, found.end);
        if token > found.end {
            return Step::node(Span::new(at, token), Reading::Unreadable(Damage::BrokenDigit)).node;
        }
        let before = qualifier::before(text, at, found.start, true);
        let mut qualifiers = before.qualifiers;
        let end = qualifier::after(text, found.end, &mut qualifiers);
        let span = Span::new(at, end);
        if before.start != at {
            return None;
        }
        return Step::bare(span, &found, before.sign, qualifiers, unit).node;
    }
    let unit = unit.unwrap_or(Unit::YEN);
    let first = rest.chars().next().filter(|c| glyph::is_dash(*c))?;
    Some(nil_node(Span::new(at, at + first.len_utf8()), unit))
}

/// A dash as a figure.
fn nil_node(span: Span, unit: Unit) -> AmountNode {
    AmountNode {
        normalized_span: span,
        reading: Reading::Figure(Money {
            yen: 0,
            yen_max: None,
            qualifiers: vec![Qualifier::Nil],
            resolution_yen: unit.yen(),
            unit,
            unit_source: UnitSource::Given,
            sign: Sign::None,
        }),
    }
}

impl Step {
    /// A figure without 円 in `unit`; one with 万, 億 or 兆 tells its own.
    fn bare(span: Span, found: &Found, sign: Sign, qualifiers: Qualifiers, unit: Unit) -> Self {
        let numeral = &found.numeral;
        let (exponent, unit, unit_source) = if numeral.has_big {
            let printed = Unit::from_exponent(numeral.unit).unwrap_or(Unit::YEN);
            (0, printed, UnitSource::Printed)
        } else {
            (unit.exponent(), unit, UnitSource::Given)
        };
        let reading = money::evaluate(numeral, exponent).map_or_else(Reading::Unreadable, |yen| {
            Reading::Figure(Money {
                yen: money::signed(yen, sign),
                yen_max: None,
                qualifiers: qualifiers.to_list(),
                resolution_yen: money::resolution(numeral, exponent),
                unit,
                unit_source,
                sign,
            })
        });
        Self::node(span, reading)
    }
}

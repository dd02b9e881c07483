//! Ranges: 10〜20億円, and bare ones in a given unit.

use super::money::{Found, Step, evaluate, is_formula, is_inexact, resolution, yen_behind};
use super::qualifier::{self, Sign};
use super::{Money, Reading, UnitSource};
use crate::grammar::decimal::Decimal;
use crate::grammar::glyph;
use crate::grammar::numeral::Damage;
use crate::grammar::unit::Unit;
use crate::model::Qualifier;
use crate::span::Span;

/// 10〜20億円, 10億円〜20億円, 10から20億円, 10-20億円.
pub(super) fn printed(text: &str, floor: usize, low: &Found) -> Option<Step> {
    if !low.numeral.has_digit {
        return None;
    }
    let low_yen = yen_behind(text, low.end);
    let low_end = low_yen.unwrap_or(low.end);
    let (join, high_start) = joint(text, low_end)?;
    let high = Found::at(text, high_start).filter(|high| high.numeral.has_digit)?;
    let end = yen_behind(text, high.end)?;
    let head = text.get(floor..low.start).unwrap_or("");
    let named = head.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '第' | '注' | '表' | '図'));
    if named || is_formula(text, head, end) || is_inexact(head) {
        return None;
    }
    let mut low_numeral = low.numeral.clone();
    let shares = low_yen.is_none() && !low_numeral.has_big;
    if shares {
        let raise = if low_numeral.unit == 0 {
            high.numeral.first_unit
        } else {
            high.numeral.first_unit / 4 * 4
        };
        low_numeral.value.raise(raise);
        low_numeral.lowest = low_numeral.lowest.saturating_add(raise as i32);
    }
    let before = qualifier::before(text, floor, low.start, false);
    let from = evaluate(&low_numeral, 0);
    let to = evaluate(&high.numeral, 0);
    let ascends = matches!((from, to), (Ok(from), Ok(to)) if from < to);
    let counts = match join {
        Joint::Wave => true,
        Joint::Dash => low_yen.is_none() && ascends,
        Joint::From => {
            low_yen.is_none()
                || ["まで", "の範囲", "の間", "程度"]
                    .iter()
                    .any(|word| text.get(end..).is_some_and(|rest| rest.starts_with(word)))
        }
    };
    if !counts || !ascends && !shares && from.is_ok() && to.is_ok() {
        return None;
    }
    let mut qualifiers = before.qualifiers;
    qualifiers.insert(Qualifier::Range);
    let end = match text.get(end..) {
        Some(rest) if rest.starts_with("まで") => end + "まで".len(),
        _ => qualifier::after(text, end, &mut qualifiers),
    };
    let span = Span::new(before.start, end);
    Some(match (from, to) {
        (Ok(from), Ok(to)) if from < to => {
            let (from, to) = match before.sign {
                Sign::Minus => (-to, -from),
                _ => (from, to),
            };
            Step::node(
                span,
                Reading::Figure(Money {
                    yen: from,
                    yen_max: Some(to),
                    qualifiers: qualifiers.to_list(),
                    resolution_yen: resolution(&low_numeral, 0).min(resolution(&high.numeral, 0)),
                    unit: Unit::from_exponent(high.numeral.unit).unwrap_or(Unit::YEN),
                    unit_source: UnitSource::Printed,
                    sign: before.sign,
                }),
            )
        }
        (Err(damage), _) | (_, Err(damage)) => Step::node(span, Reading::Unreadable(damage)),
        _ => Step::node(span, Reading::Unreadable(Damage::DescendingRange)),
    })
}

pub(super) enum Joint {
    Wave,
    Dash,
    From,
}

/// What joins the ends of a range at `at`, and where the upper end begins.
pub(super) fn joint(text: &str, at: usize) -> Option<(Joint, usize)> {
    let rest = text.get(at..)?;
    let gap = glyph::blank(rest, 2);
    let rest = rest.get(gap..)?;
    let mark = rest.chars().next()?;
    let (join, after) = if glyph::is_wave(mark) {
        (Joint::Wave, rest.get(mark.len_utf8()..)?)
    } else if glyph::is_dash(mark) && gap == 0 && mark != 'ー' {
        (Joint::Dash, rest.get(mark.len_utf8()..)?)
    } else {
        let word = ["から", "ないし", "乃至"]
            .iter()
            .find(|word| rest.starts_with(**word))?;
        (Joint::From, rest.get(word.len()..)?)
    };
    let skip = if matches!(join, Joint::Dash) {
        0
    } else {
        glyph::blank(after, 2)
    };
    let after = after.get(skip..)?;
    let after = after.strip_prefix('約').unwrap_or(after);
    Some((join, text.len() - after.len()))
}

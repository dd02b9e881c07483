//! A cell's figure: an amount in its column's unit, a dash, 事項要求, or something that fills the cell without a value.

use crate::grammar::amount::amounts;
use crate::grammar::figure::value;
use crate::grammar::glyph;
use crate::grammar::node::{Figure, FigureValue, Relation};
use crate::grammar::sheet::Sheet;
use crate::grammar::unit::Unit;
use crate::model::EvidenceRole;
use crate::span::Span;

/// What stands in a cell of a column of figures.
#[derive(Debug, Clone)]
pub(super) enum Entered {
    /// A figure, or 事項要求.
    Figure(Figure),
    /// A number in brackets, which in a column of changes is a minus.
    Bracketed(Figure),
    /// 皆増, 9.4%: fills its column and is no money.
    Filler,
}

/// Reads a cell; `None` where it holds words.
pub(super) fn read(sheet: Sheet<'_>, span: Span, unit: Option<Unit>) -> Option<Entered> {
    let text = sheet.text(span).trim();
    let figure = |value: FigureValue| Figure {
        value,
        phase: None,
        fiscal_year: None,
        account: None,
        relation: Relation::Own,
        split: None,
        depth: 0,
        evidence: sheet.quote(EvidenceRole::Amount, span),
        account_evidence: None,
    };
    if text == "事項要求" {
        return Some(Entered::Figure(figure(FigureValue::Unspecified)));
    }
    if matches!(text, "皆増" | "皆減" | "新規" | "-%") || is_rate(text) {
        return Some(Entered::Filler);
    }
    if text.starts_with('#') {
        // ####, #DIV/0!: what a spreadsheet shows where it cannot show the number.
        return Some(Entered::Figure(figure(FigureValue::Unreadable)));
    }
    let bare = unbracketed(text);
    if !is_numeric(bare) && !is_nil(bare) {
        let torn = is_torn(bare);
        return torn.then(|| Entered::Figure(figure(FigureValue::Unreadable)));
    }
    let inner = Span::new(
        span.start + sheet.text(span).find(bare)?,
        span.start + sheet.text(span).find(bare)? + bare.len(),
    );
    let closed: String = bare.split_whitespace().collect();
    let node = amounts(&closed, unit).pop();
    let whole = node
        .filter(|node| node.normalized_span.start == 0 && node.normalized_span.end == closed.len())
        .filter(|_| !is_pointed(&closed, unit));
    let read = match whole {
        Some(node) => figure(value(sheet, inner, &node, None)),
        None if unit.is_none() && !closed.contains('円') => return None,
        None => figure(FigureValue::Unreadable),
    };
    Some(if bare.len() < text.len() {
        Entered::Bracketed(read)
    } else {
        Entered::Figure(read)
    })
}

/// A dash that stands for nothing.
pub(super) fn is_nil(text: &str) -> bool {
    let mut characters = text.trim().chars();
    characters.next().is_some_and(glyph::is_dash) && characters.next().is_none()
}

/// The text without a pair of brackets around all of it.
fn unbracketed(text: &str) -> &str {
    [('(', ')'), ('[', ']'), ('〔', '〕')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .map_or(text, str::trim)
}

fn is_numeric(text: &str) -> bool {
    let signed = text.trim_start_matches(['△', '▲', '+', '-', '−']).trim_start();
    signed.starts_with(|c: char| c.is_ascii_digit())
        && signed
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '円' | '億' | '万' | '千' | '百' | '兆'))
}

/// Digits with something among them or behind that is no part of a number: 1 234, 1, 200, 1,234※1, 1Z4.
fn is_torn(text: &str) -> bool {
    let signed = text.trim_start_matches(['△', '▲', '+', '-', '−', ' ']);
    let digits = signed.chars().filter(char::is_ascii_digit).count();
    let others = signed
        .chars()
        .filter(|c| !(c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\'' | '円')))
        .count();
    signed.starts_with(|c: char| c.is_ascii_digit())
        && digits > others * 2
        && !signed.contains(['(', '年', '月', '人', '件', '号'])
}

/// 9.4%, 1.18倍.
fn is_rate(text: &str) -> bool {
    let number = text.trim_end_matches(['%', '倍']);
    let rated = number.len() < text.len();
    let number = number.trim_start_matches(['△', '▲', '+', '-']);
    rated
        && !number.is_empty()
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
}

/// 1.200 in a table of thousands or millions: a point where others print a comma, or a fraction; which is not said.
fn is_pointed(text: &str, unit: Option<Unit>) -> bool {
    let whole = unit.is_some_and(|unit| unit <= Unit::MILLION);
    let fraction = text.rsplit_once('.').map(|(_, fraction)| fraction);
    whole
        && fraction
            .is_some_and(|fraction| fraction.len() == 3 && fraction.bytes().all(|byte| byte.is_ascii_digit()))
}

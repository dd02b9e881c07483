//! Figures in the cells of a sheet's table: the first line that is one, what was broken over lines, what stands in brackets.

use super::sheet::Cells;
use super::{Token, cell};
use crate::grammar::node::{Figure, FigureValue};
use crate::grammar::reader::PageReading;
use crate::grammar::unit::Unit;
use crate::span::Span;

/// The figure of a cell: its first line that is one. Two bare numbers below each other are one that was broken, or two
/// that nothing here tells apart.
pub(super) fn figure(
    reading: &PageReading<'_, '_>,
    cells: &Cells<'_>,
    number: usize,
    unit: Option<Unit>,
    ledger: bool,
) -> Option<Figure> {
    let lines = cells.lines.get(number)?.clone();
    let token = |span: Span| Token {
        text: reading.sheet.text(span).replace('\n', ""),
        span,
        left: 0,
        right: 0,
    };
    let of_line = |line: usize| cell(reading.sheet, 0, &token(reading.sheet.span(line)), unit);
    let first = lines.clone().find(|line| of_line(*line).is_some())?;
    let text = |line: usize| reading.sheet.line(line).trim();
    let joined = |from: usize, to: usize| {
        let token = token(Span::new(
            reading.sheet.span(from).start,
            reading.sheet.span(to).end,
        ));
        cell(reading.sheet, 0, &token, unit).filter(|_| well_formed(&token.text))
    };
    // A sign at the cell's left edge is a piece of its own.
    let sign = first.checked_sub(1).filter(|line| lines.contains(line));
    if let Some(sign) = sign.filter(|line| matches!(text(*line), "△" | "▲")) {
        return joined(sign, first);
    }
    let next = first + 1;
    if !lines.contains(&next) || text(next).contains(['(', '[', '<']) {
        return of_line(first);
    }
    if is_broken(text(first), text(next)) {
        return joined(first, lines.end - 1);
    }
    // In a ledger the first is the row's and those below it its parts.
    let several = !ledger && is_plain_number(text(next)) && is_plain_number(text(first));
    of_line(first).map(|figure| Figure {
        value: if several {
            FigureValue::Unreadable
        } else {
            figure.value
        },
        ..figure
    })
}

/// Whether the second line goes on with the number of the first.
fn is_broken(first: &str, next: &str) -> bool {
    is_plain_number(first)
        && next.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && (next.starts_with([',', '.']) || first.ends_with([',', '.']) || !well_formed(first))
}

/// Commas stand before every three digits.
fn well_formed(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default();
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let mut groups = whole.split(',');
    let lead = groups.next().map_or(0, digits);
    let rest: Vec<usize> = groups.map(digits).collect();
    rest.is_empty() || (1..=3).contains(&lead) && rest.iter().all(|count| *count == 3)
}

/// The figure in brackets of a cell, on a line of its own.
pub(super) fn figure_in_brackets(
    reading: &PageReading<'_, '_>,
    cells: &Cells<'_>,
    number: usize,
    unit: Option<Unit>,
) -> Option<Figure> {
    let mut lines = cells.lines.get(number)?.clone();
    lines.find_map(|line| {
        let span = reading.sheet.span(line);
        let inside = reading.sheet.text(span).strip_prefix('(')?.strip_suffix(')')?;
        let span = Span::new(span.start + 1, span.start + 1 + inside.len());
        let token = Token {
            text: inside.to_owned(),
            span,
            left: 0,
            right: 0,
        };
        cell(reading.sheet, 0, &token, unit)
    })
}

/// A number with its unit at most.
pub(super) fn is_plain_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    ',' | '.' | '△' | '▲' | '-' | '+' | '(' | ')' | ' ' | '億' | '百' | '千' | '万' | '円'
                )
        })
}

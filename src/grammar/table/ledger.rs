//! The ladder of a ledger, 款 項 目 節: the columns of its tables, and the titles over them, which say the sums of the
//! higher levels again on every page.

use super::rows::Row;
use super::sheet::push;
use crate::grammar::figure;
use crate::grammar::name;
use crate::grammar::node::{ColumnKind, Figure, NodeKind, Relation, TableRow};
use crate::grammar::reader::PageReading;
use crate::span::Span;

/// The steps of the ladder (地方自治法 第216条, 同施行規則 第15条), from the top.
const STEPS: [char; 4] = ['款', '項', '目', '節'];
/// The level of 節, the lowest step.
pub(super) const LOWEST: u8 = 4;
/// The level of the explanations beside 節.
pub(super) const EXPLAINED: u8 = 5;
/// The level of the first column of names of a table that is no ledger.
pub(super) const PLAIN: u8 = 6;
/// Levels of one step: indents stand between.
const LEVELS: u8 = 16;

/// The step that a head's words name: 目, 節区分.
pub(super) fn level(words: &str) -> Option<u8> {
    let mut characters = words.chars().filter(|c| !c.is_whitespace());
    let first = characters.next()?;
    let step = (1..).zip(STEPS).find(|(_, step)| *step == first)?.0;
    let tail: String = characters.collect();
    matches!(tail.as_str(), "" | "区分" | "名" | "別").then_some(step)
}

/// 15款 国庫支出金, with its figure on the same row: the line after, where the line is such a title.
pub(in crate::grammar) fn title(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let sheet = reading.sheet;
    let text = sheet.line(line);
    let (step, len) = head(text)?;
    // A running head names several steps on one line, without figures.
    if text.get(len..)?.split(' ').any(|piece| head(piece).is_some()) {
        return Some(line + 1);
    }
    let own = place(reading, sheet.span(line))?;
    let beside = (0..sheet.len()).find_map(|other| {
        let span = Some(sheet.span(other)).filter(|span| other != line && !span.is_empty())?;
        let bbox = place(reading, span)?;
        let overlap = own.y1.min(bbox.y1) - own.y0.max(bbox.y0);
        if bbox.x0 < own.x1 || overlap < 0.5 * own.height().min(bbox.height()) {
            return None;
        }
        let found = figure::figures(sheet, span, reading.force).pop()?;
        (found.reach == span).then_some((other, found.figure))
    });
    let (other, mut figure) = beside?;
    forget(reading, &figure);
    figure.relation = Relation::Own;
    let span = Span::new(sheet.span(line).start + len, sheet.span(line).end);
    let name = name::name(sheet, span, reading.force)?;
    reading.consumed.push(other);
    let node = TableRow {
        name,
        ministry: None,
        cells: vec![(ColumnKind::Amount, figure, None)],
        total: false,
        grand: false,
        indent: 0,
        level: step * LEVELS,
        title: true,
        of_which: false,
        doubt: None,
    };
    push(reading, Row { node });
    Some(line + 1)
}

/// A title's figure that was read as one that stands alone, because it comes first on the page.
fn forget(reading: &mut PageReading<'_, '_>, taken: &Figure) {
    const BEFORE: usize = 4;
    let from = reading.nodes.len().saturating_sub(BEFORE);
    let found = reading.nodes.iter().skip(from).position(
        |node| matches!(&node.kind, NodeKind::Figure(figure) if figure.evidence.bbox == taken.evidence.bbox),
    );
    if let Some(at) = found {
        reading.nodes.remove(from + at);
    }
}

/// 15款 at the head of a line: the step, and how long number and step are with the space behind.
fn head(text: &str) -> Option<(u8, usize)> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = text.get(digits..)?;
    let first = rest.chars().next()?;
    let step = (1..).zip(STEPS).find(|(_, step)| *step == first)?.0;
    let name = rest.get(first.len_utf8()..)?;
    let body = name.trim_start();
    Some((step, text.len() - body.len()))
}

fn place(reading: &PageReading<'_, '_>, span: Span) -> Option<crate::geometry::Rect> {
    let source = reading.sheet.normalized.folded.source_span(span);
    reading.sheet.page.place(source).bbox
}

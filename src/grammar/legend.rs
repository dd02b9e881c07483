//! Legends: ■文科省、■厚労省, a line that is nothing but squares and ministries. On a sheet the squares may be drawn as
//! shapes, so that a line of ministries alone can be one too.

use super::node::{MinistryLabel, NodeKind};
use super::reader::PageReading;
use crate::lexicon::{MinistryEntry, Tag};
use crate::model::{EvidenceRole, Ministry, MinistryEvidence, Role};
use crate::span::Span;

const SQUARES: [char; 8] = ['■', '□', '●', '○', '◆', '◇', '▲', '★'];

/// Longest legend, in characters.
const LONGEST: usize = 200;

/// Reads a legend; `None` where the line is something else.
pub(super) fn read(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let text = reading.sheet.line(line);
    let squares = text.starts_with(SQUARES);
    let on_sheet = reading.sheet.is_drawn();
    if !(squares || on_sheet) || (text.len() > LONGEST && text.chars().count() > LONGEST) {
        return None;
    }
    let start = reading.sheet.span(line).start;
    let mut found: Vec<MinistryLabel> = Vec::new();
    for (at, piece) in pieces(text) {
        let entry = ministry(reading, piece, squares)?;
        let span = Span::new(start + at, start + at + piece.len());
        found.push(MinistryLabel {
            marked: true,
            ministry: Ministry {
                code: entry.code.clone(),
                name: entry.name.clone(),
                surface: piece.to_owned(),
                role: Role::Appropriated,
                evidence: MinistryEvidence::LegendColour,
            },
            evidence: reading.sheet.quote(EvidenceRole::Ministry, span),
        });
    }
    // One ministry alone is a heading or a label.
    if found.is_empty() || (!squares && found.len() < 2) {
        return None;
    }
    reading.push(NodeKind::Legend(found));
    Some(line + 1)
}

/// The names between squares and separators, with their places.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let separates = |c: char| SQUARES.contains(&c) || matches!(c, '、' | ',' | ' ' | '・' | '/' | ':');
    let mut from = 0;
    text.split(separates).filter_map(move |piece| {
        let at = from;
        from += piece.len();
        from += text.get(from..)?.chars().next().map_or(0, char::len_utf8);
        let around = ['(', ')', '「', '」', '…'];
        let name = piece.trim_start_matches(around);
        let offset = piece.len() - name.len();
        let name = name.trim_end_matches(around);
        (!name.is_empty()).then_some((at + offset, name))
    })
}

/// A name's ministry; a one-character tag only where squares show that the line is a legend.
fn ministry<'l>(reading: &PageReading<'_, 'l>, piece: &str, squares: bool) -> Option<&'l MinistryEntry> {
    let force = reading.force;
    if let Some(entry) = force.lexicon.ministry_by_name(piece, force.year) {
        return (squares || piece.chars().count() > 2).then_some(entry);
    }
    if !squares {
        return None;
    }
    match force.lexicon.tag(piece, force.year) {
        Tag::Known(entry) => Some(entry),
        Tag::Clash(clash) => clash.preferred,
        Tag::Unknown => None,
    }
}

//! Legends: ■文科省、■厚労省, a line that is nothing but squares and ministries.

use super::node::NodeKind;
use super::reader::PageReading;
use crate::lexicon::Tag;
use crate::model::{Ministry, MinistryEvidence, Role};

const SQUARES: [char; 8] = ['■', '□', '●', '○', '◆', '◇', '▲', '★'];

/// Reads a legend; `None` where the line is something else.
pub(super) fn read(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let text = reading.sheet.line(line);
    if !text.starts_with(SQUARES) || text.chars().count() > 200 {
        return None;
    }
    let force = reading.force;
    let mut found: Vec<Ministry> = Vec::new();
    for piece in
        text.split(|c: char| SQUARES.contains(&c) || matches!(c, '、' | ',' | ' ' | '・' | '/' | ':'))
    {
        let piece = piece.trim_matches(['(', ')', '「', '」']);
        if piece.is_empty() {
            continue;
        }
        let entry = match force.lexicon.ministry_by_name(piece, force.year) {
            Some(entry) => entry,
            None => match force.lexicon.tag(piece, force.year) {
                Tag::Known(entry) => entry,
                Tag::Clash(clash) => clash.preferred?,
                Tag::Unknown => return None,
            },
        };
        if !found.iter().any(|known| known.code == entry.code) {
            found.push(Ministry {
                code: entry.code.clone(),
                name: entry.name.clone(),
                surface: piece.to_owned(),
                role: Role::Appropriated,
                evidence: MinistryEvidence::LegendColour,
            });
        }
    }
    if found.is_empty() {
        return None;
    }
    reading.push(NodeKind::Legend(found));
    Some(line + 1)
}

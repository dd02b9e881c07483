//! Notes that put something in force: the unit of bare figures, and what a bracket holds.

use super::label::{self, WordKind};
use super::line;
use super::node::{NodeKind, Relation};
use super::reader::PageReading;
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use super::unit_note;

/// Reads a line that is a note of the unit or of brackets; a unit note at the end of another line is taken and the line
/// goes on.
pub(super) fn read(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let (text, signs) = (reading.sheet.line(line), reading.sheet.signs(line));
    if signs.has(Signs::YEN)
        && let Some(next) = unit(reading, line, text)
    {
        return Some(next);
    }
    if !signs.has(Signs::NOTE) || !signs.has(Signs::CLOSING) {
        return None;
    }
    bracket(reading, line, text)
}

/// The line after, where the line was the note alone.
fn unit(reading: &mut PageReading<'_, '_>, line: usize, text: &str) -> Option<usize> {
    if !(text.starts_with('(') || text.contains("単位")) || text.len() > 300 {
        return None;
    }
    let notes = unit_note::unit_notes(text);
    let note = notes.last()?;
    let unit = note.unit;
    reading.force.unit = Some(unit);
    let alone = text[..note.normalized_span.start].trim().is_empty()
        && text[note.normalized_span.end..].trim().is_empty();
    if !alone {
        return None;
    }
    reading.push(NodeKind::UnitNote {
        word: unit.label().to_owned(),
        yen: unit.yen(),
    });
    Some(line + 1)
}

/// （ ）内は前年度当初予算額, 〔 〕書きは対前年度増減.
fn bracket(reading: &mut PageReading<'_, '_>, line: usize, text: &str) -> Option<usize> {
    let (open, relation) = bracket_note(text, reading.force)?;
    reading.push(NodeKind::BracketNote { open, relation });
    Some(line + 1)
}

/// Whether a line says what a bracket holds.
pub(super) fn is_bracket_note(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    let signs = sheet.signs(line);
    signs.has(Signs::NOTE) && signs.has(Signs::CLOSING) && bracket_note(sheet.line(line), force).is_some()
}

fn bracket_note(text: &str, force: InForce<'_>) -> Option<(char, Relation)> {
    if text.len() > 400 {
        return None;
    }
    let pairs = [
        ('(', ')'),
        ('[', ']'),
        ('〔', '〕'),
        ('<', '>'),
        ('【', '】'),
        ('〈', '〉'),
        ('《', '》'),
        ('{', '}'),
    ];
    let worded = ["カッコ", "括弧", "かっこ"].iter().find_map(|word| {
        let at = text.find(word)?;
        Some(('(', text.get(at + word.len()..)?))
    });
    let found = pairs
        .into_iter()
        .find_map(|(open, close)| {
            let behind = text.match_indices(open).find_map(|(at, mark)| {
                let rest = text[at + mark.len()..].trim_start_matches([' ', '　']);
                rest.strip_prefix(close)
            })?;
            Some((open, behind))
        })
        .or(worded);
    let (open, rest) = found?;
    let rest = rest.trim_start();
    let rest = ["内は", "内の金額は", "内の数字は", "書きは", "書は", "は", "内"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?
        .trim_start_matches([' ', '、', ':']);
    let (words, _) = label::words(rest, force);
    let year = force.year;
    let relation = words.iter().find_map(|word| match &word.kind {
        WordKind::Previous => Some(Relation::Previous),
        WordKind::Change => Some(Relation::Change),
        WordKind::Phase(crate::model::Phase::Initial) => Some(Relation::Previous),
        WordKind::Year(found) if year.is_some_and(|year| year.previous() == *found) => {
            Some(Relation::Previous)
        }
        _ => None,
    });
    if rest.contains(['率', '比', '%', '倍']) && relation != Some(Relation::Previous) {
        return Some((open, Relation::Aside));
    }
    let composed = || {
        let said = line::meaning(rest, 0, line::Side::Before, force);
        let asked = line::Asked {
            year,
            phase: force.phase,
        };
        let relation = said.relation(asked, Some(open));
        let told = matches!(
            relation,
            Relation::Previous | Relation::Change | Relation::OfWhich | Relation::Comparative
        );
        (said.unknown.is_none() && told).then_some(relation)
    };
    let relation = relation
        .or_else(|| rest.contains("うち").then_some(Relation::OfWhich))
        .or_else(composed)?;
    Some((open, relation))
}

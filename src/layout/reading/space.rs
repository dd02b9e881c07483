//! Spaces within a line: those that were written, those that a gap stands for, and those that letter-spacing only
//! seems to make. Also what may part a line: rulings and the borders of boxes.

use super::super::turn::signed;
use super::{CharacterPlace, Direction, Item, SheetLine, first_character};
use crate::geometry::Rect;
use crate::source::{GlyphText, Sheet};

/// Rulings and borders that stand across the lines of a direction, sorted along `u`.
pub(super) struct Edges {
    /// `(u, v0, v1)`
    edges: Vec<(f32, f32, f32)>,
}

/// Edges looked at between two glyphs.
const MAX_LOOKED_AT: usize = 64;
/// Shapes of a page that are looked at; drawings with more are pictures.
const MAX_SHAPES: usize = 200;
/// Edges of a page; drawings with more are no tables.
const MAX_EDGES: usize = 20_000;

impl Edges {
    pub(super) fn of(sheet: &Sheet, frame: impl Fn(&Rect) -> [f32; 4]) -> Self {
        let mut edges = Vec::new();
        let shapes: Vec<[f32; 4]> = sheet.pictures.iter().take(MAX_SHAPES).map(&frame).collect();
        for rule in sheet.rules.iter().take(MAX_EDGES) {
            let [u0, v0, u1, v1] = frame(&rule.bbox);
            if v1 - v0 > 4.0 * (u1 - u0) && v1 - v0 > 4.0 {
                let u = (u0 + u1) / 2.0;
                edges.extend(
                    shown((v0, v1), u, &shapes)
                        .into_iter()
                        .map(|(v0, v1)| (u, v0, v1)),
                );
            }
        }
        for area in sheet.boxes.iter().take(MAX_EDGES) {
            let [u0, v0, u1, v1] = frame(&area.bbox);
            if u1 - u0 > 8.0 && v1 - v0 > 6.0 {
                edges.push((u0, v0, v1));
                edges.push((u1, v0, v1));
            }
        }
        edges.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { edges }
    }

    /// Whether an edge stands between `from` and `to` at `v`.
    pub(super) fn between(&self, from: f32, to: f32, v: f32) -> bool {
        let start = self.edges.partition_point(|(u, _, _)| *u < from - 0.5);
        self.edges
            .iter()
            .skip(start)
            .take_while(|(u, _, _)| *u <= to + 0.5)
            .take(MAX_LOOKED_AT)
            .any(|(_, v0, v1)| (*v0..=*v1).contains(&v))
    }
}

/// The parts of an edge that no shape lies over: the lines of a time chart run on behind its arrows.
fn shown(edge: (f32, f32), u: f32, shapes: &[[f32; 4]]) -> Vec<(f32, f32)> {
    const INSIDE: f32 = 1.0;
    let mut parts = vec![edge];
    for [u0, v0, u1, v1] in shapes {
        let Some(at) = parts.iter().position(|(from, to)| from < v0 && v1 < to) else {
            continue;
        };
        if let Some(part) = parts.get_mut(at)
            && u0 + INSIDE < u
            && u < u1 - INSIDE
        {
            let below = (*v1, part.1);
            part.1 = *v0;
            parts.push(below);
        }
    }
    parts
}

/// Whether a character fills a square cell, as kana and kanji do.
pub(super) fn is_wide(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
    )
}

/// The least gap, in font sizes, that stands for a space between two characters. Office programs set a quarter of the
/// size between kanji and Latin letters that no one typed.
fn least_gap(left: char, right: char) -> f32 {
    match (is_wide(left), is_wide(right)) {
        (true, true) => 0.35,
        (false, false) => 0.15,
        _ => 0.4,
    }
}

/// Which gaps between neighbours are letter-spacing: three or more wide characters the same distance apart.
fn spread(items: &[Item], characters: &[char]) -> Vec<bool> {
    let count = items.len().saturating_sub(1);
    let mut out = vec![false; count];
    let gap = |index: usize| -> Option<f32> {
        let (left, right) = (items.get(index)?, items.get(index + 1)?);
        let (a, b) = (characters.get(index)?, characters.get(index + 1)?);
        let gap = (right.u0 - left.u1) / left.size.max(0.1);
        (is_wide(*a) && is_wide(*b) && *a != '\u{3000}' && *b != '\u{3000}' && gap > 0.2).then_some(gap)
    };
    let mut start = 0;
    while start < count {
        let Some(first) = gap(start) else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        while end < count && gap(end).is_some_and(|gap| (gap - first).abs() < 0.12) {
            end += 1;
        }
        if end - start >= 2 {
            out.iter_mut().take(end).skip(start).for_each(|slot| *slot = true);
        }
        start = end;
    }
    out
}

/// The text of a run with its spaces; nothing where it has no visible character.
pub(super) fn line(items: &[Item], direction: Direction, sheet: &Sheet) -> Option<SheetLine> {
    let glyph_of = |item: &Item| sheet.glyphs.get(item.glyph as usize);
    let characters: Vec<char> = items
        .iter()
        .map(|item| glyph_of(item).map_or(' ', |glyph| first_character(&glyph.text)))
        .collect();
    let first = characters
        .iter()
        .position(|character| !character.is_whitespace())?;
    let last = characters
        .iter()
        .rposition(|character| !character.is_whitespace())?;
    let (items, characters) = (items.get(first..=last)?, characters.get(first..=last)?);
    let spread = spread(items, characters);
    let mut text = String::with_capacity(items.len() * 3);
    let mut places = Vec::with_capacity(items.len());
    let mut bbox: Option<Rect> = None;
    let mut size = 0.0_f32;
    let mut before: Option<(&Item, char)> = None;
    for (index, item) in items.iter().enumerate() {
        let Some(glyph) = glyph_of(item) else {
            continue;
        };
        let character = characters.get(index).copied().unwrap_or(' ');
        if let Some((left, ends)) = before {
            let em = left.size.max(item.size).max(0.1);
            let gap = (item.u0 - left.u1) / em;
            let spreads = index.checked_sub(1).and_then(|i| spread.get(i)) == Some(&true);
            let written = ends.is_whitespace() || character.is_whitespace();
            if !written && !spreads && gap > least_gap(ends, character) {
                text.push(' ');
                places.push(CharacterPlace {
                    bbox: direction.page([left.u1, item.v0, item.u0, item.v1]),
                    glyph: None,
                });
            }
        }
        push_glyph(&glyph.text, item, direction, &mut text, &mut places, &glyph.bbox);
        bbox = Some(bbox.map_or(glyph.bbox, |all| all.union(&glyph.bbox)));
        size = size.max(item.size);
        before = Some((item, text.chars().next_back().unwrap_or(' ')));
    }
    Some(SheetLine {
        text,
        places,
        bbox: bbox?,
        size,
        vertical: direction.vertical,
        angle: signed(direction.angle),
    })
}

/// Appends a glyph's characters, each with its share of the glyph's place.
fn push_glyph(
    glyph: &GlyphText,
    item: &Item,
    direction: Direction,
    text: &mut String,
    places: &mut Vec<CharacterPlace>,
    bbox: &Rect,
) {
    match glyph {
        GlyphText::One(character) => {
            text.push(*character);
            places.push(CharacterPlace {
                bbox: *bbox,
                glyph: Some(item.glyph),
            });
        }
        GlyphText::Several(several) => {
            let count = several.chars().count().max(1) as f32;
            let step = (item.u1 - item.u0) / count;
            for (index, character) in several.chars().enumerate() {
                let start = item.u0 + step * index as f32;
                text.push(character);
                places.push(CharacterPlace {
                    bbox: direction.page([start, item.v0, start + step, item.v1]),
                    glyph: Some(item.glyph),
                });
            }
        }
    }
}

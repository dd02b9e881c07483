//! Glyphs to words and lines, and lines to reading order. Relies on places alone, so the order in which a page was drawn
//! changes nothing. Upright, rotated and vertical text go the same way: each in a frame of its own, in which lines run
//! along `u` and follow each other along `v`.
//!
//! ```text
//!   upright        vertical (-V)       turned clockwise
//!   ──▶ u           v ◀── │             v ◀── │
//!   │                     ▼ u                 ▼ u
//!   ▼ v
//! ```

mod leaders;
mod order;
mod space;

use super::turn::quarters;
use crate::geometry::Rect;
use crate::source::{Color, Glyph, GlyphText, Sheet};
use space::{Edges, is_wide};

/// A line of a page, or the part of it that stands by itself: a cell, a label, a caption.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetLine {
    /// Its characters, with a space where a gap or a space glyph stands.
    pub text: String,
    /// One place for each character of [`Self::text`].
    pub places: Vec<CharacterPlace>,
    /// All places together.
    pub bbox: Rect,
    /// Font size of its largest glyph, in points.
    pub size: f32,
    /// Runs from top to bottom: set -V, or upright characters one below the other.
    pub vertical: bool,
    /// Direction of the baseline, clockwise in degrees.
    pub angle: i16,
}

impl SheetLine {
    /// An empty line of the same size and direction.
    pub(super) fn clone_style(&self) -> Self {
        Self {
            text: String::new(),
            places: Vec::new(),
            bbox: self.bbox,
            size: self.size,
            vertical: self.vertical,
            angle: self.angle,
        }
    }
}

/// Where a character of a line stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CharacterPlace {
    /// Its box; for the characters of a ligature a share of the ligature's, for a gap the gap.
    pub bbox: Rect,
    /// Index into [`Sheet::glyphs`]; nothing for a gap.
    pub glyph: Option<u32>,
}

/// A run of characters without a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its characters.
    pub text: String,
    /// CharacterPlace of all of them.
    pub bbox: Rect,
    /// Font size of its first glyph, in points.
    pub size: f32,
    /// Fill colour of its first glyph.
    pub color: Color,
    /// Runs from top to bottom.
    pub vertical: bool,
}

/// The lines of a page in reading order: boxes and cells kept together, rows from the top, each from its start.
#[must_use]
pub fn lines(sheet: &Sheet) -> Vec<SheetLine> {
    let mut out = Vec::new();
    for frame in frames(sheet) {
        frame.lines(sheet, &mut out);
    }
    stack_labels(&mut out);
    order::arrange(out, sheet)
}

/// The words of a page in reading order.
#[must_use]
pub fn words(sheet: &Sheet) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for line in lines(sheet) {
        let mut open = false;
        for (character, place) in line.text.chars().zip(&line.places) {
            if character.is_whitespace() {
                open = false;
                continue;
            }
            if open && let Some(word) = out.last_mut() {
                word.text.push(character);
                word.bbox = word.bbox.union(&place.bbox);
                continue;
            }
            let glyph = place.glyph.and_then(|index| sheet.glyphs.get(index as usize));
            out.push(Word {
                text: character.into(),
                bbox: place.bbox,
                size: glyph.map_or(line.size, |glyph| glyph.size),
                color: glyph.map_or(Color::default(), |glyph| glyph.color),
                vertical: line.vertical,
            });
            open = true;
        }
    }
    out
}

/// The direction in which lines run, in quarters of a turn clockwise, and whether they are set -V.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Direction {
    vertical: bool,
    /// To the nearest degree; text at a slant is a group of its own.
    angle: i16,
}

impl Direction {
    fn of(glyph: &Glyph) -> Self {
        let quarter = quarters(glyph.angle).map(|quarters| 90 * i16::from(quarters));
        let angle = quarter.unwrap_or_else(|| glyph.angle.rem_euclid(360));
        Self {
            vertical: glyph.vertical,
            angle,
        }
    }

    /// A rectangle of the page in this direction's frame, as `[u0, v0, u1, v1]`.
    fn frame(self, bbox: &Rect) -> [f32; 4] {
        let turned = self.angle + if self.vertical { 90 } else { 0 };
        match (turned + 45).rem_euclid(360) / 90 {
            1 => [bbox.y0, -bbox.x1, bbox.y1, -bbox.x0],
            2 => [-bbox.x1, -bbox.y1, -bbox.x0, -bbox.y0],
            3 => [-bbox.y1, bbox.x0, -bbox.y0, bbox.x1],
            _ => [bbox.x0, bbox.y0, bbox.x1, bbox.y1],
        }
    }

    /// Back from the frame to the page.
    fn page(self, [u0, v0, u1, v1]: [f32; 4]) -> Rect {
        let turned = self.angle + if self.vertical { 90 } else { 0 };
        match (turned + 45).rem_euclid(360) / 90 {
            1 => Rect::new(-v1, u0, -v0, u1),
            2 => Rect::new(-u1, -v1, -u0, -v0),
            3 => Rect::new(v0, -u1, v1, -u0),
            _ => Rect::new(u0, v0, u1, v1),
        }
    }
}

/// A glyph in its frame.
#[derive(Debug, Clone, Copy)]
struct Item {
    u0: f32,
    u1: f32,
    v0: f32,
    v1: f32,
    size: f32,
    glyph: u32,
    first: char,
}

impl Item {
    fn middle(&self) -> f32 {
        (self.v0 + self.v1) / 2.0
    }
}

/// All glyphs of one direction.
struct Frame {
    direction: Direction,
    items: Vec<Item>,
}

fn frames(sheet: &Sheet) -> Vec<Frame> {
    let mut out: Vec<Frame> = Vec::new();
    let mut last = 0;
    for (index, glyph) in sheet.glyphs.iter().enumerate() {
        let direction = Direction::of(glyph);
        if out.get(last).is_none_or(|frame| frame.direction != direction) {
            last = out
                .iter()
                .position(|frame| frame.direction == direction)
                .unwrap_or(out.len());
        }
        if last == out.len() {
            out.push(Frame {
                direction,
                items: Vec::new(),
            });
        }
        let [u0, v0, u1, v1] = direction.frame(&glyph.bbox);
        if let (Some(frame), Ok(glyph_index)) = (out.get_mut(last), u32::try_from(index)) {
            frame.items.push(Item {
                u0,
                u1,
                v0,
                v1,
                size: glyph.size,
                glyph: glyph_index,
                first: first_character(&glyph.text),
            });
        }
    }
    out.sort_by_key(|frame| frame.direction);
    out
}

/// A line being built: the items so far and where the next would stand.
struct Run {
    items: Vec<Item>,
    end: f32,
    v0: f32,
    v1: f32,
    size: f32,
    last: char,
}

/// Gap, in font sizes, up to which glyphs are of one line even across a border.
const TOUCHING: f32 = 0.2;
/// Gap up to which a bracket goes with what it holds even across a border.
const STICKING: f32 = 0.6;
/// Gap up to which they are of one line where nothing stands between.
const FAR: f32 = 3.0;
/// Gap up to which a size may change within a line.
const NEAR: f32 = 1.0;
/// Gap that parts a lone character from a bullet.
const LONE: f32 = 0.3;
/// White space inside of a box's border, in font sizes.
const PADDING: f32 = 1.6;
/// The part of a font size below the base line.
const DESCENT: f32 = 0.2;
/// Base lines at most this far apart, in font sizes, are one.
const LEVEL: f32 = 0.15;
/// Gap down to which glyphs of different sizes are of one line.
const OVER: f32 = -0.3;
/// Gap from which on a glyph of the same size lies over another text, and not over itself.
const ITSELF: f32 = -0.75;
/// Runs that a glyph is compared with in one band; crowded nonsense does not become slow.
const CANDIDATES: usize = 48;

impl Frame {
    fn lines(mut self, sheet: &Sheet, out: &mut Vec<SheetLine>) {
        self.items.sort_by(|a, b| {
            a.u0.total_cmp(&b.u0)
                .then(a.v0.total_cmp(&b.v0))
                .then(a.u1.total_cmp(&b.u1))
                .then(a.glyph.cmp(&b.glyph))
        });
        let edges = Edges::of(sheet, |bbox| self.direction.frame(bbox));
        let mut runs = self.runs(&edges);
        leaders::join(&mut runs, &edges);
        for run in runs {
            out.extend(space::line(&run.items, self.direction, sheet));
        }
    }

    /// Chains the items, sorted along `u`, into runs that share a band of `v`.
    fn runs(&self, edges: &Edges) -> Vec<Run> {
        let mut sizes: Vec<f32> = self.items.iter().map(|item| item.size).collect();
        let middle = sizes.len() / 2;
        if middle > 0 {
            sizes.select_nth_unstable_by(middle, f32::total_cmp);
        }
        let band = sizes.get(middle).copied().unwrap_or(10.0).clamp(2.0, 100.0);
        let top = self
            .items
            .iter()
            .map(|item| item.middle())
            .fold(f32::MAX, f32::min);
        let band_of = |v: f32| ((v - top) / band).clamp(0.0, 50_000.0) as usize;
        let mut runs: Vec<Run> = Vec::new();
        let mut open: Vec<Vec<u32>> = Vec::new();
        for item in &self.items {
            let here = band_of(item.middle());
            let mut best: Option<(f32, u32)> = None;
            for row in here.saturating_sub(1)..=here + 1 {
                let Some(row) = open.get_mut(row) else {
                    continue;
                };
                row.retain(|index| {
                    runs.get(*index as usize)
                        .is_some_and(|run| item.u0 - run.end <= FAR * run.size.max(item.size))
                });
                for index in row.iter().rev().take(CANDIDATES) {
                    if let Some(run) = runs.get(*index as usize)
                        && let Some(distance) = fit(run, item, edges)
                        && best.is_none_or(|(least, _)| distance < least)
                    {
                        best = Some((distance, *index));
                    }
                }
            }
            if let Some((_, index)) = best
                && let Some(run) = runs.get_mut(index as usize)
            {
                run.end = run.end.max(item.u1);
                run.last = item.first;
                // The band follows the line's full-sized glyphs, so that a superscript does not drag it away.
                if item.size >= run.size * 0.8 {
                    (run.v0, run.v1) = (item.v0, item.v1);
                    run.size = run.size.max(item.size);
                }
                run.items.push(*item);
                continue;
            }
            if open.len() <= here {
                open.resize_with(here + 1, Vec::new);
            }
            if let (Some(row), Ok(index)) = (open.get_mut(here), u32::try_from(runs.len())) {
                row.push(index);
            }
            runs.push(Run {
                items: vec![*item],
                end: item.u1,
                v0: item.v0,
                v1: item.v1,
                size: item.size,
                last: item.first,
            });
        }
        runs
    }
}

/// How badly `item` goes on with `run`: nothing where it does not.
fn fit(run: &Run, item: &Item, edges: &Edges) -> Option<f32> {
    let overlap = run.v1.min(item.v1) - run.v0.max(item.v0);
    if overlap < 0.5 * (run.v1 - run.v0).min(item.v1 - item.v0) {
        return None;
    }
    let em = run.size.max(item.size).max(0.1);
    let gap = (item.u0 - run.end) / em;
    let ratio = run.size.min(item.size) / em;
    // Texts can lie over each other where one outgrew its place: neither goes on with the other. Of one size, a letter
    // drawn twice covers itself, and brackets are set close.
    let over = if ratio < 0.96 { f32::MIN } else { ITSELF };
    if (over..OVER).contains(&gap) && (ratio < 0.96 || !(set_close(run.last) || set_close(item.first))) {
        return None;
    }
    if !(-1.5..=FAR).contains(&gap) || (gap > NEAR && ratio < 0.75) || ratio < 0.35 {
        return None;
    }
    // Far apart, only what stands on one base line is one line.
    if gap > NEAR && (base_line(run.v1, run.size) - base_line(item.v1, item.size)).abs() > LEVEL * em {
        return None;
    }
    // A bullet behind a lone character: that one is of a label from top to bottom beside the line.
    let label = gap > LONE && run.items.len() == 1 && is_wide(run.last);
    if (gap > NEAR || label) && opens_anew(run.last, item.first) {
        return None;
    }
    let middle = (run.v0 + run.v1) / 2.0;
    // What stands inside a box and what stands beside it may touch; a text that outgrew its box goes on as it began.
    let parted = gap > TOUCHING || (ratio < 0.96 && gap > 0.0);
    if parted
        && !(gap < STICKING && sticks(run.last, item.first))
        && edges.between(parts_from(run, gap, em), item.u0, item.middle())
    {
        return None;
    }
    Some((item.middle() - middle).abs() / em + gap.abs() * 0.2 + (1.0 - ratio))
}

/// Where to look for what parts a run from the next item. Behind white space the item may begin in a box of its own
/// though the run's last characters outgrew theirs into it.
fn parts_from(run: &Run, gap: f32, em: f32) -> f32 {
    let first = run.items.first().map_or(run.end, |item| item.u1);
    if gap > LONE {
        (run.end - PADDING * em).max(first).min(run.end)
    } else {
        run.end
    }
}

/// Whether no line ends between the two (禁則): an opening bracket ends none, a closing one or a full stop begins none.
fn sticks(last: char, next: char) -> bool {
    matches!(last, '(' | '（' | '「' | '【' | '『' | '〔' | '［' | '[')
        || matches!(
            next,
            ')' | '）' | '」' | '】' | '』' | '〕' | '］' | ']' | '、' | '。'
        )
}

/// Whether a character fills half of its square: punctuation and brackets, which typesetters draw together.
fn set_close(character: char) -> bool {
    !character.is_alphanumeric()
}

/// Where the base line of glyphs lies that end at `bottom`.
fn base_line(bottom: f32, size: f32) -> f32 {
    bottom - DESCENT * size
}

/// Whether a character behind white space begins a line of its own: a bullet, or a word behind a number, as in the next
/// column of a table. A number's own units go on with it.
fn opens_anew(last: char, next: char) -> bool {
    let shape = matches!(next, '\u{25A0}'..='\u{25FF}' | '\u{2460}'..='\u{2473}' | '\u{2776}'..='\u{277F}' | '※' | '•' | '➢')
        && !matches!(next, '△' | '▲' | '○');
    // A row of dots leads on; one dot is a bullet.
    let dot = matches!(next, '・' | '･') && last != next;
    let word = next.is_alphabetic() && !next.is_ascii() && !"億兆万千百円年月日人件倍".contains(next);
    shape || dot || (last.is_ascii_digit() && word)
}

/// Joins upright characters that stand one below the other (フ/ェ/ー/ズ) into one line from top to bottom.
fn stack_labels(lines: &mut Vec<SheetLine>) {
    let alone = |line: &SheetLine| {
        let mut characters = line.text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => !line.vertical && line.angle == 0 && is_wide(only) && !only.is_numeric(),
            _ => false,
        }
    };
    let mut singles: Vec<usize> = (0..lines.len())
        .filter(|index| lines.get(*index).is_some_and(&alone))
        .collect();
    singles.sort_by(|a, b| {
        let key = |index: &usize| lines.get(*index).map_or(0.0, |line| line.bbox.y0);
        key(a).total_cmp(&key(b))
    });
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for index in singles {
        let Some(line) = lines.get(index) else {
            continue;
        };
        let chain = chains.iter_mut().rev().take(CANDIDATES).find(|chain| {
            chain
                .last()
                .and_then(|last| lines.get(*last))
                .is_some_and(|last| goes_on_below(last, line))
        });
        match chain {
            Some(chain) => chain.push(index),
            None => chains.push(vec![index]),
        }
    }
    let mut joined = vec![false; lines.len()];
    let mut labels = Vec::new();
    for chain in chains.into_iter().filter(|chain| chain.len() >= 3) {
        let parts: Vec<&SheetLine> = chain.iter().filter_map(|index| lines.get(*index)).collect();
        let Some((first, rest)) = parts.split_first() else {
            continue;
        };
        let mut label = (*first).clone();
        label.vertical = true;
        for part in rest {
            label.text.push_str(&part.text);
            label.places.extend(&part.places);
            label.bbox = label.bbox.union(&part.bbox);
        }
        labels.push(label);
        for index in chain {
            if let Some(slot) = joined.get_mut(index) {
                *slot = true;
            }
        }
    }
    let mut joined = joined.into_iter();
    lines.retain(|_| !joined.next().unwrap_or(false));
    lines.append(&mut labels);
}

fn goes_on_below(above: &SheetLine, below: &SheetLine) -> bool {
    let size = above.size.max(0.1);
    let (a, b) = (above.bbox.center(), below.bbox.center());
    let gap = below.bbox.y0 - above.bbox.y1;
    (a.x - b.x).abs() < 0.2 * size
        && (above.size - below.size).abs() < 0.1 * size
        && (-0.3 * size..0.6 * size).contains(&gap)
}

/// The first character of a glyph.
fn first_character(text: &GlyphText) -> char {
    match text {
        GlyphText::One(character) => *character,
        GlyphText::Several(text) => text.chars().next().unwrap_or(' '),
    }
}

#[cfg(test)]
mod tests;

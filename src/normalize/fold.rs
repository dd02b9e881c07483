//! Folding a text piece by piece into one normalized text with its map. Stretches that stay as they are, and full-width
//! ones, are taken as slices; only what is left is looked at character by character.

use super::Normalized;
use super::characters::{
    self, Rule, extends, full_width, is_long_mark, joins_previous, plain_prefix, rule, selects_variant,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Marks on one character beyond which it is noise, taken over as it is.
const MOST_MARKS: usize = 32;

/// Folds pieces of one source, in order, into one text.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) out: Normalized,
    /// The characters of a cluster before they compose.
    parts: String,
    /// The cluster after.
    composed: String,
}

impl Folder {
    /// Makes room for a text of so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut folder = Self::default();
        folder.out.text.reserve(bytes);
        folder
    }

    /// Folds `piece`, which stands at `base` in the source. `after` is the character that will follow it in the text.
    pub(super) fn piece(&mut self, piece: &str, base: usize, after: Option<char>) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let plain = plain_prefix(rest);
            let next = at + plain;
            let plain = plain - self.kept_back(piece, at, next);
            if plain > 0 {
                self.out.text.push_str(piece.get(at..at + plain).unwrap_or(""));
                self.out.map.push_same(base + at, plain);
                at += plain;
            } else if let Some(end) = self.full_width_run(piece, at, base) {
                at = end;
            } else {
                at = self.cluster(piece, at, base, after);
            }
        }
    }

    /// Appends one character that stands for `len` source bytes: a line end.
    pub(super) fn character(&mut self, character: char, source: usize, len: usize) {
        self.out.text.push(character);
        self.out.map.push(source, len, character.len_utf8(), 1);
    }

    /// The length of the last character before `next` where the one at `next` joins it: both are left to [`Self::cluster`].
    fn kept_back(&self, piece: &str, from: usize, next: usize) -> usize {
        if next == from || !starts_with_joining(piece.get(next..)) {
            return 0;
        }
        piece
            .get(from..next)
            .and_then(|plain| plain.chars().next_back())
            .map_or(0, char::len_utf8)
    }

    /// Full-width characters in a row, if the piece goes on with some; returns where they end.
    fn full_width_run(&mut self, piece: &str, from: usize, base: usize) -> Option<usize> {
        let bytes = piece.as_bytes();
        let before = self.out.text.len();
        let mut at = from;
        while let Some(byte) = full_width(bytes.get(at..).unwrap_or(&[])) {
            self.out.text.push(char::from(byte));
            at += 3;
        }
        if at > from && starts_with_joining(piece.get(at..)) {
            self.out.text.pop();
            at -= 3;
        }
        let count = self.out.text.len() - before;
        self.out.map.push(base + from, 3, 1, count);
        (count > 0).then_some(at)
    }

    /// One character with all that joins it; returns where the next begins.
    fn cluster(&mut self, piece: &str, from: usize, base: usize, after: Option<char>) -> usize {
        let mut characters = piece.get(from..).unwrap_or("").chars();
        let Some(first) = characters.next() else {
            return piece.len();
        };
        if is_long_mark(first)
            && let Some(end) = self.dashes(piece, from, base, after)
        {
            return end;
        }
        let first_end = from + first.len_utf8();
        if let Some(end) = self.voiced(first, piece, first_end, base + from) {
            return end;
        }
        let mut end = first_end;
        let mut variant_end = first_end;
        let mut joined = 0;
        let mut marks = false;
        for character in characters.take_while(|next| joins_previous(*next)) {
            if selects_variant(character) && variant_end == end {
                variant_end += character.len_utf8();
            }
            end += character.len_utf8();
            joined += 1;
            marks |= extends(character);
        }
        if joined > MOST_MARKS {
            self.out.text.push_str(piece.get(from..end).unwrap_or(""));
            self.out.map.push_same(base + from, end - from);
            return end;
        }
        let unit_end = if marks { end } else { variant_end };
        match rule(first) {
            Rule::Keep if !marks => self.unit(first, base + from, unit_end - from),
            Rule::Become(other) if !marks => self.unit(other, base + from, unit_end - from),
            Rule::Drop if !marks => {}
            _ => {
                self.parts.clear();
                for character in piece.get(from..unit_end).unwrap_or("").chars() {
                    characters::push_folded(character, &mut self.parts);
                }
                self.composed.clear();
                self.composed.extend(self.parts.nfc());
                self.out.text.push_str(&self.composed);
                let (source, normalized) = (unit_end - from, self.composed.len());
                if source == normalized && self.composed.chars().nth(1).is_none() {
                    self.out.map.push_same(base + from, source);
                } else {
                    self.out.map.push(base + from, source, normalized, 1);
                }
            }
        }
        end
    }

    /// Kana with one voicing mark and nothing more, the usual case of a cluster; returns where it ends.
    fn voiced(&mut self, kana: char, piece: &str, at: usize, source: usize) -> Option<usize> {
        let mut rest = piece.get(at..)?.chars();
        let mark = rest.next()?;
        let combining = characters::voicing_mark(mark)?;
        if rest.next().is_some_and(joins_previous) {
            return None;
        }
        let kana_len = kana.len_utf8();
        let kana = match rule(kana) {
            Rule::Keep => kana,
            Rule::Become(other) => other,
            Rule::Drop | Rule::Compatibility => return None,
        };
        let voiced = compose(kana, combining)?;
        self.unit(voiced, source, kana_len + mark.len_utf8());
        Some(at + mark.len_utf8())
    }

    fn unit(&mut self, character: char, source: usize, len: usize) {
        self.out.text.push(character);
        if character.len_utf8() == len {
            self.out.map.push_same(source, len);
        } else {
            self.out.map.push(source, len, character.len_utf8(), 1);
        }
    }

    /// Long marks that stand for dashes: alone in a cell, between digits, as a bullet. Beside a letter they are long marks.
    /// Returns where they end, or nothing where they are none.
    fn dashes(&mut self, piece: &str, from: usize, base: usize, after: Option<char>) -> Option<usize> {
        let before = self.out.text.chars().next_back();
        if before.is_some_and(is_letter) {
            return None;
        }
        let rest = piece.get(from..)?;
        let run = rest
            .find(|c: char| !is_long_mark(c) && rule(c) != Rule::Drop)
            .unwrap_or(rest.len());
        let next = rest.get(run..).and_then(|rest| rest.chars().next());
        if let Some(next) = next.or(after) {
            self.parts.clear();
            characters::push_folded(next, &mut self.parts);
            if extends(next) || self.parts.chars().next().is_some_and(is_letter) {
                return None;
            }
        }
        for (at, character) in rest.get(..run)?.char_indices() {
            if is_long_mark(character) {
                self.unit('-', base + from + at, character.len_utf8());
            }
        }
        Some(from + run)
    }
}

fn starts_with_joining(rest: Option<&str>) -> bool {
    rest.and_then(|rest| rest.chars().next())
        .is_some_and(joins_previous)
}

/// A character that a long mark may belong to.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !matches!(character, 'Ⅰ'..='ↈ' | 'Ⓐ'..='ⓩ')
}

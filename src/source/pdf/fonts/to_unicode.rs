//! ToUnicode CMaps: codes to characters. Read with the content lexer, so that a damaged CMap still gives what it holds.

use super::super::lexer::{Lexer, Token, decode_hex};
use crate::source::GlyphText;

/// Which characters the codes of a font stand for.
#[derive(Debug, Default)]
pub struct ToUnicode {
    /// Sorted by first code.
    ranges: Vec<Range>,
}

#[derive(Debug)]
struct Range {
    first: u32,
    last: u32,
    /// UTF-16 of the first code; the last unit counts up.
    units: Units,
}

/// UTF-16 units; most codes have one.
#[derive(Debug)]
enum Units {
    One(u16),
    Several(Box<[u16]>),
}

/// Ranges of one map; no font has more codes, and a packed stream could hold millions.
const MAX_RANGES: usize = 1 << 17;

/// How many earlier ranges are looked at where ranges overlap.
const OVERLAP: usize = 4;

impl ToUnicode {
    /// Reads the `bfchar` and `bfrange` sections of a CMap.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut ranges = Vec::new();
        let mut lexer = Lexer::new(bytes);
        while let Some(token) = lexer.next()
            && ranges.len() < MAX_RANGES
        {
            match token {
                Token::Word(b"beginbfchar") => read_chars(&mut lexer, &mut ranges),
                Token::Word(b"beginbfrange") => read_ranges(&mut lexer, &mut ranges),
                _ => {}
            }
        }
        ranges.sort_by_key(|range| range.first);
        Self { ranges }
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The characters of a code; nothing where it has none or only a NUL.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<GlyphText> {
        let end = self.ranges.partition_point(|range| range.first <= code);
        let range = self
            .ranges
            .get(end.saturating_sub(OVERLAP)..end)?
            .iter()
            .rev()
            .find(|range| range.last >= code)?;
        let offset = code - range.first;
        let counted = |last: u16| u16::try_from(u32::from(last).checked_add(offset)?).ok();
        match &range.units {
            Units::One(unit) => text_of([counted(*unit)?].into_iter()),
            Units::Several(units) => {
                let (last, head) = units.split_last()?;
                text_of(head.iter().copied().chain([counted(*last)?]))
            }
        }
    }
}

/// The characters of UTF-16 units; nothing where they are none, broken, a NUL or U+FFFD, which some writers give to
/// codes that they do not know.
fn text_of(units: impl Iterator<Item = u16>) -> Option<GlyphText> {
    let mut characters = char::decode_utf16(units);
    let first = characters.next()?.ok()?;
    let Some(second) = characters.next() else {
        return match first {
            '\0' | char::REPLACEMENT_CHARACTER => None,
            '\t' | '\n' | '\r' => Some(GlyphText::One(' ')),
            _ => Some(GlyphText::One(first)),
        };
    };
    let mut text = String::from(first);
    text.push(second.ok()?);
    for character in characters {
        text.push(character.ok()?);
    }
    // Padding NULs come from writers with fixed-size entries, byte order marks from those that paste whole strings.
    let text = text.trim_matches(['\0', '\u{FEFF}']);
    let mut rest = text.chars();
    match (rest.next()?, rest.next()) {
        (only, None) => Some(GlyphText::One(only)),
        _ => Some(GlyphText::Several(text.into())),
    }
}

fn code(raw: &[u8]) -> Option<u32> {
    let mut bytes = Vec::with_capacity(4);
    decode_hex(raw, &mut bytes);
    (1..=4)
        .contains(&bytes.len())
        .then(|| bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

fn units(raw: &[u8]) -> Units {
    let mut bytes = Vec::with_capacity(raw.len() / 2 + 1);
    decode_hex(raw, &mut bytes);
    match *bytes.as_slice() {
        [one] => Units::One(u16::from(one)),
        [high, low] => Units::One(u16::from_be_bytes([high, low])),
        _ => Units::Several(
            bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |value, byte| value << 8 | u16::from(*byte)))
                .collect(),
        ),
    }
}

fn read_chars(lexer: &mut Lexer<'_>, ranges: &mut Vec<Range>) {
    while let Some(Token::Hex(from)) = lexer.next()
        && ranges.len() < MAX_RANGES
    {
        let Some(to) = lexer.next() else { return };
        if let (Some(first), Token::Hex(to)) = (code(from), to) {
            ranges.push(Range {
                first,
                last: first,
                units: units(to),
            });
        }
    }
}

fn read_ranges(lexer: &mut Lexer<'_>, ranges: &mut Vec<Range>) {
    while let Some(Token::Hex(from)) = lexer.next()
        && ranges.len() < MAX_RANGES
    {
        let Some(Token::Hex(to)) = lexer.next() else {
            return;
        };
        let (first, last) = (code(from), code(to));
        match lexer.next() {
            Some(Token::Hex(target)) => {
                if let (Some(first), Some(last)) = (first, last) {
                    ranges.push(Range {
                        first,
                        last,
                        units: units(target),
                    });
                }
            }
            Some(Token::ArrayStart) => {
                let mut at = first;
                while let Some(Token::Hex(target)) = lexer.next()
                    && ranges.len() < MAX_RANGES
                {
                    if let Some(code) = at {
                        ranges.push(Range {
                            first: code,
                            last: code,
                            units: units(target),
                        });
                        at = code.checked_add(1);
                    }
                }
            }
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists() {
        let map = ToUnicode::parse(
            b"1 beginbfchar <01> <5104> <02> <D842DFB7> <05> <0000> endbfchar
              3 beginbfrange <0010> <0012> <3042> <20><21>[<0066 0069> <4E00>] <30><40><00> endbfrange",
        );
        let one = |code, character| assert_eq!(map.text(code), Some(GlyphText::One(character)));
        one(1, '億');
        one(2, '𠮷');
        one(0x12, 'い');
        one(0x21, '一');
        assert_eq!(map.text(0x20), Some(GlyphText::Several("fi".into())));
        assert_eq!(map.text(5), None);
        assert_eq!(map.text(0x13), None);
    }

    #[test]
    fn a_damaged_map_gives_what_it_holds() {
        let map = ToUnicode::parse(b"beginbfchar <01> <5104> <02> ]] <03> <4E00>");
        assert_eq!(map.text(1), Some(GlyphText::One('億')));
    }

    #[test]
    fn a_narrow_range_inside_a_wide_one_wins() {
        let map = ToUnicode::parse(b"beginbfrange <00> <ff> <0000> <30> <30> <5104> endbfrange");
        assert_eq!(map.text(0x30), Some(GlyphText::One('億')));
        assert_eq!(map.text(0x41), Some(GlyphText::One('A')));
    }
}

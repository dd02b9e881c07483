//! The quick search for places where an amount can begin.

use crate::grammar::glyph;

/// The next character from `from` on that can begin an amount: a digit, a kanji numeral, ¥; with `cells` a dash too.
pub(super) fn next_start(text: &str, from: usize, cells: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match CLASS[usize::from(byte)] {
            SKIP => at += 1,
            DIGIT => return Some(at),
            DASH if cells => return Some(at),
            LEAD if text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| begins(c, cells)) =>
            {
                return Some(at);
            }
            LEAD => at += if byte < 0xE0 { 2 } else { 3 },
            _ => at += 1,
        }
    }
    None
}

fn begins(c: char, cells: bool) -> bool {
    glyph::kanji(c).is_some()
        || glyph::small_unit(c).is_some()
        || glyph::big_unit(c).is_some()
        || glyph::joined_unit(c).is_some()
        || glyph::arabic(c).is_some()
        || matches!(c, '¥' | '￥')
        || cells && glyph::is_dash(c)
}

const SKIP: u8 = 0;
const DIGIT: u8 = 1;
const DASH: u8 = 2;
const LEAD: u8 = 3;

/// What each byte can begin.
static CLASS: [u8; 256] = {
    let mut class = [SKIP; 256];
    let mut byte = 0xC2;
    while byte < 0xF0 {
        class[byte] = LEAD;
        byte += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        class[digit as usize] = DIGIT;
        digit += 1;
    }
    class[b'-' as usize] = DASH;
    class
};

//! What folding makes of one character: NFKC, and rules of our own where NFKC would harm what is read here.
//!
//! Marks that head an item or a note (①, ⑴, Ⅰ, ㊀, ⒈), superscripts and fractions stay as they are: as plain digits they
//! would run into the number beside them (10²億円, 3½). Squared units keep their power as a superscript (㎡ → m²), since
//! `㎡1,000円` must not become `m21,000円`. Ellipses stay, so that no point stands before a number.

use super::radicals;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What folding makes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Itself.
    Keep,
    /// Nothing: it cannot be seen.
    Drop,
    /// Another character.
    Become(char),
    /// What NFKC says.
    Compatibility,
}

/// The rule for a character by itself.
pub(super) fn rule(character: char) -> Rule {
    match character {
        // Line ends stay, tabs and spaces become one space, other controls go.
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Rule::Keep,
        '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Rule::Become(' ')
        }
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Rule::Drop,
        ' '..='~' => Rule::Keep,
        '！'..='～' => match character {
            '～' => Rule::Become('〜'),
            _ => char::from_u32(character as u32 - 0xFEE0).map_or(Rule::Keep, Rule::Become),
        },
        // Zero width, direction marks, fillers, variation selectors, tags.
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => Rule::Drop,
        // Dashes; the long mark ー is told by its neighbours.
        '\u{2010}'..='\u{2015}' | '⁃' | '−' | '─' | '━' | '︱' | '︲' | '﹘' | '﹣' => {
            Rule::Become('-')
        }
        '∼' => Rule::Become('〜'),
        '︙' => Rule::Become('…'),
        '︰' => Rule::Become('‥'),
        // Superscripts, subscripts, fractions, Roman numerals.
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209C}' | '\u{2150}'..='\u{218B}' => Rule::Keep,
        '\u{2024}'..='\u{2026}' => Rule::Keep,
        // Circled, parenthesized and dotted numbers and letters; days, hours and months in one character.
        '\u{2460}'..='\u{24FF}'
        | '\u{2776}'..='\u{2793}'
        | '\u{3192}'..='\u{319F}'
        | '\u{3220}'..='\u{3229}'
        | '\u{3244}'..='\u{324F}'
        | '\u{3251}'..='\u{327F}'
        | '\u{3280}'..='\u{32CB}'
        | '\u{32D0}'..='\u{32FE}'
        | '\u{3358}'..='\u{3370}'
        | '\u{33E0}'..='\u{33FE}'
        | '\u{1F100}'..='\u{1F23F}'
        | '\u{1F250}'..='\u{1F251}' => Rule::Keep,
        '\u{2E80}'..='\u{2EF3}' => match radicals::ideograph(character) {
            same if same == character => Rule::Keep,
            ideograph => Rule::Become(ideograph),
        },
        '\u{3041}'..='\u{3096}' | '゛' | '゜' | 'ゝ' | 'ゞ' | 'ァ'..='ヾ' => Rule::Keep,
        '\u{3400}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}' => Rule::Keep,
        _ => Rule::Compatibility,
    }
}

/// Appends what a character becomes, still decomposed where it can take part in a composition.
pub(super) fn push_folded(character: char, out: &mut String) {
    match rule(character) {
        Rule::Keep => out.push(character),
        Rule::Drop => {}
        Rule::Become(other) => out.push(other),
        Rule::Compatibility => push_compatibility(character, out),
    }
}

fn push_compatibility(character: char, out: &mut String) {
    let mut parts = std::iter::once(character).nfkd();
    let first = parts.next().unwrap_or(character);
    let second = parts.next();
    // An accent on a space, such as ￣ or ´: a space would part what it stands beside.
    if first == ' ' && second.is_some() {
        out.push(character);
        return;
    }
    let squared_unit = matches!(character, '\u{3371}'..='\u{33DF}');
    for part in std::iter::once(first).chain(second).chain(parts) {
        match (part, rule(part)) {
            ('2', _) if squared_unit => out.push('²'),
            ('3', _) if squared_unit => out.push('³'),
            (_, Rule::Drop) => {}
            (_, Rule::Become(other)) => out.push(other),
            _ => out.push(part),
        }
    }
}

/// Whether a character belongs to the one before it: it may compose with it, or it is dropped.
pub(super) fn joins_previous(character: char) -> bool {
    may_join(character) && (rule(character) == Rule::Drop || extends(character))
}

/// Whether a character may compose with the one before it: a combining mark, a half-width dakuten, a Hangul vowel.
pub(super) fn extends(character: char) -> bool {
    if !may_join(character) || rule(character) != Rule::Compatibility {
        return false;
    }
    let first = std::iter::once(character).nfkd().next().unwrap_or(character);
    let combines = |c: char| {
        canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
    };
    combines(character) || combines(first)
}

/// A quick no for the blocks that hold no combining or invisible characters.
fn may_join(character: char) -> bool {
    !matches!(
        character,
        '\t'..='\r'
            | ' '..='~'
            | '\u{85}'
            | '\u{A0}'..='\u{AC}'
            | '\u{AE}'..='\u{2FF}'
            | '\u{2010}'..='\u{2029}'
            | '\u{2030}'..='\u{205F}'
            | '\u{2070}'..='\u{20CF}'
            | '\u{2100}'..='\u{2BFF}'
            | '\u{2E80}'..='\u{3029}'
            | '\u{3030}'..='\u{3098}'
            | '\u{309B}'..='\u{3130}'
            | '\u{3190}'..='\u{A000}'
            | '\u{E000}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF9D}'
    )
}

/// A selector that says how the character before it is drawn.
pub(super) fn selects_variant(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The katakana long mark, which is typed for a dash too.
pub(super) fn is_long_mark(character: char) -> bool {
    matches!(character, 'ー' | 'ｰ')
}

/// How many bytes at the beginning of `bytes` fold to themselves and join nothing: ASCII, kana, ideographs, brackets,
/// geometric shapes, enclosed numbers and private-use characters. It stops before a long mark that follows no kana.
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut after_kana = false;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let (len, kana) = match rest {
            [b' '..=b'~' | b'\n' | b'\r', ..] => (1, false),
            [0xE4..=0xE9, _, _, ..] => (3, false),
            [0xE3, 0x81, 0x81..=0xBF, ..] => (3, true),
            [0xE3, 0x82, 0x80..=0x96 | 0x9D | 0x9E | 0xA1..=0xBF, ..] => (3, true),
            [0xE3, 0x83, 0x80..=0xBA | 0xBD | 0xBE, ..] => (3, true),
            [0xE3, 0x83, 0xBC, ..] if after_kana => (3, true),
            // ・ 、 。 〃 々 〆 〇 and brackets.
            [0xE3, 0x83, 0xBB, ..] | [0xE3, 0x80, 0x81..=0x83 | 0x85..=0x91, ..] => (3, false),
            [0xE2, 0x91, 0xA0..=0xBF, ..]
            | [0xE2, 0x92 | 0x93 | 0x97, _, ..]
            | [0xE2, 0x96, 0xA0..=0xBF, ..]
            | [0xE2, 0x80, 0xBB, ..]
            | [0xEE, _, _, ..]
            | [0xEF, 0x80..=0xA3, _, ..] => (3, false),
            _ => return at,
        };
        at += len;
        after_kana = kana;
    }
}

/// The ASCII byte for a full-width character or an ideographic space at the beginning of `bytes`; each is three bytes.
pub(super) fn full_width(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [0xEF, 0xBC, byte @ 0x81..=0xBF, ..] => Some(byte - 0x60),
        [0xEF, 0xBD, byte @ 0x80..=0x9D, ..] => Some(byte - 0x20),
        [0xE3, 0x80, 0x80, ..] => Some(b' '),
        _ => None,
    }
}

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
        '｡'..='ﾝ' => Rule::Become(half_width(character)),
        '\u{3041}'..='\u{3096}' | '゛' | '゜' | 'ゝ' | 'ゞ' | 'ァ'..='ヾ' => Rule::Keep,
        '\u{3400}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}' => Rule::Keep,
        _ => Rule::Compatibility,
    }
}

/// The full-width form of U+FF61 to U+FF9D.
fn half_width(character: char) -> char {
    const FULL_WIDTH: [char; 0x3D] = [
        '。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー', 'ア',
        'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ', 'チ', 'ツ',
        'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ', 'ム', 'メ', 'モ',
        'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン',
    ];
    (character as usize)
        .checked_sub(0xFF61)
        .and_then(|index| FULL_WIDTH.get(index))
        .copied()
        .unwrap_or(character)
}

/// The voicing mark that a character is, in its combining form.
pub(super) fn voicing_mark(character: char) -> Option<char> {
    match character {
        '\u{3099}' | 'ﾞ' => Some('\u{3099}'),
        '\u{309A}' | 'ﾟ' => Some('\u{309A}'),
        _ => None,
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
    if voicing_mark(character).is_some() {
        return true;
    }
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

/// The characters that fold to themselves and join nothing, of those with three bytes in UTF-8: kana, ideographs,
/// brackets, geometric shapes, enclosed numbers and private-use characters. A bit for each.
static PLAIN: [u64; 1024] = plain_table();

const fn plain_table() -> [u64; 1024] {
    const RANGES: [(usize, usize); 13] = [
        (0x203B, 0x203B),
        (0x2460, 0x24FF),
        (0x25A0, 0x25FF),
        (0x3001, 0x3003),
        (0x3005, 0x3011),
        (0x3041, 0x3096),
        (0x309D, 0x309E),
        // Without the long mark, which is told by its neighbours.
        (0x30A1, 0x30FB),
        (0x30FD, 0x30FE),
        (0x3400, 0x4DBF),
        (0x4DC0, 0x4DFF),
        (0x4E00, 0x9FFF),
        (0xE000, 0xF8FF),
    ];
    let mut table = [0; 1024];
    let mut index = 0;
    while index < RANGES.len() {
        let (mut at, end) = RANGES[index];
        while at <= end {
            table[at / 64] |= 1 << (at % 64);
            at += 1;
        }
        index += 1;
    }
    table
}

fn is_plain(code: usize) -> bool {
    PLAIN
        .get(code / 64)
        .is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// How many bytes at the beginning of `bytes` fold to themselves and join nothing. It stops before a long mark that
/// follows no kana in it.
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        match lead {
            b' '..=b'~' | b'\n' | b'\r' => at += 1,
            // U+4000 to U+9FFF: all plain.
            0xE4..=0xE9 => at += 3,
            0xE2..=0xEF => {
                let Some(&[_, second, third]) = bytes.get(at..at + 3) else {
                    return at;
                };
                let code = usize::from(lead & 0x0F) << 12
                    | usize::from(second & 0x3F) << 6
                    | usize::from(third & 0x3F);
                let long_mark = code == 0x30FC && ends_in_kana(bytes, at);
                if !(is_plain(code) || long_mark) {
                    return at;
                }
                at += 3;
            }
            _ => return at,
        }
    }
    at.min(bytes.len())
}

/// Whether kana or a long mark stand before `at`.
fn ends_in_kana(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|from| bytes.get(from..at));
    matches!(before, Some([0xE3, 0x81..=0x83, _])) && before != Some("・".as_bytes())
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

/// The text without white space and invisible characters at its ends, and how many bytes were taken off its beginning.
pub(super) fn visible(text: &str) -> (&str, usize) {
    let bytes = text.as_bytes();
    // Told by a few bytes in most cases: of three-byte characters, nothing invisible begins with these.
    let shows = |bytes: &[u8]| {
        matches!(
            bytes,
            [0xE4..=0xEE, ..]
                | [0xE3, 0x81..=0xBF, ..]
                | [0xE3, 0x80, 0x81..=0xBF, ..]
                | [0xE2, 0x91..=0x97, ..]
                | [0xE2, 0x80, 0xBB, ..]
                | [0xEF, 0x80..=0xAF | 0xBC | 0xBD, ..]
        )
    };
    let last_three = bytes.get(bytes.len().saturating_sub(3)..).unwrap_or(&[]);
    let begins = matches!(bytes, [b'!'..=b'~', ..]) || shows(bytes);
    let ends = matches!(bytes, [.., b'!'..=b'~']) || shows(last_three);
    if begins && ends || text.is_empty() {
        return (text, 0);
    }
    trimmed(text)
}

#[cold]
fn trimmed(text: &str) -> (&str, usize) {
    let invisible = |c: char| c.is_whitespace() || rule(c) == Rule::Drop;
    let from = text.trim_start_matches(invisible);
    (from.trim_end_matches(invisible), text.len() - from.len())
}

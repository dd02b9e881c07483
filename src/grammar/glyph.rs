//! Classes of single characters that figures are made of. Half- and full-width forms both count, so that the parsers
//! stand on text that was folded and on text that was not.

/// The value of an Arabic digit.
#[inline]
pub(super) fn arabic(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '\u{FF10}'..='\u{FF19}' => u8::try_from(c as u32 - 0xFF10).ok(),
        _ => None,
    }
}

/// The value of a kanji digit, 大字 included.
#[inline]
pub(super) fn kanji(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壱' | '壹' | '弌' => 1,
        '二' | '弐' | '貳' | '貮' | '弍' => 2,
        '三' | '参' | '參' | '弎' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陸' => 6,
        '七' | '漆' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Circles that printers set for 〇 among kanji digits: 二○二三.
#[inline]
pub(super) fn is_circle(c: char) -> bool {
    matches!(c, '○' | '◯')
}

/// The power of ten of 十, 百, 千 and their 大字.
#[inline]
pub(super) fn small_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' | '什' => 1,
        '百' | '佰' | '陌' => 2,
        '千' | '仟' | '阡' => 3,
        _ => return None,
    })
}

/// 廿, 卅, 卌, 皕: digit and power of ten in one character.
#[inline]
pub(super) fn joined_unit(c: char) -> Option<(u8, u32)> {
    Some(match c {
        '廿' | '卄' => (2, 1),
        '卅' | '丗' => (3, 1),
        '卌' => (4, 1),
        '皕' => (2, 2),
        _ => return None,
    })
}

/// The power of ten of 万, 億, 兆, 京: the great units that money is counted in.
#[inline]
pub(super) fn big_unit(c: char) -> Option<u32> {
    Some(match c {
        '万' | '萬' => 4,
        '億' => 8,
        '兆' => 12,
        '京' => 16,
        _ => return None,
    })
}

/// 円, also in its old forms.
#[inline]
pub(super) fn is_yen(c: char) -> bool {
    matches!(c, '円' | '圓' | '圆')
}

/// A point between digits: `.`, or ・ as newspapers set it.
#[inline]
pub(super) fn is_point(c: char) -> bool {
    matches!(c, '.' | '．' | '・' | '･' | '·')
}

/// A comma between digits.
#[inline]
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，')
}

/// Dashes and minus signs; ー is judged by its neighbours.
#[inline]
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '－' | '−' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '─' | '━' | '﹣' | 'ー' | 'ｰ'
    )
}

/// Waves between the ends of a range.
#[inline]
pub(super) fn is_wave(c: char) -> bool {
    matches!(c, '〜' | '～' | '~' | '∼')
}

/// 括弧 that open.
#[inline]
pub(super) fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '（' | '[' | '［' | '〔' | '【' | '<' | '＜' | '〈' | '《' | '「' | '『' | '{' | '｛'
    )
}

/// 括弧 that close.
#[inline]
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | '）' | ']' | '］' | '〕' | '】' | '>' | '＞' | '〉' | '》' | '」' | '』' | '}' | '｝'
    )
}

/// CJK ideographs, 々 included.
#[inline]
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Katakana, ー included.
#[inline]
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{FF66}'..='\u{FF9D}')
}

/// Length in bytes of the blank at the beginning of `text`: at most `most` characters and one line end.
#[inline]
pub(super) fn blank(text: &str, most: usize) -> usize {
    let mut length = 0;
    let mut lines = 0;
    for c in text.chars().take(most) {
        match c {
            ' ' | '\u{3000}' | '\t' | '\u{A0}' => {}
            '\r' => {}
            '\n' if lines == 0 => lines = 1,
            _ => break,
        }
        length += c.len_utf8();
    }
    length
}

//! Labels that were set one character a line, such as フ/ェ/ー/ズ, found among the lines of a page. Only the shape of the
//! lines tells: no word is known here.

use super::characters::is_long_mark;

/// Lines that a label has at least, and those among them of one character.
const LEAST: usize = 3;

/// What one line can be in a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing visible.
    Blank,
    /// One or two characters of a label.
    Part(Part),
    /// Anything else.
    Other,
}

/// A line of one label character, or of two of which one is a mark: `（市`, `・医`, `等）`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    first: char,
    last: char,
    /// The line began with an ASCII space, as where a column or box begins anew.
    anew: bool,
}

impl Part {
    fn is_single(self) -> bool {
        // A line of two holds two different characters, since one is a mark.
        self.first == self.last
    }
}

/// The shape of a line, white space included.
pub(super) fn shape(line: &str, trimmed: &str) -> Shape {
    if trimmed.is_empty() {
        return Shape::Blank;
    }
    if trimmed.len() > 6 {
        return Shape::Other;
    }
    let mut characters = trimmed.chars();
    let (first, second, third) = (characters.next(), characters.next(), characters.next());
    let part = |first, last| {
        Shape::Part(Part {
            first,
            last,
            anew: line.starts_with(' '),
        })
    };
    match (first, second, third) {
        (Some(only), None, None) if is_letter(only) || is_mark(only) => part(only, only),
        (Some(first), Some(last), None)
            if is_mark(first) && is_letter(last) || is_letter(first) && is_mark(last) =>
        {
            part(first, last)
        }
        _ => Shape::Other,
    }
}

fn is_letter(character: char) -> bool {
    matches!(
        character,
        '々' | '〆'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヺ'
            | 'ー'
            | 'ｦ'..='ﾝ'
            | '\u{2E80}'..='\u{2FD5}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | 'Ａ'..='Ｚ'
            | 'ａ'..='ｚ'
            | 'A'..='Z'
            | 'a'..='z'
    )
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '・' | '･' | '（' | '）' | '(' | ')' | '「' | '」' | '／' | '/' | '、' | '〜' | '～'
    )
}

/// Japanese letters that are no numerals: a column of numerals or Latin letters is a list.
fn is_word_letter(character: char) -> bool {
    is_letter(character)
        && !character.is_ascii_alphabetic()
        && !matches!(character, 'Ａ'..='ｚ')
        && !matches!(
            character,
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        )
}

/// What begins at a line that is a [`Part`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A label, up to this line.
    Label(usize),
    /// Short lines that are no label, up to this line.
    Lines(usize),
}

/// Looks for a label that begins at line `from` of a page; `shape` gives the shape of each of its `count` lines.
///
/// Lines that follow each other are one label. A blank line parts two labels, unless the first ends or the second begins
/// in the middle of a word, or the characters of a label stand apart by a blank line each.
pub(super) fn find(from: usize, count: usize, shape: impl Fn(usize) -> Shape) -> Found {
    let end = block_end(from, count, &shape);
    if end - from >= LEAST {
        let mut end = end;
        while let Some(next) = next_block(end, count, &shape) {
            let (Some(last), Some(first)) = (part(end - 1, &shape), part(next, &shape)) else {
                break;
            };
            if !goes_on(last.last, first.first) {
                break;
            }
            end = block_end(next, count, &shape);
        }
        return judge(from, end, &shape);
    }
    // Short blocks, one blank line between each.
    let (mut spread, mut blocks, mut singles) = (end, 1, usize::from(end - from == 1));
    while let Some(next) = next_block(spread, count, &shape) {
        let next_end = block_end(next, count, &shape);
        if next_end - next >= LEAST {
            break;
        }
        spread = next_end;
        blocks += 1;
        singles += usize::from(next_end - next == 1);
    }
    if blocks >= LEAST && singles * 2 >= blocks {
        judge(from, spread, &shape)
    } else {
        Found::Lines(spread)
    }
}

fn part(index: usize, shape: &impl Fn(usize) -> Shape) -> Option<Part> {
    match shape(index) {
        Shape::Part(part) => Some(part),
        _ => None,
    }
}

/// The end of the lines from `from` on that are parts and follow each other.
fn block_end(from: usize, count: usize, shape: &impl Fn(usize) -> Shape) -> usize {
    (from + 1..count)
        .find(|index| part(*index, shape).is_none_or(|part| part.anew))
        .unwrap_or(count)
}

/// The block behind one blank line at `end`.
fn next_block(end: usize, count: usize, shape: &impl Fn(usize) -> Shape) -> Option<usize> {
    let next = end + 1;
    (next < count && shape(end) == Shape::Blank && part(next, shape).is_some_and(|part| !part.anew))
        .then_some(next)
}

/// Whether a label that ends in `last` goes on behind a blank line with `first`.
fn goes_on(last: char, first: char) -> bool {
    matches!(
        last,
        'の' | 'に' | 'を' | 'と' | 'へ' | 'や' | 'る' | '・' | '･' | '（' | '(' | '「'
    ) || is_long_mark(first)
        || matches!(
            first,
            'ぁ' | 'ぃ'
                | 'ぅ'
                | 'ぇ'
                | 'ぉ'
                | 'っ'
                | 'ゃ'
                | 'ゅ'
                | 'ょ'
                | 'ァ'
                | 'ィ'
                | 'ゥ'
                | 'ェ'
                | 'ォ'
                | 'ッ'
                | 'ャ'
                | 'ュ'
                | 'ョ'
                | '）'
                | ')'
                | '」'
                | '、'
        )
}

/// Whether lines read as a word: enough of them of one character, letters that are no numerals, and no two equal
/// ideographs in a row, as the cells of a column have.
fn judge(from: usize, end: usize, shape: &impl Fn(usize) -> Shape) -> Found {
    let (mut singles, mut letters, mut repeated) = (0, 0, false);
    let mut before = None;
    for part in (from..end).filter_map(|index| part(index, shape)) {
        singles += usize::from(part.is_single());
        letters += usize::from(is_word_letter(part.first) || is_word_letter(part.last));
        repeated |= before == Some(part.first) && matches!(part.first, '\u{3400}'..='\u{9FFF}');
        before = Some(part.last);
    }
    if singles >= LEAST && letters >= LEAST - 1 && !repeated {
        Found::Label(end)
    } else {
        Found::Lines(end)
    }
}

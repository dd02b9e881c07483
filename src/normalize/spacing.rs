//! Letter-spaced headings, such as 主 な 取 組: single Japanese letters with one space between, three or more.

/// Whether a line may hold a letter-spaced stretch: two spaces with one three-byte character between.
pub(super) fn may_be_spaced(line: &str, wide_spaces: bool) -> bool {
    let bytes = line.as_bytes();
    let space_at = |at: usize| {
        matches!(
            bytes.get(at..).unwrap_or(&[]),
            [b' ', ..] | [0xE3, 0x80, 0x80, ..]
        )
    };
    memchr::memchr_iter(b' ', bytes).any(|at| space_at(at + 4))
        || wide_spaces && memchr::memmem::find_iter(bytes, "\u{3000}").any(|at| space_at(at + 6))
}

/// Cuts a line into the pieces that remain when the spaces of letter-spaced stretches are taken out, as ranges of it.
pub(super) fn pieces(line: &str, mut emit: impl FnMut(std::ops::Range<usize>)) {
    let mut begin = 0;
    let mut at = 0;
    while at < line.len() {
        let Some(stretch) = stretch(line, at) else {
            // To the next word.
            at = word_end(line, at);
            at += line
                .get(at..)
                .and_then(|rest| rest.find(|c: char| !c.is_whitespace()))
                .unwrap_or(line.len() - at);
            continue;
        };
        if stretch.letters >= 3 {
            let mut from = at;
            while from < stretch.end {
                let end = word_end(line, from);
                emit(begin.min(from)..end.min(line.len()));
                let space = line.get(end..).and_then(|rest| rest.chars().next());
                from = end + space.map_or(0, char::len_utf8);
                begin = from;
            }
            begin = word_end(line, stretch.last);
        }
        at = word_end(line, stretch.last);
        at += line
            .get(at..)
            .and_then(|rest| rest.find(|c: char| !c.is_whitespace()))
            .unwrap_or(line.len() - at);
    }
    if begin < line.len() {
        emit(begin..line.len());
    }
}

/// Words in a row that are single letters with one space between.
struct Stretch {
    letters: usize,
    /// Where the last word begins.
    last: usize,
    end: usize,
}

fn word_end(line: &str, from: usize) -> usize {
    line.get(from..)
        .and_then(|rest| rest.find(char::is_whitespace))
        .map_or(line.len(), |len| from + len)
}

/// The stretch whose first word begins at `from`. The first word may have a mark before its letter (`（単`), the last one
/// anything that is no letter behind it (`額（千円）`).
fn stretch(line: &str, from: usize) -> Option<Stretch> {
    let first = line.get(from..word_end(line, from))?;
    let letter = first.chars().next_back()?;
    let before = first.chars().next_back().map(char::len_utf8)?;
    let mark = first.get(..first.len() - before)?;
    if !is_letter(letter) || mark.chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut found = Stretch {
        letters: 1,
        last: from,
        end: from + first.len(),
    };
    let (mut numerals, mut equal) = (is_numeral(letter), true);
    loop {
        let mut rest = line.get(found.end..).unwrap_or("").chars();
        if !rest.next().is_some_and(char::is_whitespace) {
            break;
        }
        let next = line.len() - rest.as_str().len();
        let word = line.get(next..word_end(line, next)).unwrap_or("");
        let mut characters = word.chars();
        let Some(first) = characters.next().filter(|c| is_letter(*c)) else {
            break;
        };
        let behind = characters.next();
        if behind.is_some_and(char::is_alphanumeric) {
            break;
        }
        numerals &= is_numeral(first);
        equal &= first == letter;
        found.letters += 1;
        found.last = next;
        found.end = next + word.len();
        if behind.is_some() {
            break;
        }
    }
    if numerals || equal {
        found.letters = 1;
    }
    Some(found)
}

fn is_letter(character: char) -> bool {
    matches!(
        character,
        '々' | 'ー'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヺ'
            | '\u{2E80}'..='\u{2FD5}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
    )
}

fn is_numeral(character: char) -> bool {
    matches!(
        character,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
            | '兆'
    )
}

//! Runs of digits inside a numeral: Arabic with commas and a point, and kanji one by one.

use super::decimal::Decimal;
use super::glyph;
use super::numeral::{Damage, Dialect};
use nom::IResult;
use nom::error::{Error, ErrorKind};

/// A run of digits.
#[derive(Debug, Clone)]
pub(super) struct Digits<N> {
    pub(super) value: N,
    /// Digits before the point without leading zeros.
    pub(super) whole: u32,
    /// Digits behind the point.
    pub(super) fraction: u32,
    pub(super) kanji: bool,
    /// Zeros only.
    pub(super) zero: bool,
    pub(super) damage: Option<Damage>,
}

impl<N: Decimal> Digits<N> {
    fn new(kanji: bool) -> Self {
        Self {
            value: N::zero(),
            whole: 0,
            fraction: 0,
            kanji,
            zero: true,
            damage: None,
        }
    }

    /// One digit.
    pub(super) fn single(digit: u8) -> Self {
        let mut digits = Self::new(true);
        digits.push(digit, false);
        digits
    }

    fn push(&mut self, digit: u8, behind_point: bool) {
        self.zero &= digit == 0;
        if behind_point {
            self.value.push_fraction(digit);
            self.fraction = self.fraction.saturating_add(1);
        } else {
            self.value.push(digit);
            if self.whole > 0 || digit > 0 {
                self.whole = self.whole.saturating_add(1);
            }
        }
    }
}

fn done<N>(input: &str, len: usize, digits: Digits<N>) -> IResult<&str, Digits<N>> {
    match input.get(len..) {
        Some(rest) if len > 0 => Ok((rest, digits)),
        _ => Err(nom::Err::Error(Error::new(input, ErrorKind::Digit))),
    }
}

/// `1,234.5`; for prose also `6、544`, `5、00`, `1 234 567` and `.77`.
pub(super) fn arabic<N: Decimal>(input: &str, dialect: Dialect) -> IResult<&str, Digits<N>> {
    let prose = dialect == Dialect::Prose;
    let mut digits = Digits::new(false);
    let mut len = 0;
    let mut point = false;
    let mut groups = Groups::default();
    let mut spaced = false;
    let letter_spaced = if prose { 0 } else { letter_spacing(input) };
    while let Some(c) = input.get(len..).and_then(|rest| rest.chars().next()) {
        if let Some(digit) = glyph::arabic(c) {
            digits.push(digit, point);
            groups.digit(point);
            len += c.len_utf8();
            continue;
        }
        if c == ' ' && len < letter_spaced {
            len += 1;
            continue;
        }
        let after = input.get(len + c.len_utf8()..).unwrap_or("");
        let after = if letter_spaced > 0 {
            after.strip_prefix(' ').unwrap_or(after)
        } else {
            after
        };
        let next_is_digit = after.chars().next().is_some_and(|c| glyph::arabic(c).is_some());
        if len == 0 {
            if prose && c == '.' && next_is_digit {
                point = true;
                len += 1;
                continue;
            }
            break;
        }
        if glyph::is_comma(c) || prose && c == '、' {
            if prose {
                let decimal = c == '、' && next_is_digit && after.starts_with(['0', '０']) && !point;
                if exactly_three(after) && !point && !spaced {
                    groups.comma();
                } else if decimal {
                    point = true;
                } else {
                    break;
                }
            } else if next_is_digit {
                groups.bad |= point;
                groups.comma();
            } else if leads_to_money(after) {
                groups.bad = true;
            } else {
                break;
            }
        } else if glyph::is_point(c) {
            if next_is_digit && !(point && prose) {
                groups.bad |= point;
                point = true;
            } else if !prose && leads_to_money(after) {
                groups.bad = true;
            } else {
                break;
            }
        } else if prose && matches!(c, ' ' | '\u{3000}') && !point && groups.commas == 0 {
            if !(spaced || groups.current <= 3 && exactly_three(after) && two_groups(after))
                || !exactly_three(after)
            {
                break;
            }
            spaced = true;
        } else if let Some(end) = (!prose).then(|| smudge(input, len)).flatten() {
            digits.damage = Some(Damage::BrokenDigit);
            return done(input, end, digits);
        } else {
            break;
        }
        len += c.len_utf8();
    }
    if !prose && groups.are_bad() {
        digits.damage = Some(Damage::BadGrouping);
    }
    done(input, len, digits)
}

/// Commas must part groups of three behind a first group of one to three.
#[derive(Default)]
struct Groups {
    commas: u32,
    current: u32,
    bad: bool,
}

impl Groups {
    fn digit(&mut self, behind_point: bool) {
        if !behind_point {
            self.current = self.current.saturating_add(1);
        }
    }

    fn comma(&mut self) {
        self.bad |= if self.commas == 0 {
            self.current > 3
        } else {
            self.current != 3
        };
        self.commas += 1;
        self.current = 0;
    }

    fn are_bad(&self) -> bool {
        self.bad || self.commas > 0 && self.current != 3
    }
}

/// Most digits of a figure that is set letter by letter.
const MOST_SPACED: usize = 16;

/// Where a figure ends that is set letter by letter (`4 6 1 億円`), or 0. It takes three digits before a unit of money, or
/// two where the unit is spaced too (`9 5 億 円`): fewer may be two columns.
fn letter_spacing(input: &str) -> usize {
    let mut len = 0;
    let mut digits = 0;
    let mut chars = input.chars();
    loop {
        let mark = chars.next();
        match mark {
            Some(c) if glyph::arabic(c).is_some() && digits < MOST_SPACED => digits += 1,
            Some(c) if digits > 0 && len < 64 && (glyph::is_comma(c) || glyph::is_point(c)) => {}
            Some(c) if digits > 1 && begins_money(c) => {
                let spaced_unit = chars.next() == Some(' ') && chars.next().is_some_and(begins_money);
                return if digits > 2 || spaced_unit { len - 1 } else { 0 };
            }
            _ => return 0,
        }
        len += mark.map_or(0, char::len_utf8);
        let rest = chars.clone();
        match chars.next() {
            Some(' ') => len += 1,
            // 4 6 1億円
            Some(c) if digits > 2 && begins_money(c) => return input.len() - rest.as_str().len(),
            _ => return 0,
        }
    }
}

/// Three digits and no fourth.
fn exactly_three(text: &str) -> bool {
    let count = text
        .chars()
        .take(4)
        .take_while(|c| glyph::arabic(*c).is_some())
        .count();
    count == 3
}

/// Behind three digits a blank and three more.
fn two_groups(text: &str) -> bool {
    let mut rest = text.chars();
    rest.nth(3).is_some_and(|c| matches!(c, ' ' | '\u{3000}')) && exactly_three(rest.as_str())
}

fn leads_to_money(text: &str) -> bool {
    text.chars().next().is_some_and(begins_money)
}

fn begins_money(c: char) -> bool {
    matches!(c, '千' | '百' | '万' | '億' | '兆') || glyph::is_yen(c)
}

/// Characters that stand where OCR or a copyist lost a digit.
pub(super) fn is_smudge(c: char) -> bool {
    matches!(
        c,
        'O' | 'o'
            | 'Q'
            | 'D'
            | 'l'
            | 'I'
            | 'i'
            | 'J'
            | 'Z'
            | 'z'
            | 'S'
            | 's'
            | 'B'
            | 'b'
            | 'G'
            | 'g'
            | 'q'
            | '?'
            | '*'
            | '#'
            | '○'
            | '◯'
            | '●'
            | '□'
            | '■'
            | '〓'
            | '\u{FFFD}'
            | 'Ｏ'
            | 'ｏ'
            | 'ｌ'
            | 'Ｉ'
            | 'Ｚ'
            | 'Ｓ'
            | 'Ｂ'
            | '？'
            | '＊'
            | 'О'
            | 'о'
            | 'З'
            | 'б'
    )
}

/// Digits and smudges from `at` on, if there is a smudge and 円 or its 千百万億兆 follow at once: where they end.
fn smudge(input: &str, at: usize) -> Option<usize> {
    let rest = input.get(at..)?;
    let mut smudged = false;
    for (offset, c) in rest.char_indices().take(24) {
        if is_smudge(c) {
            smudged = true;
        } else if begins_money(c) {
            return smudged.then_some(at + offset);
        } else if glyph::arabic(c).is_none()
            && !glyph::is_comma(c)
            && !glyph::is_point(c)
            && glyph::kanji(c).is_none()
        {
            return None;
        }
    }
    None
}

/// Whether `c` before a figure may be a lost digit: l2億円. Letters that usually number things (B2, S10) may not.
pub(super) fn is_leading_smudge(c: char) -> bool {
    matches!(c, 'l' | 'I' | 'O' | 'o' | 'ｌ' | 'Ｉ' | 'Ｏ' | '\u{FFFD}' | '〓')
}

/// 三三一八, 二・五, 三○億.
pub(super) fn kanji<N: Decimal>(input: &str) -> IResult<&str, Digits<N>> {
    let mut digits = Digits::new(true);
    let mut len = 0;
    let mut point = false;
    let mut chars = input.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(digit) = glyph::kanji(c) {
            digits.push(digit, point);
        } else if len > 0 && glyph::is_circle(c) && chars.peek().is_some_and(|next| continues(*next)) {
            digits.push(0, point);
        } else if len > 0
            && !point
            && glyph::is_point(c)
            && chars.peek().is_some_and(|next| glyph::kanji(*next).is_some())
        {
            point = true;
        } else {
            break;
        }
        len += c.len_utf8();
    }
    done(input, len, digits)
}

/// What may follow a circle that stands for 〇.
fn continues(c: char) -> bool {
    glyph::kanji(c).is_some() || glyph::is_circle(c) || begins_money(c) || c == '年'
}

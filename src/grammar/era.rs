use super::decimal::Fixed;
use super::glyph;
use super::numeral::{Dialect, numeral};
use crate::model::FiscalYear;
use crate::span::Span;
use nom::bytes::complete::tag;
use nom::character::complete::anychar;
use nom::combinator::value;
use nom::error::{Error, ErrorKind};
use nom::{IResult, Parser};

/// A Japanese era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868.
    Meiji,
    /// 大正, from 1912.
    Taisho,
    /// 昭和, from 1926.
    Showa,
    /// 平成, from 1989.
    Heisei,
    /// 令和, from 2019.
    Reiwa,
}

impl Era {
    /// The Gregorian year that is its first (元年).
    #[must_use]
    pub fn first_year(self) -> u16 {
        match self {
            Self::Meiji => 1868,
            Self::Taisho => 1912,
            Self::Showa => 1926,
            Self::Heisei => 1989,
            Self::Reiwa => 2019,
        }
    }

    /// The Gregorian year of the era's year `number`. Plans printed before a change of era count on (平成35年度), so up
    /// to 99 is allowed.
    #[must_use]
    pub fn year(self, number: u16) -> Option<FiscalYear> {
        (1..=99)
            .contains(&number)
            .then(|| FiscalYear(self.first_year() + number - 1))
    }
}

/// A year as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYearNode {
    /// Where it stands, 年度 or 年 included.
    pub normalized_span: Span,
    /// The Gregorian year; whether it is a fiscal or a calendar year tells [`Self::kind`].
    pub year: FiscalYear,
    /// What is printed behind the number.
    pub kind: YearKind,
    /// Its era; `None` for 2023年度.
    pub era: Option<Era>,
}

/// What a year is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearKind {
    /// 年度, or FY before it.
    Fiscal,
    /// 年 alone: a calendar year, or a fiscal year said shortly.
    Calendar,
    /// Neither: R5, 令和５, 5'.
    Bare,
}

/// Every year of `text`: 令和５年度, R5, H29年度, 令和元年, 2023年度, FY2023, 昭和六十三年度.
///
/// 5年度 and 5' count only with `era`, or behind a year whose era is printed earlier in `text`; 5年 never does, for it
/// may be a span of time.
#[must_use]
pub fn fiscal_years(text: &str, era: Option<Era>) -> Vec<FiscalYearNode> {
    let mut nodes = Vec::new();
    let mut era = era;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if !may_begin(c) {
            at += c.len_utf8();
            continue;
        }
        match fiscal_year_at(text, at, era) {
            Some(node) => {
                era = node.era.or(era);
                at = node.normalized_span.end.max(at + c.len_utf8());
                nodes.push(node);
            }
            // not into the middle of a number or a word of letters
            None => at = run_end(text, at, c),
        }
    }
    nodes
}

fn may_begin(c: char) -> bool {
    glyph::arabic(c).is_some()
        || glyph::kanji(c).is_some()
        || glyph::small_unit(c).is_some()
        || letter_era(c).is_some()
        || matches!(
            c,
            '令' | '平' | '昭' | '大' | '明' | '元' | 'F' | 'Ｆ' | '㋿' | '㍻' | '㍼' | '㍽' | '㍾'
        )
}

fn run_end(text: &str, at: usize, c: char) -> usize {
    let same = |other: char| {
        if glyph::arabic(c).is_some() {
            glyph::arabic(other).is_some() || glyph::is_comma(other) || other == '.'
        } else if glyph::kanji(c).is_some() || glyph::small_unit(c).is_some() {
            glyph::kanji(other).is_some() || glyph::small_unit(other).is_some()
        } else {
            false
        }
    };
    let rest = text.get(at..).unwrap_or("");
    let len: usize = rest
        .chars()
        .enumerate()
        .take_while(|(index, other)| *index == 0 || same(*other))
        .map(|(_, other)| other.len_utf8())
        .sum();
    at + len
}

/// The year that begins exactly at byte `at` of `text`. `era` is the era that a bare 5年度 is in.
#[must_use]
pub fn fiscal_year_at(text: &str, at: usize, era: Option<Era>) -> Option<FiscalYearNode> {
    let rest = text.get(at..)?;
    let previous = text.get(..at)?.chars().next_back();
    let (left, (year, kind, era)) = year(rest, previous, era)?;
    Some(FiscalYearNode {
        normalized_span: Span::new(at, text.len() - left.len()),
        year,
        kind,
        era,
    })
}

type Year<'a> = (&'a str, (FiscalYear, YearKind, Option<Era>));

fn year(input: &str, previous: Option<char>, context: Option<Era>) -> Option<Year<'_>> {
    let in_word = previous.is_some_and(|c| c.is_ascii_alphanumeric() || glyph::arabic(c).is_some());
    if let Ok((rest, era)) = era_name(input) {
        let (rest, number) = era_number(blank(rest))?;
        let rest = other_reckoning(rest).unwrap_or(rest);
        let (rest, kind) = year_word(rest);
        return Some((rest, (era.year(number)?, kind, Some(era))));
    }
    let first = input.chars().next()?;
    if let Some(rest) = input
        .strip_prefix("FY")
        .or_else(|| input.strip_prefix("ＦＹ"))
        .filter(|_| !in_word)
    {
        let rest = blank(rest.strip_prefix(['\'', '’']).unwrap_or(rest));
        let (after, digits, number) = arabic_number(rest)?;
        let year = match digits {
            4 => gregorian(number)?,
            2 => FiscalYear(2000 + number),
            _ => return None,
        };
        let after = year_word(after).0;
        return Some((after, (year, YearKind::Fiscal, None)));
    }
    if let Some(era) = letter_era(first).filter(|_| !in_word) {
        let rest = input.get(first.len_utf8()..)?;
        let rest = rest.strip_prefix(['.', '．']).unwrap_or(rest);
        let (after, number) = match arabic_number(rest) {
            Some((after, digits, number)) if digits <= 2 => (after, number),
            Some(_) => return None,
            None => (rest.strip_prefix('元')?, 1),
        };
        let (after, kind) = year_word(after);
        let glued = after
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '%' | '℃'));
        // S10 and M3 number many things
        let sure = kind != YearKind::Bare || matches!(era, Era::Reiwa | Era::Heisei) && !glued;
        return sure
            .then_some(())
            .and_then(|()| Some((after, (era.year(number)?, kind, Some(era)))));
    }
    if in_word || matches!(previous, Some('第' | '.' | '．' | ',' | '，' | '約')) {
        return None;
    }
    if let Some((after, digits, number)) = arabic_number(input) {
        if digits == 4 {
            let after = other_reckoning(after).unwrap_or(after);
            let (after, kind) = year_word(after);
            return (kind != YearKind::Bare)
                .then_some(())
                .and_then(|()| Some((after, (gregorian(number)?, kind, None))));
        }
        let era = context?;
        if digits > 2 {
            return None;
        }
        let after = match after.strip_prefix(['\'', '’', '′']) {
            Some(after) => return Some((after, (era.year(number)?, YearKind::Bare, Some(era)))),
            None => fiscal_word(after)?,
        };
        return Some((after, (era.year(number)?, YearKind::Fiscal, Some(era))));
    }
    if let Some(rest) = input.strip_prefix('元') {
        let era = context?;
        let (after, kind) = year_word(rest);
        return (kind != YearKind::Bare)
            .then_some(())
            .and_then(|()| Some((after, (era.year(1)?, kind, Some(era)))));
    }
    // 二〇二三年度, 五年度
    let (after, number) = kanji_number(input)?;
    if number >= 1000 {
        let (after, kind) = year_word(after);
        return (kind != YearKind::Bare)
            .then_some(())
            .and_then(|()| Some((after, (gregorian(number)?, kind, None))));
    }
    let era = context?;
    Some((
        fiscal_word(after)?,
        (era.year(number)?, YearKind::Fiscal, Some(era)),
    ))
}

/// （2023） in 令和５（2023）年度, （令和５） in 2023（令和５）年度: what stands behind the bracket, if it is 年.
fn other_reckoning(input: &str) -> Option<&str> {
    let inner = blank(input).strip_prefix(['(', '（'])?;
    let rest = match era_name(inner) {
        Ok((rest, _)) => era_number(blank(rest))?.0,
        Err(_) => {
            let digits = inner.strip_prefix(|c| letter_era(c).is_some()).unwrap_or(inner);
            arabic_number(digits)?.0
        }
    };
    let rest = rest.strip_prefix([')', '）'])?;
    blank(rest).starts_with('年').then_some(rest)
}

/// 令和, also letter-spaced.
fn era_name(input: &str) -> IResult<&str, Era> {
    let (rest, first) = anychar(input)?;
    let (second, era) = match first {
        '令' => ("和", Era::Reiwa),
        '平' => ("成", Era::Heisei),
        '昭' => ("和", Era::Showa),
        '大' => ("正", Era::Taisho),
        '明' => ("治", Era::Meiji),
        '㋿' => ("", Era::Reiwa),
        '㍻' => ("", Era::Heisei),
        '㍼' => ("", Era::Showa),
        '㍽' => ("", Era::Taisho),
        '㍾' => ("", Era::Meiji),
        _ => return Err(nom::Err::Error(Error::new(input, ErrorKind::Tag))),
    };
    if second.is_empty() {
        return Ok((rest, era));
    }
    value(era, tag(second)).parse(blank(rest))
}

fn letter_era(c: char) -> Option<Era> {
    match c {
        'R' | 'Ｒ' => Some(Era::Reiwa),
        'H' | 'Ｈ' => Some(Era::Heisei),
        'S' | 'Ｓ' => Some(Era::Showa),
        'T' | 'Ｔ' => Some(Era::Taisho),
        'M' | 'Ｍ' => Some(Era::Meiji),
        _ => None,
    }
}

/// The number behind an era: 元, 5, 三十一.
fn era_number(input: &str) -> Option<(&str, u16)> {
    if let Some(rest) = input.strip_prefix('元') {
        return Some((rest, 1));
    }
    match arabic_number(input) {
        Some((rest, digits, number)) if digits <= 2 => Some((rest, number)),
        Some(_) => None,
        None => kanji_number(input),
    }
}

/// Up to four digits, with how many there are.
fn arabic_number(input: &str) -> Option<(&str, usize, u16)> {
    let mut number = 0_u16;
    let mut digits = 0;
    let mut len = 0;
    for c in input.chars() {
        let Some(digit) = glyph::arabic(c) else { break };
        digits += 1;
        if digits > 4 {
            return None;
        }
        number = number * 10 + u16::from(digit);
        len += c.len_utf8();
    }
    (digits > 0).then_some(())?;
    Some((input.get(len..)?, digits, number))
}

/// A kanji number of a few characters.
fn kanji_number(input: &str) -> Option<(&str, u16)> {
    let len: usize = input
        .chars()
        .take(8)
        .take_while(|c| glyph::kanji(*c).is_some() || glyph::small_unit(*c).is_some() || glyph::is_circle(*c))
        .map(char::len_utf8)
        .sum();
    let word = input.get(..len)?;
    let (left, found) = numeral::<Fixed>(word, Dialect::Money).ok()?;
    let left = left.len();
    if found.damage.is_some() {
        return None;
    }
    let number = u16::try_from(found.value.to_integer(0).ok()?).ok()?;
    Some((input.get(len - left..)?, number))
}

fn gregorian(number: u16) -> Option<FiscalYear> {
    (1868..=2199).contains(&number).then_some(FiscalYear(number))
}

/// 年度, 年, or neither.
fn year_word(input: &str) -> (&str, YearKind) {
    if let Some(rest) = fiscal_word(input) {
        return (rest, YearKind::Fiscal);
    }
    match blank(input).strip_prefix('年') {
        // 2023年間, 5年生
        Some(rest) if !rest.starts_with(['間', '生', '目', '物']) => (rest, YearKind::Calendar),
        _ => (input, YearKind::Bare),
    }
}

fn fiscal_word(input: &str) -> Option<&str> {
    let rest = blank(input).strip_prefix('年')?;
    let rest = blank(rest).strip_prefix('度')?;
    (!rest.starts_with('目')).then_some(rest)
}

/// Without a few leading blanks.
fn blank(input: &str) -> &str {
    let len: usize = input
        .chars()
        .take(3)
        .take_while(|c| matches!(c, ' ' | '\u{3000}'))
        .map(char::len_utf8)
        .sum();
    input.get(len..).unwrap_or(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(text: &str, era: Option<Era>) -> Vec<(&str, u16, YearKind)> {
        fiscal_years(text, era)
            .into_iter()
            .map(|node| (node.normalized_span.slice(text), node.year.0, node.kind))
            .collect()
    }

    #[test]
    fn every_era_form_is_read() {
        use YearKind::{Bare, Calendar, Fiscal};
        for (text, surface, year, kind) in [
            ("令和5年度概算要求", "令和5年度", 2023, Fiscal),
            ("令和５年度", "令和５年度", 2023, Fiscal),
            ("令 和 5 年 度", "令 和 5 年 度", 2023, Fiscal),
            ("令和元年度", "令和元年度", 2019, Fiscal),
            ("令和5年4月", "令和5年", 2023, Calendar),
            ("平成29年度", "平成29年度", 2017, Fiscal),
            ("平成三十一年度", "平成三十一年度", 2019, Fiscal),
            ("昭和六十三年度", "昭和六十三年度", 1988, Fiscal),
            ("(R5)", "R5", 2023, Bare),
            ("Ｒ５当初", "Ｒ５", 2023, Bare),
            ("H29→", "H29", 2017, Bare),
            ("R6年度", "R6年度", 2024, Fiscal),
            ("S55年度", "S55年度", 1980, Fiscal),
            ("2023年度", "2023年度", 2023, Fiscal),
            ("２０２３年", "２０２３年", 2023, Calendar),
            ("二〇二三年度", "二〇二三年度", 2023, Fiscal),
            ("FY2023", "FY2023", 2023, Fiscal),
            ("令和5(2023)年度", "令和5(2023)年度", 2023, Fiscal),
            ("2023(令和5)年度", "2023(令和5)年度", 2023, Fiscal),
            ("令和5 332億円", "令和5", 2023, Bare),
        ] {
            assert_eq!(years(text, None), [(surface, year, kind)], "{text}");
        }
    }

    #[test]
    fn a_short_year_needs_an_era() {
        assert_eq!(years("5年度予算、元年度", None), []);
        assert_eq!(
            years("5年度予算、元年度、29'予算額", Some(Era::Heisei)),
            [
                ("5年度", 1993, YearKind::Fiscal),
                ("元年度", 1989, YearKind::Fiscal),
                ("29'", 2017, YearKind::Bare),
            ]
        );
        assert_eq!(
            years("令和4年度補正、5〜7年度、平成30年度", None),
            [
                ("令和4年度", 2022, YearKind::Fiscal),
                ("7年度", 2025, YearKind::Fiscal),
                ("平成30年度", 2018, YearKind::Fiscal),
            ]
        );
    }

    #[test]
    fn spans_of_time_codes_and_amounts_are_no_years() {
        for text in [
            "5年",
            "3か年",
            "第5年度",
            "2023",
            "2023億円",
            "12023年",
            "1,998年",
            "S55",
            "M3",
            "R2D2",
            "PR5",
            "A5年",
            "令和100年度",
            "令和0年",
            "元",
            "2023年間",
            "大正",
            "H",
        ] {
            assert_eq!(years(text, Some(Era::Reiwa)), [], "{text}");
        }
    }
}

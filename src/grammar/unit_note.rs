use super::glyph;
use super::unit::Unit;
use crate::span::Span;
use nom::branch::alt;
use nom::character::complete::{char, one_of};
use nom::combinator::opt;
use nom::{IResult, Parser};

/// A note that tells the unit of a table's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitNote {
    /// The note with its brackets.
    pub normalized_span: Span,
    /// The first unit of money in it.
    pub unit: Unit,
    /// Whether 単位 is printed; `false` for （百万円） alone, as in the head of a column.
    pub explicit: bool,
    /// Whether it names units of other things too: （単位：百万円、％）.
    pub other_units: bool,
}

/// Every unit note of `text`: （単位：百万円）, 単位 千円, (単位:百万円、％), （億円）.
#[must_use]
pub fn unit_notes(text: &str) -> Vec<UnitNote> {
    let mut notes: Vec<UnitNote> = Vec::new();
    for (yen, mark) in text.char_indices().filter(|(_, c)| glyph::is_yen(*c)) {
        let floor = notes.last().map_or(0, |note| note.normalized_span.end);
        if yen >= floor {
            notes.extend(note_around(text, floor, yen + mark.len_utf8()));
        }
    }
    notes
}

/// How far a note reaches back from its 円, in characters: `（金額単位：千人、件、百万`.
const REACH: usize = 32;

fn note_around(text: &str, floor: usize, yen_end: usize) -> Option<UnitNote> {
    let head = text.get(floor..yen_end)?;
    let starts = head.char_indices().rev().take(REACH).map(|(at, _)| floor + at);
    // the widest reading that ends in this 円: with 単位 and bracket, then with 単位, then the bracket alone
    let mut best: Option<UnitNote> = None;
    for start in starts {
        let begins = text
            .get(start..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c == '単' || glyph::is_opening(c));
        if !begins {
            continue;
        }
        if let Some(note) = unit_note_at(text, start).filter(|note| note.normalized_span.end >= yen_end) {
            best = Some(note);
        }
    }
    best
}

/// The unit note that begins exactly at byte `at` of `text`.
#[must_use]
pub fn unit_note_at(text: &str, at: usize) -> Option<UnitNote> {
    let rest = text.get(at..)?;
    let (left, mut note) = unit_note(rest).ok()?;
    note.normalized_span = Span::new(at, text.len() - left.len());
    Some(note)
}

/// [`unit_note_at`] as a nom parser; the span counts from the beginning of `input`.
pub fn unit_note(input: &str) -> IResult<&str, UnitNote> {
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Tag));
    let (rest, open) = opt(one_of("(（[［〔【<＜")).parse(input)?;
    let (rest, word) = opt(unit_word).parse(blanks(rest))?;
    let explicit = word.is_some();
    if !explicit && open.is_none() {
        return Err(fail());
    }
    // （1億円） is an amount
    if !explicit && rest.starts_with(|c| glyph::arabic(c).is_some()) {
        return Err(fail());
    }
    let (rest, unit, other_units) = units(blanks(rest)).ok_or_else(fail)?;
    let closed = blanks(rest).strip_prefix([')', '）', ']', '］', '〕', '】', '>', '＞']);
    let rest = match (open, closed) {
        (Some(_), Some(rest)) => rest,
        (Some(_), None) if !explicit => return Err(fail()),
        _ => rest,
    };
    let note = UnitNote {
        normalized_span: Span::new(0, input.len() - rest.len()),
        unit,
        explicit,
        other_units,
    };
    Ok((rest, note))
}

/// 単位：, 単 位 :, 金額の単位は.
fn unit_word(input: &str) -> IResult<&str, ()> {
    let (rest, _) = opt(alt((
        nom::bytes::complete::tag("金額の"),
        nom::bytes::complete::tag("金額"),
    )))
    .parse(input)?;
    let (rest, _) = char('単').parse(rest)?;
    let (rest, _) = char('位').parse(blanks(rest))?;
    let (rest, _) = opt(one_of(":：・=＝は／/")).parse(blanks(rest))?;
    Ok((rest, ()))
}

/// Units in a list: the first of money, and whether others stand beside it.
fn units(input: &str) -> Option<(&str, Unit, bool)> {
    let mut rest = input;
    let mut unit = None;
    let mut others = false;
    for _ in 0..6 {
        match Unit::at_start(rest) {
            Some((found, len)) => {
                let after = rest.get(len..)?;
                // 円/人 is no unit of money
                if after.starts_with(['/', '／']) {
                    return None;
                }
                if unit.is_some_and(|known| known != found) {
                    others = true;
                }
                unit = unit.or(Some(found));
                rest = after;
            }
            None => {
                let len: usize = rest
                    .chars()
                    .take(8)
                    .take_while(|c| {
                        !glyph::is_closing(*c) && !glyph::is_opening(*c) && !is_separator(*c) && *c != '\n'
                    })
                    .map(char::len_utf8)
                    .sum();
                if len == 0 {
                    break;
                }
                others = true;
                rest = rest.get(len..)?;
            }
        }
        let Some(next) = blanks(rest).strip_prefix(is_separator) else {
            break;
        };
        rest = blanks(next);
    }
    unit.map(|unit| (rest, unit, others))
}

fn is_separator(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | '・' | ';' | '；')
}

fn blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{3000}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(text: &str) -> Vec<(&str, &str, bool, bool)> {
        unit_notes(text)
            .into_iter()
            .map(|note| {
                (
                    note.normalized_span.slice(text),
                    note.unit.label(),
                    note.explicit,
                    note.other_units,
                )
            })
            .collect()
    }

    #[test]
    fn notes_are_read_with_their_brackets() {
        for (text, surface, unit, other) in [
            ("表1 (単位:百万円)", "(単位:百万円)", "百万円", false),
            ("（単位：千円）", "（単位：千円）", "千円", false),
            ("単位 千円", "単位 千円", "千円", false),
            ("単位:億円 令和5年度", "単位:億円", "億円", false),
            ("単 位 : 百 万 円", "単 位 : 百 万 円", "百万円", false),
            ("(単位:百万円、%)", "(単位:百万円、%)", "百万円", true),
            ("(単位:人、百万円)", "(単位:人、百万円)", "百万円", true),
            ("(単位:億円(%))", "(単位:億円", "億円", false),
            ("(金額単位:千円)", "(金額単位:千円)", "千円", false),
            ("単位:1,000円", "単位:1,000円", "千円", false),
        ] {
            assert_eq!(notes(text), [(surface, unit, true, other)], "{text}");
        }
        assert_eq!(notes("要求額(百万円)"), [("(百万円)", "百万円", false, false)]);
        assert_eq!(notes("【単位:百万円】 A (単位:千円)").len(), 2);
    }

    #[test]
    fn other_units_and_amounts_are_no_notes() {
        for text in [
            "(単位:人)",
            "単位:円/人",
            "百万円",
            "(1億円)",
            "100円単位",
            "(注)百万円未満を四捨五入",
            "(10億円、5件)",
        ] {
            assert_eq!(notes(text), [], "{text}");
        }
    }
}

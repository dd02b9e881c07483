//! What stands at the head of a line: bullets and outline numbers.

use super::sheet::InForce;
use crate::lexicon::Bullet;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::{char as one, one_of, satisfy};
use nom::combinator::{map, opt, recognize};
use nom::sequence::{delimited, pair, preceded, terminated};

/// A line's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// A bullet.
    Bullet(char),
    /// An outline number with its depth: 0 for 第１ and Ⅰ, 1 for １., 2 for （１）, 3 for ①, 4 for ア, 5 for （ア）.
    Outline(u8),
    /// ※ or 注: a note.
    Note,
}

/// Reads a line's head: what it is and how long, spaces behind it included.
pub(super) fn head(line: &str, force: InForce<'_>) -> Option<(Head, usize)> {
    let first = line.chars().next()?;
    if matches!(first, '※' | '＊' | '*') {
        let rest = line.trim_start_matches(['※', '*', '＊', ' ']);
        return Some((Head::Note, line.len() - rest.len()));
    }
    if let Some(rest) = note_word(line) {
        return Some((Head::Note, line.len() - rest.len()));
    }
    let numbers = first.is_ascii_digit()
        || matches!(first, '(' | '第' | '\u{2160}'..='\u{217b}' | '\u{2460}'..='\u{2487}' | '\u{3251}'..='\u{325f}' | 'ア'..='ソ')
        || is_kanji_digit(first);
    if numbers && let Ok((rest, level)) = outline(line) {
        let rest = rest.trim_start();
        return (!rest.is_empty()).then_some((Head::Outline(level), line.len() - rest.len()));
    }
    let kind = force.lexicon.bullet(first)?;
    let rest = &line[first.len_utf8()..];
    let body = rest.trim_start();
    if body.is_empty() {
        return None;
    }
    let next = body.chars().next()?;
    // ▲12 and －3 are numbers; －○○の推進 is an item.
    if kind == Bullet::Sign && (next.is_ascii_digit() || is_kanji_digit(next) || matches!(next, '百' | '千'))
    {
        return None;
    }
    Some((Head::Bullet(first), line.len() - body.len()))
}

/// 注, (注), 注1), 注: before a note; what follows it.
fn note_word(line: &str) -> Option<&str> {
    let bracket = line.starts_with('(');
    let rest = line.trim_start_matches('(').strip_prefix('注')?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let closed = rest.trim_start_matches([')', ':', '.', '、', ' ']);
    (closed.len() < rest.len() || bracket).then_some(closed)
}

fn is_kanji_digit(character: char) -> bool {
    matches!(
        character,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    )
}

fn outline(line: &str) -> nom::IResult<&str, u8> {
    let digits = || take_while_m_n(1, 2, |c: char| c.is_ascii_digit());
    let kanji = || take_while1(is_kanji_digit);
    let roman = || satisfy(|c| ('\u{2160}'..='\u{217b}').contains(&c));
    let circled =
        || satisfy(|c| ('\u{2460}'..='\u{2473}').contains(&c) || ('\u{3251}'..='\u{325f}').contains(&c));
    let bracketed_number = || satisfy(|c| ('\u{2474}'..='\u{2487}').contains(&c));
    let kana = || satisfy(|c| "アイウエオカキクケコサシスセソ".contains(c));
    let point = || one_of(".、．");
    let gap = || take_while1(|c: char| c == ' ');
    alt((
        // 第1編, 第１
        map(
            preceded(
                one('第'),
                terminated(alt((digits(), kanji())), pair(opt(one_of("編章節部")), gap())),
            ),
            |_| 0,
        ),
        map(terminated(roman(), opt(alt((recognize(point()), gap())))), |_| 0),
        map((digits(), one('.'), digits(), opt(one('.')), gap()), |_| 2),
        // 1. but not 1.5
        map(
            terminated(
                digits(),
                (point(), nom::combinator::not(satisfy(|c| c.is_ascii_digit()))),
            ),
            |_| 1,
        ),
        map(
            terminated(digits(), (gap(), nom::combinator::peek(satisfy(opens_title)))),
            |_| 1,
        ),
        map(terminated(kanji(), one_of("、.")), |_| 1),
        map(delimited(one('('), digits(), one(')')), |_| 2),
        map(delimited(one('('), kanji(), one(')')), |_| 2),
        map(bracketed_number(), |_| 2),
        map(circled(), |_| 3),
        map(terminated(kana(), alt((recognize(point()), gap()))), |_| 4),
        map(delimited(one('('), kana(), one(')')), |_| 5),
    ))
    .parse(line)
}

/// What may follow a number and a space for the number to be a heading's: a word, not a unit or another number.
fn opens_title(character: char) -> bool {
    (character.is_alphabetic() || matches!(character, '「' | '【' | '『' | '<' | '(' | '《'))
        && !"億兆万円百千年月日人件名か箇カヶ台校倍ページ頁ポ".contains(character)
        && !character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn read(line: &str) -> Option<(Head, &str)> {
        let force = InForce {
            lexicon: Lexicon::builtin(),
            year: None,
            phase: None,
            era: None,
            unit: None,
        };
        head(line, force).map(|(kind, len)| (kind, &line[len..]))
    }

    #[test]
    fn outline_numbers_have_depths() {
        for (line, level) in [
            ("第1 成長", 0),
            ("Ⅱ.重点", 0),
            ("1.医薬品", 1),
            ("2 食料", 1),
            ("(1) 支援", 2),
            ("③ 整備", 3),
            ("ア 設備", 4),
            ("(イ)機器", 5),
        ] {
            assert_eq!(
                read(line).map(|(kind, _)| kind),
                Some(Head::Outline(level)),
                "{line}"
            );
        }
    }

    #[test]
    fn numbers_are_no_headings() {
        for line in ["1.5億円", "12 億円", "3", "2023年度", "3 人", "▲12億円", "-3"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn bullets_are_taken_off() {
        assert_eq!(read("● 橋渡し"), Some((Head::Bullet('●'), "橋渡し")));
        assert_eq!(read("-推進"), Some((Head::Bullet('-'), "推進")));
        assert_eq!(read("※ 注"), Some((Head::Note, "注")));
        assert_eq!(read("(注1) 端数"), Some((Head::Note, "端数")));
        assert_eq!(read("注)端数"), Some((Head::Note, "端数")));
        assert_eq!(read("注射薬の開発"), None);
    }
}

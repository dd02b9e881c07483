//! Signs and words around a figure: 約, 上限, △ before it; 程度, 以上, の内数, ＋事項要求 behind it.

use crate::grammar::glyph;
use crate::model::Qualifier;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::combinator::value;
use nom::{IResult, Parser};

/// The sign that a figure is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sign {
    /// None.
    #[default]
    None,
    /// ＋ or プラス.
    Plus,
    /// △, ▲, − or マイナス.
    Minus,
}

/// A set of qualifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Qualifiers(u8);

impl Qualifiers {
    pub(super) fn insert(&mut self, qualifier: Qualifier) {
        self.0 |= 1 << (qualifier as u8);
    }

    /// In output order; an empty list costs nothing.
    pub(super) fn to_list(self) -> Vec<Qualifier> {
        Qualifier::ALL
            .into_iter()
            .filter(|qualifier| self.0 & (1 << (*qualifier as u8)) != 0)
            .collect()
    }
}

/// What stands before a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// Where the first sign or word begins; the figure itself if there is none.
    pub(super) start: usize,
    pub(super) sign: Sign,
    pub(super) qualifiers: Qualifiers,
}

/// Words before a figure, each as a whole at the end of what precedes it.
const LEADING: [(&str, Qualifier); 18] = [
    ("約", Qualifier::About),
    ("およそ", Qualifier::About),
    ("おおよそ", Qualifier::About),
    ("凡そ", Qualifier::About),
    ("おおむね", Qualifier::About),
    ("概ね", Qualifier::About),
    ("ほぼ", Qualifier::About),
    ("最大で", Qualifier::UpTo),
    ("最大", Qualifier::UpTo),
    ("最高", Qualifier::UpTo),
    ("上限額", Qualifier::UpTo),
    ("上限は", Qualifier::UpTo),
    ("上限額は", Qualifier::UpTo),
    ("上限", Qualifier::UpTo),
    ("少なくとも", Qualifier::AtLeast),
    ("最低", Qualifier::AtLeast),
    ("下限額", Qualifier::AtLeast),
    ("下限", Qualifier::AtLeast),
];

/// Whether a word of [`LEADING`] may end with a character; `false` is sure.
fn may_lead(last: char) -> bool {
    matches!(
        last,
        '約' | 'そ' | 'ね' | 'ぼ' | 'で' | '大' | '高' | '額' | 'は' | '限' | 'も' | '低'
    )
}

/// Kanji that make another word with 約 (契約, 条約) or 最大 (過去最大).
fn is_part_of_word(word: &str, before: &str) -> bool {
    match word {
        "約" => before
            .chars()
            .next_back()
            .is_some_and(|c| "契条公予節規制要特倹集誓盟婚解売確密協背違旧新口先締".contains(c)),
        "最大" | "最大で" | "最高" => before.ends_with(['去', '界', '史', '国', '本']),
        "ほぼ" => before.ends_with('の'),
        _ => false,
    }
}

/// Reads back from `at`, not beyond `floor`, over signs and words, in any order, with blanks between.
pub(super) fn before(text: &str, floor: usize, at: usize, unit_given: bool) -> Before {
    let mut found = Before {
        start: at,
        sign: Sign::None,
        qualifiers: Qualifiers::default(),
    };
    for _ in 0..4 {
        let Some(full) = text.get(floor..found.start) else {
            break;
        };
        if let Some((sign, start)) = (found.sign == Sign::None)
            .then(|| sign(text, floor, full, unit_given))
            .flatten()
        {
            found.sign = sign;
            found.start = floor + start;
            continue;
        }
        let head = trim_few(full);
        let head = head.strip_suffix(['：', ':']).map_or(head, trim_few);
        if !head.ends_with(may_lead) {
            break;
        }
        let word = LEADING
            .iter()
            .filter(|(word, _)| head.ends_with(word))
            .max_by_key(|(word, _)| word.len());
        let Some((word, qualifier)) = word else { break };
        let Some(rest) = head.strip_suffix(word) else {
            break;
        };
        if head.len() < full.trim_end().len() && !matches!(qualifier, Qualifier::UpTo | Qualifier::AtLeast)
            || is_part_of_word(word, rest)
        {
            break;
        }
        found.qualifiers.insert(*qualifier);
        found.start = floor + rest.len();
    }
    found
}

/// Without the last few blanks.
fn trim_few(text: &str) -> &str {
    let blanks: usize = text
        .chars()
        .rev()
        .take(4)
        .take_while(|c| matches!(c, ' ' | '\u{3000}'))
        .map(char::len_utf8)
        .sum();
    text.get(..text.len() - blanks).unwrap_or(text)
}

/// The sign at the end of `head`, which begins at `floor` of `text`, and where in `head` it begins.
fn sign(text: &str, floor: usize, head: &str, unit_given: bool) -> Option<(Sign, usize)> {
    let blanks: usize = head
        .chars()
        .rev()
        .take(24)
        .take_while(|c| matches!(c, ' ' | '\u{3000}'))
        .map(char::len_utf8)
        .sum();
    let body = head.get(..head.len() - blanks)?;
    let mark = body.chars().next_back()?;
    let start = body.len() - mark.len_utf8();
    let before = text.get(..floor + start)?;
    let previous = before.chars().next_back();
    match mark {
        '△' | '▲' | 'Δ' | '∆' | '▵' | '▴' | '⊿' | '▼' => Some((Sign::Minus, start)),
        '+' | '＋' | '﹢' if blanks == 0 => {
            let operator = previous
                .is_some_and(|c| glyph::is_yen(c) || glyph::arabic(c).is_some() || glyph::is_closing(c));
            (!operator).then_some((Sign::Plus, start))
        }
        'ス' if blanks <= 1 => {
            let words = [("マイナス", Sign::Minus), ("プラス", Sign::Plus)];
            words
                .into_iter()
                .find_map(|(word, sign)| Some((sign, body.strip_suffix(word)?.len())))
        }
        mark if glyph::is_dash(mark) => {
            let opens = previous.is_none_or(glyph::is_opening);
            let parts = previous
                .is_some_and(|c| c.is_whitespace() || matches!(c, '、' | ':' | '：' | '=' | '＝' | '→'));
            let glued = blanks == 0 && (opens || parts || is_change(before));
            let bracketed = previous.is_some_and(glyph::is_opening);
            let first_of_cell = unit_given && previous.is_none() && blanks == 1;
            (glued || bracketed || first_of_cell).then_some((Sign::Minus, start))
        }
        _ => None,
    }
}

/// Words of change: a dash glued to one is a minus (前年度比-3億円); glued to any other word it parts (事業-12億円).
fn is_change(before: &str) -> bool {
    [
        "比",
        "減",
        "差",
        "差額",
        "増減",
        "増減額",
        "減額",
        "は",
        "が",
        "約",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

/// Whether [`trailing`] may read what begins with a character; `false` is sure.
fn may_trail(first: char) -> bool {
    "程前規相あ余強弱内ほ以を超未が上まの(（+＋及お並とに他、プ事".contains(first)
}

/// Words behind a figure, longest first where one begins another.
fn trailing(input: &str) -> IResult<&str, Qualifier> {
    alt((
        value(
            Qualifier::About,
            alt((
                tag("程度"),
                tag("前後"),
                tag("規模"),
                tag("相当程度"),
                tag("あまり"),
                tag("余り"),
                tag("余"),
                tag("強"),
                tag("弱"),
                tag("内外"),
                tag("ほど"),
            )),
        ),
        value(
            Qualifier::AtLeast,
            alt((
                tag("以上"),
                tag("を超える"),
                tag("を超え"),
                tag("超え"),
                tag("超"),
                tag("を上回る"),
                tag("を下限"),
            )),
        ),
        value(
            Qualifier::UpTo,
            alt((
                tag("以内"),
                tag("以下"),
                tag("未満"),
                tag("を上限"),
                tag("が上限"),
                tag("上限"),
                tag("を限度"),
                tag("まで"),
                tag("を下回る"),
            )),
        ),
        value(Qualifier::PartOf, part_of),
        value(Qualifier::PlusUnspecified, plus_unspecified),
    ))
    .parse(input)
}

/// の内数, also in brackets or with a line end inside.
fn part_of(input: &str) -> IResult<&str, ()> {
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Tag));
    let (rest, open) = bracket(input);
    let rest = rest.strip_prefix('の').unwrap_or(rest);
    let rest = rest.get(glyph::blank(rest, 4)..).unwrap_or(rest);
    let rest = rest.strip_prefix('内').ok_or_else(fail)?;
    let rest = rest.get(glyph::blank(rest, 2)..).unwrap_or(rest);
    let rest = rest.strip_prefix('数').ok_or_else(fail)?;
    close(rest, open).map(|rest| (rest, ())).ok_or_else(fail)
}

/// ＋事項要求, 及び事項要求, （事項要求を含む）, ＋α.
fn plus_unspecified(input: &str) -> IResult<&str, ()> {
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Tag));
    let (rest, open) = bracket(input);
    let blank = |rest: &'_ str| glyph::blank(rest, 4);
    let joins = [
        "+",
        "＋",
        "及び",
        "および",
        "並びに",
        "と",
        "に",
        "ほか",
        "他",
        "の他",
        "のほか",
        "、ほか",
        "、他",
        "プラス",
    ];
    let joined = joins
        .iter()
        .filter_map(|join| rest.strip_prefix(join))
        .min_by_key(|rest| rest.len());
    let rest = joined.unwrap_or(rest);
    let rest = rest.get(blank(rest)..).unwrap_or(rest);
    let alpha = ["α", "アルファ", "ａ"]
        .iter()
        .find_map(|word| rest.strip_prefix(word));
    if let (Some(rest), true) = (alpha, joined.is_some()) {
        return close(rest, open).map(|rest| (rest, ())).ok_or_else(fail);
    }
    let rest = rest.strip_prefix("事項要求").ok_or_else(fail)?;
    let ending = ["を加えた", "を含む", "を含み", "あり", "を除く"]
        .iter()
        .find_map(|word| Some((*word, rest.strip_prefix(word)?)));
    // 事項要求を除く: the figure is not a lower bound of anything told here, it is the figure
    let rest = match ending {
        Some(("を除く", _)) => return Err(fail()),
        Some((_, rest)) => rest,
        None => rest,
    };
    if joined.is_none() && !open {
        return Err(fail());
    }
    close(rest, open).map(|rest| (rest, ())).ok_or_else(fail)
}

/// An opening bracket, if there is one.
fn bracket(input: &str) -> (&str, bool) {
    match input.strip_prefix(['(', '（']) {
        Some(rest) => (rest, true),
        None => (input, false),
    }
}

/// The bracket that closes an open one.
fn close(input: &str, open: bool) -> Option<&str> {
    if open {
        input.strip_prefix([')', '）'])
    } else {
        Some(input)
    }
}

/// Reads words behind a figure that ends at `at`; returns where the last one ends.
pub(super) fn after(text: &str, at: usize, qualifiers: &mut Qualifiers) -> usize {
    let mut end = at;
    for _ in 0..4 {
        let Some(rest) = text.get(end..) else { break };
        let gap = glyph::blank(rest, 4);
        let Some(rest) = rest.get(gap..).filter(|rest| rest.starts_with(may_trail)) else {
            break;
        };
        let Ok((left, qualifier)) = trailing(rest) else {
            break;
        };
        // behind a blank only what cannot begin another word
        let joins = matches!(qualifier, Qualifier::PartOf | Qualifier::PlusUnspecified);
        let word = rest.get(..rest.len() - left.len()).unwrap_or("");
        if gap > 0 && !joins && !matches!(word, "程度" | "以上" | "以内" | "前後" | "以下")
            || is_other_word(word, left)
        {
            break;
        }
        qualifiers.insert(qualifier);
        end = text.len() - left.len();
    }
    end
}

/// Words that only begin like a qualifier: 強化, 弱者, 規模別, 余剰, 超過, 上限額.
fn is_other_word(word: &str, rest: &str) -> bool {
    let next = rest.chars().next();
    match word {
        "強" | "弱" | "余" | "超" | "規模" | "内外" => next.is_some_and(glyph::is_ideograph),
        "上限" => next.is_some_and(|c| c == '額'),
        "以上" | "まで" => {
            rest.starts_with(['の', 'に']) && rest.get(3..).is_some_and(|r| r.starts_with("とおり"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_leading_word_is_turned_away_by_its_last_character() {
        assert!(LEADING.iter().all(|(word, _)| word.ends_with(may_lead)));
    }

    #[test]
    fn no_trailing_word_is_turned_away_by_its_first_character() {
        let figure = "22億円";
        for word in [
            "程度",
            "前後",
            "規模",
            "相当程度",
            "あまり",
            "余り",
            "余",
            "強",
            "弱",
            "内外",
            "ほど",
            "以上",
            "を超える",
            "超え",
            "超",
            "を上回る",
            "以内",
            "以下",
            "未満",
            "が上限",
            "上限",
            "まで",
            "の内数",
            "(内数)",
            "（の内数）",
            "内数",
            "+事項要求",
            "＋α",
            "及び事項要求",
            "および事項要求",
            "並びに事項要求",
            "と事項要求",
            "に事項要求を加えた",
            "ほか事項要求",
            "他事項要求",
            "の他事項要求",
            "、ほか事項要求",
            "プラス事項要求",
            "(事項要求を含む)",
        ] {
            let mut found = Qualifiers::default();
            let end = after(&format!("{figure}{word}"), figure.len(), &mut found);
            assert_eq!(end, figure.len() + word.len(), "{word}");
            assert_eq!(found.to_list().len(), 1, "{word}");
        }
    }
}

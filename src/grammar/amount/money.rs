//! Figures with 円: one step of the search through a text.

use super::bare;
use super::qualifier::{self, Before, Sign};
use super::range;
use super::{AmountNode, Money, Reading, UnitSource};
use crate::grammar::decimal::{Fixed, NoInteger};
use crate::grammar::digits::is_leading_smudge;
use crate::grammar::glyph;
use crate::grammar::numeral::{Damage, Dialect, Numeral, numeral};
use crate::grammar::unit::Unit;
use crate::model::Qualifier;
use crate::span::Span;

/// Most blanks between a figure and 円.
const GAP: usize = 8;

/// What a place in the text gave.
pub(super) struct Step {
    pub(super) node: Option<AmountNode>,
    /// Where the search goes on.
    pub(super) resume: usize,
}

impl Step {
    pub(super) fn none(resume: usize) -> Self {
        Self { node: None, resume }
    }

    pub(super) fn node(span: Span, reading: Reading) -> Self {
        Self {
            resume: span.end,
            node: Some(AmountNode {
                normalized_span: span,
                reading,
            }),
        }
    }
}

/// A numeral in its text.
pub(super) struct Found {
    pub(super) numeral: Numeral<Fixed>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Found {
    pub(super) fn at(text: &str, start: usize) -> Option<Self> {
        let rest = text.get(start..)?;
        let (left, numeral) = numeral(rest, Dialect::Money).ok()?;
        Some(Self {
            numeral,
            start,
            end: text.len() - left.len(),
        })
    }

    /// Where a search goes on if this leads to nothing.
    fn resume(&self) -> usize {
        self.start + self.numeral.first_piece
    }
}

/// Reads what begins at `start`; nothing before `floor` is looked at.
pub(super) fn step(text: &str, floor: usize, start: usize, unit: Option<Unit>) -> Step {
    let Some(first) = text.get(start..).and_then(|rest| rest.chars().next()) else {
        return Step::none(start + 1);
    };
    if first == '¥' || first == '￥' {
        return yen_sign(text, floor, start);
    }
    if glyph::is_dash(first) {
        return unit.map_or(Step::none(start + 1), |unit| bare::nil(text, start, unit));
    }
    let Some(found) = Found::at(text, start) else {
        return Step::none(start + first.len_utf8());
    };
    let head = text.get(floor..start).unwrap_or("");
    if let Some(step) = range::printed(text, floor, &found) {
        return step;
    }
    let odd = text.get(found.end..).is_some_and(|rest| rest.starts_with('余'));
    let number_end = found.end + if odd { '余'.len_utf8() } else { 0 };
    let Some(end) = yen_behind(text, number_end) else {
        if let Some(end) = broken_unit(text, &found) {
            let start = qualifier::before(text, floor, start, false).start;
            return Step::node(Span::new(start, end), Reading::Unreadable(Damage::BrokenUnit));
        }
        return unit.map_or_else(
            || Step::none(found.resume()),
            |unit| bare::figure(text, floor, &found, unit),
        );
    };
    if !found.numeral.has_digit && is_unit_label(text, &found, end)
        || is_inexact(head)
        || is_formula(text, head, end)
        || is_label_number(text, head, &found, end)
        || is_column(text, &found, end)
    {
        return Step::none(end);
    }
    if let Some(step) = sen(text, floor, start, end) {
        return step;
    }
    let mut before = qualifier::before(text, floor, start, unit.is_some());
    if odd {
        before.qualifiers.insert(Qualifier::About);
    }
    let span = Span::new(before.start, end);
    if let Some((start, damage)) = damaged_head(text, floor, &found) {
        return Step::node(Span::new(start, end), Reading::Unreadable(damage));
    }
    if let Some(damage) = found.numeral.damage {
        return Step::node(span, Reading::Unreadable(damage));
    }
    printed(text, before, &found.numeral, end)
}

/// A figure with its own unit that ends at `end`.
fn printed(text: &str, before: Before, numeral: &Numeral<Fixed>, end: usize) -> Step {
    let mut qualifiers = before.qualifiers;
    let end = qualifier::after(text, end, &mut qualifiers);
    let reading = evaluate(numeral, 0).map_or_else(Reading::Unreadable, |yen| {
        Reading::Figure(Money {
            yen: signed(yen, before.sign),
            yen_max: None,
            qualifiers: qualifiers.to_list(),
            resolution_yen: resolution(numeral, 0),
            unit: Unit::from_exponent(numeral.unit).unwrap_or(Unit::YEN),
            unit_source: UnitSource::Printed,
            sign: before.sign,
        })
    });
    Step::node(Span::new(before.start, end), reading)
}

/// The value times ten to the power of `exponent`, in whole yen.
pub(super) fn evaluate(numeral: &Numeral<Fixed>, exponent: u32) -> Result<i64, Damage> {
    if let Some(damage) = numeral.damage {
        return Err(damage);
    }
    numeral.value.to_integer(exponent).map_err(|why| match why {
        NoInteger::TooLarge => Damage::TooLarge,
        NoInteger::Fraction => Damage::FractionOfYen,
    })
}

/// The weight of the last printed digit in yen.
pub(super) fn resolution(numeral: &Numeral<Fixed>, exponent: u32) -> i64 {
    let power = i64::from(numeral.lowest) + i64::from(exponent);
    10_i64.pow(u32::try_from(power.clamp(0, 18)).unwrap_or(0))
}

pub(super) fn signed(yen: i64, sign: Sign) -> i64 {
    if sign == Sign::Minus { -yen } else { yen }
}

/// Where 円 ends, if it stands behind `at` and means money.
pub(super) fn yen_behind(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let rest = rest.get(glyph::blank(rest, GAP)..)?;
    let mark = rest.chars().next().filter(|c| glyph::is_yen(*c))?;
    let after = rest.get(mark.len_utf8()..)?;
    let other_word = OTHER_YEN.iter().any(|word| after.starts_with(word));
    (!other_word && !is_rate(after)).then(|| text.len() - after.len())
}

/// What makes another word with 円.
const OTHER_YEN: [&str; 39] = [
    "滑",
    "形",
    "熟",
    "柱",
    "周",
    "盤",
    "卓",
    "陣",
    "錐",
    "借款",
    "高",
    "安",
    "筒",
    "弧",
    "板",
    "環",
    "満",
    "楽",
    "覚",
    "グラフ",
    "札",
    "玉",
    "硬貨",
    "相場",
    "換算レート",
    "墳",
    "舞",
    "状",
    "心",
    "蔵",
    "谷",
    "山町",
    "座",
    "弁",
    "本位",
    "貨",
    "単位",
    "切手",
    "ドル",
];

/// `/人`, `/件`, `/kWh`: a price, not an amount.
fn is_rate(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(['/', '／']) else {
        return false;
    };
    let rest = rest.trim_start_matches(['1', '１', '一']);
    if rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '$' | '㎡' | '㎥' | '㎏' | 'ℓ'))
    {
        return true;
    }
    COUNTERS.iter().any(|counter| {
        rest.strip_prefix(counter).is_some_and(|rest| {
            !rest
                .chars()
                .next()
                .is_some_and(|c| glyph::is_ideograph(c) || glyph::is_katakana(c))
        })
    })
}

/// What things are counted by.
pub(super) const COUNTERS: [&str; 74] = [
    "人日",
    "人月",
    "人",
    "名",
    "件",
    "年度",
    "年間",
    "年",
    "か月",
    "ヶ月",
    "カ月",
    "ヵ月",
    "箇月",
    "月",
    "日間",
    "日",
    "泊",
    "食",
    "時間",
    "分",
    "秒",
    "回",
    "台",
    "か所",
    "ヶ所",
    "カ所",
    "ヵ所",
    "箇所",
    "戸",
    "校",
    "園",
    "施設",
    "団体",
    "市町村",
    "自治体",
    "都道府県",
    "課題",
    "拠点",
    "機関",
    "地区",
    "床",
    "室",
    "式",
    "セット",
    "学級",
    "トン",
    "個",
    "本",
    "頭",
    "羽",
    "匹",
    "枚",
    "世帯",
    "社",
    "機",
    "隻",
    "両",
    "冊",
    "部",
    "地域",
    "法人",
    "事業者",
    "キロ",
    "リットル",
    "ページ",
    "頁",
    "点",
    "倍",
    "割",
    "歳",
    "号",
    "ドル",
    "ユーロ",
    "バレル",
];

/// 10円5銭: not a whole number of yen.
fn sen(text: &str, floor: usize, start: usize, end: usize) -> Option<Step> {
    let behind = Found::at(text, end).filter(|behind| behind.numeral.has_digit)?;
    let rest = text.get(behind.end..)?;
    rest.starts_with('銭').then(|| {
        let start = qualifier::before(text, floor, start, false).start;
        Step::node(
            Span::new(start, behind.end + '銭'.len_utf8()),
            Reading::Unreadable(Damage::FractionOfYen),
        )
    })
}

/// 千円, 百万円 name a unit, not an amount; 十億円 and the like only where they stand as one.
fn is_unit_label(text: &str, found: &Found, end: usize) -> bool {
    match found.numeral.unit {
        0 | 3 | 4 | 6 | 8 | 12 if found.numeral.items <= 1 => true,
        7 | 9 | 10 | 11 if found.numeral.items <= 1 => {
            let before = text.get(..found.start).unwrap_or("").trim_end();
            let after = text.get(end..).unwrap_or("").trim_start();
            before.ends_with(['位', ':', '：'])
                || before.ends_with("単位は")
                || (before.is_empty() || before.ends_with(glyph::is_opening))
                    && (after.is_empty() || after.starts_with(glyph::is_closing))
        }
        _ => false,
    }
}

/// 数億円, 数十億円, 何百万円.
pub(super) fn is_inexact(head: &str) -> bool {
    head.ends_with(['数', '幾', '何'])
}

/// 14,260円×6人, 6人×14,260円, @14,260円.
pub(super) fn is_formula(text: &str, head: &str, end: usize) -> bool {
    let head = head.trim_end_matches([' ', '\u{3000}']);
    if head.ends_with(['×', '✕', '✖', '÷', '@', '＠', '±']) {
        return true;
    }
    let rest = text.get(end..).unwrap_or("");
    let rest = rest.get(glyph::blank(rest, 4)..).unwrap_or("");
    let mut chars = rest.chars();
    match chars.next() {
        Some('×' | '✕' | '✖' | '÷') => true,
        Some('x' | 'X' | '*' | '＊' | 'ｘ') => {
            let rest = chars.as_str().trim_start_matches([' ', '\u{3000}']);
            rest.starts_with(|c| glyph::arabic(c).is_some())
        }
        _ => false,
    }
}

/// 表1 億円, R5 百万円, 第3 千円: a number that counts something else, and then the head of a column.
fn is_label_number(text: &str, head: &str, found: &Found, end: usize) -> bool {
    let piece = found.start + found.numeral.first_piece;
    let blank = text.get(piece..end).is_some_and(|rest| glyph::blank(rest, 1) > 0);
    let mut before = head.chars().rev();
    let label = match before.next() {
        Some('第' | '表' | '図' | '注' | '号' | '和' | '成') => true,
        Some(c) if c.is_ascii_alphabetic() => !before.next().is_some_and(|c| c.is_ascii_alphabetic()),
        _ => false,
    };
    blank && label
}

/// A number alone on its line under another number: a column or an axis, to which the 円 of the next line does not belong.
fn is_column(text: &str, found: &Found, end: usize) -> bool {
    let blank = [' ', '\u{3000}', '\r'];
    let piece = found.start + found.numeral.first_piece;
    let broken = text.get(piece..end).is_some_and(|rest| {
        rest.get(..glyph::blank(rest, GAP))
            .is_some_and(|gap| gap.contains('\n'))
    });
    let head = text.get(..found.start).unwrap_or("").trim_end_matches(blank);
    broken
        && head.strip_suffix('\n').is_some_and(|above| {
            let above = above.trim_end_matches(blank);
            let line: Vec<char> = above.chars().rev().take(16).take_while(|c| *c != '\n').collect();
            line.len() < 16
                && line.iter().any(|c| glyph::arabic(*c).is_some())
                && line.iter().all(|c| {
                    glyph::arabic(*c).is_some()
                        || glyph::is_comma(*c)
                        || glyph::is_point(*c)
                        || glyph::is_dash(*c)
                        || matches!(c, '△' | '▲' | '%' | '％' | ' ')
                })
        })
}

/// A lost digit, comma or point right before the figure: where the damage begins.
fn damaged_head(text: &str, floor: usize, found: &Found) -> Option<(usize, Damage)> {
    let head = text.get(..found.start)?;
    let mut before = head.get(floor..)?.chars().rev();
    let last = before.next()?;
    let second = before.next();
    let at = |len: usize| found.start - len;
    if is_leading_smudge(last) && !second.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return Some((at(last.len_utf8()), Damage::BrokenDigit));
    }
    let second = head.get(..at(last.len_utf8()))?.chars().next_back();
    let opens = second.is_none_or(|c| glyph::is_opening(c) || c.is_whitespace());
    if opens && (glyph::is_comma(last) || matches!(last, '.' | '．')) {
        return Some((at(last.len_utf8()), Damage::BrokenDigit));
    }
    // 1, 498億円 and 1、498億円: nothing tells whether it is one number
    let head = head.get(floor..)?;
    let trimmed = head.trim_end_matches(' ');
    let mark = trimmed.chars().next_back()?;
    let digits = text.get(found.start..found.end)?;
    let group = digits.chars().take_while(|c| glyph::arabic(*c).is_some()).count() == 3;
    let body = trimmed.get(..trimmed.len() - mark.len_utf8())?;
    let number: usize = body
        .chars()
        .rev()
        .take(4)
        .take_while(|c| glyph::arabic(*c).is_some())
        .map(char::len_utf8)
        .sum();
    let joined = glyph::is_comma(mark) || mark == '、' && trimmed.len() == head.len();
    let first = digits.chars().next().and_then(glyph::arabic).is_some();
    if joined && group && first && number > 0 && head.len() - trimmed.len() <= 1 {
        let width = head.len() - trimmed.len() + mark.len_utf8() + number;
        return Some((at(width), Damage::BadGrouping));
    }
    None
}

/// 12億冂 or 12憶円: where the damaged unit ends.
fn broken_unit(text: &str, found: &Found) -> Option<usize> {
    let numeral = &found.numeral;
    if !numeral.has_digit {
        return None;
    }
    let rest = text.get(found.end..)?;
    let mut chars = rest.chars();
    let mark = chars.next()?;
    let next = chars.next();
    let alone = !next.is_some_and(|c| glyph::is_ideograph(c) || glyph::is_katakana(c) || c.is_alphabetic());
    let broken = match mark {
        '冂' | '囗' | '冃' | '⺆' | '\u{FFFD}' | '〓' => true,
        '丹' | '凹' | '巾' | '几' | '门' | '門' | '甲' | '□' => numeral.unit > 0 && alone,
        '憶' | '臆' | '意' | '僚' | '方' if next.is_some_and(glyph::is_yen) => {
            return Some(found.end + mark.len_utf8() + next.map_or(0, char::len_utf8));
        }
        _ => false,
    };
    (broken && (numeral.unit > 0 || mark != '\u{FFFD}')).then(|| found.end + mark.len_utf8())
}

/// ¥1,234.
fn yen_sign(text: &str, floor: usize, start: usize) -> Step {
    let after = text.get(start..).unwrap_or("");
    let sign_len = after.chars().next().map_or(1, char::len_utf8);
    let number = start + sign_len;
    let gap = text.get(number..).map_or(0, |rest| glyph::blank(rest, 1));
    let Some(found) = Found::at(text, number + gap).filter(|found| found.numeral.has_digit) else {
        return Step::none(number);
    };
    let end = yen_behind(text, found.end).unwrap_or(found.end);
    let before = qualifier::before(text, floor, start, false);
    if is_formula(text, text.get(floor..start).unwrap_or(""), end) {
        return Step::none(end);
    }
    if let Some(damage) = found.numeral.damage {
        return Step::node(Span::new(before.start, end), Reading::Unreadable(damage));
    }
    printed(text, before, &found.numeral, end)
}

/// AとBの内数, A及びBの内数, A（B）の内数: all of them are part of something.
pub(super) fn share_part_of(text: &str, nodes: &mut [AmountNode]) {
    share_behind_bracket(text, nodes);
    for index in (1..nodes.len()).rev() {
        let (left, right) = nodes.split_at_mut(index);
        let (Some(first), Some(second)) = (left.last_mut(), right.first()) else {
            continue;
        };
        let shared = second
            .figure()
            .is_some_and(|figure| figure.has(Qualifier::PartOf));
        let between = Span::new(first.normalized_span.end, second.normalized_span.start);
        let joined = matches!(
            between.slice(text).trim(),
            "と" | "及び" | "、及び" | "および" | "並びに" | "、並びに" | "+" | "＋"
        );
        if shared && joined {
            set_part_of(first);
        }
    }
}

/// 18億円（17億円）の内数.
fn share_behind_bracket(text: &str, nodes: &mut [AmountNode]) {
    for index in 1..nodes.len() {
        let (left, right) = nodes.split_at_mut(index);
        let (Some(first), Some(second)) = (left.last_mut(), right.first_mut()) else {
            continue;
        };
        let between = Span::new(first.normalized_span.end, second.normalized_span.start).slice(text);
        let behind = text.get(second.normalized_span.end..).unwrap_or("");
        let closed = behind.trim_start().strip_prefix([')', '）', ']', '〕']);
        let shared = between.trim_start().starts_with(['(', '（', '[', '〔'])
            && !between.contains([')', '）', ']', '〕', '。', '、'])
            && closed.is_some_and(|rest| rest.trim_start_matches('の').starts_with("内数"));
        if shared {
            set_part_of(first);
            set_part_of(second);
        }
    }
}

fn set_part_of(node: &mut AmountNode) {
    if let Reading::Figure(figure) = &mut node.reading
        && !figure.has(Qualifier::PartOf)
    {
        figure.qualifiers.push(Qualifier::PartOf);
        figure.qualifiers.sort_unstable();
    }
}

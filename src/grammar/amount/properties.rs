use super::*;
use crate::grammar::{fiscal_years, numbers, splits, unit_notes};
use proptest::prelude::*;
use std::fmt::Write;

fn with_commas(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// Parts of four digits with their great units, zero parts left out.
fn sections(value: u64) -> Vec<(u64, &'static str)> {
    [
        (1_0000_0000_0000, "兆"),
        (1_0000_0000, "億"),
        (1_0000, "万"),
        (1, ""),
    ]
    .into_iter()
    .map(|(power, unit)| (value / power % if unit == "兆" { 10_0000 } else { 1_0000 }, unit))
    .filter(|(part, _)| *part > 0)
    .collect()
}

fn mixed(value: u64) -> String {
    let mut out = String::new();
    for (part, unit) in sections(value) {
        let _ = write!(out, "{}{unit}", with_commas(part));
    }
    out
}

const KANJI: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn positional(value: u64) -> String {
    value
        .to_string()
        .bytes()
        .map(|digit| KANJI[usize::from(digit - b'0')])
        .collect()
}

fn multiplicative(value: u64) -> String {
    let mut out = String::new();
    for (part, unit) in sections(value) {
        for (power, small) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            match (part / power % 10, power) {
                (0, _) => {}
                // 一千万, but 十 and 百 without 一
                (1, 10 | 100) => out.push_str(small),
                (digit, _) => {
                    out.push_str(KANJI[digit as usize]);
                    out.push_str(small);
                }
            }
        }
        out.push_str(unit);
    }
    out
}

/// One of the ways to print an amount of whole yen.
fn notations(yen: u64) -> Vec<String> {
    let mut all = vec![
        format!("{yen}円"),
        format!("{}円", with_commas(yen)),
        full_width(&format!("{}円", with_commas(yen))),
        format!("¥{}", with_commas(yen)),
        format!("{} 円", with_commas(yen)),
    ];
    if yen > 0 {
        all.push(format!("{}円", mixed(yen)));
        all.push(format!("{}円", positional(yen)));
        let words = multiplicative(yen);
        // 十億円 alone is the name of a unit
        if KANJI.iter().any(|digit| words.contains(digit)) {
            all.push(format!("{words}円"));
        }
    }
    for (unit, power) in [("千", 3), ("万", 4), ("百万", 6), ("億", 8), ("兆", 12)] {
        let size = 10_u64.pow(power);
        if yen.is_multiple_of(size) {
            all.push(format!("{}{unit}円", with_commas(yen / size)));
            all.push(format!("{}{unit}円", positional(yen / size)));
            all.push(format!("{} {unit}円", yen / size));
            all.push(format!("{}\n{unit}円", yen / size));
        }
        let (whole, rest) = (yen / size, yen % size);
        all.push(format!(
            "{}.{rest:0width$}{unit}円",
            with_commas(whole),
            width = power as usize
        ));
    }
    all
}

/// Text in which figures are likely.
fn figures_and_noise() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1",
        "23",
        "456",
        "0",
        "９",
        "一",
        "二",
        "〇",
        "十",
        "百",
        "千",
        "万",
        "億",
        "兆",
        "円",
        "百万円",
        "億円",
        ",",
        "，",
        ".",
        "・",
        "、",
        " ",
        "　",
        "\n",
        "〜",
        "～",
        "-",
        "－",
        "ー",
        "△",
        "▲",
        "+",
        "約",
        "程度",
        "の内数",
        "以上",
        "＋事項要求",
        "から",
        "まで",
        "(",
        "）",
        "令和",
        "年度",
        "年",
        "R5",
        "単位",
        "：",
        "文",
        "厚",
        "等",
        "O",
        "l",
        "Z",
        "○",
        "�",
        "冂",
        "余",
        "¥",
        "×",
        "/",
        "人",
        "%",
        "銭",
        "e-1",
        "ダース",
        "マイナス",
        "K",
        "\u{0}",
        "𥝱",
        "é",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Runs every parser over a text and holds their spans against it.
fn hold_spans(text: &str) -> Result<(), TestCaseError> {
    for unit in [None, Some(Unit::MILLION)] {
        let nodes = amounts(text, unit);
        let mut end = 0;
        for node in &nodes {
            let span = node.normalized_span;
            prop_assert!(span.start >= end && !span.is_empty(), "{span:?} in {text:?}");
            prop_assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            if let Some(money) = node.figure() {
                prop_assert!(money.resolution_yen >= 1);
                prop_assert!(money.yen_max.is_none_or(|max| max > money.yen));
            }
            end = span.end;
        }
    }
    let known = |key: &str| ["文", "厚", "総"].contains(&key).then_some(());
    let spans = numbers(text)
        .into_iter()
        .map(|node| node.normalized_span)
        .chain(
            fiscal_years(text, Some(crate::grammar::Era::Reiwa))
                .into_iter()
                .map(|node| node.normalized_span),
        )
        .chain(unit_notes(text).into_iter().map(|note| note.normalized_span))
        .chain(
            splits(text, Some(Unit::YEN), known)
                .into_iter()
                .map(|split| split.normalized_span),
        );
    for span in spans {
        prop_assert!(
            text.get(span.range()).is_some_and(|part| !part.is_empty()),
            "{span:?} in {text:?}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_amount_is_read_back_from_every_notation(
        digits in 1_u64..=99_999,
        zeros in 0_u32..=10,
        more in 0_u64..=9_999,
    ) {
        let yen = digits * 10_u64.pow(zeros) + more;
        for printed in notations(yen) {
            let folded = crate::normalize::fold(&printed).text;
            let nodes = amounts(&folded, None);
            prop_assert_eq!(nodes.len(), 1, "{} {:?}", printed, nodes);
            let money = nodes[0].figure();
            prop_assert!(money.is_some(), "{} {:?}", printed, nodes);
            prop_assert_eq!(money.map(|money| money.yen), i64::try_from(yen).ok(), "{}", printed);
            prop_assert_eq!(nodes[0].normalized_span.slice(&folded), &*folded);
        }
    }

    #[test]
    fn a_bare_numeral_is_the_same_number(value in 1_u64..=9_999_999_999_999_999) {
        for printed in [value.to_string(), with_commas(value), mixed(value), positional(value), multiplicative(value)] {
            let nodes = numbers(&printed);
            prop_assert_eq!(nodes.len(), 1, "{} {:?}", printed, nodes);
            prop_assert_eq!(&nodes[0].value, &value.to_string(), "{}", printed);
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        hold_spans(&text)?;
        hold_spans(&crate::normalize::fold(&text).text)?;
    }

    #[test]
    fn any_heap_of_figures_is_read_without_a_panic(text in figures_and_noise()) {
        hold_spans(&text)?;
        hold_spans(&crate::normalize::fold(&text).text)?;
    }
}

#[test]
fn hostile_lines_are_read_to_their_end() {
    let pieces = [
        "1",
        "0",
        "9,",
        ",",
        "億",
        "〇",
        "一",
        "千",
        "円",
        "1億",
        "1万億",
        "百百",
        "1 ",
        "1  ",
        " ",
        "1〜",
        "〜",
        "1億 ",
        "1万 ",
        "1円",
        "1円〜",
        "△",
        "-",
        "1-",
        "約",
        "(",
        "（1",
        "1/",
        "1.",
        "1O",
        "O",
        "1Z",
        "、",
        "1、",
        "5 千 ",
        "令",
        "令和",
        "1年",
        "単位",
        "円円",
        "文1,",
        "(文1,",
        "文 ",
        "+事項",
        "の内",
        "1\n",
        "九九",
        "¥",
        "¥1",
        "1e",
        "1 1/",
        "ダース",
        "マイナス",
        "1と",
        "1円 と",
        "1から",
        "1百",
        "4 6 ",
        "1 , ",
        "○",
        "一○",
    ];
    let known = |key: &str| ["文", "厚"].contains(&key).then_some(());
    for piece in pieces {
        let line = piece.repeat(100_000 / piece.len());
        let found = amounts(&line, None).len()
            + amounts(&line, Some(Unit::MILLION)).len()
            + numbers(&line).len()
            + fiscal_years(&line, None).len()
            + unit_notes(&line).len()
            + splits(&line, Some(Unit::YEN), known).len();
        assert!(found <= line.len() * 6, "{piece:?}: {found} found");
    }
}

use super::*;
use proptest::prelude::*;

fn folded(source: &str) -> String {
    fold(source).text
}

fn spans(source: &str) -> Vec<Span> {
    let mut at = 0;
    source
        .split('\n')
        .map(|line| {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            span
        })
        .collect()
}

/// The lines of a page, `|` before a vertical one.
fn lines(source: &str) -> Vec<String> {
    let page = page(source, &spans(source));
    page.lines
        .iter()
        .map(|line| {
            let mark = if line.vertical { "|" } else { "" };
            format!("{mark}{}", line.normalized_span.slice(&page.folded.text))
        })
        .collect()
}

#[test]
fn widths_and_spaces_fold() {
    assert_eq!(
        folded("１，４９８億円＜ＡＭＥＤ＞（総５）：／＋．％"),
        "1,498億円<AMED>(総5):/+.%"
    );
    assert_eq!(folded("a\u{3000}b\u{A0}c\u{2003}d\te"), "a b c d e");
    assert_eq!(folded("､正｡･｢ﾃﾞｰﾀﾊﾞﾝｸ｣"), "、正。・「データバンク」");
    assert_eq!(folded("か\u{3099}ハ\u{309A}ー"), "がパー");
    assert_eq!(folded("ｶ\u{200B}ﾞ"), "ガ");
    assert_eq!(
        folded("予\u{200B}算\u{FEFF}の\u{AD}概\u{FE00}要\u{0}"),
        "予算の概要"
    );
}

#[test]
fn waves_and_dashes_fold_by_family() {
    assert_eq!(folded("〜～∼"), "〜〜〜");
    assert_eq!(folded("－−‐‑–—―─"), "--------");
    assert_eq!(folded("△▲"), "△▲");
}

#[test]
fn the_long_mark_is_told_by_its_neighbours() {
    for kept in [
        "データ",
        "フェーズ",
        "らーめん",
        "ﾃﾞｰﾀ",
        "ー般",
        "コーー",
        "３ーＤ",
    ] {
        assert!(folded(kept).contains('ー'), "{kept}");
    }
    for (dash, expected) in [
        ("ー", "-"),
        ("ｰ", "-"),
        ("（ー）", "(-)"),
        ("ー 拡充", "- 拡充"),
        ("１０ー２０億円", "10-20億円"),
        ("ー３億円", "-3億円"),
        ("22億円\nー\n3", "22億円\n-\n3"),
        ("ーー", "--"),
    ] {
        assert_eq!(folded(dash), expected, "{dash}");
    }
}

#[test]
fn radicals_and_compatibility_characters_become_what_they_show() {
    assert_eq!(folded("⺠⻑⽤⼈⽂⻘⿓"), "民長用人文青龍");
    assert_eq!(folded("㍿㈱㌫㍑㍻神"), "株式会社(株)パーセントリットル平成神");
}

#[test]
fn marks_that_would_run_into_a_number_stay() {
    for kept in [
        "①⑴⒈Ⅰⅳ㈠㊀Ⓐ⓪❶",
        "10²億円",
        "3½",
        "x₂",
        "…22億円",
        "‥",
        "㏠㋀",
        "\u{F0D8} \u{FFFD}",
        "🈟",
    ] {
        assert_eq!(folded(kept), kept);
    }
    assert_eq!(folded("㎡1,000円"), "m²1,000円");
    assert_eq!(folded("￣１"), "￣1");
}

#[test]
fn the_quick_ways_agree_with_the_rules() {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc, is_nfc_quick};
    let mut buffer = [0; 4];
    for character in '\0'..=char::MAX {
        let text: &str = character.encode_utf8(&mut buffer);
        let code = character as u32;
        if characters::plain_prefix(text.as_bytes()) > 0 {
            let mut out = String::new();
            characters::push_folded(character, &mut out);
            assert_eq!(out, text, "U+{code:04X}");
            assert!(
                !characters::joins_previous(character) && is_nfc(text),
                "U+{code:04X}"
            );
        }
        if let Some(byte) = characters::full_width(text.as_bytes()) {
            let ascii = characters::Rule::Become(char::from(byte));
            assert_eq!(characters::rule(character), ascii, "U+{code:04X}");
        }
        let combines = canonical_combining_class(character) != 0
            || is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe;
        assert!(!combines || characters::joins_previous(character), "U+{code:04X}");
        let invisible = character.is_whitespace() || characters::rule(character) == characters::Rule::Drop;
        assert_eq!(characters::visible(text).0.is_empty(), invisible, "U+{code:04X}");
        let once = folded(text);
        assert_eq!(folded(&once), once, "U+{code:04X}");
        // No digit appears out of what was none, but from ideographs and units that spell one.
        let had = character.is_numeric() || once.chars().count() > 2;
        assert!(
            had || !once.contains(|c: char| c.is_ascii_digit()),
            "U+{code:04X} {once}"
        );
    }
}

#[test]
fn source_spans_are_whole_source_characters() {
    let source = "㍿の２２億円（ｶﾞ）\u{200B}計";
    let out = fold(source);
    assert_eq!(out.text, "株式会社の22億円(ガ)計");
    let source_of = |part: &str| {
        let at = out.text.find(part).unwrap();
        out.source_span(Span::new(at, at + part.len())).slice(source)
    };
    assert_eq!(source_of("式"), "㍿");
    assert_eq!(source_of("22億円"), "２２億円");
    assert_eq!(source_of("2億"), "２億");
    assert_eq!(source_of("(ガ"), "（ｶﾞ");
    assert_eq!(source_of(")計"), "）\u{200B}計");
    assert_eq!(source_of(")"), "）");
    let normalized_of = |part: &str| {
        let at = source.find(part).unwrap();
        out.normalized_span(Span::new(at, at + part.len()))
            .slice(&out.text)
    };
    assert_eq!(normalized_of("㍿"), "株式会社");
    assert_eq!(normalized_of("ﾞ"), "ガ");
    assert_eq!(normalized_of("２億円"), "2億円");
    assert_eq!(normalized_of("\u{200B}"), "");
    assert_eq!(out.normalized_span(Span::new(0, 1)).slice(&out.text), "株式会社");
}

#[test]
fn a_selector_belongs_to_its_character() {
    let source = "葛\u{E0100}城";
    let out = fold(source);
    assert_eq!(out.text, "葛城");
    assert_eq!(out.source_span(Span::new(0, 3)).slice(source), "葛\u{E0100}");
}

#[test]
fn text_that_stays_costs_one_run() {
    assert_eq!(fold(&"予算の概要、データ 22億円。\n".repeat(1000)).map.runs(), 1);
    assert_eq!(fold(&"１，２３４".repeat(1000)).map.runs(), 1);
}

#[test]
fn blank_lines_stay_and_lines_are_trimmed() {
    assert_eq!(
        lines(" 予算\u{3000}\n \n\u{200B} 概要 \r\n\n"),
        ["予算", "", "概要", "", ""]
    );
    let source = "予算 \r\n\u{3000}概要";
    let page = page(source, &[Span::new(0, 7), Span::new(9, source.len())]);
    assert_eq!(page.folded.text, "予算\n概要");
    assert_eq!(page.folded.source_span(Span::new(6, 7)).slice(source), "\r\n");
    assert_eq!(page.folded.source_span(Span::new(7, 13)).slice(source), "概要");
}

#[test]
fn letter_spaced_headings_close_up() {
    assert_eq!(lines("主 な 取 組"), ["主な取組"]);
    assert_eq!(
        lines("１ 主\u{3000}な\u{3000}取\u{3000}組 令和５年度"),
        ["1 主な取組 令和5年度"]
    );
    assert_eq!(lines("（予 算 額（百万円）"), ["(予算額(百万円)"]);
    assert_eq!(lines("デ ー タ 基 盤"), ["データ基盤"]);
    assert_eq!(lines("【概 算 要 求】 と 計 画"), ["【概算要求】 と計画"]);
    for same in [
        "計 画 案が ある",
        "一 二 三",
        "1 2 3 4",
        "同 同 同",
        "主  な  取  組",
        "予 算",
        "A B C",
    ] {
        assert_eq!(lines(same), [same], "{same}");
    }
    let source = "主 な 取 組";
    let page = page(source, &spans(source));
    assert_eq!(page.folded.source_span(Span::new(0, 12)).slice(source), source);
    assert_eq!(page.folded.source_span(Span::new(3, 6)).slice(source), "な");
}

#[test]
fn labels_set_one_character_a_line_become_one() {
    assert_eq!(lines("フ\nェ\nー\nズ\n\n基礎研究"), ["|フェーズ", "", "基礎研究"]);
    assert_eq!(
        lines("実\n用\n化\n（市\n販\n・医\n療\n等\n）\n\n● 事業"),
        ["|実用化(市販・医療等)", "", "● 事業"]
    );
    // A blank line parts labels …
    assert_eq!(
        lines("フ\nェ\nー\nズ\n\n実\n用\n化\n\n基\n盤"),
        ["|フェーズ", "", "|実用化", "", "基", "盤"]
    );
    // … but not the characters of one, nor one that ends in a particle.
    assert_eq!(
        lines("連\n\n携\n\n・\n協\n\n力\n\n企\n業\n／\nベ"),
        ["|連携・協力", "", "|企業/ベ"]
    );
    assert_eq!(
        lines("産\n学\n連\n携\nに\n\nよ\nる\n実\n用\n化"),
        ["|産学連携による実用化"]
    );
    // A column begins anew.
    assert_eq!(
        lines("開\n発\n研\n究\n 連\n携\n・\n協\n力"),
        ["|開発研究", "|連携・協力"]
    );
    for same in [
        "基\n盤",
        "同\n同\n同",
        "厚\n厚\n経\n文",
        "3\n4\n5",
        "－\n－\n－",
        "一\n二\n三",
        "A\nB\nC",
        "○\n○\n○",
    ] {
        let expected: Vec<String> = same.split('\n').map(folded).collect();
        assert_eq!(lines(same), expected, "{same}");
    }
    let source = "予算\nフ\nェ\nー\nズ\n概要";
    let page = page(source, &spans(source));
    assert_eq!(page.lines[1].source_lines(), 1..5);
    assert_eq!(
        page.folded
            .source_span(page.lines[1].normalized_span)
            .slice(source),
        "フ\nェ\nー\nズ"
    );
}

#[test]
fn numbers_broken_over_lines_are_joined() {
    for (source, expected) in [
        ("概算要求額22\n億円", "概算要求額22億円"),
        ("２２\n百万円の内数", "22百万円の内数"),
        ("54億円\nの内数", "54億円の内数"),
        ("5兆\n541億円", "5兆541億円"),
        ("5 兆\n541\n億円", "5 兆541億円"),
        ("1億\n50百万円", "1億50百万円"),
        ("541億\n円程度", "541億円程度"),
        ("1,4\n98億円", "1,498億円"),
        ("１，\n４９８億円", "1,498億円"),
        ("1,4\n98,000\n千円", "1,498,000千円"),
    ] {
        assert_eq!(lines(source), [expected]);
    }
    for same in [
        "22億円\n億円",
        "22\n\n億円",
        "46\n1億円",
        "1,498\n123億円",
        "1,4\n98",
        "文703,\n5億円",
        "第2\n円滑な実施",
        "3\n円グラフ",
        "平成30\n年度",
        "5億\n3兆円",
        "お得\n億円",
        "10\n20\n億円",
        "2\n兆候",
    ] {
        let expected: Vec<&str> = same.split('\n').collect();
        assert_eq!(lines(same), expected);
    }
    let source = "額２２\n 億円";
    let page = page(source, &spans(source));
    assert_eq!(page.folded.source_span(Span::new(3, 5)).slice(source), "２２");
    assert_eq!(
        page.folded.source_span(Span::new(3, 11)).slice(source),
        "２２\n 億円"
    );
    assert_eq!(page.lines[0].source_lines(), 0..2);
}

/// Text with what matters here more often than chance would give it.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "億円",
            "２",
            "，",
            "5兆",
            "ー",
            "ｰ",
            "フ",
            "ｶ",
            "ﾞ",
            "\u{3099}",
            "か",
            "㍿",
            "①",
            "㎡",
            "²",
            "½",
            " ",
            "\u{3000}",
            "\u{200B}",
            "\u{FE00}",
            "\u{E0100}",
            "\0",
            "\n",
            "\r\n",
            "⺠",
            "－",
            "～",
            "△",
            "（",
            "）",
            "主 な 取",
            "が\u{301}",
            "\u{1100}",
            "\u{1161}",
            "\u{11A8}",
            "ᄀ",
            "ﾡ",
            "ￂ",
            "=",
            "\u{338}",
            "＝",
            "A",
            "\u{30A}",
            "の内数",
            "1,4",
            "連",
            "携",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// What a source span should cover beyond what was dropped at its edges.
fn visible(text: &str) -> &str {
    text.trim_matches(|c| characters::rule(c) == characters::Rule::Drop)
}

fn check_map(out: &Normalized, source: &str, dropped: impl Fn(&str) -> bool) -> Result<(), TestCaseError> {
    // Every span of whole normalized characters leads to whole source characters, in order, and what lies between was
    // dropped: so the surfaces make up the source.
    let mut end = 0;
    let mut unit = Span::default();
    for (at, character) in out.text.char_indices() {
        let span = out.source_span(Span::new(at, at + character.len_utf8()));
        prop_assert!(source.get(span.range()).is_some(), "{span:?} cuts a character");
        if span == unit && !span.is_empty() {
            continue;
        }
        prop_assert!(span.start >= end, "{span:?} overlaps {unit:?}");
        let between = &source[end..span.start];
        prop_assert!(dropped(between), "{between:?} was lost");
        (end, unit) = (span.end, span);
    }
    prop_assert!(dropped(&source[end..]), "{:?} was lost", &source[end..]);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn folding_keeps_the_source(source in texts()) {
        let out = fold(&source);
        check_map(&out, &source, |between| visible(between).is_empty())?;
    }

    #[test]
    fn folding_twice_changes_nothing(source in texts()) {
        let once = folded(&source);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn there_and_back_holds_the_span(source in texts(), a in 0usize..200, b in 0usize..200) {
        let out = fold(&source);
        let start = source.floor_char_boundary(a.min(b).min(source.len()));
        let end = source.floor_char_boundary(a.max(b).min(source.len()));
        let normalized = out.normalized_span(Span::new(start, end));
        prop_assert!(out.text.get(normalized.range()).is_some());
        let back = out.source_span(normalized);
        let shown = visible(&source[start..end]);
        if !shown.is_empty() {
            let at = start + source[start..end].find(shown).unwrap();
            prop_assert!(back.contains(Span::new(at, at + shown.len())), "{back:?} lacks {shown:?}");
        }
        // Any numbers at all give a range.
        let any = out.source_span(Span::new(a, b));
        prop_assert!(source.get(any.range()).is_some());
        prop_assert!(out.text.get(out.normalized_span(Span::new(a, b)).range()).is_some());
    }

    #[test]
    fn a_page_keeps_its_lines(source in texts()) {
        let lines = spans(&source);
        let out = page(&source, &lines);
        check_map(&out.folded, &source, |between| between.chars().all(|c| c.is_whitespace() || characters::rule(c) == characters::Rule::Drop))?;
        let mut next = 0;
        let mut at = 0;
        for line in &out.lines {
            prop_assert_eq!(line.source_lines().start, next);
            prop_assert!(line.source_lines().end > next);
            prop_assert_eq!(line.normalized_span.start, at);
            (next, at) = (line.source_lines().end, line.normalized_span.end + 1);
            prop_assert!(!line.normalized_span.slice(&out.folded.text).contains('\n'));
        }
        prop_assert_eq!(next, lines.len());
        prop_assert_eq!(at, out.folded.text.len() + 1);
    }

    #[test]
    fn any_cut_into_lines_is_read(source in texts(), cuts in prop::collection::vec((0usize..200, 0usize..200), 0..12)) {
        let lines: Vec<Span> = cuts.iter().map(|(a, b)| Span::new(*a, *b)).collect();
        let out = page(&source, &lines);
        for (at, character) in out.folded.text.char_indices() {
            let span = out.folded.source_span(Span::new(at, at + character.len_utf8()));
            prop_assert!(source.get(span.range()).is_some());
        }
    }
}

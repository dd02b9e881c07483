//! Slides drawn in the test itself, one habit of their makers each: what stands where, and whose amount it is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::slide::Slide;
use yosan::geometry::Rect;

#[test]
fn dots_lead_from_a_name_to_its_amount_over_any_distance() {
    let mut slide = Slide::new();
    for (row, (name, amount)) in [
        ("藻場再生事業", "12億円"),
        ("長い名前の地熱利用技術実証事業", "5億円"),
    ]
    .iter()
    .enumerate()
    {
        let y = 60.0 + 20.0 * row as f32;
        slide.text(&format!("○ {name}"), 30.0, y, 10.0);
        slide.text("……………", 330.0, y, 10.0);
        slide.text(amount, 620.0, y, 10.0);
    }
    assert_eq!(
        slide.told(),
        "藻場再生事業 12億円 - stated\n長い名前の地熱利用技術実証事業 5億円 - stated\n"
    );
    // A line drawn between parts them like the cells of a table.
    slide.upright(340.0, 50.0, 100.0).upright(600.0, 50.0, 100.0);
    assert!(!slide.told().contains("藻場再生事業……"), "{}", slide.told());
}

#[test]
fn a_name_goes_on_below_a_line_that_was_full() {
    let mut slide = Slide::new();
    slide.frame(30.0, 50.0, 168.0, 80.0);
    slide
        .text("● 糖尿病重症化予防国際展開強", 34.0, 56.0, 10.0)
        .text("化対策", 44.0, 68.0, 10.0);
    slide.text("要求額 15億円", 90.0, 110.0, 10.0);
    slide.frame(230.0, 50.0, 168.0, 80.0);
    slide.text("● 無電柱化促進事業", 234.0, 56.0, 10.0);
    slide.text("要求額 7億円", 290.0, 110.0, 10.0);
    assert_eq!(
        slide.told(),
        "糖尿病重症化予防国際展開強化対策 15億円 - stated\n無電柱化促進事業 7億円 - stated\n"
    );
}

#[test]
fn a_mark_below_an_amount_is_the_programs() {
    let mut slide = Slide::new();
    slide.text("（ ）内は前年度予算額", 560.0, 30.0, 8.0);
    for (row, (name, amount, below)) in [
        ("衛星活用事業", "12億円", "（新規）"),
        ("通学路安全事業", "30億円", "（28億円）"),
        ("離島航路交付金", "8億円", "（9億円）"),
    ]
    .iter()
    .enumerate()
    {
        let y = 60.0 + 40.0 * row as f32;
        slide
            .text(&format!("● {name}"), 30.0, y, 10.0)
            .text(amount, 300.0, y, 10.0)
            .text(below, 296.0, y + 12.0, 10.0);
    }
    assert_eq!(
        slide.told(),
        "衛星活用事業 12億円 - stated new\n通学路安全事業 30億円 28億円 stated\n離島航路交付金 8億円 9億円 stated\n"
    );
}

#[test]
fn a_text_at_the_top_of_a_box_is_a_name_where_the_other_boxes_have_theirs() {
    let mut slide = Slide::new();
    for (column, (name, amount)) in [
        ("海洋ごみ対策の加速", "3億円"),
        ("保育人材確保事業", "4億円"),
        ("空き家活用補助金", "5億円"),
    ]
    .iter()
    .enumerate()
    {
        let x = 30.0 + 220.0 * column as f32;
        slide.frame(x, 50.0, 200.0, 90.0).text(name, x + 6.0, 56.0, 11.0);
        slide.text("設備の更新に要する経費", x + 6.0, 74.0, 8.0);
        slide.text(&format!("令和8年度要求額 {amount}"), x + 60.0, 120.0, 9.0);
    }
    assert_eq!(
        slide.told(),
        "海洋ごみ対策の加速 3億円 - stated\n保育人材確保事業 4億円 - stated\n空き家活用補助金 5億円 - stated\n"
    );
}

#[test]
fn a_title_with_an_amount_on_its_row_is_the_pages_program() {
    let mut slide = Slide::new();
    slide.text("自動運転サービスの実装加速", 20.0, 14.0, 18.0).text(
        "令和8年度要求額 146億円（新規）",
        470.0,
        18.0,
        11.0,
    );
    slide
        .frame(20.0, 60.0, 600.0, 40.0)
        .text("事業内容", 24.0, 64.0, 10.0)
        .text("拠点の整備を進める。", 24.0, 80.0, 9.0);
    assert_eq!(slide.told(), "自動運転サービスの実装加速 146億円 - stated new\n");
    // Over programs with amounts of their own the title's figure is their sum.
    slide
        .frame(20.0, 120.0, 300.0, 60.0)
        .text("● 農福連携推進事業", 24.0, 126.0, 10.0)
        .text("90億円", 250.0, 150.0, 10.0);
    assert_eq!(slide.told(), "農福連携推進事業 90億円 - stated\n");
}

/// Two columns of boxes with their amounts at the left; on the first rows only the right box has one.
#[test]
fn a_figure_between_two_boxes_goes_by_where_the_page_puts_the_others() {
    let mut slide = Slide::new();
    let rows = [
        (None, Some("12億円")),
        (None, Some("34億円")),
        (Some("5億円"), Some("6億円")),
        (Some("7億円"), Some("8億円")),
    ];
    for (row, (left, right)) in rows.iter().enumerate() {
        let y = 50.0 + 70.0 * row as f32;
        for (column, amount) in [left, right].into_iter().enumerate() {
            let x = 110.0 + 330.0 * column as f32;
            let name = [
                ["藻場再生事業", "地熱利用事業", "無電柱化事業", "産後ケア事業"],
                ["陸上養殖事業", "有機農業事業", "文化財防災事業", "国立公園事業"],
            ][column][row];
            slide
                .frame(x, y, 220.0, 54.0)
                .text(&format!("● {name}"), x + 6.0, y + 6.0, 10.0);
            if let Some(amount) = amount {
                slide.text(amount, x - 60.0, y + 24.0, 10.0);
            }
        }
    }
    let told = slide.told();
    for line in [
        "陸上養殖事業 12億円 - stated",
        "有機農業事業 34億円 - stated",
        "無電柱化事業 5億円 - stated",
        "国立公園事業 8億円 - stated",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(told.contains("藻場再生事業 - - none"), "{told}");
}

/// 邪/力/… beside the lines of programs: the label's characters are no part of them.
#[test]
fn a_label_from_top_to_bottom_is_no_part_of_the_lines_beside_it() {
    let mut slide = Slide::new();
    for (row, character) in "地域活力".chars().enumerate() {
        slide.text(&character.to_string(), 42.0, 60.0 + 12.0 * row as f32, 10.0);
    }
    for (row, (name, amount)) in [("動物愛護事業", "3億円"), ("国立公園補助金", "4億円")]
        .iter()
        .enumerate()
    {
        let y = 60.0 + 24.0 * row as f32;
        slide
            .text(&format!("◆ {name}"), 57.0, y, 10.0)
            .text(amount, 500.0, y, 10.0);
    }
    assert_eq!(
        slide.told(),
        "動物愛護事業 3億円 - stated\n国立公園補助金 4億円 - stated\n"
    );
}

/// The description fills its column up to the gutter, and the next column's begins a bullet anew.
#[test]
fn a_bullet_behind_white_space_begins_the_next_column() {
    let mut slide = Slide::new();
    slide
        .text("◆ 難病相談事業", 366.0, 44.0, 10.0)
        .text("30億円", 640.0, 44.0, 10.0);
    slide
        .text("◆ 産後ケア事業", 30.0, 60.0, 10.0)
        .text("12億円", 300.0, 60.0, 10.0);
    slide.text("・拠点の整備を進める。", 352.0, 60.0, 10.0);
    assert_eq!(
        slide.told(),
        "難病相談事業 30億円 - stated\n産後ケア事業 12億円 - stated\n"
    );
}

#[test]
fn a_bracket_goes_on_over_the_border_that_its_text_outgrew() {
    let mut slide = Slide::new();
    slide.frame(20.0, 50.0, 150.5, 60.0);
    slide
        .text("● 防災DX体制構築プログラム（", 24.0, 56.0, 10.0)
        .text("NR", 171.5, 56.0, 10.0);
    slide
        .text("UIX）", 34.0, 68.0, 10.0)
        .text("80億円", 110.0, 90.0, 10.0);
    assert_eq!(slide.told(), "防災DX体制構築プログラム(NRUIX) 80億円 - stated\n");
}

/// 123 of the row above and （120） of one that was not read stand in one box: no last year for the one program there.
#[test]
fn last_years_figures_of_several_rows_are_not_one_programs() {
    let mut slide = Slide::new();
    slide
        .text("（ ）内は前年度予算額", 560.0, 30.0, 8.0)
        .frame(30.0, 50.0, 600.0, 100.0);
    slide.text("◆ 国立公園補助金", 40.0, 60.0, 10.0);
    slide.text("何かの取組", 40.0, 110.0, 10.0);
    slide
        .text("（28億円）", 500.0, 84.0, 10.0)
        .text("（36億円）", 500.0, 130.0, 10.0);
    assert_eq!(slide.told(), "国立公園補助金 - - none\n");
}

/// The name of two lines stands beside the next card's label; each has its own.
#[test]
fn a_label_in_another_programs_box_is_not_on_this_ones_row() {
    let mut slide = Slide::new();
    for (column, (name, rest, label, amount)) in [
        ("薬剤耐性対策・普及プロジェ", "クト", "総務省", "239億円"),
        ("再生医療支援事業", "", "環境省", "75億円"),
    ]
    .into_iter()
    .enumerate()
    {
        let x = 30.0 + 180.0 * column as f32;
        slide
            .frame(x, 50.0, 160.0, 80.0)
            .text(name, x + 8.0, 56.0, 10.0)
            .text(rest, x + 8.0, 69.0, 10.0);
        let y = if rest.is_empty() { 70.0 } else { 84.0 };
        slide
            .text(label, x + 8.0, y, 7.5)
            .text(&format!("R8要求 {amount}"), x + 60.0, 110.0, 9.5);
    }
    let ministries: Vec<String> = slide
        .linked()
        .iter()
        .map(|request| {
            format!(
                "{} {}",
                request.program.name,
                request
                    .ministries
                    .iter()
                    .map(|one| one.code.as_str())
                    .collect::<String>()
            )
        })
        .collect();
    assert_eq!(
        ministries,
        ["薬剤耐性対策・普及プロジェクト mic", "再生医療支援事業 moe"]
    );
}

/// Where brackets hold last year's figures, one at the end of a name's second line is no request.
#[test]
fn a_figure_in_brackets_at_the_end_of_a_name_is_last_years() {
    let mut slide = Slide::new();
    slide.text("（ ）内は前年度予算額", 560.0, 30.0, 8.0);
    slide
        .text("● 創薬ベンチャー・コンテンツ海", 30.0, 60.0, 10.0)
        .text("76億円", 220.0, 60.0, 10.0);
    slide
        .text("外展開研究開発プロジェクト", 40.0, 72.0, 10.0)
        .text("（53億円）", 190.0, 72.0, 10.0);
    assert_eq!(
        slide.told(),
        "創薬ベンチャー・コンテンツ海外展開研究開発プロジェクト 76億円 53億円 stated\n"
    );
}

/// Three lists side by side, a figure and last year's below each name: no table over all three.
#[test]
fn lists_side_by_side_are_no_table() {
    let mut slide = Slide::new();
    slide.text("（ ）内は前年度予算額", 560.0, 24.0, 8.0);
    let names = [
        ["藻場再生事業", "地熱利用事業", "無電柱化事業"],
        ["陸上養殖事業", "有機農業事業", "国立公園事業"],
        ["産後ケア事業", "難病相談事業", "離島航路事業"],
    ];
    for (column, names) in names.iter().enumerate() {
        let x = 30.0 + 230.0 * column as f32;
        for (row, name) in names.iter().enumerate() {
            let y = 60.0 + 40.0 * row as f32;
            let amount = 100 * (column + 1) + row;
            slide
                .text(&format!("● {name}"), x, y, 10.0)
                .text(&format!("{amount}百万円"), x + 140.0, y, 10.0);
            slide.text(&format!("（{}百万円）", amount + 11), x + 130.0, y + 11.0, 10.0);
        }
    }
    let told = slide.told();
    for line in [
        "藻場再生事業 100百万円 111百万円 stated",
        "国立公園事業 202百万円 213百万円 stated",
        "離島航路事業 302百万円 313百万円 stated",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

/// The lines of a chart of years run on behind its arrows, and part no name that stands on one.
#[test]
fn lines_behind_an_arrow_part_nothing() {
    let mut slide = Slide::new();
    slide.upright(90.0, 40.0, 300.0);
    slide.shape(Rect::new(40.0, 54.0, 260.0, 80.0));
    slide
        .text("ローカル", 48.0, 60.0, 10.0)
        .text("5G交付金", 92.5, 60.0, 10.0)
        .text("160億円", 500.0, 60.0, 10.0);
    assert_eq!(slide.told(), "ローカル5G交付金 160億円 - stated\n");
}

#[test]
fn an_amount_in_a_bracket_before_a_name_is_its() {
    let mut slide = Slide::new();
    slide.text("【360.4億円】 サイバー防御人材の強化（環境省）", 30.0, 60.0, 10.0);
    slide.text("【12億円】 地熱利用促進事業", 30.0, 90.0, 10.0);
    assert_eq!(
        slide.told(),
        "サイバー防御人材の強化 360.4億円 - stated\n地熱利用促進事業 12億円 - stated\n"
    );
}

/// The sum of a band and last year's beside it are the band's, not the nearest program's.
#[test]
fn last_years_sum_of_a_band_is_not_the_program_below_it() {
    let mut slide = Slide::new();
    slide.text("（ ）内は前年度予算額", 560.0, 30.0, 8.0);
    slide
        .text("1．地域の活力", 30.0, 60.0, 14.0)
        .text("300億円（280億円）", 560.0, 62.0, 12.0);
    slide
        .text("● 地熱利用促進事業", 40.0, 84.0, 12.0)
        .text("200億円（190億円）", 560.0, 84.0, 12.0);
    slide
        .text("● 無電柱化推進事業", 40.0, 104.0, 12.0)
        .text("100億円", 560.0, 104.0, 12.0);
    assert_eq!(
        slide.told(),
        "地熱利用促進事業 200億円 190億円 stated\n無電柱化推進事業 100億円 - stated\n"
    );
}

#[test]
fn a_list_names_what_stands_as_its_programs_do() {
    let mut slide = Slide::new();
    for (row, (name, amount)) in [
        ("地熱利用促進事業", "12億円"),
        ("スマート林業の実証", "7億円"),
        ("国立公園補助金", "30億円"),
    ]
    .iter()
    .enumerate()
    {
        slide.text(name, 60.0, 60.0 + 40.0 * row as f32, 12.0).text(
            amount,
            600.0,
            60.0 + 40.0 * row as f32,
            12.0,
        );
    }
    assert_eq!(
        slide.told(),
        "地熱利用促進事業 12億円 - stated\nスマート林業の実証 7億円 - stated\n国立公園補助金 30億円 - stated\n"
    );
}

#[test]
fn an_outline_priced_at_the_margin_lists_programs_of_any_ending() {
    let mut slide = Slide::new();
    slide
        .text("[ ]内は令和7年度予算額", 420.0, 30.0, 8.0)
        .text("第1 次世代の育成", 30.0, 44.0, 12.0);
    for (row, (name, amount, last)) in [
        ("（1）通学路安全プラン", "36億円", "[28億円]"),
        ("（2）博物館機能の強化", "21億円", "[34億円]"),
        ("（3）放射光施設事業", "226億円", "[297億円]"),
    ]
    .iter()
    .enumerate()
    {
        let y = 70.0 + 60.0 * row as f32;
        slide
            .text(name, 40.0, y, 10.0)
            .text(amount, 500.0, y, 10.0)
            .text(last, 495.0, y + 14.0, 10.0);
        slide.text(
            "民間団体と連携し、3年間で約200地域の取組を支援する。",
            50.0,
            y + 28.0,
            9.0,
        );
    }
    assert_eq!(
        slide.told(),
        "通学路安全プラン 36億円 28億円 stated\n博物館機能の強化 21億円 34億円 stated\n放射光施設事業 226億円 297億円 stated\n"
    );
}

/// R7当初 346億円 is last year's, row after row.
#[test]
fn the_initial_budget_below_a_request_is_last_years() {
    let mut slide = Slide::new();
    for (row, (name, request, last)) in [
        ("藻場再生事業", "7億円", "346億円"),
        ("有機農業事業", "294億円", "224億円"),
        ("産後ケア事業", "1億円", "287億円"),
    ]
    .iter()
    .enumerate()
    {
        let y = 40.0 + 60.0 * row as f32;
        slide.frame(20.0, y, 460.0, 50.0).text(name, 28.0, y + 6.0, 12.0);
        slide
            .text(&format!("R8要求 {request}"), 500.0, y + 8.0, 10.0)
            .text(&format!("R7当初 {last}"), 500.0, y + 32.0, 10.0);
    }
    assert_eq!(
        slide.told(),
        "藻場再生事業 7億円 346億円 stated\n有機農業事業 294億円 224億円 stated\n産後ケア事業 1億円 287億円 stated\n"
    );
}

#[test]
fn an_ending_on_a_line_of_its_own_is_the_names_above() {
    let mut slide = Slide::new();
    slide
        .frame(20.0, 50.0, 300.0, 80.0)
        .text("ドローン物流拠点形成事業費", 28.0, 56.0, 12.0);
    slide
        .text("補助金", 28.0, 70.0, 12.0)
        .text("R8要求 30億円", 200.0, 110.0, 10.0);
    assert_eq!(slide.told(), "ドローン物流拠点形成事業費補助金 30億円 - stated\n");
}

/// Arrows over the columns of years: no table, and every name whole.
#[test]
fn a_time_chart_is_no_table() {
    let mut slide = Slide::new();
    slide.frame(60.0, 40.0, 520.0, 20.0);
    for (column, year) in ["R8", "R9", "R10", "R11"].iter().enumerate() {
        let x = 60.0 + 130.0 * column as f32;
        slide.upright(x, 40.0, 300.0).text(year, x + 50.0, 44.0, 10.0);
    }
    slide.upright(580.0, 40.0, 300.0);
    for (row, (name, amount)) in [
        ("有機農業人材育成調査費", "12億円"),
        ("流域治水体制構築事業", "7億円"),
        ("国際頭脳循環対策事業", "9億円"),
    ]
    .iter()
    .enumerate()
    {
        let y = 70.0 + 40.0 * row as f32;
        slide.shape(Rect::new(100.0, y, 500.0, y + 28.0));
        slide
            .text(&format!("● {name}"), 120.0, y + 8.0, 10.0)
            .text(amount, 620.0, y + 8.0, 10.0);
    }
    assert_eq!(
        slide.told(),
        "有機農業人材育成調査費 12億円 - stated\n流域治水体制構築事業 7億円 - stated\n国際頭脳循環対策事業 9億円 - stated\n"
    );
}

#[test]
fn a_quantity_is_no_program_and_a_part_is_its_programs() {
    let mut slide = Slide::new();
    slide
        .frame(20.0, 50.0, 320.0, 110.0)
        .text("■ 日本語教育人材育成構想", 28.0, 56.0, 12.0);
    slide
        .text("要求額：86億円", 220.0, 76.0, 12.0)
        .text("・相談体制の整備　11億円", 40.0, 96.0, 9.0)
        .text("・評価・検証", 40.0, 108.0, 9.0);
    slide
        .frame(360.0, 50.0, 320.0, 110.0)
        .text("■ ドローン物流緊急事業", 368.0, 56.0, 12.0);
    slide
        .text("要求額：50億円", 560.0, 76.0, 12.0)
        .text("・広域連携の推進　4億円", 380.0, 96.0, 9.0);
    slide
        .frame(20.0, 200.0, 320.0, 60.0)
        .text("成果目標", 28.0, 206.0, 12.0)
        .text("・投資誘発額 350億円", 40.0, 224.0, 9.0);
    assert_eq!(
        slide.told(),
        "日本語教育人材育成構想 86億円 - stated\nドローン物流緊急事業 50億円 - stated\n"
    );
}

#[test]
fn a_bracket_can_hold_this_years_figure_and_last_years() {
    let mut slide = Slide::new();
    slide.text(
        "◆ 土壌炭素貯留交付金（令和８年度要求額：12億円、前年度：10億円）",
        30.0,
        60.0,
        10.0,
    );
    assert_eq!(slide.told(), "土壌炭素貯留交付金 12億円 10億円 stated\n");
}

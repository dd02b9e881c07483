//! Forms of a line, in many settings: whatever else stands beside it, the request is never another figure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::model::{Extraction, LinkStatus};

/// The forms: see the head of the file for its columns.
const FORMS: &str = include_str!("../fixtures/forms/lines.tsv");

const NAMES: [&str; 6] = [
    "地域医療提供体制確保事業",
    "水田農業高収益化推進交付金",
    "次世代蓄電池製造基盤整備の支援",
    "河川管理施設老朽化対策費",
    "学校給食地場産物活用プログラム",
    "離島航路維持補助金",
];

/// What stands around the lines: before them, and behind them.
const SETTINGS: [(&str, &str, &str); 12] = [
    ("bare", "令和８年度　概算要求の概要\n\n", ""),
    ("issuer", "令和８年度国土交通省予算概算要求の主要事項\n\n", ""),
    (
        "issuer-below",
        "令和８年度　概算要求のポイント\n農林水産省\n\n",
        "",
    ),
    ("heading", "令和８年度　概算要求の概要\n\n１　主要な施策\n\n", ""),
    ("square", "令和８年度　概算要求の概要\n\n■成長分野への投資\n", ""),
    ("bracketed", "令和８年度　概算要求の概要\n\n【重点施策】\n", ""),
    (
        "prose",
        "令和８年度　概算要求の概要\n\n　これまでに3兆円規模の対策を講じてきた。\n\n",
        "",
    ),
    (
        "table",
        "令和８年度　概算要求の概要\n（単位：百万円）\n事項　　　　前年度予算額　　要求額\n行政情報の整備　　1,100　　1,234\n\n",
        "",
    ),
    (
        "note-behind",
        "令和８年度　概算要求の概要\n\n",
        "\n※ 計数は四捨五入による。\n",
    ),
    ("date", "令和８年度　概算要求の概要\n令和７年８月\n総務省\n\n", ""),
    (
        "cabinet",
        "内閣府　令和８年度予算概算要求について\n\n第１　こども政策\n\n",
        "",
    ),
    ("tabs", "\t令和８年度　概算要求の概要\n\n", "\n以上\n"),
];

struct Form<'f> {
    name: &'f str,
    template: String,
    previous: bool,
    legend: Option<&'f str>,
    status: &'f str,
}

fn forms() -> Vec<Form<'static>> {
    FORMS
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [name, template, previous, legend, status] = cells[..] else {
                panic!("five columns: {line}");
            };
            Form {
                name,
                template: template.replace("\\n", "\n"),
                previous: previous == "b",
                legend: (legend != "-").then_some(legend),
                status,
            }
        })
        .collect()
}

/// A document of six programs in a form, with the amount and the other figure of each, in yen.
fn document(form: &Form<'_>, setting: usize, seed: u64) -> (String, Vec<(i64, i64)>) {
    let (_, before, behind) = SETTINGS[setting];
    let mut text = before.to_owned();
    if let Some(legend) = form.legend {
        let at = text.find('\n').unwrap() + 1;
        text.insert_str(at, &format!("{legend}\n"));
    }
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (setting as u64 + 1);
    let mut next = |low: u64, high: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        low + state % (high - low)
    };
    let mut figures = Vec::new();
    for name in NAMES {
        // The request is the larger, so that from A to B is always a raise.
        let (a, b) = (next(500, 999), next(11, 400));
        let line = form
            .template
            .replace("{n}", name)
            .replace("{a}", &format!("{a}億円"))
            .replace("{b}", &format!("{b}億円"));
        text.push_str(&line);
        text.push('\n');
        figures.push((a as i64 * 100_000_000, b as i64 * 100_000_000));
    }
    text.push_str(behind);
    (text, figures)
}

/// What of a document's programs is wrong, and how many amounts are stated.
fn judge(form: &Form<'_>, extraction: &Extraction, figures: &[(i64, i64)]) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let mut stated = 0;
    for request in &extraction.requests {
        let name = request.program.name.as_str();
        let yen = request
            .amount
            .as_ref()
            .and_then(yosan::model::Amount::printed_yen);
        let sure = request.link.status.is_sure() && yen.is_some();
        let Some(at) = NAMES.iter().position(|known| *known == name) else {
            if sure && name != "行政情報の整備" {
                wrong.push(format!("{name} is no program, and {yen:?} is stated"));
            }
            continue;
        };
        let (a, b) = figures[at];
        if sure && (form.status != "stated" || yen != Some(a)) {
            wrong.push(format!(
                "{name}: {yen:?} is stated, it asks for {a} ({})",
                form.status
            ));
        }
        let previous = request.previous.as_ref().and_then(|amount| amount.yen);
        if previous.is_some() && (previous != Some(b) || !form.previous) {
            wrong.push(format!("{name}: last year's {previous:?}, the line has {b}"));
        }
        if request.link.status == LinkStatus::Ambiguous && request.link.candidates.is_empty() {
            wrong.push(format!("{name}: open without a candidate"));
        }
        stated += usize::from(sure && yen == Some(a));
    }
    (wrong, stated)
}

#[test]
fn no_line_is_stated_with_another_figure() {
    let (mut wrong, mut stated, mut asked) = (Vec::new(), 0, 0);
    for (number, form) in forms().iter().enumerate() {
        for (setting, (setting_name, ..)) in SETTINGS.iter().enumerate() {
            let (text, figures) = document(form, setting, number as u64 + 1);
            let extraction = common::extract_text(&text);
            let (faults, sure) = judge(form, &extraction, &figures);
            for fault in faults {
                wrong.push(format!("{} in {}: {fault}", form.name, setting_name));
            }
            if form.status == "stated" {
                asked += NAMES.len();
                stated += sure;
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 4_000, "{asked} lines are asked");
    // What is not certain costs finds; where most are lost something is broken.
    assert!(stated * 100 >= asked * 95, "{stated} of {asked} are stated");
}

#[test]
fn a_word_that_nothing_explains_never_makes_a_statement() {
    for form in forms()
        .iter()
        .filter(|form| form.status == "stated" && !form.template.contains(['「', '\n']))
    {
        let (text, figures) = document(form, 0, 7);
        // ○name　A → ○name　ぬるぽ A
        let doubted = text
            .replacen("　", "　ぬるぽ", usize::MAX)
            .replace("令和８年度　ぬるぽ", "令和８年度　");
        let before = judge(form, &common::extract_text(&text), &figures).1;
        let (wrong, after) = judge(form, &common::extract_text(&doubted), &figures);
        let invented: Vec<&String> = wrong
            .iter()
            .filter(|fault| !fault.contains("no program"))
            .collect();
        assert!(invented.is_empty(), "{}: {invented:?}", form.name);
        assert!(
            after <= before,
            "{}: {after} stated, {before} without the word",
            form.name
        );
    }
}

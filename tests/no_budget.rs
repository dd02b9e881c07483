//! Texts that are no budgets: nothing in them is stated, and each is told. A budget is never told to be none.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::diagnostic::codes;
use yosan::model::Extraction;

/// Documents of many kinds, each behind a line of its name.
const KINDS: &str = include_str!("../fixtures/text-kinds.txt");

fn kinds() -> Vec<(&'static str, &'static str)> {
    KINDS
        .split("=== ")
        .filter_map(|part| part.split_once('\n'))
        .collect()
}

fn is_told(extraction: &Extraction) -> bool {
    extraction
        .diagnostics
        .iter()
        .any(|one| one.code == codes::NOT_A_REQUEST)
}

fn stated(extraction: &Extraction) -> Vec<&str> {
    let sure = extraction
        .requests
        .iter()
        .filter(|request| request.link.status.is_sure());
    sure.map(|request| request.program.name.as_str()).collect()
}

#[test]
fn what_is_no_budget_states_nothing_and_is_told() {
    let kinds = kinds();
    assert!(kinds.len() >= 40, "{} kinds", kinds.len());
    for (kind, text) in kinds {
        let extraction = common::extract_text(text);
        assert!(
            stated(&extraction).is_empty(),
            "{kind}: {:?}",
            stated(&extraction)
        );
        assert!(is_told(&extraction), "{kind} is not told");
    }
}

#[test]
fn a_budget_is_never_told_to_be_none() {
    for text in [
        "令和８年度　概算要求の概要\n\n○支援事業　12億円\n",
        "令和8年度 当初予算案の概要\n（単位：千円）\n支援事業　　12,000\n",
        "文部科学省\n概算要求のポイント\n\n○支援事業　12億円\n",
        "総務省は29日、2026年度予算の概算要求を発表した。\n「支援事業」に12億円を計上した。\n",
        "事業名：支援事業\n要求額：12,000千円\n前年度予算額：11,000千円\n",
        "FY2026 Budget Request\nMinistry of Defense\n\n- Cyber program: 12 billion yen\n",
        "令和7年度補正予算の概要\n\n（単位：百万円）\n事業名　　補正額\n支援事業　　1,200\n",
    ] {
        let extraction = common::extract_text(text);
        assert!(!is_told(&extraction), "{text}");
        assert!(!extraction.requests.is_empty(), "{text}");
    }
}

#[test]
fn the_same_lines_are_stated_only_below_a_masthead() {
    let lines = "○支援事業　12億円\n○整備事業　34億円\n";
    let below = common::extract_text(&format!("令和８年度　概算要求の概要\n\n{lines}"));
    assert_eq!(stated(&below), ["支援事業", "整備事業"]);
    let alone = common::extract_text(lines);
    assert!(stated(&alone).is_empty());
    assert_eq!(alone.requests.len(), 2, "the finds are kept");
}

//! Sums below lists: a figure behind a total's word is of what stands above it, and never a program's amount.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::model::Verdict;

const HEAD: &str = "令和９年度 概算要求の概要\n\n";
const SUM: i64 = 2_400_000_000;

#[test]
fn a_sum_is_no_amount_of_the_program_above_it() {
    for list in [
        "○ 深海探査機整備事業（文部科学省） 13億円\n○ 沿岸防災情報高度化事業（国土交通省）\n合計 24億円\n",
        "深海探査機整備事業 13億円\n沿岸防災情報高度化事業\n合計 24億円\n",
        "■ 深海探査機整備事業\n小計　24億円\n",
        "○ 深海探査機整備事業\n合計\n24億円\n",
        "○ 深海探査機整備事業\n計： 24億円\n",
        "○ 深海探査機整備事業\n合計二十四億円\n",
        "○ 深海探査機整備事業\n○ 合計 24億円\n",
        "○ 深海探査機整備事業\n計（文20、厚4） 24億円\n",
    ] {
        let read = common::extract_text(&format!("{HEAD}{list}"));
        let told = read.requests.iter().filter_map(|request| request.amount.as_ref());
        assert!(told.clone().all(|amount| amount.yen != Some(SUM)), "{list}");
        assert!(
            read.totals.iter().any(|total| total.amount.yen == Some(SUM)),
            "{list}"
        );
        assert!(
            read.requests
                .iter()
                .all(|request| !request.program.name.contains('計')),
            "{list}"
        );
    }
}

#[test]
fn a_programs_own_total_is_its_amount() {
    let read = common::extract_text(&format!("{HEAD}○ 深海探査機整備事業 総額24億円\n"));
    assert_eq!(read.requests[0].amount.as_ref().unwrap().yen, Some(SUM));
    let read = common::extract_text(&format!("{HEAD}○ 深海探査機整備事業\n　計画策定 24億円\n"));
    assert_eq!(read.requests[0].amount.as_ref().unwrap().yen, Some(SUM));
}

#[test]
fn a_sum_below_a_list_of_bullets_is_held_against_it() {
    let read = common::extract("text/list-2027-sum-below.txt");
    let [check] = read.checks.as_slice() else {
        panic!("{:?}", read.checks)
    };
    assert_eq!(check.verdict, Verdict::Off);
    assert_eq!(
        (check.stated, check.accumulated),
        (2_330_000_000, Some(2_230_000_000))
    );
    assert_eq!(check.parts.len(), 2);
}

/// The verdicts of a list's sums, with what is stated and what the rows make, in 億円.
fn verdicts(list: &str) -> Vec<(Verdict, i64, Option<i64>)> {
    let read = common::extract_text(&format!("{HEAD}{list}"));
    let oku = |yen: i64| yen / 100_000_000;
    let checks = read.checks.iter();
    checks
        .map(|check| (check.verdict, oku(check.stated), check.accumulated.map(oku)))
        .collect()
}

#[test]
fn a_sum_below_figures_with_their_units_is_held_against_them() {
    let list = "○ 深海探査機整備事業（文部科学省） 13億円\n○ 沿岸防災情報高度化事業（国土交通省） 11億円\n";
    assert_eq!(
        verdicts(&format!("{list}合計 24億円\n")),
        [(Verdict::Holds, 24, Some(24))]
    );
    assert_eq!(
        verdicts(&format!("{list}　計　27億円\n")),
        [(Verdict::Off, 27, Some(24))]
    );
    let sums = format!(
        "１．海洋\n{list}計 24億円\n２．地域\n○ 離島航路維持事業（国土交通省） 5億円\n○ 空港耐震化事業（国土交通省） 6億円\n計 11億円\n合計 35億円\n"
    );
    let told = verdicts(&sums);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter().all(|(verdict, ..)| *verdict == Verdict::Holds),
        "{told:?}"
    );
}

#[test]
fn a_sum_below_rows_of_rows_says_nothing_of_them() {
    for list in [
        "○ 深海探査機整備事業（文部科学省） 24億円\n・ 船体改修事業 13億円\n・ 観測機器整備事業 11億円\n合計 24億円\n",
        "○ 深海探査機整備事業（文部科学省） 13億円\n○ 沿岸防災情報高度化事業（国土交通省）\n○ 離島航路維持事業（国土交通省） 5億円\n合計 24億円\n",
    ] {
        let told = verdicts(list);
        assert!(
            told.iter().all(|(verdict, ..)| *verdict != Verdict::Off),
            "{told:?}"
        );
    }
}

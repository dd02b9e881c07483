//! What figures cost: amounts in prose with few digits, in a table full of them, and the other parsers of figures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use yosan::grammar::{Unit, amounts, fiscal_years, numbers, unit_notes};

fn main() {
    divan::main();
}

/// A megabyte of sentences with two amounts and a year in each 600 bytes.
fn prose() -> String {
    let sentence = "医療現場のニーズに応える医薬品の実用化を推進するため、創薬標的の探索から臨床研究に至るまで、モダリティの特徴や性質を\
                    考慮した研究開発を行う。また、産学官が連携し、研究基盤の整備と人材の育成を一体的に進め、十分な支援を講じる。";
    let unit = format!("{sentence}{sentence}令和5年度の要求額は約1,498億円で、前年度から▲12億円となる。\n");
    unit.repeat(1 + 1_000_000 / unit.len())
}

/// A megabyte of table rows: little but figures.
fn table() -> String {
    let row = "1,234,567 987,654 △246,913 12,345 - 1,206.5 (300,693) 48\n";
    row.repeat(1 + 1_000_000 / row.len())
}

/// A megabyte of printed amounts.
fn dense() -> String {
    let row = "1兆2,345億6,789万円、1,234百万円、約30億円、10〜20億円、△12億円、0.5億円、三億五千万円\n";
    row.repeat(1 + 1_000_000 / row.len())
}

/// Target: at least 200 MB/s.
#[divan::bench]
fn amounts_in_prose(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| amounts(black_box(&text), None));
}

/// The same, a line at a time, as a document is read.
#[divan::bench]
fn amounts_in_prose_by_line(bencher: Bencher) {
    let text = prose();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        text.lines()
            .map(|line| amounts(black_box(line), None).len())
            .sum::<usize>()
    });
}

/// Target: at least 40 MB/s.
#[divan::bench]
fn amounts_in_a_table(bencher: Bencher) {
    let text = table();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| amounts(black_box(&text), Some(Unit::MILLION)));
}

/// Target: at least 40 MB/s.
#[divan::bench]
fn amounts_side_by_side(bencher: Bencher) {
    let text = dense();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| amounts(black_box(&text), None));
}

#[divan::bench]
fn numerals_in_prose(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| numbers(black_box(&text)));
}

#[divan::bench]
fn fiscal_years_in_prose(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| fiscal_years(black_box(&text), None));
}

#[divan::bench]
fn unit_notes_in_prose(bencher: Bencher) {
    let text = prose();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| unit_notes(black_box(&text)));
}

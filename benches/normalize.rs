//! Normalization of pages, from one request document (46 kB) to a thousand of them (46 MB), and of texts that are
//! unlike prose. Read the rates against each other: the cost per byte must not grow with the size.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use yosan::normalize;
use yosan::source::PageContent;
use yosan::source::text::{TextOptions, read};
use yosan::span::Span;

fn main() {
    divan::main();
}

const DOCUMENT: &str = include_str!("../fixtures/r5-iryo-gaisan.txt");

/// A text and its lines, page by page.
fn pages(text: &str) -> (String, Vec<Vec<Span>>) {
    let document = read("bench", text, &TextOptions::default()).unwrap();
    let pages = document
        .pages
        .iter()
        .map(|page| match &page.content {
            PageContent::Text { lines } => lines.iter().map(|line| line.source_span).collect(),
            PageContent::Sheet(_) => Vec::new(),
        })
        .collect();
    (document.text, pages)
}

fn normalize_pages(bencher: Bencher, text: &str) {
    let (text, pages) = pages(text);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        for lines in &pages {
            black_box(normalize::page(black_box(&text), lines));
        }
    });
}

#[divan::bench(args = [1, 10, 100, 1000], max_time = 3)]
fn documents(bencher: Bencher, count: usize) {
    normalize_pages(bencher, &DOCUMENT.repeat(count));
}

#[divan::bench(args = [1, 1000], max_time = 3)]
fn read_documents(bencher: Bencher, count: usize) {
    let text = DOCUMENT.repeat(count);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_local_values(|bytes| read("bench", bytes, &TextOptions::default()));
}

#[divan::bench(args = ["予算の概要、データ基盤の整備を行う。", "１，２３４億円（２２）", "ﾃﾞｰﾀ基盤", "か\u{3099}", "ー\u{200B}", "主 な ", "1,234 ", "\0", "ﾞ", "（［"], max_time = 1)]
fn one_line_of(bencher: Bencher, piece: &str) {
    normalize_pages(bencher, &format!("概{}", piece.repeat(4_000_000 / piece.len())));
}

#[divan::bench(args = ["連\n\n", "基\n盤\n\n", "連\n", "22\n", "1,4\n", "5兆\n", " 欄\n", "\n"], max_time = 1)]
fn short_lines_of(bencher: Bencher, piece: &str) {
    normalize_pages(bencher, &piece.repeat(1_000_000 / piece.len()));
}

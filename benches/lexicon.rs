//! What the lexicon costs: building it, which happens at every start, and looking words up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use divan::counter::BytesCount;
use std::hint::black_box;
use yosan::lexicon::Lexicon;

const TEXT: &str = include_str!("../fixtures/r5-iryo-gaisan.txt");

fn main() {
    divan::main();
}

/// Target: at most 2 ms.
#[divan::bench]
fn build() -> Lexicon {
    Lexicon::read_builtin()
}

/// Every word of stages in a text.
#[divan::bench]
fn find_phases(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::builtin();
    bencher
        .counter(BytesCount::of_str(TEXT))
        .bench(|| lexicon.phases().find_all(black_box(TEXT)).count());
}

/// Every full name of a ministry in a text.
#[divan::bench]
fn find_ministries(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::builtin();
    bencher
        .counter(BytesCount::of_str(TEXT))
        .bench(|| lexicon.ministries().names().find_all(black_box(TEXT)).count());
}

/// The ending of every line.
#[divan::bench]
fn endings(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::builtin();
    bencher.counter(BytesCount::of_str(TEXT)).bench(|| {
        let ends = |line: &&str| lexicon.strong_ending(line).is_some();
        black_box(TEXT).lines().filter(ends).count()
    });
}

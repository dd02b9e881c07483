//! The whole way from bytes to JSON, and each floor alone, on the seed document once and repeated with other figures up
//! to 46 MB. `cargo bench --bench whole`; a name filters: `cargo bench --bench whole -- normalize`.
#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use divan::counter::BytesCount;
use std::hint::black_box;
use yosan::grammar::{self, Masthead, PageNodes, Reader};
use yosan::lexicon::Lexicon;
use yosan::link;
use yosan::model::{DocumentInfo, Extraction};
use yosan::normalize::{self, NormalizedPage};
use yosan::output::json;
use yosan::pipeline::{Extractor, Options};
use yosan::reconcile::{self, ReconcileOptions};
use yosan::source::Document;
use yosan::source::text::{self, TextOptions};
use yosan::span::Span;
use yosan::{layout, source};

/// The command's own, and nothing that counts beside it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SEED: &str = include_str!("../fixtures/r5-iryo-gaisan.txt");

/// How many times the document is repeated: 46 kB to 46 MB.
const TIMES: [usize; 4] = [1, 10, 100, 1000];

fn main() {
    divan::main();
}

/// The document `times` over; in each repetition the figures before 億円 are others, so that no two are alike.
fn text(times: usize) -> String {
    let mut out = String::with_capacity(SEED.len() * times + 8 * times);
    out.push_str(SEED);
    let mut state = 0x9E37_79B9_u32;
    let mut digit = |from: char| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        char::from_u32(from as u32 + state % 9).unwrap_or(from)
    };
    for _ in 1..times {
        out.push_str("\n\n\n\n");
        let mut rest = SEED;
        while let Some(at) = rest.find("億円") {
            let (before, after) = rest.split_at(at);
            let figure = before.trim_end_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
            out.push_str(figure);
            for character in before.get(figure.len()..).unwrap_or("").chars() {
                out.push(digit(if character.is_ascii() { '1' } else { '１' }));
            }
            let (unit, tail) = after.split_at("億円".len());
            out.push_str(unit);
            rest = tail;
        }
        out.push_str(rest);
    }
    out
}

fn document(times: usize) -> Document {
    text::read("seed.txt", text(times).into_bytes(), &TextOptions::default()).unwrap()
}

fn normalized(document: &Document) -> Vec<(layout::Page<'_>, NormalizedPage)> {
    layout::pages(document)
        .map(|page| {
            let lines: Vec<Span> = page.lines.iter().map(|line| line.span).collect();
            let normalized = normalize::page(&page.text, &lines);
            (page, normalized)
        })
        .collect()
}

fn read(pages: &[(layout::Page<'_>, NormalizedPage)]) -> grammar::Read {
    let mut reader = Reader::new(Lexicon::builtin(), None, None);
    let nodes: Vec<PageNodes> = pages
        .iter()
        .map(|(page, normalized)| reader.page(page, normalized))
        .collect();
    reader.finish(nodes)
}

fn extraction(times: usize) -> Extraction {
    let extractor = Extractor::new(Options::new()).unwrap();
    extractor.extract("seed.txt", text(times).into_bytes()).unwrap()
}

/// Bytes to JSON.
#[divan::bench(args = TIMES, sample_count = 5, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, times: usize) {
    let extractor = Extractor::new(Options::new()).unwrap();
    let bytes = text(times).into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_local_values(|bytes| {
            let extraction = extractor.extract("seed.txt", bytes).unwrap();
            json::write(&extraction, std::io::sink()).unwrap();
        });
}

/// Bytes to pages of lines.
#[divan::bench(args = TIMES, sample_count = 5)]
fn source_text(bencher: Bencher<'_, '_>, times: usize) {
    let bytes = text(times).into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_local_values(|bytes| text::read("seed.txt", bytes, &TextOptions::default()).unwrap());
}

/// Pages laid out.
#[divan::bench(args = TIMES, sample_count = 5)]
fn layout_text(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench_local(|| {
            layout::pages(black_box(&document))
                .map(|page| page.lines.len())
                .sum::<usize>()
        });
}

/// Pages laid out and normalized.
#[divan::bench(args = TIMES, sample_count = 5)]
fn normalize_pages(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench_local(|| normalized(black_box(&document)).len());
}

/// The amount grammar alone over the normalized text.
#[divan::bench(args = TIMES, sample_count = 5)]
fn grammar_amounts(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    let pages = normalized(&document);
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench_local(|| {
            pages
                .iter()
                .map(|(_, page)| grammar::amounts(black_box(&page.folded.text), None).len())
                .sum::<usize>()
        });
}

/// Normalized pages to nodes.
#[divan::bench(args = TIMES, sample_count = 5, sample_size = 1)]
fn grammar_pages(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    let pages = normalized(&document);
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench_local(|| read(black_box(&pages)).pages.len());
}

/// Nodes to links.
#[divan::bench(args = TIMES, sample_count = 5, sample_size = 1)]
fn link_nodes(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    let nodes = read(&normalized(&document));
    let info = DocumentInfo::default();
    bencher
        .counter(BytesCount::new(document.text.len()))
        .bench_local(|| {
            link::link(black_box(&nodes.pages), &[], &info, &Masthead::default())
                .requests
                .len()
        });
}

/// Links to proofs and checks.
#[divan::bench(args = TIMES, sample_count = 5, sample_size = 1)]
fn reconcile_links(bencher: Bencher<'_, '_>, times: usize) {
    let document = document(times);
    let nodes = read(&normalized(&document));
    let info = DocumentInfo::default();
    bencher
        .counter(BytesCount::new(document.text.len()))
        .with_inputs(|| link::link(&nodes.pages, &[], &info, &Masthead::default()))
        .bench_local_values(|mut linked| {
            let found = reconcile::prove(&mut linked, &ReconcileOptions::new());
            found.len() + reconcile::check(&linked).len()
        });
}

/// An extraction to JSON, in bytes of JSON.
#[divan::bench(args = [1, 100])]
fn write_json(bencher: Bencher<'_, '_>, times: usize) {
    let extraction = extraction(times);
    let mut out = Vec::new();
    json::write(&extraction, &mut out).unwrap();
    bencher
        .counter(BytesCount::new(out.len()))
        .bench_local(|| json::write(&extraction, std::io::sink()).unwrap());
}

/// An extraction to a line of JSON, in bytes of JSON.
#[divan::bench(args = [1, 100])]
fn write_jsonl(bencher: Bencher<'_, '_>, times: usize) {
    let extraction = extraction(times);
    let mut out = Vec::new();
    json::write_jsonl(&extraction, &mut out).unwrap();
    bencher
        .counter(BytesCount::new(out.len()))
        .bench_local(|| json::write_jsonl(&extraction, std::io::sink()).unwrap());
}

/// What a process pays before its first byte: the words and the extractor.
#[divan::bench]
fn lexicon() -> usize {
    black_box(Lexicon::read_builtin()).version().len()
}

/// What kind of file it is.
#[divan::bench]
fn media(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| source::Media::of(black_box(SEED.as_bytes())));
}

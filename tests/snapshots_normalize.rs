//! Documents after normalization, a line each: the source lines, then the text (`|` before a label set one character a
//! line). Blank lines are left out.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write;
use yosan::normalize;
use yosan::source::PageContent;
use yosan::source::text::{TextOptions, read};
use yosan::span::Span;

fn normalized(name: &str) -> String {
    let path = format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let document = read(name, std::fs::read(path).unwrap(), &TextOptions::default()).unwrap();
    let mut out = String::new();
    for page in &document.pages {
        let PageContent::Text { lines } = &page.content else {
            panic!("{name} is text");
        };
        let spans: Vec<Span> = lines.iter().map(|line| line.source_span).collect();
        let normalized = normalize::page(&document.text, &spans);
        writeln!(out, "── page {}", page.number.get()).unwrap();
        for line in &normalized.lines {
            let text = line.normalized_span.slice(&normalized.folded.text);
            if text.is_empty() {
                continue;
            }
            let first = lines[line.source_lines.start].number;
            let last = lines[line.source_lines.end - 1].number;
            let numbers = if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            };
            let mark = if line.vertical { "|" } else { "" };
            writeln!(out, "{numbers:>9} {mark}{text}").unwrap();
        }
    }
    out
}

#[test]
fn seed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/normalize");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("r5-iryo-gaisan", normalized("r5-iryo-gaisan.txt")));
}

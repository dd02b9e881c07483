//! The one place where tests touch the library's way of reading a whole document.

#![allow(dead_code, unreachable_pub)]

pub mod slide;

use yosan::grammar::{PageNodes, Read, Reader};
use yosan::lexicon::Lexicon;
use yosan::model::{DocumentInfo, Extraction};
use yosan::normalize::{self, NormalizedPage};
use yosan::pipeline::{Extractor, Options};
use yosan::source::Document;
use yosan::span::Span;
use yosan::{grammar, layout};

/// The looks of tables under `fixtures/tables`, by file.
pub const TABLES: [&str; 11] = [
    "ruled-2026",
    "order-2026",
    "filled-2026",
    "lines-2026",
    "dashes-2026",
    "borderless-2026",
    "levels-2026",
    "nested-2026",
    "frames-2026",
    "side-2026",
    "transposed-2026",
];

/// A file of the project by its path from the top.
pub fn file(path: &str) -> Vec<u8> {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A fixture, read whole with the built-in lexicon.
pub fn extract(fixture: &str) -> Extraction {
    extract_with(fixture, Options::new())
}

/// A fixture, read whole.
pub fn extract_with(fixture: &str, options: Options) -> Extraction {
    let extractor = Extractor::new(options).expect("the options are good");
    let bytes = file(&format!("fixtures/{fixture}"));
    extractor
        .extract(fixture, bytes)
        .expect("the fixture can be read")
}

/// A text, read whole.
pub fn extract_text(text: &str) -> Extraction {
    let extractor = Extractor::new(Options::new()).expect("the options are good");
    extractor
        .extract("text.txt", text.as_bytes().to_vec())
        .expect("the text can be read")
}

/// A fixture as pages.
pub fn document(fixture: &str) -> Document {
    let extractor = Extractor::new(Options::new()).expect("the options are good");
    extractor
        .read(fixture, file(&format!("fixtures/{fixture}")))
        .expect("the fixture can be read")
}

/// What every page of a document shows besides its text.
pub fn surfaces(document: &Document) -> Vec<layout::Surface> {
    layout::pages(document).map(|page| page.surface).collect()
}

/// Every page of a document, laid out and normalized.
pub fn normalized(document: &Document) -> Vec<(layout::Page<'_>, NormalizedPage)> {
    layout::pages(document)
        .map(|page| {
            let spans: Vec<Span> = page.lines.iter().map(|line| line.span).collect();
            let normalized = normalize::page(&page.text, &spans);
            (page, normalized)
        })
        .collect()
}

/// The lines of a document, folded and as printed.
fn lines(document: &Document) -> Vec<(String, String)> {
    layout::pages(document)
        .flat_map(|page| {
            let line = |line: &layout::Line| {
                let printed = line.span.slice(&page.text).trim();
                (normalize::fold(printed).text, printed.to_owned())
            };
            page.lines.iter().map(line).collect::<Vec<_>>()
        })
        .collect()
}

/// What a document's title and the lines around it say.
pub fn masthead(document: &Document, info: &DocumentInfo) -> grammar::Masthead {
    let lines = lines(document);
    let folded = lines.iter().map(|(folded, _)| folded.as_str());
    grammar::masthead(folded, info, Lexicon::builtin())
}

/// What a document says of itself, and its nodes.
pub fn nodes(document: &Document) -> (DocumentInfo, Read) {
    let pages = normalized(document);
    let lines = lines(document);
    let pairs = lines
        .iter()
        .map(|(folded, printed)| (folded.as_str(), printed.as_str()));
    let info = grammar::document_info(pairs, Lexicon::builtin());
    let mut reader = Reader::new(Lexicon::builtin(), info.fiscal_year, info.phase);
    let read: Vec<PageNodes> = pages
        .iter()
        .map(|(page, normalized)| reader.page(page, normalized))
        .collect();
    (info, reader.finish(read))
}

/// The decks, by their names without an ending.
pub fn decks() -> Vec<String> {
    let folder = format!("{}/fixtures/decks", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".pdf").map(str::to_owned)
        })
        .collect();
    names.sort();
    assert!(names.len() >= 16, "the decks are there");
    names
}

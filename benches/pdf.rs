//! Reading PDF, floor by floor: the content lexer, a whole document to sheets, a sheet to lines.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use divan::Bencher;
use divan::counter::BytesCount;
use yosan::layout::reading;
use yosan::source::pdf::lexer::Lexer;
use yosan::source::pdf::{self, PdfOptions};
use yosan::source::{Document, PageContent};

fn main() {
    divan::main();
}

/// A page of text as office programs write it: one positioned string a few characters long after the other.
fn content(lines: usize) -> String {
    (0..lines)
        .map(|line| {
            let y = 800 - line % 80 * 10;
            format!("BT /F1 9 Tf 1 0 0 1 20.5 {y}.25 Tm [<4EE4548C>-12<FF155E745EA6>3<6982>]TJ ET 20 {y} 100 9 re f\n")
        })
        .collect()
}

fn file(pages: usize, lines: usize) -> Vec<u8> {
    let content = content(lines);
    let kids = "5 0 R ".repeat(pages);
    format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[{kids}]/Count {pages}>> endobj\n\
         3 0 obj <</Type/Font/Subtype/Type0/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>> endobj\n\
         4 0 obj <</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)>>>> endobj\n\
         5 0 obj <</Type/Page/MediaBox[0 0 600 840]/Contents 6 0 R/Resources<</Font<</F1 3 0 R>>>>>> endobj\n\
         6 0 obj <</Length {}>>\nstream\n{content}\nendstream endobj\ntrailer <</Root 1 0 R>>\n",
        content.len()
    )
    .into_bytes()
}

#[divan::bench]
fn lex(bencher: Bencher) {
    let content = content(10_000);
    bencher
        .counter(BytesCount::of_str(&content))
        .bench(|| Lexer::new(content.as_bytes()).count());
}

#[divan::bench(args = [12, 500])]
fn document(bencher: Bencher, pages: usize) {
    let bytes = file(pages, 80);
    bencher
        .counter(BytesCount::new(pages * content(80).len()))
        .bench(|| pdf::read("bench", &bytes, &PdfOptions::default()).unwrap());
}

#[divan::bench]
fn lines(bencher: Bencher) {
    let document: Document = pdf::read("bench", &file(1, 80), &PdfOptions::default()).unwrap();
    let PageContent::Sheet(sheet) = &document.pages[0].content else {
        return;
    };
    bencher.bench(|| reading::lines(sheet));
}

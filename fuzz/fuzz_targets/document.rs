//! A whole PDF, from bytes to lines; start from `fixtures/pdf`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yosan::layout::reading;
use yosan::source::PageContent;
use yosan::source::pdf::{self, PdfOptions};

fuzz_target!(|bytes: &[u8]| {
    let options = PdfOptions::default()
        .with_max_stream_bytes(1 << 20)
        .with_max_content_bytes(4 << 20)
        .with_max_pages(50)
        .with_max_glyphs(100_000);
    if let Ok(document) = pdf::read("fuzz", bytes, &options) {
        for page in &document.pages {
            if let PageContent::Sheet(sheet) = &page.content {
                for line in reading::lines(sheet) {
                    assert_eq!(line.text.chars().count(), line.places.len());
                }
            }
        }
    }
});

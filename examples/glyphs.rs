//! Prints the glyphs of a PDF as JSON lines.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used
)]
use std::fmt::Write as _;
use std::io::Write as _;
use yosan::source::PageContent;
use yosan::source::pdf::{PdfFile, PdfOptions};

fn main() {
    let mut args = std::env::args().skip(1);
    let name = args.next().expect("a file");
    let mode = args.next().unwrap_or_default();
    let bytes = std::fs::read(&name).unwrap();
    let mut file = match PdfFile::open(&name, &bytes, &PdfOptions::default()) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("error: {error}");
            std::process::exit(3);
        }
    };
    let mut out = std::io::stdout().lock();
    let mut line = String::new();
    let mut count = 0;
    while let Some(page) = file.next_page() {
        let PageContent::Sheet(sheet) = page.content else {
            continue;
        };
        count += sheet.glyphs.len();
        line.clear();
        if mode == "boxes" {
            for glyph in &sheet.glyphs {
                let mut text = String::new();
                glyph.text.push_to(&mut text);
                let text = serde_json::to_string(&text).unwrap();
                let (b, c) = (glyph.bbox, glyph.color);
                writeln!(
                    line,
                    "{{\"page\":{},\"text\":{text},\"bbox\":[{:.2},{:.2},{:.2},{:.2}],\"size\":{:.2},\"color\":\"#{:02x}{:02x}{:02x}\",\"vertical\":{},\"angle\":{},\"invisible\":{}}}",
                    page.number.get(), b.x0, b.y0, b.x1, b.y1, glyph.size, c.red, c.green, c.blue, glyph.vertical, glyph.angle, glyph.invisible
                )
                .unwrap();
            }
        } else if mode == "shapes" {
            writeln!(
                line,
                "page {} {}x{} rot {} glyphs {} rules {} boxes {} pictures {}",
                page.number.get(),
                sheet.width,
                sheet.height,
                sheet.rotation,
                sheet.glyphs.len(),
                sheet.rules.len(),
                sheet.boxes.len(),
                sheet.pictures.len()
            )
            .unwrap();
            for b in &sheet.boxes {
                writeln!(line, "  {b:?}").unwrap();
            }
        } else if mode.is_empty() {
            for l in yosan::layout::reading::lines(&sheet) {
                line.push_str(&l.text);
                line.push('\n');
            }
            line.push('\u{c}');
        }
        out.write_all(line.as_bytes()).unwrap();
    }
    out.flush().unwrap();
    if mode == "count" {
        println!("{count}");
    }
    for d in file.take_diagnostics() {
        eprintln!(
            "{} p{} {}",
            d.code,
            d.location.page.map_or(0, |p| p.get()),
            d.message
        );
    }
}

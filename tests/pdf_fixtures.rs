//! Every PDF under `fixtures/pdf` against the text and the diagnostics that `scripts/make_pdf_fixtures.py` wrote down,
//! and what stands where on some of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use yosan::geometry::Rect;
use yosan::source::pdf::{self, PdfErrorKind, PdfOptions};
use yosan::source::{Color, Document, Glyph, PageContent, Sheet};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(format!("{name}.pdf"))).unwrap()
}

fn read(name: &str) -> Document {
    let options = if name.starts_with("password/") {
        PdfOptions::default().with_password("geheim")
    } else {
        PdfOptions::default()
    };
    pdf::read(name, &bytes(name), &options).unwrap()
}

fn sheet(document: &Document, page: usize) -> &Sheet {
    match &document.pages[page].content {
        PageContent::Sheet(sheet) => sheet,
        PageContent::Text { .. } => panic!("a PDF page is a sheet"),
    }
}

fn text(glyph: &Glyph) -> String {
    let mut text = String::new();
    glyph.text.push_to(&mut text);
    text
}

fn page_texts(document: &Document) -> String {
    let pages: Vec<String> = (0..document.pages.len())
        .map(|page| {
            let all: String = sheet(document, page).glyphs.iter().map(text).collect();
            all.replace(char::is_whitespace, "")
        })
        .collect();
    pages.join("|")
}

#[test]
fn every_fixture_says_what_it_says() {
    let expected = std::fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap();
        let (name, expected_text, expected_codes) = (column(), column(), column());
        let document = read(name);
        let codes: BTreeSet<&str> = document.diagnostics.iter().map(|found| found.code).collect();
        let codes = codes.into_iter().collect::<Vec<_>>().join(",");
        let found = page_texts(&document);
        if found != expected_text || codes != expected_codes {
            wrong.push(format!(
                "{name}: {found:?} {codes:?}, not {expected_text:?} {expected_codes:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_needed_password_is_asked_for() {
    for name in ["password/aes-256", "password/rc4-128"] {
        let without = pdf::read(name, &bytes(name), &PdfOptions::default()).unwrap_err();
        assert_eq!(without.kind, PdfErrorKind::NeedsPassword);
        assert!(without.to_string().contains("--password"), "{without}");
        let wrong = PdfOptions::default().with_password("falsch");
        let error = pdf::read(name, &bytes(name), &wrong).unwrap_err();
        assert_eq!(error.kind, PdfErrorKind::WrongPassword);
    }
}

#[test]
fn what_is_no_pdf_is_an_error() {
    let kind = |bytes: &[u8]| pdf::read("x", bytes, &PdfOptions::default()).unwrap_err().kind;
    assert_eq!(kind(b""), PdfErrorKind::NotPdf);
    assert_eq!(kind(&[0; 5_000]), PdfErrorKind::NotPdf);
    assert!(matches!(kind(b"%PDF-1.7\n"), PdfErrorKind::Damaged(_)));
}

fn near(found: Rect, [x0, y0, x1, y1]: [f32; 4]) -> bool {
    [found.x0 - x0, found.y0 - y0, found.x1 - x1, found.y1 - y1]
        .iter()
        .all(|distance| distance.abs() < 0.02)
}

#[test]
fn glyphs_stand_where_the_page_shows_them() {
    let document = read("identity-h-tounicode");
    let page = sheet(&document, 0);
    assert_eq!((page.width, page.height), (300.0, 200.0));
    // 12 points from (20, 150): ascent 0.88, descent 0.12.
    assert!(
        near(page.glyphs[0].bbox, [20.0, 39.44, 32.0, 51.44]),
        "{:?}",
        page.glyphs[0]
    );
    // The sixth and seventh codes are half as wide.
    assert!(
        near(page.glyphs[5].bbox, [80.0, 39.44, 86.0, 51.44]),
        "{:?}",
        page.glyphs[5]
    );

    let document = read("identity-v-tounicode");
    let page = sheet(&document, 0);
    assert!(page.glyphs.iter().all(|glyph| glyph.vertical));
    assert!(
        near(page.glyphs[0].bbox, [14.0, 10.0, 26.0, 22.0]),
        "{:?}",
        page.glyphs[0]
    );
    // W2 gives the third code half the height.
    assert!(
        near(page.glyphs[2].bbox, [14.0, 34.0, 26.0, 40.0]),
        "{:?}",
        page.glyphs[2]
    );
    assert!(
        near(page.glyphs[3].bbox, [14.0, 40.0, 26.0, 52.0]),
        "{:?}",
        page.glyphs[3]
    );
}

#[test]
fn rotation_and_crop_box_leave_places_on_the_unrotated_visible_page() {
    let document = read("rotated");
    for (page, rotation) in [0, 90, 180, 270].into_iter().enumerate() {
        let page = sheet(&document, page);
        assert_eq!(page.rotation, rotation);
        assert_eq!((page.width, page.height), (200.0, 100.0));
        let angles: Vec<i16> = page.glyphs.iter().map(|glyph| glyph.angle).collect();
        assert_eq!(angles, [0, -90, 90, 180]);
        assert!(
            near(page.glyphs[0].bbox, [10.0, 21.2, 20.0, 31.2]),
            "{:?}",
            page.glyphs[0]
        );
        assert!(
            near(page.glyphs[1].bbox, [41.2, 40.0, 51.2, 50.0]),
            "{:?}",
            page.glyphs[1]
        );
        assert!(
            near(page.glyphs[2].bbox, [48.8, 50.0, 58.8, 60.0]),
            "{:?}",
            page.glyphs[2]
        );
    }
}

#[test]
fn text_state_moves_and_sizes_glyphs() {
    let document = read("text-state");
    let glyphs = &sheet(&document, 0).glyphs;
    let lefts: Vec<f32> = glyphs
        .iter()
        .map(|glyph| (glyph.bbox.x0 * 10.0).round() / 10.0)
        .collect();
    // Half as wide, 2 points apart before scaling; then 1 000 thousandths forward and 500 back.
    assert_eq!(lefts, [20.0, 26.0, 20.0, 26.0, 20.0, 20.0, 30.0, 50.0, 55.0]);
    assert!((glyphs[0].bbox.y1 - 47.2).abs() < 0.1, "{:?}", glyphs[0]);
}

#[test]
fn forms_are_drawn_through_their_matrices() {
    let document = read("forms");
    let inner = &sheet(&document, 0).glyphs[0];
    // Matrix of the inner form, then cm, then the outer form's matrix: (0,0) → (80, 90), twice as large.
    assert_eq!(inner.size, 20.0);
    assert!(
        (inner.bbox.x0 - 80.0).abs() < 0.01 && (inner.bbox.width() - 20.0).abs() < 0.01,
        "{inner:?}"
    );
}

const fn rgb(red: u8, green: u8, blue: u8) -> Color {
    Color { red, green, blue }
}

#[test]
fn colours_of_every_space() {
    let document = read("colours");
    let page = sheet(&document, 0);
    let expected = [
        rgb(0, 0, 0),
        rgb(255, 0, 0),
        rgb(255, 0, 0),
        rgb(255, 0, 0),
        rgb(255, 0, 0),
        rgb(0xD7, 0x28, 0x2F),
        rgb(0, 0, 255),
    ];
    let glyphs: Vec<Color> = page.glyphs.iter().map(|glyph| glyph.color).collect();
    assert_eq!(glyphs, expected);
    let boxes: Vec<Option<Color>> = page.boxes.iter().map(|area| area.fill).collect();
    assert_eq!(boxes, expected.map(Some));
}

#[test]
fn rectangles_rules_and_curves() {
    let document = read("shapes");
    let page = sheet(&document, 0);
    // The white paper is no box; a fill drawn from the middle of an edge and its inset border are one.
    assert_eq!(page.boxes.len(), 1);
    assert_eq!(page.boxes[0].fill, Some(rgb(255, 0, 0)));
    assert_eq!(page.boxes[0].stroke, Some(rgb(0, 0, 255)));
    assert!(near(page.boxes[0].bbox, [20.0, 50.0, 120.0, 90.0]));
    assert_eq!(page.rules.len(), 2);
    assert!(near(page.rules[0].bbox, [20.0, 109.5, 280.0, 110.5]));
    assert_eq!(page.pictures.len(), 1);
}

#[test]
fn invisible_text_is_kept_and_marked() {
    let document = read("invisible");
    let marks: Vec<bool> = sheet(&document, 0)
        .glyphs
        .iter()
        .map(|glyph| glyph.invisible)
        .collect();
    assert_eq!(marks, [true, true, false, false, false]);
}

#[test]
fn a_stamp_is_fitted_into_its_rectangle() {
    let document = read("annotations");
    let stamp = &sheet(&document, 0).glyphs[2];
    assert_eq!(stamp.size, 20.0);
    assert!(near(stamp.bbox, [204.0, 78.4, 224.0, 98.4]), "{stamp:?}");
}

#[test]
fn a_pattern_has_the_colour_that_it_shows() {
    let document = read("patterns");
    let page = sheet(&document, 0);
    let expected = [rgb(204, 0, 0), rgb(0, 0, 255)];
    let glyphs: Vec<Color> = page.glyphs.iter().map(|glyph| glyph.color).collect();
    assert_eq!(glyphs, expected);
    let boxes: Vec<Option<Color>> = page.boxes.iter().map(|area| area.fill).collect();
    assert_eq!(boxes, expected.map(Some));
}

#[test]
fn letters_of_bitmap_fonts_have_the_size_that_they_show() {
    let document = read("type3-bitmap");
    let glyphs = &sheet(&document, 0).glyphs;
    assert_eq!(glyphs[0].size, 10.0);
    assert!(
        near(glyphs[1].bbox, [30.0, 41.25, 40.0, 51.25]),
        "{:?}",
        glyphs[1]
    );
}

#[test]
fn mirrored_text_stands_where_it_shows() {
    let document = read("mirrored");
    let glyphs = &sheet(&document, 0).glyphs;
    let lefts: Vec<f32> = glyphs.iter().map(|glyph| glyph.bbox.x0.round()).collect();
    assert_eq!(lefts, [20.0, 30.0, 20.0, 30.0, 90.0, 80.0]);
    assert!(glyphs.iter().take(4).all(|glyph| glyph.angle == 0));
}

#[test]
fn slides_of_both_makers_keep_colours_boxes_and_directions() {
    for name in ["slide-libreoffice", "slide-chromium"] {
        let document = read(name);
        let page = sheet(&document, 0);
        let bullets: Vec<Color> = page
            .glyphs
            .iter()
            .filter(|glyph| text(glyph) == "●")
            .map(|glyph| glyph.color)
            .collect();
        let expected = [rgb(0xD7, 0x28, 0x2F), rgb(0, 0x68, 0xB7), rgb(0, 0x99, 0x44)];
        assert_eq!(bullets, expected, "{name}");
        // The framed total, the label and six cells.
        let framed = page.boxes.iter().filter(|area| area.stroke.is_some()).count();
        assert_eq!(framed, 8, "{name}: {:?}", page.boxes);
    }
}

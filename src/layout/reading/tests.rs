use super::*;
use crate::source::Box;

fn glyph(character: char, x: f32, y: f32, width: f32, size: f32) -> Glyph {
    Glyph {
        text: GlyphText::One(character),
        bbox: Rect::new(x, y, x + width, y + size),
        size,
        color: Color::default(),
        vertical: false,
        invisible: false,
        angle: 0,
        font: 0,
    }
}

/// Sets `text` from `x`, `y`: wide characters a size wide, others half.
fn set(sheet: &mut Sheet, text: &str, x: f32, y: f32, size: f32) {
    let mut at = x;
    for character in text.chars() {
        let width = if is_wide(character) { size } else { size / 2.0 };
        if character != '_' {
            sheet.glyphs.push(glyph(character, at, y, width, size));
        }
        at += width;
    }
}

fn sheet() -> Sheet {
    Sheet {
        width: 500.0,
        height: 500.0,
        ..Sheet::default()
    }
}

fn texts(sheet: &Sheet) -> Vec<String> {
    lines(sheet).into_iter().map(|line| line.text).collect()
}

#[test]
fn rows_from_the_top_whatever_the_drawing_order() {
    let mut page = sheet();
    set(&mut page, "二行目", 10.0, 40.0, 10.0);
    set(&mut page, "一行目 22億円", 10.0, 20.0, 10.0);
    let expected = ["一行目 22億円", "二行目"];
    assert_eq!(texts(&page), expected);
    page.glyphs.reverse();
    assert_eq!(texts(&page), expected);
}

#[test]
fn a_gap_is_a_space_and_letter_spacing_is_not() {
    let mut page = sheet();
    set(&mut page, "R7_332.5億円", 10.0, 20.0, 10.0);
    for (index, character) in "主な取組".chars().enumerate() {
        let x = 10.0 + 18.0 * index as f32;
        page.glyphs.push(glyph(character, x, 60.0, 10.0, 10.0));
    }
    // A quarter of the size between kanji and Latin is nobody's space.
    set(&mut page, "令和", 10.0, 90.0, 10.0);
    set(&mut page, "5", 32.5, 90.0, 10.0);
    assert_eq!(texts(&page), ["R7 332.5億円", "主な取組", "令和5"]);
}

#[test]
fn every_character_has_its_place() {
    let mut page = sheet();
    set(&mut page, "a_b", 10.0, 20.0, 10.0);
    page.glyphs.push(Glyph {
        text: GlyphText::Several("億円".into()),
        ..glyph(' ', 25.0, 20.0, 20.0, 10.0)
    });
    let line = lines(&page).remove(0);
    assert_eq!(line.text, "a b億円");
    assert_eq!(line.places.len(), line.text.chars().count());
    assert_eq!(line.places[1].glyph, None);
    assert_eq!(line.places[1].bbox, Rect::new(15.0, 20.0, 20.0, 30.0));
    assert_eq!(line.places[4].bbox, Rect::new(35.0, 20.0, 45.0, 30.0));
}

#[test]
fn a_border_parts_cells_and_boxes_are_read_together() {
    let mut page = sheet();
    for (x, lines) in [(10.0, ["左の上", "左の下"]), (100.0, ["右の上", "右の下"])] {
        page.boxes.push(Box {
            bbox: Rect::new(x - 5.0, 15.0, x + 80.0, 60.0),
            fill: None,
            stroke: Some(Color::default()),
        });
        set(&mut page, lines[0], x + 40.0, 20.0, 10.0);
        set(&mut page, lines[1], x, 40.0, 10.0);
    }
    assert_eq!(texts(&page), ["左の上", "左の下", "右の上", "右の下"]);
}

#[test]
fn vertical_columns_from_the_right_and_stacked_labels() {
    let mut page = sheet();
    for (x, text) in [(100.0, "右の行です"), (80.0, "左の行です")] {
        for (index, character) in text.chars().enumerate() {
            let mut one = glyph(character, x, 20.0 + 10.0 * index as f32, 10.0, 10.0);
            one.vertical = true;
            page.glyphs.push(one);
        }
    }
    assert_eq!(texts(&page), ["右の行です", "左の行です"]);

    let mut page = sheet();
    for (index, character) in "フェーズ".chars().enumerate() {
        page.glyphs
            .push(glyph(character, 10.0, 20.0 + 12.0 * index as f32, 10.0, 10.0));
    }
    let label = lines(&page).remove(0);
    assert_eq!(label.text, "フェーズ");
    assert!(label.vertical);
}

#[test]
fn rotated_text_is_read_along_its_baseline() {
    let mut page = sheet();
    for (index, character) in "回る字".chars().enumerate() {
        let mut up = glyph(character, 200.0, 200.0 - 10.0 * index as f32, 10.0, 10.0);
        up.angle = -90;
        page.glyphs.push(up);
        let mut down = glyph(character, 300.0, 200.0 + 10.0 * index as f32, 10.0, 10.0);
        down.angle = 90;
        page.glyphs.push(down);
    }
    assert_eq!(texts(&page), ["回る字", "回る字"]);
}

#[test]
fn words_end_at_spaces_and_keep_their_colour() {
    let mut page = sheet();
    set(&mut page, "厚生 22", 10.0, 20.0, 10.0);
    page.glyphs[3].color.red = 255;
    let words = words(&page);
    assert_eq!(words.len(), 2);
    assert_eq!(words[1].text, "22");
    assert_eq!(words[1].color.red, 255);
}

#[test]
fn a_heap_of_glyphs_stays_linear() {
    let mut page = sheet();
    for index in 0..100_000 {
        let size = 5.0 + (index % 7) as f32;
        page.glyphs
            .push(glyph('億', (index % 13) as f32, (index % 11) as f32, size, size));
    }
    let started = std::time::Instant::now();
    let count: usize = lines(&page).iter().map(|line| line.places.len()).sum();
    assert!(count >= 100_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

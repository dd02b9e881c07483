use super::*;
use crate::layout::reading;
use crate::source::{Box, Color, Glyph, GlyphText, Rule};

fn set(sheet: &mut Sheet, text: &str, x: f32, y: f32) {
    let mut at = x;
    for character in text.chars() {
        let width = if character.is_ascii() { 5.0 } else { 10.0 };
        sheet.glyphs.push(Glyph {
            text: GlyphText::One(character),
            bbox: Rect::new(at, y, at + width, y + 10.0),
            size: 10.0,
            color: Color::default(),
            vertical: false,
            invisible: false,
            angle: 0,
            font: 0,
        });
        at += width;
    }
}

fn set_right(sheet: &mut Sheet, text: &str, x1: f32, y: f32) {
    let width: f32 = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum();
    set(sheet, text, x1 - width, y);
}

fn sheet() -> Sheet {
    Sheet {
        width: 500.0,
        height: 400.0,
        ..Sheet::default()
    }
}

fn rule(sheet: &mut Sheet, x0: f32, y0: f32, x1: f32, y1: f32) {
    sheet.rules.push(Rule {
        bbox: Rect::new(x0, y0, x1 + 0.5, y1 + 0.5),
        color: Color::default(),
    });
}

fn texts(table: &Table) -> Vec<(Range<usize>, Range<usize>, String)> {
    table
        .cells
        .iter()
        .filter(|cell| !cell.lines.is_empty())
        .map(|cell| {
            let text: Vec<&str> = cell.lines.iter().map(|line| line.text.as_str()).collect();
            (cell.rows.clone(), cell.columns.clone(), text.join("/"))
        })
        .collect()
}

fn found(sheet: &Sheet) -> (Vec<Table>, Vec<SheetLine>) {
    tables(sheet, reading::lines(sheet))
}

#[test]
fn rulings_make_cells_and_a_missing_one_merges_them() {
    let mut page = sheet();
    for y in [10.0, 40.0, 100.0] {
        rule(&mut page, 10.0, y, 310.0, y);
    }
    rule(&mut page, 110.0, 70.0, 310.0, 70.0);
    for x in [10.0, 110.0, 310.0] {
        rule(&mut page, x, 10.0, x, 100.0);
    }
    set(&mut page, "所管", 20.0, 20.0);
    set(&mut page, "要求額", 120.0, 20.0);
    set(&mut page, "文科省", 20.0, 65.0);
    set(&mut page, "120", 280.0, 50.0);
    set(&mut page, "340", 280.0, 80.0);
    let (tables, rest) = found(&page);
    assert!(rest.is_empty());
    assert_eq!(
        texts(&tables[0]),
        [
            (0..1, 0..1, "所管".to_owned()),
            (0..1, 1..2, "要求額".to_owned()),
            (1..3, 0..1, "文科省".to_owned()),
            (1..2, 1..2, "120".to_owned()),
            (2..3, 1..2, "340".to_owned()),
        ]
    );
}

#[test]
fn cells_drawn_as_boxes_a_hair_apart_are_a_table_and_cards_are_none() {
    let mut page = sheet();
    for (row, y) in [10.0, 40.0].into_iter().enumerate() {
        for (column, x) in [10.0, 160.0].into_iter().enumerate() {
            page.boxes.push(Box {
                bbox: Rect::new(x + 0.4, y + 0.4, x + 149.6, y + 29.6),
                fill: None,
                stroke: Some(Color::default()),
            });
            set(&mut page, &format!("{row}{column}"), x + 10.0, y + 10.0);
        }
    }
    assert_eq!(found(&page).0.len(), 1);
    for one in &mut page.boxes {
        one.bbox.x1 -= 20.0;
        one.bbox.y1 -= 10.0;
    }
    assert!(found(&page).0.is_empty());
}

#[test]
fn rows_parted_by_white_space_alone_are_rows() {
    let mut page = sheet();
    for y in [10.0, 40.0, 140.0] {
        rule(&mut page, 10.0, y, 310.0, y);
    }
    for x in [10.0, 200.0, 310.0] {
        rule(&mut page, x, 10.0, x, 140.0);
    }
    set(&mut page, "事業名", 20.0, 20.0);
    set(&mut page, "要求額", 220.0, 20.0);
    set(&mut page, "一つ目の事業", 20.0, 50.0);
    set_right(&mut page, "120", 300.0, 50.0);
    set(&mut page, "二つ目の長い", 20.0, 80.0);
    set(&mut page, "名前の事業", 20.0, 95.0);
    set_right(&mut page, "340", 300.0, 80.0);
    let (tables, _) = found(&page);
    assert_eq!(tables[0].rows, 3);
    assert_eq!(
        texts(&tables[0])[4],
        (2..3, 0..1, "二つ目の長い/名前の事業".to_owned())
    );
}

#[test]
fn numbers_that_end_at_one_edge_are_columns() {
    let mut page = sheet();
    set(&mut page, "事業名", 20.0, 20.0);
    set_right(&mut page, "要求額", 300.0, 20.0);
    set_right(&mut page, "前年度", 400.0, 20.0);
    for (row, (name, own, last)) in [
        ("甲の事業", "1,200", "900"),
        ("乙の事業", "30", "1,000"),
        ("丙の事業", "4", "5"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 50.0 + 20.0 * row as f32;
        set(&mut page, name, 20.0, y);
        set_right(&mut page, own, 300.0, y);
        set_right(&mut page, last, 400.0, y);
    }
    let (tables, rest) = found(&page);
    assert!(rest.is_empty(), "{rest:?}");
    assert_eq!((tables[0].rows, tables[0].columns), (4, 3));
    assert_eq!(texts(&tables[0])[6], (2..3, 0..1, "乙の事業".to_owned()));
}

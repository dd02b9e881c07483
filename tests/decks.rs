//! Small decks in many looks and by two makers (fixtures/decks, made by scripts/make_decks.py), held against their
//! answers; and what may not change an answer: the drawing order, a shift of the page, its scale, the borders of runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use yosan::geometry::Rect;
use yosan::link;
use yosan::model::{Extraction, LinkStatus, Request};
use yosan::source::{Document, PageContent, Sheet};

/// One program of a deck's answers.
struct Answer {
    name: String,
    yen: Option<i64>,
    previous: Option<i64>,
    ministries: BTreeSet<String>,
    optional: bool,
}

fn yen(oku: &str) -> Option<i64> {
    (!oku.is_empty()).then(|| (oku.parse::<f64>().unwrap() * 100_000_000.0).round() as i64)
}

fn code(mark: &str) -> &'static str {
    match mark {
        "文" => "mext",
        "厚" => "mhlw",
        "経" => "meti",
        "総" => "mic",
        "農" => "maff",
        "国" => "mlit",
        "環" => "moe",
        "こ" => "cfa",
        "内" => "cao",
        "防" => "mod",
        other => panic!("{other}"),
    }
}

fn answers(deck: &str) -> Vec<Answer> {
    let text = String::from_utf8(common::file(&format!("fixtures/decks/{deck}.gold.tsv"))).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| head.iter().position(|cell| *cell == name).unwrap();
    lines
        .map(|line| line.split('\t').collect::<Vec<&str>>())
        .filter(|cells| cells[column("kind")] == "program")
        .map(|cells| Answer {
            name: key(cells[column("program")]),
            yen: yen(cells[column("amount_oku")]),
            previous: yen(cells[column("previous_oku")]),
            ministries: cells[column("ministries")]
                .split(';')
                .filter(|mark| !mark.is_empty())
                .map(|mark| code(mark).to_owned())
                .collect(),
            optional: cells[column("status")] == "optional",
        })
        .collect()
}

fn key(name: &str) -> String {
    let folded = yosan::normalize::fold(name).text;
    folded.split_whitespace().collect()
}

fn sure(request: &Request) -> Option<i64> {
    let told = matches!(request.link.status, LinkStatus::Stated | LinkStatus::Proved);
    let amount = request.amount.as_ref()?;
    amount.yen.or(amount.within_yen).filter(|_| told)
}

/// What is wrong with an extraction: one line for each fault.
fn faults(deck: &str, extraction: &Extraction) -> Vec<String> {
    let answers = answers(deck);
    let mut out = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.optional) {
        let found: Vec<&Request> = extraction
            .requests
            .iter()
            .filter(|request| key(&request.program.name) == answer.name)
            .collect();
        let [request] = found.as_slice() else {
            out.push(format!("{deck}: {} is given {} times", answer.name, found.len()));
            continue;
        };
        let ministries: BTreeSet<String> = request
            .ministries
            .iter()
            .map(|ministry| ministry.code.clone())
            .collect();
        let previous = request.previous.as_ref().and_then(|previous| previous.yen);
        if sure(request) != answer.yen || ministries != answer.ministries || previous != answer.previous {
            out.push(format!(
                "{deck}: {}: {:?} {previous:?} {ministries:?}, is {:?} {:?} {:?}",
                answer.name,
                sure(request),
                answer.yen,
                answer.previous,
                answer.ministries
            ));
        }
    }
    for request in &extraction.requests {
        let known = answers
            .iter()
            .any(|answer| answer.name == key(&request.program.name));
        if !known && sure(request).is_some() {
            out.push(format!("{deck}: {} is no program", request.program.name));
        }
    }
    out
}

#[test]
fn every_deck_is_read_whole() {
    let out: Vec<String> = common::decks()
        .iter()
        .flat_map(|deck| faults(deck, &common::extract(&format!("decks/{deck}.pdf"))))
        .collect();
    assert!(out.is_empty(), "{}", out.join("\n"));
}

/// What links say of a document, without places.
fn told(document: &Document) -> String {
    let (info, read) = common::nodes(document);
    let linked = link::link(
        &read.pages,
        &common::surfaces(document),
        &info,
        &common::masthead(document, &info),
    );
    let mut lines: Vec<String> = linked.requests.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

fn line(request: &Request) -> String {
    let yen = |amount: &Option<yosan::model::Amount>| {
        amount
            .as_ref()
            .and_then(|amount| amount.yen.or(amount.within_yen))
    };
    let mut out = format!(
        "{} | {:?} | {:?} | {} |",
        request.program.name,
        yen(&request.amount),
        yen(&request.previous),
        request.link.status.code()
    );
    for ministry in &request.ministries {
        write!(out, " {}", ministry.code).unwrap();
    }
    out.push('\n');
    out
}

fn document(deck: &str) -> Document {
    common::document(&format!("decks/{deck}.pdf"))
}

fn changed(mut document: Document, change: impl Fn(&mut Sheet)) -> Document {
    for page in &mut document.pages {
        if let PageContent::Sheet(sheet) = &mut page.content {
            change(sheet);
        }
    }
    document
}

fn each_place(sheet: &mut Sheet, change: impl Fn(Rect) -> Rect) {
    for glyph in &mut sheet.glyphs {
        glyph.bbox = change(glyph.bbox);
    }
    for rule in &mut sheet.rules {
        rule.bbox = change(rule.bbox);
    }
    for one in &mut sheet.boxes {
        one.bbox = change(one.bbox);
    }
    for picture in &mut sheet.pictures {
        *picture = change(*picture);
    }
}

/// A shuffle that a number decides.
fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for at in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        list.swap(at, (state >> 33) as usize % (at + 1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Glyphs in any order are runs split and joined anyhow, too.
    #[test]
    fn the_drawing_order_changes_nothing(deck in 0_usize..32, seed in any::<u64>()) {
        let decks = common::decks();
        let whole = document(&decks[deck % decks.len()]);
        let mixed = changed(whole.clone(), |sheet| {
            shuffle(&mut sheet.glyphs, seed);
            shuffle(&mut sheet.rules, seed);
            shuffle(&mut sheet.boxes, seed);
        });
        prop_assert_eq!(told(&whole), told(&mixed));
    }

    #[test]
    fn a_shift_of_the_page_changes_nothing(deck in 0_usize..32, dx in -40_i8..40, dy in -40_i8..40) {
        let decks = common::decks();
        let whole = document(&decks[deck % decks.len()]);
        let (dx, dy) = (f32::from(dx), f32::from(dy));
        let moved = changed(whole.clone(), |sheet| {
            each_place(sheet, |at| Rect::new(at.x0 + dx, at.y0 + dy, at.x1 + dx, at.y1 + dy));
        });
        prop_assert_eq!(told(&whole), told(&moved));
    }

    #[test]
    fn the_scale_of_the_page_changes_nothing(deck in 0_usize..32, percent in 85_u8..130) {
        let decks = common::decks();
        let whole = document(&decks[deck % decks.len()]);
        let factor = f32::from(percent) / 100.0;
        let scaled = changed(whole.clone(), |sheet| {
            each_place(sheet, |at| Rect::new(at.x0 * factor, at.y0 * factor, at.x1 * factor, at.y1 * factor));
            for glyph in &mut sheet.glyphs {
                glyph.size *= factor;
            }
            sheet.width *= factor;
            sheet.height *= factor;
        });
        prop_assert_eq!(told(&whole), told(&scaled));
    }
}

//! Sheets that lie on their side or stand on their head: read as their reader reads them, placed as the file has them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::geometry::Rect;
use yosan::model::{Extraction, Request};
use yosan::source::PageContent;

const TURNED: &str = "pdf-turned/turned.pdf";
/// The slides in their order, with the clockwise quarters by which each lies.
const SLIDES: [(&str, u8); 4] = [
    ("decks/roadmap-2026-office.pdf", 3),
    ("decks/cards-2026-office.pdf", 2),
    ("decks/ruled-2026-office.pdf", 1),
    ("decks/list-2026-office.pdf", 3),
];

type Told = (String, Option<i64>, Vec<String>, String);

fn told(request: &Request) -> Told {
    (
        request.program.name.clone(),
        request.amount.as_ref().and_then(|amount| amount.yen),
        request
            .ministries
            .iter()
            .map(|one| one.code.as_str().to_owned())
            .collect(),
        request.link.status.code().to_owned(),
    )
}

fn of_page(read: &Extraction, page: u32) -> impl Iterator<Item = &Request> {
    let on = move |request: &&Request| request.evidence.iter().any(|place| place.page.get() == page);
    read.requests.iter().filter(on)
}

#[test]
fn a_turned_sheet_says_what_the_upright_one_says() {
    let turned = common::extract(TURNED);
    for (index, (deck, _)) in SLIDES.iter().enumerate() {
        let upright = common::extract(deck);
        let wanted: Vec<Told> = of_page(&upright, 1).map(told).collect();
        let page = u32::try_from(index).unwrap() + 1;
        assert!(wanted.len() > 4);
        assert_eq!(
            of_page(&turned, page).map(told).collect::<Vec<_>>(),
            wanted,
            "{deck}"
        );
    }
    let holds = |read: &Extraction| read.checks.len();
    assert_eq!(holds(&turned), holds(&common::extract(SLIDES[2].0)));
}

#[test]
fn places_are_those_of_the_sheet_as_the_file_has_it() {
    let turned = common::extract(TURNED);
    let document = common::document(TURNED);
    for (index, (deck, quarters)) in SLIDES.iter().enumerate() {
        let upright = common::extract(deck);
        let page = u32::try_from(index).unwrap() + 1;
        let PageContent::Sheet(sheet) = &document.pages[index].content else {
            panic!("a PDF has sheets")
        };
        let (width, height) = (sheet.width, sheet.height);
        for (lies, stands) in of_page(&turned, page).zip(of_page(&upright, 1)) {
            for (place, wanted) in lies.evidence.iter().zip(&stands.evidence) {
                let Rect { x0, y0, x1, y1 } = wanted.bbox.unwrap();
                let wanted = match quarters {
                    1 => Rect::new(width - y0, x0, width - y1, x1),
                    2 => Rect::new(width - x0, height - y0, width - x1, height - y1),
                    _ => Rect::new(y0, height - x0, y1, height - x1),
                };
                let got = place.bbox.unwrap();
                let off = (got.x0 - wanted.x0).abs().max((got.y1 - wanted.y1).abs());
                assert!(off < 0.2, "{deck} {}: {got:?}, not {wanted:?}", place.text);
            }
        }
    }
}

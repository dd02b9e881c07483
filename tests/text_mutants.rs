//! Damaged texts: every text fixture with pieces cut, doubled, swapped and overwritten, from fixed seeds. Whatever comes
//! of it, reading ends without a panic, and every place that is told lies in the text and says what it quotes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use yosan::model::Evidence;
use yosan::pipeline::{Extractor, Options};

const FIXTURES: [&str; 8] = [
    "r5-iryo-gaisan.txt",
    "text/list-2024-bullets.txt",
    "text/ministries-2025-headings.txt",
    "text/news-2024-prose.txt",
    "text/outline-2025-circled.txt",
    "text/slide-2024-apart.txt",
    "text/table-2023-million-yen.txt",
    "text/unspecified-2026-items.txt",
];

/// How many mutants of each fixture; `YOSAN_MUTANTS` asks for more.
fn mutants() -> u64 {
    std::env::var("YOSAN_MUTANTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(60)
}

/// Pieces that parsers look for, put where they do not belong.
const PIECES: [&str; 34] = [
    "（",
    "）",
    "【",
    "】",
    "「",
    "」",
    "：",
    "／",
    "・",
    "●",
    "◆",
    "※",
    "■",
    "①",
    "１．",
    "△",
    "－",
    "〜",
    "億円",
    "百万円",
    "の内数",
    "事項要求",
    "+事項要求",
    "（文）",
    "（再掲）",
    "【新規】",
    "計",
    "うち",
    "令和５年度",
    "（単位：百万円）",
    "\n\n\n\n",
    "\n ",
    "　",
    "\u{3099}",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).unwrap()
    }
}

fn mutate(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..1 + dice.below(12) {
        let at = dice.below(characters.len());
        let len = dice.below(40).min(characters.len() - at);
        match dice.below(5) {
            0 => drop(characters.drain(at..at + len)),
            1 => {
                let piece: Vec<char> = characters[at..at + len].to_vec();
                let to = dice.below(characters.len());
                characters.splice(to..to, piece);
            }
            2 => characters.retain(|c| *c != '\n' || dice.below(9) > 0),
            _ => {
                for _ in 0..1 + dice.below(4) {
                    let piece = PIECES[dice.below(PIECES.len())];
                    let to = dice.below(characters.len());
                    characters.splice(to..to, piece.chars());
                }
            }
        }
        if characters.is_empty() {
            break;
        }
    }
    characters.into_iter().collect()
}

fn hold(evidence: &Evidence, text: &str, what: &str) {
    let span = evidence.source_span.unwrap_or_else(|| panic!("{what}: no place"));
    assert_eq!(text.get(span.range()), Some(evidence.text.as_str()), "{what}");
}

#[test]
fn damaged_texts_are_read_and_quoted_as_they_are() {
    let extractor = Extractor::new(Options::new()).unwrap();
    for fixture in FIXTURES {
        let text = String::from_utf8(common::file(&format!("fixtures/{fixture}"))).unwrap();
        for seed in 1..=mutants() {
            let mutant = mutate(&text, seed);
            let what = format!("{fixture}, mutant {seed}");
            let bytes = mutant.clone().into_bytes();
            let run = std::panic::catch_unwind(|| extractor.extract("mutant.txt", bytes));
            let extraction = run.unwrap_or_else(|_| panic!("{what} panics")).expect(&what);
            for request in &extraction.requests {
                for evidence in &request.evidence {
                    hold(evidence, &mutant, &what);
                }
            }
            for total in &extraction.totals {
                for evidence in &total.evidence {
                    hold(evidence, &mutant, &what);
                }
            }
        }
    }
}

//! The document that the project began with, held against what it states, proves and leaves open line by line
//! (fixtures/r5-iryo-programs.tsv, r5-iryo-totals.tsv; amounts in 億円).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::HashMap;
use yosan::model::{Check, CheckKind, Extraction, LinkStatus, Phase, Total, Verdict};

const OKU: f64 = 100_000_000.0;

fn table(path: &str) -> Vec<HashMap<String, String>> {
    let text = String::from_utf8(common::file(path)).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let cells = line.split('\t').chain(std::iter::repeat(""));
            head.iter()
                .map(|name| (*name).to_owned())
                .zip(cells.map(str::to_owned))
                .collect()
        })
        .collect()
}

fn yen(oku: &str) -> i64 {
    (oku.parse::<f64>().unwrap() * OKU).round() as i64
}

fn phase(words: &str) -> Phase {
    match words {
        "概算要求・要望" => Phase::RequestTotal,
        "概算要求" => Phase::Request,
        "要望" => Phase::Priority,
        "当初予算" => Phase::Initial,
        other => panic!("{other}"),
    }
}

fn on_line(extraction: &Extraction, line: u32, amount: i64) -> Option<&Total> {
    extraction.totals.iter().find(|total| {
        total.amount.yen == Some(amount) && total.evidence.iter().any(|place| place.line == Some(line))
    })
}

/// The parts of a split as the table writes them: 文703 or AMED412.
fn parts(words: &str) -> Vec<(String, i64)> {
    let codes = [
        ("総", "mic"),
        ("文", "mext"),
        ("厚", "mhlw"),
        ("経", "meti"),
        ("AMED", "amed"),
        ("インハウス", "in_house"),
    ];
    words
        .split(';')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (mark, code) = codes.iter().find(|(mark, _)| part.starts_with(mark)).unwrap();
            ((*code).to_owned(), yen(&part[mark.len()..]))
        })
        .collect()
}

#[test]
fn every_stated_sum_is_read_with_its_phase_year_and_split() {
    let extraction = common::extract("r5-iryo-gaisan.txt");
    for row in table("fixtures/r5-iryo-totals.tsv") {
        let (line, amount) = (row["line"].parse().unwrap(), yen(&row["amount_oku"]));
        let total =
            on_line(&extraction, line, amount).unwrap_or_else(|| panic!("no total on line {line}: {row:?}"));
        assert_eq!(total.phase, Some(phase(&row["phase"])), "{row:?}");
        assert_eq!(
            total.fiscal_year.unwrap().0.to_string(),
            row["fiscal_year"],
            "{row:?}"
        );
        let split: Vec<(String, i64)> = total
            .breakdown
            .iter()
            .map(|part| (part.key.clone(), part.amount.yen.unwrap()))
            .collect();
        assert_eq!(split, parts(&row["breakdown_oku"]), "{row:?}");
        let section = row["scope"]
            .strip_prefix("group:")
            .unwrap_or(match row["scope"].as_str() {
                "project" => row["item"].as_str(),
                _ => "",
            });
        assert_eq!(total.section.as_deref().unwrap_or(""), section, "{row:?}");
    }
}

fn sums(extraction: &Extraction, kind: CheckKind, oku: f64) -> Vec<&Check> {
    let stated = (oku * OKU).round() as i64;
    extraction
        .checks
        .iter()
        .filter(|check| check.kind == kind && check.stated == stated)
        .collect()
}

#[test]
fn every_sum_of_the_document_is_checked_and_holds() {
    let extraction = common::extract("r5-iryo-gaisan.txt");
    for check in &extraction.checks {
        assert_eq!(check.verdict, Verdict::Holds, "{check:?}");
    }
    // (kind, stated, made, number of parts), in 億円.
    let wanted = [
        (CheckKind::Sum, 1498.0, 1497.0, 7),
        (CheckKind::Sum, 832.0, 832.0, 3),
        (CheckKind::Phase, 1498.0, 1498.0, 2),
        (CheckKind::Phase, 832.0, 832.0, 2),
        (CheckKind::Split, 1498.0, 1499.0, 0),
        (CheckKind::Split, 1110.0, 1110.0, 0),
        (CheckKind::Split, 388.0, 388.0, 0),
        (CheckKind::Split, 1249.0, 1249.0, 0),
        (CheckKind::Sum, 167.3, 167.3, 4),
        (CheckKind::Sum, 266.0, 266.0, 3),
        (CheckKind::Sum, 412.0, 411.0, 14),
        (CheckKind::Sum, 131.0, 131.5, 14),
        (CheckKind::Sum, 231.0, 231.0, 6),
        (CheckKind::Account, 461.0, 461.0, 0),
        (CheckKind::Account, 214.0, 213.0, 0),
        (CheckKind::Relisted, 23.0, 23.0, 1),
        (CheckKind::Relisted, 48.0, 48.0, 1),
    ];
    for (kind, stated, made, count) in wanted {
        let found = sums(&extraction, kind, stated);
        let fits = found.iter().any(|check| {
            check.accumulated == Some((made * OKU).round() as i64) && check.parts.len() == count
        });
        assert!(fits, "{kind:?} {stated}: {found:?}");
    }
}

#[test]
fn three_amounts_are_proved_and_no_open_one_is_told_as_sure() {
    let extraction = common::extract("r5-iryo-gaisan.txt");
    let proved: Vec<(&str, i64)> = extraction
        .requests
        .iter()
        .filter(|request| request.link.status == LinkStatus::Proved)
        .map(|request| {
            (
                request.program.name.as_str(),
                request.amount.as_ref().unwrap().yen.unwrap(),
            )
        })
        .collect();
    assert_eq!(
        proved,
        [
            ("医工連携イノベーション推進事業", 2_300_000_000),
            ("医工連携イノベーション推進事業", 2_300_000_000),
            (
                "医療機器等における先進的研究開発・開発体制強靱化事業",
                4_800_000_000
            ),
        ]
    );
    let open: Vec<String> = table("fixtures/r5-iryo-programs.tsv")
        .into_iter()
        .filter(|row| matches!(row["status"].as_str(), "inferred" | "ambiguous"))
        .map(|row| row["line"].clone())
        .collect();
    for request in extraction
        .requests
        .iter()
        .filter(|request| request.link.status.is_sure())
    {
        let line = request
            .evidence
            .first()
            .and_then(|place| place.line)
            .unwrap()
            .to_string();
        assert!(!open.contains(&line), "{} is told as sure", request.program.name);
    }
}

/// Changing one figure breaks exactly the sums that it stands in, and they name it.
#[test]
fn a_wrong_digit_is_found_and_named() {
    let text = String::from_utf8(common::file("fixtures/r5-iryo-gaisan.txt")).unwrap();
    let wrong = text.replacen("（19.8億円）", "（91.8億円）", 1);
    let extraction = common::extract_text(&wrong);
    let off: Vec<&Check> = extraction
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Off)
        .collect();
    assert_eq!(off.len(), 1, "{off:?}");
    let suspect = off[0].suspect.as_deref().expect("one figure would mend it");
    let total = extraction
        .totals
        .iter()
        .find(|total| total.id == suspect)
        .unwrap();
    assert_eq!(total.item, "がん・難病");
}

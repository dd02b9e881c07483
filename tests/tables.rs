//! Tables in every look of `scripts/make_tables.py`, held against their answers: nothing wrong, nothing missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use yosan::model::{Extraction, Request};

/// A row of a gold table.
struct Answer {
    program: String,
    yen: Option<i64>,
    previous: Option<i64>,
    ministries: BTreeSet<String>,
    optional: bool,
}

const MINISTRIES: [(&str, &str); 7] = [
    ("文", "文部科学省"),
    ("厚", "厚生労働省"),
    ("経", "経済産業省"),
    ("農", "農林水産省"),
    ("国", "国土交通省"),
    ("環", "環境省"),
    ("総", "総務省"),
];

/// 12.345 億円 in yen.
fn yen(oku: &str) -> Option<i64> {
    if oku.is_empty() {
        return None;
    }
    let (whole, part) = oku.split_once('.').unwrap_or((oku, ""));
    let digits = format!("{whole}{part:0<8}");
    digits.parse().ok()
}

fn answers(look: &str) -> Vec<Answer> {
    let gold = String::from_utf8(common::file(&format!("fixtures/tables/{look}.gold.tsv"))).unwrap();
    gold.lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] == "program")
        .map(|fields| Answer {
            program: fields[2].to_owned(),
            yen: yen(fields[3]),
            previous: yen(fields[4]),
            ministries: fields[5]
                .split(';')
                .filter_map(|short| MINISTRIES.iter().find(|(known, _)| *known == short))
                .map(|(_, name)| (*name).to_owned())
                .collect(),
            optional: fields[7] == "optional",
        })
        .collect()
}

fn is_given(answer: &Answer, request: &Request) -> bool {
    let names: BTreeSet<String> = request
        .ministries
        .iter()
        .map(|ministry| ministry.name.clone())
        .collect();
    let previous = request.previous.as_ref().and_then(|amount| amount.yen);
    request.program.name == answer.program
        && request.link.status.is_sure()
        && request.amount.as_ref().and_then(|amount| amount.yen) == answer.yen
        && previous == answer.previous
        && names == answer.ministries
}

fn hold(look: &str) {
    let extraction: Extraction = common::extract(&format!("tables/{look}.pdf"));
    let answers = answers(look);
    let mut faults = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.optional) {
        if !extraction
            .requests
            .iter()
            .any(|request| is_given(answer, request))
        {
            faults.push(format!("missing {} {:?}", answer.program, answer.yen));
        }
    }
    for request in extraction
        .requests
        .iter()
        .filter(|request| request.link.status.is_sure())
    {
        if request.amount.is_some() && !answers.iter().any(|answer| is_given(answer, request)) {
            faults.push(format!("wrong {} {:?}", request.program.name, request.amount));
        }
    }
    let off = extraction
        .checks
        .iter()
        .filter(|check| check.verdict.code() == "off");
    faults.extend(off.map(|check| format!("off {}", check.label)));
    assert!(faults.is_empty(), "{look}:\n{}", faults.join("\n"));
}

#[test]
fn every_look_is_read_whole_and_nothing_is_wrong() {
    for look in common::TABLES {
        hold(look);
    }
}

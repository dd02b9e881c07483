//! A comparison as one page for the browser: it needs nothing but itself, no script and no network.

use super::super::design::{self, Look};
use super::super::paint::oku;
use super::slope::{self, Slope};
use super::{Form, Report, amount, ministries, programs, reasons};
use crate::diff::{Change, Kind, Sum};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use std::io;

/// A page.
pub(super) const HTML: Form = Form {
    name: "html",
    extension: "html",
    about: "A page for the browser with a picture, which needs nothing but itself",
    is_text: true,
    write: |report, _, out| out.write_all(page(report)?.as_bytes()),
};

const STYLE: &str = concat!(include_str!("../design.css"), include_str!("page.css"));

#[derive(Serialize)]
struct Page {
    counts: Vec<(&'static str, usize)>,
    slope: Option<Slope>,
    ministries: Vec<SumRow>,
    sections: Vec<SumRow>,
    kinds: Vec<KindRows>,
    recast: Vec<RecastRow>,
}

#[derive(Serialize)]
struct KindRows {
    kind: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    old: String,
    new: String,
    ministries: String,
    old_oku: String,
    new_oku: String,
    change: String,
    growth: String,
    way: &'static str,
    reasons: String,
}

#[derive(Serialize)]
struct SumRow {
    name: String,
    old_oku: String,
    new_oku: String,
    change: String,
    growth: String,
    way: &'static str,
    open: usize,
}

#[derive(Serialize)]
struct RecastRow {
    program: String,
    printed: String,
    found: String,
}

fn page(report: &Report<'_>) -> io::Result<String> {
    let diff = report.diff;
    let of_kind = |kind: Kind| -> Vec<Row> {
        let changes = diff.changes.iter().filter(|change| change.kind == kind);
        changes.map(|change| row(report, change)).collect()
    };
    let page = Page {
        counts: Kind::ALL
            .iter()
            .map(|kind| (kind.code(), diff.count(*kind)))
            .collect(),
        slope: slope::slope(&diff.by_ministry),
        ministries: diff
            .by_ministry
            .iter()
            .map(|sum| sum_row(sum, "(no ministry)"))
            .collect(),
        sections: diff
            .by_section
            .iter()
            .map(|sum| sum_row(sum, "(no section)"))
            .collect(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| KindRows {
                kind: kind.code(),
                rows: of_kind(*kind),
            })
            .filter(|rows| !rows.rows.is_empty())
            .collect(),
        recast: diff
            .recast
            .iter()
            .filter_map(|recast| {
                let change = diff.changes.get(recast.change)?;
                Some(RecastRow {
                    program: programs(&report.sides(change).1),
                    printed: oku(recast.printed),
                    found: oku(recast.found),
                })
            })
            .collect(),
    };
    let look = Look {
        title: &format!("{} → {}", report.old, report.new),
        style: STYLE,
        script: None,
    };
    design::page(&look, include_str!("page.html"), Value::from(Serde(&page)))
}

fn row(report: &Report<'_>, change: &Change) -> Row {
    let (old, new) = report.sides(change);
    let asked = if new.is_empty() { &old } else { &new };
    Row {
        ministries: ministries(asked, |(_, name)| name).replace(';', "、"),
        old: programs(&old),
        new: programs(&new),
        old_oku: amount(change.old_yen, &old),
        new_oku: amount(change.new_yen, &new),
        change: change.change().map(signed).unwrap_or_default(),
        growth: growth(change.ratio()),
        way: way(change.change().unwrap_or(0)),
        reasons: reasons(change),
    }
}

fn sum_row(sum: &Sum, nameless: &str) -> SumRow {
    SumRow {
        name: if sum.name.is_empty() {
            nameless.to_owned()
        } else {
            sum.name.replace(';', "、")
        },
        old_oku: oku(sum.old_yen),
        new_oku: oku(sum.new_yen),
        change: signed(sum.change()),
        growth: growth(sum.ratio()),
        way: way(sum.change()),
        open: sum.old_open + sum.new_open,
    }
}

fn signed(yen: i64) -> String {
    match yen {
        0 => "0".to_owned(),
        yen if yen > 0 => format!("+{}", oku(yen)),
        yen => format!("△{}", oku(yen.saturating_abs())),
    }
}

fn growth(ratio: Option<f64>) -> String {
    ratio
        .map(|ratio| format!("{:+.1} %", (ratio - 1.0) * 100.0))
        .unwrap_or_default()
}

fn way(change: i64) -> &'static str {
    match change.signum() {
        1 => "up",
        -1 => "down",
        _ => "same",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Item, compare};

    #[test]
    fn names_from_anywhere_are_shown_and_not_obeyed() {
        let item = Item {
            program: "<script>alert('x')</script>".to_owned(),
            counted: true,
            ..Item::default()
        };
        let diff = compare(Vec::new(), vec![item]);
        let report = Report {
            diff: &diff,
            old: "a\"><b>",
            new: "b",
        };
        let page = page(&report).unwrap();
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script") && !page.contains("a\"><b>"));
        assert!(
            !page.contains("http://") && !page.contains("https://"),
            "it needs no network"
        );
    }
}

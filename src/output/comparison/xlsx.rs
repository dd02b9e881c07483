//! A comparison as a workbook: changes, last year's figures that were others then, ministries and sections.

use super::super::xlsx::sheet::{self, Cell, Sheet, Tint};
use super::{Form, ministries, programs, reasons};
use crate::diff::{Kind, Sum};
use std::io;

/// A workbook.
pub(super) const XLSX: Form = Form {
    name: "xlsx",
    extension: "xlsx",
    about: "A workbook: changes, recast figures, ministries and sections, a sheet each",
    is_text: false,
    write: |report, _, out| {
        let mut changes = Sheet::new("changes", CHANGES)?;
        let mut recast = Sheet::new("recast", RECAST)?;
        for (index, change) in report.diff.changes.iter().enumerate() {
            let (old, new) = report.sides(change);
            let section = new.first().or(old.first()).and_then(|item| item.section.clone());
            let tint = match change.kind {
                Kind::Kept => Tint::None,
                Kind::Gone => Tint::Wrong,
                _ => Tint::Open,
            };
            let cells = [
                change.kind.code().into(),
                programs(&old).into(),
                programs(&new).into(),
                ministries(&old, |(_, name)| name).into(),
                ministries(&new, |(_, name)| name).into(),
                section.into(),
                oku(change.old_yen),
                oku(change.new_yen),
                oku(change.change()),
                yen(change.old_yen),
                yen(change.new_yen),
                yen(change.change()),
                growth(change.ratio()),
                yen(report.recast(index)),
                reasons(change).into(),
            ];
            changes.push(&cells, tint)?;
        }
        for one in &report.diff.recast {
            let Some(change) = report.diff.changes.get(one.change) else {
                continue;
            };
            let (old, new) = report.sides(change);
            let cells = [
                programs(&old).into(),
                programs(&new).into(),
                Cell::Yen(one.printed),
                Cell::Yen(one.found),
                Cell::Yen(one.printed.saturating_sub(one.found)),
            ];
            recast.push(&cells, Tint::Open)?;
        }
        let ministries = sums("ministries", &report.diff.by_ministry)?;
        let sections = sums("sections", &report.diff.by_section)?;
        sheet::save([changes, recast, ministries, sections], out)
    },
};

const CHANGES: &[(&str, u8)] = &[
    ("kind", 9),
    ("old_program", 44),
    ("new_program", 44),
    ("old_ministries", 18),
    ("new_ministries", 18),
    ("section", 26),
    ("old 億円", 11),
    ("new 億円", 11),
    ("増△減 億円", 11),
    ("old_yen", 18),
    ("new_yen", 18),
    ("change_yen", 18),
    ("growth", 9),
    ("printed_previous_yen", 18),
    ("reasons", 50),
];

const RECAST: &[(&str, u8)] = &[
    ("old_program", 44),
    ("new_program", 44),
    ("printed_yen", 18),
    ("found_yen", 18),
    ("difference_yen", 18),
];

const SUMS: &[(&str, u8)] = &[
    ("key", 18),
    ("name", 40),
    ("old 億円", 11),
    ("new 億円", 11),
    ("増△減 億円", 11),
    ("old_yen", 18),
    ("new_yen", 18),
    ("change_yen", 18),
    ("growth", 9),
    ("old_open", 9),
    ("new_open", 9),
];

fn sums(name: &str, sums: &[Sum]) -> io::Result<Sheet> {
    let mut sheet = Sheet::new(name, SUMS)?;
    let count = |count: usize| Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
    for sum in sums {
        let cells = [
            (&sum.key).into(),
            (&sum.name).into(),
            Cell::Oku(sum.old_yen),
            Cell::Oku(sum.new_yen),
            Cell::Oku(sum.change()),
            Cell::Yen(sum.old_yen),
            Cell::Yen(sum.new_yen),
            Cell::Yen(sum.change()),
            growth(sum.ratio()),
            count(sum.old_open),
            count(sum.new_open),
        ];
        sheet.push(&cells, Tint::None)?;
    }
    Ok(sheet)
}

fn yen(yen: Option<i64>) -> Cell {
    yen.map_or(Cell::Empty, Cell::Yen)
}

fn oku(yen: Option<i64>) -> Cell {
    yen.map_or(Cell::Empty, Cell::Oku)
}

fn growth(ratio: Option<f64>) -> Cell {
    ratio.map_or(Cell::Empty, |ratio| Cell::Ratio(ratio - 1.0))
}

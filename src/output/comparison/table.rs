//! A comparison for people at a terminal: what is new, gone, merged, split, moved and renamed, then what was kept with
//! another amount, then the sums by ministry.

use super::super::paint::{Paint, Tone, clip, oku, pad_left, pad_right};
use super::super::table::Screen;
use super::{Form, Report, amount, programs, reasons};
use crate::diff::{Change, Kind, Sum};
use std::io::{self, BufWriter, Write};

/// The table.
pub(super) const TABLE: Form = Form {
    name: "table",
    extension: "txt",
    about: "For people",
    is_text: true,
    write: |report, screen, out| write(report, screen, BufWriter::new(out)),
};

/// Columns of an amount.
const AMOUNT: usize = 12;
/// Columns between columns.
const GAP: usize = 2;
/// The narrowest name.
const NARROWEST: usize = 20;

fn write(report: &Report<'_>, screen: Screen, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { on: screen.colour };
    let name = screen
        .columns
        .saturating_sub(3 * (AMOUNT + GAP) + 10)
        .max(NARROWEST);
    writeln!(out, "{} → {}", report.old, report.new)?;
    let head = [
        pad_right("", name),
        pad_left("old", AMOUNT),
        pad_left("new", AMOUNT),
        pad_left("change 億円", AMOUNT),
    ];
    for kind in Kind::ALL {
        let of_kind: Vec<&Change> = report
            .diff
            .changes
            .iter()
            .filter(|change| change.kind == kind)
            .collect();
        let shown: Vec<&&Change> = of_kind
            .iter()
            .filter(|change| kind != Kind::Kept || change.old_yen != change.new_yen)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let rest = match of_kind.len() - shown.len() {
            0 => String::new(),
            same => format!(", {same} with the same amount"),
        };
        writeln!(
            out,
            "\n{}",
            paint.paint(Tone::Strong, &format!("{} {}{rest}", of_kind.len(), kind.code()))
        )?;
        if !shown.is_empty() {
            writeln!(out, "  {}", head.join("  ").trim_end())?;
        }
        for change in shown {
            row(report, change, name, paint, &mut out)?;
        }
    }
    sums(
        "by ministry",
        &report.diff.by_ministry,
        &head,
        name,
        paint,
        &mut out,
    )?;
    if !report.diff.recast.is_empty() {
        let told = format!(
            "{} figures for last year that the old side prints otherwise (組替)",
            report.diff.recast.len()
        );
        writeln!(out, "\n{}", paint.paint(Tone::Strong, &told))?;
        for recast in &report.diff.recast {
            let Some(change) = report.diff.changes.get(recast.change) else {
                continue;
            };
            let program = programs(&report.sides(change).1);
            writeln!(
                out,
                "  {}  {} there, {} here",
                pad_right(&clip(&program, name), name),
                oku(recast.found),
                oku(recast.printed)
            )?;
        }
    }
    out.flush()
}

fn row(
    report: &Report<'_>,
    change: &Change,
    name: usize,
    paint: Paint,
    out: &mut impl Write,
) -> io::Result<()> {
    let (old, new) = report.sides(change);
    let shown = if new.is_empty() {
        programs(&old)
    } else {
        programs(&new)
    };
    let line = [
        pad_right(&clip(&shown, name), name),
        pad_left(&amount(change.old_yen, &old), AMOUNT),
        pad_left(&amount(change.new_yen, &new), AMOUNT),
        pad_left(&signed(change.change()), AMOUNT),
    ];
    let growth = change
        .ratio()
        .map(|ratio| format!("{:+.1} %", (ratio - 1.0) * 100.0))
        .unwrap_or_default();
    writeln!(out, "  {}  {growth}", line.join("  "))?;
    if matches!(
        change.kind,
        Kind::Renamed | Kind::Merged | Kind::Split | Kind::Moved
    ) {
        let told = format!("    was {}: {}", programs(&old), reasons(change));
        writeln!(
            out,
            "{}",
            paint.paint(Tone::Faint, &super::super::paint::printable(&told))
        )?;
    }
    Ok(())
}

fn sums(
    title: &str,
    sums: &[Sum],
    head: &[String],
    name: usize,
    paint: Paint,
    out: &mut impl Write,
) -> io::Result<()> {
    if sums.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", paint.paint(Tone::Strong, title))?;
    writeln!(out, "  {}", head.join("  ").trim_end())?;
    for sum in sums {
        let shown = if sum.name.is_empty() {
            "(no ministry)"
        } else {
            &sum.name
        };
        let open = match (sum.old_open, sum.new_open) {
            (0, 0) => String::new(),
            (old, new) => format!("  without {old} and {new} programs that have no amount"),
        };
        let line = [
            pad_right(&clip(shown, name), name),
            pad_left(&oku(sum.old_yen), AMOUNT),
            pad_left(&oku(sum.new_yen), AMOUNT),
            pad_left(&signed(Some(sum.change())), AMOUNT),
        ];
        writeln!(out, "  {}{open}", line.join("  "))?;
    }
    Ok(())
}

fn signed(yen: Option<i64>) -> String {
    match yen {
        None => String::new(),
        Some(yen) if yen > 0 => format!("+{}", oku(yen)),
        Some(yen) => oku(yen),
    }
}

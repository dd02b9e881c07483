//! Two years held against each other, written down: for the terminal, as JSON, CSV, a workbook and a page for the browser.

mod csv;
mod html;
mod items;
mod json;
mod slope;
mod table;
mod xlsx;

pub use items::items;
pub use json::{Comparison, SCHEMA, schema};

use super::format::Out;
use super::json::v1;
use super::paint::oku;
use super::table::Screen;
use crate::diff::{self, Change, Diff, Item};
use std::io;
use std::path::Path;

/// Two documents held against each other.
#[must_use]
pub fn compare(old: &v1::Extraction<'_>, new: &v1::Extraction<'_>) -> Diff {
    diff::compare(items(old), items(new))
}

/// A way to write a comparison down.
#[derive(Debug)]
pub struct Form {
    /// The name given to `--format`.
    pub name: &'static str,
    /// What a file of it ends in, without the dot.
    pub extension: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Whether it can go to a terminal as it is.
    pub is_text: bool,
    /// Writes it.
    pub write: Write,
}

/// Writes a comparison.
pub type Write = fn(&Report<'_>, Screen, &mut Out<'_>) -> io::Result<()>;

/// A comparison, and what its two sides are called.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The comparison.
    pub diff: &'a Diff,
    /// What the old side is called: a file, a folder.
    pub old: &'a str,
    /// What the new side is called.
    pub new: &'a str,
}

/// Every form, in the order in which help shows them.
pub const FORMS: &[&Form] = &[&table::TABLE, &json::JSON, &csv::CSV, &xlsx::XLSX, &html::HTML];

impl Form {
    /// The form with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMS.iter().copied().find(|form| form.name == name)
    }

    /// The form that a file's name asks for by its ending.
    #[must_use]
    pub fn by_path(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMS.iter().copied().find(|form| form.extension == extension)
    }
}

impl<'a> Report<'a> {
    /// The old and the new items of a change.
    fn sides(&self, change: &Change) -> (Vec<&'a Item>, Vec<&'a Item>) {
        let items = |indices: &[usize], from: &'a [Item]| -> Vec<&'a Item> {
            indices.iter().filter_map(|index| from.get(*index)).collect()
        };
        (
            items(&change.old, &self.diff.old),
            items(&change.new, &self.diff.new),
        )
    }

    /// Last year's figure as the new document prints it, where that is another than the old document's.
    fn recast(&self, change: usize) -> Option<i64> {
        let recast = self.diff.recast.iter().find(|recast| recast.change == change)?;
        Some(recast.printed)
    }
}

/// Names with ` + ` between them.
fn programs(items: &[&Item]) -> String {
    items
        .iter()
        .map(|item| item.program.as_str())
        .collect::<Vec<_>>()
        .join(" + ")
}

/// The ministries of all items, each once, with `;` between them.
fn ministries(items: &[&Item], part: fn(&(String, String)) -> &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in items.iter().flat_map(|item| &item.ministries).map(part) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(";")
}

/// What one side of a change amounts to, for people: an amount that it shares with others stands in brackets.
fn amount(yen: Option<i64>, items: &[&Item]) -> String {
    let shared = match items {
        [one] => one.within.map(|within| format!("({})", oku(within.yen))),
        _ => None,
    };
    yen.map(oku).or(shared).unwrap_or_default()
}

fn reasons(change: &Change) -> String {
    change
        .reasons
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

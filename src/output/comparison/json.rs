//! The frozen structs of `yosan-diff/v1`. Within `v1` keys may be added; none is renamed, removed or given another meaning.

use super::{Form, Report};
use crate::diff::{self, Kind};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The value of `schema` in every document of this format.
pub const SCHEMA: &str = "yosan-diff/v1";

/// JSON.
pub(super) const JSON: Form = Form {
    name: "json",
    extension: "json",
    about: "Everything, schema yosan-diff/v1",
    is_text: true,
    write: |report, _, out| {
        serde_json::to_writer_pretty(&mut *out, &Comparison::from(report))?;
        out.write_all(b"\n")
    },
};

/// Two years held against each other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "yosan-diff/v1")]
pub struct Comparison<'a> {
    /// Always `yosan-diff/v1`.
    #[schemars(extend("const" = "yosan-diff/v1"))]
    pub schema: &'static str,
    /// Version of the program that wrote this.
    pub version: &'static str,
    /// What the old side is.
    pub old: Side<'a>,
    /// What the new side is.
    pub new: Side<'a>,
    /// How many changes there are of each kind: kept, renamed, moved, merged, split, new, gone.
    pub counts: BTreeMap<&'static str, usize>,
    /// What became of each program, in the order of the new side. Every program stands in exactly one.
    pub changes: Vec<Change<'a>>,
    /// Last year's figures that the old side printed otherwise.
    pub recast: Vec<Recast>,
    /// What each ministry asks for; only what counts once is added up.
    pub by_ministry: Vec<Sum<'a>>,
    /// What each section amounts to.
    pub by_section: Vec<Sum<'a>>,
}

/// One of the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Side<'a> {
    /// The file or folder.
    pub name: &'a str,
    /// Number of programs.
    pub requests: usize,
}

/// What became of a program, or of several.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change<'a> {
    /// `kept`, `renamed`, `moved`, `merged`, `split`, `new` or `gone`.
    pub kind: &'static str,
    /// The old programs: none for a new one, several for a merger.
    pub old: Vec<Program<'a>>,
    /// The new programs.
    pub new: Vec<Program<'a>>,
    /// Why they belong together, for people.
    pub reasons: Vec<String>,
    /// What the old programs amount to, in yen; null where one of them has no amount.
    pub old_yen: Option<i64>,
    /// What the new programs amount to.
    pub new_yen: Option<i64>,
    /// New − old.
    pub change_yen: Option<i64>,
    /// New ÷ old.
    pub ratio: Option<f64>,
}

/// A program of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Program<'a> {
    /// The document that it stands in.
    pub document: &'a str,
    /// Its id there.
    pub id: &'a str,
    /// Its name.
    pub program: &'a str,
    /// The nearest heading.
    pub section: Option<&'a str>,
    /// Codes of its ministries.
    pub ministries: Vec<&'a str>,
    /// Its amount, in yen.
    pub yen: Option<i64>,
    /// An amount that it shares with others, in yen: never to be added up.
    pub within_yen: Option<i64>,
    /// Last year's amount as it is printed here, in yen.
    pub previous_yen: Option<i64>,
    /// Page, from 1.
    pub page: Option<u32>,
}

/// A figure for last year that was printed otherwise then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recast {
    /// Which of the changes it belongs to, from 0.
    pub change: usize,
    /// What the new side prints for last year, in yen.
    pub printed_yen: i64,
    /// What the old side printed, in yen.
    pub found_yen: i64,
    /// Printed − found.
    pub difference_yen: i64,
}

/// What a ministry or a section asks for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sum<'a> {
    /// Code of the ministry, or the heading; codes with `;` between them where several ask together.
    pub key: &'a str,
    /// The same for people.
    pub name: &'a str,
    /// Yen of the old side.
    pub old_yen: i64,
    /// Yen of the new side.
    pub new_yen: i64,
    /// New − old.
    pub change_yen: i64,
    /// New ÷ old.
    pub ratio: Option<f64>,
    /// Programs of the old side without an amount: the sum is a lower bound.
    pub old_open: usize,
    /// The same of the new side.
    pub new_open: usize,
}

impl<'a> From<&'a Report<'a>> for Comparison<'a> {
    fn from(report: &'a Report<'a>) -> Self {
        let diff = report.diff;
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            old: Side {
                name: report.old,
                requests: diff.old.len(),
            },
            new: Side {
                name: report.new,
                requests: diff.new.len(),
            },
            counts: Kind::ALL
                .iter()
                .map(|kind| (kind.code(), diff.count(*kind)))
                .collect(),
            changes: diff
                .changes
                .iter()
                .map(|change| Change::of(report, change))
                .collect(),
            recast: diff
                .recast
                .iter()
                .map(|recast| Recast {
                    change: recast.change,
                    printed_yen: recast.printed,
                    found_yen: recast.found,
                    difference_yen: recast.printed.saturating_sub(recast.found),
                })
                .collect(),
            by_ministry: diff.by_ministry.iter().map(Sum::from).collect(),
            by_section: diff.by_section.iter().map(Sum::from).collect(),
        }
    }
}

impl<'a> Change<'a> {
    fn of(report: &Report<'a>, change: &diff::Change) -> Self {
        let (old, new) = report.sides(change);
        let programs = |items: Vec<&'a diff::Item>| items.into_iter().map(Program::from).collect();
        Self {
            kind: change.kind.code(),
            old: programs(old),
            new: programs(new),
            reasons: change.reasons.iter().map(ToString::to_string).collect(),
            old_yen: change.old_yen,
            new_yen: change.new_yen,
            change_yen: change.change(),
            ratio: change.ratio(),
        }
    }
}

impl<'a> From<&'a diff::Item> for Program<'a> {
    fn from(item: &'a diff::Item) -> Self {
        Self {
            document: &item.document,
            id: &item.id,
            program: &item.program,
            section: item.section.as_deref(),
            ministries: item.ministries.iter().map(|(code, _)| code.as_str()).collect(),
            yen: item.amount.map(|amount| amount.yen),
            within_yen: item.within.map(|amount| amount.yen),
            previous_yen: item.previous.map(|amount| amount.yen),
            page: item.page,
        }
    }
}

impl<'a> From<&'a diff::Sum> for Sum<'a> {
    fn from(sum: &'a diff::Sum) -> Self {
        Self {
            key: &sum.key,
            name: &sum.name,
            old_yen: sum.old_yen,
            new_yen: sum.new_yen,
            change_yen: sum.change(),
            ratio: sum.ratio(),
            old_open: sum.old_open,
            new_open: sum.new_open,
        }
    }
}

/// The JSON Schema of `yosan-diff/v1` (draft 2020-12), indented, with a line end.
#[must_use]
pub fn schema() -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings
        .into_generator()
        .into_root_schema_for::<Comparison<'static>>();
    format!("{:#}\n", schema.as_value())
}

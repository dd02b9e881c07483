//! A comparison as CSV: a row a change.

use super::super::csv::{harmless, writer};
use super::{Form, ministries, programs, reasons};

/// CSV.
pub(super) const CSV: Form = Form {
    name: "csv",
    extension: "csv",
    about: "A row a change, for spreadsheets",
    is_text: true,
    write: |report, _, out| {
        let mut rows = writer(out)?;
        rows.write_record([
            "kind",
            "old_program",
            "new_program",
            "old_ministries",
            "new_ministries",
            "section",
            "old_yen",
            "new_yen",
            "change_yen",
            "ratio",
            "printed_previous_yen",
            "reasons",
            "old_ids",
            "new_ids",
        ])?;
        let number = |yen: Option<i64>| yen.map(|yen| yen.to_string()).unwrap_or_default();
        for (index, change) in report.diff.changes.iter().enumerate() {
            let (old, new) = report.sides(change);
            let section = new.first().or(old.first()).and_then(|item| item.section.clone());
            let ids = |items: &[&crate::diff::Item]| {
                items
                    .iter()
                    .map(|item| item.id.as_str())
                    .collect::<Vec<_>>()
                    .join(";")
            };
            let row = [
                change.kind.code().to_owned(),
                programs(&old),
                programs(&new),
                ministries(&old, |(code, _)| code),
                ministries(&new, |(code, _)| code),
                section.unwrap_or_default(),
                number(change.old_yen),
                number(change.new_yen),
                number(change.change()),
                change
                    .ratio()
                    .map(|ratio| format!("{ratio:.4}"))
                    .unwrap_or_default(),
                number(report.recast(index)),
                reasons(change),
                ids(&old),
                ids(&new),
            ];
            rows.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
        }
        rows.flush()
    },
};

//! The lexicon that is in force, as text for people: what `yosan lexicon` prints.

use super::file::Listed;
use super::{Lexicon, builtin_raw, layered};
use std::fmt::Write;

const HEAD: &str = "\
# A line is an entry. How sure it is: [E] seen in documents or budget data, [O] own knowledge held to be right, [?] unsure.
# A word with a ? was met in no document. `from` and `until` are dates; `budget_from` and `budget_until` are fiscal years.
";

impl Lexicon {
    /// What is in force: every section, an entry a line, with its words, its years, how sure it is, and the file it is from
    /// where that is not a built-in one.
    #[must_use]
    pub fn render(&self) -> String {
        let files: Vec<(&str, &str)> = self
            .overlays
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        let mut out = format!("# yosan lexicon {}\n{HEAD}", self.version);
        // Both were read without fault when this lexicon was made.
        let raw = builtin_raw().ok().and_then(|raw| layered(raw, &files).ok());
        for (section, entries) in raw.iter().flat_map(|(raw, _)| raw.listing()) {
            if entries.is_empty() {
                continue;
            }
            // Writing to a String does not fail.
            let _ = write!(out, "\n[{section}]\n");
            for entry in entries {
                let file = entry
                    .origin()
                    .checked_sub(1)
                    .and_then(|at| files.get(at))
                    .map(|(name, _)| *name);
                line(&mut out, entry, file);
            }
        }
        out
    }
}

fn line(out: &mut String, entry: &dyn Listed, file: Option<&str>) {
    // These say enough without their key.
    const BARE: [&str; 6] = ["code", "name", "word", "role", "tag", "text"];
    let mut parts: Vec<String> = Vec::new();
    for (key, value) in entry.fields() {
        if value.is_empty() || key == "extend" {
            continue;
        }
        parts.push(if BARE.contains(&key) {
            value
        } else {
            format!("{key}: {value}")
        });
    }
    if !entry.note().is_empty() {
        parts.push(format!("({})", entry.note()));
    }
    let _ = write!(
        out,
        "{} [{}]",
        parts.join(" · "),
        if entry.src().is_empty() { "O" } else { entry.src() }
    );
    if let Some(file) = file {
        let _ = write!(out, " ← {file}");
    }
    out.push('\n');
}

//! Scores whole documents of a corpus that is not part of the repository, and holds the figures against
//! `tests/corpus-floors.toml`, both ways: a worse figure fails, and a better one fails until it is recorded there.
//!
//! The corpus is asked for by `YOSAN_CORPUS`, the folder with its `score.py` and `score_amounts.py`. Asked for and not there
//! is a failure; not asked for, the test says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::Table;

/// Figures of which fewer is better; of all others, more is.
const FAULTS: [&str; 4] = ["wrong", "over", "min_wrong", "extra"];

type Figures = BTreeMap<String, i64>;

/// What is recorded, and what is found now.
#[derive(Debug)]
struct Score {
    name: String,
    recorded: Figures,
    found: Figures,
}

impl Score {
    /// What differs, told as worse or better.
    fn differences(&self) -> Vec<String> {
        self.recorded
            .iter()
            .filter_map(|(figure, recorded)| {
                let Some(found) = self.found.get(figure) else {
                    return Some(format!("{}: {figure} is not told any more", self.name));
                };
                let better = (found > recorded) != FAULTS.contains(&figure.as_str());
                match found == recorded {
                    true => None,
                    false if better => Some(format!(
                        "{}: {figure} {recorded} → {found}: better, record it",
                        self.name
                    )),
                    false => Some(format!("{}: {figure} {recorded} → {found}: WORSE", self.name)),
                }
            })
            .collect()
    }
}

fn figures(table: &Table) -> Figures {
    table
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_integer()?)))
        .collect()
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table
        .get(key)
        .and_then(toml::Value::as_str)
        .unwrap_or_else(|| panic!("`{key}` is missing in {table:?}"))
}

fn present(path: PathBuf) -> PathBuf {
    assert!(
        path.exists(),
        "YOSAN_CORPUS asks for {}, which is not there",
        path.display()
    );
    path
}

fn python(script: &Path, arguments: &[&Path]) -> String {
    let output = Command::new("python3")
        .arg(script)
        .args(arguments)
        .output()
        .expect("python3 is needed");
    assert!(
        output.status.success(),
        "{}: {}",
        script.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// One document's figures: the last line that the script prints is JSON.
fn document(corpus: &Path, table: &Table, folder: &Path) -> Score {
    let input = present(corpus.join(text(table, "input")));
    let gold = present(corpus.join(text(table, "gold")));
    let output = folder.join("out.json");
    let ran = Command::new(env!("CARGO_BIN_EXE_yosan"))
        .arg("extract")
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let told = python(&present(corpus.join("score.py")), &[&output, &gold]);
    let last = told.lines().last().unwrap_or_default();
    let found: BTreeMap<String, i64> = serde_json::from_str(last).expect(last);
    Score {
        name: text(table, "input").to_owned(),
        recorded: figures(table),
        found,
    }
}

/// The figures of the amount grammar, a file each: `amounts.jsonl: 68/68 right`.
fn amounts(corpus: &Path, table: &Table) -> Score {
    let told = python(
        &present(corpus.join("score_amounts.py")),
        &[Path::new(env!("CARGO_BIN_EXE_yosan"))],
    );
    let found = told
        .lines()
        .filter_map(|line| {
            let (file, rest) = line.strip_suffix(" right")?.split_once(": ")?;
            let (right, _) = rest.split_once('/')?;
            Some((file.trim().to_owned(), right.parse().ok()?))
        })
        .collect();
    Score {
        name: "amounts".to_owned(),
        recorded: figures(table),
        found,
    }
}

#[test]
fn figures_are_as_recorded() {
    let Some(corpus) = std::env::var_os("YOSAN_CORPUS").map(PathBuf::from) else {
        println!("YOSAN_CORPUS is not set: the corpus was not asked for");
        return;
    };
    let corpus = present(corpus);
    let floors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus-floors.toml");
    let floors: Table = std::fs::read_to_string(floors).unwrap().parse().unwrap();
    let folder = tempfile::tempdir().unwrap();

    let mut scores = Vec::new();
    if let Some(table) = floors.get("amounts").and_then(toml::Value::as_table) {
        scores.push(amounts(&corpus, table));
    }
    let documents = floors
        .get("document")
        .and_then(toml::Value::as_array)
        .expect("[[document]]");
    for table in documents.iter().filter_map(toml::Value::as_table) {
        scores.push(document(&corpus, table, folder.path()));
    }
    let mut differences = String::new();
    for line in scores.iter().flat_map(Score::differences) {
        let _ = writeln!(differences, "{line}");
    }
    assert!(differences.is_empty(), "\n{differences}");
}

#[test]
fn both_ways_are_told() {
    let of = |pairs: &[(&str, i64)]| {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect()
    };
    let score = Score {
        name: "x".into(),
        recorded: of(&[
            ("wrong", 1),
            ("found", 5),
            ("sure", 5),
            ("extra", 0),
            ("gone", 1),
            ("same", 2),
        ]),
        found: of(&[("wrong", 0), ("found", 4), ("sure", 6), ("extra", 2), ("same", 2)]),
    };
    let told = score.differences();
    assert_eq!(
        told,
        [
            "x: extra 0 → 2: WORSE",
            "x: found 5 → 4: WORSE",
            "x: gone is not told any more",
            "x: sure 5 → 6: better, record it",
            "x: wrong 1 → 0: better, record it",
        ]
    );
}

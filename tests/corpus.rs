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
use yosan::pipeline::{Extractor, Options};
use yosan::regress::{self, Figures};

/// Figures of which fewer is better; of all others, more is.
const FAULTS: [&str; 12] = [
    "wrong",
    "over",
    "min_wrong",
    "extra",
    "silent",
    "sums_off",
    "sums_open",
    "contradictions",
    "outside",
    "crowded",
    "askew",
    "requests",
];

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
        regress::moves(&self.recorded, &self.found, &FAULTS)
            .into_iter()
            .map(|moved| {
                let (name, figure, recorded) = (&self.name, &moved.figure, moved.recorded);
                match moved.found {
                    None => format!("{name}: {figure} is not told any more"),
                    Some(found) if moved.better => {
                        format!("{name}: {figure} {recorded} → {found}: better, record it")
                    }
                    Some(found) => format!("{name}: {figure} {recorded} → {found}: WORSE"),
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

/// Extracts a document of the corpus to a file.
fn extract(corpus: &Path, input: &str, folder: &Path, name: &str) -> PathBuf {
    let output = folder.join(name);
    let ran = Command::new(env!("CARGO_BIN_EXE_yosan"))
        .arg("extract")
        .arg(present(corpus.join(input)))
        .arg("-o")
        .arg(&output)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    output
}

/// What a script found: the last line that it prints is JSON.
fn score(name: &str, table: &Table, told: &str) -> Score {
    let last = told.lines().last().unwrap_or_default();
    Score {
        name: name.to_owned(),
        recorded: figures(table),
        found: serde_json::from_str(last).expect(last),
    }
}

/// One document's figures against its gold table.
fn document(corpus: &Path, table: &Table, folder: &Path) -> Score {
    let input = text(table, "input");
    let gold = present(corpus.join(text(table, "gold")));
    let output = extract(corpus, input, folder, "out.json");
    let told = python(&present(corpus.join("score.py")), &[&output, &gold]);
    score(input, table, &told)
}

/// One document's figures by a script of ours, which takes a second file of the corpus.
fn script(corpus: &Path, table: &Table, folder: &Path) -> Score {
    let input = text(table, "input");
    let with = present(corpus.join(text(table, "with")));
    let output = extract(corpus, input, folder, "out.json");
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scripts")
        .join(text(table, "script"));
    score(input, table, &python(&script, &[&output, &with]))
}

/// Whether two documents of one content agree.
fn agree(corpus: &Path, table: &Table, folder: &Path) -> Score {
    let (input, with) = (text(table, "input"), text(table, "with"));
    let one = extract(corpus, input, folder, "one.json");
    let other = extract(corpus, with, folder, "other.json");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/agree.py");
    score(
        &format!("{input} {with}"),
        table,
        &python(&script, &[&one, &other]),
    )
}

/// Where the numbers of a document stand in its tables: `numbers` in all, `outside` of every cell, `crowded` two in one
/// cell, `askew` outside of the rows and columns that the numbers around them make; and the requests with an amount.
fn cells(corpus: &Path, table: &Table) -> Score {
    let input = text(table, "input");
    let bytes = std::fs::read(present(corpus.join(input))).unwrap();
    let extractor = Extractor::new(Options::new()).unwrap();
    let document = extractor.read(input, bytes.clone()).unwrap();
    let mut found = Figures::new();
    let mut count = |name: &str, more: usize| {
        *found.entry(name.to_owned()).or_default() += i64::try_from(more).unwrap();
    };
    for name in ["numbers", "outside", "crowded", "askew"] {
        count(name, 0);
    }
    for page in yosan::layout::pages(&document) {
        let is_number = |line: &yosan::layout::Line| {
            let text = line.span.slice(&page.text);
            text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || c == ',')
        };
        let all = page.lines.iter().filter(|line| is_number(line)).count();
        let mut inside = 0;
        for table in &page.tables {
            // By column: the right edges of its numbers; by row: their middles.
            let mut edges: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
            let mut middles: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
            for cell in &table.cells {
                let numbers: Vec<_> = page.lines[cell.lines.clone()]
                    .iter()
                    .filter(|line| is_number(line))
                    .collect();
                inside += numbers.len();
                count("crowded", numbers.len().saturating_sub(1));
                for line in numbers {
                    let bbox = page.place(line.span).bbox.unwrap();
                    edges.entry(cell.columns.start).or_default().push(bbox.x1);
                    middles.entry(cell.rows.start).or_default().push(bbox.center().y);
                }
            }
            for (places, slack) in edges
                .into_values()
                .map(|x| (x, 4.0))
                .chain(middles.into_values().map(|y| (y, 2.0)))
            {
                let mut sorted = places.clone();
                sorted.sort_by(f32::total_cmp);
                let median = sorted[sorted.len() / 2];
                count(
                    "askew",
                    places
                        .iter()
                        .filter(|place| (*place - median).abs() > slack)
                        .count(),
                );
            }
        }
        count("numbers", inside);
        count("outside", all - inside);
    }
    let extraction = extractor.extract(input, bytes).unwrap();
    let requests = extraction
        .requests
        .iter()
        .filter(|request| request.amount.is_some());
    count("requests", requests.count());
    Score {
        name: input.to_owned(),
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
    let more = |key: &str| -> Vec<Table> {
        let tables = floors.get(key).and_then(toml::Value::as_array);
        tables
            .into_iter()
            .flatten()
            .filter_map(|table| table.as_table().cloned())
            .collect()
    };
    scores.extend(
        more("script")
            .iter()
            .map(|table| script(&corpus, table, folder.path())),
    );
    scores.extend(
        more("agree")
            .iter()
            .map(|table| agree(&corpus, table, folder.path())),
    );
    scores.extend(more("cells").iter().map(|table| cells(&corpus, table)));
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

//! Two years held against each other, on documents, on results and on folders of results; and, where the corpus is at hand,
//! against what its answers say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, Run, run, yosan};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/years")
        .join(name)
}

fn diff<A: AsRef<OsStr>>(arguments: &[A]) -> Run {
    yosan().arg("diff").args(arguments).output().unwrap().into()
}

fn compared(old: &Path, new: &Path) -> Value {
    let run = diff(&[
        old.as_os_str(),
        new.as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
    ]);
    run.ended(0, &[]);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Each change as `kind old+old > new+new`, but for what was kept.
fn changes(comparison: &Value) -> Vec<String> {
    let names = |side: &Value| {
        let items = side.as_array().unwrap().iter();
        items
            .map(|item| item["program"].as_str().unwrap())
            .collect::<Vec<_>>()
            .join("+")
    };
    let all = comparison["changes"].as_array().unwrap().iter();
    all.map(|change| {
        format!(
            "{} {} > {}",
            change["kind"].as_str().unwrap(),
            names(&change["old"]),
            names(&change["new"])
        )
    })
    .filter(|told| !told.starts_with("kept"))
    .collect()
}

const EXPECTED: [&str; 6] = [
    "renamed 地域がん診療連携推進事業 > 地域がん診療連携体制推進事業",
    "merged 感染症危機管理体制整備事業+新興感染症監視強化事業 > 感染症危機管理・監視強化事業",
    "split 医療機器実用化促進事業 > 医療機器開発促進事業+医療機器海外展開促進事業",
    "moved 行政手続オンライン化推進事業 > 行政手続オンライン化推進事業",
    "gone 統計高度利用促進事業 > ",
    "new  > 人工知能安全性評価事業",
];

#[test]
fn every_kind_of_change_is_told_with_its_reason() {
    let comparison = compared(&fixture("request-2026.txt"), &fixture("request-2027.txt"));
    assert_eq!(changes(&comparison), EXPECTED);
    let of_kind = |kind: &str| {
        let mut all = comparison["changes"].as_array().unwrap().iter();
        all.find(|change| change["kind"] == kind).unwrap()
    };
    assert_eq!(of_kind("merged")["old_yen"], 4_500_000_000_i64);
    assert_eq!(of_kind("merged")["reasons"][0], "the figures of the parts add up");
    assert_eq!(of_kind("split")["new_yen"], 7_000_000_000_i64);
    assert_eq!(
        of_kind("renamed")["reasons"][3],
        "the printed 前年度 is the old figure"
    );
    let recast = comparison["recast"].as_array().unwrap();
    assert_eq!(
        recast.len(),
        1,
        "健康情報連携基盤構築事業 alone was printed otherwise"
    );
    assert_eq!(recast[0]["difference_yen"], -200_000_000_i64);
    let schema: Value = serde_json::from_str(&yosan::output::comparison::schema()).unwrap();
    assert!(jsonschema::is_valid(&schema, &comparison));
}

#[test]
fn the_committed_schema_is_the_one_of_the_structs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/yosan-diff-v1.schema.json");
    let committed = fs::read_to_string(path).unwrap();
    assert!(
        committed == yosan::output::comparison::schema(),
        "run `cargo run -- schema diff > schema/yosan-diff-v1.schema.json`"
    );
}

#[test]
fn documents_results_and_folders_are_compared_alike() {
    let folder = Folder::new();
    let expected = compared(&fixture("request-2026.txt"), &fixture("request-2027.txt"));
    let mut results = Vec::new();
    for year in ["2026", "2027"] {
        let (input, output) = (
            fixture(&format!("request-{year}.txt")),
            folder.path(&format!("{year}.json")),
        );
        run(&[
            "extract".as_ref(),
            input.as_os_str(),
            "-o".as_ref(),
            output.as_os_str(),
        ])
        .ended(0, &[]);
        let out = folder.path(&format!("batch-{year}"));
        run(&[
            "batch".as_ref(),
            input.as_os_str(),
            "--out".as_ref(),
            out.as_os_str(),
        ])
        .ended(0, &[]);
        results.push((output, out));
    }
    let from_json = compared(&results[0].0, &results[1].0);
    let from_folders = compared(&results[0].1, &results[1].1);
    assert_eq!(from_json["changes"], expected["changes"]);
    assert_eq!(from_folders["changes"], expected["changes"]);
    let mixed = compared(&fixture("request-2026.txt"), &results[1].1);
    assert_eq!(mixed["changes"], expected["changes"]);
}

#[test]
fn every_form_is_written() {
    let folder = Folder::new();
    let (old, new) = (fixture("request-2026.txt"), fixture("request-2027.txt"));
    for name in [
        "changes.csv",
        "changes.xlsx",
        "changes.html",
        "changes.json",
        "changes.txt",
    ] {
        let out = folder.path(name);
        diff(&[old.as_os_str(), new.as_os_str(), "-o".as_ref(), out.as_os_str()]).ended(0, &[]);
        let first = fs::read(&out).unwrap();
        diff(&[old.as_os_str(), new.as_os_str(), "-o".as_ref(), out.as_os_str()]).ended(0, &[]);
        assert_eq!(fs::read(&out).unwrap(), first, "{name} is the same each time");
    }
    let csv = fs::read_to_string(folder.path("changes.csv")).unwrap();
    assert_eq!(csv.lines().count(), 9, "a head, and a row a change");
    let page = fs::read_to_string(folder.path("changes.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("感染症危機管理・監視強化事業"));
    let table = fs::read_to_string(folder.path("changes.txt")).unwrap();
    assert!(
        table.contains("1 merged")
            && table.contains("was 感染症危機管理体制整備事業 + 新興感染症監視強化事業")
    );
}

#[test]
fn differences_count_as_failure_when_asked_for() {
    let (old, new) = (fixture("request-2026.txt"), fixture("request-2027.txt"));
    diff(&[old.as_os_str(), new.as_os_str(), "--exit-code".as_ref()]).ended(1, &[]);
    diff(&[old.as_os_str(), old.as_os_str(), "--exit-code".as_ref()]).ended(0, &[]);
}

#[test]
fn what_is_no_result_is_refused() {
    let folder = Folder::new();
    let broken = folder.file("a.json", "{\"schema\": \"yosan/v9\"}");
    diff(&[broken.as_os_str(), broken.as_os_str()]).refused(&broken, "yosan/v9");
    let cut = folder.file("b.json", "{\"schema\": \"yosan/v1\", ");
    diff(&[cut.as_os_str(), cut.as_os_str()]).refused(&cut, "line 1");
    fs::create_dir(folder.path("empty")).unwrap();
    let empty = folder.path("empty");
    diff(&[empty.as_os_str(), empty.as_os_str()]).ended(2, &["no .json", "help: "]);
}

/// Rows of a table of answers: name, section and amount in 億円.
fn answers(path: &Path) -> Vec<(String, String, String)> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| head.iter().position(|one| *one == name).unwrap();
    let (kind, project, program, amount) = (
        column("kind"),
        column("project"),
        column("program"),
        column("amount_oku"),
    );
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| row[kind] == "program" || row[kind].is_empty())
        .map(|row| {
            (
                row[program].to_owned(),
                row[project].to_owned(),
                row[amount].to_owned(),
            )
        })
        .collect()
}

/// What was kept, what is new and what is gone, told by name and section, with the amounts of both years.
#[test]
fn the_corpus_decks_are_compared_as_their_answers_say() {
    let Some(corpus) = std::env::var_os("YOSAN_CORPUS").map(PathBuf::from) else {
        println!("YOSAN_CORPUS is not set: the corpus was not asked for");
        return;
    };
    for (old, new) in [("r5-office-1", "r6-office-21"), ("r5s-office-1", "r6s-chrome-42")] {
        let deck = |name: &str, ending: &str| corpus.join("decks").join(format!("{name}.{ending}"));
        let (before, after) = (answers(&deck(old, "gold.tsv")), answers(&deck(new, "gold.tsv")));
        assert!(
            before.len() > 40 && after.len() > 40,
            "{old}: {} answers",
            before.len()
        );
        let mut expected: BTreeMap<String, i32> = BTreeMap::new();
        let fold = |name: &str| yosan::normalize::fold(name).text;
        let mut left: Vec<Option<&(String, String, String)>> = after.iter().map(Some).collect();
        for (name, section, amount) in &before {
            let same = |one: &Option<&(String, String, String)>| {
                one.is_some_and(|one| (&one.0, &one.1) == (name, section))
            };
            let kept = left.iter().position(same).and_then(|index| left[index].take());
            let told = match kept {
                Some((_, _, now)) => format!("kept {} {amount} > {now}", fold(name)),
                None => format!("gone {} {amount} > ", fold(name)),
            };
            *expected.entry(told).or_default() += 1;
        }
        for (name, _, amount) in left.into_iter().flatten() {
            *expected
                .entry(format!("new {}  > {amount}", fold(name)))
                .or_default() += 1;
        }
        let comparison = compared(&deck(old, "pdf"), &deck(new, "pdf"));
        let mut found: BTreeMap<String, i32> = BTreeMap::new();
        let oku = |yen: &Value| {
            yen.as_i64()
                .map(|yen| (yen as f64 / 1e8).to_string())
                .unwrap_or_default()
        };
        for change in comparison["changes"].as_array().unwrap() {
            let kind = change["kind"].as_str().unwrap();
            let side = if kind == "gone" { "old" } else { "new" };
            let name = change[side][0]["program"].as_str().unwrap();
            let amount = |side: &str| {
                let program = &change[side][0];
                let own = oku(&program["yen"]);
                if own.is_empty() {
                    oku(&program["within_yen"])
                } else {
                    own
                }
            };
            let told = format!("{kind} {name} {} > {}", amount("old"), amount("new"));
            *found.entry(told).or_default() += 1;
        }
        for (told, count) in &expected {
            assert_eq!(found.get(told), Some(count), "{old} → {new}: {told}");
        }
        let rest: Vec<&String> = found
            .keys()
            .filter(|told| !expected.contains_key(*told))
            .collect();
        assert!(rest.is_empty(), "{old} → {new}: {rest:?}");
    }
}

//! What comes from outside of a document: a list of programs, and corrections.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, Run, run, yosan};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const TEXT: &str = "令和５年度 概算要求の概要\n● 創薬基盤推進研究事業 22億円\n● 医療機器開発推進事業（経） 48億円\n\
                    ● 感染症対策強化事業（厚） 9億円\n● 次世代研究基盤整備事業 5億円\n";

const LIST: &str = "府省庁,部局,事業名,令和5年度要求額_百万円,令和4年度当初予算_百万円\n\
                    厚生労働省,医政局,創薬基盤推進研究事業,2203.0,2000\n\
                    文部科学省,研究振興局,医療機器開発推進事業,4800,4700\n\
                    厚生労働省,健康局,感染症対策強化事業,1250,900\n\
                    文部科学省,研究振興局,次世代研究基盤整備事業,700,1\n\
                    経済産業省,商務情報政策局,次世代研究基盤整備事業,500,1\n";

fn extract<A: AsRef<OsStr>>(input: &Path, options: &[A]) -> Value {
    let run: Run = yosan()
        .arg("extract")
        .arg(input)
        .args(options)
        .args(["--format", "json"])
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn request<'a>(document: &'a Value, program: &str) -> &'a Value {
    let mut all = document["requests"].as_array().unwrap().iter();
    all.find(|request| request["program"] == program)
        .unwrap_or_else(|| panic!("no {program}"))
}

/// The verdict of the check of a kind that is of this program.
fn verdict<'a>(document: &'a Value, kind: &str, program: &str) -> &'a str {
    let id = &request(document, program)["id"];
    let mut checks = document["checks"].as_array().unwrap().iter();
    checks
        .find(|check| check["kind"] == kind && check["of"] == *id)
        .unwrap()["verdict"]
        .as_str()
        .unwrap()
}

fn codes(document: &Value) -> Vec<&str> {
    let findings = document["diagnostics"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_list_fills_what_the_page_does_not_tell_and_overrides_nothing() {
    let folder = Folder::new();
    let (input, list) = (folder.file("a.txt", TEXT), folder.file("list.csv", LIST));
    let document = extract(&input, &["--registry".as_ref(), list.as_os_str()]);
    let ministry = |program: &str| {
        let one = &request(&document, program)["ministries"][0];
        format!(
            "{} {}",
            one["code"].as_str().unwrap_or("-"),
            one["evidence"].as_str().unwrap_or("-")
        )
    };
    assert_eq!(ministry("創薬基盤推進研究事業"), "mhlw registry");
    assert_eq!(
        ministry("医療機器開発推進事業"),
        "meti tag",
        "the page says otherwise and is believed"
    );
    assert_eq!(
        ministry("次世代研究基盤整備事業"),
        "meti registry",
        "two have the name, one has the amount"
    );
    assert_eq!(codes(&document), ["registry-disagrees"]);
    assert_eq!(verdict(&document, "registry", "創薬基盤推進研究事業"), "holds");
    assert_eq!(verdict(&document, "registry", "感染症対策強化事業"), "off");
    let schema: Value = serde_json::from_str(&yosan::output::json::schema()).unwrap();
    assert!(jsonschema::is_valid(&schema, &document));
}

#[test]
fn a_list_of_other_years_says_nothing() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT.replace("令和５年度", "令和９年度"));
    let list = folder.file("list.csv", LIST);
    let document = extract(&input, &["--registry".as_ref(), list.as_os_str()]);
    assert_eq!(
        request(&document, "創薬基盤推進研究事業")["ministries"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert!(
        document["checks"]
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["kind"] != "registry")
    );
}

#[test]
fn results_of_another_document_are_a_list() {
    let folder = Folder::new();
    let told = folder.file(
        "told.txt",
        TEXT.replace("創薬基盤推進研究事業", "創薬基盤推進研究事業（厚）"),
    );
    let input = folder.file("a.txt", TEXT);
    for name in ["list.csv", "list.json", "list.jsonl"] {
        let list = folder.path(name);
        run(&[
            "extract".as_ref(),
            told.as_os_str(),
            "-o".as_ref(),
            list.as_os_str(),
        ])
        .ended(0, &[]);
        let document = extract(&input, &["--registry".as_ref(), list.as_os_str()]);
        let ministries = &request(&document, "創薬基盤推進研究事業")["ministries"];
        assert_eq!(ministries[0]["evidence"], "registry", "{name}");
        assert_eq!(
            verdict(&document, "registry", "創薬基盤推進研究事業"),
            "holds",
            "{name}"
        );
    }
}

#[test]
fn what_is_no_list_is_refused() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT);
    let list = folder.file("list.csv", "a,b\n1,2\n");
    let refused = run(&[
        "extract".as_ref(),
        input.as_os_str(),
        "--registry".as_ref(),
        list.as_os_str(),
    ]);
    refused.ended(3, &["list.csv:1", "事業名", "help: "]);
}

#[test]
fn a_corrected_figure_mends_a_broken_sum_and_what_stood_there_is_kept() {
    let folder = Folder::new();
    let text = "令和５年度 概算要求の概要\n（単位：百万円）\n事業名　要求額\n創薬基盤推進研究事業　1,200\n医療機器開発事業　3,400\n合計　4,900\n";
    let input = folder.file("a.txt", text);
    let before = extract::<&str>(&input, &[]);
    let sum = |document: &Value| document["checks"][0]["verdict"].as_str().unwrap().to_owned();
    assert_eq!(sum(&before), "off");
    let id = request(&before, "創薬基盤推進研究事業")["id"].as_str().unwrap();
    let line = format!(
        "# from the printed copy\n{{\"id\": \"{id}\", \"field\": \"amount\", \"value\": \"1,500百万円\", \"by\": \"Sato\", \"why\": \"the scan is smudged\"}}\n\
         {{\"document\": \"another.txt\", \"program\": \"x\", \"field\": \"counted\", \"value\": false, \"by\": \"Sato\", \"why\": \"-\"}}\n\
         {{\"program\": \"医療機器 開発事業\", \"field\": \"ministries\", \"value\": [\"meti\", \"厚生労働省\"], \"by\": \"Sato\", \"why\": \"told by phone\"}}\n\
         {{\"program\": \"どこにもない事業\", \"field\": \"amount\", \"value\": null, \"by\": \"Sato\", \"why\": \"-\"}}\n"
    );
    let file = folder.file("corrections.jsonl", line);
    let after = extract(&input, &["--corrections".as_ref(), file.as_os_str()]);
    assert_eq!(sum(&after), "holds");
    let corrected = request(&after, "創薬基盤推進研究事業");
    assert_eq!(
        (&corrected["id"], &corrected["amount"]["yen"]),
        (&Value::from(id), &Value::from(1_500_000_000_i64))
    );
    assert_eq!(corrected["link"]["method"], "corrected");
    let kept = &after["corrections"][0];
    assert_eq!(
        (
            kept["of"].as_str().unwrap(),
            kept["original"].as_str().unwrap(),
            kept["by"].as_str().unwrap()
        ),
        (id, "1,200", "Sato")
    );
    let ministries = request(&after, "医療機器開発事業")["ministries"]
        .as_array()
        .unwrap();
    assert!(ministries.len() == 2 && ministries.iter().all(|one| one["evidence"] == "corrected"));
    assert_eq!(after["corrections"].as_array().unwrap().len(), 2);
    let unused: Vec<&Value> = after["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["code"] == "correction-unused")
        .collect();
    assert!(
        unused.len() == 1 && unused[0]["message"].as_str().unwrap().contains("line 5"),
        "{unused:?}"
    );
    let again = extract(&input, &["--corrections".as_ref(), file.as_os_str()]);
    assert_eq!(again, after, "the same file serves the next run");
}

#[test]
fn what_is_no_program_is_taken_away_and_counts_in_no_sum() {
    let folder = Folder::new();
    let text = "令和５年度 概算要求の概要\n（単位：百万円）\n事業名　要求額\n創薬基盤推進研究事業　1,200\n別紙参照の事業　300\n医療機器開発事業　3,400\n合計　4,600\n";
    let input = folder.file("a.txt", text);
    let before = extract::<&str>(&input, &[]);
    assert_eq!(before["checks"][0]["verdict"], "off");
    let id = request(&before, "別紙参照の事業")["id"].as_str().unwrap();
    let line = format!(
        "{{\"id\": \"{id}\", \"field\": \"program\", \"value\": null, \"by\": \"Sato\", \"why\": \"a reference\"}}\n"
    );
    let file = folder.file("corrections.jsonl", line);
    let after = extract(&input, &["--corrections".as_ref(), file.as_os_str()]);
    assert_eq!(after["requests"].as_array().unwrap().len(), 2);
    assert_eq!(after["checks"][0]["verdict"], "holds");
    assert_eq!(after["checks"][0]["parts"].as_array().unwrap().len(), 2);
    assert_eq!(after["corrections"][0]["original"], "別紙参照の事業");
}

#[test]
fn a_line_that_is_no_correction_is_refused_with_its_place() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT);
    let good = "{\"program\": \"a\", \"field\": \"amount\", \"value\": 1, \"by\": \"s\", \"why\": \"w\"}\n";
    for (line, told) in [
        ("{\"program\": \"a\"", "column"),
        ("{\"program\": \"a\", \"feld\": \"amount\"}", "feld"),
        (
            "{\"program\": \"a\", \"field\": \"amount\", \"value\": \"much\", \"by\": \"s\", \"why\": \"w\"}",
            "no amount",
        ),
        (
            "{\"program\": \"a\", \"field\": \"colour\", \"value\": 1, \"by\": \"s\", \"why\": \"w\"}",
            "no field `colour`",
        ),
        (
            "{\"field\": \"amount\", \"value\": 1, \"by\": \"s\", \"why\": \"w\"}",
            "one of `id`, `program` and `total`",
        ),
        (
            "{\"program\": \"a\", \"field\": \"ministries\", \"value\": [\"何省\"], \"by\": \"s\", \"why\": \"w\"}",
            "何省",
        ),
    ] {
        let file = folder.file("c.jsonl", format!("{good}{line}\n"));
        let refused = run(&[
            "extract".as_ref(),
            input.as_os_str(),
            "--corrections".as_ref(),
            file.as_os_str(),
        ]);
        refused.ended(3, &["c.jsonl:2", told, "help: "]);
    }
}

#[test]
fn a_batch_reads_with_the_same_list_and_corrections() {
    let folder = Folder::new();
    let (input, list) = (folder.file("a.txt", TEXT), folder.file("list.csv", LIST));
    let out = folder.path("out");
    run(&[
        "batch".as_ref(),
        input.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
        "--registry".as_ref(),
        list.as_os_str(),
    ])
    .ended(0, &[]);
    let alone = extract(&input, &["--registry".as_ref(), list.as_os_str()]);
    let result: Value =
        serde_json::from_slice(&std::fs::read(out.join("documents/a.txt.json")).unwrap()).unwrap();
    assert_eq!(result, alone);
}

/// The open data of 行政事業レビュー beside the seed: every ministry that the list knows by the program's exact name.
#[test]
fn the_corpus_list_fills_every_ministry_that_it_knows() {
    let Some(corpus) = std::env::var_os("YOSAN_CORPUS").map(PathBuf::from) else {
        println!("YOSAN_CORPUS is not set: the corpus was not asked for");
        return;
    };
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/r5-iryo-gaisan.txt");
    let list = corpus.join("registry/judgit-2022-sheets-r5-request.csv");
    let fold = |name: &str| yosan::normalize::fold(name).text.replace([' ', '・'], "");
    let mut table = csv::Reader::from_path(&list).unwrap();
    let rows = table.records().map(|row| row.unwrap());
    let known: Vec<(String, String)> = rows.map(|row| (fold(&row[2]), row[0].to_owned())).collect();
    let (before, after) = (
        extract::<&str>(&input, &[]),
        extract(&input, &["--registry".as_ref(), list.as_os_str()]),
    );
    let mut filled = 0;
    let pairs = before["requests"]
        .as_array()
        .unwrap()
        .iter()
        .zip(after["requests"].as_array().unwrap());
    for (before, after) in pairs {
        let name = fold(before["program"].as_str().unwrap());
        let listed: Vec<&String> = known
            .iter()
            .filter(|(known, _)| *known == name)
            .map(|(_, ministry)| ministry)
            .collect();
        if !before["ministries"].as_array().unwrap().is_empty() || listed.is_empty() {
            assert_eq!(before["ministries"], after["ministries"], "{name}");
            continue;
        }
        filled += 1;
        assert_eq!(after["ministries"][0]["name"], **listed[0], "{name}");
        assert_eq!(after["ministries"][0]["evidence"], "registry", "{name}");
    }
    assert!(filled > 0);
    let checks: Vec<&Value> = after["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["kind"] == "registry")
        .collect();
    assert!(checks.len() >= 5, "{}", checks.len());
    for check in checks {
        let label = check["label"].as_str().unwrap();
        assert!(
            check["verdict"] == "holds" || label.contains("umbrella") || label.contains("part of"),
            "{check}"
        );
    }
}

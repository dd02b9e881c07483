//! A corpus against recorded results: a change in the lexicon that breaks some documents names exactly these.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, Run, yosan};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

fn regress<A: AsRef<OsStr>>(action: &str, corpus: &Path, options: &[A]) -> Run {
    let output = yosan()
        .args(["regress", action])
        .arg(corpus)
        .args(options)
        .output()
        .unwrap();
    output.into()
}

/// Ten documents; three of them list a program again under a mark that only the overlay knows.
fn corpus(folder: &Folder) -> PathBuf {
    let corpus = folder.path("corpus");
    for number in 0..10 {
        let again = if number % 4 == 1 {
            "● 創薬基盤推進研究事業【試掲】（文） 12億円\n"
        } else {
            ""
        };
        let text = format!(
            "令和５年度 概算要求の概要\n● 創薬基盤推進研究事業（文） 12億円\n● 医療機器開発事業（厚） {number}2億円\n{again}"
        );
        let path = corpus.join(format!("{}/{number}.txt", number % 2));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    corpus
}

/// Documents named at the beginning of a line, and the lines below each.
fn told(run: &Run) -> Vec<(String, Vec<String>)> {
    let mut documents: Vec<(String, Vec<String>)> = Vec::new();
    for line in run.stdout.lines() {
        match line.strip_prefix("  ") {
            Some(difference) => documents.last_mut().unwrap().1.push(difference.to_owned()),
            None => documents.push((line.to_owned(), Vec::new())),
        }
    }
    documents.retain(|(_, differences)| !differences.is_empty());
    documents
}

#[test]
fn a_planted_change_names_exactly_what_it_breaks() {
    let folder = Folder::new();
    let corpus = corpus(&folder);
    let overlay = folder.file("overlay.toml", OVERLAY);
    let with = ["--lexicon".as_ref(), overlay.as_os_str()];
    regress("record", &corpus, &with).ended(0, &[]);
    regress("test", &corpus, &with).ended(0, &[]);
    let run = regress::<&str>("test", &corpus, &[]);
    run.ended(1, &[]);
    let found = told(&run);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1/1.txt", "1/5.txt", "1/9.txt"], "{}", run.stdout);
    for (name, differences) in &found {
        assert!(
            differences
                .iter()
                .any(|one| one.starts_with("lost     program  創薬基盤推進研究事業: ")),
            "{name}: {differences:?}"
        );
        assert!(
            differences.iter().any(|one| one.starts_with("lost     sum  ")),
            "{name}: {differences:?}"
        );
    }
    let review = regress::<&str>("review", &corpus, &[]);
    assert_eq!(told(&review), found);
    regress("review", &corpus, &["--accept", "1/5.txt"]).ended(0, &[]);
    let names: Vec<String> = told(&regress::<&str>("test", &corpus, &[]))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["1/1.txt", "1/9.txt"]);
    regress("test", &corpus, &["--accept"]).ended(0, &[]);
    regress::<&str>("test", &corpus, &[]).ended(0, &[]);
    // The other way round what was lost is gained, and that asks to be recorded too.
    let better = regress("test", &corpus, &with);
    better.ended(1, &[]);
    assert!(better.stdout.contains("gained   sum"), "{}", better.stdout);
}

/// 試掲 is what a ministry might call 再掲 next year.
const OVERLAY: &str = r#"
version = "test"
[[flag]]
code = "trial"
means = "relisted"
words = ["試掲"]
src = "O"
"#;

#[test]
fn a_document_that_cannot_be_read_any_more_is_lost_and_a_new_one_is_gained() {
    let folder = Folder::new();
    let corpus = corpus(&folder);
    regress::<&str>("record", &corpus, &[]).ended(0, &[]);
    fs::write(corpus.join("0/0.txt"), b"PK\x03\x04\x14\0\0\0").unwrap();
    fs::write(corpus.join("0/new.txt"), "● 感染症対策事業（厚） 3億円\n").unwrap();
    fs::remove_file(corpus.join("0/2.txt")).unwrap();
    let run = regress::<&str>("test", &corpus, &[]);
    run.ended(1, &[]);
    let found = told(&run);
    assert_eq!(found.len(), 2, "{}", run.stdout);
    assert!(
        found[0].0 == "0/0.txt" && found[0].1[0].contains("neither text nor PDF"),
        "{found:?}"
    );
    assert!(
        found[1].0 == "0/new.txt" && found[1].1[0].starts_with("gained "),
        "{found:?}"
    );
}

#[test]
fn nothing_recorded_is_told() {
    let folder = Folder::new();
    let corpus = corpus(&folder);
    regress::<&str>("test", &corpus, &[]).ended(2, &["nothing is recorded", "regress record"]);
    regress::<&str>("record", &corpus, &[]).ended(0, &[]);
    regress("review", &corpus, &["--accept", "nobody.txt"]).ended(2, &["nobody.txt", "help: "]);
    let recorded = corpus.join("recorded/documents/0/0.txt.json");
    fs::write(&recorded, "{}").unwrap();
    regress::<&str>("test", &corpus, &[]).ended(3, &["0.txt.json", "help: "]);
}

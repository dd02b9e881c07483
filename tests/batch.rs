//! A batch of documents: killed anywhere it goes on, poisoned documents harm no other, threads change nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, Run, yosan};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A request of its own for each number.
fn document(number: usize) -> String {
    let (first, second) = (12 + number % 70, 20 + number % 9);
    format!(
        "令和５年度 概算要求の概要\n医薬品プロジェクト {}億円\n● 創薬基盤推進研究事業{number}（厚） {first}億円\n\
         ● 生命科学研究推進事業（文） {second}億円\n",
        first + second
    )
}

fn batch(out: &Path, inputs: &Path, options: &[&str]) -> Command {
    let mut command = yosan();
    command
        .arg("batch")
        .arg(inputs)
        .arg("--out")
        .arg(out)
        .args(options);
    command
}

fn done(out: &Path, inputs: &Path, options: &[&str]) -> Run {
    batch(out, inputs, options).output().unwrap().into()
}

/// Every file below a folder with its bytes, but for the journal and hidden files.
fn results(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn gather(folder: &Path, root: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with('.') || name.starts_with("journal") {
                continue;
            }
            if path.is_dir() {
                gather(&path, root, found);
            } else {
                found.insert(
                    path.strip_prefix(root).unwrap().to_owned(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(out, out, &mut found);
    found
}

/// The inputs in the order in which the journal has them.
fn journal(out: &Path) -> Vec<String> {
    let text = fs::read_to_string(out.join("journal.jsonl")).unwrap();
    let input = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        record["input"].as_str().unwrap().to_owned()
    };
    text.lines().map(input).collect()
}

fn summary(out: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap()
}

/// What the summary says of a document: how it ended and why.
fn ended<'a>(summary: &'a serde_json::Value, input: &str) -> (&'a str, &'a str) {
    let documents = summary["by_document"].as_array().unwrap();
    let document = documents
        .iter()
        .find(|document| document["input"] == input)
        .unwrap();
    (
        document["status"].as_str().unwrap(),
        document["cause"].as_str().unwrap_or(""),
    )
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

fn some_documents(folder: &Folder, count: usize) -> PathBuf {
    let inputs = folder.path("requests");
    for number in 0..count {
        let path = inputs.join(format!("ministry-{}/{number}.txt", number % 5));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, document(number)).unwrap();
    }
    inputs
}

#[test]
fn killed_at_fifty_instants_nothing_is_lost_and_nothing_is_done_twice() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 40);
    let begun = Instant::now();
    done(&folder.path("unbroken"), &inputs, &[]).ended(0, &[]);
    let whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let expected = results(&folder.path("unbroken"));
    assert_eq!(expected.len(), 41, "an output a document, and the summary");
    let (mut dice, mut broken_off) = (Dice(0x9E37_79B9_7F4A_7C15), 0);
    for instant in 0..50 {
        let out = folder.path(&format!("killed-{instant}"));
        let mut child = batch(&out, &inputs, &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(dice.roll() % whole));
        child.kill().unwrap();
        child.wait().unwrap();
        broken_off += usize::from(!out.join("summary.json").exists());
        let before = if out.join("journal.jsonl").exists() {
            journal(&out)
        } else {
            Vec::new()
        };
        let run = done(&out, &inputs, &[]);
        run.ended(0, &[]);
        assert_eq!(results(&out), expected, "killed for the {instant}th time");
        let all = journal(&out);
        assert!(all.len() >= before.len() && all.iter().collect::<BTreeSet<_>>().len() == 40);
        assert_eq!(all.len(), 40, "each document is done once");
        fs::remove_dir_all(&out).unwrap();
    }
    assert!(
        broken_off > 25,
        "most runs were broken off before their end: {broken_off} of 50"
    );
}

#[test]
fn poisoned_documents_are_named_and_harm_no_other() {
    let folder = Folder::new();
    let clean = some_documents(&folder, 180);
    done(&folder.path("clean"), &clean, &[]).ended(0, &[]);
    let pdf = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf");
    let poison = clean.join("poison");
    fs::create_dir(&poison).unwrap();
    let encrypted = fs::read(pdf.join("password/aes-256.pdf")).unwrap();
    let slow = document(1).repeat(60_000);
    let mut expected: Vec<(String, &str, &str)> = Vec::new();
    let mut put = |name: &str, bytes: &[u8], status: &'static str, cause: &'static str| {
        fs::write(poison.join(name), bytes).unwrap();
        expected.push((format!("poison/{name}"), status, cause));
    };
    for number in 0..4 {
        put(
            &format!("damaged-{number}.pdf"),
            &[b"%PDF-1.7\n".as_slice(), &[7; 900]].concat(),
            "failed",
            "damaged",
        );
        put(
            &format!("encrypted-{number}.pdf"),
            &encrypted,
            "failed",
            "password",
        );
        put(
            &format!("archive-{number}.pdf"),
            b"PK\x03\x04\x14\0\0\0\x08\0",
            "failed",
            "not-a-document",
        );
        put(
            &format!("letter-{number}.txt"),
            "拝啓 時下ますますご清栄のこととお慶び申し上げます。\n".as_bytes(),
            "empty",
            "not-a-budget-request",
        );
    }
    put("nothing.txt", b"", "empty", "empty-document");
    put("endless-0.txt", slow.as_bytes(), "failed", "timeout");
    put("endless-1.txt", slow.as_bytes(), "failed", "timeout");
    put("huge.txt", b"", "failed", "too-large");
    fs::File::options()
        .write(true)
        .open(poison.join("huge.txt"))
        .unwrap()
        .set_len(40_000_000)
        .unwrap();
    assert_eq!(expected.len(), 20);
    let out = folder.path("poisoned");
    let run = done(&out, &clean, &["--timeout", "1", "--max-bytes", "30MB"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let (found, summary) = (results(&out), summary(&out));
    for (path, bytes) in results(&folder.path("clean")) {
        if path.starts_with("documents") {
            assert_eq!(found.get(&path), Some(&bytes), "{}", path.display());
        }
    }
    for (input, status, cause) in &expected {
        assert_eq!(ended(&summary, input), (*status, *cause), "{input}");
        assert!(run.stdout.contains(input.as_str()), "{input} is named at the end");
        let set_aside = found.contains_key(Path::new(&format!("quarantine/{input}.json")));
        assert_eq!(set_aside, *status == "failed", "{input}");
    }
    assert_eq!(summary["failed"], 15);
    assert_eq!(summary["documents"], 200);
}

#[test]
fn a_document_that_wants_too_much_memory_is_set_aside() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 3);
    fs::write(inputs.join("large.txt"), document(1).repeat(60_000)).unwrap();
    let out = folder.path("out");
    done(&out, &inputs, &["--memory-limit", "120MB"]).ended(1, &[]);
    let summary = summary(&out);
    assert_eq!(ended(&summary, "large.txt"), ("failed", "memory"));
    assert_eq!(summary["done"], 3);
}

#[test]
fn threads_and_processes_change_nothing() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 30);
    let mut all = Vec::new();
    for (name, options) in [
        ("1", &["--jobs", "1"][..]),
        ("4", &["--jobs", "4"]),
        ("in", &["--jobs", "3", "--in-process"]),
    ] {
        let out = folder.path(name);
        done(&out, &inputs, options).ended(0, &[]);
        all.push(results(&out));
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn what_is_unchanged_is_not_read_again() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 6);
    let out = folder.path("out");
    done(&out, &inputs, &[]).ended(0, &[]);
    fs::write(inputs.join("ministry-0/0.txt"), document(99)).unwrap();
    fs::remove_file(out.join("documents/ministry-1/1.txt.json")).unwrap();
    let run = done(&out, &inputs, &[]);
    run.ended(0, &[]);
    assert!(run.stdout.contains("4 unchanged"), "{}", run.stdout);
    assert_eq!(
        journal(&out).len(),
        8,
        "one that changed, and one whose output is gone"
    );
    let text = fs::read_to_string(out.join("documents/ministry-0/0.txt.json")).unwrap();
    assert!(text.contains("創薬基盤推進研究事業99"));
    let other = done(&out, &inputs, &["--encoding", "utf-8"]);
    assert!(
        other.stdout.contains(" 0 unchanged"),
        "other options: {}",
        other.stdout
    );
}

#[test]
fn failures_are_tried_again_when_asked_for() {
    let folder = Folder::new();
    let inputs = folder.path("in");
    fs::create_dir(&inputs).unwrap();
    let path = inputs.join("a.txt");
    fs::write(&path, document(1).repeat(15_000)).unwrap();
    let out = folder.path("out");
    done(&out, &inputs, &["--timeout", "0.05"]).ended(1, &[]);
    assert!(out.join("quarantine/a.txt.json").exists());
    let again = done(&out, &inputs, &[]);
    assert!(again.stdout.contains("1 failed; 1 unchanged"), "{}", again.stdout);
    done(&out, &inputs, &["--retry-failed"]).ended(0, &[]);
    assert!(out.join("documents/a.txt.json").exists() && !out.join("quarantine/a.txt.json").exists());
}

#[test]
fn shards_share_the_documents_out() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 20);
    let out = folder.path("out");
    for shard in ["1/3", "2/3", "3/3"] {
        done(&out, &inputs, &["--shard", shard]).ended(0, &[]);
    }
    let outputs = results(&out);
    let documents = outputs
        .keys()
        .filter(|path| path.starts_with("documents"))
        .count();
    assert_eq!(documents, 20);
    let parts =
        (1..=3).map(|shard| fs::read_to_string(out.join(format!("journal.{shard}-of-3.jsonl"))).unwrap());
    assert_eq!(parts.map(|text| text.lines().count()).sum::<usize>(), 20);
}

#[test]
fn wrong_usage_is_told_with_what_to_do() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 2);
    let out = folder.path("out");
    done(&out, &inputs, &["--shard", "4/3"]).ended(2, &["no part 4 of 3"]);
    done(&out, &folder.path("none"), &[]).ended(3, &["none", "help: "]);
    fs::create_dir(folder.path("empty")).unwrap();
    done(&out, &folder.path("empty"), &[]).ended(2, &["no document", "help: "]);
    let two: Run = batch(&out, &inputs, &[]).arg(&inputs).output().unwrap().into();
    two.ended(0, &[]);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 1);
    fs::write(inputs.join("long.txt"), document(1).repeat(15_000)).unwrap();
    let out = folder.path("out");
    let mut first = batch(&out, &inputs, &[])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !out.join("journal.jsonl").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let second = done(&out, &inputs, &[]);
    if first.try_wait().unwrap().is_none() {
        second.ended(2, &["another run", "help: "]);
    }
    assert!(first.wait().unwrap().success());
}

#[test]
#[cfg(unix)]
fn an_interrupt_lets_what_is_being_read_come_to_its_end() {
    let folder = Folder::new();
    let inputs = some_documents(&folder, 300);
    let out = folder.path("out");
    let child = batch(&out, &inputs, &["--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !out.join("journal.jsonl").exists() || fs::metadata(out.join("journal.jsonl")).unwrap().len() == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    let run: Run = child.wait_with_output().unwrap().into();
    run.ended(1, &["documents are left"]);
    done(&out, &inputs, &[]).ended(0, &[]);
    assert_eq!(journal(&out).iter().collect::<BTreeSet<_>>().len(), 300);
    assert_eq!(journal(&out).len(), 300);
}

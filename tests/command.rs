//! The command line: where results go, what the exit codes are, that no half file is ever left.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod run;

use run::{Folder, Run, run, run_with_stdin, yosan};
use std::path::Path;

const TEXT: &str = "令和５年度 概算要求の概要\n● 創薬基盤推進研究事業（厚） 22億円\n";

fn extract(options: &[&str], paths: &[&Path]) -> Run {
    yosan()
        .arg("extract")
        .args(options)
        .args(paths)
        .output()
        .unwrap()
        .into()
}

/// The names in a folder, sorted.
fn names(folder: &Folder) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn one_document_into_a_pipe_is_json() {
    let folder = Folder::new();
    let run = extract(&[], &[&folder.file("a.txt", TEXT)]);
    run.ended(0, &[]);
    let document = yosan::output::json::read(run.stdout.as_bytes()).unwrap();
    assert_eq!(document.source.name, "a.txt");
    assert!(run.stdout.ends_with("}\n"));
}

#[test]
fn several_documents_are_a_line_each() {
    let folder = Folder::new();
    let (a, b) = (folder.file("a.txt", TEXT), folder.file("b.txt", TEXT));
    let run = extract(&[], &[&a, &b]);
    run.ended(0, &[]);
    let names: Vec<String> = run
        .stdout
        .lines()
        .map(|line| {
            yosan::output::json::read(line.as_bytes())
                .unwrap()
                .source
                .name
                .into_owned()
        })
        .collect();
    assert_eq!(names, ["a.txt", "b.txt"]);
    extract(&["--format", "json"], &[&a, &b]).ended(2, &["--format jsonl", "-o FOLDER"]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::new();
    let path = folder.file("a.txt", TEXT.repeat(20));
    assert_eq!(extract(&[], &[&path]).stdout, extract(&[], &[&path]).stdout);
}

#[test]
fn a_file_is_written_and_nothing_else() {
    let folder = Folder::new();
    let (input, output) = (folder.file("a.txt", TEXT), folder.path("a.json"));
    let run = extract(&["-o", output.to_str().unwrap()], &[&input]);
    run.ended(0, &[]);
    assert_eq!(
        (run.stdout.as_str(), names(&folder)),
        ("", vec!["a.json".into(), "a.txt".into()])
    );
    assert_eq!(
        std::fs::read_to_string(&output).unwrap(),
        extract(&[], &[&input]).stdout
    );
}

#[test]
fn a_name_in_jsonl_takes_several_documents() {
    let folder = Folder::new();
    let (a, b) = (folder.file("a.txt", TEXT), folder.file("b.txt", TEXT));
    let output = folder.path("all.jsonl");
    extract(&["-o", output.to_str().unwrap()], &[&a, &b]).ended(0, &[]);
    assert_eq!(std::fs::read_to_string(&output).unwrap().lines().count(), 2);
}

#[test]
fn a_folder_takes_a_file_each() {
    let folder = Folder::new();
    let (a, b) = (folder.file("a.txt", TEXT), folder.file("a.pdf.txt", TEXT));
    let results = folder.path("results");
    let option = results.to_str().unwrap().to_owned();
    extract(&["-o", &option], &[&a, &b]).ended(0, &[]);
    assert!(results.join("a.txt.json").is_file() && results.join("a.pdf.txt.json").is_file());
    let other = Folder::new();
    let twin = other.file("a.txt", TEXT);
    extract(&["-o", &option], &[&a, &twin]).ended(2, &["two inputs", "a.txt.json"]);
}

#[test]
fn an_input_that_cannot_be_read_does_not_stop_the_others() {
    let folder = Folder::new();
    let (a, missing, b) = (
        folder.file("a.txt", TEXT),
        folder.path("missing"),
        folder.file("b.txt", TEXT),
    );
    let run = extract(&[], &[&a, &missing, &b]);
    run.ended(3, &["missing: there is no such file"]);
    assert_eq!(run.stdout.lines().count(), 2);
}

#[test]
fn no_file_looks_like_a_result_when_the_input_could_not_be_read() {
    let folder = Folder::new();
    let (missing, output) = (folder.path("missing"), folder.path("out.json"));
    extract(&["-o", output.to_str().unwrap()], &[&missing]).ended(3, &[]);
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn an_output_that_cannot_be_written() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT);
    let output = folder.path("no/such/folder/out.json");
    extract(&["-o", output.to_str().unwrap()], &[&input]).ended(4, &["out.json", "help: "]);
    let below_a_file = input.join("out.json");
    extract(&["-o", below_a_file.to_str().unwrap()], &[&input]).ended(4, &["out.json"]);
    extract(&["-o", input.to_str().unwrap()], &[&input]).ended(2, &["would replace the input"]);
    assert_eq!(std::fs::read_to_string(&input).unwrap(), TEXT);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = yosan().arg("extract").arg(&input).stdout(full).output().unwrap();
    Run::from(output).ended(4, &["standard output", "space"]);
    extract(&["-o", "/dev/full"], &[&input]).ended(4, &["/dev/full"]);
}

#[test]
fn wrong_usage() {
    run(&["extract"]).ended(2, &["INPUT", "Usage"]);
    run(&["sum"]).ended(2, &["sum"]);
    run(&["extract", "-", "-"]).ended(2, &["more than once"]);
    run(&["extract", "a.txt", "--max-bytes", "many"]).ended(2, &["256MB"]);
    run_with_stdin(&["extract", "-", "--encoding", "utf-9"], b"").ended(2, &["utf-9", "shift_jis"]);
    run(&["man", "sing"]).ended(2, &["sing"]);
}

#[test]
fn amounts_in_lines_of_text() {
    let run = run_with_stdin(&["amounts"], "総額 約10〜20億円\n\n△５億円 と ５人\n".as_bytes());
    run.ended(0, &[]);
    let expected = "1\t1000000000..2000000000\t約10〜20億円\tabout,range\n3\t-500000000\t△５億円\n";
    assert_eq!(run.stdout, expected);
    let run = run_with_stdin(&["amounts", "--unit", "千円"], "1,234\n".as_bytes());
    assert_eq!(run.stdout, "1\t1234000\t1,234\n");
    let run = run_with_stdin(&["amounts", "--numerals"], "三百二十人".as_bytes());
    assert_eq!(run.stdout, "1\t320\t三百二十\n");
    run_with_stdin(&["amounts", "--unit", "人"], b"").ended(2, &["百万円"]);
}

#[test]
fn amounts_as_json_are_an_answer_a_line() {
    let asked = "\"22億円\"\n\"\\ud800 5億円\"\nno json\n\"\"\n";
    let run = run_with_stdin(&["amounts", "--jsonl"], asked.as_bytes());
    run.ended(3, &["-:3: "]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("[{\"yen\":2200000000,"), "{}", lines[0]);
    assert!(lines[1].contains("\"span\":[4,11]"), "{}", lines[1]);
    assert_eq!(lines[2..], ["[]", "[]"]);
}

#[test]
fn words_in_force_and_words_on_top() {
    let folder = Folder::new();
    let good = folder.file("r9.toml", "[[ministry]]\ncode = \"bosai\"\nname = \"防災省\"\n");
    let listing = Run::from(
        yosan()
            .args(["lexicon", "--lexicon"])
            .arg(&good)
            .output()
            .unwrap(),
    );
    listing.ended(0, &[]);
    assert!(
        listing
            .stdout
            .lines()
            .any(|line| line.contains("防災省") && line.contains("r9.toml"))
    );
    let bad = folder.file("bad.toml", "\n[[ministry]]\nnam = \"防災省\"\n");
    let refused = Run::from(
        yosan()
            .args(["extract", "--lexicon"])
            .args([&bad, &good])
            .output()
            .unwrap(),
    );
    refused.ended(3, &["bad.toml:3:1: ", "nam", "help: "]);
    run(&["lexicon", "--lexicon", "no.toml"]).ended(3, &["no.toml: there is no such file"]);
}

#[test]
fn strictness_is_about_findings() {
    let folder = Folder::new();
    let odd = folder.file("odd.txt", format!("{TEXT}\0"));
    extract(&[], &[&odd]).ended(0, &["control-characters"]);
    let run = extract(&["--strict"], &[&odd]);
    run.ended(1, &[]);
    assert!(
        run.stdout.contains("\"schema\""),
        "the result is written all the same"
    );
}

#[test]
fn a_table_fits_its_page_and_has_no_colour_in_a_pipe() {
    let folder = Folder::new();
    let input = folder.file("a.txt", TEXT);
    let mut command = yosan();
    command
        .args(["extract", "--format", "table"])
        .arg(&input)
        .env("COLUMNS", "60");
    let run = Run::from(command.output().unwrap());
    run.ended(0, &[]);
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn help_version_and_the_rest_of_the_papers() {
    let help = run(&["--help"]);
    help.ended(0, &[]);
    for word in ["extract", "check", "text", "Examples:", "Exit codes:"] {
        assert!(help.stdout.contains(word), "{word}");
    }
    for command in [
        "extract",
        "check",
        "amounts",
        "text",
        "lexicon",
        "completions",
        "man",
    ] {
        assert!(
            run(&[command, "--help"]).stdout.contains("Example"),
            "{command} has no example"
        );
    }
    assert_eq!(
        run(&["--version"]).stdout,
        format!("yosan {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert!(run(&["completions", "bash"]).stdout.contains("_yosan()"));
    assert!(run(&["man"]).stdout.contains(".TH yosan 1"));
    assert!(run(&["man", "extract"]).stdout.contains("max\\-bytes"));
    assert!(run(&["schema"]).stdout.contains("\"yosan/v1\""));
}

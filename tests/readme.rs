//! What the papers show is what happens: the runs in README.md and in `tests/cmd/` are executed and compared.
//! `TRYCMD=overwrite cargo test --test readme` writes the outputs anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn runs_shown_are_runs_made() {
    let cases = trycmd::TestCases::new();
    cases
        .env("COLUMNS", "100")
        .case("README.md")
        .case("tests/cmd/*.trycmd");
}

/// The commands for a fresh machine: the first `sh` block.
fn fresh_machine(readme: &str) -> Vec<&str> {
    readme
        .lines()
        .skip_while(|line| *line != "```sh")
        .skip(1)
        .take_while(|line| *line != "```")
        .collect()
}

#[test]
fn the_main_job_is_one_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let commands = fresh_machine(&readme);
    assert_eq!(commands.len(), 2, "{commands:?}");
    assert_eq!(commands[1], "cargo test");
    let arguments = commands[0]
        .strip_prefix("cargo run --release -- ")
        .expect(commands[0]);
    let output = Command::new(env!("CARGO_BIN_EXE_yosan"))
        .args(arguments.split_whitespace())
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        readme.contains(&format!("$ yosan {arguments}\n")),
        "the README shows what the command prints"
    );
}

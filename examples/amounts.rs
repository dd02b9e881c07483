//! `yosan amounts` until the command is there.
#![allow(clippy::print_stdout, clippy::print_stderr)]
use std::io::{BufRead, Write};
use yosan::grammar::Unit;
use yosan::output::amounts::{Question, answer_jsonl};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let unit = args
        .iter()
        .position(|arg| arg == "--unit")
        .and_then(|at| Unit::parse(args.get(at + 1)?));
    let question = if args.iter().any(|arg| arg == "--numerals") {
        Question::Numerals
    } else {
        Question::Amounts(unit)
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let got = answer_jsonl(&line, question);
        if let Some(problem) = got.problem {
            eprintln!("{problem}");
        }
        let _ = writeln!(out, "{}", got.json);
    }
}

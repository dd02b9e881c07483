//! The command line: arguments in, results to standard output or a file, everything else to standard error, and an exit
//! code. One file a command.

mod amounts;
mod batch;
mod chart;
mod check;
mod completions;
mod diff;
mod ending;
mod extract;
mod formats;
mod inputs;
mod lexicon;
mod man;
mod progress;
mod regress;
mod report;
mod results;
mod review;
mod schema;
mod sink;
mod text;
mod worker;

use clap::{Parser, Subcommand};
use ending::{Ending, Failure};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  yosan extract request.pdf                     a table of every program, at a terminal
  yosan extract request.pdf -o request.json     the same as JSON, schema yosan/v1
  yosan check request.txt                       every sum that the document states, held against its parts
  yosan batch requests/ --out results           a folder of documents, to be gone on with where it stopped
  yosan diff r5.pdf r6.pdf                      what became of each program from one year to the next
  yosan review request.pdf -o review.html       every value beside the place where it stands, in the browser
  yosan amounts < lines.txt                     the amounts in lines of text
  yosan text request.pdf                        the text as it was understood, page by page

Exit codes: 0 done; 1 done, with findings that were asked to count as failure; 2 wrong usage; 3 an input could not be
read; 4 an output could not be written.";

/// Reads Japanese government budget requests (概算要求) as text or PDF: every program with its amount, its ministry and
/// the place where each was read, and an audit of every sum that the document states.
#[derive(Debug, Parser)]
#[command(name = "yosan", version, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Extract),
    Check(check::Check),
    Batch(batch::Batch),
    Diff(diff::Diff),
    Review(review::Review),
    Chart(chart::Chart),
    Regress(regress::Regress),
    Amounts(amounts::Amounts),
    Text(text::Text),
    Schema(schema::Schema),
    Lexicon(lexicon::Lexicon),
    Completions(completions::Completions),
    Man(man::Man),
    #[command(hide = true)]
    BatchWorker(worker::BatchWorker),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let ending = match Cli::try_parse() {
        Ok(cli) => finish(cli.command.run()),
        Err(told) => {
            // Help and version go to standard output, faults to standard error; a closed pipe is nobody's fault.
            let _ = told.print();
            if told.use_stderr() {
                Ending::Usage
            } else {
                Ending::Done
            }
        }
    };
    ending.code()
}

impl Command {
    fn run(self) -> Result<Ending, Failure> {
        match self {
            Self::Extract(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Batch(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Review(command) => command.run(),
            Self::Chart(command) => command.run(),
            Self::Regress(command) => command.run(),
            Self::Amounts(command) => command.run(),
            Self::Text(command) => command.run(),
            Self::Lexicon(command) => command.run(),
            Self::Schema(command) => command.run(),
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
            Self::BatchWorker(command) => command.run(),
        }
    }
}

fn finish(result: Result<Ending, Failure>) -> Ending {
    result.unwrap_or_else(|failure| {
        report::failure(&failure);
        failure.ending()
    })
}

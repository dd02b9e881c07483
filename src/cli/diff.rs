use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading};
use super::results::{self, Found};
use super::{formats, report, sink};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use yosan::diff::{self, Item};
use yosan::output::comparison::{Form, Report, items};
use yosan::output::whole::Whole;
use yosan::pipeline::Extractor;

const EXAMPLES: &str = "\
Examples:
  yosan diff r5.pdf r6.pdf                       two documents
  yosan diff r5.json r6.json -o changes.html     two results, as a page with a picture
  yosan diff results-2025 results-2026 -o changes.xlsx
                                                 two folders of a batch";

/// Compare two years: what was kept, renamed, merged, split, moved to another ministry, what is new and what is gone
///
/// Each side is a document, a JSON result, or a folder of results as `yosan batch` writes them. Programs are matched by the
/// assignment that fits best as a whole: by their names, ministries, sections, and by last year's figures where the new
/// side prints them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Diff {
    /// The old year: a document, a JSON result or a folder of results
    #[arg(value_name = "OLD")]
    old: Input,

    /// The new year
    #[arg(value_name = "NEW")]
    new: Input,

    /// Write here instead of to standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// What to write [default: what the name after -o ends in, else a table]
    #[arg(long, value_name = "FORMAT", value_parser = formats::forms())]
    format: Option<&'static Form>,

    /// End with exit code 1 if anything is different
    #[arg(long)]
    exit_code: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Diff {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        super::inputs::at_most_one_stdin(&[self.old.clone(), self.new.clone()])?;
        let by_name = self.output.as_deref().and_then(Form::by_path);
        let form = match self.format.or(by_name).or_else(|| Form::by_name("table")) {
            Some(form) => form,
            None => return Err(Failure::usage("there is no such format", "see --help")),
        };
        if self.output.is_none() && !form.is_text && sink::is_terminal() {
            let what = format!("--format {} is nothing that a terminal can show", form.name);
            return Err(Failure::usage(what, "give a name with -o"));
        }
        let extractor = self.reading.extractor()?;
        let (old, new) = (side(&self.old, &extractor)?, side(&self.new, &extractor)?);
        let compared = diff::compare(old, new);
        let names = [&self.old, &self.new].map(|input| sink::printable(&input.name()));
        let [old, new] = &names;
        let report = Report {
            diff: &compared,
            old,
            new,
        };
        match &self.output {
            None => {
                let mut out: Box<dyn Write + Send> = Box::new(io::BufWriter::new(io::stdout()));
                (form.write)(&report, sink::screen(), &mut out)
                    .and_then(|()| out.flush())
                    .map_err(Failure::stdout)?;
            }
            Some(path) => {
                let failed = |error| Failure::file(path, error);
                let whole = Whole::file(path).map_err(failed)?;
                let mut out: Box<dyn Write + Send> = Box::new(whole.writer().map_err(failed)?);
                (form.write)(&report, sink::page(), &mut out)
                    .and_then(|()| out.flush())
                    .map_err(failed)?;
                drop(out);
                whole.finish().map_err(failed)?;
            }
        }
        Ok(if self.exit_code && compared.is_different() {
            Ending::Findings
        } else {
            Ending::Done
        })
    }
}

/// The programs of one side.
fn side(input: &Input, extractor: &Extractor) -> Result<Vec<Item>, Failure> {
    let mut programs = Vec::new();
    for found in results::read(input, extractor)? {
        if let Found::Read { name, extraction, .. } = &found {
            report::findings(name, &extraction.diagnostics);
        }
        programs.extend(items(&found.result()));
    }
    Ok(programs)
}

use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading, at_most_one_stdin};
use super::report;
use super::results::{self, Found};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::io::{self, Write};
use std::path::PathBuf;
use yosan::output::chart::{KINDS, Kind};
use yosan::output::whole::Whole;

const EXAMPLES: &str = "\
Examples:
  yosan chart request.pdf --kind treemap -o map.svg
  yosan chart request.json --kind sankey --review review.html -o flows.svg
                                                 each element leads to its row in the review page";

/// Draw where the money is asked for, as SVG
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Chart {
    /// Documents, JSON results, or folders of results; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<Input>,

    /// What to draw
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Kind,

    /// Write here instead of to standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Link each element to its row in this page, which `yosan review` makes of the same inputs
    #[arg(long, value_name = "PAGE")]
    review: Option<String>,

    #[command(flatten)]
    reading: Reading,
}

/// Takes the name of a picture.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let names = KINDS
        .iter()
        .map(|kind| PossibleValue::new(kind.name).help(kind.about));
    PossibleValuesParser::new(names).try_map(|name| Kind::by_name(&name).ok_or("no such picture"))
}

impl Chart {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        at_most_one_stdin(&self.inputs)?;
        let extractor = self.reading.extractor()?;
        let mut read = Vec::new();
        for input in &self.inputs {
            read.extend(results::read(input, &extractor)?);
        }
        for found in &read {
            if let Found::Read { name, extraction, .. } = found {
                report::findings(name, &extraction.diagnostics);
            }
        }
        let documents: Vec<_> = read.iter().map(Found::result).collect();
        let Some(svg) = self.kind.file(&documents, self.review.as_deref()) else {
            let what = "no program has an amount that could be drawn";
            return Err(Failure::usage(what, "see `yosan extract` for what was read"));
        };
        match &self.output {
            None => io::stdout().write_all(svg.as_bytes()).map_err(Failure::stdout)?,
            Some(path) => {
                let failed = |error| Failure::file(path, error);
                let whole = Whole::file(path).map_err(failed)?;
                let mut out = whole.writer().map_err(failed)?;
                out.write_all(svg.as_bytes())
                    .and_then(|()| out.flush())
                    .map_err(failed)?;
                drop(out);
                whole.finish().map_err(failed)?;
            }
        }
        Ok(Ending::Done)
    }
}

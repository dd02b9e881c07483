use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading, at_most_one_stdin};
use super::{report, sink};
use clap::Args;
use yosan::model::Verdict;
use yosan::output::checks;

const EXAMPLES: &str = "\
Examples:
  yosan check request.txt
  yosan check *.pdf > sums.txt || echo 'a sum is off'";

/// Hold every sum that the document states against its parts: ✓ holds, ≠ off, ? open
///
/// Ends with exit code 1 if a sum is off. A sum with a part whose figure is not sure is open, which is no failure.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Check {
    /// Documents, text or PDF; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<Input>,

    #[command(flatten)]
    reading: Reading,
}

impl Check {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        at_most_one_stdin(&self.inputs)?;
        let extractor = self.reading.extractor()?;
        let mut out = std::io::stdout().lock();
        let mut ending = Ending::Done;
        for input in &self.inputs {
            match input
                .load(&extractor)
                .and_then(|bytes| extractor.extract(&input.name(), bytes))
            {
                Ok(extraction) => {
                    report::findings(&input.name(), &extraction.diagnostics);
                    checks::write(&extraction, sink::screen(), &mut out).map_err(Failure::stdout)?;
                    if extraction
                        .checks
                        .iter()
                        .any(|check| check.verdict == Verdict::Off)
                    {
                        ending = ending.max(Ending::Findings);
                    }
                }
                Err(error) => {
                    report::input(&error);
                    ending = Ending::Input;
                }
            }
        }
        Ok(ending)
    }
}

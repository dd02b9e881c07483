use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading};
use super::report;
use clap::Args;
use yosan::output::text;

const EXAMPLES: &str = "\
Examples:
  yosan text request.pdf             the text as it was understood, page by page
  yosan text request.txt | less";

/// Show the text as it was understood, in reading order, page by page
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Text {
    /// A document, text or PDF; `-` is standard input
    #[arg(value_name = "INPUT")]
    input: Input,

    #[command(flatten)]
    reading: Reading,
}

impl Text {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let extractor = self.reading.extractor()?;
        let name = self.input.name();
        let document = extractor.read(&name, self.input.load(&extractor)?)?;
        report::findings(&name, &document.diagnostics);
        text::write(&document, std::io::stdout().lock()).map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

use super::ending::{Ending, Failure};
use super::inputs::Words;
use clap::Args;
use std::io::Write;
use yosan::pipeline::Extractor;

const EXAMPLES: &str = "\
Examples:
  yosan lexicon | less
  yosan lexicon --lexicon r9.toml | grep r9.toml     what a file adds or changes";

/// Print the words in force: ministries, accounts, phases, units, marks and the rest
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Lexicon {
    #[command(flatten)]
    words: Words,
}

impl Lexicon {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let extractor = Extractor::new(self.words.options()?)?;
        let listing = extractor.lexicon().render();
        std::io::stdout()
            .lock()
            .write_all(listing.as_bytes())
            .map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

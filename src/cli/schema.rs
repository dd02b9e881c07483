use super::ending::{Ending, Failure};
use clap::{Args, ValueEnum};
use std::io::Write;
use yosan::output::{comparison, json};

/// Print the JSON Schema of an output
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Of which output
    #[arg(value_enum, default_value_t = Output::Extract)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// That of `yosan extract`: yosan/v1
    Extract,
    /// That of `yosan diff --format json`: yosan-diff/v1
    Diff,
}

impl Schema {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let schema = match self.output {
            Output::Extract => json::schema(),
            Output::Diff => comparison::schema(),
        };
        std::io::stdout()
            .lock()
            .write_all(schema.as_bytes())
            .map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

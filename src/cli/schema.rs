use super::ending::{Ending, Failure};
use clap::Args;
use std::io::Write;
use yosan::output::json;

/// Print the JSON Schema of the output, yosan/v1
#[derive(Debug, Args)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        std::io::stdout()
            .lock()
            .write_all(json::schema().as_bytes())
            .map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

use super::Cli;
use super::ending::{Ending, Failure};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

const EXAMPLES: &str = "\
Example:
  yosan completions bash > ~/.local/share/bash-completion/completions/yosan";

/// Print what makes a shell complete the commands and options
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "yosan", &mut script);
        std::io::stdout()
            .lock()
            .write_all(&script)
            .map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

use super::Cli;
use super::ending::{Ending, Failure};
use clap::{Args, CommandFactory};
use std::io::Write;

const EXAMPLES: &str = "\
Examples:
  yosan man | man -l -
  yosan man extract > yosan-extract.1";

/// Print the manual page of the program or of one command
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Man {
    /// The command; without it, the program
    command: Option<String>,
}

impl Man {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let mut program = Cli::command();
        program.build();
        let described = match &self.command {
            None => program,
            Some(name) => {
                let found = program
                    .get_subcommands()
                    .find(|command| command.get_name() == name.as_str());
                found.cloned().ok_or_else(|| {
                    Failure::usage(
                        format!("there is no command `{name}`"),
                        "`yosan --help` lists the commands",
                    )
                })?
            }
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(described)
            .render(&mut page)
            .map_err(Failure::stdout)?;
        std::io::stdout()
            .lock()
            .write_all(&page)
            .map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }
}

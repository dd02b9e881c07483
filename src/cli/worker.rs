use super::ending::{Ending, Failure};
use clap::Args;
use std::io;
use yosan::batch;

/// Read documents for a batch: started by `yosan batch` alone
#[derive(Debug, Args)]
pub(crate) struct BatchWorker {}

impl BatchWorker {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let served = batch::serve(io::stdin().lock(), io::stdout().lock());
        match served {
            Ok(()) => Ok(Ending::Done),
            // A batch that was killed asks for nothing more.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Done),
            Err(error) => Err(Failure::usage(
                format!("no batch is talking to this process: {error}"),
                "use `yosan batch`, which starts its own",
            )),
        }
    }
}

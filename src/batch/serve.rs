//! A process that reads documents for a batch, seen from the side that is asked.

use super::file::{self, Setup};
use crate::output::format::Format;
use crate::pipeline::Extractor;
use std::io::{self, BufRead, Write};

/// Answers until there are no more tasks: how to read is the first line of `tasks`, then comes a task a line, and an answer
/// a line goes to `answers`.
///
/// # Errors
/// The other side is gone, or says what no batch says.
pub fn serve(tasks: impl BufRead, mut answers: impl Write) -> io::Result<()> {
    let mut lines = tasks.lines();
    let Some(first) = lines.next() else {
        return Ok(());
    };
    let strange = |reason: String| io::Error::new(io::ErrorKind::InvalidData, reason);
    let setup: Setup = file::from_line(&first?).map_err(strange)?;
    let format = Format::by_name(&setup.format).ok_or_else(|| strange(setup.format.clone()))?;
    limit_memory(setup.memory_limit)?;
    let extractor = Extractor::new(setup.options()).map_err(|error| strange(error.to_string()))?;
    for line in lines {
        let task = file::task(&line?).map_err(strange)?;
        answers.write_all(file::outcome_line(&task.run(&extractor, format)).as_bytes())?;
        answers.flush()?;
    }
    Ok(())
}

/// From here on this process gets no more memory than so many bytes.
#[cfg(unix)]
fn limit_memory(bytes: Option<u64>) -> io::Result<()> {
    match bytes {
        Some(bytes) => rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn limit_memory(_bytes: Option<u64>) -> io::Result<()> {
    Ok(())
}

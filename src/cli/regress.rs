use super::batch::{batch_failure, input_failure, worker};
use super::ending::{Ending, Failure};
use super::inputs::Reading;
use super::progress::Progress;
use super::{report, sink};
use clap::{Args, Subcommand};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use yosan::batch;
use yosan::pipeline::{Error, ErrorKind};
use yosan::regress::{self, Corpus, Deviation, RegressError, Turn};

const EXAMPLES: &str = "\
Examples:
  yosan regress record corpus/                 take today's results as right
  yosan regress test corpus/                   after an upgrade: what was lost, gained, changed
  yosan regress review corpus/                 the differences once more, field by field
  yosan regress review corpus/ --accept 2026/mext.pdf
                                               take these as right from now on
  yosan regress test corpus/ --accept          take all of them";

/// Hold a folder of documents against recorded results: what was lost, gained and changed, by document and field
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Regress {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Record a result for each document
    Record(Place),
    /// Read all documents again and tell what differs; exit code 1 if anything does
    Test {
        #[command(flatten)]
        place: Place,
        /// Take what differs as right from now on
        #[arg(long)]
        accept: bool,
    },
    /// Tell what the last test found, field by field
    Review {
        #[command(flatten)]
        place: Place,
        /// Take what differs in this document as right from now on; may be given more than once
        #[arg(long, value_name = "DOCUMENT")]
        accept: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct Place {
    /// The folder of the documents
    #[arg(value_name = "DIR")]
    documents: PathBuf,

    /// The folder of the results [default: DIR/recorded]
    #[arg(long, value_name = "DIR")]
    results: Option<PathBuf>,

    #[command(flatten)]
    reading: Reading,
}

impl Regress {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        match self.action {
            Action::Record(place) => {
                let corpus = place.corpus()?;
                let progress = Progress::new();
                let (documents, failed) = corpus.record(&progress).map_err(failure)?;
                progress.finish();
                for record in &failed {
                    let message = record.message.as_deref().unwrap_or("it failed");
                    report::remark(&format!("{}: {message}", record.input));
                }
                let told = format!(
                    "{} of {documents} documents are recorded",
                    documents - failed.len()
                );
                tell(&[told]).map_err(Failure::stdout)?;
                Ok(if failed.is_empty() {
                    Ending::Done
                } else {
                    Ending::Findings
                })
            }
            Action::Test { place, accept } => {
                let corpus = place.corpus()?;
                let progress = Progress::new();
                let deviations = corpus.test(&progress).map_err(failure)?;
                progress.finish();
                show(&deviations, corpus.documents.len(), &place.documents).map_err(Failure::stdout)?;
                if accept {
                    let accepted = corpus.accept(&[]).map_err(failure)?;
                    tell(&[format!("{accepted} accepted")]).map_err(Failure::stdout)?;
                    return Ok(Ending::Done);
                }
                Ok(if deviations.is_empty() {
                    Ending::Done
                } else {
                    Ending::Findings
                })
            }
            Action::Review { place, accept } => {
                let corpus = place.corpus()?;
                let pending = corpus.pending().map_err(failure)?;
                if let Some(unknown) = accept
                    .iter()
                    .find(|name| !pending.iter().any(|one| one.document == **name))
                {
                    let what = format!("{unknown}: nothing is pending for a document of this name");
                    return Err(Failure::usage(
                        what,
                        "`yosan regress review` names those that are",
                    ));
                }
                if accept.is_empty() {
                    show(&pending, corpus.documents.len(), &place.documents).map_err(Failure::stdout)?;
                } else {
                    let accepted = corpus.accept(&accept).map_err(failure)?;
                    tell(&[format!(
                        "{accepted} accepted, {} pending",
                        pending.len() - accepted
                    )])
                    .map_err(Failure::stdout)?;
                }
                Ok(Ending::Done)
            }
        }
    }
}

impl Place {
    fn corpus(&self) -> Result<Corpus, Failure> {
        let results = self
            .results
            .clone()
            .unwrap_or_else(|| self.documents.join("recorded"));
        let input = self.documents.to_string_lossy().into_owned();
        Ok(Corpus {
            documents: batch::documents(&[input], &results).map_err(input_failure)?,
            results,
            reading: self.reading.options()?,
            workers: Some(worker()?),
        })
    }
}

/// Every difference, a line each, losses first in each document.
fn show(deviations: &[Deviation], documents: usize, folder: &Path) -> io::Result<()> {
    let mut lines = Vec::new();
    for deviation in deviations {
        lines.push(deviation.document.clone());
        for one in &deviation.differences {
            let known = |value: &str| {
                if value.is_empty() {
                    "–".to_owned()
                } else {
                    value.to_owned()
                }
            };
            lines.push(format!(
                "  {:7}  {}  {}: {} → {}",
                one.turn.code(),
                one.field,
                one.of,
                known(&one.before),
                known(&one.after)
            ));
        }
    }
    let counts: Vec<String> = regress::by_field(deviations)
        .into_iter()
        .map(|((turn, field), count)| format!("{count} {field} {}", turn.code()))
        .collect();
    let rest = if counts.is_empty() {
        String::new()
    } else {
        format!(": {}", counts.join(", "))
    };
    lines.push(format!(
        "{} of {documents} documents differ from what is recorded{rest}",
        deviations.len()
    ));
    if !deviations.is_empty() {
        let only_better = deviations
            .iter()
            .flat_map(|one| &one.differences)
            .all(|one| one.turn == Turn::Gained);
        let what = if only_better {
            "better: record it"
        } else {
            "if that is right, record it"
        };
        lines.push(format!(
            "{what} with `yosan regress test {} --accept`",
            folder.display()
        ));
    }
    tell(&lines)
}

fn tell(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{}", sink::printable(line))?;
    }
    out.flush()
}

fn failure(error: RegressError) -> Failure {
    match error {
        RegressError::Batch(error) => batch_failure(error),
        RegressError::Results { path, error } => Failure::file(&path, error),
        RegressError::Broken { path, error } => Failure::Input(Error::new(
            path.display().to_string(),
            ErrorKind::Result {
                reason: error.to_string(),
            },
        )),
        error => Failure::usage(
            error.to_string(),
            "record results first with `yosan regress record`",
        ),
    }
}

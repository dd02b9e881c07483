//! A corpus of documents against results that were recorded for it: what was lost, gained or changed, by document and
//! field. Each difference is looked at once and then accepted, or is a defect.
//!
//! ```text
//! RESULTS/documents/…   a recorded result a document, as `yosan/v1` JSON
//! RESULTS/pending/…     results that differ, until they are accepted
//! ```

mod compare;
mod figures;

pub use compare::{Difference, Turn, differences};
pub use figures::{Figures, Move, moves};

use crate::batch::{self, BatchError, BatchOptions, Document, Status, Watcher, WorkerCommand};
use crate::output::json;
use crate::pipeline::Options;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::{fs, io};

/// Where results are recorded, and how documents are read.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// The documents.
    pub documents: Vec<Document>,
    /// The folder of the results.
    pub results: PathBuf,
    /// How documents are read.
    pub reading: Options,
    /// The program that reads them, in processes of their own; in this process where there is none.
    pub workers: Option<WorkerCommand>,
}

/// A document whose result is not as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Its name in the corpus.
    pub document: String,
    /// What is different, the losses first.
    pub differences: Vec<Difference>,
}

impl Deviation {
    /// Whether something was lost.
    #[must_use]
    pub fn has_loss(&self) -> bool {
        self.differences
            .iter()
            .any(|difference| difference.turn == Turn::Lost)
    }
}

/// Why a corpus could not be held against its results.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegressError {
    /// The documents could not be read as a batch.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A file of the results could not be read or written.
    #[error("{}: {error}", path.display())]
    Results {
        /// Which one.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// A recorded result is none.
    #[error("{}: this is no result: {error}", path.display())]
    Broken {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        error: json::ReadError,
    },
    /// Nothing was recorded yet.
    #[error("{}: nothing is recorded there", path.display())]
    NothingRecorded {
        /// The folder of the results.
        path: PathBuf,
    },
}

fn results(path: &Path) -> impl FnOnce(io::Error) -> RegressError {
    let path = path.to_owned();
    |error| RegressError::Results { path, error }
}

impl Corpus {
    /// Records a result for each document. Gives how many documents there are, and those that failed.
    ///
    /// # Errors
    /// [`RegressError`].
    pub fn record(&self, watcher: &dyn Watcher) -> Result<(usize, Vec<batch::Record>), RegressError> {
        self.clear_pending()?;
        let report = self.read(&self.results, watcher)?;
        let failed = report
            .records
            .iter()
            .filter(|record| record.status == Status::Failed);
        Ok((report.records.len(), failed.cloned().collect()))
    }

    /// Holds each document against its result. Results that differ are left as pending.
    ///
    /// # Errors
    /// [`RegressError`].
    pub fn test(&self, watcher: &dyn Watcher) -> Result<Vec<Deviation>, RegressError> {
        if !self.results.join("documents").is_dir() {
            return Err(RegressError::NothingRecorded {
                path: self.results.clone(),
            });
        }
        self.clear_pending()?;
        self.read(&self.results.join("pending"), watcher)?;
        let pending = self.pending()?;
        for name in self.names()? {
            if !pending.iter().any(|deviation| deviation.document == name) {
                let path = self.at("pending", &name);
                if path.exists() {
                    fs::remove_file(&path).map_err(results(&path))?;
                }
            }
        }
        Ok(pending)
    }

    /// What the last test left as pending, in the order of the documents' names.
    ///
    /// # Errors
    /// [`RegressError`].
    pub fn pending(&self) -> Result<Vec<Deviation>, RegressError> {
        let pending = self.results.join("pending");
        if !pending.is_dir() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for name in self.names()? {
            let (before, after) = (self.result("documents", &name)?, self.result("pending", &name)?);
            let mut differences = match (before, after) {
                (Some(before), Some(after)) => differences(&before, &after),
                (None, None) => continue,
                (None, Some(_)) => vec![whole(&name, Turn::Gained, "nothing is recorded for it")],
                // A document that was taken out of the corpus is no loss of the program's.
                (Some(_), None) if self.failed(&name) => vec![whole(&name, Turn::Lost, &self.cause(&name))],
                (Some(_), None) => continue,
            };
            differences.sort_by_key(|difference| difference.turn);
            if !differences.is_empty() {
                found.push(Deviation {
                    document: name,
                    differences,
                });
            }
        }
        Ok(found)
    }

    /// Takes pending results as recorded from now on: of these documents, or of all where none is named. Gives how many.
    ///
    /// # Errors
    /// [`RegressError`].
    pub fn accept(&self, documents: &[String]) -> Result<usize, RegressError> {
        let mut accepted = 0;
        for deviation in self.pending()? {
            if !documents.is_empty() && !documents.contains(&deviation.document) {
                continue;
            }
            let (from, to) = (
                self.at("pending", &deviation.document),
                self.at("documents", &deviation.document),
            );
            let moved = if from.exists() {
                let folder = to.parent().unwrap_or(&to);
                fs::create_dir_all(folder).and_then(|()| fs::rename(&from, &to))
            } else {
                // It cannot be read any more, and that is accepted.
                fs::remove_file(&to)
            };
            moved.map_err(results(&to))?;
            accepted += 1;
        }
        Ok(accepted)
    }

    fn read(&self, out: &Path, watcher: &dyn Watcher) -> Result<batch::Report, RegressError> {
        let format = &json::JSON;
        let mut options = BatchOptions::new(out, self.reading.clone(), format).with_retry_failed(true);
        if let Some(command) = &self.workers {
            options = options.with_workers(command.clone());
        }
        Ok(batch::run(
            &self.documents,
            &options,
            watcher,
            &AtomicBool::new(false),
        )?)
    }

    /// Results of an earlier test say nothing of this one.
    fn clear_pending(&self) -> Result<(), RegressError> {
        let pending = self.results.join("pending");
        match fs::remove_dir_all(&pending) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(results(&pending)(error)),
            _ => Ok(()),
        }
    }

    /// Every document that has a result on either side, or failed, in order.
    fn names(&self) -> Result<Vec<String>, RegressError> {
        let mut names = BTreeSet::new();
        for place in ["documents", "pending/documents"] {
            let root = self.results.join(place);
            if root.is_dir() {
                gather(&root, "", &mut names).map_err(results(&root))?;
            }
        }
        Ok(names.into_iter().collect())
    }

    fn at(&self, place: &str, name: &str) -> PathBuf {
        let root = match place {
            "pending" => self.results.join("pending/documents"),
            _ => self.results.join(place),
        };
        root.join(format!("{name}.json"))
    }

    fn result(&self, place: &str, name: &str) -> Result<Option<json::v1::Extraction<'static>>, RegressError> {
        let path = self.at(place, name);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(results(&path))?,
        };
        match json::read(&bytes) {
            Ok(document) => Ok(Some(document)),
            Err(error) => Err(RegressError::Broken { path, error }),
        }
    }

    fn quarantined(&self, name: &str) -> PathBuf {
        self.results
            .join("pending/quarantine")
            .join(format!("{name}.json"))
    }

    fn failed(&self, name: &str) -> bool {
        self.quarantined(name).exists()
    }

    fn cause(&self, name: &str) -> String {
        let text = fs::read_to_string(self.quarantined(name)).unwrap_or_default();
        let cause = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("\"message\": \""));
        let told = cause.map(|cause| cause.trim_end_matches(',').trim_end_matches('"'));
        told.unwrap_or("it could not be read").to_owned()
    }
}

fn whole(document: &str, turn: Turn, told: &str) -> Difference {
    Difference {
        turn,
        field: "document",
        of: document.to_owned(),
        before: if turn == Turn::Lost {
            "read".to_owned()
        } else {
            String::new()
        },
        after: told.to_owned(),
    }
}

fn gather(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = if prefix.is_empty() {
            own
        } else {
            format!("{prefix}/{own}")
        };
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &name, names)?;
        } else if let Some(name) = name.strip_suffix(".json") {
            names.insert(name.to_owned());
        }
    }
    Ok(())
}

/// How many documents differ in each field: what a test tells first.
#[must_use]
pub fn by_field(deviations: &[Deviation]) -> BTreeMap<(Turn, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for deviation in deviations {
        for difference in &deviation.differences {
            *counts.entry((difference.turn, difference.field)).or_default() += 1;
        }
    }
    counts
}

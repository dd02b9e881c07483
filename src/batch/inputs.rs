//! Which documents a batch is of: folders, patterns, lists and files as the user named them, each document with the name
//! that its output gets.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// Endings of the files that are taken from a folder. Whether one is text or PDF is told by its content.
const ENDINGS: [&str; 3] = ["pdf", "txt", "text"];

/// A document of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name in the batch, with `/` between folders: what its output is called after.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// One part of many: the documents whose name falls to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 1.
    pub index: u32,
    /// Of how many.
    pub count: u32,
}

impl Shard {
    /// Whether a document belongs to this shard. It is told by the name alone, so that every machine tells the same.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        let hash = blake3::hash(name.as_bytes());
        let mut number = [0; 4];
        for (to, from) in number.iter_mut().zip(hash.as_bytes()) {
            *to = *from;
        }
        u32::from_le_bytes(number) % self.count.max(1) == self.index.saturating_sub(1)
    }
}

/// What is wrong with the inputs of a batch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// A file, a folder or a list that cannot be read.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// A pattern that means nothing, such as `a/**b`.
    #[error("{pattern}: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two documents whose outputs would have one name.
    #[error("{} and {} would both be written as {name}", first.display(), second.display())]
    Twice {
        /// The name.
        name: String,
        /// The document that has it.
        first: PathBuf,
        /// The document that would have it too.
        second: PathBuf,
    },
    /// There is nothing to do.
    #[error("there is no document among the inputs")]
    Nothing,
}

/// The documents that these inputs name, in the order of their names. An input is a folder (every `.pdf`, `.txt` and
/// `.text` below it), a pattern such as `2026/**/*.pdf`, `@FILE` with a path a line, or a file. Nothing below `out` is
/// taken, where the results go.
///
/// # Errors
/// [`InputError`].
pub fn documents(inputs: &[String], out: &Path) -> Result<Vec<Document>, InputError> {
    let mut found = Found {
        out: fs::canonicalize(out).ok(),
        alone: inputs.len() == 1,
        documents: Vec::new(),
    };
    for input in inputs {
        found.input(input)?;
    }
    let mut documents = found.documents;
    documents.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    documents.dedup();
    let mut names: HashMap<&str, &Path> = HashMap::new();
    for document in &documents {
        if let Some(first) = names.insert(&document.name, &document.path) {
            return Err(InputError::Twice {
                name: document.name.clone(),
                first: first.to_owned(),
                second: document.path.clone(),
            });
        }
    }
    if documents.is_empty() {
        return Err(InputError::Nothing);
    }
    Ok(documents)
}

struct Found {
    out: Option<PathBuf>,
    /// There is one input only: its documents are named from there on.
    alone: bool,
    documents: Vec<Document>,
}

impl Found {
    fn input(&mut self, input: &str) -> Result<(), InputError> {
        if let Some(list) = input.strip_prefix('@') {
            let path = PathBuf::from(list);
            let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
            let lines = text.lines().map(str::trim);
            return lines
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .try_for_each(|line| self.path(Path::new(line), false));
        }
        let path = Path::new(input);
        // A file may be called as a pattern is.
        if !path.exists() && input.contains(['*', '?', '[']) {
            let refused = |reason: String| InputError::Pattern {
                pattern: input.to_owned(),
                reason,
            };
            for entry in glob::glob(input).map_err(|error| refused(error.to_string()))? {
                let path = entry.map_err(|error| InputError::Unreadable {
                    path: error.path().to_owned(),
                    error: error.into(),
                })?;
                if !path.is_dir() {
                    self.path(&path, false)?;
                }
            }
            return Ok(());
        }
        self.path(path, self.alone)
    }

    /// A file or a folder; where it is the only input, documents are named from it on.
    fn path(&mut self, path: &Path, alone: bool) -> Result<(), InputError> {
        if fs::metadata(path).map_err(unreadable(path))?.is_dir() {
            let prefix = if alone { String::new() } else { name_of(path) };
            return self.folder(path, &prefix);
        }
        let name = if alone {
            path.file_name().map(Path::new).map(name_of)
        } else {
            None
        };
        self.file(path, name.unwrap_or_else(|| name_of(path)))
    }

    fn folder(&mut self, folder: &Path, prefix: &str) -> Result<(), InputError> {
        if self.out.is_some() && fs::canonicalize(folder).ok() == self.out {
            return Ok(());
        }
        for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
            let entry = entry.map_err(unreadable(folder))?;
            let (path, own) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if own.starts_with('.') {
                continue;
            }
            let name = if prefix.is_empty() {
                own
            } else {
                format!("{prefix}/{own}")
            };
            // A link to a folder is not followed: it may lead back.
            if entry.file_type().map_err(unreadable(&path))?.is_dir() {
                self.folder(&path, &name)?;
            } else if path.is_file() && has_known_ending(&path) {
                self.file(&path, name)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String) -> Result<(), InputError> {
        let metadata = fs::metadata(path).map_err(unreadable(path))?;
        // A pipe or a device may have no end.
        if !metadata.is_file() {
            let told = io::Error::new(io::ErrorKind::InvalidInput, "this is no file with an end");
            return Err(unreadable(path)(told));
        }
        let bytes = metadata.len();
        self.documents.push(Document {
            path: path.to_owned(),
            name,
            bytes,
        });
        Ok(())
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> InputError {
    let path = path.to_owned();
    |error| InputError::Unreadable { path, error }
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// A path as a name inside the output folder: it never leads out of it.
fn name_of(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        Component::ParentDir => Some("_up".to_owned()),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[&str], folder: &Path) -> Vec<String> {
        let inputs: Vec<String> = inputs
            .iter()
            .map(|input| input.replace('~', &folder.to_string_lossy()))
            .collect();
        let found = documents(&inputs, &folder.join("out")).unwrap();
        let strip = name_of(folder);
        found
            .iter()
            .map(|document| document.name.replacen(&strip, "~", 1))
            .collect()
    }

    #[test]
    fn folders_patterns_lists_and_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in [
            "a/x.pdf",
            "a/.hidden.txt",
            "a/notes.docx",
            "b/x.PDF",
            "b/c/y.txt",
            "out/documents/z.txt",
        ] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), name).unwrap();
        }
        assert_eq!(names(&["~"], root), ["a/x.pdf", "b/c/y.txt", "b/x.PDF"]);
        assert_eq!(names(&["~/b/**/*.txt"], root), ["~/b/c/y.txt"]);
        assert_eq!(names(&["~/a/notes.docx"], root), ["notes.docx"]);
        assert_eq!(
            names(&["~/a", "~/b"], root),
            ["~/a/x.pdf", "~/b/c/y.txt", "~/b/x.PDF"]
        );
        fs::write(
            root.join("list"),
            format!("# two\n{0}/a/x.pdf\n\n{0}/b/c/y.txt\n", root.display()),
        )
        .unwrap();
        assert_eq!(names(&["@~/list"], root), ["~/a/x.pdf", "~/b/c/y.txt"]);
        let told = documents(&[root.join("none").display().to_string()], root).unwrap_err();
        assert!(matches!(told, InputError::Unreadable { .. }));
    }

    #[test]
    fn a_name_never_leads_out_of_the_output_folder() {
        assert_eq!(name_of(Path::new("../../etc/./x.pdf")), "_up/_up/etc/x.pdf");
        assert_eq!(name_of(Path::new("/srv/x.pdf")), "srv/x.pdf");
    }

    #[test]
    fn every_document_belongs_to_exactly_one_shard() {
        for document in 0..100 {
            let name = format!("{document}.pdf");
            let holders = (1..=7).filter(|index| {
                Shard {
                    index: *index,
                    count: 7,
                }
                .holds(&name)
            });
            assert_eq!(holders.count(), 1);
        }
    }
}

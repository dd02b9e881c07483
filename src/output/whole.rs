//! Outputs that are written whole or not at all: what is written goes to a new name beside the right one, which it takes
//! at the end. A run that breaks off leaves what was there before.

use super::format::{Begin, Documents, Format};
use super::table::Screen;
use crate::model::Extraction;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// A file or a folder that is seen under its name once it is whole.
#[derive(Debug)]
pub struct Whole {
    path: PathBuf,
    /// Where it is until the end; `None` for a device or a pipe, which cannot be replaced.
    part: Option<Part>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

/// What is removed unless it was given another name before.
#[derive(Debug)]
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Whole {
    /// Begins a file; nothing is seen of it before [`Self::finish`].
    ///
    /// # Errors
    /// The file cannot be made, or one of this name is protected or is a folder.
    pub fn file(path: &Path) -> io::Result<Self> {
        // A link is followed, so that the file it names is replaced and not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let kind = Kind::File;
        if let Ok(metadata) = fs::metadata(&path) {
            if metadata.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if metadata.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            if !metadata.is_file() {
                OpenOptions::new().write(true).open(&path)?;
                let part = None;
                return Ok(Self { path, part, kind });
            }
        }
        let part = beside(&path)?;
        OpenOptions::new().write(true).create_new(true).open(&part)?;
        let part = Some(Part(part));
        Ok(Self { path, part, kind })
    }

    /// Begins a folder. One of this name is replaced at the end if it is empty or holds a file called `mark`, by which a
    /// folder of this kind is known.
    ///
    /// # Errors
    /// The folder cannot be made, or something else has this name.
    pub fn folder(path: &Path, mark: &str) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::symlink_metadata(&path).is_ok() {
            let empty = fs::read_dir(&path)?.next().is_none();
            if !empty && !path.join(mark).is_file() {
                let told = format!("the folder is not empty and has no {mark}, so it is left alone");
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, told));
            }
        }
        let part = beside(&path)?;
        fs::create_dir(&part)?;
        Ok(Self {
            path,
            part: Some(Part(part)),
            kind: Kind::Folder,
        })
    }

    /// Where to write until the end.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.part.as_ref().map_or(&self.path, |part| &part.0)
    }

    /// The file, to write to.
    ///
    /// # Errors
    /// Those of opening it.
    pub fn writer(&self) -> io::Result<BufWriter<File>> {
        Ok(BufWriter::new(OpenOptions::new().write(true).open(self.path())?))
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// Those of renaming.
    pub fn finish(self) -> io::Result<()> {
        let Some(part) = &self.part else {
            return Ok(());
        };
        if self.kind == Kind::File || fs::symlink_metadata(&self.path).is_err() {
            return fs::rename(&part.0, &self.path);
        }
        // A folder cannot be renamed over another one: the old one steps aside first.
        let aside = Part(part.0.with_extension("old"));
        fs::rename(&self.path, &aside.0)?;
        fs::rename(&part.0, &self.path)
    }
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(hidden))
}

/// Documents on their way into a file or a folder.
pub struct Output {
    documents: Box<dyn Documents>,
    whole: Whole,
}

impl Output {
    /// Begins an output in this format.
    ///
    /// # Errors
    /// As [`Whole::file`] and [`Whole::folder`].
    pub fn create(format: &Format, path: &Path, screen: Screen) -> io::Result<Self> {
        let (whole, documents) = match format.begin {
            Begin::File(begin) => {
                let whole = Whole::file(path)?;
                let documents = begin(Box::new(whole.writer()?), screen)?;
                (whole, documents)
            }
            Begin::Folder { begin, mark } => {
                let whole = Whole::folder(path, mark)?;
                let documents = begin(whole.path())?;
                (whole, documents)
            }
        };
        Ok(Self { documents, whole })
    }

    /// Writes one document; see [`Documents::add`].
    ///
    /// # Errors
    /// As there.
    pub fn add(&mut self, document: &Extraction, place: Option<&str>) -> io::Result<()> {
        self.documents.add(document, place)
    }

    /// Writes what stands behind the last document, and lets the output be seen.
    ///
    /// # Errors
    /// Those of writing and renaming.
    pub fn finish(self) -> io::Result<()> {
        self.documents.finish()?;
        self.whole.finish()
    }
}

/// How a document is reached from an output: the way from the output's folder, with `/` between its parts. `None` where
/// there is none, as between two drives.
#[must_use]
pub fn way(output: &Path, input: &Path) -> Option<String> {
    let input = fs::canonicalize(input).ok()?;
    let folder = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::canonicalize(parent).ok()?,
        _ => fs::canonicalize(".").ok()?,
    };
    let shared = folder
        .components()
        .zip(input.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return None;
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = input
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    // In a link `#` begins the place inside the document.
    Some(parts.join("/").replace('%', "%25").replace('#', "%23"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
        let whole = Whole::file(path)?;
        whole.writer()?.write_all(bytes)?;
        whole.finish()
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        write(&path, b"first").unwrap();
        let given_up = Whole::file(&path).unwrap();
        given_up.writer().unwrap().write_all(b"half of the sec").unwrap();
        drop(given_up);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing else is left behind"
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }

    #[test]
    fn a_protected_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept");
        fs::write(&path, "kept").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let refused = write(&path, b"new").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&path).unwrap(), b"kept");
    }

    #[test]
    fn a_folder_replaces_one_of_its_kind_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.fdp");
        let write = |content: &str| -> io::Result<()> {
            let whole = Whole::folder(&path, "datapackage.json")?;
            fs::write(whole.path().join("datapackage.json"), content)?;
            whole.finish()
        };
        write("first").unwrap();
        write("second").unwrap();
        assert_eq!(fs::read(path.join("datapackage.json")).unwrap(), b"second");
        fs::remove_file(path.join("datapackage.json")).unwrap();
        fs::write(path.join("letters.txt"), "kept").unwrap();
        assert_eq!(write("third").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(path.join("letters.txt")).unwrap(), b"kept");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing else is left behind"
        );
    }

    #[test]
    fn the_way_to_a_document_is_the_one_from_the_folder_of_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("results")).unwrap();
        fs::create_dir_all(at("2026/mext")).unwrap();
        fs::write(at("2026/mext/a #1.pdf"), "").unwrap();
        let way = way(&at("results/all.xlsx"), &at("2026/mext/a #1.pdf"));
        assert_eq!(way.as_deref(), Some("../2026/mext/a %231.pdf"));
    }
}

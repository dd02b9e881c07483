use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use yosan::output::table::Screen;

/// Width of a table that is not shown on a terminal, unless COLUMNS says otherwise.
const COLUMNS: usize = 110;

/// Whether results go to a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The screen that standard output is, or the page that it would be.
pub(crate) fn screen() -> Screen {
    let asked = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let seen = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let columns = if is_terminal() { seen.or(asked) } else { asked };
    let choice = anstream::AutoStream::choice(&io::stdout());
    Screen {
        columns: columns.filter(|columns| *columns > 0).unwrap_or(COLUMNS),
        colour: choice != anstream::ColorChoice::Never,
    }
}

/// A file that is written whole or not at all: the bytes go to a new file beside it, which takes its name at the end.
#[derive(Debug)]
pub(crate) struct WholeFile {
    file: File,
    path: PathBuf,
    /// Where the bytes are until the end; `None` for a device or a pipe, which cannot be replaced.
    part: Option<Part>,
}

/// A file that is removed unless it was given another name before.
#[derive(Debug)]
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl WholeFile {
    /// Begins a file; nothing is seen of it before [`Self::finish`].
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // A link is followed, so that the file it names is replaced and not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(metadata) = fs::metadata(&path) {
            if metadata.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if metadata.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            if !metadata.is_file() {
                let file = OpenOptions::new().write(true).open(&path)?;
                return Ok(Self {
                    file,
                    path,
                    part: None,
                });
            }
        }
        let part = beside(&path)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        Ok(Self {
            file,
            path,
            part: Some(Part(part)),
        })
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        drop(self.file);
        match &self.part {
            Some(part) => fs::rename(&part.0, &self.path),
            None => Ok(()),
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = WholeFile::create(path)?;
        file.write_all(bytes)?;
        file.finish()
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        write(&path, b"first").unwrap();
        let mut given_up = WholeFile::create(&path).unwrap();
        given_up.write_all(b"half of the sec").unwrap();
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
}

//! The formats that extractions are written in: one table. A new format is a file beside this one that ends in a
//! [`Format`], and a line in [`FORMATS`].

use super::table::Screen;
use super::{csv, fdp, json, parquet, table, xlsx};
use crate::model::Extraction;
use std::io::{self, Write};
use std::path::Path;

/// Every format, in the order in which help shows them.
pub const FORMATS: &[&Format] = &[
    &json::JSON,
    &json::JSONL,
    &csv::CSV,
    &xlsx::XLSX,
    &parquet::PARQUET,
    &fdp::FDP,
    &table::TABLE,
];

/// A way to write extractions down.
#[derive(Debug)]
pub struct Format {
    /// The name given to `--format`.
    pub name: &'static str,
    /// What a file or folder of this format ends in, without the dot.
    pub extension: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// Whether it can go to a terminal as it is.
    pub is_text: bool,
    /// Whether one output holds any number of documents.
    pub holds_many: bool,
    /// Whether it links to the documents that it is made of.
    pub links: bool,
    /// How an output is begun.
    pub begin: Begin,
}

/// How an output is begun.
#[derive(Debug, Clone, Copy)]
pub enum Begin {
    /// As a stream of bytes.
    File(BeginFile),
    /// As files in a folder that is there and empty.
    Folder {
        /// Begins them.
        begin: BeginFolder,
        /// The file by which a folder of this format is known.
        mark: &'static str,
    },
}

/// Where bytes go.
pub type Out<'a> = Box<dyn Write + Send + 'a>;

/// Begins a stream of bytes.
pub type BeginFile = for<'a> fn(Out<'a>, Screen) -> io::Result<Box<dyn Documents + 'a>>;

/// Begins the files of a folder.
pub type BeginFolder = fn(&Path) -> io::Result<Box<dyn Documents>>;

/// An output that takes documents one after the other. The same documents in the same order give the same bytes.
pub trait Documents {
    /// Writes one document. `place` is where a link to it leads: a path or an address; without one nothing is linked.
    ///
    /// # Errors
    /// Those of the output; [`io::ErrorKind::InvalidInput`] where the format has no room for more.
    fn add(&mut self, document: &Extraction, place: Option<&str>) -> io::Result<()>;

    /// Writes what stands behind the last document.
    ///
    /// # Errors
    /// Those of the output.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

impl Format {
    /// The format with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The format that a file's name asks for by its ending.
    #[must_use]
    pub fn by_path(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS
            .iter()
            .copied()
            .find(|format| format.extension == extension)
    }

    /// Whether an output is a folder rather than a file.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.begin, Begin::Folder { .. })
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// Documents that are written each for itself, with nothing before the first and nothing behind the last.
pub(super) struct Each<'a, F> {
    /// Where they go.
    pub(super) out: Out<'a>,
    /// How one is written.
    pub(super) write: F,
}

impl<F: Fn(&Extraction, &mut dyn Write) -> io::Result<()>> Documents for Each<'_, F> {
    fn add(&mut self, document: &Extraction, _place: Option<&str>) -> io::Result<()> {
        (self.write)(document, &mut *self.out)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_and_endings_tell_formats_apart() {
        let names: HashSet<&str> = FORMATS.iter().map(|format| format.name).collect();
        let endings: HashSet<&str> = FORMATS.iter().map(|format| format.extension).collect();
        assert_eq!((names.len(), endings.len()), (FORMATS.len(), FORMATS.len()));
        assert_eq!(Format::by_path(Path::new("a/b.XLSX")), Some(&xlsx::XLSX));
        assert_eq!(Format::by_path(Path::new("a/csv")), None);
    }
}

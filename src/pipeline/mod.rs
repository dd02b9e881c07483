//! One document, from its bytes to an [`Extraction`]: the floors called in their order. Takes bytes and options, gives
//! values; it prints nothing and knows no output format.

mod error;
mod load;
mod registry;
mod understand;

pub use error::{Error, ErrorKind, Place};

use crate::amend::{Corrections, Registry};
use crate::lexicon::Lexicon;
use crate::model::Extraction;
use crate::source::pdf::{self, PdfFile, PdfOptions};
use crate::source::text::{self, TextOptions};
use crate::source::{Document, Media};
use std::io::Read;
use std::path::Path;

/// The largest input that is read unless [`Options::with_max_bytes`] says otherwise: 256 MB.
pub const DEFAULT_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// What an [`Extractor`] is to do differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    lexicon: Vec<Overlay>,
    encoding: Option<String>,
    password: Option<String>,
    max_bytes: u64,
    registry: Option<(String, Vec<u8>)>,
    corrections: Option<(String, String)>,
}

/// A lexicon file that changes or adds words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Overlay {
    name: String,
    toml: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lexicon: Vec::new(),
            encoding: None,
            password: None,
            max_bytes: DEFAULT_MAX_BYTES,
            registry: None,
            corrections: None,
        }
    }
}

impl Options {
    /// The built-in lexicon, encodings told from the bytes, no password, [`DEFAULT_MAX_BYTES`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays the words of a lexicon file over the built-in ones and over those of files given before. `name` is said in
    /// errors, `toml` is its text.
    #[must_use]
    pub fn with_lexicon(mut self, name: impl Into<String>, toml: impl Into<String>) -> Self {
        self.lexicon.push(Overlay {
            name: name.into(),
            toml: toml.into(),
        });
        self
    }

    /// Reads texts in this encoding instead of telling it from the bytes: `utf-8`, `shift_jis`, `euc-jp`, …
    #[must_use]
    pub fn with_encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }

    /// Opens encrypted PDFs with this password.
    #[must_use]
    pub fn with_password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Refuses inputs of more bytes than this.
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Fills missing ministries from a list of programs and holds amounts against it: a table as
    /// [`Registry::read`] takes it, or JSON results of this crate. `name` is said in errors.
    #[must_use]
    pub fn with_registry(mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.registry = Some((name.into(), bytes.into()));
        self
    }

    /// Applies corrections, a line each, as [`Corrections::read`] takes them. `name` is said in errors.
    #[must_use]
    pub fn with_corrections(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.corrections = Some((name.into(), text.into()));
        self
    }

    /// The list of programs, where one was given: what errors call it, and its bytes.
    #[must_use]
    pub fn registry(&self) -> Option<(&str, &[u8])> {
        let (name, bytes) = self.registry.as_ref()?;
        Some((name, bytes))
    }

    /// The corrections, where some were given: what errors call the file, and its text.
    #[must_use]
    pub fn corrections(&self) -> Option<(&str, &str)> {
        let (name, text) = self.corrections.as_ref()?;
        Some((name, text))
    }

    /// The lexicon files, in the order in which they are laid on: what errors call each, and its text.
    pub fn lexicon(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lexicon
            .iter()
            .map(|file| (file.name.as_str(), file.toml.as_str()))
    }

    /// The encoding that texts are read in, where one was given.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// The password that PDFs are opened with, where one was given.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The largest input that is read, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// 64 hex digits that are the same for options by which every document is read alike.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = blake3::Hasher::new();
        let max_bytes = self.max_bytes.to_string();
        let builtin = Lexicon::builtin().version();
        let words = self.lexicon.iter().map(|file| file.toml.as_str());
        let given = [&self.encoding, &self.password].map(|given| given.as_deref().unwrap_or("\0"));
        let registry = self.registry.as_ref().map_or(&[][..], |(_, bytes)| bytes);
        let corrections = self.corrections.as_ref().map_or("", |(_, text)| text);
        let texts = [builtin, &max_bytes, corrections]
            .into_iter()
            .chain(given)
            .chain(words);
        for part in texts.map(str::as_bytes).chain([registry]) {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().to_hex().to_string()
    }
}

/// Reads documents. Making one is the costly part; it can be used for any number of documents, from several threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    options: Options,
    /// The words where overlays change them; the built-in ones are made ready when they are first needed.
    overlaid: Option<Lexicon>,
    outside: Outside,
}

/// What is known from outside of the documents.
#[derive(Debug, Clone, Default)]
struct Outside {
    registry: Option<Registry>,
    corrections: Option<Corrections>,
}

impl Extractor {
    /// Makes ready what the options ask for.
    ///
    /// # Errors
    /// [`ErrorKind::Lexicon`] for a lexicon file with a fault, [`ErrorKind::Registry`] and [`ErrorKind::Corrections`] likewise,
    /// [`ErrorKind::UnknownEncoding`].
    pub fn new(options: Options) -> Result<Self, Error> {
        let overlays: Vec<(&str, &str)> = options
            .lexicon
            .iter()
            .map(|file| (file.name.as_str(), file.toml.as_str()))
            .collect();
        let overlaid = if overlays.is_empty() {
            None
        } else {
            Some(Lexicon::with_overlay(&overlays).map_err(Error::lexicon)?)
        };
        let lexicon = overlaid.as_ref().unwrap_or_else(|| Lexicon::builtin());
        let outside = Outside {
            registry: match &options.registry {
                Some((name, bytes)) => Some(registry::read(name, bytes)?),
                None => None,
            },
            corrections: match &options.corrections {
                Some((name, text)) => {
                    let read = Corrections::read(text, lexicon);
                    Some(read.map_err(|error| Error::corrections(name, error))?)
                }
                None => None,
            },
        };
        let extractor = Self {
            options,
            overlaid,
            outside,
        };
        // An empty text shows whether the encoding is known, before any input is read.
        extractor.read_text("", Vec::new())?;
        Ok(extractor)
    }

    /// The words in force.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        match &self.overlaid {
            Some(lexicon) => lexicon,
            None => Lexicon::builtin(),
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// The file is missing, a directory, not readable, or larger than allowed.
    pub fn load(&self, path: &Path) -> Result<Vec<u8>, Error> {
        load::file(path, self.options.max_bytes)
    }

    /// The bytes of a stream that errors shall call `name`; never more than one byte past the limit is taken from it.
    ///
    /// # Errors
    /// The stream fails or is longer than allowed.
    pub fn load_stream(&self, name: &str, stream: impl Read) -> Result<Vec<u8>, Error> {
        load::stream(name, stream, self.options.max_bytes)
    }

    /// Reads an input into pages. Text or PDF is told by content, not by `name`.
    ///
    /// # Errors
    /// The input is too large, or neither text nor PDF; a PDF needs another password or is past repair.
    pub fn read(&self, name: &str, bytes: Vec<u8>) -> Result<Document, Error> {
        let limit = self.options.max_bytes;
        if bytes.len() as u64 > limit {
            return Err(Error::new(name, ErrorKind::TooLarge { limit }));
        }
        match Media::of(&bytes) {
            Media::Text => self.read_text(name, bytes),
            Media::Pdf => self.read_pdf(name, &bytes),
        }
    }

    /// Reads an input and everything that it says of money.
    ///
    /// # Errors
    /// As [`Extractor::read`]. What is wrong inside a readable document is in its diagnostics.
    pub fn extract(&self, name: &str, bytes: Vec<u8>) -> Result<Extraction, Error> {
        let blake3 = blake3::hash(&bytes).to_hex().to_string();
        let document = self.read(name, bytes)?;
        Ok(understand::understand(
            document,
            blake3,
            self.lexicon(),
            &self.outside,
        ))
    }
}

impl Extractor {
    fn read_text(&self, name: &str, bytes: Vec<u8>) -> Result<Document, Error> {
        let mut options = TextOptions::default();
        if let Some(label) = &self.options.encoding {
            options = options.with_encoding(label);
        }
        text::read(&file_name(name), bytes, &options).map_err(|error| Error::text(name, error))
    }

    fn read_pdf(&self, name: &str, bytes: &[u8]) -> Result<Document, Error> {
        pdf::read(&file_name(name), bytes, &self.pdf_options()).map_err(|error| Error::pdf(name, error))
    }

    /// Opens a PDF to take its pages one by one, so that a long book need not be held whole.
    ///
    /// # Errors
    /// The PDF needs another password or is past repair.
    pub fn open_pdf(&self, name: &str, bytes: &[u8]) -> Result<PdfFile, Error> {
        PdfFile::open(&file_name(name), bytes, &self.pdf_options()).map_err(|error| Error::pdf(name, error))
    }

    fn pdf_options(&self) -> PdfOptions {
        match &self.options.password {
            Some(password) => PdfOptions::default().with_password(password),
            None => PdfOptions::default(),
        }
    }
}

/// The name without its folder: where a document lay is nobody's business.
fn file_name(name: &str) -> String {
    Path::new(name)
        .file_name()
        .map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned())
}

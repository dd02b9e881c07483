//! One document, from its bytes to an [`Extraction`]: the floors called in their order. Takes bytes and options, gives
//! values; it prints nothing and knows no output format.

mod error;
mod load;
mod understand;

pub use error::{Error, ErrorKind, Place};

use crate::lexicon::Lexicon;
use crate::model::Extraction;
use crate::source::{Document, Media};
use std::io::Read;
use std::path::Path;

/// The largest input that is read unless [`Options::with_max_bytes`] says otherwise: 256 MB.
pub const DEFAULT_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// What an [`Extractor`] is to do differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    lexicon: Option<Overlay>,
    encoding: Option<String>,
    password: Option<String>,
    max_bytes: u64,
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
            lexicon: None,
            encoding: None,
            password: None,
            max_bytes: DEFAULT_MAX_BYTES,
        }
    }
}

impl Options {
    /// The built-in lexicon, encodings told from the bytes, no password, [`DEFAULT_MAX_BYTES`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lays the words of a lexicon file over the built-in ones. `name` is said in errors, `toml` is its text.
    #[must_use]
    pub fn with_lexicon(mut self, name: impl Into<String>, toml: impl Into<String>) -> Self {
        self.lexicon = Some(Overlay {
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
}

/// Reads documents. Making one is the costly part; it can be used for any number of documents, from several threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    options: Options,
    /// The built-in lexicon with an overlay; `None` for the built-in one as it is.
    lexicon: Option<std::sync::Arc<Lexicon>>,
}

impl Extractor {
    /// Makes ready what the options ask for.
    ///
    /// # Errors
    /// [`ErrorKind::Lexicon`] for a lexicon file with a fault, [`ErrorKind::UnknownEncoding`].
    pub fn new(options: Options) -> Result<Self, Error> {
        let lexicon = match &options.lexicon {
            None => None,
            Some(overlay) => {
                let built =
                    Lexicon::with_overlay(&[(&overlay.name, &overlay.toml)]).map_err(|error| Error {
                        file: overlay.name.clone(),
                        place: None,
                        kind: ErrorKind::Lexicon {
                            reason: error.to_string(),
                        },
                    })?;
                Some(std::sync::Arc::new(built))
            }
        };
        Ok(Self { options, lexicon })
    }

    /// What words mean to this extractor.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.as_deref().unwrap_or_else(|| Lexicon::builtin())
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
            Media::Pdf => self.read_pdf(name, bytes),
        }
    }

    /// Reads an input and everything that it says of money.
    ///
    /// # Errors
    /// As [`Extractor::read`]. What is wrong inside a readable document is in its diagnostics.
    pub fn extract(&self, name: &str, bytes: Vec<u8>) -> Result<Extraction, Error> {
        let blake3 = blake3::hash(&bytes).to_hex().to_string();
        let document = self.read(name, bytes)?;
        Ok(understand::understand(document, blake3, self.lexicon()))
    }
}

impl Extractor {
    fn read_text(&self, name: &str, bytes: Vec<u8>) -> Result<Document, Error> {
        use crate::source::text::{self, TextErrorKind, TextOptions};
        let looks_like = magic(&bytes);
        if looks_like.is_some() {
            return Err(Error::new(name, ErrorKind::NotADocument { looks_like }));
        }
        let mut options = TextOptions::default();
        if let Some(encoding) = &self.options.encoding {
            options = options.with_encoding(encoding);
        }
        text::read(&file_name(name), bytes, &options).map_err(|error| match error.kind {
            TextErrorKind::UnknownEncoding { label } => {
                Error::new(name, ErrorKind::UnknownEncoding { name: label })
            }
            TextErrorKind::Binary { .. } => Error::new(name, ErrorKind::NotADocument { looks_like: None }),
            TextErrorKind::TooLarge { .. } => Error::new(
                name,
                ErrorKind::TooLarge {
                    limit: u64::from(u32::MAX),
                },
            ),
        })
    }

    fn read_pdf(&self, name: &str, _bytes: Vec<u8>) -> Result<Document, Error> {
        let reason = "this version does not read PDF yet".to_owned();
        Err(Error::new(name, ErrorKind::Pdf { reason }))
    }
}

/// The name without its folder: where a document lay is nobody's business.
fn file_name(name: &str) -> String {
    Path::new(name)
        .file_name()
        .map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Formats that people give by mistake, by their first bytes.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "a ZIP archive, as .xlsx, .docx and .pptx are"),
        (b"\xD0\xCF\x11\xE0", "an old Office file (.xls, .doc, .ppt)"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x7FELF", "a program"),
    ];
    KNOWN
        .into_iter()
        .find(|(head, _)| bytes.starts_with(head))
        .map(|(_, what)| what)
}

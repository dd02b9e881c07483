//! One document, from its bytes to an [`Extraction`]: the floors called in their order. Takes bytes and options, gives
//! values; it prints nothing and knows no output format.

mod error;
mod load;

pub use error::{Error, ErrorKind, Place};

use crate::model::{DocumentInfo, Extraction, SourceInfo};
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
}

impl Extractor {
    /// Makes ready what the options ask for.
    ///
    /// # Errors
    /// [`ErrorKind::Lexicon`] for a lexicon file with a fault, [`ErrorKind::UnknownEncoding`].
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self { options })
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
        Ok(self.understand(document, blake3))
    }
}

// ---- the floors between reading and output -------------------------------------------------------------------------

impl Extractor {
    /// Layout, grammar, linking and reconciling of a document that was read.
    fn understand(&self, document: Document, blake3: String) -> Extraction {
        Extraction {
            lexicon: String::new(),
            source: SourceInfo {
                name: document.name,
                media_type: document.media.mime(),
                bytes: document.bytes,
                blake3,
                pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
            },
            document: DocumentInfo {
                kind: "other".to_owned(),
                ..DocumentInfo::default()
            },
            requests: Vec::new(),
            totals: Vec::new(),
            checks: Vec::new(),
            diagnostics: document.diagnostics,
        }
    }

    fn read_text(&self, name: &str, bytes: Vec<u8>) -> Result<Document, Error> {
        use crate::source::{Page, PageContent, TextLine};
        let size = bytes.len() as u64;
        let looks_like = magic(&bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        drop(bytes);
        if looks_like.is_some() || !is_text(&text) {
            return Err(Error::new(name, ErrorKind::NotADocument { looks_like }));
        }
        let mut start = 0;
        let mut lines = Vec::new();
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            lines.push(TextLine {
                number: u32::try_from(number + 1).unwrap_or(u32::MAX),
                source_span: (start..end).into(),
            });
            start += line.len();
        }
        Ok(Document {
            name: file_name(name),
            media: Media::Text,
            bytes: size,
            text,
            pages: vec![Page {
                number: crate::span::PageNumber::FIRST,
                content: PageContent::Text { lines },
            }],
            diagnostics: Vec::new(),
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

/// Whether decoded bytes are text for the most part: a few damaged places are, one character in ten is not.
fn is_text(text: &str) -> bool {
    const SAMPLE: usize = 1 << 16;
    let odd = |character: &char| {
        *character == char::REPLACEMENT_CHARACTER
            || (character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}'))
    };
    let seen = text.chars().take(SAMPLE).count();
    let strange = text.chars().take(SAMPLE).filter(odd).count();
    strange * 10 <= seen
}

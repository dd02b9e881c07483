//! PDF bytes to a [`super::Document`]: pages of positioned glyphs with their colours, ruling lines, boxes and pictures.
//! The only place that names lopdf and hayro-cmap. A fault stays as small as it is: a damaged stream or a missing font
//! is a diagnostic of its page, and only a file that cannot be opened at all is an error.

mod annotations;
mod clean;
mod color;
mod coloring;
mod drawing;
mod filters;
mod fonts;
mod forms;
mod function;
mod graphics;
mod interpreter;
pub mod lexer;
mod marked;
mod matrix;
mod objects;
mod page;
mod state;
mod suspect;
mod text;

pub use fonts::ToUnicode;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::source::{Document, Media, Page, PageContent};
use crate::span::PageNumber;
use interpreter::Shared;
use objects::Objects;
use page::PageTree;

/// How a PDF is read, and the limits that keep a hostile one from taking the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PdfOptions {
    /// The user or owner password; the empty one is always tried.
    pub password: Option<String>,
    /// Bytes that one stream may decompress to.
    pub max_stream_bytes: usize,
    /// Bytes of page content that are run in the whole document, forms counted each time they are drawn; 32 times the
    /// size of the file are allowed in any case.
    pub max_content_bytes: u64,
    /// Objects in the file.
    pub max_objects: usize,
    /// Forms within forms.
    pub max_depth: usize,
    /// Pages read; the rest is left out with a diagnostic.
    pub max_pages: usize,
    /// Glyphs and shapes in the whole document.
    pub max_glyphs: usize,
}

impl Default for PdfOptions {
    fn default() -> Self {
        Self {
            password: None,
            max_stream_bytes: 128 << 20,
            max_content_bytes: 256 << 20,
            max_objects: 4_000_000,
            max_depth: 32,
            max_pages: 20_000,
            max_glyphs: 10_000_000,
        }
    }
}

impl PdfOptions {
    /// Opens the file with `password` where the empty one does not.
    #[must_use]
    pub fn with_password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Limits what one stream may decompress to.
    #[must_use]
    pub fn with_max_stream_bytes(mut self, bytes: usize) -> Self {
        self.max_stream_bytes = bytes;
        self
    }

    /// Limits the page content that is run in the whole document.
    #[must_use]
    pub fn with_max_content_bytes(mut self, bytes: u64) -> Self {
        self.max_content_bytes = bytes;
        self
    }

    fn content_limit(&self, file_bytes: usize) -> u64 {
        self.max_content_bytes.max(file_bytes as u64 * 32)
    }

    /// Limits the objects in the file.
    #[must_use]
    pub fn with_max_objects(mut self, objects: usize) -> Self {
        self.max_objects = objects;
        self
    }

    /// Limits how deep forms may stand in forms.
    #[must_use]
    pub fn with_max_depth(mut self, depth: usize) -> Self {
        self.max_depth = depth;
        self
    }

    /// Limits the pages read.
    #[must_use]
    pub fn with_max_pages(mut self, pages: usize) -> Self {
        self.max_pages = pages;
        self
    }

    /// Limits the glyphs read.
    #[must_use]
    pub fn with_max_glyphs(mut self, glyphs: usize) -> Self {
        self.max_glyphs = glyphs;
        self
    }
}

/// A PDF that could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {kind}")]
pub struct PdfError {
    /// Name of the input.
    pub name: String,
    /// Why.
    pub kind: PdfErrorKind,
}

/// Why a PDF could not be opened, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfErrorKind {
    /// Bytes without `%PDF-`.
    #[error("this is not a PDF file: it has no %PDF- header; give a PDF or a text file")]
    NotPdf,
    /// A file that opens only with its password.
    #[error("the file is encrypted and needs a password; give it with --password")]
    NeedsPassword,
    /// A password that does not open the file.
    #[error("the password does not open this file; give its user or owner password with --password")]
    WrongPassword,
    /// An encryption that is not known or is damaged.
    #[error("the file's encryption cannot be undone ({0}); save it without encryption and try again")]
    Encryption(String),
    /// A file whose structure is beyond repair.
    #[error("the file is damaged beyond repair ({0}); get it again, or repair it with a tool such as qpdf")]
    Damaged(String),
    /// A file without a single page.
    #[error("the file has no page that can be found; get it again, or repair it with a tool such as qpdf")]
    NoPages,
    /// A stream of the file's structure that decompresses to more than allowed.
    #[error(
        "a stream of the file's structure is larger than the limit of {limit} bytes; the file may be a trap"
    )]
    StreamTooLarge {
        /// The limit.
        limit: usize,
    },
    /// More objects than allowed.
    #[error("the file has {found} objects, more than the limit of {limit}; the file may be a trap")]
    TooManyObjects {
        /// How many it has.
        found: usize,
        /// The limit.
        limit: usize,
    },
}

/// Reads a whole PDF.
///
/// `name` stands in the document and in errors.
///
/// # Errors
///
/// [`PdfError`] where the file cannot be opened at all. A page that cannot be read is an empty page with a diagnostic.
pub fn read(name: &str, bytes: &[u8], options: &PdfOptions) -> Result<Document, PdfError> {
    let mut file = PdfFile::open(name, bytes, options)?;
    let mut pages = Vec::with_capacity(file.page_count());
    while let Some(page) = file.next_page() {
        pages.push(page);
    }
    Ok(Document {
        name: name.to_owned(),
        media: Media::Pdf,
        bytes: bytes.len() as u64,
        text: String::new(),
        pages,
        diagnostics: file.take_diagnostics(),
    })
}

/// An opened PDF that gives its pages one by one, so that a long book need not be held whole.
#[derive(Debug)]
pub struct PdfFile {
    objects: Objects,
    shared: Shared,
    tree: PageTree,
    next: usize,
    has_text: bool,
    diagnostics: Vec<Diagnostic>,
}

impl PdfFile {
    /// Opens a PDF and finds its pages; none is read yet.
    ///
    /// # Errors
    ///
    /// As [`read`].
    pub fn open(name: &str, bytes: &[u8], options: &PdfOptions) -> Result<Self, PdfError> {
        let fail = |kind| PdfError {
            name: name.to_owned(),
            kind,
        };
        if Media::of(bytes) != Media::Pdf {
            return Err(fail(PdfErrorKind::NotPdf));
        }
        let objects = Objects::load(bytes, options).map_err(fail)?;
        let mut tree = PageTree::read(&objects, options.max_pages, options.max_depth);
        if tree.leaves.is_empty() {
            return Err(fail(PdfErrorKind::NoPages));
        }
        let mut diagnostics = std::mem::take(&mut tree.diagnostics);
        if objects.was_rebuilt() {
            diagnostics.push(Diagnostic::warning(
                codes::DAMAGED,
                "The file's table of objects is damaged; it was rebuilt from the objects found.",
                Location::default(),
            ));
        }
        let shared = Shared {
            fonts: fonts::FontCache::default(),
            layers: marked::Layers::read(&objects),
            content_left: options.content_limit(bytes.len()),
            glyphs_left: options.max_glyphs,
            max_depth: options.max_depth,
        };
        Ok(Self {
            objects,
            shared,
            tree,
            next: 0,
            has_text: false,
            diagnostics,
        })
    }

    /// Number of pages.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.tree.leaves.len()
    }

    /// The next page, until there is none.
    pub fn next_page(&mut self) -> Option<Page> {
        let leaf = self.tree.leaves.get(self.next)?;
        let number = PageNumber::from_index(self.next);
        let sheet = if self.shared.is_exhausted() || !self.objects.has_work_left() {
            // The page at which the limit was reached has said so for all that follow.
            page::blank(&self.objects, leaf)
        } else {
            page::read(
                &self.objects,
                &mut self.shared,
                leaf,
                number,
                &mut self.diagnostics,
            )
        };
        self.next += 1;
        self.has_text |= !sheet.glyphs.is_empty();
        if self.next == self.tree.leaves.len() && !self.has_text {
            self.diagnostics.push(Diagnostic::warning(
                codes::EMPTY,
                "No text could be read from this document.",
                Location::default(),
            ));
        }
        Some(Page {
            number,
            content: PageContent::Sheet(sheet),
        })
    }

    /// What went wrong since the last call.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }
}

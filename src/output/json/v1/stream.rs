//! A whole extraction to bytes, item by item, so that writing takes no memory that grows with the document. Each request
//! is made JSON once: its hash is taken of that, and the same bytes are written with `id` and `row` put in.

use super::view::hash_of;
use super::{Check, Corrected, Coverage, Diagnostic, Document, Generator, Request, SCHEMA, Source, Total};
use crate::model::Extraction;
use crate::output::json::text::{Layout, Text, escaped};
use serde::Serialize;
use std::io::{self, Write};

/// How many bytes are gathered before they are written.
const BLOCK: usize = 1 << 16;

/// A row begins so; its id is put in before the byte [`ID`], its hash before the byte [`ROW`].
const HEAD: &str = r#"{"id":"","row":"","#;
const ID: usize = r#"{"id":""#.len();
const ROW: usize = r#"{"id":"","row":""#.len();

/// Writes an extraction: the same keys in the same order as [`super::Extraction`].
pub(in crate::output::json) fn write(
    extraction: &Extraction,
    layout: Layout,
    to: impl Write,
) -> io::Result<()> {
    let mut stream = Stream {
        text: Text::default(),
        block: Vec::with_capacity(BLOCK + BLOCK / 4),
        layout,
        to,
    };
    stream.text.open_object();
    stream.field("schema", SCHEMA)?;
    stream.field("generator", &Generator::of(extraction))?;
    stream.field("source", &Source::from(&extraction.source))?;
    stream.field("document", &Document::from(&extraction.document))?;
    stream.list("requests", &extraction.requests, |stream, request| {
        stream.request(&Request::unnamed(request), &request.id)
    })?;
    stream.list("totals", &extraction.totals, |stream, total| {
        stream.item(&Total::from(total))
    })?;
    stream.list("checks", &extraction.checks, |stream, check| {
        stream.item(&Check::from(check))
    })?;
    stream.list("corrections", &extraction.corrections, |stream, one| {
        stream.item(&Corrected::from(one))
    })?;
    let coverage: Option<Coverage<'_>> = extraction.coverage.as_ref().map(Into::into);
    stream.field("coverage", &coverage)?;
    stream.list("diagnostics", &extraction.diagnostics, |stream, finding| {
        stream.item(&Diagnostic::from(finding))
    })?;
    stream.text.close_object();
    stream.pass_on()?;
    stream.block.push(b'\n');
    stream.to.write_all(&stream.block)?;
    stream.to.flush()
}

struct Stream<W> {
    text: Text,
    /// Laid out, not yet written.
    block: Vec<u8>,
    layout: Layout,
    to: W,
}

impl<W: Write> Stream<W> {
    fn field(&mut self, key: &'static str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
        self.text.field(key, value).map_err(io::Error::other)
    }

    fn list<T>(
        &mut self,
        key: &'static str,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.text.key(key);
        self.text.open_list();
        for item in items {
            write(self, item)?;
        }
        self.text.close_list();
        Ok(())
    }

    fn item(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.text.item(value).map_err(io::Error::other)?;
        self.pass_on()
    }

    fn request(&mut self, row: &Request<'_>, id: &str) -> io::Result<()> {
        let start = self.text.next_item();
        self.text.item(row).map_err(io::Error::other)?;
        let json = self.text.bytes().get(start..).unwrap_or(&[]);
        debug_assert!(json.starts_with(HEAD.as_bytes()));
        let hash = hash_of(json);
        self.text.insert(start + ROW, &hash);
        self.text.insert(start + ID, &escaped(id));
        self.pass_on()
    }

    /// Lays out what was made and writes it once there is enough.
    fn pass_on(&mut self) -> io::Result<()> {
        self.text.take(self.layout, &mut self.block);
        if self.block.len() >= BLOCK {
            self.to.write_all(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }
}

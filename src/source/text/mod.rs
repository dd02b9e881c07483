//! Text bytes to a [`super::Document`]: the encoding is told or taken from the caller, the text is cut into lines and
//! pages. Damaged bytes never lose the rest: they become U+FFFD, with a diagnostic that says where in the input they stand.

mod encoding;
mod pages;

use self::encoding::{Damage, Decoded};
use super::{Document, Media, Page, PageContent};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::span::Span;

/// How to read a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextOptions {
    encoding: Option<String>,
}

impl TextOptions {
    /// Reads in the encoding that `label` names instead of telling it from the bytes. Any label of the WHATWG Encoding
    /// Standard is known (`utf-8`, `shift_jis`, `euc-jp`, `utf-16le`, …), and `cp932`, `cp51932`, `jis` beside them.
    #[must_use]
    pub fn with_encoding(mut self, label: impl Into<String>) -> Self {
        self.encoding = Some(label.into());
        self
    }
}

/// Why bytes could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct TextError {
    /// The bytes of the input that show it; empty where it concerns the whole.
    pub span: Span,
    /// What is wrong.
    pub kind: TextErrorKind,
}

/// What is wrong with bytes that should be text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextErrorKind {
    /// No text in any encoding, such as the bytes of a picture.
    #[error(
        "this is not text but {what}: give the document as a PDF or as plain text (save it as one of the two), or name the encoding with --encoding"
    )]
    Binary {
        /// What the bytes look like.
        what: &'static str,
    },
    /// The caller's label, such as `latin-99`, names no encoding.
    #[error(
        "there is no encoding {label:?}: use utf-8, utf-16le, utf-16be, shift_jis, euc-jp, iso-2022-jp or another label of the WHATWG Encoding Standard"
    )]
    UnknownEncoding {
        /// The label as given.
        label: String,
    },
    /// A text of 4 GiB or more once decoded: places in it could not be told.
    #[error("the text has {bytes} bytes once decoded, and the limit is 4 GiB: split it")]
    TooLarge {
        /// Bytes of the decoded text.
        bytes: usize,
    },
}

/// Reads a text.
///
/// Valid UTF-8 given as a `Vec<u8>` is taken over without a copy. A text without a visible character is no error: it has
/// one page and the diagnostic [`codes::EMPTY`].
///
/// # Errors
///
/// Bytes that are no text in any encoding, an unknown encoding label, and a text of 4 GiB or more.
pub fn read(name: &str, bytes: impl Into<Vec<u8>>, options: &TextOptions) -> Result<Document, TextError> {
    let bytes = bytes.into();
    let input_bytes = bytes.len();
    let whole = |kind| TextError {
        span: Span::default(),
        kind,
    };
    let known = encoding::known_format(&bytes);
    let decoded = encoding::decode(bytes, options.encoding.as_deref()).map_err(whole)?;
    if u32::try_from(decoded.text.len()).is_err() {
        return Err(whole(TextErrorKind::TooLarge {
            bytes: decoded.text.len(),
        }));
    }
    let controls = Controls::count(&decoded.text);
    if let Some(what) = known
        && (controls.count > 0 || decoded.damage.sequences > 0)
    {
        return Err(whole(TextErrorKind::Binary { what }));
    }
    if is_junk(&decoded, &controls) {
        let span = decoded
            .damage
            .first
            .first()
            .map_or(Span::default(), |run| run.input);
        let what = "binary data";
        return Err(TextError {
            span,
            kind: TextErrorKind::Binary { what },
        });
    }
    let pages = pages::cut(&decoded.text);
    let diagnostics = diagnose(&decoded, &controls, &pages);
    Ok(Document {
        name: name.to_owned(),
        media: Media::Text,
        bytes: input_bytes as u64,
        text: decoded.text,
        pages,
        diagnostics,
    })
}

/// Control characters that no text has a use for.
#[derive(Debug, Default)]
struct Controls {
    count: usize,
    first: Option<usize>,
    /// NULs at the very end: a file written in blocks, not a binary one.
    padding: usize,
}

impl Controls {
    fn count(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_control = |byte: u8| ((byte < 0x20) & !(0x09..=0x0D).contains(&byte)) | (byte == 0x7F);
        let mut found = Self::default();
        // Counted by blocks, so that the common case of none runs at the speed of memory.
        for (index, block) in bytes.chunks(4096).enumerate() {
            // No branch inside, so that many bytes are looked at at once.
            if !block.iter().fold(false, |any, byte| any | is_control(*byte)) {
                continue;
            }
            found.count += block.iter().filter(|byte| is_control(**byte)).count();
            let first = block.iter().position(|byte| is_control(*byte));
            found.first = found.first.or(first.map(|at| index * 4096 + at));
        }
        for at in memchr::memchr_iter(0xC2, bytes) {
            if matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9F)) {
                found.count += 1;
                found.first = Some(found.first.map_or(at, |first| first.min(at)));
            }
        }
        if found.count > 0 {
            found.padding = bytes.iter().rev().take_while(|byte| **byte == 0).count();
        }
        found
    }
}

/// Whether so much is damaged or control characters that the bytes were no text: more than one in eight.
fn is_junk(decoded: &Decoded, controls: &Controls) -> bool {
    let inside = controls.count - controls.padding;
    let suspect = inside + decoded.damage.bytes;
    if suspect == 0 {
        return controls.padding > 0 && controls.padding == decoded.text.len();
    }
    suspect.saturating_mul(8) > decoded.text.len() - controls.padding
}

fn diagnose(decoded: &Decoded, controls: &Controls, pages: &[Page]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if decoded.guessed {
        out.push(Diagnostic::info(
            codes::ENCODING_GUESSED,
            format!(
                "read as {}, which the bytes suggest but do not prove: if the text looks wrong, name the encoding with --encoding",
                decoded.encoding
            ),
            Location::default(),
        ));
    }
    let Damage {
        runs, bytes, first, ..
    } = &decoded.damage;
    for run in first {
        let message = format!(
            "{} at byte {} of the input {} no {} and {} read as U+FFFD",
            if run.input.len() == 1 {
                "a byte".to_owned()
            } else {
                format!("{} bytes", run.input.len())
            },
            run.input.start,
            if run.input.len() == 1 { "is" } else { "are" },
            decoded.encoding,
            if run.input.len() == 1 { "was" } else { "were" },
        );
        out.push(Diagnostic::warning(
            codes::UNDECODABLE,
            message,
            locate(pages, run.text),
        ));
    }
    if *runs > first.len() {
        let message = format!(
            "{} places in all, {bytes} bytes, are no {}: the first {} are listed; if there are many, name the encoding with --encoding",
            runs,
            decoded.encoding,
            first.len()
        );
        out.push(Diagnostic::warning(
            codes::UNDECODABLE,
            message,
            Location::default(),
        ));
    }
    if let Some(first) = controls.first {
        let message = format!(
            "{} NUL or other control character{} in the text, passed over; the first is here",
            controls.count,
            if controls.count == 1 { "" } else { "s" }
        );
        out.push(Diagnostic::warning(
            codes::CONTROL_CHARACTERS,
            message,
            locate(pages, Span::new(first, first + 1)),
        ));
    }
    if pages.iter().all(
        |page| matches!(&page.content, PageContent::Text { lines } if lines.iter().all(|line| line.source_span.slice(&decoded.text).trim().is_empty())),
    ) {
        out.push(Diagnostic::warning(
            codes::EMPTY,
            "the document has no visible character",
            Location::default(),
        ));
    }
    out
}

/// The page and line in which a range of the text begins.
fn locate(pages: &[Page], source_span: Span) -> Location {
    let first_line = |page: &Page| match &page.content {
        PageContent::Text { lines } => lines.first().copied(),
        PageContent::Sheet(_) => None,
    };
    // Pages without lines have no place of their own: they are passed over by looking back.
    let mut index = pages.partition_point(|page| {
        first_line(page).is_none_or(|line| line.source_span.start <= source_span.start)
    });
    while let Some(page) = index.checked_sub(1).and_then(|index| pages.get(index)) {
        index -= 1;
        let PageContent::Text { lines } = &page.content else {
            continue;
        };
        let after = lines.partition_point(|line| line.source_span.start <= source_span.start);
        if let Some(line) = after.checked_sub(1).and_then(|at| lines.get(at)) {
            return Location::text(page.number, line.number, source_span);
        }
    }
    Location {
        source_span: Some(source_span),
        ..Location::default()
    }
}

#[cfg(test)]
mod tests;

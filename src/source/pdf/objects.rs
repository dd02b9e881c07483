//! The file's objects, as lopdf loads, repairs and decrypts them, behind lenient look-ups: what is missing or of the
//! wrong type is absent, never an error. Streams are decoded here, within limits.

use std::borrow::Cow;
use std::cell::Cell;

use lopdf::{DecompressError, Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::{PdfErrorKind, PdfOptions};

/// A loaded file.
#[derive(Debug)]
pub(super) struct Objects {
    document: Document,
    max_stream_bytes: usize,
    /// Bytes of work that may still be done on streams and arrays, whoever asks.
    work_left: Cell<u64>,
}

/// A decoded stream.
#[derive(Debug, Default)]
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) fault: Option<StreamFault>,
}

/// Why a stream was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StreamFault {
    /// The compressed data breaks off or is wrong.
    Damaged,
    /// It would have become larger than allowed.
    TooLarge,
    /// The document has used up what it may cost.
    NoWorkLeft,
    /// A filter that does not carry text.
    UnknownFilter,
}

impl StreamFault {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Damaged => "its compressed data is damaged",
            Self::TooLarge => "it is larger than the limit for one stream",
            Self::NoWorkLeft => "the document's limit of decoded data is reached",
            Self::UnknownFilter => "its filter is not known",
        }
    }
}

const NULL: Object = Object::Null;

impl Objects {
    pub(super) fn load(bytes: &[u8], options: &PdfOptions) -> Result<Self, PdfErrorKind> {
        let mut document = Self::load_document(bytes, options, false)?;
        if document.is_encrypted() && document.encryption_state.is_none() {
            return Err(PdfErrorKind::NeedsPassword);
        }
        if document.objects.len() > options.max_objects {
            return Err(PdfErrorKind::TooManyObjects {
                found: document.objects.len(),
                limit: options.max_objects,
            });
        }
        // Pictures are never looked into; dropping their data halves the memory of scanned files.
        for object in document.objects.values_mut() {
            if let Object::Stream(stream) = object
                && stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image")
            {
                stream.content = Vec::new();
            }
        }
        Ok(Self {
            document,
            max_stream_bytes: options.max_stream_bytes,
            // Content is decoded once for each time it is run; fonts and colours come on top.
            work_left: Cell::new(options.content_limit(bytes.len()).saturating_mul(2)),
        })
    }

    fn load_document(bytes: &[u8], options: &PdfOptions, rebuild: bool) -> Result<Document, PdfErrorKind> {
        let load = LoadOptions {
            password: options.password.clone(),
            max_decompressed_size: Some(options.max_stream_bytes),
            force_reconstruct: rebuild,
            ..LoadOptions::default()
        };
        match Document::load_mem_with_options(bytes, load) {
            Ok(document) => Ok(document),
            Err(lopdf::Error::InvalidPassword) => Err(PdfErrorKind::WrongPassword),
            Err(lopdf::Error::Decryption(error)) => Err(PdfErrorKind::Encryption(error.to_string())),
            Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                Err(PdfErrorKind::StreamTooLarge {
                    limit: options.max_stream_bytes,
                })
            }
            Err(error) if !rebuild => Self::load_document(bytes, options, true)
                .map_err(|_| PdfErrorKind::Damaged(error.to_string())),
            Err(error) => Err(PdfErrorKind::Damaged(error.to_string())),
        }
    }

    /// Every object with its number, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ObjectId, &Object)> {
        self.document.objects.iter().map(|(id, object)| (*id, object))
    }

    /// The object with this number.
    pub(super) fn object(&self, id: ObjectId) -> Option<&Object> {
        self.document.get_object(id).ok()
    }

    pub(super) fn catalog(&self) -> Option<&Dictionary> {
        let root = self.document.trailer.get(b"Root").ok()?;
        self.resolve(root).as_dict().ok()
    }

    /// Whether lopdf had to rebuild the cross-reference table.
    pub(super) fn was_rebuilt(&self) -> bool {
        self.document.xref_recovery.is_some()
    }

    pub(super) fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(_) => self
                .document
                .dereference(object)
                .map_or(&NULL, |(_, object)| object),
            other => other,
        }
    }

    pub(super) fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> &'a Object {
        dictionary.get(key).map_or(&NULL, |object| self.resolve(object))
    }

    pub(super) fn dictionary<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dictionary(self.get(dictionary, key))
    }

    pub(super) fn array<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> &'a [Object] {
        match self.get(dictionary, key) {
            Object::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn name<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> &'a [u8] {
        self.get(dictionary, key).as_name().unwrap_or_default()
    }

    pub(super) fn number(&self, object: &Object) -> Option<f32> {
        number(self.resolve(object))
    }

    pub(super) fn number_at(&self, dictionary: &Dictionary, key: &[u8]) -> Option<f32> {
        number(self.get(dictionary, key))
    }

    pub(super) fn integer_at(&self, dictionary: &Dictionary, key: &[u8]) -> Option<i64> {
        #[allow(clippy::cast_possible_truncation)]
        match self.get(dictionary, key) {
            Object::Integer(value) => Some(*value),
            Object::Real(value) => Some(*value as i64),
            _ => None,
        }
    }

    /// An array of exactly `N` numbers.
    pub(super) fn numbers<const N: usize>(&self, object: &Object) -> Option<[f32; N]> {
        let Object::Array(items) = self.resolve(object) else {
            return None;
        };
        let mut out = [0.0; N];
        for (slot, item) in out.iter_mut().zip(items.get(..N)?) {
            *slot = self.number(item)?;
        }
        Some(out)
    }

    /// Takes `cost` bytes of work from what the document may cause; whether there was any left. Many objects may lead to
    /// one large stream or array, so its size alone does not bound the work.
    pub(super) fn charge(&self, cost: usize) -> bool {
        let left = self.work_left.get();
        self.work_left.set(left.saturating_sub(cost as u64));
        left > 0
    }

    /// Whether the document may still cause work.
    pub(super) fn has_work_left(&self) -> bool {
        self.work_left.get() > 0
    }

    /// The data of a stream after its filters; what could be decoded before a fault is kept.
    pub(super) fn decode<'a>(&self, stream: &'a Stream) -> Decoded<'a> {
        if !self.charge(64) {
            return Decoded {
                bytes: Cow::Borrowed(&[]),
                fault: Some(StreamFault::NoWorkLeft),
            };
        }
        let decoded = self.filtered(stream, self.max_stream_bytes);
        self.charge(decoded.bytes.len());
        decoded
    }
}

/// The dictionary that an object is or, for a stream, has.
pub(super) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// An integer or real.
pub(super) fn number(object: &Object) -> Option<f32> {
    #[allow(clippy::cast_precision_loss)]
    match object {
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => Some(*value),
        _ => None,
    }
}

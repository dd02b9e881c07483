//! Fonts, as far as text needs them: the codes in a string, their characters, widths and origins. Fonts are read when
//! a page first uses them, and each code is looked up once.

mod codes;
mod composite;
mod encoding;
mod program;
mod simple;
mod standard_tables;
mod to_unicode;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use hayro_cmap::CMap;
use lopdf::{Dictionary, Object, ObjectId};

use super::objects::Objects;
use crate::source::GlyphText;
use composite::Composite;
use simple::Simple;
pub use to_unicode::ToUnicode;

/// One font.
#[derive(Debug)]
pub(super) struct Font {
    kind: Kind,
    /// Height above the baseline, in font sizes.
    pub(super) ascent: f32,
    /// Depth below the baseline, in font sizes; negative.
    pub(super) descent: f32,
    /// Height of its letters, in font sizes: 1, but for Type 3 fonts that draw in units of their own.
    pub(super) em: f32,
}

#[derive(Debug)]
enum Kind {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

/// What a font says about one code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    /// Its characters, U+FFFD where no way leads to any.
    pub(super) text: GlyphText,
    /// Width, in font sizes.
    pub(super) width: f32,
    /// Only for vertical writing: how far the next glyph is, and where this one's origin lies, in font sizes.
    pub(super) down: Vertical,
}

/// Vertical metrics (ISO 32000-1, 9.7.4.3), in font sizes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vertical {
    /// Advance, negative for downwards.
    pub(super) advance: f32,
    /// The vertical origin seen from the horizontal one.
    pub(super) x: f32,
    /// The same, upwards.
    pub(super) y: f32,
}

impl Vertical {
    const NONE: Self = Self {
        advance: -1.0,
        x: 0.0,
        y: 0.0,
    };
}

/// Ascent and descent of Japanese letters.
const EM_BOX: (f32, f32) = (0.88, -0.12);

const UNKNOWN: GlyphText = GlyphText::One(char::REPLACEMENT_CHARACTER);

impl Font {
    pub(super) fn read(objects: &Objects, dictionary: &Dictionary) -> Self {
        let descendant = objects
            .array(dictionary, b"DescendantFonts")
            .first()
            .and_then(|object| super::objects::as_dictionary(objects.resolve(object)));
        let composite = objects.name(dictionary, b"Subtype") == b"Type0" || descendant.is_some();
        let inner = descendant.unwrap_or(dictionary);
        let descriptor = objects.dictionary(inner, b"FontDescriptor");
        let to_unicode = read_to_unicode(objects, dictionary);
        let (kind, default) = if composite {
            let font = Composite::read(objects, dictionary, inner, to_unicode);
            (Kind::Composite(Box::new(font)), EM_BOX)
        } else {
            let font = Simple::read(objects, dictionary, &to_unicode);
            // Office programs write Japanese fonts as many simple ones, with an ascent of 0.
            let default = if font.is_japanese() { EM_BOX } else { (0.75, -0.25) };
            (Kind::Simple(Box::new(font)), default)
        };
        let (extent, em) = if objects.name(dictionary, b"Subtype") == b"Type3" {
            simple::type3_extent(objects, dictionary)
        } else {
            (descriptor.and_then(|descriptor| extent(objects, descriptor)), 1.0)
        };
        let (ascent, descent) = extent.unwrap_or((default.0 * em, default.1 * em));
        Self {
            em,
            kind,
            ascent,
            descent,
        }
    }

    /// Whether it is set from top to bottom.
    pub(super) fn is_vertical(&self) -> bool {
        match &self.kind {
            Kind::Composite(font) => font.is_vertical(),
            Kind::Simple(_) => false,
        }
    }

    /// Calls `each` for every code of `bytes`, with the code and whether it is the one-byte space that word spacing
    /// widens.
    pub(super) fn each(&self, objects: &Objects, bytes: &[u8], mut each: impl FnMut(&Code, bool)) {
        match &self.kind {
            Kind::Simple(font) => {
                for byte in bytes {
                    each(font.code(*byte), *byte == b' ');
                }
            }
            Kind::Composite(font) => font.each(objects, bytes, each),
        }
    }
}

fn read_to_unicode(objects: &Objects, dictionary: &Dictionary) -> ToUnicode {
    match objects.get(dictionary, b"ToUnicode") {
        Object::Stream(stream) => ToUnicode::parse(&objects.decode(stream).bytes),
        _ => ToUnicode::default(),
    }
}

/// Ascent and descent of a font descriptor, where they are of any use.
fn extent(objects: &Objects, descriptor: &Dictionary) -> Option<(f32, f32)> {
    let at = |key: &[u8]| objects.number_at(descriptor, key).unwrap_or(0.0) / 1000.0;
    // Some writers give the descent without its sign.
    let (ascent, descent) = (at(b"Ascent"), -at(b"Descent").abs());
    // A box around every glyph of a large font, or a metric of some other unit, says nothing about a line of text.
    let usable = |ascent: f32, descent: f32, most: f32| {
        let height = ascent - descent;
        ((0.5..=most).contains(&height) && ascent > 0.0).then_some((ascent, descent))
    };
    usable(ascent, descent, 1.8).or_else(|| {
        let [_, low, _, high] = objects.numbers::<4>(objects.get(descriptor, b"FontBBox"))?;
        usable(high / 1000.0, low.min(0.0) / 1000.0, 1.4)
    })
}

/// The fonts read so far, by object.
#[derive(Debug, Default)]
pub(super) struct FontCache {
    fonts: HashMap<ObjectId, Rc<Font>>,
}

/// Fonts kept at once; a file with more reads some again.
const MAX_CACHED: usize = 512;

impl FontCache {
    /// The font that `object` is or refers to.
    pub(super) fn get(&mut self, objects: &Objects, object: &Object) -> Option<Rc<Font>> {
        let id = object.as_reference().ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(font.clone());
        }
        let dictionary = objects.resolve(object).as_dict().ok()?;
        let font = Rc::new(Font::read(objects, dictionary));
        if let Some(id) = id {
            if self.fonts.len() >= MAX_CACHED {
                self.fonts.clear();
            }
            self.fonts.insert(id, font.clone());
        }
        Some(font)
    }
}

/// Whether the Adobe-Japan1 collection has a CID for a character of the first plane.
pub(super) fn is_in_japan1(character: char) -> bool {
    static UNICODE: LazyLock<Option<Arc<CMap>>> = LazyLock::new(|| codes::predefined(b"UniJIS-UTF16-H"));
    UNICODE.as_ref().is_none_or(|map| {
        map.lookup_cid_code(u32::from(character), 2)
            .is_some_and(|cid| cid > 0)
    })
}

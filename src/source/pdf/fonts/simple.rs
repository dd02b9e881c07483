//! Fonts with one-byte codes: Type 1, TrueType and Type 3.

use lopdf::{Dictionary, Object};

use super::super::objects::{Objects, as_dictionary};
use super::encoding::{differences, glyph_text, named, symbolic};
use super::standard_tables::{
    HELVETICA, HELVETICA_BOLD, STANDARD, TIMES, TIMES_BOLD, TIMES_BOLD_ITALIC, TIMES_ITALIC, WIN_ANSI,
};
use super::{Code, ToUnicode, UNKNOWN, Vertical, program};
use crate::source::GlyphText;

/// A font of 256 codes, all looked up when it is read.
#[derive(Debug)]
pub(super) struct Simple {
    codes: Vec<Code>,
}

static NO_CODE: Code = Code {
    text: UNKNOWN,
    width: 0.0,
    down: Vertical::NONE,
};

impl Simple {
    pub(super) fn read(objects: &Objects, font: &Dictionary, to_unicode: &ToUnicode) -> Self {
        let texts = texts(objects, font, to_unicode);
        let widths = widths(objects, font, &texts);
        let codes = texts
            .into_iter()
            .zip(widths)
            .map(|(text, width)| Code {
                text: text.unwrap_or(UNKNOWN),
                width,
                down: Vertical::NONE,
            })
            .collect();
        Self { codes }
    }

    /// Whether any of its codes is a kana, a kanji or a mark of theirs.
    pub(super) fn is_japanese(&self) -> bool {
        self.codes
            .iter()
            .any(|code| matches!(code.text, GlyphText::One('\u{2E80}'..='\u{9FFF}')))
    }

    pub(super) fn code(&self, byte: u8) -> &Code {
        self.codes.get(usize::from(byte)).unwrap_or(&NO_CODE)
    }
}

/// The font's name without the tag of a subset.
fn base_name<'a>(objects: &'a Objects, font: &'a Dictionary) -> &'a [u8] {
    let name = objects.name(font, b"BaseFont");
    if name.get(6) == Some(&b'+') {
        name.get(7..).unwrap_or_default()
    } else {
        name
    }
}

fn texts(objects: &Objects, font: &Dictionary, to_unicode: &ToUnicode) -> Vec<Option<GlyphText>> {
    let descriptor = objects.dictionary(font, b"FontDescriptor");
    let encoding = objects.get(font, b"Encoding");
    let encoding_dictionary = as_dictionary(encoding);
    let base = match encoding {
        Object::Name(name) => named(name),
        _ => encoding_dictionary.and_then(|dictionary| named(objects.name(dictionary, b"BaseEncoding"))),
    };
    let built_in = symbolic(base_name(objects, font));
    let default = if objects.name(font, b"Subtype") == b"TrueType" {
        &WIN_ANSI
    } else {
        &STANDARD
    };
    let renamed = encoding_dictionary
        .map(|dictionary| differences(objects, dictionary))
        .unwrap_or_default();

    let mut out: Vec<Option<GlyphText>> = (0..=255_u32).map(|code| to_unicode.text(code)).collect();
    for (code, name) in &renamed {
        if let Some(slot) = out.get_mut(usize::from(*code))
            && slot.is_none()
        {
            *slot = glyph_text(name);
        }
    }
    // A font without a base encoding speaks its own.
    let own = match (base, built_in, descriptor) {
        (None, None, Some(descriptor)) if to_unicode.is_empty() => program::read(objects, descriptor),
        _ => None,
    };
    let table = base.or(built_in).unwrap_or(default);
    for (code, slot) in out.iter_mut().enumerate() {
        let is_renamed = renamed.iter().any(|(renamed, _)| usize::from(*renamed) == code);
        if slot.is_some() || is_renamed {
            continue;
        }
        *slot = own
            .as_ref()
            .and_then(|own| own.by_code.get(&u8::try_from(code).ok()?).cloned())
            .or_else(|| {
                let character = *table.get(code)?;
                (character != char::REPLACEMENT_CHARACTER).then_some(GlyphText::One(character))
            });
    }
    out
}

fn widths(objects: &Objects, font: &Dictionary, texts: &[Option<GlyphText>]) -> Vec<f32> {
    let scale = if objects.name(font, b"Subtype") == b"Type3" {
        objects
            .numbers::<6>(objects.get(font, b"FontMatrix"))
            .map_or(0.001, |matrix| {
                let [a, b, ..] = matrix;
                if b == 0.0 { a } else { a.hypot(b) }
            })
    } else {
        0.001
    };
    let given = objects.array(font, b"Widths");
    let first = objects.integer_at(font, b"FirstChar").unwrap_or(0);
    let missing = objects
        .dictionary(font, b"FontDescriptor")
        .and_then(|descriptor| objects.number_at(descriptor, b"MissingWidth"));
    let standard = standard_widths(base_name(objects, font));
    (0..256_i64)
        .zip(texts)
        .map(|(code, text)| {
            usize::try_from(code - first)
                .ok()
                .and_then(|index| objects.number(given.get(index)?))
                .map(|width| width * scale)
                .or_else(|| {
                    if given.is_empty() {
                        standard_width(standard, text.as_ref()?)
                    } else {
                        None
                    }
                })
                .or_else(|| missing.map(|width| width * scale))
                .unwrap_or(0.0)
        })
        .map(|width| if width.abs() < 1e4 { width } else { 0.0 })
        .collect()
}

/// Widths of the standard font that stands in for `name`.
fn standard_widths(name: &[u8]) -> Option<&'static [u16; 256]> {
    let lower = name.to_ascii_lowercase();
    let has = |part: &str| memchr::memmem::find(&lower, part.as_bytes()).is_some();
    let bold = has("bold");
    let italic = has("italic") || has("oblique");
    if has("courier") || has("mono") {
        return None;
    }
    Some(
        match (has("times") || has("serif") || has("roman"), bold, italic) {
            (true, true, true) => &TIMES_BOLD_ITALIC,
            (true, true, false) => &TIMES_BOLD,
            (true, false, true) => &TIMES_ITALIC,
            (true, false, false) => &TIMES,
            (false, true, _) => &HELVETICA_BOLD,
            (false, false, _) => &HELVETICA,
        },
    )
}

fn standard_width(table: Option<&[u16; 256]>, text: &GlyphText) -> Option<f32> {
    let GlyphText::One(character) = text else {
        return None;
    };
    let Some(table) = table else {
        return Some(0.6);
    };
    let known = WIN_ANSI.iter().position(|known| known == character);
    let width = known.and_then(|code| table.get(code)).copied();
    Some(width.map_or(0.6, |width| f32::from(width) / 1000.0))
}

/// Ascent and descent of a Type 3 font from its bounding box, where that is of any use, and the height of its letters.
/// Bitmap fonts, as TeX and printer drivers make them, are shown at size 1 and have letters of forty units or so.
pub(super) fn type3_extent(objects: &Objects, font: &Dictionary) -> (Option<(f32, f32)>, f32) {
    let [a, b, c, d, _, _] = objects
        .numbers::<6>(objects.get(font, b"FontMatrix"))
        .unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let bbox = objects.numbers::<4>(objects.get(font, b"FontBBox"));
    let scale = if d == 0.0 { b.hypot(c) } else { d };
    let [_, low, _, high] = bbox.unwrap_or_default();
    let (p, q) = (low * scale, high * scale);
    let (low, high) = (p.min(q), p.max(q));
    let height = high - low;
    if (0.05..=LARGEST_EM).contains(&height) {
        return (Some((high, low)), 1.0);
    }
    if (LARGEST_EM..1e4).contains(&height) {
        return (Some((high, low)), height);
    }
    let widest = objects
        .array(font, b"Widths")
        .iter()
        .filter_map(|width| objects.number(width))
        .fold(0.0, f32::max)
        * a.hypot(b);
    let is_large = (LARGEST_EM..1e4).contains(&widest);
    (None, if is_large { widest } else { 1.0 })
}

/// Boxes of letters higher than this, in font sizes, mean that the font size is not the size of the letters.
const LARGEST_EM: f32 = 3.0;

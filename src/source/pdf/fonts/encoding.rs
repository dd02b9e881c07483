//! One-byte encodings and glyph names to characters (ISO 32000-1, annex D; Adobe Glyph List).

use std::sync::LazyLock;

use lopdf::{Dictionary, Object};

use super::super::objects::Objects;
use super::standard_tables::{MAC_ROMAN, STANDARD, SYMBOL, WIN_ANSI, ZAPF_DINGBATS};
use crate::source::GlyphText;

/// A table that says which character each code stands for; U+FFFD where none does.
pub(super) type Table = [char; 256];

/// The named base encoding.
pub(super) fn named(name: &[u8]) -> Option<&'static Table> {
    match name {
        b"StandardEncoding" => Some(&STANDARD),
        b"WinAnsiEncoding" => Some(&WIN_ANSI),
        b"MacRomanEncoding" => Some(&MAC_ROMAN),
        _ => None,
    }
}

/// What a font of this name has built in, where it is one of the standard fonts without letters.
pub(super) fn symbolic(base_font: &[u8]) -> Option<&'static Table> {
    let has = |part: &[u8]| memchr::memmem::find(base_font, part).is_some();
    if has(b"ZapfDingbats") || has(b"Dingbats") {
        Some(&ZAPF_DINGBATS)
    } else if base_font.ends_with(b"Symbol") || has(b"Symbol,") || has(b"SymbolMT") {
        Some(&SYMBOL)
    } else {
        None
    }
}

/// The glyph names that an `/Encoding` dictionary puts in place of the base encoding's.
pub(super) fn differences(objects: &Objects, encoding: &Dictionary) -> Vec<(u8, Vec<u8>)> {
    let mut out = Vec::new();
    let mut code = 0_i64;
    let items = objects.array(encoding, b"Differences");
    objects.charge(items.len() * 16);
    // No code is named twice in earnest; a shared array may be endless.
    for item in items.iter().take(4096) {
        match objects.resolve(item) {
            Object::Integer(value) => code = *value,
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    out.push((code, name.clone()));
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    out
}

static NAMES: LazyLock<Vec<(&'static str, char)>> = LazyLock::new(|| {
    include_str!("glyph_names.txt")
        .lines()
        .filter_map(|line| {
            let (name, code) = line.split_once(' ')?;
            let code = u32::from_str_radix(code, 16).ok()?;
            Some((name, char::from_u32(code)?))
        })
        .collect()
});

/// The characters that a glyph name stands for, by the rules of the Adobe Glyph List specification.
pub(super) fn glyph_text(name: &[u8]) -> Option<GlyphText> {
    let name = std::str::from_utf8(name).ok()?;
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    if let Some(character) = component(stem) {
        return Some(GlyphText::One(character));
    }
    let parts: Option<String> = stem.split('_').map(component).collect();
    parts
        .filter(|text| !text.is_empty())
        .map(|text| GlyphText::Several(text.into()))
}

fn component(name: &str) -> Option<char> {
    if let Ok(at) = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)) {
        return NAMES.get(at).map(|(_, character)| *character);
    }
    let digits = match name.strip_prefix("uni") {
        Some(digits) if digits.len() == 4 => digits,
        _ => name
            .strip_prefix('u')
            .filter(|digits| (4..=6).contains(&digits.len()))?,
    };
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).filter(|character| *character != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.len() > 500);
        let one = |name: &[u8], character| {
            assert_eq!(glyph_text(name), Some(GlyphText::One(character)));
        };
        one(b"bullet", '•');
        one(b"A.sc", 'A');
        one(b"uni5104", '億');
        one(b"u2000B", '\u{2000B}');
        assert_eq!(glyph_text(b"f_i"), Some(GlyphText::Several("fi".into())));
        assert_eq!(glyph_text(b"g23"), None);
        assert_eq!(glyph_text(b".notdef"), None);
    }
}

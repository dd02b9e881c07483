//! One-byte encodings and glyph names to characters (ISO 32000-1, annex D; Adobe Glyph List).

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

/// Glyph names and their characters, a line each, sorted by name; the first lines tell where they are from.
static NAMES: &str = include_str!("glyph_names.txt");

/// The code points that Adobe's list gives a name, in hexadecimal. Searched in the text as it is: no document has so
/// many names that taking the list apart first would pay.
fn listed(name: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = NAMES.get(..middle)?.rfind('\n').map_or(0, |at| at + 1);
        let rest = NAMES.get(start..)?;
        let line = rest.split('\n').next()?;
        let (known, codes) = line.split_once(' ')?;
        match known.cmp(name) {
            std::cmp::Ordering::Equal => return Some(codes),
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// The characters that a glyph name stands for, by the rules of the Adobe Glyph List specification.
pub(super) fn glyph_text(name: &[u8]) -> Option<GlyphText> {
    let name = std::str::from_utf8(name).ok()?;
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    let mut text = String::new();
    for part in stem.split('_') {
        push_component(part, &mut text)?;
    }
    let mut characters = text.chars();
    match (characters.next()?, characters.next()) {
        (only, None) => Some(GlyphText::One(only)),
        _ => Some(GlyphText::Several(text.into())),
    }
}

/// Appends what one part of a name stands for: a name of the list, `uni` and groups of four digits, `u` and up to six.
fn push_component(name: &str, text: &mut String) -> Option<()> {
    if let Some(codes) = listed(name) {
        return codes.split(' ').try_for_each(|code| push_code(code, text));
    }
    match name.strip_prefix("uni") {
        Some(digits) if digits.len() >= 4 && digits.len() % 4 == 0 => (0..digits.len())
            .step_by(4)
            .try_for_each(|at| push_code(digits.get(at..at + 4)?, text)),
        _ => {
            let digits = name.strip_prefix('u')?;
            (4..=6).contains(&digits.len()).then(|| push_code(digits, text))?
        }
    }
}

fn push_code(digits: &str, text: &mut String) -> Option<()> {
    let code = u32::from_str_radix(digits, 16).ok()?;
    text.push(char::from_u32(code).filter(|character| *character != '\0')?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        let lines: Vec<&str> = NAMES.lines().collect();
        let names: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.iter().skip(2).is_sorted());
        assert!(lines.len() > 4_000);
        for (name, line) in names.iter().zip(&lines).skip(2) {
            assert_eq!(listed(name), line.get(name.len() + 1..));
        }
        let one = |name: &[u8], character| {
            assert_eq!(glyph_text(name), Some(GlyphText::One(character)));
        };
        one(b"bullet", '•');
        one(b"A.sc", 'A');
        one(b"uni5104", '億');
        one(b"u2000B", '\u{2000B}');
        one(b"afii10017", 'А');
        assert_eq!(
            glyph_text(b"uni51045186"),
            Some(GlyphText::Several("億円".into()))
        );
        assert_eq!(glyph_text(b"f_i"), Some(GlyphText::Several("fi".into())));
        assert_eq!(glyph_text(b"g23"), None);
        assert_eq!(glyph_text(b".notdef"), None);
    }
}

//! Marked content: text that replaces glyphs (/ActualText) and layers that are switched off (optional content).

use std::collections::HashSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::interpreter::{Interpreter, Operands};
use super::lexer::{Token, decode_hex, decode_literal};
use super::objects::{Objects, as_dictionary};
use crate::source::{Glyph, GlyphText};

/// One open `BMC` or `BDC`.
#[derive(Debug, Default)]
pub(super) struct Marked {
    pub(super) hidden: bool,
    /// Text that stands for the glyphs drawn from this index on.
    pub(super) replacement: Option<(String, usize)>,
}

/// Which layers are off when the document opens.
#[derive(Debug, Default)]
pub(super) struct Layers {
    hidden: HashSet<ObjectId>,
}

impl Layers {
    pub(super) fn read(objects: &Objects) -> Self {
        let mut hidden = HashSet::new();
        if let Some(properties) = objects
            .catalog()
            .and_then(|catalog| objects.dictionary(catalog, b"OCProperties"))
            && let Some(default) = objects.dictionary(properties, b"D")
        {
            let ids = |dictionary, key| {
                objects
                    .array(dictionary, key)
                    .iter()
                    .filter_map(|item| item.as_reference().ok())
            };
            if objects.name(default, b"BaseState") == b"OFF" {
                hidden.extend(ids(properties, b"OCGs"));
                for id in ids(default, b"ON") {
                    hidden.remove(&id);
                }
            }
            hidden.extend(ids(default, b"OFF"));
        }
        Self { hidden }
    }

    /// Whether what belongs to `object`, a group or a membership dictionary, is off.
    pub(super) fn hides(&self, objects: &Objects, object: &Object) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        if let Ok(id) = object.as_reference()
            && self.hidden.contains(&id)
        {
            return true;
        }
        let Some(dictionary) = as_dictionary(objects.resolve(object)) else {
            return false;
        };
        let Ok(groups) = dictionary.get(b"OCGs") else {
            return false;
        };
        let groups = match objects.resolve(groups) {
            Object::Array(items) => items.iter().collect(),
            _ => vec![groups],
        };
        let mut off = groups
            .iter()
            .filter_map(|group| group.as_reference().ok())
            .map(|id| self.hidden.contains(&id))
            .peekable();
        if off.peek().is_none() {
            return false;
        }
        match objects.name(dictionary, b"P") {
            b"AllOn" => off.any(|off| off),
            b"AnyOff" => !off.any(|off| off),
            b"AllOff" => !off.all(|off| off),
            _ => off.all(|off| off),
        }
    }
}

/// Marked content that may be open at once.
const MAX_MARKED: usize = 1_000;

impl<'a> Interpreter<'a> {
    pub(super) fn begin_marked(&mut self, marked: Marked) {
        if self.marked.len() >= MAX_MARKED {
            self.unmarked += 1;
            return;
        }
        self.hidden += usize::from(marked.hidden);
        self.marked.push(marked);
    }

    pub(super) fn begin_marked_with(
        &mut self,
        operands: Operands<'_, '_>,
        resources: Option<&'a Dictionary>,
    ) {
        let mut marked = Marked::default();
        let inline = matches!(operands.get(1), Some(Token::DictionaryStart));
        let properties = (!inline)
            .then(|| self.resource(b"Properties", operands, resources))
            .flatten();
        if operands.first() == Some(&Token::Name(b"OC")) {
            marked.hidden = properties.is_some_and(|layer| self.shared.layers.hides(self.objects, layer));
        } else {
            let nested = self.marked.iter().any(|outer| outer.replacement.is_some());
            let text = if nested {
                None
            } else if inline {
                inline_replacement(operands)
            } else {
                properties
                    .and_then(|object| self.objects.resolve(object).as_dict().ok())
                    .and_then(|properties| replacement(self.objects, properties))
            };
            marked.replacement = text.map(|text| (text, self.sheet.glyphs.len()));
        }
        self.begin_marked(marked);
    }

    pub(super) fn end_marked(&mut self) {
        if self.unmarked > 0 {
            self.unmarked -= 1;
            return;
        }
        let Some(marked) = self.marked.pop() else {
            return;
        };
        self.hidden -= usize::from(marked.hidden);
        if let Some((text, start)) = marked.replacement {
            replace(&mut self.sheet.glyphs, start, &text);
        }
    }
}

/// The /ActualText of a property list written in the content stream.
fn inline_replacement(operands: &[Token<'_>]) -> Option<String> {
    let at = operands
        .iter()
        .position(|token| *token == Token::Name(b"ActualText"))?;
    let mut bytes = Vec::new();
    match operands.get(at + 1)? {
        Token::Literal(raw) => decode_literal(raw, &mut bytes),
        Token::Hex(raw) => decode_hex(raw, &mut bytes),
        _ => return None,
    }
    text_string(&bytes)
}

/// The /ActualText of a property list in the resources.
fn replacement(objects: &Objects, properties: &Dictionary) -> Option<String> {
    text_string(objects.get(properties, b"ActualText").as_str().ok()?)
}

/// A text string (ISO 32000-1, 7.9.2.2); nothing where it is empty.
fn text_string(bytes: &[u8]) -> Option<String> {
    let units = |bytes: &[u8], combine: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| pair.iter().take(2).copied().collect::<Vec<_>>())
            .filter_map(|pair| Some(combine(pair.try_into().ok()?)))
            .collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => lopdf::decode_text_string(&Object::string_literal(bytes)).ok()?,
    };
    // Language escapes (ESC ja ESC) are no text.
    let text = text.trim_matches('\0');
    (!text.is_empty()).then(|| text.to_owned())
}

/// Longer runs keep their own characters: such a text describes a figure or a paragraph, not a glyph.
const MAX_REPLACED: usize = 8;

/// Puts `text` in the place of `glyphs[start..]`: one character each where the numbers agree, else one glyph in place
/// of all.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let Some(replaced) = glyphs.get_mut(start..) else {
        return;
    };
    let count = text.chars().count();
    if count == replaced.len() {
        for (glyph, character) in replaced.iter_mut().zip(text.chars()) {
            glyph.text = GlyphText::One(character);
        }
        return;
    }
    let unknown = |glyph: &Glyph| glyph.text == GlyphText::One(char::REPLACEMENT_CHARACTER);
    if replaced.len() > MAX_REPLACED && !replaced.iter().all(unknown) {
        return;
    }
    let Some((first, rest)) = replaced.split_first_mut() else {
        return;
    };
    for glyph in rest {
        first.bbox = first.bbox.union(&glyph.bbox);
    }
    first.text = match (text.chars().next(), count) {
        (Some(only), 1) => GlyphText::One(only),
        _ => GlyphText::Several(text.into()),
    };
    glyphs.truncate(start + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings() {
        assert_eq!(text_string(b"\xFE\xFF\x51\x04").as_deref(), Some("億"));
        assert_eq!(text_string(b"abc").as_deref(), Some("abc"));
        assert_eq!(text_string(b"\xFE\xFF"), None);
    }

    #[test]
    fn a_list_in_the_stream() {
        let tokens = [
            Token::Name(b"Span"),
            Token::DictionaryStart,
            Token::Name(b"ActualText"),
            Token::Hex(b"FEFF6C11"),
            Token::DictionaryEnd,
        ];
        assert_eq!(inline_replacement(&tokens).as_deref(), Some("民"));
    }
}

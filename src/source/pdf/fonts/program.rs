//! Embedded font programs, asked only for what the PDF itself leaves out: which characters its glyphs stand for, and
//! how high the font is.

use std::collections::HashMap;

use lopdf::{Dictionary, Object};
use ttf_parser::cmap::Format;
use ttf_parser::{Face, GlyphId, PlatformId, cff};

use super::super::lexer::{Lexer, Token};
use super::super::objects::Objects;
use super::encoding::glyph_text;
use crate::source::GlyphText;

/// What an embedded program says about its glyphs.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// Characters by glyph number, from a `cmap` table or from glyph names.
    pub(super) by_glyph: HashMap<u16, GlyphText>,
    /// Characters by one-byte code, from the font's own encoding.
    pub(super) by_code: HashMap<u8, GlyphText>,
}

/// Reads the program that a font descriptor embeds, if any.
pub(super) fn read(objects: &Objects, descriptor: &Dictionary) -> Option<Program> {
    let keys: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
    let Object::Stream(stream) = keys
        .iter()
        .map(|key| objects.get(descriptor, key))
        .find(|object| matches!(object, Object::Stream(_)))?
    else {
        return None;
    };
    let decoded = objects.decode(stream);
    let bytes = decoded.bytes.as_ref();
    // Thousands of fonts may share one program, or have a small one that claims every character.
    let tries = match bytes.get(..4)? {
        [0, 1, 0, 0] | b"true" | b"OTTO" | b"ttcf" => 0x3_0000,
        _ => 0x1_0000,
    };
    if !objects.charge(tries * 4) {
        return None;
    }
    match bytes.get(..4)? {
        [0, 1, 0, 0] | b"true" | b"OTTO" | b"ttcf" => Some(read_sfnt(bytes)),
        [b'%', b'!', ..] | [0x80, 1, ..] => Some(read_type1(bytes)),
        _ => cff::Table::parse(bytes).map(|table| read_cff(&table)),
    }
}

fn read_sfnt(bytes: &[u8]) -> Program {
    let mut program = Program::default();
    let Ok(face) = Face::parse(bytes, 0) else {
        return program;
    };
    let mut glyph_of_code = HashMap::new();
    if let Some(cmap) = face.tables().cmap {
        for table in cmap.subtables {
            let symbol = table.platform_id == PlatformId::Windows && table.encoding_id == 0;
            let macintosh = table.platform_id == PlatformId::Macintosh;
            // The table's own list of characters may be forged to be endless, so characters are tried one by one.
            let codes = match table.format {
                _ if symbol || macintosh => 0..=0xF0FF,
                Format::SegmentedCoverage(_) | Format::ManyToOneRangeMappings(_) => 0..=0x2_FFFF,
                _ => 0..=0xFFFF,
            };
            let pairs = codes.filter_map(|code| Some((code, table.glyph_index(code)?.0)));
            for (code, glyph) in pairs {
                if symbol || macintosh {
                    glyph_of_code.entry((code & 0xFF) as u8).or_insert(glyph);
                } else if let Some(character) = char::from_u32(code) {
                    program.by_glyph.entry(glyph).or_insert(GlyphText::One(character));
                }
            }
        }
    }
    if program.by_glyph.is_empty() {
        if let Some(table) = face.tables().cff {
            return read_cff(&table);
        }
        for glyph in 0..face.number_of_glyphs() {
            if let Some(text) = face
                .glyph_name(GlyphId(glyph))
                .and_then(|name| glyph_text(name.as_bytes()))
            {
                program.by_glyph.insert(glyph, text);
            }
        }
    }
    for (code, glyph) in glyph_of_code {
        if let Some(text) = program.by_glyph.get(&glyph) {
            program.by_code.insert(code, text.clone());
        }
    }
    program
}

fn read_cff(table: &cff::Table<'_>) -> Program {
    let mut program = Program::default();
    for glyph in 0..table.number_of_glyphs() {
        if let Some(text) = table
            .glyph_name(GlyphId(glyph))
            .and_then(|name| glyph_text(name.as_bytes()))
        {
            program.by_glyph.insert(glyph, text);
        }
    }
    for code in 0..=255_u8 {
        if let Some(text) = table
            .glyph_index(code)
            .and_then(|glyph| program.by_glyph.get(&glyph.0))
        {
            program.by_code.insert(code, text.clone());
        }
    }
    program
}

/// The clear-text head of a Type 1 program: `dup 65 /A put`.
fn read_type1(bytes: &[u8]) -> Program {
    let mut program = Program::default();
    let end = memchr::memmem::find(bytes, b"eexec").unwrap_or(bytes.len());
    let head = bytes.get(..end).unwrap_or_default();
    let start = memchr::memmem::find(head, b"/Encoding").unwrap_or(head.len());
    let mut lexer = Lexer::new(head.get(start..).unwrap_or_default());
    while let Some(token) = lexer.next() {
        if token == Token::Word(b"dup")
            && let (Some(Token::Number(code)), Some(Token::Name(name))) = (lexer.next(), lexer.next())
            && (0.0..256.0).contains(&code)
            && let Some(text) = glyph_text(name)
        {
            program.by_code.insert(code as u8, text);
        }
    }
    program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_a_type_1_program() {
        let program =
            read_type1(b"%!PS /Encoding 256 array dup 65/bullet put dup 66 /B put readonly def eexec");
        assert_eq!(program.by_code.get(&65), Some(&GlyphText::One('•')));
        assert_eq!(program.by_code.len(), 2);
    }
}

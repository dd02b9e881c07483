//! Type 0 fonts: codes of one to four bytes, CIDs, character collections and vertical metrics.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use hayro_cmap::{BfString, CMap};
use lopdf::{Dictionary, Object, ObjectId};

use super::super::objects::{Objects, as_dictionary};
use super::codes::{self, Encoding};
use super::program::{self, Program};
use super::{Code, ToUnicode, UNKNOWN, Vertical};
use crate::source::GlyphText;

/// A composite font.
#[derive(Debug)]
pub(super) struct Composite {
    encoding: Encoding,
    to_unicode: ToUnicode,
    /// ToUnicode says `Identity-H`: codes are UTF-16.
    codes_are_unicode: bool,
    collection: OnceCell<Option<Arc<CMap>>>,
    /// Registry and ordering of the collection.
    system: (Vec<u8>, Vec<u8>),
    widths: Metrics<f32>,
    default_width: f32,
    vertical: Metrics<Vertical>,
    default_vertical: (f32, f32),
    glyphs: GlyphNumbers,
    descriptor: Option<ObjectId>,
    program: OnceCell<Option<Program>>,
    known: RefCell<Known>,
}

/// CIDs to glyph numbers of the embedded program.
#[derive(Debug)]
enum GlyphNumbers {
    Identity,
    Table(Vec<u8>),
}

/// Codes looked up so far: two-byte codes in rows of 256, others by themselves.
#[derive(Debug, Default)]
struct Known {
    rows: Vec<Option<Box<[Option<Code>]>>>,
    others: HashMap<u32, Code>,
}

const MAX_OTHERS: usize = 1 << 16;

impl Composite {
    pub(super) fn read(
        objects: &Objects,
        font: &Dictionary,
        descendant: &Dictionary,
        to_unicode: ToUnicode,
    ) -> Self {
        let encoding = read_encoding(objects, objects.get(font, b"Encoding"));
        let system = objects.dictionary(descendant, b"CIDSystemInfo");
        let text = |key: &[u8]| {
            system.map_or(&b""[..], |system| match objects.get(system, key) {
                Object::String(bytes, _) | Object::Name(bytes) => bytes.as_slice(),
                _ => b"",
            })
        };
        let descriptor = descendant
            .get(b"FontDescriptor")
            .and_then(Object::as_reference)
            .ok();
        let [vertical_y, vertical_advance] = objects
            .numbers::<2>(objects.get(descendant, b"DW2"))
            .unwrap_or([880.0, -1000.0]);
        Self {
            widths: Metrics::read(objects, objects.array(descendant, b"W"), 1, |values| {
                values.first().map_or(0.0, |width| width / 1000.0)
            }),
            default_width: objects.number_at(descendant, b"DW").unwrap_or(1000.0) / 1000.0,
            vertical: Metrics::read(objects, objects.array(descendant, b"W2"), 3, |values| {
                let at = |index: usize| values.get(index).copied().unwrap_or(0.0) / 1000.0;
                Vertical {
                    advance: at(0),
                    x: at(1),
                    y: at(2),
                }
            }),
            default_vertical: (vertical_y / 1000.0, vertical_advance / 1000.0),
            codes_are_unicode: objects.name(font, b"ToUnicode").starts_with(b"Identity"),
            glyphs: match objects.get(descendant, b"CIDToGIDMap") {
                Object::Stream(stream) => GlyphNumbers::Table(objects.decode(stream).bytes.into_owned()),
                _ => GlyphNumbers::Identity,
            },
            encoding,
            to_unicode,
            collection: OnceCell::new(),
            system: (text(b"Registry").to_vec(), text(b"Ordering").to_vec()),
            descriptor,
            program: OnceCell::new(),
            known: RefCell::default(),
        }
    }

    pub(super) fn is_vertical(&self) -> bool {
        self.encoding.vertical
    }

    pub(super) fn each(&self, objects: &Objects, bytes: &[u8], mut each: impl FnMut(&Code, bool)) {
        let mut known = self.known.borrow_mut();
        let bytes = self.encoding.recoded(bytes);
        let mut rest = bytes.as_ref();
        while let Some((code, length)) = self.encoding.next(rest) {
            rest = rest.get(length..).unwrap_or_default();
            let is_space = length == 1 && code == 32;
            let make = || self.look_up(objects, code, length);
            if length == 2 {
                let (row, column) = ((code >> 8) as usize, (code & 0xFF) as usize);
                if known.rows.is_empty() {
                    known.rows.resize_with(256, || None);
                }
                let slot = known.rows.get_mut(row).and_then(|row| {
                    row.get_or_insert_with(|| vec![None; 256].into_boxed_slice())
                        .get_mut(column)
                });
                if let Some(slot) = slot {
                    each(slot.get_or_insert_with(make), is_space);
                }
            } else {
                if known.others.len() >= MAX_OTHERS {
                    known.others.clear();
                }
                let key = code ^ (length as u32) << 29;
                each(known.others.entry(key).or_insert_with(make), is_space);
            }
        }
    }

    fn look_up(&self, objects: &Objects, code: u32, length: usize) -> Code {
        let cid = self.encoding.cid(code, length);
        let width = self.widths.get(cid).unwrap_or(self.default_width);
        let down = self.vertical.get(cid).unwrap_or(Vertical {
            advance: self.default_vertical.1,
            x: width / 2.0,
            y: self.default_vertical.0,
        });
        Code {
            text: self.text(objects, code, cid).unwrap_or(UNKNOWN),
            width,
            down,
        }
    }

    fn text(&self, objects: &Objects, code: u32, cid: u32) -> Option<GlyphText> {
        self.to_unicode
            .text(code)
            .or_else(|| {
                (self.encoding.is_unicode || self.codes_are_unicode)
                    .then(|| utf16(code))
                    .flatten()
            })
            .or_else(|| match self.collection()?.lookup_bf_string(cid)? {
                BfString::Char('\0') => None,
                BfString::Char(character) => Some(GlyphText::One(character)),
                BfString::String(text) => without_selectors(&text),
            })
            .or_else(|| self.text_of_program(objects, cid))
    }

    /// CIDs to Unicode; loaded when a code first needs it.
    fn collection(&self) -> Option<&CMap> {
        let (registry, ordering) = &self.system;
        self.collection
            .get_or_init(|| codes::collection(registry, ordering))
            .as_deref()
    }

    fn text_of_program(&self, objects: &Objects, cid: u32) -> Option<GlyphText> {
        let program = self.program.get_or_init(|| {
            let descriptor = Object::Reference(self.descriptor?);
            program::read(objects, as_dictionary(objects.resolve(&descriptor))?)
        });
        let glyph = match &self.glyphs {
            GlyphNumbers::Identity => u16::try_from(cid).ok()?,
            GlyphNumbers::Table(table) => {
                let at = cid as usize * 2;
                u16::from_be_bytes([*table.get(at)?, *table.get(at + 1)?])
            }
        };
        program.as_ref()?.by_glyph.get(&glyph).cloned()
    }
}

fn read_encoding(objects: &Objects, encoding: &Object) -> Encoding {
    let stream = match encoding {
        Object::Name(name) => return Encoding::named(name),
        Object::Stream(stream) => stream,
        _ => return Encoding::identity(false),
    };
    let vertical = objects.integer_at(&stream.dict, b"WMode") == Some(1);
    let mut text = Cow::Borrowed(&b""[..]);
    let base = match objects.get(&stream.dict, b"UseCMap") {
        Object::Name(name) => Some(Encoding::named(name)),
        Object::Stream(base) => {
            text = objects.decode(base).bytes;
            None
        }
        _ => None,
    };
    Encoding::embedded(&objects.decode(stream).bytes, vertical, base.as_ref(), &text)
        .unwrap_or_else(|| Encoding::unknown(vertical))
}

/// The characters without the variation selectors with which the collection tells glyphs of one character apart.
fn without_selectors(text: &str) -> Option<GlyphText> {
    let text = text.replace(
        |c| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'),
        "",
    );
    let mut characters = text.chars();
    match (characters.next()?, characters.next()) {
        (only, None) => Some(GlyphText::One(only)),
        _ => Some(GlyphText::Several(text.into())),
    }
}

/// The character of a UTF-16 code of two or four bytes.
fn utf16(code: u32) -> Option<GlyphText> {
    let units = [(code >> 16) as u16, code as u16];
    let units = if code > 0xFFFF {
        &units[..]
    } else {
        units.get(1..)?
    };
    let character = char::decode_utf16(units.iter().copied()).next()?.ok()?;
    (!matches!(character, '\0' | '\u{FFFE}'..='\u{FFFF}')).then_some(GlyphText::One(character))
}

/// A `W` or `W2` array: `c [v …]` and `c₁ c₂ v`, sorted by first CID.
#[derive(Debug)]
struct Metrics<T> {
    runs: Vec<Run<T>>,
}

#[derive(Debug)]
struct Run<T> {
    first: u32,
    last: u32,
    /// One value for all, or one each.
    values: Vec<T>,
}

impl<T: Copy> Metrics<T> {
    fn read(objects: &Objects, items: &[Object], arity: usize, value: impl Fn(&[f32]) -> T) -> Self {
        let mut runs = Vec::new();
        // Thousands of fonts may share one array.
        if !objects.charge(items.len() * 16) {
            return Self { runs };
        }
        let mut items = items.iter();
        let number = |item: Option<&Object>| item.and_then(|item| objects.number(item));
        while let Some(first) = number(items.next()) {
            let first = first.max(0.0) as u32;
            match items.next().map(|item| objects.resolve(item)) {
                Some(Object::Array(list)) => {
                    objects.charge(list.len() * 16);
                    let numbers: Vec<f32> = list
                        .iter()
                        .map(|item| objects.number(item).unwrap_or(0.0))
                        .collect();
                    let values: Vec<T> = numbers.chunks_exact(arity).map(&value).collect();
                    if let Some(last) = (values.len() as u32).checked_sub(1) {
                        runs.push(Run {
                            first,
                            last: first.saturating_add(last),
                            values,
                        });
                    }
                }
                Some(last) => {
                    let Some(last) = super::super::objects::number(last) else {
                        break;
                    };
                    let numbers: Vec<f32> = (0..arity).map_while(|_| number(items.next())).collect();
                    runs.push(Run {
                        first,
                        last: last.max(0.0) as u32,
                        values: vec![value(&numbers)],
                    });
                }
                None => break,
            }
        }
        runs.sort_by_key(|run| run.first);
        Self { runs }
    }

    fn get(&self, cid: u32) -> Option<T> {
        let end = self.runs.partition_point(|run| run.first <= cid);
        let run = self
            .runs
            .get(end.saturating_sub(4)..end)?
            .iter()
            .rev()
            .find(|run| run.last >= cid)?;
        match run.values.as_slice() {
            [only] => Some(*only),
            values => values.get((cid - run.first) as usize).copied(),
        }
    }
}

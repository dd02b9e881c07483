//! How the bytes of a composite font's string fall into codes, and which CID each code selects.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use hayro_cmap::{CMap, CMapName, CidFamily, load_embedded};

use super::super::lexer::{Lexer, Token, decode_hex};

/// The encoding of a composite font.
#[derive(Debug, Clone)]
pub(super) struct Encoding {
    pub(super) lengths: Lengths,
    pub(super) cids: Cids,
    pub(super) vertical: bool,
    /// The codes are UTF-16 themselves.
    pub(super) is_unicode: bool,
}

/// How long a code is.
#[derive(Debug, Clone)]
pub(super) enum Lengths {
    /// Always two bytes.
    Two,
    /// Shift-JIS: one byte, or two after 81–9F and E0–FC.
    ShiftJis,
    /// EUC and its like: one byte below 80, otherwise two.
    HighIsDouble,
    /// GB 18030: as EUC, but four bytes where the second is a digit.
    Gb18030,
    /// UTF-16: two bytes, or four where they begin with a high surrogate.
    Utf16,
    /// UTF-32, made UTF-16 before it is read.
    Utf32,
    /// UTF-8, made UTF-16 before it is read.
    Utf8,
    /// As a CMap in the file says.
    Spaces(Rc<Vec<CodeSpace>>),
}

/// Codes of one length.
#[derive(Debug)]
pub(super) struct CodeSpace {
    low: Vec<u8>,
    high: Vec<u8>,
}

/// Codes to CIDs.
#[derive(Debug, Clone)]
pub(super) enum Cids {
    /// The code is the CID.
    Identity,
    /// By a CMap.
    Map(Arc<CMap>),
    /// By a CMap that is not known.
    Unknown,
}

/// A predefined CMap. Each is read when a file first names it, and kept for every later file: there are some two hundred, and
/// reading a large one takes longer than reading a page.
pub(super) fn predefined(name: &[u8]) -> Option<Arc<CMap>> {
    static READ: Mutex<BTreeMap<Vec<u8>, Arc<CMap>>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(map) = read.get(name) {
        return Some(map.clone());
    }
    let bytes = load_embedded(CMapName::from_bytes(name))?;
    let map = Arc::new(CMap::parse(bytes, load_embedded)?);
    // Only names that a CMap has are kept, so that a file cannot fill the table with inventions.
    read.insert(name.to_vec(), map.clone());
    Some(map)
}

/// CIDs to Unicode for a character collection such as Adobe-Japan1.
pub(super) fn collection(registry: &[u8], ordering: &[u8]) -> Option<Arc<CMap>> {
    let family = CidFamily::from_registry_ordering(registry, ordering);
    predefined(family.ucs2_cmap()?.to_bytes())
}

/// No code and no CID: what a string that breaks off or a CMap that is not known gives.
const NO_CODE: u32 = u32::MAX;

/// The JIS encodings of two-byte codes without a mark of their own in the name.
fn is_jis(name: &[u8]) -> bool {
    let stem = name.strip_suffix(b"-H").or_else(|| name.strip_suffix(b"-V"));
    matches!(name, b"H" | b"V") || matches!(stem, Some(b"78" | b"Add" | b"Ext" | b"NWP"))
}

/// The predefined CMap that is nearest to one that Adobe publishes but PDF does not list.
fn stand_in(name: &[u8], vertical: bool) -> Option<&'static [u8]> {
    let pick = |across: &'static [u8], down: &'static [u8]| Some(if vertical { down } else { across });
    if name.starts_with(b"UniJIS") {
        pick(b"UniJIS-UTF16-H", b"UniJIS-UTF16-V")
    } else if memchr::memmem::find(name, b"RKSJ").is_some() {
        pick(b"90ms-RKSJ-H", b"90ms-RKSJ-V")
    } else if name.starts_with(b"78-EUC") {
        pick(b"EUC-H", b"EUC-V")
    } else if is_jis(name) {
        pick(b"H", b"V")
    } else {
        None
    }
}

impl Encoding {
    /// The two-byte identity encoding.
    pub(super) fn identity(vertical: bool) -> Self {
        Self {
            lengths: Lengths::Two,
            cids: Cids::Identity,
            vertical,
            is_unicode: false,
        }
    }

    /// Two-byte codes of which nothing is known.
    pub(super) fn unknown(vertical: bool) -> Self {
        Self {
            cids: Cids::Unknown,
            ..Self::identity(vertical)
        }
    }

    /// A CMap named in the file: a predefined one (ISO 32000-1, table 118), or one that comes near it. The codes of a
    /// name that is not known at all have no CID: as if they were CIDs they would give wrong characters.
    pub(super) fn named(name: &[u8]) -> Self {
        let vertical = name == b"V" || name.ends_with(b"-V");
        if name.starts_with(b"Identity") {
            return Self::identity(vertical);
        }
        let stand_in = stand_in(name, vertical);
        let cids = predefined(name)
            .or_else(|| predefined(stand_in?))
            .map_or(Cids::Unknown, Cids::Map);
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        let lengths = if has(b"RKSJ") {
            Lengths::ShiftJis
        } else if has(b"UTF16") {
            Lengths::Utf16
        } else if has(b"UTF32") {
            Lengths::Utf32
        } else if has(b"UTF8") {
            Lengths::Utf8
        } else if has(b"UCS2") || is_jis(name) {
            Lengths::Two
        } else if has(b"GBK2K") {
            Lengths::Gb18030
        } else {
            Lengths::HighIsDouble
        };
        Self {
            is_unicode: has(b"UTF") || has(b"UCS2"),
            lengths,
            cids,
            vertical,
        }
    }

    /// A CMap in the file. `base` is what it builds on by `/UseCMap`, with the text of the base where that is in the
    /// file too.
    pub(super) fn embedded(bytes: &[u8], vertical: bool, base: Option<&Self>, text: &[u8]) -> Option<Self> {
        // The binary form is hayro-cmap's own and has no place in a file.
        if bytes.starts_with(b"bcmap") || text.starts_with(b"bcmap") {
            return None;
        }
        let map = CMap::parse(bytes, |name| load_embedded(name).or(Some(text)))?;
        let mut spaces = code_spaces(bytes);
        spaces.extend(code_spaces(text));
        let lengths = match base {
            Some(base) if spaces.is_empty() => base.lengths.clone(),
            _ if spaces.is_empty() => Lengths::Two,
            _ => Lengths::Spaces(Rc::new(spaces)),
        };
        let says_vertical = matches!(
            map.metadata().writing_mode,
            Some(hayro_cmap::WritingMode::Vertical)
        );
        Some(Self {
            lengths,
            cids: Cids::Map(Arc::new(map)),
            vertical: vertical || says_vertical,
            is_unicode: false,
        })
    }

    /// The bytes of a string in the form in which [`Self::next`] reads them.
    pub(super) fn recoded<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let text: String = match self.lengths {
            Lengths::Utf32 => bytes
                .chunks(4)
                .map(|unit| unit.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte)))
                .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
            Lengths::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            _ => return Cow::Borrowed(bytes),
        };
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    /// The first code of `bytes` and its length; nothing at the end, [`NO_CODE`] for a code that breaks off.
    pub(super) fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let first = *bytes.first()?;
        let length = match &self.lengths {
            Lengths::Two => 2,
            Lengths::ShiftJis => match first {
                0x81..=0x9F | 0xE0..=0xFC => 2,
                _ => 1,
            },
            Lengths::HighIsDouble => 1 + usize::from(first >= 0x80),
            Lengths::Gb18030 => match (first, bytes.get(1)) {
                (0..=0x7F, _) => 1,
                (_, Some(b'0'..=b'9')) => 4,
                _ => 2,
            },
            Lengths::Utf16 | Lengths::Utf32 | Lengths::Utf8 => {
                if (0xD8..=0xDB).contains(&first) {
                    4
                } else {
                    2
                }
            }
            Lengths::Spaces(spaces) => length_within(spaces, bytes),
        };
        if length > bytes.len() {
            return Some((NO_CODE, bytes.len()));
        }
        let code = bytes
            .iter()
            .take(length)
            .fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
        Some((code, length))
    }

    /// The CID of a code.
    pub(super) fn cid(&self, code: u32, length: usize) -> u32 {
        match &self.cids {
            Cids::Identity => code,
            Cids::Unknown => NO_CODE,
            Cids::Map(map) => u8::try_from(length)
                .ok()
                .and_then(|length| map.lookup_cid_code(code, length))
                .unwrap_or(0),
        }
    }
}

/// The length of the first code: of the space that holds it, else of the shortest space whose first byte fits, else
/// of the shortest of all.
fn length_within(spaces: &[CodeSpace], bytes: &[u8]) -> usize {
    let fits = |space: &CodeSpace, depth: usize| {
        space
            .low
            .iter()
            .zip(&space.high)
            .zip(bytes)
            .take(depth)
            .all(|((low, high), byte)| (low..=high).contains(&byte))
    };
    let shortest = |depth: usize| {
        spaces
            .iter()
            .filter(|space| fits(space, depth) && (depth < 4 || space.low.len() <= bytes.len()))
            .map(|space| space.low.len())
            .min()
    };
    shortest(4)
        .or_else(|| shortest(1))
        .or_else(|| spaces.iter().map(|space| space.low.len()).min())
        .unwrap_or(2)
}

fn code_spaces(bytes: &[u8]) -> Vec<CodeSpace> {
    let mut out = Vec::new();
    let mut lexer = Lexer::new(bytes);
    while let Some(token) = lexer.next() {
        if token != Token::Word(b"begincodespacerange") {
            continue;
        }
        while let (Some(Token::Hex(low)), true) = (lexer.next(), out.len() < 100) {
            let Some(Token::Hex(high)) = lexer.next() else {
                break;
            };
            let mut space = CodeSpace {
                low: Vec::new(),
                high: Vec::new(),
            };
            decode_hex(low, &mut space.low);
            decode_hex(high, &mut space.high);
            if (1..=4).contains(&space.low.len()) && space.low.len() == space.high.len() {
                out.push(space);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(encoding: &Encoding, mut bytes: &[u8]) -> Vec<u32> {
        let mut out = Vec::new();
        while let Some((code, length)) = encoding.next(bytes) {
            out.push(code);
            bytes = &bytes[length..];
        }
        out
    }

    #[test]
    fn shift_jis_and_utf16_lengths() {
        let sjis = Encoding::named(b"90ms-RKSJ-H");
        assert_eq!(split(&sjis, b"A\x89\xAD\xB1"), [0x41, 0x89AD, 0xB1]);
        assert_eq!(sjis.cid(0x41, 1), 264);
        let utf16 = Encoding::named(b"UniJIS-UTF16-V");
        assert_eq!(
            split(&utf16, b"\x51\x04\xD8\x42\xDF\xB7\x30"),
            [0x5104, 0xD842_DFB7, NO_CODE]
        );
        assert!(utf16.vertical && utf16.is_unicode);
        assert_eq!(Encoding::named(b"No-Such-H").cid(0x41, 1), NO_CODE);
    }

    #[test]
    fn maps_that_pdf_does_not_list() {
        let utf32 = Encoding::named(b"UniJIS2004-UTF32-H");
        let bytes = utf32.recoded(b"\0\0\x51\x04\0\x02\x0B\xB7");
        assert_eq!(split(&utf32, &bytes), [0x5104, 0xD842_DFB7]);
        let jis = Encoding::named(b"Ext-H");
        assert_eq!(jis.cid(0x2331, 2), Encoding::named(b"H").cid(0x2331, 2));
    }

    #[test]
    fn a_cmap_in_the_file_says_its_lengths() {
        let map = b"1 begincodespacerange <00> <7F> endcodespacerange 1 begincodespacerange <8000> <FFFF>
            endcodespacerange 1 begincidrange <8000> <80FF> 100 endcidrange";
        let encoding = Encoding::embedded(map, false, None, b"").unwrap();
        assert_eq!(split(&encoding, b"\x41\x80\x02"), [0x41, 0x8002]);
        assert_eq!(encoding.cid(0x8002, 2), 102);
    }
}

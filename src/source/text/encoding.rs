//! Which encoding the bytes are in, and the bytes in UTF-8. Telling it looks at the beginning and at a few samples, so
//! its cost is bounded; decoding is linear and notes every sequence that the encoding does not know.

use super::TextErrorKind;
use crate::span::Span;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// How many damaged places are kept with their offsets.
const LISTED: usize = 16;
/// Bytes at the beginning that are looked at.
const HEAD: usize = 64 * 1024;
/// Bytes of each further sample.
const SAMPLE: usize = 16 * 1024;

/// Bytes turned into text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Name for people.
    pub(super) encoding: &'static str,
    /// The bytes could be another encoding.
    pub(super) guessed: bool,
    pub(super) damage: Damage,
}

/// Bytes that the encoding does not know.
#[derive(Debug, Default)]
pub(super) struct Damage {
    /// Places: sequences that touch are one.
    pub(super) runs: usize,
    /// Ill-formed sequences, each read as one U+FFFD.
    pub(super) sequences: usize,
    /// Bytes of the input.
    pub(super) bytes: usize,
    /// The first places.
    pub(super) first: Vec<DamagedRun>,
    last_end: usize,
}

/// One damaged place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DamagedRun {
    /// Bytes of the input.
    pub(super) input: Span,
    /// Where its U+FFFD stand in the text.
    pub(super) text: Span,
}

impl Damage {
    fn add(&mut self, input: Span, text: Span) {
        self.sequences += 1;
        self.bytes += input.len();
        let touches = self.runs > 0 && self.last_end == input.start;
        self.last_end = input.end;
        if !touches {
            self.runs += 1;
        }
        if !touches && self.first.len() < LISTED {
            self.first.push(DamagedRun { input, text });
        } else if touches
            && self.runs <= LISTED
            && let Some(run) = self.first.last_mut()
        {
            run.input.end = input.end;
            run.text.end = text.end;
        }
    }
}

/// What an encoding was told from.
struct Told {
    encoding: &'static Encoding,
    bom: usize,
    guessed: bool,
}

impl Told {
    fn certain(encoding: &'static Encoding, bom: usize) -> Self {
        Self {
            encoding,
            bom,
            guessed: false,
        }
    }
}

/// Turns bytes into text, in the encoding that `label` names or the bytes show.
pub(super) fn decode(bytes: Vec<u8>, label: Option<&str>) -> Result<Decoded, TextErrorKind> {
    let (bytes, told) = match label {
        Some(label) => {
            let told = named(&bytes, label)?;
            (bytes, told)
        }
        None => match byte_order_mark(&bytes).or_else(|| iso_2022_jp(&bytes)) {
            Some(told) => (bytes, told),
            // Most input is UTF-8 and is looked through once.
            None => match String::from_utf8(bytes) {
                Ok(text) if !has_nul(&samples(text.as_bytes())) => {
                    return Ok(Decoded {
                        text,
                        encoding: UTF_8.name(),
                        guessed: false,
                        damage: Damage::default(),
                    });
                }
                Ok(text) => {
                    let told = utf_16(&samples(text.as_bytes()));
                    (text.into_bytes(), told.unwrap_or(Told::certain(UTF_8, 0)))
                }
                Err(error) => {
                    let bytes = error.into_bytes();
                    let told = detect(&samples(&bytes));
                    (bytes, told)
                }
            },
        },
    };
    let mut damage = Damage::default();
    let text = if told.encoding == UTF_8 {
        utf8(bytes, told.bom, &mut damage)
    } else {
        let encoded = bytes.get(told.bom..).unwrap_or(&[]);
        legacy(told.encoding, encoded, told.bom, &mut damage)
    };
    Ok(Decoded {
        text,
        encoding: told.encoding.name(),
        guessed: told.guessed,
        damage,
    })
}

/// What a well-known file format that is not text would be called, by its first bytes.
pub(super) fn known_format(bytes: &[u8]) -> Option<&'static str> {
    const FORMATS: [(&[u8], &str); 10] = [
        (
            b"PK\x03\x04",
            "a ZIP archive or an Office file (docx, xlsx, pptx)",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "an old Office file (doc, xls, ppt)",
        ),
        (b"\x89PNG\r\n\x1A\n", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"\x7FELF", "a program"),
    ];
    FORMATS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, what)| *what)
}

/// The byte order mark at the beginning, if any.
fn byte_order_mark(bytes: &[u8]) -> Option<Told> {
    Encoding::for_bom(bytes).map(|(encoding, len)| Told::certain(encoding, len))
}

fn named(bytes: &[u8], label: &str) -> Result<Told, TextErrorKind> {
    let lower = label.trim().to_ascii_lowercase();
    let encoding = match lower.as_str() {
        "cp932" | "windows-932" | "mskanji" => Some(SHIFT_JIS),
        "cp51932" | "eucjp" | "ujis" => Some(EUC_JP),
        "jis" | "iso2022jp" | "cp50220" | "cp50221" => Some(ISO_2022_JP),
        other => Encoding::for_label_no_replacement(other.as_bytes()),
    };
    let Some(encoding) = encoding else {
        return Err(TextErrorKind::UnknownEncoding {
            label: label.to_owned(),
        });
    };
    let mark = byte_order_mark(bytes);
    // "utf-16" leaves the byte order open, so the mark decides; elsewhere only a mark of the same encoding is one.
    Ok(match mark {
        Some(mark) if mark.encoding == encoding => mark,
        Some(mark) if lower == "utf-16" && mark.encoding == UTF_16BE => mark,
        _ => Told::certain(encoding, 0),
    })
}

/// The encoding of bytes that have no mark and are no valid UTF-8.
fn detect(samples: &[&[u8]]) -> Told {
    if let Some(told) = utf_16(samples) {
        return told;
    }
    if mostly_utf8(samples) {
        return Told::certain(UTF_8, 0);
    }
    japanese(samples)
}

fn has_nul(samples: &[&[u8]]) -> bool {
    samples.iter().any(|sample| memchr::memchr(0, sample).is_some())
}

/// The beginning and three later stretches. Those begin after a line end, which is no part of a longer character in
/// any encoding here, and at an even offset where there is none, which keeps UTF-16 whole.
fn samples(bytes: &[u8]) -> Vec<&[u8]> {
    if bytes.len() <= HEAD + 3 * SAMPLE {
        return vec![bytes];
    }
    let mut out = vec![bytes.get(..HEAD).unwrap_or(bytes)];
    for quarter in 1..=3 {
        let from = (bytes.len() / 4 * quarter).max(HEAD) & !1;
        let window = bytes.get(from..(from + SAMPLE).min(bytes.len())).unwrap_or(&[]);
        out.push(window);
    }
    out
}

/// A sample without the rest of a character that began before it.
fn from_line_start(sample: &[u8]) -> &[u8] {
    let skip = memchr::memchr(b'\n', sample.get(..1024).unwrap_or(sample)).map_or(0, |at| at + 1);
    sample.get(skip..).unwrap_or(sample)
}

/// ISO-2022-JP is 7-bit with escapes, so it is valid UTF-8 too and must be looked for before it.
fn iso_2022_jp(bytes: &[u8]) -> Option<Told> {
    let escape = memchr::memchr_iter(0x1B, bytes)
        .take(64)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@" | b"(I" | b"(J")));
    if !escape {
        return None;
    }
    let samples = samples(bytes);
    let total: usize = samples.iter().map(|sample| sample.len()).sum();
    let high: usize = samples.iter().map(|sample| high_bytes(sample)).sum();
    (high.saturating_mul(50) <= total).then(|| Told::certain(ISO_2022_JP, 0))
}

fn high_bytes(sample: &[u8]) -> usize {
    sample.iter().filter(|byte| **byte >= 0x80).count()
}

/// UTF-16 without a mark: nearly all units are ones that Japanese or Latin text has, and either the line ends and Latin
/// letters leave NULs in one half of the units only, or kana are frequent.
fn utf_16(samples: &[&[u8]]) -> Option<Told> {
    let mut units = 0usize;
    let mut plausible = [0usize; 2];
    let mut latin = [0usize; 2];
    let mut kana = [0usize; 2];
    for pair in samples
        .iter()
        .flat_map(|sample| sample.chunks_exact(2))
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
    {
        units += 1;
        for (order, unit) in [u16::from_le_bytes(pair), u16::from_be_bytes(pair)]
            .into_iter()
            .enumerate()
        {
            let is_latin = matches!(unit, 0x09 | 0x0A | 0x0C | 0x0D | 0x20..=0x7E);
            let is_kana = matches!(unit, 0x3000..=0x30FF);
            latin[order] += usize::from(is_latin);
            kana[order] += usize::from(is_kana);
            plausible[order] += usize::from(
                is_latin
                    || is_kana
                    || matches!(unit, 0xA0..=0xFF | 0x2010..=0x27BF | 0x3200..=0x33FF | 0x4E00..=0x9FFF | 0xE000..=0xF8FF | 0xFF01..=0xFF9F),
            );
        }
    }
    if units == 0 {
        return None;
    }
    let fits = |order: usize| {
        plausible[order] * 10 >= units * 9
            && latin[order] + kana[order] > 4 * (latin[1 - order] + kana[1 - order])
            && (latin[order] > 0 && latin[1 - order] == 0 && units >= 4
                || (latin[order] + kana[order]) * 5 >= units)
    };
    let (order, encoding) = if fits(0) {
        (0, UTF_16LE)
    } else if fits(1) {
        (1, UTF_16BE)
    } else {
        return None;
    };
    Some(Told {
        encoding,
        bom: 0,
        guessed: plausible[order] * 100 < units * 99 || units < 16,
    })
}

/// Whether the samples are UTF-8 with a few damaged places.
fn mostly_utf8(samples: &[&[u8]]) -> bool {
    let mut multibyte = 0usize;
    let mut damaged = 0usize;
    for sample in samples {
        for chunk in from_line_start(sample).utf8_chunks() {
            multibyte += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
            damaged += usize::from(!chunk.invalid().is_empty());
        }
    }
    multibyte > 0 && multibyte >= damaged * 4
}

/// Shift_JIS (as Windows has it) or EUC-JP; UTF-8 where neither fits.
fn japanese(samples: &[&[u8]]) -> Told {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for (index, sample) in samples.iter().enumerate() {
        detector.feed(from_line_start(sample), index + 1 == samples.len());
    }
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    let sjis = Fit::of(SHIFT_JIS, samples);
    let euc = Fit::of(EUC_JP, samples);
    let (encoding, fit, other) = if guess == EUC_JP || (guess != SHIFT_JIS && euc.beats(&sjis)) {
        (EUC_JP, euc, sjis)
    } else {
        (SHIFT_JIS, sjis, euc)
    };
    if fit.japanese == 0 || fit.damaged * 4 > fit.japanese {
        return Told {
            encoding: UTF_8,
            bom: 0,
            guessed: true,
        };
    }
    let certain = fit.damaged == 0
        && fit.japanese >= 32
        && fit.kana > 0
        && (other.damaged > 0 || other.kana * 4 < fit.kana);
    Told {
        encoding,
        bom: 0,
        guessed: !certain,
    }
}

/// How well samples read in an encoding.
struct Fit {
    japanese: usize,
    kana: usize,
    damaged: usize,
}

impl Fit {
    fn of(encoding: &'static Encoding, samples: &[&[u8]]) -> Self {
        let mut fit = Self {
            japanese: 0,
            kana: 0,
            damaged: 0,
        };
        for sample in samples {
            let mut damage = Damage::default();
            let text = legacy(encoding, from_line_start(sample), 0, &mut damage);
            // A sample may end in the middle of a character.
            fit.damaged +=
                damage.sequences - usize::from(damage.sequences > 0 && damage.last_end == sample.len());
            for character in text.chars() {
                let kana = matches!(character, '\u{3041}'..='\u{30FE}');
                fit.kana += usize::from(kana);
                fit.japanese += usize::from(
                    kana || matches!(character, '\u{3000}'..='\u{3040}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}'),
                );
                fit.damaged += usize::from(matches!(character, '\u{80}'..='\u{9F}'));
            }
        }
        fit
    }

    fn beats(&self, other: &Self) -> bool {
        (self.damaged, other.japanese) < (other.damaged, self.japanese)
    }
}

/// UTF-8: taken over as it is where it is valid.
fn utf8(mut bytes: Vec<u8>, bom: usize, damage: &mut Damage) -> String {
    if bom > 0 {
        bytes.drain(..bom.min(bytes.len()));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len() + 64);
    let mut at = bom;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        let len = chunk.invalid().len();
        if len > 0 {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            damage.add(Span::new(at, at + len), Span::new(start, text.len()));
            at += len;
        }
    }
    text
}

/// Any other encoding, by encoding_rs. `base` is the offset of `bytes` in the input.
fn legacy(encoding: &'static Encoding, bytes: &[u8], base: usize, damage: &mut Damage) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // Two bytes of Japanese become three.
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut read = 0;
    loop {
        let rest = bytes.get(read..).unwrap_or(&[]);
        let (result, consumed) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => text.reserve((bytes.len() - read) / 2 + 64),
            DecoderResult::Malformed(length, after) => {
                let end = read.saturating_sub(usize::from(after));
                let start = end.saturating_sub(usize::from(length));
                let at = text.len();
                text.push(char::REPLACEMENT_CHARACTER);
                damage.add(Span::new(base + start, base + end), Span::new(at, text.len()));
            }
        }
    }
}

//! Says when a page's text is missing or looks wrong, so that no page is an empty or a false success.

use std::sync::LazyLock;

use super::fonts;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::source::{GlyphText, Sheet};
use crate::span::PageNumber;

/// Judges what was read from a page; `drawn` counts the glyphs before cleaning, `damaged` says that a fault of the page
/// is reported already.
pub(super) fn judge(
    sheet: &Sheet,
    number: PageNumber,
    drawn: usize,
    damaged: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = Location::page(number);
    if sheet.glyphs.is_empty() {
        if damaged {
            return;
        }
        let mut say = |message: &str| {
            diagnostics.push(Diagnostic::warning(codes::NO_TEXT, message.to_owned(), place));
        };
        let area: f32 = sheet
            .pictures
            .iter()
            .map(|bbox| bbox.width() * bbox.height())
            .fold(0.0, f32::max);
        if drawn > 0 {
            say("All text of this page lies outside of it or has no size.");
        } else if area > 0.5 * sheet.width * sheet.height {
            say("This page is a picture without text, as a scan is; read it by OCR first.");
        } else if sheet.pictures.len() >= 8 {
            say("The text of this page is drawn as outlines; read it by OCR first.");
        } else if sheet.pictures.is_empty() && sheet.boxes.is_empty() && sheet.rules.is_empty() {
            say("This page is blank.");
        } else {
            say("This page has drawings but no text.");
        }
        return;
    }
    if let Some(reason) = suspicion(sheet) {
        diagnostics.push(Diagnostic::warning(
            codes::SUSPECT_TEXT,
            format!("The text of this page looks wrong: {reason}. Its fonts may map to wrong characters."),
            place,
        ));
    }
}

/// Counts of what right text has little of.
#[derive(Debug, Default)]
struct Counts {
    visible: usize,
    private: usize,
    unmapped: usize,
    control: usize,
    common_kanji: usize,
    rare_kanji: usize,
    strange: usize,
    /// Kanji that no Japanese character set has.
    foreign: Vec<char>,
}

/// JIS X 0208 level 1 (rows 16 to 47), the kanji of everyday writing, as a bitmap over U+4E00–9FFF.
static COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; 0x5200 / 64];
    let mut bytes = Vec::with_capacity(32 * 94 * 2);
    for row in 16..48_u8 {
        for cell in 1..95_u8 {
            bytes.extend([0xA0 + row, 0xA0 + cell]);
        }
    }
    let (text, _) = encoding_rs::EUC_JP.decode_without_bom_handling(&bytes);
    for character in text.chars() {
        if let Some(offset) = u32::from(character).checked_sub(0x4E00)
            && let Some(word) = bits.get_mut(offset as usize / 64)
        {
            *word |= 1 << (offset % 64);
        }
    }
    bits
});

fn is_common(character: char) -> bool {
    let offset = u32::from(character).wrapping_sub(0x4E00);
    COMMON
        .get(offset as usize / 64)
        .is_some_and(|word| word >> (offset % 64) & 1 == 1)
}

/// Whether a kanji beyond level 1 is in no Japanese set at all: neither in JIS X 0208 with the vendors' additions nor
/// among the CIDs of Adobe-Japan1, which hold JIS X 0213.
fn is_foreign(character: char) -> bool {
    let mut utf8 = [0; 4];
    let (_, _, unmappable) = encoding_rs::SHIFT_JIS.encode(character.encode_utf8(&mut utf8));
    unmappable && !fonts::is_in_japan1(character)
}

impl Counts {
    fn add(&mut self, character: char) {
        if character.is_whitespace() {
            return;
        }
        self.visible += 1;
        match character {
            '\u{FFFD}' => self.unmapped += 1,
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => self.control += 1,
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => self.private += 1,
            '\u{4E00}'..='\u{9FFF}' => {
                if is_common(character) {
                    self.common_kanji += 1;
                } else {
                    self.rare_kanji += 1;
                    if self.foreign.len() < 8 && is_foreign(character) {
                        self.foreign.push(character);
                    }
                }
            }
            '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' => self.rare_kanji += 1,
            // Scripts that no Japanese document mixes in.
            '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{04FF}' => {}
            '\u{0500}'..='\u{1FFF}' | '\u{A000}'..='\u{D7FF}' => self.strange += 1,
            _ => {}
        }
    }
}

/// Fewer characters than these tell nothing.
const ENOUGH: usize = 20;

fn suspicion(sheet: &Sheet) -> Option<String> {
    let mut counts = Counts::default();
    for glyph in &sheet.glyphs {
        match &glyph.text {
            GlyphText::One(character) => counts.add(*character),
            GlyphText::Several(text) => text.chars().for_each(|character| counts.add(character)),
        }
    }
    let kanji = counts.common_kanji + counts.rare_kanji;
    let share = |part: usize, of: usize| part as f32 / of.max(1) as f32;
    if counts.visible < ENOUGH {
        return None;
    }
    // In running text one kanji in a hundred is beyond level 1; lists of names reach one in twenty.
    if kanji >= ENOUGH && share(counts.rare_kanji, kanji) > 0.12 {
        return Some(format!("{} of {kanji} kanji are rare ones", counts.rare_kanji));
    }
    if let Some(character) = counts.foreign.first() {
        return Some(format!(
            "it has kanji that Japanese does not use, such as {character}"
        ));
    }
    [
        (counts.private, 0.15, "private-use characters"),
        (counts.unmapped, 0.15, "of no known character"),
        (counts.control, 0.05, "control characters"),
        (counts.strange, 0.15, "of scripts that Japanese text does not use"),
    ]
    .into_iter()
    .find(|(count, limit, _)| share(*count, counts.visible) > *limit)
    .map(|(count, _, what)| format!("{count} of {} characters are {what}", counts.visible))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_and_rare_kanji() {
        assert!("令和年度概算要求額億円厚生労働省".chars().all(is_common));
        assert!(!"鑑籥靁龘".chars().skip(1).any(is_common));
    }
}

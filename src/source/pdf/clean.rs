//! Drops what a reader does not see: glyphs drawn twice to look bold or to cast a shadow, glyphs of no size, glyphs
//! off the page.

use crate::geometry::Point;
use crate::source::{Glyph, GlyphText, Sheet};

/// What cleaning found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cleaned {
    /// Glyphs that stayed.
    pub(super) kept: usize,
    /// Off the page or of no size.
    pub(super) dropped: usize,
    /// Second drawings.
    pub(super) doubled: usize,
    /// Read as U+FFFD.
    pub(super) unmapped: usize,
}

/// Smaller text cannot be read.
const MIN_SIZE: f32 = 0.3;
/// How far a second drawing may lie from the first, in font sizes: bold strokes and shadows stay under it, two
/// neighbouring narrow letters do not.
const DOUBLE: f32 = 0.12;

/// Cleans the glyphs of a sheet in place; their order stays.
pub(super) fn clean(sheet: &mut Sheet) -> Cleaned {
    let mut cleaned = Cleaned::default();
    let (width, height) = (sheet.width, sheet.height);
    sheet.glyphs.retain(|glyph| {
        let Point { x, y } = glyph.bbox.center();
        let visible = glyph.size >= MIN_SIZE && x >= 0.0 && x <= width && y >= 0.0 && y <= height;
        cleaned.dropped += usize::from(!visible);
        visible
    });
    merge_doubles(&mut sheet.glyphs, &mut cleaned);
    cleaned.kept = sheet.glyphs.len();
    cleaned.unmapped = sheet
        .glyphs
        .iter()
        .filter(|glyph| glyph.text == GlyphText::One(char::REPLACEMENT_CHARACTER))
        .count();
    cleaned
}

/// Glyphs by character and place: a hash table whose rows end after a few steps, so that no drawing can make it slow.
struct Places {
    slots: Vec<u32>,
    mask: usize,
}

const STEPS: usize = 12;

impl Places {
    fn new(count: usize) -> Self {
        let size = (count * 4).next_power_of_two().max(16);
        Self {
            slots: vec![0; size],
            mask: size - 1,
        }
    }

    fn row(&self, character: char, x: i32, y: i32) -> impl Iterator<Item = usize> {
        let mut hash = u64::from(u32::from(character)) << 32;
        hash ^= u64::from(x as u32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= u64::from(y as u32).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        let start = (hash >> 32) as usize;
        let mask = self.mask;
        (0..STEPS).map(move |step| (start + step) & mask)
    }
}

fn merge_doubles(glyphs: &mut Vec<Glyph>, cleaned: &mut Cleaned) {
    let mut places = Places::new(glyphs.len());
    let mut doubled = Vec::new();
    for index in 0..glyphs.len() {
        let Some(glyph) = glyphs.get(index) else {
            break;
        };
        let character = match &glyph.text {
            GlyphText::One(character) => *character,
            GlyphText::Several(text) => text.chars().next().unwrap_or(' '),
        };
        if character == ' ' || character == '\u{3000}' {
            continue;
        }
        // Cells of one font size; what is near lies in this cell or one next to it.
        let cell = glyph.size.max(MIN_SIZE);
        let (x, y) = (glyph.bbox.x0 / cell, glyph.bbox.y0 / cell);
        let near = |value: f32| {
            let floor = value.floor();
            let share = value - floor;
            let here = floor as i32;
            if share < DOUBLE {
                (here, here.checked_sub(1))
            } else if share > 1.0 - DOUBLE {
                (here, here.checked_add(1))
            } else {
                (here, None)
            }
        };
        let ((here_x, other_x), (here_y, other_y)) = (near(x), near(y));
        let twin = [Some(here_x), other_x]
            .into_iter()
            .flatten()
            .flat_map(|x| [Some(here_y), other_y].into_iter().flatten().map(move |y| (x, y)))
            .find_map(|(x, y)| {
                places
                    .row(character, x, y)
                    .map_while(|slot| places.slots.get(slot).copied().filter(|held| *held > 0))
                    .map(|held| held as usize - 1)
                    .find(|held| glyphs.get(*held).is_some_and(|held| is_double(held, glyph)))
            });
        if let Some(twin) = twin {
            // The later drawing lies on top: its colour is the one that is seen.
            let (color, invisible) = (glyph.color, glyph.invisible);
            if let Some(twin) = glyphs.get_mut(twin)
                && (!invisible || twin.invisible)
            {
                twin.color = color;
                twin.invisible = invisible;
            }
            doubled.push(index);
            continue;
        }
        let free = places
            .row(character, here_x, here_y)
            .find(|slot| places.slots.get(*slot) == Some(&0));
        if let Some(slot) = free.and_then(|slot| places.slots.get_mut(slot)) {
            *slot = u32::try_from(index + 1).unwrap_or(0);
        }
    }
    cleaned.doubled = doubled.len();
    if doubled.is_empty() {
        return;
    }
    let mut doubled = doubled.into_iter().peekable();
    let mut index = 0;
    glyphs.retain(|_| {
        let keep = doubled.next_if_eq(&index).is_none();
        index += 1;
        keep
    });
}

fn is_double(first: &Glyph, second: &Glyph) -> bool {
    let reach = DOUBLE * first.size;
    let narrow = first.bbox.width().max(first.bbox.height() * 0.2);
    first.text == second.text
        && first.angle == second.angle
        && (first.size - second.size).abs() <= 0.05 * first.size
        && (first.bbox.x0 - second.bbox.x0).abs() <= reach.min(narrow * 0.5)
        && (first.bbox.y0 - second.bbox.y0).abs() <= reach
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Rect;
    use crate::source::Color;

    fn glyph(character: char, x: f32, y: f32) -> Glyph {
        Glyph {
            text: GlyphText::One(character),
            bbox: Rect::new(x, y, x + 10.0, y + 10.0),
            size: 10.0,
            color: Color::default(),
            vertical: false,
            invisible: false,
            angle: 0,
            font: 0,
        }
    }

    fn cleaned(glyphs: Vec<Glyph>) -> (String, Cleaned) {
        let mut sheet = Sheet {
            width: 200.0,
            height: 200.0,
            glyphs,
            ..Sheet::default()
        };
        let cleaned = clean(&mut sheet);
        let mut text = String::new();
        for glyph in &sheet.glyphs {
            glyph.text.push_to(&mut text);
        }
        (text, cleaned)
    }

    #[test]
    fn a_glyph_beyond_all_sheets_is_no_double() {
        let mut glyphs = vec![glyph('億', -3.0e10, 10.0), glyph('億', 3.0e10, 10.0)];
        let mut found = Cleaned::default();
        merge_doubles(&mut glyphs, &mut found);
        assert_eq!(glyphs.len(), 2);
    }

    #[test]
    fn fake_bold_is_read_once() {
        let mut glyphs = Vec::new();
        for (index, character) in "概算要求額".chars().enumerate() {
            let x = 9.9 + 10.0 * index as f32;
            glyphs.push(glyph(character, x, 19.95));
            glyphs.push(glyph(character, x + 0.3, 20.05));
        }
        let (text, found) = cleaned(glyphs);
        assert_eq!(text, "概算要求額");
        assert_eq!(found.doubled, 5);
    }

    #[test]
    fn a_repeated_narrow_letter_stays() {
        let mut glyphs = vec![glyph('l', 10.0, 10.0), glyph('l', 12.2, 10.0)];
        for glyph in &mut glyphs {
            glyph.bbox.x1 = glyph.bbox.x0 + 2.2;
        }
        assert_eq!(cleaned(glyphs).0, "ll");
    }

    #[test]
    fn off_the_page_and_tiny_glyphs_go() {
        let mut tiny = glyph('c', 50.0, 50.0);
        tiny.size = 0.01;
        let (text, found) = cleaned(vec![glyph('a', 10.0, 10.0), glyph('b', 500.0, 10.0), tiny]);
        assert_eq!(text, "a");
        assert_eq!(found.dropped, 2);
    }

    #[test]
    fn a_million_equal_glyphs_in_one_place_are_no_trouble() {
        let (text, _) = cleaned(vec![glyph('x', 10.0, 10.0); 100_000]);
        assert_eq!(text, "x");
    }
}

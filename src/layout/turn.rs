//! Sheets that lie on their side: content is set along the long side of a sheet of paper and turned to be read, by the
//! viewer (/Rotate) or by the reader's hand. What is read is read upright; where it stands is told as the sheet has it.

use crate::geometry::Rect;
use crate::source::{Box, Glyph, Rule, Sheet};
use std::borrow::Cow;

/// Of so many thirds of the glyphs the direction is that of the page.
const MOST_OF_THREE: usize = 2;

/// By how much a sheet was turned to be read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Turn {
    /// Quarters, clockwise: 0 to 3.
    quarters: u8,
    /// Width of the sheet before.
    width: f32,
    /// Height of the sheet before.
    height: f32,
}

impl Turn {
    /// The turn after which most of the text runs from left to right.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut counts = [0_usize; 4];
        for glyph in &sheet.glyphs {
            if let Some(count) =
                quarters(glyph.angle).and_then(|quarters| counts.get_mut(usize::from(quarters)))
            {
                *count += 1;
            }
        }
        let most = (1..4_u8).find(|at| 3 * counts[usize::from(*at)] > MOST_OF_THREE * sheet.glyphs.len());
        Self {
            quarters: most.map_or(0, |angle| 4 - angle),
            width: sheet.width,
            height: sheet.height,
        }
    }

    /// Whether the sheet was as it is read.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.quarters == 0
    }

    /// A place on the turned sheet as a place on the sheet as it was.
    #[must_use]
    pub fn back(self, place: Rect) -> Rect {
        let Rect { x0, y0, x1, y1 } = place;
        let (width, height) = (self.width, self.height);
        match self.quarters {
            1 => Rect::new(y0, height - x0, y1, height - x1),
            2 => Rect::new(width - x0, height - y0, width - x1, height - y1),
            3 => Rect::new(width - y0, x0, width - y1, x1),
            _ => place,
        }
    }

    fn forth(self, place: Rect) -> Rect {
        let Rect { x0, y0, x1, y1 } = place;
        let (width, height) = (self.width, self.height);
        match self.quarters {
            1 => Rect::new(height - y0, x0, height - y1, x1),
            2 => Rect::new(width - x0, height - y0, width - x1, height - y1),
            3 => Rect::new(y0, width - x0, y1, width - x1),
            _ => place,
        }
    }

    /// The sheet, turned.
    pub(super) fn apply(self, sheet: &Sheet) -> Cow<'_, Sheet> {
        if self.is_none() {
            return Cow::Borrowed(sheet);
        }
        let (width, height) = if self.quarters == 2 {
            (sheet.width, sheet.height)
        } else {
            (sheet.height, sheet.width)
        };
        let turned = 90 * i16::from(self.quarters);
        let glyphs = sheet.glyphs.iter().map(|glyph| Glyph {
            bbox: self.forth(glyph.bbox),
            angle: signed(glyph.angle + turned),
            ..glyph.clone()
        });
        let rules = sheet.rules.iter().map(|rule| Rule {
            bbox: self.forth(rule.bbox),
            ..*rule
        });
        let boxes = sheet.boxes.iter().map(|one| Box {
            bbox: self.forth(one.bbox),
            ..*one
        });
        Cow::Owned(Sheet {
            width,
            height,
            rotation: 0,
            glyphs: glyphs.collect(),
            rules: rules.collect(),
            boxes: boxes.collect(),
            pictures: sheet.pictures.iter().map(|one| self.forth(*one)).collect(),
        })
    }
}

/// Clockwise quarters of a direction that is near to one: scans and hand-set labels lean by a few degrees.
pub(super) fn quarters(angle: i16) -> Option<u8> {
    let angle = angle.rem_euclid(360);
    let near = (angle + 45) / 90 % 4;
    let off = (angle - 90 * near).rem_euclid(360);
    (off <= 8 || off >= 352).then(|| u8::try_from(near).unwrap_or(0))
}

/// A direction from -179 to 180.
pub(super) fn signed(angle: i16) -> i16 {
    let angle = angle.rem_euclid(360);
    if angle > 180 { angle - 360 } else { angle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Color, GlyphText};

    fn sheet(angles: &[i16]) -> Sheet {
        let glyph = |angle: &i16| Glyph {
            text: GlyphText::One('額'),
            bbox: Rect::new(10.0, 20.0, 14.0, 30.0),
            size: 10.0,
            color: Color::default(),
            vertical: false,
            invisible: false,
            angle: *angle,
            font: 0,
        };
        Sheet {
            width: 200.0,
            height: 100.0,
            glyphs: angles.iter().map(glyph).collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_sheet_is_turned_until_most_of_its_text_runs_from_left_to_right() {
        for (angle, at) in [
            (-90, Rect::new(70.0, 10.0, 80.0, 14.0)),
            (180, Rect::new(186.0, 70.0, 190.0, 80.0)),
            (90, Rect::new(20.0, 186.0, 30.0, 190.0)),
        ] {
            let sheet = sheet(&[angle, angle, angle, 0]);
            let turn = Turn::of(&sheet);
            let upright = turn.apply(&sheet);
            assert_eq!(upright.glyphs[0].angle, 0, "{angle}");
            assert_eq!(upright.glyphs[0].bbox, at, "{angle}");
            assert_eq!(turn.back(upright.glyphs[0].bbox), sheet.glyphs[0].bbox, "{angle}");
        }
    }

    #[test]
    fn labels_that_stand_on_their_end_turn_no_sheet() {
        assert!(Turn::of(&sheet(&[0, -90, -90])).is_none());
        assert!(Turn::of(&sheet(&[])).is_none());
        assert!(matches!(Turn::default().apply(&sheet(&[0])), Cow::Borrowed(_)));
    }
}

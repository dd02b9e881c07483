//! Text showing: strings to glyphs with their places, in both directions of writing.

use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::fonts::Font;
use super::interpreter::{Interpreter, Operands};
use super::lexer::{Token, decode_hex, decode_literal};
use super::matrix::Matrix;
use crate::geometry::{Point, Rect};
use crate::source::{Glyph, GlyphText};

/// Top of the em box over the baseline, in font sizes, as the default vertical origin has it.
const EM_TOP: f32 = 0.88;

impl<'a> Interpreter<'a> {
    pub(super) fn set_font(&mut self, operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        let size = match operands.last() {
            Some(Token::Number(size)) => *size,
            _ => return,
        };
        match self.resource(b"Font", operands, resources) {
            Some(object) => self.use_font(object, size),
            None => {
                self.state.text.font = None;
                self.state.text.size = size;
            }
        }
    }

    pub(super) fn use_font(&mut self, object: &Object, size: f32) {
        self.state.text.size = size;
        self.state.text.font = self.shared.fonts.get(self.objects, object).map(|font| {
            let known = self.fonts.iter().rposition(|known| Rc::ptr_eq(known, &font));
            let index = known.unwrap_or_else(|| {
                self.fonts.push(font.clone());
                self.fonts.len() - 1
            });
            (font, u16::try_from(index).unwrap_or(u16::MAX))
        });
    }

    pub(super) fn move_line(&mut self, x: f32, y: f32) {
        self.line = self.line.shifted(x, y);
        self.text = self.line;
    }

    pub(super) fn next_line(&mut self) {
        self.move_line(0.0, -self.state.text.leading);
    }

    pub(super) fn show_last(&mut self, operands: Operands<'_, '_>) {
        if let Some(token) = operands.last() {
            self.show_adjusted(std::slice::from_ref(token));
        }
    }

    /// Shows strings with the numbers between them, which move back by thousandths of the size.
    pub(super) fn show_adjusted(&mut self, operands: Operands<'_, '_>) {
        let Some((font, index)) = self.state.text.font.clone() else {
            self.faults.no_font += 1;
            return;
        };
        let mut bytes = std::mem::take(&mut self.bytes);
        for token in operands {
            match token {
                Token::Literal(raw) => {
                    bytes.clear();
                    decode_literal(raw, &mut bytes);
                    self.show(&font, index, &bytes);
                }
                Token::Hex(raw) => {
                    bytes.clear();
                    decode_hex(raw, &mut bytes);
                    self.show(&font, index, &bytes);
                }
                Token::Number(back) => {
                    let text = &self.state.text;
                    let back = -back / 1000.0 * text.size;
                    self.text = if font.is_vertical() {
                        self.text.shifted(0.0, back)
                    } else {
                        self.text.shifted(back * text.scale, 0.0)
                    };
                }
                _ => {}
            }
        }
        self.bytes = bytes;
    }

    fn show(&mut self, font: &Font, index: u16, bytes: &[u8]) {
        let text = &self.state.text;
        let matrix = self.text.then(self.state.ctm);
        if !matrix.is_sane() {
            return;
        }
        let vertical = font.is_vertical();
        let (size, scale, rise) = (text.size, text.scale, text.rise);
        let ascent = rise + font.ascent * size;
        let descent = rise + font.descent * size;
        let pattern = Glyph {
            text: GlyphText::One(' '),
            bbox: Rect::default(),
            size: size.abs() * font.em * matrix.vertical_scale(),
            color: if matches!(text.mode, 1 | 5) {
                self.state.stroke
            } else {
                self.state.fill
            },
            vertical,
            invisible: matches!(text.mode, 3 | 7) || self.state.transparent,
            angle: angle(matrix, size * scale),
            font: index,
        };
        let (char_spacing, word_spacing) = (text.char_spacing, text.word_spacing);
        let shows = self.hidden == 0;
        let glyphs = &mut self.sheet.glyphs;
        let before = glyphs.len();
        let most = before + self.shared.glyphs_left.min(self.page_left);
        let mut place = Point::default();
        font.each(self.objects, bytes, |code, is_space| {
            let width = code.width * size * scale;
            let (x, y) = if vertical {
                (place.x - code.down.x * size * scale, place.y - code.down.y * size)
            } else {
                (place.x, place.y)
            };
            // A vertical cell is as high as its advance; its top stands where the em box of the glyph has its top.
            let (low, high) = if vertical {
                let top = y + rise + EM_TOP * size;
                (top + code.down.advance * size, top)
            } else {
                (y + descent, y + ascent)
            };
            if shows && glyphs.len() < most {
                glyphs.push(Glyph {
                    text: code.text.clone(),
                    bbox: matrix.apply_rect(x, low, x + width, high),
                    ..pattern.clone()
                });
            }
            let spacing = char_spacing + if is_space { word_spacing } else { 0.0 };
            if vertical {
                place.y += code.down.advance * size + spacing;
            } else {
                place.x += width + spacing * scale;
            }
        });
        let drawn = glyphs.len() - before;
        self.charge_marks(drawn);
        self.text = self.text.shifted(place.x, place.y);
    }
}

/// Direction of the baseline, clockwise in degrees, in page coordinates.
fn angle(matrix: Matrix, direction: f32) -> i16 {
    if matrix.b == 0.0 && matrix.a * direction >= 0.0 {
        return 0;
    }
    let sign = if direction < 0.0 { -1.0 } else { 1.0 };
    let degrees = (matrix.b * sign).atan2(matrix.a * sign).to_degrees().round();
    if degrees <= -180.0 { 180 } else { degrees as i16 }
}

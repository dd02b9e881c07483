//! Paths and pictures: the operators that build a path, paint it or clip by it, and inline images.

use lopdf::Dictionary;

use super::graphics::{Paint, cut};
use super::interpreter::{Interpreter, Operands, numbers};
use super::lexer::{Lexer, Token};
use crate::geometry::Rect;

impl<'a> Interpreter<'a> {
    pub(super) fn path_operator(&mut self, word: &[u8], operands: Operands<'_, '_>) {
        let ctm = self.state.ctm;
        match word {
            b"m" | b"l" => {
                if let Some([x, y]) = numbers(operands) {
                    let point = ctm.apply(x, y);
                    if word == b"m" {
                        self.path.move_to(point);
                    } else {
                        self.path.line_to(point);
                    }
                }
            }
            b"re" => {
                if let Some(values) = numbers(operands) {
                    self.path.rectangle(ctm, values);
                }
            }
            b"c" => {
                if let Some([a, b, c, d, e, f]) = numbers(operands) {
                    self.path
                        .curve_to([ctm.apply(a, b), ctm.apply(c, d), ctm.apply(e, f)]);
                }
            }
            b"v" | b"y" => {
                if let Some([a, b, c, d]) = numbers(operands) {
                    let (near, end) = (ctm.apply(a, b), ctm.apply(c, d));
                    self.path
                        .curve_to([near, if word == b"y" { end } else { near }, end]);
                }
            }
            b"h" => self.path.close(),
            b"W" | b"W*" => self.clips = true,
            b"f" | b"F" | b"f*" => self.paint(true, false, false),
            b"S" => self.paint(false, true, false),
            b"s" => self.paint(false, true, true),
            b"B" | b"B*" => self.paint(true, true, false),
            b"b" | b"b*" => self.paint(true, true, true),
            b"n" => self.paint(false, false, false),
            _ => {}
        }
    }

    pub(super) fn paint(&mut self, fill: bool, stroke: bool, close: bool) {
        if close {
            self.path.close();
        }
        if self.hidden == 0 && (fill || stroke) && !self.state.transparent {
            let paint = Paint {
                fill: fill.then_some(self.state.fill),
                stroke: stroke.then_some(self.state.stroke),
                width: self.state.line_width * self.state.ctm.scale(),
                clip: self.state.clip,
            };
            let before = self.shapes();
            self.path.paint(paint, &mut self.sheet);
            self.charge_marks(self.shapes() - before);
        }
        if std::mem::take(&mut self.clips)
            && let Some(bounds) = self.path.bounds()
        {
            // An empty clip hides everything; a point outside the page does so too.
            let nowhere = Rect::new(-1.0, -1.0, -1.0, -1.0);
            self.state.clip = cut(bounds, self.state.clip).unwrap_or(nowhere);
        }
        self.path.clear();
    }

    fn shapes(&self) -> usize {
        self.sheet.rules.len() + self.sheet.boxes.len() + self.sheet.pictures.len()
    }

    pub(super) fn draw_picture(&mut self) {
        let bbox = self.state.ctm.apply_rect(0.0, 0.0, 1.0, 1.0);
        if self.hidden == 0
            && let Some(bbox) = cut(bbox, self.state.clip)
        {
            self.sheet.pictures.push(bbox);
            self.charge_marks(1);
        }
    }

    pub(super) fn inline_image(&mut self, lexer: &mut Lexer<'_>, resources: Option<&'a Dictionary>) {
        let (mut width, mut height, mut bits, mut components) = (0.0_f32, 0.0_f32, 8.0_f32, None);
        let mut filtered = false;
        while let Some(key) = lexer.next() {
            let key = match key {
                Token::Word(b"ID") => break,
                Token::Name(key) => key,
                _ => continue,
            };
            match (key, lexer.next()) {
                (b"W" | b"Width", Some(Token::Number(value))) => width = value,
                (b"H" | b"Height", Some(Token::Number(value))) => height = value,
                (b"BPC" | b"BitsPerComponent", Some(Token::Number(value))) => bits = value,
                (b"IM" | b"ImageMask", Some(Token::Word(b"true"))) => {
                    bits = 1.0;
                    components = Some(1);
                }
                (b"CS" | b"ColorSpace", Some(Token::Name(name))) => {
                    components = self.space(name, resources).map(|space| space.components());
                }
                (b"F" | b"Filter", Some(_)) => filtered = true,
                (_, Some(Token::Word(b"ID")) | None) => break,
                _ => {}
            }
        }
        let length = components.filter(|_| !filtered).map(|components| {
            let row = (width * bits * components as f32 / 8.0).ceil();
            (row * height) as usize
        });
        lexer.skip_image(length);
        self.draw_picture();
    }
}

//! What a content stream takes from its resources: forms drawn in their own space, pictures, and external graphics states.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::graphics::cut;
use super::interpreter::{Interpreter, Operands};
use super::lexer::{Token, decode_name};
use super::matrix::Matrix;
use crate::geometry::Rect;

impl<'a> Interpreter<'a> {
    /// The resource of a kind that the last name among the operands stands for, not yet resolved.
    pub(super) fn resource(
        &self,
        kind: &[u8],
        operands: Operands<'_, '_>,
        resources: Option<&'a Dictionary>,
    ) -> Option<&'a Object> {
        let name = operands.iter().rev().find_map(|token| match token {
            Token::Name(name) => Some(decode_name(name)),
            _ => None,
        })?;
        self.named(kind, &name, resources)
    }

    pub(super) fn set_external(&mut self, operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        let Some(settings) = self
            .resource(b"ExtGState", operands, resources)
            .and_then(|object| self.objects.resolve(object).as_dict().ok())
        else {
            return;
        };
        if let Some(opacity) = self.objects.number_at(settings, b"ca") {
            self.state.transparent = opacity <= 0.0;
        }
        if let Some(width) = self.objects.number_at(settings, b"LW") {
            self.state.line_width = width;
        }
        if let [font, size] = self.objects.array(settings, b"Font") {
            self.use_font(font, self.objects.number(size).unwrap_or(0.0));
        }
    }

    pub(super) fn draw_object(&mut self, operands: Operands<'_, '_>, resources: Option<&'a Dictionary>) {
        let Some(object) = self.resource(b"XObject", operands, resources) else {
            return;
        };
        let Ok(stream) = self.objects.resolve(object).as_stream() else {
            return;
        };
        let off = stream
            .dict
            .get(b"OC")
            .is_ok_and(|layer| self.shared.layers.hides(self.objects, layer));
        if off || self.hidden > 0 {
            return;
        }
        if self.objects.name(&stream.dict, b"Subtype") == b"Form" {
            self.draw_form(object.as_reference().ok(), stream, resources);
        } else {
            self.draw_picture();
        }
    }

    /// Draws a form with its own matrix and resources; `id` serves to cut cycles.
    pub(super) fn draw_form(
        &mut self,
        id: Option<ObjectId>,
        stream: &'a Stream,
        resources: Option<&'a Dictionary>,
    ) {
        if id.is_some_and(|id| self.open.contains(&id)) {
            self.faults.cycles += 1;
            return;
        }
        if self.faults.out_of_glyphs || self.faults.out_of_content {
            return;
        }
        if self.open.len() >= self.shared.max_depth {
            self.faults.too_deep += 1;
            return;
        }
        let decoded = self.objects.decode(stream);
        self.faults.streams.extend(decoded.fault);
        let matrix = self
            .objects
            .numbers(self.objects.get(&stream.dict, b"Matrix"))
            .map_or(Matrix::IDENTITY, Matrix::new);
        let ctm = matrix.then(self.state.ctm);
        if !ctm.is_sane() {
            return;
        }
        let outside = self.state.clone();
        let texts = (self.text, self.line);
        let (stack, unsaved) = (std::mem::take(&mut self.stack), std::mem::take(&mut self.unsaved));
        let marks = self.marked.len();
        self.state.ctm = ctm;
        if let Some([x0, y0, x1, y1]) = self.objects.numbers(self.objects.get(&stream.dict, b"BBox")) {
            let bounds = ctm.apply_rect(x0, y0, x1, y1);
            self.state.clip = cut(bounds, self.state.clip).unwrap_or(Rect::new(-1.0, -1.0, -1.0, -1.0));
        }
        // An id of 0 marks a form that stands directly in its parent; it only counts for the depth.
        self.open.push(id.unwrap_or((0, 0)));
        let own = self.objects.dictionary(&stream.dict, b"Resources").or(resources);
        self.run(&decoded.bytes, own);
        self.open.pop();
        while self.marked.len() > marks {
            self.end_marked();
        }
        (self.stack, self.unsaved) = (stack, unsaved);
        (self.text, self.line) = texts;
        self.state = outside;
    }
}

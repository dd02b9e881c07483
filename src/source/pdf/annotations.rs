//! What annotations show on the page: stamps, free text and filled form fields, drawn through their appearance streams
//! (ISO 32000-1, 12.5.5).

use lopdf::{Dictionary, Object};

use super::interpreter::Interpreter;
use super::matrix::Matrix;
use super::objects::{Objects, as_dictionary};
use crate::geometry::Rect;

/// Annotations drawn on one page.
const MAX_DRAWN: usize = 2_000;
/// Flags of annotations that a viewer does not show: hidden, no view.
const UNSEEN: i64 = 1 << 1 | 1 << 5;

impl<'a> Interpreter<'a> {
    /// Draws the visible annotations of a page over its content.
    pub(super) fn draw_annotations(&mut self, page: &'a Dictionary) {
        for annotation in self.objects.array(page, b"Annots").iter().take(MAX_DRAWN) {
            if !self.objects.charge(64) {
                return;
            }
            if let Some(annotation) = as_dictionary(self.objects.resolve(annotation)) {
                self.draw_annotation(annotation);
            }
        }
    }

    fn draw_annotation(&mut self, annotation: &'a Dictionary) {
        let objects = self.objects;
        let flags = objects.integer_at(annotation, b"F").unwrap_or(0);
        let kind = objects.name(annotation, b"Subtype");
        if flags & UNSEEN != 0 || matches!(kind, b"Popup" | b"Link") {
            return;
        }
        if annotation
            .get(b"OC")
            .is_ok_and(|layer| self.shared.layers.hides(objects, layer))
        {
            return;
        }
        let Some(appearance) = appearance(objects, annotation) else {
            return;
        };
        let Ok(stream) = objects.resolve(appearance).as_stream() else {
            return;
        };
        let (Some([x0, y0, x1, y1]), Some([left, bottom, right, top])) = (
            objects.numbers::<4>(objects.get(annotation, b"Rect")),
            objects.numbers::<4>(objects.get(&stream.dict, b"BBox")),
        ) else {
            return;
        };
        let matrix = objects
            .numbers(objects.get(&stream.dict, b"Matrix"))
            .map_or(Matrix::IDENTITY, Matrix::new);
        let (inner, place) = (
            matrix.apply_rect(left, bottom, right, top),
            Rect::new(x0, y0, x1, y1),
        );
        if inner.width() <= 0.0 || inner.height() <= 0.0 {
            return;
        }
        // The appearance's box, after its own matrix, is fitted into the annotation's rectangle.
        let (a, d) = (place.width() / inner.width(), place.height() / inner.height());
        let fit = Matrix::new([a, 0.0, 0.0, d, place.x0 - inner.x0 * a, place.y0 - inner.y0 * d]);
        self.restart();
        self.state.ctm = fit.then(self.state.ctm);
        // Fields leave their fonts to the form that they belong to.
        let shared = objects
            .catalog()
            .and_then(|catalog| objects.dictionary(catalog, b"AcroForm"))
            .and_then(|form| objects.dictionary(form, b"DR"));
        self.draw_form(appearance.as_reference().ok(), stream, shared);
    }
}

/// The stream that shows the annotation's present state.
fn appearance<'a>(objects: &'a Objects, annotation: &'a Dictionary) -> Option<&'a Object> {
    let normal = objects.dictionary(annotation, b"AP")?.get(b"N").ok()?;
    match objects.resolve(normal) {
        Object::Stream(_) => Some(normal),
        Object::Dictionary(states) => states.get(objects.name(annotation, b"AS")).ok(),
        _ => None,
    }
}

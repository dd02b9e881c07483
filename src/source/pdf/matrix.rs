//! Affine matrices as PDF writes them: `[a b c d e f]`, points as row vectors.

use crate::geometry::{Point, Rect};

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f32,
    pub(super) b: f32,
    pub(super) c: f32,
    pub(super) d: f32,
    pub(super) e: f32,
    pub(super) f: f32,
}

impl Matrix {
    /// Leaves everything where it is.
    pub(super) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn new([a, b, c, d, e, f]: [f32; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// First a shift by `x`, `y`, then `self`.
    pub(super) fn shifted(self, x: f32, y: f32) -> Self {
        let Point { x: e, y: f } = self.apply(x, y);
        Self { e, f, ..self }
    }

    pub(super) fn apply(self, x: f32, y: f32) -> Point {
        Point {
            x: self.a * x + self.c * y + self.e,
            y: self.b * x + self.d * y + self.f,
        }
    }

    /// The upright rectangle around the image of `rect`.
    pub(super) fn apply_rect(self, x0: f32, y0: f32, x1: f32, y1: f32) -> Rect {
        let (p, q) = (self.apply(x0, y0), self.apply(x1, y1));
        let mut rect = Rect::new(p.x, p.y, q.x, q.y);
        if self.b != 0.0 || self.c != 0.0 {
            let (p, q) = (self.apply(x0, y1), self.apply(x1, y0));
            rect = rect.union(&Rect::new(p.x, p.y, q.x, q.y));
        }
        rect
    }

    /// Length of a vertical unit after the map.
    pub(super) fn vertical_scale(self) -> f32 {
        self.c.hypot(self.d)
    }

    /// Mean scale of lengths.
    pub(super) fn scale(self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// Whether every number is finite and within what f32 can carry without losing points.
    pub(super) fn is_sane(self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f]
            .iter()
            .all(|value| value.abs() < 1e9)
    }
}

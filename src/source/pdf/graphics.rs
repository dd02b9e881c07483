//! Paths to what they mean on a page: straight rulings, rectangles, and the boxes of everything else.

use super::matrix::Matrix;
use crate::geometry::{Point, Rect};
use crate::source::{Box, Color, Rule, Sheet};

/// A path under construction, already in page coordinates.
#[derive(Debug, Default)]
pub(super) struct Path {
    points: Vec<Point>,
    parts: Vec<Part>,
    current: Point,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    closed: bool,
    curved: bool,
}

/// How a path is painted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) fill: Option<Color>,
    pub(super) stroke: Option<Color>,
    /// Width of the stroke on the page, in points.
    pub(super) width: f32,
    /// What lies outside is cut off.
    pub(super) clip: Rect,
}

/// Thinner filled rectangles are rulings.
const RULE_WIDTH: f32 = 1.6;
/// Points of one path that are looked at; drawings with more are pictures.
const MAX_POINTS: usize = 20_000;

impl Path {
    pub(super) fn clear(&mut self) {
        self.points.clear();
        self.parts.clear();
    }

    fn push(&mut self, point: Point) {
        if self.points.len() < MAX_POINTS {
            self.points.push(point);
        } else if let Some(last) = self.points.last_mut() {
            // The box of the drawing stays right enough: the last point stretches.
            *last = point;
        }
        self.current = point;
    }

    pub(super) fn move_to(&mut self, point: Point) {
        // A move after a move leaves nothing to draw.
        if self
            .parts
            .last()
            .is_some_and(|part| part.start + 1 == self.points.len())
        {
            self.points.pop();
            self.parts.pop();
        }
        self.parts.push(Part {
            start: self.points.len(),
            closed: false,
            curved: false,
        });
        self.push(point);
    }

    pub(super) fn line_to(&mut self, point: Point) {
        if self.parts.last().is_none_or(|part| part.closed) {
            self.move_to(self.current);
        }
        self.push(point);
    }

    pub(super) fn curve_to(&mut self, through: [Point; 3]) {
        if self.parts.last().is_none_or(|part| part.closed) {
            self.move_to(self.current);
        }
        if let Some(part) = self.parts.last_mut() {
            part.curved = true;
        }
        for point in through {
            self.push(point);
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.closed = true;
            if let Some(start) = self.points.get(part.start) {
                self.current = *start;
            }
        }
    }

    pub(super) fn rectangle(&mut self, matrix: Matrix, [x, y, width, height]: [f32; 4]) {
        self.move_to(matrix.apply(x, y));
        self.line_to(matrix.apply(x + width, y));
        self.line_to(matrix.apply(x + width, y + height));
        self.line_to(matrix.apply(x, y + height));
        self.close();
    }

    /// The box around everything.
    pub(super) fn bounds(&self) -> Option<Rect> {
        bounds(&self.points)
    }

    /// Puts what the path shows on `sheet`.
    pub(super) fn paint(&self, paint: Paint, sheet: &mut Sheet) {
        for (index, part) in self.parts.iter().enumerate() {
            let end = self
                .parts
                .get(index + 1)
                .map_or(self.points.len(), |next| next.start);
            let points = self.points.get(part.start..end).unwrap_or_default();
            let Some(bbox) = bounds(points) else { continue };
            if !is_finite(bbox) {
                continue;
            }
            let shape = Shape {
                points,
                bbox,
                closed: part.closed,
            };
            if part.curved {
                shape.paint_curved(paint, sheet);
            } else {
                shape.paint_straight(paint, sheet);
            }
        }
    }
}

struct Shape<'a> {
    points: &'a [Point],
    bbox: Rect,
    closed: bool,
}

impl Shape<'_> {
    fn paint_curved(&self, paint: Paint, sheet: &mut Sheet) {
        // A card with round corners is a box all the same: its straight sides lie on the edges of its bounding box.
        if self.is_rounded_rectangle() {
            push_box(self.bbox, paint, sheet);
        } else if let Some(bbox) = cut(self.bbox, paint.clip) {
            sheet.pictures.push(bbox);
        }
    }

    /// Whether straight sides on the edges of the box make up at least half of its outline, and none lies elsewhere.
    fn is_rounded_rectangle(&self) -> bool {
        let bbox = self.bbox;
        let short = bbox.width().min(bbox.height());
        let near = |a: f32, b: f32| (a - b).abs() < 0.1;
        let mut along = 0.0;
        for pair in self.points.windows(2) {
            let [p, q] = pair else { continue };
            let upright = near(p.x, q.x) && (near(p.x, bbox.x0) || near(p.x, bbox.x1));
            let level = near(p.y, q.y) && (near(p.y, bbox.y0) || near(p.y, bbox.y1));
            if upright || level {
                along += (p.x - q.x).abs() + (p.y - q.y).abs();
            }
        }
        // Control points of a circle lie on the box too, but cover at most 0.56 of it; a closing side is not in the list.
        short > 4.0 && along > 0.6 * 2.0 * (bbox.width() + bbox.height())
    }

    fn paint_straight(&self, paint: Paint, sheet: &mut Sheet) {
        if self.is_rectangle() {
            let thin = self.bbox.width().min(self.bbox.height());
            let long = self.bbox.width().max(self.bbox.height());
            if thin <= RULE_WIDTH && long > thin * 3.0 {
                let color = paint.fill.or(paint.stroke).unwrap_or_default();
                let spread = if paint.stroke.is_some() {
                    paint.width / 2.0
                } else {
                    0.0
                };
                push_rule(widened(self.bbox, spread), color, paint.clip, sheet);
            } else {
                push_box(self.bbox, paint, sheet);
            }
            return;
        }
        let Some(stroke) = paint.stroke else {
            if paint.fill.is_some()
                && let Some(bbox) = cut(self.bbox, paint.clip)
            {
                sheet.pictures.push(bbox);
            }
            return;
        };
        let closing = self.closed.then(|| [self.points.last(), self.points.first()]);
        let sides = self
            .points
            .windows(2)
            .map(|pair| [pair.first(), pair.last()])
            .chain(closing);
        let mut slanted = false;
        for side in sides {
            let [Some(p), Some(q)] = side else { continue };
            let bbox = Rect::new(p.x, p.y, q.x, q.y);
            if bbox.width().min(bbox.height()) <= 0.5 {
                if bbox.width().max(bbox.height()) > 0.5 {
                    push_rule(widened(bbox, paint.width / 2.0), stroke, paint.clip, sheet);
                }
            } else {
                slanted = true;
            }
        }
        if slanted && let Some(bbox) = cut(self.bbox, paint.clip) {
            sheet.pictures.push(bbox);
        }
    }

    /// Whether the points run once around their bounding box, wherever they start and however many lie on one edge.
    fn is_rectangle(&self) -> bool {
        let bbox = self.bbox;
        let tolerance = 0.05 + 0.002 * bbox.width().max(bbox.height());
        let near = |a: f32, b: f32| (a - b).abs() <= tolerance;
        let mut corners = [false; 4];
        for (index, point) in self.points.iter().enumerate() {
            let (left, right) = (near(point.x, bbox.x0), near(point.x, bbox.x1));
            let (top, bottom) = (near(point.y, bbox.y0), near(point.y, bbox.y1));
            if !(left || right || top || bottom) {
                return false;
            }
            for (corner, here) in
                corners
                    .iter_mut()
                    .zip([left && top, right && top, right && bottom, left && bottom])
            {
                *corner |= here;
            }
            // Every side runs along an edge.
            if let Some(next) = self.points.get(index + 1)
                && !near(point.x, next.x)
                && !near(point.y, next.y)
            {
                return false;
            }
        }
        let long_enough = self.points.len() >= 4;
        long_enough && corners == [true; 4]
    }
}

fn bounds(points: &[Point]) -> Option<Rect> {
    let first = points.first()?;
    let mut out = Rect::new(first.x, first.y, first.x, first.y);
    for point in points {
        out.x0 = out.x0.min(point.x);
        out.y0 = out.y0.min(point.y);
        out.x1 = out.x1.max(point.x);
        out.y1 = out.y1.max(point.y);
    }
    Some(out)
}

fn is_finite(bbox: Rect) -> bool {
    [bbox.x0, bbox.y0, bbox.x1, bbox.y1]
        .iter()
        .all(|value| value.is_finite())
}

fn widened(bbox: Rect, by: f32) -> Rect {
    if bbox.width() >= bbox.height() {
        Rect::new(bbox.x0, bbox.y0 - by, bbox.x1, bbox.y1 + by)
    } else {
        Rect::new(bbox.x0 - by, bbox.y0, bbox.x1 + by, bbox.y1)
    }
}

/// The part of `bbox` inside `clip`, where there is one.
pub(super) fn cut(bbox: Rect, clip: Rect) -> Option<Rect> {
    let (x0, y0) = (bbox.x0.max(clip.x0), bbox.y0.max(clip.y0));
    let (x1, y1) = (bbox.x1.min(clip.x1), bbox.y1.min(clip.y1));
    (x0 <= x1 && y0 <= y1).then_some(Rect { x0, y0, x1, y1 })
}

fn push_rule(bbox: Rect, color: Color, clip: Rect, sheet: &mut Sheet) {
    if let Some(bbox) = cut(bbox, clip) {
        sheet.rules.push(Rule { bbox, color });
    }
}

/// How far apart the fill and the border of one rectangle may lie: browsers stroke half a line width inside.
const SAME_BOX: f32 = 2.0;
/// Boxes back from the last among which the other half of a rectangle is looked for.
const RECENT: usize = 6;

fn push_box(bbox: Rect, paint: Paint, sheet: &mut Sheet) {
    let Some(bbox) = cut(bbox, paint.clip) else {
        return;
    };
    const WHITE: Color = Color {
        red: 255,
        green: 255,
        blue: 255,
    };
    let is_page = bbox.width() >= 0.98 * sheet.width && bbox.height() >= 0.98 * sheet.height;
    if is_page && paint.stroke.is_none() && paint.fill == Some(WHITE) {
        return;
    }
    let near = |other: &Rect| {
        [
            bbox.x0 - other.x0,
            bbox.y0 - other.y0,
            bbox.x1 - other.x1,
            bbox.y1 - other.y1,
        ]
        .iter()
        .all(|distance| distance.abs() <= SAME_BOX)
    };
    let is_small = bbox.width().min(bbox.height()) < 3.0 * SAME_BOX;
    if !is_small
        && let Some(other) = sheet
            .boxes
            .iter_mut()
            .rev()
            .take(RECENT)
            .find(|other| near(&other.bbox))
    {
        if paint.fill.is_none() && other.stroke.is_none() {
            other.stroke = paint.stroke;
            return;
        }
        if other.fill.is_none() && paint.stroke.is_none() {
            other.fill = paint.fill;
            other.bbox = bbox;
            return;
        }
    }
    sheet.boxes.push(Box {
        bbox,
        fill: paint.fill,
        stroke: paint.stroke,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Color = Color {
        red: 255,
        green: 0,
        blue: 0,
    };
    const PAGE: Rect = Rect {
        x0: 0.0,
        y0: 0.0,
        x1: 500.0,
        y1: 500.0,
    };

    fn paint(fill: Option<Color>, stroke: Option<Color>) -> Paint {
        Paint {
            fill,
            stroke,
            width: 1.0,
            clip: PAGE,
        }
    }

    fn sheet() -> Sheet {
        Sheet {
            width: 500.0,
            height: 500.0,
            ..Sheet::default()
        }
    }

    fn polygon(points: &[(f32, f32)]) -> Path {
        let mut path = Path::default();
        for (index, (x, y)) in points.iter().enumerate() {
            let point = Point { x: *x, y: *y };
            if index == 0 {
                path.move_to(point)
            } else {
                path.line_to(point)
            }
        }
        path.close();
        path
    }

    #[test]
    fn a_rectangle_may_start_in_the_middle_of_an_edge() {
        let mut sheet = sheet();
        let path = polygon(&[
            (50.0, 10.0),
            (10.0, 10.0),
            (10.0, 40.0),
            (90.0, 40.0),
            (90.0, 10.0),
            (50.0, 10.0),
        ]);
        path.paint(paint(Some(RED), None), &mut sheet);
        path.paint(paint(None, Some(RED)), &mut sheet);
        assert_eq!(sheet.boxes.len(), 1);
        assert_eq!(sheet.boxes[0].fill, Some(RED));
        assert_eq!(sheet.boxes[0].stroke, Some(RED));
        assert_eq!(sheet.boxes[0].bbox, Rect::new(10.0, 10.0, 90.0, 40.0));
    }

    #[test]
    fn thin_fills_and_straight_strokes_are_rules() {
        let mut sheet = sheet();
        polygon(&[(0.0, 0.0), (100.0, 0.0), (100.0, 0.5), (0.0, 0.5)])
            .paint(paint(Some(RED), None), &mut sheet);
        let mut line = Path::default();
        line.move_to(Point { x: 5.0, y: 5.0 });
        line.line_to(Point { x: 5.0, y: 95.0 });
        line.paint(paint(None, Some(RED)), &mut sheet);
        assert_eq!(sheet.rules.len(), 2);
        assert_eq!(sheet.rules[1].bbox, Rect::new(4.5, 5.0, 5.5, 95.0));
        assert!(sheet.boxes.is_empty());
    }

    #[test]
    fn the_paper_is_no_box_and_an_arrow_is_a_picture() {
        let mut sheet = sheet();
        let white = Color {
            red: 255,
            green: 255,
            blue: 255,
        };
        polygon(&[(0.0, 0.0), (500.0, 0.0), (500.0, 500.0), (0.0, 500.0)])
            .paint(paint(Some(white), None), &mut sheet);
        polygon(&[(10.0, 10.0), (30.0, 20.0), (10.0, 30.0)]).paint(paint(Some(RED), None), &mut sheet);
        assert!(sheet.boxes.is_empty());
        assert_eq!(sheet.pictures, [Rect::new(10.0, 10.0, 30.0, 30.0)]);
    }

    #[test]
    fn a_round_cornered_card_is_a_box_and_a_disc_is_not() {
        let mut sheet = sheet();
        let mut card = Path::default();
        let p = |x, y| Point { x, y };
        card.move_to(p(10.0, 0.0));
        card.line_to(p(90.0, 0.0));
        card.curve_to([p(95.0, 0.0), p(100.0, 5.0), p(100.0, 10.0)]);
        card.line_to(p(100.0, 40.0));
        card.curve_to([p(100.0, 45.0), p(95.0, 50.0), p(90.0, 50.0)]);
        card.line_to(p(10.0, 50.0));
        card.curve_to([p(5.0, 50.0), p(0.0, 45.0), p(0.0, 40.0)]);
        card.line_to(p(0.0, 10.0));
        card.curve_to([p(0.0, 5.0), p(5.0, 0.0), p(10.0, 0.0)]);
        card.paint(paint(Some(RED), None), &mut sheet);
        assert_eq!(sheet.boxes.len(), 1);
        let mut disc = Path::default();
        disc.move_to(p(0.0, 5.0));
        for [a, b, c] in [
            [p(0.0, 2.24), p(2.24, 0.0), p(5.0, 0.0)],
            [p(7.76, 0.0), p(10.0, 2.24), p(10.0, 5.0)],
            [p(10.0, 7.76), p(7.76, 10.0), p(5.0, 10.0)],
            [p(2.24, 10.0), p(0.0, 7.76), p(0.0, 5.0)],
        ] {
            disc.curve_to([a, b, c]);
        }
        disc.paint(paint(Some(RED), None), &mut sheet);
        assert_eq!(sheet.boxes.len(), 1);
        assert_eq!(sheet.pictures.len(), 1);
    }
}

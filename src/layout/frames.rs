//! Boxes that hold something: fill and border merged into one frame, page backgrounds, squares and hairlines left out.
//!
//! ```text
//!   fill ▓▓▓▓▓▓▓   +  border ┌──────┐   =   one frame with both colours
//!        ▓▓▓▓▓▓▓             └──────┘
//! ```

use crate::geometry::{Point, Rect};
use crate::source::{Color, Sheet};

/// A box on a page, with what is drawn of it merged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Its outline.
    pub bbox: Rect,
    /// Colour inside, where it is filled.
    pub fill: Option<Color>,
    /// Colour of its border, where it has one.
    pub stroke: Option<Color>,
}

/// What counts as a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrameOptions {
    /// Edges at most this far apart, in points, are one: makers stroke a little inside of what they fill.
    pub merge: f32,
    /// A frame is at least this wide and high, in points.
    pub least: f32,
    /// A box over more than this share of the page is its background.
    pub whole_page: f32,
    /// At most so many frames, the largest first.
    pub most: usize,
}

impl Default for FrameOptions {
    fn default() -> Self {
        Self {
            merge: 2.0,
            least: 9.0,
            whole_page: 0.8,
            most: 2_000,
        }
    }
}

/// The frames of a page, the smallest first.
#[must_use]
pub fn frames(sheet: &Sheet, options: &FrameOptions) -> Vec<Frame> {
    let page = sheet.width * sheet.height * options.whole_page;
    let mut boxes: Vec<Frame> = sheet
        .boxes
        .iter()
        .filter(|one| {
            let (width, height) = (one.bbox.width(), one.bbox.height());
            width >= options.least && height >= options.least && width * height < page
        })
        .map(|one| Frame {
            bbox: one.bbox,
            fill: one.fill,
            stroke: one.stroke,
        })
        .collect();
    boxes.sort_by(|a, b| {
        area(&b.bbox)
            .total_cmp(&area(&a.bbox))
            .then(a.bbox.y0.total_cmp(&b.bbox.y0))
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
            .then(a.fill.is_some().cmp(&b.fill.is_some()))
    });
    boxes.truncate(options.most * 4);
    let mut out: Vec<Frame> = Vec::with_capacity(boxes.len());
    for one in boxes {
        match out.iter_mut().rev().find_map(|known| {
            // Largest first: once the areas part by more than two merged edges can make, none further up is the same.
            let slack = options.merge * 2.0 * (known.bbox.width() + known.bbox.height());
            if area(&known.bbox) - area(&one.bbox) > slack + options.merge * options.merge * 4.0 {
                return Some(None);
            }
            same(&known.bbox, &one.bbox, options.merge).then_some(Some(known))
        }) {
            Some(Some(known)) => {
                known.fill = known.fill.or(one.fill);
                known.stroke = known.stroke.or(one.stroke);
            }
            _ => out.push(one),
        }
    }
    out.truncate(options.most);
    out.reverse();
    out
}

fn area(bbox: &Rect) -> f32 {
    bbox.width() * bbox.height()
}

fn same(a: &Rect, b: &Rect, within: f32) -> bool {
    (a.x0 - b.x0).abs() <= within
        && (a.y0 - b.y0).abs() <= within
        && (a.x1 - b.x1).abs() <= within
        && (a.y1 - b.y1).abs() <= within
}

/// Finds the frames around a place without looking at all of them: frames by the bands of the page that they cross.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameIndex {
    frames: Vec<Frame>,
    /// By band: frames that cross it, the smallest first.
    bands: Vec<Vec<u16>>,
}

/// Height of a band, in points.
const BAND: f32 = 24.0;
/// Bands of a page: a larger page has its last frames in the last band.
const BANDS: usize = 400;

impl FrameIndex {
    /// An index over frames given the smallest first.
    #[must_use]
    pub fn new(frames: Vec<Frame>) -> Self {
        let mut bands: Vec<Vec<u16>> = Vec::new();
        for (number, frame) in frames.iter().enumerate() {
            let (first, last) = (band(frame.bbox.y0 - 1.0), band(frame.bbox.y1 + 1.0));
            if bands.len() <= last {
                bands.resize_with(last + 1, Vec::new);
            }
            for slot in bands.iter_mut().take(last + 1).skip(first) {
                if let Ok(number) = u16::try_from(number) {
                    slot.push(number);
                }
            }
        }
        Self { frames, bands }
    }

    /// All frames, the smallest first.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// Numbers of the frames that hold a point, the smallest first.
    pub fn around(&self, point: Point) -> impl Iterator<Item = usize> {
        self.bands
            .get(band(point.y))
            .into_iter()
            .flatten()
            .map(|number| usize::from(*number))
            .filter(move |number| {
                self.frames
                    .get(*number)
                    .is_some_and(|frame| frame.bbox.holds(point))
            })
    }

    /// The smallest frame around a point.
    #[must_use]
    pub fn innermost(&self, point: Point) -> Option<usize> {
        self.around(point).next()
    }
}

fn band(y: f32) -> usize {
    ((y / BAND).max(0.0) as usize).min(BANDS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Box;

    fn sheet(boxes: &[(Rect, bool)]) -> Sheet {
        let color = Color::default();
        Sheet {
            width: 400.0,
            height: 300.0,
            boxes: boxes
                .iter()
                .map(|(bbox, filled)| Box {
                    bbox: *bbox,
                    fill: filled.then_some(color),
                    stroke: (!filled).then_some(color),
                })
                .collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_fill_and_its_border_are_one_frame() {
        let found = frames(
            &sheet(&[
                (Rect::new(10.0, 10.0, 110.0, 60.0), true),
                (Rect::new(10.4, 10.4, 109.6, 59.6), false),
                (Rect::new(0.0, 0.0, 400.0, 300.0), true),
                (Rect::new(150.0, 10.0, 156.0, 16.0), true),
            ]),
            &FrameOptions::default(),
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].fill.is_some() && found[0].stroke.is_some());
    }

    #[test]
    fn the_smallest_frame_around_a_point_is_found() {
        let index = FrameIndex::new(frames(
            &sheet(&[
                (Rect::new(10.0, 10.0, 210.0, 160.0), false),
                (Rect::new(20.0, 100.0, 100.0, 150.0), false),
            ]),
            &FrameOptions::default(),
        ));
        let inner = index.innermost(Point { x: 50.0, y: 120.0 });
        assert_eq!(inner.map(|at| index.frames()[at].bbox.y0), Some(100.0));
        assert_eq!(index.around(Point { x: 50.0, y: 120.0 }).count(), 2);
        assert_eq!(index.innermost(Point { x: 300.0, y: 120.0 }), None);
    }
}

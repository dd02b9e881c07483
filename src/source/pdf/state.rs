//! The graphics and text state that operators change and `q` and `Q` save.

use std::rc::Rc;

use super::color::Space;
use super::fonts::Font;
use super::matrix::Matrix;
use crate::geometry::Rect;
use crate::source::Color;

/// Graphics state (ISO 32000-1, 8.4), as far as it bears on text and boxes.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// User space to page coordinates.
    pub(super) ctm: Matrix,
    pub(super) clip: Rect,
    pub(super) fill: Color,
    pub(super) stroke: Color,
    pub(super) fill_space: Space,
    pub(super) stroke_space: Space,
    pub(super) line_width: f32,
    /// Fill opacity 0: nothing shows.
    pub(super) transparent: bool,
    pub(super) text: Text,
}

/// Text state (ISO 32000-1, 9.3).
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The font and its number on the page.
    pub(super) font: Option<(Rc<Font>, u16)>,
    pub(super) size: f32,
    pub(super) char_spacing: f32,
    pub(super) word_spacing: f32,
    /// Horizontal scaling, 1 for 100 %.
    pub(super) scale: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    pub(super) mode: u8,
}

impl State {
    pub(super) fn new(ctm: Matrix, clip: Rect) -> Self {
        Self {
            ctm,
            clip,
            fill: Color::default(),
            stroke: Color::default(),
            fill_space: Space::Gray,
            stroke_space: Space::Gray,
            line_width: 1.0,
            transparent: false,
            text: Text {
                font: None,
                size: 0.0,
                char_spacing: 0.0,
                word_spacing: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }
}

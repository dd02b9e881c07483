//! Slides drawn by a test: text by its places, boxes, lines, and what is told of them.

use std::fmt::Write;
use yosan::geometry::Rect;
use yosan::link;
use yosan::model::Request;
use yosan::source::{Box, Color, Document, Glyph, GlyphText, Media, Page, PageContent, Rule, Sheet};
use yosan::span::PageNumber;

/// A slide being drawn: text by its left top corner, wide characters a size wide, others half.
pub struct Slide(Sheet);

impl Slide {
    pub fn new() -> Self {
        let mut slide = Self(Sheet {
            width: 720.0,
            height: 405.0,
            ..Sheet::default()
        });
        slide.text("令和8年度概算要求の概要", 20.0, 380.0, 6.0);
        slide
    }

    pub fn text(&mut self, text: &str, x: f32, y: f32, size: f32) -> &mut Self {
        let mut at = x;
        for character in text.chars() {
            let wide = !character.is_ascii();
            let width = if wide { size } else { size / 2.0 };
            if character != ' ' {
                self.0.glyphs.push(Glyph {
                    text: GlyphText::One(character),
                    bbox: Rect::new(at, y, at + width, y + size),
                    size,
                    color: Color::default(),
                    vertical: false,
                    invisible: false,
                    angle: 0,
                    font: 0,
                });
            }
            at += width;
        }
        self
    }

    /// A bordered box.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) -> &mut Self {
        self.0.boxes.push(Box {
            bbox: Rect::new(x, y, x + width, y + height),
            fill: None,
            stroke: Some(Color::default()),
        });
        self
    }

    /// The box around a filled shape, such as an arrow.
    pub fn shape(&mut self, bbox: Rect) -> &mut Self {
        self.0.pictures.push(bbox);
        self
    }

    /// A line from top to bottom.
    pub fn upright(&mut self, x: f32, y0: f32, y1: f32) -> &mut Self {
        self.0.rules.push(Rule {
            bbox: Rect::new(x - 0.25, y0, x + 0.25, y1),
            color: Color::default(),
        });
        self
    }

    /// Its programs.
    pub fn linked(&self) -> Vec<Request> {
        let document = Document {
            name: "slide.pdf".to_owned(),
            media: Media::Pdf,
            bytes: 0,
            text: String::new(),
            pages: vec![Page {
                number: PageNumber::from_index(0),
                content: PageContent::Sheet(self.0.clone()),
            }],
            diagnostics: Vec::new(),
        };
        let (info, read) = super::nodes(&document);
        link::link(
            &read.pages,
            &super::surfaces(&document),
            &info,
            &super::masthead(&document, &info),
        )
        .requests
    }

    /// What is told of it: a line a program, from the top.
    pub fn told(&self) -> String {
        let mut out = String::new();
        for request in self.linked() {
            let shown = |amount: &Option<yosan::model::Amount>| {
                amount
                    .as_ref()
                    .map_or("-".to_owned(), |amount| amount.surface.clone())
            };
            let flags: Vec<&str> = request.flags.iter().map(|flag| flag.code()).collect();
            let line = format!(
                "{} {} {} {} {}",
                request.program.name,
                shown(&request.amount),
                shown(&request.previous),
                request.link.status.code(),
                flags.join(" ")
            );
            writeln!(out, "{}", line.trim_end()).unwrap();
        }
        out
    }
}

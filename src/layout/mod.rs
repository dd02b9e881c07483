//! Glyphs and text lines to what a reader sees: words, lines, and from them blocks, cells and boxes. Knows places on a
//! page, never the meaning of a word.

pub mod reading;

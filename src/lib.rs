//! Reads Japanese government budget requests (概算要求).
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod diagnostic;
pub mod geometry;
pub mod grammar;
pub mod lexicon;
pub mod model;
pub mod normalize;
pub mod output;
pub mod source;
pub mod span;

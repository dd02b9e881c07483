//! Reads Japanese government budget requests (概算要求).
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod diagnostic;
pub mod geometry;
pub mod grammar;
pub mod layout;
pub mod lexicon;
pub mod link;
pub mod model;
pub mod normalize;
pub mod reconcile;
pub mod source;
pub mod span;

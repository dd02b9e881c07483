//! Reads Japanese government budget requests (概算要求), as text or PDF: every program with its amount and its ministry,
//! the place where each was read, and an audit of every sum that the document states.
//!
//! It never states an amount that the document does not support: what the page ties together is *stated*, what only the
//! document's own sums decide is *proved*, the rest is said to be open, with its candidates.
//!
//! ```
//! use yosan::pipeline::{Extractor, Options};
//!
//! let extractor = Extractor::new(Options::new())?;
//! let text = "令和５年度 概算要求\n● 創薬基盤推進研究事業（厚） 22億円\n";
//! let extraction = extractor.extract("request.txt", text.as_bytes().to_vec())?;
//! assert_eq!(extraction.source.pages, 1);
//!
//! let mut json = Vec::new();
//! yosan::output::json::write(&extraction, &mut json)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The house has floors, and a module uses only those below it; `tests/architecture.rs` holds the code against that.
//!
//! ```text
//! 11  pipeline                 one document: the floors in their order
//! 10  output                   the formats
//!  8  reconcile                stated against accumulated, proofs
//!  7  link                     which amount belongs to which program
//!  6  grammar                  amounts, tags, program lines, headings, splits
//!  5  lexicon                  what words mean
//!  4  layout, normalize        lines, blocks and tables; folded text with a map back
//!  3  source                   bytes to pages
//!  2  model                    plain values
//!  0  span, geometry, diagnostic
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// Floors 0 and 1.
pub mod geometry;
pub mod span;

pub mod diagnostic;

// Floor 2.
pub mod model;

// Floor 3.
pub mod source;

// Floor 4.
pub mod normalize;

// Floor 5.
pub mod lexicon;

// Floor 10.
pub mod output;

// Floor 11.
pub mod pipeline;

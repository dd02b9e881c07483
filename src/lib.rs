//! Reads Japanese government budget requests (概算要求), as text or PDF: every program with its amount and its ministry,
//! the evidence for each, and an audit of every sum that the document states.
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
//! A module imports only from modules above it in this list, as `tests/architecture.rs` sees to:
//!
//! ```text
//!  0  span, geometry      places in a text and on a page
//!  1  diagnostic          findings, as data
//!  2  model               amounts, ministries, programs, sums, checks
//!  3  source              bytes → documents of pages
//!  4  layout, normalize   pages → lines with places; a normalized text beside its original
//!  5  lexicon             what words mean
//!  6  grammar             nom parsers: figures, names, headings, rows
//!  7  link                (program, amount, ministry) with evidence
//!  8  reconcile           stated against accumulated
//!  9  amend, diff         what comes from outside the document; two years held against each other
//! 10  output              yosan/v1 JSON, workbooks, tables
//! 11  pipeline            one document → Extraction
//! 12  batch               many documents, resumable
//! 13  regress             a corpus against recorded results
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod span;

pub mod geometry;

pub mod diagnostic;

pub mod model;

pub mod source;

pub mod layout;
pub mod normalize;

pub mod lexicon;

pub mod grammar;

pub mod link;

pub mod reconcile;

pub mod amend;
pub mod diff;

pub mod output;

pub mod pipeline;

pub mod batch;

pub mod regress;

//! Reads Japanese government budget requests (概算要求), as text or PDF: every program with its amount and its ministry,
//! the evidence for each, and an audit of every sum that the document states.
//!
//! A module imports only from modules above it in this list:
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
//! 10  output              yosan/v1 JSON, tables
//! 11  pipeline            one document → Extraction
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

pub mod output;

pub mod pipeline;

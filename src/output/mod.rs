//! Formats of what comes out, each with frozen structs of its own.

pub mod amounts;

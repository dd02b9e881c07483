//! The formats that people and programs read: `yosan/v1` JSON, tables for spreadsheets and databases, the table and the
//! list of sums for the terminal. Each has structs or rules of its own, so that a change inside the crate never changes what
//! is written. [`mod@format`] has the table of those that an extraction can be written in.

pub mod amounts;
pub mod chart;
pub mod checks;
pub mod comparison;
pub mod csv;
mod design;
pub mod fdp;
mod figures;
pub mod format;
pub mod json;
pub mod marks;
mod paint;
pub mod parquet;
pub mod review;
#[cfg(test)]
pub(crate) mod samples;
pub mod table;
pub mod text;
pub mod whole;
pub mod xlsx;

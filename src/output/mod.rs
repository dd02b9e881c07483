//! The formats that people and programs read: `yosan/v1` JSON, the table and the list of sums for the terminal. Each has
//! structs or rules of its own, so that a change inside the crate never changes what is written.

pub mod amounts;
pub mod checks;
pub mod json;
pub mod marks;
mod paint;
#[cfg(test)]
pub(crate) mod samples;
pub mod table;
pub mod text;

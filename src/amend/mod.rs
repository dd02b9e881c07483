//! What comes from outside the document: a list of programs that fills missing ministries and is held against the amounts,
//! and corrections that people wrote down. Each is marked as what it is; the page is never overridden by a list.

mod corrections;
mod registry;

pub use corrections::{Applied, Correction, CorrectionError, Corrections};
pub use registry::{Entry, Listed, Registry, RegistryError};

//! Plain values of a budget request: what was read, from where, and how sure it is. No I/O, no serialization, no
//! grammar; output formats have structs of their own.

mod account;
mod amount;
mod check;
mod coverage;
mod extraction;
mod fiscal_year;
mod flag;
mod ministry;
mod phase;
mod request;
mod total;

pub use account::Account;
pub use amount::{Amount, AmountState, Basis, Qualifier};
pub use check::{Check, CheckKind, Verdict};
pub use coverage::{Coverage, Unexplained};
pub use extraction::{Corrected, DocumentInfo, Extraction, SourceInfo};
pub use fiscal_year::FiscalYear;
pub use flag::Flag;
pub use ministry::{Ministry, MinistryEvidence, Role};
pub use phase::Phase;
pub use request::{
    Body, Candidate, Comparative, Evidence, EvidenceRole, Link, LinkMethod, LinkStatus, Program, Request,
};
pub use total::{Breakdown, BreakdownKey, Total};

//! Holds what the document states against what its parts make: proves open links where every assignment that the sums
//! allow gives the same amount, checks every sum, and names the figure whose change would mend a broken one. Adds proofs
//! and checks; a stated amount is never changed.

mod ledger;
mod limits;
mod proof;
mod settle;
mod sums;
mod suspect;

use crate::diagnostic::Diagnostic;
use crate::link::Linked;
use crate::model::Check;

/// What reconciling needs to know beside the links.
#[derive(Debug, Clone, Default)]
pub struct ReconcileOptions {
    /// Codes of ministries whose money stands with another's in splits, as a note of the document says.
    pub folded_ministries: Vec<String>,
    /// Steps that one proof may take before its links stay open.
    pub proof_steps: usize,
}

impl ReconcileOptions {
    /// The default: no folded ministry, 50,000 steps a proof.
    #[must_use]
    pub fn new() -> Self {
        Self {
            folded_ministries: Vec::new(),
            proof_steps: 50_000,
        }
    }

    /// With ministries whose money stands with another's.
    #[must_use]
    pub fn with_folded_ministries(mut self, codes: Vec<String>) -> Self {
        self.folded_ministries = codes;
        self
    }

    /// With another number of steps.
    #[must_use]
    pub fn with_proof_steps(mut self, steps: usize) -> Self {
        self.proof_steps = steps;
        self
    }
}

/// Proves open links where the sums allow one assignment only. Tells of proofs that ran out of steps.
#[must_use]
pub fn prove(linked: &mut Linked, options: &ReconcileOptions) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    settle::settle(linked, options, &mut diagnostics);
    diagnostics
}

/// Holds every sum against its parts, as they stand now.
#[must_use]
pub fn check(linked: &Linked) -> Vec<Check> {
    sums::checks(linked)
}

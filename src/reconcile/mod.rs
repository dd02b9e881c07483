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
use crate::model::{Check, Request, Total};

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

/// A document's requests and sums, reconciled.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// Programs, with what was proved.
    pub requests: Vec<Request>,
    /// Stated sums.
    pub totals: Vec<Total>,
    /// Every sum held against its parts.
    pub checks: Vec<Check>,
    /// Proofs that ran out of steps, figures that nothing took.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reconciles a document.
#[must_use]
pub fn reconcile(mut linked: Linked, options: &ReconcileOptions) -> Reconciled {
    let mut diagnostics = Vec::new();
    settle::settle(&mut linked, options, &mut diagnostics);
    let checks = sums::checks(&linked);
    Reconciled {
        requests: linked.requests,
        totals: linked.totals,
        checks,
        diagnostics,
    }
}

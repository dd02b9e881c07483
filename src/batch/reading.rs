//! One document of many, from its bytes: it is told how it ended, and never an error, so that no document ends the job of the
//! others.

use super::journal::Status;
use crate::diagnostic::codes;
use crate::model::Extraction;
use crate::pipeline::{Error, Extractor};
use std::panic::{self, AssertUnwindSafe};

/// Findings that say that there is nothing in a document.
const EMPTINESS: [&str; 3] = [codes::EMPTY, codes::NO_TEXT, codes::NOT_A_REQUEST];

/// A document that was read, or why it was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How it ended.
    pub status: Status,
    /// Why it failed or counts as empty: a stable word, as `password` or `not-a-budget-request`.
    pub cause: Option<String>,
    /// The same for people.
    pub message: Option<String>,
    /// What it says; `None` where it failed.
    pub extraction: Option<Extraction>,
}

/// Reads a document that is called `name`. A defect of this crate that it brings to light is its failure.
#[must_use]
pub fn read(extractor: &Extractor, name: &str, bytes: Vec<u8>) -> Reading {
    let done = panic::catch_unwind(AssertUnwindSafe(|| attempt(extractor, name, bytes)));
    done.unwrap_or_else(|_| Reading::defect())
}

/// Reads a document; panics where this crate has a defect.
pub(super) fn attempt(extractor: &Extractor, name: &str, bytes: Vec<u8>) -> Reading {
    let extraction = match extractor.extract(name, bytes) {
        Ok(extraction) => extraction,
        Err(error) => return Reading::failed(&error),
    };
    let says = |code: &str| {
        let mut findings = extraction.diagnostics.iter();
        findings.any(|finding| finding.code == code)
    };
    let nothing = extraction.requests.is_empty() && extraction.totals.is_empty();
    let emptiness = extraction
        .diagnostics
        .iter()
        .find(|finding| EMPTINESS.contains(&finding.code))
        .filter(|_| nothing || says(codes::NOT_A_REQUEST));
    Reading {
        status: if emptiness.is_some() {
            Status::Empty
        } else {
            Status::Done
        },
        cause: emptiness.map(|finding| finding.code.to_owned()),
        message: emptiness.map(|finding| finding.message.clone()),
        extraction: Some(extraction),
    }
}

impl Reading {
    /// A document that could not be read. Its name stands beside the message already.
    pub(super) fn failed(error: &Error) -> Self {
        Self::without(error.kind.code(), format!("{}; {}", error.kind, error.remedy()))
    }

    /// A document at which this crate broke off.
    pub(super) fn defect() -> Self {
        Self::without("defect", "yosan has a defect that this document brings to light")
    }

    fn without(cause: &str, message: impl Into<String>) -> Self {
        Self {
            status: Status::Failed,
            cause: Some(cause.to_owned()),
            message: Some(message.into()),
            extraction: None,
        }
    }
}

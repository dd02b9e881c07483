//! Whose a program is: the tag on its own lines, the cell or heading it stands under, or what the document states for
//! the same program elsewhere. Nothing is guessed: where two places disagree, neither is carried over.

use super::identity::Map;
use crate::model::{Ministry, MinistryEvidence, Request};

/// What the document states about programs' ministries, by name key.
#[derive(Default)]
pub(super) struct Stated {
    by_name: Map<String, Option<Vec<Ministry>>>,
}

impl Stated {
    /// Takes what one place states.
    pub(super) fn note(&mut self, key: &str, ministries: &[Ministry]) {
        if ministries.is_empty() {
            return;
        }
        match self.by_name.get_mut(key) {
            None => {
                self.by_name.insert(key.to_owned(), Some(ministries.to_vec()));
            }
            Some(known) => {
                if known.as_ref().is_some_and(|known| !same(known, ministries)) {
                    *known = None;
                }
            }
        }
    }

    /// The ministries of a program that is stated elsewhere, marked so.
    pub(super) fn of(&self, key: &str) -> Vec<Ministry> {
        let stated = self.by_name.get(key).and_then(Option::as_ref);
        stated
            .into_iter()
            .flatten()
            .map(|ministry| Ministry {
                evidence: MinistryEvidence::SameProgram,
                ..ministry.clone()
            })
            .collect()
    }
}

/// Gives programs without a ministry the document's issuer, unless rows and heads name two or more.
pub(super) fn issue(requests: &mut [Request], issuer: &Ministry) {
    let mut named: Vec<&str> = Vec::new();
    for ministry in requests.iter().flat_map(|request| &request.ministries) {
        if !named.contains(&ministry.code.as_str()) {
            named.push(&ministry.code);
        }
    }
    if named.len() > 1 {
        return;
    }
    for request in requests
        .iter_mut()
        .filter(|request| request.ministries.is_empty())
    {
        request.ministries.push(issuer.clone());
    }
}

/// Whether two lists name the same ministries, in any order.
pub(super) fn same(a: &[Ministry], b: &[Ministry]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.iter().any(|other| other.code == one.code))
}

/// Adds what is not there yet.
pub(super) fn merge(into: &mut Vec<Ministry>, more: &[Ministry]) {
    for ministry in more {
        if !into.iter().any(|known| known.code == ministry.code) {
            into.push(ministry.clone());
        }
    }
}

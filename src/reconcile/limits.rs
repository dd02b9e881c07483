//! What a ministry can have at most: its part in the split of the document's sum, less what is sure already.

use crate::link::{Linked, Map, Set, TotalScope};
use crate::model::{BreakdownKey, Phase, Request};

/// Upper bounds by account and ministry.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// By account: ministry → yen left, rounding allowed for.
    left: Map<String, Map<String, i64>>,
    /// Ministries whose money stands with another's.
    folded: Set<String>,
}

impl Limits {
    /// Reads the document's splits and takes off what is sure.
    pub(super) fn of(linked: &Linked, folded: &[String]) -> Self {
        let mut left: Map<String, Map<String, i64>> = Map::default();
        for (total, scope) in linked.totals.iter().zip(&linked.total_scopes) {
            let asked = matches!(
                total.phase,
                Some(Phase::Request | Phase::Priority | Phase::RequestTotal) | None
            );
            let ministries = total
                .breakdown
                .iter()
                .all(|part| part.by == BreakdownKey::Ministry);
            if *scope != TotalScope::Document
                || !asked
                || total.open_rest
                || total.breakdown.is_empty()
                || !ministries
            {
                continue;
            }
            let account = total.account.as_ref().map_or("", |account| account.code.as_str());
            let bounds = left.entry(account.to_owned()).or_default();
            for part in &total.breakdown {
                let Some(yen) = part.amount.yen else { continue };
                let bound = yen.saturating_add(part.amount.resolution_yen / 2);
                let known = bounds.entry(part.key.clone()).or_insert(bound);
                *known = (*known).max(bound);
            }
        }
        for request in &linked.requests {
            let (Some(ministry), Some(amount)) = (sole_ministry(request), &request.amount) else {
                continue;
            };
            if !request.link.status.is_sure() || !request.counted {
                continue;
            }
            let account = request
                .account
                .as_ref()
                .map_or("", |account| account.code.as_str());
            let bound = left.get_mut(account).and_then(|bounds| bounds.get_mut(ministry));
            if let (Some(bound), Some(yen)) = (bound, amount.yen) {
                *bound = bound
                    .saturating_sub(yen)
                    .saturating_add(amount.resolution_yen / 2);
            }
        }
        Self {
            left,
            folded: folded.iter().cloned().collect(),
        }
    }

    /// The most that a request can take from `account`, where the document bounds it.
    pub(super) fn of_request(&self, request: &Request, account: Option<&str>) -> Option<i64> {
        let ministry = sole_ministry(request)?;
        if self.folded.contains(ministry) {
            return None;
        }
        let bounds = self.left.get(account.unwrap_or(""))?;
        Some(bounds.get(ministry).copied().unwrap_or(0))
    }
}

fn sole_ministry(request: &Request) -> Option<&str> {
    match request.ministries.as_slice() {
        [ministry] => Some(&ministry.code),
        _ => None,
    }
}

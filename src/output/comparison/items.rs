//! Programs as a comparison wants them, from what `yosan/v1` says.

use super::super::json::v1;
use crate::diff::{Figure, Item};

/// The programs of a document, in its order. What is read and what was written long ago are the same here.
#[must_use]
pub fn items(document: &v1::Extraction<'_>) -> Vec<Item> {
    document
        .requests
        .iter()
        .map(|request| Item {
            document: document.source.name.to_string(),
            id: request.id.to_string(),
            section: request.section.as_ref().map(ToString::to_string),
            program: request.program.to_string(),
            ministries: request
                .ministries
                .iter()
                .map(|ministry| (ministry.code.to_string(), ministry.name.to_string()))
                .collect(),
            account: request.account.as_ref().map(|account| account.code.to_string()),
            amount: request.amount.as_ref().and_then(figure),
            within: request.amount.as_ref().and_then(|amount| {
                Some(Figure {
                    yen: amount.within_yen?,
                    resolution_yen: amount.resolution_yen,
                })
            }),
            previous: request.previous.as_ref().and_then(figure),
            fiscal_year: request.fiscal_year,
            page: request.evidence.first().map(|place| place.page),
            counted: request.counted,
        })
        .collect()
}

fn figure(amount: &v1::Amount<'_>) -> Option<Figure> {
    Some(Figure {
        yen: amount.yen?,
        resolution_yen: amount.resolution_yen,
    })
}

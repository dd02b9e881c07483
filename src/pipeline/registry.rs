//! A list of programs from a table, or from results that were written before.

use super::{Error, ErrorKind};
use crate::amend::{Entry, Listed, Registry};
use crate::model::FiscalYear;
use crate::output::json;
use crate::output::json::v1;

/// Reads a list. JSON and JSON Lines are results; everything else is a table.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Registry, Error> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Registry::read(bytes).map_err(|error| Error::registry(name, error));
    }
    let refused = |error: json::ReadError| {
        let reason = error.to_string();
        Error::new(name, ErrorKind::Registry { reason })
    };
    if let Ok(document) = json::read(bytes) {
        return Ok(Registry::new(entries(&document)));
    }
    let mut all = Vec::new();
    for line in bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
    {
        all.extend(entries(&json::read(line).map_err(refused)?));
    }
    Ok(Registry::new(all))
}

/// The programs of a result whose ministries it knows.
fn entries(document: &v1::Extraction<'_>) -> Vec<Entry> {
    let known = document
        .requests
        .iter()
        .filter(|request| !request.ministries.is_empty());
    known
        .map(|request| {
            let figure = request
                .amount
                .as_ref()
                .zip(request.fiscal_year)
                .and_then(|(amount, year)| {
                    Some((
                        Listed::Request(FiscalYear(year)),
                        amount.yen?,
                        amount.resolution_yen,
                    ))
                });
            Entry {
                program: request.program.to_string(),
                ministries: request
                    .ministries
                    .iter()
                    .map(|ministry| ministry.name.to_string())
                    .collect(),
                amounts: figure.into_iter().collect(),
            }
        })
        .collect()
}

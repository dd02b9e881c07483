//! What the pictures are drawn of: every program that counts, once, with one name for its ministries.

use super::super::json::v1;
use super::svg::Of;
use std::collections::{HashMap, HashSet};

/// A program with an amount that is added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The id of its row.
    pub(super) id: String,
    pub(super) program: String,
    /// The nearest heading; empty where there is none.
    pub(super) project: String,
    /// Names of its ministries; empty where none is known.
    pub(super) ministry: String,
    /// Codes of its ministries.
    pub(super) codes: Vec<String>,
    /// More than nothing.
    pub(super) yen: i64,
    /// Which colour its ministries have.
    pub(super) colour: usize,
}

/// The programs of these documents in their order. Ministries have colours by what they ask for: the first is the largest.
pub(super) fn of(documents: &[v1::Extraction<'_>]) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for document in documents {
        let mut groups = HashSet::new();
        for request in document.requests.iter().filter(|request| request.counted) {
            let amount = request.amount.as_ref().and_then(|amount| amount.yen);
            let Some(yen) = amount.filter(|yen| *yen > 0) else {
                continue;
            };
            // An amount that several programs share counts once.
            if request.group.as_ref().is_some_and(|group| !groups.insert(group)) {
                continue;
            }
            let mut codes = Vec::new();
            let mut names = Vec::new();
            for ministry in &request.ministries {
                if !codes.iter().any(|code| *code == ministry.code) {
                    codes.push(ministry.code.to_string());
                    names.push(ministry.name.as_ref());
                }
            }
            leaves.push(Leaf {
                id: request.id.to_string(),
                program: request.program.to_string(),
                project: request.section.as_deref().unwrap_or_default().to_owned(),
                ministry: names.join("・"),
                codes,
                yen,
                colour: 0,
            });
        }
    }
    let order: HashMap<String, usize> = sums(&leaves, |leaf| &leaf.ministry)
        .into_iter()
        .filter(|(name, _)| !name.is_empty())
        .enumerate()
        .map(|(place, (name, _))| (name.to_owned(), place + 1))
        .collect();
    for leaf in &mut leaves {
        leaf.colour = order
            .get(&leaf.ministry)
            .copied()
            .unwrap_or(0)
            .min(super::COLOURS);
    }
    leaves
}

/// Sums by a name, the largest first.
pub(super) fn sums<'l>(leaves: &'l [Leaf], name: impl Fn(&'l Leaf) -> &'l str) -> Vec<(&'l str, i64)> {
    let mut order: Vec<(&str, i64)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for leaf in leaves {
        let place = *places.entry(name(leaf)).or_insert_with(|| {
            order.push((name(leaf), 0));
            order.len() - 1
        });
        if let Some((_, sum)) = order.get_mut(place) {
            *sum = sum.saturating_add(leaf.yen);
        }
    }
    // Stable: what is equal stays in the document's order.
    order.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    order
}

/// A ministry, or several that share programs, with what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking<'l> {
    /// Its name; empty where none is known.
    pub(super) name: &'l str,
    /// The name as it is shown.
    pub(super) shown: &'l str,
    /// Its code, where it is one.
    pub(super) code: Option<&'l str>,
    /// Its colour.
    pub(super) colour: usize,
    /// What its programs make together.
    pub(super) yen: i64,
}

impl Asking<'_> {
    /// What its elements are of.
    pub(super) fn of(&self) -> Of {
        self.code
            .map_or(Of::Nothing, |code| Of::Ministry(code.to_owned()))
    }
}

/// Who asks, the largest first.
pub(super) fn ministries(leaves: &[Leaf]) -> Vec<Asking<'_>> {
    let first: HashMap<&str, &Leaf> = leaves
        .iter()
        .rev()
        .map(|leaf| (leaf.ministry.as_str(), leaf))
        .collect();
    let asking = sums(leaves, |leaf| &leaf.ministry)
        .into_iter()
        .filter_map(|(name, yen)| {
            let leaf = first.get(name)?;
            Some(Asking {
                name,
                shown: shown_ministry(name),
                code: match leaf.codes.as_slice() {
                    [code] => Some(code),
                    _ => None,
                },
                colour: leaf.colour,
                yen,
            })
        });
    asking.collect()
}

/// A ministry's name as it is shown.
pub(super) fn shown_ministry(name: &str) -> &str {
    if name.is_empty() { "府省不明" } else { name }
}

/// A project's name as it is shown.
pub(super) fn shown_project(name: &str) -> &str {
    if name.is_empty() {
        "（見出しなし）"
    } else {
        name
    }
}

/// What a project's elements are of.
pub(super) fn of_project(name: &str) -> Of {
    if name.is_empty() {
        Of::Nothing
    } else {
        Of::Project(name.to_owned())
    }
}

/// A size in a picture, which needs no sixteenth digit.
#[allow(
    clippy::cast_precision_loss,
    reason = "a place in a picture needs no sixteenth digit"
)]
pub(super) fn size(yen: i64) -> f64 {
    yen.max(0) as f64
}

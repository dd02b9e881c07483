//! One document's result against the one that is recorded: what was lost, gained or changed, field by field.

use crate::output::json::v1::{Amount, Check, Extraction, LinkStatus, Ministry, Request, Total, Verdict};
use std::collections::{HashMap, HashSet};

/// Whether a difference is for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Something that was known is not any more.
    Lost,
    /// Something is another now.
    Changed,
    /// Something is known that was not before.
    Gained,
}

impl Turn {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Changed => "changed",
            Self::Gained => "gained",
        }
    }
}

/// One thing that is not as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// For the worse or the better.
    pub turn: Turn,
    /// The field: `program`, `amount`, `ministries`, `total`, `sum`, `document`, …
    pub field: &'static str,
    /// What it is of: the program, the sum.
    pub of: String,
    /// As recorded; empty where it was not there.
    pub before: String,
    /// As it is now; empty where it is not there.
    pub after: String,
}

/// Everything in which two results of one document differ, in its order.
#[must_use]
pub fn differences(before: &Extraction<'_>, after: &Extraction<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    document(before, after, &mut found);
    paired(
        &before.requests,
        &after.requests,
        |one| one.id.to_string(),
        request,
        whole_request,
        &mut found,
    );
    paired(
        &before.totals,
        &after.totals,
        |one| one.id.to_string(),
        total,
        whole_total,
        &mut found,
    );
    // Ids of checks hold those of their parts; what is held against what is the same where the label is.
    let key = |check: &Check<'_>| format!("{} {} {}", check.kind.code(), check.of, check.label);
    paired(&before.checks, &after.checks, key, check, whole_check, &mut found);
    found
}

/// Compares what both sides have, and tells what one side has alone.
fn paired<T, K: Eq + std::hash::Hash + Clone>(
    before: &[T],
    after: &[T],
    key: impl Fn(&T) -> K,
    compare: impl Fn(&T, &T, &mut Vec<Difference>),
    whole: impl Fn(&T, Turn) -> Difference,
    found: &mut Vec<Difference>,
) {
    let mut now: HashMap<K, &T> = HashMap::new();
    for one in after {
        now.entry(key(one)).or_insert(one);
    }
    let mut seen = HashSet::new();
    for one in before {
        let key = key(one);
        match now.get(&key) {
            Some(other) => compare(one, other, found),
            None => found.push(whole(one, Turn::Lost)),
        }
        seen.insert(key);
    }
    for one in after.iter().filter(|one| !seen.contains(&key(one))) {
        found.push(whole(one, Turn::Gained));
    }
}

fn document(before: &Extraction<'_>, after: &Extraction<'_>, found: &mut Vec<Difference>) {
    let of = before.source.name.as_ref();
    let text = |value: &Option<std::borrow::Cow<'_, str>>| value.as_deref().unwrap_or("").to_owned();
    field(
        "title",
        of,
        text(&before.document.title),
        text(&after.document.title),
        found,
    );
    field(
        "kind",
        of,
        before.document.kind.to_string(),
        after.document.kind.to_string(),
        found,
    );
    let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
    field(
        "fiscal_year",
        of,
        year(before.document.fiscal_year),
        year(after.document.fiscal_year),
        found,
    );
    field(
        "pages",
        of,
        before.source.pages.to_string(),
        after.source.pages.to_string(),
        found,
    );
}

/// A field that is empty where it is not known.
fn field(name: &'static str, of: &str, before: String, after: String, found: &mut Vec<Difference>) {
    if before == after {
        return;
    }
    let turn = match (before.is_empty(), after.is_empty()) {
        (false, true) => Turn::Lost,
        (true, false) => Turn::Gained,
        _ => Turn::Changed,
    };
    found.push(Difference {
        turn,
        field: name,
        of: of.to_owned(),
        before,
        after,
    });
}

fn request(before: &Request<'_>, after: &Request<'_>, found: &mut Vec<Difference>) {
    let of = before.program.as_ref();
    // The row's hash tells at once that nothing is different.
    if before.row == after.row {
        return;
    }
    field(
        "amount",
        of,
        amount(before.amount.as_ref()),
        amount(after.amount.as_ref()),
        found,
    );
    field(
        "previous",
        of,
        amount(before.previous.as_ref()),
        amount(after.previous.as_ref()),
        found,
    );
    field(
        "change",
        of,
        amount(before.change.as_ref()),
        amount(after.change.as_ref()),
        found,
    );
    field(
        "amount_state",
        of,
        before.amount_state.code().to_owned(),
        after.amount_state.code().to_owned(),
        found,
    );
    field(
        "ministries",
        of,
        ministries(&before.ministries),
        ministries(&after.ministries),
        found,
    );
    let path = |request: &Request<'_>| request.section_path.join(" > ");
    field("section_path", of, path(before), path(after), found);
    let account = |request: &Request<'_>| request.account.as_ref().map(|account| account.code.to_string());
    field(
        "account",
        of,
        account(before).unwrap_or_default(),
        account(after).unwrap_or_default(),
        found,
    );
    let body = |request: &Request<'_>| request.body.as_ref().map(|body| body.name.to_string());
    field(
        "body",
        of,
        body(before).unwrap_or_default(),
        body(after).unwrap_or_default(),
        found,
    );
    let flags = |request: &Request<'_>| {
        let flags = request.flags.iter().map(|flag| flag.code());
        flags.collect::<Vec<_>>().join(";")
    };
    field("flags", of, flags(before), flags(after), found);
    field(
        "counted",
        of,
        before.counted.to_string(),
        after.counted.to_string(),
        found,
    );
    status(before, after, found);
}

/// How sure a link is has a better and a worse.
fn status(before: &Request<'_>, after: &Request<'_>, found: &mut Vec<Difference>) {
    let (was, is) = (before.link.status, after.link.status);
    if was == is {
        return;
    }
    let sureness = |status| match status {
        LinkStatus::Stated | LinkStatus::Proved => 2,
        LinkStatus::Inferred | LinkStatus::Ambiguous => 1,
        LinkStatus::None => 0,
    };
    let turn = match sureness(is).cmp(&sureness(was)) {
        std::cmp::Ordering::Less => Turn::Lost,
        std::cmp::Ordering::Equal => Turn::Changed,
        std::cmp::Ordering::Greater => Turn::Gained,
    };
    found.push(Difference {
        turn,
        field: "status",
        of: before.program.to_string(),
        before: was.code().to_owned(),
        after: is.code().to_owned(),
    });
}

fn whole_request(request: &Request<'_>, turn: Turn) -> Difference {
    one_side("program", turn, &request.program, amount(request.amount.as_ref()))
}

fn total(before: &Total<'_>, after: &Total<'_>, found: &mut Vec<Difference>) {
    field(
        "total",
        &before.item,
        amount(Some(&before.amount)),
        amount(Some(&after.amount)),
        found,
    );
    let split = |total: &Total<'_>| {
        let parts = total
            .breakdown
            .iter()
            .map(|part| format!("{} {}", part.key, amount(Some(&part.amount))));
        parts.collect::<Vec<_>>().join(", ")
    };
    field("breakdown", &before.item, split(before), split(after), found);
}

fn whole_total(total: &Total<'_>, turn: Turn) -> Difference {
    one_side("total", turn, &total.item, amount(Some(&total.amount)))
}

/// A sum that held and does not any more is the gravest of all.
fn check(before: &Check<'_>, after: &Check<'_>, found: &mut Vec<Difference>) {
    let told = |check: &Check<'_>| match (check.verdict, check.difference) {
        (Verdict::Holds, _) => "holds".to_owned(),
        (Verdict::Off, Some(difference)) => format!("off by {difference} yen"),
        (Verdict::Off, None) => "off".to_owned(),
        (Verdict::Open, _) => "open".to_owned(),
    };
    let (was, is) = (told(before), told(after));
    if was == is {
        return;
    }
    let turn = match (before.verdict, after.verdict) {
        (Verdict::Holds, _) => Turn::Lost,
        (_, Verdict::Holds) => Turn::Gained,
        _ => Turn::Changed,
    };
    found.push(Difference {
        turn,
        field: "sum",
        of: before.label.to_string(),
        before: was,
        after: is,
    });
}

fn whole_check(check: &Check<'_>, turn: Turn) -> Difference {
    one_side("sum", turn, &check.label, check.verdict.code().to_owned())
}

fn one_side(field: &'static str, turn: Turn, of: &str, what: String) -> Difference {
    let (before, after) = if turn == Turn::Lost {
        (what, String::new())
    } else {
        (String::new(), what)
    };
    Difference {
        turn,
        field,
        of: of.to_owned(),
        before,
        after,
    }
}

/// A figure in yen with what qualifies it; empty where there is none.
fn amount(amount: Option<&Amount<'_>>) -> String {
    let Some(amount) = amount else {
        return String::new();
    };
    let yen = |yen: Option<i64>, name: &str| yen.map(|yen| format!("{name}{yen}"));
    let parts = [
        yen(amount.yen, ""),
        yen(amount.yen_max, "to "),
        yen(amount.within_yen, "within "),
    ];
    let words = amount.qualifiers.iter().map(|word| Some(word.code().to_owned()));
    let told: Vec<String> = parts.into_iter().chain(words).flatten().collect();
    if told.is_empty() {
        amount.surface.to_string()
    } else {
        told.join(" ")
    }
}

fn ministries(ministries: &[Ministry<'_>]) -> String {
    ministries
        .iter()
        .map(|ministry| ministry.code.as_ref())
        .collect::<Vec<_>>()
        .join(";")
}

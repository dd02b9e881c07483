//! What the parts of a section make: its programs' figures, each printed one once, with what is open and what is
//! missing.

use crate::grammar::Figure;
use crate::link::{Linked, Pool, Set, TotalScope};
use crate::model::{Account, Flag, Qualifier, Request};

/// Where the parts of every section are found.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    requests: Vec<Vec<usize>>,
    pools: Vec<Vec<usize>>,
    children: Vec<Vec<usize>>,
    totals: Vec<Vec<usize>>,
}

/// A running sum.
#[derive(Debug, Default, Clone)]
pub(super) struct Sum {
    /// What the parts make.
    pub(super) yen: i64,
    /// Half the last digit of every part.
    pub(super) tolerance: i64,
    /// Umbrella figures inside `yen`: the part of the section may be less.
    pub(super) within: i64,
    /// Ids of what was added.
    pub(super) parts: Vec<String>,
    /// Parts without a figure, or with a lower bound.
    pub(super) open: usize,
    /// Parts with a figure.
    pub(super) figures: usize,
}

impl Sum {
    /// Adds one figure.
    pub(super) fn add(&mut self, yen: i64, resolution: i64) {
        self.yen = self.yen.saturating_add(yen);
        self.tolerance = self.tolerance.saturating_add(resolution / 2);
        self.figures += 1;
    }
}

impl Ledger {
    /// Sorts a document's parts by section.
    pub(super) fn of(linked: &Linked) -> Self {
        let count = linked.section_parents.len();
        let mut ledger = Self {
            requests: vec![Vec::new(); count],
            pools: vec![Vec::new(); count],
            children: vec![Vec::new(); count],
            totals: vec![Vec::new(); count],
        };
        let file = |rows: &mut Vec<Vec<usize>>, section: Option<usize>, item: usize| {
            if let Some(row) = section.and_then(|section| rows.get_mut(section)) {
                row.push(item);
            }
        };
        for (at, section) in linked.request_sections.iter().enumerate() {
            file(&mut ledger.requests, *section, at);
        }
        for (at, pool) in linked.pools.iter().enumerate() {
            file(&mut ledger.pools, pool.section, at);
        }
        for (at, parent) in linked.section_parents.iter().enumerate() {
            file(&mut ledger.children, *parent, at);
        }
        for (at, scope) in linked.total_scopes.iter().enumerate() {
            if let TotalScope::Section(section) = scope {
                file(&mut ledger.totals, Some(*section), at);
            }
        }
        ledger
    }

    /// The sums that a section states of itself.
    pub(super) fn totals_of(&self, section: usize) -> &[usize] {
        self.totals.get(section).map_or(&[], Vec::as_slice)
    }

    /// Whether a section has parts of its own.
    pub(super) fn has_parts(&self, section: usize) -> bool {
        self.requests
            .get(section)
            .is_some_and(|requests| !requests.is_empty())
            || self
                .children
                .get(section)
                .is_some_and(|children| !children.is_empty())
    }

    /// What a section's parts make in one account; in all of them where `account` is `None`. A part of the outline that
    /// states its own sum counts with it, and its programs do not count again.
    pub(super) fn sum(&self, linked: &Linked, section: usize, account: Option<&Account>) -> Sum {
        let mut sum = Sum::default();
        let mut waiting = vec![section];
        while let Some(section) = waiting.pop() {
            self.add_own(linked, section, account, &mut sum);
            for child in self.children.get(section).into_iter().flatten() {
                let stated = self.totals_of(*child).iter().find_map(|at| {
                    let total = linked.totals.get(*at)?;
                    same_account(total.account.as_ref(), account).then_some(total)
                });
                match stated.and_then(|total| Some((total, total.amount.yen?))) {
                    Some((total, yen)) => {
                        sum.add(yen, total.amount.resolution_yen);
                        sum.parts.push(total.id.clone());
                    }
                    None => waiting.push(*child),
                }
            }
        }
        sum
    }

    fn add_own(&self, linked: &Linked, section: usize, account: Option<&Account>, sum: &mut Sum) {
        let mut pooled: Set<usize> = Set::default();
        for at in self.pools.get(section).into_iter().flatten() {
            if let Some(pool) = linked.pools.get(*at) {
                add_pool(linked, pool, account, sum, &mut pooled);
            }
        }
        let mut groups: Set<&str> = Set::default();
        for at in self.requests.get(section).into_iter().flatten() {
            let Some(request) = linked.requests.get(*at) else {
                continue;
            };
            if pooled.contains(at) || !request.counted || !same_account(request.account.as_ref(), account) {
                continue;
            }
            let shared = request
                .group
                .as_deref()
                .is_some_and(|group| !groups.insert(group));
            add_request(request, shared, sum);
        }
    }

    /// What an open pool's counted places must make: the section's sum in its account, less all that is sure. `None`
    /// where no sum is stated or something else is open too.
    pub(super) fn open_target(&self, linked: &Linked, pool: &Pool) -> Option<(i64, i64)> {
        let section = pool.section?;
        let account = pool_account(linked, pool);
        let total = self.totals_of(section).iter().find_map(|at| {
            let total = linked.totals.get(*at)?;
            same_account(total.account.as_ref(), account).then_some(total)
        })?;
        let mine: Set<usize> = pool.places.iter().flatten().copied().collect();
        let mut rest = Sum::default();
        let mut groups: Set<&str> = Set::default();
        for at in self.requests.get(section)? {
            let request = linked.requests.get(*at)?;
            if mine.contains(at) || !request.counted || !same_account(request.account.as_ref(), account) {
                continue;
            }
            let shared = request
                .group
                .as_deref()
                .is_some_and(|group| !groups.insert(group));
            add_request(request, shared, &mut rest);
        }
        if rest.open > 0 || rest.within > 0 || !self.children.get(section)?.is_empty() {
            return None;
        }
        let own: i64 = pool
            .figures
            .iter()
            .filter_map(Figure::amount)
            .map(|amount| amount.resolution_yen / 2)
            .fold(0, i64::saturating_add);
        let tolerance = rest
            .tolerance
            .saturating_add(own)
            .saturating_add(total.amount.resolution_yen / 2);
        Some((total.amount.yen?.saturating_sub(rest.yen), tolerance))
    }
}

/// Whether a part belongs to an account; every part does where none is asked for.
fn same_account(own: Option<&Account>, asked: Option<&Account>) -> bool {
    match (own, asked) {
        (_, None) => true,
        (Some(own), Some(asked)) => own.code == asked.code,
        (None, Some(_)) => false,
    }
}

fn pool_account<'l>(linked: &'l Linked, pool: &'l Pool) -> Option<&'l Account> {
    pool.figures
        .iter()
        .find_map(|figure| figure.account.as_deref())
        .or_else(|| {
            let first = pool.places.iter().flatten().next()?;
            linked.requests.get(*first)?.account.as_ref()
        })
}

fn add_request(request: &Request, shared: bool, sum: &mut Sum) {
    sum.parts.push(request.id.clone());
    if shared {
        return;
    }
    let Some(amount) = &request.amount else {
        sum.open += 1;
        return;
    };
    if amount.has(Qualifier::PlusUnspecified) || amount.yen_max.is_some() {
        sum.open += 1;
    }
    match (amount.yen, amount.within_yen) {
        (Some(yen), _) => sum.add(yen, amount.resolution_yen),
        (None, Some(within)) => {
            sum.add(within, amount.resolution_yen);
            if amount.has(Qualifier::PartOf) {
                sum.within = sum.within.saturating_add(within);
            }
        }
        (None, None) => sum.open += 1,
    }
}

/// A pool counts as a whole: however its figures are dealt out, they make the same, less what is relisted.
fn add_pool(linked: &Linked, pool: &Pool, account: Option<&Account>, sum: &mut Sum, pooled: &mut Set<usize>) {
    if pool.places.is_empty() || !same_account(pool_account(linked, pool), account) {
        return;
    }
    for figure in pool.figures.iter().filter_map(Figure::amount) {
        if let Some(yen) = figure.printed_yen() {
            sum.add(yen, figure.resolution_yen);
        }
    }
    for at in pool.places.iter().flatten() {
        pooled.insert(*at);
        let Some(request) = linked.requests.get(*at) else {
            continue;
        };
        sum.parts.push(request.id.clone());
        if request.flags.contains(&Flag::Relisted) {
            match request.amount.as_ref().filter(|_| request.link.status.is_sure()) {
                Some(amount) => {
                    sum.yen = sum.yen.saturating_sub(amount.printed_yen().unwrap_or(0));
                }
                None => sum.open += 1,
            }
        }
    }
    if pool.places.len() > pool.figures.len() {
        sum.open += 1;
    }
    for at in &pool.claimants {
        // A claimant without a figure of its own does not leave the sum open: the figures are all counted.
        let settled = linked
            .requests
            .get(*at)
            .is_some_and(|request| request.amount.is_none());
        if settled {
            pooled.insert(*at);
        }
    }
}

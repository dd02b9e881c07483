//! Narrows what linking left open: proofs from sums and repeats, elimination, reading order last.

use super::ReconcileOptions;
use super::ledger::Ledger;
use super::limits::Limits;
use super::proof::{Answer, Place, Question, Target, search};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::grammar::Figure;
use crate::link::{Linked, Map, Pool, Set};
use crate::model::{
    Amount, AmountState, Candidate, Evidence, Flag, LinkMethod, LinkStatus, Qualifier, Request,
};
use std::collections::BTreeSet;

/// A run longer than this is left to reading order: lists of its candidates tell nobody anything.
const LONGEST_LIST: usize = 100;

/// Works through all pools of a document.
pub(super) fn settle(linked: &mut Linked, options: &ReconcileOptions, diagnostics: &mut Vec<Diagnostic>) {
    if linked.pools.is_empty() {
        return;
    }
    let limits = Limits::of(linked, &options.folded_ministries);
    let firsts = first_mentions(linked);
    let ledger = Ledger::of(linked);
    let pools = std::mem::take(&mut linked.pools);
    for pool in &pools {
        for at in pool.places.iter().flatten().chain(&pool.claimants) {
            if let Some(request) = linked.requests.get_mut(*at)
                && !request.link.status.is_sure()
            {
                request.link.candidates.clear();
            }
        }
    }
    for pool in pools.iter().filter(|pool| !pool.places.is_empty()) {
        let found = Prover {
            linked,
            ledger: &ledger,
            limits: &limits,
            firsts: &firsts,
            steps: options.proof_steps,
        }
        .prove(pool, diagnostics);
        apply(linked, pool, &found);
        claim(linked, pool, &limits);
    }
    eliminate(linked, &pools, &limits);
    for pool in &pools {
        for at in &pool.claimants {
            if let Some(request) = linked.requests.get_mut(*at)
                && request.link.status == LinkStatus::Ambiguous
                && request.link.candidates.is_empty()
            {
                request.link.status = LinkStatus::None;
                "the document gives this program no amount".clone_into(&mut request.link.why);
            }
        }
    }
    linked.pools = pools;
}

/// By section and name of a relisted line: the request that it repeats.
fn first_mentions(linked: &Linked) -> Map<(Option<usize>, String), usize> {
    let rows = || linked.requests.iter().zip(&linked.request_sections);
    let is_relisted = |request: &Request| request.flags.contains(&Flag::Relisted);
    let asked: Set<(Option<usize>, &str)> = rows()
        .filter(|(request, _)| is_relisted(request))
        .map(|(request, section)| (*section, request.program.name.as_str()))
        .collect();
    let mut firsts = Map::default();
    for (at, (request, section)) in rows().enumerate() {
        if !is_relisted(request) && asked.contains(&(*section, request.program.name.as_str())) {
            firsts
                .entry((*section, request.program.name.clone()))
                .or_insert(at);
        }
    }
    firsts
}

/// By place: every value it can have, and whether the sums decided.
struct Found {
    values: Vec<BTreeSet<i64>>,
    /// Places that a repeat ties to a known amount.
    repeated: Vec<bool>,
    /// The places have exactly as many figures, and nobody else claims one.
    complete: bool,
}

struct Prover<'l> {
    linked: &'l Linked,
    ledger: &'l Ledger,
    limits: &'l Limits,
    firsts: &'l Map<(Option<usize>, String), usize>,
    steps: usize,
}

impl Prover<'_> {
    fn prove(&self, pool: &Pool, diagnostics: &mut Vec<Diagnostic>) -> Found {
        let values: Vec<i64> = pool.figures.iter().filter_map(Figure::yen).collect();
        let complete = values.len() == pool.places.len() && pool.claimants.is_empty();
        let all: BTreeSet<i64> = values.iter().copied().collect();
        let everything = || Found {
            values: vec![all.clone(); pool.places.len()],
            repeated: vec![false; pool.places.len()],
            complete,
        };
        if pool.places.len() > LONGEST_LIST {
            return everything();
        }
        let place_of: Map<usize, usize> = pool
            .places
            .iter()
            .enumerate()
            .flat_map(|(place, requests)| requests.iter().map(move |at| (*at, place)))
            .collect();
        let question = Question {
            values,
            places: pool
                .places
                .iter()
                .map(|requests| self.place(requests, &place_of))
                .collect(),
            sum: complete
                .then(|| self.ledger.open_target(self.linked, pool))
                .flatten()
                .map(|(yen, tolerance)| Target { yen, tolerance }),
        };
        let repeated = question
            .places
            .iter()
            .map(|place| place.known.is_some())
            .collect();
        match search(&question, self.steps) {
            Answer::Values(values) => Found {
                values,
                repeated,
                complete,
            },
            Answer::Contradiction => everything(),
            Answer::OutOfSteps => {
                diagnostics.push(self.out_of_steps(pool));
                everything()
            }
        }
    }

    fn out_of_steps(&self, pool: &Pool) -> Diagnostic {
        let location = pool.figures.first().map(|figure| Location {
            page: Some(figure.evidence.page),
            line: figure.evidence.line,
            source_span: figure.evidence.source_span,
            bbox: figure.evidence.bbox,
        });
        Diagnostic::info(
            codes::PROOF_BUDGET,
            format!(
                "{} programs and {} amounts compete here; the proof took more than {} steps and was left open",
                pool.places.len(),
                pool.figures.len(),
                self.steps
            ),
            location.unwrap_or_default(),
        )
    }

    fn place(&self, requests: &[usize], place_of: &Map<usize, usize>) -> Place {
        let [only] = requests else { return Place::default() };
        let Some(request) = self.linked.requests.get(*only) else {
            return Place::default();
        };
        let account = request.account.as_ref().map(|account| account.code.as_str());
        if !request.flags.contains(&Flag::Relisted) {
            return Place {
                limit: self.limits.of_request(request, account),
                ..Place::default()
            };
        }
        // A relisted line repeats money that stands elsewhere: the split has room for it already.
        let mut place = Place::default();
        let section = self.linked.request_sections.get(*only).copied().flatten();
        if let Some(first) = self.firsts.get(&(section, request.program.name.clone())) {
            place.known = self
                .linked
                .requests
                .get(*first)
                .filter(|request| request.link.status.is_sure())
                .and_then(|request| request.amount.as_ref()?.printed_yen());
            if place.known.is_none() {
                place.repeats = place_of.get(first).copied();
            }
        }
        place
    }
}

fn apply(linked: &mut Linked, pool: &Pool, found: &Found) {
    let in_order = pool.in_order && found.complete;
    for (index, requests) in pool.places.iter().enumerate() {
        let Some(values) = found.values.get(index) else {
            continue;
        };
        let proved = found.complete && values.len() == 1 && pool.places.len() > 1 && !pool.figures.is_empty();
        let decided = if proved {
            values.first().copied()
        } else if in_order {
            pool.figures
                .get(index)
                .and_then(Figure::yen)
                .filter(|yen| values.contains(yen))
        } else {
            None
        };
        let figure = decided.and_then(|yen| {
            let own = pool
                .figures
                .get(index)
                .filter(|figure| in_order && figure.yen() == Some(yen));
            own.or_else(|| pool.figures.iter().find(|figure| figure.yen() == Some(yen)))
        });
        let candidates = candidates(pool, values);
        for at in requests {
            let Some(request) = linked.requests.get_mut(*at) else {
                continue;
            };
            if let Some(figure) = figure {
                give(request, figure, requests.len() > 1);
            }
            request.link.candidates = if proved { Vec::new() } else { candidates.clone() };
            let (status, method, why) = if proved && found.repeated.get(index) == Some(&true) {
                (
                    LinkStatus::Proved,
                    Some(LinkMethod::Relisted),
                    "relisted: the same amount as where the program stands first",
                )
            } else if proved {
                (
                    LinkStatus::Proved,
                    Some(LinkMethod::Sums),
                    "every assignment that keeps the stated sums gives this amount",
                )
            } else if decided.is_some() {
                (
                    LinkStatus::Inferred,
                    Some(LinkMethod::ReadingOrder),
                    "as many programs as amounts, taken in the order in which they stand",
                )
            } else {
                (
                    LinkStatus::Ambiguous,
                    None,
                    "several amounts stand within reach, and nothing tells them apart",
                )
            };
            request.link.status = status;
            request.link.method = method;
            why.clone_into(&mut request.link.why);
        }
    }
}

/// Programs without a figure elsewhere on the page can claim an open one, as far as their ministry has room.
fn claim(linked: &mut Linked, pool: &Pool, limits: &Limits) {
    for at in &pool.claimants {
        let Some(request) = linked.requests.get_mut(*at) else {
            continue;
        };
        let account = request.account.as_ref().map(|account| account.code.clone());
        let limit = limits.of_request(request, account.as_deref());
        for figure in &pool.figures {
            let Some(yen) = figure.yen() else { continue };
            let fits = limit.is_none_or(|limit| yen <= limit);
            if fits && request.link.candidates.len() < LONGEST_LIST {
                add_candidate(request, figure, yen);
            }
        }
    }
}

/// Figures that nothing on their page took: where one program alone can have such a figure, and no other such figure
/// can be its, it is inferred to be its.
fn eliminate(linked: &mut Linked, pools: &[Pool], limits: &Limits) {
    let mut taken: Map<usize, Vec<&Figure>> = Map::default();
    for pool in pools.iter().filter(|pool| pool.places.is_empty()) {
        let Some(figure) = pool.figures.first() else {
            continue;
        };
        let Some(yen) = figure.yen() else { continue };
        let account = figure.account.as_ref().map(|account| account.code.as_str());
        let mut able = Vec::new();
        for at in &pool.claimants {
            let Some(request) = linked.requests.get_mut(*at) else {
                continue;
            };
            let own = account.or(request.account.as_ref().map(|account| account.code.as_str()));
            if limits.of_request(request, own).is_none_or(|limit| yen <= limit) {
                add_candidate(request, figure, yen);
                able.push(*at);
            }
        }
        // The requests of one joint line stand or fall together.
        let group = able
            .first()
            .and_then(|at| linked.requests.get(*at))
            .and_then(|request| request.group.clone());
        let alone = able.len() == 1
            || (group.is_some()
                && able.iter().all(|at| {
                    linked
                        .requests
                        .get(*at)
                        .is_some_and(|request| request.group == group)
                }));
        if alone {
            for at in able {
                taken.entry(at).or_default().push(figure);
            }
        }
    }
    for (at, figures) in taken {
        let Some(request) = linked.requests.get_mut(at) else {
            continue;
        };
        if let [figure] = figures.as_slice() {
            let joint = request.flags.contains(&Flag::Joint);
            give(request, figure, joint);
            request.link.status = LinkStatus::Inferred;
            request.link.method = Some(LinkMethod::Elimination);
            "the only program on the page that this left-over amount can belong to"
                .clone_into(&mut request.link.why);
        }
    }
}

fn add_candidate(request: &mut Request, figure: &Figure, yen: i64) {
    if !request.link.candidates.iter().any(|known| known.yen == yen) {
        request.link.candidates.push(Candidate {
            yen,
            evidence: figure.evidence.clone(),
        });
    }
}

fn candidates(pool: &Pool, values: &BTreeSet<i64>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for figure in &pool.figures {
        let Some(yen) = figure.yen() else { continue };
        if out.len() < LONGEST_LIST && values.contains(&yen) && !out.iter().any(|known| known.yen == yen) {
            out.push(Candidate {
                yen,
                evidence: figure.evidence.clone(),
            });
        }
    }
    out
}

/// Gives an open request a figure, with what rides along.
fn give(request: &mut Request, figure: &Figure, joint: bool) {
    let Some(amount) = figure.amount() else { return };
    let mut own: Amount = amount.clone();
    if joint && own.within_yen.is_none() {
        own.within_yen = own.yen.take();
    }
    request.amount_state = if own.has(Qualifier::Nil) {
        AmountState::Nil
    } else {
        AmountState::Printed
    };
    let mut flags: Vec<Flag> = Vec::new();
    if own.has(Qualifier::PartOf) {
        flags.push(Flag::PartOf);
    }
    if let Some(account) = &figure.account {
        if account.code == "in_house" {
            flags.push(Flag::InHouse);
        }
        request.account = Some((**account).clone());
    }
    for flag in flags {
        if !request.flags.contains(&flag) {
            request.flags.push(flag);
        }
    }
    request.flags.sort_unstable();
    if let Some((phase, surface)) = &figure.phase {
        request.phase = Some(*phase);
        request.phase_surface = Some(surface.clone());
    }
    request.amount = Some(own);
    request.evidence.push(Evidence::clone(&figure.evidence));
    request
        .evidence
        .extend(figure.account_evidence.as_deref().cloned());
}

//! What the figures of a program come to: which of them is its amount, which stand beside it, and whether that is stated.
//!
//! An amount is stated where a label says that it is asked for, or where it is the only money outside brackets, and every
//! other figure beside it is known for something else.

use super::identity::Map;
use crate::grammar::{Doubt, Entry, Figure, Relation};
use crate::model::{Candidate, Link, LinkMethod, LinkStatus, Phase};

/// The figures of a program by their parts.
#[derive(Debug, Default)]
pub(super) struct Decided<'n> {
    /// The amount, one of each account.
    pub(super) own: Vec<&'n Figure>,
    pub(super) previous: Option<&'n Figure>,
    pub(super) change: Option<&'n Figure>,
    pub(super) comparatives: Vec<&'n Figure>,
    /// 事項要求 in place of an amount, or one that could not be read.
    pub(super) without_value: Option<&'n Figure>,
    /// What forbids that the amount is stated.
    pub(super) unsure: Option<Box<Unsure<'n>>>,
}

/// Why an amount is not stated, with the figures that it could be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unsure<'n> {
    pub(super) doubt: Doubt,
    /// Figures any of which can be the amount.
    pub(super) rivals: Vec<&'n Figure>,
}

/// Decides on the figures of an entry. `brackets` says what a bracket without a label holds, where a legend does.
pub(super) fn decide<'n>(entry: &'n Entry, brackets: &Map<char, Relation>) -> Decided<'n> {
    let mut parts = Parts::default();
    let mut decided = Decided::default();
    for figure in &entry.figures {
        parts.take(figure, brackets, &mut decided);
    }
    let rivals = parts.choose(&mut decided);
    let doubt = entry
        .doubt
        .or_else(|| (!rivals.is_empty()).then_some(parts.doubt))
        .or_else(
            || match (decided.own.as_slice(), decided.previous, decided.change) {
                ([own], Some(previous), Some(change)) if contradicts(own, previous, change) => {
                    Some(Doubt::Contradiction)
                }
                _ => None,
            },
        );
    if let Some(doubt) = doubt {
        decided.unsure = Some(Box::new(Unsure { doubt, rivals }));
    }
    decided
}

/// The figures of an entry that can be its amount, by what speaks for each.
struct Parts<'n> {
    asked: Vec<&'n Figure>,
    own: Vec<&'n Figure>,
    bracketed: Vec<&'n Figure>,
    unexplained: Vec<&'n Figure>,
    /// Known for something else.
    other: Vec<&'n Figure>,
    doubt: Doubt,
}

impl Default for Parts<'_> {
    fn default() -> Self {
        Self {
            asked: Vec::new(),
            own: Vec::new(),
            bracketed: Vec::new(),
            unexplained: Vec::new(),
            other: Vec::new(),
            doubt: Doubt::Rivals,
        }
    }
}

impl<'n> Parts<'n> {
    fn take(&mut self, figure: &'n Figure, brackets: &Map<char, Relation>, decided: &mut Decided<'n>) {
        let mut relation = figure.relation;
        if let Relation::Bracketed(open) = relation
            && let Some(said) = brackets.get(&open)
        {
            relation = *said;
        }
        match relation {
            Relation::Asked => self.asked.push(figure),
            Relation::Own if figure.depth == 0 => self.own.push(figure),
            Relation::Own | Relation::Bracketed(_) => self.bracketed.push(figure),
            Relation::Unexplained => self.unexplained.push(figure),
            Relation::Previous => {
                if decided.previous.is_none() {
                    decided.previous = Some(figure);
                } else {
                    decided.comparatives.push(figure);
                }
            }
            Relation::Change => {
                decided.change = decided.change.or(Some(figure));
                self.other.push(figure);
            }
            Relation::Comparative => decided.comparatives.push(figure),
            Relation::Aside => self.other.push(figure),
            Relation::OfWhich | Relation::Prose => {}
        }
    }

    /// Files the amount; gives the figures that could be it just as well.
    fn choose(&mut self, decided: &mut Decided<'n>) -> Vec<&'n Figure> {
        let outermost = self.bracketed.iter().map(|figure| figure.depth).min();
        self.bracketed.retain(|figure| Some(figure.depth) == outermost);
        let labelled = !self.asked.is_empty();
        let chosen = if labelled {
            // The request itself before what is asked for under a special frame.
            let main = self
                .asked
                .iter()
                .find(|figure| phase_of(figure) != Some(Phase::Priority))
                .or_else(|| self.asked.first())
                .copied();
            let others = self.asked.iter().copied().filter(|figure| Some(*figure) != main);
            let (same, other): (Vec<_>, Vec<_>) = others.partition(|figure| {
                main.is_some_and(|main| phase_of(main) == phase_of(figure) && main.yen() != figure.yen())
            });
            decided.comparatives.extend(
                other
                    .into_iter()
                    .filter(|figure| phase_of(figure) != main.and_then(phase_of)),
            );
            main.into_iter().chain(same).collect()
        } else if !self.own.is_empty() {
            self.own.clone()
        } else {
            self.bracketed.clone()
        };
        let beside: &[&Figure] = if labelled { &self.own } else { &[] };
        if let ([only], true) = (chosen.as_slice(), beside.is_empty()) {
            if only.amount().is_some() {
                decided.own.push(only);
            } else {
                decided.without_value = Some(only);
            }
            if self.unexplained.is_empty() {
                return Vec::new();
            }
            self.doubt = Doubt::UnknownWord;
            return std::iter::once(*only)
                .chain(self.unexplained.iter().copied())
                .collect();
        }
        let mut rivals: Vec<&Figure> = chosen
            .iter()
            .chain(beside)
            .chain(&self.unexplained)
            .copied()
            .collect();
        if chosen.is_empty() {
            self.doubt = Doubt::UnknownWord;
        }
        if rivals.is_empty() {
            self.doubt = Doubt::OtherKind;
            return self.other.clone();
        }
        let first = rivals.first().and_then(|figure| figure.yen());
        if rivals.len() > 1
            && rivals
                .iter()
                .all(|figure| figure.yen() == first && first.is_some())
        {
            // The same amount said twice.
            decided.own.extend(rivals.first().copied());
            rivals.clear();
        } else if labelled && chosen.len() == 1 {
            decided.own.extend(chosen);
        } else if rivals.iter().all(|figure| figure.amount().is_none()) {
            decided.without_value = rivals.first().copied();
            rivals.clear();
        }
        rivals
    }
}

fn phase_of(figure: &Figure) -> Option<Phase> {
    figure.phase.as_ref().map(|(phase, _)| *phase)
}

/// Whether last year's figure and the change do not make the amount, rounding allowed for.
pub(super) fn contradicts(own: &Figure, previous: &Figure, change: &Figure) -> bool {
    let mut yen = [0_i64; 3];
    let mut tolerance = 0_i64;
    for (to, figure) in yen.iter_mut().zip([own, previous, change]) {
        let Some(amount) = figure.amount() else {
            return false;
        };
        *to = amount.printed_yen().unwrap_or_default();
        tolerance = tolerance.saturating_add(amount.resolution_yen);
    }
    let [own, previous, change] = yen;
    own.abs_diff(previous.saturating_add(change)) > tolerance.unsigned_abs()
}

/// The status that a decision with a doubt leaves.
pub(super) fn unsure_link(unsure: &Unsure<'_>, own: Option<&Figure>, method: Option<LinkMethod>) -> Link {
    let mut candidates: Vec<Candidate> = Vec::new();
    for figure in own.into_iter().chain(unsure.rivals.iter().copied()) {
        let Some(yen) = figure.yen() else { continue };
        if !candidates.iter().any(|known| known.yen == yen) {
            candidates.push(Candidate {
                yen,
                evidence: figure.evidence.clone(),
            });
        }
    }
    Link {
        status: match own {
            Some(_) => LinkStatus::Inferred,
            None if candidates.is_empty() => LinkStatus::None,
            None => LinkStatus::Ambiguous,
        },
        method: method.filter(|_| own.is_some()),
        candidates,
        doubt: Some(unsure.doubt.code()),
        why: unsure.doubt.why().to_owned(),
    }
}

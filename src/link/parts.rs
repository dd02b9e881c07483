//! The parts of a request that follow from its name and figure alone: state, flags, how it is tied.

use super::collect::{Mention, Tied};
use crate::grammar::{Figure, FigureValue, FlagMark, NamedProgram};
use crate::model::{
    Account, Amount, AmountState, Comparative, Evidence, EvidenceRole, Flag, Link, LinkMethod, LinkStatus,
    Phase, Qualifier,
};

pub(super) fn own_amount(amount: &Amount, joint: bool) -> Amount {
    let mut own = amount.clone();
    if joint && own.within_yen.is_none() {
        own.within_yen = own.yen.take();
    }
    own
}

pub(super) fn amount_state(amount: Option<&Amount>, figure: Option<&Figure>) -> AmountState {
    match (amount, figure.map(|figure| &figure.value)) {
        (Some(amount), _) if amount.has(Qualifier::Nil) => AmountState::Nil,
        (Some(_), _) => AmountState::Printed,
        (None, Some(FigureValue::Unspecified)) => AmountState::Unspecified,
        (None, Some(FigureValue::Unreadable)) => AmountState::Unreadable,
        (None, _) => AmountState::Absent,
    }
}

pub(super) fn flags(
    name: &NamedProgram,
    marks: &[&FlagMark],
    amount: Option<&Amount>,
    account: Option<&Account>,
    figure: Option<&Figure>,
    joint: bool,
    of_which: bool,
) -> Vec<Flag> {
    let mut flags = name.flags.clone();
    flags.extend(marks.iter().flat_map(|mark| &mark.flags));
    if joint {
        flags.push(Flag::Joint);
    }
    if of_which {
        flags.push(Flag::OfWhich);
    }
    if amount.is_some_and(|amount| amount.has(Qualifier::PartOf)) {
        flags.push(Flag::PartOf);
    }
    if account.is_some_and(|account| account.code == "in_house") {
        flags.push(Flag::InHouse);
    }
    if figure.is_some_and(|figure| figure.value == FigureValue::Unspecified)
        || amount.is_some_and(|amount| amount.has(Qualifier::PlusUnspecified))
    {
        flags.push(Flag::AmountUnspecified);
    }
    flags.sort_unstable();
    flags.dedup();
    flags
}

pub(super) fn link(tied: Option<Tied<'_>>, figure: Option<&Figure>) -> Link {
    let (status, why) = match (tied.map(|tied| tied.method), figure) {
        (Some(LinkMethod::SameLine), _) => {
            (LinkStatus::Stated, "the amount stands on the program's own line")
        }
        (Some(LinkMethod::SameBlock), _) => (
            LinkStatus::Stated,
            "the amount stands in the program's own paragraph",
        ),
        (Some(LinkMethod::TableRow), _) => (LinkStatus::Stated, "the amount stands in the program's row"),
        (Some(LinkMethod::SameBox), _) => (LinkStatus::Stated, "the amount stands in the program's own box"),
        (Some(LinkMethod::Geometry), _) => (
            LinkStatus::Stated,
            "of all ways to read the page's amounts, the best by far gives the program this one",
        ),
        (Some(LinkMethod::ReadingOrder), _) => (
            LinkStatus::Inferred,
            "programs of one family share an umbrella, and as many figures of it stand on the page",
        ),
        (Some(_), _) => (LinkStatus::Stated, "the only amount within the program's reach"),
        (None, Some(_)) => (
            LinkStatus::None,
            "the document prints no readable amount in its place",
        ),
        (None, None) => (LinkStatus::None, "the document gives this program no amount"),
    };
    Link {
        status,
        method: tied.map(|tied| tied.method),
        candidates: Vec::new(),
        doubt: None,
        why: why.to_owned(),
    }
}

pub(super) fn with_role(figure: &Figure, role: EvidenceRole) -> Evidence {
    Evidence {
        role,
        ..figure.evidence.clone()
    }
}

pub(super) fn comparatives(mention: &Mention<'_>) -> Vec<Comparative> {
    mention
        .comparatives
        .iter()
        .filter_map(|figure| {
            Some(Comparative {
                phase: figure
                    .phase
                    .as_ref()
                    .map(|(phase, _)| *phase)
                    .or(Some(Phase::Initial)),
                fiscal_year: figure.fiscal_year,
                variant: "as_published".to_owned(),
                amount: figure.amount()?.clone(),
            })
        })
        .collect()
}

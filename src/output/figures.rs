//! Extractions in long form: a row a printed figure, with what it is the figure of. What the CSV and the Fiscal Data
//! Package are made of.

use crate::model::{
    Account, Amount, AmountState, Evidence, EvidenceRole, Extraction, FiscalYear, Phase, Request, Total,
};

/// What a row is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of<'a> {
    /// A program.
    Request(&'a Request),
    /// A stated sum.
    Total(&'a Total),
}

/// A figure of a program or of a sum. A program without any figure has one row all the same, without an amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure<'a> {
    /// What it is of.
    pub(super) of: Of<'a>,
    /// `amount`, `previous`, `change` or `comparative`.
    pub(super) name: &'static str,
    pub(super) amount: Option<&'a Amount>,
    pub(super) phase: Option<Phase>,
    pub(super) fiscal_year: Option<FiscalYear>,
    /// Which of several printed variants it is, for a comparative.
    pub(super) variant: Option<&'a str>,
}

/// Every figure of the programs, in document order.
pub(super) fn of_requests(document: &Extraction) -> impl Iterator<Item = Figure<'_>> {
    document.requests.iter().flat_map(|request| {
        let of = Of::Request(request);
        let own = Figure {
            of,
            name: "amount",
            amount: request.amount.as_ref(),
            phase: request.phase,
            fiscal_year: request.fiscal_year,
            variant: None,
        };
        let previous = request.previous.as_ref().map(|amount| Figure {
            name: "previous",
            amount: Some(amount),
            // What stage last year's figure is of is not said beside it: it is the enacted one as a rule, not always.
            phase: None,
            fiscal_year: request.fiscal_year.map(FiscalYear::previous),
            ..own
        });
        let change = request.change.as_ref().map(|amount| Figure {
            name: "change",
            amount: Some(amount),
            ..own
        });
        let others = request.comparatives.iter().map(move |other| Figure {
            of,
            name: "comparative",
            amount: Some(&other.amount),
            phase: other.phase,
            fiscal_year: other.fiscal_year,
            variant: Some(&other.variant),
        });
        [Some(own), previous, change].into_iter().flatten().chain(others)
    })
}

/// The figure of every stated sum, in document order.
pub(super) fn of_totals(document: &Extraction) -> impl Iterator<Item = Figure<'_>> {
    document.totals.iter().map(|total| Figure {
        of: Of::Total(total),
        name: "amount",
        amount: Some(&total.amount),
        phase: total.phase,
        fiscal_year: total.fiscal_year,
        variant: None,
    })
}

impl<'a> Of<'a> {
    pub(super) fn id(self) -> &'a str {
        match self {
            Self::Request(request) => &request.id,
            Self::Total(total) => &total.id,
        }
    }

    pub(super) fn request(self) -> Option<&'a Request> {
        match self {
            Self::Request(request) => Some(request),
            Self::Total(_) => None,
        }
    }

    /// The program's name, or what the sum is of.
    pub(super) fn item(self) -> &'a str {
        match self {
            Self::Request(request) => &request.program.name,
            Self::Total(total) => &total.item,
        }
    }

    pub(super) fn section(self) -> Option<&'a str> {
        match self {
            Self::Request(request) => request.section.as_deref(),
            Self::Total(total) => total.section.as_deref(),
        }
    }

    pub(super) fn account(self) -> Option<&'a Account> {
        match self {
            Self::Request(request) => request.account.as_ref(),
            Self::Total(total) => total.account.as_ref(),
        }
    }

    pub(super) fn state(self) -> AmountState {
        match self {
            Self::Request(request) => request.amount_state,
            Self::Total(_) => AmountState::Printed,
        }
    }

    /// Where it stands: the place of its figure, or of its name where it has none.
    pub(super) fn place(self) -> Option<&'a Evidence> {
        let evidence = match self {
            Self::Request(request) => &request.evidence,
            Self::Total(total) => &total.evidence,
        };
        let of = |role| evidence.iter().find(|place| place.role == role);
        of(EvidenceRole::Amount).or(evidence.first())
    }
}

/// Codes with `;` between them.
pub(super) fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(";")
}

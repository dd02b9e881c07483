//! The closed vocabularies of `yosan/v1`, one for one with the model's, written out again here because the format is
//! frozen: a word added to the model does not compile until it has been given its place in the format.

use crate::{diagnostic, model};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $from:path { $($word:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[allow(missing_docs, reason = "the words are explained in the model; here they would only swell the schema")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word),+ }

        impl $name {
            /// The word as it is written.
            #[must_use]
            pub fn code(self) -> &'static str {
                use $from as From;
                match self { $(Self::$word => From::$word.code()),+ }
            }
        }

        impl From<$from> for $name {
            fn from(word: $from) -> Self {
                use $from as From;
                match word { $(From::$word => Self::$word),+ }
            }
        }
    )+};
}

words! {
    /// Whether and how an amount is printed.
    AmountState = model::AmountState { Printed, Nil, Unspecified, Absent, Unreadable }

    /// A word that qualifies a number.
    Qualifier = model::Qualifier { About, AtLeast, UpTo, Range, Nil, PartOf, PlusUnspecified }

    /// What kind of money an amount is; amounts of different bases are never added up.
    Basis = model::Basis { Appropriation, ProjectCost, Contract, Expenditure, Authorization, Loan, Local, Estimate }

    /// The stage of the budget.
    Phase = model::Phase { Request, Priority, RequestTotal, Initial, Supplementary, Draft, Settled }

    /// A mark that the document sets on a program.
    Flag = model::Flag {
        New, Expanded, Continued, Relisted, PartOf, OfWhich, Joint, InHouse, Tentative, Reorganized, Successor, MovedIn,
        MovedOut, Discontinued, Frame, Transfer, BulkBooked, PublicWorks, AmountUnspecified,
    }

    /// What a ministry does with the money.
    Role = model::Role { Appropriated, Executing }

    /// How a program's ministry is known; none is guessed.
    MinistryEvidence = model::MinistryEvidence {
        Tag, LegendColour, Heading, Cell, Label, SameProgram, Registry, Corrected, Title,
    }

    /// How sure the tie between amount and program is.
    LinkStatus = model::LinkStatus { Stated, Proved, Inferred, Ambiguous, None }

    /// By which rule amount and program were tied.
    LinkMethod = model::LinkMethod {
        SameLine, SameBlock, OnlyInReach, TableRow, SameBox, Geometry, ReadingOrder, Elimination, Relisted, Sums,
        SameProgram, Corrected,
    }

    /// What a place gives.
    EvidenceRole = model::EvidenceRole {
        Program, Amount, Previous, Change, Ministry, Flag, Account, Section, Item, Breakdown, Unit,
    }

    /// What a split is by.
    BreakdownKey = model::BreakdownKey { Ministry, Account }

    /// What is held against what.
    CheckKind = model::CheckKind { Sum, Split, Phase, Account, Relisted, Change, Registry }

    /// How a check stands.
    Verdict = model::Verdict { Holds, Off, Open }

    /// How grave a diagnostic is.
    Severity = diagnostic::Severity { Info, Warning, Error }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(word: impl Serialize) -> String {
        serde_json::to_value(word).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn words_are_the_models_codes() {
        for flag in model::Flag::ALL {
            assert_eq!(written(Flag::from(flag)), flag.code());
        }
        for phase in model::Phase::ALL {
            assert_eq!(written(Phase::from(phase)), phase.code());
        }
        for basis in model::Basis::ALL {
            assert_eq!(written(Basis::from(basis)), basis.code());
        }
        for qualifier in model::Qualifier::ALL {
            assert_eq!(written(Qualifier::from(qualifier)), qualifier.code());
        }
        let method = model::LinkMethod::OnlyInReach;
        assert_eq!(written(LinkMethod::from(method)), method.code());
        let evidence = model::MinistryEvidence::LegendColour;
        assert_eq!(written(MinistryEvidence::from(evidence)), evidence.code());
    }
}

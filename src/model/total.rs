use super::{Account, Amount, Evidence, FiscalYear, Phase};

/// A stated sum (計): of the document, of a section, of a group of programs.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// 16 hex digits.
    pub id: String,
    /// What the sum is of, as printed, normalized.
    pub item: String,
    /// The section that it stands in.
    pub section: Option<String>,
    /// Stage of the budget.
    pub phase: Option<Phase>,
    /// Fiscal year.
    pub fiscal_year: Option<FiscalYear>,
    /// Pocket of money.
    pub account: Option<Account>,
    /// The figure.
    pub amount: Amount,
    /// Its printed split (文703,厚571,… or AMED 412億円、インハウス 49億円), in printed order.
    pub breakdown: Vec<Breakdown>,
    /// The split ends in 等: parts are missing.
    pub open_rest: bool,
    /// Every place that was read.
    pub evidence: Vec<Evidence>,
}

/// A part of a total's split.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// What the part is by.
    pub by: BreakdownKey,
    /// Code of the ministry or account; the printed word where the lexicon does not know it.
    pub key: String,
    /// As printed.
    pub surface: String,
    /// The figure.
    pub amount: Amount,
}

/// What a split is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakdownKey {
    /// By ministry.
    Ministry,
    /// By account.
    Account,
}

impl BreakdownKey {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Account => "account",
        }
    }
}

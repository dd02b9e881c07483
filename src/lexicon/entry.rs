//! What a word can mean: the entries of the lexicon's tables.

use crate::model::{Basis, FiscalYear, Flag, Phase, Qualifier};

/// A closed set of codes that the data files use.
macro_rules! coded_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$item_doc])* $item,)*
        }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$item,)*];

            /// The code used in the lexicon's files.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$item => $code,)*
                }
            }

            /// The one of a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }
        }
    };
}

coded_enum! {
    /// What a figure is, by the words around it.
    FigureRole {
        /// Last year's.
        Previous = "previous",
        /// Of the year that the document is for.
        Current = "current",
        /// Of a later year.
        Future = "future",
        /// The change from last year.
        Change = "change",
        /// The most that is paid, lent or guaranteed.
        Limit = "limit",
        /// For one person, case or month.
        Rate = "rate",
        /// Money that the budget does not pay: sales, damage, an effect.
        Quantity = "quantity",
        /// What is aimed at.
        Target = "target",
        /// The cost of the whole project, whoever pays.
        ProjectCost = "project_cost",
        /// What may be promised for later years.
        Authorization = "authorization",
        /// Money of another purse: loans, local shares, funds.
        OtherMoney = "other_money",
        /// Of a program that this one follows.
        Former = "former",
        /// A verb that asks for it: を計上, を要求.
        Asked = "asked",
        /// Says nothing of the figure's role.
        Neutral = "neutral",
    }
}

coded_enum! {
    /// How sure an entry of the lexicon is.
    Certainty {
        /// Seen in documents or budget data.
        Seen = "E",
        /// Own knowledge, held to be right.
        Known = "O",
        /// Unsure.
        Unsure = "?",
    }
}

coded_enum! {
    /// What a ministry is in the budget.
    MinistryKind {
        /// 所管: a top jurisdiction of the budget.
        Shokan = "shokan",
        /// A top agency with an account of its own (復興庁).
        Agency = "agency",
        /// 外局.
        Gaikyoku = "gaikyoku",
        /// An office or secretariat.
        Office = "office",
        /// A commission.
        Commission = "commission",
        /// A court.
        Court = "court",
        /// A house of the Diet.
        House = "house",
    }
}

coded_enum! {
    /// What an account is: the code that output states.
    AccountKind {
        /// 一般会計.
        General = "general",
        /// 特別会計.
        Special = "special",
        /// 東日本大震災復興特別会計.
        Reconstruction = "reconstruction",
        /// 財政投融資: no expenditure.
        Filp = "filp",
        /// 政府関係機関.
        Agency = "agency",
        /// 繰入: the same money twice.
        Transfer = "transfer",
        /// A part of an account with a source of its own.
        Earmarked = "earmarked",
        /// A division that a document makes across accounts (AMED対象経費).
        Division = "division",
        /// A class of expense (義務的経費).
        ExpenseClass = "expense_class",
    }
}

/// What a column of a table holds, told by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnRole {
    /// 前年度予算額.
    Previous,
    /// 前々年度, 補正後, 決算額.
    Comparative,
    /// 要求額.
    Amount,
    /// 増△減.
    Change,
    /// 対前年度比, %.
    Rate,
    /// 備考: nothing in it links to the row.
    Remarks,
    /// うち推進枠.
    OfWhichFrame,
    /// 頁.
    PageReference,
    /// 定員.
    Headcount,
    /// Money of one basis: 事業費, 国費.
    Basis(Basis),
    /// 府省.
    Ministry,
    /// 担当課: a bureau or division, no ministry.
    Bureau,
    /// 事業名.
    Program,
    /// 番号.
    Number,
    /// 単位.
    Unit,
    /// 会計.
    Account,
}

impl ColumnRole {
    const PLAIN: [(&'static str, Self); 15] = [
        ("previous", Self::Previous),
        ("comparative", Self::Comparative),
        ("amount", Self::Amount),
        ("change", Self::Change),
        ("rate", Self::Rate),
        ("remarks", Self::Remarks),
        ("of_which_frame", Self::OfWhichFrame),
        ("page_reference", Self::PageReference),
        ("headcount", Self::Headcount),
        ("ministry", Self::Ministry),
        ("bureau", Self::Bureau),
        ("program", Self::Program),
        ("number", Self::Number),
        ("unit", Self::Unit),
        ("account", Self::Account),
    ];

    /// The code used in the lexicon's files.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::PLAIN
            .into_iter()
            .find(|(_, role)| *role == self)
            .map_or("basis", |(code, _)| code)
    }

    /// The role of a code; `basis` needs a [`Basis`] beside it.
    #[must_use]
    pub fn from_code(code: &str, basis: Option<Basis>) -> Option<Self> {
        match (code, basis) {
            ("basis", Some(basis)) => Some(Self::Basis(basis)),
            _ => Self::PLAIN
                .into_iter()
                .find(|(known, _)| *known == code)
                .map(|(_, role)| role),
        }
    }

    /// Every code with the word for `basis`.
    pub(super) fn codes() -> impl Iterator<Item = &'static str> {
        Self::PLAIN.into_iter().map(|(code, _)| code).chain(["basis"])
    }

    /// Whether the column holds money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(
            self,
            Self::Previous
                | Self::Comparative
                | Self::Amount
                | Self::Change
                | Self::OfWhichFrame
                | Self::Basis(_)
        )
    }
}

/// A ministry, agency or office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinistryEntry {
    /// Stable code: `mext`.
    pub code: String,
    /// Full name: 文部科学省.
    pub name: String,
    /// English name; empty where none was found.
    pub english: String,
    /// English abbreviation: MEXT; empty where there is none.
    pub abbreviation: String,
    /// One-character tags: 文.
    pub characters: Vec<String>,
    /// Short forms that are ordinary words too: 文科, 環境.
    pub tags: Vec<String>,
    /// Short forms that stand for themselves: 文科省.
    pub short: Vec<String>,
    /// The label at a page's corner in budget books: 内(警); empty where there is none.
    pub page_label: String,
    /// What it is.
    pub kind: MinistryKind,
    /// Code of the one above.
    pub parent: Option<String>,
    /// Code of the one that took its work.
    pub successor: Option<String>,
    /// First fiscal year in which it is there.
    pub first: Option<FiscalYear>,
    /// Last fiscal year in which it is there.
    pub last: Option<FiscalYear>,
    /// Words that were not met in any document.
    pub unchecked: Vec<String>,
    /// How sure the entry is.
    pub certainty: Certainty,
}

impl MinistryEntry {
    /// Whether it is there in a fiscal year; without a year, whether it is there today.
    #[must_use]
    pub fn in_force(&self, year: Option<FiscalYear>) -> bool {
        match year {
            Some(year) => years_hold(self.first, self.last, year),
            None => self.last.is_none(),
        }
    }

    /// Whether it stands at the top: a 所管, or an agency beside them.
    #[must_use]
    pub fn is_top(&self) -> bool {
        self.parent.is_none() && matches!(self.kind, MinistryKind::Shokan | MinistryKind::Agency)
    }
}

pub(super) fn years_hold(first: Option<FiscalYear>, last: Option<FiscalYear>, year: FiscalYear) -> bool {
    first.is_none_or(|first| first <= year) && last.is_none_or(|last| year <= last)
}

/// A part of a ministry that budget data print as 組織: 文部科学本省.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationEntry {
    /// Code of the ministry that it belongs to.
    pub parent: String,
    /// First fiscal year.
    pub first: Option<FiscalYear>,
    /// Last fiscal year.
    pub last: Option<FiscalYear>,
}

/// A body that spends money and is no ministry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyEntry {
    /// Stable code: `amed`.
    pub code: String,
    /// Full name with its legal form.
    pub name: String,
    /// Abbreviation: AMED; empty where there is none.
    pub abbreviation: String,
    /// Codes of the ministries that it belongs to (主務省).
    pub competent: Vec<String>,
    /// First fiscal year in which it is there.
    pub first: Option<FiscalYear>,
    /// Last fiscal year in which it is there.
    pub last: Option<FiscalYear>,
    /// How sure the entry is.
    pub certainty: Certainty,
}

/// An account, a division of money, or a class of expense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEntry {
    /// Stable code of this entry: `general`, `special_energy`, `amed`.
    pub code: String,
    /// What it is.
    pub kind: AccountKind,
    /// Full name.
    pub name: String,
    /// Its 勘定.
    pub sub: Vec<SubAccountEntry>,
    /// Codes of the ministries that share it; `all` for every one.
    pub shared_by: Vec<String>,
    /// How sure the entry is.
    pub certainty: Certainty,
}

impl AccountEntry {
    /// The code for output: that of the division or class itself, else that of the account's kind (every 特別会計 is `special`).
    #[must_use]
    pub fn output_code(&self) -> &str {
        match self.kind {
            AccountKind::Division | AccountKind::ExpenseClass => &self.code,
            kind => kind.code(),
        }
    }
}

/// A 勘定 inside a special account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubAccountEntry {
    /// Name, with 勘定.
    pub name: String,
    /// First fiscal year.
    pub first: Option<FiscalYear>,
    /// Last fiscal year.
    pub last: Option<FiscalYear>,
}

/// A stage of the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseEntry {
    /// Stable code, finer than the phase: `diet_amended`.
    pub code: String,
    /// The phase that output states; `None` for a stage that it does not state (繰越).
    pub phase: Option<Phase>,
}

/// A special frame (特別枠) of the guideline for requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameEntry {
    /// Stable code.
    pub code: String,
    /// Fiscal years of the budgets that had it.
    pub years: Vec<FiscalYear>,
}

/// A unit of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEntry {
    /// As printed: 億円.
    pub word: String,
    /// Its worth.
    pub yen: i64,
}

/// A word that qualifies a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualifierEntry {
    /// Stable code, finer than the qualifier: `excluding`.
    pub code: String,
    /// The qualifier that output states; `None` for a word that is known and not stated.
    pub qualifier: Option<Qualifier>,
}

/// A mark on a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagEntry {
    /// Stable code, finer than the flag: `partly_relisted`.
    pub code: String,
    /// The flag that output states; `None` for a mark that is known, taken off the name and not stated.
    pub flag: Option<Flag>,
}

/// A bullet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bullet {
    /// Nothing but a bullet at the head of a line.
    Plain,
    /// A minus or a dash as well (▲ △ －): a bullet only where no number follows.
    Sign,
}

/// A form of numbering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// How deep, from 0.
    pub level: u16,
    /// What it looks like.
    pub form: String,
}

coded_enum! {
    /// What a word of a sum says.
    TotalWord {
        /// 計, 合計.
        Total = "total",
        /// 小計.
        Subtotal = "subtotal",
        /// 純計: without what is counted twice.
        Net = "net",
        /// うち: no addend.
        OfWhich = "of_which",
    }
}

/// A pair of brackets with what an amount inside has been seen to be. The bracket alone never says which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BracketEntry {
    /// Opening bracket, normalized.
    pub open: String,
    /// Closing bracket, normalized.
    pub close: String,
    /// What has been seen inside.
    pub meanings: Vec<String>,
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKindEntry {
    /// Stable code, finer than the kind: `guideline`.
    pub code: String,
    /// The kind that output states: one of [`DOCUMENT_KINDS`].
    pub kind: &'static str,
}

/// The kinds of document that output states.
pub const DOCUMENT_KINDS: [&str; 11] = [
    "points",
    "main_items",
    "item_table",
    "ledger",
    "ledger_enacted",
    "pr",
    "draft_budget",
    "tax",
    "headcount",
    "review_sheet",
    "other",
];

/// A phrase that misleads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FalseFriend {
    /// What is printed.
    pub text: String,
    /// What it means.
    pub means: String,
}

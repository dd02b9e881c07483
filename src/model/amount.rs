/// An amount of money as the document prints it, in whole yen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The value, signed; `None` where the figure is not this program's own (see `within_yen`).
    pub yen: Option<i64>,
    /// The upper end of a range 10〜20億円.
    pub yen_max: Option<i64>,
    /// The umbrella of a 内数 or the one amount of a joint line: a figure that must not be added up.
    pub within_yen: Option<i64>,
    /// Number, unit and qualifier words as printed, without enclosing brackets.
    pub surface: String,
    /// The unit as printed or as the table's heading gives it (億円, 百万円, …).
    pub unit: &'static str,
    /// The weight of the last printed digit: 22億円 → 100,000,000; 0.5億円 → 10,000,000.
    pub resolution_yen: i64,
    /// Words that qualify the number, in fixed order, each once.
    pub qualifiers: Vec<Qualifier>,
    /// What kind of money it is.
    pub basis: Basis,
}

impl Amount {
    /// The figure that is printed, whoever it belongs to.
    #[must_use]
    pub fn printed_yen(&self) -> Option<i64> {
        self.yen.or(self.within_yen)
    }

    /// Whether a word qualifies the number.
    #[must_use]
    pub fn has(&self, qualifier: Qualifier) -> bool {
        self.qualifiers.contains(&qualifier)
    }
}

/// Whether and how an amount is printed. A dash, 事項要求, no figure, an unreadable figure and a printed 0 stay five
/// different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AmountState {
    /// A figure, 0 included.
    Printed,
    /// A dash.
    Nil,
    /// 事項要求.
    Unspecified,
    /// No figure.
    Absent,
    /// A figure that could not be read.
    Unreadable,
}

impl AmountState {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Nil => "nil",
            Self::Unspecified => "unspecified",
            Self::Absent => "absent",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A word that qualifies a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// 約, 程度, 概ね, 規模.
    About,
    /// 以上.
    AtLeast,
    /// 以内, 上限, 最大.
    UpTo,
    /// Two ends.
    Range,
    /// Nothing, by a dash.
    Nil,
    /// の内数.
    PartOf,
    /// ＋事項要求: a lower bound.
    PlusUnspecified,
}

impl Qualifier {
    /// Every qualifier, in output order.
    pub const ALL: [Self; 7] = [
        Self::About,
        Self::AtLeast,
        Self::UpTo,
        Self::Range,
        Self::Nil,
        Self::PartOf,
        Self::PlusUnspecified,
    ];

    /// The code used in output and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::AtLeast => "at_least",
            Self::UpTo => "up_to",
            Self::Range => "range",
            Self::Nil => "nil",
            Self::PartOf => "part_of",
            Self::PlusUnspecified => "plus_unspecified",
        }
    }
}

/// What kind of money an amount is. Amounts of different bases are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Basis {
    /// 国費, 予算額: the ordinary case.
    #[default]
    Appropriation,
    /// 事業費.
    ProjectCost,
    /// 契約ベース.
    Contract,
    /// 歳出ベース.
    Expenditure,
    /// 国庫債務負担行為限度額.
    Authorization,
    /// 財投.
    Loan,
    /// 地方負担.
    Local,
    /// 推計額, 見込額.
    Estimate,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Self; 8] = [
        Self::Appropriation,
        Self::ProjectCost,
        Self::Contract,
        Self::Expenditure,
        Self::Authorization,
        Self::Loan,
        Self::Local,
        Self::Estimate,
    ];

    /// The code used in output and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Appropriation => "appropriation",
            Self::ProjectCost => "project_cost",
            Self::Contract => "contract",
            Self::Expenditure => "expenditure",
            Self::Authorization => "authorization",
            Self::Loan => "loan",
            Self::Local => "local",
            Self::Estimate => "estimate",
        }
    }

    /// The basis of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }
}

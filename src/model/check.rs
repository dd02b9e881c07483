/// A stated figure held against what its parts make. A check never changes a stated amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// 16 hex digits.
    pub id: String,
    /// What is held against what.
    pub kind: CheckKind,
    /// The total or request that states the figure.
    pub of: String,
    /// One short sentence for people: what the sum is.
    pub label: String,
    /// The stated figure, in yen.
    pub stated: i64,
    /// What the parts make, in yen; `None` where a part is open.
    pub accumulated: Option<i64>,
    /// How far off rounding may be, in yen: half the last digit of every addend and of the total.
    pub tolerance: i64,
    /// How it stands.
    pub verdict: Verdict,
    /// Ids of the totals and requests that were added up.
    pub parts: Vec<String>,
    /// The part whose change alone would mend a sum that is off, where exactly one would.
    pub suspect: Option<String>,
}

impl Check {
    /// Accumulated − stated.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        self.accumulated.map(|sum| sum.saturating_sub(self.stated))
    }
}

/// What is held against what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckKind {
    /// A total against its parts.
    Sum,
    /// A total against its split by ministry.
    Split,
    /// 要求 + 要望 against 要求・要望.
    Phase,
    /// Accounts against their sum.
    Account,
    /// A relisted line against its first mention.
    Relisted,
    /// Request − previous against the printed change.
    Change,
    /// Against an outside list.
    Registry,
}

impl CheckKind {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Split => "split",
            Self::Phase => "phase",
            Self::Account => "account",
            Self::Relisted => "relisted",
            Self::Change => "change",
            Self::Registry => "registry",
        }
    }
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Within rounding.
    Holds,
    /// Off by more than rounding.
    Off,
    /// Not decidable: a part has no figure.
    Open,
}

impl Verdict {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Off => "off",
            Self::Open => "open",
        }
    }
}

/// The stage of the budget that an amount belongs to.
///
/// The document's title decides it before a column's word does: enacted books head their money 要求額 too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// 概算要求.
    Request,
    /// 要望, the special frame.
    Priority,
    /// 要求・要望 together.
    RequestTotal,
    /// 当初予算.
    Initial,
    /// 補正予算.
    Supplementary,
    /// 政府案, 概算決定.
    Draft,
    /// 決算, 執行額.
    Settled,
}

impl Phase {
    /// Every phase, in the order of a budget's life.
    pub const ALL: [Self; 7] = [
        Self::Request,
        Self::Priority,
        Self::RequestTotal,
        Self::Draft,
        Self::Initial,
        Self::Supplementary,
        Self::Settled,
    ];

    /// The code used in output and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Priority => "priority",
            Self::RequestTotal => "request_total",
            Self::Initial => "initial",
            Self::Supplementary => "supplementary",
            Self::Draft => "draft",
            Self::Settled => "settled",
        }
    }

    /// The phase of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }
}

/// A mark that the document sets on a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// 新規.
    New,
    /// 拡充.
    Expanded,
    /// 継続.
    Continued,
    /// 再掲: stands elsewhere already.
    Relisted,
    /// の内数: the figure is an umbrella's.
    PartOf,
    /// うち: a part of the amount above.
    OfWhich,
    /// One amount for several programs.
    Joint,
    /// インハウス: the institutes' own expenses.
    InHouse,
    /// 仮称.
    Tentative,
    /// 組替.
    Reorganized,
    /// 後継.
    Successor,
    /// より移管.
    MovedIn,
    /// へ移管.
    MovedOut,
    /// 廃止, 終了.
    Discontinued,
    /// 推進枠, 特別枠.
    Frame,
    /// 繰入: the same money twice.
    Transfer,
    /// 一括計上: booked by one ministry, executed by another.
    BulkBooked,
    /// 公共事業.
    PublicWorks,
    /// 事項要求.
    AmountUnspecified,
}

impl Flag {
    /// Every flag, in output order.
    pub const ALL: [Self; 19] = [
        Self::New,
        Self::Expanded,
        Self::Continued,
        Self::Relisted,
        Self::PartOf,
        Self::OfWhich,
        Self::Joint,
        Self::InHouse,
        Self::Tentative,
        Self::Reorganized,
        Self::Successor,
        Self::MovedIn,
        Self::MovedOut,
        Self::Discontinued,
        Self::Frame,
        Self::Transfer,
        Self::BulkBooked,
        Self::PublicWorks,
        Self::AmountUnspecified,
    ];

    /// The code used in output and in the lexicon.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Expanded => "expanded",
            Self::Continued => "continued",
            Self::Relisted => "relisted",
            Self::PartOf => "part_of",
            Self::OfWhich => "of_which",
            Self::Joint => "joint",
            Self::InHouse => "in_house",
            Self::Tentative => "tentative",
            Self::Reorganized => "reorganized",
            Self::Successor => "successor",
            Self::MovedIn => "moved_in",
            Self::MovedOut => "moved_out",
            Self::Discontinued => "discontinued",
            Self::Frame => "frame",
            Self::Transfer => "transfer",
            Self::BulkBooked => "bulk_booked",
            Self::PublicWorks => "public_works",
            Self::AmountUnspecified => "amount_unspecified",
        }
    }

    /// The flag of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.code() == code)
    }
}

/// A ministry or agency (所管・府省) that a program belongs to, with how it is known. None is ever guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ministry {
    /// Code from the lexicon: `mext`, `mhlw`, …
    pub code: String,
    /// Full name: 文部科学省.
    pub name: String,
    /// As printed: 文.
    pub surface: String,
    /// What it does with the money.
    pub role: Role,
    /// How it is known.
    pub evidence: MinistryEvidence,
}

/// What a ministry does with the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The money is in its budget.
    Appropriated,
    /// It spends money that another ministry has booked (一括計上, 移替).
    Executing,
}

impl Role {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Appropriated => "appropriated",
            Self::Executing => "executing",
        }
    }
}

/// How a program's ministry is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MinistryEvidence {
    /// （文） behind the name.
    Tag,
    /// The bullet's or box's colour against the page's legend.
    LegendColour,
    /// A heading above that names one ministry.
    Heading,
    /// A cell of the same table row.
    Cell,
    /// A label beside the program.
    Label,
    /// Stated for the same program elsewhere in the document.
    SameProgram,
    /// From the list given with `--registry`.
    Registry,
    /// From the file given with `--corrections`.
    Corrected,
    /// The document's title, or the issuer beside it.
    Title,
}

impl MinistryEvidence {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::LegendColour => "legend_colour",
            Self::Heading => "heading",
            Self::Cell => "cell",
            Self::Label => "label",
            Self::SameProgram => "same_program",
            Self::Registry => "registry",
            Self::Corrected => "corrected",
            Self::Title => "title",
        }
    }
}

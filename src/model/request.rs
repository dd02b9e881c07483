use super::{Account, Amount, AmountState, FiscalYear, Flag, Ministry, Phase};
use crate::geometry::Rect;
use crate::span::{PageNumber, Span};

/// A program in a section, with what the document says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// 16 hex digits that stay the same when an amount is corrected or a page moves.
    pub id: String,
    /// The nearest enclosing heading, numbering removed.
    pub section: Option<String>,
    /// The headings from the outermost to the nearest.
    pub section_path: Vec<String>,
    /// What money is asked for.
    pub program: Program,
    /// The figure, where the page or the sums give one.
    pub amount: Option<Amount>,
    /// Whether and how it is printed.
    pub amount_state: AmountState,
    /// Last year's figure, where it is printed.
    pub previous: Option<Amount>,
    /// The printed 増▲減.
    pub change: Option<Amount>,
    /// Other printed years or variants.
    pub comparatives: Vec<Comparative>,
    /// Stage of the budget.
    pub phase: Option<Phase>,
    /// The word that told the phase.
    pub phase_surface: Option<String>,
    /// Fiscal year of the amount.
    pub fiscal_year: Option<FiscalYear>,
    /// Pocket of money.
    pub account: Option<Account>,
    /// Ministries, in printed order.
    pub ministries: Vec<Ministry>,
    /// The executing body (AMED, JST, …): never a ministry.
    pub body: Option<Body>,
    /// The office in charge, as printed.
    pub department: Option<String>,
    /// Marks, in fixed order, each once.
    pub flags: Vec<Flag>,
    /// False for what stands elsewhere already.
    pub counted: bool,
    /// The same value in all requests that share one printed amount.
    pub group: Option<String>,
    /// How amount and program are tied.
    pub link: Link,
    /// Every place that was read.
    pub evidence: Vec<Evidence>,
}

/// A program (事業・事項) by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Program {
    /// NFKC, without line breaks, letter-spacing, bullet, mark or tag.
    pub name: String,
    /// As printed.
    pub surface: String,
}

/// An executing body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Body {
    /// Usual abbreviation, or the name where there is none.
    pub code: String,
    /// Full name.
    pub name: String,
    /// As printed.
    pub surface: String,
}

/// A printed amount of another year or variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparative {
    /// Stage of the budget.
    pub phase: Option<Phase>,
    /// Fiscal year.
    pub fiscal_year: Option<FiscalYear>,
    /// `as_published`, `recast`, …
    pub variant: String,
    /// The figure.
    pub amount: Amount,
}

/// How an amount is tied to its program.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// How sure it is.
    pub status: LinkStatus,
    /// By which rule.
    pub method: Option<LinkMethod>,
    /// Every value that some admissible assignment gives, and no other; empty where the link is sure.
    pub candidates: Vec<Candidate>,
    /// What forbids that the amount is stated, as a stable word.
    pub doubt: Option<&'static str>,
    /// One short sentence for people.
    pub why: String,
}

impl Link {
    /// The rule that decided, as a stable word: the doubt, else how amount and program stand together.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if let Some(doubt) = self.doubt.filter(|_| !self.status.is_sure()) {
            return doubt;
        }
        match (self.method, self.status) {
            (Some(method), _) => method.rule(),
            (None, LinkStatus::Ambiguous) => "rivals",
            (None, _) => "no-amount",
        }
    }
}

/// How sure a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkStatus {
    /// The page ties amount and program.
    Stated,
    /// Every assignment that satisfies the document's sums gives this amount.
    Proved,
    /// Reading order picks it; others would do too.
    Inferred,
    /// Several would do; no amount is given.
    Ambiguous,
    /// The document gives this program no amount.
    None,
}

impl LinkStatus {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Proved => "proved",
            Self::Inferred => "inferred",
            Self::Ambiguous => "ambiguous",
            Self::None => "none",
        }
    }

    /// Whether the amount can be relied on.
    #[must_use]
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Stated | Self::Proved)
    }
}

/// By which rule an amount was tied to its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkMethod {
    /// On the program's own line.
    SameLine,
    /// In the program's own paragraph.
    SameBlock,
    /// The only amount within reach.
    OnlyInReach,
    /// In the same table row.
    TableRow,
    /// In the same box or card.
    SameBox,
    /// By place on the page.
    Geometry,
    /// The n-th amount of a run to the n-th program of a run.
    ReadingOrder,
    /// What is left when every other one has its own.
    Elimination,
    /// A relisted line equals its first mention.
    Relisted,
    /// By the document's sums.
    Sums,
    /// The name stands elsewhere in the document with this amount.
    SameProgram,
    /// A person said so.
    Corrected,
}

impl LinkMethod {
    /// The rule by which amount and program were tied, as a stable word.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::SameLine => "same-line",
            Self::SameBlock => "same-block",
            Self::OnlyInReach => "only-in-reach",
            Self::TableRow => "table-row",
            Self::SameBox => "same-box",
            Self::Geometry => "geometry",
            Self::ReadingOrder => "reading-order",
            Self::Elimination => "elimination",
            Self::Relisted => "relisted",
            Self::Sums => "sums",
            Self::SameProgram => "same-program",
            Self::Corrected => "corrected",
        }
    }

    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SameLine => "same_line",
            Self::SameBlock => "same_block",
            Self::OnlyInReach => "only_in_reach",
            Self::TableRow => "table_row",
            Self::SameBox => "same_box",
            Self::Geometry => "geometry",
            Self::ReadingOrder => "reading_order",
            Self::Elimination => "elimination",
            Self::Relisted => "relisted",
            Self::Sums => "sums",
            Self::SameProgram => "same_program",
            Self::Corrected => "corrected",
        }
    }
}

/// A value that an open link could have.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The value.
    pub yen: i64,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A place that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it gives.
    pub role: EvidenceRole,
    /// Page.
    pub page: PageNumber,
    /// Line in the decoded source text, from 1; `None` for PDF.
    pub line: Option<u32>,
    /// Bytes of the decoded source text; `None` for PDF.
    pub source_span: Option<Span>,
    /// Place on the page; `None` for text.
    pub bbox: Option<Rect>,
    /// As printed.
    pub text: String,
}

/// What a place gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceRole {
    /// The name.
    Program,
    /// The figure.
    Amount,
    /// Last year's figure.
    Previous,
    /// The printed change.
    Change,
    /// The ministry.
    Ministry,
    /// A flag.
    Flag,
    /// The account.
    Account,
    /// The heading.
    Section,
    /// The item of a total.
    Item,
    /// A part of a split.
    Breakdown,
    /// A unit note.
    Unit,
}

impl EvidenceRole {
    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Amount => "amount",
            Self::Previous => "previous",
            Self::Change => "change",
            Self::Ministry => "ministry",
            Self::Flag => "flag",
            Self::Account => "account",
            Self::Section => "section",
            Self::Item => "item",
            Self::Breakdown => "breakdown",
            Self::Unit => "unit",
        }
    }
}

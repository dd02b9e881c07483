//! The frozen structs of `yosan/v1`: what is written, what is read back, and what the JSON Schema is made of. The order
//! of fields is the order of keys. Strings are borrowed while writing and owned after reading.
//!
//! Within `v1` keys and words may be added; none is renamed, removed or given another meaning.

mod stream;
mod view;
mod words;

pub(super) use stream::write;
pub use words::{
    AmountState, Basis, BreakdownKey, CheckKind, EvidenceRole, Flag, LinkMethod, LinkStatus,
    MinistryEvidence, Phase, Qualifier, Role, Severity, Verdict,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The value of `schema` in every document of this format.
pub const SCHEMA: &str = "yosan/v1";

/// Everything that was read from one budget request document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "yosan/v1")]
pub struct Extraction<'a> {
    /// Always `yosan/v1`.
    #[schemars(extend("const" = "yosan/v1"))]
    pub schema: Cow<'a, str>,
    /// What wrote this.
    pub generator: Generator<'a>,
    /// Which bytes were read.
    pub source: Source<'a>,
    /// What kind of document it is.
    pub document: Document<'a>,
    /// Programs, in document order.
    pub requests: Vec<Request<'a>>,
    /// Stated sums, in document order.
    pub totals: Vec<Total<'a>>,
    /// Sums held against their parts.
    pub checks: Vec<Check<'a>>,
    /// What a file of corrections changed.
    #[serde(default)]
    pub corrections: Vec<Corrected<'a>>,
    /// What of the printed figures of a text was accounted for; null for PDF.
    #[serde(default)]
    pub coverage: Option<Coverage<'a>>,
    /// What went wrong or deserves a look.
    pub diagnostics: Vec<Diagnostic<'a>>,
}

/// What of the printed figures of a text was accounted for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage<'a> {
    /// Printed figures: runs of digits, and kanji that make a number with a unit.
    pub figures: u32,
    /// Those that have one role.
    pub explained: u32,
    /// The others, with their places: the first thousand.
    pub unexplained: Vec<Unexplained<'a>>,
}

/// A figure that was not understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unexplained<'a> {
    /// Page, from 1.
    pub page: u32,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Bytes of the source.
    pub span: Option<[u64; 2]>,
    /// As printed.
    pub text: Cow<'a, str>,
    /// One short sentence.
    pub why: Cow<'a, str>,
}

/// A field that a correction changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Corrected<'a> {
    /// Id of the program or sum.
    pub of: Cow<'a, str>,
    /// The field.
    pub field: Cow<'a, str>,
    /// What the document says, as printed; null where it says nothing.
    pub original: Option<Cow<'a, str>>,
    /// The value as the correction gives it.
    pub value: Cow<'a, str>,
    /// Who says so.
    pub by: Cow<'a, str>,
    /// Why.
    pub why: Cow<'a, str>,
}

/// What wrote a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Generator<'a> {
    /// `yosan`.
    pub name: Cow<'a, str>,
    /// Version of the program.
    pub version: Cow<'a, str>,
    /// Version of the lexicon in force.
    pub lexicon: Cow<'a, str>,
}

/// Which bytes were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source<'a> {
    /// File name without its folder; `-` for standard input.
    pub name: Cow<'a, str>,
    /// `text/plain` or `application/pdf`.
    pub media_type: Cow<'a, str>,
    /// Size in bytes.
    pub bytes: u64,
    /// Hash of the bytes, in hex.
    pub blake3: Cow<'a, str>,
    /// Number of pages.
    pub pages: u32,
}

/// What kind of document it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document<'a> {
    /// The title, normalized.
    pub title: Option<Cow<'a, str>>,
    /// `points`, `main_items`, `item_table`, `ledger`, … as in the lexicon; `other` where none fits.
    pub kind: Cow<'a, str>,
    /// The fiscal year that the money is asked for, by the Gregorian year in which it begins.
    pub fiscal_year: Option<u16>,
    /// The fiscal year as printed.
    pub fiscal_year_surface: Option<Cow<'a, str>>,
    /// The stage of the budget that the title tells.
    pub phase: Option<Phase>,
}

/// A program in a section, with what the document says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Request<'a> {
    /// 16 hex digits that stay the same when an amount is corrected or a page moves.
    pub id: Cow<'a, str>,
    /// 16 hex digits that change when anything in this row changes: the head of the blake3 of this object as JSON
    /// without white space, with `id` and `row` empty.
    pub row: Cow<'a, str>,
    /// The nearest enclosing heading, numbering removed.
    pub section: Option<Cow<'a, str>>,
    /// The headings from the outermost to the nearest.
    pub section_path: Vec<Cow<'a, str>>,
    /// The program's name, normalized: no line breaks, letter-spacing, bullet, mark or tag.
    pub program: Cow<'a, str>,
    /// The program's name as printed.
    pub program_surface: Cow<'a, str>,
    /// The figure, where the page or the document's sums give one.
    pub amount: Option<Amount<'a>>,
    /// Whether and how the figure is printed.
    pub amount_state: AmountState,
    /// Last year's figure, where it is printed.
    pub previous: Option<Amount<'a>>,
    /// The printed change from last year, signed.
    pub change: Option<Amount<'a>>,
    /// Other printed years or variants.
    pub comparatives: Vec<Comparative<'a>>,
    /// The stage of the budget.
    pub phase: Option<Phase>,
    /// The word that told the stage.
    pub phase_surface: Option<Cow<'a, str>>,
    /// Fiscal year of the amount.
    pub fiscal_year: Option<u16>,
    /// Pocket of money.
    pub account: Option<Account<'a>>,
    /// Ministries, in printed order.
    pub ministries: Vec<Ministry<'a>>,
    /// The executing body where one is named: never a ministry.
    pub body: Option<Body<'a>>,
    /// The office in charge, as printed: 子ども課.
    #[serde(default)]
    pub department: Option<Cow<'a, str>>,
    /// Marks, in fixed order, each once.
    pub flags: Vec<Flag>,
    /// False for what stands elsewhere already: the sum of `yen` over counted rows of one level is right.
    pub counted: bool,
    /// The same value in all requests that share one printed amount, which counts once.
    pub group: Option<Cow<'a, str>>,
    /// How amount and program are tied.
    pub link: Link<'a>,
    /// Every place that was read.
    pub evidence: Vec<Evidence<'a>>,
}

/// An amount of money as the document prints it, in whole yen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amount<'a> {
    /// The value, signed; null where the figure is not this program's own.
    pub yen: Option<i64>,
    /// The upper end of a range.
    pub yen_max: Option<i64>,
    /// The umbrella of a 内数 or the one amount of a joint line: never to be added up.
    pub within_yen: Option<i64>,
    /// Number, unit and qualifier words as printed.
    pub surface: Cow<'a, str>,
    /// The unit as printed or as a table's heading gives it.
    pub unit: Cow<'a, str>,
    /// Weight of the last printed digit, in yen.
    pub resolution_yen: i64,
    /// Words that qualify the number, in fixed order, each once.
    pub qualifiers: Vec<Qualifier>,
    /// What kind of money it is.
    pub basis: Basis,
}

/// A printed amount of another year or variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparative<'a> {
    /// The stage of the budget.
    pub phase: Option<Phase>,
    /// Fiscal year.
    pub fiscal_year: Option<u16>,
    /// `as_published`, `recast`, …
    pub variant: Cow<'a, str>,
    /// The figure.
    pub amount: Amount<'a>,
}

/// The pocket of money that an amount belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Account<'a> {
    /// `amed`, `in_house`, `general`, `special`, `reconstruction`, `filp`, … as in the lexicon.
    pub code: Cow<'a, str>,
    /// As printed.
    pub surface: Cow<'a, str>,
    /// The 勘定 inside a special account, where one is named.
    pub sub_account: Option<Cow<'a, str>>,
}

/// A ministry or agency that a program belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ministry<'a> {
    /// `mext`, `mhlw`, … as in the lexicon.
    pub code: Cow<'a, str>,
    /// Full name.
    pub name: Cow<'a, str>,
    /// As printed.
    pub surface: Cow<'a, str>,
    /// What it does with the money.
    pub role: Role,
    /// How it is known.
    pub evidence: MinistryEvidence,
}

/// An executing body (AMED, JST, NEDO, …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body<'a> {
    /// Usual abbreviation, or the name where there is none.
    pub code: Cow<'a, str>,
    /// Full name.
    pub name: Cow<'a, str>,
    /// As printed.
    pub surface: Cow<'a, str>,
}

/// How an amount is tied to its program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link<'a> {
    /// How sure it is.
    pub status: LinkStatus,
    /// By which rule.
    pub method: Option<LinkMethod>,
    /// The rule that decided, or what forbids that the amount is stated, as a stable word: `same-line`, `unknown-word`, …
    #[serde(default)]
    pub code: Cow<'a, str>,
    /// Every value that some admissible reading gives, and no other; empty where the link is sure.
    pub candidates: Vec<Candidate<'a>>,
    /// One short sentence for people.
    pub why: Cow<'a, str>,
}

/// A value that an open link could have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate<'a> {
    /// The value.
    pub yen: i64,
    /// Where it stands.
    pub evidence: Evidence<'a>,
}

/// A place that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence<'a> {
    /// What it gives.
    pub role: EvidenceRole,
    /// Page, from 1.
    pub page: u32,
    /// Line in the decoded source text, from 1; null for PDF.
    pub line: Option<u32>,
    /// First byte and one past the last in the decoded source text; null for PDF.
    pub span: Option<[u64; 2]>,
    /// Left, top, right and bottom in points from the top left of the unrotated visible page; null for text.
    pub bbox: Option<[f64; 4]>,
    /// As printed.
    pub text: Cow<'a, str>,
}

/// A stated sum: of the document, of a section, of a group of programs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Total<'a> {
    /// 16 hex digits.
    pub id: Cow<'a, str>,
    /// What the sum is of.
    pub item: Cow<'a, str>,
    /// The section that it stands in.
    pub section: Option<Cow<'a, str>>,
    /// The stage of the budget.
    pub phase: Option<Phase>,
    /// Fiscal year.
    pub fiscal_year: Option<u16>,
    /// Pocket of money.
    pub account: Option<Account<'a>>,
    /// The figure.
    pub amount: Amount<'a>,
    /// Its printed split, in printed order.
    pub breakdown: Vec<Breakdown<'a>>,
    /// The split ends in 等: parts are missing.
    pub open_rest: bool,
    /// Every place that was read.
    pub evidence: Vec<Evidence<'a>>,
}

/// A part of a total's split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Breakdown<'a> {
    /// What the part is by.
    pub by: BreakdownKey,
    /// Code of the ministry or account; the printed word where it is not known.
    pub key: Cow<'a, str>,
    /// As printed.
    pub surface: Cow<'a, str>,
    /// The figure.
    pub amount: Amount<'a>,
}

/// A stated figure held against what its parts make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check<'a> {
    /// 16 hex digits.
    pub id: Cow<'a, str>,
    /// What is held against what.
    pub kind: CheckKind,
    /// Id of the total or request that states the figure.
    pub of: Cow<'a, str>,
    /// One short sentence for people: what the sum is.
    pub label: Cow<'a, str>,
    /// The stated figure, in yen.
    pub stated: i64,
    /// What the parts make, in yen; null where a part is open.
    pub accumulated: Option<i64>,
    /// Accumulated − stated, in yen; null where a part is open.
    pub difference: Option<i64>,
    /// How far off rounding may be, in yen.
    pub tolerance: i64,
    /// How it stands.
    pub verdict: Verdict,
    /// Ids of the totals and requests that were added up.
    pub parts: Vec<Cow<'a, str>>,
    /// The part whose change alone would mend a sum that is off, where exactly one would.
    pub suspect: Option<Cow<'a, str>>,
}

/// One finding about the document or its reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic<'a> {
    /// Stable, kebab-case.
    pub code: Cow<'a, str>,
    /// How grave it is.
    pub severity: Severity,
    /// One sentence for people.
    pub message: Cow<'a, str>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Line in the decoded source text, from 1.
    pub line: Option<u32>,
    /// First byte and one past the last in the decoded source text.
    pub span: Option<[u64; 2]>,
    /// Left, top, right and bottom in points.
    pub bbox: Option<[f64; 4]>,
}

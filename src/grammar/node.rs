//! What the parsers find on a page, in reading order: figures, program lines, headings, labels, legends, table rows.
//! Nodes carry their places already; nothing here is linked to anything else.

use crate::model::{Account, Amount, Basis, Body, Evidence, FiscalYear, Flag, LinkMethod, Ministry, Phase};

/// The nodes of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageNodes {
    /// In reading order.
    pub nodes: Vec<Node>,
}

/// One finding, with the paragraph that it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Number of the paragraph (a run of lines without a blank one) on its page.
    pub paragraph: u32,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A column or box begins anew: what follows does not continue what stands before.
    ColumnBreak,
    /// A numbered or bracketed heading, which may turn out to be a program (an outline's leaf with an amount).
    Heading(Box<Heading>),
    /// One or several programs behind a bullet, or a line that is nothing but programs.
    Programs(ProgramLine),
    /// A label that is no program by its looks, with a figure: a group's sum, or a program of an unmarked list.
    Item(Box<Item>),
    /// In text: a program with its figures, each known for what it is.
    Entry(Box<Entry>),
    /// A figure with nothing but label words around it.
    Figure(Box<Figure>),
    /// Label words alone: years, phases, accounts.
    Label(Vec<LabelWord>),
    /// A line that is nothing but ministries, with legend squares before them or, on a sheet, marks drawn there.
    Legend(Vec<MinistryLabel>),
    /// A line that is nothing but one ministry: what follows, or what stands around it, belongs to it.
    MinistryHeading(Box<MinistryLabel>),
    /// （単位：百万円）.
    UnitNote {
        /// The unit as printed.
        word: String,
        /// Yen in one.
        yen: i64,
    },
    /// A note that says what the figures in a bracket are, such as （ ）内は前年度当初予算額.
    BracketNote {
        /// The opening bracket, folded.
        open: char,
        /// What a figure inside it is.
        relation: Relation,
    },
    /// The head of a table set in text.
    TableHeader(TableHeader),
    /// A row of a table set in text.
    TableRow(Box<TableRow>),
    /// A short line that may be the name of a program if the document says so elsewhere or, on a sheet, its looks do.
    Mention(Box<NamedProgram>),
    /// On a sheet: a mark that stands by itself, such as （新規） below an amount.
    Flags(Box<FlagMark>),
}

/// A mark that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct FlagMark {
    /// What it says.
    pub flags: Vec<Flag>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A ministry's name that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct MinistryLabel {
    /// Whose name it is.
    pub ministry: Ministry,
    /// Brackets show that it heads what follows: 【文部科学省】.
    pub marked: bool,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Depth: 0 for 第１ and Ⅰ, 1 for １., 2 for （１）, 3 for ①, 4 for ア, …; 9 for 【…】 and the like.
    pub level: u8,
    /// The line as a program, had it been one: the title with flags and tags taken off.
    pub title: NamedProgram,
    /// Figures on the line and on the lines that continue it.
    pub figures: Vec<Figure>,
    /// Words of a phase, a year or an account stand on the line: it opens a section of a budget document.
    pub budget_words: bool,
    /// Where the heading names one ministry and nothing else.
    pub ministry: Option<Ministry>,
    /// In text: the line as a program, each figure known for what it is.
    pub entry: Option<Box<Entry>>,
}

/// A line of programs.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramLine {
    /// The programs, in order; more than one is a joint line.
    pub names: Vec<NamedProgram>,
    /// The bullet, folded, where there is one.
    pub bullet: Option<char>,
    /// Figures in the line itself or, for a line with a description, in its own paragraph.
    pub figures: Vec<Figure>,
    /// Names with a usual ending, a tag, or a mark: a program by its looks.
    pub sure: bool,
}

/// A program of a text with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The program; more than one is a joint line.
    pub names: Vec<NamedProgram>,
    /// The bullet, folded, where there is one.
    pub bullet: Option<char>,
    /// The depth of the outline number, where there is one.
    pub level: Option<u8>,
    /// Its figures, each with its relation to the program.
    pub figures: Vec<Figure>,
    /// How figures and name stand together.
    pub method: LinkMethod,
    /// What forbids that its amount is stated.
    pub doubt: Option<Doubt>,
    /// うち before the name: a part of what stands above.
    pub of_which: bool,
    /// It stands in a sentence that asks for the money.
    pub sentence: bool,
}

impl Entry {
    /// Whether one of its figures can be its own amount.
    #[must_use]
    pub fn has_own(&self) -> bool {
        self.figures.iter().any(|figure| {
            matches!(
                figure.relation,
                Relation::Own | Relation::Asked | Relation::Bracketed(_)
            )
        })
    }
}

/// Why an amount is not stated though it stands with its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// A word between name and amount, or glued to the amount, that nothing explains.
    UnknownWord,
    /// Something that could be a part of the number touches it.
    FigureNotWhole,
    /// The name could go on in the line before or behind.
    NameNotWhole,
    /// Several figures without a word that tells them apart.
    Rivals,
    /// Last year's figure and the change do not make the amount.
    Contradiction,
    /// The only amounts beside the program are of another kind: a limit, a price for each, a change.
    OtherKind,
    /// The amount stands on a later line, and other programs stand as near.
    Apart,
    /// An unmarked line with an amount in brackets, which may be a group and its sum.
    MayBeSum,
    /// The document is no budget.
    NoBudget,
}

impl Doubt {
    /// The stable word of the output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownWord => "unknown-word",
            Self::FigureNotWhole => "figure-not-whole",
            Self::NameNotWhole => "name-not-whole",
            Self::Rivals => "rivals",
            Self::Contradiction => "contradiction",
            Self::OtherKind => "other-kind",
            Self::Apart => "apart",
            Self::MayBeSum => "may-be-sum",
            Self::NoBudget => "no-budget",
        }
    }

    /// One short sentence.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::UnknownWord => "a word beside the amount is not known, so the amount may be something else",
            Self::FigureNotWhole => "something that could be a part of the number touches it",
            Self::NameNotWhole => "the name may go on in the line before or behind",
            Self::Rivals => "several amounts stand with the program, and no word tells them apart",
            Self::Contradiction => "last year's amount and the change do not make this amount",
            Self::OtherKind => {
                "the amounts beside the program are of another kind: a limit, a price for each, a change"
            }
            Self::Apart => "the amount stands on a later line, and other programs stand as near",
            Self::MayBeSum => {
                "the line has no mark and its amount stands in brackets: it may be a group and its sum"
            }
            Self::NoBudget => "nothing in the document says that it is a budget",
        }
    }
}

/// A label with a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The label, read as a program's name.
    pub name: NamedProgram,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// The first figure stands in brackets and nothing else does: （19.8億円） below a label.
    pub bracketed: bool,
    /// The label reads as running prose (…に120億円を計上): `name` is the part that the figure belongs to.
    pub prose: bool,
    /// A total's word (計, 合計, 総額): never a program.
    pub total: bool,
    /// Stands in a note (※, 注, 上記…): a figure that comes on top, never a program of the list.
    pub note: bool,
    /// うち before the label: a part of what stands above.
    pub of_which: bool,
}

/// A name with what is attached to it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedProgram {
    /// Folded, joined over lines, without bullet, mark or tag.
    pub name: String,
    /// The name as printed, with its place.
    pub evidence: Evidence,
    /// Flags in marks before or behind the name.
    pub flags: Vec<Flag>,
    /// Ministries in a tag behind the name, or in a cell.
    pub ministries: Vec<Ministry>,
    /// Where tags and flags stand.
    pub marks: Vec<Evidence>,
    /// An executing body in a bracket behind the name.
    pub body: Option<Body>,
    /// Ends as programs' names do (事業, プログラム, 補助金, …).
    pub ending: bool,
    /// The office in charge, as printed.
    pub department: Option<String>,
    /// The account in a mark behind the name.
    pub account: Option<Box<Account>>,
    /// The tag means other things too (総, 経, 国): it counts where the document uses such tags for ministries.
    pub unsure_tag: bool,
}

/// A figure with the words around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The value.
    pub value: FigureValue,
    /// The phase word before it, with its surface.
    pub phase: Option<(Phase, String)>,
    /// The year before it.
    pub fiscal_year: Option<FiscalYear>,
    /// The account before it.
    pub account: Option<Box<Account>>,
    /// What it is to the program.
    pub relation: Relation,
    /// The split behind it.
    pub split: Option<Box<SplitNode>>,
    /// How many brackets hold it.
    pub depth: u8,
    /// Where it stands.
    pub evidence: Evidence,
    /// Where the account's word stands.
    pub account_evidence: Option<Box<Evidence>>,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureValue {
    /// An amount, dashes included (qualifier `nil`).
    Amount(Amount),
    /// 事項要求.
    Unspecified,
    /// A number that could not be read.
    Unreadable,
}

impl Figure {
    /// The printed value in yen, where there is one.
    #[must_use]
    pub fn yen(&self) -> Option<i64> {
        match &self.value {
            FigureValue::Amount(amount) => amount.printed_yen(),
            FigureValue::Unspecified | FigureValue::Unreadable => None,
        }
    }

    /// The amount, where there is one.
    #[must_use]
    pub fn amount(&self) -> Option<&Amount> {
        match &self.value {
            FigureValue::Amount(amount) => Some(amount),
            FigureValue::Unspecified | FigureValue::Unreadable => None,
        }
    }
}

/// What a figure is to the program that it stands with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Its amount.
    Own,
    /// Last year's.
    Previous,
    /// The change.
    Change,
    /// うち …: a part of the figure before.
    OfWhich,
    /// In a bracket without a word: only a legend can say what it is. The opening bracket, folded.
    Bracketed(char),
    /// Inside a sentence: not the program's own.
    Prose,
    /// A label says that it is what the document asks for.
    Asked,
    /// Of another year or phase than the document asks for, and not last year's initial budget.
    Comparative,
    /// Known to be something else: a limit, a price for each, a target, another purse's money.
    Aside,
    /// With a label that nothing explains.
    Unexplained,
}

/// A split behind a total.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitNode {
    /// The parts, in printed order.
    pub parts: Vec<SplitPart>,
    /// It ends in 等.
    pub open_rest: bool,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A part of a split.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitPart {
    /// Ministry or account.
    pub key: SplitKey,
    /// As printed.
    pub surface: String,
    /// The figure; `None` where the key stands alone (＜ＡＭＥＤ＞): the whole total is its.
    pub amount: Option<Amount>,
}

/// What a part of a split is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitKey {
    /// A ministry's code.
    Ministry(String),
    /// An account's code.
    Account(String),
}

/// A word of a label.
#[derive(Debug, Clone, PartialEq)]
pub enum LabelWord {
    /// A phase with its surface and the year before it.
    Phase(Phase, String, Option<FiscalYear>),
    /// A year alone.
    Year(FiscalYear),
    /// An account.
    Account(Account, Evidence),
    /// A kind of money.
    Basis(Basis),
    /// Another label word.
    Other(String),
}

/// The head of a table set in text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableHeader {
    /// Columns from left to right.
    pub columns: Vec<Column>,
}

/// A column's head.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What its cells are.
    pub role: ColumnKind,
    /// The year in the head.
    pub fiscal_year: Option<FiscalYear>,
    /// The phase in the head, with its surface.
    pub phase: Option<(Phase, String)>,
    /// Right edge of the head on the line, in display cells.
    pub right: usize,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// 所管.
    Ministry,
    /// 事業名.
    Program,
    /// 要求額.
    Amount,
    /// 前年度予算額.
    Previous,
    /// 増△減額.
    Change,
    /// An earlier year's.
    Comparative,
    /// A rate.
    Rate,
    /// Remarks: figures inside never link.
    Remarks,
    /// Money of another kind or a part: read, never linked.
    Other,
}

impl ColumnKind {
    /// Whether its figures are the row's own money: this year's, last year's or the change.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::Amount | Self::Previous | Self::Change)
    }
}

/// A row of a table set in text.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Name with marks; a total's word for a sum row.
    pub name: NamedProgram,
    /// The ministry cell of this row; empty where it is merged with the one above.
    pub ministry: Option<Ministry>,
    /// Figures with their columns' relation.
    pub cells: Vec<(ColumnKind, Figure, Option<FiscalYear>)>,
    /// 小計, 計, 合計.
    pub total: bool,
    /// 合計, 総計: over earlier sums too.
    pub grand: bool,
    /// Display cells before the name: levels by indent.
    pub indent: usize,
    /// On a sheet how deep the row stands, by its column and indent: a row followed by deeper ones is their sum.
    pub level: u8,
    /// Stands over a ledger's table: 15款 国庫支出金 19,346,840千円, said again on every page.
    pub title: bool,
    /// うち: a part of the row above.
    pub of_which: bool,
    /// What forbids that its amount is stated.
    pub doubt: Option<Doubt>,
}

//! One pass over the pages: which nodes are programs, which figures are theirs by place, which are sums, and what is
//! left for reading order.

use super::decide::Unsure;
use super::identity::name_key;
use super::matrix::Matrix;
use super::pool::Token;
use super::scope::{HeadingRole, Scopes};
use super::sheet::{Legend, Legends};
use super::totals::TotalDraft;
use crate::geometry::Rect;
use crate::grammar::{
    Doubt, Figure, FlagMark, Item, MinistryLabel, NamedProgram, Node, NodeKind, PageNodes, ProgramLine,
    Relation,
};
use crate::layout::Surface;
use crate::model::{Evidence, FiscalYear, LinkMethod, Ministry};
use entries::is_joined;
use list::List;
use looks::{Known, Profile};
use rows::Rows;

mod captions;
mod entries;
mod list;
mod looks;
mod rows;
mod sheet;
mod spread;
mod text;

/// Everything found, by place; programs and figures borrowed from the nodes.
#[derive(Default)]
pub(super) struct Findings<'n> {
    pub(super) mentions: Vec<Mention<'n>>,
    pub(super) totals: Vec<TotalDraft<'n>>,
    pub(super) open: Vec<Open>,
    /// Figures nobody took, with the mentions on their page that have none.
    pub(super) loose: Vec<(&'n Figure, Vec<usize>)>,
}

/// A line that names one or several programs.
pub(super) struct Mention<'n> {
    pub(super) names: &'n [NamedProgram],
    pub(super) page: usize,
    pub(super) node: usize,
    pub(super) section: Option<usize>,
    /// In a table on a sheet: the names of the rows that hold this one, from the top.
    pub(super) above: Vec<&'n str>,
    pub(super) ministry: Option<usize>,
    /// Its own figures, first the main one of each account.
    pub(super) figures: Vec<Tied<'n>>,
    pub(super) previous: Option<&'n Figure>,
    pub(super) change: Option<&'n Figure>,
    pub(super) comparatives: Vec<&'n Figure>,
    /// 事項要求 in place of a figure, or a figure that could not be read.
    pub(super) without_value: Option<&'n Figure>,
    /// Part of the row above.
    pub(super) of_which: bool,
    /// Whose it is by the page's looks: a label beside it, or its colour.
    pub(super) seen: Option<std::boxed::Box<Seen>>,
    /// Marks that stand beside it or its amount.
    pub(super) marks: Vec<&'n FlagMark>,
    /// By its words it may be a phrase in a text: a program only if it has a figure.
    pub(super) tentative: bool,
    /// Why its amount is not stated.
    pub(super) unsure: Option<std::boxed::Box<Unsure<'n>>>,
    /// A row of a table on a sheet: its cells are all that it has.
    pub(super) row: bool,
    /// A line of words alone, without a bullet, a number or a figure.
    pub(super) unmarked: bool,
    /// Heads a card as the others of its page are headed: as sure as they are.
    pub(super) heads: bool,
    /// Stands in small letters below the head of a card: says what another program is for.
    pub(super) describes: bool,
}

/// Ministries told by the page's looks, with where.
pub(super) struct Seen {
    pub(super) ministries: Vec<Ministry>,
    pub(super) evidence: Vec<Evidence>,
}

/// A figure tied to a mention.
#[derive(Clone, Copy)]
pub(super) struct Tied<'n> {
    pub(super) figure: &'n Figure,
    pub(super) method: LinkMethod,
}

/// Mentions and figures that compete; see [`OpenRun`].
pub(super) struct Open {
    pub(super) mentions: Vec<usize>,
    pub(super) figures: Vec<Figure>,
    pub(super) in_order: bool,
    pub(super) claimants: Vec<usize>,
    pub(super) section: Option<usize>,
}

/// On one page at most so many pairs of a program without a figure and a figure without a program are held against each
/// other: past that it is no page that people print, and nothing can be told.
const CONTESTS: usize = 10_000;

/// Reads all pages.
pub(super) fn collect<'n>(
    pages: &'n [PageNodes],
    surfaces: &[Surface],
    scopes: &Scopes,
    year: Option<FiscalYear>,
) -> Findings<'n> {
    let known = Known::of(pages);
    let legends = Legends::of(pages, surfaces);
    let text = Surface::default();
    let mut findings = Findings::default();
    let mut rows = Rows::default();
    for (index, page) in pages.iter().enumerate() {
        let first = findings.mentions.len();
        let mut reader = PageReader {
            page: index,
            paragraph: 0,
            scopes,
            known: &known,
            profile: Profile::of(page),
            findings: &mut findings,
            tokens: Vec::new(),
            figures: Vec::new(),
            roles: scopes.roles[index].iter().copied(),
            last_heading: None,
            table: List::default(),
            rows_with_units: List::default(),
            matrix: Matrix::default(),
            surface: surfaces.get(index).unwrap_or(&text),
            legend: legends.on(index),
            year,
            below_heading: Vec::new(),
            companions: Vec::new(),
            labels: Vec::new(),
            marks: Vec::new(),
            captions: Vec::new(),
            sums: Vec::new(),
            rows: &mut rows,
        };
        for (number, node) in page.nodes.iter().enumerate() {
            reader.node(number, node);
        }
        reader.finish(first);
        rows.end_page(&mut findings);
    }
    rows.finish(&mut findings);
    findings
}

/// うち人材育成: a part of what stands above, no program.
fn is_part(name: &str) -> bool {
    name.trim_start_matches('(').starts_with("うち")
}

/// A figure that is said in passing.
fn is_aside(figure: &Figure) -> bool {
    matches!(figure.relation, Relation::OfWhich | Relation::Prose)
}

struct PageReader<'n, 'f> {
    page: usize,
    /// The paragraph of the node that is read.
    paragraph: u32,
    scopes: &'f Scopes,
    known: &'f Known,
    profile: Profile,
    findings: &'f mut Findings<'n>,
    tokens: Vec<Token>,
    /// Figures that stand alone, by the number in their token.
    figures: Vec<&'n Figure>,
    roles: std::iter::Copied<std::slice::Iter<'f, HeadingRole>>,
    /// A heading with budget words just above: section and whether only sums came since.
    last_heading: Option<usize>,
    /// The table's rows.
    table: List,
    /// In text: programs whose figures carry their units.
    rows_with_units: List,
    matrix: Matrix<'n>,
    /// What the page shows besides its text; without extent for a text page.
    surface: &'f Surface,
    legend: &'f Legend,
    year: Option<FiscalYear>,
    /// On a sheet: figures that stand alone with a year or an account below a heading with budget words, by number, with
    /// the heading's section.
    below_heading: Vec<(usize, Option<usize>)>,
    /// On a sheet: last year's figures and changes that stand alone.
    companions: Vec<&'n Figure>,
    /// On a sheet: ministries' names that stand alone.
    labels: Vec<&'n MinistryLabel>,
    /// On a sheet: marks that stand alone.
    marks: Vec<&'n FlagMark>,
    /// On a sheet: where sums stand.
    sums: Vec<Rect>,
    /// On a sheet: short texts, by node, that may head a card.
    captions: Vec<(usize, &'n NamedProgram)>,
    /// Rows of tables on sheets, which go on over pages.
    rows: &'f mut Rows<'n>,
}

impl<'n> PageReader<'n, '_> {
    fn on_sheet(&self) -> bool {
        self.surface.width > 0.0
    }

    /// Files what the page ties and leaves open.
    fn finish(mut self, first: usize) {
        self.flush_matrix();
        if self.on_sheet() {
            self.finish_sheet(first);
        } else {
            self.finish_text(first);
        }
    }

    fn node(&mut self, number: usize, node: &'n Node) {
        if !matches!(node.kind, NodeKind::Figure(_) | NodeKind::Label(_)) {
            self.flush_matrix();
        }
        let section = self.scopes.of_node[self.page][number];
        self.paragraph = node.paragraph;
        match &node.kind {
            NodeKind::ColumnBreak => self.tokens.push(Token::Break),
            NodeKind::Heading(heading) => {
                self.tokens.push(Token::Break);
                let role = self.roles.next().unwrap_or(HeadingRole::Opens);
                if let (HeadingRole::Program, Some(entry)) = (role, &heading.entry) {
                    self.entry(number, entry, section);
                    return;
                }
                if role == HeadingRole::Program {
                    let names = std::slice::from_ref(&heading.title);
                    let index = self.mention(number, names, &heading.figures, false);
                    self.list(index, None);
                    return;
                }
                self.sums
                    .extend(heading.figures.iter().filter_map(|figure| figure.evidence.bbox));
                let own = (role == HeadingRole::Opens).then_some(section).flatten();
                self.last_heading = own.filter(|_| heading.budget_words || self.on_sheet());
                self.findings
                    .totals
                    .extend(TotalDraft::of_heading(heading, role, own));
            }
            NodeKind::Programs(line) => {
                if line.names.iter().any(|name| is_part(&name.name)) {
                    return;
                }
                // 設備の導入を支援 behind a list's bullet says what for.
                let says =
                    self.on_sheet() && !line.sure && line.names.iter().any(|name| name.name.contains('を'));
                let listed = line
                    .bullet
                    .is_none_or(|bullet| self.profile.bullets.contains(&bullet));
                let accepted = line.sure
                    || (listed && !says)
                    || self.is_priced(line)
                    || line.figures.iter().any(|figure| figure.relation == Relation::Own);
                if accepted {
                    let index = self.mention(number, &line.names, &line.figures, false);
                    self.list(index, line.bullet);
                } else if self.on_sheet() {
                    self.phrase(number, &line.names);
                }
            }
            NodeKind::Item(item) => self.item(number, item, section),
            NodeKind::Entry(entry) => self.entry(number, entry, section),
            NodeKind::Figure(figure) => self.figure(figure, section),
            NodeKind::Label(words) => {
                if !self.on_sheet() {
                    self.matrix.label(words);
                }
            }
            NodeKind::TableRow(row) if self.on_sheet() => self.sheet_row(number, row, section),
            NodeKind::TableHeader(_) if self.on_sheet() => self.rows.head_on_page(),
            NodeKind::TableRow(row) => self.row(number, row, section),
            NodeKind::TableHeader(_) => {
                self.table = List::default();
            }
            NodeKind::Mention(name) => {
                let known = self.known.names.contains(&name_key(&name.name));
                let listed = !self.profile.bulleted && self.profile.loose_figures && name.ending;
                if known || listed {
                    self.rows_with_units.half();
                    let index = self.mention(number, std::slice::from_ref(name), &[], false);
                    self.unmark(index);
                } else if self.on_sheet() && name.ending {
                    let index = self.phrase(number, std::slice::from_ref(name));
                    if let Some(index) = index {
                        self.unmark(index);
                    }
                } else if self.on_sheet() {
                    self.captions.push((number, name));
                }
            }
            NodeKind::MinistryHeading(label) => self.labels.push(label),
            NodeKind::Flags(mark) => self.marks.push(mark),
            NodeKind::Legend(_) | NodeKind::UnitNote { .. } | NodeKind::BracketNote { .. } => {}
        }
    }

    /// ・○○の強化（12億円） where the same bullet has such lines that are programs by their looks.
    fn is_priced(&self, line: &ProgramLine) -> bool {
        let [figure] = line.figures.as_slice() else {
            return false;
        };
        matches!(figure.relation, Relation::Bracketed(open) if !self.known.brackets.contains_key(&open))
            && line
                .bullet
                .is_some_and(|bullet| self.profile.priced.contains(&bullet))
    }

    /// Takes a program line with the figures that stand in it.
    pub(super) fn mention(
        &mut self,
        node: usize,
        names: &'n [NamedProgram],
        figures: &'n [Figure],
        of_which: bool,
    ) -> usize {
        self.last_heading = None;
        let mut mention = Mention {
            names,
            page: self.page,
            node,
            section: self.scopes.of_node[self.page][node],
            above: Vec::new(),
            ministry: self.scopes.ministry[self.page][node],
            figures: Vec::new(),
            previous: None,
            change: None,
            comparatives: Vec::new(),
            without_value: None,
            of_which,
            seen: None,
            marks: Vec::new(),
            tentative: false,
            unsure: None,
            row: false,
            unmarked: false,
            heads: false,
            describes: false,
        };
        for figure in figures {
            self.place(&mut mention, figure, LinkMethod::SameLine);
        }
        let crowded = self.profile.crowded.contains(&self.paragraph);
        let name_line = names.first().and_then(|name| name.evidence.line).unwrap_or(0);
        let lines_below = |tied: &Tied<'_>| {
            tied.figure
                .evidence
                .line
                .map_or(0, |line| line.saturating_sub(name_line))
        };
        let far = mention.figures.iter().map(lines_below).max().unwrap_or(0);
        let apart = far > 1 || far == 1 && (crowded || self.profile.amounts_above);
        let cut = names.iter().any(|name| is_joined(&name.name));
        let doubt = if self.on_sheet() {
            None
        } else if cut {
            Some(Doubt::NameNotWhole)
        } else {
            apart.then_some(Doubt::Apart)
        };
        let rivals = Vec::new();
        mention.unsure = doubt.map(|doubt| std::boxed::Box::new(Unsure { doubt, rivals }));
        let index = self.findings.mentions.len();
        if mention.figures.is_empty() && mention.without_value.is_none() {
            self.tokens.push(Token::Program(index));
        }
        self.findings.mentions.push(mention);
        index
    }

    /// Takes a line that may name programs, if a figure proves to be theirs.
    fn phrase(&mut self, node: usize, names: &'n [NamedProgram]) -> Option<usize> {
        // Words with an object are a sentence: 若手研究者の研究を長期的に支援.
        if names.iter().any(|name| !name.ending && name.name.contains('を')) {
            return None;
        }
        let heading = self.last_heading;
        let index = self.mention(node, names, &[], false);
        self.last_heading = heading;
        if let Some(mention) = self.findings.mentions.get_mut(index) {
            mention.tentative = true;
        }
        Some(index)
    }

    fn unmark(&mut self, index: usize) {
        if let Some(mention) = self.findings.mentions.get_mut(index) {
            mention.unmarked = true;
        }
    }

    /// Gives a figure of the program's own line its part.
    fn place(&self, mention: &mut Mention<'n>, figure: &'n Figure, method: LinkMethod) {
        let relation = match figure.relation {
            Relation::Bracketed(open) => match self.known.brackets.get(&open) {
                // Where brackets hold last year's, so does one at the end of a name's second line.
                Some(relation) if self.on_sheet() || !mention.figures.is_empty() => *relation,
                None if !mention.figures.is_empty() => return,
                _ => Relation::Own,
            },
            relation => relation,
        };
        match relation {
            Relation::Own if figure.amount().is_none() => mention.without_value = Some(figure),
            Relation::Own | Relation::Asked => {
                let account = figure.account.as_ref().map(|account| &account.code);
                let taken = mention
                    .figures
                    .iter()
                    .any(|tied| tied.figure.account.as_ref().map(|own| &own.code) == account);
                if !taken {
                    mention.figures.push(Tied { figure, method });
                }
            }
            Relation::Previous => mention.previous = mention.previous.or(Some(figure)),
            Relation::Change => mention.change = mention.change.or(Some(figure)),
            Relation::OfWhich
            | Relation::Prose
            | Relation::Bracketed(_)
            | Relation::Comparative
            | Relation::Aside
            | Relation::Unexplained => {}
        }
    }

    /// A label with a figure: a program where the page lists programs so, else a group's sum.
    fn item(&mut self, number: usize, item: &'n Item, section: Option<usize>) {
        let names = std::slice::from_ref(&item.name);
        let known = self.known.names.contains(&name_key(&item.name.name));
        if self.on_sheet() && (is_part(&item.name.name) || item.figures.iter().all(is_aside)) {
            return;
        }
        let program = !item.total
            && !item.note
            && (known
                || if item.prose {
                    !self.profile.bulleted && item.name.ending
                } else {
                    !self.profile.bulleted || (item.name.ending && !item.bracketed)
                });
        if program {
            let index = self.mention(number, names, &item.figures, item.of_which);
            // An unmarked line over its figure can be what a program above is for.
            let line = item.name.evidence.line;
            let below = item.figures.iter().any(|figure| figure.evidence.line != line);
            if let Some(mention) = self
                .findings
                .mentions
                .get_mut(index)
                .filter(|_| below && line.is_some())
            {
                let rivals = Vec::new();
                let doubt = Doubt::Apart;
                mention.unsure = mention
                    .unsure
                    .take()
                    .or(Some(std::boxed::Box::new(Unsure { doubt, rivals })));
            }
            self.list(index, None);
        } else if item.of_which {
            // A part of what stands above, and no program: no sum of its own.
        } else if let Some(rows) = self.rows_of_sum(item) {
            self.findings
                .totals
                .extend(TotalDraft::of_list(item, section, &rows));
        } else {
            self.sums
                .extend(item.figures.iter().filter_map(|figure| figure.evidence.bbox));
            self.findings.totals.extend(TotalDraft::of_item(item, section));
        }
    }

    /// In text, the rows of the list that ends with this sum.
    fn rows_of_sum(&mut self, item: &Item) -> Option<Vec<usize>> {
        if !item.total || self.on_sheet() {
            return None;
        }
        if !item.figures.first().is_some_and(is_bare) {
            return self.rows_with_units.sum().certain();
        }
        Some(self.table.sum().mentions)
    }

    /// A figure that stands alone.
    fn figure(&mut self, figure: &'n Figure, section: Option<usize>) {
        if self.on_sheet() {
            return self.sheet_figure(figure, section);
        }
        if self.matrix.figure(figure) {
            return;
        }
        match figure.relation {
            Relation::Own => self.rows_with_units.half(),
            Relation::Prose => return self.aside(figure),
            _ => return self.companion(figure),
        }
        let below_heading =
            self.last_heading.is_some() && (figure.fiscal_year.is_some() || figure.account.is_some());
        if below_heading || figure.split.is_some() {
            let scope = self.last_heading.or(section);
            self.findings.totals.push(TotalDraft::of_figure(figure, scope));
            return;
        }
        let index = self.figures.len();
        self.figures.push(figure);
        let kind = kind_of(figure);
        self.tokens.push(Token::Figure { index, kind });
    }

    /// A figure in brackets inside a program's description, with the word of another account: a second amount of the
    /// program above.
    fn aside(&mut self, figure: &'n Figure) {
        if figure.account.is_none() || figure.phase.is_none() {
            return;
        }
        let Some(Token::Program(index)) = self.tokens.last() else {
            return;
        };
        if let Some(mention) = self.findings.mentions.get_mut(*index) {
            mention.figures.push(Tied {
                figure,
                method: LinkMethod::SameBlock,
            });
        }
    }

    /// （305億円） below a figure: last year's or the change, where a word or a note says so.
    fn companion(&mut self, figure: &'n Figure) {
        let relation = match figure.relation {
            Relation::Bracketed(open) => self.known.brackets.get(&open).copied(),
            relation => Some(relation),
        };
        let Some(relation) = relation else { return };
        let Some(mention) = self.findings.mentions.last_mut() else {
            return;
        };
        if mention.page != self.page {
            return;
        }
        match relation {
            Relation::Previous if mention.previous.is_none() => mention.previous = Some(figure),
            Relation::Change if mention.change.is_none() => mention.change = Some(figure),
            _ => {}
        }
    }

    /// A program with a figure in its line is a row of a list whose sum may follow.
    pub(super) fn list(&mut self, index: usize, bullet: Option<char>) {
        let Some(mention) = self.findings.mentions.get(index) else {
            return;
        };
        if self.on_sheet() || mention.of_which {
            return;
        }
        if mention.figures.iter().any(|tied| is_bare(tied.figure)) {
            self.table.row(index, None);
        } else if mention.figures.is_empty() && mention.without_value.is_none() {
            self.rows_with_units.half();
        } else {
            self.rows_with_units.row(index, bullet);
        }
    }

    fn flush_matrix(&mut self) {
        let matrix = std::mem::take(&mut self.matrix);
        let (totals, rest) = matrix.finish();
        self.findings.totals.extend(totals);
        for figure in rest {
            let index = self.figures.len();
            self.figures.push(figure);
            self.tokens.push(Token::Figure {
                index,
                kind: kind_of(figure),
            });
        }
    }
}

/// Whether the unit of a figure stands in a note above, not with it.
fn is_bare(figure: &Figure) -> bool {
    figure
        .amount()
        .is_some_and(|amount| !amount.surface.contains(['円', '¥', '￥']))
}

fn kind_of(figure: &Figure) -> u16 {
    match figure.account.as_ref().map(|account| account.code.as_str()) {
        None => 0,
        Some(code) => code.bytes().fold(1, |sum: u16, byte| {
            sum.wrapping_mul(31).wrapping_add(u16::from(byte))
        }),
    }
}

//! One pass over the pages: which nodes are programs, which figures are theirs by place, which are sums, and what is
//! left for reading order.

use super::identity::name_key;
use super::matrix::Matrix;
use super::pool::{self, OpenRun, Token};
use super::scope::{HeadingRole, Scopes};
use super::totals::TotalDraft;
use crate::grammar::{Figure, Item, NamedProgram, Node, NodeKind, PageNodes, Relation};
use crate::model::LinkMethod;
use std::collections::{HashMap, HashSet};

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
pub(super) fn collect<'n>(pages: &'n [PageNodes], scopes: &Scopes) -> Findings<'n> {
    let known = Known::of(pages);
    let mut findings = Findings::default();
    for (index, page) in pages.iter().enumerate() {
        let first = findings.mentions.len();
        let mut reader = PageReader {
            page: index,
            scopes,
            known: &known,
            profile: Profile::of(page),
            findings: &mut findings,
            tokens: Vec::new(),
            figures: Vec::new(),
            roles: scopes.roles[index].iter().copied(),
            last_heading: None,
            table: Vec::new(),
            whole_table: Vec::new(),
            matrix: Matrix::default(),
        };
        for (number, node) in page.nodes.iter().enumerate() {
            reader.node(number, node);
        }
        reader.finish(first);
    }
    findings
}

/// What the whole document tells about names and brackets.
struct Known {
    /// Keys of names that stand somewhere with all the looks of a program.
    names: HashSet<String>,
    /// What a bracket holds, where a note says so.
    brackets: HashMap<char, Relation>,
}

impl Known {
    fn of(pages: &[PageNodes]) -> Self {
        let mut names = HashSet::new();
        let mut brackets = HashMap::new();
        for node in pages.iter().flat_map(|page| &page.nodes) {
            match &node.kind {
                NodeKind::Programs(line) if line.sure => {
                    names.extend(line.names.iter().map(|name| name_key(&name.name)));
                }
                NodeKind::BracketNote { open, relation } => {
                    brackets.insert(*open, *relation);
                }
                _ => {}
            }
        }
        Self { names, brackets }
    }
}

/// How a page marks its programs.
#[derive(Default)]
struct Profile {
    /// Lines behind a bullet that look like programs.
    bulleted: bool,
    /// Bullets whose lines mostly look like programs.
    bullets: HashSet<char>,
    /// Figures stand alone somewhere.
    loose_figures: bool,
}

impl Profile {
    fn of(page: &PageNodes) -> Self {
        let mut counts: HashMap<char, (u32, u32)> = HashMap::new();
        let mut loose_figures = false;
        for node in &page.nodes {
            match &node.kind {
                NodeKind::Programs(line) => {
                    if let Some(bullet) = line.bullet {
                        let (sure, all) = counts.entry(bullet).or_default();
                        *sure += u32::from(line.sure);
                        *all += 1;
                    }
                }
                NodeKind::Figure(_) => loose_figures = true,
                _ => {}
            }
        }
        let bullets: HashSet<char> = counts
            .iter()
            .filter(|(_, (sure, all))| *sure > 0 && sure * 2 >= *all)
            .map(|(bullet, _)| *bullet)
            .collect();
        Self {
            bulleted: counts.values().any(|(sure, _)| *sure > 0),
            bullets,
            loose_figures,
        }
    }
}

struct PageReader<'n, 'f> {
    page: usize,
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
    /// Mentions of the table's rows since its last sum.
    table: Vec<usize>,
    /// Mentions of all rows since the table's head.
    whole_table: Vec<usize>,
    matrix: Matrix<'n>,
}

impl<'n> PageReader<'n, '_> {
    fn node(&mut self, number: usize, node: &'n Node) {
        if !matches!(node.kind, NodeKind::Figure(_) | NodeKind::Label(_)) {
            self.flush_matrix();
        }
        let section = self.scopes.of_node[self.page][number];
        match &node.kind {
            NodeKind::ColumnBreak => self.tokens.push(Token::Break),
            NodeKind::Heading(heading) => {
                self.tokens.push(Token::Break);
                let role = self.roles.next().unwrap_or(HeadingRole::Opens);
                if role == HeadingRole::Program {
                    self.mention(
                        number,
                        std::slice::from_ref(&heading.title),
                        &heading.figures,
                        false,
                    );
                    return;
                }
                let own = (role == HeadingRole::Opens).then_some(section).flatten();
                self.last_heading = own.filter(|_| heading.budget_words);
                self.findings
                    .totals
                    .extend(TotalDraft::of_heading(heading, role, own));
            }
            NodeKind::Programs(line) => {
                let accepted = line.sure
                    || line
                        .bullet
                        .is_none_or(|bullet| self.profile.bullets.contains(&bullet))
                    || line.figures.iter().any(|figure| figure.relation == Relation::Own);
                if accepted {
                    self.mention(number, &line.names, &line.figures, false);
                }
            }
            NodeKind::Item(item) => self.item(number, item, section),
            NodeKind::Figure(figure) => self.figure(figure, section),
            NodeKind::Label(words) => {
                self.matrix.label(words);
            }
            NodeKind::TableRow(row) => self.row(number, row, section),
            NodeKind::TableHeader(_) => {
                self.table.clear();
                self.whole_table.clear();
            }
            NodeKind::Mention(name) => {
                let known = self.known.names.contains(&name_key(&name.name));
                let listed = !self.profile.bulleted && self.profile.loose_figures && name.ending;
                if known || listed {
                    self.mention(number, std::slice::from_ref(name), &[], false);
                }
            }
            NodeKind::Legend(_)
            | NodeKind::MinistryHeading(_)
            | NodeKind::UnitNote { .. }
            | NodeKind::BracketNote { .. } => {}
        }
    }

    /// Takes a program line with the figures that stand in it.
    fn mention(
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
            ministry: self.scopes.ministry[self.page][node],
            figures: Vec::new(),
            previous: None,
            change: None,
            comparatives: Vec::new(),
            without_value: None,
            of_which,
        };
        for figure in figures {
            self.place(&mut mention, figure, LinkMethod::SameLine);
        }
        let index = self.findings.mentions.len();
        if mention.figures.is_empty() && mention.without_value.is_none() {
            self.tokens.push(Token::Program(index));
        }
        self.findings.mentions.push(mention);
        index
    }

    /// Gives a figure of the program's own line its part.
    fn place(&self, mention: &mut Mention<'n>, figure: &'n Figure, method: LinkMethod) {
        let relation = match figure.relation {
            Relation::Bracketed(open) => match self.known.brackets.get(&open) {
                Some(relation) if !mention.figures.is_empty() => *relation,
                None if !mention.figures.is_empty() => return,
                _ => Relation::Own,
            },
            relation => relation,
        };
        match relation {
            Relation::Own if figure.amount().is_none() => mention.without_value = Some(figure),
            Relation::Own => {
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
            Relation::OfWhich | Relation::Prose | Relation::Bracketed(_) => {}
        }
    }

    /// A label with a figure: a program where the page lists programs so, else a group's sum.
    fn item(&mut self, number: usize, item: &'n Item, section: Option<usize>) {
        let names = std::slice::from_ref(&item.name);
        let known = self.known.names.contains(&name_key(&item.name.name));
        let program = !item.total
            && !item.note
            && (known
                || if item.prose {
                    !self.profile.bulleted && item.name.ending
                } else {
                    !self.profile.bulleted || (item.name.ending && !item.bracketed)
                });
        if program {
            self.mention(number, names, &item.figures, false);
        } else {
            self.findings.totals.extend(TotalDraft::of_item(item, section));
        }
    }

    /// A figure that stands alone.
    fn figure(&mut self, figure: &'n Figure, section: Option<usize>) {
        if self.matrix.figure(figure) {
            return;
        }
        match figure.relation {
            Relation::Own => {}
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

    fn row(&mut self, number: usize, row: &'n crate::grammar::TableRow, section: Option<usize>) {
        use crate::grammar::ColumnKind;
        if row.total {
            let mut rows = std::mem::take(&mut self.table);
            if rows.is_empty() || row.grand {
                rows = self.whole_table.clone();
            }
            self.findings
                .totals
                .extend(TotalDraft::of_row(row, section, rows));
            return;
        }
        let index = self.mention(number, std::slice::from_ref(&row.name), &[], row.of_which);
        let mut taken = false;
        for (kind, figure, _) in &row.cells {
            let Some(mention) = self.findings.mentions.get_mut(index) else {
                return;
            };
            match kind {
                ColumnKind::Amount if figure.amount().is_none() => mention.without_value = Some(figure),
                ColumnKind::Amount => mention.figures.push(Tied {
                    figure,
                    method: LinkMethod::TableRow,
                }),
                ColumnKind::Previous => mention.previous = Some(figure),
                ColumnKind::Change => mention.change = Some(figure),
                ColumnKind::Comparative => mention.comparatives.push(figure),
                _ => continue,
            }
            taken = true;
        }
        if taken {
            // The row's own cells are all that it can have.
            if self.tokens.last() == Some(&Token::Program(index)) {
                self.tokens.pop();
            }
        }
        if !row.of_which {
            self.table.push(index);
            self.whole_table.push(index);
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

    /// Reads the page's order and files what it ties and leaves open.
    fn finish(mut self, first: usize) {
        self.flush_matrix();
        self.tie_shared_umbrellas();
        let order = pool::order(&self.tokens);
        let contests = (order.open.len() + order.loose.len()).saturating_mul(order.bare.len());
        let claimants: &[usize] = if contests > CONTESTS { &[] } else { &order.bare };
        for (mention, figure) in &order.tied {
            if let Some(mention) = self.findings.mentions.get_mut(*mention) {
                let figure = self.figures[*figure];
                mention.figures.push(Tied {
                    figure,
                    method: LinkMethod::OnlyInReach,
                });
            }
        }
        for OpenRun {
            programs,
            figures,
            in_order,
        } in order.open
        {
            let section = programs
                .first()
                .and_then(|index| self.findings.mentions.get(*index))
                .and_then(|mention| mention.section);
            self.findings.open.push(Open {
                mentions: programs,
                figures: figures.iter().map(|index| self.figures[*index].clone()).collect(),
                in_order,
                claimants: claimants.to_vec(),
                section,
            });
        }
        for figure in &order.loose {
            self.findings
                .loose
                .push((self.figures[*figure], claimants.to_vec()));
        }
        debug_assert!(order.bare.iter().all(|mention| *mention >= first));
    }

    /// Programs of one family (the same name before a last bracket) share an umbrella: where one of them has its
    /// 内数 right behind it and equal figures of 内数 stand elsewhere on the page, as many as programs of the family
    /// without a figure, these go to the others, whatever stands between.
    fn tie_shared_umbrellas(&mut self) {
        let mut families: Vec<(String, i64)> = Vec::new();
        let mut programs: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        let mut umbrellas: HashMap<i64, Vec<(usize, usize)>> = HashMap::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match (self.tokens[at], self.tokens.get(at + 1).copied()) {
                (Token::Program(mention), next) => {
                    let family = self
                        .findings
                        .mentions
                        .get(mention)
                        .and_then(|mention| family(mention.names.first()?));
                    let behind = match next {
                        Some(Token::Figure { index, .. }) => umbrella(self.figures[index]),
                        _ => None,
                    };
                    match (family, behind) {
                        (Some(family), Some(yen)) => {
                            families.push((family, yen));
                            at += 1;
                        }
                        (Some(family), None) if !matches!(next, Some(Token::Figure { .. })) => {
                            programs.entry(family).or_default().push((at, mention));
                        }
                        _ => {}
                    }
                }
                (Token::Figure { index, .. }, _) => {
                    if let Some(yen) = umbrella(self.figures[index]) {
                        umbrellas.entry(yen).or_default().push((at, index));
                    }
                }
                (Token::Break, _) => {}
            }
            at += 1;
        }
        let mut gone = HashSet::new();
        for (family, yen) in families {
            let (Some(programs), Some(figures)) = (programs.get(&family), umbrellas.get(&yen)) else {
                continue;
            };
            if programs.len() != figures.len() || programs.iter().any(|(at, _)| gone.contains(at)) {
                continue;
            }
            for ((at, mention), (figure_at, figure)) in programs.iter().zip(figures) {
                gone.extend([*at, *figure_at]);
                if let Some(mention) = self.findings.mentions.get_mut(*mention) {
                    mention.figures.push(Tied {
                        figure: self.figures[*figure],
                        method: LinkMethod::ReadingOrder,
                    });
                }
            }
        }
        let mut at = 0;
        self.tokens.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
}

fn kind_of(figure: &Figure) -> u16 {
    match figure.account.as_ref().map(|account| account.code.as_str()) {
        None => 0,
        Some(code) => code.bytes().fold(1, |sum: u16, byte| {
            sum.wrapping_mul(31).wrapping_add(u16::from(byte))
        }),
    }
}

/// The name before its last bracket, where it has one.
fn family(name: &NamedProgram) -> Option<String> {
    let at = name.name.ends_with(')').then(|| name.name.rfind('('))??;
    (at > 0).then(|| name_key(&name.name[..at]))
}

fn umbrella(figure: &Figure) -> Option<i64> {
    figure
        .amount()
        .filter(|amount| amount.has(crate::model::Qualifier::PartOf))
        .and_then(|amount| amount.within_yen)
}

//! Rows of tables on sheets. A row followed by deeper ones is their sum where its figure says so or where it stands in a
//! column of its own; rows go on over pages.
//!
//! ```text
//!   款  国庫支出金        193        a total of its 項
//!    項  国庫負担金       154        a total of its 目
//!      民生費負担金       152        a request: nothing deeper follows
//! ```

use super::spread::{self, Event, RowAt};
use super::{Findings, Mention, PageReader, Tied};
use crate::grammar::{ColumnKind, Figure, TableRow};
use crate::link::totals::TotalDraft;
use crate::model::LinkMethod;

/// Rows that wait for what follows, over the pages of a document.
#[derive(Default)]
pub(super) struct Rows<'n> {
    /// What the page says that is being read.
    page: Vec<Event<'n>>,
    /// What the page before said, if it can be the left one of two that face each other.
    left: Vec<Event<'n>>,
    open: Vec<OpenRow<'n>>,
    /// Closed rows of the highest level since the last sum.
    since_sum: Vec<Part>,
    /// The same since the table's head.
    all: Vec<Part>,
}

struct OpenRow<'n> {
    at: RowAt<'n>,
    parts: Vec<Part>,
}

impl<'n> OpenRow<'n> {
    fn row(&self) -> &'n TableRow {
        self.at.row
    }
}

/// A row, closed: a request, or a total of what is below it.
#[derive(Clone)]
pub(super) struct Part {
    level: u8,
    entry: Entry,
    yen: Option<i64>,
    resolution: i64,
}

#[derive(Clone, Copy)]
enum Entry {
    Request(usize),
    Total { own: usize, previous: Option<usize> },
}

/// A part with a name of fewer characters (うち調査費) is a kind of expense, no program.
const SHORTEST: usize = 6;
/// Levels of one column of names: see the grammar of sheets.
pub(super) const COLUMN: u8 = 16;
/// The column of a ledger's explanations, whose figures need not make the figure of the 節 beside them.
const EXPLAINED: u8 = 5;

impl<'n> PageReader<'n, '_> {
    /// Takes a row of a table on a sheet.
    pub(super) fn sheet_row(&mut self, node: usize, row: &'n TableRow, section: Option<usize>) {
        self.last_heading = None;
        let page = self.page;
        self.rows.page.push(Event::Row(RowAt {
            row,
            page,
            node,
            section,
        }));
    }
}

impl<'n> Rows<'n> {
    /// A table with other columns begins.
    pub(super) fn head_on_page(&mut self) {
        self.page.push(Event::Head);
    }

    /// A page ends.
    pub(super) fn end_page(&mut self, findings: &mut Findings<'n>) {
        let page = std::mem::take(&mut self.page);
        let left = std::mem::take(&mut self.left);
        if !left.is_empty() && spread::is_right(&page) {
            self.read(findings, spread::joined(left, page));
            return;
        }
        self.read(findings, left);
        if spread::is_left(&page) {
            self.left = page;
        } else {
            self.read(findings, page);
        }
    }

    fn read(&mut self, findings: &mut Findings<'n>, events: Vec<Event<'n>>) {
        for event in events {
            match event {
                Event::Head => self.head(findings),
                Event::Row(at) => self.row(findings, at),
            }
        }
    }

    fn row(&mut self, findings: &mut Findings<'n>, at: RowAt<'n>) {
        let row = at.row;
        if row.total {
            self.sum(findings, row, at.section);
            return;
        }
        if row.of_which {
            // うち推進枠 is a part of its row's money, but no program.
            if !row.name.ending || row.name.name.chars().count() < SHORTEST {
                return;
            }
            let mut mention = mention(at, self.names());
            mention.of_which = true;
            findings.mentions.push(mention);
            return;
        }
        // A title says its sum again on every page.
        let again = self.open.iter().any(|open| {
            let known = open.row();
            known.level == row.level && known.name.name == row.name.name && yen(known) == yen(row)
        });
        if again && row.title {
            return;
        }
        self.close(findings, row.level);
        self.open.push(OpenRow {
            at,
            parts: Vec::new(),
        });
    }

    /// The names of the open rows, from the top.
    fn names(&self) -> Vec<&'n str> {
        self.open
            .iter()
            .map(|open| open.row().name.name.as_str())
            .collect()
    }

    /// A table with other columns begins: below a ledger's titles it goes on, elsewhere it is another.
    fn head(&mut self, findings: &mut Findings<'n>) {
        if self.titles() > 0 {
            return;
        }
        self.close(findings, 0);
        self.since_sum.clear();
        self.all.clear();
    }

    /// The level below the titles that are open; 0 without any.
    fn titles(&self) -> u8 {
        let titles = self.open.iter().map(OpenRow::row).filter(|row| row.title);
        titles.map(|row| row.level + 1).max().unwrap_or(0)
    }

    /// Closes everything.
    pub(super) fn finish(&mut self, findings: &mut Findings<'n>) {
        self.end_page(findings);
        let left = std::mem::take(&mut self.left);
        self.read(findings, left);
        self.close(findings, 0);
    }

    /// Closes the rows at this level and below.
    fn close(&mut self, findings: &mut Findings<'n>, level: u8) {
        while let Some(open) = self.open.pop_if(|open| open.at.row.level >= level) {
            let parts = settle(findings, open, self.names());
            match self.open.last_mut() {
                Some(above) => above.parts.extend(parts),
                None => {
                    self.all.extend(parts.iter().cloned());
                    self.since_sum.extend(parts);
                }
            }
        }
    }

    /// 計: the sum of the rows since the last sum, or of all; below an open row of a higher level, of that row's.
    fn sum(&mut self, findings: &mut Findings<'n>, row: &'n TableRow, section: Option<usize>) {
        self.close(findings, self.titles());
        let since = match self.open.last() {
            Some(above) => highest(&above.parts),
            None => highest(&std::mem::take(&mut self.since_sum)),
        };
        let parts = if since.is_empty() || (row.grand && !adds_up(yen(row), &since)) {
            highest(&self.all)
        } else {
            since
        };
        file(findings, row, section, &self.names(), &parts);
    }
}

/// A row with what was found below it: its request, or the total and its parts.
fn settle<'n>(findings: &mut Findings<'n>, open: OpenRow<'n>, above: Vec<&'n str>) -> Vec<Part> {
    let row = open.row();
    let own = yen(row);
    let direct = highest(&open.parts);
    let other_column = direct.first().is_some_and(|part| {
        let column = part.level / COLUMN;
        column > row.level / COLUMN && column != EXPLAINED
    });
    if !open.parts.is_empty() && own.is_none() {
        // A head over its rows, without a figure of its own.
        return open.parts;
    }
    let sum = !direct.is_empty() && (row.title || other_column || adds_up(own, &direct));
    // Deeper rows that do not make the sum are parts of what it holds.
    let parts_of = open.parts.iter().filter(|part| {
        let direct = direct.first().map(|first| first.level / COLUMN);
        !sum || Some(part.level / COLUMN) != direct
    });
    for below in parts_of {
        if let Entry::Request(mention) = below.entry
            && let Some(mention) = findings.mentions.get_mut(mention)
        {
            mention.of_which = true;
        }
    }
    if sum && let Some(entry) = file(findings, row, open.at.section, &above, &direct) {
        return vec![part(row, entry)];
    }
    findings.mentions.push(mention(open.at, above));
    vec![part(row, Entry::Request(findings.mentions.len() - 1))]
}

/// The parts that stand in the highest column of names: deeper ones are parts of these.
fn highest(parts: &[Part]) -> Vec<Part> {
    let least = parts.iter().map(|part| part.level / COLUMN).min();
    parts
        .iter()
        .filter(|part| Some(part.level / COLUMN) == least)
        .cloned()
        .collect()
}

fn part(row: &TableRow, entry: Entry) -> Part {
    Part {
        level: row.level,
        entry,
        yen: yen(row),
        resolution: amount(row)
            .and_then(Figure::amount)
            .map_or(0, |amount| amount.resolution_yen),
    }
}

fn amount(row: &TableRow) -> Option<&Figure> {
    row.cells
        .iter()
        .find(|(kind, _, _)| *kind == ColumnKind::Amount)
        .map(|(_, figure, _)| figure)
}

fn yen(row: &TableRow) -> Option<i64> {
    amount(row)?.yen()
}

/// Whether the parts make the figure, within what rounding allows.
fn adds_up(stated: Option<i64>, parts: &[Part]) -> bool {
    let sum = parts.iter().try_fold((0_i64, 0_i64), |(sum, slack), part| {
        Some((
            sum.checked_add(part.yen?)?,
            slack.checked_add(part.resolution / 2)?,
        ))
    });
    match (stated, sum) {
        (Some(stated), Some((sum, slack))) => sum.abs_diff(stated) <= slack.unsigned_abs(),
        _ => false,
    }
}

/// Files a row's totals with their parts.
fn file<'n>(
    findings: &mut Findings<'n>,
    row: &'n TableRow,
    section: Option<usize>,
    above: &[&'n str],
    parts: &[Part],
) -> Option<Entry> {
    let requests: Vec<usize> = parts
        .iter()
        .filter_map(|part| match part.entry {
            Entry::Request(mention) => Some(mention),
            Entry::Total { .. } => None,
        })
        .collect();
    let (mut own, mut previous) = (None, None);
    for mut draft in TotalDraft::of_row(row, section, requests) {
        let last_year = draft.is_previous();
        draft.above = above.last().copied();
        if last_year {
            // A column that the parts do not have says nothing of them.
            draft.rows.retain(|mention| {
                let mention = findings.mentions.get(*mention);
                mention.is_some_and(|mention| mention.previous.is_some())
            });
        }
        draft.totals = parts
            .iter()
            .filter_map(|part| match part.entry {
                Entry::Request(_) => None,
                Entry::Total { own, previous } => {
                    if last_year {
                        previous
                    } else {
                        Some(own)
                    }
                }
            })
            .collect();
        let slot = if last_year { &mut previous } else { &mut own };
        *slot = Some(findings.totals.len());
        findings.totals.push(draft);
    }
    Some(Entry::Total { own: own?, previous })
}

/// A row as a mention with the figures of its cells.
fn mention<'n>(at: RowAt<'n>, above: Vec<&'n str>) -> Mention<'n> {
    let row = at.row;
    let mut mention = Mention {
        names: std::slice::from_ref(&row.name),
        page: at.page,
        node: at.node,
        section: at.section,
        above,
        ministry: None,
        figures: Vec::new(),
        previous: None,
        change: None,
        comparatives: Vec::new(),
        without_value: None,
        of_which: false,
        seen: None,
        marks: Vec::new(),
        tentative: false,
        unsure: None,
        row: true,
        unmarked: false,
        heads: false,
        describes: false,
    };
    for (kind, figure, _) in &row.cells {
        match kind {
            ColumnKind::Amount if figure.amount().is_none() => mention.without_value = Some(figure),
            ColumnKind::Amount => mention.figures.push(Tied {
                figure,
                method: LinkMethod::TableRow,
            }),
            ColumnKind::Previous => mention.previous = Some(figure),
            ColumnKind::Change => mention.change = Some(figure),
            ColumnKind::Comparative => mention.comparatives.push(figure),
            _ => {}
        }
    }
    mention
}

//! A page, line by line and paragraph by paragraph, to nodes. Each kind of line has a parser of its own; this file
//! only decides which one reads next.

use super::document::{self, Read};
use super::era::Era;
use super::grid::Grid;
use super::label;
use super::mark::{self, Head};
use super::node::{Figure, Node, NodeKind, PageNodes, Relation};
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use super::table::TableReader;
use super::table::ledger;
use super::table::sheet::{Outcome, SheetHead};
use super::unit::Unit;
use super::{coverage, entry, figure, grid, heading, legend, line as text_line, name, notes, plain};
use crate::diagnostic::Diagnostic;
use crate::layout::Page;
use crate::lexicon::Lexicon;
use crate::model::{Coverage, FiscalYear, Phase};
use crate::normalize::NormalizedPage;
use crate::span::Span;

/// Reads pages in order; what a page puts in force (a unit, a table's head) holds on the next.
pub struct Reader<'l> {
    lexicon: &'l Lexicon,
    year: Option<FiscalYear>,
    phase: Option<Phase>,
    era: Option<Era>,
    unit: Option<Unit>,
    table: Option<TableReader>,
    grid: Option<Grid>,
    sheet_head: Option<SheetHead>,
    folded: Vec<String>,
    coverage: Coverage,
    diagnostics: Vec<Diagnostic>,
}

/// A label goes over at most so many lines.
const LABEL_LINES: usize = 4;

/// A line longer than this many bytes is read as bare text: no one prints such a line.
pub(super) const LONGEST_LINE: usize = 20_000;

impl<'l> Reader<'l> {
    /// A reader for a document of a fiscal year.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon, year: Option<FiscalYear>, phase: Option<Phase>) -> Self {
        let era = year.map(|year| if year.0 >= 2019 { Era::Reiwa } else { Era::Heisei });
        Self {
            lexicon,
            year,
            phase,
            era,
            unit: None,
            table: None,
            grid: None,
            sheet_head: None,
            folded: Vec::new(),
            coverage: Coverage::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Reads a page.
    pub fn page(&mut self, page: &Page<'_>, normalized: &NormalizedPage) -> PageNodes {
        let signs: Vec<Signs> = normalized
            .lines
            .iter()
            .map(|line| Signs::of(line.normalized_span.slice(&normalized.folded.text)))
            .collect();
        let sheet = Sheet {
            page,
            normalized,
            signs: &signs,
        };
        let mut reading = PageReading {
            sheet,
            force: InForce {
                lexicon: self.lexicon,
                year: self.year,
                phase: self.phase,
                era: self.era,
                unit: self.unit,
            },
            table: self.table.take(),
            grid: self.grid.take(),
            sheet_head: self.sheet_head.take(),
            consumed: Vec::new(),
            known: Vec::new(),
            nodes: Vec::new(),
            paragraph: 0,
            folded: &mut self.folded,
        };
        let mut line = 0;
        let mut tables = page.tables.iter().peekable();
        let mut unread = Vec::new();
        while line < sheet.len() {
            let at = sheet.source_lines(line).start;
            if let Some(table) = tables.next_if(|table| table.lines.start <= at) {
                reading.paragraph += 1;
                let outcome = super::table::sheet::read(&mut reading, table);
                if let Outcome::Nothing(why) | Outcome::Text(why) = outcome {
                    unread.push((table.bbox, why));
                }
                if !matches!(outcome, Outcome::Text(_)) {
                    line = sheet.lines_of(&table.lines).end.max(line);
                    continue;
                }
            }
            if sheet.is_blank(line) {
                reading.paragraph += 1;
                line += 1;
                continue;
            }
            let mut end = line + 1;
            while end < sheet.len() && !sheet.is_blank(end) {
                end += 1;
            }
            line = reading.paragraph(line, end);
        }
        let PageReading {
            force,
            table,
            grid,
            sheet_head,
            mut nodes,
            known,
            ..
        } = reading;
        if !sheet.is_drawn() {
            coverage::cover(sheet, &nodes, &known, force, &mut self.coverage);
        }
        nodes.shrink_to_fit();
        self.sheet_head = sheet_head;
        self.unit = force.unit;
        self.table = table;
        self.grid = grid;
        self.diagnostics
            .extend(document::unread_tables(page.number, &unread));
        PageNodes { nodes }
    }

    /// Settles what only the whole document tells.
    #[must_use]
    pub fn finish(mut self, mut pages: Vec<PageNodes>) -> Read {
        let mut diagnostics = self.diagnostics;
        document::settle_tags(&mut pages, &mut diagnostics);
        document::report_unreadable(&pages, &mut diagnostics);
        self.folded.sort_unstable();
        self.folded.dedup();
        Read {
            pages,
            folded_ministries: self.folded,
            coverage: self.coverage,
            diagnostics,
        }
    }
}

pub(super) struct PageReading<'p, 'l> {
    folded: &'p mut Vec<String>,
    pub(super) sheet: Sheet<'p>,
    pub(super) force: InForce<'l>,
    pub(super) table: Option<TableReader>,
    /// In text: the table that is being read.
    pub(super) grid: Option<Grid>,
    /// The head of the last table on a sheet.
    pub(super) sheet_head: Option<SheetHead>,
    /// On a sheet: lines that another line has taken as its figure.
    pub(super) consumed: Vec<usize>,
    /// In text: places that were read as something that gives no node.
    pub(super) known: Vec<Span>,
    pub(super) nodes: Vec<Node>,
    paragraph: u32,
}

impl PageReading<'_, '_> {
    pub(super) fn push(&mut self, kind: NodeKind) {
        self.nodes.push(Node {
            kind,
            paragraph: self.paragraph,
        });
    }

    /// Reads a paragraph, a run of lines without a blank one; gives the line after what was read, which can lie past
    /// `end` where a list of names goes on over blank lines.
    fn paragraph(&mut self, start: usize, end: usize) -> usize {
        let mut line = start;
        // Where the lines begin that nothing has read yet: a figure below them may make them its label.
        let mut unread = start;
        while line < end {
            if self.sheet.starts_column(line) {
                self.push(NodeKind::ColumnBreak);
                unread = line;
            }
            match self.line(line, unread, end) {
                Some(next) => {
                    line = next;
                    unread = next;
                }
                None => line += 1,
            }
        }
        line.max(end)
    }

    /// Reads what begins at a line; `None` where it is nothing by itself.
    fn line(&mut self, line: usize, unread: usize, end: usize) -> Option<usize> {
        let text = self.sheet.line(line);
        if text.len() > LONGEST_LINE || self.sheet.is_vertical(line) {
            return Some(line + 1);
        }
        if self.sheet.signs(line).has(Signs::HOLDING) {
            self.note_folded(text);
        }
        if self.sheet.is_drawn() {
            if self.consumed.contains(&line) {
                return Some(line + 1);
            }
            if let Some(next) = ledger::title(self, line) {
                return Some(next);
            }
            if line + 1 == end
                && let Some(mark) = name::mark_alone(self.sheet, self.sheet.span(line), self.force)
            {
                self.push(NodeKind::Flags(Box::new(mark)));
                return Some(line + 1);
            }
        }
        if let Some(next) = notes::read(self, line) {
            return Some(next);
        }
        let table = if self.sheet.is_drawn() {
            self.table_line(line)
        } else {
            grid::read(self, line)
        };
        if let Some(next) = table {
            return Some(next);
        }
        if let Some(next) = legend::read(self, line) {
            return Some(next);
        }
        if !self.sheet.is_drawn()
            && let Some(next) = text_line::read(self, line, end)
        {
            return Some(next);
        }
        match mark::head(text, self.force) {
            Some((Head::Note, len)) => {
                plain::note(self, line, len);
                Some(line + 1)
            }
            Some((Head::Bullet(bullet), len)) => Some(entry::read(self, line, end, Some(bullet), len)),
            Some((Head::Outline(level), len)) => Some(heading::read(self, line, end, level, len)),
            None if text.starts_with('【') => {
                heading::bracketed(self, line).or_else(|| self.plain(line, unread, end))
            }
            None => self.plain(line, unread, end),
        }
    }

    /// 厚生労働省分の計数には、…こども家庭庁へ移管する事業の計数を含んでいる: the money of every ministry named there may
    /// stand with another's.
    fn note_folded(&mut self, text: &str) {
        if !text.contains("を含") || !(text.contains("計数") || text.contains('額') || text.contains('分'))
        {
            return;
        }
        let ministries = self.force.lexicon.ministries();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((range, entry)) = text
            .get(from..)
            .and_then(|rest| ministries.find(rest, self.force.year))
        {
            found.push(entry.code.clone());
            from += range.end;
        }
        if found.len() > 1 {
            self.folded.extend(found);
        }
    }

    fn plain(&mut self, line: usize, unread: usize, end: usize) -> Option<usize> {
        let text = self.sheet.line(line);
        if let Some(next) = entry::joint_list(self, line) {
            return Some(next);
        }
        let figures = figure::figures(self.sheet, self.sheet.span(line), self.force);
        if !figures.is_empty() {
            return Some(plain::figures(self, line, unread, figures));
        }
        if let Some(split) = figure::split_behind(
            self.sheet,
            self.sheet.span(line).start,
            text,
            0,
            self.last_unit(),
            self.force,
        ) && split.1 == text.len()
        {
            self.attach_split(split.0);
            return Some(line + 1);
        }
        // A label never takes the head of a table into its words.
        let until = if self.sheet.is_drawn() {
            end
        } else {
            (line + 1..end.min(line + LABEL_LINES))
                .find(|below| grid::is_head(self.sheet, *below, self.force))
                .unwrap_or(end)
        };
        plain::label_or_mention(self, line, unread, until)
    }

    fn table_line(&mut self, line: usize) -> Option<usize> {
        let more = self
            .table
            .as_ref()
            .and_then(|table| table.with_line(self.sheet, line, self.force));
        if let Some(table) = more {
            if let Some(NodeKind::TableHeader(header)) = self.nodes.last_mut().map(|node| &mut node.kind) {
                header.clone_from(table.header());
            }
            self.table = Some(table);
            return Some(line + 1);
        }
        // R7 325億円 → R8要求 396億円 on a sheet names columns and fills them too: no head.
        let filled = || !figure::figures(self.sheet, self.sheet.span(line), self.force).is_empty();
        if let Some(table) = TableReader::head(self.sheet, line, self.force).filter(|_| !filled()) {
            self.push(NodeKind::TableHeader(table.header().clone()));
            self.table = Some(table);
            return Some(line + 1);
        }
        let mut table = self.table.take()?;
        let row = table.row(self.sheet, line, self.force);
        let ends = row.is_none() && table.ends(self.sheet.line(line), self.force);
        if !ends {
            self.table = Some(table);
        }
        self.push(NodeKind::TableRow(Box::new(row?)));
        Some(line + 1)
    }

    /// The last figure read, if nothing stands between.
    fn last_figure(&mut self) -> Option<&mut Figure> {
        match self.nodes.last_mut().map(|node| &mut node.kind) {
            Some(NodeKind::Figure(figure)) => Some(figure),
            Some(NodeKind::Heading(heading)) => heading.figures.last_mut(),
            Some(NodeKind::Item(item)) => item.figures.last_mut(),
            _ => None,
        }
    }

    fn last_unit(&mut self) -> Option<Unit> {
        let unit = self.last_figure()?.amount()?.unit;
        Unit::parse(unit)
    }

    /// A split on a line of its own belongs to the figure above it.
    fn attach_split(&mut self, split: super::node::SplitNode) {
        if let Some(figure) = self.last_figure()
            && figure.split.is_none()
            && matches!(figure.relation, Relation::Own | Relation::Bracketed(_))
        {
            figure.split = Some(Box::new(split));
        }
    }

    /// The account of a label that stands right above, in the same paragraph or the one before.
    pub(super) fn account_above(&self) -> Option<(crate::model::Account, crate::model::Evidence)> {
        let last = self.nodes.last()?;
        let NodeKind::Label(words) = &last.kind else {
            return None;
        };
        let before = self.nodes.len().checked_sub(2).and_then(|at| self.nodes.get(at));
        let alone = !matches!(before.map(|node| &node.kind), Some(NodeKind::Label(_)))
            || last.paragraph == self.paragraph;
        words.iter().find_map(|word| match word {
            super::node::LabelWord::Account(account, evidence) if alone => {
                Some((account.clone(), evidence.clone()))
            }
            _ => None,
        })
    }

    /// Whether the line is label words alone.
    pub(super) fn is_label(&self, line: usize) -> bool {
        label::is_label(self.sheet.line(line), self.force)
    }
}

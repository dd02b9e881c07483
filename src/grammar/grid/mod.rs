//! Tables set in text. A head names the columns; a row's cells are given to them by their number where tabs or rulings keep
//! places, else in order, and only where there are as many figures as columns. A table ends with a heading, a bullet, a
//! sentence or another head, and gives nothing to the lines around it.

mod cells;
mod head;
mod row;

use self::cells::{Cell, Parting, cells};
use self::head::{Column, Head};
use self::row::Entered;

use crate::grammar::line::{Side, ends_as_name, meaning};
use crate::grammar::mark::{self, Head as Mark};
use crate::grammar::name;
use crate::grammar::node::{
    self, ColumnKind, Doubt, Entry, Figure, FigureValue, NamedProgram, NodeKind, Relation, TableHeader,
    TableRow,
};
use crate::grammar::plain;
use crate::grammar::reader::{LONGEST_LINE, PageReading};
use crate::grammar::sheet::{InForce, Sheet};
use crate::grammar::unit::Unit;
use crate::lexicon::TotalWord;
use crate::model::{EvidenceRole, FiscalYear, LinkMethod, Ministry, MinistryEvidence};
use crate::span::Span;

/// So many lines without a figure may stand between the rows of a table: group headings, wrapped names.
const BETWEEN: usize = 6;

/// A line of more characters between rows is prose, which ends the table.
const WORDS: usize = 60;

/// A figure's right edge stands at most so many display cells from where full rows have it.
const ALIGNED: usize = 1;

/// A table that is being read.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    columns: Vec<Column>,
    parting: Parting,
    /// The unit in force where the head stands; another one later holds for what follows.
    unit: Option<Unit>,
    /// The unit in the heads where they have but one, and none is in force.
    only_unit: Option<Unit>,
    /// The first row has a cell of a ministry: such a cell holds for the rows below it. Where it has none the cells are
    /// merged and centred, and hold for their own rows alone.
    ministries_lead: Option<bool>,
    /// The cell of a ministry that holds for the rows below it.
    ministry: Option<Ministry>,
    /// The name of the row above, which rows of its kinds of money go on with.
    above: Option<NamedProgram>,
    /// Right edges of the figures of full rows.
    edges: Vec<usize>,
    /// Lines since the last row.
    between: usize,
}

/// Reads what begins at a line, where it is a table's head or row; gives the line after.
pub(super) fn read(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    let text = sheet.line(line);
    if text.len() > LONGEST_LINE {
        return None;
    }
    if let Some(Head {
        columns,
        parting,
        next,
    }) = head::read(sheet, line, force)
    {
        reading.push(NodeKind::TableHeader(TableHeader {
            columns: columns.iter().map(header_column).collect(),
        }));
        reading.grid = Some(Grid {
            only_unit: only_unit(&columns),
            columns,
            parting,
            unit: force.unit,
            ministries_lead: None,
            ministry: None,
            above: None,
            edges: Vec::new(),
            between: 0,
        });
        return Some(next);
    }
    let mut grid = reading.grid.take()?;
    if head::is_rule(text) {
        reading.grid = Some(grid);
        return Some(line + 1);
    }
    if ends(sheet, line, force) {
        return None;
    }
    match grid.row(sheet, line, force) {
        Read::Row(kind, next) => {
            grid.between = 0;
            reading.grid = Some(grid);
            if let Some(kind) = kind {
                reading.push(kind);
            }
            Some(next)
        }
        Read::Words => {
            grid.between += 1;
            if grid.between <= BETWEEN && text.chars().count() <= WORDS {
                reading.grid = Some(grid);
            }
            None
        }
        Read::End => None,
    }
}

/// Whether a table's head begins at a line.
pub(super) fn is_head(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    head::read(sheet, line, force).is_some()
}

/// The unit that all heads with a unit have.
fn only_unit(columns: &[Column]) -> Option<Unit> {
    let mut units = columns.iter().filter_map(|column| column.unit);
    let first = units.next()?;
    units.all(|unit| unit == first).then_some(first)
}

fn header_column(column: &Column) -> node::Column {
    node::Column {
        role: column.kind,
        fiscal_year: column.fiscal_year,
        phase: column.phase.clone(),
        right: column.cell.right,
    }
}

/// Whether a line cannot stand in a table: a bullet, a sentence.
fn ends(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    let text = sheet.line(line);
    let marked = match mark::head(text, force) {
        Some((Mark::Bullet(bullet), _)) => bullet != '・',
        Some((Mark::Note, _)) => true,
        _ => false,
    };
    marked || text.contains('。')
}

/// A cell with what is entered in it, and the column that its number gives it.
struct Filled {
    column: Option<usize>,
    cell: Cell,
    entered: Entered,
}

/// The cells of a row that found their columns.
type Placed = Vec<(ColumnKind, Figure, Option<FiscalYear>)>;

/// The beginning of a row: its name, and what that says of the row.
struct Named {
    name: NamedProgram,
    total: bool,
    grand: bool,
    of_which: bool,
    doubt: Option<Doubt>,
    /// The line after the name.
    next: usize,
}

/// What a line is to the table above it.
enum Read {
    /// A row, with the node that it gives and the line after it.
    Row(Option<NodeKind>, usize),
    /// Words between rows.
    Words,
    /// The table has ended.
    End,
}

impl Grid {
    fn row(&mut self, sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> Read {
        let cells = cells(sheet, line, self.parting);
        let unit = |column: Option<&Column>| {
            let changed = force.unit != self.unit;
            let own = column.and_then(|column| column.unit);
            if changed {
                force.unit.or(own)
            } else {
                own.or(force.unit).or(self.only_unit)
            }
        };
        let numbered = self.parting.keeps_places() && cells.len() >= 2;
        let mut names: Vec<(usize, Cell)> = Vec::new();
        let mut filled: Vec<Filled> = Vec::new();
        let figure_columns: Vec<usize> = (0..self.columns.len())
            .filter(|at| self.columns.get(*at).is_some_and(|column| column.figures))
            .collect();
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.span.is_empty()) {
            let column = if numbered {
                Some(at)
            } else {
                figure_columns.get(filled.len()).copied()
            };
            let own = column.and_then(|at| self.columns.get(at));
            let takes = !numbered || own.is_some_and(|column| column.figures);
            let read = takes.then(|| row::read(sheet, cell.span, unit(own))).flatten();
            match read {
                Some(entered) if !names.is_empty() || numbered => filled.push(Filled {
                    column: column.filter(|_| numbered),
                    cell: *cell,
                    entered,
                }),
                // A number before the name is the row's own.
                Some(_) => names.push((at, *cell)),
                None if filled.is_empty() || numbered => names.push((at, *cell)),
                // Remarks behind the figures.
                None => break,
            }
        }
        if filled.is_empty() {
            return Read::Words;
        }
        // After a blank line only a row with all its cells is one of this table.
        let apart = line.checked_sub(1).is_some_and(|above| sheet.is_blank(above));
        let columns = self.place(filled, &figure_columns, numbered);
        if apart && columns.is_err() && !numbered {
            return Read::End;
        }
        let (ministry, department, own) = self.name_cells(sheet, &names, numbered, force);
        let (named, basis) = without_basis(sheet, own, force);
        let place = names.last().map(|(_, cell)| *cell);
        let Some(mut row) = self.named(sheet, line, named, basis.is_some(), place, force) else {
            return Read::Words;
        };
        if !row.total {
            self.above = Some(row.name.clone());
        }
        row.name.department = row.name.department.take().or(department);
        if basis == Some(false) {
            // 事業費: not what the treasury pays.
            return Read::Row(None, row.next);
        }
        if let Some(ministry) = ministry.clone().or_else(|| self.ministry.clone())
            && row.name.ministries.is_empty()
            && !row.total
        {
            row.name.ministries.push(ministry);
        }
        let next = row.next;
        let kind = match columns {
            Ok(cells) => Some(NodeKind::TableRow(Box::new(TableRow {
                indent: names.first().map_or(0, |(_, cell)| cell.left),
                name: row.name,
                ministry,
                cells,
                total: row.total,
                grand: row.grand,
                level: 0,
                title: false,
                of_which: row.of_which,
                doubt: row.doubt,
            }))),
            // Fewer or more figures than columns: which is whose is not known.
            Err(figures) => (!row.total).then(|| {
                NodeKind::Entry(Box::new(Entry {
                    names: vec![row.name],
                    bullet: None,
                    level: None,
                    figures,
                    method: LinkMethod::TableRow,
                    doubt: Some(Doubt::Rivals),
                    of_which: row.of_which,
                    sentence: false,
                }))
            }),
        };
        Read::Row(kind, next)
    }

    /// The row's name; the one above where the row only says its kind of money.
    fn named(
        &self,
        sheet: Sheet<'_>,
        line: usize,
        named: Option<Span>,
        goes_on: bool,
        place: Option<Cell>,
        force: InForce<'_>,
    ) -> Option<Named> {
        let Some(span) = named else {
            let above = self.above.clone().filter(|_| goes_on)?;
            return Some(Named {
                name: above,
                total: false,
                grand: false,
                of_which: false,
                doubt: None,
                next: line + 1,
            });
        };
        let (len, of_which) = row_head(sheet.text(span), force);
        let own = Span::new(span.start + len, span.end);
        let total = total_word(&name::clean(sheet.text(own)), force);
        let mut name = name::name(sheet, own, force).or_else(|| total.map(|_| bare_name(sheet, own)))?;
        let (next, doubt) = match total {
            Some(_) => (line + 1, None),
            None => self.rest_of_name(sheet, &mut name, line, place, force),
        };
        Some(Named {
            name,
            total: total.is_some(),
            grand: total == Some(true),
            of_which,
            doubt,
            next,
        })
    }

    /// The cells before the figures: a ministry's, an office's, and where the name stands.
    fn name_cells(
        &mut self,
        sheet: Sheet<'_>,
        names: &[(usize, Cell)],
        numbered: bool,
        force: InForce<'_>,
    ) -> (Option<Ministry>, Option<String>, Vec<Cell>) {
        let mut ministry = None;
        let mut department = None;
        let mut own: Vec<Cell> = Vec::new();
        let kind = |at: usize| self.columns.get(at).map(|column| column.kind);
        let has = |kind: ColumnKind| self.columns.iter().any(|column| column.kind == kind);
        let leads = has(ColumnKind::Ministry);
        for (order, (at, cell)) in names.iter().enumerate() {
            let text = sheet.text(cell.span).trim();
            let of_ministry = if numbered {
                kind(*at) == Some(ColumnKind::Ministry)
            } else {
                leads && order == 0 && names.len() > 1
            };
            if of_ministry && let Some((mut found, _)) = name::ministries(&[text], force) {
                ministry = found.pop().map(|ministry| Ministry {
                    evidence: MinistryEvidence::Cell,
                    ..ministry
                });
                if self.ministries_lead != Some(false) {
                    self.ministry.clone_from(&ministry);
                }
                continue;
            }
            if numbered && kind(*at) != Some(ColumnKind::Program) && has(ColumnKind::Program) {
                if force.lexicon.offices().longest_suffix(text).is_some() {
                    department = Some(text.to_owned());
                }
                continue;
            }
            own.push(*cell);
        }
        self.ministries_lead = self.ministries_lead.or(Some(ministry.is_some()));
        (ministry, department, own)
    }

    /// Joins the rest of a name on the line below, which stands where the name does; gives the line after.
    fn rest_of_name(
        &self,
        sheet: Sheet<'_>,
        name: &mut NamedProgram,
        line: usize,
        cell: Option<Cell>,
        force: InForce<'_>,
    ) -> (usize, Option<Doubt>) {
        let next = line + 1;
        let text = sheet.line(next);
        let below = cells(sheet, next, self.parting);
        let filled: Vec<&Cell> = below.iter().filter(|cell| !cell.span.is_empty()).collect();
        let [only] = filled.as_slice() else {
            return (next, None);
        };
        let aligned = cell.is_some_and(|cell| cell.left.abs_diff(only.left) <= ALIGNED);
        let words = aligned
            && !self.parting.keeps_places()
            && row::read(sheet, only.span, Some(Unit::YEN)).is_none()
            && mark::head(text, force).is_none()
            && !text.contains(['。', ':', '円', '※'])
            && total_word(&name::clean(text), force).is_none();
        if !words || ends_as_name(&name.name, force) {
            return (next, None);
        }
        let joined = format!("{}{}", name.name, name::clean(text));
        let doubt = (!ends_as_name(&joined, force)).then_some(Doubt::NameNotWhole);
        name.ending = force.lexicon.strong_ending(&joined).is_some();
        name.name = joined;
        name.marks.push(sheet.quote(EvidenceRole::Program, only.span));
        (next + 1, doubt)
    }

    /// Gives the figures their columns; the figures alone where it is not known which is whose.
    fn place(
        &mut self,
        filled: Vec<Filled>,
        figure_columns: &[usize],
        numbered: bool,
    ) -> Result<Placed, Vec<Figure>> {
        let remarks = self
            .columns
            .last()
            .is_some_and(|column| column.kind == ColumnKind::Remarks);
        let (count, wanted) = (filled.len(), figure_columns.len());
        let columns: Vec<usize> = if numbered {
            filled.iter().filter_map(|one| one.column).collect()
        } else if count == wanted || (count > wanted && remarks) {
            if count == wanted {
                self.edges = filled.iter().map(|one| one.cell.right).collect();
            }
            figure_columns.to_vec()
        } else if let Some(columns) = self.aligned(&filled, figure_columns) {
            columns
        } else {
            let figures = filled.into_iter().filter_map(|one| match one.entered {
                Entered::Figure(figure) | Entered::Bracketed(figure) => Some(figure),
                Entered::Filler => None,
            });
            return Err(figures.collect());
        };
        let mut out = Vec::with_capacity(columns.len());
        for (at, one) in columns.into_iter().zip(filled) {
            let Some(column) = self.columns.get(at) else {
                continue;
            };
            let figure = match one.entered {
                Entered::Figure(figure) => figure,
                // (266) among changes is a minus.
                Entered::Bracketed(figure) if column.kind == ColumnKind::Change => negative(figure),
                Entered::Bracketed(_) | Entered::Filler => continue,
            };
            out.push(give(column, figure));
        }
        Ok(out)
    }

    /// The columns of figures that are fewer than these, by where full rows have them.
    fn aligned(&self, filled: &[Filled], figure_columns: &[usize]) -> Option<Vec<usize>> {
        if self.edges.len() != figure_columns.len() || self.parting == Parting::Spaces {
            return None;
        }
        let mut from = 0;
        filled
            .iter()
            .map(|one| {
                let at = (from..self.edges.len()).find(|at| {
                    self.edges
                        .get(*at)
                        .is_some_and(|edge| edge.abs_diff(one.cell.right) <= ALIGNED)
                })?;
                from = at + 1;
                figure_columns.get(at).copied()
            })
            .collect()
    }
}

/// The name without the kind of money behind it, and whether that kind is what the treasury pays: 河川改修事業　事業費.
fn without_basis(sheet: Sheet<'_>, mut own: Vec<Cell>, force: InForce<'_>) -> (Option<Span>, Option<bool>) {
    let said = own
        .last()
        .map(|cell| meaning(sheet.text(cell.span).trim(), 0, Side::Before, force));
    let basis = said
        .filter(|said| said.unknown.is_none())
        .and_then(|said| said.basis);
    match basis {
        Some(basis) => {
            own.pop();
            (
                head::joined(&own),
                Some(basis == crate::model::Basis::Appropriation),
            )
        }
        None => (head::joined(&own), None),
    }
}

fn negative(mut figure: Figure) -> Figure {
    if let FigureValue::Amount(amount) = &mut figure.value {
        amount.yen = amount.yen.map(|yen| -yen.abs());
    }
    figure
}

fn give(column: &Column, mut figure: Figure) -> (ColumnKind, Figure, Option<FiscalYear>) {
    figure.phase.clone_from(&column.phase);
    figure.fiscal_year = column.fiscal_year;
    (figure.relation, figure.evidence.role) = match column.kind {
        ColumnKind::Previous => (Relation::Previous, EvidenceRole::Previous),
        ColumnKind::Change => (Relation::Change, EvidenceRole::Change),
        _ => (Relation::Own, EvidenceRole::Amount),
    };
    (column.kind, figure, column.fiscal_year)
}

/// The outline number or うち before a row's name: its length, and whether it is うち.
fn row_head(text: &str, force: InForce<'_>) -> (usize, bool) {
    let at = mark::head(text, force).map_or(0, |(_, len)| len);
    match text.get(at..).and_then(plain::of_which) {
        Some(len) => (at + len, true),
        None => (at, false),
    }
}

/// Whether a row's name is a total's: `Some(true)` for one over earlier totals.
fn total_word(name: &str, force: InForce<'_>) -> Option<bool> {
    let words = force.lexicon.total_words();
    let (len, word) = words.longest_suffix(name)?;
    if matches!(word, TotalWord::OfWhich) {
        return None;
    }
    let before = name.get(..name.len() - len)?;
    // 公共事業費計 is a sum; 会計, 統計, 設計 are words.
    const WORDS: [char; 12] = [
        '会', '統', '設', '推', '家', '時', '生', '集', '累', '余', '早', '度',
    ];
    let own =
        before.is_empty() || len > '計'.len_utf8() || !before.ends_with(WORDS) || before.ends_with("委員会");
    let grand = before.is_empty() && !matches!(word, TotalWord::Subtotal) && name != "計";
    own.then_some(grand)
}

fn bare_name(sheet: Sheet<'_>, own: Span) -> NamedProgram {
    NamedProgram {
        name: name::clean(sheet.text(own)),
        evidence: sheet.quote(EvidenceRole::Item, own),
        flags: Vec::new(),
        ministries: Vec::new(),
        marks: Vec::new(),
        body: None,
        ending: false,
        department: None,
        account: None,
        unsure_tag: false,
    }
}

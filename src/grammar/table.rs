//! Tables set in text: a head of column words, then rows of a name and figures in the head's order. Cells are told by
//! white space or ruling characters; where a row has fewer figures than columns, by where they stand.

use super::amount::amounts;
use super::era::{FiscalYearNode, fiscal_year_at};
use super::figure;
use super::mark::{self, Head};
use super::name;
use super::node::{Column, ColumnKind, Figure, FigureValue, Relation, TableHeader, TableRow};
use super::plain;
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use super::unit::Unit;
use crate::lexicon::{ColumnRole, TotalWord};
use crate::model::{EvidenceRole, Ministry, MinistryEvidence, Phase};
use crate::span::Span;

mod figures;
pub(super) mod ledger;
mod rows;
pub(super) mod sheet;
mod tokens;

use tokens::{Token, has_cells, tokens};

/// How far, in display cells, a figure's right edge may stand from its column's.
const ALIGNED: usize = 4;

/// So many lines without a figure may stand between rows: headings, wrapped names, remarks.
const BETWEEN: usize = 12;

/// A table that is being read.
pub(super) struct TableReader {
    header: TableHeader,
    /// The ministry cell that holds for the rows below it.
    ministry: Option<Ministry>,
    unit: Option<Unit>,
    /// The head's cells, until the first row is read: its next line may go on with them.
    head: Vec<Token>,
    /// Lines since the last row.
    between: usize,
}

impl TableReader {
    /// Reads the head of a table: at least two columns, one of them of amounts. The line above may be its first line:
    ///
    /// ```text
    /// 区 分    令和７年度    令和８年度    差引増△減額
    ///          当初予算額    要求額
    /// ```
    pub(super) fn head(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> Option<Self> {
        let (text, signs) = (sheet.line(line), sheet.signs(line));
        if !signs.has(Signs::HEAD) || signs.has(Signs::STOP) || !may_be_head(text) {
            return None;
        }
        let above = line.checked_sub(1).filter(|above| has_cells(sheet.line(*above)));
        if above.is_none() && !has_cells(text) {
            return None;
        }
        let own = tokens(sheet, line);
        let above = above.map(|above| tokens(sheet, above)).unwrap_or_default();
        let years = |token: &Token| column(token, force).is_some();
        if above.iter().filter(|token| years(token)).count() >= 2
            && let Some(table) = Self::of(join(&above, &own, force), force)
        {
            return Some(table);
        }
        Self::of(own, force)
    }

    /// The table with one more line of its head.
    pub(super) fn with_line(&self, sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> Option<Self> {
        let text = sheet.line(line);
        if self.head.is_empty() || text.len() > 600 || text.contains('。') {
            return None;
        }
        let own = tokens(sheet, line);
        let known = |token: &Token| {
            is_letter(&token.text) || column(token, force).is_some() || unit_in(&token.text).is_some()
        };
        if own.is_empty() || !own.iter().all(known) {
            return None;
        }
        let table = Self::of(join(&self.head, &own, force), force)?;
        Some(Self {
            unit: table.unit.or(self.unit),
            ..table
        })
    }

    fn of(head: Vec<Token>, force: InForce<'_>) -> Option<Self> {
        let mut columns = Vec::new();
        let mut unknown = 0;
        for token in &head {
            match column(token, force) {
                Some(column) => columns.push(column),
                None => {
                    unknown += 1;
                    // Between columns of money an unknown word heads a column all the same.
                    if columns.iter().any(is_money) {
                        columns.push(Column {
                            role: ColumnKind::Other,
                            fiscal_year: None,
                            phase: None,
                            right: token.right,
                        });
                    }
                }
            }
        }
        let money = columns.iter().filter(|column| is_money(column)).count();
        let named = columns
            .iter()
            .any(|column| matches!(column.role, ColumnKind::Program | ColumnKind::Ministry));
        let amount = columns.iter().any(|column| column.role == ColumnKind::Amount);
        let known = head.len() - unknown;
        let fits = known >= 2 && amount && (money >= 2 || named) && unknown <= known;
        // 概算要求額 要望額 without a column of names heads a matrix of sums, not a list of programs.
        let unit = head.iter().find_map(|token| unit_in(&token.text));
        (fits && (named || columns.iter().any(|column| column.role != ColumnKind::Amount))).then_some(Self {
            header: TableHeader { columns },
            ministry: None,
            unit,
            head,
            between: 0,
        })
    }

    /// The head.
    pub(super) fn header(&self) -> &TableHeader {
        &self.header
    }

    /// Whether a line that is no row ends the table: a sentence, a bullet of a slide, or the last of many.
    pub(super) fn ends(&mut self, text: &str, force: InForce<'_>) -> bool {
        self.between += 1;
        self.between > BETWEEN
            || text.contains('。')
            || matches!(mark::head(text, force), Some((Head::Bullet('●' | '◆'), _)))
    }

    /// Reads a row; `None` where the line has no figure in a cell of its own.
    pub(super) fn row(&mut self, sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> Option<TableRow> {
        let text = sheet.line(line);
        if text.len() > 1200 || text.contains('。') {
            return None;
        }
        let unit = self.unit.or(force.unit);
        let tokens = tokens(sheet, line);
        let base = sheet.span(line).start;
        // A number before any word is the row's own, not a cell: １ 治山治水  1,107,000.
        let name = tokens
            .iter()
            .position(|token| cell(sheet, base, token, unit).is_none())?;
        let cells_from = tokens
            .iter()
            .skip(name)
            .position(|token| cell(sheet, base, token, unit).is_some())?;
        let first_cell = name + cells_from;
        let mut cells = Vec::new();
        let mut after = first_cell;
        for token in tokens.iter().skip(first_cell) {
            match cell(sheet, base, token, unit) {
                Some(value) => {
                    cells.push((token, value));
                    after += 1;
                }
                None => break,
            }
        }
        let mut names = tokens.get(..first_cell)?;
        let ministry = self.ministry_cell(&mut names, force);
        let (first, last) = (names.first(), names.last());
        let name_span = match (first, last) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => return None,
        };
        let (head_len, of_which) = row_head(sheet.text(name_span.shifted(base)), force);
        let own = Span::new(name_span.start + head_len, name_span.end).shifted(base);
        let total = total_word(&name::clean(sheet.text(own)), force);
        let mut name = name::name(sheet, own, force).or_else(|| total.map(|_| bare_total(sheet, own)))?;
        let placed = self.place(cells);
        self.head.clear();
        self.between = 0;
        let remarks = tokens.get(after..).unwrap_or_default();
        name.flags.extend(
            remarks
                .iter()
                .filter_map(|token| name::flag_of(token.text.trim_matches(['(', ')', '【', '】']), force))
                .flatten(),
        );
        name.flags.sort_unstable();
        name.flags.dedup();
        if placed.is_empty() {
            return None;
        }
        if let Some(ministry) = ministry.clone().or_else(|| self.ministry.clone())
            && name.ministries.is_empty()
            && total.is_none()
        {
            name.ministries.push(ministry);
        }
        Some(TableRow {
            indent: first.map_or(0, |token| token.left),
            name,
            ministry,
            cells: placed,
            total: total.is_some(),
            grand: total == Some(true),
            level: 0,
            title: false,
            of_which,
            doubt: None,
        })
    }

    /// Takes the ministry's cell off the front, where the table has such a column.
    fn ministry_cell(&mut self, names: &mut &[Token], force: InForce<'_>) -> Option<Ministry> {
        let has_column = self
            .header
            .columns
            .iter()
            .any(|column| column.role == ColumnKind::Ministry);
        if !has_column {
            return None;
        }
        let first_is_ministry = self
            .header
            .columns
            .iter()
            .position(|column| column.role == ColumnKind::Ministry)
            < self
                .header
                .columns
                .iter()
                .position(|column| column.role == ColumnKind::Program);
        let token = if first_is_ministry {
            names.first()?
        } else {
            names.last()?
        };
        let (mut found, _) = name::ministries(&[token.text.trim()], force)?;
        if names.len() < 2 {
            return None;
        }
        *names = if first_is_ministry {
            &names[1..]
        } else {
            &names[..names.len() - 1]
        };
        let mut ministry = found.pop()?;
        ministry.evidence = MinistryEvidence::Cell;
        self.ministry = first_is_ministry.then(|| ministry.clone());
        Some(ministry)
    }

    /// Gives every cell its column: in order where there are as many, else by the right edge.
    fn place(
        &self,
        cells: Vec<(&Token, Figure)>,
    ) -> Vec<(ColumnKind, Figure, Option<crate::model::FiscalYear>)> {
        let columns: Vec<&Column> = self
            .header
            .columns
            .iter()
            .filter(|column| is_filled(column))
            .collect();
        let mut out = Vec::new();
        if cells.len() == columns.len() {
            for ((_, figure), column) in cells.into_iter().zip(columns) {
                out.push(give(column, figure));
            }
            return out;
        }
        let mut used = vec![false; columns.len()];
        for (token, figure) in cells {
            let near = columns
                .iter()
                .enumerate()
                .filter(|(at, column)| !used[*at] && column.right.abs_diff(token.right) <= ALIGNED)
                .min_by_key(|(_, column)| column.right.abs_diff(token.right));
            if let Some((at, column)) = near {
                used[at] = true;
                out.push(give(column, figure));
            }
        }
        out
    }
}

fn give(column: &Column, mut figure: Figure) -> (ColumnKind, Figure, Option<crate::model::FiscalYear>) {
    figure.phase.clone_from(&column.phase);
    figure.fiscal_year = column.fiscal_year;
    figure.relation = match column.role {
        ColumnKind::Previous => Relation::Previous,
        ColumnKind::Change => Relation::Change,
        _ => Relation::Own,
    };
    figure.evidence.role = match column.role {
        ColumnKind::Previous => EvidenceRole::Previous,
        ColumnKind::Change => EvidenceRole::Change,
        _ => EvidenceRole::Amount,
    };
    (column.role, figure, column.fiscal_year)
}

/// (A), (B-A), A/B: a column's letter.
fn is_letter(text: &str) -> bool {
    let inside = text.trim_matches(['(', ')']);
    !inside.is_empty()
        && inside
            .chars()
            .all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '/' | '=' | '+'))
}

/// Whether a column's cells are figures.
fn is_filled(column: &Column) -> bool {
    !matches!(
        column.role,
        ColumnKind::Program | ColumnKind::Ministry | ColumnKind::Remarks
    )
}

fn is_money(column: &Column) -> bool {
    matches!(
        column.role,
        ColumnKind::Amount | ColumnKind::Previous | ColumnKind::Change
    )
}

fn may_be_head(text: &str) -> bool {
    text.len() <= 600 && (text.contains('額') || text.contains("予算") || text.contains("要求"))
}

/// Two lines of a head as one: what stands below a cell goes on with its words, several cells below one share them.
fn join(upper: &[Token], lower: &[Token], force: InForce<'_>) -> Vec<Token> {
    let over = |above: &Token, below: &Token| above.left < below.right && below.left < above.right;
    let mut out: Vec<Token> = upper
        .iter()
        .filter(|above| !lower.iter().any(|below| over(above, below)))
        .cloned()
        .collect();
    for below in lower {
        let mut joined = below.clone();
        if let Some(above) = upper.iter().find(|above| over(above, below)) {
            joined.text = format!("{}{}", above.text, below.text);
            joined.right = joined.right.max(above.right.min(below.right + ALIGNED));
            // The words of one line may be no more than an addition: 要求額 over (A).
            if column(&joined, force).is_none() {
                let better = [below, above]
                    .into_iter()
                    .find(|token| column(token, force).is_some());
                joined.text = better.unwrap_or(below).text.clone();
            }
        }
        out.push(joined);
    }
    out.sort_by_key(|token| token.left);
    out
}

/// うち, a bullet or a number before a row's name: their length, and whether the row is a part of the one above.
fn row_head(text: &str, force: InForce<'_>) -> (usize, bool) {
    let mut at = 0;
    if let Some((_, len)) = mark::head(text, force) {
        at = len;
    }
    match text.get(at..).and_then(plain::of_which) {
        Some(len) => (at + len, true),
        None => (at, false),
    }
}

/// Whether a row's name is a total's: `Some(true)` for one over earlier totals.
fn total_word(name: &str, force: InForce<'_>) -> Option<bool> {
    let words = force.lexicon.total_words();
    let grand = |word: &TotalWord, text: &str| match word {
        TotalWord::OfWhich => None,
        TotalWord::Subtotal => Some(false),
        TotalWord::Total | TotalWord::Net => Some(text != "計"),
    };
    if let Some(word) = words.exact(name) {
        return grand(word, name);
    }
    let (len, word) = words.longest_suffix(name)?;
    let before = &name[..name.len() - len];
    // 公共事業費計 is a sum; 会計, 統計, 設計 are words.
    const WORDS: [char; 12] = [
        '会', '統', '設', '推', '家', '時', '生', '集', '累', '余', '早', '度',
    ];
    let word_of_its_own = before.ends_with(WORDS) && !before.ends_with("委員会");
    (!word_of_its_own || len > '計'.len_utf8())
        .then(|| grand(word, "計"))
        .flatten()
}

fn bare_total(sheet: Sheet<'_>, own: Span) -> super::node::NamedProgram {
    super::node::NamedProgram {
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

/// A cell's value: a figure in the table's unit, a dash, 事項要求. Rates and words such as 皆増 fill a cell without one.
fn cell(sheet: Sheet<'_>, base: usize, token: &Token, unit: Option<Unit>) -> Option<Figure> {
    let bare = token.text.trim_matches(['(', ')', '[', ']', '〔', '〕']);
    let figure = |value: FigureValue| Figure {
        value,
        phase: None,
        fiscal_year: None,
        account: None,
        relation: Relation::Own,
        split: None,
        depth: 0,
        evidence: crate::model::Evidence {
            role: EvidenceRole::Amount,
            ..sheet.quote(EvidenceRole::Amount, token.span.shifted(base))
        },
        account_evidence: None,
    };
    if bare == "事項要求" {
        return Some(figure(FigureValue::Unspecified));
    }
    if matches!(bare, "皆増" | "皆減" | "-%" | "-") && unit.is_none() || matches!(bare, "皆増" | "皆減")
    {
        return Some(figure(FigureValue::Unreadable));
    }
    let number = bare.strip_suffix(['%', '倍']).unwrap_or(bare);
    let numeric = number.chars().all(|c| {
        c.is_ascii_digit()
            || matches!(
                c,
                ',' | '.' | '△' | '▲' | '+' | '-' | '−' | '円' | '億' | '万' | '千' | '百' | '兆'
            )
    }) && (number.chars().any(|c| c.is_ascii_digit()) || number == "-");
    if !numeric {
        return None;
    }
    if number.len() < bare.len() {
        return Some(figure(FigureValue::Unreadable));
    }
    let node = amounts(bare, unit).pop()?;
    if node.normalized_span.start != 0 || node.normalized_span.end != bare.len() {
        return None;
    }
    let at = token.text.find(bare).unwrap_or(0);
    let span = Span::new(token.span.start + at, token.span.start + at + bare.len()).shifted(base);
    Some(figure(figure::value(sheet, span, &node, None)))
}

/// A column's head: its words after a year, a letter in brackets and a unit are taken off.
fn column(token: &Token, force: InForce<'_>) -> Option<Column> {
    Some(Column {
        right: token.right,
        ..column_of(&token.text, force)?
    })
}

/// The column that a head's words make.
fn column_of(text: &str, force: InForce<'_>) -> Option<Column> {
    let (year, rest) = year_before(text, force);
    let mut word = rest.trim();
    if let Some(at) = word.rfind('(')
        && at > 0
        && word.ends_with(')')
        && word[at..].len() <= 45
    {
        word = word[..at].trim_end();
    }
    let lexicon = force.lexicon;
    // 増▲減 is 増△減.
    let triangle = word.contains('▲').then(|| word.replace('▲', "△"));
    let role = lexicon
        .columns()
        .exact(word)
        .or_else(|| lexicon.columns().exact(triangle.as_deref()?))
        .copied();
    let phase = lexicon
        .phases()
        .exact(word)
        .and_then(|entry| entry.phase)
        .map(|phase| (phase, word.to_owned()));
    let kind = match (role, &phase) {
        (Some(ColumnRole::Amount), Some((Phase::Initial, _))) => ColumnKind::Previous,
        (Some(ColumnRole::Amount), _) => ColumnKind::Amount,
        (Some(ColumnRole::Previous), _) => {
            if year.is_some_and(|year| force.year.is_some_and(|own| year.year < own.previous())) {
                ColumnKind::Comparative
            } else {
                ColumnKind::Previous
            }
        }
        (Some(ColumnRole::Change), _) => ColumnKind::Change,
        (Some(ColumnRole::Comparative), _) => ColumnKind::Comparative,
        (Some(ColumnRole::Rate), _) => ColumnKind::Rate,
        (Some(ColumnRole::Remarks), _) => ColumnKind::Remarks,
        (Some(ColumnRole::Ministry), _) => ColumnKind::Ministry,
        (Some(ColumnRole::Program), _) => ColumnKind::Program,
        (Some(_), _) => ColumnKind::Other,
        (None, Some((Phase::Initial | Phase::Supplementary | Phase::Settled, _))) => {
            if year.is_none_or(|year| force.year.is_none_or(|own| year.year.next() == own)) {
                ColumnKind::Previous
            } else {
                ColumnKind::Comparative
            }
        }
        (None, Some(_)) => ColumnKind::Amount,
        // 令和6年度 alone heads the figures of that year.
        (None, None) if word.is_empty() => match (year, force.year) {
            (Some(year), Some(own)) if year.year == own => ColumnKind::Amount,
            (Some(year), Some(own)) if year.year == own.previous() => ColumnKind::Previous,
            (Some(_), _) => ColumnKind::Comparative,
            (None, _) => return None,
        },
        (None, None) => return None,
    };
    Some(Column {
        role: kind,
        fiscal_year: year.map(|year| year.year),
        phase,
        right: 0,
    })
}

fn year_before<'t>(text: &'t str, force: InForce<'_>) -> (Option<FiscalYearNode>, &'t str) {
    match fiscal_year_at(text, 0, force.era) {
        Some(year) if year.era.is_some() || year.year.0 > 1900 => {
            let rest = text.get(year.normalized_span.end..).unwrap_or("");
            (Some(year), rest)
        }
        _ => (None, text),
    }
}

fn unit_in(text: &str) -> Option<Unit> {
    super::unit_note::unit_notes(text).last().map(|note| note.unit)
}

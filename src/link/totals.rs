//! Stated sums: of headings, of groups, of a cover's matrix, of a table's 計 rows, and of notes.

use super::TotalScope;
use super::identity::{Map, joined, stable_id};
use super::scope::{HeadingRole, Scopes};
use crate::grammar::{ColumnKind, Entry, Figure, Heading, Item, Relation, SplitKey, TableRow};
use crate::model::{
    Account, Amount, Breakdown, BreakdownKey, DocumentInfo, Evidence, EvidenceRole, FiscalYear, Phase, Total,
};

/// A stated sum before its section has a name.
pub(super) struct TotalDraft<'n> {
    pub(super) item: Option<&'n str>,
    item_evidence: Option<&'n Evidence>,
    figure: &'n Figure,
    phase: Option<(Phase, &'n str)>,
    fiscal_year: Option<FiscalYear>,
    pub(super) account: Option<&'n Account>,
    pub(super) scope: TotalScope,
    section: Option<usize>,
    /// The row of a table that holds this one.
    pub(super) above: Option<&'n str>,
    /// The section's title, where a cover names it.
    refers_to: Option<&'n str>,
    /// Mentions of the rows above.
    pub(super) rows: Vec<usize>,
    /// Totals that it is the sum of, by their number among the drafts.
    pub(super) totals: Vec<usize>,
}

impl<'n> TotalDraft<'n> {
    fn new(figure: &'n Figure, scope: TotalScope, section: Option<usize>) -> Self {
        Self {
            item: None,
            item_evidence: None,
            figure,
            phase: figure
                .phase
                .as_ref()
                .map(|(phase, surface)| (*phase, surface.as_str())),
            fiscal_year: figure.fiscal_year,
            account: figure.account.as_deref(),
            scope,
            section,
            above: None,
            refers_to: None,
            rows: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Whether it is a sum of last year's figures.
    pub(super) fn is_previous(&self) -> bool {
        matches!(self.scope, TotalScope::PreviousRows)
    }

    /// Whether it stands on a sheet.
    pub(super) fn on_sheet(&self) -> bool {
        self.figure.evidence.bbox.is_some()
    }

    /// The figures of a heading that opens a section or names one.
    pub(super) fn of_heading(heading: &'n Heading, role: HeadingRole, own: Option<usize>) -> Vec<Self> {
        let scope = match (role, own) {
            (HeadingRole::Opens, Some(section)) => TotalScope::Section(section),
            _ => TotalScope::Alone,
        };
        let doubted = heading.entry.as_ref().is_some_and(|entry| entry.doubt.is_some());
        own_figures(if doubted { &[] } else { &heading.figures })
            .map(|figure| Self {
                item: Some(&heading.title.name),
                item_evidence: Some(&heading.title.evidence),
                refers_to: (role == HeadingRole::Refers).then_some(heading.title.name.as_str()),
                ..Self::new(figure, scope, own)
            })
            .collect()
    }

    /// An unmarked line with a figure on a page whose programs are marked: a group's sum.
    pub(super) fn of_group(entry: &'n Entry, figures: &[&'n Figure], section: Option<usize>) -> Vec<Self> {
        let name = entry.names.first();
        figures
            .iter()
            .map(|figure| Self {
                item: name.map(|name| name.name.as_str()),
                item_evidence: name.map(|name| &name.evidence),
                ..Self::new(figure, TotalScope::Group(section), section)
            })
            .collect()
    }

    /// A label with a figure that is no program.
    pub(super) fn of_item(item: &'n Item, section: Option<usize>) -> Vec<Self> {
        own_figures(&item.figures)
            .map(|figure| {
                let scope = match (item.note || item.prose, figure.account.is_some()) {
                    (true, true) => TotalScope::Addition,
                    (true, false) => TotalScope::Alone,
                    (false, _) => TotalScope::Group(section),
                };
                Self {
                    item: Some(&item.name.name),
                    item_evidence: Some(&item.name.evidence),
                    ..Self::new(figure, scope, section)
                }
            })
            .collect()
    }

    /// The sum below a list of programs.
    pub(super) fn of_list(item: &'n Item, section: Option<usize>, rows: &[usize]) -> Vec<Self> {
        let mut drafts = Self::of_item(item, section);
        for draft in &mut drafts {
            draft.scope = TotalScope::Rows;
            draft.rows = rows.to_vec();
        }
        drafts
    }

    /// A figure below a section's heading, or one with a split.
    pub(super) fn of_figure(figure: &'n Figure, section: Option<usize>) -> Self {
        let scope = section.map_or(TotalScope::Document, TotalScope::Section);
        Self::new(figure, scope, section)
    }

    /// A cell of a cover's matrix.
    pub(super) fn of_cell(
        figure: &'n Figure,
        account: &'n Account,
        phase: (Phase, &'n str),
        fiscal_year: Option<FiscalYear>,
    ) -> Self {
        Self {
            item: Some(&account.surface),
            account: Some(account),
            phase: Some(phase),
            fiscal_year,
            ..Self::new(figure, TotalScope::Document, None)
        }
    }

    /// A 計 row of a table.
    pub(super) fn of_row(row: &'n TableRow, section: Option<usize>, rows: Vec<usize>) -> Vec<Self> {
        row.cells
            .iter()
            .filter_map(|(kind, figure, year)| {
                let scope = match kind {
                    ColumnKind::Amount => TotalScope::Rows,
                    ColumnKind::Previous => TotalScope::PreviousRows,
                    _ => return None,
                };
                figure.amount()?;
                Some(Self {
                    item: Some(&row.name.name),
                    item_evidence: Some(&row.name.evidence),
                    fiscal_year: year.or(figure.fiscal_year),
                    rows: rows.clone(),
                    ..Self::new(figure, scope, section)
                })
            })
            .collect()
    }
}

fn own_figures(figures: &[Figure]) -> impl Iterator<Item = &Figure> {
    let main = figures
        .iter()
        .any(|figure| matches!(figure.relation, Relation::Own | Relation::Asked));
    figures
        .iter()
        .filter(move |figure| match figure.relation {
            Relation::Own | Relation::Asked | Relation::Prose => true,
            Relation::Bracketed(_) => !main,
            _ => false,
        })
        .filter(|figure| figure.amount().is_some())
        .take(4)
}

/// The sums of a document.
#[derive(Default)]
pub(super) struct Assembled {
    pub(super) totals: Vec<Total>,
    pub(super) scopes: Vec<TotalScope>,
    /// By total: the mentions of its rows.
    pub(super) rows: Vec<Vec<usize>>,
    /// By total: the totals that it is the sum of.
    pub(super) parts: Vec<Vec<usize>>,
}

/// Gives every sum its name, scope and id.
pub(super) fn assemble(drafts: Vec<TotalDraft<'_>>, scopes: &Scopes, document: &DocumentInfo) -> Assembled {
    let mut by_title: Map<&str, Vec<usize>> = Map::default();
    for (index, section) in scopes.sections.iter().enumerate() {
        if let Some(title) = section.path.last() {
            by_title.entry(title).or_default().push(index);
        }
    }
    let mut times: Map<String, usize> = Map::default();
    let mut out = Assembled::default();
    // By draft: its total.
    let mut number: Vec<Option<usize>> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let amount = draft.figure.amount();
        number.push(amount.map(|_| out.totals.len()));
        let Some(amount) = amount else { continue };
        let mut scope = draft.scope;
        let mut section = draft.section;
        if let Some(found) = draft.refers_to.and_then(|title| by_title.get(title)) {
            // A cover stands before the pages that it names; of sections with one title the next one is meant.
            let next = found.first().copied();
            section = next;
            if let Some(index) = next {
                scope = TotalScope::SectionOnCover(index);
            }
        }
        let title = section
            .and_then(|index| scopes.sections.get(index))
            .and_then(|section| section.path.last());
        let item = draft
            .item
            .or_else(|| title.map(String::as_str))
            .or_else(|| draft.account.map(|account| account.surface.as_str()))
            .unwrap_or("計")
            .to_owned();
        let phase = draft.phase.map(|(phase, _)| phase).or(document.phase);
        let fiscal_year = draft.fiscal_year.or(match scope {
            TotalScope::PreviousRows => document.fiscal_year.map(FiscalYear::previous),
            _ => document.fiscal_year,
        });
        let phase = if scope == TotalScope::PreviousRows {
            Some(Phase::Initial)
        } else {
            phase
        };
        let mut total = Total {
            id: String::new(),
            item,
            section: draft.above.map(str::to_owned).or_else(|| title.cloned()),
            phase,
            fiscal_year,
            account: draft.account.cloned(),
            amount: amount.clone(),
            breakdown: breakdown(draft.figure, amount),
            open_rest: draft.figure.split.as_ref().is_some_and(|split| split.open_rest),
            evidence: evidence(&draft),
        };
        total.id = identify(&total, &mut times);
        out.totals.push(total);
        out.scopes.push(scope);
        out.rows.push(draft.rows);
        out.parts.push(draft.totals);
    }
    for parts in &mut out.parts {
        *parts = parts
            .iter()
            .filter_map(|draft| number.get(*draft).copied().flatten())
            .collect();
    }
    out
}

fn identify(total: &Total, times: &mut Map<String, usize>) -> String {
    let year = total
        .fiscal_year
        .map(|year| year.0.to_string())
        .unwrap_or_default();
    let account = total.account.as_ref().map_or("", |account| account.code.as_str());
    let phase = total.phase.map_or("", Phase::code);
    let section = total.section.as_deref().unwrap_or("");
    let base = joined(&["total", &year, phase, section, &total.item, account]);
    let time = times.entry(base).or_default();
    *time += 1;
    stable_id(&[
        "total",
        &year,
        phase,
        section,
        &total.item,
        account,
        &time.to_string(),
    ])
}

fn breakdown(figure: &Figure, whole: &Amount) -> Vec<Breakdown> {
    let Some(split) = &figure.split else {
        return Vec::new();
    };
    split
        .parts
        .iter()
        .map(|part| {
            let (by, key) = match &part.key {
                SplitKey::Ministry(code) => (BreakdownKey::Ministry, code),
                SplitKey::Account(code) => (BreakdownKey::Account, code),
            };
            Breakdown {
                by,
                key: key.clone(),
                surface: part.surface.clone(),
                amount: part.amount.clone().unwrap_or_else(|| whole.clone()),
            }
        })
        .collect()
}

fn evidence(draft: &TotalDraft<'_>) -> Vec<Evidence> {
    let mut all = Vec::with_capacity(3);
    all.push(draft.figure.evidence.clone());
    if let Some(item) = draft.item_evidence {
        all.push(Evidence {
            role: EvidenceRole::Item,
            ..item.clone()
        });
    }
    if let Some(account) = &draft.figure.account_evidence {
        all.push((**account).clone());
    }
    if let Some(split) = &draft.figure.split {
        all.push(split.evidence.clone());
    }
    all
}

//! A cover's table of sums, read as text: accounts down the side, phases across the top, each figure with its split.
//! In reading order the phases come first, then every account with one figure a phase, then a later phase with one
//! figure an account.

use super::totals::TotalDraft;
use crate::grammar::{Figure, LabelWord};
use crate::model::{Account, FiscalYear, Phase};

/// Labels and figures that follow each other without anything between.
#[derive(Default)]
pub(super) struct Matrix<'n> {
    columns: Vec<PhaseLabel<'n>>,
    rows: Vec<&'n Account>,
    cells: Vec<Cell<'n>>,
    /// Figures since the last label.
    run: Vec<&'n Figure>,
    /// Whether the last label was a phase that came after figures.
    late_column: Option<PhaseLabel<'n>>,
    year: Option<FiscalYear>,
}

#[derive(Clone, Copy)]
struct PhaseLabel<'n> {
    phase: Phase,
    surface: &'n str,
    year: Option<FiscalYear>,
}

struct Cell<'n> {
    figure: &'n Figure,
    row: Option<&'n Account>,
    column: Option<PhaseLabel<'n>>,
}

impl<'n> Matrix<'n> {
    /// Takes the words of a label.
    pub(super) fn label(&mut self, words: &'n [LabelWord]) {
        for word in words {
            match word {
                LabelWord::Phase(phase, surface, year) => {
                    self.close_run();
                    self.year = year.or(self.year);
                    let label = PhaseLabel {
                        phase: *phase,
                        surface,
                        year: self.year,
                    };
                    if self.cells.is_empty() && self.late_column.is_none() {
                        self.columns.push(label);
                    } else {
                        self.late_column = Some(label);
                    }
                }
                LabelWord::Account(account, _) => {
                    self.close_run();
                    if self.late_column.is_none() {
                        self.rows.push(account);
                    }
                }
                LabelWord::Year(year) => {
                    self.close_run();
                    self.year = Some(*year);
                }
                LabelWord::Basis(_) | LabelWord::Other(_) => {}
            }
        }
    }

    /// Takes a figure if it stands in a matrix: below labels of phases and of an account, with no phase of its own.
    pub(super) fn figure(&mut self, figure: &'n Figure) -> bool {
        let inside = !self.columns.is_empty() && !self.rows.is_empty() && figure.phase.is_none();
        if inside {
            self.run.push(figure);
        }
        inside
    }

    fn close_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        if let Some(column) = self.late_column {
            let fits = run.len() == self.rows.len();
            for (index, figure) in run.into_iter().enumerate() {
                let row = self.rows.get(index).copied().filter(|_| fits);
                self.cells.push(Cell {
                    figure,
                    row,
                    column: Some(column),
                });
            }
        } else {
            let fits = run.len() == self.columns.len();
            let row = self.rows.last().copied();
            for (index, figure) in run.into_iter().enumerate() {
                let column = self.columns.get(index).copied().filter(|_| fits);
                self.cells.push(Cell { figure, row, column });
            }
        }
    }

    /// The sums that fit the matrix, and the figures that do not.
    pub(super) fn finish(mut self) -> (Vec<TotalDraft<'n>>, Vec<&'n Figure>) {
        self.close_run();
        let mut totals = Vec::new();
        let mut rest = Vec::new();
        for cell in self.cells {
            let figure = cell.figure;
            match (cell.row, cell.column) {
                (Some(row), Some(column)) => totals.push(TotalDraft::of_cell(
                    figure,
                    row,
                    (column.phase, column.surface),
                    column.year,
                )),
                _ if figure.split.is_some() => totals.push(TotalDraft::of_figure(figure, None)),
                _ => rest.push(figure),
            }
        }
        (totals, rest)
    }
}

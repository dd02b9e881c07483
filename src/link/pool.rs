//! Programs and figures that stand apart, on one page of a text: who can belong to whom when geometry is gone.
//!
//! A page is a row of runs, each some programs followed by some figures. A run of one and one is tied, unless programs
//! left without a figure stand before it and figures left without a program behind: then everything from the first to
//! the last of these is open, and only the document's sums can say more.

/// What stands on a page, in reading order. Programs and figures are given by the caller's own numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A program line without a figure of its own.
    Program(usize),
    /// A figure that stands alone; `kind` tells figures of different accounts apart.
    Figure { index: usize, kind: u16 },
    /// What follows does not continue what stands before.
    Break,
}

/// What a page's order ties, and what it leaves open.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Order {
    /// One program and the only figure within its reach.
    pub(super) tied: Vec<(usize, usize)>,
    /// Programs and figures that compete. `in_order` where they stand as one run of each.
    pub(super) open: Vec<OpenRun>,
    /// Programs that no figure reaches.
    pub(super) bare: Vec<usize>,
    /// Figures that no program reaches.
    pub(super) loose: Vec<usize>,
}

/// Programs and figures that compete with each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenRun {
    /// Programs, in reading order.
    pub(super) programs: Vec<usize>,
    /// Figures, in reading order.
    pub(super) figures: Vec<usize>,
    /// All programs stand before all figures, without a break between: the n-th of one goes with the n-th of the other
    /// if the writer kept the order.
    pub(super) in_order: bool,
}

/// How many runs a debt may be carried on: past that the two do not stand together on any page that people print, and
/// the look-ahead stays linear.
const REACH: usize = 200;

/// Some programs followed by some figures.
#[derive(Debug, Default)]
struct Run {
    programs: Vec<usize>,
    figures: Vec<usize>,
    kind: Option<u16>,
}

/// Reads the order of a page.
pub(super) fn order(tokens: &[Token]) -> Order {
    let mut order = Order::default();
    let runs = runs(tokens, &mut order.loose);
    let mut at = 0;
    while at < runs.len() {
        let end = entangled(&runs, at);
        if end > at + 1 {
            order.open.push(OpenRun {
                programs: runs[at..end]
                    .iter()
                    .flat_map(|run| run.programs.iter().copied())
                    .collect(),
                figures: runs[at..end]
                    .iter()
                    .flat_map(|run| run.figures.iter().copied())
                    .collect(),
                in_order: false,
            });
        } else {
            settle(&runs[at], &mut order);
        }
        at = end;
    }
    order
}

/// Cuts the page into runs. A figure of another kind than its run's is put aside as loose.
fn runs(tokens: &[Token], loose: &mut Vec<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = Run::default();
    for token in tokens {
        match *token {
            Token::Program(program) => {
                if !open.figures.is_empty() {
                    runs.push(std::mem::take(&mut open));
                }
                open.programs.push(program);
            }
            Token::Figure { index, kind } => {
                if open.kind.is_some_and(|own| own != kind) {
                    loose.push(index);
                } else {
                    open.kind = Some(kind);
                    open.figures.push(index);
                }
            }
            Token::Break => {
                if !open.figures.is_empty() || !open.programs.is_empty() {
                    runs.push(std::mem::take(&mut open));
                }
            }
        }
    }
    if !open.figures.is_empty() || !open.programs.is_empty() {
        runs.push(open);
    }
    runs
}

/// The end of the stretch of runs that begins at `at` and cannot be cut: programs without a figure at its head are paid
/// for by figures without a program later on, or the other way round.
fn entangled(runs: &[Run], at: usize) -> usize {
    let surplus = |run: &Run| run.programs.len() as i64 - run.figures.len() as i64;
    let first = surplus(&runs[at]);
    if first == 0 {
        return at + 1;
    }
    let mut balance = first;
    let mut last_payment = at;
    for (index, run) in runs.iter().enumerate().skip(at + 1).take(REACH) {
        let own = surplus(run);
        if own.signum() == -first.signum() && same_kind(&runs[at], run) {
            last_payment = index;
        }
        balance += own;
        if balance == 0 && last_payment == index {
            return index + 1;
        }
    }
    last_payment + 1
}

/// Figures of two accounts do not compete for the same programs.
fn same_kind(a: &Run, b: &Run) -> bool {
    match (a.kind, b.kind) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// One run on its own.
fn settle(run: &Run, order: &mut Order) {
    match (run.programs.as_slice(), run.figures.as_slice()) {
        (programs, []) => order.bare.extend_from_slice(programs),
        ([], figures) => order.loose.extend_from_slice(figures),
        ([program], [figure]) => order.tied.push((*program, *figure)),
        (programs, figures) => order.open.push(OpenRun {
            programs: programs.to_vec(),
            figures: figures.to_vec(),
            in_order: programs.len() == figures.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `P` a program, `a` a figure, `b` a figure of another account, `|` a break.
    fn read(page: &str) -> Order {
        let (mut programs, mut figures) = (0, 0);
        let tokens: Vec<Token> = page
            .chars()
            .map(|mark| match mark {
                'P' => {
                    programs += 1;
                    Token::Program(programs - 1)
                }
                '|' => Token::Break,
                _ => {
                    figures += 1;
                    Token::Figure {
                        index: figures - 1,
                        kind: u16::from(mark == 'b'),
                    }
                }
            })
            .collect();
        order(&tokens)
    }

    #[test]
    fn a_figure_after_each_program_is_tied() {
        assert_eq!(read("PaPaPa").tied, [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn three_programs_before_three_figures_are_open_and_in_order() {
        let order = read("PaPPPaaaPa");
        assert_eq!(order.tied, [(0, 0), (4, 4)]);
        assert_eq!(order.open.len(), 1);
        assert_eq!(order.open[0].programs, [1, 2, 3]);
        assert!(order.open[0].in_order);
    }

    #[test]
    fn a_debt_is_paid_later_and_everything_between_is_open() {
        let order = read("PPPaaPaaPa");
        assert_eq!(order.open.len(), 1);
        assert_eq!(order.open[0].programs, [0, 1, 2, 3]);
        assert_eq!(order.open[0].figures, [0, 1, 2, 3]);
        assert!(!order.open[0].in_order);
        assert_eq!(order.tied, [(4, 4)]);
    }

    #[test]
    fn a_program_without_a_figure_leaves_its_neighbours_tied() {
        let order = read("P|PaPa");
        assert_eq!(order.bare, [0]);
        assert_eq!(order.tied, [(1, 0), (2, 1)]);
    }

    #[test]
    fn one_figure_behind_two_programs_is_nobodys_yet() {
        let order = read("PPaPa");
        assert_eq!(order.tied, [(2, 1)]);
        assert_eq!(order.open[0].programs, [0, 1]);
    }

    #[test]
    fn another_account_does_not_compete() {
        let order = read("PabPa");
        assert_eq!(order.tied, [(0, 0), (1, 2)]);
        assert_eq!(order.loose, [1]);
    }

    #[test]
    fn figures_before_programs_are_open() {
        let order = read("aPaPaP");
        assert!(order.tied.is_empty());
        assert_eq!(order.open[0].programs, [0, 1, 2]);
    }
}

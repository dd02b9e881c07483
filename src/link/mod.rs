//! Nodes of all pages to programs with their amounts and ministries, each with its evidence. What the page ties is
//! stated; what reading order alone suggests is inferred; what competes stays open in a [`Pool`], for the document's
//! sums to decide.

mod accounts;
mod collect;
mod decide;
mod identity;
mod matrix;
mod ministries;
mod parts;
mod pool;
mod requests;
mod scope;
mod sheet;
mod totals;

pub use identity::stable_id;
pub(crate) use identity::{Map, Set};

use crate::grammar::{Doubt, Figure, LabelWord, Masthead, NodeKind, PageNodes, Relation};
use crate::layout::Surface;
use crate::model::{Amount, Candidate, DocumentInfo, EvidenceRole, LinkStatus, Phase, Request, Total};

/// A document's programs and sums, with what is still open.
#[derive(Debug, Default)]
pub struct Linked {
    /// Programs, in document order.
    pub requests: Vec<Request>,
    /// By request: the section, as an index that totals share.
    pub request_sections: Vec<Option<usize>>,
    /// By section: the section around it.
    pub section_parents: Vec<Option<usize>>,
    /// Stated sums, in document order.
    pub totals: Vec<Total>,
    /// By total: what it is the sum of.
    pub total_scopes: Vec<TotalScope>,
    /// By total: the requests that it is the sum of, where it is a table's.
    pub total_rows: Vec<Vec<usize>>,
    /// By total: the totals that it is the sum of, where it is a ledger's.
    pub total_parts: Vec<Vec<usize>>,
    /// Programs and figures that compete.
    pub pools: Vec<Pool>,
    /// Figures that no program and no sum took: the first hundred.
    pub unlinked: Vec<Figure>,
    /// How many there are in all.
    pub unlinked_count: usize,
    /// Something in the document says that it is a budget.
    pub budget: bool,
}

/// What a stated sum is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TotalScope {
    /// The whole document.
    Document,
    /// A note's addition to the document's sum (上記に加え…), which stands in no section.
    Addition,
    /// A section, by its index, as its own heading or cover line states it.
    Section(usize),
    /// A section named on a cover, by its index: a second statement of the same sum.
    SectionOnCover(usize),
    /// A group of programs inside a section: which programs it holds is not known.
    Group(Option<usize>),
    /// The rows of a table above it: see [`Linked::total_rows`].
    Rows,
    /// The same, over the column of last year's figures.
    PreviousRows,
    /// Stands for itself.
    Alone,
}

/// Programs and figures that compete with each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The programs in reading order; a joint line is one place with several requests. Indices of
    /// [`Linked::requests`].
    pub places: Vec<Vec<usize>>,
    /// The figures in reading order.
    pub figures: Vec<Figure>,
    /// One run of programs before one run of figures: the n-th goes with the n-th if the writer kept the order.
    pub in_order: bool,
    /// Programs elsewhere on the page that have no figure and could claim one of these.
    pub claimants: Vec<usize>,
    /// The section.
    pub section: Option<usize>,
}

/// Links the nodes of all pages; `surfaces` are what the pages show besides their text.
#[must_use]
pub fn link(
    pages: &[PageNodes],
    surfaces: &[Surface],
    document: &DocumentInfo,
    masthead: &Masthead,
) -> Linked {
    let scopes = scope::Scopes::of(pages, surfaces);
    let findings = collect::collect(pages, surfaces, &scopes, document.fiscal_year);
    let mut linked = requests::assemble(pages, &scopes, findings, document);
    // On sheets what is found shows what they are; in text only words do.
    let drawn = surfaces.iter().any(|surface| surface.width > 0.0);
    let asks = document.kind != "other" || document.phase.is_some();
    let found = linked
        .requests
        .iter()
        .any(|request| request.link.status != LinkStatus::None);
    linked.budget = masthead.budget
        || drawn && (found || asks && !linked.totals.is_empty())
        || pages.iter().any(names_budget_figures);
    if let Some(issuer) = &masthead.issuer {
        ministries::issue(&mut linked.requests, issuer);
    }
    linked
}

/// Whether heads or labels of a page name figures of a budget: 要求額, 前年度予算額.
fn names_budget_figures(page: &PageNodes) -> bool {
    page.nodes.iter().any(|node| match &node.kind {
        NodeKind::Entry(entry) => entry
            .figures
            .iter()
            .any(|figure| figure.relation == Relation::Asked && figure.phase.is_some()),
        NodeKind::TableRow(row) => {
            row.cells.iter().any(|(_, figure, _)| figure.phase.is_some()) || row.name.evidence.bbox.is_some()
        }
        NodeKind::Figure(figure) => figure.phase.is_some(),
        NodeKind::Programs(line) => line.figures.iter().any(|figure| figure.phase.is_some()),
        NodeKind::Item(item) => !item.prose && item.figures.iter().any(|figure| figure.phase.is_some()),
        NodeKind::Label(words) => words
            .iter()
            .any(|word| matches!(word, LabelWord::Phase(Phase::Request | Phase::RequestTotal, ..))),
        NodeKind::Heading(heading) => heading.figures.iter().any(|figure| figure.phase.is_some()),
        _ => false,
    })
}

/// Takes back what is stated in a document that nothing says to be a budget.
pub fn state_nothing(requests: &mut [Request]) {
    for request in requests {
        let link = &mut request.link;
        if !link.status.is_sure() {
            continue;
        }
        let yen = request.amount.as_ref().and_then(Amount::printed_yen);
        let evidence = request
            .evidence
            .iter()
            .find(|evidence| evidence.role == EvidenceRole::Amount);
        if let (Some(yen), Some(evidence)) = (yen, evidence) {
            link.candidates = vec![Candidate {
                yen,
                evidence: evidence.clone(),
            }];
        }
        link.status = LinkStatus::Inferred;
        link.doubt = Some(Doubt::NoBudget.code());
        Doubt::NoBudget.why().clone_into(&mut link.why);
    }
}

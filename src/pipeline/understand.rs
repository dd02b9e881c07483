//! From pages to an extraction: layout, normalization, grammar, linking, reconciling, one after the other.

use super::Outside;
use crate::amend::Applied;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::geometry::Rect;
use crate::grammar::{self, Masthead, PageNodes};
use crate::layout::{self, Page, Surface, Turn};
use crate::lexicon::Lexicon;
use crate::link;
use crate::model::{DocumentInfo, Extraction, Request, SourceInfo, Total};
use crate::normalize::{self, NormalizedPage};
use crate::reconcile::{self, ReconcileOptions};
use crate::source::{Document, Media};
use crate::span::{PageNumber, Span};
use std::collections::BTreeMap;

/// Pages whose lines are looked at for the title.
const TITLE_PAGES: usize = 4;

/// Reads everything that a document says of money.
pub(super) fn understand(
    document: Document,
    blake3: String,
    lexicon: &Lexicon,
    outside: &Outside,
) -> Extraction {
    let mut diagnostics = document.diagnostics.clone();
    let of_source = diagnostics.len();
    let mut laid_out = layout::pages(&document);
    let first: Vec<Page<'_>> = laid_out.by_ref().take(TITLE_PAGES).collect();
    let (info, masthead) = document_info(&first, lexicon);
    let mut reader = grammar::Reader::new(lexicon, info.fiscal_year, info.phase);
    let mut surfaces: Vec<Surface> = Vec::new();
    let mut turned: Turned = BTreeMap::new();
    let pages: Vec<PageNodes> = first
        .into_iter()
        .chain(laid_out)
        .map(|page| {
            let normalized = normalized(&page);
            let nodes = reader.page(&page, &normalized);
            if !page.turn.is_none() {
                turned.insert(page.number, page.turn);
            }
            surfaces.push(page.surface);
            nodes
        })
        .collect();
    let grammar::Read {
        pages,
        coverage,
        folded_ministries,
        diagnostics: found,
    } = reader.finish(pages);
    diagnostics.extend(found);
    let coverage = (document.media == Media::Text).then_some(coverage);
    let mut linked = link::link(&pages, &surfaces, &info, &masthead);
    drop(pages);
    for figure in &linked.unlinked {
        diagnostics.push(Diagnostic::info(
            codes::AMOUNT_UNLINKED,
            format!(
                "{} belongs to no program and no sum that was recognised",
                figure.evidence.text.trim()
            ),
            Location {
                page: Some(figure.evidence.page),
                line: figure.evidence.line,
                source_span: figure.evidence.source_span,
                bbox: figure.evidence.bbox,
            },
        ));
    }
    let more = linked.unlinked_count.saturating_sub(linked.unlinked.len());
    if more > 0 {
        diagnostics.push(Diagnostic::info(
            codes::AMOUNT_UNLINKED,
            format!("{more} more amounts belong to no program and no sum that was recognised"),
            Location::default(),
        ));
    }
    let options = ReconcileOptions::new().with_folded_ministries(folded_ministries);
    diagnostics.extend(reconcile::prove(&mut linked, &options));
    if !linked.budget {
        link::state_nothing(&mut linked.requests);
    }
    let year = info.fiscal_year;
    if let Some(registry) = &outside.registry {
        diagnostics.extend(registry.fill(&mut linked.requests, year, lexicon));
    }
    let mut applied = Applied::default();
    if let Some(corrections) = &outside.corrections {
        applied = corrections.apply(&document.name, &mut linked.requests, &mut linked.totals);
        diagnostics.append(&mut applied.findings);
    }
    let mut checks = reconcile::check(&linked);
    if let Some(registry) = &outside.registry {
        checks.extend(registry.checks(&linked.requests, year));
    }
    let budget = linked.budget;
    let (mut requests, mut totals) = (linked.requests, linked.totals);
    if !applied.no_programs.is_empty() {
        let dropped = |id: &String| applied.no_programs.contains(id);
        requests.retain(|request| !dropped(&request.id));
        checks.retain(|check| !dropped(&check.of));
        for check in &mut checks {
            check.parts.retain(|part| !dropped(part));
        }
    }
    let said = diagnostics.iter().any(|one| one.code == codes::EMPTY);
    if !said && !budget {
        diagnostics.push(Diagnostic::warning(
            codes::NOT_A_REQUEST,
            "no title, head or label says that this is a budget: nothing in it is stated",
            Location::default(),
        ));
    }
    turn_back(
        &turned,
        &mut requests,
        &mut totals,
        diagnostics.get_mut(of_source..).unwrap_or_default(),
    );
    Extraction {
        lexicon: lexicon.version().to_owned(),
        source: SourceInfo {
            name: document.name,
            media_type: document.media.mime(),
            bytes: document.bytes,
            blake3,
            pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        },
        document: info,
        requests,
        totals,
        checks,
        corrections: applied.corrected,
        diagnostics,
        coverage,
    }
}

fn normalized(page: &Page<'_>) -> NormalizedPage {
    let lines: Vec<Span> = page.lines.iter().map(|line| line.span).collect();
    normalize::page(&page.text, &lines)
}

/// Pages that were turned to be read.
type Turned = BTreeMap<PageNumber, Turn>;

/// Tells places as the sheets have them, not as they were turned to be read.
fn turn_back(turned: &Turned, requests: &mut [Request], totals: &mut [Total], findings: &mut [Diagnostic]) {
    if turned.is_empty() {
        return;
    }
    let back = |page: Option<PageNumber>, bbox: &mut Option<Rect>| {
        if let (Some(turn), Some(place)) = (page.and_then(|page| turned.get(&page)), bbox) {
            *place = turn.back(*place);
        }
    };
    for request in requests {
        let candidates = request
            .link
            .candidates
            .iter_mut()
            .map(|candidate| &mut candidate.evidence);
        for place in request.evidence.iter_mut().chain(candidates) {
            back(Some(place.page), &mut place.bbox);
        }
    }
    for place in totals.iter_mut().flat_map(|total| &mut total.evidence) {
        back(Some(place.page), &mut place.bbox);
    }
    for finding in findings {
        back(finding.location.page, &mut finding.location.bbox);
    }
}

fn document_info(first: &[Page<'_>], lexicon: &Lexicon) -> (DocumentInfo, Masthead) {
    let mut lines: Vec<(String, String)> = Vec::new();
    for page in first {
        for line in page.lines.iter().filter(|line| !line.span.is_empty()).take(400) {
            let printed = line.span.slice(&page.text);
            let cut = printed
                .char_indices()
                .nth(2000)
                .map_or(printed, |(at, _)| &printed[..at]);
            lines.push((normalize::fold(cut).text.trim().to_owned(), cut.trim().to_owned()));
        }
    }
    let pairs = lines
        .iter()
        .map(|(folded, printed)| (folded.as_str(), printed.as_str()));
    let info = grammar::document_info(pairs, lexicon);
    let folded = lines.iter().map(|(folded, _)| folded.as_str());
    let masthead = grammar::masthead(folded, &info, lexicon);
    (info, masthead)
}

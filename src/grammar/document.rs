//! What only a whole document tells: which doubtful tags are ministries, and whose money stands with another's.

use super::node::{NamedProgram, NodeKind, PageNodes, SplitKey};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::geometry::Rect;
use crate::model::{Coverage, Evidence};
use crate::span::PageNumber;
use std::collections::HashSet;

/// A document's nodes, page by page.
#[derive(Debug, Default)]
pub struct Read {
    /// Nodes of every page.
    pub pages: Vec<PageNodes>,
    /// Codes of ministries whose money stands with another's in splits, as a note says.
    pub folded_ministries: Vec<String>,
    /// What of the figures of a text was accounted for.
    pub coverage: Coverage,
    /// Figures that could not be read, tags that could not be told, tables without a unit.
    pub diagnostics: Vec<Diagnostic>,
}

/// A tag that means other things too (総, 経, 国) names a ministry where the document's other marks do: its splits or
/// legends have it, or tags that mean nothing else stand in the same places.
pub(super) fn settle_tags(pages: &mut [PageNodes], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashSet<String> = HashSet::new();
    let mut sure = 0usize;
    for node in pages.iter().flat_map(|page| &page.nodes) {
        match &node.kind {
            NodeKind::Legend(labels) => known.extend(labels.iter().map(|label| label.ministry.code.clone())),
            NodeKind::Figure(figure) => {
                known.extend(figure.split.as_deref().into_iter().flat_map(split_codes))
            }
            NodeKind::Item(item) => {
                known.extend(
                    item.figures
                        .iter()
                        .filter_map(|figure| figure.split.as_deref())
                        .flat_map(split_codes),
                );
            }
            _ => {}
        }
        for name in names(&node.kind) {
            if !name.ministries.is_empty() && !name.unsure_tag {
                sure += 1;
                known.extend(name.ministries.iter().map(|ministry| ministry.code.clone()));
            }
        }
    }
    for node in pages.iter_mut().flat_map(|page| &mut page.nodes) {
        for name in names_mut(&mut node.kind) {
            if !name.unsure_tag {
                continue;
            }
            let backed = sure > 0
                || name
                    .ministries
                    .iter()
                    .all(|ministry| known.contains(&ministry.code));
            if backed {
                name.unsure_tag = false;
                continue;
            }
            let surface = name
                .ministries
                .iter()
                .map(|ministry| ministry.surface.as_str())
                .collect::<String>();
            diagnostics.push(Diagnostic::warning(
                codes::UNKNOWN_TAG,
                format!("the tag （{surface}） means other things too, and nothing else here shows that it is a ministry"),
                location(&name.evidence),
            ));
            name.ministries.clear();
        }
    }
}

fn split_codes(split: &super::node::SplitNode) -> impl Iterator<Item = String> {
    split.parts.iter().filter_map(|part| match &part.key {
        SplitKey::Ministry(code) => Some(code.clone()),
        SplitKey::Account(_) => None,
    })
}

fn names(kind: &NodeKind) -> &[NamedProgram] {
    match kind {
        NodeKind::Programs(line) => &line.names,
        NodeKind::Entry(entry) => &entry.names,
        NodeKind::Item(item) => std::slice::from_ref(&item.name),
        NodeKind::Heading(heading) => std::slice::from_ref(&heading.title),
        NodeKind::TableRow(row) => std::slice::from_ref(&row.name),
        NodeKind::Mention(name) => std::slice::from_ref(&**name),
        _ => &[],
    }
}

fn names_mut(kind: &mut NodeKind) -> &mut [NamedProgram] {
    match kind {
        NodeKind::Programs(line) => &mut line.names,
        NodeKind::Entry(entry) => &mut entry.names,
        NodeKind::Item(item) => std::slice::from_mut(&mut item.name),
        NodeKind::Heading(heading) => std::slice::from_mut(&mut heading.title),
        NodeKind::TableRow(row) => std::slice::from_mut(&mut row.name),
        NodeKind::Mention(name) => std::slice::from_mut(&mut **name),
        _ => &mut [],
    }
}

/// The place of a piece of evidence, for a diagnostic.
pub(super) fn location(evidence: &Evidence) -> Location {
    Location {
        page: Some(evidence.page),
        line: evidence.line,
        source_span: evidence.source_span,
        bbox: evidence.bbox,
    }
}

/// The tables of a page of which no row was read, in one diagnostic at the first.
pub(super) fn unread_tables(number: PageNumber, tables: &[(Rect, &'static str)]) -> Option<Diagnostic> {
    let (bbox, why) = tables.first()?;
    let message = match tables.len() {
        1 => format!("a table on this page gave no row: {why}"),
        more => format!("{more} tables on this page gave no row; the first because {why}"),
    };
    Some(Diagnostic::info(
        codes::TABLE_UNREAD,
        message,
        Location {
            page: Some(number),
            bbox: Some(*bbox),
            ..Location::default()
        },
    ))
}

/// Figures that could not be read.
pub(super) fn report_unreadable(pages: &[PageNodes], diagnostics: &mut Vec<Diagnostic>) {
    use super::node::{Figure, FigureValue};
    let mut report = |figure: &Figure| {
        if figure.value == FigureValue::Unreadable && figure.evidence.text.chars().any(|c| c.is_numeric()) {
            diagnostics.push(Diagnostic::warning(
                codes::UNREADABLE_AMOUNT,
                format!(
                    "{} looks like an amount with a damaged digit or unit",
                    figure.evidence.text.trim()
                ),
                location(&figure.evidence),
            ));
        }
    };
    for node in pages.iter().flat_map(|page| &page.nodes) {
        match &node.kind {
            NodeKind::Figure(figure) => report(figure),
            NodeKind::Programs(line) => line.figures.iter().for_each(&mut report),
            NodeKind::Entry(entry) => entry.figures.iter().for_each(&mut report),
            NodeKind::Item(item) => item.figures.iter().for_each(&mut report),
            NodeKind::Heading(heading) => heading.figures.iter().for_each(&mut report),
            _ => {}
        }
    }
}

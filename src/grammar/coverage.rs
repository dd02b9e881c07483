//! Accounts for every figure of a text's page: each run of digits ends in one role, or among what was not understood.

use super::line::{Kind, Token, lex};
use super::node::{Figure, NamedProgram, Node, NodeKind, Relation};
use super::sheet::{InForce, Sheet};
use crate::model::{Coverage, Evidence, EvidenceRole, Unexplained};
use crate::span::Span;

/// So many figures that were not understood are kept one by one.
const LISTED: usize = 1000;

/// Adds a page's figures to a document's coverage. `nodes` are what was read on the page, `known` the places that were read
/// as something that gives no node.
pub(super) fn cover(
    sheet: Sheet<'_>,
    nodes: &[Node],
    known: &[Span],
    force: InForce<'_>,
    coverage: &mut Coverage,
) {
    let mut places = Places::default();
    nodes.iter().for_each(|node| places.node(node));
    places.sort();
    let mut offset = None;
    for line in 0..sheet.len() {
        let span = sheet.span(line);
        let text = sheet.text(span);
        if text.len() > super::reader::LONGEST_LINE || !holds_figures(text) {
            continue;
        }
        let tokens = lex(sheet, span, force);
        for token in &tokens.tokens {
            let figures = runs(sheet.text(token.span), token.kind);
            if figures == 0 {
                continue;
            }
            coverage.figures = coverage.figures.saturating_add(figures);
            let shift = *offset.get_or_insert_with(|| offset_of(sheet, token.span));
            let source = sheet.normalized.folded.source_span(token.span).shifted(shift);
            match unexplained(sheet, token, source, &places, known, force) {
                None => coverage.explained = coverage.explained.saturating_add(figures),
                Some(why) => {
                    for _ in 0..figures.min(1) {
                        if coverage.unexplained.len() < LISTED {
                            coverage.unexplained.push(Unexplained {
                                evidence: sheet.quote(EvidenceRole::Amount, token.span),
                                why,
                            });
                        }
                    }
                }
            }
        }
    }
}

/// Where the page's text begins in the document.
fn offset_of(sheet: Sheet<'_>, span: Span) -> usize {
    let here = sheet.normalized.folded.source_span(span);
    let there = sheet.quote(EvidenceRole::Amount, span).source_span;
    there.map_or(0, |there| there.start.saturating_sub(here.start))
}

fn holds_figures(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit()) || text.contains('円')
}

/// How many figures a token prints: runs of digits with their points and commas, or one number in kanji with its unit.
fn runs(text: &str, kind: Kind) -> u32 {
    let mut runs = 0;
    let mut before = false;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let digit = byte.is_ascii_digit();
        let joins = before && matches!(byte, b',' | b'.') && bytes.peek().is_some_and(u8::is_ascii_digit);
        if digit && !before {
            runs += 1;
        }
        before = digit || joins;
    }
    if runs == 0 && matches!(kind, Kind::Figure(_)) {
        1
    } else {
        runs
    }
}

/// Why a token's figure has no role; `None` where it has one.
fn unexplained(
    sheet: Sheet<'_>,
    token: &Token,
    source: Span,
    places: &Places,
    known: &[Span],
    force: InForce<'_>,
) -> Option<&'static str> {
    // In order, as the lines are.
    let at = known.partition_point(|known| known.end < token.span.end);
    if known.get(at).is_some_and(|known| known.contains(token.span)) {
        return None;
    }
    match token.kind {
        Kind::Year(_) | Kind::Count { .. } | Kind::Rate | Kind::Text | Kind::Unspecified => None,
        Kind::Figure(_) if places.doubted(source) => Some("the words beside it are not known"),
        Kind::Figure(_) if places.hold(source) => None,
        Kind::Figure(_) => Some("no program and no sum was found that it belongs to"),
        Kind::Bare if places.hold(source) => None,
        Kind::Bare if is_mark(sheet, token) => None,
        Kind::Bare if force.unit.is_some() => Some("a number that no column or program was found for"),
        Kind::Bare => Some("a number without a unit"),
        _ => None,
    }
}

/// An outline number, a page's number, or a mark of a note: it stands first on its line, or alone.
fn is_mark(sheet: Sheet<'_>, token: &Token) -> bool {
    let line = sheet
        .normalized
        .lines
        .partition_point(|line| line.normalized_span.end < token.span.start);
    let span = sheet.span(line);
    let before = sheet.text(Span::new(span.start, token.span.start));
    let bare = before.trim_matches([
        '(', '第', ' ', '-', '[', '<', '注', '※', '*', 'P', 'p', '.', '○', '・',
    ]);
    bare.is_empty() && token.span.len() <= 4
}

/// Where the figures of a page's nodes stand in the document.
#[derive(Default)]
struct Places {
    taken: Vec<Span>,
    /// Figures that no word explains.
    doubted: Vec<Span>,
}

impl Places {
    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Heading(heading) => {
                self.name(&heading.title);
                self.figures(&heading.figures);
                if let Some(entry) = &heading.entry {
                    entry.names.iter().for_each(|name| self.name(name));
                    self.figures(&entry.figures);
                }
            }
            NodeKind::Programs(line) => {
                line.names.iter().for_each(|name| self.name(name));
                self.figures(&line.figures);
            }
            NodeKind::Entry(entry) => {
                entry.names.iter().for_each(|name| self.name(name));
                self.figures(&entry.figures);
            }
            NodeKind::Item(item) => {
                self.name(&item.name);
                self.figures(&item.figures);
            }
            NodeKind::Figure(figure) => self.figure(figure),
            NodeKind::TableRow(row) => {
                self.name(&row.name);
                row.cells.iter().for_each(|(_, figure, _)| self.figure(figure));
            }
            NodeKind::Mention(name) => self.name(name),
            _ => {}
        }
    }

    fn name(&mut self, name: &NamedProgram) {
        self.take(&name.evidence);
        name.marks.iter().for_each(|mark| self.take(mark));
    }

    fn figures(&mut self, figures: &[Figure]) {
        figures.iter().for_each(|figure| self.figure(figure));
    }

    fn figure(&mut self, figure: &Figure) {
        if figure.relation == Relation::Unexplained {
            self.doubted.extend(figure.evidence.source_span);
        } else {
            self.take(&figure.evidence);
        }
        if let Some(split) = &figure.split {
            self.take(&split.evidence);
        }
    }

    fn take(&mut self, evidence: &Evidence) {
        self.taken.extend(evidence.source_span);
    }

    fn sort(&mut self) {
        self.taken.sort_unstable();
        self.doubted.sort_unstable();
    }

    /// Whether a place is a part of one that was read.
    fn hold(&self, span: Span) -> bool {
        touches(&self.taken, span)
    }

    fn doubted(&self, span: Span) -> bool {
        touches(&self.doubted, span) && !self.hold(span)
    }
}

/// Whether one of some sorted spans shares a byte with this one. Spans of names can be long, so a few before are looked at.
fn touches(spans: &[Span], span: Span) -> bool {
    const LOOK_BACK: usize = 8;
    let end = spans.partition_point(|other| other.start < span.end);
    spans
        .get(end.saturating_sub(LOOK_BACK)..end)
        .unwrap_or_default()
        .iter()
        .any(|other| other.end > span.start)
}

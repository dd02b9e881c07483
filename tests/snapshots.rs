//! Whole documents at every floor, as snapshots under `snapshots/<floor>/`: what a change of one floor does to real
//! documents is seen floor by floor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fmt::Write;
use yosan::grammar::{Figure, NamedProgram, NodeKind};
use yosan::link;
use yosan::model::{Amount, Request};
use yosan::source::Document;

/// Every text fixture, by its path under `fixtures/`.
const FIXTURES: [&str; 19] = [
    "r5-iryo-gaisan.txt",
    "text/columns-2024-labels-first.txt",
    "text/list-2024-bullets.txt",
    "text/list-2026-bracket-note.txt",
    "text/list-2026-unit-above.txt",
    "text/ministries-2025-headings.txt",
    "text/news-2024-prose.txt",
    "text/other-empty.txt",
    "text/other-recipe.txt",
    "text/outline-2025-circled.txt",
    "text/overlay-2031-new-ministry.txt",
    "text/prefecture-2024-thousand-yen.txt",
    "text/scan-2023-damaged.txt",
    "text/slide-2024-apart.txt",
    "text/sums-2023-open-rest.txt",
    "text/table-2023-million-yen.txt",
    "text/table-2026-two-line-head.txt",
    "text/table-2026-wide-digits.txt",
    "text/unspecified-2026-items.txt",
];

/// Holds what `show` makes of every text fixture against its snapshot on a floor.
fn hold(floor: &str, show: impl Fn(&str) -> String) {
    hold_all(floor, &FIXTURES, show);
}

fn hold_all(floor: &str, fixtures: &[impl AsRef<str>], show: impl Fn(&str) -> String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{floor}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for fixture in fixtures.iter().map(AsRef::as_ref) {
            let name = fixture
                .trim_start_matches("text/")
                .trim_end_matches(".txt")
                .trim_end_matches(".pdf")
                .replace('/', "-");
            insta::assert_snapshot!(name, show(fixture));
        }
    });
}

#[test]
fn normalize() {
    hold("normalize", |fixture| {
        let document = common::document(fixture);
        let mut out = String::new();
        for (page, normalized) in common::normalized(&document) {
            writeln!(out, "── page {}", page.number.get()).unwrap();
            for line in &normalized.lines {
                let text = line.normalized_span.slice(&normalized.folded.text);
                if text.is_empty() {
                    continue;
                }
                let number = |at: usize| page.lines[at].number.unwrap();
                let (first, last) = (
                    number(line.source_lines().start),
                    number(line.source_lines().end - 1),
                );
                let numbers = if first == last {
                    first.to_string()
                } else {
                    format!("{first}-{last}")
                };
                let mark = if line.vertical { "|" } else { "" };
                writeln!(out, "{numbers:>9} {mark}{text}").unwrap();
            }
        }
        out
    });
}

#[test]
fn grammar() {
    hold("grammar", |fixture| {
        let document = common::document(fixture);
        let (info, read) = common::nodes(&document);
        let mut out = format!("{info:?}\n");
        for (page, nodes) in read.pages.iter().enumerate() {
            writeln!(out, "── page {}", page + 1).unwrap();
            for node in &nodes.nodes {
                writeln!(out, "{}", node_line(&node.kind)).unwrap();
            }
        }
        out
    });
}

fn node_line(kind: &NodeKind) -> String {
    match kind {
        NodeKind::ColumnBreak => "column".to_owned(),
        NodeKind::Heading(heading) => format!(
            "heading {} {}{}{}",
            heading.level,
            name_words(&heading.title),
            if heading.budget_words { " (budget)" } else { "" },
            figures(&heading.figures)
        ),
        NodeKind::Programs(line) => {
            let names: Vec<String> = line.names.iter().map(name_words).collect();
            let bullet = line.bullet.map(String::from).unwrap_or_default();
            let sure = if line.sure { "" } else { " (unsure)" };
            format!(
                "programs {bullet} {}{sure}{}",
                names.join(" ／ "),
                figures(&line.figures)
            )
        }
        NodeKind::Entry(entry) => {
            let names: Vec<String> = entry.names.iter().map(name_words).collect();
            let doubt = entry.doubt.map_or("", |doubt| doubt.code());
            format!("entry {}{} {doubt}", names.join(" / "), figures(&entry.figures))
        }
        NodeKind::Item(item) => format!("item {}{}", name_words(&item.name), figures(&item.figures)),
        NodeKind::Figure(one) => format!("figure{}", figures(std::slice::from_ref(one))),
        NodeKind::Label(words) => format!("label {words:?}").chars().take(160).collect(),
        NodeKind::Legend(labels) => {
            let codes: Vec<&str> = labels.iter().map(|label| label.ministry.code.as_str()).collect();
            format!("legend {}", codes.join(" "))
        }
        NodeKind::MinistryHeading(label) => format!("ministry {}", label.ministry.code),
        NodeKind::UnitNote { word, .. } => format!("unit {word}"),
        NodeKind::BracketNote { open, relation } => format!("bracket {open} {relation:?}"),
        NodeKind::TableHeader(header) => {
            let roles: Vec<String> = header
                .columns
                .iter()
                .map(|column| format!("{:?}", column.role))
                .collect();
            format!("table {}", roles.join(" | "))
        }
        NodeKind::TableRow(row) => {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|(kind, figure, _)| format!("{kind:?}{}", figures(std::slice::from_ref(figure))))
                .collect();
            format!("row {} | {}", name_words(&row.name), cells.join(" | "))
        }
        NodeKind::Mention(name) => format!("mention {}", name_words(name)),
        NodeKind::Flags(mark) => format!("flags {:?} {}", mark.flags, mark.evidence.text.trim()),
    }
}

fn name_words(name: &NamedProgram) -> String {
    let mut out = format!("〈{}〉", name.name);
    for flag in &name.flags {
        write!(out, " +{}", flag.code()).unwrap();
    }
    for ministry in &name.ministries {
        write!(out, " @{}", ministry.code).unwrap();
    }
    out
}

fn figures(figures: &[Figure]) -> String {
    figures.iter().fold(String::new(), |mut out, figure| {
        let value = figure
            .amount()
            .map_or_else(|| format!("{:?}", figure.value), |amount| amount.surface.clone());
        let account = figure
            .account
            .as_ref()
            .map_or("", |account| account.code.as_str());
        write!(out, " [{value} {:?} {account}]", figure.relation).unwrap();
        out
    })
}

#[test]
fn link() {
    hold("link", link_lines);
}

/// Tables on sheets: rows, levels and sums are told by their cells.
#[test]
fn link_tables() {
    let names: Vec<String> = common::TABLES
        .iter()
        .map(|look| format!("tables/{look}.pdf"))
        .collect();
    hold_all("link", &names, link_lines);
}

fn link_lines(fixture: &str) -> String {
    let document = common::document(fixture);
    let (info, read) = common::nodes(&document);
    let linked = link::link(
        &read.pages,
        &common::surfaces(&document),
        &info,
        &common::masthead(&document, &info),
    );
    let mut out = String::new();
    for request in &linked.requests {
        writeln!(out, "{}", request_line(request)).unwrap();
    }
    for (total, scope) in linked.totals.iter().zip(&linked.total_scopes) {
        writeln!(out, "total {} {} {scope:?}", total.item, total.amount.surface).unwrap();
    }
    out
}

/// The decks in many looks, at the floor where place decides.
#[test]
fn link_decks() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/link/decks");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for deck in common::decks() {
            insta::assert_snapshot!(deck.as_str(), link_lines(&format!("decks/{deck}.pdf")));
        }
    });
}

#[test]
fn reconcile() {
    hold("reconcile", |fixture| {
        let extraction = common::extract(fixture);
        let mut out = String::new();
        for request in &extraction.requests {
            writeln!(out, "{}", request_line(request)).unwrap();
        }
        for check in &extraction.checks {
            writeln!(
                out,
                "{} {} {} (stated {}, made {:?}, ±{})",
                check.verdict.code(),
                check.kind.code(),
                check.label,
                check.stated,
                check.accumulated,
                check.tolerance
            )
            .unwrap();
        }
        for diagnostic in &extraction.diagnostics {
            writeln!(out, "{}: {}", diagnostic.code, diagnostic.message).unwrap();
        }
        out
    });
}

fn request_line(request: &Request) -> String {
    let mut out = format!(
        "{} · {}",
        request.section.as_deref().unwrap_or("–"),
        request.program.name
    );
    let amount = |amount: &Amount| match (amount.yen, amount.within_yen) {
        (Some(yen), _) => format!("{} = {yen}", amount.surface),
        (None, within) => format!("{} within {}", amount.surface, within.unwrap_or(0)),
    };
    if let Some(own) = &request.amount {
        write!(out, " | {}", amount(own)).unwrap();
    }
    if let Some(previous) = &request.previous {
        write!(out, " | previous {}", amount(previous)).unwrap();
    }
    let ministries: Vec<String> = request
        .ministries
        .iter()
        .map(|ministry| format!("{}:{}", ministry.code, ministry.evidence.code()))
        .collect();
    let flags: Vec<&str> = request.flags.iter().map(|flag| flag.code()).collect();
    write!(
        out,
        " | {} {} | {} | {}",
        request.link.status.code(),
        request.link.method.map_or("", |method| method.code()),
        ministries.join(" "),
        flags.join(" ")
    )
    .unwrap();
    if !request.link.candidates.is_empty() {
        let yen: Vec<String> = request
            .link
            .candidates
            .iter()
            .map(|candidate| candidate.evidence.text.clone())
            .collect();
        write!(out, " | could be {}", yen.join(", ")).unwrap();
    }
    out
}

#[test]
fn json_v1() {
    hold("json-v1", |fixture| {
        let extraction = common::extract(fixture);
        let mut json = Vec::new();
        yosan::output::json::write(&extraction, &mut json).unwrap();
        let json = String::from_utf8(json).unwrap();
        json.replacen(env!("CARGO_PKG_VERSION"), "VERSION", 1)
    });
}

/// The order of pages that the source gives is the order of everything after it.
#[test]
fn every_fixture_has_pages_in_order() {
    for fixture in FIXTURES {
        let document: Document = common::document(fixture);
        for (index, page) in document.pages.iter().enumerate() {
            assert_eq!(page.number.index(), index, "{fixture}");
        }
    }
}

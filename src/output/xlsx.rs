//! A workbook for Excel: programs, stated sums, sums held against their parts, findings, and documents, a sheet each.
//! Amounts are numbers, in yen and in 億円. A sum that is off is red, a program whose amount is open is yellow, and each row
//! links to the page that it was read from.

pub(super) mod sheet;

use super::figures::{Of, joined};
use super::format::{Begin, Documents, Format, Out};
use crate::diagnostic::Severity;
use crate::model::{Amount, AmountState, Check, Extraction, LinkStatus, Request, Total, Verdict};
use sheet::{Cell, Sheet, Tint};
use std::io;

/// A workbook.
pub const XLSX: Format = Format {
    name: "xlsx",
    extension: "xlsx",
    about: "A workbook: programs, sums, checks, findings and documents, a sheet each",
    is_text: false,
    holds_many: true,
    links: true,
    begin: Begin::File(|out, _| Ok(Box::new(Sheets::begin(out)?))),
};

const REQUESTS: &[(&str, u8)] = &[
    ("source", 22),
    ("place", 10),
    ("page", 6),
    ("section", 26),
    ("program", 44),
    ("ministries", 20),
    ("億円", 12),
    ("yen", 18),
    ("yen_max", 18),
    ("within_yen", 18),
    ("前年度 億円", 12),
    ("previous_yen", 18),
    ("増△減 億円", 12),
    ("change_yen", 18),
    ("surface", 18),
    ("qualifiers", 12),
    ("amount_state", 12),
    ("status", 11),
    ("candidates_yen", 18),
    ("phase", 12),
    ("fiscal_year", 10),
    ("account", 12),
    ("body", 12),
    ("flags", 16),
    ("counted", 9),
    ("group", 18),
    ("why", 44),
    ("id", 18),
];

const TOTALS: &[(&str, u8)] = &[
    ("source", 22),
    ("place", 10),
    ("page", 6),
    ("section", 26),
    ("item", 44),
    ("億円", 12),
    ("yen", 18),
    ("surface", 18),
    ("qualifiers", 12),
    ("phase", 12),
    ("fiscal_year", 10),
    ("account", 12),
    ("breakdown", 44),
    ("id", 18),
];

const CHECKS: &[(&str, u8)] = &[
    ("source", 22),
    ("place", 10),
    ("kind", 10),
    ("label", 60),
    ("verdict", 9),
    ("stated_yen", 18),
    ("accumulated_yen", 18),
    ("difference_yen", 18),
    ("tolerance_yen", 18),
    ("parts", 8),
    ("suspect", 30),
    ("of", 18),
    ("id", 18),
];

const DIAGNOSTICS: &[(&str, u8)] = &[
    ("source", 22),
    ("place", 10),
    ("page", 6),
    ("line", 7),
    ("severity", 10),
    ("code", 22),
    ("message", 90),
];

const SOURCES: &[(&str, u8)] = &[
    ("source", 30),
    ("title", 60),
    ("kind", 14),
    ("fiscal_year", 10),
    ("phase", 12),
    ("pages", 8),
    ("requests", 10),
    ("totals", 8),
    ("sums off", 9),
    ("media_type", 18),
    ("bytes", 14),
    ("blake3", 66),
    ("lexicon", 10),
    ("version", 10),
];

struct Sheets<'a> {
    out: Out<'a>,
    requests: Sheet,
    totals: Sheet,
    checks: Sheet,
    diagnostics: Sheet,
    sources: Sheet,
}

impl<'a> Sheets<'a> {
    fn begin(out: Out<'a>) -> io::Result<Self> {
        Ok(Self {
            out,
            requests: Sheet::new("requests", REQUESTS)?,
            totals: Sheet::new("totals", TOTALS)?,
            checks: Sheet::new("checks", CHECKS)?,
            diagnostics: Sheet::new("diagnostics", DIAGNOSTICS)?,
            sources: Sheet::new("sources", SOURCES)?,
        })
    }
}

impl Documents for Sheets<'_> {
    fn add(&mut self, document: &Extraction, place: Option<&str>) -> io::Result<()> {
        let source = Source { document, place };
        for request in &document.requests {
            self.requests.push(&source.request(request), tint(request))?;
        }
        for total in &document.totals {
            self.totals.push(&source.total(total), Tint::None)?;
        }
        for check in &document.checks {
            let tint = match check.verdict {
                Verdict::Holds => Tint::None,
                Verdict::Off => Tint::Wrong,
                Verdict::Open => Tint::Open,
            };
            self.checks.push(&source.check(check), tint)?;
        }
        for finding in &document.diagnostics {
            let tint = match finding.severity {
                Severity::Info => Tint::None,
                Severity::Warning => Tint::Open,
                Severity::Error => Tint::Wrong,
            };
            let page = finding.location.page.map(|page| page.get());
            let cells = [
                document.source.name.as_str().into(),
                source.link(page),
                number(page),
                number(finding.location.line),
                finding.severity.code().into(),
                finding.code.into(),
                finding.message.as_str().into(),
            ];
            self.diagnostics.push(&cells, tint)?;
        }
        self.sources.push(&source.cells(), Tint::None)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let sheets = [
            self.requests,
            self.totals,
            self.checks,
            self.diagnostics,
            self.sources,
        ];
        sheet::save(sheets, &mut self.out)
    }
}

/// A program whose amount is open is yellow, one with a figure that could not be read is red.
fn tint(request: &Request) -> Tint {
    match request.link.status {
        _ if request.amount_state == AmountState::Unreadable => Tint::Wrong,
        LinkStatus::Inferred | LinkStatus::Ambiguous => Tint::Open,
        LinkStatus::Stated | LinkStatus::Proved | LinkStatus::None => Tint::None,
    }
}

fn number<N: Into<i64>>(number: Option<N>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::Number(number.into()))
}

fn yen(amount: Option<&Amount>) -> Cell {
    amount
        .and_then(|amount| amount.yen)
        .map_or(Cell::Empty, Cell::Yen)
}

fn oku(amount: Option<&Amount>) -> Cell {
    amount
        .and_then(|amount| amount.yen)
        .map_or(Cell::Empty, Cell::Oku)
}

fn qualifiers(amount: Option<&Amount>) -> Cell {
    let words = amount
        .map(|amount| amount.qualifiers.as_slice())
        .unwrap_or_default();
    joined(words.iter().map(|word| word.code())).into()
}

/// A document and where it lies.
struct Source<'a> {
    document: &'a Extraction,
    place: Option<&'a str>,
}

impl Source<'_> {
    /// A link to a page of the document, where it is known where that lies.
    fn link(&self, page: Option<u32>) -> Cell {
        let shown = page.map_or_else(String::new, |page| format!("p. {page}"));
        match (self.place, page) {
            (Some(place), Some(page)) if self.document.source.media_type == "application/pdf" => {
                Cell::Link(format!("{}#page={page}", address(place)), shown)
            }
            (Some(place), _) if shown.is_empty() => Cell::Link(address(place), "open".to_owned()),
            (Some(place), _) => Cell::Link(address(place), shown),
            (None, _) => shown.into(),
        }
    }

    fn request(&self, request: &Request) -> Vec<Cell> {
        let amount = request.amount.as_ref();
        let page = Of::Request(request).place().map(|place| place.page.get());
        let candidates = request.link.candidates.iter().map(|one| one.yen.to_string());
        vec![
            self.document.source.name.as_str().into(),
            self.link(page),
            number(page),
            request.section.as_ref().into(),
            request.program.name.as_str().into(),
            joined(request.ministries.iter().map(|ministry| ministry.name.as_str())).into(),
            oku(amount),
            yen(amount),
            amount
                .and_then(|amount| amount.yen_max)
                .map_or(Cell::Empty, Cell::Yen),
            amount
                .and_then(|amount| amount.within_yen)
                .map_or(Cell::Empty, Cell::Yen),
            oku(request.previous.as_ref()),
            yen(request.previous.as_ref()),
            oku(request.change.as_ref()),
            yen(request.change.as_ref()),
            amount.map(|amount| &amount.surface).into(),
            qualifiers(amount),
            request.amount_state.code().into(),
            request.link.status.code().into(),
            candidates.collect::<Vec<_>>().join(";").into(),
            request.phase.map(|phase| phase.code()).into(),
            number(request.fiscal_year.map(|year| year.0)),
            request.account.as_ref().map(|account| &account.code).into(),
            request.body.as_ref().map(|body| &body.name).into(),
            joined(request.flags.iter().map(|flag| flag.code())).into(),
            Cell::Flag(request.counted),
            request.group.as_ref().into(),
            request.link.why.as_str().into(),
            request.id.as_str().into(),
        ]
    }

    fn total(&self, total: &Total) -> Vec<Cell> {
        let page = Of::Total(total).place().map(|place| place.page.get());
        let parts = total
            .breakdown
            .iter()
            .map(|part| format!("{} {}", part.surface, part.amount.surface));
        vec![
            self.document.source.name.as_str().into(),
            self.link(page),
            number(page),
            total.section.as_ref().into(),
            total.item.as_str().into(),
            oku(Some(&total.amount)),
            yen(Some(&total.amount)),
            total.amount.surface.as_str().into(),
            qualifiers(Some(&total.amount)),
            total.phase.map(|phase| phase.code()).into(),
            number(total.fiscal_year.map(|year| year.0)),
            total.account.as_ref().map(|account| &account.code).into(),
            parts.collect::<Vec<_>>().join(", ").into(),
            total.id.as_str().into(),
        ]
    }

    fn check(&self, check: &Check) -> Vec<Cell> {
        let (requests, totals) = (&self.document.requests, &self.document.totals);
        let of = |id: &str| {
            let request = requests.iter().find(|request| request.id == id).map(Of::Request);
            request.or_else(|| totals.iter().find(|total| total.id == id).map(Of::Total))
        };
        let page = of(&check.of).and_then(Of::place).map(|place| place.page.get());
        let suspect = check.suspect.as_deref().map(|id| of(id).map_or(id, Of::item));
        vec![
            self.document.source.name.as_str().into(),
            self.link(page),
            check.kind.code().into(),
            check.label.as_str().into(),
            check.verdict.code().into(),
            Cell::Yen(check.stated),
            check.accumulated.map_or(Cell::Empty, Cell::Yen),
            check.difference().map_or(Cell::Empty, Cell::Yen),
            Cell::Yen(check.tolerance),
            number(i64::try_from(check.parts.len()).ok()),
            suspect.into(),
            check.of.as_str().into(),
            check.id.as_str().into(),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        let document = self.document;
        let off = document
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Off)
            .count();
        let name = match self.place {
            Some(place) => Cell::Link(address(place), document.source.name.clone()),
            None => document.source.name.as_str().into(),
        };
        vec![
            name,
            document.document.title.as_ref().into(),
            document.document.kind.as_str().into(),
            number(document.document.fiscal_year.map(|year| year.0)),
            document.document.phase.map(|phase| phase.code()).into(),
            Cell::Number(document.source.pages.into()),
            number(i64::try_from(document.requests.len()).ok()),
            number(i64::try_from(document.totals.len()).ok()),
            number(i64::try_from(off).ok()),
            document.source.media_type.into(),
            number(i64::try_from(document.source.bytes).ok()),
            document.source.blake3.as_str().into(),
            document.lexicon.as_str().into(),
            env!("CARGO_PKG_VERSION").into(),
        ]
    }
}

/// A link as Excel wants it: an address as it is, a path as that of a file.
fn address(place: &str) -> String {
    if place.contains("://") {
        place.to_owned()
    } else {
        format!("file:///{place}")
    }
}

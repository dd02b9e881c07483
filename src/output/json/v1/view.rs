//! The model seen as `yosan/v1`: strings are borrowed, rows are made one at a time while writing, so that writing takes
//! no memory that grows with the document.

use super::{
    Account, Amount, Body, Breakdown, Candidate, Check, Comparative, Diagnostic, Document, Evidence,
    Generator, Link, Ministry, Request, SCHEMA, Source, Total,
};
use crate::geometry::Rect;
use crate::span::Span;
use crate::{diagnostic, model};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use std::borrow::Cow;
use std::cell::RefCell;

/// An extraction to be written: the same keys in the same order as [`super::Extraction`].
pub(in crate::output::json) struct View<'a>(pub(in crate::output::json) &'a model::Extraction);

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(extraction) = self;
        let scratch = RefCell::new(Vec::new());
        let request = |request| Request::with_row(request, &mut scratch.borrow_mut());
        let mut out = serializer.serialize_struct("Extraction", 8)?;
        out.serialize_field("schema", SCHEMA)?;
        out.serialize_field("generator", &Generator::of(extraction))?;
        out.serialize_field("source", &Source::from(&extraction.source))?;
        out.serialize_field("document", &Document::from(&extraction.document))?;
        out.serialize_field("requests", &Each(&extraction.requests, request))?;
        out.serialize_field("totals", &Each(&extraction.totals, Total::from))?;
        out.serialize_field("checks", &Each(&extraction.checks, Check::from))?;
        out.serialize_field("diagnostics", &Each(&extraction.diagnostics, Diagnostic::from))?;
        out.end()
    }
}

/// A list whose items are made as they are written.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, V: Serialize, F: Fn(&'a T) -> V> Serialize for Each<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

fn text(value: &str) -> Cow<'_, str> {
    Cow::Borrowed(value)
}

fn optional(value: &Option<String>) -> Option<Cow<'_, str>> {
    value.as_deref().map(Cow::Borrowed)
}

fn all<'a, T, V: From<&'a T>>(values: &'a [T]) -> Vec<V> {
    values.iter().map(V::from).collect()
}

fn words<T: Copy, V: From<T>>(values: &[T]) -> Vec<V> {
    values.iter().copied().map(V::from).collect()
}

fn year(year: Option<model::FiscalYear>) -> Option<u16> {
    year.map(|year| year.0)
}

fn span(span: Option<Span>) -> Option<[u64; 2]> {
    span.map(|span| [span.start as u64, span.end as u64])
}

/// Hundredths of a point: finer than any eye, and the same text for the same place on every machine.
fn bbox(rect: Option<Rect>) -> Option<[f64; 4]> {
    let hundredths = |value: f32| {
        let rounded = (f64::from(value) * 100.0).round() / 100.0;
        // JSON knows neither infinity nor −0.
        if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
    };
    rect.map(|rect| [rect.x0, rect.y0, rect.x1, rect.y1].map(hundredths))
}

impl<'a> Generator<'a> {
    fn of(extraction: &'a model::Extraction) -> Self {
        Self {
            name: text(env!("CARGO_PKG_NAME")),
            version: text(env!("CARGO_PKG_VERSION")),
            lexicon: text(&extraction.lexicon),
        }
    }
}

impl<'a> From<&'a model::SourceInfo> for Source<'a> {
    fn from(source: &'a model::SourceInfo) -> Self {
        Self {
            name: text(&source.name),
            media_type: text(source.media_type),
            bytes: source.bytes,
            blake3: text(&source.blake3),
            pages: source.pages,
        }
    }
}

impl<'a> From<&'a model::DocumentInfo> for Document<'a> {
    fn from(document: &'a model::DocumentInfo) -> Self {
        Self {
            title: optional(&document.title),
            kind: text(&document.kind),
            fiscal_year: year(document.fiscal_year),
            fiscal_year_surface: optional(&document.fiscal_year_surface),
            phase: document.phase.map(Into::into),
        }
    }
}

impl<'a> Request<'a> {
    /// The row with its hash; `scratch` is a buffer to be used again for the next row.
    fn with_row(request: &'a model::Request, scratch: &mut Vec<u8>) -> Self {
        let mut row = Self {
            id: text(""),
            row: text(""),
            section: optional(&request.section),
            section_path: request.section_path.iter().map(|heading| text(heading)).collect(),
            program: text(&request.program.name),
            program_surface: text(&request.program.surface),
            amount: request.amount.as_ref().map(Into::into),
            amount_state: request.amount_state.into(),
            previous: request.previous.as_ref().map(Into::into),
            change: request.change.as_ref().map(Into::into),
            comparatives: all(&request.comparatives),
            phase: request.phase.map(Into::into),
            phase_surface: optional(&request.phase_surface),
            fiscal_year: year(request.fiscal_year),
            account: request.account.as_ref().map(Into::into),
            ministries: all(&request.ministries),
            body: request.body.as_ref().map(Into::into),
            flags: words(&request.flags),
            counted: request.counted,
            group: optional(&request.group),
            link: (&request.link).into(),
            evidence: all(&request.evidence),
        };
        row.row = Cow::Owned(row.hash(scratch));
        row.id = text(&request.id);
        row
    }

    /// The hash of everything but `id` and `row`, which must be empty.
    fn hash(&self, scratch: &mut Vec<u8>) -> String {
        scratch.clear();
        // Writing plain structs to memory has no way to fail; were it to, the rows would only look unchanged.
        let _ = serde_json::to_writer(&mut *scratch, self);
        let mut hash = blake3::hash(scratch).to_hex().to_string();
        hash.truncate(16);
        hash
    }
}

impl<'a> From<&'a model::Request> for Request<'a> {
    fn from(request: &'a model::Request) -> Self {
        Self::with_row(request, &mut Vec::new())
    }
}

impl<'a> From<&'a model::Amount> for Amount<'a> {
    fn from(amount: &'a model::Amount) -> Self {
        Self {
            yen: amount.yen,
            yen_max: amount.yen_max,
            within_yen: amount.within_yen,
            surface: text(&amount.surface),
            unit: text(amount.unit),
            resolution_yen: amount.resolution_yen,
            qualifiers: words(&amount.qualifiers),
            basis: amount.basis.into(),
        }
    }
}

impl<'a> From<&'a model::Comparative> for Comparative<'a> {
    fn from(comparative: &'a model::Comparative) -> Self {
        Self {
            phase: comparative.phase.map(Into::into),
            fiscal_year: year(comparative.fiscal_year),
            variant: text(&comparative.variant),
            amount: (&comparative.amount).into(),
        }
    }
}

impl<'a> From<&'a model::Account> for Account<'a> {
    fn from(account: &'a model::Account) -> Self {
        Self {
            code: text(&account.code),
            surface: text(&account.surface),
            sub_account: optional(&account.sub_account),
        }
    }
}

impl<'a> From<&'a model::Ministry> for Ministry<'a> {
    fn from(ministry: &'a model::Ministry) -> Self {
        Self {
            code: text(&ministry.code),
            name: text(&ministry.name),
            surface: text(&ministry.surface),
            role: ministry.role.into(),
            evidence: ministry.evidence.into(),
        }
    }
}

impl<'a> From<&'a model::Body> for Body<'a> {
    fn from(body: &'a model::Body) -> Self {
        Self {
            code: text(&body.code),
            name: text(&body.name),
            surface: text(&body.surface),
        }
    }
}

impl<'a> From<&'a model::Link> for Link<'a> {
    fn from(link: &'a model::Link) -> Self {
        Self {
            status: link.status.into(),
            method: link.method.map(Into::into),
            candidates: all(&link.candidates),
            why: text(&link.why),
        }
    }
}

impl<'a> From<&'a model::Candidate> for Candidate<'a> {
    fn from(candidate: &'a model::Candidate) -> Self {
        Self {
            yen: candidate.yen,
            evidence: (&candidate.evidence).into(),
        }
    }
}

impl<'a> From<&'a model::Evidence> for Evidence<'a> {
    fn from(evidence: &'a model::Evidence) -> Self {
        Self {
            role: evidence.role.into(),
            page: evidence.page.get(),
            line: evidence.line,
            span: span(evidence.source_span),
            bbox: bbox(evidence.bbox),
            text: text(&evidence.text),
        }
    }
}

impl<'a> From<&'a model::Total> for Total<'a> {
    fn from(total: &'a model::Total) -> Self {
        Self {
            id: text(&total.id),
            item: text(&total.item),
            section: optional(&total.section),
            phase: total.phase.map(Into::into),
            fiscal_year: year(total.fiscal_year),
            account: total.account.as_ref().map(Into::into),
            amount: (&total.amount).into(),
            breakdown: all(&total.breakdown),
            open_rest: total.open_rest,
            evidence: all(&total.evidence),
        }
    }
}

impl<'a> From<&'a model::Breakdown> for Breakdown<'a> {
    fn from(part: &'a model::Breakdown) -> Self {
        Self {
            by: part.by.into(),
            key: text(&part.key),
            surface: text(&part.surface),
            amount: (&part.amount).into(),
        }
    }
}

impl<'a> From<&'a model::Check> for Check<'a> {
    fn from(check: &'a model::Check) -> Self {
        Self {
            id: text(&check.id),
            kind: check.kind.into(),
            of: text(&check.of),
            label: text(&check.label),
            stated: check.stated,
            accumulated: check.accumulated,
            difference: check.difference(),
            tolerance: check.tolerance,
            verdict: check.verdict.into(),
            parts: check.parts.iter().map(|part| text(part)).collect(),
            suspect: optional(&check.suspect),
        }
    }
}

impl<'a> From<&'a diagnostic::Diagnostic> for Diagnostic<'a> {
    fn from(finding: &'a diagnostic::Diagnostic) -> Self {
        Self {
            code: text(finding.code),
            severity: finding.severity.into(),
            message: text(&finding.message),
            page: finding.location.page.map(|page| page.get()),
            line: finding.location.line,
            span: span(finding.location.source_span),
            bbox: bbox(finding.location.bbox),
        }
    }
}

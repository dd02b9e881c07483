//! The model seen as `yosan/v1`: a value of the model goes in, its frozen struct with borrowed strings comes out.

use super::{
    Account, Amount, Body, Breakdown, Candidate, Check, Comparative, Corrected, Coverage, Diagnostic,
    Document, Evidence, Extraction, Generator, Link, Ministry, Request, Source, Total, Unexplained,
};
use crate::geometry::Rect;
use crate::span::Span;
use crate::{diagnostic, model};
use std::borrow::Cow;

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
    pub(super) fn of(extraction: &'a model::Extraction) -> Self {
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
    /// The row without `id` and `row`: what its hash is taken of.
    pub(super) fn unnamed(request: &'a model::Request) -> Self {
        Self {
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
            department: optional(&request.department),
            flags: words(&request.flags),
            counted: request.counted,
            group: optional(&request.group),
            link: (&request.link).into(),
            evidence: all(&request.evidence),
        }
    }
}

impl<'a> From<&'a model::Request> for Request<'a> {
    fn from(request: &'a model::Request) -> Self {
        let mut row = Self::unnamed(request);
        // Writing plain structs to memory has no way to fail; were it to, the rows would only look unchanged.
        let json = serde_json::to_vec(&row).unwrap_or_default();
        row.row = Cow::Owned(hash_of(&json));
        row.id = text(&request.id);
        row
    }
}

/// The hash of a row's JSON without white space, `id` and `row` empty.
pub(super) fn hash_of(json: &[u8]) -> String {
    let mut hash = blake3::hash(json).to_hex().to_string();
    hash.truncate(16);
    hash
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
            code: text(link.code()),
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

impl<'a> From<&'a model::Extraction> for Extraction<'a> {
    fn from(extraction: &'a model::Extraction) -> Self {
        Self {
            schema: text(super::SCHEMA),
            generator: Generator::of(extraction),
            source: (&extraction.source).into(),
            document: (&extraction.document).into(),
            requests: all(&extraction.requests),
            totals: all(&extraction.totals),
            checks: all(&extraction.checks),
            corrections: all(&extraction.corrections),
            coverage: extraction.coverage.as_ref().map(Into::into),
            diagnostics: all(&extraction.diagnostics),
        }
    }
}

impl<'a> From<&'a model::Coverage> for Coverage<'a> {
    fn from(coverage: &'a model::Coverage) -> Self {
        let one = |one: &'a model::Unexplained| Unexplained {
            page: one.evidence.page.get(),
            line: one.evidence.line,
            span: span(one.evidence.source_span),
            text: text(&one.evidence.text),
            why: text(one.why),
        };
        Self {
            figures: coverage.figures,
            explained: coverage.explained,
            unexplained: coverage.unexplained.iter().map(one).collect(),
        }
    }
}

impl<'a> From<&'a model::Corrected> for Corrected<'a> {
    fn from(corrected: &'a model::Corrected) -> Self {
        Self {
            of: text(&corrected.of),
            field: text(corrected.field),
            original: optional(&corrected.original),
            value: text(&corrected.value),
            by: text(&corrected.by),
            why: text(&corrected.why),
        }
    }
}

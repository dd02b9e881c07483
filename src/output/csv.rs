//! CSV for spreadsheets and scripts, in long form: a row a printed figure, programs first and then the stated sums of each
//! document. UTF-8 with a byte order mark, so that Excel takes it for what it is, and `\r\n` behind each row (RFC 4180).
//!
//! A text that a spreadsheet would take for a formula has an apostrophe put before it: documents come from anywhere.

use super::figures::{self, Figure, Of, joined};
use super::format::{Begin, Documents, Format, Out};
use crate::model::Extraction;
use ::csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// CSV.
pub const CSV: Format = Format {
    name: "csv",
    extension: "csv",
    about: "A row a printed figure, for spreadsheets",
    is_text: true,
    holds_many: true,
    links: false,
    begin: Begin::File(|out, _| Ok(Box::new(Rows::begin(out)?))),
};

/// The columns, with how each is filled.
const COLUMNS: &[(&str, Cell)] = &[
    ("source", |row| row.source.into()),
    ("record", |row| row.record().into()),
    ("id", |row| row.figure.of.id().into()),
    ("page", |row| {
        number(row.figure.of.place().map(|place| place.page.get()))
    }),
    ("section", |row| optional(row.figure.of.section())),
    ("item", |row| row.figure.of.item().into()),
    ("ministries", |row| row.ministries(|ministry| &ministry.code)),
    ("ministry_names", |row| row.ministries(|ministry| &ministry.name)),
    ("ministry_evidence", |row| {
        row.ministries(|ministry| ministry.evidence.code())
    }),
    ("body", |row| {
        let request = row.figure.of.request();
        optional(
            request
                .and_then(|request| request.body.as_ref())
                .map(|body| body.name.as_str()),
        )
    }),
    ("account", |row| {
        optional(row.figure.of.account().map(|account| account.code.as_str()))
    }),
    ("figure", |row| row.figure.name.into()),
    ("phase", |row| {
        optional(row.figure.phase.map(|phase| phase.code()))
    }),
    ("fiscal_year", |row| {
        number(row.figure.fiscal_year.map(|year| year.0))
    }),
    ("variant", |row| optional(row.figure.variant)),
    ("yen", |row| {
        number(row.figure.amount.and_then(|amount| amount.yen))
    }),
    ("yen_max", |row| {
        number(row.figure.amount.and_then(|amount| amount.yen_max))
    }),
    ("within_yen", |row| {
        number(row.figure.amount.and_then(|amount| amount.within_yen))
    }),
    ("resolution_yen", |row| {
        number(row.figure.amount.map(|amount| amount.resolution_yen))
    }),
    ("surface", |row| {
        optional(row.figure.amount.map(|amount| amount.surface.as_str()))
    }),
    ("unit", |row| {
        optional(row.figure.amount.map(|amount| amount.unit))
    }),
    ("qualifiers", |row| {
        let qualifiers = row.figure.amount.map(|amount| amount.qualifiers.as_slice());
        joined(qualifiers.unwrap_or_default().iter().map(|word| word.code())).into()
    }),
    ("basis", |row| {
        optional(row.figure.amount.map(|amount| amount.basis.code()))
    }),
    ("amount_state", |row| row.figure.of.state().code().into()),
    ("status", |row| {
        let request = row.figure.of.request();
        optional(request.map(|request| request.link.status.code()))
    }),
    ("candidates", |row| {
        let candidates = row
            .figure
            .of
            .request()
            .map(|request| request.link.candidates.as_slice());
        let yen = candidates
            .unwrap_or_default()
            .iter()
            .map(|one| one.yen.to_string());
        yen.collect::<Vec<_>>().join(";").into()
    }),
    ("flags", |row| {
        let flags = row.figure.of.request().map(|request| request.flags.as_slice());
        joined(flags.unwrap_or_default().iter().map(|flag| flag.code())).into()
    }),
    ("counted", |row| {
        let counted = row.figure.of.request().map(|request| request.counted);
        optional(counted.map(|counted| if counted { "true" } else { "false" }))
    }),
    ("group", |row| {
        optional(
            row.figure
                .of
                .request()
                .and_then(|request| request.group.as_deref()),
        )
    }),
];

type Cell = for<'a> fn(&Row<'a>) -> Cow<'a, str>;

/// A figure and the document that it stands in.
struct Row<'a> {
    source: &'a str,
    figure: Figure<'a>,
}

impl<'a> Row<'a> {
    fn record(&self) -> &'static str {
        match self.figure.of {
            Of::Request(_) => "request",
            Of::Total(_) => "total",
        }
    }

    fn ministries(&self, word: fn(&'a crate::model::Ministry) -> &'a str) -> Cow<'a, str> {
        let ministries = self
            .figure
            .of
            .request()
            .map(|request| request.ministries.as_slice());
        joined(ministries.unwrap_or_default().iter().map(word)).into()
    }
}

fn optional(word: Option<&str>) -> Cow<'_, str> {
    word.unwrap_or_default().into()
}

fn number<N: ToString>(number: Option<N>) -> Cow<'static, str> {
    number.map(|number| number.to_string()).unwrap_or_default().into()
}

struct Rows<'a>(Writer<Out<'a>>);

impl<'a> Rows<'a> {
    fn begin(out: Out<'a>) -> io::Result<Self> {
        let mut rows = writer(out)?;
        rows.write_record(COLUMNS.iter().map(|(name, _)| name))?;
        Ok(Self(rows))
    }
}

impl Documents for Rows<'_> {
    fn add(&mut self, document: &Extraction, _place: Option<&str>) -> io::Result<()> {
        for figure in figures::of_requests(document).chain(figures::of_totals(document)) {
            let row = Row {
                source: &document.source.name,
                figure,
            };
            for (_, cell) in COLUMNS {
                self.0.write_field(harmless(&cell(&row)).as_bytes())?;
            }
            self.0.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// A table that begins with a byte order mark.
pub(super) fn writer<W: Write>(mut out: W) -> io::Result<Writer<W>> {
    out.write_all("\u{feff}".as_bytes())?;
    Ok(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out))
}

/// A text that no spreadsheet takes for a formula (<https://owasp.org/www-community/attacks/CSV_Injection>).
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let looks_like_one = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.chars().nth(1).is_some();
    if looks_like_one && text.parse::<f64>().is_err() {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_figures_are_left_alone() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-12億円"), "'-12億円");
        assert_eq!(harmless("-1200000000"), "-1200000000");
        assert_eq!(harmless("-"), "-");
        assert_eq!(harmless("△12億円"), "△12億円");
    }
}

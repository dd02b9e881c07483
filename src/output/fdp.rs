//! A Fiscal Data Package (<https://specs.frictionlessdata.io/fiscal-data-package/>): `datapackage.json` beside two tables
//! in long form, `requests.csv` and `totals.csv`, whose columns say by their types what they mean, so that budgets of many
//! countries can be read by the same programs. Only rows with `counted` true may be added up, and only within one phase,
//! one year and one figure.

use super::figures::{self, Figure, joined};
use super::format::{Begin, Documents, Format};
use crate::model::Extraction;
use ::csv::Writer;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A Fiscal Data Package.
pub const FDP: Format = Format {
    name: "fdp",
    extension: "fdp",
    about: "A Fiscal Data Package: a folder with datapackage.json and CSV",
    is_text: false,
    holds_many: true,
    links: false,
    begin: Begin::Folder {
        begin: |folder| Ok(Box::new(Package::begin(folder)?)),
        mark: DESCRIPTION,
    },
};

/// The file that says what the others hold. Its profile is that of tables, as the schema of Fiscal Data Packages asks; what
/// makes it one are the column types, from the taxonomy of budgets
/// (<https://specs.frictionlessdata.io/fiscal-data-package--budgets/>).
const DESCRIPTION: &str = "datapackage.json";

/// A column: its name, its type, its column type where the specification knows one, and how it is filled.
struct Column {
    name: &'static str,
    kind: &'static str,
    means: Option<&'static str>,
    cell: for<'a> fn(&str, &Figure<'a>) -> String,
}

const fn column(
    name: &'static str,
    kind: &'static str,
    means: Option<&'static str>,
    cell: for<'a> fn(&str, &Figure<'a>) -> String,
) -> Column {
    Column {
        name,
        kind,
        means,
        cell,
    }
}

const COLUMNS: &[Column] = &[
    column("value", "number", Some("value"), |_, row| {
        number(row.amount.and_then(|amount| amount.yen))
    }),
    column("figure", "string", Some("value-kind:code"), |_, row| {
        row.name.to_owned()
    }),
    column("currency", "string", Some("value-currency:code"), |_, _| {
        "JPY".to_owned()
    }),
    column("fiscal_year", "integer", Some("date:fiscal-year"), |_, row| {
        number(row.fiscal_year.map(|year| year.0))
    }),
    column("phase", "string", Some("phase:id"), |_, row| {
        word(row.phase.map(|phase| phase.code()))
    }),
    column(
        "ministry",
        "string",
        Some("administrative-classification:generic:level1:code"),
        |_, row| {
            let request = row.of.request();
            joined(
                request
                    .into_iter()
                    .flat_map(|request| &request.ministries)
                    .map(|one| one.code.as_str()),
            )
        },
    ),
    column(
        "ministry_name",
        "string",
        Some("administrative-classification:generic:level1:label"),
        |_, row| {
            let request = row.of.request();
            joined(
                request
                    .into_iter()
                    .flat_map(|request| &request.ministries)
                    .map(|one| one.name.as_str()),
            )
        },
    ),
    column(
        "program_id",
        "string",
        Some("activity:generic:program:code"),
        |_, row| row.of.id().to_owned(),
    ),
    column(
        "program",
        "string",
        Some("activity:generic:program:label"),
        |_, row| row.of.item().to_owned(),
    ),
    column(
        "account",
        "string",
        Some("fin-source:generic:level1:code"),
        |_, row| word(row.of.account().map(|account| account.code.as_str())),
    ),
    column(
        "account_name",
        "string",
        Some("fin-source:generic:level1:label"),
        |_, row| word(row.of.account().map(|account| account.surface.as_str())),
    ),
    column("section", "string", None, |_, row| word(row.of.section())),
    column("variant", "string", None, |_, row| word(row.variant)),
    column("surface", "string", None, |_, row| {
        word(row.amount.map(|amount| amount.surface.as_str()))
    }),
    column("value_max", "integer", None, |_, row| {
        number(row.amount.and_then(|amount| amount.yen_max))
    }),
    column("within", "integer", None, |_, row| {
        number(row.amount.and_then(|amount| amount.within_yen))
    }),
    column("resolution", "integer", None, |_, row| {
        number(row.amount.map(|amount| amount.resolution_yen))
    }),
    column("amount_state", "string", None, |_, row| {
        row.of.state().code().to_owned()
    }),
    column("status", "string", None, |_, row| {
        word(row.of.request().map(|request| request.link.status.code()))
    }),
    column("counted", "boolean", None, |_, row| {
        row.of.request().is_none_or(|request| request.counted).to_string()
    }),
    column("group", "string", None, |_, row| {
        word(row.of.request().and_then(|request| request.group.as_deref()))
    }),
    column("source", "string", None, |source, _| source.to_owned()),
    column("page", "integer", None, |_, row| {
        number(row.of.place().map(|place| place.page.get()))
    }),
];

fn word(word: Option<&str>) -> String {
    word.unwrap_or_default().to_owned()
}

fn number<N: ToString>(number: Option<N>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

struct Package {
    folder: PathBuf,
    requests: Writer<BufWriter<File>>,
    totals: Writer<BufWriter<File>>,
    titles: Vec<String>,
    sources: Vec<Value>,
    years: BTreeSet<u16>,
}

impl Package {
    fn begin(folder: &Path) -> io::Result<Self> {
        let table = |name: &str| -> io::Result<Writer<BufWriter<File>>> {
            let mut table = Writer::from_writer(BufWriter::new(File::create(folder.join(name))?));
            table.write_record(COLUMNS.iter().map(|column| column.name))?;
            Ok(table)
        };
        Ok(Self {
            folder: folder.to_owned(),
            requests: table("requests.csv")?,
            totals: table("totals.csv")?,
            titles: Vec::new(),
            sources: Vec::new(),
            years: BTreeSet::new(),
        })
    }

    fn description(&self) -> Value {
        let title = match self.titles.as_slice() {
            [one] => one.clone(),
            _ => format!("概算要求: {} documents", self.sources.len()),
        };
        let mut package = json!({
            "name": "gaisan-yokyu",
            "profile": "tabular-data-package",
            "title": title,
            "countryCode": "JP",
            "granularity": "aggregated",
            "sources": self.sources,
            "resources": [resource("requests", "programs"), resource("totals", "stated sums")],
        });
        if let (Some(first), Some(last), Value::Object(package)) =
            (self.years.first(), self.years.last(), &mut package)
        {
            // The fiscal year begins on 1 April (財政法 第11条).
            let period = json!({"start": format!("{first}-04-01"), "end": format!("{}-03-31", last.saturating_add(1))});
            package.insert("fiscalPeriod".to_owned(), period);
        }
        package
    }
}

fn resource(name: &str, title: &str) -> Value {
    let fields = COLUMNS.iter().map(|column| {
        let mut field = json!({"name": column.name, "type": column.kind});
        if let (Some(means), Value::Object(field)) = (column.means, &mut field) {
            field.insert("columnType".to_owned(), means.into());
        }
        field
    });
    json!({
        "name": name,
        "title": title,
        "path": format!("{name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": {"fields": fields.collect::<Vec<_>>(), "missingValues": [""]},
    })
}

fn write(table: &mut Writer<BufWriter<File>>, source: &str, figure: &Figure<'_>) -> io::Result<()> {
    Ok(table.write_record(COLUMNS.iter().map(|column| (column.cell)(source, figure)))?)
}

impl Documents for Package {
    fn add(&mut self, document: &Extraction, _place: Option<&str>) -> io::Result<()> {
        let name = &document.source.name;
        figures::of_requests(document).try_for_each(|figure| write(&mut self.requests, name, &figure))?;
        figures::of_totals(document).try_for_each(|figure| write(&mut self.totals, name, &figure))?;
        self.years
            .extend(document.document.fiscal_year.map(|year| year.0));
        let title = document.document.title.as_ref().unwrap_or(name);
        self.titles.push(title.clone());
        self.sources.push(json!({"title": title, "path": name}));
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.requests.flush()?;
        self.totals.flush()?;
        let mut file = BufWriter::new(File::create(self.folder.join(DESCRIPTION))?);
        serde_json::to_writer_pretty(&mut file, &self.description())?;
        file.write_all(b"\n")?;
        file.flush()
    }
}

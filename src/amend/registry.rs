//! A list of programs with their ministries and amounts: the open data of 行政事業レビュー, or any table whose columns can be
//! told by their heads. It fills a ministry that the document does not tell, where the program's whole name is in the list,
//! and holds the document's amounts against the list's. It never changes what the page says.

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::grammar::fiscal_years;
use crate::lexicon::Lexicon;
use crate::link::stable_id;
use crate::model::{
    Check, CheckKind, EvidenceRole, FiscalYear, Flag, Ministry, MinistryEvidence, Request, Role, Verdict,
};
use crate::normalize::fold;
use crate::source::text;
use csv::{ReaderBuilder, StringRecord};
use std::collections::{BTreeSet, HashMap};

/// Words by which a column is told, and what is in it.
const HEADS: &[(&[&str], Column)] = &[
    (
        &["府省庁", "府省", "所管", "省庁", "ministry_names", "ministry"],
        Column::Ministry,
    ),
    (
        &["事業名", "事業の名称", "事項名", "事業名称", "program", "item"],
        Column::Program,
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Ministry,
    Program,
    Amount(Listed, i64),
}

/// What a listed amount is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Listed {
    /// What is asked for that year.
    Request(FiscalYear),
    /// What was enacted for that year (当初予算).
    Initial(FiscalYear),
}

impl Listed {
    fn year(self) -> FiscalYear {
        match self {
            Self::Request(year) | Self::Initial(year) => year,
        }
    }
}

/// A program of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub program: String,
    /// Names of its ministries.
    pub ministries: Vec<String>,
    /// Its amounts in yen, with the weight of their last digit.
    pub amounts: Vec<(Listed, i64, i64)>,
}

/// A list of programs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    entries: Vec<Entry>,
    /// By folded name.
    names: HashMap<String, Vec<usize>>,
    /// Years that it has amounts of.
    years: BTreeSet<FiscalYear>,
}

/// Why a file is no list of programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct RegistryError {
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl Registry {
    /// A list of these programs.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut registry = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            registry.names.entry(key(&entry.program)).or_default().push(index);
            registry
                .years
                .extend(entry.amounts.iter().map(|(listed, ..)| listed.year()));
        }
        registry.entries = entries;
        registry
    }

    /// Reads a table with a head: UTF-8 or any Japanese encoding, columns in any order. A ministry and a program are
    /// needed; an amount is what has a fiscal year and 要求 or 当初 in its head, with the unit there
    /// (`令和5年度要求額_百万円`). The CSV that this crate writes is read too.
    ///
    /// # Errors
    /// The bytes are no table, or it has no such columns.
    pub fn read(bytes: &[u8]) -> Result<Self, RegistryError> {
        let told = |line, reason: String| RegistryError { line, reason };
        let document = text::read("registry", bytes.to_vec(), &text::TextOptions::default())
            .map_err(|error| told(None, error.to_string()))?;
        let decoded = &document.text;
        let mut table = ReaderBuilder::new()
            .flexible(true)
            .from_reader(decoded.as_bytes());
        let head = table
            .headers()
            .map_err(|error| told(Some(1), error.to_string()))?
            .clone();
        if let Some(own) = OwnColumns::of(&head) {
            return own.read(&mut table);
        }
        let columns: Vec<Option<Column>> = head.iter().map(column).collect();
        let place = |wanted: Column| columns.iter().position(|column| *column == Some(wanted));
        let (Some(ministry), Some(program)) = (place(Column::Ministry), place(Column::Program)) else {
            let reason = "its head needs a column 府省庁 (or 所管) and a column 事業名 (or 事項名)";
            return Err(told(Some(1), reason.to_owned()));
        };
        let mut entries = Vec::new();
        for (index, row) in table.records().enumerate() {
            let row = row.map_err(|error| told(Some(index + 2), error.to_string()))?;
            let cell = |column: usize| row.get(column).map(str::trim).filter(|cell| !cell.is_empty());
            let (Some(ministry), Some(program)) = (cell(ministry), cell(program)) else {
                continue;
            };
            let amounts = columns
                .iter()
                .enumerate()
                .filter_map(|(at, column)| match column {
                    Some(Column::Amount(listed, unit)) => {
                        let (yen, resolution) = amount(cell(at)?, *unit)?;
                        Some((*listed, yen, resolution))
                    }
                    _ => None,
                });
            entries.push(Entry {
                program: program.to_owned(),
                ministries: ministry
                    .split(['、', ';', '／'])
                    .map(|name| name.trim().to_owned())
                    .collect(),
                amounts: amounts.collect(),
            });
        }
        Ok(Self::new(entries))
    }

    fn of_name(&self, name: &str) -> Vec<&Entry> {
        let found = self.names.get(&key(name)).into_iter().flatten();
        found.filter_map(|index| self.entries.get(*index)).collect()
    }

    /// Whether the list speaks of this year: one without amounts speaks of any.
    fn covers(&self, year: Option<FiscalYear>) -> bool {
        match (year, self.years.first(), self.years.last()) {
            (Some(year), Some(first), Some(last)) => *first <= year && year <= *last,
            _ => true,
        }
    }

    /// Fills ministries that the document does not tell. Tells where names alone do not decide, and where page and list
    /// disagree.
    pub fn fill(
        &self,
        requests: &mut [Request],
        year: Option<FiscalYear>,
        lexicon: &Lexicon,
    ) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for request in requests {
            let year = request.fiscal_year.or(year);
            if !self.covers(year) {
                continue;
            }
            let listed = self.of_name(&request.program.name);
            let named: BTreeSet<&str> = listed
                .iter()
                .flat_map(|entry| &entry.ministries)
                .map(String::as_str)
                .collect();
            let known = |name: &str| lexicon.ministry_by_name(fold(name).text.trim(), year);
            let Some(first) = named.first() else {
                continue;
            };
            if !request.ministries.is_empty() {
                let agrees = named.iter().any(|name| {
                    let entry = known(name);
                    request
                        .ministries
                        .iter()
                        .any(|one| entry.is_some_and(|entry| entry.code == one.code) || one.name == **name)
                });
                if !agrees {
                    let told = format!(
                        "{}: the page says {}, the registry {}",
                        request.program.name,
                        request
                            .ministries
                            .iter()
                            .map(|one| one.name.as_str())
                            .collect::<Vec<_>>()
                            .join("、"),
                        named.iter().copied().collect::<Vec<_>>().join("、")
                    );
                    findings.push(Diagnostic::warning(
                        codes::REGISTRY_DISAGREES,
                        told,
                        place(request),
                    ));
                }
                continue;
            }
            let entries: Vec<&&Entry> = listed
                .iter()
                .filter(|entry| agrees_in_amount(entry, request, year))
                .collect();
            let by_amount: BTreeSet<&str> = entries
                .iter()
                .flat_map(|entry| &entry.ministries)
                .map(String::as_str)
                .collect();
            let chosen = match (named.len(), by_amount.len()) {
                (1, _) => Some(*first),
                (_, 1) => by_amount.first().copied(),
                _ => None,
            };
            let Some(name) = chosen else {
                let told = format!(
                    "{}: the registry has this name under {}, and nothing decides between them",
                    request.program.name,
                    named.iter().copied().collect::<Vec<_>>().join("、")
                );
                findings.push(Diagnostic::info(codes::REGISTRY_AMBIGUOUS, told, place(request)));
                continue;
            };
            match known(name) {
                Some(entry) => request.ministries.push(Ministry {
                    code: entry.code.clone(),
                    name: entry.name.clone(),
                    surface: name.to_owned(),
                    role: Role::Appropriated,
                    evidence: MinistryEvidence::Registry,
                }),
                None => {
                    let told = format!(
                        "{}: the lexicon does not know the registry's {name}",
                        request.program.name
                    );
                    findings.push(Diagnostic::info(codes::REGISTRY_AMBIGUOUS, told, place(request)));
                }
            }
        }
        findings
    }

    /// Holds the amounts of the document against the list's, a check a program that is in both.
    #[must_use]
    pub fn checks(&self, requests: &[Request], year: Option<FiscalYear>) -> Vec<Check> {
        let mut checks = Vec::new();
        for request in requests {
            let (Some(amount), Some(year)) = (&request.amount, request.fiscal_year.or(year)) else {
                continue;
            };
            let Some(stated) = amount.printed_yen() else {
                continue;
            };
            let listed = self.of_name(&request.program.name);
            let figures = listed.iter().flat_map(|entry| &entry.amounts);
            let mut of_year = figures
                .filter(|(listed, ..)| *listed == Listed::Request(year))
                .peekable();
            if of_year.peek().is_none() {
                continue;
            }
            let (sum, resolution) = of_year.fold((0_i64, 0_i64), |(sum, coarse), (_, yen, resolution)| {
                (sum.saturating_add(*yen), coarse.saturating_add(*resolution))
            });
            let tolerance = amount.resolution_yen / 2 + resolution / 2;
            let difference = sum.saturating_sub(stated);
            let (verdict, why) = if difference.saturating_abs() <= tolerance {
                (Verdict::Holds, "")
            } else if difference > 0 && is_a_part(request, requests) {
                (Verdict::Open, ", which is an umbrella over this and more")
            } else if difference < 0 && has_others(request, &listed) {
                (Verdict::Open, ", which is the part of one of its ministries")
            } else {
                (Verdict::Off, "")
            };
            checks.push(Check {
                id: stable_id(&["registry", &request.id]),
                kind: CheckKind::Registry,
                of: request.id.clone(),
                label: format!("{} = the registry's program{why}", request.program.name),
                stated,
                accumulated: Some(sum),
                tolerance,
                verdict,
                parts: Vec::new(),
                suspect: None,
            });
        }
        checks
    }
}

/// Whether the document prints only a part of the program's money here: a pocket of it, an amount within a larger one, one
/// of several places where the program stands.
fn is_a_part(request: &Request, requests: &[Request]) -> bool {
    let of_part = [Flag::PartOf, Flag::OfWhich, Flag::Joint];
    let own_key = key(&request.program.name);
    let elsewhere =
        |other: &&Request| other.id != request.id && other.counted && key(&other.program.name) == own_key;
    request
        .account
        .as_ref()
        .is_some_and(|account| account.code != "general")
        || request.amount.as_ref().is_some_and(|amount| amount.yen.is_none())
        || request.flags.iter().any(|flag| of_part.contains(flag))
        || requests.iter().any(|other| elsewhere(&other))
}

/// Whether the page names ministries that the list does not have the program under.
fn has_others(request: &Request, listed: &[&Entry]) -> bool {
    let named: BTreeSet<&str> = listed
        .iter()
        .flat_map(|entry| &entry.ministries)
        .map(String::as_str)
        .collect();
    request.ministries.len() > named.len()
}

fn agrees_in_amount(entry: &Entry, request: &Request, year: Option<FiscalYear>) -> bool {
    let (Some(amount), Some(year)) = (&request.amount, year) else {
        return false;
    };
    let Some(stated) = amount.yen.filter(|_| request.link.status.is_sure()) else {
        return false;
    };
    entry.amounts.iter().any(|(listed, yen, resolution)| {
        *listed == Listed::Request(year)
            && yen.saturating_sub(stated).saturating_abs() <= amount.resolution_yen / 2 + resolution / 2
    })
}

fn place(request: &Request) -> Location {
    let place = request
        .evidence
        .iter()
        .find(|place| place.role == EvidenceRole::Program);
    place.map_or_else(Location::default, |place| Location {
        page: Some(place.page),
        line: place.line,
        source_span: place.source_span,
        bbox: place.bbox,
    })
}

/// A name as it is compared: folded, without spaces, （仮称） and the middle dots that some write and some do not.
fn key(name: &str) -> String {
    let folded = fold(name).text.replace("(仮称)", "");
    folded
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '・')
        .collect()
}

/// What is in a column, by its head.
fn column(head: &str) -> Option<Column> {
    let folded = fold(head).text;
    let name = folded.trim();
    if let Some((_, column)) = HEADS.iter().find(|(words, _)| words.contains(&name)) {
        return Some(*column);
    }
    let year = fiscal_years(name, None).first()?.year;
    let listed = if name.contains("要求") {
        Listed::Request(year)
    } else if name.contains("当初") {
        Listed::Initial(year)
    } else {
        return None;
    };
    // 百万円 ends in 円: the longer words first.
    let units = [
        ("百万円", 1_000_000),
        ("億円", 100_000_000),
        ("千円", 1_000),
        ("円", 1),
    ];
    let (_, unit) = units.iter().find(|(word, _)| name.contains(word))?;
    Some(Column::Amount(listed, *unit))
}

/// A number of a table as yen, with the weight of its last digit. `7,000.0` of 百万円 is 70億円 to 10万円: a program that
/// writes `.0` behind every number has counted whole ones.
fn amount(cell: &str, unit: i64) -> Option<(i64, i64)> {
    let digits: String = fold(cell).text.trim().replace(',', "");
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    let (sign, digits) = match digits.strip_prefix(['-', '△', '▲']) {
        Some(rest) => (-1, rest),
        None => (1, digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut resolution = unit;
    let mut yen = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    for digit in fraction.chars() {
        resolution /= 10;
        yen = yen.checked_add(i64::from(digit.to_digit(10)?).checked_mul(resolution)?)?;
    }
    Some((sign * yen, resolution.max(1)))
}

/// The columns of a CSV that this crate has written.
struct OwnColumns {
    record: usize,
    item: usize,
    ministry: usize,
    figure: usize,
    year: usize,
    yen: usize,
    resolution: usize,
}

impl OwnColumns {
    fn of(head: &StringRecord) -> Option<Self> {
        let place = |name: &str| {
            head.iter()
                .position(|head| head.trim_start_matches('\u{feff}') == name)
        };
        Some(Self {
            record: place("record")?,
            item: place("item")?,
            ministry: place("ministry_names")?,
            figure: place("figure")?,
            year: place("fiscal_year")?,
            yen: place("yen")?,
            resolution: place("resolution_yen")?,
        })
    }

    fn read(&self, table: &mut csv::Reader<&[u8]>) -> Result<Registry, RegistryError> {
        let mut entries = Vec::new();
        for (index, row) in table.records().enumerate() {
            let row = row.map_err(|error| RegistryError {
                line: Some(index + 2),
                reason: error.to_string(),
            })?;
            let cell = |column: usize| row.get(column).unwrap_or("");
            // A program of which even the list does not know the ministry says nothing here.
            if cell(self.record) != "request"
                || cell(self.figure) != "amount"
                || cell(self.ministry).is_empty()
            {
                continue;
            }
            let number = |column: usize| cell(column).parse::<i64>().ok();
            let year = number(self.year)
                .and_then(|year| u16::try_from(year).ok())
                .map(FiscalYear);
            let amount = year.zip(number(self.yen)).zip(number(self.resolution));
            entries.push(Entry {
                program: cell(self.item).to_owned(),
                ministries: cell(self.ministry).split(';').map(str::to_owned).collect(),
                amounts: amount
                    .map(|((year, yen), resolution)| (Listed::Request(year), yen, resolution))
                    .into_iter()
                    .collect(),
            });
        }
        Ok(Registry::new(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_heads() {
        assert_eq!(column("所管"), Some(Column::Ministry));
        assert_eq!(column("事業名"), Some(Column::Program));
        let request = Listed::Request(FiscalYear(2023));
        assert_eq!(
            column("令和5年度要求額_百万円"),
            Some(Column::Amount(request, 1_000_000))
        );
        assert_eq!(
            column("Ｒ５年度 概算要求額（千円）"),
            Some(Column::Amount(request, 1_000))
        );
        let initial = Listed::Initial(FiscalYear(2022));
        assert_eq!(
            column("令和4年度当初予算_百万円"),
            Some(Column::Amount(initial, 1_000_000))
        );
        assert_eq!(column("令和4年度執行額"), None);
    }

    #[test]
    fn numbers_of_a_table_have_a_last_digit() {
        assert_eq!(amount("7,000.0", 1_000_000), Some((7_000_000_000, 1_000_000)));
        assert_eq!(amount("107.45", 1_000_000), Some((107_450_000, 10_000)));
        assert_eq!(amount("△3", 1_000), Some((-3_000, 1_000)));
        assert_eq!(amount("－", 1_000), None);
    }

    #[test]
    fn tables_in_other_encodings_are_read_and_others_are_refused() {
        let text = "府省庁,事業名,令和5年度要求額_百万円\n経済産業省,官民による若手研究者発掘支援事業,1810.0\n厚生労働省,感染症対策の推進に関する事業,20\n";
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let utf8 = Registry::read(text.as_bytes()).unwrap();
        assert_eq!(Registry::read(&cp932).unwrap(), utf8);
        assert_eq!(utf8.of_name("官民による若手研究者 発掘支援事業").len(), 1);
        assert!(utf8.covers(Some(FiscalYear(2023))) && !utf8.covers(Some(FiscalYear(2024))));
        let told = Registry::read("a,b\n1,2\n".as_bytes()).unwrap_err();
        assert!(told.line == Some(1) && told.reason.contains("事業名"));
    }
}

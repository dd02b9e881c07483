//! What a document's title and the lines around it say beside year and phase: whether it is a budget, and whose.

use super::era::fiscal_years;
use crate::lexicon::{Lexicon, MinistryEntry};
use crate::model::{DocumentInfo, FiscalYear, Ministry, MinistryEvidence, Phase, Role};

/// A title or head is no longer than this many characters. Source: the longest title of the corpus has 61.
const LONGEST: usize = 90;

/// An issuer's own line has at most so many characters behind its name: 文部科学省　高等教育局.
const OFFICE: usize = 14;

/// So many lines from the title the issuer stands at most: the title is often parted from it by a date.
const NEAR: usize = 4;

/// So many lines apart a budget's word and its year or issuer can stand.
const TOGETHER: usize = 3;

/// What stands at the head of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Masthead {
    /// A title, a head or an announcement says that the document is a budget.
    pub budget: bool,
    /// The ministry that its programs are of where nothing nearer says otherwise.
    pub issuer: Option<Ministry>,
}

/// Reads the masthead from a document's lines, each folded.
pub fn masthead<'t>(
    lines: impl Iterator<Item = &'t str>,
    info: &DocumentInfo,
    lexicon: &Lexicon,
) -> Masthead {
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let year = info.fiscal_year;
    let mut masthead = Masthead::default();
    let mut budget_lines = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if announces(line, lexicon) {
            masthead.budget = true;
            budget_lines.push(at);
        } else if is_head(line) && names_budget(line, lexicon) {
            let from = at.saturating_sub(TOGETHER);
            let around = lines
                .get(from..(at + TOGETHER + 1).min(lines.len()))
                .unwrap_or_default();
            if around
                .iter()
                .any(|near| is_head(near) && (has_year(near) || issuer_in(near, year, lexicon).is_some()))
            {
                masthead.budget = true;
                budget_lines.push(at);
            }
        }
    }
    let title = info
        .title
        .as_deref()
        .map(|title| crate::normalize::fold(title).text);
    let title_at = title
        .as_deref()
        .and_then(|title| lines.iter().position(|line| *line == title.trim()))
        .or_else(|| budget_lines.first().copied());
    masthead.issuer = title_at
        .and_then(|at| issuer(&lines, at, year, lexicon))
        .or_else(|| only_issuer(&lines, year, lexicon));
    masthead
}

/// The issuer in the title, or on the nearest line of its own.
fn issuer(lines: &[&str], title: usize, year: Option<FiscalYear>, lexicon: &Lexicon) -> Option<Ministry> {
    let own = lines.get(title)?;
    let named = ministries_in(own, year, lexicon);
    match named.as_slice() {
        [(surface, entry)] => return Some(issued(surface, entry)),
        [] => {}
        _ => return None,
    }
    let below = (title + 1..=title + NEAR).filter_map(|at| lines.get(at));
    let above = (title.saturating_sub(NEAR)..title)
        .rev()
        .filter_map(|at| lines.get(at));
    below
        .chain(above)
        .find_map(|line| issuer_in(line, year, lexicon))
        .map(|(surface, entry)| issued(surface, entry))
}

/// The only ministry that stands on lines of its own, as at the foot of every page.
fn only_issuer(lines: &[&str], year: Option<FiscalYear>, lexicon: &Lexicon) -> Option<Ministry> {
    let mut named = lines.iter().filter_map(|line| issuer_in(line, year, lexicon));
    let (surface, entry) = named.next()?;
    named
        .all(|(_, other)| other.code == entry.code)
        .then(|| issued(surface, entry))
}

fn issued(surface: &str, entry: &MinistryEntry) -> Ministry {
    Ministry {
        code: entry.code.clone(),
        name: entry.name.clone(),
        surface: surface.to_owned(),
        role: Role::Appropriated,
        evidence: MinistryEvidence::Title,
    }
}

/// The ministries that a line names, each once.
fn ministries_in<'l, 't>(
    line: &'t str,
    year: Option<FiscalYear>,
    lexicon: &'l Lexicon,
) -> Vec<(&'t str, &'l MinistryEntry)> {
    let mut found: Vec<(&str, &MinistryEntry)> = Vec::new();
    let mut from = 0;
    while let Some(rest) = line.get(from..).filter(|rest| !rest.is_empty()) {
        let Some((range, entry)) = lexicon.ministries().find(rest, year) else {
            break;
        };
        if !found.iter().any(|(_, known)| known.code == entry.code) {
            found.push((rest.get(range.clone()).unwrap_or(""), entry));
        }
        from += range.end;
    }
    if found.is_empty() {
        found.extend(english(line, year, lexicon));
    }
    if found.is_empty() {
        found.extend(of_stem(line, year, lexicon));
    }
    found
}

/// 農林水産予算, 国土交通関係予算: a ministry's name without 省 before 予算.
fn of_stem<'l, 't>(
    line: &'t str,
    year: Option<FiscalYear>,
    lexicon: &'l Lexicon,
) -> Option<(&'t str, &'l MinistryEntry)> {
    /// Shorter stems are words of any budget: 環境予算, 防衛関係予算.
    const LETTERS: usize = 4;
    let entries = lexicon.ministries().entries().iter();
    entries
        .filter(|entry| entry.in_force(year) && entry.is_top())
        .find_map(|entry| {
            let stem = entry.name.strip_suffix('省')?;
            let at = line.find(stem).filter(|_| stem.chars().count() >= LETTERS)?;
            let behind = line.get(at + stem.len()..)?;
            let budget = behind.strip_prefix("関係").unwrap_or(behind).starts_with("予算");
            budget.then(|| (line.get(at..at + stem.len()).unwrap_or(""), entry))
        })
}

/// The ministry that a line of its own names, with an office behind it at most: 農林水産省, 文部科学省　高等教育局.
fn issuer_in<'l, 't>(
    line: &'t str,
    year: Option<FiscalYear>,
    lexicon: &'l Lexicon,
) -> Option<(&'t str, &'l MinistryEntry)> {
    let bare = line.trim_matches(['(', ')', '【', '】', '[', ']', ' ']);
    if let Some((len, entry)) = lexicon.ministries().prefix(bare, year) {
        let rest = bare.get(len..)?.trim();
        let office = rest.is_empty()
            || rest.chars().count() <= OFFICE && lexicon.offices().longest_suffix(rest).is_some();
        return office.then(|| (bare.get(..len).unwrap_or(""), entry));
    }
    english(bare, year, lexicon)
}

fn english<'l, 't>(
    line: &'t str,
    year: Option<FiscalYear>,
    lexicon: &'l Lexicon,
) -> Option<(&'t str, &'l MinistryEntry)> {
    if !line.is_ascii() || line.len() < 6 {
        return None;
    }
    let entries = lexicon.ministries().entries().iter();
    let entry = entries
        .filter(|entry| entry.in_force(year))
        .find(|entry| !entry.english.is_empty() && line.eq_ignore_ascii_case(&entry.english))?;
    Some((line, entry))
}

fn is_head(line: &str) -> bool {
    line.chars().count() <= LONGEST && !line.contains(['。', '「']) && !line.ends_with(['?', '?'])
}

fn has_year(line: &str) -> bool {
    fiscal_years(line, None)
        .iter()
        .any(|year| year.era.is_some() || year.kind == super::era::YearKind::Fiscal)
}

/// Whether a line has a word of a budget: 概算要求, 当初予算, 要求額, Budget Request.
fn names_budget(line: &str, lexicon: &Lexicon) -> bool {
    lexicon.phases().find_all(line).any(|(range, entry)| {
        entry.phase.is_some_and(|phase| phase != Phase::Settled)
            && is_budget_word(line.get(range).unwrap_or(""))
    })
}

/// 要求, 要望, 当初 and 補正 alone are words of any text.
fn is_budget_word(word: &str) -> bool {
    word.contains("予算")
        || word.contains("概算")
        || word.ends_with('額') && word.chars().count() > 2
        || word.contains("udget")
}

/// Prose that announces a request: …は概算要求を発表した.
fn announces(line: &str, lexicon: &Lexicon) -> bool {
    let asked = line.find("概算要求").or_else(|| line.find("予算案"));
    let Some(at) = asked else { return false };
    let behind = line.get(at..).unwrap_or("");
    lexicon.announcements().find(behind).is_some()
}

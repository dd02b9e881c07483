//! What a document says of itself: title, kind, fiscal year, phase.

use super::era::{FiscalYearNode, YearKind, fiscal_years};
use crate::lexicon::Lexicon;
use crate::model::{DocumentInfo, Phase};

/// A title is looked for in this many lines.
const LINES: usize = 400;
/// A title is no longer than this many characters.
const LONGEST: usize = 90;

/// Reads title, kind, year and phase from the document's first lines, each given folded and as printed.
pub fn document_info<'t>(lines: impl Iterator<Item = (&'t str, &'t str)>, lexicon: &Lexicon) -> DocumentInfo {
    let mut info = DocumentInfo {
        kind: "other".to_owned(),
        ..DocumentInfo::default()
    };
    let mut best = 0;
    let mut asked = false;
    let mut spoken: Option<(FiscalYearNode, String)> = None;
    let mut any: Option<(FiscalYearNode, String)> = None;
    for (folded, printed) in lines.take(LINES) {
        if folded.is_empty() || folded.len() > 4000 {
            continue;
        }
        asked |= folded.contains("概算要求");
        let year = first_year(folded);
        if let Some((year, surface)) = &year {
            let asks = folded.contains("要求") || folded.contains("予算") || folded.contains("udget");
            if asks && spoken.is_none() {
                spoken = Some((*year, surface.clone()));
            }
            if any.is_none() && year.kind == YearKind::Fiscal {
                any = Some((*year, surface.clone()));
            }
        }
        if folded.chars().count() > LONGEST || folded.contains('。') {
            continue;
        }
        let kind = lexicon.document_kinds().find(folded).map(|(_, entry)| entry);
        let asks = folded.contains("概算要求") || folded.contains("予算") || folded.contains("udget");
        // A title has a year and a kind; a page's heading may have both too, so the first best one stays.
        let numbered = folded.starts_with(|c: char| c.is_ascii_digit());
        let score = match (kind.is_some(), year.is_some(), asks) {
            (true, true, true) if !numbered => 5,
            (true, _, true) if !numbered => 4,
            (_, true, true) if !numbered => 3,
            (true, true, _) if !numbered => 2,
            // A lone slide has no other title than its heading.
            (true, true, _) => 1,
            _ => 0,
        };
        if score > best {
            best = score;
            info.title = Some(printed.trim().to_owned());
            if let Some(kind) = kind {
                kind.kind.clone_into(&mut info.kind);
            }
            info.phase = phase(folded, &info.kind);
            if let Some((year, surface)) = year {
                info.fiscal_year = Some(year.year);
                info.fiscal_year_surface = Some(surface);
            }
        }
        if best == 5 {
            break;
        }
    }
    if info.phase.is_none() && asked {
        info.phase = Some(Phase::Request);
    }
    if info.fiscal_year.is_none()
        && let Some((year, surface)) = spoken.or(any)
    {
        info.fiscal_year = Some(year.year);
        info.fiscal_year_surface = Some(surface);
    }
    info
}

fn first_year(folded: &str) -> Option<(FiscalYearNode, String)> {
    if !folded.contains('年') && !folded.contains(['R', 'H', 'F']) {
        return None;
    }
    let years = fiscal_years(folded, None);
    // Of two years in a title the one of the request is the document's own: 令和7年度補正・令和8年度概算要求.
    let asked = years.iter().enumerate().find(|(at, year)| {
        let until = years
            .get(at + 1)
            .map_or(folded.len(), |next| next.normalized_span.start);
        let own = folded.get(year.normalized_span.end..until).unwrap_or("");
        years.len() > 1 && (own.contains("要求") || own.contains("当初"))
    });
    let year = asked
        .map(|(_, year)| year)
        .or_else(|| years.iter().find(|year| year.kind == YearKind::Fiscal))
        .or_else(|| years.iter().find(|year| year.era.is_some()))?;
    Some((*year, year.normalized_span.slice(folded).to_owned()))
}

/// The phase that a title tells. Enacted books head their money 要求額 too, so their kind decides.
fn phase(title: &str, kind: &str) -> Option<Phase> {
    match kind {
        "draft_budget" => return Some(Phase::Draft),
        "ledger_enacted" => return Some(Phase::Initial),
        _ => {}
    }
    if title.contains("概算要求") || title.contains("要求") || title.contains("udget Request") {
        Some(Phase::Request)
    } else if title.contains("予算案")
        || title.contains("予算(案)")
        || title.contains("政府案")
        || title.contains("概算決定")
    {
        Some(Phase::Draft)
    } else if title.contains("補正") {
        Some(Phase::Supplementary)
    } else if title.contains("決算") {
        Some(Phase::Settled)
    } else if title.contains("当初予算") {
        Some(Phase::Initial)
    } else {
        None
    }
}

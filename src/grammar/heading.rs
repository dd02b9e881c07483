//! Headings: outline numbers and 【…】, with the year, account and figures that stand on them or right below.

use super::era::fiscal_year_at;
use super::figure;
use super::label::{self, WordKind};
use super::name;
use super::node::{Entry, Figure, Heading, MinistryLabel, NamedProgram, NodeKind, Relation};
use super::reader::PageReading;
use super::sheet::{InForce, Sheet};
use super::unit_note::unit_notes;
use crate::model::{Account, Evidence, Ministry, MinistryEvidence};
use crate::span::Span;

/// A heading is no longer than this many characters.
const LONGEST: usize = 90;

/// Reads an outline line; gives the line after.
pub(super) fn read(
    reading: &mut PageReading<'_, '_>,
    line: usize,
    end: usize,
    level: u8,
    mark_len: usize,
) -> usize {
    let (sheet, force) = (reading.sheet, reading.force);
    let start = sheet.span(line).start + mark_len;
    let mut whole = Span::new(start, sheet.span(line).end);
    // １ 食料の安定供給の確保  （単位：億円）
    if let Some(note) = unit_notes(sheet.text(whole)).pop().filter(|note| note.explicit) {
        whole.end = whole.start + note.normalized_span.start;
    }
    let text = sheet.text(whole);
    let found = figure::figures(sheet, whole, force);
    let head_end = found.first().map_or(whole.end, |found| found.reach.start);
    let head = Span::new(start, head_end);
    let prose = found.iter().any(|found| found.figure.relation == Relation::Prose);
    if text.chars().count() > LONGEST && head.len() > LONGEST * 3
        || text.contains('。')
        || (prose && head.is_empty())
    {
        if !found.is_empty() {
            super::plain::sentence(reading, whole, found);
        }
        return line + 1;
    }
    let (title_end, mut budget_words) = title_end(sheet.text(head), force);
    let title = name::name(sheet, Span::new(start, start + title_end), force);
    let Some(mut title) = title else {
        return line + 1;
    };
    if let Some(last) = found.last() {
        let behind = Span::new(last.reach.end.min(whole.end), whole.end);
        name::add_marks(sheet, behind, std::slice::from_mut(&mut title), force);
    }
    let mut figures: Vec<Figure> = figure::figures_of(found);
    budget_words |= figures
        .iter()
        .any(|figure| figure.fiscal_year.is_some() && (figure.phase.is_some() || figure.account.is_some()));
    let mut account = account_in(sheet, Span::new(start + title_end, head_end), force);
    let mut last = line;
    // Right below, in the same paragraph: label words, and figures with nothing but label words.
    while last + 1 < end && !sheet.starts_column(last + 1) {
        let span = sheet.span(last + 1);
        if reading.is_label(last + 1) && figures.is_empty() {
            account = account_in(sheet, span, force).or(account);
            budget_words = true;
            last += 1;
            continue;
        }
        let below = figure::figures(sheet, span, force);
        let pure = below.len() == 1
            && below
                .iter()
                .all(|one| one.reach == span && one.figure.phase.is_some());
        if !pure || !figures.is_empty() {
            break;
        }
        budget_words = true;
        figures.extend(below.into_iter().map(|found| found.figure));
        last += 1;
    }
    if let Some((account, evidence)) = account {
        for figure in &mut figures {
            if figure.account.is_none() {
                figure.account = Some(Box::new(account.clone()));
                figure.account_evidence = Some(Box::new(evidence.clone()));
            }
        }
    }
    let ministry = ministry_of(&title, force);
    reading.push(NodeKind::Heading(Box::new(Heading {
        level,
        title,
        figures,
        budget_words,
        ministry,
        entry: None,
    })));
    last + 1
}

/// An outline's line with figures: a program's, or that of a section whose programs stand below it.
pub(super) fn of_entry(entry: Entry, level: u8, force: InForce<'_>) -> Option<Heading> {
    let title = entry.names.first()?.clone();
    let own = |figure: &&Figure| {
        matches!(
            figure.relation,
            Relation::Own | Relation::Asked | Relation::Bracketed(_)
        )
    };
    let figures: Vec<Figure> = entry.figures.iter().filter(own).cloned().collect();
    let budget_words = figures
        .iter()
        .any(|figure| figure.fiscal_year.is_some() && (figure.phase.is_some() || figure.account.is_some()));
    Some(Heading {
        level,
        ministry: ministry_of(&title, force),
        title,
        figures,
        budget_words,
        entry: Some(Box::new(entry)),
    })
}

/// A bulleted line over programs: a heading below all numbered ones.
pub(super) fn over_programs(title: NamedProgram, force: InForce<'_>) -> Heading {
    const LEVEL: u8 = 8;
    let ministry = ministry_of(&title, force);
    Heading {
        level: LEVEL,
        title,
        figures: Vec::new(),
        budget_words: false,
        ministry,
        entry: None,
    }
}

/// 【文部科学省】 and 【重点施策】 alone on a line.
pub(super) fn bracketed(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    let span = sheet.span(line);
    let inside = sheet.text(span).strip_prefix('【')?.strip_suffix('】')?;
    if inside.contains(['【', '】']) || inside.chars().count() > LONGEST {
        return None;
    }
    let bracket = '【'.len_utf8();
    let title = name::name(sheet, Span::new(span.start + bracket, span.end - bracket), force)?;
    if force.lexicon.flags().contains(&title.name) {
        return None;
    }
    let ministry = ministry_of(&title, force);
    if let Some(ministry) = ministry {
        let label = MinistryLabel {
            marked: true,
            ..label_of(ministry, &title)
        };
        reading.push(NodeKind::MinistryHeading(Box::new(label)));
        return Some(line + 1);
    }
    reading.push(NodeKind::Heading(Box::new(Heading {
        level: 9,
        title,
        figures: Vec::new(),
        budget_words: false,
        ministry: None,
        entry: None,
    })));
    Some(line + 1)
}

/// Where the title ends: before a space and words that speak of the budget (a year, an account, 概算要求).
fn title_end(text: &str, force: InForce<'_>) -> (usize, bool) {
    let trimmed = text.trim_end();
    for (at, _) in trimmed.match_indices(' ') {
        let rest = trimmed[at..].trim_start();
        let begins_with_year = fiscal_year_at(rest, 0, force.era).is_some_and(|year| year.era.is_some());
        let (words, reach) = label::words(rest, force);
        let speaks = words.iter().any(|word| {
            matches!(
                word.kind,
                WordKind::Year(_) | WordKind::Phase(_) | WordKind::Account(_)
            )
        });
        if at > 0 && (begins_with_year || (reach == rest.len() && speaks)) {
            return (at, true);
        }
    }
    (trimmed.len(), false)
}

fn account_in(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<(Account, Evidence)> {
    let text = sheet.text(span);
    let (words, _) = label::words(text, force);
    let meaning = label::meaning(&words, text, span.start);
    let (account, place) = meaning.account?;
    Some((account, sheet.quote(crate::model::EvidenceRole::Account, place)))
}

/// A ministry with the place of its name.
pub(super) fn label_of(ministry: Ministry, title: &NamedProgram) -> MinistryLabel {
    MinistryLabel {
        ministry,
        marked: false,
        evidence: Evidence {
            role: crate::model::EvidenceRole::Ministry,
            ..title.evidence.clone()
        },
    }
}

/// Where the name stands in 担当：農林水産省 and （農林水産省）; the whole span where it is neither.
pub(super) fn ministry_span(sheet: Sheet<'_>, span: Span) -> Span {
    const WORDS: [&str; 6] = ["担当府省", "担当省庁", "所管府省", "担当", "所管", "府省庁"];
    let text = sheet.text(span);
    let core = text
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(text);
    let core = WORDS
        .iter()
        .find_map(|word| core.strip_prefix(word)?.trim_start().strip_prefix(':'))
        .unwrap_or(core)
        .trim();
    let at = text.find(core).unwrap_or(0);
    Span::new(span.start + at, span.start + at + core.len())
}

/// The ministry that a heading names and nothing else: 文部科学省, 厚生労働省所管, 農林水産省関係.
pub(super) fn ministry_of(title: &NamedProgram, force: InForce<'_>) -> Option<Ministry> {
    let text = title.name.as_str();
    let bare = ["所管", "関係", "計上分", "計上", "分"]
        .iter()
        .find_map(|tail| text.strip_suffix(tail))
        .unwrap_or(text);
    let entry = force.lexicon.ministry_by_name(bare, force.year)?;
    // 環境 and 総務 are words as well; a heading says the full name or one with 省, 庁, 府.
    if bare != entry.name && !bare.ends_with(['省', '庁', '府', '院', '会']) {
        return None;
    }
    Some(Ministry {
        code: entry.code.clone(),
        name: entry.name.clone(),
        surface: text.to_owned(),
        role: crate::model::Role::Appropriated,
        evidence: MinistryEvidence::Heading,
    })
}

//! Words that stand beside a program without being its name: a ministry's label in its box or on its row, last year's
//! figure under its amount.

use super::Sheet;
use crate::geometry::Rect;
use crate::grammar::MinistryLabel;
use crate::model::{Ministry, MinistryEvidence};

/// A figure that goes with an amount: last year's, the change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::link) struct Companion {
    /// Where it stands.
    pub(in crate::link) bbox: Rect,
}

/// How far, in heights of itself, a companion stands from its amount.
const BESIDE: f32 = 3.0;

/// By companion: the program whose amount it stands at. `amounts` are the places of the amounts with their programs,
/// of sums without one.
pub(in crate::link) fn companions(
    sheet: &Sheet<'_>,
    amounts: &[(Option<usize>, Rect)],
    companions: &[Companion],
) -> Vec<Option<usize>> {
    companions
        .iter()
        .map(|companion| {
            let homes: Vec<usize> = (0..sheet.programs.len())
                .filter(|program| {
                    sheet
                        .home(*program)
                        .is_some_and(|home| home.holds(companion.bbox.center()))
                })
                .collect();
            if let [only] = homes.as_slice()
                && !shared(sheet, *only, companions)
            {
                return Some(*only);
            }
            let nearest = amounts
                .iter()
                .filter(|(_, amount)| right_behind(amount, &companion.bbox))
                .map(|(_, amount)| amount.x1)
                .fold(f32::MIN, f32::max);
            let mut beside = amounts
                .iter()
                .filter(|(_, amount)| right_behind(amount, &companion.bbox) && amount.x1 == nearest);
            if let (Some((program, _)), None) = (beside.next(), beside.next()) {
                return *program;
            }
            let mut near: Vec<(f32, Option<usize>)> = amounts
                .iter()
                .map(|(program, amount)| (apart(amount, &companion.bbox), *program))
                .filter(|(distance, _)| *distance <= BESIDE * companion.bbox.height().max(4.0))
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            match near.as_slice() {
                [(_, only)] => *only,
                [(first, program), (second, _), ..] if *second > first * 1.5 + 2.0 => *program,
                // As near to each other as to nothing else, row after row.
                [(first, program), (second, _), ..] if *second > first * 1.25 + 1.0 => {
                    let own = amounts
                        .iter()
                        .find(|(owner, amount)| owner == program && apart(amount, &companion.bbox) <= *first);
                    own.filter(|(_, amount)| {
                        companions.iter().all(|other| {
                            other == companion || apart(amount, &other.bbox) > first * 1.25 + 1.0
                        })
                    })
                    .and_then(|(program, _)| *program)
                }
                _ => None,
            }
        })
        .collect()
}

/// Whether a program's box holds several companions: rows of others that were not read as programs stand in it.
fn shared(sheet: &Sheet<'_>, program: usize, companions: &[Companion]) -> bool {
    let inside = |companion: &&Companion| {
        sheet
            .home(program)
            .is_some_and(|home| home.holds(companion.bbox.center()))
    };
    let mut rows = companions.iter().filter(inside).map(|companion| companion.bbox);
    let Some(first) = rows.next() else { return false };
    rows.any(|row| row.y0 > first.y1 || first.y0 > row.y1)
}

/// Whether a companion stands on the amount's row with nothing but a bracket and words between: 165億円（203億円）,
/// 165億円（令和７年度予算額 203億円）.
fn right_behind(amount: &Rect, companion: &Rect) -> bool {
    const GAP: f32 = 13.0;
    let overlap = amount.y1.min(companion.y1) - amount.y0.max(companion.y0);
    let gap = companion.x0 - amount.x1;
    overlap > 0.5 * companion.height() && (-1.0..GAP * companion.height().max(4.0)).contains(&gap)
}

/// The distance between two rectangles, a step down counting less than a step aside.
fn apart(a: &Rect, b: &Rect) -> f32 {
    let dx = (b.x0 - a.x1).max(a.x0 - b.x1).max(0.0);
    let dy = (b.y0 - a.y1).max(a.y0 - b.y1).max(0.0);
    dx.hypot(dy)
}

/// By program: the ministry that a label in its box, or on its row with nothing between, names.
pub(in crate::link) fn labelled<'l>(
    sheet: &Sheet<'_>,
    labels: &[&'l MinistryLabel],
) -> Vec<Option<(&'l MinistryLabel, Ministry)>> {
    let mut out: Vec<Option<(&'l MinistryLabel, Ministry)>> = vec![None; sheet.programs.len()];
    let mut several = vec![false; sheet.programs.len()];
    for label in labels {
        let Some(bbox) = label.evidence.bbox else { continue };
        for program in 0..sheet.programs.len() {
            let elsewhere =
                || (0..sheet.programs.len()).any(|other| other != program && holds(sheet, other, &bbox));
            if !holds(sheet, program, &bbox) && (elsewhere() || !on_row(sheet, program, &bbox)) {
                continue;
            }
            let Some(slot) = out.get_mut(program) else {
                continue;
            };
            if slot
                .as_ref()
                .is_some_and(|(known, _)| known.ministry.code != label.ministry.code)
                && let Some(flag) = several.get_mut(program)
            {
                *flag = true;
            }
            let ministry = Ministry {
                evidence: MinistryEvidence::Label,
                ..label.ministry.clone()
            };
            slot.get_or_insert((label, ministry));
        }
    }
    for (slot, several) in out.iter_mut().zip(several) {
        if several {
            *slot = None;
        }
    }
    give_only(sheet, labels, &mut out);
    out
}

/// A page of one program: the one ministry that it names is the program's, wherever it stands.
fn give_only<'l>(
    sheet: &Sheet<'_>,
    labels: &[&'l MinistryLabel],
    out: &mut [Option<(&'l MinistryLabel, Ministry)>],
) {
    let mut sure = (0..sheet.programs.len())
        .filter(|program| sheet.programs.get(*program).is_some_and(|place| !place.tentative));
    let (Some(only), None, Some(first)) = (sure.next(), sure.next(), labels.first()) else {
        return;
    };
    let agreed = labels
        .iter()
        .all(|label| label.ministry.code == first.ministry.code);
    if let Some(slot @ None) = out.get_mut(only).filter(|_| agreed) {
        let ministry = Ministry {
            evidence: MinistryEvidence::Label,
            ..first.ministry.clone()
        };
        *slot = Some((first, ministry));
    }
}

fn holds(sheet: &Sheet<'_>, program: usize, label: &Rect) -> bool {
    sheet.home(program).is_some_and(|home| home.holds(label.center()))
}

/// On the row of the name, close to it, with no other program between.
fn on_row(sheet: &Sheet<'_>, program: usize, label: &Rect) -> bool {
    const FAR: f32 = 12.0;
    let Some(place) = sheet.programs.get(program) else {
        return false;
    };
    let overlap = place.name.y1.min(label.y1) - place.name.y0.max(label.y0);
    let gap = (label.x0 - place.name.x1).max(place.name.x0 - label.x1);
    let near = gap < FAR * label.height().max(4.0);
    overlap > 0.5 * label.height() && (near || only_on_row(sheet, program, label))
        || beside_box(sheet, program, label)
}

/// Beside the program's box, as the only program's on those rows.
fn beside_box(sheet: &Sheet<'_>, program: usize, label: &Rect) -> bool {
    let center = label.center();
    let on_rows = |place: &Rect| (place.y0..place.y1).contains(&center.y);
    let Some(home) = sheet.home(program).filter(on_rows) else {
        return false;
    };
    let others = sheet.programs.iter().enumerate().any(|(other, place)| {
        other != program && !place.tentative && on_rows(&sheet.home(other).unwrap_or(place.name))
    });
    !others
        && sheet.surface.frames.innermost(center).is_none()
        && (home.x1 <= label.x0 || label.x1 <= home.x0)
}

/// Whether no other program stands on the label's row, and one box holds both.
fn only_on_row(sheet: &Sheet<'_>, program: usize, label: &Rect) -> bool {
    let frames = &sheet.surface.frames;
    let others = sheet.programs.iter().enumerate().any(|(other, place)| {
        other != program && !place.tentative && place.name.y0 < label.y1 && label.y0 < place.name.y1
    });
    let own = sheet.programs.get(program);
    !others
        && own.is_some_and(|place| frames.innermost(place.name.center()) == frames.innermost(label.center()))
}

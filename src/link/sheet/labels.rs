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

/// By companion: the program whose amount it stands at. `amounts` are the places of the amounts with their programs.
pub(in crate::link) fn companions(
    sheet: &Sheet<'_>,
    amounts: &[(usize, Rect)],
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
            if let [only] = homes.as_slice() {
                return Some(*only);
            }
            let mut near: Vec<(f32, usize)> = amounts
                .iter()
                .map(|(program, amount)| (apart(amount, &companion.bbox), *program))
                .filter(|(distance, _)| *distance <= BESIDE * companion.bbox.height().max(4.0))
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            match near.as_slice() {
                [(_, only)] => Some(*only),
                [(first, program), (second, _), ..] if *second > first * 1.5 + 2.0 => Some(*program),
                _ => None,
            }
        })
        .collect()
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
            if !(holds(sheet, program, &bbox) || on_row(sheet, program, &bbox)) {
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
    out
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
    overlap > 0.5 * label.height() && gap < FAR * label.height().max(4.0)
}

//! Lines parted where white space parts a number from what stands beside it: without rulings a reader cannot tell the
//! columns of a table from the words of a line before the columns are known.

use super::fill::is_number;
use crate::layout::reading::SheetLine;

/// A gap this wide beside a number, in font sizes, parts it from its neighbour.
const GAP: f32 = 0.6;

/// The pieces of lines.
pub(super) fn of_lines(lines: &[SheetLine]) -> Vec<SheetLine> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        if line.vertical || line.angle != 0 || !line.text.contains(|c: char| c.is_numeric()) {
            out.push(line.clone());
            continue;
        }
        out.extend(joined(cut(line)));
    }
    out
}

/// A line cut at every wide gap.
pub(super) fn cut(line: &SheetLine) -> Vec<SheetLine> {
    let mut out: Vec<SheetLine> = Vec::new();
    let mut end: Option<f32> = None;
    for (character, place) in line.text.chars().zip(&line.places) {
        if character.is_whitespace() {
            if let Some(last) = out.last_mut() {
                last.text.push(character);
                last.places.push(*place);
            }
            continue;
        }
        let apart = end.is_none_or(|end| place.bbox.x0 - end > GAP * line.size);
        if apart {
            trim(out.last_mut());
            out.push(SheetLine {
                bbox: place.bbox,
                ..line.clone_style()
            });
        }
        if let Some(last) = out.last_mut() {
            last.text.push(character);
            last.places.push(*place);
            last.bbox = last.bbox.union(&place.bbox);
        }
        end = Some(place.bbox.x1);
    }
    trim(out.last_mut());
    out
}

fn trim(line: Option<&mut SheetLine>) {
    let Some(line) = line else { return };
    while line.text.ends_with(char::is_whitespace) {
        line.text.pop();
        line.places.pop();
    }
}

/// Pieces of words go together again; a number stays apart, with the sign before it.
fn joined(pieces: Vec<SheetLine>) -> Vec<SheetLine> {
    let mut out: Vec<SheetLine> = Vec::new();
    for piece in pieces {
        let words = !is_number(&piece) && !is_sign(&piece);
        match out.last_mut() {
            Some(last) if words && !is_number(last) && !is_sign(last) => extend(last, piece, true),
            Some(last) if is_sign(last) && is_number(&piece) => extend(last, piece, false),
            _ => out.push(piece),
        }
    }
    out
}

fn is_sign(line: &SheetLine) -> bool {
    matches!(line.text.as_str(), "△" | "▲")
}

fn extend(line: &mut SheetLine, piece: SheetLine, space: bool) {
    if space && let Some(place) = piece.places.first() {
        line.text.push(' ');
        line.places.push(*place);
    }
    line.text.push_str(&piece.text);
    line.places.extend(piece.places);
    line.bbox = line.bbox.union(&piece.bbox);
}

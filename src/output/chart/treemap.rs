//! A squarified treemap (Bruls, Huizing, van Wijk 2000): projects as frames, programs in them, areas by amount.

use super::super::paint::oku;
use super::leaves::{self, Leaf, size};
use super::svg::{Drawing, Of, Shape, fitted};

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 600.0;
/// Height of a project's name above its programs.
const HEAD: f64 = 18.0;
const TYPE: f64 = 11.0;
/// What a ministry's name and its square need in the legend.
const LEGEND: f64 = 26.0;

/// Left, top, width, height.
type Area = [f64; 4];

pub(super) fn draw(leaves: &[Leaf]) -> Option<Drawing> {
    let projects = leaves::sums(leaves, |leaf| &leaf.project);
    if projects.is_empty() {
        return None;
    }
    let mut drawing = Drawing::new(WIDTH, HEIGHT + LEGEND, "treemap: project, program; 億円");
    let sizes: Vec<f64> = projects.iter().map(|(_, yen)| size(*yen)).collect();
    for ((project, yen), area) in projects.iter().zip(squarify(&sizes, [0.0, 0.0, WIDTH, HEIGHT])) {
        let [x, y, width, height] = area;
        let name = leaves::shown_project(project);
        let head = if height > 3.0 * HEAD && width > 40.0 && projects.len() > 1 {
            HEAD
        } else {
            0.0
        };
        let mut shapes = vec![Shape::Box("frame".into(), area)];
        if head > 0.0 {
            let told = fitted(&format!("{name} {}", oku(*yen)), width - 8.0, TYPE);
            shapes.push(Shape::Text("head".into(), [x + 4.0, y + 13.0], told));
        }
        let of = leaves::of_project(project);
        drawing.add(of, format!("{name} {}億円", oku(*yen)), shapes);
        let mut inside: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.project == *project).collect();
        inside.sort_by_key(|leaf| std::cmp::Reverse(leaf.yen));
        let sizes: Vec<f64> = inside.iter().map(|leaf| size(leaf.yen)).collect();
        let room = [
            x + 1.0,
            y + head,
            (width - 2.0).max(0.0),
            (height - head - 1.0).max(0.0),
        ];
        for (leaf, area) in inside.into_iter().zip(squarify(&sizes, room)) {
            drawing.add(Of::Row(leaf.id.clone()), told(leaf), program(leaf, area));
        }
    }
    legend(&mut drawing, leaves);
    Some(drawing)
}

fn told(leaf: &Leaf) -> String {
    format!("{} {}億円 {}", leaf.program, oku(leaf.yen), leaf.ministry)
}

fn program(leaf: &Leaf, area: Area) -> Vec<Shape> {
    let [x, y, width, height] = area;
    let mut shapes = vec![Shape::Box(format!("leaf c{}", leaf.colour), area)];
    if height > 1.6 * TYPE {
        let name = fitted(&leaf.program, width - 6.0, TYPE);
        shapes.push(Shape::Text("on".into(), [x + 3.0, y + 1.2 * TYPE], name));
    }
    if height > 3.0 * TYPE {
        let yen = fitted(&oku(leaf.yen), width - 6.0, TYPE);
        shapes.push(Shape::Text("on".into(), [x + 3.0, y + 2.5 * TYPE], yen));
    }
    shapes
}

fn legend(drawing: &mut Drawing, leaves: &[Leaf]) {
    let mut x = 0.0;
    for ministry in leaves::ministries(leaves) {
        let name = ministry.shown;
        let width = 20.0 + name.chars().count() as f64 * 12.0 + 14.0;
        if x + width > WIDTH {
            break;
        }
        let shapes = vec![
            Shape::Box(
                format!("leaf c{}", ministry.colour),
                [x, HEIGHT + 8.0, 14.0, 14.0],
            ),
            Shape::Text("label".into(), [x + 18.0, HEIGHT + 19.5], name.to_owned()),
        ];
        drawing.add(ministry.of(), "", shapes);
        x += width;
    }
}

/// Areas in proportion to the sizes, which are in falling order, as near to squares as a row by row filling gets.
fn squarify(sizes: &[f64], room: Area) -> Vec<Area> {
    let whole: f64 = sizes.iter().sum();
    let [mut x, mut y, mut width, mut height] = room;
    if whole <= 0.0 {
        return vec![[x, y, 0.0, 0.0]; sizes.len()];
    }
    let scale = width * height / whole;
    let mut areas = Vec::with_capacity(sizes.len());
    let mut rest = sizes;
    while !rest.is_empty() {
        let short = width.min(height);
        let mut taken = 1;
        while taken < rest.len()
            && worst(&rest[..=taken], short, scale) <= worst(&rest[..taken], short, scale)
        {
            taken += 1;
        }
        let (row, after) = rest.split_at(taken);
        let thick = if short > 0.0 {
            row.iter().sum::<f64>() * scale / short
        } else {
            0.0
        };
        let mut along = 0.0;
        for one in row {
            let long = if thick > 0.0 { one * scale / thick } else { 0.0 };
            areas.push(if width >= height {
                [x, y + along, thick, long]
            } else {
                [x + along, y, long, thick]
            });
            along += long;
        }
        if width >= height {
            x += thick;
            width = (width - thick).max(0.0);
        } else {
            y += thick;
            height = (height - thick).max(0.0);
        }
        rest = after;
    }
    areas
}

/// How far from a square the worst of a row is that lies along a side of this length.
fn worst(row: &[f64], side: f64, scale: f64) -> f64 {
    let sum = row.iter().sum::<f64>() * scale;
    let most = row.iter().copied().fold(0.0, f64::max) * scale;
    let least = row.iter().copied().fold(f64::INFINITY, f64::min) * scale;
    let square = side * side;
    (square * most / (sum * sum)).max(sum * sum / (square * least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_in_proportion_and_inside_the_room() {
        let sizes = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let areas = squarify(&sizes, [10.0, 20.0, 600.0, 400.0]);
        for (size, [x, y, width, height]) in sizes.iter().zip(&areas) {
            assert!((width * height - size * 10_000.0).abs() < 1e-6);
            assert!(*x >= 10.0 && *y >= 20.0 && x + width <= 610.0 + 1e-6 && y + height <= 420.0 + 1e-6);
            assert!(width.max(*height) / width.min(*height) < 3.0, "near to a square");
        }
        assert_eq!(squarify(&[0.0], [0.0, 0.0, 1.0, 1.0]).len(), 1);
    }
}

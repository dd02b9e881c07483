//! A Sankey diagram in three columns: ministries, projects, programs. The width of a band is the amount that flows.

use super::super::paint::oku;
use super::leaves::{self, Leaf, size};
use super::svg::{Drawing, Of, Shape, fitted, number};
use std::collections::HashMap;

const WIDTH: f64 = 960.0;
/// Left edges of the columns.
const COLUMNS: [f64; 3] = [150.0, 420.0, 690.0];
const NODE: f64 = 14.0;
const TYPE: f64 = 11.0;
/// What lies free between two nodes of a column.
const GAP: f64 = 6.0;
/// Height of a program's node at least, so that its name can be read.
const LEAST: f64 = 10.0;

/// A node with what has been laid against its two sides so far.
#[derive(Debug, Clone)]
struct Node {
    y: f64,
    height: f64,
    left: f64,
    right: f64,
}

/// Places a column of nodes, given by their names and sums, from top to bottom.
fn column<'l>(nodes: &[(&'l str, i64)], scale: f64, height: f64) -> HashMap<&'l str, Node> {
    let used: f64 = nodes.iter().map(|(_, yen)| size(*yen) * scale + GAP).sum();
    let mut y = ((height - used) / 2.0).max(0.0);
    let mut placed = HashMap::new();
    for (name, yen) in nodes {
        let high = size(*yen) * scale;
        let node = Node {
            y,
            height: high,
            left: 0.0,
            right: 0.0,
        };
        y += high + GAP;
        placed.insert(*name, node);
    }
    placed
}

pub(super) fn draw(leaves: &[Leaf]) -> Option<Drawing> {
    let whole: f64 = leaves.iter().map(|leaf| size(leaf.yen)).sum();
    if whole <= 0.0 {
        return None;
    }
    let asking = leaves::ministries(leaves);
    let ministries: Vec<(&str, i64)> = asking.iter().map(|one| (one.name, one.yen)).collect();
    let projects = leaves::sums(leaves, |leaf| &leaf.project);
    // Programs stand by project, so that their bands do not cross.
    let place: HashMap<&str, usize> = projects
        .iter()
        .enumerate()
        .map(|(at, (name, _))| (*name, at))
        .collect();
    let mut programs: Vec<&Leaf> = leaves.iter().collect();
    programs.sort_by_key(|leaf| {
        (
            place.get(leaf.project.as_str()).copied(),
            std::cmp::Reverse(leaf.yen),
        )
    });
    let scale = 520.0 / whole;
    let heights: Vec<f64> = programs
        .iter()
        .map(|leaf| (size(leaf.yen) * scale).max(LEAST))
        .collect();
    let most_nodes = ministries.len().max(projects.len()) as f64;
    let height = (heights.iter().sum::<f64>() + GAP * heights.len() as f64).max(520.0 + GAP * most_nodes);
    let mut drawing = Drawing::new(WIDTH, height + 10.0, "Sankey: ministry → project → program; 億円");
    let (mut left, mut middle) = (
        column(&ministries, scale, height),
        column(&projects, scale, height),
    );

    let mut y = 0.0;
    let mut nodes = Vec::new();
    for (leaf, high) in programs.iter().zip(&heights) {
        let thick = size(leaf.yen) * scale;
        let at = y + (high - thick) / 2.0;
        if let (Some(ministry), Some(project)) = (
            left.get_mut(leaf.ministry.as_str()),
            middle.get_mut(leaf.project.as_str()),
        ) {
            let begin = (COLUMNS[0] + NODE, ministry.y + ministry.right);
            let end = (COLUMNS[1], project.y + project.left);
            let on = (COLUMNS[1] + NODE, project.y + project.right);
            ministry.right += thick;
            project.left += thick;
            project.right += thick;
            let class = format!("flow c{}", leaf.colour);
            let told = format!(
                "{} → {} → {} {}億円",
                leaves::shown_ministry(&leaf.ministry),
                leaves::shown_project(&leaf.project),
                leaf.program,
                oku(leaf.yen)
            );
            let text = fitted(
                &format!("{} {}", leaf.program, oku(leaf.yen)),
                WIDTH - COLUMNS[2] - NODE - 6.0,
                TYPE,
            );
            nodes.push((
                Of::Row(leaf.id.clone()),
                told,
                vec![
                    Shape::Path(class.clone(), band(begin, end, thick)),
                    Shape::Path(class, band(on, (COLUMNS[2], at), thick)),
                    Shape::Box(
                        format!("leaf c{}", leaf.colour),
                        [COLUMNS[2], at, NODE, thick.max(0.5)],
                    ),
                    Shape::Text(
                        "label".into(),
                        [COLUMNS[2] + NODE + 4.0, y + high / 2.0 + 4.0],
                        text,
                    ),
                ],
            ));
        }
        y += high + GAP;
    }
    for (of, told, shapes) in nodes {
        drawing.add(of, told, shapes);
    }
    for ministry in &asking {
        let Some(node) = left.get(ministry.name) else {
            continue;
        };
        let (shown, yen) = (ministry.shown, ministry.yen);
        let text = fitted(shown, COLUMNS[0] - 8.0, TYPE);
        let shapes = vec![
            Shape::Box(
                format!("leaf c{}", ministry.colour),
                [COLUMNS[0], node.y, NODE, node.height.max(0.5)],
            ),
            Shape::Text(
                "label end".into(),
                [COLUMNS[0] - 5.0, node.y + node.height / 2.0 + 4.0],
                text,
            ),
        ];
        drawing.add(ministry.of(), format!("{shown} {}億円", oku(yen)), shapes);
    }
    for (name, yen) in &projects {
        let Some(node) = middle.get(name) else { continue };
        let shown = leaves::shown_project(name);
        let text = fitted(
            &format!("{shown} {}", oku(*yen)),
            COLUMNS[2] - COLUMNS[1] - NODE - 10.0,
            TYPE,
        );
        let shapes = vec![
            Shape::Box("node".into(), [COLUMNS[1], node.y, NODE, node.height.max(0.5)]),
            Shape::Text(
                "label on-flow".into(),
                [COLUMNS[1] + NODE + 4.0, node.y + node.height / 2.0 + 4.0],
                text,
            ),
        ];
        drawing.add(
            leaves::of_project(name),
            format!("{shown} {}億円", oku(*yen)),
            shapes,
        );
    }
    Some(drawing)
}

/// A band of this thickness between two upper corners.
fn band((x0, y0): (f64, f64), (x1, y1): (f64, f64), thick: f64) -> String {
    let half = (x0 + x1) / 2.0;
    let thick = thick.max(0.5);
    let points = [x0, y0, half, y0, half, y1, x1, y1].map(number);
    let back = [x1, y1 + thick, half, y1 + thick, half, y0 + thick, x0, y0 + thick].map(number);
    let [a, b, c, d, e, f, g, h] = points;
    let [i, j, k, l, m, n, o, p] = back;
    format!("M{a} {b}C{c} {d} {e} {f} {g} {h}L{i} {j}C{k} {l} {m} {n} {o} {p}Z")
}

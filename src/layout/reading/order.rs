//! Reading order: what stands in one box or cell is read together, boxes and lines row by row from the top, each row
//! from its start.

use super::SheetLine;
use crate::geometry::Rect;
use crate::source::Sheet;

/// Boxes that are looked at as holders of lines, the largest first.
const MAX_HOLDERS: usize = 2_000;
/// A box larger than this share of the page holds nothing together.
const WHOLE_PAGE: f32 = 0.9;

/// Something to be put in order.
#[derive(Clone, Copy)]
enum Node {
    Line(usize),
    Holder(usize),
}

/// Sorts the lines of a page.
pub(super) fn arrange(lines: Vec<SheetLine>, sheet: &Sheet) -> Vec<SheetLine> {
    let upright: usize = lines
        .iter()
        .filter(|line| !line.vertical)
        .map(|line| line.places.len())
        .sum();
    let all: usize = lines.iter().map(|line| line.places.len()).sum();
    // A page set from top to bottom is read from the right.
    let from_right = upright * 2 < all;
    let frame = |bbox: &Rect| {
        if from_right {
            Rect::new(bbox.y0, -bbox.x1, bbox.y1, -bbox.x0)
        } else {
            *bbox
        }
    };
    let holders = holders(sheet, &lines);
    let mut children: Vec<Vec<Node>> = vec![Vec::new(); holders.len() + 1];
    let mut place = |parent: Option<usize>, node: Node| {
        if let Some(list) = children.get_mut(parent.map_or(0, |parent| parent + 1)) {
            list.push(node);
        }
    };
    for (index, line) in lines.iter().enumerate() {
        let centre = line.bbox.center();
        // Smallest first, so the first that holds the line is the innermost.
        let parent = holders.iter().position(|holder| holder.holds(centre));
        place(parent, Node::Line(index));
    }
    for (index, holder) in holders.iter().enumerate() {
        let parent = holders
            .iter()
            .skip(index + 1)
            .position(|outer| contains(outer, holder))
            .map(|offset| index + 1 + offset);
        place(parent, Node::Holder(index));
    }

    let box_of = |node: &Node| match node {
        Node::Line(index) => lines.get(*index).map(|line| frame(&line.bbox)),
        Node::Holder(index) => holders.get(*index).map(&frame),
    };
    for list in &mut children {
        sort_rows(list, box_of);
    }
    let mut order = Vec::with_capacity(lines.len());
    let mut pending: Vec<Node> = children.first().into_iter().flatten().rev().copied().collect();
    while let Some(node) = pending.pop() {
        match node {
            Node::Line(index) => order.push(index),
            Node::Holder(index) => {
                pending.extend(children.get(index + 1).into_iter().flatten().rev());
            }
        }
    }
    let mut lines: Vec<Option<SheetLine>> = lines.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|index| lines.get_mut(index)?.take())
        .collect()
}

/// The boxes that hold lines, smallest first, each once.
fn holders(sheet: &Sheet, lines: &[SheetLine]) -> Vec<Rect> {
    let page = sheet.width * sheet.height * WHOLE_PAGE;
    let area = |bbox: &Rect| bbox.width() * bbox.height();
    let least = lines.iter().map(|line| line.size).fold(f32::MAX, f32::min);
    let mut out: Vec<Rect> = sheet
        .boxes
        .iter()
        .map(|area| area.bbox)
        .filter(|bbox| bbox.width() > least && bbox.height() > least && area(bbox) < page)
        .collect();
    out.sort_by(|a, b| {
        area(b)
            .total_cmp(&area(a))
            .then(a.y0.total_cmp(&b.y0))
            .then(a.x0.total_cmp(&b.x0))
    });
    out.truncate(MAX_HOLDERS);
    out.dedup();
    out.reverse();
    out
}

fn contains(outer: &Rect, inner: &Rect) -> bool {
    const SLACK: f32 = 1.0;
    outer.x0 - SLACK <= inner.x0
        && outer.y0 - SLACK <= inner.y0
        && inner.x1 <= outer.x1 + SLACK
        && inner.y1 <= outer.y1 + SLACK
}

/// Sorts into rows by the top, then along each row. A row takes what overlaps its first node by half.
fn sort_rows(nodes: &mut Vec<Node>, box_of: impl Fn(&Node) -> Option<Rect>) {
    let mut boxes: Vec<(Rect, Node)> = nodes
        .drain(..)
        .filter_map(|node| Some((box_of(&node)?, node)))
        .collect();
    let along = |a: &(Rect, Node), b: &(Rect, Node)| {
        a.0.x0
            .total_cmp(&b.0.x0)
            .then(a.0.y0.total_cmp(&b.0.y0))
            .then(a.0.x1.total_cmp(&b.0.x1))
    };
    boxes.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0).then(along(a, b)));
    let mut start = 0;
    while let Some((first, _)) = boxes.get(start) {
        let (top, bottom) = (first.y0, first.y1);
        let mut end = start + 1;
        while let Some((next, _)) = boxes.get(end) {
            let overlap = bottom.min(next.y1) - top.max(next.y0);
            if overlap < 0.5 * (bottom - top).min(next.height()) {
                break;
            }
            end += 1;
        }
        if let Some(row) = boxes.get_mut(start..end) {
            row.sort_by(along);
        }
        start = end;
    }
    nodes.extend(boxes.into_iter().map(|(_, node)| node));
}

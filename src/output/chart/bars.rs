//! Bars by ministry: what its programs make together, and beside it what the document's own split says that it asks for.

use super::super::json::v1;
use super::super::paint::oku;
use super::leaves::{self, Asking, Leaf, size};
use super::svg::{Drawing, Of, Shape, fitted};
use std::collections::HashMap;

const WIDTH: f64 = 960.0;
/// Where the bars begin: before them stand the names.
const LEFT: f64 = 260.0;
/// What is free behind the longest bar for its figure.
const RIGHT: f64 = 110.0;
const ROW: f64 = 40.0;
const BAR: f64 = 14.0;
const TYPE: f64 = 12.0;

pub(super) fn draw(leaves: &[Leaf], documents: &[v1::Extraction<'_>]) -> Option<Drawing> {
    let rows = leaves::ministries(leaves);
    let split = stated(documents);
    let stated_of = |ministry: &Asking<'_>| split.get(ministry.code?).copied();
    let most = rows
        .iter()
        .map(|ministry| size(ministry.yen).max(size(stated_of(ministry).unwrap_or(0))))
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let long = |yen: i64| size(yen) / most * (WIDTH - LEFT - RIGHT);
    let height = ROW * rows.len() as f64 + 30.0;
    let mut drawing = Drawing::new(WIDTH, height, "bars: ministry; 億円");
    for (row, ministry) in rows.iter().enumerate() {
        let y = ROW * row as f64 + 4.0;
        let (name, sum) = (ministry.shown, ministry.yen);
        let mut shapes = vec![
            Shape::Text(
                "label end".into(),
                [LEFT - 8.0, y + 18.0],
                fitted(name, LEFT - 16.0, TYPE),
            ),
            Shape::Box(format!("leaf c{}", ministry.colour), [LEFT, y, long(sum), BAR]),
            Shape::Text("label".into(), [LEFT + long(sum) + 6.0, y + 11.5], oku(sum)),
        ];
        let mut told = format!("{name}: {}億円", oku(sum));
        if let Some(stated) = stated_of(ministry) {
            shapes.push(Shape::Box(
                "stated".into(),
                [LEFT, y + BAR + 2.0, long(stated), BAR],
            ));
            let figure = Shape::Text(
                "label".into(),
                [LEFT + long(stated) + 6.0, y + BAR + 13.5],
                oku(stated),
            );
            shapes.push(figure);
            told.push_str(&format!("; 内訳 {}億円", oku(stated)));
        }
        drawing.add(ministry.of(), told, shapes);
    }
    let y = height - 20.0;
    let mut legend = vec![
        Shape::Box("leaf c0".into(), [LEFT, y, 14.0, 12.0]),
        Shape::Text(
            "label".into(),
            [LEFT + 18.0, y + 10.5],
            "事業の合計 sum of the programs".into(),
        ),
    ];
    if !split.is_empty() {
        legend.push(Shape::Box("stated".into(), [LEFT + 240.0, y, 14.0, 12.0]));
        legend.push(Shape::Text(
            "label".into(),
            [LEFT + 258.0, y + 10.5],
            "文書の内訳 stated split".into(),
        ));
    }
    drawing.add(Of::Nothing, "", legend);
    Some(drawing)
}

/// By code: what the split of the largest total by ministry says, of each document.
fn stated<'d>(documents: &'d [v1::Extraction<'_>]) -> HashMap<&'d str, i64> {
    let mut split: HashMap<&str, i64> = HashMap::new();
    for document in documents {
        let by_ministry = |part: &&v1::Breakdown<'_>| part.by == v1::BreakdownKey::Ministry;
        let totals = document
            .totals
            .iter()
            .filter(|total| total.breakdown.iter().any(|part| by_ministry(&part)));
        let largest = totals.max_by_key(|total| total.amount.yen.unwrap_or(0));
        for part in largest
            .iter()
            .flat_map(|total| &total.breakdown)
            .filter(by_ministry)
        {
            let sum = split.entry(&part.key).or_default();
            *sum = sum.saturating_add(part.amount.yen.unwrap_or(0));
        }
    }
    split
}

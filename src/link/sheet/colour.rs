//! Colour as the word for a ministry: a page's legend (■ 文科省、■ 厚労省) against the bullets, borders and inks of its
//! programs. On chart pages there is no other evidence.

use crate::geometry::Rect;
use crate::grammar::{MinistryLabel, NodeKind, PageNodes};
use crate::layout::Surface;
use crate::model::{Evidence, EvidenceRole, Ministry, MinistryEvidence};
use crate::source::Color;
use crate::span::PageNumber;

/// What a legend says of one colour.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::link) struct Entry {
    color: Color,
    ministries: Vec<Ministry>,
    evidence: Vec<Evidence>,
}

/// A page's legend, or the document's.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::link) struct Legend {
    entries: Vec<Entry>,
}

/// The legends of a document, by page.
#[derive(Debug, Default)]
pub(in crate::link) struct Legends {
    pages: Vec<Legend>,
    /// Of all pages together, where they agree.
    document: Legend,
}

/// Colours closer than this, of 441, are one: bullets and legends are set in shades of each other.
const TOLERANCE: f32 = 70.0;
/// The next colour of the legend must be this much further away.
const CLEAR: f32 = 1.5;
/// A mark stands before its word at most this far, in heights of the word.
const BEFORE: f32 = 1.6;

impl Legends {
    /// Reads the legends of all pages.
    pub(in crate::link) fn of(pages: &[PageNodes], surfaces: &[Surface]) -> Self {
        let mut out = Self::default();
        let mut contradicted: Vec<Color> = Vec::new();
        for (page, surface) in pages.iter().zip(surfaces) {
            let legend = Legend::of(page, surface);
            for entry in &legend.entries {
                match out
                    .document
                    .entries
                    .iter()
                    .find(|known| distance(known.color, entry.color) < 1.0)
                {
                    None => out.document.entries.push(entry.clone()),
                    Some(known) if !same(&known.ministries, &entry.ministries) => {
                        contradicted.push(entry.color)
                    }
                    Some(_) => {}
                }
            }
            out.pages.push(legend);
        }
        out.document.entries.retain(|entry| {
            !contradicted
                .iter()
                .any(|color| distance(*color, entry.color) < 1.0)
        });
        out
    }

    /// What holds on a page.
    pub(in crate::link) fn on(&self, page: usize) -> &Legend {
        match self.pages.get(page) {
            Some(own) if !own.entries.is_empty() => own,
            _ => &self.document,
        }
    }
}

fn same(a: &[Ministry], b: &[Ministry]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.iter().any(|other| one.code == other.code))
}

impl Legend {
    fn of(page: &PageNodes, surface: &Surface) -> Self {
        let mut legend = Self::default();
        for node in &page.nodes {
            match &node.kind {
                NodeKind::Legend(labels) => legend.read(labels, surface),
                NodeKind::MinistryHeading(label) => {
                    // A name with a square drawn before it is a legend's entry; without, it is a label.
                    legend.read(std::slice::from_ref(&**label), surface);
                }
                _ => {}
            }
        }
        // One colour tells nothing apart.
        if legend.entries.len() == 1
            && !page
                .nodes
                .iter()
                .any(|node| matches!(node.kind, NodeKind::Legend(_)))
        {
            legend.entries.clear();
        }
        legend
    }

    /// A ministry with a mark before it begins an entry; one without joins the entry before it.
    fn read(&mut self, labels: &[MinistryLabel], surface: &Surface) {
        let mut open = false;
        for label in labels {
            let Some(bbox) = label.evidence.bbox else { continue };
            if let Some(mark) = mark_before(surface, &bbox) {
                self.entries.push(Entry {
                    color: mark.color,
                    ministries: vec![label.ministry.clone()],
                    evidence: vec![label.evidence.clone()],
                });
                open = true;
            } else if open && let Some(entry) = self.entries.last_mut() {
                entry.ministries.push(label.ministry.clone());
                entry.evidence.push(label.evidence.clone());
            }
        }
    }

    /// The entry of a colour, where one alone is near.
    fn entry(&self, color: Color) -> Option<&Entry> {
        let mut near: Vec<(f32, &Entry)> = self
            .entries
            .iter()
            .map(|entry| (distance(entry.color, color), entry))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (first, entry) = *near.first()?;
        let clear = near
            .iter()
            .skip(1)
            .find(|(_, other)| !same(&other.ministries, &entry.ministries))
            .is_none_or(|(next, _)| *next > first * CLEAR + 8.0);
        (first <= TOLERANCE && clear).then_some(entry)
    }

    /// The ministries of a program by its bullet, its box's border or inside, or its ink; with both places.
    pub(in crate::link) fn ministries(
        &self,
        surface: &Surface,
        page: PageNumber,
        name: &Rect,
        frame: Option<usize>,
    ) -> Option<(Vec<Ministry>, Vec<Evidence>)> {
        let bullet = mark_before(surface, name).map(|mark| (mark.color, mark.bbox));
        let frame = frame.and_then(|number| surface.frames.frames().get(number));
        let block = surface
            .blocks
            .iter()
            .find(|block| block.bbox.holds(name.center()));
        let inks = [
            bullet,
            frame.and_then(|frame| Some((frame.stroke?, frame.bbox))),
            frame.and_then(|frame| Some((frame.fill?, frame.bbox))),
            block.map(|block| (block.color, block.bbox)),
        ];
        let (entry, place) = inks
            .into_iter()
            .flatten()
            .find_map(|(color, place)| Some((self.entry(color)?, place)))?;
        let ministries = entry
            .ministries
            .iter()
            .map(|ministry| Ministry {
                evidence: MinistryEvidence::LegendColour,
                ..ministry.clone()
            })
            .collect();
        let mut evidence = entry.evidence.clone();
        evidence.push(Evidence {
            role: EvidenceRole::Ministry,
            page,
            line: None,
            source_span: None,
            bbox: Some(place),
            text: String::new(),
        });
        Some((ministries, evidence))
    }
}

/// The mark right before a word, on its first line; later lines may begin under the mark.
fn mark_before<'s>(surface: &'s Surface, word: &Rect) -> Option<&'s crate::layout::Mark> {
    let start = surface
        .marks
        .partition_point(|mark| mark.bbox.y0 < word.y0 - 30.0);
    surface
        .marks
        .iter()
        .skip(start)
        .take_while(|mark| mark.bbox.y0 <= word.y1)
        .filter(|mark| {
            let height = mark.bbox.height().max(4.0);
            let middle = mark.bbox.center().y;
            let gap = word.x0 - mark.bbox.x1;
            middle > word.y0 - 0.4 * height
                && middle < word.y1 + 0.4 * height
                && middle < word.y0 + 1.8 * height
                && (-1.6 * height..BEFORE * height.max(8.0)).contains(&gap)
        })
        .max_by(|a, b| a.bbox.x1.total_cmp(&b.bbox.x1))
}

fn distance(a: Color, b: Color) -> f32 {
    let part = |a: u8, b: u8| (f32::from(a) - f32::from(b)).powi(2);
    (part(a.red, b.red) + part(a.green, b.green) + part(a.blue, b.blue)).sqrt()
}

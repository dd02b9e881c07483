//! How a document and its pages mark programs, told before any line is taken for one.

use crate::grammar::{NodeKind, PageNodes, Relation};
use crate::link::identity::{Map, Set, name_key};

/// What the whole document tells about names and brackets.
pub(super) struct Known {
    /// Keys of names that stand somewhere with all the looks of a program.
    pub(super) names: Set<String>,
    /// What a bracket holds, where a note says so.
    pub(super) brackets: Map<char, Relation>,
}

impl Known {
    pub(super) fn of(pages: &[PageNodes]) -> Self {
        let mut names = Set::default();
        let mut brackets = Map::default();
        for node in pages.iter().flat_map(|page| &page.nodes) {
            match &node.kind {
                NodeKind::Programs(line) if line.sure => {
                    names.extend(line.names.iter().map(|name| name_key(&name.name)));
                }
                NodeKind::Entry(entry) if entry.bullet.is_some() => {
                    names.extend(entry.names.iter().map(|name| name_key(&name.name)));
                }
                NodeKind::BracketNote { open, relation } => {
                    brackets.insert(*open, *relation);
                }
                _ => {}
            }
        }
        Self { names, brackets }
    }
}

/// How a page marks its programs.
#[derive(Default)]
pub(super) struct Profile {
    /// Lines behind a bullet that look like programs.
    pub(super) bulleted: bool,
    /// Bullets whose lines mostly look like programs.
    pub(super) bullets: Set<char>,
    /// Bullets with at least two programs by their looks that have nothing but an amount in brackets.
    pub(super) priced: Set<char>,
    /// An amount stands right above a program's line, as where amounts head the cards.
    pub(super) amounts_above: bool,
    /// Paragraphs with several lines of programs.
    pub(super) crowded: Set<u32>,
    /// Figures stand alone somewhere.
    pub(super) loose_figures: bool,
}

impl Profile {
    pub(super) fn of(page: &PageNodes) -> Self {
        let mut counts: Map<char, (u32, u32)> = Map::default();
        let mut loose_figures = false;
        let mut seen = Set::default();
        let mut crowded = Set::default();
        for node in &page.nodes {
            let program = matches!(node.kind, NodeKind::Programs(_) | NodeKind::Entry(_));
            if program && !seen.insert(node.paragraph) {
                crowded.insert(node.paragraph);
            }
            match &node.kind {
                NodeKind::Programs(line) => {
                    if let Some(bullet) = line.bullet {
                        let (sure, all) = counts.entry(bullet).or_default();
                        *sure += u32::from(line.sure);
                        *all += 1;
                    }
                }
                NodeKind::Entry(entry) => {
                    if let Some(bullet) = entry.bullet.filter(|_| entry.has_own()) {
                        let (sure, all) = counts.entry(bullet).or_default();
                        *sure += 1;
                        *all += 1;
                    }
                }
                NodeKind::Figure(_) => loose_figures = true,
                _ => {}
            }
        }
        let bullets: Set<char> = counts
            .iter()
            .filter(|(_, (sure, all))| *sure > 0 && sure * 2 >= *all)
            .map(|(bullet, _)| *bullet)
            .collect();
        let mut priced: Map<char, u32> = Map::default();
        for node in &page.nodes {
            if let NodeKind::Programs(line) = &node.kind
                && let ([figure], Some(bullet), true) = (line.figures.as_slice(), line.bullet, line.sure)
                && matches!(figure.relation, Relation::Bracketed(_))
            {
                *priced.entry(bullet).or_default() += 1;
            }
        }
        Self {
            priced: priced
                .into_iter()
                .filter(|(_, count)| *count > 1)
                .map(|(bullet, _)| bullet)
                .collect(),
            bulleted: counts.values().any(|(sure, _)| *sure > 0),
            bullets,
            crowded,
            amounts_above: amounts_above(page),
            loose_figures,
        }
    }
}

/// Whether an amount stands on the line right above a program's.
fn amounts_above(page: &PageNodes) -> bool {
    page.nodes.windows(2).any(|pair| {
        let [above, below] = pair else { return false };
        let (NodeKind::Figure(figure), NodeKind::Programs(line)) = (&above.kind, &below.kind) else {
            return false;
        };
        let name = line.names.first().and_then(|name| name.evidence.line);
        matches!((figure.evidence.line, name), (Some(figure), Some(name)) if name == figure + 1)
    })
}

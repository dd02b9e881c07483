//! Pictures of where the money is asked for, as SVG: a treemap by project and program, bars by ministry beside the printed
//! split, and a Sankey diagram from ministries over projects to programs. Each element says which row it is of, so that a
//! page can link it.

mod bars;
mod leaves;
mod sankey;
mod svg;
mod treemap;

use super::json::v1;
use leaves::Leaf;

/// A picture that can be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The name given to `--kind`.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    draw: fn(&[Leaf], &[v1::Extraction<'_>]) -> Option<svg::Drawing>,
}

/// Every picture, in the order in which help shows them.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "treemap",
        about: "Areas by project and program, in the colours of the ministries",
        draw: |leaves, _| treemap::draw(leaves),
    },
    Kind {
        name: "bars",
        about: "A bar a ministry, beside the split that the document states",
        draw: bars::draw,
    },
    Kind {
        name: "sankey",
        about: "Flows from ministries over projects to programs",
        draw: |leaves, _| sankey::draw(leaves),
    },
];

/// The rules by which the classes of a picture are painted, for a page that holds pictures.
pub(super) const STYLE: &str = include_str!("chart.css");

/// Ministries that have a colour of their own; the rest share the last.
const COLOURS: usize = 10;

impl Kind {
    /// The picture with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.name == name)
    }

    /// The picture as a file of its own. `review` is where its elements link to: a page of `yosan review`, to whose rows
    /// `#id` is added; without one they link to nothing. `None` where no program has an amount.
    #[must_use]
    pub fn file(self, documents: &[v1::Extraction<'_>], review: Option<&str>) -> Option<String> {
        let drawing = (self.draw)(&leaves::of(documents), documents)?;
        Some(drawing.file(STYLE, review))
    }

    /// The picture as an element of a page that has the rows and [`STYLE`].
    pub(super) fn element(self, documents: &[v1::Extraction<'_>]) -> Option<String> {
        let drawing = (self.draw)(&leaves::of(documents), documents)?;
        Some(drawing.element(Some("")))
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn every_picture_shows_each_program_with_its_amount_once() {
        let sample = samples::small();
        let documents = [v1::Extraction::from(&sample)];
        let counted = leaves::of(&documents);
        assert!(!counted.is_empty());
        for kind in KINDS {
            let svg = kind.file(&documents, Some("r.html")).unwrap();
            assert!(svg.starts_with("<svg xmlns="), "{svg}");
            if kind.name != "bars" {
                for leaf in &counted {
                    assert_eq!(
                        svg.matches(&format!("r.html#{}\"", leaf.id)).count(),
                        1,
                        "{} {svg}",
                        kind.name
                    );
                }
            }
            assert!(!kind.element(&documents).unwrap().contains("<style"));
        }
    }

    #[test]
    fn names_from_anywhere_are_shown_and_not_obeyed() {
        let mut sample = samples::small();
        for request in &mut sample.requests {
            request.program.name = "</text><script>\"'&\u{1}".to_owned();
        }
        let documents = [v1::Extraction::from(&sample)];
        for kind in KINDS {
            let svg = kind.file(&documents, None).unwrap();
            assert!(!svg.contains("<script") && !svg.contains('\u{1}'), "{svg}");
        }
    }

    #[test]
    fn without_an_amount_there_is_no_picture() {
        for kind in KINDS {
            assert!(kind.file(&[], None).is_none());
        }
    }
}

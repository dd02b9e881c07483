//! Titles and heads of cards that do not end as programs' names do: a short text at the top of a box is a program's name where the
//! other boxes of the page have their programs' names at the top, set alike.
//!
//! ```text
//!   ┌─ A prize ─────────┐  ┌─ B事業 ───────────┐  ┌─ C補助金 ─────────┐
//!   │  what it is for   │  │  what it is for   │  │  what it is for   │     A heads its card as B and C do
//!   │            22億円 │  │            30億円 │  │             5億円 │
//!   └───────────────────┘  └───────────────────┘  └───────────────────┘
//! ```

use super::PageReader;
use crate::geometry::Rect;
use crate::grammar::NamedProgram;
use crate::layout::BlockPlace;

/// Cards whose heads end as names do, from which on others are read alike.
const ALIKE: usize = 2;

impl PageReader<'_, '_> {
    /// Takes the captions that head cards as phrases: a figure has to prove them.
    pub(super) fn take_captions(&mut self, first: usize) {
        let captions = std::mem::take(&mut self.captions);
        self.set_descriptions_aside(&captions, first);
        if captions.is_empty() {
            return;
        }
        if let Some((node, title)) = captions.iter().find(|(_, caption)| self.titles(caption, first)) {
            self.mention(*node, std::slice::from_ref(*title), &[], false);
            return;
        }
        let names: Vec<Rect> = self
            .findings
            .mentions
            .iter()
            .skip(first)
            .filter(|mention| !mention.row && !mention.describes)
            .filter_map(|mention| mention.names.first()?.evidence.bbox)
            .collect();
        let heads: Vec<&BlockPlace> = names.iter().filter_map(|name| self.head_at(name)).collect();
        let places: Vec<&BlockPlace> = captions
            .iter()
            .filter_map(|(_, caption)| self.head_at(&caption.evidence.bbox?))
            .chain(heads.iter().copied())
            .collect();
        let taken: Vec<_> = captions
            .into_iter()
            .filter(|(_, caption)| {
                let head = caption.evidence.bbox.and_then(|bbox| self.head_at(&bbox));
                let heads_card = head.is_some_and(|head| {
                    let alone = !heads.iter().any(|other| other.frame == head.frame);
                    let known = heads.iter().filter(|other| alike(head, other)).count();
                    let all = places.iter().filter(|other| alike(head, other)).count();
                    alone && (known >= ALIKE || (known > 0 && all > ALIKE))
                });
                heads_card || self.is_listed(caption, &names)
            })
            .collect();
        for (node, caption) in taken {
            let index = self.phrase(node, std::slice::from_ref(caption));
            if let Some(mention) = index.and_then(|index| self.findings.mentions.get_mut(index)) {
                mention.heads = true;
            }
        }
    }

    /// Marks what stands in smaller letters below the head of its box: 設備の更新に要する経費 ends as a name does and says
    /// what the money is for.
    fn set_descriptions_aside(&mut self, captions: &[(usize, &NamedProgram)], first: usize) {
        const SMALLER: f32 = 0.95;
        let places: Vec<Option<Rect>> = self
            .findings
            .mentions
            .iter()
            .skip(first)
            .map(|mention| mention.names.first().and_then(|name| name.evidence.bbox))
            .collect();
        let heads: Vec<&BlockPlace> = captions
            .iter()
            .filter_map(|(_, caption)| caption.evidence.bbox)
            .chain(places.iter().flatten().copied())
            .filter_map(|place| self.head_at(&place))
            .collect();
        // By mention: whether it stands so, and whether an amount of the head stands in the box.
        let below: Vec<(bool, bool)> = places
            .iter()
            .map(|place| {
                let block = place.and_then(|place| self.block_at(&place));
                let head = block.and_then(|block| {
                    heads.iter().find(|head| {
                        head.frame == block.frame
                            && head.bbox.y1 <= block.bbox.y0 + 0.5 * block.size
                            && block.size < SMALLER * head.size
                    })
                });
                (head.is_some(), head.is_some_and(|head| self.is_priced_box(head)))
            })
            .collect();
        for (mention, (below, priced)) in self.findings.mentions.iter_mut().skip(first).zip(below) {
            // ・相談体制の整備 11億円 below ■ ○○事業 and its amount is a part of it.
            let ends = mention.names.iter().any(|name| name.ending);
            if below && (mention.unmarked || (priced && !ends)) && !mention.row {
                mention.describes = true;
                mention.tentative = true;
                mention.figures.clear();
                mention.without_value = None;
            }
        }
    }

    /// Whether an amount stands by itself in the frame of a head.
    fn is_priced_box(&self, head: &BlockPlace) -> bool {
        let frames = self.surface.frames.frames();
        let frame = head.frame.and_then(|number| frames.get(number));
        frame.is_some_and(|frame| {
            let mut places = self.figures.iter().filter_map(|figure| figure.evidence.bbox);
            places.any(|place| frame.bbox.holds(place.center()))
        })
    }

    /// Whether a caption stands in a list: a figure on its row, and programs set alike that begin at its edge.
    fn is_listed(&self, caption: &NamedProgram, names: &[Rect]) -> bool {
        const FLUSH: f32 = 0.4;
        let Some(place) = caption.evidence.bbox else {
            return false;
        };
        let block = |place: &Rect| {
            let mut blocks = self.surface.blocks.iter();
            blocks.find(|block| block.bbox.holds(place.center()))
        };
        let Some(own) = block(&place) else { return false };
        let rows = names
            .iter()
            .filter(|name| (name.x0 - place.x0).abs() <= FLUSH * own.size)
            .filter_map(block)
            .filter(|other| other.frame == own.frame && alike(own, other));
        let priced = self.figures.iter().any(|figure| {
            figure.evidence.bbox.is_some_and(|figure| {
                let overlap = place.y1.min(figure.y1) - place.y0.max(figure.y0);
                figure.x0 > place.x1 && overlap > 0.5 * figure.height()
            })
        });
        priced && rows.count() >= ALIKE
    }

    /// Whether a caption is the title of a page about one program: the largest text, at the top, an amount of a phase or
    /// year on its row or right below, and no other program on the page.
    fn titles(&self, caption: &NamedProgram, first: usize) -> bool {
        const TOP: f32 = 0.2;
        /// How far below the title its amount stands, in font sizes.
        const BELOW: f32 = 3.0;
        let Some(bbox) = caption.evidence.bbox else {
            return false;
        };
        let blocks = &self.surface.blocks;
        let Some(own) = blocks.iter().find(|block| block.bbox.holds(bbox.center())) else {
            return false;
        };
        let largest = blocks.iter().all(|block| block.size <= own.size);
        let band = own
            .frame
            .and_then(|number| self.surface.frames.frames().get(number));
        let row = band.map_or(bbox, |band| band.bbox.union(&bbox));
        let below = row.y1 + BELOW * own.size;
        let mut figures = self.figures.iter().filter(|figure| {
            let told = figure.phase.is_some() || figure.fiscal_year.is_some();
            let place = figure.evidence.bbox.map(|bbox| bbox.center());
            told && place.is_some_and(|place| (row.y0..below).contains(&place.y) && place.x > bbox.x0)
        });
        let one = figures.next().is_some() && figures.next().is_none();
        let others = self.findings.mentions.iter().skip(first);
        largest
            && one
            && bbox.y1 < TOP * self.surface.height
            && !others
                .into_iter()
                .any(|other| !other.figures.is_empty() || other.names.iter().any(|name| name.ending))
    }

    /// The block at a place, in a frame.
    fn block_at(&self, place: &Rect) -> Option<&BlockPlace> {
        let mut blocks = self.surface.blocks.iter();
        blocks.find(|block| block.frame.is_some() && block.bbox.holds(place.center()))
    }

    /// The block at a place, where it is the first of its frame.
    fn head_at(&self, place: &Rect) -> Option<&BlockPlace> {
        let blocks = &self.surface.blocks;
        let own = self.block_at(place)?;
        let first = !blocks
            .iter()
            .any(|block| block.frame == own.frame && block.bbox.y0 < own.bbox.y0);
        first.then_some(own)
    }
}

/// Whether two heads are set alike.
fn alike(one: &BlockPlace, other: &BlockPlace) -> bool {
    const SIZE: f32 = 0.04;
    one.color == other.color && (one.size - other.size).abs() <= SIZE * one.size.max(other.size)
}

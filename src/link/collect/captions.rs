//! Heads of cards that do not end as programs' names do: a short text at the top of a box is a program's name where the
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
use crate::layout::BlockPlace;

/// Cards whose heads end as names do, from which on others are read alike.
const ALIKE: usize = 2;

impl PageReader<'_, '_> {
    /// Takes the captions that head cards as phrases: a figure has to prove them.
    pub(super) fn take_captions(&mut self, first: usize) {
        let captions = std::mem::take(&mut self.captions);
        if captions.is_empty() {
            return;
        }
        let names: Vec<Rect> = self
            .findings
            .mentions
            .iter()
            .skip(first)
            .filter(|mention| !mention.row)
            .filter_map(|mention| mention.names.first()?.evidence.bbox)
            .collect();
        let heads: Vec<&BlockPlace> = names.iter().filter_map(|name| self.head_at(name)).collect();
        let taken: Vec<_> = captions
            .into_iter()
            .filter(|(_, caption)| {
                let head = caption.evidence.bbox.and_then(|bbox| self.head_at(&bbox));
                head.is_some_and(|head| {
                    let alone = !heads.iter().any(|other| other.frame == head.frame);
                    alone && heads.iter().filter(|other| alike(head, other)).count() >= ALIKE
                })
            })
            .collect();
        for (node, caption) in taken {
            self.phrase(node, std::slice::from_ref(caption));
        }
    }

    /// The block at a place, where it is the first of its frame.
    fn head_at(&self, place: &Rect) -> Option<&BlockPlace> {
        let blocks = &self.surface.blocks;
        let own = blocks
            .iter()
            .find(|block| block.frame.is_some() && block.bbox.holds(place.center()))?;
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

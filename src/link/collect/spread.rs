//! A ledger over the fold of an open book, a page of the file each: what stands on the right page belongs to what stands
//! at its height on the left one.
//!
//! ```text
//!   目 | 本年度 | 前年度      節 | 金額 | 説明
//!   A      500      400       x    300   …          A, its x and y; then B and its z
//!                             y    200   …
//!   B      100      100       z    100   …
//! ```

use crate::grammar::TableRow;

/// What a page says to the rows of tables, in its order.
#[derive(Clone, Copy)]
pub(super) enum Event<'n> {
    /// A head with other columns.
    Head,
    /// A row.
    Row(RowAt<'n>),
}

/// A row and where it stands.
#[derive(Clone, Copy)]
pub(super) struct RowAt<'n> {
    pub(super) row: &'n TableRow,
    pub(super) page: usize,
    pub(super) node: usize,
    pub(super) section: Option<usize>,
}

/// The level of a ledger's 節, the highest on a right page: see the grammar of ledgers.
const RIGHT: u8 = 4 * super::rows::COLUMN;
/// The level at which a table without steps begins.
const PLAIN: u8 = 6 * super::rows::COLUMN;
/// Heights this close, in heights of a line, are one.
const ONE_HEIGHT: f32 = 0.7;

/// Whether a page can be the left one: it has rows of a ledger, none of them deeper than 目.
pub(super) fn is_left(events: &[Event<'_>]) -> bool {
    let mut levels = levels(events).peekable();
    levels.peek().is_some() && levels.all(|level| level < RIGHT)
}

/// Whether a page can be the right one: it has rows of a ledger, none of them higher than 節.
pub(super) fn is_right(events: &[Event<'_>]) -> bool {
    let mut levels = levels(events).peekable();
    levels.peek().is_some() && levels.all(|level| (RIGHT..PLAIN).contains(&level))
}

fn levels<'e>(events: &'e [Event<'_>]) -> impl Iterator<Item = u8> + 'e {
    events.iter().filter_map(|event| match event {
        Event::Head => None,
        Event::Row(at) => Some(at.row.level),
    })
}

/// Both pages as one, from the top; on one height the left page first.
pub(super) fn joined<'n>(left: Vec<Event<'n>>, right: Vec<Event<'n>>) -> Vec<Event<'n>> {
    let mut out = Vec::with_capacity(left.len() + right.len());
    let mut right = right.into_iter().peekable();
    for event in left {
        if let Event::Row(at) = event
            && let Some((top, slack)) = height(at.row)
        {
            // What stands on the right page above this row comes before it.
            while let Some(next) = right.next_if(|next| above(next, top - slack)) {
                out.push(next);
            }
        }
        out.push(event);
    }
    out.extend(right);
    out
}

fn above(event: &Event<'_>, top: f32) -> bool {
    match event {
        Event::Head => true,
        Event::Row(at) => height(at.row).is_some_and(|(own, _)| own < top),
    }
}

/// The middle of a row's name, and how much of a difference is none.
fn height(row: &TableRow) -> Option<(f32, f32)> {
    let bbox = row.name.evidence.bbox?;
    // A name of several lines stands at its first.
    let lines = row.name.evidence.text.matches('\n').count() as f32 + 1.0;
    let line = bbox.height() / lines;
    Some((bbox.y0 + line / 2.0, ONE_HEIGHT * line))
}

//! Amounts of money in text that was folded (see [`crate::normalize`]): figures with 円, and with a unit given also the
//! bare figures and nil dashes of a table's cells. All by integers; a figure that is damaged or does not fit comes out
//! as [`Reading::Unreadable`], never as a value.

mod bare;
mod money;
mod qualifier;
mod range;
mod scan;

pub(super) use bare::part;
pub use qualifier::Sign;

use super::numeral::Damage;
use super::unit::Unit;
use crate::model::Qualifier;
use crate::span::Span;

/// An amount where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountNode {
    /// Number, unit, sign and qualifier words, without enclosing brackets, in bytes of the text that was read.
    pub normalized_span: Span,
    /// What was read there.
    pub reading: Reading,
}

impl AmountNode {
    /// The figure, unless it is unreadable.
    #[must_use]
    pub fn figure(&self) -> Option<&Money> {
        match &self.reading {
            Reading::Figure(figure) => Some(figure),
            Reading::Unreadable(_) => None,
        }
    }

    /// The same node counted from `base` bytes further on.
    #[must_use]
    pub fn shifted(mut self, base: usize) -> Self {
        self.normalized_span = self.normalized_span.shifted(base);
        self
    }
}

/// What an amount says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A value.
    Figure(Money),
    /// Something that is printed as an amount but has no value.
    Unreadable(Damage),
}

/// An amount that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Yen, signed; the lower end of a range; 0 for a nil dash.
    pub yen: i64,
    /// The upper end of a range.
    pub yen_max: Option<i64>,
    /// Qualifiers in output order, each once. With [`Qualifier::PartOf`] the yen are the umbrella's; with
    /// [`Qualifier::Nil`] a dash was printed, no figure.
    pub qualifiers: Vec<Qualifier>,
    /// The weight of the last printed digit, at least 1: 22億円 → 100,000,000.
    pub resolution_yen: i64,
    /// The unit of the last digits: 百万円 in 1億50百万円; the given unit for a bare figure.
    pub unit: Unit,
    /// Whether the unit is printed with the figure or was given.
    pub unit_source: UnitSource,
    /// The sign as printed. [`Money::yen`] has it already.
    pub sign: Sign,
}

impl Money {
    /// Whether a word qualifies the number.
    #[must_use]
    pub fn has(&self, qualifier: Qualifier) -> bool {
        self.qualifiers.contains(&qualifier)
    }
}

/// Where a figure's unit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitSource {
    /// It is printed with the figure.
    Printed,
    /// The caller gave it, as from a table's 単位 note.
    Given,
}

/// Every amount of `text`, in order. `text` may be a line, a paragraph or a cell; one line end inside a figure is
/// allowed (`12\n億円`).
///
/// Without a `unit` only figures with 円 (or ¥) count. With one, figures that stand alone count too, in that unit,
/// and a dash that stands alone is nil; a printed 円 still decides over the given unit.
#[must_use]
pub fn amounts(text: &str, unit: Option<Unit>) -> Vec<AmountNode> {
    let mut nodes = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while let Some(start) = scan::next_start(text, at, unit.is_some()) {
        let step = money::step(text, floor, start, unit);
        if let Some(node) = step.node {
            floor = node.normalized_span.end;
            nodes.push(node);
        }
        at = step.resume.max(start + 1);
    }
    money::share_part_of(text, &mut nodes);
    nodes
}

/// The amount that begins exactly at byte `at` of `text`, sign or qualifier word first: for parsers that know where an
/// amount must stand. What precedes `at` is not looked at.
#[must_use]
pub fn amount_at(text: &str, at: usize, unit: Option<Unit>) -> Option<AmountNode> {
    let tail = text.get(at..)?;
    let limit = tail.char_indices().nth(32).map_or(tail.len(), |(end, _)| end);
    let start = scan::next_start(tail.get(..limit)?, 0, unit.is_some())?;
    let node = money::step(tail, 0, start, unit).node?;
    (node.normalized_span.start == 0).then(|| node.shifted(at))
}

/// [`amount_at`] as a nom parser: the amount at the beginning of `input`, spans counted from there.
pub fn amount(unit: Option<Unit>) -> impl Fn(&str) -> nom::IResult<&str, AmountNode> {
    move |input| {
        let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit));
        let node = amount_at(input, 0, unit).ok_or_else(fail)?;
        let rest = input.get(node.normalized_span.end..).ok_or_else(fail)?;
        Ok((rest, node))
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

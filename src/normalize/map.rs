//! The byte map between a normalized text and its source, kept as runs of equal step: text that stays as it is costs
//! one run, full-width digits in a row cost one. What was dropped lies between runs and belongs to none.

use crate::span::Span;

/// A byte map between a normalized text and its source. Both may have up to 4 GiB.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByteMap {
    runs: Vec<Run>,
    /// End of the last run in the normalized text.
    normalized_end: u32,
    /// End of the last run in the source.
    source_end: u32,
}

/// Units in a row: each takes `source_unit` bytes of the source and became `normalized_unit` bytes. A stretch whose
/// characters kept their lengths has units of one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    normalized: u32,
    source: u32,
    normalized_unit: u16,
    source_unit: u16,
}

impl ByteMap {
    /// `len` bytes from `source` on that were taken over, or whose characters kept their lengths.
    pub(super) fn push_same(&mut self, source: usize, len: usize) {
        self.push(source, 1, 1, len);
    }

    /// `count` units from `source` on, of `source_unit` bytes, that became `normalized_unit` bytes each.
    pub(super) fn push(&mut self, source: usize, source_unit: usize, normalized_unit: usize, count: usize) {
        if count == 0 || normalized_unit == 0 {
            return;
        }
        let source = narrow(source);
        let source_unit = u16::try_from(source_unit).unwrap_or(u16::MAX);
        let normalized_unit = u16::try_from(normalized_unit).unwrap_or(u16::MAX);
        let goes_on = self.runs.last().is_some_and(|run| {
            run.source_unit == source_unit
                && run.normalized_unit == normalized_unit
                && self.source_end == source
        });
        if !goes_on {
            self.runs.push(Run {
                normalized: self.normalized_end,
                source,
                normalized_unit,
                source_unit,
            });
        }
        let count = narrow(count);
        let of = |unit: u16| u32::from(unit).saturating_mul(count);
        self.normalized_end = self.normalized_end.saturating_add(of(normalized_unit));
        self.source_end = source.saturating_add(of(source_unit));
    }

    /// Number of runs: what the map costs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The source bytes of a normalized range, which must lie on characters of the normalized text.
    pub(super) fn to_source(&self, normalized: Span) -> Span {
        let start = self.unit_source(normalized.start).0;
        if normalized.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.unit_source(normalized.end - 1).1)
    }

    /// The source range of the unit that holds a normalized byte.
    fn unit_source(&self, at: usize) -> (usize, usize) {
        let end = self.source_end as usize;
        if at >= self.normalized_end as usize {
            return (end, end);
        }
        let index = self.runs.partition_point(|run| run.normalized as usize <= at);
        let Some(run) = index.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            return (end, end);
        };
        let unit = (at - run.normalized as usize) / usize::from(run.normalized_unit);
        let start = run.source as usize + unit * usize::from(run.source_unit);
        (start, start + usize::from(run.source_unit))
    }

    /// The normalized bytes of a source range, to be widened to characters of the normalized text.
    pub(super) fn to_normalized(&self, source: Span) -> Span {
        let start = self.first_from(source.start);
        if source.is_empty() {
            return Span::new(start, start);
        }
        let index = self
            .runs
            .partition_point(|run| (run.source as usize) < source.end);
        let end = index
            .checked_sub(1)
            .and_then(|index| Some((index, self.runs.get(index)?)))
            .map_or(0, |(index, run)| {
                let inside = source.end - run.source as usize;
                let units = match usize::from(run.source_unit) {
                    0 => usize::MAX,
                    unit => inside.div_ceil(unit),
                };
                let all = self.normalized_end_of(index) - run.normalized as usize;
                run.normalized as usize + units.saturating_mul(usize::from(run.normalized_unit)).min(all)
            });
        Span::new(start, end)
    }

    /// Where the first unit begins that ends behind a source byte.
    fn first_from(&self, source: usize) -> usize {
        let index = self.runs.partition_point(|run| run.source as usize <= source);
        let Some(before) = index.checked_sub(1) else {
            return 0;
        };
        let Some(run) = self.runs.get(before) else {
            return self.normalized_end as usize;
        };
        let end = self.normalized_end_of(before);
        let Some(unit) = (source - run.source as usize).checked_div(usize::from(run.source_unit)) else {
            return end;
        };
        (run.normalized as usize + unit.saturating_mul(usize::from(run.normalized_unit))).min(end)
    }

    fn normalized_end_of(&self, index: usize) -> usize {
        self.runs
            .get(index + 1)
            .map_or(self.normalized_end, |next| next.normalized) as usize
    }
}

fn narrow(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

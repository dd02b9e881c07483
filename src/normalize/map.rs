use crate::span::Span;

/// A byte map between a normalized text and its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ByteMap {
    runs: Vec<(usize, usize, usize, usize)>,
}

impl ByteMap {
    pub(super) fn push(&mut self, n0: usize, n1: usize, s0: usize, s1: usize) {
        self.runs.push((n0, n1, s0, s1));
    }

    pub(super) fn runs(&self) -> impl Iterator<Item = &(usize, usize, usize, usize)> {
        self.runs.iter()
    }

    /// See [`super::Normalized::source_span`].
    #[must_use]
    pub fn to_source(&self, normalized: Span) -> Span {
        let first = self.runs.partition_point(|run| run.1 <= normalized.start);
        let last = self.runs.partition_point(|run| run.0 < normalized.end);
        match (self.runs.get(first), self.runs.get(last.wrapping_sub(1))) {
            (Some(a), Some(b)) if first < last => Span::new(a.2, b.3),
            (Some(a), _) => Span::new(a.2, a.2),
            _ => {
                let end = self.runs.last().map_or(0, |run| run.3);
                Span::new(end, end)
            }
        }
    }

    /// See [`super::Normalized::normalized_span`].
    #[must_use]
    pub fn to_normalized(&self, source: Span) -> Span {
        let first = self.runs.partition_point(|run| run.3 <= source.start);
        let last = self.runs.partition_point(|run| run.2 < source.end);
        match (self.runs.get(first), self.runs.get(last.wrapping_sub(1))) {
            (Some(a), Some(b)) if first < last => Span::new(a.0, b.1),
            (Some(a), _) => Span::new(a.0, a.0),
            _ => {
                let end = self.runs.last().map_or(0, |run| run.1);
                Span::new(end, end)
            }
        }
    }
}

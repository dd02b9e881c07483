//! Lists in text whose figures carry their units: a line a program, a sum below. Figures under a unit note are a table's.

/// The rows of a list since its last sum.
#[derive(Debug, Default)]
pub(super) struct List {
    rows: Rows,
    /// All rows of the page, sums or not.
    whole: Rows,
}

#[derive(Debug, Default, Clone)]
struct Rows {
    mentions: Vec<usize>,
    /// The bullet of the first.
    bullet: Option<char>,
    /// Lines stand among them that may be rows and have no figure, or are rows of a row.
    doubtful: bool,
}

impl Rows {
    fn add(&mut self, mention: usize, bullet: Option<char>) {
        if self.mentions.is_empty() {
            self.bullet = bullet;
        }
        self.doubtful |= self.bullet != bullet;
        self.mentions.push(mention);
    }

    /// The rows, where nothing speaks against that a sum is of them and of nothing else.
    fn certain(self) -> Option<Vec<usize>> {
        (!self.doubtful && self.mentions.len() > 1).then_some(self.mentions)
    }
}

impl List {
    /// A program with its figure in its line.
    pub(super) fn row(&mut self, mention: usize, bullet: Option<char>) {
        self.rows.add(mention, bullet);
        self.whole.add(mention, bullet);
    }

    /// A program or a figure that stands alone: what its other half is, only the whole page tells.
    pub(super) fn half(&mut self) {
        self.rows.doubtful = true;
        self.whole.doubtful = true;
    }

    /// A sum: the rows that it is of. Directly below another one it is of all rows so far.
    pub(super) fn sum(&mut self) -> Option<Vec<usize>> {
        let rows = std::mem::take(&mut self.rows);
        if rows.mentions.is_empty() {
            return self.whole.clone().certain();
        }
        rows.certain()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_of_the_rows_since_the_last_and_the_sum_of_sums_of_all() {
        let mut list = List::default();
        for mention in 0..5 {
            list.row(mention, Some('○'));
            if mention == 1 {
                assert_eq!(list.sum(), Some(vec![0, 1]));
            }
        }
        assert_eq!(list.sum(), Some(vec![2, 3, 4]));
        assert_eq!(list.sum(), Some(vec![0, 1, 2, 3, 4]));
    }

    #[test]
    fn nothing_is_said_of_lists_in_lists_and_of_broken_ones() {
        let mut nested = List::default();
        nested.row(0, Some('○'));
        nested.row(1, Some('・'));
        assert_eq!(nested.sum(), None);
        let mut broken = List::default();
        broken.row(0, None);
        broken.half();
        broken.row(1, None);
        assert_eq!(broken.sum(), None);
        assert_eq!(List::default().sum(), None);
    }
}

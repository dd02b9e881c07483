//! ListRows of a table or a list in text, and the sum below them. Under a unit note or a head, figures are known to be the rows';
//! in a list whose figures carry their units the lines have to speak for it.

/// The rows since the last sum, and all of them.
#[derive(Debug, Default)]
pub(super) struct List {
    rows: ListRows,
    whole: ListRows,
}

/// ListRows that a sum may be of.
#[derive(Debug, Default, Clone)]
pub(super) struct ListRows {
    /// The mentions that they are.
    pub(super) mentions: Vec<usize>,
    /// The bullet of the first.
    bullet: Option<char>,
    /// Lines stand among them that may be rows and have no figure, or are rows of a row.
    doubtful: bool,
}

impl ListRows {
    fn add(&mut self, mention: usize, bullet: Option<char>) {
        if self.mentions.is_empty() {
            self.bullet = bullet;
        }
        self.doubtful |= self.bullet != bullet;
        self.mentions.push(mention);
    }

    /// The rows, where nothing speaks against that a sum is of them and of nothing else.
    pub(super) fn certain(self) -> Option<Vec<usize>> {
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
    pub(super) fn sum(&mut self) -> ListRows {
        let rows = std::mem::take(&mut self.rows);
        if rows.mentions.is_empty() {
            self.whole.clone()
        } else {
            rows
        }
    }

    /// The sum of all rows so far.
    pub(super) fn grand_sum(&mut self) -> ListRows {
        self.rows = ListRows::default();
        self.whole.clone()
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
                assert_eq!(list.sum().certain(), Some(vec![0, 1]));
            }
        }
        assert_eq!(list.sum().certain(), Some(vec![2, 3, 4]));
        assert_eq!(list.sum().certain(), Some(vec![0, 1, 2, 3, 4]));
    }

    #[test]
    fn nothing_is_said_of_lists_in_lists_and_of_broken_ones() {
        let mut nested = List::default();
        nested.row(0, Some('○'));
        nested.row(1, Some('・'));
        assert_eq!(nested.sum().certain(), None);
        let mut broken = List::default();
        broken.row(0, None);
        broken.half();
        broken.row(1, None);
        assert_eq!(broken.sum().certain(), None);
        assert_eq!(List::default().sum().certain(), None);
    }
}

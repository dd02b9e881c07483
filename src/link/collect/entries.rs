//! Programs of a text whose figures are known for what they are, and the rows of its tables.

use super::{PageReader, Tied, name_key};
use crate::grammar::{ColumnKind, Doubt, Entry, TableRow};
use crate::link::decide::{Decided, Unsure, contradicts, decide};
use crate::link::pool::Token;
use crate::link::totals::TotalDraft;
use crate::model::LinkMethod;

impl<'n> PageReader<'n, '_> {
    /// A program with its figures, each known for what it is.
    pub(super) fn entry(&mut self, number: usize, entry: &'n Entry, section: Option<usize>) {
        if entry.of_which {
            // A part of what stands above, and no program.
            return;
        }
        let decided = decide(entry, &self.known.brackets);
        if self.is_group(entry, &decided) {
            let drafts = TotalDraft::of_group(entry, &decided.own, section);
            self.findings.totals.extend(drafts);
            return;
        }
        let index = self.mention(number, &entry.names, &[], false);
        // Its own figures are all that it can have.
        if self.tokens.last() == Some(&Token::Program(index)) {
            self.tokens.pop();
        }
        let Decided {
            own,
            previous,
            change,
            comparatives,
            without_value,
            unsure,
        } = decided;
        if let Some(mention) = self.findings.mentions.get_mut(index) {
            let method = entry.method;
            mention
                .figures
                .extend(own.into_iter().map(|figure| Tied { figure, method }));
            mention.previous = previous;
            mention.change = change;
            mention.comparatives = comparatives;
            mention.without_value = without_value;
            let joined = entry.names.iter().any(|name| is_joined(&name.name));
            let doubt = Doubt::NameNotWhole;
            let whole = || {
                Box::new(Unsure {
                    doubt,
                    rivals: Vec::new(),
                })
            };
            mention.unsure = unsure.or_else(|| joined.then(whole));
        }
        self.list(index, entry.bullet);
    }

    /// Whether an unmarked line is a group's sum: the page marks its programs, and the line does not end as they do or has its
    /// amount in brackets.
    fn is_group(&self, entry: &Entry, decided: &Decided<'_>) -> bool {
        let marked = entry.bullet.is_some() || entry.level.is_some() || entry.of_which || entry.sentence;
        let ending = entry
            .names
            .iter()
            .all(|name| name.ending || !name.ministries.is_empty());
        let bracketed = decided.own.iter().any(|figure| figure.depth > 0);
        let known = entry
            .names
            .iter()
            .any(|name| self.known.names.contains(&name_key(&name.name)));
        !marked && !known && self.profile.bulleted && (!ending || bracketed)
    }

    /// A row of a table.
    pub(super) fn row(&mut self, number: usize, row: &'n TableRow, section: Option<usize>) {
        if row.total {
            let rows = if row.grand {
                self.table.grand_sum()
            } else {
                self.table.sum()
            };
            self.findings
                .totals
                .extend(TotalDraft::of_row(row, section, rows.mentions));
            return;
        }
        let index = self.mention(number, std::slice::from_ref(&row.name), &[], row.of_which);
        let mut taken = false;
        for (kind, figure, _) in &row.cells {
            let Some(mention) = self.findings.mentions.get_mut(index) else {
                return;
            };
            match kind {
                ColumnKind::Amount if figure.amount().is_none() => mention.without_value = Some(figure),
                ColumnKind::Amount => mention.figures.push(Tied {
                    figure,
                    method: LinkMethod::TableRow,
                }),
                ColumnKind::Previous => mention.previous = Some(figure),
                ColumnKind::Change => mention.change = Some(figure),
                ColumnKind::Comparative => mention.comparatives.push(figure),
                _ => continue,
            }
            taken = true;
        }
        if let Some(doubt) = row.doubt
            && let Some(mention) = self.findings.mentions.get_mut(index)
        {
            let rivals = Vec::new();
            mention.unsure = Some(Box::new(Unsure { doubt, rivals }));
        }
        if let Some(mention) = self.findings.mentions.get_mut(index)
            && let ([tied], Some(previous), Some(change)) =
                (mention.figures.as_slice(), mention.previous, mention.change)
            && contradicts(tied.figure, previous, change)
        {
            // The head is not as it was read: no cell of the row is known for what it is.
            let rivals = vec![previous];
            mention.unsure = Some(Box::new(Unsure {
                doubt: Doubt::Contradiction,
                rivals,
            }));
            (mention.previous, mention.change) = (None, None);
        }
        if taken {
            // The row's own cells are all that it can have.
            if self.tokens.last() == Some(&Token::Program(index)) {
                self.tokens.pop();
            }
        }
        if !row.of_which {
            self.table.row(index, None);
        }
    }
}

/// Whether a name is cut in a bracket, or holds what are two lines of an outline: 1.基盤の整備(1)保育人材確保交付金.
pub(super) fn is_joined(name: &str) -> bool {
    let numbered = name.char_indices().any(|(at, c)| {
        let inside = name
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.split_once(')'));
        c == '('
            && at > 0
            && inside.is_some_and(|(number, behind)| {
                !number.is_empty() && !behind.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
    });
    // A lost bullet leaves a letter: l創薬支援推進事業.
    let mut letters = name.chars();
    let lost = letters
        .next()
        .is_some_and(|first| first.is_ascii_lowercase() || matches!(first, 'Ÿ' | '§' | 'ü'))
        && letters.next().is_some_and(|second| !second.is_ascii());
    lost || numbered || name.matches('(').count() > name.matches(')').count()
}

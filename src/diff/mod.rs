//! Two years of programs held against each other: which were kept, renamed, merged, split, moved to another ministry, which
//! are new and which are gone, with the reason for each and what became of the money. Takes plain items, however they were
//! read; knows no format.

mod matching;
mod names;
mod regroup;
mod score;
mod sums;

pub use sums::Sum;

use std::fmt;

/// A program of one year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The document that it stands in.
    pub document: String,
    /// Its id there.
    pub id: String,
    /// The nearest heading.
    pub section: Option<String>,
    /// Its name, normalized.
    pub program: String,
    /// Its ministries: code and name.
    pub ministries: Vec<(String, String)>,
    /// The pocket of money, as a code.
    pub account: Option<String>,
    /// Its amount.
    pub amount: Option<Figure>,
    /// An amount that it shares with others, as the one of a joint line or the umbrella of a 内数: never added up.
    pub within: Option<Figure>,
    /// Last year's amount, as this year's document prints it.
    pub previous: Option<Figure>,
    /// Fiscal year of the amount.
    pub fiscal_year: Option<u16>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// False for what stands elsewhere already.
    pub counted: bool,
}

/// A printed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The value.
    pub yen: i64,
    /// Weight of the last printed digit, in yen.
    pub resolution_yen: i64,
}

impl Figure {
    /// Whether two figures may be the same one, printed with different precision.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        let tolerance = self.resolution_yen.max(other.resolution_yen) / 2;
        self.yen.saturating_sub(other.yen).saturating_abs() <= tolerance
    }
}

/// What became of a program, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is there under the same name.
    Kept,
    /// It has another name.
    Renamed,
    /// It is another ministry's now.
    Moved,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// It was not there before.
    New,
    /// It is not there any more.
    Gone,
}

impl Kind {
    /// All kinds, in the order in which a report tells them.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Gone,
        Self::Merged,
        Self::Split,
        Self::Moved,
        Self::Renamed,
        Self::Kept,
    ];

    /// The code used in output.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Why two programs are held to be one, or several to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The names are the same.
    SameName,
    /// The names share so many of a hundred of their pairs of characters (Dice).
    SimilarName(u8),
    /// The ministries are the same.
    SameMinistry,
    /// The headings are the same.
    SameSection,
    /// The new document prints the old figure as last year's.
    PreviousIsOld,
    /// Last year's figures of one side add up to those of the other.
    FiguresAddUp,
    /// The names of the parts stand in the name of the whole, or the other way round.
    NameInName,
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => write!(out, "same name"),
            Self::SimilarName(hundredths) => write!(out, "similar name ({hundredths} %)"),
            Self::SameMinistry => write!(out, "same ministry"),
            Self::SameSection => write!(out, "same section"),
            Self::PreviousIsOld => write!(out, "the printed 前年度 is the old figure"),
            Self::FiguresAddUp => write!(out, "the figures of the parts add up"),
            Self::NameInName => write!(out, "one name stands in the other"),
        }
    }
}

/// What became of a program, or of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// Which of the old items: one as a rule, several for a merger, none for a new program.
    pub old: Vec<usize>,
    /// Which of the new items.
    pub new: Vec<usize>,
    /// Why they belong together; empty where there is one side only.
    pub reasons: Vec<Reason>,
    /// What the old items amount to; `None` where one of them has no amount.
    pub old_yen: Option<i64>,
    /// What the new items amount to.
    pub new_yen: Option<i64>,
}

impl Change {
    /// New − old, where both are known.
    #[must_use]
    pub fn change(&self) -> Option<i64> {
        Some(self.new_yen?.saturating_sub(self.old_yen?))
    }

    /// New ÷ old, where both are known and the old one is above zero.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        ratio(self.old_yen, self.new_yen)
    }
}

pub(crate) fn ratio(old: Option<i64>, new: Option<i64>) -> Option<f64> {
    let (old, new) = (old.filter(|old| *old > 0)?, new?);
    #[allow(clippy::cast_precision_loss, reason = "a ratio needs no sixteenth digit")]
    Some(new as f64 / old as f64)
}

/// The new document prints another figure for last year than the old one did: 組替, as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recast {
    /// Which change it belongs to.
    pub change: usize,
    /// What the new document prints for last year, in yen.
    pub printed: i64,
    /// What the old document printed, in yen.
    pub found: i64,
}

/// Two years held against each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// The old programs.
    pub old: Vec<Item>,
    /// The new programs.
    pub new: Vec<Item>,
    /// What became of each, every item in exactly one change: in the order of the new document, with what is gone where it
    /// stood.
    pub changes: Vec<Change>,
    /// Last year's figures that were printed otherwise then.
    pub recast: Vec<Recast>,
    /// What each ministry asks for, the largest first.
    pub by_ministry: Vec<Sum>,
    /// What each section amounts to, in the order of the new document.
    pub by_section: Vec<Sum>,
}

impl Diff {
    /// How many changes there are of a kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// Whether anything is different: a program, or what is asked for one.
    #[must_use]
    pub fn is_different(&self) -> bool {
        let same = |change: &Change| change.kind == Kind::Kept && change.old_yen == change.new_yen;
        !self.changes.iter().all(same)
    }
}

/// Holds two years against each other. Each old program is matched with at most one new one, by the assignment that fits
/// best as a whole; what is left over is looked through for mergers and divisions.
#[must_use]
pub fn compare(old: Vec<Item>, new: Vec<Item>) -> Diff {
    let names = names::Names::new(&old, &new);
    let pairs = matching::assign(&old, &new, &names);
    let mut changes = regroup::changes(&old, &new, &names, &pairs);
    // What is gone is told behind what stood before it.
    let place: Vec<usize> = places(&old, &changes);
    changes.sort_by_key(|change| match (change.new.first(), change.old.first()) {
        (Some(new), _) => (*new, 0, 0),
        (None, Some(old)) => (place.get(*old).copied().unwrap_or(usize::MAX), 1, *old),
        (None, None) => (usize::MAX, 2, 0),
    });
    let recast = recast(&old, &new, &changes);
    let (by_ministry, by_section) = (sums::by_ministry(&old, &new), sums::by_section(&old, &new));
    Diff {
        old,
        new,
        changes,
        recast,
        by_ministry,
        by_section,
    }
}

/// For each old item the last new item that an old one at or before it became.
fn places(old: &[Item], changes: &[Change]) -> Vec<usize> {
    let mut became = vec![None; old.len()];
    for change in changes {
        for index in &change.old {
            if let Some(slot) = became.get_mut(*index) {
                *slot = change.new.first().copied();
            }
        }
    }
    let mut last = 0;
    let follow = |place: Option<usize>| {
        last = place.unwrap_or(last);
        last
    };
    became.into_iter().map(follow).collect()
}

fn recast(old: &[Item], new: &[Item], changes: &[Change]) -> Vec<Recast> {
    let sum = |items: &[usize], from: &[Item], figure: fn(&Item) -> Option<Figure>| -> Option<(i64, i64)> {
        items.iter().try_fold((0_i64, 0_i64), |(yen, tolerance), index| {
            let figure = figure(from.get(*index)?)?;
            Some((
                yen.saturating_add(figure.yen),
                tolerance + figure.resolution_yen / 2,
            ))
        })
    };
    let mut found = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        if change.old.is_empty() || change.new.is_empty() {
            continue;
        }
        let printed = sum(&change.new, new, |item| item.previous);
        let stood = sum(&change.old, old, |item| item.amount);
        if let (Some((printed, coarse)), Some((stood, fine))) = (printed, stood)
            && printed.saturating_sub(stood).saturating_abs() > coarse.max(fine)
        {
            found.push(Recast {
                change: index,
                printed,
                found: stood,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests;

//! The pocket of money of a whole section, which its figures need not name one by one.

use super::TotalScope;
use super::collect::Mention;
use super::identity::{Map, Set};
use super::scope::Scopes;
use super::totals::TotalDraft;
use crate::grammar::PageNodes;
use crate::model::Account;

/// A section's account, as its own heading names it: the pocket of every figure below that names none.
pub(super) fn of_sections<'n>(
    pages: &'n [PageNodes],
    scopes: &Scopes,
    totals: &[TotalDraft<'n>],
    mentions: &[Mention<'n>],
) -> Map<usize, &'n Account> {
    let mut accounts = Map::default();
    for (page, nodes) in pages.iter().enumerate() {
        for (number, node) in nodes.nodes.iter().enumerate() {
            let crate::grammar::NodeKind::Heading(heading) = &node.kind else {
                continue;
            };
            let section =
                scopes.of_node[page][number].and_then(|index| Some((index, scopes.sections.get(index)?)));
            let Some((index, section)) = section else { continue };
            if section.path.last() != Some(&heading.title.name) {
                continue;
            }
            if let [figure] = heading.figures.as_slice()
                && let Some(account) = &figure.account
            {
                accounts.entry(index).or_insert(&**account);
            }
        }
    }
    of_sheets(totals, mentions, &mut accounts);
    accounts
}

/// On sheets a section's sums stand beside its title, one an account. An account that some of its programs' figures
/// name is not the one of the others; where one is left, it is.
fn of_sheets<'n>(
    totals: &[TotalDraft<'n>],
    mentions: &[Mention<'n>],
    accounts: &mut Map<usize, &'n Account>,
) {
    let mut named: Map<usize, Set<&str>> = Map::default();
    for mention in mentions {
        let Some(section) = mention.section else { continue };
        for tied in &mention.figures {
            if let Some(account) = &tied.figure.account {
                named.entry(section).or_default().insert(&account.code);
            }
        }
    }
    let mut left: Map<usize, Vec<&'n Account>> = Map::default();
    for total in totals {
        let (TotalScope::Section(section), Some(account), true) =
            (total.scope, total.account, total.on_sheet())
        else {
            continue;
        };
        let taken = named
            .get(&section)
            .is_some_and(|codes| codes.contains(account.code.as_str()));
        let list = left.entry(section).or_default();
        if !taken && !list.iter().any(|known| known.code == account.code) {
            list.push(account);
        }
    }
    for (section, list) in left {
        if let [only] = list.as_slice() {
            accounts.entry(section).or_insert(*only);
        }
    }
}

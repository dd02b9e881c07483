//! Every sum that the document states, held against its parts.

use super::ledger::{Ledger, Sum};
use super::suspect;
use crate::link::{Linked, Map, TotalScope, stable_id};
use crate::model::{
    Account, BreakdownKey, Check, CheckKind, FiscalYear, Flag, Phase, Qualifier, Request, Total, Verdict,
};

/// Holds every sum of a document against its parts.
pub(super) fn checks(linked: &Linked) -> Vec<Check> {
    let mut book = Book {
        linked,
        ledger: Ledger::of(linked),
        checks: Vec::new(),
        times: Map::default(),
    };
    for (at, total) in linked.totals.iter().enumerate() {
        book.split(total);
        match linked.total_scopes.get(at) {
            Some(TotalScope::Section(section)) => book.section(total, *section),
            Some(TotalScope::SectionOnCover(section)) => book.cover_line(total, *section),
            Some(TotalScope::Rows) => book.rows(at, total, false),
            Some(TotalScope::PreviousRows) => book.rows(at, total, true),
            _ => {}
        }
    }
    book.groups();
    book.document();
    book.relisted();
    book.changes();
    let mut checks = book.checks;
    suspect::name_suspects(&mut checks, linked);
    checks
}

struct Book<'l> {
    linked: &'l Linked,
    ledger: Ledger,
    checks: Vec<Check>,
    times: Map<(CheckKind, String), usize>,
}

impl<'l> Book<'l> {
    fn file(
        &mut self,
        kind: CheckKind,
        of: &str,
        label: String,
        (stated, resolution): (i64, i64),
        sum: Sum,
        open: bool,
    ) {
        let tolerance = sum.tolerance.saturating_add(resolution / 2);
        let difference = sum.yen.saturating_sub(stated);
        // Umbrella figures may hold less for this sum than they print: then the parts reach from `least` upwards.
        let least = sum.yen.saturating_sub(sum.within);
        let verdict = if difference.saturating_abs() <= tolerance && !open {
            Verdict::Holds
        } else if least.saturating_sub(stated) > tolerance {
            Verdict::Off
        } else if open || sum.within > 0 {
            Verdict::Open
        } else {
            Verdict::Off
        };
        let time = self.times.entry((kind, of.to_owned())).or_default();
        *time += 1;
        let id = stable_id(&["check", kind.code(), of, &time.to_string()]);
        self.checks.push(Check {
            id,
            kind,
            of: of.to_owned(),
            label,
            stated,
            accumulated: (sum.figures > 0).then_some(sum.yen),
            tolerance,
            verdict,
            parts: sum.parts,
            suspect: None,
        });
    }

    /// A total against its printed split.
    fn split(&mut self, total: &Total) {
        let Some(stated) = total.amount.yen else { return };
        if total.breakdown.len() < 2 {
            return;
        }
        let mut sum = Sum::default();
        let mut words = Vec::new();
        for part in &total.breakdown {
            let Some(yen) = part.amount.yen else { return };
            sum.add(yen, part.amount.resolution_yen);
            words.push(format!("{}{}", part.surface, part.amount.surface));
        }
        let by_ministry = total
            .breakdown
            .iter()
            .all(|part| part.by == BreakdownKey::Ministry);
        let kind = if by_ministry {
            CheckKind::Split
        } else {
            CheckKind::Account
        };
        let label = format!("{} = {}", describe(total), words.join(" + "));
        let open = total.open_rest && sum.yen < stated;
        self.file(
            kind,
            &total.id,
            label,
            (stated, total.amount.resolution_yen),
            sum,
            open,
        );
    }

    /// A section's own sum against its programs, or against its groups where the programs have no figures.
    fn section(&mut self, total: &'l Total, section: usize) {
        let Some(stated) = total.amount.yen else { return };
        if !self.ledger.has_parts(section) {
            return;
        }
        let sum = self.ledger.sum(self.linked, section, total.account.as_ref());
        if sum.figures == 0 {
            return;
        }
        let label = format!("{} = its {} programs", describe(total), sum.parts.len());
        // Exact agreement tells that the parts without a figure hold nothing that the sum needs.
        let exact = sum.yen.saturating_sub(stated).saturating_abs() <= sum.tolerance;
        let open = sum.open > 0 && !(exact && sum.figures > 1);
        self.file(
            CheckKind::Sum,
            &total.id,
            label,
            (stated, total.amount.resolution_yen),
            sum,
            open,
        );
    }

    /// A cover's line against what the section states of itself, account by account.
    fn cover_line(&mut self, total: &'l Total, section: usize) {
        let Some(stated) = total.amount.yen else { return };
        let own: Vec<&Total> = self
            .ledger
            .totals_of(section)
            .iter()
            .filter_map(|at| self.linked.totals.get(*at))
            .collect();
        if own.is_empty() {
            self.section(total, section);
            return;
        }
        let mut sum = Sum::default();
        let mut accounts: Vec<Option<&str>> = Vec::new();
        for part in own {
            let account = part.account.as_ref().map(|account| account.code.as_str());
            let Some(yen) = part.amount.yen else { continue };
            if accounts.contains(&account) || account.is_none() && !accounts.is_empty() {
                continue;
            }
            accounts.push(account);
            sum.add(yen, part.amount.resolution_yen);
            sum.parts.push(part.id.clone());
        }
        let label = format!("{} on the cover = what its own pages state", describe(total));
        self.file(
            CheckKind::Account,
            &total.id,
            label,
            (stated, total.amount.resolution_yen),
            sum,
            false,
        );
    }

    /// A table's 計 row against the rows above it.
    fn rows(&mut self, at: usize, total: &'l Total, previous: bool) {
        let rows = self.linked.total_rows.get(at).map_or(&[][..], Vec::as_slice);
        let Some(stated) = total.amount.yen else { return };
        let parts = self.linked.total_parts.get(at).map_or(&[][..], Vec::as_slice);
        if rows.is_empty() && parts.is_empty() {
            return;
        }
        let mut sum = Sum::default();
        for part in parts.iter().filter_map(|part| self.linked.totals.get(*part)) {
            sum.parts.push(part.id.clone());
            match part.amount.yen {
                Some(yen) => sum.add(yen, part.amount.resolution_yen),
                None => sum.open += 1,
            }
        }
        for request in rows.iter().filter_map(|row| self.linked.requests.get(*row)) {
            if !request.counted {
                continue;
            }
            sum.parts.push(request.id.clone());
            let figure = if previous {
                &request.previous
            } else {
                &request.amount
            };
            match figure
                .as_ref()
                .and_then(|amount| Some((amount.yen?, amount.resolution_yen)))
            {
                Some((yen, resolution)) => sum.add(yen, resolution),
                // An empty cell in last year's column says that there was nothing.
                None if previous => {}
                None => sum.open += 1,
            }
        }
        let open = sum.open > 0;
        let column = if previous { " (previous)" } else { "" };
        let label = format!("{}{column} = {} rows above", describe(total), sum.parts.len());
        self.file(
            CheckKind::Sum,
            &total.id,
            label,
            (stated, total.amount.resolution_yen),
            sum,
            open,
        );
    }

    /// Sums of groups: against the umbrella group that one of them is, and against the section's own sum.
    fn groups(&mut self) {
        let mut groups: Map<usize, Vec<&'l Total>> = Map::default();
        let mut order = Vec::new();
        for (total, scope) in self.linked.totals.iter().zip(&self.linked.total_scopes) {
            if let TotalScope::Group(Some(section)) = scope {
                let members = groups.entry(*section).or_default();
                if members.is_empty() {
                    order.push(*section);
                }
                members.push(total);
            }
        }
        for section in order {
            let members = groups.remove(&section).unwrap_or_default();
            let whole = self
                .ledger
                .totals_of(section)
                .iter()
                .find_map(|at| self.linked.totals.get(*at));
            if members.len() < 2 {
                continue;
            }
            let yen = |total: &Total| total.amount.yen.unwrap_or(0);
            let all: i64 = members
                .iter()
                .map(|total| yen(total))
                .fold(0, i64::saturating_add);
            let umbrella = members
                .iter()
                .find(|total| {
                    let rest = all.saturating_sub(yen(total));
                    let slack = members
                        .iter()
                        .map(|total| total.amount.resolution_yen / 2)
                        .sum::<i64>();
                    rest.saturating_sub(yen(total)).saturating_abs() <= slack
                })
                .or_else(|| {
                    let whole = whole?;
                    let near = whole.amount.resolution_yen;
                    members
                        .iter()
                        .find(|total| yen(total).saturating_sub(yen(whole)).saturating_abs() <= near)
                        .filter(|_| members.len() > 2)
                })
                .copied();
            if let Some(umbrella) = umbrella {
                let rest: Vec<&Total> = members
                    .iter()
                    .copied()
                    .filter(|total| !std::ptr::eq(*total, umbrella))
                    .collect();
                self.group(umbrella, &rest);
                if let Some(whole) = whole {
                    self.group(whole, &[umbrella]);
                }
            } else if let Some(whole) = whole {
                self.group(whole, &members);
            }
        }
    }

    /// One total against the others that make it.
    fn group(&mut self, whole: &Total, parts: &[&Total]) {
        let Some(stated) = whole.amount.yen else { return };
        let sum = add_totals(parts);
        let label = format!("{} = {}", describe(whole), list(parts));
        self.file(
            CheckKind::Sum,
            &whole.id,
            label,
            (stated, whole.amount.resolution_yen),
            sum,
            false,
        );
    }

    /// The document's own sums: phases against each other, and sections with what notes add.
    fn document(&mut self) {
        for epoch in epochs(self.linked) {
            self.phases(&epoch);
            self.whole(&epoch);
        }
    }

    /// 要求 + 要望 = 要求・要望, by account and year.
    fn phases(&mut self, epoch: &Epoch<'l>) {
        for total in epoch
            .document
            .iter()
            .filter(|total| total.phase == Some(Phase::RequestTotal))
        {
            let find = |phase: Phase| {
                epoch.document.iter().copied().find(|other| {
                    other.phase == Some(phase)
                        && other.fiscal_year == total.fiscal_year
                        && code(other.account.as_ref()) == code(total.account.as_ref())
                })
            };
            let (Some(request), Some(priority)) = (find(Phase::Request), find(Phase::Priority)) else {
                continue;
            };
            let Some(stated) = total.amount.yen else { continue };
            let sum = add_totals(&[request, priority]);
            let label = format!(
                "{} = 要求 {} + 要望 {}",
                describe(total),
                request.amount.surface,
                priority.amount.surface
            );
            self.file(
                CheckKind::Phase,
                &total.id,
                label,
                (stated, total.amount.resolution_yen),
                sum,
                false,
            );
        }
    }

    /// The sections' sums of one account, with what notes add, against the document's sum that they fit. Sections print
    /// 概算要求 and may still add up to 要求・要望: the check says which total they join.
    fn whole(&mut self, epoch: &Epoch<'l>) {
        let mut accounts: Vec<Option<&str>> = Vec::new();
        for total in &epoch.document {
            let account = code(total.account.as_ref());
            if !accounts.contains(&account) {
                accounts.push(account);
            }
        }
        for account in accounts {
            let sections = epoch.sections(account);
            if sections.len() < 2 {
                let one_with_more = sections.len() == 1 && epoch.additions(account).next().is_some();
                if !one_with_more {
                    continue;
                }
            }
            let year = sections.first().and_then(|total| total.fiscal_year);
            let mut wholes: Vec<&Total> = epoch
                .document
                .iter()
                .copied()
                .filter(|total| code(total.account.as_ref()) == account)
                .filter(|total| total.fiscal_year == year || year.is_none())
                .filter(|total| {
                    matches!(
                        total.phase,
                        None | Some(Phase::Request | Phase::RequestTotal | Phase::Draft)
                    )
                })
                .collect();
            wholes.sort_by_key(|total| std::cmp::Reverse(total.amount.yen));
            let mut with_notes = sections.clone();
            with_notes.extend(epoch.additions(account));
            let fits = |parts: &[&Total], whole: &Total| {
                let sum = add_totals(parts);
                let tolerance = sum.tolerance + whole.amount.resolution_yen / 2;
                whole
                    .amount
                    .yen
                    .is_some_and(|yen| sum.yen.saturating_sub(yen).saturating_abs() <= tolerance)
            };
            let choice = wholes
                .iter()
                .find_map(|whole| {
                    [&with_notes, &sections]
                        .into_iter()
                        .find(|parts| fits(parts, whole))
                        .map(|parts| (*whole, parts))
                })
                .or_else(|| wholes.first().map(|whole| (*whole, &with_notes)));
            let Some((whole, parts)) = choice else { continue };
            self.group(whole, parts);
        }
    }

    /// A relisted line against the program's first mention in its section.
    fn relisted(&mut self) {
        let mut firsts: Map<(Option<usize>, &str), &Request> = Map::default();
        let rows = || self.linked.requests.iter().zip(&self.linked.request_sections);
        for (request, section) in rows() {
            if request.counted && request.amount.is_some() {
                firsts.entry((*section, &request.program.name)).or_insert(request);
            }
        }
        let mut found = Vec::new();
        for (request, section) in rows() {
            if !request.flags.contains(&Flag::Relisted) {
                continue;
            }
            let first = firsts.get(&(*section, request.program.name.as_str()));
            let pair =
                first.and_then(|first| Some((request.amount.as_ref()?, first.amount.as_ref()?, first)));
            if let Some((own, amount, first)) = pair
                && let (Some(stated), Some(yen)) = (own.printed_yen(), amount.printed_yen())
            {
                let mut sum = Sum::default();
                sum.add(yen, 0);
                sum.parts.push(first.id.clone());
                let label = format!("{} (再掲) = its first mention", request.program.name);
                found.push((request.id.clone(), label, stated, sum));
            }
        }
        for (of, label, stated, sum) in found {
            self.file(CheckKind::Relisted, &of, label, (stated, 0), sum, false);
        }
    }

    /// Request − previous against the printed change.
    fn changes(&mut self) {
        for request in &self.linked.requests {
            let (Some(amount), Some(previous), Some(change)) =
                (&request.amount, &request.previous, &request.change)
            else {
                continue;
            };
            // A dash says that there was nothing, exactly.
            let nothing = previous.has(Qualifier::Nil).then_some(0);
            let (Some(now), Some(before), Some(stated)) = (amount.yen, previous.yen.or(nothing), change.yen)
            else {
                continue;
            };
            let mut sum = Sum::default();
            sum.add(now, amount.resolution_yen);
            let printed = if nothing.is_some() {
                0
            } else {
                previous.resolution_yen
            };
            sum.add(before.saturating_neg(), printed);
            sum.parts.push(request.id.clone());
            let label = format!(
                "{}: {} − {} = {}",
                request.program.name, amount.surface, previous.surface, change.surface
            );
            self.file(
                CheckKind::Change,
                &request.id,
                label,
                (stated, change.resolution_yen),
                sum,
                false,
            );
        }
    }
}

/// Sums of one document in a file that may hold several, one after the other: a new one begins where a sum of the
/// document is stated again.
#[derive(Default)]
struct Epoch<'l> {
    document: Vec<&'l Total>,
    own: Vec<(usize, &'l Total)>,
    cover: Vec<(usize, &'l Total)>,
    notes: Vec<&'l Total>,
}

type Seen<'l> = Vec<(Option<&'l str>, Option<Phase>, Option<FiscalYear>)>;

fn epochs(linked: &Linked) -> Vec<Epoch<'_>> {
    let mut epochs = vec![Epoch::default()];
    let mut seen: Seen<'_> = Vec::new();
    for (total, scope) in linked.totals.iter().zip(&linked.total_scopes) {
        if *scope == TotalScope::Document {
            let key = (code(total.account.as_ref()), total.phase, total.fiscal_year);
            if seen.contains(&key) {
                epochs.push(Epoch::default());
                seen.clear();
            }
            seen.push(key);
        }
        let Some(epoch) = epochs.last_mut() else { continue };
        match scope {
            TotalScope::Document => epoch.document.push(total),
            TotalScope::Section(section) => epoch.own.push((*section, total)),
            TotalScope::SectionOnCover(section) => epoch.cover.push((*section, total)),
            TotalScope::Addition => epoch.notes.push(total),
            _ => {}
        }
    }
    epochs
}

impl<'l> Epoch<'l> {
    /// One sum a section in an account: its own, or the cover's where it has none.
    fn sections(&self, account: Option<&str>) -> Vec<&'l Total> {
        let mut found: Vec<(usize, &'l Total)> = Vec::new();
        for (section, total) in self.own.iter().chain(&self.cover) {
            let known = found.iter().any(|(known, _)| known == section);
            if !known && code(total.account.as_ref()) == account {
                found.push((*section, total));
            }
        }
        found.into_iter().map(|(_, total)| total).collect()
    }

    fn additions(&self, account: Option<&'l str>) -> impl Iterator<Item = &'l Total> {
        self.notes
            .iter()
            .copied()
            .filter(move |total| account.is_some() && code(total.account.as_ref()) == account)
    }
}

fn code(account: Option<&Account>) -> Option<&str> {
    account.map(|account| account.code.as_str())
}

fn add_totals(parts: &[&Total]) -> Sum {
    let mut sum = Sum::default();
    for part in parts {
        sum.add(part.amount.yen.unwrap_or(0), part.amount.resolution_yen);
        sum.parts.push(part.id.clone());
    }
    sum
}

fn describe(total: &Total) -> String {
    let phase = total.phase.map_or("", |phase| match phase {
        Phase::Request => "概算要求",
        Phase::Priority => "要望",
        Phase::RequestTotal => "要求・要望",
        Phase::Initial => "当初予算",
        Phase::Supplementary => "補正",
        Phase::Draft => "政府案",
        Phase::Settled => "決算",
    });
    format!("{} {phase} {}", total.item, total.amount.surface)
}

/// The parts of a sum for people; a long list is cut.
fn list(parts: &[&Total]) -> String {
    let mut words: Vec<String> = parts
        .iter()
        .take(12)
        .map(|part| format!("{} {}", part.item, part.amount.surface))
        .collect();
    if parts.len() > words.len() {
        words.push(format!("… {} more", parts.len() - words.len()));
    }
    words.join(" + ")
}

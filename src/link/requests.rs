//! Mentions to requests: a program in a section, with one account. A chart's line with the amount and a detail page's
//! line with the tag become one request with both as evidence.

use super::accounts;
use super::collect::{Findings, Mention, Tied};
use super::decide::unsure_link;
use super::identity::{Map, id_of, joined, name_key, stable_id};
use super::ministries::{self, Stated};
use super::parts::{amount_state, comparatives, flags, link, own_amount, with_role};
use super::scope::Scopes;
use super::{Linked, Pool, totals};
use crate::grammar::{Doubt, Figure, NamedProgram, PageNodes};
use crate::model::{
    Account, Amount, AmountState, Candidate, DocumentInfo, Evidence, EvidenceRole, Flag, LinkStatus,
    Ministry, Phase, Program, Qualifier, Request,
};

/// Candidates of a request are listed up to this many; a longer list tells nobody anything.
const CANDIDATES: usize = 100;

/// Of the figures that nothing took, so many are kept one by one.
const LISTED: usize = 100;

/// What is known of a request beside itself.
struct Draft {
    section: Option<usize>,
    key: String,
    place: (usize, usize, usize),
    printed: Option<i64>,
}

#[derive(PartialEq, Eq, Hash, Clone)]
struct DraftKey {
    section: Option<usize>,
    /// In a table: the names of the rows that hold this one.
    above: String,
    name: String,
    relisted: bool,
}

struct Assembly<'n, 's> {
    scopes: &'s Scopes,
    document: &'s DocumentInfo,
    /// As they were found; put in order where they are, for there are many and they are large.
    requests: Vec<Request>,
    /// By request.
    drafts: Vec<Draft>,
    by_key: Map<DraftKey, Vec<usize>>,
    stated: Stated,
    /// By mention: its drafts.
    of_mention: Vec<Vec<usize>>,
    section_accounts: Map<usize, &'n Account>,
}

/// Builds the requests, sums and pools of a document.
pub(super) fn assemble(
    pages: &[PageNodes],
    scopes: &Scopes,
    findings: Findings<'_>,
    document: &DocumentInfo,
) -> Linked {
    let Findings {
        mentions,
        totals: total_drafts,
        open,
        loose,
    } = findings;
    let mut assembly = Assembly {
        scopes,
        document,
        requests: Vec::new(),
        drafts: Vec::new(),
        by_key: Map::default(),
        stated: Stated::default(),
        of_mention: vec![Vec::new(); mentions.len()],
        section_accounts: accounts::of_sections(pages, scopes, &total_drafts, &mentions),
    };
    let mut contested = vec![false; mentions.len()];
    for run in &open {
        for mention in run.mentions.iter().chain(&run.claimants) {
            contested[*mention] = true;
        }
    }
    for (_, claimants) in &loose {
        for mention in claimants {
            contested[*mention] = true;
        }
    }
    for (index, mention) in mentions.iter().enumerate() {
        let bare = mention.figures.is_empty()
            && mention.without_value.is_none()
            && mention.unsure.is_none()
            && !contested[index];
        if !bare {
            assembly.with_figures(index, mention);
        }
    }
    for (index, mention) in mentions.iter().enumerate() {
        let phrase = mention.tentative && mention.figures.is_empty() && mention.without_value.is_none();
        if assembly.of_mention[index].is_empty() && !phrase {
            assembly.without_figures(index, mention);
        }
    }
    assembly.share_ministries(&mentions);
    let of_mention = std::mem::take(&mut assembly.of_mention);
    let (requests, sections, renumbered) = assembly.finish();
    let requests_of = |mention: &usize| -> Vec<usize> {
        of_mention
            .get(*mention)
            .into_iter()
            .flatten()
            .filter_map(|draft| renumbered.get(*draft).copied())
            .collect()
    };
    let mut pools: Vec<Pool> = open
        .iter()
        .map(|run| Pool {
            places: run.mentions.iter().map(requests_of).collect(),
            figures: run.figures.clone(),
            in_order: run.in_order,
            claimants: run.claimants.iter().flat_map(requests_of).collect(),
            section: run.section,
        })
        .collect();
    let mut unlinked = Vec::new();
    let mut unlinked_count = 0;
    for (figure, claimants) in &loose {
        if claimants.is_empty() {
            if unlinked.len() < LISTED {
                unlinked.push((*figure).clone());
            }
            unlinked_count += 1;
            continue;
        }
        pools.push(Pool {
            places: Vec::new(),
            figures: vec![(*figure).clone()],
            in_order: false,
            claimants: claimants.iter().flat_map(requests_of).collect(),
            section: claimants
                .first()
                .and_then(|mention| mentions.get(*mention))
                .and_then(|mention| mention.section),
        });
    }
    let sums = totals::assemble(total_drafts, scopes, document);
    let total_rows = sums
        .rows
        .iter()
        .map(|rows| rows.iter().flat_map(requests_of).collect())
        .collect();
    let mut linked = Linked {
        requests,
        request_sections: sections,
        section_parents: scopes.sections.iter().map(|section| section.parent).collect(),
        totals: sums.totals,
        total_scopes: sums.scopes,
        total_rows,
        total_parts: sums.parts,
        pools,
        unlinked,
        unlinked_count,
        budget: false,
    };
    list_candidates(&mut linked);
    linked
}

impl<'n> Assembly<'n, '_> {
    fn with_figures(&mut self, index: usize, mention: &Mention<'n>) {
        let mut shared: Vec<usize> = Vec::new();
        for (part, name) in mention.names.iter().enumerate() {
            if mention.figures.is_empty() {
                let draft = self.draft(mention, part, name, None);
                shared.push(self.file(index, draft));
            }
            for tied in &mention.figures {
                let draft = self.draft(mention, part, name, Some(*tied));
                shared.push(self.file(index, draft));
            }
        }
        if mention.names.len() > 1 {
            self.group(&shared);
        }
    }

    /// A line that only names a program adds to the request that has the figure, or stands for a program without one.
    fn without_figures(&mut self, index: usize, mention: &Mention<'n>) {
        let mut created = Vec::new();
        for (part, name) in mention.names.iter().enumerate() {
            let key = self.key(mention, name);
            let known = self.by_key.get(&key).cloned().unwrap_or_default();
            if known.is_empty() {
                let draft = self.draft(mention, part, name, None);
                created.push(self.file(index, draft));
                continue;
            }
            for at in known {
                if let Some(request) = self.requests.get_mut(at) {
                    add_mention(request, mention, name);
                }
                self.of_mention[index].push(at);
            }
        }
        if mention.names.len() > 1 && created.len() == mention.names.len() {
            self.group(&created);
        }
    }

    fn key(&self, mention: &Mention<'_>, name: &NamedProgram) -> DraftKey {
        DraftKey {
            section: mention.section,
            above: mention.above.join("\n"),
            name: name_key(&name.name),
            relisted: flags_of(mention, name).any(|flag| *flag == Flag::Relisted),
        }
    }

    /// Files a draft, or adds it to one from another page that says the same.
    fn file(&mut self, index: usize, (key, draft, request): (DraftKey, Draft, Request)) -> usize {
        let account = request.account.as_ref().map(|account| &account.code);
        let twin = self.by_key.get(&key).into_iter().flatten().copied().find(|at| {
            let (Some(known), Some(stated)) = (self.drafts.get(*at), self.requests.get(*at)) else {
                return false;
            };
            known.place.0 != draft.place.0
                && known.printed.is_some()
                && known.printed == draft.printed
                && stated.account.as_ref().map(|account| &account.code) == account
        });
        let at = match twin {
            Some(at) => {
                if let Some(known) = self.requests.get_mut(at) {
                    absorb(known, request);
                }
                at
            }
            None => {
                self.drafts.push(draft);
                self.requests.push(request);
                self.by_key.entry(key).or_default().push(self.drafts.len() - 1);
                self.drafts.len() - 1
            }
        };
        self.of_mention[index].push(at);
        at
    }

    fn draft(
        &self,
        mention: &Mention<'n>,
        part: usize,
        name: &NamedProgram,
        tied: Option<Tied<'n>>,
    ) -> (DraftKey, Draft, Request) {
        let figure = tied.map(|tied| tied.figure).or(mention.without_value);
        let joint = mention.names.len() > 1;
        let amount = tied
            .and_then(|tied| tied.figure.amount())
            .map(|amount| own_amount(amount, joint));
        let mut path = mention
            .section
            .and_then(|section| self.scopes.sections.get(section))
            .map(|section| section.path.clone())
            .unwrap_or_default();
        path.extend(mention.above.iter().map(|name| (*name).to_owned()));
        let account = figure
            .and_then(|figure| figure.account.as_deref().cloned())
            .or_else(|| name.account.as_deref().cloned())
            .or_else(|| {
                let section = mention.section?;
                self.section_accounts
                    .get(&section)
                    .map(|account| (*account).clone())
            });
        let evidence = evidence(mention, name, tied);
        let flags = flags(
            name,
            &mention.marks,
            amount.as_ref(),
            account.as_ref(),
            figure,
            joint,
            mention.of_which,
        );
        let counted = !flags
            .iter()
            .any(|flag| matches!(flag, Flag::Relisted | Flag::Transfer | Flag::OfWhich));
        let phase = figure.and_then(|figure| figure.phase.clone());
        let key = self.key(mention, name);
        let printed = amount.as_ref().and_then(Amount::printed_yen);
        let request = Request {
            id: String::new(),
            section: path.last().cloned(),
            section_path: path,
            program: Program {
                name: name.name.clone(),
                surface: name.evidence.text.clone(),
            },
            amount_state: match &mention.unsure {
                Some(unsure) if unsure.doubt == Doubt::FigureNotWhole && amount.is_none() => {
                    AmountState::Unreadable
                }
                _ => amount_state(amount.as_ref(), figure),
            },
            amount,
            previous: mention.previous.and_then(last_year),
            change: mention.change.and_then(|figure| figure.amount().cloned()),
            comparatives: comparatives(mention),
            phase: phase.as_ref().map(|(phase, _)| *phase).or(self.document.phase),
            phase_surface: phase.map(|(_, surface)| surface),
            fiscal_year: figure
                .and_then(|figure| figure.fiscal_year)
                .or(self.document.fiscal_year),
            account,
            ministries: own_ministries(self.scopes, mention, name).to_vec(),
            body: name.body.clone(),
            department: name.department.clone(),
            flags,
            counted,
            group: None,
            link: match &mention.unsure {
                Some(unsure) => {
                    unsure_link(unsure, tied.map(|tied| tied.figure), tied.map(|tied| tied.method))
                }
                None => link(tied, figure),
            },
            evidence,
        };
        let draft = Draft {
            section: mention.section,
            key: key.name.clone(),
            place: (mention.page, mention.node, part),
            printed,
        };
        (key, draft, request)
    }

    /// Marks requests that share one printed figure.
    fn group(&mut self, members: &[usize]) {
        let name = members.first().and_then(|at| self.drafts.get(*at)).map(|draft| {
            let (page, node, _) = draft.place;
            stable_id(&["group", &draft.key, &page.to_string(), &node.to_string()])
        });
        for at in members {
            if let Some(request) = self.requests.get_mut(*at) {
                request.group.clone_from(&name);
            }
        }
    }

    /// A tag counts for every request of the program in its section; what is stated elsewhere counts where no place
    /// disagrees.
    fn share_ministries(&mut self, mentions: &[Mention<'_>]) {
        let mut in_section: Map<(Option<usize>, String), Vec<Ministry>> = Map::default();
        for mention in mentions {
            for name in mention.names {
                let own = own_ministries(self.scopes, mention, name);
                if own.is_empty() {
                    continue;
                }
                let key = name_key(&name.name);
                self.stated.note(&key, own);
                ministries::merge(in_section.entry((mention.section, key)).or_default(), own);
            }
        }
        for (request, draft) in self.requests.iter_mut().zip(&self.drafts) {
            if !request.ministries.is_empty() {
                continue;
            }
            let own = in_section.get(&(draft.section, draft.key.clone()));
            request.ministries = own.cloned().unwrap_or_else(|| self.stated.of(&draft.key));
        }
    }

    /// Puts the requests in document order and gives them their ids. Returns requests, their sections, and the new
    /// number of every draft.
    fn finish(mut self) -> (Vec<Request>, Vec<Option<usize>>, Vec<usize>) {
        self.group_umbrellas();
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|at| (self.drafts[*at].place, *at));
        let mut renumbered = vec![0; self.drafts.len()];
        for (number, at) in order.iter().enumerate() {
            renumbered[*at] = number;
        }
        let (mut requests, drafts) = (self.requests, self.drafts);
        let mut sections = Vec::with_capacity(drafts.len());
        let mut times: Map<String, usize> = Map::default();
        for at in order {
            if let (Some(request), Some(draft)) = (requests.get_mut(at), drafts.get(at)) {
                request.id = identify(request, &draft.key, &mut times);
                sections.push(draft.section);
            }
        }
        drop(drafts);
        put_in_order(&mut requests, renumbered.clone());
        (requests, sections, renumbered)
    }

    /// Requests of one family with equal 内数 stand in one umbrella: summed once.
    fn group_umbrellas(&mut self) {
        let mut umbrellas: Map<(Option<usize>, String, i64), Vec<usize>> = Map::default();
        for (at, (request, draft)) in self.requests.iter().zip(&self.drafts).enumerate() {
            let Some(amount) = &request.amount else {
                continue;
            };
            if !amount.has(Qualifier::PartOf) {
                continue;
            }
            if let (Some(within), Some(bracket)) = (amount.within_yen, draft.key.rfind('(')) {
                let family = draft.key[..bracket].to_owned();
                umbrellas
                    .entry((draft.section, family, within))
                    .or_default()
                    .push(at);
            }
        }
        let mut groups: Vec<Vec<usize>> = umbrellas.into_values().filter(|group| group.len() > 1).collect();
        groups.sort();
        for group in groups {
            self.group(&group);
        }
    }
}

/// Moves every item to the place that `to` has for it, without a second list.
fn put_in_order<T>(items: &mut [T], mut to: Vec<usize>) {
    for at in 0..items.len().min(to.len()) {
        while to[at] != at {
            let place = to[at];
            items.swap(at, place);
            to.swap(at, place);
        }
    }
}

/// Every place that a mention was read from: the name, the figure with its account, its companions, marks.
fn evidence(mention: &Mention<'_>, name: &NamedProgram, tied: Option<Tied<'_>>) -> Vec<Evidence> {
    let account = tied.and_then(|tied| tied.figure.account_evidence.as_deref());
    let companions = [
        (mention.previous, EvidenceRole::Previous),
        (mention.change, EvidenceRole::Change),
    ]
    .into_iter()
    .filter_map(|(figure, role)| Some(with_role(figure?, role)));
    let seen = mention.seen.iter().filter(|_| name.ministries.is_empty());
    let mut evidence = Vec::with_capacity(2 + name.marks.len());
    evidence.push(name.evidence.clone());
    evidence.extend(tied.map(|tied| tied.figure.evidence.clone()));
    evidence.extend(account.cloned());
    evidence.extend(companions);
    evidence.extend(name.marks.iter().cloned());
    evidence.extend(mention.marks.iter().map(|mark| mark.evidence.clone()));
    evidence.extend(seen.flat_map(|seen| seen.evidence.iter().cloned()));
    evidence
}

/// The ministries that stand with a name, or those of its colour, or the one of the heading above.
fn own_ministries<'m>(
    scopes: &'m Scopes,
    mention: &'m Mention<'_>,
    name: &'m NamedProgram,
) -> &'m [Ministry] {
    if !name.ministries.is_empty() {
        return &name.ministries;
    }
    if let Some(seen) = &mention.seen {
        return &seen.ministries;
    }
    let heading = mention.ministry.and_then(|index| scopes.ministries.get(index));
    heading.map_or(&[], std::slice::from_ref)
}

/// Last year's figure. A dash says that there was none: it is kept as printed, without a value.
fn last_year(figure: &Figure) -> Option<Amount> {
    let mut amount = figure.amount()?.clone();
    if amount.has(Qualifier::Nil) {
        amount.yen = None;
    }
    Some(amount)
}

/// What the marks at a name and those beside it say.
fn flags_of<'m>(mention: &'m Mention<'_>, name: &'m NamedProgram) -> impl Iterator<Item = &'m Flag> {
    name.flags
        .iter()
        .chain(mention.marks.iter().flat_map(|mark| &mark.flags))
}

/// Adds what a second line says of a program.
fn add_mention(request: &mut Request, mention: &Mention<'_>, name: &NamedProgram) {
    request.evidence.push(name.evidence.clone());
    request.evidence.extend(name.marks.iter().cloned());
    for flag in flags_of(mention, name) {
        if !request.flags.contains(flag) {
            request.flags.push(*flag);
        }
    }
    request.flags.sort_unstable();
    if request.previous.is_none() {
        request.previous = mention.previous.and_then(last_year);
    }
    if request.body.is_none() {
        request.body.clone_from(&name.body);
    }
}

/// Adds what a second line with the same figure says.
fn absorb(request: &mut Request, twin: Request) {
    request.evidence.extend(twin.evidence);
    for flag in twin.flags {
        if !request.flags.contains(&flag) {
            request.flags.push(flag);
        }
    }
    request.flags.sort_unstable();
    ministries::merge(&mut request.ministries, &twin.ministries);
    request.previous = request.previous.take().or(twin.previous);
    request.change = request.change.take().or(twin.change);
    if !request.link.status.is_sure() && twin.link.status.is_sure() {
        request.link = twin.link;
    }
}

fn identify(request: &Request, key: &str, times: &mut Map<String, usize>) -> String {
    let year = request
        .fiscal_year
        .map(|year| year.0.to_string())
        .unwrap_or_default();
    let phase = request.phase.map_or("", Phase::code);
    let section = request.section.as_deref().unwrap_or("");
    let account = request
        .account
        .as_ref()
        .map_or("", |account| account.code.as_str());
    let relisted = if request.flags.contains(&Flag::Relisted) {
        "relisted"
    } else {
        ""
    };
    let mut parts = joined(&[&year, phase, section, key, account, relisted]);
    let time = match times.get_mut(&parts) {
        Some(time) => {
            *time += 1;
            *time
        }
        None => {
            times.insert(parts.clone(), 1);
            1
        }
    };
    parts.push_str(&joined(&[&time.to_string()]));
    id_of(&parts)
}

/// Marks what competes as open, with every figure in reach as a candidate. Reconciling narrows these lists.
fn list_candidates(linked: &mut Linked) {
    for pool in &linked.pools {
        let mut candidates: Vec<Candidate> = Vec::new();
        for figure in &pool.figures {
            let Some(yen) = figure.yen() else { continue };
            if candidates.len() < CANDIDATES && !candidates.iter().any(|known| known.yen == yen) {
                candidates.push(Candidate {
                    yen,
                    evidence: figure.evidence.clone(),
                });
            }
        }
        for at in pool.places.iter().flatten().chain(&pool.claimants) {
            let Some(request) = linked.requests.get_mut(*at) else {
                continue;
            };
            if request.link.status.is_sure() {
                continue;
            }
            request.link.status = LinkStatus::Ambiguous;
            request.link.method = None;
            "several amounts stand within reach, and nothing on the page tells them apart"
                .clone_into(&mut request.link.why);
            for candidate in &candidates {
                if !request
                    .link
                    .candidates
                    .iter()
                    .any(|known| known.yen == candidate.yen)
                {
                    request.link.candidates.push(candidate.clone());
                }
            }
        }
    }
}

//! The figures of a line with what each is: its label, the bracket it stands in, the words behind it, and the arrows
//! between figures.

use super::meaning::{Asked, Meaning, Side, meaning};
use super::token::{Kind, Token, Tokens};
use super::tree::{Group, Node};
use crate::grammar::amount::{AmountNode, Sign, amounts};
use crate::grammar::figure::{split_behind, value};
use crate::grammar::node::{Figure, FigureValue, Relation};
use crate::grammar::sheet::{InForce, Sheet};
use crate::grammar::unit::Unit;
use crate::lexicon::FigureRole;
use crate::model::{Amount, EvidenceRole, Qualifier};
use crate::span::Span;

/// Gives bare numbers their unit: the one printed behind them and their bracket (1,234（1,111）百万円), the one in force, or in
/// a bracket behind an amount that amount's own.
pub(super) fn price(sheet: Sheet<'_>, tokens: &mut Tokens, force: InForce<'_>) {
    let mut at = 0;
    while at < tokens.tokens.len() {
        let Some(token) = tokens.tokens.get(at).copied() else {
            break;
        };
        let dash = token.kind == Kind::Dash;
        if token.kind != Kind::Bare && !dash {
            at += 1;
            continue;
        }
        let behind = (!dash).then(|| unit_behind(sheet, tokens, at)).flatten();
        if let Some((unit, unit_at, len)) = behind {
            for index in at..unit_at {
                if give(sheet, tokens, index, unit) && index > at {
                    tokens.sharing.push(tokens.amounts.len() - 1);
                }
            }
            if let Some(word) = tokens.tokens.get_mut(unit_at) {
                word.span.start += len;
            }
            at = unit_at;
            continue;
        }
        let text = sheet.text(token.span);
        if let Some(unit) = force.unit.filter(|_| set_apart(tokens, at, text, dash)) {
            give(sheet, tokens, at, unit);
        } else if let Some(unit) = unit_before_bracket(tokens, at) {
            give(sheet, tokens, at, unit);
        }
        at += 1;
    }
    tokens.tokens.retain(|token| !token.span.is_empty());
}

/// The unit behind a number, or behind the bracket behind it, with its token and length.
fn unit_behind(sheet: Sheet<'_>, tokens: &Tokens, at: usize) -> Option<(Unit, usize, usize)> {
    let kinds = |index: usize| tokens.tokens.get(index).map(|token| token.kind);
    let mut next = at + 1;
    if matches!(kinds(next), Some(Kind::Space)) {
        next += 1;
    }
    if matches!(kinds(next), Some(Kind::Open(_))) {
        while !matches!(kinds(next), Some(Kind::Close(_))) {
            if !matches!(
                kinds(next),
                Some(Kind::Open(_) | Kind::Bare | Kind::Dash | Kind::Space | Kind::Rate)
            ) {
                return None;
            }
            next += 1;
        }
        next += 1;
    }
    if matches!(kinds(next), Some(Kind::Space)) {
        next += 1;
    }
    let word = tokens.tokens.get(next).filter(|token| token.kind == Kind::Text)?;
    let (unit, len) = Unit::at_start(sheet.text(word.span))?;
    Some((unit, next, len))
}

/// The unit of the amount right before the bracket that holds this number.
fn unit_before_bracket(tokens: &Tokens, at: usize) -> Option<Unit> {
    let before = at.checked_sub(1).and_then(|index| tokens.tokens.get(index))?;
    let mut outer = at.checked_sub(2)?;
    if !matches!(before.kind, Kind::Open(_)) {
        return None;
    }
    if tokens.tokens.get(outer)?.kind == Kind::Space {
        outer = outer.checked_sub(1)?;
    }
    match tokens.tokens.get(outer)?.kind {
        Kind::Figure(number) => Some(tokens.amounts.get(number)?.figure()?.unit),
        _ => None,
    }
}

/// Makes a bare number an amount.
fn give(sheet: Sheet<'_>, tokens: &mut Tokens, at: usize, unit: Unit) -> bool {
    let Some(token) = tokens.tokens.get_mut(at) else {
        return false;
    };
    if !matches!(token.kind, Kind::Bare | Kind::Dash) {
        return false;
    }
    let mut found = amounts(sheet.text(token.span), Some(unit));
    if let (Some(node), true) = (found.pop(), found.is_empty()) {
        token.kind = Kind::Figure(tokens.amounts.len());
        tokens.amounts.push(node.shifted(token.span.start));
        return true;
    }
    false
}

/// Whether a bare number stands where a figure of money does: apart from the words before it and with nothing glued behind.
fn set_apart(tokens: &Tokens, at: usize, text: &str, dash: bool) -> bool {
    let before = at.checked_sub(1).and_then(|index| tokens.tokens.get(index));
    let next = tokens.tokens.get(at + 1);
    let grouped = text.contains(',');
    let after = next.is_none_or(|token| !matches!(token.kind, Kind::Text | Kind::Year(_) | Kind::Figure(_)));
    let apart = match before.map(|token| token.kind) {
        Some(Kind::Gap | Kind::Leader | Kind::Arrow { .. } | Kind::Year(_)) => true,
        Some(Kind::Mark(mark)) => matches!(mark, ':' | '=' | '|' | '、'),
        Some(Kind::Open(_)) => {
            let outer = at.checked_sub(2).and_then(|index| tokens.tokens.get(index));
            grouped || dash || outer.is_some_and(|token| matches!(token.kind, Kind::Figure(_)))
        }
        Some(Kind::Space) => grouped,
        None => grouped,
        _ => false,
    };
    apart && after
}

/// What a line's figures are.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) figures: Vec<Figure>,
    /// Words glued behind a figure that nothing explains, or a figure that something unknown touches.
    pub(super) doubtful: Option<Span>,
    /// A verb that asks for the money stands behind a figure.
    pub(super) asked: bool,
    /// A figure is only a part of a number.
    pub(super) torn: bool,
    /// Brackets without figures behind a figure: marks may stand in them.
    pub(super) marks: Vec<Span>,
}

/// Reads the figures of a row of nodes; `label` is what was said before the first.
pub(super) fn read(
    sheet: Sheet<'_>,
    tokens: &Tokens,
    nodes: &[Node],
    label: Option<Meaning>,
    force: InForce<'_>,
) -> Found {
    let mut reader = Reader {
        sheet,
        tokens,
        force,
        asked: Asked {
            year: force.year,
            phase: force.phase,
        },
        found: Found::default(),
    };
    reader.level(nodes, None, 0, label);
    reader.found
}

struct Reader<'p, 'l> {
    sheet: Sheet<'p>,
    tokens: &'p Tokens,
    force: InForce<'l>,
    asked: Asked,
    found: Found,
}

impl Reader<'_, '_> {
    /// Reads what stands at one level of brackets. `label` holds for the first figure, or for all where it stands before
    /// their bracket.
    fn level(&mut self, nodes: &[Node], inside: Option<char>, depth: u8, label: Option<Meaning>) {
        let mut given = label;
        let mut pending: Option<Span> = None;
        let mut mine: Vec<usize> = Vec::new();
        let mut arrows: Vec<(usize, bool)> = Vec::new();
        let mut skip = 0;
        for (index, node) in nodes.iter().enumerate() {
            if index < skip {
                continue;
            }
            match node {
                Node::Leaf(token) => match token.kind {
                    Kind::Figure(_) | Kind::Unspecified => {
                        let said = self.said(
                            pending.take(),
                            given.as_ref().filter(|_| mine.is_empty() || depth > 0),
                        );
                        let (tail, next, rest) = self.tail(nodes, index);
                        skip = next;
                        pending = rest;
                        mine.push(self.found.figures.len());
                        self.figure(token, said, &tail, inside, depth);
                    }
                    Kind::Arrow { forward } => {
                        arrows.push((mine.len(), forward));
                        pending = None;
                    }
                    Kind::Mark('、' | ',' | '。' | ';') => {
                        let kept = pending.is_some_and(|span| {
                            let said = self.meaning(span, Side::Before);
                            said.is_known() && said.tells()
                        });
                        if !kept {
                            pending = None;
                        }
                    }
                    _ => pending = Some(pending.map_or(token.span, |span| span.join(token.span))),
                },
                Node::Group(group) if node.holds_money() => {
                    if self.split(group) {
                        pending = None;
                        continue;
                    }
                    let before = pending.take().map(|span| self.meaning(span, Side::Before));
                    if before
                        .as_ref()
                        .is_some_and(|said| said.unknown.is_some() && !said.of_which)
                        && depth == 0
                    {
                        self.found.doubtful = self
                            .found
                            .doubtful
                            .or(before.as_ref().and_then(|said| said.unknown));
                    }
                    let passed = before
                        .filter(|said| said.is_known() && said.tells())
                        .or_else(|| given.clone().filter(|_| mine.is_empty()));
                    self.level(&group.nodes, Some(group.open), depth + 1, passed);
                    if mine.is_empty() {
                        given = None;
                    }
                }
                Node::Group(group) => {
                    pending = Some(pending.map_or(group.span, |span| span.join(group.span)));
                }
            }
        }
        self.follow(&mine, &arrows);
    }

    fn meaning(&self, span: Span, side: Side) -> Meaning {
        meaning(self.sheet.text(span), span.start, side, self.force)
    }

    /// What the label before a figure says: its own words, else those given from outside.
    fn said(&self, own: Option<Span>, given: Option<&Meaning>) -> Meaning {
        match own.map(|span| self.meaning(span, Side::Before)) {
            Some(said) if said.said || said.unknown.is_some() => said,
            _ => given.cloned().unwrap_or_default(),
        }
    }

    /// What is said behind a figure: words glued to it, then a bracket without figures. Gives the node to go on with, and
    /// what of the glued words is left as the next figure's label.
    fn tail(&mut self, nodes: &[Node], index: usize) -> (Meaning, usize, Option<Span>) {
        let own = nodes.get(index).map_or_else(Span::default, Node::span);
        let mut next = index + 1;
        let mut tail = Meaning::default();
        let mut rest = None;
        if let Some(Node::Leaf(token)) = nodes.get(next)
            && token.kind == Kind::Text
            && token.span.start == own.end
        {
            let text = self.sheet.text(token.span);
            let known = self.known_tail(text);
            tail = self.meaning(
                Span::new(token.span.start, token.span.start + known),
                Side::Behind,
            );
            next += 1;
            let left = text
                .get(known..)
                .unwrap_or("")
                .trim_matches(['の', 'と', 'を', 'に', 'が', 'は', 'で', 'へ', 'も', ' ']);
            if !left.is_empty() {
                let more = nodes
                    .get(next..)
                    .unwrap_or_default()
                    .iter()
                    .any(Node::holds_money);
                let span = Span::new(token.span.start + known, token.span.end);
                if more {
                    rest = Some(span);
                } else if tail.role.is_none() {
                    self.found.doubtful = self.found.doubtful.or(Some(span));
                }
            }
        }
        while rest.is_none() {
            let gap = usize::from(matches!(nodes.get(next).and_then(Node::kind), Some(Kind::Space)));
            let Some(Node::Group(group)) = nodes.get(next + gap).filter(|node| !node.holds_money()) else {
                break;
            };
            let inner = Span::new(
                group.span.start + group.open.len_utf8(),
                group.span.end.saturating_sub(group.open.len_utf8()),
            );
            self.found.marks.push(group.span);
            if matches!(self.sheet.text(inner).trim(), "内数" | "の内数") {
                tail.part_of = true;
            }
            let said = self.meaning(inner, Side::Behind);
            if said.tells() && said.phase.is_none() || said.is_known() {
                tail = tail.with_tail(&said);
            }
            next += gap + 1;
        }
        (tail, next, rest)
    }

    /// How many bytes of a text behind a figure are words that say something of it.
    fn known_tail(&self, text: &str) -> usize {
        let words = &self.force.lexicon.roles().after;
        let mut at = 0;
        while let Some((len, _)) = text.get(at..).and_then(|rest| words.longest_prefix(rest)) {
            at += len;
        }
        if at == 0 {
            // A particle alone hands the figure on to a verb: 12億円を新たに計上.
            at = words
                .find(text)
                .filter(|(range, role)| **role == FigureRole::Asked && range.start <= 24)
                .map_or(0, |(range, _)| range.end);
        }
        at
    }

    fn figure(&mut self, token: &Token, said: Meaning, tail: &Meaning, inside: Option<char>, depth: u8) {
        self.found.asked |= tail.role == Some(FigureRole::Asked);
        let said = said.with_tail(tail);
        let node = match token.kind {
            Kind::Figure(number) => self.tokens.amounts.get(number),
            _ => None,
        };
        let mut relation = said.relation(self.asked, inside);
        let plain = matches!(relation, Relation::Own | Relation::Bracketed(_) | Relation::Asked);
        if let Kind::Figure(number) = token.kind
            && matches!(relation, Relation::Bracketed(_))
            && self.tokens.sharing.contains(&number)
        {
            // One unit behind both: last year's by its form.
            relation = Relation::Previous;
        }
        if let Some(money) = node.and_then(AmountNode::figure) {
            if plain && money.has(Qualifier::UpTo) {
                relation = Relation::Aside;
            } else if inside.is_some()
                && matches!(relation, Relation::Bracketed(_))
                && money.sign != Sign::None
            {
                relation = Relation::Change;
            }
        }
        if node.is_some() && self.is_touched(token.span) {
            // A part of a number is no number: it is kept as something that could be the amount, and no more.
            self.found.torn = true;
            relation = Relation::Unexplained;
        }
        let value = match node {
            Some(node) => value(self.sheet, token.span, node, said.basis),
            None => FigureValue::Unspecified,
        };
        let value = match value {
            FigureValue::Amount(amount) if said.part_of => FigureValue::Amount(within(amount)),
            value => value,
        };
        let role = match relation {
            Relation::Previous => EvidenceRole::Previous,
            Relation::Change => EvidenceRole::Change,
            _ => EvidenceRole::Amount,
        };
        self.found.figures.push(Figure {
            value,
            phase: said.phase,
            fiscal_year: said.year,
            account_evidence: said
                .account
                .as_ref()
                .map(|(_, span)| Box::new(self.sheet.quote(EvidenceRole::Account, *span))),
            account: said.account.map(|(account, _)| Box::new(account)),
            relation,
            split: None,
            depth,
            evidence: self.sheet.quote(role, token.span),
        });
    }

    /// Whether something that could be a part of the number touches a figure from the left, or a single space parts it from
    /// digits: 1 234億円.
    fn is_touched(&self, span: Span) -> bool {
        let head = before(self.sheet, span.start);
        let number = self
            .tokens
            .tokens
            .partition_point(|token| token.span.start < span.start);
        let kind = |back: usize| {
            let at = number.checked_sub(back)?;
            self.tokens.tokens.get(at).map(|token| token.kind)
        };
        match kind(1) {
            Some(Kind::Space) if matches!(kind(2), Some(Kind::Bare | Kind::Text)) => head
                .trim_end_matches(' ')
                .ends_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'')),
            Some(Kind::Text | Kind::Bare | Kind::Mark(_)) => {
                head.chars().next_back().is_some_and(is_part_of_number)
            }
            _ => false,
        }
    }

    /// A split behind the last figure: （総5,文703,厚571,経220）.
    fn split(&mut self, group: &Group) -> bool {
        let Some(figure) = self
            .found
            .figures
            .last_mut()
            .filter(|figure| figure.split.is_none())
        else {
            return false;
        };
        let unit = figure.amount().and_then(|amount| Unit::parse(amount.unit));
        let text = self.sheet.text(group.span);
        let found = split_behind(self.sheet, group.span.start, text, 0, unit, self.force);
        let whole = found.as_ref().is_some_and(|(_, end)| *end == text.len());
        if let Some((split, _)) = found.filter(|_| whole) {
            figure.split = Some(Box::new(split));
        }
        whole
    }

    /// An arrow leads from an earlier figure to a later one: what stands before it and has no label is last year's.
    fn follow(&mut self, mine: &[usize], arrows: &[(usize, bool)]) {
        for (at, forward) in arrows {
            let (Some(left), Some(right)) = (at.checked_sub(1).and_then(|at| mine.get(at)), mine.get(*at))
            else {
                continue;
            };
            let (old, new) = if *forward {
                (*left, *right)
            } else {
                (*right, *left)
            };
            let later = self.found.figures.get(new).map(|figure| figure.relation);
            if let Some(figure) = self.found.figures.get_mut(old)
                && figure.relation == Relation::Own
            {
                let last = matches!(
                    later,
                    Some(Relation::Own | Relation::Asked | Relation::Bracketed(_))
                );
                figure.relation = if last {
                    Relation::Previous
                } else {
                    Relation::Comparative
                };
                figure.evidence.role = EvidenceRole::Previous;
            }
        }
        // Of three in a row the first is not last year's but one before.
        let olds: Vec<usize> = mine
            .iter()
            .copied()
            .filter(|at| {
                self.found.figures.get(*at).is_some_and(|figure| {
                    figure.relation == Relation::Previous && figure.fiscal_year.is_none()
                })
            })
            .collect();
        if arrows.len() > 1 && olds.len() > 1 {
            for at in olds.iter().take(olds.len() - 1) {
                if let Some(figure) = self.found.figures.get_mut(*at) {
                    figure.relation = Relation::Comparative;
                }
            }
        }
    }
}

/// Whether a character before a figure can be a part of its number: ?億2,000万円, l,234.
fn is_part_of_number(last: char) -> bool {
    last.is_ascii_alphanumeric()
        || "億兆万千百十?,.'\u{fffd}〇○◯*#_".contains(last)
        || ('\u{e000}'..='\u{f8ff}').contains(&last)
        || ('\u{2070}'..='\u{209c}').contains(&last)
        || ('\u{660}'..='\u{669}').contains(&last)
        || matches!(last, '\u{66b}' | '\u{66c}')
}

/// The amount as that of an umbrella: 555億円〔内数〕.
pub(super) fn within(mut amount: Amount) -> Amount {
    amount.within_yen = amount.within_yen.or(amount.yen.take());
    if !amount.has(Qualifier::PartOf) {
        amount.qualifiers.push(Qualifier::PartOf);
    }
    amount
}

/// The text of the page before a place, a few characters of it.
fn before(sheet: Sheet<'_>, end: usize) -> &str {
    let mut start = end.saturating_sub(24);
    while start < end && sheet.text(Span::new(start, end)).is_empty() {
        start += 1;
    }
    sheet.text(Span::new(start, end))
}

//! One stretch of a line, from a bullet or the line's beginning to the next: its name, its figures, and what forbids that
//! the two are tied for certain.

use super::figures;
use super::meaning::{Meaning, Side, meaning};
use super::token::{Kind, Token, Tokens};
use super::tree::{Node, tree};
use crate::grammar::node::{Doubt, Figure, FigureValue, Relation};
use crate::grammar::sheet::{InForce, Sheet};
use crate::lexicon::ColumnRole;
use crate::model::Qualifier;
use crate::span::Span;

/// What a stretch of a line says.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Where the name stands; `None` where the line is figures and labels alone.
    pub(super) name: Option<Span>,
    pub(super) figures: Vec<Figure>,
    pub(super) doubt: Option<Doubt>,
    /// Behind the last figure: marks may stand there.
    pub(super) behind: Span,
    /// A verb that asks for the money stands behind a figure, or a particle before it: the line is a sentence.
    pub(super) sentence: bool,
    /// Brackets behind a figure: marks may stand in them.
    pub(super) marks: Vec<Span>,
    /// The amount stands before the name.
    pub(super) amount_first: bool,
}

/// Whether the words behind a bracket say that the figures are an umbrella's: 18（17）の内数.
fn names_umbrella(behind: &str, force: InForce<'_>) -> bool {
    force
        .lexicon
        .qualifiers()
        .after
        .longest_prefix(behind.trim_start())
        .is_some_and(|(_, word)| word.qualifier == Some(Qualifier::PartOf))
}

/// Makes every figure that is money the program's umbrella.
fn umbrella(figures: &mut [Figure]) {
    for figure in figures {
        let own = matches!(
            figure.relation,
            Relation::Own | Relation::Asked | Relation::Previous | Relation::Bracketed(_)
        );
        if let (true, FigureValue::Amount(amount)) = (own, &figure.value) {
            figure.value = FigureValue::Amount(figures::within(amount.clone()));
        }
    }
}

/// Cuts a line's tokens where a bullet stands behind a gap and figures: several programs on one line.
pub(super) fn stretches(sheet: Sheet<'_>, tokens: &Tokens, force: InForce<'_>) -> Vec<Vec<Token>> {
    let all = tokens.tokens.as_slice();
    let mut out: Vec<Vec<Token>> = Vec::new();
    let (mut from, mut depth, mut money, mut named) = (0, 0_usize, false, false);
    for (at, token) in all.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Figure(_) | Kind::Unspecified => money = named,
            Kind::Mark('、')
                if depth == 0
                    && money
                    && names_another(sheet, all.get(at + 1..).unwrap_or_default(), force) =>
            {
                out.extend(all.get(from..at).map(<[Token]>::to_vec));
                (from, money, named) = (at + 1, false, false);
            }
            Kind::Text if !money => named |= sheet.text(token.span).contains(char::is_alphabetic),
            Kind::Text if depth == 0 => {
                let gap = at
                    .checked_sub(1)
                    .and_then(|before| all.get(before))
                    .is_some_and(|before| before.kind == Kind::Gap);
                let alone = all.get(at + 1).is_some_and(|next| next.kind == Kind::Space)
                    && is_bullet(sheet.text(token.span), force);
                if gap && (alone || bullet_len(sheet.text(token.span), force).is_some()) {
                    out.extend(all.get(from..at).map(<[Token]>::to_vec));
                    (from, money, named) = (at, false, true);
                }
            }
            _ => {}
        }
    }
    out.extend(all.get(from..).map(<[Token]>::to_vec));
    for stretch in out.iter_mut().skip(1) {
        if stretch
            .first()
            .is_some_and(|first| is_bullet(sheet.text(first.span), force))
        {
            stretch.drain(..2.min(stretch.len()));
        }
        if let Some(first) = stretch.first_mut() {
            first.span.start += bullet_len(sheet.text(first.span), force).unwrap_or(0);
        }
    }
    out
}

/// Whether a text is a bullet and nothing else.
fn is_bullet(text: &str, force: InForce<'_>) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| force.lexicon.is_bullet(first) && !first.is_ascii())
        && characters.next().is_none()
}

/// Whether a name and its figure follow: 砂防事業 5億円、港湾整備事業 56億円.
fn names_another(sheet: Sheet<'_>, tokens: &[Token], force: InForce<'_>) -> bool {
    let Some(first) = tokens.first().filter(|token| token.kind == Kind::Text) else {
        return false;
    };
    let figure = tokens
        .iter()
        .position(|token| matches!(token.kind, Kind::Figure(_)));
    let end = tokens
        .iter()
        .position(|token| token.kind == Kind::Mark('、'))
        .unwrap_or(tokens.len());
    let text = sheet.text(first.span);
    figure.is_some_and(|at| at < end)
        && force.lexicon.strong_ending(text).is_some()
        && meaning(text, 0, Side::Before, force).unknown.is_some()
}

/// The length of the bullet that a text begins with.
fn bullet_len(text: &str, force: InForce<'_>) -> Option<usize> {
    let first = text.chars().next()?;
    let bullet =
        force.lexicon.is_bullet(first) && !first.is_ascii() || ('\u{2460}'..='\u{2473}').contains(&first);
    (bullet && text.len() > first.len_utf8()).then_some(first.len_utf8())
}

/// Reads a stretch; `None` where no figure stands on it.
pub(super) fn read(
    sheet: Sheet<'_>,
    tokens: &Tokens,
    stretch: &[Token],
    force: InForce<'_>,
) -> Option<Scope> {
    let mut nodes = tree(stretch);
    let first = first_money(sheet, &mut nodes, force)?;
    let head = Head::read(sheet, nodes.get(..first)?, force);
    let rest = nodes.get(first..)?;
    let found = figures::read(sheet, tokens, rest, head.label, force);
    let end = stretch.last().map_or(0, |token| token.span.end);
    let last = nodes.iter().rposition(Node::holds_money).unwrap_or(first);
    let behind = Span::new(nodes.get(last).map_or(end, |node| node.span().end), end);
    let mut scope = Scope {
        name: head.name,
        figures: found.figures,
        doubt: if found.torn {
            Some(Doubt::FigureNotWhole)
        } else {
            found.doubtful.map(|_| Doubt::UnknownWord)
        },
        behind,
        marks: found.marks,
        sentence: found.asked || head.particle,
        amount_first: false,
    };
    if names_umbrella(sheet.text(scope.behind), force) {
        umbrella(&mut scope.figures);
    }
    if scope.name.is_none() && head.bare && !scope.sentence {
        scope.name = name_behind(sheet, &nodes, last, force);
        if scope.name.is_some() {
            scope.amount_first = true;
            scope.doubt = None;
            scope.behind = Span::new(end, end);
        }
    }
    Some(scope)
}

/// The first node with money. An amount with a word glued behind that says nothing of it is a part of the name
/// (１００億円宣言企業), where another stands further on.
fn first_money(sheet: Sheet<'_>, nodes: &mut [Node], force: InForce<'_>) -> Option<usize> {
    loop {
        let first = nodes.iter().position(Node::holds_money)?;
        let glued = match (nodes.get(first), nodes.get(first + 1)) {
            (Some(Node::Leaf(figure)), Some(Node::Leaf(next)))
                if matches!(figure.kind, Kind::Figure(_))
                    && next.kind == Kind::Text
                    && next.span.start == figure.span.end =>
            {
                let text = sheet.text(next.span);
                force.lexicon.roles().after.longest_prefix(text).is_none()
                    && !text.starts_with([
                        'を', 'に', 'が', 'は', 'の', 'と', 'で', 'か', 'へ', 'ま', 'も', 'ず', '「', '『',
                    ])
                    && meaning(text, 0, Side::Before, force).unknown.is_some()
            }
            _ => false,
        };
        let more = nodes.get(first + 1..)?.iter().any(Node::holds_money);
        if !(glued && more) {
            return Some(first);
        }
        if let Some(Node::Leaf(token)) = nodes.get_mut(first) {
            token.kind = Kind::Text;
        }
    }
}

/// What stands before the first figure.
#[derive(Default)]
struct Head {
    name: Option<Span>,
    label: Option<Meaning>,
    particle: bool,
    /// Nothing stands there.
    bare: bool,
}

/// A word before the figure, and whether a gap or a colon sets it apart from the one before.
#[derive(Clone, Copy)]
struct Word {
    span: Span,
    apart: bool,
    colon: bool,
}

impl Head {
    fn read(sheet: Sheet<'_>, nodes: &[Node], force: InForce<'_>) -> Self {
        let mut words = words(sheet, nodes);
        let mut head = Self {
            bare: words.is_empty(),
            ..Self::default()
        };
        if let [first, second, ..] = words.as_slice()
            && second.colon
            && matches!(
                force.lexicon.columns().exact(sheet.text(first.span).trim()),
                Some(ColumnRole::Program)
            )
        {
            words.remove(0);
        }
        let mut label: Option<Span> = None;
        let mut said = Meaning::default();
        while let Some(word) = words.last().copied() {
            let span = label.map_or(word.span, |label| word.span.join(label));
            let whole = meaning(sheet.text(span), span.start, Side::Before, force);
            if !(whole.is_known() && (whole.tells() || words.len() > 1)) {
                break;
            }
            label = Some(span);
            said = whole;
            words.pop();
        }
        if label.is_some() {
            head.label = Some(said);
        } else if let Some(word) = words.last_mut() {
            // A label glued to the name: ○○事業概算要求額22億円.
            if let Some((at, said)) = glued_label(sheet.text(word.span), word.span.start, force) {
                word.span.end = at;
                head.label = Some(said);
            }
        }
        let described = words.iter().skip(1).any(|word| word.colon);
        let unknown = unknown_words(sheet, &mut words, force);
        // Behind a colon a name's description may stand, and behind that a figure with its label.
        if let Some(unknown) = unknown
            && !(described && head.label.as_ref().is_some_and(Meaning::tells))
        {
            let said = meaning(sheet.text(unknown), unknown.start, Side::Before, force);
            head.label = Some(Meaning {
                unknown: said.unknown.or(Some(unknown)),
                ..said
            });
        }
        head.name = match (words.first(), words.last()) {
            (Some(first), Some(last)) => Some(first.span.join(last.span)),
            _ => None,
        };
        head.name = head.name.map(|name| behind_bullet(sheet, name));
        head.particle = head.name.is_some_and(|name| {
            let text = sheet.text(name).trim_end();
            // ○○について, ○○に: a sentence's subject or object, where no gap follows.
            let next = nodes.last().map_or(name.end, |node| node.span().end);
            name.end == next && ends_in_particle(text)
        });
        head
    }
}

/// The name behind a bullet that other text stands before on the line, as a label set upright leaves it: フ●○○事業.
fn behind_bullet(sheet: Sheet<'_>, name: Span) -> Span {
    let text = sheet.text(name);
    let at = text.rfind(['●', '◆', '■', '◇', '◎']);
    let behind = at
        .and_then(|at| text.get(at..))
        .map(|rest| rest.chars().next().map_or(0, char::len_utf8));
    match (at, behind) {
        (Some(at), Some(len)) if !text.get(at + len..).unwrap_or("").trim().is_empty() => {
            Span::new(name.start + at + len, name.end)
        }
        _ => name,
    }
}

/// Whether a text ends in a particle that ties it to a verb: に, は, を.
pub(super) fn ends_in_particle(text: &str) -> bool {
    text.ends_with(['に', 'は', 'を', 'が', 'で', 'へ', 'も'])
        || text.ends_with("として")
        || text.ends_with("について")
}

/// The words before the figure: text, numbers and figureless brackets between spaces, leaders and marks.
fn words(sheet: Sheet<'_>, nodes: &[Node]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut apart, mut colon, mut joined) = (true, false, false);
    for node in nodes {
        match node.kind() {
            Some(Kind::Space) => joined = false,
            Some(Kind::Gap | Kind::Leader) => (apart, joined) = (true, false),
            Some(Kind::Mark(':' | '=' | '|')) => (apart, colon, joined) = (true, true, false),
            Some(Kind::Arrow { .. } | Kind::Dash) => (apart, joined) = (true, false),
            Some(Kind::Mark('/')) if !joined => {}
            Some(Kind::Text)
                if sheet
                    .text(node.span())
                    .trim_matches(['/', '…', '‥', '·', '─', '-', ' '])
                    .is_empty() =>
            {
                (apart, joined) = (true, false);
            }
            _ => {
                let span = node.span();
                match words.last_mut() {
                    Some(word) if joined => word.span = word.span.join(span),
                    _ => words.push(Word { span, apart, colon }),
                }
                (apart, colon, joined) = (false, false, true);
            }
        }
    }
    for word in &mut words {
        let text = sheet.text(word.span);
        word.span.end -= text.len() - text.trim_end_matches('/').len();
    }
    words
}

/// Takes the words off the end that are set apart from the name and are no part of it: an unknown label.
fn unknown_words(sheet: Sheet<'_>, words: &mut Vec<Word>, force: InForce<'_>) -> Option<Span> {
    let mut unknown: Option<Span> = None;
    let (Some(first), Some(last)) = (words.first().copied(), words.last().copied()) else {
        return None;
    };
    // All of it ends as names do: spaces inside are the printer's.
    let whole = first.span.join(last.span);
    if words.len() > 1 && ends_strongly(sheet.text(whole), force) && !words.iter().any(|word| word.colon) {
        return None;
    }
    while words.len() > 1 {
        let Some(last) = words.last().copied() else { break };
        let text = sheet.text(last.span);
        if is_bracketed(text) {
            // Marks behind the name belong to it.
            break;
        }
        let before = words.len().checked_sub(2).and_then(|at| words.get(at));
        let complete =
            before.is_some_and(|before| ends_strongly(sheet.text(first.span.join(before.span)), force));
        if !(last.apart || complete) {
            break;
        }
        unknown = Some(unknown.map_or(last.span, |span| span.join(last.span)));
        words.pop();
    }
    unknown
}

fn ends_strongly(text: &str, force: InForce<'_>) -> bool {
    let core = crate::grammar::name::clean(text.trim());
    let mut core = core.as_str();
    while let Some(at) = core.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        core = core.get(..at).unwrap_or("").trim_end();
    }
    force.lexicon.strong_ending(core).is_some()
}

/// Whether a text is brackets and what they hold, nothing else.
fn is_bracketed(text: &str) -> bool {
    text.starts_with(['(', '[', '【', '〔', '<', '《']) && text.ends_with([')', ']', '】', '〕', '>', '》'])
}

/// A label at the end of a text, glued to what stands before: where it begins and what it says. Only a phase, a year or a
/// word for last year may be glued.
fn glued_label(text: &str, base: usize, force: InForce<'_>) -> Option<(usize, Meaning)> {
    const FEWEST: usize = 3;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let inside_word = before.is_some_and(|b| b.is_ascii_alphanumeric() && c.is_ascii_alphanumeric());
        before = Some(c);
        if at == 0 || inside_word {
            continue;
        }
        let tail = text.get(at..)?;
        if tail.chars().count() < FEWEST {
            return None;
        }
        let begins = super::meaning::year(text, at, force).is_some()
            || force.lexicon.phases().longest_prefix(tail).is_some()
            || force
                .lexicon
                .roles()
                .before
                .longest_prefix(tail)
                .is_some_and(|(_, role)| *role == crate::lexicon::FigureRole::Previous);
        if !begins || text.get(..at)?.matches('(').count() > text.get(..at)?.matches(')').count() {
            continue;
        }
        let said = meaning(tail, base + at, Side::Before, force);
        if said.is_known()
            && (said.year.is_some()
                || said.phase.is_some()
                || said.role == Some(crate::lexicon::FigureRole::Previous))
        {
            return Some((base + at, said));
        }
    }
    None
}

/// The name behind the figures, where the amount stands first: 12億円　○○事業, [12億円] ○○事業.
fn name_behind(sheet: Sheet<'_>, nodes: &[Node], last: usize, force: InForce<'_>) -> Option<Span> {
    let behind = nodes.get(last + 1..)?;
    let (first, rest) = behind.split_first()?;
    let bracketed = matches!(nodes.get(last), Some(Node::Group(_)));
    let set_apart = matches!(first.kind(), Some(Kind::Gap | Kind::Space)) || bracketed;
    let from = if matches!(first.kind(), Some(Kind::Gap | Kind::Space)) {
        rest
    } else {
        behind
    };
    let (head, tail) = (from.first()?, from.last()?);
    if !set_apart {
        return None;
    }
    let mut span = head.span().join(tail.span());
    let text = sheet.text(span);
    let bullet = text.chars().next().filter(|c| force.lexicon.is_bullet(*c));
    if let Some(bullet) = bullet {
        let rest = text.get(bullet.len_utf8()..)?;
        span.start += bullet.len_utf8() + (rest.len() - rest.trim_start().len());
    }
    let text = sheet.text(span);
    let words = from.iter().any(|node| {
        matches!(node.kind(), Some(Kind::Mark('。' | '、' | ':'))) || matches!(node.kind(), Some(Kind::Gap))
    });
    let letters = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let said = meaning(text, span.start, Side::Behind, force);
    (letters && !words && !said.is_known()).then_some(span)
}

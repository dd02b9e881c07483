//! A line with the lines below it that are its own: figures under a name, a bracket under an amount, the rest of a name, the
//! keys of a card.

use super::figures::price;
use super::name;
use super::scope::{self, Scope, stretches};
use super::token::{Kind, Tokens, lex};
use super::{meaning, prose};
use crate::grammar::figure::split_behind;
use crate::grammar::glyph;
use crate::grammar::heading;
use crate::grammar::label;
use crate::grammar::mark::{self, Head};
use crate::grammar::node::{Doubt, Entry, Figure, NamedProgram, NodeKind, Relation};
use crate::grammar::plain;
use crate::grammar::reader::{LONGEST_LINE, PageReading};
use crate::grammar::sheet::{InForce, Sheet};
use crate::model::{Evidence, EvidenceRole, LinkMethod};
use crate::span::Span;

/// The rest of a name stands on at most so many lines. Source: the longest name of the reviews of 2025, 168 characters, on
/// lines of 60.
pub(super) const NAME_LINES: usize = 2;

/// A line of more characters is no rest of a name.
const REST_CHARS: usize = 40;

/// Reads what begins at a line, where it is a program with figures of its own; gives the line after. `None` leaves the line
/// to the readers of headings, labels and lists whose figures stand apart.
pub(in crate::grammar) fn read(reading: &mut PageReading<'_, '_>, line: usize, end: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    let text = sheet.line(line);
    if text.len() > LONGEST_LINE || plain::is_sum(sheet, line, force) {
        return None;
    }
    let (mark, mark_len) = match mark::head(text, force) {
        Some((Head::Note, _)) => return None,
        Some((mark, len)) => (Some(mark), len),
        None => (None, 0),
    };
    let span = sheet.span(line);
    let own = Span::new(span.start + mark_len, span.end);
    // What refers to the sums above is a note.
    if sheet.text(own).starts_with("上記") {
        return None;
    }
    let line_of = Line { sheet, force, mark };
    if may_hold_money(sheet.text(own), force) {
        let scopes = line_of.scopes(own);
        if !scopes.is_empty() {
            return line_of.with_figures(reading, scopes, line, end);
        }
    }
    line_of.without_figures(reading, own, line, end)
}

/// Whether a line can hold an amount, told before it is cut into tokens.
pub(super) fn may_hold_money(text: &str, force: InForce<'_>) -> bool {
    text.contains(['円', '¥', '億'])
        || text.contains("事項要求")
        || text.contains(" yen")
        || force.unit.is_some() && text.contains(|c: char| c.is_ascii_digit() || c == '-' || c == 'ー')
}

#[derive(Clone, Copy)]
pub(super) struct Line<'p, 'l> {
    pub(super) sheet: Sheet<'p>,
    pub(super) force: InForce<'l>,
    pub(super) mark: Option<Head>,
}

impl<'p> Line<'p, '_> {
    pub(super) fn tokens(&self, span: Span) -> Tokens {
        let mut tokens = lex(self.sheet, span, self.force);
        price(self.sheet, &mut tokens, self.force);
        tokens
    }

    /// The programs and figures of a piece of a line.
    pub(super) fn scopes(&self, span: Span) -> Vec<Scope> {
        let tokens = self.tokens(span);
        let mut scopes = Vec::new();
        for stretch in stretches(self.sheet, &tokens, self.force) {
            let sentence = stretch.iter().any(|token| token.kind == Kind::Mark('。'));
            let scope = (!sentence)
                .then(|| scope::read(self.sheet, &tokens, &stretch, self.force))
                .flatten();
            match scope {
                Some(scope) if scope.sentence => {
                    let read = prose::read(self.sheet, &tokens, &stretch, self.force);
                    if read.is_empty() {
                        scopes.push(scope);
                    } else {
                        scopes.extend(read);
                    }
                }
                Some(scope) => scopes.push(scope),
                None if sentence => {
                    let mut read = prose::read(self.sheet, &tokens, &stretch, self.force);
                    if read.is_empty() && stretch.iter().any(|token| matches!(token.kind, Kind::Figure(_))) {
                        read.push(Scope {
                            sentence: true,
                            ..Scope::default()
                        });
                    }
                    scopes.extend(read);
                }
                None => {}
            }
        }
        scopes
    }

    /// A line that holds figures.
    fn with_figures(
        &self,
        reading: &mut PageReading<'_, '_>,
        scopes: Vec<Scope>,
        line: usize,
        end: usize,
    ) -> Option<usize> {
        let aside = |scope: &Scope| {
            let known = |figure: &Figure| {
                matches!(
                    figure.relation,
                    Relation::OfWhich | Relation::Aside | Relation::Comparative
                )
            };
            scope.name.is_none() && !scope.figures.is_empty() && scope.figures.iter().all(known)
        };
        if scopes.iter().all(aside) {
            // うち新規分 2億円: a part of what stands above, a limit, another year's.
            reading.known.push(self.sheet.span(line));
            return Some(line + 1);
        }
        if let [scope] = scopes.as_slice()
            && self.mark.is_none()
            && scope.name.is_none()
            && !scope.sentence
            && scope.figures.len() > 1
            && !scope.figures.iter().any(is_placed)
            && scope
                .figures
                .iter()
                .all(|figure| matches!(figure.relation, Relation::Own | Relation::Asked) && figure.depth == 0)
        {
            // Figures of several columns, whose programs stand elsewhere.
            for figure in &scope.figures {
                let mut figure = figure.clone();
                figure.relation = Relation::Own;
                reading.push(NodeKind::Figure(Box::new(figure)));
            }
            return Some(line + 1);
        }
        if scopes.iter().any(|scope| self.is_left(scope)) {
            return None;
        }
        let count = scopes.len();
        let mut next = line + 1;
        let mut entries = Vec::with_capacity(count);
        for (number, scope) in scopes.into_iter().enumerate() {
            let Some(span) = scope.name else {
                // A sentence that asks for nothing.
                continue;
            };
            let (name_end, rest_end) = if number + 1 == count && !scope.sentence && !scope.amount_first {
                self.rest_of_name(span, line, end)
            } else {
                (span.end, line + 1)
            };
            let begun =
                number == 0 && self.mark.is_none() && !scope.sentence && self.may_go_on_from_above(line);
            let names = self.names(span, name_end, rest_end > line + 1);
            next = next.max(rest_end);
            let mark = if number == 0 {
                self.mark
            } else {
                Some(Head::Bullet('・'))
            };
            let Some(mut entry) = self.entry(names, scope, mark, LinkMethod::SameLine) else {
                continue;
            };
            if begun {
                entry.doubt = entry.doubt.or(Some(Doubt::NameNotWhole));
            }
            if number + 1 == count {
                next = self.below(&mut entry, next, end);
            }
            entries.push(entry);
        }
        for entry in entries {
            self.push(reading, entry);
        }
        Some(next)
    }

    /// Whether an unmarked line may go on with the one above: that one is full, and holds words alone.
    fn may_go_on_from_above(&self, line: usize) -> bool {
        /// A line of fewer characters is not cut for want of room.
        const FULL: usize = 16;
        let Some(above) = line.checked_sub(1) else {
            return false;
        };
        let text = self.sheet.line(above);
        let chars = text.chars().count();
        chars >= FULL
            && chars >= self.sheet.line(line).chars().count()
            && !text.ends_with(['。', ')', '】', ':', '」', '円'])
            && !name::ends(text, self.force)
            && !label::is_label(text, self.force)
            && !may_hold_money(text, self.force)
    }

    /// Lines that the other readers know better: sums, splits, and accounts by the side of figures; figures alone.
    fn is_left(&self, scope: &Scope) -> bool {
        let placed = is_placed;
        let split = scope.marks.iter().any(|mark| {
            let text = self.sheet.text(*mark);
            split_behind(self.sheet, mark.start, text, 0, None, self.force).is_some()
        });
        let total = scope
            .name
            .is_some_and(|name| self.is_total(self.sheet.text(name)));
        let alone = scope.name.is_none() && !scope.sentence;
        scope.figures.iter().any(placed) || split || total || alone
    }

    pub(super) fn is_total(&self, text: &str) -> bool {
        let text = text.trim().trim_end_matches(':');
        let text = text.split_once('(').map_or(text, |(before, _)| before).trim();
        let words = self.force.lexicon.total_words();
        words.longest_suffix(text).is_some_and(|(len, word)| {
            let before = text.get(..text.len() - len).unwrap_or("");
            !matches!(word, crate::lexicon::TotalWord::OfWhich)
                && (before.is_empty()
                    || before.ends_with([' ', ')', '】', '」', '省', '庁', '府', '会', '管'])
                    || len > '計'.len_utf8())
        })
    }

    /// Names that stand from `span`'s start to `end`; over lines they are joined.
    fn names(&self, span: Span, end: usize, wrapped: bool) -> Vec<NamedProgram> {
        if !wrapped {
            return name::names(self.sheet, span, self.force);
        }
        // The name's second line stands behind the first line's figures.
        let mut names = name::names(self.sheet, span, self.force);
        let first = self.sheet.text(Span::new(span.end, end));
        if let ([name], Some(at)) = (names.as_mut_slice(), first.find('\n')) {
            let rest = Span::new(span.end + at + 1, end);
            let more = crate::grammar::name::clean(self.sheet.text(rest).trim());
            name.name.push_str(&more);
            name.ending = self.force.lexicon.strong_ending(&name.name).is_some();
            name.marks.push(self.sheet.quote(EvidenceRole::Program, rest));
        }
        names
    }

    /// Where a name ends that goes on below its line, and the line after it.
    fn rest_of_name(&self, name: Span, line: usize, end: usize) -> (usize, usize) {
        let (sheet, force) = (self.sheet, self.force);
        let text = sheet.text(name);
        let mut joined = crate::grammar::name::clean(text.trim());
        let mut last = (name.end, line + 1);
        for next in line + 1..end.min(line + 1 + NAME_LINES) {
            let goes_on = name::goes_on(&joined, force);
            let complete = name::ends(&joined, force);
            if complete && !goes_on || !self.is_rest(next) {
                break;
            }
            joined.push_str(&crate::grammar::name::clean(sheet.line(next)));
            let ends = force.lexicon.strong_ending(&joined).is_some();
            if goes_on || ends {
                last = (sheet.span(next).end, next + 1);
            }
            if ends {
                break;
            }
        }
        last
    }

    /// Whether a line can be the rest of a name: words alone, no mark, no sentence, no label.
    pub(super) fn is_rest(&self, line: usize) -> bool {
        let text = self.sheet.line(line);
        !text.is_empty()
            && text.chars().count() <= REST_CHARS
            && !text.contains(['。', ':', '円', '、', '※'])
            && mark::head(text, self.force).is_none()
            && !label::is_label(text, self.force)
            && !text.starts_with(['【', '<', '[', '《'])
            && !plain::is_sum(self.sheet, line, self.force)
            && self
                .force
                .lexicon
                .ministry_by_name(text, self.force.year)
                .is_none()
            && (!may_hold_money(text, self.force) || self.scopes(self.sheet.span(line)).is_empty())
    }

    /// The figures of a line that holds nothing but figures with their labels.
    pub(super) fn figures_alone(&self, line: usize) -> Option<(Vec<Figure>, Option<Doubt>)> {
        let text = self.sheet.line(line);
        let sum = plain::is_sum(self.sheet, line, self.force);
        if text.len() > LONGEST_LINE || sum || !may_hold_money(text, self.force) {
            return None;
        }
        let skip = match mark::head(text, self.force) {
            Some((Head::Note, _)) => return None,
            Some((Head::Bullet(_), len)) => len,
            Some((Head::Outline(_), _)) => return None,
            None => 0,
        };
        // Most lines begin with a name: they are told by its first letter.
        let first = text.get(skip..).and_then(|rest| rest.chars().next())?;
        if first.is_alphabetic()
            && !label::may_open(text.get(skip..)?, self.force)
            && !may_open_amount(first, self.force)
        {
            return None;
        }
        let span = self.sheet.span(line);
        let mut scopes = self.scopes(Span::new(span.start + skip, span.end));
        let scope = scopes.pop().filter(|_| scopes.is_empty())?;
        let placed = is_placed;
        let plain = scope.name.is_none() && !scope.sentence && !scope.figures.iter().any(placed);
        let behind = self
            .sheet
            .text(scope.behind)
            .trim_matches([' ', ')', '】', ']', '。']);
        (plain && behind.is_empty()).then_some((scope.figures, scope.doubt))
    }

    /// Takes the lines below that only add to a program's figures: last year's in brackets, labelled figures.
    pub(super) fn below(&self, entry: &mut Entry, from: usize, end: usize) -> usize {
        let mut next = from;
        while next < end && !self.sheet.starts_column(next) {
            let Some((figures, doubt)) = self.figures_alone(next) else {
                break;
            };
            let adds = figures
                .iter()
                .all(|figure| !matches!(figure.relation, Relation::Own | Relation::Asked));
            if !adds && entry.has_own() {
                // A second amount without a word: which of the two is the program's is not said.
                if figures.iter().any(|figure| figure.relation == Relation::Own) {
                    entry.doubt = entry.doubt.or(Some(Doubt::Rivals));
                }
                break;
            }
            entry.doubt = entry.doubt.or(doubt);
            entry.figures.extend(figures);
            next += 1;
        }
        next
    }

    /// A program; behind an outline number it may be a section's heading.
    pub(super) fn push(&self, reading: &mut PageReading<'_, '_>, entry: Entry) {
        match entry.level {
            Some(level) => {
                if let Some(heading) = heading::of_entry(entry, level, self.force) {
                    reading.push(NodeKind::Heading(Box::new(heading)));
                }
            }
            None => reading.push(NodeKind::Entry(Box::new(entry))),
        }
    }

    pub(super) fn quote(&self, span: Span) -> Evidence {
        self.sheet.quote(EvidenceRole::Item, span)
    }

    pub(super) fn entry(
        &self,
        mut names: Vec<NamedProgram>,
        scope: Scope,
        mark: Option<Head>,
        method: LinkMethod,
    ) -> Option<Entry> {
        let mut of_which = false;
        for name in &mut names {
            if let Some(len) = plain::of_which(&name.name) {
                of_which = true;
                name.name.drain(..len);
            }
        }
        names.retain(|name| !name::is_labelled_amount(&name.name, self.force));
        names.retain(|name| !self.is_nobody(&name.name));
        if names.is_empty() {
            return None;
        }
        crate::grammar::name::add_marks(self.sheet, scope.behind, &mut names, self.force);
        for mark in scope.marks {
            crate::grammar::name::add_marks(self.sheet, mark, &mut names, self.force);
        }
        let whole = names
            .iter()
            .all(|name| !name::goes_on(&name.name, self.force) || scope.sentence);
        // An unmarked line with an amount in brackets may be a group and its sum.
        let bracketed = scope.figures.iter().all(|figure| figure.depth > 0);
        let ends = names
            .iter()
            .all(|name| name.ending || !name.ministries.is_empty());
        let sum = mark.is_none()
            && bracketed
            && !ends
            && !scope.figures.is_empty()
            && !scope.sentence
            && !scope.amount_first;
        let told = scope
            .figures
            .iter()
            .any(|figure| figure.relation == Relation::Asked);
        let torn = names.iter().any(|name| name::is_cut(&name.name, self.force));
        let numbered = names.iter().any(|name| name::holds_figures(&name.name));
        let doubt = scope
            .doubt
            .or_else(|| (!whole || torn).then_some(Doubt::NameNotWhole))
            .or_else(|| numbered.then_some(Doubt::UnknownWord))
            .or_else(|| (sum && !told).then_some(Doubt::MayBeSum));
        let mut figures = scope.figures;
        figures.shrink_to_fit();
        Some(Entry {
            names,
            bullet: match mark {
                Some(Head::Bullet(bullet)) => Some(bullet),
                _ => None,
            },
            level: match mark {
                Some(Head::Outline(level)) => Some(level),
                _ => None,
            },
            figures,
            method,
            doubt,
            of_which,
            sentence: scope.sentence,
        })
    }

    /// Whether a text is no program's name: a quantity, a label, a number.
    pub(super) fn is_nobody(&self, name: &str) -> bool {
        let said = meaning::meaning(name, 0, meaning::Side::Before, self.force);
        // 日本医療研究開発機構対象経費: a pocket of money, whose sum stands behind it.
        let pocket = self.force.lexicon.divisions().longest_suffix(name).is_some();
        pocket
            || said.is_known() && !said.of_which
            || self.force.lexicon.not_money_units().contains(name)
            || self.force.lexicon.roles().before.exact(name).is_some()
    }
}

/// Whether a letter can begin an amount or a word before one: 三億円, 約12億円.
fn may_open_amount(letter: char, force: InForce<'_>) -> bool {
    let lexicon = force.lexicon;
    glyph::kanji(letter).is_some()
        || glyph::small_unit(letter).is_some()
        || lexicon.qualifiers().before.may_begin(letter)
        || lexicon.roles().before.may_begin(letter)
}

/// Whether a figure is placed by its account or has a split: a cover's sum.
fn is_placed(figure: &Figure) -> bool {
    let own = matches!(
        figure.relation,
        Relation::Own | Relation::Asked | Relation::Bracketed(_)
    );
    figure.split.is_some() || own && figure.account.is_some()
}

//! A line with the lines below it that are its own: figures under a name, a bracket under an amount, the rest of a name, the
//! keys of a card.

use super::figures::price;
use super::name;
use super::scope::{self, Scope, stretches};
use super::token::{Kind, Tokens, lex};
use super::{meaning, prose};
use crate::grammar::heading;
use crate::grammar::label;
use crate::grammar::mark::{self, Head};
use crate::grammar::node::{Doubt, Entry, Figure, NamedProgram, NodeKind, ProgramLine, Relation};
use crate::grammar::reader::{LONGEST_LINE, PageReading};
use crate::grammar::sheet::{InForce, Sheet};
use crate::lexicon::ColumnRole;
use crate::model::{Evidence, EvidenceRole, LinkMethod};
use crate::span::Span;
use unicode_width::UnicodeWidthStr;

/// The rest of a name stands on at most so many lines. Source: the longest name of the reviews of 2025, 168 characters, on
/// lines of 60.
const NAME_LINES: usize = 2;

/// A line of more characters is no rest of a name.
const REST_CHARS: usize = 40;

/// A name of more characters is a sentence.
const NAME_CHARS: usize = 120;

/// Reads what begins at a line, where it is a program with figures of its own; gives the line after. `None` leaves the line
/// to the readers of headings, labels and lists whose figures stand apart.
pub(in crate::grammar) fn read(reading: &mut PageReading<'_, '_>, line: usize, end: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    let text = sheet.line(line);
    // What refers to the sums above is a note.
    if text.len() > LONGEST_LINE || text.starts_with("上記") {
        return None;
    }
    let (mark, mark_len) = match mark::head(text, force) {
        Some((Head::Note, _)) => return None,
        Some((mark, len)) => (Some(mark), len),
        None => (None, 0),
    };
    let span = sheet.span(line);
    let own = Span::new(span.start + mark_len, span.end);
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
fn may_hold_money(text: &str, force: InForce<'_>) -> bool {
    text.contains(['円', '¥', '億'])
        || text.contains("事項要求")
        || text.contains(" yen")
        || force.unit.is_some() && text.contains(|c: char| c.is_ascii_digit() || c == '-' || c == 'ー')
}

#[derive(Clone, Copy)]
struct Line<'p, 'l> {
    sheet: Sheet<'p>,
    force: InForce<'l>,
    mark: Option<Head>,
}

impl<'p> Line<'p, '_> {
    fn tokens(&self, span: Span) -> Tokens {
        let mut tokens = lex(self.sheet, span, self.force);
        price(self.sheet, &mut tokens, self.force);
        tokens
    }

    /// The programs and figures of a piece of a line.
    fn scopes(&self, span: Span) -> Vec<Scope> {
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
                matches!(figure.relation, Relation::OfWhich | Relation::Aside | Relation::Comparative)
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
            && scope.figures.iter().all(|figure| matches!(figure.relation, Relation::Own | Relation::Asked) && figure.depth == 0)
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
            let names = self.names(span, name_end, rest_end > line + 1);
            next = next.max(rest_end);
            let mark = if number == 0 { self.mark } else { Some(Head::Bullet('・')) };
            let Some(mut entry) = self.entry(names, scope, mark, LinkMethod::SameLine) else {
                continue;
            };
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

    /// Lines that the other readers know better: sums, splits, and accounts by the side of figures; figures alone.
    fn is_left(&self, scope: &Scope) -> bool {
        let placed = is_placed;
        let total = scope.name.is_some_and(|name| self.is_total(self.sheet.text(name)));
        let alone = scope.name.is_none() && !scope.sentence;
        scope.figures.iter().any(placed) || total || alone
    }

    fn is_total(&self, text: &str) -> bool {
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
    fn is_rest(&self, line: usize) -> bool {
        let text = self.sheet.line(line);
        !text.is_empty()
            && text.chars().count() <= REST_CHARS
            && !text.contains(['。', ':', '円', '、', '※'])
            && mark::head(text, self.force).is_none()
            && !label::is_label(text, self.force)
            && !text.starts_with(['【', '<', '[', '《'])
            && !crate::grammar::plain::is_sum(self.sheet, line, self.force)
            && self.force.lexicon.ministry_by_name(text, self.force.year).is_none()
            && (!may_hold_money(text, self.force) || self.scopes(self.sheet.span(line)).is_empty())
    }

    /// The figures of a line that holds nothing but figures with their labels.
    fn figures_alone(&self, line: usize) -> Option<(Vec<Figure>, Option<Doubt>)> {
        let text = self.sheet.line(line);
        if text.len() > LONGEST_LINE || !may_hold_money(text, self.force) {
            return None;
        }
        let skip = match mark::head(text, self.force) {
            Some((Head::Note, _)) => return None,
            Some((Head::Bullet(_), len)) => len,
            Some((Head::Outline(_), _)) => return None,
            None => 0,
        };
        let span = self.sheet.span(line);
        let mut scopes = self.scopes(Span::new(span.start + skip, span.end));
        let scope = scopes.pop().filter(|_| scopes.is_empty())?;
        let placed = is_placed;
        let plain = scope.name.is_none() && !scope.sentence && !scope.figures.iter().any(placed);
        let behind = self.sheet.text(scope.behind).trim_matches([' ', ')', '】', ']', '。']);
        (plain && behind.is_empty()).then_some((scope.figures, scope.doubt))
    }

    /// Takes the lines below that only add to a program's figures: last year's in brackets, labelled figures.
    fn below(&self, entry: &mut Entry, from: usize, end: usize) -> usize {
        let mut next = from;
        while next < end && !self.sheet.starts_column(next) {
            let Some((figures, doubt)) = self.figures_alone(next) else { break };
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

    /// A line that names something: its figures may stand on the lines below.
    fn without_figures(
        &self,
        reading: &mut PageReading<'_, '_>,
        own: Span,
        line: usize,
        end: usize,
    ) -> Option<usize> {
        let (sheet, force) = (self.sheet, self.force);
        let text = sheet.text(own);
        if let Some((name, _)) = self.key(text).filter(|(_, role)| *role == ColumnRole::Program) {
            return self.card(reading, Span::new(own.start + name, own.end), line, end);
        }
        if text.contains(['。', ':', '@']) || text.chars().count() > NAME_CHARS {
            return None;
        }
        // A section's heading with the account that its figure is of.
        let accounted = matches!(self.mark, Some(Head::Outline(_))) && self.names_account(text);
        if accounted || label::is_label(text, force) || self.is_total(text) || text.starts_with(['※', '(', '<']) {
            return None;
        }
        if self.is_title(text, line, end) {
            return Some(line + 1);
        }
        if let Some(name) = self.before_label(own) {
            let names = name::names(sheet, name, force);
            let scope = Scope {
                name: Some(name),
                ..Scope::default()
            };
            let entry = self.entry(names, scope, self.mark, LinkMethod::SameLine)?;
            self.push(reading, entry);
            return Some(line + 1);
        }
        if line + 1 >= end {
            return None;
        }
        if let Some(next) = self.goes_on_to_figures(reading, own, line, end) {
            return Some(next);
        }
        if self.heads_programs(own, line, end)
            && let Some(title) = name::names(sheet, own, force).pop()
        {
            reading.push(NodeKind::Heading(Box::new(heading::over_programs(title, force))));
            return Some(line + 1);
        }
        // What a program above is for, whose amount stands below: no name.
        let described = matches!(
            reading.nodes.last().map(|node| &node.kind),
            Some(NodeKind::Programs(line)) if line.figures.is_empty()
        );
        if self.mark.is_none() && (described || text.contains('、')) {
            return None;
        }
        // A sign at the end of the line above belongs to the figure.
        let signed = text.trim_end().ends_with(['△', '▲', '-']);
        let mut first = line + 1;
        if self.mark.is_some() {
            while first < end && first <= line + NAME_LINES && self.continues(own, line, first) {
                first += 1;
            }
        }
        let (figures, doubt) = self.figures_alone(first).filter(|_| first < end)?;
        let told = figures
            .iter()
            .any(|figure| matches!(figure.relation, Relation::Asked | Relation::Previous | Relation::Comparative));
        let followed = self.figures_alone(first + 1).filter(|_| first + 1 < end);
        // An amount right above the name may be its own, and the one below the next name's.
        let taken = match reading.nodes.last().map(|node| &node.kind) {
            Some(NodeKind::Entry(_)) => true,
            Some(NodeKind::Heading(heading)) => heading.entry.is_some(),
            _ => false,
        };
        let between = !taken && line > 0 && !sheet.is_blank(line - 1) && self.figures_alone(line - 1).is_some();
        let phase = |figures: &[Figure]| figures.iter().find(|figure| figure.relation == Relation::Asked).map(|figure| figure.fiscal_year);
        let crowd = between
            || followed.is_some_and(|(more, _)| {
                more.iter().any(|figure| figure.relation == Relation::Own)
                    || phase(&more).is_some() && phase(&more) == phase(&figures)
            });
        let first_of_paragraph = line == 0 || sheet.is_blank(line - 1);
        let alone = match self.mark {
            // Names in a row and then figures: which is whose only their order tells.
            Some(_) => {
                let headed = matches!(reading.nodes.last().map(|node| &node.kind), Some(NodeKind::Heading(_)));
                told || headed || line == 0 || sheet.is_blank(line - 1) || !self.names_alone(line - 1)
            }
            None => told || first_of_paragraph && (first + 1 >= end || crowd_free(&figures)),
        };
        if crowd && matches!(self.mark, Some(Head::Bullet(_))) {
            return self.apart(reading, own, line);
        }
        if crowd || !alone {
            return None;
        }
        if self.mark.is_none() && !told {
            let bracketed = figures.iter().all(|figure| figure.depth > 0);
            let ends = force.lexicon.strong_ending(text.trim_end()).is_some();
            if !first_of_paragraph || !(bracketed || ends) {
                return None;
            }
        }
        let mut span = Span::new(own.start, sheet.span(first - 1).end);
        let (mut figures, mut doubt) = (figures, doubt);
        if signed {
            let printed = sheet.text(span);
            span.end -= printed.len() - printed.trim_end_matches(['△', '▲', '-', ' ']).len();
            figures.iter_mut().for_each(|figure| figure.relation = Relation::Unexplained);
            doubt = Some(Doubt::FigureNotWhole);
        }
        let names = name::names(sheet, span, force);
        let scope = Scope {
            name: Some(span),
            figures,
            doubt,
            ..Scope::default()
        };
        let mut entry = self.entry(names, scope, self.mark, LinkMethod::SameBlock)?;
        if self.mark.is_none() {
            // Without a mark the name may have begun in the line above, or end in a line of another column.
            let begins = first_of_paragraph || taken || matches!(reading.nodes.last().map(|node| &node.kind), Some(NodeKind::Heading(_)));
            let ends = entry.names.iter().all(|name| name::ends(&name.name, force));
            if !begins || !ends && entry.doubt.is_none() && !first_of_paragraph {
                entry.doubt = entry.doubt.or(Some(Doubt::NameNotWhole));
            }
        }
        let next = self.below(&mut entry, first + 1, end);
        self.push(reading, entry);
        Some(next)
    }

    /// Whether line `next` goes on with a name that begins behind a mark on `line`: it stands deeper than the mark, or the
    /// name so far cannot end there.
    fn continues(&self, name: Span, line: usize, next: usize) -> bool {
        let so_far = self.sheet.text(Span::new(name.start, self.sheet.span(next - 1).end));
        let deeper = self.indent(next) > self.indent(line);
        self.is_rest(next) && (deeper || name::goes_on(so_far, self.force))
    }

    /// Display cells before a line's first character.
    fn indent(&self, line: usize) -> usize {
        let source = self.sheet.source_line(line);
        let blank = source.len() - source.trim_start().len();
        source.get(..blank).map_or(0, UnicodeWidthStr::width_cjk)
    }

    /// Whether a bulleted line is the heading of the programs below it: ■成長分野への投資. The next line is a program of its
    /// own, not marked so, and no rest of this name.
    fn heads_programs(&self, own: Span, line: usize, end: usize) -> bool {
        let Some(Head::Bullet(bullet)) = self.mark else { return false };
        let next = line + 1;
        let text = self.sheet.line(next);
        if next >= end || name::goes_on(self.sheet.text(own), self.force) {
            return false;
        }
        let other = match mark::head(text, self.force) {
            Some((Head::Bullet(other), _)) => other != bullet,
            Some((Head::Outline(_), _)) => true,
            Some((Head::Note, _)) => false,
            None => !text.starts_with("うち"),
        };
        if !other {
            return false;
        }
        let skip = mark::head(text, self.force).map_or(0, |(_, len)| len);
        let span = self.sheet.span(next);
        let scopes = self.scopes(Span::new(span.start + skip, span.end));
        let flush = self.indent(next) <= self.indent(line);
        let named = |scope: &Scope| scope.name.is_some_and(|name| skip > 0 || flush || name::ends(self.sheet.text(name), self.force));
        let another = next + 1 < end
            && self.indent(next + 1) == self.indent(next)
            && self
                .scopes(self.sheet.span(next + 1))
                .iter()
                .any(|scope| scope.name.is_some() && !scope.sentence);
        let priced = scopes
            .iter()
            .any(|scope| (named(scope) || another && scope.name.is_some()) && !scope.figures.is_empty() && (!scope.sentence || skip == 0 && flush));
        let below = scopes.is_empty()
            && (skip > 0 || flush)
            && self.figures_alone(next + 1).is_some_and(|(figures, _)| {
                skip > 0 || figures.iter().any(|figure| figure.relation == Relation::Asked || figure.depth > 0)
            });
        priced || below
    }

    /// Whether an unmarked line over bullets is a title: it says a year and a stage of the budget.
    fn is_title(&self, text: &str, line: usize, end: usize) -> bool {
        let said = meaning::meaning(text, 0, meaning::Side::Before, self.force);
        let over_bullets = line + 1 < end
            && matches!(mark::head(self.sheet.line(line + 1), self.force), Some((Head::Bullet(_), _)));
        self.mark.is_none() && over_bullets && said.year.is_some() && said.phase.is_some()
    }

    /// The name before a gap with nothing behind it but words of a label: ○○事業　単位は千万円.
    fn before_label(&self, own: Span) -> Option<Span> {
        if !matches!(self.mark, Some(Head::Bullet(_))) {
            return None;
        }
        let tokens = lex(self.sheet, own, self.force).tokens;
        let gap = tokens.iter().position(|token| token.kind == Kind::Gap)?;
        let behind = tokens.get(gap + 1)?.span.join(tokens.last()?.span);
        let said = meaning::meaning(self.sheet.text(behind), behind.start, meaning::Side::Before, self.force);
        let name = Span::new(own.start, tokens.get(gap)?.span.start);
        (said.said && self.force.lexicon.unit_notes().find(self.sheet.text(behind)).is_some())
            .then_some(name)
    }

    /// Whether a word of a text names an account.
    fn names_account(&self, text: &str) -> bool {
        let mut words = text.split(' ');
        words.any(|word| label::account_at(word, self.force).is_some())
    }

    /// A name that cannot end on its line and goes on below, where its amount stands.
    fn goes_on_to_figures(&self, reading: &mut PageReading<'_, '_>, own: Span, line: usize, end: usize) -> Option<usize> {
        let next = line + 1;
        if next >= end || self.mark.is_none() || !name::goes_on(self.sheet.text(own), self.force) || mark::head(self.sheet.line(next), self.force).is_some() {
            return None;
        }
        let mut scopes = self.scopes(self.sheet.span(next));
        let scope = scopes.pop().filter(|scope| scopes.is_empty() && !scope.sentence && !scope.amount_first)?;
        let name = Span::new(own.start, scope.name?.end);
        let names = name::names(self.sheet, name, self.force);
        let mut entry = self.entry(names, scope, self.mark, LinkMethod::SameLine)?;
        let after = self.below(&mut entry, next + 1, end);
        self.push(reading, entry);
        Some(after)
    }

    /// A program whose amounts stand apart, several in a row: which is whose their order alone can tell.
    fn apart(&self, reading: &mut PageReading<'_, '_>, own: Span, line: usize) -> Option<usize> {
        let names = name::names(self.sheet, own, self.force);
        let Some(Head::Bullet(bullet)) = self.mark else { return None };
        if names.is_empty() || names.iter().any(|name| self.is_nobody(&name.name)) {
            return None;
        }
        reading.push(NodeKind::Programs(ProgramLine {
            names,
            bullet: Some(bullet),
            figures: Vec::new(),
            sure: true,
        }));
        Some(line + 1)
    }

    /// Whether a line names something and holds no figure.
    fn names_alone(&self, line: usize) -> bool {
        let text = self.sheet.line(line);
        mark::head(text, self.force).is_some_and(|(head, _)| head != Head::Note)
            && !(may_hold_money(text, self.force) && !self.scopes(self.sheet.span(line)).is_empty())
    }

    /// The key before a colon, where it heads a column too: where its value begins, and its role.
    fn key(&self, text: &str) -> Option<(usize, ColumnRole)> {
        let (key, _) = text.split_once(':')?;
        let role = *self.force.lexicon.columns().exact(key.trim())?;
        let value = text.get(key.len() + 1..)?;
        (!value.trim().is_empty()).then(|| (key.len() + 1 + (value.len() - value.trim_start().len()), role))
    }

    /// A card of keys and values, up to the next blank line or name.
    fn card(&self, reading: &mut PageReading<'_, '_>, name: Span, line: usize, end: usize) -> Option<usize> {
        let mut figures = Vec::new();
        let mut doubt = None;
        let mut department = None;
        let mut next = line + 1;
        while next < end {
            let text = self.sheet.line(next);
            let key = self.key(text);
            match key {
                Some((_, ColumnRole::Program)) => break,
                Some((at, ColumnRole::Bureau)) => {
                    let start = self.sheet.span(next).start;
                    department = Some(self.quote(Span::new(start + at, start + text.len())));
                }
                _ => {
                    if let Some((found, unsure)) = self.figures_alone(next) {
                        figures.extend(found);
                        doubt = doubt.or(unsure);
                    }
                }
            }
            next += 1;
        }
        if figures.is_empty() {
            return None;
        }
        let names = name::names(self.sheet, name, self.force);
        let scope = Scope {
            name: Some(name),
            figures,
            doubt,
            ..Scope::default()
        };
        let mut entry = self.entry(names, scope, self.mark, LinkMethod::SameBlock)?;
        if let (Some(name), Some(department)) = (entry.names.first_mut(), department) {
            name.department = name.department.take().or(Some(department.text.trim().to_owned()));
        }
        self.push(reading, entry);
        Some(next)
    }

    /// A program; behind an outline number it may be a section's heading.
    fn push(&self, reading: &mut PageReading<'_, '_>, entry: Entry) {
        match entry.level {
            Some(level) => {
                if let Some(heading) = heading::of_entry(entry, level, self.force) {
                    reading.push(NodeKind::Heading(Box::new(heading)));
                }
            }
            None => reading.push(NodeKind::Entry(Box::new(entry))),
        }
    }

    fn quote(&self, span: Span) -> Evidence {
        self.sheet.quote(EvidenceRole::Item, span)
    }

    fn entry(
        &self,
        mut names: Vec<NamedProgram>,
        scope: Scope,
        mark: Option<Head>,
        method: LinkMethod,
    ) -> Option<Entry> {
        let mut of_which = false;
        for name in &mut names {
            if let Some(len) = crate::grammar::plain::of_which(&name.name) {
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
        let torn = names.iter().any(|name| name::is_cut(&name.name, self.force));
        let numbered = names.iter().any(|name| name::holds_figures(&name.name));
        let doubt = scope
            .doubt
            .or_else(|| (!whole || torn).then_some(Doubt::NameNotWhole))
            .or_else(|| numbered.then_some(Doubt::UnknownWord));
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
    fn is_nobody(&self, name: &str) -> bool {
        let said = meaning::meaning(name, 0, meaning::Side::Before, self.force);
        said.is_known() && !said.of_which
            || self.force.lexicon.not_money_units().contains(name)
            || self
                .force
                .lexicon
                .roles()
                .before
                .exact(name)
                .is_some()
    }
}

/// Whether a figure is placed by its account or has a split: a cover's sum.
fn is_placed(figure: &Figure) -> bool {
    let own = matches!(figure.relation, Relation::Own | Relation::Asked | Relation::Bracketed(_));
    figure.split.is_some() || own && figure.account.is_some()
}

fn crowd_free(figures: &[Figure]) -> bool {
    figures.iter().filter(|figure| figure.relation == Relation::Own).count() == 1
}

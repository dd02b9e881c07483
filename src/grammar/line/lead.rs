//! Lines that name something whose figures stand below: programs over their amounts, headings over programs, cards of keys
//! and values.

use super::block::{Line, NAME_LINES, may_hold_money};
use super::meaning;
use super::name;
use super::scope::Scope;
use super::token::{Kind, lex};
use crate::grammar::heading;
use crate::grammar::label;
use crate::grammar::mark::{self, Head};
use crate::grammar::node::{Doubt, Figure, NodeKind, ProgramLine, Relation};
use crate::grammar::reader::PageReading;
use crate::lexicon::ColumnRole;
use crate::model::LinkMethod;
use crate::span::Span;
use unicode_width::UnicodeWidthStr;

/// A name of more characters is a sentence.
const NAME_CHARS: usize = 120;

impl Line<'_, '_> {
    /// A line that names something: its figures may stand on the lines below.
    pub(super) fn without_figures(
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
        if accounted
            || label::is_label(text, force)
            || self.is_total(text)
            || text.starts_with(['※', '(', '<'])
        {
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
        let told = figures.iter().any(|figure| {
            matches!(
                figure.relation,
                Relation::Asked | Relation::Previous | Relation::Comparative
            )
        });
        let followed = self.figures_alone(first + 1).filter(|_| first + 1 < end);
        // An amount right above the name may be its own, and the one below the next name's.
        let taken = match reading.nodes.last().map(|node| &node.kind) {
            Some(NodeKind::Entry(_)) => true,
            Some(NodeKind::Heading(heading)) => heading.entry.is_some(),
            _ => false,
        };
        let between =
            !taken && line > 0 && !sheet.is_blank(line - 1) && self.figures_alone(line - 1).is_some();
        let phase = |figures: &[Figure]| {
            figures
                .iter()
                .find(|figure| figure.relation == Relation::Asked)
                .map(|figure| figure.fiscal_year)
        };
        let crowd = between
            || followed.is_some_and(|(more, _)| {
                more.iter().any(|figure| figure.relation == Relation::Own)
                    || phase(&more).is_some() && phase(&more) == phase(&figures)
            });
        let first_of_paragraph = line == 0 || sheet.is_blank(line - 1);
        let alone = match self.mark {
            // Names in a row and then figures: which is whose only their order tells.
            Some(_) => {
                let headed = matches!(
                    reading.nodes.last().map(|node| &node.kind),
                    Some(NodeKind::Heading(_))
                );
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
            figures
                .iter_mut()
                .for_each(|figure| figure.relation = Relation::Unexplained);
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
            let begins = first_of_paragraph
                || taken
                || matches!(
                    reading.nodes.last().map(|node| &node.kind),
                    Some(NodeKind::Heading(_))
                );
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
        let so_far = self
            .sheet
            .text(Span::new(name.start, self.sheet.span(next - 1).end));
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
        let Some(Head::Bullet(bullet)) = self.mark else {
            return false;
        };
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
        let named = |scope: &Scope| {
            scope
                .name
                .is_some_and(|name| skip > 0 || flush || name::ends(self.sheet.text(name), self.force))
        };
        let another = next + 1 < end
            && self.indent(next + 1) == self.indent(next)
            && self
                .scopes(self.sheet.span(next + 1))
                .iter()
                .any(|scope| scope.name.is_some() && !scope.sentence);
        let priced = scopes.iter().any(|scope| {
            (named(scope) || another && scope.name.is_some())
                && !scope.figures.is_empty()
                && (!scope.sentence || skip == 0 && flush)
        });
        let below = scopes.is_empty()
            && (skip > 0 || flush)
            && self.figures_alone(next + 1).is_some_and(|(figures, _)| {
                skip > 0
                    || figures
                        .iter()
                        .any(|figure| figure.relation == Relation::Asked || figure.depth > 0)
            });
        priced || below
    }

    /// Whether an unmarked line over bullets is a title: it says a year and a stage of the budget.
    fn is_title(&self, text: &str, line: usize, end: usize) -> bool {
        let over_bullets = || {
            let below = self.sheet.line(line + 1);
            line + 1 < end && matches!(mark::head(below, self.force), Some((Head::Bullet(_), _)))
        };
        self.mark.is_none() && text.contains('年') && over_bullets() && {
            let said = meaning::meaning(text, 0, meaning::Side::Before, self.force);
            said.year.is_some() && said.phase.is_some()
        }
    }

    /// The name before a gap with nothing behind it but words of a label: ○○事業　単位は千万円.
    fn before_label(&self, own: Span) -> Option<Span> {
        let unit = || {
            self.force
                .lexicon
                .unit_notes()
                .find(self.sheet.text(own))
                .is_some()
        };
        if !matches!(self.mark, Some(Head::Bullet(_))) || !unit() {
            return None;
        }
        let tokens = lex(self.sheet, own, self.force).tokens;
        let gap = tokens.iter().position(|token| token.kind == Kind::Gap)?;
        let behind = tokens.get(gap + 1)?.span.join(tokens.last()?.span);
        let said = meaning::meaning(
            self.sheet.text(behind),
            behind.start,
            meaning::Side::Before,
            self.force,
        );
        let name = Span::new(own.start, tokens.get(gap)?.span.start);
        (said.said
            && self
                .force
                .lexicon
                .unit_notes()
                .find(self.sheet.text(behind))
                .is_some())
        .then_some(name)
    }

    /// Whether a word of a text names an account.
    fn names_account(&self, text: &str) -> bool {
        let mut words = text.split(' ');
        words.any(|word| label::account_at(word, self.force).is_some())
    }

    /// A name that cannot end on its line and goes on below, where its amount stands.
    fn goes_on_to_figures(
        &self,
        reading: &mut PageReading<'_, '_>,
        own: Span,
        line: usize,
        end: usize,
    ) -> Option<usize> {
        let next = line + 1;
        if next >= end
            || self.mark.is_none()
            || !name::goes_on(self.sheet.text(own), self.force)
            || mark::head(self.sheet.line(next), self.force).is_some()
        {
            return None;
        }
        let mut scopes = self.scopes(self.sheet.span(next));
        let scope = scopes
            .pop()
            .filter(|scope| scopes.is_empty() && !scope.sentence && !scope.amount_first)?;
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
        let Some(Head::Bullet(bullet)) = self.mark else {
            return None;
        };
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
            && (!may_hold_money(text, self.force) || self.scopes(self.sheet.span(line)).is_empty())
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
}

fn crowd_free(figures: &[Figure]) -> bool {
    figures
        .iter()
        .filter(|figure| figure.relation == Relation::Own)
        .count()
        == 1
}

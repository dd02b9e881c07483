//! Lines without a bullet or a number: figures alone, labels with figures, sentences, and names that only stand there.

use super::figure::{self, Found};
use super::heading;
use super::label;
use super::name;
use super::node::{Figure, Item, LabelWord, NodeKind, Relation};
use super::reader::PageReading;
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use crate::layout::Room;
use crate::model::EvidenceRole;
use crate::span::Span;

/// A label of a group goes over at most this many lines.
const LABEL_LINES: usize = 3;

/// A note: ※ and what follows.
pub(super) fn note(reading: &mut PageReading<'_, '_>, line: usize, mark_len: usize) {
    let span = reading.sheet.span(line);
    let body = Span::new(span.start + mark_len, span.end);
    let found = figure::figures(reading.sheet, body, reading.force);
    if !found.is_empty() {
        sentence_items(reading, body, found, true);
    }
}

/// A line with figures.
pub(super) fn figures(
    reading: &mut PageReading<'_, '_>,
    line: usize,
    unread: usize,
    found: Vec<Found>,
) -> usize {
    let sheet = reading.sheet;
    let span = sheet.span(line);
    let Some(first) = found.first() else {
        return line + 1;
    };
    let head = Span::new(span.start, first.reach.start);
    let last_end = found.last().map_or(span.end, |found| found.reach.end);
    let tail = sheet.text(Span::new(last_end.min(span.end), span.end));
    let head_text = sheet.text(head).trim();
    if head_text.is_empty() {
        if let Some(next) = amount_first(reading, line, &found) {
            return next;
        }
        if tail.trim_matches([' ', '。', '、', ')']).is_empty() || !is_prose(&found) {
            alone(reading, line, unread, found);
            // 146億円（新規）: the mark is the amount's program's.
            let behind = Span::new(last_end.min(span.end), span.end);
            if sheet.is_drawn()
                && let Some(mark) = name::mark_alone(sheet, behind, reading.force)
            {
                reading.push(NodeKind::Flags(Box::new(mark)));
            }
            return line + 1;
        }
    } else if !is_prose(&found) && !head_text.contains('。') && !is_aside(first) {
        return item(reading, line, unread, head, found);
    }
    sentence(reading, span, found);
    line + 1
}

/// 【12億円】 ○○事業: the amount in a bracket before its program.
fn amount_first(reading: &mut PageReading<'_, '_>, line: usize, found: &[Found]) -> Option<usize> {
    let [only] = found else { return None };
    let (sheet, force) = (reading.sheet, reading.force);
    let span = sheet.span(line);
    let before = only
        .bracket
        .filter(|open| matches!(open, '【' | '[' | '〔' | '<' | '《'))?;
    let behind = Span::new(only.reach.end.min(span.end), span.end);
    if !sheet.line(line).starts_with(before) || sheet.signs(line).has(Signs::STOP) {
        return None;
    }
    let name = name::name(sheet, behind, force).filter(|name| name.ending || !name.ministries.is_empty())?;
    let mut figure = only.figure.clone();
    figure.relation = Relation::Own;
    reading.push(NodeKind::Programs(super::node::ProgramLine {
        names: vec![name],
        bullet: None,
        figures: vec![figure],
        sure: true,
    }));
    Some(line + 1)
}

/// （インハウス概算要求額 49億円） behind a sentence: another pocket's amount, said in passing.
fn is_aside(found: &Found) -> bool {
    found.bracket.is_some() && found.figure.account.is_some() && found.figure.phase.is_some()
}

fn is_prose(found: &[Found]) -> bool {
    found
        .first()
        .is_some_and(|found| found.figure.relation == Relation::Prose)
}

/// Figures with nothing but label words on the line. Lines above in the same paragraph can be their label.
fn alone(reading: &mut PageReading<'_, '_>, line: usize, unread: usize, mut found: Vec<Found>) {
    let sheet = reading.sheet;
    // 計 on the line above, or before the figure: no label of a program stands between.
    let below_total = line > 0 && !sheet.starts_column(line) && is_total(sheet.line(line - 1), reading.force);
    let sums = below_total || found.first().is_some_and(|first| first.total);
    let bare = !sums
        && found.first().is_some_and(|first| {
            first.figure.phase.is_none()
                && first.figure.account.is_none()
                && first.figure.fiscal_year.is_none()
        });
    let bracketed = found.first().is_some_and(|first| first.bracket.is_some());
    let above = Span::new(sheet.span(unread).start, sheet.span(line).start);
    if bare && unread < line && line - unread <= LABEL_LINES {
        let text = sheet.text(above).trim_end();
        let own = Span::new(above.start, above.start + text.len());
        let name = name::name(sheet, own, reading.force).filter(|name| bracketed || name.ending);
        let label = text.chars().count() <= 60 && !text.contains('。');
        if let Some(name) = name.filter(|_| label) {
            reading.push(NodeKind::Item(Box::new(Item {
                name,
                figures: figure::figures_of(found),
                bracketed,
                prose: false,
                total: false,
                note: false,
                of_which: false,
            })));
            return;
        }
    }
    let account = reading.account_above();
    for figure in found.iter_mut().map(|one| &mut one.figure) {
        if let Some((account, evidence)) = account.clone().filter(|_| figure.account.is_none()) {
            figure.account = Some(Box::new(account));
            figure.account_evidence = Some(Box::new(evidence));
        }
    }
    if sums {
        sum(reading, found);
        return;
    }
    for one in found {
        reading.push(NodeKind::Figure(Box::new(one.figure)));
    }
}

/// A figure behind a total's word.
pub(super) fn sum(reading: &mut PageReading<'_, '_>, found: Vec<Found>) {
    let Some(first) = found.first() else { return };
    let evidence = crate::model::Evidence {
        role: EvidenceRole::Item,
        ..first.figure.evidence.clone()
    };
    let figures = figure::figures_of(found);
    reading.push(NodeKind::Item(Box::new(total_item(evidence, figures))));
}

fn total_item(evidence: crate::model::Evidence, figures: Vec<Figure>) -> Item {
    Item {
        name: super::node::NamedProgram {
            name: "計".to_owned(),
            evidence,
            flags: Vec::new(),
            ministries: Vec::new(),
            marks: Vec::new(),
            body: None,
            ending: false,
            department: None,
            account: None,
            unsure_tag: false,
        },
        figures,
        bracketed: false,
        prose: false,
        total: true,
        note: false,
        of_which: false,
    }
}

/// A label with figures behind it on its line.
fn item(
    reading: &mut PageReading<'_, '_>,
    line: usize,
    unread: usize,
    head: Span,
    found: Vec<Found>,
) -> usize {
    let (sheet, force) = (reading.sheet, reading.force);
    let bracketed = found.first().is_some_and(|first| first.bracket.is_some());
    let text = sheet.text(head);
    let mut own = head;
    // A label that a line before breaks off in the middle: …の解明、 / …を目的とする研究（167.3億円）.
    if unread < line && line - unread < LABEL_LINES {
        let before = sheet.text(Span::new(sheet.span(unread).start, sheet.span(line - 1).end));
        let broken = before.ends_with(['、', '・', '及', 'び', 'の']);
        if broken && !before.contains(['。', '円']) && before.chars().count() + text.chars().count() <= 80 {
            own = Span::new(sheet.span(unread).start, head.end);
        }
    }
    let total = is_total(text, force) || found.first().is_some_and(|first| first.total);
    let part = of_which(text);
    if let Some(len) = part {
        own = Span::new(head.start + len, head.end);
    }
    let of_which = part.is_some();
    let mut names = name::names(sheet, own, force);
    // 年間6億円の効果: a word that counts is nothing's name.
    names.retain(|name| {
        !force.lexicon.not_money_units().contains(&name.name) && (total || !figure::is_quantity(&name.name))
    });
    if let Some(last) = found.last() {
        name::add_marks(
            sheet,
            Span::new(last.reach.end, sheet.span(line).end),
            &mut names,
            force,
        );
    }
    let figures: Vec<Figure> = figure::figures_of(found);
    match names.len() {
        0 => {
            if total {
                let evidence = sheet.quote(EvidenceRole::Item, own);
                reading.push(NodeKind::Item(Box::new(total_item(evidence, figures))));
            }
        }
        1 => {
            for name in names {
                reading.push(NodeKind::Item(Box::new(Item {
                    name,
                    figures: figures.clone(),
                    bracketed,
                    prose: false,
                    total,
                    note: false,
                    of_which,
                })));
            }
        }
        _ => reading.push(NodeKind::Programs(super::node::ProgramLine {
            names,
            bullet: None,
            figures,
            sure: true,
        })),
    }
    line + 1
}

/// うち before a label, with the space behind it: its length.
pub(super) fn of_which(text: &str) -> Option<usize> {
    let words = ["うち、", "うち", "内、"];
    let rest = words
        .iter()
        .find_map(|word| text.strip_prefix(word))?
        .trim_start();
    (!rest.is_empty()).then(|| text.len() - rest.len())
}

/// Whether a line is a total's word, alone or with a figure: 合計 24億円. It is of all that stands above, not of the last
/// program.
pub(super) fn is_sum(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    let text = sheet.line(line);
    let figure = text.bytes().position(|byte| byte.is_ascii_digit());
    let label = figure.map_or(text, |at| &text[..at]);
    is_total(label.trim_end_matches([' ', ':', '△', '-', '約']), force)
        || (force.lexicon.total_words().longest_prefix(text).is_some()
            && figure::figures(sheet, sheet.span(line), force)
                .first()
                .is_some_and(|first| first.total && first.reach.start == sheet.span(line).start))
}

/// 計, 合計, or a word that ends so: 厚生労働省計, 重点領域 計, 計（文20、厚4）.
fn is_total(text: &str, force: InForce<'_>) -> bool {
    let text = text.split_once('(').map_or(text, |(before, _)| before);
    let text = text.trim().trim_end_matches(':');
    let words = force.lexicon.total_words();
    if words.contains(text) {
        return true;
    }
    words.longest_suffix(text).is_some_and(|(len, word)| {
        let before = &text[..text.len() - len];
        !matches!(word, crate::lexicon::TotalWord::OfWhich)
            && (before.ends_with([' ', ')', '】', '」'])
                || before.ends_with(['省', '庁', '府', '会', '管'])
                || len > '計'.len_utf8())
    })
}

/// Figures inside sentences: …事業に120億円を計上.
pub(super) fn sentence(reading: &mut PageReading<'_, '_>, span: Span, found: Vec<Found>) {
    let text = reading.sheet.text(span);
    let note = text.starts_with("上記") || text.starts_with("注") || text.starts_with("なお");
    sentence_items(reading, span, found, note);
}

fn sentence_items(reading: &mut PageReading<'_, '_>, span: Span, found: Vec<Found>, note: bool) {
    let (sheet, force) = (reading.sheet, reading.force);
    let mut from = span.start;
    let mut before: Option<super::node::NamedProgram> = None;
    let mut last_phase = None;
    for one in found {
        let head = Span::new(from, one.reach.start);
        from = one.reach.end.min(span.end);
        if figure::is_limit(sheet.text(head)) {
            continue;
        }
        let subject = subject(sheet, head, force);
        let aside = is_aside(&one);
        let mut figure = one.figure;
        if aside && !note {
            figure.relation = Relation::Prose;
            reading.push(NodeKind::Figure(Box::new(figure)));
            continue;
        }
        // 「…推進費（555億円）」の一部（175億円）: a part of what was named just before.
        let part = before
            .as_ref()
            .filter(|_| sheet.text(head).contains("の一部"))
            .map(|whole| {
                let mut part = whole.clone();
                part.name.push_str("の一部");
                part
            });
        // …には前年度比20億円増の71億円を: the first is a change, and its subject is the second's.
        let behind = sheet.text(Span::new(one.reach.end.min(span.end), span.end));
        if is_change(behind) {
            before = subject.or(before);
            continue;
        }
        if part.is_some() && figure.phase.is_none() {
            (figure.phase, figure.fiscal_year) = last_phase.clone().unwrap_or_default();
        }
        last_phase = Some((figure.phase.clone(), figure.fiscal_year));
        let pending = before
            .take()
            .filter(|_| matches!(sheet.text(head).trim(), "増の" | "減の" | "増となる" | "減となる"));
        let Some(name) = subject.filter(|_| pending.is_none()).or(pending).or(part) else {
            continue;
        };
        // 1件当たり上限4億円, 年間5億円の効果 are nobody's amounts and no sums.
        if figure::is_quantity(&name.name) || force.lexicon.not_money_units().contains(&name.name) {
            continue;
        }
        before = Some(name.clone());
        if figure.account.is_none() {
            // …のAMED対象経費が95億円: the account is the end of the subject.
            if let Some(account) = account_at_end(&name.name, force) {
                figure.account_evidence = Some(Box::new(crate::model::Evidence {
                    role: EvidenceRole::Account,
                    ..name.evidence.clone()
                }));
                figure.account = Some(Box::new(account));
            }
        }
        figure.relation = Relation::Own;
        reading.push(NodeKind::Item(Box::new(Item {
            name,
            figures: vec![figure],
            bracketed: one.bracket.is_some(),
            prose: true,
            total: false,
            note,
            of_which: false,
        })));
    }
}

/// 増, の減, （1.4%）の増 behind a figure.
fn is_change(behind: &str) -> bool {
    let rate = behind
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .filter(|(rate, _)| rate.ends_with(['%', '倍']));
    let rest = rate.map_or(behind, |(_, rest)| rest);
    rest.strip_prefix('の').unwrap_or(rest).starts_with(['増', '減'])
}

fn account_at_end(name: &str, force: InForce<'_>) -> Option<crate::model::Account> {
    name.char_indices().find_map(|(at, _)| {
        let (account, len) = label::account_at(&name[at..], force)?;
        (at + len == name.len()).then_some(account)
    })
}

/// What a figure in a sentence is of: the words between the last mark of punctuation and the particle before it.
fn subject(sheet: Sheet<'_>, head: Span, force: InForce<'_>) -> Option<super::node::NamedProgram> {
    const PARTICLES: [&str; 16] = [
        "については",
        "について",
        "としては",
        "として",
        "のため",
        "向けに",
        "には",
        "では",
        "へは",
        "に",
        "で",
        "は",
        "が",
        "へ",
        "を",
        "の",
    ];
    let text = sheet.text(head).trim_end_matches([' ', '(', '「', '約', '計']);
    let mut core = text;
    for word in [
        "対前年度比",
        "前年度比",
        "前年度当初比",
        "前年比",
        "前年度から",
        "前年度より",
        "同",
    ] {
        core = core.strip_suffix(word).unwrap_or(core).trim_end_matches('、');
    }
    if let Some(shorter) = core.strip_suffix("の一部") {
        core = shorter;
    } else if let Some(shorter) = PARTICLES.iter().find_map(|particle| core.strip_suffix(particle)) {
        core = shorter;
    }
    core = core.trim_end_matches(['」', '』', ' ']);
    let start = core
        .char_indices()
        .rev()
        .take(120)
        .find(|(_, mark)| matches!(mark, '、' | '。' | '「' | '『' | ':' | '\u{3000}'))
        .map_or(0, |(at, mark)| at + mark.len_utf8());
    let core = core[start..].trim_start();
    if core.is_empty() || core.chars().count() > 80 {
        return None;
    }
    let at = sheet.text(head).rfind(core)?;
    name::name(
        sheet,
        Span::new(head.start + at, head.start + at + core.len()),
        force,
    )
}

/// A line without figures: label words, a ministry, or a name.
pub(super) fn label_or_mention(
    reading: &mut PageReading<'_, '_>,
    line: usize,
    unread: usize,
    end: usize,
) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    // A label or name broken over the lines of its paragraph reads as one.
    let first = line == unread;
    let longest = if label::may_open(sheet.line(line), force) {
        LABEL_LINES
    } else {
        0
    };
    for last in (line..end.min(line + longest)).rev() {
        if last > line && !first {
            continue;
        }
        let span = Span::new(sheet.span(line).start, sheet.span(last).end);
        let text = sheet.text(span);
        if text.len() > 240 || sheet.signs_around(span).has(Signs::STOP) {
            continue;
        }
        let joined = text.replace('\n', "");
        if force.lexicon.columns().contains(joined.trim()) {
            reading.push(NodeKind::Label(vec![LabelWord::Other(joined)]));
            return Some(last + 1);
        }
        let (words, reach) = label::words(&joined, force);
        if reach == joined.len() && !words.is_empty() {
            let nodes = if last == line {
                label::nodes(&words, &joined, span.start, sheet)
            } else {
                broken_label(&words, &joined, span, sheet)
            };
            return push_label(reading, nodes).then_some(last + 1);
        }
    }
    let span = sheet.span(line);
    if span.len() > 400 || sheet.signs(line).has(Signs::STOP) {
        return None;
    }
    if first
        && line + 1 == end
        && let Some(name) = name::name(sheet, heading::ministry_span(sheet, span), force)
        && let Some(ministry) = heading::ministry_of(&name, force)
    {
        reading.push(NodeKind::MinistryHeading(Box::new(heading::label_of(
            ministry, &name,
        ))));
        return Some(line + 1);
    }
    mention(reading, line, unread, end)
}

/// Files a label; plain words behind an account's (対象経費 below 日本医療研究開発機構（AMED）) belong to its name.
fn push_label(reading: &mut PageReading<'_, '_>, nodes: Vec<LabelWord>) -> bool {
    let plain: Option<String> = nodes
        .iter()
        .map(|word| match word {
            LabelWord::Other(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let above = match reading.nodes.last_mut().map(|node| &mut node.kind) {
        Some(NodeKind::Label(words)) => words.last_mut(),
        _ => None,
    };
    match (plain, above) {
        (Some(text), Some(LabelWord::Account(account, _))) => account.surface.push_str(&text),
        _ => reading.push(NodeKind::Label(nodes)),
    }
    true
}

/// Words of a label that was broken over lines: their places are those of the whole.
fn broken_label(words: &[label::Word], joined: &str, span: Span, sheet: Sheet<'_>) -> Vec<LabelWord> {
    let mut nodes = label::nodes(words, joined, 0, sheet);
    for node in &mut nodes {
        if let LabelWord::Account(account, evidence) = node {
            account.surface = joined.trim().to_owned();
            *evidence = sheet.quote(EvidenceRole::Account, span);
        }
    }
    nodes
}

/// A name that only stands there: a line of its own that ends as names do, or several in a row.
fn mention(reading: &mut PageReading<'_, '_>, line: usize, unread: usize, end: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    if line != unread || labels_figure(sheet, line, end, force) {
        return None;
    }
    for last in line..end.min(line + LABEL_LINES) {
        let span = Span::new(sheet.span(line).start, sheet.span(last).end);
        let signs = sheet.signs_around(span);
        if signs.has(Signs::STOP) || signs.has(Signs::YEN) || sheet.text(span).chars().count() > 80 {
            return None;
        }
        let name = name::Draft::read(sheet, span, force)?;
        if is_title(sheet, sheet.text(span), force) {
            return None;
        }
        // A line that was broken for want of room is not the whole name, nor one before a mere ending: …事業費 / 補助金.
        let goes_on = last + 1 < end
            && (sheet.room(last) == Room::None || super::entry::is_mere_ending(sheet, last + 1, force));
        if name.is_program() && !goes_on {
            reading.push(NodeKind::Mention(Box::new(name.quoted(sheet))));
            return Some(last + 1);
        }
    }
    caption(reading, line, end)
}

/// On a sheet: a paragraph of a few words, which may head a card.
fn caption(reading: &mut PageReading<'_, '_>, line: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 50;
    let sheet = reading.sheet;
    let span = Span::new(sheet.span(line).start, sheet.span(end - 1).end);
    if !sheet.is_drawn()
        || end - line > LABEL_LINES
        || sheet.text(span).chars().count() > LONGEST
        || reading.is_label(line)
    {
        return None;
    }
    let name = name::name(sheet, span, reading.force)?;
    reading.push(NodeKind::Mention(Box::new(name)));
    Some(end)
}

/// 令和８年度概算要求の主な事業: a sheet's title begins with a year and speaks of the budget.
fn is_title(sheet: Sheet<'_>, text: &str, force: InForce<'_>) -> bool {
    sheet.is_drawn()
        && (text.contains("概算要求") || text.contains("予算"))
        && super::era::fiscal_year_at(text, 0, force.era).is_some()
}

/// Whether the lines from here on are the label of a figure below them in their paragraph.
fn labels_figure(sheet: Sheet<'_>, line: usize, end: usize, force: InForce<'_>) -> bool {
    (line + 1..end.min(line + LABEL_LINES + 1)).any(|below| {
        let span = sheet.span(below);
        figure::figures(sheet, span, force)
            .first()
            .is_some_and(|first| first.reach.start == span.start)
    })
}

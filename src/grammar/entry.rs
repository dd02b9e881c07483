//! Lines of programs: behind a bullet, with names that go on over lines, a description behind ：, and figures; or lists
//! of names joined by ／ that stand without one.

use super::figure::{self, Found};
use super::mark::{self, Head};
use super::name;
use super::node::{NamedProgram, NodeKind, ProgramLine, Relation};
use super::notes;
use super::plain;
use super::reader::PageReading;
use super::sheet::{InForce, Sheet};
use super::signs::Signs;
use crate::layout::Room;
use crate::span::Span;

/// A name goes on over at most this many lines.
const LINES: usize = 4;

/// A name without ： or a usual ending is no longer than this many characters: past that it is a sentence.
const SENTENCE: usize = 60;

/// So many letters on a line of their own are no description.
const FEW: usize = 5;

/// Reads a bulleted line with what continues it; gives the line after.
pub(super) fn read(
    reading: &mut PageReading<'_, '_>,
    line: usize,
    end: usize,
    bullet: Option<char>,
    mark_len: usize,
) -> usize {
    let (sheet, force) = (reading.sheet, reading.force);
    let start = sheet.span(line).start + mark_len;
    if is_plain_sentence(sheet, line, force) {
        return line + 1;
    }
    let (head, last) = head(sheet, start, line, end, force);
    let mut next = last + 1;
    // Inside a bracket no mark opens a line: （N / -AAXA）.
    let inside = depth(sheet.line(last)) > 0;
    while next < end && ((inside && next == last + 1) || !opens(sheet, next, force)) {
        next += 1;
    }
    let whole = Span::new(start, sheet.span(last).end);
    let mut found = figure::figures(sheet, whole, force);
    if found
        .first()
        .is_some_and(|first| first.total && first.reach.start == start)
    {
        plain::sum(reading, found);
        return next;
    }
    let name_end = found
        .iter()
        .map(|found| found.reach.start)
        .find(|at| *at > start)
        .unwrap_or(head.end)
        .min(head.end);
    let mut names = name::names(sheet, Span::new(start, name_end), force);
    if let Some(last) = found
        .iter()
        .rfind(|one| one.reach.start >= name_end && one.reach.end <= whole.end)
    {
        name::add_marks(sheet, Span::new(last.reach.end, whole.end), &mut names, force);
    }
    if last + 1 < next {
        go_on_beside(sheet, last, &found, &mut names, force);
    }
    let after_colon = Span::new(head.end, whole.end);
    if head.end < whole.end && sheet.text(after_colon).starts_with(':') {
        for one in &mut found {
            if one.reach.start >= head.end {
                judge_in_description(sheet, after_colon, one);
            }
        }
    }
    // Lines of the description, in the bullet's own paragraph.
    for more in last + 1..next {
        for mut one in figure::figures(sheet, sheet.span(more), force) {
            judge_in_description(sheet, sheet.span(more), &mut one);
            found.push(one);
        }
    }
    let sure = !names.is_empty() && names.iter().all(is_sure);
    let sentence = sheet.text(Span::new(start, name_end)).chars().count() > SENTENCE;
    if names.is_empty() || (sentence && !sure) || names.iter().any(|name| reads_on(name, force)) {
        prose(reading, bullet, Span::new(start, whole.end), found);
        return next;
    }
    let figures = figure::figures_of(found);
    reading.push(NodeKind::Programs(ProgramLine {
        names,
        bullet,
        figures,
        sure,
    }));
    next
}

/// On a sheet a name can go on below its line though an amount stands beside its first part:
///
/// ```text
///   ● 不登校児童生徒支援研究開発交    66億円
///     付金
/// ```
fn go_on_beside(
    sheet: Sheet<'_>,
    first: usize,
    found: &[Found],
    names: &mut [NamedProgram],
    force: InForce<'_>,
) {
    let line = first + 1;
    let [name] = names else { return };
    if !sheet.is_drawn() || found.is_empty() {
        return;
    }
    // A mark behind the rest is no part of it: 費補助金（新規）.
    if let Some(mark) = name::mark_alone(sheet, sheet.span(line), force) {
        name.flags.extend(mark.flags);
        name.marks.push(mark.evidence);
        return;
    }
    let Some(read) = name::rest(sheet, sheet.span(line), force) else {
        return;
    };
    let more = read.name.trim_end_matches(':').to_owned();
    // Behind a name that could end there (…事業) only a few letters go on with it (費補助金).
    if name.ending && more.chars().count() > FEW {
        return;
    }
    let joined = format!("{}{more}", name.name);
    let rest = sheet.room(first) == Room::None || is_rest(&more);
    let goes_on = complete(&joined, force) || (rest && depth(&joined) == 0);
    if more.contains(['円', '。', '、']) || !goes_on {
        return;
    }
    name.ending = complete(&joined, force);
    name.name = joined;
    let place = sheet.quote(crate::model::EvidenceRole::Program, sheet.span(line));
    name.marks.push(place);
    name.flags.extend(read.flags);
    name.marks.extend(read.marks);
    if name.ministries.is_empty() {
        name.ministries = read.ministries;
        name.unsure_tag = read.unsure_tag;
    }
}

/// A long line without a figure, a colon, a closing bracket or a usual ending: a sentence, told before any parser runs.
fn is_plain_sentence(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    let (text, signs) = (sheet.line(line), sheet.signs(line));
    text.len() > SENTENCE * 4
        && !signs.has(Signs::YEN)
        && !signs.has(Signs::STROKE)
        && !text.contains(':')
        && !text.ends_with([')', '】', '」'])
        && (!signs.has(Signs::FIGURE) || !text.contains("事項要求"))
        && force.lexicon.strong_ending(text).is_none()
}

/// A bulleted sentence: a note's figures count, nothing else does.
fn prose(reading: &mut PageReading<'_, '_>, _bullet: Option<char>, span: Span, found: Vec<Found>) {
    if !found.is_empty() {
        super::plain::sentence(reading, span, found);
    }
}

pub(super) fn is_sure(name: &NamedProgram) -> bool {
    name.ending || !name.ministries.is_empty() || name.body.is_some()
}

/// A name that reads as a piece of a sentence: a comma without a usual ending, a quotation that is not closed, a word
/// that refers to what stands above, or one that counts (年間).
fn reads_on(name: &NamedProgram, force: InForce<'_>) -> bool {
    const REFERRING: [&str; 5] = ["上記", "なお", "また、", "さらに", "このうち"];
    let text = name.name.as_str();
    let open = text.matches('「').count() != text.matches('」').count()
        || (!is_sure(name) && text.starts_with('(') && !text.contains(')'));
    open || figure::is_quantity(text)
        || REFERRING.iter().any(|word| text.starts_with(word))
        || force.lexicon.not_money_units().contains(text)
        || (!is_sure(name) && text.contains('、'))
}

/// In a description only a figure with a phase's word before it, or one set off at the end of a line, is the program's.
fn judge_in_description(sheet: Sheet<'_>, line: Span, one: &mut Found) {
    let figure = &mut one.figure;
    if !matches!(figure.relation, Relation::Own | Relation::Bracketed(_)) {
        return;
    }
    let before = sheet.text(Span::new(line.start, one.reach.start));
    let ends_line = sheet.text(Span::new(one.reach.end, line.end)).trim().is_empty();
    let set_off = before.is_empty() || before.ends_with([' ', '…', '‥', ':']);
    let alone = before.trim_start_matches(':').trim().is_empty();
    let own = figure.phase.is_some() && one.bracket.is_none();
    if !(own || alone || (ends_line && set_off && one.bracket.is_none())) {
        figure.relation = Relation::Prose;
    }
}

/// Where the name ends and on which line: at ： outside brackets, or where name and brackets are complete.
fn head(sheet: Sheet<'_>, start: usize, line: usize, end: usize, force: InForce<'_>) -> (Span, usize) {
    let first = Span::new(start, sheet.span(line).end);
    if let Some(at) = colon(sheet.text(first)) {
        return (Span::new(start, start + at), line);
    }
    if !figure::figures(sheet, first, force).is_empty() {
        return (first, line);
    }
    let mut last = line;
    let mut whole = first;
    while last + 1 < end && last + 1 - line < LINES {
        let text = sheet.text(whole);
        let next = sheet.line(last + 1);
        // Inside a bracket no mark opens a line: （N / -AAXA）.
        let opens = opens(sheet, last + 1, force) && !next.starts_with('・') && depth(text) <= 0;
        if sheet.starts_column(last + 1) || opens {
            break;
        }
        let bracket_opens = next.starts_with('(')
            && !next.starts_with("(*")
            && figure::figures(sheet, sheet.span(last + 1), force).is_empty();
        let joins = next.starts_with('/') || text.ends_with(['/', '・']);
        let complete = complete(text, force);
        let room = sheet.room(last);
        if complete && !bracket_opens && !joins && !runs_on(sheet, start, last + 1, room, force) {
            break;
        }
        let longer = Span::new(start, sheet.span(last + 1).end);
        if let Some(at) = colon(sheet.text(longer)) {
            let head = Span::new(start, start + at);
            // A ： that ends the line ends the name, whatever its last word.
            let ends_line =
                head.end + ':'.len_utf8() == longer.end && sheet.text(head).chars().count() <= SENTENCE;
            if head.end > whole.end && (ends_line || complete_name(sheet.text(head), force)) {
                return (head, last + 1);
            }
            break;
        }
        let closes = depth(text) > 0 && next.contains(')');
        let goes_on = closes || room > Room::Free || (sheet.is_drawn() && (bracket_opens || is_rest(next)));
        if !complete && !goes_on && !joins && !completes(sheet, start, last + 1, end, force) {
            break;
        }
        whole = longer;
        last += 1;
    }
    (whole, last)
}

/// Whether the next line of a sheet's block is the rest of a name that seems complete: …拠点形成事業 / 費補助金. What a
/// program is for begins in another size or colour, in a block of its own.
fn runs_on(sheet: Sheet<'_>, start: usize, next: usize, room: Room, force: InForce<'_>) -> bool {
    const SHORT: usize = 12;
    let text = sheet.line(next);
    let with = sheet.text(Span::new(start, sheet.span(next).end));
    sheet.is_drawn()
        && text.chars().count() <= SHORT
        && !text.contains(['、', '・', '円'])
        && (room == Room::None || complete(with.trim_end_matches(':'), force))
}

/// A few letters on a line of their own are what was left of the line above.
fn is_rest(line: &str) -> bool {
    line.chars().count() < FEW
        && line
            .chars()
            .all(|letter| letter.is_alphabetic() && !letter.is_ascii())
}

/// Whether a line of a sheet is nothing but what names end in: 補助金, 費補助金.
pub(super) fn is_mere_ending(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    let text = sheet.line(line);
    sheet.is_drawn() && text.chars().count() <= FEW && complete(text, force)
}

/// Whether the name ends within the lines that may still follow.
fn completes(sheet: Sheet<'_>, start: usize, from: usize, end: usize, force: InForce<'_>) -> bool {
    (from..end.min(from + LINES - 1)).any(|line| {
        let text = sheet.text(Span::new(start, sheet.span(line).end));
        let core = colon(text).map_or(text, |at| &text[..at]);
        !core.contains('。') && complete(core, force)
    })
}

/// Whether a text ends as names do, brackets closed.
fn complete(text: &str, force: InForce<'_>) -> bool {
    depth(text) == 0 && complete_name(text, force)
}

fn complete_name(text: &str, force: InForce<'_>) -> bool {
    let mut core = name::clean(text);
    for _ in 0..4 {
        if force.lexicon.strong_ending(&core).is_some() {
            return true;
        }
        let Some(at) = core.strip_suffix(')').and_then(name::opening_of) else {
            let stripped = core.strip_suffix('】').and_then(|inner| inner.rfind('【'));
            let Some(at) = stripped else { return false };
            core.truncate(at);
            continue;
        };
        core.truncate(at);
    }
    false
}

/// How many brackets are open at the end of a text; below zero where more are closed than were opened.
fn depth(text: &str) -> i32 {
    /// What 「」【】 begin with in UTF-8; their last bytes tell them apart.
    const LEAD: [u8; 2] = [0xE3, 0x80];
    let bytes = text.as_bytes();
    let mut depth = 0;
    for (at, byte) in bytes.iter().enumerate() {
        depth += match byte {
            b'(' => 1,
            b')' => -1,
            0xE3 => match bytes.get(at..at + 3) {
                Some([a, b, 0x8C | 0x90]) if [*a, *b] == LEAD => 1,
                Some([a, b, 0x8D | 0x91]) if [*a, *b] == LEAD => -1,
                _ => 0,
            },
            _ => 0,
        };
    }
    depth
}

/// The place of the first ： outside brackets.
fn colon(text: &str) -> Option<usize> {
    memchr::memchr(b':', text.as_bytes())?;
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '「' | '【' | '[' => depth += 1,
            ')' | '」' | '】' | ']' => depth -= 1,
            ':' if depth <= 0 && at > 0 => {
                let digits = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
                return (!digits).then_some(at);
            }
            _ => {}
        }
    }
    None
}

/// Whether a line begins something of its own.
fn opens(sheet: Sheet<'_>, line: usize, force: InForce<'_>) -> bool {
    sheet.starts_column(line)
        || sheet.is_vertical(line)
        || notes::is_bracket_note(sheet, line, force)
        || plain::is_sum(sheet, line, force)
        || match mark::head(sheet.line(line), force) {
            Some((Head::Bullet(_), len)) => len < sheet.line(line).len(),
            Some(_) => true,
            None => false,
        }
}

/// A list of names joined by ／ without a bullet, which may go on over blank lines: each name ends as programs' names
/// do, and the line after an unfinished one continues it.
pub(super) fn joint_list(reading: &mut PageReading<'_, '_>, line: usize) -> Option<usize> {
    let (sheet, force) = (reading.sheet, reading.force);
    if !sheet.signs(line).has(Signs::STROKE) || sheet.line(line).starts_with('/') {
        return None;
    }
    let start = sheet.span(line).start;
    let mut last = line;
    loop {
        let text = sheet.text(Span::new(start, sheet.span(last).end)).trim_end();
        let tail = text.rsplit('/').next().unwrap_or(text);
        let done = !text.ends_with('/') && complete(tail, force);
        let next = (last + 1..sheet.len().min(last + 4)).find(|next| !sheet.is_blank(*next));
        let goes_on = next.is_some_and(|next| {
            let text = sheet.line(next);
            text.starts_with('/') || (!done && !opens(sheet, next, force) && is_piece(reading, next))
        });
        match next {
            Some(next) if goes_on && next - line < 60 => last = next,
            _ => break,
        }
    }
    let found = figure::figures(sheet, Span::new(start, sheet.span(last).end), force);
    let end = found
        .first()
        .map_or(sheet.span(last).end, |found| found.reach.start);
    let names = name::names(sheet, Span::new(start, end), force);
    if names.len() < 2 || !names.iter().all(|name| name.ending) {
        return None;
    }
    let figures = figure::figures_of(found);
    reading.push(NodeKind::Programs(ProgramLine {
        names,
        bullet: None,
        figures,
        sure: true,
    }));
    Some(last + 1)
}

/// A line that can be a piece of a name: no figure, no sentence, no label.
fn is_piece(reading: &PageReading<'_, '_>, line: usize) -> bool {
    let text = reading.sheet.line(line);
    !text.contains('。') && !text.contains('円') && !reading.is_label(line)
}

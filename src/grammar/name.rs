//! A program's name with what is attached to it: 【新規】 before, （再掲）（文）（仮称） behind, several names joined by ／.

use super::node::{FlagMark, NamedProgram};
use super::sheet::{InForce, Sheet};
use crate::lexicon::Tag;
use crate::model::{Body, Evidence, EvidenceRole, Flag, Ministry, MinistryEvidence, Role};
use crate::span::Span;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while};
use nom::character::complete::char as one;
use nom::combinator::verify;
use nom::sequence::delimited;

/// Longest name in bytes; the longest of the 行政事業レビュー of 2025 has 168 characters.
pub(super) const LONGEST: usize = 600;

/// A mark in 【】 behind a name has at most so many characters.
const MARK: usize = 8;

/// Leaders and spaces between a name and its amount.
const TRAILING: [char; 10] = [' ', '…', '‥', '.', ':', '·', '─', '_', '|', '\n'];

/// Reads the names in a piece of the page, which must hold nothing else. Several names are joined by ／, each ending as
/// programs' names do; anything else with a stroke is one name.
pub(super) fn names(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Vec<NamedProgram> {
    let text = sheet.text(span);
    let strokes = strokes(text);
    if !strokes.is_empty() {
        let mut parts = Vec::new();
        let mut start = 0;
        for at in strokes.iter().copied().chain(std::iter::once(text.len())) {
            if let Some(name) = name(sheet, Span::new(start, at).shifted(span.start), force) {
                parts.push(name);
            }
            start = at + 1;
        }
        if parts.len() > 1 && parts.iter().all(|part| part.ending) {
            return parts;
        }
        let trailing = text.trim_end().ends_with('/');
        if parts.len() == 1 && trailing {
            return parts;
        }
    }
    name(sheet, span, force).into_iter().collect()
}

/// Places of ／ outside brackets.
fn strokes(text: &str) -> Vec<usize> {
    let mut depth = 0i32;
    let mut found = Vec::new();
    if memchr::memchr(b'/', text.as_bytes()).is_none() {
        return found;
    }
    for (at, character) in text.char_indices() {
        match character {
            '(' | '「' | '『' | '[' | '【' => depth += 1,
            ')' | '」' | '』' | ']' | '】' => depth -= 1,
            '/' if depth <= 0 => found.push(at),
            _ => {}
        }
    }
    found
}

/// Reads one name.
pub(super) fn name(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<NamedProgram> {
    Some(Draft::read(sheet, span, force)?.quoted(sheet))
}

/// Reads the rest of a name, a letter at least, with the marks behind it.
pub(super) fn rest(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<NamedProgram> {
    let draft = Draft::read_if(sheet, span, force, |core| core.contains(char::is_alphabetic))?;
    Some(draft.quoted(sheet))
}

/// A name as read, its place not yet quoted.
pub(super) struct Draft {
    name: String,
    place: Span,
    attached: Attached,
    ending: bool,
}

#[derive(Default)]
struct Attached {
    flags: Vec<Flag>,
    ministries: Vec<Ministry>,
    marks: Vec<Evidence>,
    body: Option<Body>,
    department: Option<String>,
    account: Option<crate::model::Account>,
    unsure_tag: bool,
}

impl Draft {
    /// Reads one name.
    pub(super) fn read(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<Self> {
        Self::read_if(sheet, span, force, is_name)
    }

    fn read_if(
        sheet: Sheet<'_>,
        span: Span,
        force: InForce<'_>,
        accepts: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let text = sheet.text(span);
        if text.len() > LONGEST {
            return None;
        }
        let mut attached = Attached::default();
        let mut start = 0;
        let mut end = text.len();
        loop {
            start += text[start..end].len() - text[start..end].trim_start_matches([' ', '\n']).len();
            let at = span.start + start;
            let Some(len) = leading(sheet, &text[start..end], at, force, &mut attached) else {
                break;
            };
            start += len;
        }
        loop {
            end = start + text[start..end].trim_end_matches(TRAILING).len();
            let at = span.start + start;
            let Some(len) = trailing(sheet, &text[start..end], at, force, &mut attached) else {
                break;
            };
            end -= len;
        }
        let core = &text[start..end];
        if !accepts(core) {
            return None;
        }
        let name = clean(core);
        Some(Self {
            ending: force.lexicon.strong_ending(&name).is_some() || ends_before_bracket(&name, force),
            name,
            place: Span::new(span.start + start, span.start + end),
            attached,
        })
    }

    /// Ends as programs' names do, or has a ministry's tag.
    pub(super) fn is_program(&self) -> bool {
        self.ending || !self.attached.ministries.is_empty()
    }

    /// The name with its place.
    pub(super) fn quoted(self, sheet: Sheet<'_>) -> NamedProgram {
        let mut attached = self.attached;
        attached.flags.sort_unstable();
        attached.flags.dedup();
        // A page keeps them to the end of the document.
        attached.flags.shrink_to_fit();
        attached.ministries.shrink_to_fit();
        attached.marks.shrink_to_fit();
        NamedProgram {
            name: self.name,
            evidence: sheet.quote(EvidenceRole::Program, self.place),
            flags: attached.flags,
            ministries: attached.ministries,
            marks: attached.marks,
            body: attached.body,
            ending: self.ending,
            department: attached.department,
            account: attached.account.map(Box::new),
            unsure_tag: attached.unsure_tag,
        }
    }
}

/// Without line ends, and without spaces between Japanese characters.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b' ', b'\n', rest.as_bytes()) {
        let (word, after) = rest.split_at(at);
        push_word(&mut out, word, &mut gap);
        gap |= after.starts_with(' ');
        rest = &after[1..];
    }
    push_word(&mut out, rest, &mut gap);
    out
}

/// Appends what stands between two spaces; the space before it, `gap`, stays between Latin letters.
fn push_word(out: &mut String, word: &str, gap: &mut bool) {
    let Some(&first) = word.as_bytes().first() else {
        return;
    };
    let before = out.as_bytes().last();
    if *gap && first.is_ascii_alphanumeric() && before.is_some_and(u8::is_ascii_alphanumeric) {
        out.push(' ');
    }
    *gap = false;
    out.push_str(word);
}

/// A name has a letter, and is no number, page or date.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars().filter(|character| character.is_alphabetic());
    letters.next().is_some() && letters.next().is_some() && !name.contains('。')
}

/// The ending stands before a last bracket: …事業(○○分).
fn ends_before_bracket(name: &str, force: InForce<'_>) -> bool {
    let mut core = name;
    for _ in 0..3 {
        let Some(inner) = core.strip_suffix(')') else {
            break;
        };
        let Some(at) = opening_of(inner) else { return false };
        core = inner[..at].trim_end();
    }
    core.len() < name.len() && force.lexicon.strong_ending(core).is_some()
}

/// The place of the bracket that the end of `text` (without its closing bracket) belongs to.
pub(super) fn opening_of(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, character) in text.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(at),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A mark before the name, with its length.
fn leading(sheet: Sheet<'_>, text: &str, at: usize, force: InForce<'_>, out: &mut Attached) -> Option<usize> {
    if let Ok((rest, inside)) = marked(text) {
        let len = text.len() - rest.len();
        let place = Span::new(at, at + len);
        if !rest.trim().is_empty() && attach(sheet, inside, place, force, out) {
            return Some(len);
        }
        return None;
    }
    // 新規 ○○事業: the word alone, with a space behind it.
    let (len, entry) = force.lexicon.flags().longest_prefix(text)?;
    let rest = text.get(len..)?;
    if !rest.starts_with(' ') || rest.trim().is_empty() {
        return None;
    }
    out.flags.extend(entry.flag);
    out.marks
        .push(sheet.quote(EvidenceRole::Flag, Span::new(at, at + len)));
    Some(len + 1)
}

/// Marks that stand by themselves, as behind a line's amount: …事業 30億円（文）【新規】. They are added to `names`.
pub(super) fn add_marks(sheet: Sheet<'_>, span: Span, names: &mut [NamedProgram], force: InForce<'_>) {
    let mut out = Attached::default();
    let text = sheet.text(span);
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '、']).len();
        let Ok((rest, inside)) = marked(&text[at..]) else {
            break;
        };
        let len = text[at..].len() - rest.len();
        let place = Span::new(span.start + at, span.start + at + len);
        if !attach(sheet, inside, place, force, &mut out) {
            break;
        }
        at += len;
    }
    for name in names {
        if name.ministries.is_empty() && !out.ministries.is_empty() {
            name.ministries.clone_from(&out.ministries);
            name.unsure_tag = out.unsure_tag;
        }
        name.flags.extend(&out.flags);
        name.flags.sort_unstable();
        name.flags.dedup();
        name.marks.extend(out.marks.iter().cloned());
    }
}

/// A line that is nothing but a mark: （新規）, 【拡充】.
pub(super) fn mark_alone(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<FlagMark> {
    let text = sheet.text(span);
    let (rest, inside) = marked(text).ok()?;
    let mut out = Attached::default();
    let known = rest.is_empty() && attach(sheet, inside, span, force, &mut out);
    // （事項要求） stands in an amount's place.
    let amount = out.flags.contains(&Flag::AmountUnspecified);
    (known && !amount && out.ministries.is_empty() && out.body.is_none() && !out.flags.is_empty()).then(
        || FlagMark {
            flags: out.flags,
            evidence: sheet.quote(EvidenceRole::Flag, span),
        },
    )
}

/// What stands inside a pair of brackets at the beginning.
fn marked(text: &str) -> nom::IResult<&str, &str> {
    // Most names begin with a letter: they are told by it.
    if !text.starts_with(['【', '[', '〔', '<', '《', '(', '★']) {
        return Err(nom::Err::Error(nom::error::Error::new(
            text,
            nom::error::ErrorKind::Char,
        )));
    }
    let inside = |close: &'static str| take_while(move |c: char| !close.contains(c));
    verify(
        alt((
            delimited(one('【'), inside("】"), one('】')),
            delimited(one('['), inside("]"), one(']')),
            delimited(one('〔'), inside("〕"), one('〕')),
            delimited(one('<'), inside(">"), one('>')),
            delimited(one('《'), inside("》"), one('》')),
            delimited(one('('), inside(")("), one(')')),
            delimited(tag("★"), inside("★☆ "), tag(" ")),
        )),
        |inside: &str| inside.chars().count() <= 60,
    )
    .parse(text)
}

/// A mark behind the name, with its length.
fn trailing(
    sheet: Sheet<'_>,
    text: &str,
    at: usize,
    force: InForce<'_>,
    out: &mut Attached,
) -> Option<usize> {
    const PAIRS: [(char, char); 6] = [
        ('(', ')'),
        ('【', '】'),
        ('[', ']'),
        ('〔', '〕'),
        ('<', '>'),
        ('《', '》'),
    ];
    let last = text.chars().next_back()?;
    if let Some((open, close)) = PAIRS.into_iter().find(|(_, close)| *close == last) {
        let inner = &text[..text.len() - close.len_utf8()];
        let start = if open == '(' {
            opening_of(inner)?
        } else {
            inner.rfind(open)?
        };
        let inside = &inner[start + open.len_utf8()..];
        let place = Span::new(at + start, at + text.len());
        if inside.chars().count() > 80 || text[..start].trim().is_empty() {
            return None;
        }
        let known = attach(sheet, inside, place, force, out);
        // 【GX】: a mark of the document's own, not of the name.
        let mark = open == '【' && inside.chars().count() <= MARK && !sheet.is_drawn();
        if mark && !known {
            out.marks.push(sheet.quote(EvidenceRole::Flag, place));
        }
        return (known || mark).then_some(text.len() - start);
    }
    // ○○事業 再掲: the word alone, with a space before it.
    let (len, entry) = force.lexicon.flags().longest_suffix(text)?;
    let before = &text[..text.len() - len];
    if !before.ends_with(' ') || before.trim().is_empty() {
        return None;
    }
    out.flags.extend(entry.flag);
    let start = at + before.len();
    out.marks
        .push(sheet.quote(EvidenceRole::Flag, Span::new(start, start + len)));
    Some(len)
}

/// Takes what stands in a mark, if all of it is known: flags, ministries, or an executing body.
fn attach(sheet: Sheet<'_>, inside: &str, place: Span, force: InForce<'_>, out: &mut Attached) -> bool {
    let joined = inside.contains('\n').then(|| inside.replace('\n', ""));
    let inside = joined.as_deref().unwrap_or(inside);
    let mut flags = Vec::new();
    let mut tags = Vec::new();
    for piece in inside
        .split(['、', '・', ',', '/', ' ', '・', '，'])
        .filter(|piece| !piece.is_empty())
    {
        let piece = piece.trim();
        if let Some(entry) = flag_of(piece, force) {
            flags.extend(entry);
        } else {
            tags.push(piece);
        }
    }
    if tags.is_empty() {
        if inside.trim().is_empty() {
            return false;
        }
        out.flags.extend(flags);
        out.marks.push(sheet.quote(EvidenceRole::Flag, place));
        return true;
    }
    if let Some((ministries, unsure)) = ministries(&tags, force) {
        if !out.ministries.is_empty() {
            return false;
        }
        out.flags.extend(flags);
        out.ministries = ministries;
        out.unsure_tag = unsure;
        out.marks.push(sheet.quote(EvidenceRole::Ministry, place));
        return true;
    }
    if let Some(body) = force.lexicon.bodies().exact(inside.trim())
        && out.body.is_none()
        && flags.is_empty()
    {
        out.body = Some(Body {
            code: if body.abbreviation.is_empty() {
                body.name.clone()
            } else {
                body.abbreviation.clone()
            },
            name: body.name.clone(),
            surface: inside.trim().to_owned(),
        });
        return true;
    }
    attach_office(inside, force, out)
}

/// Takes an office in charge （子ども課）, an account 【エネ特】, or a count （２隻） off a name.
fn attach_office(inside: &str, force: InForce<'_>, out: &mut Attached) -> bool {
    /// An office's name is no longer.
    const LONGEST: usize = 24;
    let text = inside.trim();
    if let Some((account, len)) = super::label::account_at(text, force)
        && len == text.len()
        && out.account.is_none()
    {
        out.account = Some(account);
        return true;
    }
    let office = force
        .lexicon
        .offices()
        .longest_suffix(text)
        .is_some_and(|(len, ())| len < text.len());
    let plain = text.chars().count() <= LONGEST
        && !text.contains(|c: char| c.is_ascii_digit() || "のをに".contains(c));
    if office && plain && out.department.is_none() {
        out.department = Some(text.to_owned());
        return true;
    }
    let digits = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',')
            .len();
    digits > 0
        && force
            .lexicon
            .not_money_units()
            .contains(text.get(digits..).unwrap_or(""))
}

pub(super) fn flag_of(piece: &str, force: InForce<'_>) -> Option<Option<Flag>> {
    let lexicon = force.lexicon;
    // A mark can go on over a line: （仮 称）.
    let joined;
    let piece = if piece.contains('\n') {
        joined = piece.replace('\n', "");
        &joined
    } else {
        piece
    };
    lexicon
        .flags()
        .exact(piece)
        .or_else(|| lexicon.flag_marks().exact(piece))
        .or_else(|| lexicon.flag_patterns().exact(piece))
        .map(|entry| entry.flag)
        .or_else(|| {
            // 令和5年度新規
            let (len, entry) = lexicon.flags().longest_suffix(piece)?;
            let before = piece.get(..piece.len() - len)?;
            let year = super::era::fiscal_year_at(before, 0, force.era)?;
            (year.normalized_span.end == before.len()).then_some(entry.flag)
        })
}

/// The ministries that all of `tags` name, and whether they need the document's word for it: a tag that means other
/// things too, standing alone.
pub(super) fn ministries(tags: &[&str], force: InForce<'_>) -> Option<(Vec<Ministry>, bool)> {
    let mut found: Vec<Ministry> = Vec::new();
    let mut clash = false;
    let mut known = false;
    for tag in tags {
        let bare = tag.trim_end_matches("所管").trim_end_matches("計上");
        let bare = if bare.is_empty() { tag } else { bare };
        let entry = match force.lexicon.ministry_by_name(bare, force.year) {
            Some(entry) => {
                known = true;
                entry
            }
            None => match force.lexicon.tag(bare, force.year) {
                Tag::Known(entry) => {
                    known = true;
                    entry
                }
                Tag::Clash(list) => {
                    clash = true;
                    list.preferred?
                }
                Tag::Unknown => return None,
            },
        };
        if !found.iter().any(|ministry| ministry.code == entry.code) {
            found.push(Ministry {
                code: entry.code.clone(),
                name: entry.name.clone(),
                surface: (*tag).to_owned(),
                role: Role::Appropriated,
                evidence: MinistryEvidence::Tag,
            });
        }
    }
    (!found.is_empty()).then_some((found, clash && !(known && tags.len() > 1) && tags.len() < 2))
}

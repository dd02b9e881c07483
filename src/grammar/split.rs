use super::amount::{self, AmountNode};
use super::glyph;
use super::unit::Unit;
use crate::span::Span;

/// A total's split as printed: （総5,文703,厚571,経220）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split<K> {
    /// The split with its brackets.
    pub normalized_span: Span,
    /// Its parts in printed order, at least one.
    pub parts: Vec<SplitPart<K>>,
    /// It ends in 等: parts are missing.
    pub open_rest: bool,
}

/// A part of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitPart<K> {
    /// What the caller's closure made of the key.
    pub key: K,
    /// The key as printed.
    pub key_span: Span,
    /// Its figure, in the total's unit where it prints none; a dash is nil; `None` for a key alone, ＜ＡＭＥＤ＞.
    pub amount: Option<AmountNode>,
}

/// Most parts, and most bytes of a key: more is prose.
const MOST_PARTS: usize = 64;
const LONGEST_KEY: usize = 96;

/// Every split of `text`, bracketed (（文720、厚573、経231等）, ＜ＡＭＥＤ 412億円、インハウス 49億円＞, ＜ＡＭＥＤ＞) or in the open
/// with two parts or more (公 3,976億円 非 14億円).
///
/// `unit` is the unit of the total before the split; without one only parts with a unit of their own are read. `known`
/// says what a key means; a split with a key that is not known is none.
pub fn splits<K>(text: &str, unit: Option<Unit>, known: impl Fn(&str) -> Option<K>) -> Vec<Split<K>> {
    let mut found: Vec<Split<K>> = Vec::new();
    let mut at = 0;
    let mut open = true;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let split = (glyph::is_opening(c) || open && !c.is_whitespace())
            .then(|| split_at(text, at, unit, &known))
            .flatten();
        open = c.is_whitespace() || glyph::is_closing(c) || glyph::is_yen(c);
        at = match split {
            Some(split) => {
                let end = split.normalized_span.end;
                found.push(split);
                open = true;
                end
            }
            None => at + c.len_utf8(),
        };
    }
    found
}

/// The split that begins exactly at byte `at`, at its bracket or, in the open, at its first key. See [`splits`].
pub fn split_at<K>(
    text: &str,
    at: usize,
    unit: Option<Unit>,
    known: impl Fn(&str) -> Option<K>,
) -> Option<Split<K>> {
    let first = text.get(at..)?.chars().next()?;
    let bracketed = glyph::is_opening(first);
    let mut here = if bracketed { at + first.len_utf8() } else { at };
    let mut parts = Vec::new();
    let mut open_rest = false;
    loop {
        here += blank(text, here);
        match part(text, here, unit, bracketed, &known) {
            Some((part, end)) => {
                parts.push(part);
                here = end;
            }
            // in the open, words that are no part end the split
            None if !bracketed && parts.len() > 1 => break,
            None => return None,
        }
        let end = here;
        here += blank(text, here);
        let rest = text.get(here..)?;
        let rest_word = ["等", "など", "ほか", "他"]
            .iter()
            .find_map(|word| Some((word.len(), rest.strip_prefix(word)?)));
        let rest = match rest_word {
            Some((len, after)) if bracketed && after.starts_with(glyph::is_closing) => {
                open_rest = true;
                here += len;
                after
            }
            _ => rest,
        };
        let next = rest.chars().next();
        match next {
            Some(c) if bracketed && glyph::is_closing(c) => {
                here += c.len_utf8();
                break;
            }
            Some(c) if is_separator(c) => here += c.len_utf8(),
            Some(_) if here > end && parts.len() < MOST_PARTS => {}
            _ if bracketed => return None,
            _ => {
                here = end;
                break;
            }
        }
        if parts.len() >= MOST_PARTS {
            return None;
        }
    }
    let end = here;
    let figures = parts.iter().filter(|part| part.amount.is_some()).count();
    let whole = figures == parts.len() || figures == 0;
    let enough = bracketed || parts.len() > 1 && figures > 1;
    (whole && enough && !parts.is_empty()).then_some(Split {
        normalized_span: Span::new(at, trim(text, at, end)),
        parts,
        open_rest,
    })
}

fn trim(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end)
        .map_or(end, |split| start + split.trim_end().len())
}

fn part<K>(
    text: &str,
    at: usize,
    unit: Option<Unit>,
    bracketed: bool,
    known: &impl Fn(&str) -> Option<K>,
) -> Option<(SplitPart<K>, usize)> {
    let rest = text.get(at..)?;
    let mut key_len = 0;
    for c in rest.chars() {
        if is_separator(c) || ends_key(c) || c == '\n' || key_len > LONGEST_KEY {
            break;
        }
        key_len += c.len_utf8();
    }
    // the shortest key that is known and has a figure right behind it, else the longest that is known
    let word = rest.get(..key_len)?;
    let word = word.trim_end();
    let word = word.strip_suffix(['約', ':', '：']).unwrap_or(word).trim_end();
    let bare = word
        .strip_suffix('等')
        .filter(|_| known(word).is_none())
        .unwrap_or(word);
    let key = known(bare)?;
    let key_span = Span::new(at, at + bare.len());
    let mut here = key_span.end;
    here += blank(text, here);
    if let Some(c) = text
        .get(here..)?
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '：'))
    {
        here += c.len_utf8();
        here += blank(text, here);
    }
    let amount = amount::part(text, here, unit);
    let end = amount
        .as_ref()
        .map_or(key_span.end, |node| node.normalized_span.end);
    if amount.is_none() && !bracketed {
        return None;
    }
    Some((
        SplitPart {
            key,
            key_span,
            amount,
        },
        end,
    ))
}

/// What cannot stand in a key.
fn ends_key(c: char) -> bool {
    glyph::arabic(c).is_some()
        || glyph::is_opening(c)
        || glyph::is_closing(c)
        || glyph::is_dash(c) && c != 'ー'
        || matches!(c, '△' | '▲' | 'Δ' | '+' | '＋' | '¥')
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | '､' | ';' | '；' | '・' | '/' | '／')
}

/// Blanks at `at`, one line end among them.
fn blank(text: &str, at: usize) -> usize {
    text.get(at..).map_or(0, |rest| glyph::blank(rest, 8))
}

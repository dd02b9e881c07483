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
    pub parts: Vec<KeyedAmount<K>>,
    /// It ends in 等: parts are missing.
    pub open_rest: bool,
}

/// A part of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedAmount<K> {
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
) -> Option<(KeyedAmount<K>, usize)> {
    let rest = text.get(at..)?;
    let mut key_len = 0;
    while let Some(c) = rest.get(key_len..)?.chars().next() {
        let inside = glyph::is_opening(c) && key_len > 0;
        let nested = inside.then(|| nested(rest.get(key_len..)?)).flatten();
        if let Some(len) = nested {
            key_len += len;
            continue;
        }
        if is_separator(c) || ends_key(c) || c == '\n' || key_len > LONGEST_KEY {
            break;
        }
        key_len += c.len_utf8();
    }
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
        KeyedAmount {
            key,
            key_span,
            amount,
        },
        end,
    ))
}

/// A bracket inside a key, 内(本): its length.
fn nested(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1).take(5);
    let close = chars.find(|(_, c)| glyph::is_closing(*c) || ends_key(*c))?;
    (close.0 > 1 && glyph::is_closing(close.1)).then(|| close.0 + close.1.len_utf8())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn known(key: &str) -> Option<String> {
        let keys = [
            "総",
            "文",
            "厚",
            "経",
            "内(本)",
            "文科省",
            "AMED",
            "インハウス",
            "公",
            "非",
            "一般会計",
            "特別会計",
        ];
        keys.contains(&key).then(|| key.to_owned())
    }

    /// Surface, then key and yen of each part.
    fn read(text: &str) -> Vec<(String, bool)> {
        splits(text, Some(Unit::HUNDRED_MILLION), known)
            .into_iter()
            .map(|split| {
                let parts: Vec<String> = split
                    .parts
                    .iter()
                    .map(|part| {
                        let yen = part
                            .amount
                            .as_ref()
                            .map(|node| node.figure().map(|money| money.yen));
                        match yen {
                            Some(Some(yen)) => format!("{}={}", part.key, yen / 10_000_000),
                            Some(None) => format!("{}=?", part.key),
                            None => part.key.clone(),
                        }
                    })
                    .collect();
                (parts.join(" "), split.open_rest)
            })
            .collect()
    }

    #[test]
    fn parts_take_the_unit_of_the_total() {
        for (text, parts, open) in [
            (
                "1,498億円\n(総5,文703,厚571,経220)",
                "総=50 文=7030 厚=5710 経=2200",
                false,
            ),
            ("(文720、厚573、経231等)", "文=7200 厚=5730 経=2310", true),
            ("(文176,厚144,経-)", "文=1760 厚=1440 経=0", false),
            ("(文1,703,厚571)", "文=17030 厚=5710", false),
            ("(文0.5,厚△3)", "文=5 厚=-30", false),
            ("(文:703、厚:571)", "文=7030 厚=5710", false),
            ("(文 703 厚 571)", "文=7030 厚=5710", false),
            ("[文科省703・厚571]", "文科省=7030 厚=5710", false),
            ("(内(本)5,文3)", "内(本)=50 文=30", false),
            ("(文703\n,厚571)", "文=7030 厚=5710", false),
            ("(文1Z、厚5)", "文=? 厚=50", false),
            (
                "461億円 <AMED 412億円、インハウス 49億円>",
                "AMED=4120 インハウス=490",
                false,
            ),
            ("<AMED>", "AMED", false),
            ("(文、厚、経)", "文 厚 経", false),
            ("公 3,976億円 非 14億円", "公=39760 非=140", false),
            (
                "(一般会計 10億円、特別会計 500百万円)",
                "一般会計=100 特別会計=50",
                false,
            ),
        ] {
            assert_eq!(read(text), [(parts.to_owned(), open)], "{text}");
        }
    }

    #[test]
    fn what_has_an_unknown_key_is_no_split() {
        for text in [
            "(総額5)",
            "(文703,外5)",
            "(文部)",
            "(文703,厚571",
            "(305億円)",
            "文703",
            "(文703,厚)",
            "()",
            "(",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn places_and_resolution_are_told() {
        let text = "1,110億円(総5,文527)";
        let split = split_at(text, 11, Some(Unit::HUNDRED_MILLION), known).unwrap();
        assert_eq!(split.normalized_span.slice(text), "(総5,文527)");
        assert_eq!(split.parts[1].key_span.slice(text), "文");
        let node = split.parts[1].amount.as_ref().unwrap();
        assert_eq!(node.normalized_span.slice(text), "527");
        assert_eq!(node.figure().unwrap().resolution_yen, 100_000_000);
    }
}

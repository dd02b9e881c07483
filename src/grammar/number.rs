use super::decimal::{Decimal, Long};
use super::glyph;
use super::numeral::{Dialect, Numeral, numeral};
use crate::span::Span;

/// A numeral of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberNode {
    /// Where it stands, sign and suffix (ダース, K, 銭) included.
    pub normalized_span: Span,
    /// Its value in plain decimal digits: `-1234.5`.
    pub value: String,
}

/// Every numeral of `text`, whatever it counts: 3億4千8百万6, 1 3/5, 2.7890e-1, マイナス四十, 3ダース, 2222円13銭, to 無量大数.
/// Percentages are ratios and are left out; so are kanji numerals that only begin a word (一部, 十分).
#[must_use]
pub fn numbers(text: &str) -> Vec<NumberNode> {
    let mut nodes: Vec<NumberNode> = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (node, resume) = if begins(c) {
            number(text, floor, at)
        } else {
            (None, at + c.len_utf8())
        };
        if let Some(node) = node {
            floor = node.normalized_span.end;
            nodes.push(node);
        }
        at = resume.max(at + c.len_utf8());
    }
    nodes
}

fn begins(c: char) -> bool {
    glyph::arabic(c).is_some()
        || glyph::kanji(c).is_some()
        || glyph::small_unit(c).is_some()
        || glyph::joined_unit(c).is_some()
        || matches!(c, '.' | 'ゼ')
}

fn number(text: &str, floor: usize, start: usize) -> (Option<NumberNode>, usize) {
    let rest = text.get(start..).unwrap_or("");
    let next = start + rest.chars().next().map_or(1, char::len_utf8);
    let (sign, negative) = sign(text, floor, start);
    if let Some(after) = rest.strip_prefix("ゼロ") {
        let span = Span::new(sign, text.len() - after.len());
        let glued = text
            .get(floor..start)
            .is_some_and(|head| head.ends_with(glyph::is_katakana))
            || after.starts_with(glyph::is_katakana);
        let node = (!glued).then(|| NumberNode {
            normalized_span: span,
            value: "0".to_owned(),
        });
        return (node, span.end);
    }
    let Ok((left, found)) = numeral::<Long>(rest, Dialect::Prose) else {
        return (None, next);
    };
    let end = text.len() - left.len();
    if !found.has_digit && found.unit == 0 || is_word(text, floor, start, end) {
        return (None, end);
    }
    let ratio = left.trim_start_matches([' ', '\u{3000}']);
    if ratio.starts_with(['%', '％', '‰']) || ratio.starts_with("パーセント") {
        return (None, end);
    }
    let (value, end) = suffixed(text, start, found, end);
    let node = NumberNode {
        normalized_span: Span::new(sign, end),
        value: value.to_plain(negative),
    };
    (Some(node), end)
}

/// Where the sign before `start` begins, and whether it is a minus.
fn sign(text: &str, floor: usize, start: usize) -> (usize, bool) {
    let head = text.get(floor..start).unwrap_or("");
    let body = head.strip_suffix([' ', '\u{3000}']).unwrap_or(head);
    if let Some(before) = body.strip_suffix("マイナス") {
        return (floor + before.len(), true);
    }
    if let Some(before) = body.strip_suffix(['△', '▲']) {
        return (floor + before.len(), true);
    }
    let Some(before) = body.strip_suffix(|c: char| glyph::is_dash(c) && c != 'ー') else {
        return (start, false);
    };
    let glued = body.len() == head.len();
    let operator = before.chars().next_back().is_some_and(|c| {
        glyph::arabic(c).is_some() || c.is_ascii_alphabetic() || glyph::is_dash(c) || glyph::is_closing(c)
    });
    let first = before.is_empty() && floor == 0;
    if !operator && (glued && !(before.is_empty() && floor > 0) || first) {
        (floor + before.len(), true)
    } else {
        (start, false)
    }
}

/// 一部, 統一, 十分, 三重: kanji that are numerals elsewhere.
fn is_word(text: &str, floor: usize, start: usize, end: usize) -> bool {
    let word = Span::new(start, end).slice(text);
    let mut chars = word.chars();
    let (Some(only), None) = (chars.next(), chars.next()) else {
        return false;
    };
    let before = text.get(floor..start).and_then(|head| head.chars().next_back());
    let behind = text.get(end..).and_then(|rest| rest.chars().next());
    let follows = |set: &str| behind.is_some_and(|c| set.contains(c));
    let precedes = |set: &str| before.is_some_and(|c| set.contains(c));
    match only {
        '一' => {
            follows("部般方致括貫連層環体応旦切概斉律緒般石端角面覧任変定") || precedes("統唯単均逐随専")
        }
        '二' => follows("酸次重"),
        '三' => follows("重位菱井鷹"),
        '四' => follows("国半則"),
        '五' => follows("輪感"),
        '八' => follows("王幡戸代尾丈"),
        '九' => follows("州"),
        '十' => follows("分勝字"),
        '百' => follows("貨科"),
        '千' => follows("葉代歳曲"),
        '参' | '陸' | '漆' | '質' | '什' | '拾' | '伍' | '零' => {
            before.is_some_and(glyph::is_ideograph)
                || behind.is_some_and(|c| glyph::is_ideograph(c) && !glyph::is_yen(c))
        }
        _ => false,
    }
}

/// What may follow the digits: 数億, a fraction, an exponent, K M G, ダース, 銭.
fn suffixed(text: &str, start: usize, found: Numeral<Long>, end: usize) -> (Long, usize) {
    let plain = !found.has_big && found.unit == 0;
    let mut value = found.value;
    let rest = text.get(end..).unwrap_or("");
    // 百二十数億
    if let Some(after) = rest.strip_prefix('数').filter(|_| !found.has_big) {
        let unit = after
            .chars()
            .next()
            .and_then(|c| Some((glyph::big_unit(c)?, c.len_utf8())));
        if let Some((power, len)) = unit {
            value.raise(power);
            return (value, text.len() - after.len() + len);
        }
    }
    if plain {
        let dated = text.get(..start).is_some_and(|head| head.ends_with(['/', '／']));
        if let Some((quotient, end)) = fraction(text, &value, end).filter(|_| !dated) {
            return (quotient, end);
        }
        if let Some((exponent, negative, end)) = exponent(text, end) {
            if negative {
                value.lower(exponent as usize);
            } else {
                value.raise(exponent);
            }
            return (value, end);
        }
        if let Some((power, len)) = prefix_of_size(rest) {
            value.raise(power);
            return (value, end + len);
        }
    }
    if rest.starts_with("ダース") {
        return (dozens(&value), end + "ダース".len());
    }
    if let Some((sen, end)) = sen(text, end) {
        value.add(&sen);
        return (value, end);
    }
    (value, end)
}

fn dozens(value: &Long) -> Long {
    let mut twelve = value.clone();
    twelve.raise(1);
    twelve.add(value);
    twelve.add(value);
    twelve
}

/// 3/5 behind a value of 3, or behind 1 in `1 3/5`; not a date.
fn fraction(text: &str, value: &Long, end: usize) -> Option<(Long, usize)> {
    let rest = text.get(end..)?;
    let (above, rest, whole) = match slash(rest) {
        Some(rest) => (value.clone(), rest, None),
        None => {
            let (above, left) = digits(rest.strip_prefix([' ', '\u{3000}'])?)?;
            (above, slash(left)?, Some(value))
        }
    };
    let (below, left) = digits(rest)?;
    if slash(left).is_some() {
        return None;
    }
    let mut quotient = above.divided_by(&below)?;
    if let Some(whole) = whole {
        quotient.add(whole);
    }
    Some((quotient, text.len() - left.len()))
}

fn slash(text: &str) -> Option<&str> {
    text.strip_prefix(['/', '／', '⁄'])
}

/// Arabic digits without anything else.
fn digits(text: &str) -> Option<(Long, &str)> {
    let mut value = Long::zero();
    let mut len = 0;
    for c in text.chars() {
        let Some(digit) = glyph::arabic(c) else { break };
        value.push(digit);
        len += c.len_utf8();
    }
    (len > 0).then_some(())?;
    Some((value, text.get(len..)?))
}

/// e-1, E10.
fn exponent(text: &str, end: usize) -> Option<(u32, bool, usize)> {
    let rest = text.get(end..)?.strip_prefix(['e', 'E', 'ｅ', 'Ｅ'])?;
    let minus = rest.strip_prefix(glyph::is_dash);
    let rest = minus.or_else(|| rest.strip_prefix(['+', '＋'])).unwrap_or(rest);
    let mut exponent = 0_u32;
    let mut len = 0;
    for c in rest.chars() {
        let Some(digit) = glyph::arabic(c) else { break };
        exponent = exponent.checked_mul(10)?.checked_add(u32::from(digit))?;
        len += c.len_utf8();
    }
    (len > 0 && exponent <= 400).then(|| (exponent, minus.is_some(), text.len() - rest.len() + len))
}

/// K, M, G, T.
fn prefix_of_size(rest: &str) -> Option<(u32, usize)> {
    let mut chars = rest.chars();
    let mark = chars.next()?;
    let power = match mark {
        'K' | 'k' | 'Ｋ' | 'ｋ' => 3,
        'M' | 'Ｍ' => 6,
        'G' | 'Ｇ' => 9,
        'T' | 'Ｔ' => 12,
        _ => return None,
    };
    let glued = chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
    (!glued).then(|| (power, mark.len_utf8()))
}

/// 円13銭 behind a figure.
fn sen(text: &str, end: usize) -> Option<(Long, usize)> {
    let rest = text.get(end..)?.strip_prefix(glyph::is_yen)?;
    let (left, mut found) = numeral::<Long>(rest, Dialect::Prose).ok()?;
    let left = left.strip_prefix('銭')?;
    found.value.lower(2);
    Some((found.value, text.len() - left.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(&str, String)> {
        numbers(text)
            .into_iter()
            .map(|node| (node.normalized_span.slice(text), node.value))
            .collect()
    }

    #[test]
    fn a_whole_numeral_is_one_number() {
        for (text, value) in [
            ("3億4千８百万6", "348000006"),
            ("千二三四", "1234"),
            ("千〇〇三億", "100300000000"),
            ("六百〇八", "608"),
            ("壱阡陌拾壱萬", "11110000"),
            ("百卅肆", "134"),
            ("2234千億4256万6千", "223400042566000"),
            ("1.5億250.32千", "150250320"),
            ("1,000億 5,432万", "100054320000"),
            ("二万、五十", "20050"),
            ("6、544", "6544"),
            ("1 234 567.89", "1234567.89"),
            ("1 3/5", "1.6"),
            ("16/5", "3.2"),
            ("2.7890e-1", "0.2789"),
            (".0012G", "1200000"),
            ("- 1,200,000", "-1200000"),
            ("マイナス 五十", "-50"),
            ("マイナス〇", "0"),
            ("3ダース", "36"),
            ("百二十数億", "12000000000"),
            ("2222円13銭", "2222.13"),
            ("一万億", "1000000000000"),
            ("ゼロ", "0"),
            ("0・08", "0.08"),
        ] {
            assert_eq!(values(text), [(text, value.to_owned())], "{text}");
        }
        let great = format!("9無量大数{}", "1");
        assert_eq!(values(&great)[0].1, format!("9{}1", "0".repeat(67)));
        let digits = "7".repeat(400);
        assert_eq!(values(&digits), [(&*digits, digits.clone())]);
    }

    #[test]
    fn neighbours_stay_apart_and_words_are_no_numbers() {
        let numbers = |text| -> Vec<String> { values(text).into_iter().map(|(_, value)| value).collect() };
        assert_eq!(numbers("1と234と567"), ["1", "234", "567"]);
        assert_eq!(numbers("423 0000は2つ"), ["423", "0", "2"]);
        assert_eq!(
            numbers("2018年5月17日、2018/5/17"),
            ["2018", "5", "17", "2018", "5", "17"]
        );
        assert_eq!(numbers("1億2億"), ["100000000", "200000000"]);
        assert_eq!(numbers("一部の一般的な統一と十分な参考"), [] as [&str; 0]);
        assert_eq!(numbers("前年比9.4%増"), [] as [&str; 0]);
    }
}

//! Numbers broken over two lines: `…22` and `億円`, `5兆` and `541億円`, `1,4` and `98億円`. A line is only ever joined to
//! the next where the first alone is no whole amount and the second alone makes it one.

/// Four lines in a row, trimmed, of which the middle two may be one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'t> {
    /// The line before, where there is one: a number above a number is a column.
    pub(super) above: Option<&'t str>,
    /// Ends in a number, perhaps.
    pub(super) left: &'t str,
    /// Goes it on, perhaps.
    pub(super) right: &'t str,
    /// The line after, where there is one: it may hold the unit.
    pub(super) below: Option<&'t str>,
}

/// A quick no for lines whose last character can end no number.
pub(super) fn may_go_on(left: &str) -> bool {
    match left.as_bytes() {
        [.., b'0'..=b'9' | b','] => true,
        // Full-width digits and comma; 兆 億 円 千 万 百.
        [.., 0xEF, 0xBC, 0x8C | 0x90..=0x99] => true,
        [.., 0xE5, 0x85, 0x86] | [.., 0xE5, 0x84, 0x84] | [.., 0xE5, 0x86, 0x86] => true,
        [.., 0xE5, 0x8D, 0x83] | [.., 0xE4, 0xB8, 0x87] | [.., 0xE7, 0x99, 0xBE] => true,
        _ => false,
    }
}

/// Whether the number at the end of `left` goes on at the beginning of `right`.
pub(super) fn goes_on(lines: Around<'_>) -> bool {
    let Around { left, right, .. } = lines;
    let Some(last) = left.chars().next_back() else {
        return false;
    };
    if is_digit(last) {
        let column = is_bare_number(left) && lines.above.is_some_and(is_bare_number);
        return !column && (begins_with_unit(right) || right.starts_with("の内数"))
            || completes_group(left, right, lines.below);
    }
    match last {
        ',' | '，' => completes_group(left, right, lines.below),
        '円' => right.starts_with("の内数") && has_digit_before(left, "円億万千百兆"),
        '百' | '千' => has_digit_before(left, "百千") && begins_with_unit(right),
        '兆' | '億' | '万' => {
            has_digit_before(left, "兆億万千百")
                && (right.starts_with('円') && begins_with_unit(right)
                    || smaller_amount(last, right, lines.below))
        }
        _ => false,
    }
}

/// Nothing but one number: an axis or a column stacks such lines.
fn is_bare_number(line: &str) -> bool {
    line.contains(is_digit)
        && line.chars().all(|c| {
            is_digit(c) || is_comma(c) || matches!(c, '.' | '．' | '-' | '－' | '△' | '▲' | '%' | '％')
        })
}

/// ASCII or full-width.
fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '０'..='９')
}

fn is_comma(character: char) -> bool {
    matches!(character, ',' | '，')
}

/// Whether a digit stands before the unit characters at the end, with a space between or none.
fn has_digit_before(left: &str, units: &str) -> bool {
    left.trim_end_matches(|c| units.contains(c))
        .trim_end()
        .ends_with(is_digit)
}

/// A unit of money at the beginning of a line.
struct Unit {
    /// Power of ten of its large part: 12 for 兆, 8 for 億, 4 for 万, else 0.
    rank: u8,
    /// It ends in 円.
    is_money: bool,
    len: usize,
}

fn unit(text: &str) -> Option<Unit> {
    let small = text.trim_start_matches(['十', '百', '千']);
    let (rank, rest) = match small.chars().next() {
        Some('兆') => (12, small.strip_prefix('兆')),
        Some('億') => (8, small.strip_prefix('億')),
        Some('万') => (4, small.strip_prefix('万')),
        _ => (0, Some(small)),
    };
    let rest = rest?;
    let is_money = rest.starts_with('円');
    let rest = rest.strip_prefix('円').unwrap_or(rest);
    let len = text.len() - rest.len();
    (len > 0).then_some(Unit { rank, is_money, len })
}

/// Whether a line begins with a unit that a bare number above lacks: `億円`, `百万円の内数`, `億5,000万円`, `円`.
fn begins_with_unit(text: &str) -> bool {
    let Some(unit) = unit(text) else {
        return false;
    };
    let rest = text.get(unit.len..).unwrap_or("");
    let next = rest.chars().next();
    if !unit.is_money {
        // 兆 and 億 alone begin words too: a number must follow.
        return unit.rank > 0 && rest.trim_start().starts_with(is_digit);
    }
    // 円滑, 円グラフ; but 円程度, 円規模, 円以内.
    unit.len > '円'.len_utf8()
        || next.is_none_or(|next| {
            !next.is_alphabetic()
                || matches!(
                    next,
                    'の' | 'を'
                        | 'と'
                        | 'で'
                        | 'が'
                        | 'に'
                        | 'は'
                        | 'へ'
                        | '程'
                        | '規'
                        | '以'
                        | '超'
                        | '未'
                        | '増'
                        | '減'
                        | '分'
                        | '等'
                )
        })
}

/// A number at the beginning of `text`: its digits before a comma, whether later groups are whole, and what follows.
struct Number<'t> {
    first_group: usize,
    groups_whole: bool,
    rest: &'t str,
}

fn number(text: &str) -> Option<Number<'_>> {
    let digits = |text: &str| text.chars().take_while(|c| is_digit(*c)).count();
    let skip = |text: &'_ str, count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let first_group = digits(text);
    if first_group == 0 {
        return None;
    }
    let mut rest = text.get(skip(text, first_group)..)?;
    let mut groups_whole = true;
    while let Some(after) = rest.strip_prefix(is_comma) {
        let group = digits(after);
        if group == 0 {
            break;
        }
        groups_whole &= group == 3;
        rest = after.get(skip(after, group)..)?;
    }
    if let Some(after) = rest.strip_prefix(['.', '．']) {
        rest = after.get(skip(after, digits(after))..)?;
    }
    Some(Number {
        first_group,
        groups_whole,
        rest: rest.trim_start(),
    })
}

/// The unit after a number, on its line or, where the number fills it, at the beginning of the line below.
fn unit_after(number: &Number<'_>, below: Option<&str>) -> Option<Unit> {
    let text = if number.rest.is_empty() {
        below?
    } else {
        number.rest
    };
    unit(text).filter(|unit| unit.is_money || unit.rank > 0)
}

/// Whether the digits after the last comma of `left` and those that `right` begins with make a group of three.
fn completes_group(left: &str, right: &str, below: Option<&str>) -> bool {
    let tail = left.chars().rev().take_while(|c| is_digit(*c)).take(3).count();
    let mut before = left.chars().rev().skip(tail);
    if tail > 2 || !before.next().is_some_and(is_comma) || !before.next().is_some_and(is_digit) {
        return false;
    }
    number(right).is_some_and(|number| {
        number.first_group + tail == 3 && number.groups_whole && unit_after(&number, below).is_some()
    })
}

/// Whether `right` begins with the amount of a smaller unit that goes on one of `larger`: `541億円` after 兆.
fn smaller_amount(larger: char, right: &str, below: Option<&str>) -> bool {
    let rank = match larger {
        '兆' => 12,
        '億' => 8,
        '万' => 4,
        _ => return false,
    };
    number(right)
        .and_then(|number| unit_after(&number, below))
        .is_some_and(|unit| unit.rank < rank && (unit.rank > 0 || unit.is_money))
}

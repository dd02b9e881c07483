//! The numeral: Arabic, kanji and mixed figures with their 十百千 and 万億兆, read into one exact value. Comes in two
//! dialects: [`Dialect::Money`], which is strict, joins what stands before 円 and says where a figure is damaged, and
//! [`Dialect::Prose`], which takes any numeral of running text.

use super::decimal::Decimal;
use super::digits::{Digits, arabic, kanji};
use super::glyph;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::anychar;
use nom::combinator::{map, map_opt, value};
use nom::{IResult, Parser};

/// What a numeral is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Before 円: blanks and a line end may stand between figure and unit; a broken digit is damage.
    Money,
    /// Anywhere: digit groups by 、 or blanks, 無量大数; what does not fit begins the next numeral.
    Prose,
}

/// Why a figure has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Damage {
    /// A character that is no digit among digits: `1Z億円`, `３O億円`, `l2億円`.
    BrokenDigit,
    /// 円 or 億 that became another character: `12億冂`, `12憶円`.
    BrokenUnit,
    /// Commas or points that do not part groups of three: `12,34億円`, `1.2.3億円`, `12,億円`.
    BadGrouping,
    /// Parts that do not descend: `1億23456万円`.
    OutOfOrder,
    /// More than 64 bits of yen.
    TooLarge,
    /// Less than one yen: `10円5銭`, `0.5円`.
    FractionOfYen,
    /// A range whose ends descend: `30〜10億円`.
    DescendingRange,
}

impl Damage {
    /// One clause for people.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::BrokenDigit => "a character among the digits is no digit",
            Self::BrokenUnit => "the unit is damaged",
            Self::BadGrouping => "commas or points do not part groups of three digits",
            Self::OutOfOrder => "the parts of the number do not descend",
            Self::TooLarge => "the number does not fit 64 bits of yen",
            Self::FractionOfYen => "the amount is no whole number of yen",
            Self::DescendingRange => "the upper end of the range is not above the lower",
        }
    }
}

/// A numeral at the beginning of a text.
#[derive(Debug, Clone)]
pub(super) struct Numeral<N> {
    /// Its value; meaningless where there is damage.
    pub(super) value: N,
    /// Bytes up to the first blank inside: where a search goes on if the numeral leads to nothing.
    pub(super) first_piece: usize,
    /// The power of ten of the last printed digit.
    pub(super) lowest: i32,
    /// The power of ten of the unit behind the last digits: 6 in 三億50百万.
    pub(super) unit: u32,
    /// The power of ten of the unit behind the first digits: 8 in 三億50百万.
    pub(super) first_unit: u32,
    /// How many digit groups with a unit of their own.
    pub(super) items: u32,
    /// Whether there is a digit, or units only, as in 百万.
    pub(super) has_digit: bool,
    /// Whether a 万, 億, 兆 … is there.
    pub(super) has_big: bool,
    /// What is wrong with it.
    pub(super) damage: Option<Damage>,
}

#[derive(Debug, Clone)]
enum Token<N> {
    Digits(Digits<N>),
    Small(u32),
    Joined(u8, u32),
    Big(u32),
}

/// 十百千 and their 大字.
fn small(input: &str) -> IResult<&str, u32> {
    map_opt(anychar, glyph::small_unit).parse(input)
}

/// 廿卅卌皕.
fn joined(input: &str) -> IResult<&str, (u8, u32)> {
    map_opt(anychar, glyph::joined_unit).parse(input)
}

/// 万億兆京.
fn big(input: &str) -> IResult<&str, u32> {
    map_opt(anychar, glyph::big_unit).parse(input)
}

/// The units above 京, to 無量大数 (10^68).
fn great(input: &str) -> IResult<&str, u32> {
    alt((
        value(20, tag("垓")),
        value(24, alt((tag("𥝱"), tag("秭")))),
        value(28, alt((tag("穣"), tag("穰")))),
        value(32, tag("溝")),
        value(36, tag("澗")),
        value(40, tag("正")),
        value(44, tag("載")),
        value(48, tag("極")),
        value(52, tag("恒河沙")),
        value(56, tag("阿僧祇")),
        value(60, alt((tag("那由他"), tag("那由多")))),
        value(64, tag("不可思議")),
        value(68, alt((tag("無量大数"), tag("無量")))),
    ))
    .parse(input)
}

fn token<N: Decimal>(input: &str, dialect: Dialect) -> IResult<&str, Token<N>> {
    // Most of what is asked for is an Arabic digit, or what ends a number.
    let first = input.chars().next();
    match dialect {
        Dialect::Money if first.is_some_and(|first| glyph::arabic(first).is_some()) => {
            map(|i| arabic(i, dialect), Token::Digits).parse(input)
        }
        Dialect::Money => alt((
            map(kanji, Token::Digits),
            map(small, Token::Small),
            map(big, Token::Big),
            map(joined, |(digit, power)| Token::Joined(digit, power)),
        ))
        .parse(input),
        Dialect::Prose => alt((
            map(|i| arabic(i, dialect), Token::Digits),
            map(kanji, Token::Digits),
            map(small, Token::Small),
            map(big, Token::Big),
            map(great, Token::Big),
            map(joined, |(digit, power)| Token::Joined(digit, power)),
        ))
        .parse(input),
    }
}

/// The parts of a numeral as they come in.
#[derive(Debug, Clone)]
struct Sum<N> {
    /// Sections ended by a great unit, and the power of ten of their last printed digit.
    closed: N,
    closed_low: i32,
    closed_count: u32,
    last_big: u32,
    /// The section under way: its value, the powers of ten above its first and of its last printed digit.
    section: N,
    section_items: u32,
    section_high: i32,
    section_low: i32,
    section_first_unit: u32,
    section_unit: u32,
    pending: Option<Digits<N>>,
    unit: u32,
    first_unit: u32,
    items: u32,
    has_digit: bool,
}

impl<N: Decimal> Sum<N> {
    fn new() -> Self {
        Self {
            closed: N::zero(),
            closed_low: i32::MAX,
            closed_count: 0,
            last_big: 0,
            section: N::zero(),
            section_items: 0,
            section_high: i32::MIN,
            section_low: i32::MAX,
            section_first_unit: 0,
            section_unit: 0,
            pending: None,
            unit: 0,
            first_unit: 0,
            items: 0,
            has_digit: false,
        }
    }

    /// Takes the pending digits times ten to the power of `unit`, or the bare unit.
    fn item(&mut self, unit: u32) -> Option<()> {
        let bare = || (N::one(), 1, 0);
        let inside = self.section_items > 0 || self.closed_count > 0;
        let (mut value, whole, fraction) = match self.pending.take() {
            // 千〇十: a zero that only fills
            Some(digits) if unit > 0 && inside && digits.kanji && digits.zero => bare(),
            Some(digits) => {
                self.has_digit = true;
                (digits.value, digits.whole, digits.fraction)
            }
            None => bare(),
        };
        let (unit_power, fraction) = (unit as i32, fraction as i32);
        let high = if whole == 0 {
            i32::MIN
        } else {
            whole as i32 + unit_power
        };
        if self.section_items > 0 && (self.section_low <= 0 || high > self.section_low) {
            return None;
        }
        if self.section_items == 0 {
            self.section_high = high;
            self.section_first_unit = unit;
        }
        value.raise(unit);
        self.section.add(&value);
        self.section_low = unit_power - fraction;
        self.section_unit = unit;
        self.section_items += 1;
        self.items += 1;
        Some(())
    }

    /// Ends the section by ten to the power of `big`, or by nothing (0).
    fn close(&mut self, big: u32) -> Option<()> {
        if self.pending.is_some() {
            self.item(0)?;
        }
        let power = big as i32;
        // 1万億, 一万五千億: one lower unit, raised as a whole
        let rises = self.closed_count == 1 && big > self.last_big && self.last_big > 0;
        if self.section_items == 0 {
            if !rises && (self.closed_count > 0 || big == 0) {
                return None;
            }
            if rises {
                self.closed.raise(big);
                self.closed_low = self.closed_low.saturating_add(power);
                self.unit += big;
                self.first_unit += big;
            } else {
                // 億 without a figure
                self.closed = N::one();
                self.closed.raise(big);
                self.closed_low = power;
                self.unit = big;
                self.first_unit = big;
                self.items += 1;
                self.closed_count += 1;
            }
            self.last_big = big;
            return Some(());
        }
        let falls = self.closed_count == 0 || self.section_high.saturating_add(power) <= self.closed_low;
        let section = std::mem::replace(&mut self.section, N::zero());
        if falls {
            let mut section = section;
            section.raise(big);
            self.closed.add(&section);
            self.closed_count += 1;
        } else if rises && self.section_high <= self.closed_low {
            self.closed.add(&section);
            self.closed.raise(big);
            self.first_unit += big;
        } else {
            return None;
        }
        self.closed_low = self.section_low.saturating_add(power);
        self.unit = self.section_unit + big;
        if self.closed_count == 1 && falls {
            self.first_unit = self.section_first_unit + big;
        }
        self.last_big = big;
        self.section_items = 0;
        self.section_high = i32::MIN;
        self.section_low = i32::MAX;
        Some(())
    }

    fn finish(
        mut self,
        len: usize,
        first_piece: usize,
        damage: Option<Damage>,
    ) -> Option<(Numeral<N>, usize)> {
        let has_big = self.closed_count > 0;
        if damage.is_none() && (self.pending.is_some() || self.section_items > 0) {
            self.close(0)?;
        }
        Some((
            Numeral {
                value: self.closed,
                first_piece: first_piece.min(len),
                lowest: self.closed_low,
                unit: self.unit,
                first_unit: self.first_unit,
                items: self.items,
                has_digit: self.has_digit,
                has_big,
                damage,
            },
            len,
        ))
    }

    /// Whether the section under way could end here, behind what was closed.
    fn ends_well(&self) -> bool {
        self.clone().finish(0, 0, None).is_some()
    }
}

/// Most blanks between a figure and its unit.
const GAP: usize = 8;

/// The numeral at the beginning of `input`.
pub(super) fn numeral<N: Decimal>(input: &str, dialect: Dialect) -> IResult<&str, Numeral<N>> {
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit));
    let (found, len) = read(input, dialect).ok_or_else(fail)?;
    let rest = input.get(len..).ok_or_else(fail)?;
    Ok((rest, found))
}

fn read<N: Decimal>(input: &str, dialect: Dialect) -> Option<(Numeral<N>, usize)> {
    let money = dialect == Dialect::Money;
    let mut sum = Sum::<N>::new();
    let mut at = 0;
    let mut first_piece = usize::MAX;
    let mut damage = None;
    // the numeral as it was when the last section ended well, and before a blank that may not belong to it
    let mut good: Option<(Sum<N>, usize)> = None;
    let mut before_blank: Option<(Sum<N>, usize)> = None;
    loop {
        let rest = input.get(at..)?;
        let mut skip = if at == 0 { 0 } else { glyph::blank(rest, GAP) };
        if skip == 0 && !money && good.as_ref().is_some_and(|(_, end)| *end == at) {
            // 二万、五十
            skip = rest
                .strip_prefix('、')
                .filter(|after| kanji::<N>(after).is_ok())
                .map_or(0, |after| rest.len() - after.len());
        }
        if skip > 0 && damage.is_some() {
            break;
        }
        let Ok((after, token)) = token::<N>(rest.get(skip..)?, dialect) else {
            break;
        };
        let end = input.len() - after.len();
        let waiting = sum.pending.is_some();
        if skip > 0 {
            let joins = match &token {
                Token::Digits(_) => !waiting && sum.closed_count > 0 && sum.section_items == 0,
                Token::Big(_) => waiting,
                Token::Small(_) => waiting && money,
                Token::Joined(..) => false,
            };
            if !joins {
                break;
            }
            first_piece = first_piece.min(at);
            if !waiting && !rest.starts_with('、') {
                before_blank = Some((sum.clone(), at));
            }
        }
        if damage.is_some() {
            at = end;
            continue;
        }
        let fits = match token {
            Token::Digits(digits) => {
                if digits.damage.is_some() {
                    damage = digits.damage;
                    sum.has_digit = true;
                    at = end;
                    continue;
                }
                if let Some(before) = &sum.pending {
                    if before.kanji || !money {
                        break;
                    }
                    damage = Some(Damage::BrokenDigit);
                    sum.has_digit = true;
                    at = end;
                    continue;
                }
                sum.pending = Some(digits);
                Some(())
            }
            Token::Small(power) => sum.item(power),
            Token::Joined(digit, power) => {
                if waiting {
                    break;
                }
                sum.pending = Some(Digits::single(digit));
                sum.item(power)
            }
            Token::Big(power) => sum.close(power),
        };
        match fits {
            Some(()) => at = end,
            None if before_blank.is_some() => break,
            None if money => {
                damage = Some(Damage::OutOfOrder);
                at = end;
                continue;
            }
            None => {
                let (sum, end) = good?;
                return sum.finish(end, first_piece, None);
            }
        }
        if matches!(token_end(&sum), TokenEnd::Big) {
            good = Some((sum.clone(), at));
            before_blank = None;
        }
    }
    if at == 0 {
        return None;
    }
    if let Some((before, end)) = before_blank.filter(|_| damage.is_none()) {
        let rest = input.get(at..)?;
        let counted =
            sum.pending.is_none() && sum.section_unit > 0 || rest.chars().next().is_some_and(glyph::is_yen);
        if !money || !counted || !sum.ends_well() {
            return before.finish(end, first_piece, None);
        }
    }
    if damage.is_none() && !sum.ends_well() {
        if money {
            damage = Some(Damage::OutOfOrder);
        } else {
            let (sum, end) = good?;
            return sum.finish(end, first_piece, None);
        }
    }
    sum.finish(at, first_piece, damage)
}

enum TokenEnd {
    Big,
    Other,
}

fn token_end<N>(sum: &Sum<N>) -> TokenEnd {
    if sum.closed_count > 0 && sum.section_items == 0 && sum.pending.is_none() {
        TokenEnd::Big
    } else {
        TokenEnd::Other
    }
}

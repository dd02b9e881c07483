//! Amounts of English editions: 12.3 billion yen, ¥450 million, JPY 1.2 trillion.

use super::amount::{AmountNode, Money, Reading, Sign, UnitSource};
use super::unit::Unit;
use crate::span::Span;
use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while1};
use nom::character::complete::{char as one, space0, space1};
use nom::combinator::{map, opt, recognize, value};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

/// Every amount of an English text, in order; `None` where it has none.
pub(super) fn amounts(text: &str) -> Option<Vec<AmountNode>> {
    if !text.is_ascii() && !text.contains("yen") && !text.contains("JPY") {
        return None;
    }
    let mut nodes = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or("");
        let touched = text
            .get(..at)
            .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.'));
        match amount(rest) {
            Ok((behind, money)) if !touched => {
                let end = text.len() - behind.len();
                nodes.push(AmountNode {
                    normalized_span: Span::new(at, end),
                    reading: Reading::Figure(money),
                });
                at = end;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    (!nodes.is_empty()).then_some(nodes)
}

fn amount(input: &str) -> IResult<&str, Money> {
    let currency = || alt((tag_no_case("JPY"), tag_no_case("¥")));
    let before = (
        terminated(currency(), space0),
        number,
        opt(preceded(space0, scale)),
    );
    let behind = (
        number,
        opt(preceded(space0, scale)),
        preceded(space1, tag_no_case("yen")),
    );
    let (rest, (digits, scale)) = alt((
        map(behind, |(digits, scale, _)| (digits, scale)),
        map(before, |(_, digits, scale)| (digits, scale)),
    ))
    .parse(input)?;
    let fail = || nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Digit));
    let money = money(digits, scale.unwrap_or(0)).ok_or_else(fail)?;
    Ok((rest, money))
}

fn number(input: &str) -> IResult<&str, &str> {
    let digits = || take_while1(|c: char| c.is_ascii_digit() || c == ',');
    recognize((
        digits(),
        opt((one('.'), take_while1(|c: char| c.is_ascii_digit()))),
    ))
    .parse(input)
}

/// The power of ten of a word.
fn scale(input: &str) -> IResult<&str, u32> {
    let word = |word, power| value(power, tag_no_case(word));
    delimited(
        space0,
        alt((
            word("trillion", 12),
            word("billion", 9),
            word("million", 6),
            word("thousand", 3),
        )),
        nom::combinator::not(nom::character::complete::satisfy(|c| c.is_ascii_alphabetic())),
    )
    .parse(input)
}

fn money(digits: &str, power: u32) -> Option<Money> {
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let decimals = u32::try_from(fraction.len()).ok()?;
    let resolution = 10_i64.checked_pow(power.checked_sub(decimals)?)?;
    let figure: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(Money {
        yen: figure.checked_mul(resolution)?,
        yen_max: None,
        qualifiers: Vec::new(),
        resolution_yen: resolution,
        unit: Unit::from_exponent(power)?,
        unit_source: UnitSource::Printed,
        sign: Sign::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yen(text: &str) -> Vec<i64> {
        let nodes = amounts(text).unwrap_or_default();
        nodes
            .iter()
            .filter_map(|node| node.figure())
            .map(|money| money.yen)
            .collect()
    }

    #[test]
    fn words_scale_the_number() {
        assert_eq!(
            yen("12.3 billion yen (FY2025: 9.8 billion yen)"),
            [12_300_000_000, 9_800_000_000]
        );
        assert_eq!(
            yen("¥450 million and JPY 1.2 trillion"),
            [450_000_000, 1_200_000_000_000]
        );
        assert_eq!(yen("1,234,567 yen"), [1_234_567]);
    }

    #[test]
    fn a_number_without_yen_is_no_amount() {
        assert!(yen("FY2026 Budget Request: 12 programs").is_empty());
        assert!(yen("0.0001 thousand yen").is_empty());
    }
}

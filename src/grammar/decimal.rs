//! Exact decimals, filled digit by digit: [`Fixed`] in 128 bits, which says when it is full, for amounts; [`Long`]
//! without an end for bare numerals. Never a float.

/// A decimal that a numeral parser fills.
pub(super) trait Decimal: Clone {
    /// Nothing.
    fn zero() -> Self;
    /// One.
    fn one() -> Self;
    /// Appends a digit before the point.
    fn push(&mut self, digit: u8);
    /// Appends a digit behind the point.
    fn push_fraction(&mut self, digit: u8);
    /// Times ten to the power of `exponent`.
    fn raise(&mut self, exponent: u32);
    /// Plus `other`.
    fn add(&mut self, other: &Self);
}

/// `coefficient × 10^-scale`; `full` once a digit did not fit any more, and then without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fixed {
    coefficient: u128,
    scale: u32,
    full: bool,
}

impl Fixed {
    /// The value times `10^exponent` in whole numbers.
    pub(super) fn to_integer(self, exponent: u32) -> Result<i64, NoInteger> {
        if self.full {
            return Err(NoInteger::TooLarge);
        }
        let (mut coefficient, mut scale) = (self.coefficient, self.scale);
        while scale > exponent {
            if coefficient % 10 != 0 {
                return Err(NoInteger::Fraction);
            }
            coefficient /= 10;
            scale -= 1;
        }
        10_u128
            .checked_pow(exponent - scale)
            .and_then(|power| coefficient.checked_mul(power))
            .and_then(|value| i64::try_from(value).ok())
            .ok_or(NoInteger::TooLarge)
    }

    fn set(&mut self, value: Option<u128>) {
        match value {
            Some(value) => self.coefficient = value,
            None => self.full = true,
        }
    }
}

/// Why a decimal is no whole number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoInteger {
    TooLarge,
    Fraction,
}

impl Decimal for Fixed {
    fn zero() -> Self {
        Self {
            coefficient: 0,
            scale: 0,
            full: false,
        }
    }

    fn one() -> Self {
        Self {
            coefficient: 1,
            ..Self::zero()
        }
    }

    fn push(&mut self, digit: u8) {
        let next = self.coefficient.checked_mul(10);
        self.set(next.and_then(|value| value.checked_add(u128::from(digit))));
    }

    fn push_fraction(&mut self, digit: u8) {
        self.push(digit);
        self.scale = self.scale.saturating_add(1);
    }

    fn raise(&mut self, exponent: u32) {
        let by_scale = exponent.min(self.scale);
        self.scale -= by_scale;
        let factor = 10_u128.checked_pow(exponent - by_scale);
        self.set(factor.and_then(|factor| self.coefficient.checked_mul(factor)));
    }

    fn add(&mut self, other: &Self) {
        self.full |= other.full;
        let scale = self.scale.max(other.scale);
        let level = |value: &Self| {
            10_u128
                .checked_pow(scale - value.scale)
                .and_then(|factor| value.coefficient.checked_mul(factor))
        };
        let sum = match (level(self), level(other)) {
            (Some(a), Some(b)) => a.checked_add(b),
            _ => None,
        };
        self.scale = scale;
        self.set(sum);
    }
}

/// A decimal of any length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Long {
    /// Digits, most significant first, each 0 to 9.
    digits: Vec<u8>,
    /// How many of them stand behind the point.
    scale: usize,
}

impl Long {
    /// Divided by ten to the power of `exponent`.
    pub(super) fn lower(&mut self, exponent: usize) {
        self.scale += exponent;
    }

    /// The quotient of two small decimals, to at most 30 digits behind the point; `None` by zero or where a value has
    /// more than 30 digits.
    pub(super) fn divided_by(&self, divisor: &Self) -> Option<Self> {
        let number = |long: &Self| -> Option<u128> {
            (long.digits.len() <= 30).then_some(())?;
            long.digits.iter().try_fold(0_u128, |value, digit| {
                value.checked_mul(10)?.checked_add(u128::from(*digit))
            })
        };
        let (a, b) = (number(self)?, number(divisor)?);
        if b == 0 || self.scale > 0 || divisor.scale > 0 {
            return None;
        }
        let mut quotient = Self::zero();
        for digit in (a / b).to_string().bytes() {
            quotient.push(digit - b'0');
        }
        let mut rest = a % b;
        while rest != 0 && quotient.scale < 30 {
            rest = rest.checked_mul(10)?;
            quotient.push_fraction(u8::try_from(rest / b).ok()?);
            rest %= b;
        }
        Some(quotient)
    }

    /// Plain digits without superfluous zeros, with a point where there is a fraction.
    pub(super) fn to_plain(&self, negative: bool) -> String {
        let whole = self.digits.len().saturating_sub(self.scale);
        let lead = self.scale.saturating_sub(self.digits.len());
        let text =
            |digits: &[u8]| -> String { digits.iter().map(|digit| char::from(b'0' + digit)).collect() };
        let (before, behind) = self.digits.split_at(whole);
        let before = text(before);
        let behind = format!("{}{}", "0".repeat(lead), text(behind));
        let before = before.trim_start_matches('0');
        let behind = behind.trim_end_matches('0');
        let sign = if negative && !(before.is_empty() && behind.is_empty()) {
            "-"
        } else {
            ""
        };
        let before = if before.is_empty() { "0" } else { before };
        if behind.is_empty() {
            format!("{sign}{before}")
        } else {
            format!("{sign}{before}.{behind}")
        }
    }
}

impl Decimal for Long {
    fn zero() -> Self {
        Self {
            digits: Vec::new(),
            scale: 0,
        }
    }

    fn one() -> Self {
        Self {
            digits: vec![1],
            scale: 0,
        }
    }

    fn push(&mut self, digit: u8) {
        self.digits.push(digit);
    }

    fn push_fraction(&mut self, digit: u8) {
        self.digits.push(digit);
        self.scale += 1;
    }

    fn raise(&mut self, exponent: u32) {
        let exponent = exponent as usize;
        let by_scale = exponent.min(self.scale);
        self.scale -= by_scale;
        self.digits.resize(self.digits.len() + exponent - by_scale, 0);
    }

    fn add(&mut self, other: &Self) {
        let scale = self.scale.max(other.scale);
        let level = |value: &Self| {
            let mut digits = value.digits.clone();
            digits.resize(digits.len() + scale - value.scale, 0);
            digits
        };
        let (mut long, mut short) = (level(self), level(other));
        if long.len() < short.len() {
            std::mem::swap(&mut long, &mut short);
        }
        let mut carry = 0;
        let addends = short.iter().rev().copied().chain(std::iter::repeat(0));
        for (digit, addend) in long.iter_mut().rev().zip(addends) {
            let sum = *digit + addend + carry;
            *digit = sum % 10;
            carry = sum / 10;
        }
        if carry > 0 {
            long.insert(0, carry);
        }
        self.digits = long;
        self.scale = scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(digits: &str) -> Fixed {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut value = Fixed::zero();
        whole.bytes().for_each(|digit| value.push(digit - b'0'));
        fraction
            .bytes()
            .for_each(|digit| value.push_fraction(digit - b'0'));
        value
    }

    #[test]
    fn a_value_of_too_many_digits_has_no_integer() {
        assert_eq!(fixed("9223372036854775807").to_integer(0), Ok(i64::MAX));
        assert_eq!(
            fixed("9223372036854775808").to_integer(0),
            Err(NoInteger::TooLarge)
        );
        assert_eq!(fixed(&"9".repeat(500)).to_integer(0), Err(NoInteger::TooLarge));
        assert_eq!(fixed("1").to_integer(4_000), Err(NoInteger::TooLarge));
        assert_eq!(fixed("0.5").to_integer(0), Err(NoInteger::Fraction));
        assert_eq!(fixed("100.00").to_integer(0), Ok(100));
        assert_eq!(fixed("0.5").to_integer(8), Ok(50_000_000));
    }

    #[test]
    fn long_decimals_print_without_superfluous_zeros() {
        let mut value = Long::zero();
        [0, 0, 1, 2].into_iter().for_each(|digit| value.push(digit));
        value.push_fraction(5);
        value.push_fraction(0);
        assert_eq!(value.to_plain(true), "-12.5");
        value.lower(3);
        assert_eq!(value.to_plain(false), "0.0125");
        let mut nines = Long::one();
        nines.raise(3);
        let mut sum = Long::zero();
        sum.push(9);
        sum.add(&nines);
        assert_eq!(sum.to_plain(false), "1009");
    }
}

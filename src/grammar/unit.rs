use super::glyph;

/// A unit of money by its power of ten: 円 is 0, 千円 3, 百万円 6, 億円 8, 兆円 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    exponent: u8,
}

/// Names by power of ten.
const LABELS: [&str; 17] = [
    "円",
    "十円",
    "百円",
    "千円",
    "万円",
    "十万円",
    "百万円",
    "千万円",
    "億円",
    "十億円",
    "百億円",
    "千億円",
    "兆円",
    "十兆円",
    "百兆円",
    "千兆円",
    "京円",
];

impl Unit {
    /// 円.
    pub const YEN: Self = Self { exponent: 0 };
    /// 千円.
    pub const THOUSAND: Self = Self { exponent: 3 };
    /// 万円.
    pub const TEN_THOUSAND: Self = Self { exponent: 4 };
    /// 百万円.
    pub const MILLION: Self = Self { exponent: 6 };
    /// 億円.
    pub const HUNDRED_MILLION: Self = Self { exponent: 8 };
    /// 兆円.
    pub const TRILLION: Self = Self { exponent: 12 };

    /// The unit of ten to the power of `exponent` yen, up to 京円 (16).
    #[must_use]
    pub fn from_exponent(exponent: u32) -> Option<Self> {
        let exponent = u8::try_from(exponent).ok()?;
        (usize::from(exponent) < LABELS.len()).then_some(Self { exponent })
    }

    /// The unit that `word` names as a whole, spaces inside allowed (`百 万 円`); `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (unit, length) = Self::at_start(word.trim())?;
        (length == word.trim().len()).then_some(unit)
    }

    /// The unit named at the beginning of `text` and the length of its name in bytes: some of 十百千, then one of 万億兆,
    /// then 円. Also 円 alone, and 単位 in Arabic figures such as `1,000円` or `100万円`.
    #[must_use]
    pub fn at_start(text: &str) -> Option<(Self, usize)> {
        let mut exponent = 0;
        let mut length = 0;
        let mut last_big = false;
        if let Some((power, len)) = power_of_ten(text) {
            exponent = power;
            length = len;
        }
        loop {
            let rest = text.get(length..)?;
            let gap = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
            let mark = rest.get(gap..)?.chars().next()?;
            length += gap + mark.len_utf8();
            if glyph::is_yen(mark) {
                return Self::from_exponent(exponent).map(|unit| (unit, length));
            }
            let (power, big) = match (glyph::small_unit(mark), glyph::big_unit(mark)) {
                (Some(power), _) => (power, false),
                (_, Some(power)) => (power, true),
                _ => return None,
            };
            if last_big {
                return None;
            }
            last_big = big;
            exponent += power;
        }
    }

    /// Ten to the power of what, in yen.
    #[must_use]
    pub fn exponent(self) -> u32 {
        u32::from(self.exponent)
    }

    /// One such unit in yen.
    #[must_use]
    pub fn yen(self) -> i64 {
        10_i64.pow(self.exponent())
    }

    /// Its name: 円, 千円, 万円, 百万円, 億円, 兆円, …
    #[must_use]
    pub fn label(self) -> &'static str {
        LABELS.get(usize::from(self.exponent)).unwrap_or(&"円")
    }
}

/// `1`, `10`, `1,000`, `1000`: how many zeros, and the length.
fn power_of_ten(text: &str) -> Option<(u32, usize)> {
    let rest = text.strip_prefix('1')?;
    let length = rest.len() - rest.trim_start_matches(['0', ',']).len();
    let zeros = rest.get(..length)?.bytes().filter(|byte| *byte == b'0').count();
    Some((u32::try_from(zeros).ok()?, 1 + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_word_is_read_and_printed() {
        for (exponent, label) in (0..).zip(LABELS) {
            assert_eq!(Unit::parse(label).map(Unit::exponent), Some(exponent), "{label}");
            assert_eq!(Unit::parse(label).map(Unit::label), Some(label));
        }
        assert_eq!(Unit::parse("1,000円"), Some(Unit::THOUSAND));
        assert_eq!(Unit::parse(" 百 万 円 "), Some(Unit::MILLION));
        assert_eq!(Unit::parse("圓"), Some(Unit::YEN));
    }

    #[test]
    fn words_that_are_no_money_are_no_unit() {
        for word in [
            "人",
            "％",
            "",
            "億",
            "円/人",
            "円人",
            "億万円",
            "ドル",
            "百万ドル",
            "2円",
        ] {
            assert_eq!(Unit::parse(word), None, "{word}");
        }
    }
}

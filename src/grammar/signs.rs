//! Which telling characters stand on a line. They are found in one pass over the line, so that a parser is asked only
//! about lines that it could read: a set without the sign says for sure that the line has no such character.

/// A set of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Signs(u16);

impl Signs {
    /// 円, 億, ¥: what an amount has, or 項 of 事項要求.
    pub(super) const FIGURE: Self = Self(1);
    /// 円.
    pub(super) const YEN: Self = Self(1 << 1);
    /// 。
    pub(super) const STOP: Self = Self(1 << 2);
    /// 額, 予 of 予算, 求 of 要求: words of a table's head.
    pub(super) const HEAD: Self = Self(1 << 3);
    /// 内, 書, は: words of a note about brackets.
    pub(super) const NOTE: Self = Self(1 << 4);
    /// A closing bracket.
    pub(super) const CLOSING: Self = Self(1 << 5);
    /// 含 of 含む.
    pub(super) const HOLDING: Self = Self(1 << 6);
    /// ／, folded.
    pub(super) const STROKE: Self = Self(1 << 7);

    /// The signs of a text.
    pub(super) fn of(text: &str) -> Self {
        text.chars()
            .filter(|character| MAY_TELL[*character as usize % MAY_TELL.len()])
            .map(sign)
            .collect()
    }

    /// Whether every sign of `other` is here.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl FromIterator<Signs> for Signs {
    fn from_iter<I: IntoIterator<Item = Self>>(signs: I) -> Self {
        signs
            .into_iter()
            .fold(Self::default(), |all, one| Self(all.0 | one.0))
    }
}

/// What each telling character is a sign of.
const TELLING: [(char, Signs); 24] = [
    ('円', Signs(Signs::FIGURE.0 | Signs::YEN.0)),
    ('億', Signs::FIGURE),
    ('冂', Signs::FIGURE),
    ('¥', Signs::FIGURE),
    ('￥', Signs::FIGURE),
    ('項', Signs::FIGURE),
    ('。', Signs::STOP),
    ('額', Signs::HEAD),
    ('予', Signs::HEAD),
    ('求', Signs::HEAD),
    ('内', Signs::NOTE),
    ('書', Signs::NOTE),
    ('は', Signs::NOTE),
    (')', Signs::CLOSING),
    (']', Signs::CLOSING),
    ('〕', Signs::CLOSING),
    ('>', Signs::CLOSING),
    ('】', Signs::CLOSING),
    ('〉', Signs::CLOSING),
    ('》', Signs::CLOSING),
    ('コ', Signs::CLOSING),
    ('括', Signs::CLOSING),
    ('含', Signs::HOLDING),
    ('/', Signs::STROKE),
];

/// By the low ten bits of a character: whether it may tell something; most of a text is turned away here.
static MAY_TELL: [bool; 1024] = {
    let mut may = [false; 1024];
    let mut at = 0;
    while at < TELLING.len() {
        may[TELLING[at].0 as usize % 1024] = true;
        at += 1;
    }
    may
};

fn sign(character: char) -> Signs {
    TELLING
        .iter()
        .find(|(telling, _)| *telling == character)
        .map_or(Signs::default(), |(_, signs)| *signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_telling_character_is_told() {
        for (character, signs) in TELLING {
            assert_eq!(Signs::of(&format!("あ{character}𠮷")), signs, "{character}");
        }
    }

    #[test]
    fn a_line_has_the_signs_of_its_characters() {
        let signs = Signs::of("(要求額 22億円)。");
        for sign in [
            Signs::FIGURE,
            Signs::YEN,
            Signs::STOP,
            Signs::HEAD,
            Signs::CLOSING,
        ] {
            assert!(signs.has(sign), "{sign:?}");
        }
        assert!(!signs.has(Signs::STROKE) && !signs.has(Signs::NOTE) && !signs.has(Signs::HOLDING));
        assert!(!Signs::of("22千人").has(Signs::FIGURE));
    }
}

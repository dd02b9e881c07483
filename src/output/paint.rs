use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Colours on a terminal, or none at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    /// Whether escape sequences may be written.
    pub(super) on: bool,
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// As the terminal has it.
    Plain,
    /// Headings.
    Strong,
    /// Of less weight.
    Faint,
    /// As it should be.
    Good,
    /// Deserves a look.
    Open,
    /// Wrong.
    Bad,
}

impl Paint {
    /// The text in a tone.
    pub(super) fn paint<'t>(self, tone: Tone, text: &'t str) -> Cow<'t, str> {
        let code = match tone {
            Tone::Plain => return Cow::Borrowed(text),
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Good => "32",
            Tone::Open => "33",
            Tone::Bad => "31",
        };
        if self.on && !text.is_empty() {
            Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// The text as it may be shown on a terminal: a document's control characters, which could drive the terminal, become
/// U+FFFD, line ends and tabs a space.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        let shown = |character: char| match character {
            '\n' | '\r' | '\t' => ' ',
            other if other.is_control() => char::REPLACEMENT_CHARACTER,
            other => other,
        };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Columns that a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to `columns`, with … where something was cut off.
pub(super) fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let mut out: String = text
        .chars()
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    if columns > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// The text with spaces behind it up to `columns`.
pub(super) fn pad_right(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it up to `columns`.
pub(super) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Yen as 億円 without loss: `2_200_000_000` → `22`, `-50_000_000` → `-0.5`, `149_800_000_000` → `1,498`.
pub(super) fn oku(yen: i64) -> String {
    const OKU: u64 = 100_000_000;
    let size = yen.unsigned_abs();
    let digits = (size / OKU).to_string();
    let mut out = String::from(if yen < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let rest = format!("{:08}", size % OKU);
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_are_told_in_oku_without_loss() {
        assert_eq!(oku(149_800_000_000), "1,498");
        assert_eq!(oku(50_000_000), "0.5");
        assert_eq!(oku(-1), "-0.00000001");
        assert_eq!(oku(i64::MIN), "-92,233,720,368.54775808");
        assert_eq!(oku(0), "0");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(clip("創薬基盤", 8), "創薬基盤");
        assert_eq!(clip("創薬基盤", 7), "創薬基…");
        assert_eq!(clip("創薬基盤", 6), "創薬…");
        assert_eq!(clip("創薬基盤", 0), "");
        assert_eq!(width(&pad_right("創薬", 6)), 6);
    }

    #[test]
    fn a_document_cannot_drive_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\tc"), "a\u{fffd}[2Jb c");
    }
}

//! The cells of a line of text: words with white space or a ruling between, and where they stand in display cells.

use crate::grammar::sheet::Sheet;
use crate::span::Span;
use unicode_width::UnicodeWidthChar;

/// A cell of a line: its text and where it stands in display cells.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Folded.
    pub(super) text: String,
    /// Bytes of the normalized line.
    pub(super) span: Span,
    pub(super) left: usize,
    pub(super) right: usize,
}

/// Cuts a line into cells, with their places on the source line in display cells. Letters that are only spaced out
/// (要 求 額) are one word already where the line is normalized.
pub(super) fn tokens(sheet: Sheet<'_>, line: usize) -> Vec<Token> {
    let normalized = sheet.line(line);
    let base = sheet.span(line).start;
    let mut ruler = Ruler::new(sheet.source_line(line));
    let mut out: Vec<Token> = Vec::new();
    let mut start = None;
    let ends = normalized
        .char_indices()
        .chain(std::iter::once((normalized.len(), ' ')));
    for (at, character) in ends {
        if !is_separator(character) {
            start = start.or(Some(at));
        } else if let Some(begin) = start.take() {
            let span = Span::new(begin, at);
            let place = sheet.offsets(line, span.shifted(base));
            push_token(
                &mut out,
                Token {
                    text: span.slice(normalized).to_owned(),
                    span,
                    left: ruler.column(place.start),
                    right: ruler.column(place.end),
                },
            );
        }
    }
    out
}

/// Whether a line may have two cells or more; `false` is sure.
pub(super) fn has_cells(normalized: &str) -> bool {
    normalized.contains(is_separator)
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '|' | '｜' | '│' | '┃')
}

/// Counts the display cells of a line, from left to right.
struct Ruler<'s> {
    rest: std::str::CharIndices<'s>,
    column: usize,
}

impl<'s> Ruler<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            rest: source.char_indices(),
            column: 0,
        }
    }

    /// The column at a byte, which lies behind all asked for before.
    fn column(&mut self, byte: usize) -> usize {
        let mut ahead = self.rest.clone();
        while let Some((at, character)) = ahead.next() {
            if at >= byte {
                break;
            }
            self.column += match character {
                '\t' => 8 - self.column % 8,
                _ => character.width_cjk().unwrap_or(0),
            };
            self.rest = ahead.clone();
        }
        self.column
    }
}

/// A sign set apart from its number (△ 300) is one cell with it.
fn push_token(out: &mut Vec<Token>, token: Token) {
    if let Some(last) = out.last_mut()
        && matches!(last.text.as_str(), "△" | "▲" | "(" | "(△" | "(▲")
        && token.text.starts_with(|c: char| c.is_ascii_digit())
    {
        last.text.push_str(&token.text);
        last.span.end = token.span.end;
        last.right = token.right;
        return;
    }
    out.push(token);
}

//! Content-stream bytes to tokens, in place: strings and names stay slices of the stream and are decoded where they are
//! used. Serves CMap streams too, whose syntax is the same. Never fails: what is no token is skipped.

use memchr::{memchr, memmem};

/// One token (ISO 32000-1, 7.2 and 7.8.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Token<'a> {
    /// An integer or real.
    Number(f32),
    /// A name without its slash, `#xx` not yet decoded.
    Name(&'a [u8]),
    /// The inside of `( … )`, escapes not yet decoded.
    Literal(&'a [u8]),
    /// The inside of `< … >`.
    Hex(&'a [u8]),
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `<<`
    DictionaryStart,
    /// `>>`
    DictionaryEnd,
    /// Anything else: an operator, `true`, `false`, `null`.
    Word(&'a [u8]),
}

/// Reads tokens from bytes.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

const fn classes() -> [u8; 256] {
    let mut table = [REGULAR; 256];
    let white = [0, b'\t', b'\n', 0x0C, b'\r', b' '];
    let mut i = 0;
    while i < white.len() {
        table[white[i] as usize] = WHITE;
        i += 1;
    }
    let delimiters = *b"()<>[]{}/%";
    i = 0;
    while i < delimiters.len() {
        table[delimiters[i] as usize] = DELIMITER;
        i += 1;
    }
    table
}

const REGULAR: u8 = 0;
const WHITE: u8 = 1;
const DELIMITER: u8 = 2;
static CLASS: [u8; 256] = classes();

fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)]
}

impl<'a> Lexer<'a> {
    /// Starts at the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if class(byte) == WHITE {
                self.at += 1;
            } else if byte == b'%' {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else {
                break;
            }
        }
    }

    fn regular_run(&mut self) -> &'a [u8] {
        let start = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|&byte| class(byte) == REGULAR)
        {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn literal(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut depth = 1_u32;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        let inside = self.bytes.get(start..self.at).unwrap_or_default();
                        self.at += 1;
                        return inside;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
        self.bytes.get(start..).unwrap_or_default()
    }

    /// Skips the data of an inline image; to be called after its `ID`. `length` is the number of bytes where it is
    /// known from the image's size.
    pub fn skip_image(&mut self, length: Option<usize>) {
        self.at += 1;
        if let Some(end) = length.and_then(|length| self.at.checked_add(length))
            && let Some(rest) = self.bytes.get(end..)
        {
            let space = rest
                .iter()
                .take(4)
                .take_while(|byte| class(**byte) == WHITE)
                .count();
            if rest.get(space..).is_some_and(|rest| rest.starts_with(b"EI")) {
                self.at = end + space + 2;
                return;
            }
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for found in memmem::find_iter(rest, b"EI") {
            let before = found
                .checked_sub(1)
                .and_then(|i| rest.get(i))
                .is_none_or(|byte| class(*byte) == WHITE || *byte == b'>');
            let after = rest.get(found + 2..).unwrap_or_default();
            let ends = after.first().is_none_or(|byte| class(*byte) == WHITE);
            // Compressed data may hold the same two letters; what follows the true end is text.
            let plain = after
                .iter()
                .take(12)
                .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'));
            if before && ends && plain {
                self.at += found + 2;
                return;
            }
        }
        self.at = self.bytes.len();
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = *self.bytes.get(self.at)?;
            if class(byte) == REGULAR {
                if matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')
                    && let Some(number) = self.number()
                {
                    return Some(Token::Number(number));
                }
                return Some(Token::Word(self.regular_run()));
            }
            self.at += 1;
            let doubled = self.bytes.get(self.at) == Some(&byte);
            match byte {
                b'/' => return Some(Token::Name(self.regular_run())),
                b'(' => return Some(Token::Literal(self.literal())),
                b'[' => return Some(Token::ArrayStart),
                b']' => return Some(Token::ArrayEnd),
                b'<' if doubled => {
                    self.at += 1;
                    return Some(Token::DictionaryStart);
                }
                b'>' if doubled => {
                    self.at += 1;
                    return Some(Token::DictionaryEnd);
                }
                b'<' => {
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    let end = memchr(b'>', rest).unwrap_or(rest.len());
                    self.at = (self.at + end + 1).min(self.bytes.len());
                    return Some(Token::Hex(rest.get(..end).unwrap_or_default()));
                }
                // Only PostScript functions have braces.
                b'{' | b'}' => {
                    return Some(Token::Word(
                        self.bytes.get(self.at - 1..self.at).unwrap_or_default(),
                    ));
                }
                _ => {}
            }
        }
    }
}

impl Lexer<'_> {
    /// A number at the place, or nothing where the run is a word such as `-foo`.
    fn number(&mut self) -> Option<f32> {
        let start = self.at;
        let mut negative = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'-' => negative = true,
                b'+' => {}
                _ => break,
            }
            self.at += 1;
        }
        let mut whole = 0_u64;
        let mut digits = 0_u32;
        while let Some(&byte @ b'0'..=b'9') = self.bytes.get(self.at) {
            whole = whole.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
            digits += 1;
            self.at += 1;
        }
        #[allow(clippy::cast_precision_loss)]
        let mut value = whole as f64;
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            let mut fraction = 0_u64;
            let mut scale = 1.0_f64;
            while let Some(&byte @ b'0'..=b'9') = self.bytes.get(self.at) {
                if scale < 1e15 {
                    fraction = fraction * 10 + u64::from(byte - b'0');
                    scale *= 10.0;
                }
                digits += 1;
                self.at += 1;
            }
            #[allow(clippy::cast_precision_loss)]
            {
                value += fraction as f64 / scale;
            }
        }
        // Broken writers run numbers together (`0.00-35`, `1.2.3`): the rest of such a run is dropped.
        let rest = self.regular_run();
        let tidy = rest
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.' | b'+'));
        if !tidy || (digits == 0 && rest.is_empty() && self.at - start > 1 && !negative) {
            self.at = start;
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        let value = value as f32;
        Some(if negative { -value } else { value })
    }
}

/// Appends the bytes of a literal string to `out`.
pub fn decode_literal(raw: &[u8], out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(escape) = memchr::memchr2(b'\\', b'\r', rest) {
        out.extend_from_slice(rest.get(..escape).unwrap_or_default());
        let tail = rest.get(escape..).unwrap_or_default();
        let used = match *tail {
            [b'\r', b'\n', ..] => {
                out.push(b'\n');
                2
            }
            [b'\r', ..] => {
                out.push(b'\n');
                1
            }
            [_, b'\r', b'\n', ..] => 3,
            [_, b'\r' | b'\n', ..] => 2,
            [_, digit @ b'0'..=b'7', ..] => {
                let mut value = u32::from(digit - b'0');
                let mut used = 2;
                while let Some(&digit @ b'0'..=b'7') = tail.get(used)
                    && used < 4
                {
                    value = value * 8 + u32::from(digit - b'0');
                    used += 1;
                }
                out.push((value & 0xFF) as u8);
                used
            }
            [_, letter, ..] => {
                out.push(match letter {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    other => other,
                });
                2
            }
            _ => 1,
        };
        rest = tail.get(used..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

const fn nibbles() -> [u8; 256] {
    let mut table = [0xFF_u8; 256];
    let mut digit = 0_u8;
    while digit < 16 {
        if digit < 10 {
            table[(b'0' + digit) as usize] = digit;
        } else {
            table[(b'a' + digit - 10) as usize] = digit;
            table[(b'A' + digit - 10) as usize] = digit;
        }
        digit += 1;
    }
    table
}

static NIBBLE: [u8; 256] = nibbles();

/// Appends the bytes of a hexadecimal string to `out`; a missing last digit counts as 0.
pub fn decode_hex(raw: &[u8], out: &mut Vec<u8>) {
    let mut high = None;
    for &byte in raw {
        let digit = NIBBLE[usize::from(byte)];
        if digit > 15 {
            continue;
        }
        match high.take() {
            Some(first) => out.push(first << 4 | digit),
            None => high = Some(digit),
        }
    }
    if let Some(first) = high {
        out.push(first << 4);
    }
}

/// The bytes of a name with its `#xx` decoded.
#[must_use]
pub fn decode_name(raw: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if memchr(b'#', raw).is_none() {
        return raw.into();
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'#'
            && let [a, b, after @ ..] = tail
            && NIBBLE[usize::from(*a)] < 16
            && NIBBLE[usize::from(*b)] < 16
        {
            out.push(NIBBLE[usize::from(*a)] << 4 | NIBBLE[usize::from(*b)]);
            rest = after;
        } else {
            out.push(byte);
            rest = tail;
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &[u8]) -> Vec<Token<'_>> {
        Lexer::new(text).collect()
    }

    #[test]
    fn reads_operands_and_operators() {
        assert_eq!(
            tokens(b"/F1 10.5 Tf[(a\\)b)-250<30 31>]TJ % note\nT*"),
            [
                Token::Name(b"F1"),
                Token::Number(10.5),
                Token::Word(b"Tf"),
                Token::ArrayStart,
                Token::Literal(b"a\\)b"),
                Token::Number(-250.0),
                Token::Hex(b"30 31"),
                Token::ArrayEnd,
                Token::Word(b"TJ"),
                Token::Word(b"T*"),
            ]
        );
    }

    #[test]
    fn numbers_of_broken_writers() {
        assert_eq!(
            tokens(b"--5 .5 5. 0.00-35 -.25 1.2.3 +7"),
            [-5.0, 0.5, 5.0, 0.0, -0.25, 1.2, 7.0].map(Token::Number)
        );
        assert_eq!(tokens(b"1a"), [Token::Word(b"1a")]);
    }

    #[test]
    fn nested_and_unclosed_strings_end() {
        assert_eq!(
            tokens(b"(a(b)c)Tj"),
            [Token::Literal(b"a(b)c"), Token::Word(b"Tj")]
        );
        assert_eq!(tokens(b"(abc"), [Token::Literal(b"abc")]);
        assert_eq!(tokens(b"<3"), [Token::Hex(b"3")]);
    }

    #[test]
    fn escapes() {
        let mut out = Vec::new();
        decode_literal(b"a\\n\\(\\101\\0\\\r\nz\\", &mut out);
        assert_eq!(out, b"a\n(A\0z");
        out.clear();
        decode_hex(b"8140 4", &mut out);
        assert_eq!(out, [0x81, 0x40, 0x40]);
        assert_eq!(decode_name(b"A#42#zz").as_ref(), b"AB#zz");
    }

    #[test]
    fn inline_image_data_is_skipped() {
        let stream = b"ID \x01EI\x02 EI \xff\x00 EI Q (x)Tj";
        let mut lexer = Lexer::new(stream);
        assert_eq!(lexer.next(), Some(Token::Word(b"ID")));
        lexer.skip_image(None);
        assert_eq!(lexer.next(), Some(Token::Word(b"Q")));
    }
}

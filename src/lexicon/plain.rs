//! A quick reader for the part of TOML that the built-in files keep to: comments, `key = value`, lists, inline tables,
//! texts in plain double quotes, whole numbers, true and false. It gives the same tree as the toml crate, several times
//! faster, since the built-in lexicon is read at every start; what it does not know it leaves to the toml crate.

use super::tree::{Node, Table, Text, Value};
use crate::span::Span;
use std::borrow::Cow;

/// Reads a built-in file; `None` where it uses more of TOML than this reader knows.
pub(super) fn read(text: &str) -> Option<Table<'_>> {
    let mut reader = Reader { text, at: 0 };
    let mut table = Vec::new();
    loop {
        reader.skip_blank();
        if reader.at == text.len() {
            return Some(table);
        }
        table.push(reader.pair(0)?);
    }
}

/// A list of tables that hold lists of tables is as deep as it gets.
const DEEPEST: u8 = 8;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'#' => {
                    let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                _ => break,
            }
        }
    }

    fn take_while(&mut self, allowed: impl Fn(u8) -> bool) -> Option<Text<'a>> {
        let start = self.at;
        while self.peek().is_some_and(&allowed) {
            self.at += 1;
        }
        let value = self.text.get(start..self.at).filter(|v| !v.is_empty())?;
        Some(Text {
            value: Cow::Borrowed(value),
            at: Span::new(start, self.at),
        })
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn pair(&mut self, depth: u8) -> Option<(Text<'a>, Node<'a>)> {
        let key = self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')?;
        self.skip_blank();
        self.expect(b'=')?;
        self.skip_blank();
        Some((key, self.value(depth)?))
    }

    fn value(&mut self, depth: u8) -> Option<Node<'a>> {
        if depth > DEEPEST {
            return None;
        }
        let start = self.at;
        let value = match self.peek()? {
            b'"' => Value::Text(self.quoted()?),
            b'[' => Value::List(self.items(b']', |reader| reader.value(depth + 1))?),
            b'{' => Value::Table(self.items(b'}', |reader| reader.pair(depth + 1))?),
            b't' | b'f' => {
                let word = self.take_while(|byte| byte.is_ascii_lowercase())?;
                Value::Truth(word.value.parse().ok()?)
            }
            b'0'..=b'9' => {
                let digits =
                    self.take_while(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte))?;
                // A leading zero is no number in TOML, and a longer form is another kind of value.
                if digits.value.len() > 1 && digits.value.starts_with('0') {
                    return None;
                }
                Value::Number(digits.value.parse().ok()?)
            }
            _ => return None,
        };
        Some(Node {
            value,
            at: Span::new(start, self.at),
        })
    }

    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        self.expect(b'"')?;
        let rest = self.text.as_bytes().get(self.at..)?;
        let end = memchr::memchr2(b'"', b'\\', rest)?;
        let value = self.text.get(self.at..self.at + end)?;
        self.at += end;
        self.expect(b'"')?;
        // Three quotes begin a text over several lines.
        if value.is_empty() && self.peek() == Some(b'"') {
            return None;
        }
        (!value.bytes().any(|byte| byte < b' ')).then_some(Cow::Borrowed(value))
    }

    fn items<T>(&mut self, close: u8, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.at += 1;
        // Most entries have between four and eight keys, most lists fewer words.
        let mut items = Vec::with_capacity(if close == b'}' { 8 } else { 2 });
        loop {
            self.skip_blank();
            if self.peek()? == close {
                self.at += 1;
                return Some(items);
            }
            items.push(item(self)?);
            self.skip_blank();
            match self.peek()? {
                b',' => self.at += 1,
                byte if byte == close => {}
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BUILTIN, tree};

    #[test]
    fn it_reads_every_built_in_file_as_the_toml_crate_does() {
        for (name, text) in BUILTIN {
            let table = super::read(text).unwrap_or_else(|| panic!("{name} is left to toml"));
            assert_eq!(table, tree::read(text).unwrap(), "{name}");
        }
    }

    #[test]
    fn what_it_does_not_know_it_leaves() {
        for text in [
            "[[ministry]]\ncode = 1",
            "a = 'b'",
            "a = \"\\n\"",
            "a = \"\"\"b\"\"\"",
            "a = 1.5",
            "a = 2026-04-01",
            "a = [1",
            "a.b = 1",
            "a = 012",
        ] {
            assert_eq!(super::read(text), None, "{text}");
        }
    }
}

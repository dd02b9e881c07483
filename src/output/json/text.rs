//! JSON text made by way of serde: a value goes in, and comes out as bytes without white space together with the places
//! where the tall layout has some. So each key and each string is looked at once, whichever layout is written, and what
//! a row's hash is taken of lies there already.
//!
//! In the tall layout objects of the first two levels have a line a key, deeper ones are one line; a list of objects
//! has a line an item, a list of plain values is one line. A program is then a block in which every field is a line, so
//! that a line-wise comparison of two outputs shows which field changed.

mod serialize;

use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// Whether white space is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// In lines.
    Tall,
    /// None at all.
    Flat,
}

/// JSON of which some has been written and some is still to come.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The JSON without white space.
    bytes: Vec<u8>,
    /// White space that the tall layout has, in order.
    gaps: Vec<Gap>,
    open: Vec<Bracket>,
    objects: usize,
    /// Something stands in the innermost bracket.
    started: bool,
}

/// White space before a byte.
#[derive(Debug, Clone, Copy)]
struct Gap {
    before: usize,
    /// How many bytes of [`SPACES`]: a line end and an indent; 0 is one space and no line end.
    spaces: usize,
}

/// A bracket that has not been closed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// Everything up to the closing bracket is one line.
    Flat,
    /// A line an item.
    Tall,
    /// A list whose first item, which decides, is yet to come.
    Undecided,
}

/// The deepest level of objects that have a line a key.
const TALL_OBJECTS: usize = 2;

/// The end of a line and the deepest indent.
const SPACES: &[u8] = b"\n                ";

impl Text {
    /// What was written since the last [`Self::take`], without white space.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the next item of a list will begin in [`Self::bytes`].
    pub(super) fn next_item(&self) -> usize {
        self.bytes.len() + usize::from(self.started)
    }

    /// Puts a text in before a byte of [`Self::bytes`]; white space that stands there stays before it.
    pub(super) fn insert(&mut self, before: usize, text: &str) {
        let before = before.min(self.bytes.len());
        self.bytes.splice(before..before, text.bytes());
        let behind = self.gaps.partition_point(|gap| gap.before <= before);
        for gap in self.gaps.iter_mut().skip(behind) {
            gap.before += text.len();
        }
    }

    /// Appends to `out` what was written so far and forgets it.
    pub(super) fn take(&mut self, layout: Layout, out: &mut Vec<u8>) {
        let mut from = 0;
        if layout == Layout::Tall {
            out.reserve(self.bytes.len() + 4 * self.gaps.len());
            for gap in &self.gaps {
                out.extend_from_slice(self.bytes.get(from..gap.before).unwrap_or(&[]));
                match gap.spaces {
                    0 => out.push(b' '),
                    spaces => out.extend_from_slice(SPACES.get(..spaces).unwrap_or(SPACES)),
                }
                from = gap.before;
            }
        }
        out.extend_from_slice(self.bytes.get(from..).unwrap_or(&[]));
        self.bytes.clear();
        self.gaps.clear();
    }

    /// Begins an object.
    pub(super) fn open_object(&mut self) {
        self.decide();
        self.objects += 1;
        let flat = self.is_flat() || self.objects > TALL_OBJECTS;
        self.open(if flat { Bracket::Flat } else { Bracket::Tall }, b'{');
    }

    /// Ends an object.
    pub(super) fn close_object(&mut self) {
        self.objects = self.objects.saturating_sub(1);
        self.close(b'}');
    }

    /// Begins a list.
    pub(super) fn open_list(&mut self) {
        self.decide();
        let flat = self.is_flat();
        self.open(if flat { Bracket::Flat } else { Bracket::Undecided }, b'[');
    }

    /// Ends a list.
    pub(super) fn close_list(&mut self) {
        self.close(b']');
    }

    /// A key of an object; its value is to follow.
    pub(super) fn key(&mut self, key: &'static str) {
        self.separate();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(b"\":");
        self.gap(0);
    }

    /// A key of an object with its value.
    pub(super) fn field(
        &mut self,
        key: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), fmt::Error> {
        self.key(key);
        value.serialize(self)
    }

    /// An item of a list.
    pub(super) fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), fmt::Error> {
        self.separate();
        value.serialize(self)
    }

    /// What stands before an item or a key.
    fn separate(&mut self) {
        if self.started {
            self.bytes.push(b',');
        }
        match self.open.last() {
            Some(Bracket::Tall) => self.line_end(),
            _ if self.started => self.gap(0),
            _ => {}
        }
        self.started = true;
    }

    /// An object or a list begins: if it is the first item of a list, that list is a tall one.
    fn decide(&mut self) {
        if let Some(bracket) = self.open.last_mut()
            && *bracket == Bracket::Undecided
        {
            *bracket = Bracket::Tall;
            self.line_end();
        }
    }

    fn is_flat(&self) -> bool {
        self.open.last() == Some(&Bracket::Flat)
    }

    fn open(&mut self, bracket: Bracket, mark: u8) {
        self.open.push(bracket);
        self.bytes.push(mark);
        self.started = false;
    }

    fn close(&mut self, mark: u8) {
        if self.open.pop() == Some(Bracket::Tall) {
            self.line_end();
        }
        self.bytes.push(mark);
        self.started = true;
    }

    fn line_end(&mut self) {
        self.gap(1 + 2 * self.open.len());
    }

    fn gap(&mut self, spaces: usize) {
        self.gaps.push(Gap {
            before: self.bytes.len(),
            spaces,
        });
    }

    fn string(&mut self, text: &str) {
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(escaped(text).as_bytes());
        self.bytes.push(b'"');
    }
}

/// A string's content as it stands between quotation marks.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !needs_escapes(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..' ' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Whether a string has quotation marks, backslashes or control characters; no branch, so that many bytes are looked at
/// at once.
fn needs_escapes(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, byte| {
        found | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &impl Serialize, layout: Layout) -> String {
        let mut text = Text::default();
        value.serialize(&mut text).unwrap();
        let mut out = Vec::new();
        text.take(layout, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[derive(Serialize)]
    struct Outer {
        a: Inner,
        c: Vec<Row>,
        i: Vec<u8>,
    }

    #[derive(Serialize)]
    struct Inner {
        b: Option<i64>,
    }

    #[derive(Serialize)]
    struct Row {
        d: [u64; 2],
        e: Vec<Inner>,
        f: Vec<&'static str>,
    }

    fn value() -> Outer {
        let row = || Row {
            d: [1, 2],
            e: vec![Inner { b: Some(-3) }, Inner { b: None }],
            f: vec!["x", "y"],
        };
        Outer {
            a: Inner { b: Some(1) },
            c: vec![row(), row()],
            i: Vec::new(),
        }
    }

    #[test]
    fn rows_have_a_line_a_key_and_places_one_line() {
        let row = r#"    {
      "d": [1, 2],
      "e": [
        {"b": -3},
        {"b": null}
      ],
      "f": ["x", "y"]
    }"#;
        let expected =
            format!("{{\n  \"a\": {{\n    \"b\": 1\n  }},\n  \"c\": [\n{row},\n{row}\n  ],\n  \"i\": []\n}}");
        assert_eq!(written(&value(), Layout::Tall), expected);
    }

    #[test]
    fn without_white_space_it_is_what_serde_json_writes() {
        assert_eq!(
            written(&value(), Layout::Flat),
            serde_json::to_string(&value()).unwrap()
        );
        let every: String = (0..0x80u8)
            .map(char::from)
            .chain("円\u{7f}\u{2028}𠮷".chars())
            .collect();
        assert_eq!(
            written(&every, Layout::Flat),
            serde_json::to_string(&every).unwrap()
        );
        let numbers = (
            i64::MIN,
            u64::MAX,
            1.5f64,
            -0.25f64,
            100.0f64,
            f64::NAN,
            true,
            'x',
        );
        assert_eq!(
            written(&numbers, Layout::Flat),
            serde_json::to_string(&numbers).unwrap()
        );
    }

    #[test]
    fn a_text_is_put_in_where_it_is_asked_for() {
        let mut text = Text::default();
        value().serialize(&mut text).unwrap();
        let mut out = Vec::new();
        text.insert(r#"{"a":{"b":"#.len(), "2");
        text.take(Layout::Tall, &mut out);
        assert!(out.starts_with(b"{\n  \"a\": {\n    \"b\": 21\n  },"));
    }
}

use serde_json::ser::Formatter;
use std::io::{self, Write};

/// How JSON is laid out in lines: objects of the first two levels have a line a key, deeper ones are one line; a list
/// of objects has a line an item, a list of plain values is one line.
///
/// A program is then a block in which every field is a line, so that a line-wise comparison of two outputs shows which
/// field changed.
#[derive(Debug, Default)]
pub(super) struct Lines {
    open: Vec<Bracket>,
    objects: usize,
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

impl Lines {
    fn new_line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        const SPACES: &[u8] = b"\n                ";
        let width = (1 + 2 * self.open.len()).min(SPACES.len());
        writer.write_all(SPACES.get(..width).unwrap_or(SPACES))
    }

    /// An object or a list begins: if it is the first item of a list, that list is a tall one.
    fn decide<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.open.last_mut() {
            Some(bracket) if *bracket == Bracket::Undecided => {
                *bracket = Bracket::Tall;
                self.new_line(writer)
            }
            _ => Ok(()),
        }
    }

    fn is_flat(&self) -> bool {
        self.open.last() == Some(&Bracket::Flat)
    }

    fn item<W: ?Sized + Write>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        match self.open.last() {
            Some(Bracket::Tall) => {
                if !first {
                    writer.write_all(b",")?;
                }
                self.new_line(writer)
            }
            Some(Bracket::Undecided) if first => Ok(()),
            _ if first => Ok(()),
            _ => writer.write_all(b", "),
        }
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, end: &[u8]) -> io::Result<()> {
        if self.open.pop() == Some(Bracket::Tall) {
            self.new_line(writer)?;
        }
        writer.write_all(end)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.decide(writer)?;
        let flat = self.is_flat();
        self.open
            .push(if flat { Bracket::Flat } else { Bracket::Undecided });
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.item(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.decide(writer)?;
        self.objects += 1;
        let flat = self.is_flat() || self.objects > TALL_OBJECTS;
        self.open.push(if flat { Bracket::Flat } else { Bracket::Tall });
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.objects = self.objects.saturating_sub(1);
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.item(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[test]
    fn rows_have_a_line_a_key_and_places_one_line() {
        let value = serde_json::json!({
            "a": {"b": 1},
            "c": [{"d": [1, 2], "e": [{"f": {"g": []}}, {"h": ["x", "y"]}]}],
            "i": []
        });
        let mut out = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Lines::default());
        value.serialize(&mut serializer).unwrap();
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&out).unwrap(), value);
        let expected = r#"{
  "a": {
    "b": 1
  },
  "c": [
    {
      "d": [1, 2],
      "e": [
        {"f": {"g": []}},
        {"h": ["x", "y"]}
      ]
    }
  ],
  "i": []
}"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

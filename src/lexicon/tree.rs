//! TOML as a tree of values with places: comes out of the toml crate, or out of the plain reader for built-in files; goes
//! into the shapes of [`super::file`].

use super::error::LexiconErrorKind;
use crate::span::Span;
use std::borrow::Cow;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) value: Value<'a>,
    pub(super) at: Span,
}

/// What a lexicon file may hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(i64),
    Truth(bool),
    List(Vec<Node<'a>>),
    Table(Table<'a>),
    /// A float or a date: no section takes one.
    Other(&'static str),
}

/// Keys with their places, in file order.
pub(super) type Table<'a> = Vec<(Text<'a>, Node<'a>)>;

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Text<'a> {
    pub(super) value: Cow<'a, str>,
    pub(super) at: Span,
}

/// Something wrong at a place of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) at: Span,
    pub(super) kind: LexiconErrorKind,
}

impl Fault {
    pub(super) fn new(at: Span, kind: LexiconErrorKind) -> Self {
        Self { at, kind }
    }
}

/// Reads any TOML.
pub(super) fn read(text: &str) -> Result<Table<'_>, Fault> {
    let table = toml::de::DeTable::parse(text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        let message = error.message().replace('\n', " ");
        Fault::new(Span::new(at.start, at.end), LexiconErrorKind::Syntax(message))
    })?;
    from_table(table.into_inner())
}

fn from_table(table: toml::de::DeTable<'_>) -> Result<Table<'_>, Fault> {
    let mut entries = table
        .into_iter()
        .map(|(key, value)| {
            let at = key.span();
            let key = Text {
                at: Span::new(at.start, at.end),
                value: key.into_inner(),
            };
            Ok((key, from_value(value)?))
        })
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(|(key, _)| key.at.start);
    Ok(entries)
}

/// Depth is bounded: the toml crate refuses nesting of more than 80 levels.
fn from_value(value: toml::Spanned<toml::de::DeValue<'_>>) -> Result<Node<'_>, Fault> {
    use toml::de::DeValue;
    let at = value.span();
    let at = Span::new(at.start, at.end);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::Number)
            .map_err(|_| {
                let message = format!("`{}` is too large", number.as_str());
                Fault::new(at, LexiconErrorKind::Syntax(message))
            })?,
        DeValue::Boolean(truth) => Value::Truth(truth),
        DeValue::Float(_) => Value::Other("a number with a fraction"),
        DeValue::Datetime(_) => Value::Other("a date without quotes"),
        DeValue::Array(list) => Value::List(list.into_iter().map(from_value).collect::<Result<Vec<_>, _>>()?),
        DeValue::Table(table) => Value::Table(from_table(table)?),
    };
    Ok(Node { value, at })
}

/// A shape that can be made from a value.
pub(super) trait Take<'a>: Sized {
    fn take(node: Node<'a>) -> Result<Self, Fault>;
}

fn wrong(node: &Node<'_>, wanted: &'static str) -> Fault {
    let found = match &node.value {
        Value::Text(_) => "a text",
        Value::Number(_) => "a number",
        Value::Truth(_) => "true or false",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
        Value::Other(other) => other,
    };
    Fault::new(node.at, LexiconErrorKind::WrongType { wanted, found })
}

impl<'a> Take<'a> for Text<'a> {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        match node.value {
            Value::Text(value) => Ok(Text { value, at: node.at }),
            _ => Err(wrong(&node, "a text")),
        }
    }
}

impl<'a> Take<'a> for bool {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        match node.value {
            Value::Truth(truth) => Ok(truth),
            _ => Err(wrong(&node, "true or false")),
        }
    }
}

impl<'a> Take<'a> for i64 {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        match node.value {
            Value::Number(number) => Ok(number),
            _ => Err(wrong(&node, "a number")),
        }
    }
}

impl<'a> Take<'a> for u16 {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        match node.value {
            Value::Number(number) => {
                u16::try_from(number).map_err(|_| wrong(&node, "a number from 0 to 65535"))
            }
            _ => Err(wrong(&node, "a number")),
        }
    }
}

impl<'a, T: Take<'a>> Take<'a> for Option<T> {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        T::take(node).map(Some)
    }
}

impl<'a, T: Take<'a>> Take<'a> for Vec<T> {
    fn take(node: Node<'a>) -> Result<Self, Fault> {
        match node.value {
            Value::List(list) => list.into_iter().map(T::take).collect(),
            _ => Err(wrong(&node, "a list")),
        }
    }
}

/// The table of an entry.
pub(super) fn table_of(node: Node<'_>) -> Result<(Table<'_>, Span), Fault> {
    match node.value {
        Value::Table(table) => Ok((table, node.at)),
        _ => Err(wrong(&node, "a table")),
    }
}

/// How a field of an overlay's entry joins the one that is there.
pub(super) trait Adopt {
    fn adopt(&mut self, other: Self);
}

impl<T> Adopt for Option<T> {
    fn adopt(&mut self, other: Self) {
        if other.is_some() {
            *self = other;
        }
    }
}

impl<T> Adopt for Vec<T> {
    fn adopt(&mut self, other: Self) {
        self.extend(other);
    }
}

impl Adopt for bool {
    fn adopt(&mut self, other: Self) {
        *self |= other;
    }
}

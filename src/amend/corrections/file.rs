//! A line of a corrections file, as people write it. An unknown key is refused: it may be a mistyped one.

use serde::Deserialize;
use serde_json::Value;

/// A line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// The document, by the name of its file; any where it is not given.
    pub(super) document: Option<String>,
    /// The program or sum, by its id.
    pub(super) id: Option<String>,
    /// The program, by its name.
    pub(super) program: Option<String>,
    /// The sum, by what it is of.
    pub(super) total: Option<String>,
    /// The section that it stands in, where a name stands in several.
    pub(super) section: Option<String>,
    /// The page that it stands on, likewise.
    pub(super) page: Option<u32>,
    /// What is wrong.
    pub(super) field: String,
    /// What is right.
    pub(super) value: Value,
    /// Who says so.
    pub(super) by: String,
    /// Why.
    pub(super) why: String,
}

/// Reads a line; says at which column it stops being one.
pub(super) fn read(line: &str) -> Result<Line, (usize, String)> {
    serde_json::from_str(line).map_err(|error| (error.column(), error.to_string()))
}

/// What may stand as a value.
pub(super) enum Given {
    Nothing,
    Number(i64),
    Flag(bool),
    Text(String),
    Texts(Vec<String>),
}

/// The value of a line, where it is one that a correction can have.
pub(super) fn given(value: &Value) -> Option<Given> {
    Some(match value {
        Value::Null => Given::Nothing,
        Value::Bool(flag) => Given::Flag(*flag),
        Value::Number(number) => Given::Number(number.as_i64()?),
        Value::String(text) => Given::Text(text.clone()),
        Value::Array(items) => {
            let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
            Given::Texts(texts.collect::<Option<_>>()?)
        }
        Value::Object(_) => return None,
    })
}

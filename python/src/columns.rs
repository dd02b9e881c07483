//! `yosan/v1` as Arrow: the columns are what the JSON Schema of the format says, so that no key can be forgotten.
//!
//! The schema is one "as written": every key of an object is required, and they are listed in the order in which they are
//! written. An enumeration of words is a string, an array a list, an object a struct. Every column may hold nulls: engines that a
//! table passes through lose which never does, and a document that could not be read has none of its values.

use crate::error::refused;
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use serde::Serialize;
use serde_arrow::ArrayBuilder;
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use yosan::output::json::{self, v1};

/// How a document ended, before the keys of `yosan/v1`.
const ENDING: [&str; 3] = ["status", "cause", "error"];

static DOCUMENTS: LazyLock<Result<SchemaRef, String>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(&json::schema()).map_err(|error| error.to_string())?;
    let ending = ENDING.map(|name| Arc::new(Field::new(name, DataType::Utf8, true)));
    let keys = Definitions(schema.get("$defs")).fields(&schema)?;
    let fields: Fields = ending.into_iter().chain(keys.iter().cloned()).collect();
    Ok(Arc::new(Schema::new(fields)))
});

/// A document of many: how it ended, and what it says where it was read.
#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    pub(crate) status: &'a str,
    pub(crate) cause: Option<&'a str>,
    pub(crate) error: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) document: Option<v1::Extraction<'a>>,
}

/// The columns of a table of documents.
pub(crate) fn schema() -> PyResult<SchemaRef> {
    DOCUMENTS.as_ref().cloned().map_err(refused)
}

/// A batch of that table.
pub(crate) fn batch<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> PyResult<RecordBatch> {
    let schema = schema()?;
    let mut builder = ArrayBuilder::from_arrow(schema.fields()).map_err(refused)?;
    for row in rows {
        builder.push(&row).map_err(refused)?;
    }
    let built = builder.into_record_batch().map_err(refused)?;
    RecordBatch::try_new(schema, built.columns().to_vec()).map_err(refused)
}

/// What `#/$defs/NAME` stands for.
struct Definitions<'a>(Option<&'a Value>);

impl Definitions<'_> {
    fn fields(&self, object: &Value) -> Result<Fields, String> {
        let strange = || format!("the schema has an object of an unknown shape: {object}");
        let keys = object
            .get("required")
            .and_then(Value::as_array)
            .ok_or_else(strange)?;
        let properties = object.get("properties").ok_or_else(strange)?;
        let fields: Result<Vec<Field>, String> = keys
            .iter()
            .map(|key| {
                let key = key.as_str().ok_or_else(strange)?;
                let data_type = self.of(properties.get(key).ok_or_else(strange)?)?;
                Ok(Field::new(key, data_type, true))
            })
            .collect();
        Ok(fields?.into())
    }

    /// The type that a schema describes.
    fn of(&self, schema: &Value) -> Result<DataType, String> {
        let strange = || format!("the schema has a value of an unknown type: {schema}");
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            let defined = self.0.and_then(|defined| defined.get(name));
            return self.of(defined.ok_or_else(strange)?);
        }
        if let Some(either) = schema.get("anyOf").and_then(Value::as_array) {
            let is_null = |one: &&Value| one.get("type").and_then(Value::as_str) == Some("null");
            return self.of(either.iter().find(|one| !is_null(one)).ok_or_else(strange)?);
        }
        let word = match schema.get("type") {
            Some(Value::String(word)) => Some(word.as_str()),
            Some(Value::Array(words)) => words
                .iter()
                .filter_map(Value::as_str)
                .find(|word| *word != "null"),
            _ => None,
        };
        let format = schema.get("format").and_then(Value::as_str);
        Ok(match (word.ok_or_else(strange)?, format) {
            ("string", _) => DataType::Utf8,
            ("boolean", _) => DataType::Boolean,
            ("number", _) => DataType::Float64,
            ("integer", Some("int64")) => DataType::Int64,
            ("integer", Some("uint64")) => DataType::UInt64,
            ("integer", Some("uint32")) => DataType::UInt32,
            ("integer", Some("uint16")) => DataType::UInt16,
            ("array", _) => {
                let item = self.of(schema.get("items").ok_or_else(strange)?)?;
                DataType::List(Arc::new(Field::new("item", item, true)))
            }
            ("object", _) => DataType::Struct(self.fields(schema)?),
            _ => return Err(strange()),
        })
    }
}

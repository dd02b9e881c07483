//! Records taken apart into columns, as Parquet keeps them: each leaf of the schema is a column of values, and two levels
//! beside each value tell which optional and repeated fields around it were there (the Dremel encoding,
//! <https://parquet.apache.org/docs/file-format/nestedencoding/>).

use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::{ParquetError, Result};
use ::parquet::schema::types::Type;
use serde_json::Value;

/// Records of one schema, taken apart.
#[derive(Debug)]
pub(super) struct Columns {
    columns: Vec<Column>,
    /// The column that the next leaf goes into.
    next: usize,
}

/// A leaf of the schema with what was put into it.
#[derive(Debug)]
pub(super) struct Column {
    values: Values,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

#[derive(Debug)]
enum Values {
    Boolean(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
}

/// Where in a record a value stands.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// How many optional and repeated fields around it are there.
    definition: i16,
    /// At which repeated field it goes on.
    repetition: i16,
    /// How many repeated fields enclose it.
    depth: i16,
}

impl Columns {
    /// Empty columns, one a leaf, in the order of the schema.
    ///
    /// # Errors
    /// The schema has a leaf of a type that no record of ours has.
    pub(super) fn of(schema: &Type) -> Result<Self> {
        let mut columns = Vec::new();
        leaves(schema, &mut columns)?;
        Ok(Self { columns, next: 0 })
    }

    /// Takes a record apart.
    ///
    /// # Errors
    /// The record has not the shape that the schema says.
    pub(super) fn push(&mut self, schema: &Type, record: &Value) -> Result<()> {
        self.next = 0;
        schema
            .get_fields()
            .iter()
            .try_for_each(|field| self.field(field, record.get(field.name()), Level::default()))
    }

    /// The columns, in the order of the schema.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter()
    }

    fn field(&mut self, field: &Type, value: Option<&Value>, mut level: Level) -> Result<()> {
        let value = value.filter(|value| !value.is_null());
        let optional = field.get_basic_info().repetition() == Repetition::OPTIONAL;
        let Some(value) = value else {
            return if optional {
                self.absent(field, level)
            } else {
                let told = format!("`{}` is required and missing", field.name());
                Err(ParquetError::General(told))
            };
        };
        level.definition += i16::from(optional);
        if !field.is_group() {
            return self.leaf(field, value, level);
        }
        if field.get_basic_info().logical_type_ref() == Some(&LogicalType::List) {
            return self.list(field, value, level);
        }
        let mut fields = field.get_fields().iter();
        fields.try_for_each(|child| self.field(child, value.get(child.name()), level))
    }

    /// `group NAME (LIST) { repeated group list { … element; } }`: every item goes into the same columns.
    fn list(&mut self, field: &Type, value: &Value, level: Level) -> Result<()> {
        let shape = || ParquetError::General(format!("`{}` is not a list", field.name()));
        let items = value.as_array().ok_or_else(shape)?;
        let repeated = field.get_fields().first().ok_or_else(shape)?;
        let element = repeated.get_fields().first().ok_or_else(shape)?;
        if items.is_empty() {
            return self.absent(element, level);
        }
        let first = self.next;
        for (index, item) in items.iter().enumerate() {
            self.next = first;
            let inside = Level {
                definition: level.definition + 1,
                repetition: if index == 0 {
                    level.repetition
                } else {
                    level.depth + 1
                },
                depth: level.depth + 1,
            };
            self.field(element, Some(item), inside)?;
        }
        Ok(())
    }

    /// A value that is not there leaves its levels in each column below it.
    fn absent(&mut self, field: &Type, level: Level) -> Result<()> {
        if field.is_group() {
            return field
                .get_fields()
                .iter()
                .try_for_each(|field| self.absent(field, level));
        }
        self.column(field)?.levels(level);
        Ok(())
    }

    fn leaf(&mut self, field: &Type, value: &Value, level: Level) -> Result<()> {
        let other =
            || ParquetError::General(format!("`{}` is {value}, which is of another type", field.name()));
        let column = self.column(field)?;
        match &mut column.values {
            Values::Boolean(values) => values.push(value.as_bool().ok_or_else(other)?),
            Values::Int32(values) => {
                let number = value.as_i64().ok_or_else(other)?;
                values.push(i32::try_from(number).map_err(|_| other())?);
            }
            Values::Int64(values) => values.push(value.as_i64().ok_or_else(other)?),
            Values::Double(values) => values.push(value.as_f64().ok_or_else(other)?),
            Values::Bytes(values) => values.push(value.as_str().ok_or_else(other)?.into()),
        }
        column.levels(level);
        Ok(())
    }

    /// The column of a leaf: the leaves come in the order of the schema.
    fn column(&mut self, leaf: &Type) -> Result<&mut Column> {
        let next = self.next;
        self.next += 1;
        let told = || ParquetError::General(format!("`{}` is a leaf of another schema", leaf.name()));
        self.columns.get_mut(next).ok_or_else(told)
    }
}

fn leaves(field: &Type, columns: &mut Vec<Column>) -> Result<()> {
    if field.is_group() {
        return field
            .get_fields()
            .iter()
            .try_for_each(|field| leaves(field, columns));
    }
    let values = match field.get_physical_type() {
        Physical::BOOLEAN => Values::Boolean(Vec::new()),
        Physical::INT32 => Values::Int32(Vec::new()),
        Physical::INT64 => Values::Int64(Vec::new()),
        Physical::DOUBLE => Values::Double(Vec::new()),
        Physical::BYTE_ARRAY => Values::Bytes(Vec::new()),
        other => {
            let told = format!("{}: a leaf of type {other}", field.name());
            return Err(ParquetError::General(told));
        }
    };
    columns.push(Column {
        values,
        definition: Vec::new(),
        repetition: Vec::new(),
    });
    Ok(())
}

impl Column {
    fn levels(&mut self, level: Level) {
        self.definition.push(level.definition);
        self.repetition.push(level.repetition);
    }

    /// Writes what was gathered.
    pub(super) fn write(&self, writer: &mut ColumnWriter<'_>) -> Result<()> {
        let (definition, repetition) = (Some(self.definition.as_slice()), Some(self.repetition.as_slice()));
        match (&self.values, writer) {
            (Values::Boolean(values), ColumnWriter::BoolColumnWriter(out)) => {
                out.write_batch(values, definition, repetition)
            }
            (Values::Int32(values), ColumnWriter::Int32ColumnWriter(out)) => {
                out.write_batch(values, definition, repetition)
            }
            (Values::Int64(values), ColumnWriter::Int64ColumnWriter(out)) => {
                out.write_batch(values, definition, repetition)
            }
            (Values::Double(values), ColumnWriter::DoubleColumnWriter(out)) => {
                out.write_batch(values, definition, repetition)
            }
            (Values::Bytes(values), ColumnWriter::ByteArrayColumnWriter(out)) => {
                out.write_batch(values, definition, repetition)
            }
            _ => Err(ParquetError::General(
                "a column of another type than its leaf".to_owned(),
            )),
        }
        .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::parquet::schema::parser::parse_message_type;
    use serde_json::json;

    /// The example of the Dremel paper, with its levels.
    #[test]
    fn levels_are_those_of_the_paper() {
        let schema = parse_message_type(
            "message document {
               required int64 id;
               required group names (LIST) { repeated group list { required group element {
                 required group languages (LIST) { repeated group list { required group element {
                   required binary code (STRING);
                   optional binary country (STRING);
                 } } }
                 optional binary url (STRING);
               } } }
             }",
        )
        .unwrap();
        let mut columns = Columns::of(&schema).unwrap();
        let first = json!({"id": 10, "names": [
            {"languages": [{"code": "en-us", "country": "us"}, {"code": "en", "country": null}], "url": "http://A"},
            {"languages": [], "url": "http://B"},
            {"languages": [{"code": "en-gb", "country": "gb"}], "url": null},
        ]});
        columns.push(&schema, &first).unwrap();
        columns
            .push(
                &schema,
                &json!({"id": 20, "names": [{"languages": [], "url": "http://C"}]}),
            )
            .unwrap();
        let levels: Vec<(&[i16], &[i16])> = columns
            .iter()
            .map(|column| (column.repetition.as_slice(), column.definition.as_slice()))
            .collect();
        assert_eq!(levels[0], (&[0, 0][..], &[0, 0][..]));
        assert_eq!(levels[1], (&[0, 2, 1, 1, 0][..], &[2, 2, 1, 2, 1][..]), "code");
        assert_eq!(levels[2], (&[0, 2, 1, 1, 0][..], &[3, 2, 1, 3, 1][..]), "country");
        assert_eq!(levels[3], (&[0, 1, 1, 0][..], &[2, 2, 1, 2][..]), "url");
    }

    #[test]
    fn a_record_of_another_shape_is_refused_by_the_name_of_its_field() {
        let schema = parse_message_type("message m { required int64 yen; }").unwrap();
        let mut columns = Columns::of(&schema).unwrap();
        let told =
            |record: Value, columns: &mut Columns| columns.push(&schema, &record).unwrap_err().to_string();
        assert!(told(json!({}), &mut columns).contains("`yen` is required"));
        assert!(told(json!({"yen": "12"}), &mut columns).contains("`yen` is \"12\""));
    }
}

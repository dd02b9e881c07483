//! Parquet for DuckDB, pandas and Arrow: a row a program, typed, with everything that `yosan/v1` says of it, nested as
//! there: amounts are structs, ministries, candidates and evidence are lists of structs. `source` and `document` stand in
//! each row. Compressed with zstd.

mod shred;

use super::format::{Begin, Documents, Format, Out};
use super::json::v1;
use crate::model::Extraction;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::TypePtr;
use serde_json::Value;
use shred::Columns;
use std::io;
use std::sync::Arc;

/// Parquet.
pub const PARQUET: Format = Format {
    name: "parquet",
    extension: "parquet",
    about: "A row a program, typed and nested, for DuckDB and pandas",
    is_text: false,
    holds_many: true,
    links: false,
    begin: Begin::File(|out, _| Ok(Box::new(Rows::begin(out)?))),
};

/// What a row holds: the keys of `yosan/v1`, and their types.
const SCHEMA: &str = include_str!("parquet/requests.schema");

/// Rows that are held before they are written.
const GROUP: usize = 20_000;

struct Rows<'a> {
    schema: TypePtr,
    file: SerializedFileWriter<Out<'a>>,
    columns: Columns,
    held: usize,
}

impl<'a> Rows<'a> {
    fn begin(out: Out<'a>) -> io::Result<Self> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(failed)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        Ok(Self {
            file: SerializedFileWriter::new(out, schema.clone(), Arc::new(properties)).map_err(failed)?,
            columns: Columns::of(&schema).map_err(failed)?,
            schema,
            held: 0,
        })
    }

    /// Writes the rows that are held as a group of their own.
    fn write(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for column in self.columns.iter() {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            column.write(writer.untyped())?;
            writer.close()?;
        }
        group.close()?;
        self.columns = Columns::of(&self.schema)?;
        self.held = 0;
        Ok(())
    }
}

impl Documents for Rows<'_> {
    fn add(&mut self, document: &Extraction, _place: Option<&str>) -> io::Result<()> {
        let source = serde_json::to_value(v1::Source::from(&document.source))?;
        let info = serde_json::to_value(v1::Document::from(&document.document))?;
        for request in &document.requests {
            let mut row = serde_json::to_value(v1::Request::from(request))?;
            if let Value::Object(row) = &mut row {
                row.insert("source".to_owned(), source.clone());
                row.insert("document".to_owned(), info.clone());
            }
            self.columns.push(&self.schema, &row).map_err(failed)?;
            self.held += 1;
            if self.held == GROUP {
                self.write().map_err(failed)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if self.held > 0 {
            self.write().map_err(failed)?;
        }
        self.file.finish().map_err(failed)?;
        Ok(())
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Row;

    /// A field added to `yosan/v1` has to be given its place here.
    #[test]
    fn every_key_of_a_program_is_a_column() {
        let sample = samples::small();
        let row = serde_json::to_value(v1::Request::from(&sample.requests[0])).unwrap();
        let schema = parse_message_type(SCHEMA).unwrap();
        let columns: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
        for key in row.as_object().unwrap().keys() {
            assert!(columns.contains(&key.as_str()), "{key}");
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_is_the_same_each_time() {
        let sample = samples::small();
        let write = || {
            let mut bytes = Vec::new();
            let mut rows = Box::new(Rows::begin(Box::new(&mut bytes)).unwrap());
            rows.add(&sample, None).unwrap();
            rows.finish().unwrap();
            bytes
        };
        let bytes = write();
        assert_eq!(bytes, write());
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let program = |row: &Row| {
            let (_, field) = row
                .get_column_iter()
                .find(|(name, _)| *name == "program")
                .unwrap();
            field.to_string().trim_matches('"').to_owned()
        };
        let rows = reader.get_row_iter(None).unwrap();
        let names: Vec<String> = rows.map(|row| program(&row.unwrap())).collect();
        let expected: Vec<&str> = sample
            .requests
            .iter()
            .map(|request| request.program.name.as_str())
            .collect();
        assert_eq!(names, expected);
    }
}

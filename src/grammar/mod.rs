//! Parsers for what budget documents write: figures, names, tags, splits, headings, table rows. They work on normalized
//! text and give nodes with their places. The only user of nom; a parser never fails a document.

pub mod amount;
mod decimal;
mod digits;
mod document;
mod entry;
pub mod era;
mod figure;
mod glyph;
mod heading;
mod label;
mod legend;
mod mark;
mod name;
mod node;
mod notes;
pub mod number;
pub mod numeral;
mod plain;
mod reader;
mod sheet;
pub mod split;
mod table;
mod title;
pub mod unit;
pub mod unit_note;

pub use document::Read;
pub use node::{
    Column, ColumnKind, Figure, FigureValue, Heading, Item, LabelWord, NamedProgram, Node, NodeKind,
    PageNodes, ProgramLine, Relation, SplitKey, SplitNode, SplitPart, TableHeader, TableRow,
};
pub use reader::Reader;
pub use title::document_info;

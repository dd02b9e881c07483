//! Parsers for what budget documents write: figures, names, tags, splits, headings, table rows. They work on normalized
//! text and give nodes with their places. The only user of nom; a parser never fails a document.

mod node;

pub use node::{
    Column, ColumnKind, Figure, FigureValue, Heading, Item, LabelWord, NamedProgram, Node, NodeKind,
    PageNodes, ProgramLine, Relation, SplitKey, SplitNode, SplitPart, TableHeader, TableRow,
};

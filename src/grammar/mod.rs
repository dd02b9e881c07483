//! Parsers for what budget documents write: figures, names, tags, splits, headings, table rows. They work on normalized
//! text and give nodes with their places. The only user of nom; a parser never fails a document.
//!
//! Figures, over any piece of folded text, with spans into that piece:
//! - [`amounts`], [`amount_at`], [`amount`]: amounts of money → [`AmountNode`] with [`Money`] or the [`Damage`] that
//!   makes it unreadable;
//! - [`numbers`]: bare numerals, whatever they count → [`NumberNode`];
//! - [`Unit`]: units of money; [`unit_notes`], [`unit_note_at`]: （単位：百万円） → [`UnitNote`];
//! - [`fiscal_years`], [`fiscal_year_at`]: 令和５年度, R5, 2023年 → [`FiscalYearNode`];
//! - [`splits`], [`split_at`]: （総5,文703,厚571,経220） → [`Split`] with its parts in yen.

mod amount;
mod coverage;
mod decimal;
mod digits;
mod document;
mod english;
mod entry;
mod era;
mod figure;
mod glyph;
mod grid;
mod heading;
mod label;
mod legend;
mod line;
mod mark;
mod masthead;
mod name;
mod node;
mod notes;
mod number;
mod numeral;
mod plain;
mod reader;
mod sheet;
mod signs;
mod split;
mod table;
mod tail;
mod title;
mod unit;
mod unit_note;

pub use amount::{AmountNode, Money, Reading, Sign, UnitSource, amount, amount_at, amounts};
pub use document::Read;
pub use era::{Era, FiscalYearNode, YearKind, fiscal_year_at, fiscal_years};
pub use masthead::{Masthead, masthead};
pub use node::{
    Column, ColumnKind, Doubt, Entry, Figure, FigureValue, FlagMark, Heading, Item, LabelWord, MinistryLabel,
    NamedProgram, Node, NodeKind, PageNodes, ProgramLine, Relation, SplitKey, SplitNode, SplitPart,
    TableHeader, TableRow,
};
pub use number::{NumberNode, numbers};
pub use numeral::Damage;
pub use reader::Reader;
pub use split::{KeyedAmount, Split, split_at, splits};
pub use title::document_info;
pub use unit::Unit;
pub use unit_note::{UnitNote, unit_note, unit_note_at, unit_notes};

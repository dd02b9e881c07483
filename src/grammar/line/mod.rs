//! A line of a text, read by what each figure on it is. A figure belongs to the line's program only where every word
//! between the two is known; what is not known is kept and told, and nothing that it touches is stated.

mod block;
mod figures;
mod lead;
mod meaning;
mod name;
mod prose;
mod scope;
mod token;
mod tree;

pub(in crate::grammar) use block::read;
pub(in crate::grammar) use meaning::{Asked, Meaning, Side, meaning, year};
pub(in crate::grammar) use name::ends as ends_as_name;
pub(in crate::grammar) use token::{Kind, Token, lex};

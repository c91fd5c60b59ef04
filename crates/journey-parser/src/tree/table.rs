//! Tables that a file holds (language reference 9.3).

use super::Bad;
use super::item::TypeRef;
use super::literal::{Name, Text};
use journey_ir::span::Span;

/// `table reps "data/reps.csv" { postal prefix, product -> rep text }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// The file, relative to the source file.
    pub file: Text,
    /// What is in it; stands once, more by mistake.
    pub columns: Vec<TableColumns>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

/// `postal prefix, product -> rep text`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    /// The whole of it.
    pub span: Span,
    /// The columns that are looked in; one or more.
    pub keys: Vec<TableKey>,
    /// The column with the answers.
    pub value: Name,
    /// Their type; `?` where a cell may be empty.
    pub ty: TypeRef,
}

/// `postal prefix`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableKey {
    /// The column.
    pub name: Name,
    /// `prefix`: it holds beginnings.
    pub prefix: Option<Span>,
}

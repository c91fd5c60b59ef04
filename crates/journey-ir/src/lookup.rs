//! Tables: small files that are read when the programme is compiled (language reference 9.3).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Expression;
use crate::span::Span;
use crate::value::{Type, Value};

/// `table reps "data/reps.csv" { postal prefix, product -> rep text }`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct LookupTable {
    /// Its name.
    pub name: String,
    /// The file, as the `.journey` file names it.
    pub file: String,
    /// The columns that are looked in; at least one.
    pub keys: Vec<LookupKey>,
    /// The column that holds the answers.
    pub value: String,
    /// The type of the answers.
    pub kind: Type,
    /// The rows, in the order of their keys, of which no two are the same.
    pub rows: Vec<LookupRow>,
    /// Where it is declared.
    pub span: Span,
}

/// A column that is looked in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct LookupKey {
    /// Its name.
    pub name: String,
    /// Whether it holds beginnings, of which the longest that has a row counts; of at most one column.
    pub prefix: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct LookupRow {
    /// A cell for each key.
    #[serde(with = "crate::words::shared_texts")]
    #[schemars(with = "Vec<String>")]
    pub keys: Arc<[Arc<str>]>,
    /// The answer; missing where the cell is empty.
    pub value: Value,
}

/// What is looked for in one column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct LookupArgument {
    /// The value.
    pub value: Expression,
    /// Its type: values are looked for as they are written in the language.
    pub kind: Type,
}

impl LookupTable {
    /// The row for these keys, of which there is one for each column: all equal, but for the column of beginnings, where the
    /// longest counts that has a row.
    #[must_use]
    pub fn row(&self, keys: &[&str]) -> Option<&LookupRow> {
        let Some(column) = self.keys.iter().position(|key| key.prefix) else { return self.exact(keys) };
        let whole = keys.get(column)?;
        let ends = whole.char_indices().map(|(at, _)| at).chain([whole.len()]);
        let mut ends: Vec<usize> = ends.collect();
        let mut wanted = keys.to_vec();
        while let Some(end) = ends.pop() {
            *wanted.get_mut(column)? = whole.get(..end)?;
            if let Some(row) = self.exact(&wanted) {
                return Some(row);
            }
        }
        None
    }

    fn exact(&self, keys: &[&str]) -> Option<&LookupRow> {
        let found =
            self.rows.binary_search_by(|row| row.keys.iter().map(|key| &**key).cmp(keys.iter().copied())).ok()?;
        self.rows.get(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn table(prefix: bool, rows: &[(&[&str], i64)]) -> LookupTable {
        let key = |name: &str, prefix| LookupKey { name: name.to_owned(), prefix };
        let row = |(keys, value): &(&[&str], i64)| LookupRow {
            keys: keys.iter().map(|key| Arc::from(*key)).collect(),
            value: Value::Integer(*value),
        };
        let mut rows: Vec<LookupRow> = rows.iter().map(row).collect();
        rows.sort_by(|a, b| a.keys.cmp(&b.keys));
        LookupTable {
            name: "t".to_owned(),
            file: "t.csv".to_owned(),
            keys: vec![key("postal", prefix), key("product", false)],
            value: "rep".to_owned(),
            kind: Type::Integer,
            rows,
            span: Span::new(FileId(0), 0, 0),
        }
    }

    fn value(table: &LookupTable, keys: &[&str]) -> Option<i64> {
        match table.row(keys)?.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn keys_are_equal() {
        let table = table(false, &[(&["75", "a"], 1), (&["75", "b"], 2), (&["7", "a"], 3)]);
        assert_eq!(value(&table, &["75", "b"]), Some(2));
        assert_eq!(value(&table, &["7", "a"]), Some(3));
        assert_eq!(value(&table, &["750", "a"]), None);
        assert_eq!(value(&table, &["", ""]), None);
    }

    #[test]
    fn the_longest_beginning_that_has_a_row_for_the_other_keys_counts() {
        let table = table(true, &[(&["75", "a"], 1), (&["7", "b"], 2), (&["", "a"], 3), (&["é", "b"], 4)]);
        assert_eq!(value(&table, &["75011", "a"]), Some(1));
        assert_eq!(value(&table, &["75011", "b"]), Some(2));
        assert_eq!(value(&table, &["13001", "a"]), Some(3));
        assert_eq!(value(&table, &["13001", "b"]), None);
        assert_eq!(value(&table, &["été", "b"]), Some(4));
    }
}

//! Goes through the values of one column of a row group.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DataType;
use ::parquet::errors::ParquetError;

use super::value::{Meaning, Shown};
use crate::rows::CellColumn;
use crate::typed::{NO_NUMBER, Use};

/// The values of a column, whatever their type.
pub(super) trait Cursor {
    /// Unpacks so many rows: what a cell of a CSV file would hold, or the number that a value is read for.
    fn fill(&mut self, rows: usize, into: &mut CellColumn) -> Result<(), ParquetError>;
}

/// For a column that holds one value in each row, or none.
pub(super) fn new(reader: ColumnReader, meaning: Meaning, of: Use) -> Box<dyn Cursor> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::Int32ColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::Int64ColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::Int96ColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::FloatColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::DoubleColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::ByteArrayColumnReader(reader) => Typed::boxed(reader, meaning, of),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => Typed::boxed(reader, meaning, of),
    }
}

struct Typed<T: DataType> {
    reader: ColumnReaderImpl<T>,
    meaning: Meaning,
    of: Use,
    /// 0 where a value is missing; empty when none can be.
    levels: Vec<i16>,
    /// Those that are not missing.
    values: Vec<T::T>,
}

impl<T: DataType> Typed<T>
where
    T::T: Shown,
{
    fn boxed(reader: ColumnReaderImpl<T>, meaning: Meaning, of: Use) -> Box<dyn Cursor>
    where
        T: 'static,
    {
        Box::new(Self { reader, meaning, of, levels: Vec::new(), values: Vec::new() })
    }
}

impl<T: DataType> Cursor for Typed<T>
where
    T::T: Shown,
{
    fn fill(&mut self, rows: usize, into: &mut CellColumn) -> Result<(), ParquetError> {
        self.levels.clear();
        self.values.clear();
        let (found, ..) = self.reader.read_records(rows, Some(&mut self.levels), None, &mut self.values)?;
        if found != rows {
            return Err(ParquetError::General("a column ends before its row group does".into()));
        }
        into.numbers.clear();
        into.texts.clear();
        if self.of == Use::Text {
            each(&self.levels, &self.values, |value| {
                if let Some(value) = value {
                    value.show(self.meaning, &mut into.texts.text);
                }
                into.texts.end();
            });
            return Ok(());
        }
        let mut has_texts = false;
        each(&self.levels, &self.values, |value| {
            let number = value.and_then(|value| value.number(self.meaning, self.of));
            has_texts |= value.is_some() && number.is_none();
            into.numbers.push(number.unwrap_or(NO_NUMBER));
        });
        if has_texts {
            let mut numbers = into.numbers.iter();
            each(&self.levels, &self.values, |value| {
                let number = numbers.next();
                if let Some(value) = value.filter(|_| number == Some(&NO_NUMBER)) {
                    value.show(self.meaning, &mut into.texts.text);
                }
                into.texts.end();
            });
        }
        Ok(())
    }
}

/// Goes through rows: their values, nothing where the level says that one is missing. Without levels none can be.
fn each<V>(levels: &[i16], values: &[V], mut row: impl FnMut(Option<&V>)) {
    if levels.is_empty() {
        for value in values {
            row(Some(value));
        }
        return;
    }
    let mut values = values.iter();
    for level in levels {
        row(if *level == 0 { None } else { values.next() });
    }
}

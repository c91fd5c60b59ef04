//! Goes through the values of one column of a row group.

use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::DataType;
use ::parquet::errors::ParquetError;

use super::value::{Meaning, Shown};
use crate::typed::Use;

/// The values of a column, whatever their type.
pub(super) trait Cursor {
    /// Unpacks so many rows, when those before have been taken.
    fn fill(&mut self, rows: usize) -> Result<(), ParquetError>;
    /// Gives the number of the next row's value that it is read for; else writes the value as a cell would hold it, and nothing
    /// when it is missing.
    fn push(&mut self, into: &mut Vec<u8>) -> Option<i64>;
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
    next_level: usize,
    next_value: usize,
}

impl<T: DataType> Typed<T>
where
    T::T: Shown,
{
    fn boxed(reader: ColumnReaderImpl<T>, meaning: Meaning, of: Use) -> Box<dyn Cursor>
    where
        T: 'static,
    {
        Box::new(Self { reader, meaning, of, levels: Vec::new(), values: Vec::new(), next_level: 0, next_value: 0 })
    }
}

impl<T: DataType> Cursor for Typed<T>
where
    T::T: Shown,
{
    fn fill(&mut self, rows: usize) -> Result<(), ParquetError> {
        self.levels.clear();
        self.values.clear();
        (self.next_level, self.next_value) = (0, 0);
        let (found, ..) = self.reader.read_records(rows, Some(&mut self.levels), None, &mut self.values)?;
        if found == rows {
            return Ok(());
        }
        Err(ParquetError::General("a column ends before its row group does".into()))
    }

    fn push(&mut self, into: &mut Vec<u8>) -> Option<i64> {
        let level = self.levels.get(self.next_level).copied();
        self.next_level += 1;
        if level == Some(0) {
            return None;
        }
        let value = self.values.get(self.next_value)?;
        self.next_value += 1;
        let number = value.number(self.meaning, self.of);
        if number.is_none() {
            value.show(self.meaning, into);
        }
        number
    }
}

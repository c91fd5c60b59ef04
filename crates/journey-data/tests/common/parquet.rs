//! Writes Parquet files, for tests to read them.
#![allow(clippy::indexing_slicing, reason = "a test may fail")]

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
    Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

/// How many rows a row group has.
const GROUP_ROWS: usize = 3;

/// One column.
pub struct Column {
    pub name: String,
    pub logical: Option<LogicalType>,
    pub values: Values,
}

/// The values of a column; nothing where one is missing.
pub enum Values {
    Boolean(Vec<Option<bool>>),
    Int(Vec<Option<i32>>),
    Long(Vec<Option<i64>>),
    Old(Vec<Option<Int96>>),
    Float(Vec<Option<f32>>),
    Double(Vec<Option<f64>>),
    Bytes(Vec<Option<Vec<u8>>>),
    /// All have that length.
    Fixed(i32, Vec<Option<Vec<u8>>>),
}

/// A file in several row groups, packed in a way.
pub fn parquet(columns: &[Column], compression: Compression) -> Vec<u8> {
    let fields = columns.iter().map(|column| Arc::new(column.schema())).collect();
    let schema = Arc::new(Type::group_type_builder("schema").with_fields(fields).build().unwrap());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    let rows = columns.first().map_or(0, |column| column.values.len());
    for first in (0..rows).step_by(GROUP_ROWS) {
        let range = first..rows.min(first + GROUP_ROWS);
        let mut group = writer.next_row_group().unwrap();
        for column in columns {
            let mut into = group.next_column().unwrap().unwrap();
            column.values.write(range.clone(), &mut into);
            into.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

impl Column {
    fn schema(&self) -> Type {
        let (physical, length) = match &self.values {
            Values::Boolean(_) => (Physical::BOOLEAN, None),
            Values::Int(_) => (Physical::INT32, None),
            Values::Long(_) => (Physical::INT64, None),
            Values::Old(_) => (Physical::INT96, None),
            Values::Float(_) => (Physical::FLOAT, None),
            Values::Double(_) => (Physical::DOUBLE, None),
            Values::Bytes(_) => (Physical::BYTE_ARRAY, None),
            Values::Fixed(length, _) => (Physical::FIXED_LEN_BYTE_ARRAY, Some(*length)),
        };
        let (precision, scale) = match &self.logical {
            Some(LogicalType::Decimal(decimal)) => (decimal.precision, decimal.scale),
            _ => (-1, -1),
        };
        Type::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(self.logical.clone())
            .with_length(length.unwrap_or(-1))
            .with_precision(precision)
            .with_scale(scale)
            .build()
            .unwrap()
    }
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Boolean(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Long(values) => values.len(),
            Self::Old(values) => values.len(),
            Self::Float(values) => values.len(),
            Self::Double(values) => values.len(),
            Self::Bytes(values) | Self::Fixed(_, values) => values.len(),
        }
    }

    fn write(&self, rows: std::ops::Range<usize>, into: &mut SerializedColumnWriter<'_>) {
        match self {
            Self::Boolean(values) => put::<BoolType, _>(into, &values[rows], |value| *value),
            Self::Int(values) => put::<Int32Type, _>(into, &values[rows], |value| *value),
            Self::Long(values) => put::<Int64Type, _>(into, &values[rows], |value| *value),
            Self::Old(values) => put::<Int96Type, _>(into, &values[rows], |value| *value),
            Self::Float(values) => put::<FloatType, _>(into, &values[rows], |value| *value),
            Self::Double(values) => put::<DoubleType, _>(into, &values[rows], |value| *value),
            Self::Bytes(values) => {
                put::<ByteArrayType, _>(into, &values[rows], |value| ByteArray::from(value.clone()));
            }
            Self::Fixed(_, values) => {
                put::<FixedLenByteArrayType, _>(into, &values[rows], |value| ByteArray::from(value.clone()).into());
            }
        }
    }
}

fn put<T: DataType, V>(into: &mut SerializedColumnWriter<'_>, values: &[Option<V>], stored: impl Fn(&V) -> T::T) {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.iter().flatten().map(stored).collect();
    into.typed::<T>().write_batch(&values, Some(&levels), None).unwrap();
}

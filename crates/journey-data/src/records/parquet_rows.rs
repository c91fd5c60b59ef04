//! contacts.parquet: workers put down rows as they come, and the writer brings them into columns, group by group.

use std::io;
use std::mem;
use std::path::Path;
use std::sync::Arc;

use journey_ir::decimal::{Decimal, SCALE};
use journey_ir::time::{Instant, ZoneId};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::contacts::columns;
use super::contacts_file::ContactsFormat;
use super::sink::Sink;
use crate::error::DataError;

/// How many rows are packed together.
const GROUP_ROWS: usize = 1 << 16;

/// How many digits a cost may have, and how many of them are places.
const COST_DIGITS: (i32, i32) = (18, 4);

/// Rows as they come: each cell with its length before it, instants as their seconds.
pub(super) struct ParquetRows(Vec<u8>);

impl Sink for ParquetRows {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn cell(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        let start = self.0.len();
        self.0.extend_from_slice(&[0; 4]);
        fill(&mut self.0);
        let length = u32::try_from(self.0.len() - start - 4).unwrap_or(u32::MAX);
        if let Some(place) = self.0.get_mut(start..start + 4) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }

    fn instant(&mut self, instant: Instant, _: ZoneId) {
        self.cell(|bytes| bytes.extend_from_slice(&instant.0.to_le_bytes()));
    }

    fn end(&mut self) {}

    fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Writes a file into memory, from which it is taken in pieces.
pub(super) struct ParquetWriter {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    /// How many rows wait in the columns.
    rows: usize,
}

/// The values of a column that wait to be packed; nothing where one is missing.
struct Column {
    levels: Vec<i16>,
    values: Values,
}

/// What a column holds.
enum Values {
    Text(Vec<ByteArray>),
    /// Milliseconds.
    Instant(Vec<i64>),
    Whole(Vec<i32>),
    /// Ten-thousandths.
    Amount(Vec<i64>),
}

impl ParquetWriter {
    pub(super) fn new() -> Result<Self, DataError> {
        let made: Vec<Column> = columns().map(Column::new).collect();
        let fields = columns().zip(&made).map(|(name, column)| column.values.schema(name).map(Arc::new));
        let written = || -> Result<_, ParquetError> {
            let fields = fields.collect::<Result<_, _>>()?;
            let schema = Type::group_type_builder("contacts").with_fields(fields).build()?;
            let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))
        };
        Ok(Self { writer: written().map_err(ours)?, columns: made, rows: 0 })
    }

    /// Adds rows; gives the bytes of the file that are ready.
    pub(super) fn add(&mut self, mut rows: &[u8]) -> Result<Vec<u8>, DataError> {
        while !rows.is_empty() {
            for column in &mut self.columns {
                let Some((length, rest)) = rows.split_first_chunk::<4>() else { return Ok(Vec::new()) };
                let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
                let (cell, rest) = rest.split_at_checked(length).unwrap_or_default();
                column.push(cell);
                rows = rest;
            }
            self.rows += 1;
            if self.rows == GROUP_ROWS {
                self.pack().map_err(ours)?;
            }
        }
        Ok(mem::take(self.writer.inner_mut()))
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, DataError> {
        if self.rows > 0 {
            self.pack().map_err(ours)?;
        }
        self.writer.into_inner().map_err(ours)
    }

    fn pack(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            if let Some(mut into) = group.next_column()? {
                column.write(&mut into)?;
                into.close()?;
            }
        }
        group.close()?;
        self.rows = 0;
        self.writer.flush()?;
        Ok(())
    }
}

impl Column {
    fn new(name: &str) -> Self {
        let values = match name {
            "started" | "due" | "at" => Values::Instant(Vec::new()),
            "priority" => Values::Whole(Vec::new()),
            "cost" => Values::Amount(Vec::new()),
            _ => Values::Text(Vec::new()),
        };
        Self { levels: Vec::new(), values }
    }

    fn push(&mut self, cell: &[u8]) {
        self.levels.push(i16::from(!cell.is_empty()));
        if cell.is_empty() {
            return;
        }
        match &mut self.values {
            Values::Text(texts) => texts.push(ByteArray::from(cell.to_vec())),
            Values::Instant(instants) => {
                let seconds = cell.first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes));
                instants.push(seconds.saturating_mul(1_000));
            }
            Values::Whole(numbers) => {
                let number = Decimal::parse(cell).unwrap_or_default().0 / SCALE;
                numbers.push(i32::try_from(number).unwrap_or(i32::MAX));
            }
            Values::Amount(amounts) => amounts.push(Decimal::parse(cell).unwrap_or_default().0),
        }
    }

    fn write(&mut self, into: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &mut self.values {
            Values::Text(texts) => put::<ByteArrayType>(into, texts, &self.levels)?,
            Values::Instant(numbers) | Values::Amount(numbers) => put::<Int64Type>(into, numbers, &self.levels)?,
            Values::Whole(numbers) => put::<Int32Type>(into, numbers, &self.levels)?,
        }
        self.levels.clear();
        Ok(())
    }
}

fn put<T: DataType>(
    into: &mut SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<(), ParquetError> {
    into.typed::<T>().write_batch(values, Some(levels), None)?;
    values.clear();
    Ok(())
}

impl Values {
    fn schema(&self, name: &str) -> Result<Type, ParquetError> {
        let (digits, places) = COST_DIGITS;
        let (physical, logical) = match self {
            Self::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Instant(_) => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            Self::Whole(_) => (Physical::INT32, None),
            Self::Amount(_) => (Physical::INT64, Some(LogicalType::decimal(places, digits))),
        };
        let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        let builder = match self {
            Self::Amount(_) => builder.with_precision(digits).with_scale(places),
            _ => builder,
        };
        builder.with_logical_type(logical).build()
    }
}

/// Memory can be written to, and the schema is ours.
fn ours(error: ParquetError) -> DataError {
    DataError::write(Path::new(ContactsFormat::Parquet.file_name()), io::Error::other(error))
}

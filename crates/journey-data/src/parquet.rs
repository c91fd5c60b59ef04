//! Reads Parquet files row by row: each value becomes what a cell of a CSV file would hold.
//!
//! Only the columns that somebody asks for are unpacked, a thousand rows at a time, so that memory is bounded by the
//! pages of the file. A packed file (`….parquet.gz`) cannot be read in the middle: it is unpacked in memory.

mod cursor;
mod value;

use std::fs::File;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use bytes::Bytes;

use crate::error::DataError;
use crate::packed;
use crate::rows::{Cells, Header, Row};
use cursor::Cursor;
use value::Meaning;

/// How many rows are unpacked at once.
const BATCH_ROWS: usize = 1024;

/// An open file.
pub(crate) struct ParquetFile {
    reader: Box<dyn FileReader>,
    header: Header,
    /// Of each wanted column its place in the header, its place among all values of the file, and what these mean.
    wanted: Vec<(usize, usize, Meaning)>,
    /// Where each wanted column has come to in the row group.
    cursors: Vec<Box<dyn Cursor>>,
    next_group: usize,
    left_in_group: usize,
    left_in_batch: usize,
    cells: Cells,
    /// The number of the last row, from 1.
    row: u64,
}

impl ParquetFile {
    /// Opens a file and reads its schema; columns that are not `wanted` have empty cells.
    pub(crate) fn open(path: &Path, wanted: &[&str]) -> Result<Self, DataError> {
        let reader = guarded(|| reader(path)).map_err(|error| damaged(path, error))?;
        let names = reader.metadata().file_metadata().schema().get_fields();
        let names = names.iter().map(|field| field.name().to_owned()).collect();
        let header = Header { file: path.to_owned(), names, is_unknown: false, leaves_out: false };
        let mut file = Self {
            reader,
            header,
            wanted: Vec::new(),
            cursors: Vec::new(),
            next_group: 0,
            left_in_group: 0,
            left_in_batch: 0,
            cells: Cells::default(),
            row: 0,
        };
        file.find(wanted)?;
        Ok(file)
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The next row.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, DataError> {
        while self.left_in_batch == 0 {
            if !guarded(|| self.next_batch()).map_err(|error| damaged(&self.header.file, error))? {
                return Ok(None);
            }
        }
        self.left_in_batch -= 1;
        self.row += 1;
        self.cells.text.clear();
        self.cells.ends.clear();
        for (&(place, ..), cursor) in self.wanted.iter().zip(&mut self.cursors) {
            // The places before it that nobody wants.
            self.cells.ends.resize(place, self.cells.text.len());
            cursor.push(&mut self.cells.text);
            self.cells.ends.push(self.cells.text.len());
        }
        self.cells.count = self.header.names.len();
        self.cells.ends.resize(self.cells.count, self.cells.text.len());
        Ok(Some(Row { line: self.row, cells: Ok(&self.cells) }))
    }

    /// Finds the wanted columns, which hold one value in each row, and makes sure that they can be unpacked.
    fn find(&mut self, wanted: &[&str]) -> Result<(), DataError> {
        let metadata = self.reader.metadata();
        let schema = metadata.file_metadata().schema_descr();
        for (place, name) in self.header.names.iter().enumerate() {
            if !wanted.contains(&name.as_str()) {
                continue;
            }
            let leaf = schema.columns().iter().position(|column| column.path().parts() == [name.as_str()]);
            let leaf = leaf.filter(|&leaf| schema.column(leaf).max_rep_level() == 0).ok_or_else(|| {
                self.header.wrong(
                    format!("says that `{name}` is a list or a structure"),
                    "give the column one value in each row",
                )
            })?;
            let meaning = Meaning::of(&schema.column(leaf)).ok_or_else(|| {
                self.header.wrong(
                    format!("says that `{name}` is of a type that is not read"),
                    "write the column as texts, numbers, booleans, dates or timestamps",
                )
            })?;
            let packing = metadata.row_groups().iter().filter_map(|group| group.columns().get(leaf));
            if packing.into_iter().any(|chunk| !can_unpack(chunk.compression())) {
                return Err(self.header.wrong(
                    format!("says that `{name}` is packed in a way that is not read"),
                    "write the file with snappy, zstd, gzip or lz4, or without compression",
                ));
            }
            self.wanted.push((place, leaf, meaning));
        }
        Ok(())
    }

    /// Unpacks the next rows; false at the end of the file.
    fn next_batch(&mut self) -> Result<bool, ParquetError> {
        while self.left_in_group == 0 {
            if self.next_group == self.reader.num_row_groups() {
                return Ok(false);
            }
            let group = self.reader.get_row_group(self.next_group)?;
            let rows = usize::try_from(group.metadata().num_rows());
            self.left_in_group =
                rows.map_err(|_| ParquetError::General("a row group has fewer than no rows".into()))?;
            self.cursors = self
                .wanted
                .iter()
                .map(|&(_, leaf, meaning)| Ok(cursor::new(group.get_column_reader(leaf)?, meaning)))
                .collect::<Result<_, ParquetError>>()?;
            self.next_group += 1;
        }
        let rows = self.left_in_group.min(BATCH_ROWS);
        self.cursors.iter_mut().try_for_each(|cursor| cursor.fill(rows))?;
        self.left_in_group -= rows;
        self.left_in_batch = rows;
        Ok(true)
    }
}

/// The library asserts what files say instead of asking: a damaged one must not look like a mistake of ours.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let contradiction = |_| Err(ParquetError::General("what the file says contradicts itself".into()));
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(contradiction)
}

fn reader(path: &Path) -> Result<Box<dyn FileReader>, ParquetError> {
    if !packed::is_packed(path) {
        return Ok(Box::new(SerializedFileReader::new(File::open(path)?)?));
    }
    let mut bytes = Vec::new();
    packed::unpack(path)?.read_to_end(&mut bytes)?;
    Ok(Box::new(SerializedFileReader::new(Bytes::from(bytes))?))
}

fn can_unpack(compression: Compression) -> bool {
    !matches!(compression, Compression::BROTLI(_) | Compression::LZO)
}

/// What the file says does not fit together, or it cannot be read at all.
fn damaged(path: &Path, error: ParquetError) -> DataError {
    let source = match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(system) => *system,
            Err(other) => io::Error::new(io::ErrorKind::InvalidData, other),
        },
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    };
    DataError::read(path, source)
}

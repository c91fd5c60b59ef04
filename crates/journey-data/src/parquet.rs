//! Reads Parquet files, some rows of a column at once: each value becomes what a cell of a CSV file would hold.
//!
//! Only the columns that somebody asks for are unpacked, a thousand rows at a time, so that memory is bounded by the
//! pages of the file. A packed file (`….parquet.gz`) cannot be read in the middle: it is unpacked in memory.

mod cursor;
mod value;

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use bytes::Bytes;

use crate::error::DataError;
use crate::packed;
use crate::rows::{CellColumn, Header, Rows};
use crate::typed::Use;
use cursor::Cursor;
use value::Meaning;
pub(crate) use value::shown_instant;

/// How many rows are unpacked at once.
const BATCH_ROWS: usize = 1024;

/// An open file.
pub(crate) struct ParquetFile {
    reader: Box<dyn FileReader>,
    header: Header,
    wanted: Vec<Wanted>,
    /// Where each wanted column has come to in the row group.
    cursors: Vec<Box<dyn Cursor>>,
    next_group: usize,
    /// The group that is no more read.
    end_group: usize,
    left_in_group: usize,
    /// The cells of the rows that were unpacked last, for each column of the header; those of columns that nobody wants are
    /// empty.
    columns: Vec<CellColumn>,
    /// The number of the next row, from 1.
    row: u64,
}

/// A column that is read.
#[derive(Clone, Copy)]
struct Wanted {
    /// The place in the header.
    place: usize,
    /// The place among all values of the file.
    leaf: usize,
    meaning: Meaning,
    of: Use,
}

/// Opens row groups of a file, when its columns are known.
pub(crate) struct GroupOpener {
    header: Header,
    wanted: Vec<Wanted>,
}

impl GroupOpener {
    /// The rows of some successive groups.
    pub(crate) fn groups(&self, numbers: &Range<usize>) -> Result<ParquetFile, DataError> {
        let reader = guarded(|| reader(&self.header.file)).map_err(|error| damaged(&self.header.file, error))?;
        let file = ParquetFile::over(reader, self.header.clone(), self.wanted.clone());
        Ok(ParquetFile { next_group: numbers.start, end_group: numbers.end, ..file })
    }
}

impl ParquetFile {
    /// Opens a file and reads its schema; columns that are not `wanted` have empty cells.
    pub(crate) fn open(path: &Path, wanted: &[(&str, Use)]) -> Result<Self, DataError> {
        let reader = guarded(|| reader(path)).map_err(|error| damaged(path, error))?;
        let names = reader.metadata().file_metadata().schema().get_fields();
        let names = names.iter().map(|field| field.name().to_owned()).collect();
        let header = Header { file: path.to_owned(), names, is_unknown: false, leaves_out: false };
        let mut file = Self::over(reader, header, Vec::new());
        file.find(wanted)?;
        Ok(file)
    }

    fn over(reader: Box<dyn FileReader>, header: Header, wanted: Vec<Wanted>) -> Self {
        let end_group = reader.num_row_groups();
        let mut columns = Vec::new();
        columns.resize_with(header.names.len(), CellColumn::default);
        let cursors = Vec::new();
        Self { reader, header, wanted, cursors, next_group: 0, end_group, left_in_group: 0, columns, row: 1 }
    }

    /// How many rows each of the groups has that can be read side by side; none when they cannot.
    pub(crate) fn groups(&self) -> Vec<u64> {
        if packed::is_packed(&self.header.file) {
            return Vec::new();
        }
        let groups = self.reader.metadata().row_groups().iter();
        groups.map(|group| u64::try_from(group.num_rows()).unwrap_or_default()).collect()
    }

    /// What opens the groups of this file.
    pub(crate) fn opener(&self) -> GroupOpener {
        GroupOpener { header: self.header.clone(), wanted: self.wanted.clone() }
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The next rows.
    pub(crate) fn next_rows(&mut self) -> Result<Option<Rows<'_>>, DataError> {
        let count = guarded(|| self.next_batch()).map_err(|error| damaged(&self.header.file, error))?;
        let first = self.row;
        self.row += count as u64;
        Ok((count > 0).then_some(Rows::Columns { columns: &self.columns, count, first }))
    }

    /// Finds the wanted columns, which hold one value in each row, and makes sure that they can be unpacked.
    fn find(&mut self, wanted: &[(&str, Use)]) -> Result<(), DataError> {
        let metadata = self.reader.metadata();
        let schema = metadata.file_metadata().schema_descr();
        for (place, name) in self.header.names.iter().enumerate() {
            let Some(of) = Use::of_column(wanted, name) else { continue };
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
            self.wanted.push(Wanted { place, leaf, meaning, of });
        }
        Ok(())
    }

    /// Unpacks the next rows; gives how many, 0 at the end of the file.
    fn next_batch(&mut self) -> Result<usize, ParquetError> {
        while self.left_in_group == 0 {
            if self.next_group == self.end_group {
                return Ok(0);
            }
            let group = self.reader.get_row_group(self.next_group)?;
            let rows = usize::try_from(group.metadata().num_rows());
            self.left_in_group =
                rows.map_err(|_| ParquetError::General("a row group has fewer than no rows".into()))?;
            self.cursors =
                self.wanted.iter().map(|wanted| wanted.cursor(&*group)).collect::<Result<_, ParquetError>>()?;
            self.next_group += 1;
        }
        let rows = self.left_in_group.min(BATCH_ROWS);
        for (wanted, cursor) in self.wanted.iter().zip(&mut self.cursors) {
            if let Some(column) = self.columns.get_mut(wanted.place) {
                cursor.fill(rows, column)?;
            }
        }
        self.left_in_group -= rows;
        Ok(rows)
    }
}

impl Wanted {
    /// At the beginning of a row group.
    fn cursor(&self, group: &dyn RowGroupReader) -> Result<Box<dyn Cursor>, ParquetError> {
        Ok(cursor::new(group.get_column_reader(self.leaf)?, self.meaning, self.of))
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

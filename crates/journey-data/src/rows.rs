//! The rows of a file, whatever its format: what reads customers and sources knows no format.

use std::path::{Path, PathBuf};

use crate::bad_rows::Reason;
use crate::csv::CsvFile;
use crate::error::DataError;
use crate::format::Format;
use crate::json_lines::JsonLines;

/// An open file whose columns are known.
pub(crate) enum RowFile {
    Csv(Box<CsvFile>),
    JsonLines(Box<JsonLines>),
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub file: PathBuf,
    pub names: Vec<String>,
    /// Only rows show the columns of the file, and it has none: no column is known to be missing.
    pub is_unknown: bool,
}

/// One row.
pub(crate) struct Row<'a> {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// Its cells, or why it cannot be read and what was found.
    pub cells: Result<&'a Cells, (Reason, Vec<u8>)>,
}

/// The cells of one row; the memory is used again for the next one.
#[derive(Default)]
pub(crate) struct Cells {
    /// One after the other.
    pub text: Vec<u8>,
    /// Where each ends in `text`; the first `count` are those of this row.
    pub ends: Vec<usize>,
    pub count: usize,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Csv,
    JsonLines,
}

impl Kind {
    /// What the end of a name says, that of a packed file before `.gz` or `.zst`; else what stands there.
    pub(crate) fn of(path: &str) -> Result<Self, Option<String>> {
        let name = path.to_ascii_lowercase();
        let mut ends = name.rsplit('.');
        let last = ends.next();
        match if matches!(last, Some("gz" | "zst")) { ends.next() } else { last } {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl") => Ok(Self::JsonLines),
            other => Err(other.map(str::to_owned)),
        }
    }
}

impl RowFile {
    /// Opens a file and finds out its columns.
    pub(crate) fn open(path: &Path, format: &Format) -> Result<Self, DataError> {
        match Kind::of(&path.to_string_lossy()) {
            Ok(Kind::JsonLines) => Ok(Self::JsonLines(Box::new(JsonLines::open(path)?))),
            // A manifest with other names has been refused.
            Ok(Kind::Csv) | Err(_) => Ok(Self::Csv(Box::new(CsvFile::open(path, format)?))),
        }
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        match self {
            Self::Csv(file) => file.header(),
            Self::JsonLines(file) => file.header(),
        }
    }

    /// The next row.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, DataError> {
        match self {
            Self::Csv(file) => file.next_row(),
            Self::JsonLines(file) => file.next_row(),
        }
    }
}

impl Header {
    /// The place of a column; an error when there are several of that name.
    pub(crate) fn place(&self, name: &str) -> Result<Option<usize>, DataError> {
        let mut places = self.names.iter().enumerate().filter(|(_, column)| *column == name).map(|(place, _)| place);
        let place = places.next().or(self.is_unknown.then_some(0));
        if places.next().is_some() {
            return Err(
                self.wrong(format!("names the column `{name}` more than once"), "give each column a name of its own")
            );
        }
        Ok(place)
    }

    pub(crate) fn wrong(&self, problem: String, help: &'static str) -> DataError {
        DataError::Header { file: self.file.clone(), problem, help }
    }
}

impl Cells {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// One of them; an empty one for a place past the end.
    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = if place < self.count { self.ends.get(place).copied().unwrap_or_default() } else { start };
        self.text.get(start..end).unwrap_or_default()
    }
}

//! The rows of a file, whatever its format: what reads customers and sources knows no format.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::bad_rows::{BadRowsOfFile, Places, Reason};
use crate::csv::CsvFile;
use crate::error::DataError;
use crate::format::Format;
use crate::json_lines::JsonLines;
use crate::parquet::ParquetFile;
use crate::typed::{NO_NUMBER, Use};

/// An open file whose columns are known.
pub(crate) enum RowFile {
    Csv(Box<CsvFile>),
    JsonLines(Box<JsonLines>),
    Parquet(Box<ParquetFile>),
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub file: PathBuf,
    pub names: Vec<String>,
    /// Only rows show the columns of the file, and it has none: no column is known to be missing.
    pub is_unknown: bool,
    /// Rows may leave out what is missing, so that a column may be there although no row shows it.
    pub leaves_out: bool,
}

/// Some successive rows, one at least.
pub(crate) enum Rows<'a> {
    /// Lines of a text.
    Lines {
        text: &'a [u8],
        /// Where cells begin.
        begins: &'a [usize],
        lines: &'a [LinePlace],
    },
    /// One that stands alone.
    One(Row<'a>),
    /// Rows of columns.
    Columns {
        columns: &'a [CellColumn],
        /// How many there are.
        count: usize,
        /// The number of the first in the file, from 1.
        first: u64,
    },
}

/// Where a line stands in a text.
#[derive(Clone, Debug)]
pub(crate) struct LinePlace {
    /// Its number.
    pub line: u64,
    /// Which of the begins are those of its cells; the last one is that of the next line.
    pub cells: Range<usize>,
    /// Where its last cell ends.
    pub end: usize,
}

/// One row.
#[derive(Clone)]
pub(crate) struct Row<'a> {
    /// The line of the file on which it begins, from 1; in a format without lines, which row it is.
    pub line: u64,
    /// Its cells, or why it cannot be read and what was found.
    pub cells: Result<Cells<'a>, Box<(Reason, Vec<u8>)>>,
}

/// The cells of one row.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a>(Place<'a>);

/// Where cells are.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// One after the other in a text.
    Text {
        text: &'a [u8],
        /// Where each begins, and one more place, as if another one followed.
        begins: &'a [usize],
        /// How many bytes stand between two of them.
        gap: usize,
        /// Where the last one ends.
        end: usize,
    },
    /// In a row of columns.
    Columns { columns: &'a [CellColumn], row: usize },
}

/// Room for the cells of a row; the memory is used again for the next one.
#[derive(Default)]
pub(crate) struct CellBuffer {
    /// One after the other.
    pub text: Vec<u8>,
    /// Behind a 0, where each ends in `text`.
    pub ends: Vec<usize>,
}

/// The cells that one column has in some successive rows.
#[derive(Default)]
pub(crate) struct CellColumn {
    /// What they hold that have no text, [`NO_NUMBER`] where there is none; see [`Use`]. Empty where all have texts.
    pub numbers: Vec<i64>,
    /// Their texts, one after the other. Without any there need be no ends.
    pub texts: CellBuffer,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Csv,
    JsonLines,
    Parquet,
}

impl Kind {
    /// What the end of a name says, that of a packed file before `.gz` or `.zst`.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let name = path.to_ascii_lowercase();
        let mut ends = name.rsplit('.');
        let last = ends.next();
        match if matches!(last, Some("gz" | "zst")) { ends.next() } else { last } {
            Some("csv") => Some(Self::Csv),
            Some("jsonl") => Some(Self::JsonLines),
            Some("parquet") => Some(Self::Parquet),
            _ => None,
        }
    }
}

impl RowFile {
    /// Opens a file and finds out its columns. Where columns lie apart from one another, only the `wanted` ones are read,
    /// and the cells of the others are empty; where they have types, cells hold what they are read for.
    pub(crate) fn open(path: &Path, format: &Format, wanted: &[(&str, Use)]) -> Result<Self, DataError> {
        match Kind::of(&path.to_string_lossy()) {
            Some(Kind::JsonLines) => Ok(Self::JsonLines(Box::new(JsonLines::open(path)?))),
            Some(Kind::Parquet) => Ok(Self::Parquet(Box::new(ParquetFile::open(path, wanted)?))),
            // A manifest with other names has been refused.
            Some(Kind::Csv) | None => Ok(Self::Csv(Box::new(CsvFile::open(path, format)?))),
        }
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        match self {
            Self::Csv(file) => file.header(),
            Self::JsonLines(file) => file.header(),
            Self::Parquet(file) => file.header(),
        }
    }

    /// The next rows, as many as are at hand.
    pub(crate) fn next_rows(&mut self) -> Result<Option<Rows<'_>>, DataError> {
        match self {
            Self::Csv(file) => file.next_rows(),
            Self::JsonLines(file) => Ok(file.next_row()?.map(Rows::One)),
            Self::Parquet(file) => file.next_rows(),
        }
    }

    /// How far it has been read: the place of the next row in the file, and its line; only CSV files can be read in parts, and
    /// the others do not know.
    pub(crate) fn reached(&self) -> (u64, u64) {
        match self {
            Self::Csv(file) => (file.place(), file.line()),
            Self::JsonLines(_) | Self::Parquet(_) => (0, 0),
        }
    }

    /// The bad rows of this file, of which none is known yet.
    pub(crate) fn bad_rows(&self) -> BadRowsOfFile {
        BadRowsOfFile::counted_by(match self {
            Self::Csv(_) | Self::JsonLines(_) => Places::Lines,
            Self::Parquet(_) => Places::Rows,
        })
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

impl<'a> Rows<'a> {
    /// How many there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Lines { lines, .. } => lines.len(),
            Self::One(_) => 1,
            Self::Columns { count, .. } => *count,
        }
    }

    /// One of them.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> Row<'a> {
        match self {
            Self::Lines { text, begins, lines } => {
                let Some(LinePlace { line, cells, end }) = lines.get(place) else { return Row::NONE };
                let begins = begins.get(cells.clone()).unwrap_or_default();
                Row { line: *line, cells: Ok(Cells::divided(text, begins, *end)) }
            }
            Self::One(row) => row.clone(),
            Self::Columns { columns, first, .. } => {
                Row { line: first + place as u64, cells: Ok(Cells(Place::Columns { columns, row: place })) }
            }
        }
    }

    /// All of them, in order.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'a>> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// The line of one of them; see [`Row::line`].
    pub(crate) fn line(&self, place: usize) -> u64 {
        self.get(place).line
    }

    /// Shows what stands in one column, row by row; nothing in rows that cannot be read or have not `width` cells.
    #[inline]
    pub(crate) fn each_cell(&self, place: usize, width: usize, mut see: impl FnMut(&'a [u8])) {
        match self {
            Self::Lines { text, begins, lines } => {
                lines.iter().for_each(|line| see(line.cell(text, begins, place, width)));
            }
            Self::One(Row { cells: Ok(cells), .. }) if cells.len() == width => see(cells.get(place)),
            Self::One(_) => see(&[]),
            Self::Columns { columns, count, .. } => match columns.get(place) {
                Some(column) => (0..*count).for_each(|row| see(column.text(row))),
                None => (0..*count).for_each(|_| see(&[])),
            },
        }
    }

    /// The numbers that the cells of one column hold, [`NO_NUMBER`] where one holds none; empty where none does.
    pub(crate) fn numbers(&self, place: usize) -> &'a [i64] {
        match self {
            Self::Lines { .. } | Self::One(_) => &[],
            Self::Columns { columns, .. } => columns.get(place).map_or(&[], |column| &column.numbers),
        }
    }
}

impl LinePlace {
    /// One of its cells; nothing when it has not `width` of them.
    #[inline]
    fn cell<'a>(&self, text: &'a [u8], begins: &[usize], place: usize, width: usize) -> &'a [u8] {
        if self.cells.len() != width + 1 || place >= width {
            return &[];
        }
        match begins.get(self.cells.start + place..) {
            Some(&[begin, next, ..]) => text.get(begin..(next - 1).min(self.end)).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl Row<'_> {
    /// Where there is none.
    const NONE: Self = Self { line: 0, cells: Ok(Cells::joined(&[], &[])) };
}

impl<'a> Cells<'a> {
    /// Cells that follow one another; `ends` begins with a 0.
    pub(crate) const fn joined(text: &'a [u8], ends: &'a [usize]) -> Self {
        Self(Place::Text { text, begins: ends, gap: 0, end: text.len() })
    }

    /// Cells with a delimiter between two of them.
    pub(crate) const fn divided(text: &'a [u8], begins: &'a [usize], end: usize) -> Self {
        Self(Place::Text { text, begins, gap: 1, end })
    }

    /// How many there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self.0 {
            Place::Text { begins, .. } => begins.len().saturating_sub(1),
            Place::Columns { columns, .. } => columns.len(),
        }
    }

    /// The number that a cell holds instead of a text.
    #[inline]
    pub(crate) fn number(&self, place: usize) -> Option<i64> {
        match self.0 {
            Place::Text { .. } => None,
            Place::Columns { columns, row } => {
                columns.get(place)?.numbers.get(row).copied().filter(|&number| number != NO_NUMBER)
            }
        }
    }

    /// One of them; an empty one for a place past the end.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> &'a [u8] {
        match self.0 {
            Place::Text { text, begins, gap, end } => between(text, begins, place, gap, end),
            Place::Columns { columns, row } => columns.get(place).map_or(&[], |column| column.text(row)),
        }
    }
}

/// What stands in a text from one of these places to before the gap before the next one, or to the end.
#[inline]
fn between<'a>(text: &'a [u8], begins: &[usize], place: usize, gap: usize, end: usize) -> &'a [u8] {
    match begins.get(place..) {
        Some(&[begin, next, ..]) => text.get(begin..next.wrapping_sub(gap).min(end)).unwrap_or_default(),
        _ => &[],
    }
}

impl CellColumn {
    /// The text of a row.
    #[inline]
    fn text(&self, row: usize) -> &[u8] {
        let CellBuffer { text, ends } = &self.texts;
        between(text, ends, row, 0, text.len())
    }
}

impl CellBuffer {
    /// No cells.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.ends.push(0);
    }

    /// Ends a cell, which holds what has been added to the text.
    pub(crate) fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells::joined(&self.text, &self.ends)
    }
}

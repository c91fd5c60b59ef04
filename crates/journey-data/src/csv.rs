//! Reads CSV files row by row: lines without quotes are divided where they lie, records with quotes by `csv-core`.
//!
//! A reader of the `csv` crate would do both, but it never says that quotes do not match: a `"` too many swallows all
//! rows up to the next one. Here such a row is bad by itself and the next line is read, so where a record ends is
//! found first (`frame`).
//!
//! What is understood: RFC 4180; LF or CRLF; a byte order mark; `;` and tabs instead of commas, told by the header
//! or the manifest; encodings that the manifest names. Empty lines are passed over. A quote inside an unquoted cell is a quote.

mod cells;
mod frame;

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::bad_rows::Reason;
use crate::blocks::{Blocks, Next, RECORD_BYTES_MAX};
use crate::error::DataError;
use crate::format::Format;
use crate::packed;
use crate::rows::{Header, LinePlace, Row, Rows};
use cells::Divider;
use frame::{Frame, frame};

/// An open CSV file, past its header; or a part of one.
pub(crate) struct CsvFile {
    blocks: Blocks<Box<dyn Read + Send>>,
    delimiter: u8,
    header: Header,
    divider: Divider,
    /// The lines that were divided last.
    lines: Vec<LinePlace>,
    /// The line on which the next record begins: in a file from 1, in a part of one from 0.
    line: u64,
    /// Where in the file its first byte stands.
    begin: u64,
    /// Records that begin there or later are those of the next part.
    limit: u64,
    /// Whether it can be read from any place on: its bytes are those of the file.
    has_places: bool,
}

/// Opens parts of a file whose header has been read.
pub(crate) struct PartOpener {
    header: Header,
    delimiter: u8,
}

impl PartOpener {
    /// The part with the records that begin in a range, whose begin is that of a record.
    pub(crate) fn part(&self, range: &Range<u64>) -> io::Result<CsvFile> {
        let mut source = File::open(&self.header.file)?;
        source.seek(SeekFrom::Start(range.start))?;
        let part = CsvFile::over(Box::new(source), self.header.clone(), self.delimiter);
        Ok(CsvFile { begin: range.start, limit: range.end, ..part })
    }

    /// The same for a range that begins anywhere: supposes that the first line that begins in it is the begin of a record, which
    /// is wrong inside quotes.
    pub(crate) fn part_from_line(&self, range: &Range<u64>) -> io::Result<CsvFile> {
        let before = range.start.saturating_sub(1);
        let mut part = self.part(&(before..range.end))?;
        part.blocks.skip_line(range.end - before)?;
        Ok(part)
    }
}

impl CsvFile {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path, format: &Format) -> Result<Self, DataError> {
        let file = Self::new(path, packed::open(path)?, format)?;
        Ok(Self { has_places: format.encoding.is_none() && !packed::is_packed(path), ..file })
    }

    /// As [`CsvFile::open`], from any bytes.
    pub(crate) fn new(path: &Path, source: Box<dyn Read + Send>, format: &Format) -> Result<Self, DataError> {
        let source = match format.encoding {
            Some(encoding) => {
                Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_sniffing(false).build(source))
            }
            None => source,
        };
        let header = Header { file: path.to_owned(), names: Vec::new(), is_unknown: false, leaves_out: false };
        let mut file = Self { line: 1, ..Self::over(source, header, b',') };
        file.read_header(format)?;
        Ok(file)
    }

    fn over(source: Box<dyn Read + Send>, header: Header, delimiter: u8) -> Self {
        Self {
            blocks: Blocks::new(source),
            delimiter,
            header,
            divider: Divider::new(delimiter),
            lines: Vec::new(),
            line: 0,
            begin: 0,
            limit: u64::MAX,
            has_places: false,
        }
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// Where in the file the next record begins.
    #[inline]
    pub(crate) fn place(&self) -> u64 {
        self.begin + self.blocks.consumed()
    }

    /// The line on which the next record begins; in a part of a file, how many lines it is after the part's first.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The ranges of about so many bytes in which the rest of the file can be read side by side; none when it cannot.
    pub(crate) fn ranges(&self, bytes: u64) -> io::Result<Vec<Range<u64>>> {
        if !self.has_places {
            return Ok(Vec::new());
        }
        let facts = fs::metadata(&self.header.file)?;
        // What comes through a pipe comes once.
        let end = if facts.is_file() { facts.len() } else { 0 };
        let begins: Vec<u64> =
            (self.place()..end).step_by(usize::try_from(bytes.max(1)).unwrap_or(usize::MAX)).collect();
        let ends = begins.iter().skip(1).copied().chain([u64::MAX]);
        Ok(begins.iter().zip(ends).map(|(&begin, end)| begin..end).collect())
    }

    /// What opens parts of this file.
    pub(crate) fn opener(&self) -> PartOpener {
        PartOpener { header: self.header.clone(), delimiter: self.delimiter }
    }

    /// The next records, as many as are at hand.
    pub(crate) fn next_rows(&mut self) -> Result<Option<Rows<'_>>, DataError> {
        self.some_rows(usize::MAX)
    }

    /// The next records, so many at most.
    fn some_rows(&mut self, most: usize) -> Result<Option<Rows<'_>>, DataError> {
        self.lines.clear();
        while self.lines.is_empty() {
            if self.place() >= self.limit {
                return Ok(None);
            }
            let next = self.blocks.divide(self.delimiter);
            match next.map_err(|source| DataError::read(&self.header.file, source))? {
                Next::Lines => self.take_lines(most),
                Next::Quoted => return Ok(Some(Rows::One(self.quoted_row()?))),
                Next::End => return Ok(None),
            }
        }
        let (text, begins) = self.blocks.divided();
        Ok(Some(Rows::Lines { text, begins, lines: &self.lines }))
    }

    /// Takes lines that are divided, so many at most, and notes those that are not empty.
    fn take_lines(&mut self, most: usize) {
        let (lines, line) = (&mut self.lines, &mut self.line);
        self.blocks.take_divided(self.limit - self.begin, |text, begins, cells| {
            let number = *line;
            *line += 1;
            if let &[begin, .., behind] = begins {
                let end = match text.get(begin..behind - 1) {
                    None | Some(b"" | b"\r") => return true,
                    // It is not of the last cell.
                    Some([.., b'\r']) => behind - 2,
                    Some(_) => behind - 1,
                };
                lines.push(LinePlace { line: number, cells, end });
            }
            lines.len() < most
        });
    }

    /// The next record, which has a quote in its first line.
    fn quoted_row(&mut self) -> Result<Row<'_>, DataError> {
        let first_line = self.blocks.line().map_err(|source| DataError::read(&self.header.file, source))?;
        let first_line = first_line.unwrap_or_default();
        let (line, whole) = (self.line, self.frame(first_line)?);
        let bytes = self.blocks.take(whole.unwrap_or(first_line));
        self.line += (memchr::memchr_iter(b'\n', bytes).count() as u64).max(1);
        if whole.is_none() {
            return Ok(Row { line, cells: Err(Box::new((Reason::Quotes, Vec::new()))) });
        }
        self.divider.divide(without_line_end(bytes));
        Ok(Row { line, cells: Ok(self.divider.cells()) })
    }

    /// The length of a record with quotes, which may go on over several lines; nothing when its quotes do not match.
    fn frame(&mut self, first_line: usize) -> Result<Option<usize>, DataError> {
        let mut window = first_line;
        loop {
            match frame(self.blocks.peek(window), self.delimiter) {
                Frame::Complete(length) => return Ok(Some(length)),
                // Twice as much each time, so that a long record is not looked through once per line.
                Frame::Open if window < RECORD_BYTES_MAX => {
                    let wider =
                        self.blocks.lines(2 * window).map_err(|source| DataError::read(&self.header.file, source))?;
                    if wider == window {
                        return Ok(None);
                    }
                    window = wider;
                }
                Frame::Open | Frame::Broken => return Ok(None),
            }
        }
    }

    fn read_header(&mut self, format: &Format) -> Result<(), DataError> {
        let length = self.blocks.line().map_err(|source| DataError::read(&self.header.file, source))?;
        if length.is_some_and(|length| length > RECORD_BYTES_MAX) {
            return Err(self
                .header
                .wrong("is longer than 1 MiB".into(), "is it a CSV file? its first line names its columns"));
        }
        let first = self.blocks.peek(length.unwrap_or_default());
        if first.starts_with(b"\xFF\xFE") || first.starts_with(b"\xFE\xFF") {
            return Err(self.header.wrong("is in UTF-16".into(), "save the file as CSV in UTF-8"));
        }
        if format.encoding.is_some_and(|encoding| {
            first.starts_with(encoding.decode_without_bom_handling(b"\xEF\xBB\xBF").0.as_bytes())
        }) {
            return Err(self.header.wrong(
                "is in UTF-8, though the manifest says another `encoding`".into(),
                "write `format: {encoding: utf-8}` for this file",
            ));
        }
        if first.starts_with(b"\xEF\xBB\xBF") {
            self.blocks.consume(3);
        }
        self.delimiter = format.delimiter.unwrap_or_else(|| most_frequent_delimiter(self.blocks.peek_line()));
        self.divider = Divider::new(self.delimiter);
        let row = self.some_rows(1)?.and_then(|rows| rows.iter().next());
        let Some(Row { cells, .. }) = row else {
            return Err(self
                .header
                .wrong("is missing: the file is empty".into(), "the first line of a file names its columns"));
        };
        let Ok(cells) = cells else {
            return Err(self
                .header
                .wrong("has quotes that do not match".into(), "the first line of a file names its columns"));
        };
        let names = (0..cells.len()).map(|place| std::str::from_utf8(cells.get(place).trim_ascii()).map(str::to_owned));
        let names: Result<Vec<String>, _> = names.collect();
        self.header.names =
            names.map_err(|_| self.header.wrong("is not UTF-8".into(), "save the file as CSV in UTF-8"))?;
        Ok(())
    }
}

/// The delimiter that the header has most of; a comma when there is none.
fn most_frequent_delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, header).count();
    // The last of equals wins.
    [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests;

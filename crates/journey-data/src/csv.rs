//! Reads CSV files row by row: cells are divided by `csv-core`, records are told apart here.
//!
//! A reader of the `csv` crate would do both, but it never says that quotes do not match: a `"` too many swallows all
//! rows up to the next one. Here such a row is bad by itself and the next line is read, so where a record ends is
//! found first (`frame`).
//!
//! What is understood: RFC 4180; LF or CRLF; a byte order mark; `;` and tabs instead of commas, told by the header
//! or the manifest; encodings that the manifest names. Empty lines are passed over. A quote inside an unquoted cell is a quote.

mod cells;
mod frame;

use std::io::Read;
use std::path::Path;

use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::bad_rows::Reason;
use crate::blocks::{Blocks, RECORD_BYTES_MAX};
use crate::error::DataError;
use crate::format::Format;
use crate::packed;
use crate::rows::{Header, Row};
use cells::Divider;
use frame::{Frame, frame};

/// An open CSV file, past its header.
pub(crate) struct CsvFile {
    blocks: Blocks<Box<dyn Read + Send>>,
    delimiter: u8,
    header: Header,
    divider: Divider,
    /// The line on which the next record begins, from 1.
    line: u64,
}

impl CsvFile {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path, format: &Format) -> Result<Self, DataError> {
        Self::new(path, packed::open(path)?, format)
    }

    /// As [`CsvFile::open`], from any bytes.
    pub(crate) fn new(path: &Path, source: Box<dyn Read + Send>, format: &Format) -> Result<Self, DataError> {
        let source = match format.encoding {
            Some(encoding) => {
                Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_sniffing(false).build(source))
            }
            None => source,
        };
        let mut file = Self {
            blocks: Blocks::new(source),
            delimiter: b',',
            header: Header { file: path.to_owned(), names: Vec::new(), is_unknown: false, leaves_out: false },
            divider: Divider::new(b','),
            line: 1,
        };
        file.read_header(format)?;
        Ok(file)
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The next record.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_>>, DataError> {
        loop {
            let length = self.blocks.line().map_err(|source| DataError::read(&self.header.file, source))?;
            let Some(first_line) = length else { return Ok(None) };
            let line = self.line;
            let bytes = self.blocks.peek(first_line);
            if without_line_end(bytes).is_empty() {
                self.blocks.consume(first_line);
                self.line += 1;
                continue;
            }
            let whole = if memchr::memchr(b'"', bytes).is_none() { Some(first_line) } else { self.frame(first_line)? };
            let bytes = self.blocks.take(whole.unwrap_or(first_line));
            self.line += (memchr::memchr_iter(b'\n', bytes).count() as u64).max(1);
            if whole.is_none() {
                return Ok(Some(Row { line, cells: Err((Reason::Quotes, Vec::new())) }));
            }
            self.divider.divide(without_line_end(bytes));
            return Ok(Some(Row { line, cells: Ok(&self.divider.cells) }));
        }
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
        let row = self.next_row()?;
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

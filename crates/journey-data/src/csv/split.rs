//! Divides records into cells.

use std::ops::Range;

/// Where the cells of a record are; the memory is used again for the next one.
#[derive(Default)]
pub(super) struct Cells {
    /// In the record as it stands, or in `unquoted` when it has quotes.
    pub ranges: Vec<Range<usize>>,
    /// Whether the record has quotes.
    pub quoted: bool,
    /// The cells without their quotes, one after the other.
    pub unquoted: Vec<u8>,
}

/// What became of a record with quotes.
#[derive(Debug, PartialEq)]
pub(super) enum Quoted {
    /// It is divided, and has this length, its line end included.
    Complete(usize),
    /// The bytes end inside quotes: it goes on in the next line.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Broken,
}

impl Cells {
    /// Divides a record without quotes.
    pub(super) fn split(&mut self, record: &[u8], delimiter: u8) {
        self.quoted = false;
        self.ranges.clear();
        let mut start = 0;
        for end in memchr::memchr_iter(delimiter, record) {
            self.ranges.push(start..end);
            start = end + 1;
        }
        self.ranges.push(start..record.len());
    }

    /// Divides the first record of whole lines.
    pub(super) fn split_quoted(&mut self, lines: &[u8], delimiter: u8) -> Quoted {
        self.quoted = true;
        self.ranges.clear();
        self.unquoted.clear();
        let mut rest = lines;
        loop {
            let start = self.unquoted.len();
            rest = match rest.strip_prefix(b"\"") {
                Some(inside) => match self.unquote(inside) {
                    Some(after) => after,
                    None => return Quoted::Open,
                },
                None => self.copy_plain(rest, delimiter),
            };
            self.ranges.push(start..self.unquoted.len());
            match rest {
                [] | [b'\r'] => return Quoted::Complete(lines.len()),
                [b'\n', after @ ..] | [b'\r', b'\n', after @ ..] => return Quoted::Complete(lines.len() - after.len()),
                [next, after @ ..] if *next == delimiter => rest = after,
                _ => return Quoted::Broken,
            }
        }
    }

    /// Copies up to the closing quote, and gives what comes after it.
    fn unquote<'a>(&mut self, mut inside: &'a [u8]) -> Option<&'a [u8]> {
        loop {
            let (before, after) = split_at_byte(inside, memchr::memchr(b'"', inside)?);
            self.unquoted.extend_from_slice(before);
            match after.strip_prefix(b"\"") {
                Some(rest) => {
                    self.unquoted.push(b'"');
                    inside = rest;
                }
                None => return Some(after),
            }
        }
    }

    /// Copies up to the delimiter or the line end, and gives the rest with it.
    fn copy_plain<'a>(&mut self, lines: &'a [u8], delimiter: u8) -> &'a [u8] {
        let (cell, rest) = lines.split_at(memchr::memchr2(delimiter, b'\n', lines).unwrap_or(lines.len()));
        let at_line_end = !rest.starts_with(&[delimiter]);
        let cell = if at_line_end { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell };
        self.unquoted.extend_from_slice(cell);
        rest
    }
}

/// What stands before and after a byte.
fn split_at_byte(bytes: &[u8], place: usize) -> (&[u8], &[u8]) {
    let (before, rest) = bytes.split_at(place);
    (before, rest.split_first().map_or(&[], |(_, after)| after))
}

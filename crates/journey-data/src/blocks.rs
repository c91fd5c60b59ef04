//! A window over a stream of bytes that grows line by line, so that records are read where they lie.

use std::io::{self, Read};

use crate::scan::cell_ends;

/// The longest record: a quoted cell that has not ended by then does not end.
pub(super) const RECORD_BYTES_MAX: usize = 1 << 20;
/// How much is asked of the system at once.
const BLOCK_BYTES: usize = 1 << 18;

/// The bytes `start..end` of `buffer` are read and not yet consumed.
pub(super) struct Blocks<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// No quote stands in `start..quote_free`.
    quote_free: usize,
    /// How many bytes have been consumed.
    consumed: u64,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BLOCK_BYTES], start: 0, end: 0, quote_free: 0, consumed: 0 }
    }

    /// The length of the next line, its end included; `None` at the end of the stream.
    pub(super) fn line(&mut self) -> io::Result<Option<usize>> {
        let length = self.lines(1)?;
        Ok((length > 0).then_some(length))
    }

    /// The length of the next whole lines that have `least` bytes together; less where the stream ends.
    pub(super) fn lines(&mut self, least: usize) -> io::Result<usize> {
        let mut searched = least.saturating_sub(1);
        loop {
            let unread = self.unread();
            if let Some(found) = memchr::memchr(b'\n', unread.get(searched..).unwrap_or_default()) {
                return Ok(searched + found + 1);
            }
            searched = searched.max(unread.len());
            if self.fill()? == 0 {
                return Ok(self.end - self.start);
            }
        }
    }

    /// The length of the next line, its end included, and in `ends` where its cells end; `None` at the end of the stream. Right
    /// for a line without quotes.
    pub(super) fn divided_line(&mut self, delimiter: u8, ends: &mut Vec<usize>) -> io::Result<Option<usize>> {
        ends.clear();
        let mut from = 0;
        loop {
            let unread = self.unread();
            if let Some(length) = cell_ends(unread.get(from..).unwrap_or_default(), delimiter, from, ends) {
                return Ok(Some(from + length));
            }
            from = unread.len();
            if self.fill()? == 0 {
                ends.push(from);
                return Ok((from > 0).then_some(from));
            }
        }
    }

    /// Whether there is a quote among the next `length` bytes.
    pub(super) fn has_quote(&mut self, length: usize) -> bool {
        let end = self.start + length;
        if end > self.quote_free {
            let from = self.quote_free.max(self.start);
            let unsearched = self.buffer.get(from..self.end).unwrap_or_default();
            self.quote_free = memchr::memchr(b'"', unsearched).map_or(self.end, |found| from + found);
        }
        end > self.quote_free
    }

    /// All that has been read and not been consumed.
    pub(super) fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// The next `length` bytes, which [`Blocks::line`] has found.
    pub(super) fn peek(&self, length: usize) -> &[u8] {
        self.unread().get(..length).unwrap_or_default()
    }

    /// The next line as far as it has been found.
    pub(super) fn peek_line(&self) -> &[u8] {
        self.unread().split(|&byte| byte == b'\n').next().unwrap_or_default()
    }

    pub(super) fn consume(&mut self, length: usize) {
        self.start += length;
        self.consumed += length as u64;
    }

    /// The next `length` bytes, consumed.
    pub(super) fn take(&mut self, length: usize) -> &[u8] {
        self.consume(length);
        self.buffer.get(self.start - length..self.start).unwrap_or_default()
    }

    /// How many bytes have been consumed.
    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Consumes the rest of a line, however long; stops where the stream ends, or after `most` bytes.
    pub(super) fn skip_line(&mut self, most: u64) -> io::Result<()> {
        while self.consumed < most {
            let unread = self.unread();
            if let Some(found) = memchr::memchr(b'\n', unread) {
                self.consume(found + 1);
                break;
            }
            self.consume(unread.len());
            if self.fill()? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Reads on; gives how many bytes came, 0 at the end of the stream.
    fn fill(&mut self) -> io::Result<usize> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.quote_free = self.quote_free.saturating_sub(self.start);
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() + BLOCK_BYTES, 0);
        }
        loop {
            match self.source.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(count) => {
                    self.end += count;
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

//! A window over a stream of bytes that grows line by line, so that records are read where they lie.

use std::io::{self, Read};

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
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BLOCK_BYTES], start: 0, end: 0 }
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
            let unread = self.peek(self.end - self.start);
            if let Some(found) = memchr::memchr(b'\n', unread.get(searched..).unwrap_or_default()) {
                return Ok(searched + found + 1);
            }
            searched = searched.max(unread.len());
            if self.fill()? == 0 {
                return Ok(self.end - self.start);
            }
        }
    }

    /// The next `length` bytes, which [`Blocks::line`] has found.
    pub(super) fn peek(&self, length: usize) -> &[u8] {
        self.buffer.get(self.start..self.start + length).unwrap_or_default()
    }

    /// The next line as far as it has been found.
    pub(super) fn peek_line(&self) -> &[u8] {
        let unread = self.peek(self.end - self.start);
        unread.split(|&byte| byte == b'\n').next().unwrap_or_default()
    }

    pub(super) fn consume(&mut self, length: usize) {
        self.start += length;
    }

    /// The next `length` bytes, consumed.
    pub(super) fn take(&mut self, length: usize) -> &[u8] {
        self.start += length;
        self.buffer.get(self.start - length..self.start).unwrap_or_default()
    }

    /// Reads on; gives how many bytes came, 0 at the end of the stream.
    fn fill(&mut self) -> io::Result<usize> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
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

//! A window over a stream of bytes that grows line by line, so that records are read where they lie.

use std::io::{self, Read};
use std::ops::Range;

use crate::scan::Marks;

/// The longest record: a quoted cell that has not ended by then does not end.
pub(super) const RECORD_BYTES_MAX: usize = 1 << 20;
/// How much is asked of the system at once.
const BLOCK_BYTES: usize = 1 << 18;
/// How much is divided into cells at once: so much that it is still at hand when the cells are read.
const STRETCH_BYTES: usize = 1 << 14;

/// The bytes `start..end` of `buffer` are read and not yet consumed.
pub(super) struct Blocks<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// How many bytes were consumed that the buffer has no more.
    dropped: u64,
    /// No quote stands in `start..quote_free`.
    quote_free: usize,
    /// Those of the lines that are ahead, up to `marked`. Left behind when lines are consumed that are not divided here.
    marks: Marks,
    /// Where in `marks` the next line begins, and which of its lines that is.
    next: usize,
    next_line: usize,
    marked: usize,
}

/// What is next in a stream.
pub(super) enum Next {
    /// Whole lines without quotes, divided into cells: see [`Blocks::take_divided`].
    Lines,
    /// A line with a quote in it.
    Quoted,
    /// Nothing: the stream ends.
    End,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; BLOCK_BYTES],
            start: 0,
            end: 0,
            dropped: 0,
            quote_free: 0,
            marks: Marks::default(),
            next: 0,
            next_line: 0,
            marked: 0,
        }
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

    /// Divides the next lines into cells, as many as are at hand; one with quotes is left to who understands them.
    pub(super) fn divide(&mut self, delimiter: u8) -> io::Result<Next> {
        if !self.is_marked() {
            self.marks.restart(self.start);
            (self.next, self.next_line, self.marked) = (0, 0, self.start);
        }
        loop {
            if self.next_line < self.marks.lines().len() {
                return Ok(Next::Lines);
            }
            if self.mark_on(delimiter) {
                continue;
            }
            if self.marked < self.end {
                return Ok(Next::Quoted);
            }
            if self.fill()? == 0 {
                if self.start == self.end {
                    return Ok(Next::End);
                }
                // As if the last line had an end.
                self.marks.end_line(self.end + 1);
            }
        }
    }

    /// Whether the marks are those of the next line.
    fn is_marked(&self) -> bool {
        self.marks.places().get(self.next) == Some(&self.start)
    }

    /// Consumes the next lines, as far as they are divided and begin where less than `limit` bytes have been consumed, until `take`
    /// says that it is enough. It is given what [`Blocks::divided`] gives, of the places those where the line's cells begin, with
    /// the one behind its end, and which ones these are.
    #[inline]
    pub(super) fn take_divided(&mut self, limit: u64, mut take: impl FnMut(&[u8], &[usize], Range<usize>) -> bool) {
        let limit = usize::try_from(limit.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        let (places, lines) = (self.marks.places(), self.marks.lines());
        for &end in lines.get(self.next_line..).unwrap_or_default() {
            if self.start >= limit {
                break;
            }
            let line = self.next..end + 1;
            self.next_line += 1;
            self.next = end;
            let begins = places.get(line.clone()).unwrap_or_default();
            // The last line may have no end.
            self.start = begins.last().map_or(self.end, |&behind| behind.min(self.end));
            if !take(&self.buffer, begins, line) {
                break;
            }
        }
    }

    /// Finds the cells of the next stretch; false when a quote comes next, or nothing that has been read.
    fn mark_on(&mut self, delimiter: u8) -> bool {
        if self.marked >= self.quote_free {
            let unsearched = self.buffer.get(self.marked..self.end).unwrap_or_default();
            self.quote_free = memchr::memchr(b'"', unsearched).map_or(self.end, |found| self.marked + found);
        }
        let until = self.quote_free.min(self.marked + STRETCH_BYTES);
        if until == self.marked {
            return false;
        }
        // Those of lines that have been consumed are of no more use.
        self.forget_marks(0);
        let stretch = self.buffer.get(self.marked..until).unwrap_or_default();
        self.marks.mark(stretch, delimiter, self.marked);
        self.marked = until;
        true
    }

    /// Drops the marks of lines that have been consumed; the others move back by so many bytes.
    fn forget_marks(&mut self, back: usize) {
        self.marks.drop_first(self.next, back);
        (self.next, self.next_line) = (0, 0);
        self.marked -= back;
    }

    /// The text in which divided lines stand, and the places in it where their cells begin: each ends one byte before the next
    /// one.
    #[inline]
    pub(super) fn divided(&self) -> (&[u8], &[usize]) {
        (&self.buffer, self.marks.places())
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
    }

    /// The next `length` bytes, consumed.
    pub(super) fn take(&mut self, length: usize) -> &[u8] {
        self.consume(length);
        self.buffer.get(self.start - length..self.start).unwrap_or_default()
    }

    /// How many bytes have been consumed.
    #[inline]
    pub(super) fn consumed(&self) -> u64 {
        self.dropped + self.start as u64
    }

    /// Consumes the rest of a line, however long; stops where the stream ends, or after `most` bytes.
    pub(super) fn skip_line(&mut self, most: u64) -> io::Result<()> {
        while self.consumed() < most {
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
            self.dropped += self.start as u64;
            self.quote_free = self.quote_free.saturating_sub(self.start);
            if self.is_marked() {
                self.forget_marks(self.start);
            } else {
                self.marks.restart(0);
                (self.next, self.next_line, self.marked) = (0, 0, 0);
            }
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

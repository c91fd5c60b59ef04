//! A window over a stream of bytes that grows line by line, so that records are read where they lie.

use std::io::{self, Read};
use std::ops::Range;

use crate::scan::mark;

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
    /// The begin of the next line, then the places behind its delimiters and line end, then those of the lines that follow, up to
    /// `marked`; only the first `mark_count` count. Left behind when lines are consumed that are not divided here.
    marks: Vec<usize>,
    mark_count: usize,
    /// Where in `marks` the next line begins.
    next: usize,
    marked: usize,
}

/// A line that is next in a stream.
pub(super) enum Line {
    /// Without quotes, and consumed: see [`Blocks::divided`].
    Divided(Range<usize>),
    /// With a quote in it, and still ahead.
    Quoted,
    /// None: the stream ends.
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
            marks: Vec::new(),
            mark_count: 0,
            next: 0,
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

    /// Consumes the next line, divided into cells; one with quotes is left to who understands them.
    pub(super) fn next_line(&mut self, delimiter: u8) -> io::Result<Line> {
        if !self.is_marked() {
            (self.next, self.mark_count, self.marked) = (0, 0, self.start);
            self.push_mark(self.start);
        }
        // How many of the line's marks have been looked at; the first is its begin.
        let mut seen = 1;
        loop {
            for &behind in self.marks.get(self.next + seen..self.mark_count).unwrap_or_default() {
                if self.buffer.get(behind - 1) == Some(&b'\n') {
                    return Ok(self.divide(seen, behind));
                }
                seen += 1;
            }
            if self.mark_on(delimiter) {
                continue;
            }
            if self.marked < self.end {
                return Ok(Line::Quoted);
            }
            if self.fill()? == 0 {
                if self.start == self.end {
                    return Ok(Line::End);
                }
                // As if the last line had an end.
                self.push_mark(self.end + 1);
                return Ok(self.divide(seen, self.end));
            }
        }
    }

    /// Whether the marks are those of the next line.
    #[inline]
    fn is_marked(&self) -> bool {
        self.next < self.mark_count && self.marks.get(self.next) == Some(&self.start)
    }

    fn push_mark(&mut self, mark: usize) {
        self.marks.truncate(self.mark_count);
        self.marks.push(mark);
        self.mark_count += 1;
    }

    /// The next line has so many cells, and the one after it begins there.
    #[inline]
    fn divide(&mut self, cells: usize, next: usize) -> Line {
        let line = self.next..self.next + cells + 1;
        self.next += cells;
        self.start = next;
        Line::Divided(line)
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
        // What is behind the lines that are still ahead is of no more use.
        self.forget_marks();
        if self.marks.len() < self.mark_count + until - self.marked {
            self.marks.resize(self.mark_count + STRETCH_BYTES, 0);
        }
        let stretch = self.buffer.get(self.marked..until).unwrap_or_default();
        self.mark_count = mark(stretch, delimiter, self.marked, &mut self.marks, self.mark_count);
        self.marked = until;
        true
    }

    /// Drops the marks of lines that have been consumed.
    fn forget_marks(&mut self) {
        self.marks.copy_within(self.next..self.mark_count, 0);
        self.mark_count -= self.next;
        self.next = 0;
    }

    /// The text in which a divided line stands, and the places in it where its cells begin: each ends one byte before the next
    /// one, and the last one of these is behind the end of the line.
    #[inline]
    pub(super) fn divided(&self, line: Range<usize>) -> (&[u8], &[usize]) {
        (&self.buffer, self.marks.get(line).unwrap_or_default())
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
                self.forget_marks();
                self.marks.iter_mut().take(self.mark_count).for_each(|mark| *mark -= self.start);
                self.marked -= self.start;
            } else {
                (self.next, self.mark_count) = (0, 0);
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

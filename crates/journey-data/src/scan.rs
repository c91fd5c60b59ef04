//! Finds where the cells of lines end: cells are short, so that looking at eight bytes at once beats a search for each.

/// Every byte of the word is this one.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Where cells and lines end.
#[derive(Default)]
pub(super) struct Marks {
    /// The begin of the first cell, then the place behind each delimiter and each line end; only the first `count` count.
    places: Vec<usize>,
    count: usize,
    /// Which of these are behind line ends; only the first `line_count` count.
    lines: Vec<usize>,
    line_count: usize,
}

impl Marks {
    /// The places behind delimiters and line ends, the begin of the first cell before them.
    #[inline]
    pub(super) fn places(&self) -> &[usize] {
        self.places.get(..self.count).unwrap_or_default()
    }

    /// Which of the places are behind line ends.
    #[inline]
    pub(super) fn lines(&self) -> &[usize] {
        self.lines.get(..self.line_count).unwrap_or_default()
    }

    /// None but where the first cell begins.
    pub(super) fn restart(&mut self, begin: usize) {
        (self.count, self.line_count) = (0, 0);
        self.make_room(1);
        self.put(begin, 0);
    }

    /// Marks the end of a line.
    pub(super) fn end_line(&mut self, behind: usize) {
        self.make_room(1);
        self.put(behind, 1);
    }

    /// Drops the first places, which no line that is still ahead has, and says of the others that they stand `back` bytes before.
    pub(super) fn drop_first(&mut self, places: usize, back: usize) {
        let ahead = self.lines().partition_point(|&line| line <= places);
        self.lines.copy_within(ahead..self.line_count, 0);
        self.line_count -= ahead;
        self.lines.iter_mut().take(self.line_count).for_each(|line| *line -= places);
        self.places.copy_within(places..self.count, 0);
        self.count -= places;
        self.places.iter_mut().take(self.count).for_each(|place| *place -= back);
    }

    /// Marks what ends in `bytes`, which stand at `offset`.
    pub(super) fn mark(&mut self, bytes: &[u8], delimiter: u8, offset: usize) {
        self.make_room(bytes.len());
        let (words, rest) = bytes.as_chunks::<8>();
        let mut behind_first = offset + 1;
        for word in words {
            let word = u64::from_le_bytes(*word);
            let line_ends = zeros(word ^ all(b'\n'));
            let mut found = line_ends | zeros(word ^ all(delimiter));
            while found != 0 {
                let bit = found.trailing_zeros();
                self.put(behind_first + (bit / 8) as usize, (line_ends >> bit & 1) as usize);
                found &= found - 1;
            }
            behind_first += 8;
        }
        for (behind, &byte) in (behind_first..).zip(rest) {
            if byte == delimiter || byte == b'\n' {
                self.put(behind, usize::from(byte == b'\n'));
            }
        }
    }

    /// Room for so many more places, and as many lines.
    fn make_room(&mut self, more: usize) {
        for (marks, count) in [(&mut self.places, self.count), (&mut self.lines, self.line_count)] {
            if marks.len() < count + more {
                marks.resize(count + more, 0);
            }
        }
    }

    /// Adds a place; `lines` is 1 when a line ends there, else 0.
    #[inline]
    fn put(&mut self, behind: usize, lines: usize) {
        if let (Some(place), Some(line)) = (self.places.get_mut(self.count), self.lines.get_mut(self.line_count)) {
            // Written in any case: it only counts when a line ends there, and asking would take longer.
            (*place, *line) = (behind, self.count);
            self.count += 1;
            self.line_count += lines;
        }
    }
}

/// The highest bit of each byte that is zero, and no other bit.
#[inline]
const fn zeros(word: u64) -> u64 {
    let low = all(0x7F);
    // Adding cannot reach the next byte, for the highest bits are left out; they are asked for apart.
    !(((word & low) + low) | word | low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_ends_are_found(bytes in prop::collection::vec(prop::sample::select(b"a;,\n\r\x00\x8A\x8C\xFF\x0B".to_vec()), 0..60)) {
            let mut marks = Marks::default();
            marks.restart(7);
            marks.mark(&bytes, b',', 100);
            let ends = || bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b',' | b'\n'));
            prop_assert_eq!(marks.places(), [7].into_iter().chain(ends().map(|(place, _)| 101 + place)).collect::<Vec<_>>());
            let lines = (1..).zip(ends()).filter(|(_, (_, byte))| **byte == b'\n').map(|(mark, _)| mark);
            prop_assert_eq!(marks.lines(), lines.collect::<Vec<usize>>());
            if let Some(&first_line) = marks.lines().first() {
                let (places, lines) = (marks.places().to_vec(), marks.lines().to_vec());
                marks.drop_first(first_line, 5);
                prop_assert_eq!(marks.places(), places[first_line..].iter().map(|place| place - 5).collect::<Vec<_>>());
                prop_assert_eq!(marks.lines(), lines[1..].iter().map(|line| line - first_line).collect::<Vec<_>>());
            }
        }
    }
}

//! Divides one record into cells: all that is done here is to give `csv-core` the room that it needs.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// Divides records of one delimiter; its memory is used again for the next one.
pub(super) struct Divider {
    reader: Reader,
    /// The cells without their quotes, one after the other.
    text: Vec<u8>,
    /// Where each cell ends in `text`; the first `count` are those of this record.
    ends: Vec<usize>,
    count: usize,
}

impl Divider {
    pub(super) fn new(delimiter: u8) -> Self {
        // Records come without their line ends: only the one that is added here ends them, not a CR in a cell.
        let reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { reader, text: Vec::new(), ends: vec![0; 16], count: 0 }
    }

    /// Divides a record that is whole and has no line end.
    pub(super) fn divide(&mut self, record: &[u8]) {
        // Unquoting makes nothing longer.
        if self.text.len() < record.len() {
            self.text.resize(record.len(), 0);
        }
        self.count = 0;
        let (mut input, mut written) = (record, 0);
        loop {
            let room = self.text.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(self.count..).unwrap_or_default();
            let (result, read, more, cells) = self.reader.read_record(input, room, ends);
            written += more;
            self.count += cells;
            match result {
                ReadRecordResult::InputEmpty => input = b"\n",
                ReadRecordResult::OutputEndsFull => {
                    input = input.get(read..).unwrap_or_default();
                    self.ends.resize(2 * self.ends.len(), 0);
                }
                ReadRecordResult::OutputFull => {
                    input = input.get(read..).unwrap_or_default();
                    self.text.resize(2 * self.text.len() + 1, 0);
                }
                ReadRecordResult::Record | ReadRecordResult::End => return,
            }
        }
    }

    /// How many cells the record has.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// One of its cells; an empty one for a place past the end.
    pub(super) fn get(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = if place < self.count { self.ends.get(place).copied().unwrap_or_default() } else { start };
        self.text.get(start..end).unwrap_or_default()
    }
}

//! Divides one record with quotes into cells: all that is done here is to give `csv-core` the room that it needs.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::rows::Cells;

/// Divides records of one delimiter; its memory is used again for the next one.
pub(super) struct Divider {
    reader: Reader,
    /// The cells of the last record, one after the other and without their quotes.
    text: Vec<u8>,
    /// Behind a 0, where each ends in `text`; the first `count` are those of the last record.
    ends: Vec<usize>,
    count: usize,
}

impl Divider {
    pub(super) fn new(delimiter: u8) -> Self {
        // Records come without their line ends: only the one that is added here ends them, not a CR in a cell.
        let reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        let mut divider = Self { reader, text: Vec::new(), ends: vec![0; 16], count: 0 };
        // A byte order mark is none but at the beginning of a file, where it has been passed over.
        divider.divide(b"-");
        divider
    }

    /// The cells of the record that was divided last.
    pub(super) fn cells(&self) -> Cells<'_> {
        Cells::joined(&self.text, self.ends.get(..=self.count).unwrap_or_default())
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
            let ends = self.ends.get_mut(self.count + 1..).unwrap_or_default();
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
}

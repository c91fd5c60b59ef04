//! Divides one record into cells: all that is done here is to give `csv-core` the room that it needs.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::rows::Cells;

/// Divides records of one delimiter; its memory is used again for the next one.
pub(super) struct Divider {
    reader: Reader,
    /// Those of the last record, without their quotes.
    pub cells: Cells,
}

impl Divider {
    pub(super) fn new(delimiter: u8) -> Self {
        // Records come without their line ends: only the one that is added here ends them, not a CR in a cell.
        let reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { reader, cells: Cells { ends: vec![0; 16], ..Cells::default() } }
    }

    /// Divides a record that is whole and has no line end.
    pub(super) fn divide(&mut self, record: &[u8]) {
        // Unquoting makes nothing longer.
        if self.cells.text.len() < record.len() {
            self.cells.text.resize(record.len(), 0);
        }
        self.cells.count = 0;
        let (mut input, mut written) = (record, 0);
        loop {
            let room = self.cells.text.get_mut(written..).unwrap_or_default();
            let ends = self.cells.ends.get_mut(self.cells.count..).unwrap_or_default();
            let (result, read, more, cells) = self.reader.read_record(input, room, ends);
            written += more;
            self.cells.count += cells;
            match result {
                ReadRecordResult::InputEmpty => input = b"\n",
                ReadRecordResult::OutputEndsFull => {
                    input = input.get(read..).unwrap_or_default();
                    self.cells.ends.resize(2 * self.cells.ends.len(), 0);
                }
                ReadRecordResult::OutputFull => {
                    input = input.get(read..).unwrap_or_default();
                    self.cells.text.resize(2 * self.cells.text.len() + 1, 0);
                }
                ReadRecordResult::Record | ReadRecordResult::End => return,
            }
        }
    }
}

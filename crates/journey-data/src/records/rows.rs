//! Rows of a CSV file in memory, cell by cell.

use std::ops::Range;

use journey_ir::time::{Instant, ZoneId};

use super::names::Name;
use super::sink::Sink;

/// Collects rows as bytes, quoted where they need to be.
#[derive(Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    /// The last instant that was written, and where it stands: the instants of a row are often the same.
    last: Option<(Instant, ZoneId, Range<usize>)>,
}

impl Sink for Rows {
    fn new() -> Self {
        Self::default()
    }

    fn cell(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        let start = self.bytes.len();
        fill(&mut self.bytes);
        if self.bytes.get(start..).is_some_and(needs_quotes) {
            let cell = self.bytes.split_off(start);
            quote(&cell, &mut self.bytes);
        }
        self.bytes.push(b',');
    }

    fn instant(&mut self, instant: Instant, zone: ZoneId) {
        let start = self.bytes.len();
        match &self.last {
            Some((last, of, place)) if (*last, *of) == (instant, zone) => self.bytes.extend_from_within(place.clone()),
            _ => {
                zone.table().push_rfc3339(instant, &mut self.bytes);
                self.last = Some((instant, zone, start..self.bytes.len()));
            }
        }
        self.bytes.push(b',');
    }

    fn known(&mut self, text: &str, is_plain: bool) {
        if is_plain {
            self.bytes.extend_from_slice(text.as_bytes());
            self.bytes.push(b',');
        } else {
            self.text(text);
        }
    }

    fn name(&mut self, name: &Name) {
        self.bytes.extend_from_slice(&name.csv);
    }

    fn empty(&mut self) {
        self.bytes.push(b',');
    }

    /// The comma behind the last cell becomes the end of the line.
    fn end(&mut self) {
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Whether a cell would be read as something else without quotes.
pub(super) fn needs_quotes(cell: &[u8]) -> bool {
    cell.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

fn quote(cell: &[u8], into: &mut Vec<u8>) {
    into.push(b'"');
    for &byte in cell {
        if byte == b'"' {
            into.push(byte);
        }
        into.push(byte);
    }
    into.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(rows in prop::collection::vec(prop::collection::vec("[ab\",;\n\r é]{0,6}", 2..5), 0..9)) {
            let mut ours = Rows::new();
            let mut theirs = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                for cell in row {
                    if cell.len() % 2 == 0 { ours.text(cell) } else { ours.name(&Name::new(cell)) }
                }
                ours.end();
                theirs.write_record(row).unwrap();
            }
            prop_assert_eq!(ours.into_bytes(), theirs.into_inner().unwrap());
        }
    }

    #[test]
    fn an_instant_twice_is_written_twice() {
        let mut rows = Rows::new();
        rows.instant(Instant(0), ZoneId::UTC);
        rows.instant(Instant(0), ZoneId::UTC);
        rows.instant(Instant(0), ZoneId::parse("Europe/Paris").unwrap());
        rows.instant(Instant(60), ZoneId::UTC);
        rows.end();
        let expected = "1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,1970-01-01T01:00:00+01:00,1970-01-01T00:01:00Z\n";
        assert_eq!(String::from_utf8(rows.into_bytes()).unwrap(), expected);
    }
}

//! Where the cells of a row go: into CSV, JSON lines, or what a Parquet file is made from.

use std::fmt;
use std::io::Write as _;

use journey_ir::records::Key;
use journey_ir::time::{Instant, ZoneId};

use super::names::Name;

/// Takes rows cell by cell. Nothing here can fail: memory is all that is written to.
pub(super) trait Sink: Sized {
    /// Without rows.
    fn new() -> Self;

    /// A cell with the bytes that `fill` adds.
    fn cell(&mut self, fill: impl FnOnce(&mut Vec<u8>));

    /// A cell with an instant, which a text shows as RFC 3339 in a zone.
    fn instant(&mut self, instant: Instant, zone: ZoneId) {
        self.cell(|bytes| zone.table().push_rfc3339(instant, bytes));
    }

    /// The end of the row.
    fn end(&mut self);

    /// All rows.
    fn into_bytes(self) -> Vec<u8>;

    /// A cell with this text.
    fn text(&mut self, text: &str) {
        self.cell(|bytes| bytes.extend_from_slice(text.as_bytes()));
    }

    /// A cell with a text of which it is known whether it needs quotes in CSV.
    fn known(&mut self, text: &str, _is_plain: bool) {
        self.text(text);
    }

    /// A cell with a text that stands in many rows.
    fn name(&mut self, name: &Name) {
        self.text(&name.text);
    }

    /// A cell with one of our own words, which need no quotes.
    fn word(&mut self, word: &'static str) {
        self.known(word, true);
    }

    /// A cell with what tells enrolments apart.
    fn key(&mut self, key: &Key) {
        match key {
            Key::None => self.empty(),
            Key::Number(number) => self.cell(|bytes| number.push(bytes)),
            Key::Text(text) => self.text(text),
        }
    }

    /// A cell with what this shows.
    fn shown(&mut self, shown: impl fmt::Display) {
        self.cell(|bytes| write!(bytes, "{shown}").expect("memory can be written to"));
    }

    /// An empty cell.
    fn empty(&mut self) {
        self.cell(|_| {});
    }
}

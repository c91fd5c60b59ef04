//! Reads customers many at once, column by column, when nothing is the matter with any of them.

use journey_ir::time::{Instant, ZoneId};

use super::{Reader, since_when};
use crate::cell::{CellReader, trimmed};
use crate::column::ColumnReader;
use crate::dataset::batch::{UNREAD, numbers, values};
use crate::rows::Rows;

/// What was read of some customers, in their order; the memory is used again for the next ones.
#[derive(Default)]
pub(super) struct Batch {
    /// The numbers of their zones, [`UNREAD`] where a row names none.
    zones: Vec<i64>,
    since: Vec<i64>,
    /// What each column stores of them; of one with texts nothing.
    values: Vec<Vec<i64>>,
}

impl Reader<'_> {
    /// Adds all of these customers, or none.
    pub(super) fn add_all(&mut self, rows: &Rows<'_>) -> bool {
        let (mut ids, mut is_readable) = (Vec::with_capacity(rows.len()), true);
        rows.each_cell(self.id, self.width, |cell| {
            let id = std::str::from_utf8(trimmed(cell)).unwrap_or_default();
            is_readable &= !id.is_empty();
            ids.push(id);
        });
        let mut batch = std::mem::take(&mut self.batch);
        is_readable = is_readable && self.read_all(rows, &mut batch);
        if is_readable {
            self.append(rows, &batch);
            for id in ids {
                self.rows.ids.push(id);
            }
            self.rows.lines.extend((0..rows.len()).map(|place| rows.line(place)));
        }
        self.batch = batch;
        is_readable
    }

    /// Reads all values; false when one cannot be taken.
    fn read_all(&mut self, rows: &Rows<'_>, batch: &mut Batch) -> bool {
        let (schema, width) = (self.schema, self.width);
        let Batch { zones, since, values: columns } = batch;
        // Wall times in a row are in the zone that the row itself names.
        zones.clear();
        let zone_column = schema.zone_attribute.and_then(|place| self.attributes.get_mut(usize::from(place.0)));
        if let Some(ColumnReader { place: Some(place), reader, .. }) = zone_column {
            numbers(rows, *place, width, zones, |_, cell| reader.read(trimmed(cell), &|| schema.zone.table()).ok());
        }
        let zone = |row| zone_of(zones, row).unwrap_or(schema.zone);
        since.clear();
        if let Some((place, moments)) = &mut self.since {
            let read = |row, cell: &[u8]| Some(since_when(trimmed(cell), zone(row), moments, schema).ok()?.0);
            numbers(rows, *place, width, since, read);
        }
        columns.resize_with(self.attributes.len(), Vec::new);
        let mut columns = self.attributes.iter_mut().zip(columns);
        !since.contains(&UNREAD)
            && columns.all(|(column, into)| {
                if matches!(column.reader, CellReader::Text) {
                    return are_texts(rows, width, column);
                }
                values(rows, width, column, into, zone);
                !into.contains(&UNREAD)
            })
    }

    /// Adds what was read.
    fn append(&mut self, rows: &Rows<'_>, batch: &Batch) {
        let into = &mut self.rows.values;
        into.zones.extend((0..rows.len()).map(|row| zone_of(&batch.zones, row).unwrap_or(self.schema.zone)));
        into.since.extend(batch.since.iter().copied().map(Instant));
        for ((reader, values), column) in self.attributes.iter_mut().zip(&batch.values).zip(&mut into.columns) {
            if matches!(reader.reader, CellReader::Text) {
                rows.each_cell(place(reader), self.width, |cell| {
                    // They have been looked at, so that nothing is the matter with them.
                    let _ = reader.read(cell, &|| ZoneId::UTC.table(), column);
                });
            } else {
                column.extend(values);
            }
        }
    }
}

/// The zone of a row, when it names one.
fn zone_of(zones: &[i64], row: usize) -> Option<ZoneId> {
    zones.get(row).and_then(|&number| u16::try_from(number).ok()).map(ZoneId)
}

/// Whether all cells of a column are texts, or empty where they may be.
fn are_texts(rows: &Rows<'_>, width: usize, column: &ColumnReader) -> bool {
    let may_lack = column.optional || column.place.is_none();
    let mut are_texts = true;
    rows.each_cell(place(column), width, |cell| {
        are_texts &= (may_lack || !trimmed(cell).is_empty()) && std::str::from_utf8(cell).is_ok();
    });
    are_texts
}

/// Where the cells of a column stand; without any, behind all others.
fn place(column: &ColumnReader) -> usize {
    column.place.unwrap_or(usize::MAX)
}

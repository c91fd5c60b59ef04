//! Reads rows of a source many at once, column by column: short loops over what is alike, in which the processor need not wait
//! for one customer's place in memory before it looks for the next one's.
//!
//! Rows that cannot be read so, bad ones among them, are left to who reads row by row and knows what to say of them.

use journey_ir::time::Instant;

use super::customers::CustomerTable;
use crate::cell::instant;
use crate::column::{Column, ColumnReader, MISSING};
use crate::ids::NOBODY;
use crate::moments::MomentReader;
use crate::rows::Rows;
use crate::typed::NO_NUMBER;

/// What was read of some rows, in their order; the memory is used again for the next ones.
#[derive(Default)]
pub(super) struct Batch {
    /// Whose they are, or [`NOBODY`].
    pub customers: Vec<u32>,
    /// When they happened, or [`UNREAD`].
    at: Vec<i64>,
    /// What each column stores of them, or [`UNREAD`].
    values: Vec<Vec<i64>>,
}

/// What was not read. Should a value really be that number, it is read again, which changes nothing.
const UNREAD: i64 = i64::MIN + 1;

impl Batch {
    /// Finds the customers of rows, which stand in a column.
    pub(super) fn find_customers(&mut self, rows: &Rows<'_>, place: usize, width: usize, table: &CustomerTable) {
        let ids: Vec<&[u8]> = rows.column(place, width).into_iter().map(<[u8]>::trim_ascii).collect();
        table.find_all(&ids, &mut self.customers);
    }

    /// Reads when rows happened.
    pub(super) fn read_instants(
        &mut self,
        rows: &Rows<'_>,
        place: usize,
        width: usize,
        moments: &mut MomentReader,
        table: &CustomerTable,
    ) {
        let read = |cell: &[u8], customer| {
            let moment = moments.read(cell).ok()?;
            Some(instant(moment, &|| table.zone(customer).table()).0)
        };
        numbers(rows, place, width, &self.customers, &mut self.at, read);
    }

    /// Reads the values of rows, none of which is a text.
    pub(super) fn read_values(
        &mut self,
        rows: &Rows<'_>,
        width: usize,
        columns: &mut [ColumnReader],
        table: &CustomerTable,
    ) {
        self.values.resize_with(columns.len(), Vec::new);
        for (column, into) in columns.iter_mut().zip(&mut self.values) {
            into.clear();
            let ColumnReader { place, optional, reader, .. } = column;
            match place {
                None => into.resize(rows.len(), MISSING),
                Some(place) => numbers(rows, *place, width, &self.customers, into, |cell, customer| {
                    if cell.is_empty() {
                        return optional.then_some(MISSING);
                    }
                    reader.read(cell, &|| table.zone(customer).table()).ok()
                }),
            }
        }
    }

    /// Whose a row is and when it happened, when that and all its values have been read.
    #[inline]
    pub(super) fn row(&self, row: usize) -> Option<(u32, Instant)> {
        let customer = *self.customers.get(row).filter(|&&customer| customer != NOBODY)?;
        let at = *self.at.get(row).filter(|&&at| at != UNREAD)?;
        let is_read = self.values.iter().all(|values| values.get(row) != Some(&UNREAD));
        is_read.then_some((customer, Instant(at)))
    }

    /// Adds a row's values to the columns.
    #[inline]
    pub(super) fn push(&self, row: usize, columns: &mut [Column]) {
        for (values, column) in self.values.iter().zip(columns) {
            if let Some(&value) = values.get(row) {
                column.push_number(value);
            }
        }
    }
}

/// What stands in one column: the numbers that the file has, else what `read` makes of the cell and its row's customer.
#[inline]
fn numbers(
    rows: &Rows<'_>,
    place: usize,
    width: usize,
    customers: &[u32],
    into: &mut Vec<i64>,
    mut read: impl FnMut(&[u8], u32) -> Option<i64>,
) {
    into.clear();
    let known = rows.numbers(place);
    if !known.is_empty() && !known.contains(&NO_NUMBER) {
        into.extend_from_slice(known);
        return;
    }
    let known = known.iter().copied().chain(std::iter::repeat(NO_NUMBER));
    let cells = rows.column(place, width);
    into.extend(cells.iter().zip(customers).zip(known).map(|((cell, &customer), known)| match known {
        NO_NUMBER => read(cell.trim_ascii(), customer).unwrap_or(UNREAD),
        known => known,
    }));
}

//! Reads rows of a source many at once, column by column: short loops over what is alike, in which the processor need not wait
//! for one customer's place in memory before it looks for the next one's.
//!
//! Rows that cannot be read so, bad ones among them, are left to who reads row by row and knows what to say of them.

use journey_ir::time::ZoneId;

use super::customers::CustomerTable;
use crate::cell::{instant, trimmed};
use crate::column::{Column, ColumnReader, MISSING};
use crate::ids::NOBODY;
use crate::moments::MomentReader;
use crate::rows::Rows;
use crate::typed::NO_NUMBER;

/// What was read of some rows, in their order; the memory is used again for the next ones.
#[derive(Default)]
pub(super) struct Batch {
    /// Whose they are; [`NOBODY`] where that or something else of the row was not read.
    customers: Vec<u32>,
    /// When they happened.
    at: Vec<i64>,
    /// What each column stores of them.
    values: Vec<Vec<i64>>,
}

/// What was not read. Should a value really be that number, it is read again, which changes nothing.
pub(super) const UNREAD: i64 = i64::MIN + 1;

impl Batch {
    /// Finds the customers of rows, whose ids stand in a column.
    pub(super) fn find_customers(&mut self, rows: &Rows<'_>, place: usize, width: usize, table: &CustomerTable) {
        let mut ids = Vec::with_capacity(rows.len());
        rows.each_cell(place, width, |cell| ids.push(trimmed(cell)));
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
        let customers = &self.customers;
        numbers(rows, place, width, &mut self.at, |row, cell| {
            let zone = || table.zone(customers.get(row).copied().unwrap_or(NOBODY)).table();
            Some(instant(moments.read(trimmed(cell)).ok()?, &zone).0)
        });
        refuse_unread(&mut self.customers, &self.at);
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
            let customers = &self.customers;
            values(rows, width, column, into, |row| {
                customers.get(row).map_or(ZoneId::UTC, |&customer| table.zone(customer))
            });
            refuse_unread(&mut self.customers, into);
        }
    }

    /// Whose a row is, when that and everything else of it has been read; else [`NOBODY`].
    #[inline]
    pub(super) fn customer(&self, row: usize) -> u32 {
        self.customers.get(row).copied().unwrap_or(NOBODY)
    }

    /// When a row happened.
    #[inline]
    pub(super) fn at(&self, row: usize) -> i64 {
        self.at.get(row).copied().unwrap_or(UNREAD)
    }

    /// Adds a row's values to the columns.
    #[inline]
    pub(super) fn push(&self, row: usize, columns: &mut [Column]) {
        for (values, column) in self.values.iter().zip(columns) {
            column.push_number(values.get(row).copied().unwrap_or(MISSING));
        }
    }
}

/// Rows of which something was not read are left to who reads them by themselves.
fn refuse_unread(customers: &mut [u32], numbers: &[i64]) {
    for (customer, number) in customers.iter_mut().zip(numbers) {
        if *number == UNREAD {
            *customer = NOBODY;
        }
    }
}

/// What a column that holds no texts stores of some rows, or [`UNREAD`]; `zone` is that of a row's wall times.
pub(super) fn values(
    rows: &Rows<'_>,
    width: usize,
    column: &mut ColumnReader,
    into: &mut Vec<i64>,
    zone: impl Fn(usize) -> ZoneId,
) {
    let ColumnReader { place, optional, reader, .. } = column;
    let Some(place) = *place else {
        into.clear();
        into.resize(rows.len(), MISSING);
        return;
    };
    let missing = optional.then_some(MISSING);
    numbers(rows, place, width, into, |row, cell| match trimmed(cell) {
        [] => missing,
        cell => reader.read(cell, &|| zone(row).table()).ok(),
    });
}

/// What stands in one column: the numbers that the file has, else what `read` makes of a row's cell; else [`UNREAD`].
#[inline]
pub(super) fn numbers(
    rows: &Rows<'_>,
    place: usize,
    width: usize,
    into: &mut Vec<i64>,
    mut read: impl FnMut(usize, &[u8]) -> Option<i64>,
) {
    into.clear();
    let known = rows.numbers(place);
    if !known.is_empty() && !known.contains(&NO_NUMBER) {
        into.extend_from_slice(known);
        return;
    }
    into.reserve(rows.len());
    let mut known = known.iter();
    rows.each_cell(place, width, |cell| {
        let number = known.next().copied().filter(|&number| number != NO_NUMBER);
        let number = number.or_else(|| read(into.len(), cell));
        into.push(number.unwrap_or(UNREAD));
    });
}

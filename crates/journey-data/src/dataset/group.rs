//! Brings each customer's rows together, in the order of their instants.

use crate::column::gather;
use crate::dataset::source::{SourceRows, Table};

/// The rows of a source by customer, then instant, then the order of files and lines.
#[derive(Debug)]
pub(crate) struct GroupedSource {
    /// Where each customer's rows begin; one more than there are customers.
    starts: Vec<u32>,
    /// UTC seconds.
    at: Vec<i64>,
    /// See [`SourceRows::tables_of`].
    tables_of: Vec<(u16, u32)>,
    tables: Vec<Table>,
}

impl GroupedSource {
    pub(crate) fn new(mut rows: SourceRows, customer_count: usize) -> Self {
        let starts = starts(&rows.customers, customer_count);
        if let Some(order) = order(&rows, &starts) {
            gather(&mut rows.at, &order);
            if rows.tables_of.is_empty() {
                // Rows that lie together are read together. With several tables the few rows of each stay where they are.
                rows.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(|column| column.gather(&order));
            } else {
                gather(&mut rows.tables_of, &order);
            }
        }
        rows.at.shrink_to_fit();
        rows.tables_of.shrink_to_fit();
        rows.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(crate::column::Column::shrink);
        Self { starts, at: rows.at, tables_of: rows.tables_of, tables: rows.tables }
    }

    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    /// Its rows by kind.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// A customer's rows in order: the instant, the table, and the row in it.
    pub(crate) fn rows_of(&self, customer: usize) -> impl Iterator<Item = (i64, &Table, usize)> {
        let bound = |place: usize| self.starts.get(place).map_or(0, |&start| start as usize);
        (bound(customer)..bound(customer + 1)).filter_map(|row| {
            let at = *self.at.get(row)?;
            match self.tables_of.get(row) {
                Some(&(table, place)) => Some((at, self.tables.get(usize::from(table))?, place as usize)),
                None => Some((at, self.tables.first()?, row)),
            }
        })
    }
}

/// Counts the rows of each customer, and adds up.
#[expect(
    clippy::indexing_slicing,
    reason = "customers are numbers below the count; the look-up of ids gives no others"
)]
fn starts(customers: &[u32], customer_count: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; customer_count + 1];
    for &customer in customers {
        starts[customer as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// For each place the row that belongs there; nothing when all are there already.
#[expect(clippy::indexing_slicing, reason = "rows are numbered by their places, customers as in `starts`")]
fn order(rows: &SourceRows, starts: &[u32]) -> Option<Vec<u32>> {
    let at = |row: u32| rows.at[row as usize];
    let key = |row: usize| (rows.customers[row], rows.at[row]);
    if (1..rows.at.len()).all(|row| key(row - 1) <= key(row)) {
        return None;
    }
    let mut next = starts.to_vec();
    let mut order = vec![0_u32; rows.customers.len()];
    for (row, &customer) in (0_u32..).zip(&rows.customers) {
        let place = &mut next[customer as usize];
        order[*place as usize] = row;
        *place += 1;
    }
    for bounds in starts.windows(2) {
        let of_customer = &mut order[bounds[0] as usize..bounds[1] as usize];
        // A log in the order of time needs no sorting: the rows came in order.
        if !of_customer.is_sorted_by_key(|&row| at(row)) {
            of_customer.sort_unstable_by_key(|&row| (at(row), row));
        }
    }
    Some(order)
}

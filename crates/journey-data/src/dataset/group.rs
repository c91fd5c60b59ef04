//! Brings each customer's rows together, in the order of their instants.

use rayon::prelude::*;

use super::buckets::{BUCKET_CUSTOMERS, Bucket, SourceRows, Table, bucket_of};
use super::schema::Makes;
use crate::column::{Column, gather};

/// The rows of a source by customer, then instant, then the order of files and lines.
#[derive(Debug)]
pub(crate) struct GroupedSource {
    kinds: Vec<Makes>,
    buckets: Vec<GroupedBucket>,
}

/// The rows of some successive customers.
#[derive(Debug)]
struct GroupedBucket {
    /// Where each customer's rows begin; one more than there are customers.
    starts: Vec<u32>,
    /// UTC seconds.
    at: Vec<i64>,
    /// See [`Bucket::tables_of`].
    tables_of: Vec<(u16, u32)>,
    tables: Vec<Table>,
}

impl GroupedSource {
    /// Of the parts of a source, in their order.
    pub(crate) fn new(parts: Vec<SourceRows>, customer_count: usize) -> Self {
        let mut kinds = Vec::new();
        let mut buckets: Vec<Vec<Bucket>> = Vec::new();
        buckets.resize_with(customer_count.div_ceil(BUCKET_CUSTOMERS), Vec::new);
        for part in parts {
            kinds.extend(part.kinds);
            buckets.iter_mut().zip(part.buckets).for_each(|(all, bucket)| all.push(bucket));
        }
        let grouped = buckets.into_par_iter().enumerate().map(|(number, parts)| {
            let customers = customer_count.saturating_sub(number * BUCKET_CUSTOMERS).min(BUCKET_CUSTOMERS);
            GroupedBucket::new(Bucket::concat(parts), customers)
        });
        Self { kinds, buckets: grouped.collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.buckets.iter().map(|bucket| bucket.at.len()).sum()
    }

    /// Whether rows can be of that kind.
    pub(crate) fn has_kind(&self, makes: Makes) -> bool {
        self.kinds.contains(&makes)
    }

    /// Its rows by kind.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.buckets.iter().flat_map(|bucket| &bucket.tables)
    }

    /// A customer's rows, in order.
    pub(crate) fn rows_of(&self, customer: usize) -> Option<RowsOf<'_>> {
        let (bucket, place) = bucket_of(customer);
        let bucket = self.buckets.get(bucket)?;
        let bound = |place: usize| bucket.starts.get(place).map_or(0, |&start| start as usize);
        RowsOf { bucket, at: 0, next: bound(place), end: bound(place + 1) }.at_next()
    }
}

/// Rows of one customer that are still ahead: one at least.
#[derive(Debug)]
pub(crate) struct RowsOf<'a> {
    bucket: &'a GroupedBucket,
    /// The instant of the next one.
    pub at: i64,
    next: usize,
    end: usize,
}

impl<'a> RowsOf<'a> {
    /// The next row: its table, and its place there.
    pub(crate) fn row(&self) -> Option<(&'a Table, usize)> {
        match self.bucket.tables_of.get(self.next) {
            Some(&(table, place)) => Some((self.bucket.tables.get(usize::from(table))?, place as usize)),
            None => Some((self.bucket.tables.first()?, self.next)),
        }
    }

    /// Passes over the next row; false when it was the last one.
    pub(crate) fn pass(&mut self) -> bool {
        self.next += 1;
        match self.bucket.at.get(self.next) {
            Some(&at) if self.next < self.end => {
                self.at = at;
                true
            }
            _ => false,
        }
    }

    fn at_next(self) -> Option<Self> {
        let at = *self.bucket.at.get(self.next).filter(|_| self.next < self.end)?;
        Some(Self { at, ..self })
    }
}

impl GroupedBucket {
    fn new(mut rows: Bucket, customer_count: usize) -> Self {
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
        rows.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(Column::shrink);
        Self { starts, at: rows.at, tables_of: rows.tables_of, tables: rows.tables }
    }
}

/// Counts the rows of each customer, and adds up.
#[expect(
    clippy::indexing_slicing,
    reason = "customers are numbers below the count; the look-up of ids gives no others"
)]
fn starts(customers: &[u16], customer_count: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; customer_count + 1];
    for &customer in customers {
        starts[usize::from(customer) + 1] += 1;
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
fn order(rows: &Bucket, starts: &[u32]) -> Option<Vec<u32>> {
    let at = |row: u32| rows.at[row as usize];
    let key = |row: usize| (rows.customers[row], rows.at[row]);
    if (1..rows.at.len()).all(|row| key(row - 1) <= key(row)) {
        return None;
    }
    let mut next = starts.to_vec();
    let mut order = vec![0_u32; rows.customers.len()];
    for (row, &customer) in (0_u32..).zip(&rows.customers) {
        let place = &mut next[usize::from(customer)];
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

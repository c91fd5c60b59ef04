//! The rows of a source while they are read: divided by customers from the start, so that bringing each customer's rows
//! together later stays within the processor's cache, and is done side by side.

use super::schema::{KindSchema, Makes};
use crate::column::Column;

/// How many customers share a bucket: so many that 16 bits tell them apart.
pub(crate) const BUCKET_CUSTOMERS: usize = 1 << 14;

/// Rows in the order of lines.
#[derive(Debug)]
pub(crate) struct SourceRows {
    /// What the rows can be, as far as files have shown it; there need not be rows of each.
    pub kinds: Vec<Makes>,
    /// By the numbers of their customers.
    pub buckets: Vec<Bucket>,
}

/// The rows of some successive customers.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// The customer of each row, counted from the first of the bucket.
    pub customers: Vec<u16>,
    /// UTC seconds.
    pub at: Vec<i64>,
    /// With several tables: the table of each row, and its row there. Empty with one: row by row.
    pub tables_of: Vec<(u16, u32)>,
    pub tables: Vec<Table>,
}

/// The values of rows of one kind.
#[derive(Debug)]
pub(crate) struct Table {
    pub makes: Makes,
    pub columns: Vec<Column>,
}

impl SourceRows {
    /// None yet, with room for those of all customers.
    pub(crate) fn new(customer_count: usize) -> Self {
        let mut buckets = Vec::new();
        buckets.resize_with(customer_count.div_ceil(BUCKET_CUSTOMERS), Bucket::default);
        Self { kinds: Vec::new(), buckets }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.buckets.iter().map(|bucket| bucket.at.len()).sum()
    }
}

/// The place of a customer: the bucket, and the number in it.
#[inline]
pub(crate) fn bucket_of(customer: usize) -> (usize, usize) {
    (customer / BUCKET_CUSTOMERS, customer % BUCKET_CUSTOMERS)
}

impl Bucket {
    /// The columns of a kind of rows; `schemas` are those of all kinds, for there is a table for each.
    #[inline]
    pub(crate) fn columns<'s>(
        &mut self,
        kind: usize,
        schemas: impl Iterator<Item = &'s KindSchema>,
    ) -> Option<&mut [Column]> {
        if self.tables.len() <= kind {
            let missing = schemas.skip(self.tables.len());
            self.tables.extend(missing.map(Table::new));
        }
        self.tables.get_mut(kind).map(|table| table.columns.as_mut_slice())
    }

    /// The rows of several buckets for the same customers, in order.
    pub(crate) fn concat(buckets: Vec<Self>) -> Self {
        let rows = buckets.iter().map(|bucket| bucket.at.len()).sum();
        let mut buckets = buckets.into_iter().filter(|bucket| !bucket.at.is_empty());
        let mut first = buckets.next().unwrap_or_default();
        first.reserve(rows);
        buckets.for_each(|bucket| first.append(bucket));
        first
    }

    fn reserve(&mut self, rows: usize) {
        let more = rows.saturating_sub(self.at.len());
        self.customers.reserve_exact(more);
        self.at.reserve_exact(more);
        if self.tables_of.is_empty() {
            self.tables.iter_mut().flat_map(|table| &mut table.columns).for_each(|column| column.reserve(more));
        } else {
            self.tables_of.reserve_exact(more);
        }
    }

    fn append(&mut self, mut other: Self) {
        self.customers.append(&mut other.customers);
        self.at.append(&mut other.at);
        // Where the rows of each table of the other go to: the table here, and the first row in it.
        let moved: Vec<(u16, u32)> = other.tables.into_iter().map(|table| self.append_table(table)).collect();
        self.tables_of.extend(other.tables_of.iter().map(|&(table, row)| {
            let (table, first) = moved.get(usize::from(table)).copied().unwrap_or_default();
            (table, first + row)
        }));
    }

    fn append_table(&mut self, mut table: Table) -> (u16, u32) {
        let known = self.tables.iter().position(|known| known.makes == table.makes);
        let place = known.unwrap_or(self.tables.len());
        let mut first = 0;
        match self.tables.get_mut(place) {
            Some(known) => {
                first = known.rows();
                for (column, more) in known.columns.iter_mut().zip(&mut table.columns) {
                    column.append(more);
                }
            }
            None => self.tables.push(table),
        }
        (u16::try_from(place).unwrap_or(u16::MAX), first)
    }
}

impl Table {
    fn new(schema: &KindSchema) -> Self {
        Self { makes: schema.makes, columns: schema.columns.iter().map(super::schema::ColumnSchema::column).collect() }
    }

    /// How many rows its columns have; 0 when there are no columns, and rows need not be told apart.
    fn rows(&self) -> u32 {
        u32::try_from(self.columns.first().map_or(0, Column::len)).unwrap_or(u32::MAX)
    }
}

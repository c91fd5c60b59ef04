//! Reads the files of one source of events, changes or past contacts.

use std::path::Path;

use journey_ir::table::EventId;
use journey_ir::time::Instant;
use journey_ir::value::Type;

use super::Options;
use super::batch::Batch;
use super::buckets::{SourceRows, bucket_of};
use super::customers::CustomerTable;
use super::schema::{ColumnSchema, KindSchema, Makes, RowSchema, SourceSchema, find_column, push_all, reason};
use crate::bad_rows::{BadRowsOfFile, Reason};
use crate::cell::{CellReader, ZoneOf, instant, trimmed};
use crate::column::{Column, ColumnReader};
use crate::error::DataError;
use crate::ids::NOBODY;
use crate::moments::MomentReader;
use crate::parts;
use crate::rows::{Cells, Header, RowFile, Rows};

/// What came out of one file.
pub(crate) struct FileRows {
    /// In the order of lines.
    pub parts: Vec<SourceRows>,
    pub rows_read: u64,
    pub bad_rows: BadRowsOfFile,
}

/// A kind of rows, and where the file has its values.
struct KindReader<'a> {
    schema: &'a KindSchema,
    columns: Vec<ColumnReader>,
    /// Of rows that nobody asks for: where their values go, so that bad ones are found.
    unheard: Option<Vec<Column>>,
}

/// Reads the rows of one file, or of a part of it.
struct Reader<'a> {
    customers: &'a CustomerTable,
    schema: &'a SourceSchema,
    header: Header,
    customer: usize,
    at: usize,
    moments: MomentReader,
    /// The column that names the kind, when there are several.
    kind: Option<usize>,
    /// The column that says whether a contact was sent.
    outcome: Option<usize>,
    kinds: Vec<KindReader<'a>>,
    /// All rows are events of one kind that holds no texts.
    is_uniform: bool,
    batch: Batch,
    /// Events whose rows are not kept.
    unheard: &'a [EventId],
    rows: SourceRows,
}

/// Why a row is not taken.
enum Stop {
    /// It is left out: why, and what was found.
    Refused(Reason, Vec<u8>),
    /// Reading on makes no sense.
    Error(DataError),
}

/// Reads one file.
pub(crate) fn read_file(
    path: &Path,
    schema: &SourceSchema,
    customers: &CustomerTable,
    options: Options<'_>,
) -> Result<FileRows, DataError> {
    let file = RowFile::open(path, &schema.format, &schema.wanted())?;
    let mut whole = FileRows { parts: Vec::new(), rows_read: 0, bad_rows: file.bad_rows() };
    for part in parts::read(file, |file| read_part(file, schema, customers, options))? {
        let (rows, rows_read, bad_rows) = part.made;
        whole.parts.push(rows);
        whole.rows_read += rows_read;
        whole.bad_rows.append(bad_rows, part.lines_before);
    }
    Ok(whole)
}

fn read_part(
    file: &mut RowFile,
    schema: &SourceSchema,
    customers: &CustomerTable,
    options: Options<'_>,
) -> Result<(SourceRows, u64, BadRowsOfFile), DataError> {
    let mut reader = Reader::new(file.header().clone(), schema, customers, options.unheard)?;
    let (mut bad_rows, mut rows_read) = (file.bad_rows(), 0);
    while let Some(rows) = file.next_rows()? {
        options.see(rows_read, rows.len());
        rows_read += rows.len() as u64;
        reader.read_batch(&rows);
        for place in 0..rows.len() {
            if reader.take_read(place) {
                continue;
            }
            let row = rows.get(place);
            let (reason, found) = match row.cells {
                Ok(cells) => match reader.add(cells, place) {
                    Ok(()) => continue,
                    Err(Stop::Refused(reason, found)) => (reason, found),
                    Err(Stop::Error(error)) => return Err(error),
                },
                Err(bad) => *bad,
            };
            bad_rows.add(row.line, reason, &found);
        }
    }
    Ok((reader.rows, rows_read, bad_rows))
}

impl<'a> Reader<'a> {
    fn new(
        header: Header,
        schema: &'a SourceSchema,
        customers: &'a CustomerTable,
        unheard: &'a [EventId],
    ) -> Result<Self, DataError> {
        let mut reader = Self {
            customer: find_column(&header, &schema.customer, "the customer's id", false)?,
            at: find_column(&header, &schema.at, "the instant", false)?,
            moments: MomentReader::new(schema.format.dates),
            kind: None,
            outcome: None,
            kinds: Vec::new(),
            is_uniform: false,
            batch: Batch::default(),
            unheard,
            rows: SourceRows::new(customers.ids.len()),
            header,
            schema,
            customers,
        };
        if let Some(outcome) = schema.past.as_ref().and_then(|past| past.outcome.as_ref()) {
            reader.outcome = Some(find_column(&reader.header, outcome, "the outcome of the contact", true)?);
        }
        match &schema.rows {
            RowSchema::One(kind) => {
                reader.bind(kind)?;
                let has_text = kind.columns.iter().any(|column| column.kind == Type::Text);
                reader.is_uniform = matches!(kind.makes, Makes::Event(_)) && !has_text;
            }
            RowSchema::Named { column, kinds, .. } => {
                reader.kind = Some(find_column(&reader.header, column, "the name of what a row is", false)?);
                // Changes have one column of values for all attributes: it must be there, whatever the rows say.
                if let Some(change) = kinds.values().find(|kind| matches!(kind.makes, Makes::Change(_))) {
                    reader.bind(change)?;
                }
            }
        }
        Ok(reader)
    }

    /// Reads of all rows what can be read at once: in any case whose they are, and the rest when all rows are of one kind, and
    /// none of it is a text.
    fn read_batch(&mut self, rows: &Rows<'_>) {
        let (width, customers) = (self.header.names.len(), self.customers);
        self.batch.find_customers(rows, self.customer, width, customers);
        if let Some(kind) = self.kinds.first_mut().filter(|_| self.is_uniform) {
            self.batch.read_instants(rows, self.at, width, &mut self.moments, customers);
            self.batch.read_values(rows, width, &mut kind.columns, customers);
        }
    }

    /// Adds a row of which everything has been read; false when something is missing.
    #[inline]
    fn take_read(&mut self, row: usize) -> bool {
        if !self.is_uniform {
            return false;
        }
        let customer = self.batch.customer(row);
        let Some(kind) = self.kinds.first().filter(|_| customer != NOBODY) else { return false };
        if kind.unheard.is_some() {
            return true;
        }
        let (bucket, place) = bucket_of(customer as usize);
        // It is there: customers are numbers below their count.
        let Some(bucket) = self.rows.buckets.get_mut(bucket) else { return false };
        let Some(columns) = bucket.columns(0, [kind.schema].into_iter()) else { return false };
        self.batch.push(row, columns);
        bucket.customers.push(u16::try_from(place).unwrap_or(u16::MAX));
        bucket.at.push(self.batch.at(row));
        true
    }

    /// Adds a row, whose place among those that are read at once is known.
    fn add(&mut self, cells: Cells<'_>, place: usize) -> Result<(), Stop> {
        let expected = self.header.names.len();
        if cells.len() != expected {
            return Err(Stop::Refused(Reason::CellCount { expected }, cells.len().to_string().into_bytes()));
        }
        if !self.counts(cells)? {
            return Ok(());
        }
        let customers = self.customers;
        let customer = match self.batch.customer(place) {
            NOBODY => {
                let id = trimmed(cells.get(self.customer));
                customers.find(id).ok_or_else(|| Stop::Refused(Reason::UnknownCustomer, id.to_vec()))?
            }
            customer => customer,
        };
        let zone = || customers.zone(customer).table();
        let at = self.at(cells, &zone)?;
        let kind = self.kind(cells)?;
        let refused = |(reason, found)| Stop::Refused(reason, found);
        let Some(reader) = self.kinds.get_mut(usize::from(kind)) else { return Ok(()) };
        if let Some(columns) = &mut reader.unheard {
            push_all(&mut reader.columns, cells, &zone, columns).map_err(refused)?;
            for column in columns {
                column.truncate(0);
            }
            return Ok(());
        }
        let (bucket, place) = bucket_of(customer as usize);
        // Both are there: customers are numbers below their count, and kinds are bound.
        let Some(bucket) = self.rows.buckets.get_mut(bucket) else { return Ok(()) };
        let schemas = self.kinds.iter().map(|kind| kind.schema);
        let Some(columns) = bucket.columns(usize::from(kind), schemas) else { return Ok(()) };
        let Some(reader) = self.kinds.get_mut(usize::from(kind)) else { return Ok(()) };
        let row = columns.first().map_or(0, Column::len);
        push_all(&mut reader.columns, cells, &zone, columns).map_err(refused)?;
        bucket.customers.push(u16::try_from(place).unwrap_or(u16::MAX));
        bucket.at.push(at.0);
        if self.kind.is_some() {
            bucket.tables_of.push((kind, u32::try_from(row).unwrap_or(u32::MAX)));
        }
        Ok(())
    }

    /// Whether a row is taken at all: contacts that were not sent are of no consequence.
    fn counts(&self, cells: Cells<'_>) -> Result<bool, Stop> {
        let Some(place) = self.outcome else { return Ok(true) };
        let column = || self.header.names.get(place).cloned().unwrap_or_default();
        match cells.get(place).trim_ascii() {
            b"sent" => Ok(true),
            b"skipped" | b"pending" => Ok(false),
            b"" => Err(Stop::Refused(Reason::Empty { column: column() }, Vec::new())),
            other => {
                let expected = "one of sent, skipped, pending".to_owned();
                Err(Stop::Refused(Reason::Value { column: column(), expected }, other.to_vec()))
            }
        }
    }

    /// When the row happened.
    fn at(&mut self, cells: Cells<'_>, zone: ZoneOf<'_>) -> Result<Instant, Stop> {
        let column = &self.schema.at;
        let cell = cells.get(self.at).trim_ascii();
        let refused = |reason| Stop::Refused(reason, cell.to_vec());
        let at = match cells.number(self.at) {
            Some(seconds) => Instant(seconds),
            None if cell.is_empty() => return Err(refused(Reason::Empty { column: column.clone() })),
            None => match self.moments.read(cell) {
                Ok(moment) => instant(moment, zone),
                Err(problem) => {
                    return Err(refused(reason(&problem, column, &CellReader::DateTime(self.moments.clone()))));
                }
            },
        };
        match self.schema.past.as_ref().and_then(|past| past.before) {
            // Of a number the text is only made where it is shown.
            Some(before) if at >= before => {
                let found = cells.number(self.at).map_or_else(|| cell.to_vec(), crate::parquet::shown_instant);
                Err(Stop::Refused(Reason::NotPast { column: column.clone() }, found))
            }
            _ => Ok(at),
        }
    }

    /// The kind of a row. A kind is bound to the file's columns when its first row comes: a file with several kinds need
    /// not have the columns of all.
    fn kind(&mut self, cells: Cells<'_>) -> Result<u16, Stop> {
        let (Some(place), RowSchema::Named { kinds, unknown, .. }) = (self.kind, &self.schema.rows) else {
            return Ok(0);
        };
        let name = cells.get(place).trim_ascii();
        let refused = |reason: Reason| Stop::Refused(reason, name.to_vec());
        let kind = std::str::from_utf8(name).ok().and_then(|name| kinds.get(name));
        let kind = kind.ok_or_else(|| refused(unknown.clone()))?;
        if kind.fixed {
            return Err(refused(Reason::FixedAttribute));
        }
        match self.kinds.iter().position(|known| known.schema.makes == kind.makes) {
            // There are fewer kinds than identifiers for them, which are as wide.
            Some(place) => Ok(u16::try_from(place).unwrap_or(u16::MAX)),
            None => self.bind(kind).map_err(Stop::Error),
        }
    }

    fn bind(&mut self, schema: &'a KindSchema) -> Result<u16, DataError> {
        let wanted = self.schema.wanted();
        let columns = schema.columns.iter().map(|column| column.bind(&self.header, &wanted));
        let is_unheard = matches!(schema.makes, Makes::Event(event) if self.unheard.contains(&event));
        self.kinds.push(KindReader {
            schema,
            columns: columns.collect::<Result<_, _>>()?,
            unheard: is_unheard.then(|| schema.columns.iter().map(ColumnSchema::column).collect()),
        });
        self.rows.kinds.push(schema.makes);
        Ok(u16::try_from(self.kinds.len() - 1).unwrap_or(u16::MAX))
    }
}
